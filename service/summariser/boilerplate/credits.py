"""Captions of pictures and their credits: who took them, who sells them."""

import re
from typing import Final

from service.summariser.boilerplate.phrases import word_set

# Picture desks and agencies, as they stand in credits.
AGENCY_NAME: Final = (
    r"(?:getty(?: images)?|reuters|afp|ap(?: photo)?|epa(?:-efe)?|efe|dpa|apa|ansa|belga|keystone|imago(?: images)?"
    r"|picture[ -]alliance|shutterstock|istock(?:photo)?|alamy|bloomberg|tass|xinhua|anp|scanpix|ritzau|ntb"
    r"|the associated press|press association|pa (?:wire|images)|zuma(?: press)?|unsplash|pixabay|adobe stock"
    r"|handout|file photo|wire ?image|nurphoto|anadolu(?: agency)?|sipa|rex(?: features)?|pool|facebook|twitter|instagram|screenshot)"
)
AGENCY: Final = re.compile(rf"\b{AGENCY_NAME}\b")
# A photographer and an agency, and nothing else.
NAMED_CREDIT: Final = re.compile(rf"[^.,/\d]{{3,40}}[,/] ?{AGENCY_NAME}")
# A studio and a photographer, whose names nobody can list: each word has a capital.
NAMES_CREDIT: Final = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*){0,3} ?/ ?[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]+){1,3}"
)
# Such a pair in brackets at the end of a caption.
PAIR_IN_BRACKETS: Final = re.compile(r"\((?:[A-ZÀ-Þ][\w.'’-]*[ ]?){1,4}/ ?(?:[A-ZÀ-Þ][\w.'’-]*[ ]?){1,4}\)\.?$")
# One of these words is in each of them.
AGENCIES: Final = word_set(
    "getty reuters afp ap epa efe dpa apa ansa belga keystone imago picture shutterstock istock istockphoto alamy bloomberg tass "
    "xinhua anp scanpix ritzau ntb associated press images zuma unsplash pixabay adobe handout file wire wireimage nurphoto anadolu "
    "sipa rex pool facebook twitter instagram screenshot"
)
# A line that is a credit: 'Photo: A. Name', '© Agency'.
CREDIT_LINE: Final = re.compile(
    r"(?:photo(?:graph|s)?|image|images|picture|pictures|video|illustration|graphic|credits?|photo credit|image credit"
    r"|foto|fotos|bild|bilder|grafik|quelle|crédits?|crédit photo|imagen|fotografía|immagine|imagem|beeld|zdjęcie|fot\.|фото)"
    r"(?: (?:by|credits?|courtesy|von|par|de|di|door))?\s*[:/©|]"
    r"|(?:photo(?:graph|s)?|image|illustration|foto|video) (?:by|courtesy|von|de|par) |©|\((?:photo|image|ap|reuters|foto|bild)\b"
)
# A credit that names itself, behind a caption: 'The dam in May. Photo: A. Name'.
CREDIT_CALL: Final = re.compile(
    r"(?:[(\[.!?…\"”»|\s]|(?<=[a-zà-ÿ\d]))(?:(?:Photo|Photos|Image|Images|Picture|Photograph|Illustration|Credit|Video"
    r"|Foto|Fotos|Bild|Imagen|Imagem|Immagine|Crédit|Crédits|Beeld|Zdjęcie|Fot\.)"
    r"(?: [Cc]redits?)?\s?(?::|\b by\b|\b courtesy of\b|\b von\b|\.\.\.)|[(\[](?:Source|Quelle|Fuente|Fonte|Bron)\s?:)\s?[^:]{2,90}$"
)
# A caption that says that it is one.
CAPTION: Final = re.compile(
    r"\W*(?:file photo|pictured|in (?:the|this) (?:photo|picture)|legende|bildunterschrift|im bild|symbolbild|archivbild|legenda|légende)\b ?[:)]"
)
# One that tells where those stand that it names, or that it is no picture of what happened; read folded.
SIDES: Final = re.compile(
    r"\((?:l|r|v\. ?l|v\. ?r|m|links|rechts|left|right|centre|center|izq|der|à gauche|à droite|sx|dx)\.?\)"
)
NO_NEWS_PICTURE: Final = (
    *("stock photo", "stock image", "file photo", "file image", "file picture", "archive photo", "archive image"),
    *(
        "undated photo",
        "undated image",
        "foto de archivo",
        "photo d'archives",
        "symbolbild",
        "archivbild",
        "archivfoto",
    ),
    *("aufnahme vom", "from left", "v.l.n.r.", "is seen in", "are seen in", "is pictured", "are pictured"),
)
# One of these words is in each of them.
PICTURE_WORDS: Final = word_set(
    "stock file archive photo image foto archivo archives symbolbild archivbild archivfoto aufnahme left r seen pictured"
)
# One that an agency's name gives away: 'The dam in May — © Agency', '(Name/Agency)'.
CREDIT_END: Final = re.compile(
    r"(?:[(\[|/©—–-]|\bvia|\bphoto by|\bcredit:?|\bfoto:|\bbild:|\bimage:|\bphoto:|\bquelle:|photograph by)[^.!?]{0,70}$"
)
