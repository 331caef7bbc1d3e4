"""Furniture that a line gives away by itself, wherever it stands."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block
from service.summariser.boilerplate.phrases import LABELS, PROMPTS

LONGEST_LABEL: Final = 100
LONGEST_PROMPT: Final = 400
CUES: Final = frozenset().union(*(prompt.cues for prompt in PROMPTS))

NOTICE: Final = re.compile(
    r"(?:correction|clarification|corrigendum|erratum|retraction|editor's note|"
    r"korrektur|berichtigung|richtigstellung|rectificatif|correctif|erratum|corrección|rectificación|fe de errat\w+|"
    r"correzione|rettifica|correção|errata|rectificatie|correctie|sprostowanie|rettelse|rättelse|retting|oprava|"
    r"исправление|уточнение|виправлення|διόρθωση)\b.{0,40}?(?:[:.—–]|\s-\s|$)"
    r"|(?:update|mise à jour|actualización|aggiornamento|atualização|aktualisierung|aktualizacja)\b[^:]{0,30}:\s*[^\W\d]"
)
# Agencies and picture desks, as they stand in credits.
CREDIT_WORDS: Final = (
    r"(?:getty(?: images)?|reuters|afp|ap(?: photo)?|epa(?:-efe)?|efe|dpa|apa|ansa|belga|keystone|imago(?: images)?|"
    r"picture[ -]alliance|shutterstock|istock(?:photo)?|alamy|bloomberg|tass|xinhua|anp|scanpix|ritzau|ntb|"
    r"the associated press|press association|pa(?: wire| images)?|zuma(?: press)?|unsplash|pixabay|adobe stock|"
    r"handout|file photo|wire ?image|nurphoto|anadolu(?: agency)?|sipa|rex(?: features)?|pool|facebook|twitter|instagram|screenshot)"
)
CREDIT_LINE: Final = re.compile(
    r"(?:photo(?:graph|s)?|image|images|picture|pictures|video|illustration|graphic|credits?|photo credit|image credit|"
    r"foto|fotos|bild|bilder|grafik|quelle|crédits?|crédit photo|imagen|fotografía|immagine|imagem|beeld|zdjęcie|fot\.|фото)"
    r"(?: (?:by|credit|courtesy|von|par|de|di|door))?\s*[:/©|]|(?:photo(?:graph|s)?|image|illustration|foto|video) (?:by|courtesy|von|de|par) "
    r"|©|\((?:photo|image|ap|reuters|foto|bild)\b"
)
# A credit that names itself, behind a caption: 'The dam in May. Photo: A. Name'.
CREDIT_CALL: Final = re.compile(
    r"(?:[(\[.!?…\"”»|\s]|(?<=[a-zà-ÿ\d]))(?:(?:Photo|Photos|Image|Images|Picture|Photograph|Illustration|Credit|Video|"
    r"Foto|Fotos|Bild|Imagen|Imagem|Immagine|Crédit|Crédits|Beeld|Zdjęcie|Fot\.)"
    r"(?: [Cc]redit)?\s?(?::|\b by\b|\b courtesy of\b|\b von\b)|[(\[](?:Source|Quelle|Fuente|Fonte|Bron)\s?:)\s?[^:]{2,90}$"
)
CREDIT_END: Final = re.compile(
    r"(?:[(\[|/©—–-]|\bvia|\bphoto by|\bcredit:?|\bfoto:|\bbild:|\bimage:|\bphoto:|\bquelle:|photograph by)[^.!?]{0,70}$"
)
AGENCY: Final = re.compile(r"\b" + CREDIT_WORDS + r"\b")
BYLINE: Final = re.compile(
    r"(?:by|von|par|por|di|door|af|av|od|text|words|reporting by|editing by|author|autor|autorin|written by|story by)[: ]"
)
OFTEN: Final = 3
FEWEST_NOTICE_WORDS: Final = 5
CLOCK: Final = re.compile(r"\d [ap]\.m\.$")
LONGEST_CREDIT: Final = 90
LONGEST_CAPTION: Final = 500
LONGEST_BYLINE: Final = 90


def mark_furniture(blocks: Sequence[Block]) -> tuple[dict[int, str], set[int]]:
    """The reason of each block that is furniture by its own wording, and which of them end an article."""
    reasons: dict[int, str] = {}
    ending: set[int] = set()
    for index, block in enumerate(blocks):
        reason, ends = _own_reason(block)
        if reason:
            reasons[index] = reason
            if ends:
                ending.add(index)
    return reasons, ending


def mark_repeated(blocks: Sequence[Block], reasons: dict[int, str]) -> None:
    """Marks the lines that come back again and again, as 'Article content' does."""
    counts = Counter(block.folded for block in blocks if not block.bullet)
    for index, block in enumerate(blocks):
        if index not in reasons and counts[block.folded] >= OFTEN and not block.bullet:
            reasons[index] = "page-furniture"


def find_notices(blocks: Sequence[Block]) -> set[int]:
    """The blocks that tell the reader of a correction; such are never dropped.

    Where the word stands in a line of its own, the prose below it is meant as well.
    """
    found: set[int] = set()
    for index, block in enumerate(blocks):
        if block.bullet or not NOTICE.match(block.folded):
            continue
        if len(block.words) >= FEWEST_NOTICE_WORDS:
            found.add(index)
        elif index + 1 < len(blocks) and blocks[index + 1].prose:
            found.update((index, index + 1))
    return found


def _own_reason(block: Block) -> tuple[str | None, bool]:
    size = len(block.folded)
    if size <= LONGEST_LABEL and not block.prose:
        for label in LABELS:
            if label.pattern.match(block.folded):
                return label.reason, label.ends
    if size <= LONGEST_PROMPT and not CUES.isdisjoint(block.words):
        for prompt in PROMPTS:
            if not prompt.cues.isdisjoint(block.words) and prompt.pattern.search(block.folded):
                return prompt.reason, False
    return _credit_or_byline(block), False


def _credit_or_byline(block: Block) -> str | None:
    size = len(block.folded)
    if size <= LONGEST_CREDIT and (not block.closed or CLOCK.search(block.folded)):
        if CREDIT_LINE.match(block.folded):
            return "photo-credit"
        if BYLINE.match(block.folded) and len(block.words) <= 16 and not block.heading:
            return "byline"
    if size <= LONGEST_CAPTION:
        if CREDIT_CALL.search(block.text[-120:]):
            return "caption"
        ending = CREDIT_END.search(block.folded[-100:])
        if ending and AGENCY.search(ending.group()):
            return "caption" if size > LONGEST_CREDIT or len(block.words) > 8 else "photo-credit"
    return None
