"""The wording that furniture has everywhere: small tables, in several languages.

Form, place and repetition decide first; these lists catch what has no telling
form and name the rest. ``LABELS`` are matched at the start of short lines,
``PROMPTS`` looked for in paragraphs that hold one of their cue words,
``AFTERWORDS`` in an article's last paragraphs. All but the credits and the
biographies read the folded text: lower case, single spaces, straight
apostrophes, no bullet.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple


class Prompt(NamedTuple):
    """Furniture in whole sentences, told by its cue words and then by its wording.

    ``addressed`` says that it speaks to the reader, which an article seldom does.
    """

    reason: str
    addressed: bool
    cues: frozenset[str]
    pattern: re.Pattern[str]


class Afterword(NamedTuple):
    """A sentence about the article rather than of it, and how long it may be; matched at the start.

    In each that the pattern matches stands one of the ``cues``, in lower case; they are found in a tenth of its time.
    """

    reason: str
    longest: int
    cues: tuple[str, ...]
    pattern: re.Pattern[str]


def word_set(line: str) -> frozenset[str]:
    """The words of a line of them."""
    return frozenset(line.split())


def _any(*wordings: str) -> str:
    return "|".join(wordings)


def _labels(wordings: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for all labels; the group that matched is the reason."""
    groups = (f"(?P<{reason.replace('-', '_')}>{wording})" for reason, wording in wordings.items())
    return re.compile("|".join(groups))


def _prompt(reason: str, cues: str, *wordings: str, addressed: bool = True) -> Prompt:
    return Prompt(reason, addressed, word_set(cues), re.compile(_any(*wordings)))


def _afterword(reason: str, cues: str, *wordings: str) -> Afterword:
    """Wordings that begin with '^' stand at the start, and the others anywhere."""
    parts = [wording for wording in wordings if wording[0] == "^"]
    if anywhere := [wording for wording in wordings if wording[0] != "^"]:
        parts.append(f".*?(?:{_any(*anywhere)})")
    return Afterword(reason, 250, tuple(cues.split("|")), re.compile(_any(*parts), re.IGNORECASE | re.DOTALL))


# Where pages are shared; a line of nothing but these is a row of buttons.
PLATFORM: Final = (
    r"(?:facebook|twitter|x|instagram|whatsapp|linkedin|pinterest|telegram|bluesky|reddit|flipboard|messenger|youtube|tiktok|threads"
    r"|tumblr|pocket|xing|mastodon|viber|snapchat|vkontakte|вконтакте|mailto|e-?mail|sms|rss)"
)
# Labels of these reasons stand behind an article: most of its prose is above them.
ENDS: Final = frozenset({"comment-form", "related-stories", "newsletter", "about-publication"})
# Only these labels may close like a sentence.
CLOSED_LABELS: Final = frozenset({"comment-form", "newsletter", "copyright", "advertisement"})
LABELS: Final = _labels(
    {
        "comment-form": _any(
            r"leave a (?:reply|comment)",
            r"(?:write|post|add|submit) (?:a|your) comment",
            r"\W*(?:(?:\d+|view|see|show|read|all|add|readers?|users?|top|rated|latest|recent)\W+)*comments?\W*\d*\W*$",
            r"(?:view the |join the )(?:discussion|conversation)",
            r"your email address will not be published",
            r"required fields are marked",
            r"you must (?:be logged|log) in",
            r"be the first to|no comments|comment(?:s|ing) policy",
            r"(?:\d+ )?(?:leser)?kommentare?(?: \(\d+\)| \d+)?$",
            r"kommentar (?:schreiben|verfassen)|diskutieren sie|ihre meinung",
            r"(?:\d+ )?(?:commentaires?|comentarios?|comentários|commenti|reacties?)(?: \(\d+\))?$",
            r"laisser un commentaire|votre adresse (?:e-?mail|de messagerie) ne sera",
            r"deja (?:un comentario|una respuesta)|deixe (?:um comentário|uma resposta)",
            r"lascia un commento|geef een reactie|plaats een reactie",
            r"komentarze$|dodaj komentarz|skomentuj|komentáře$|přidat komentář",
            r"skriv en kommentar|legg igjen|kommentarer$",
            r"комментарии$|оставить комментарий|коментарі$|σχόλια$",
        ),
        "share-links": _any(
            r"share (?:this|on|via|article|story|post|options)\b|share(?: all| it)?:?$|pin (?:this|it)\b",
            rf"{PLATFORM}(?:[\s,/|·•]+{PLATFORM})*$",
            r"(?:follow|find|like|join) (?:us|me)\b|follow:$|social sharing$",
            r"(?:copy|copied) (?:link|article link)",
            r"(?:print|email|e-mail|save|bookmark|gift) (?:this|article|story|page)",
            r"click to (?:share|email|print|tweet|copy)",
            r"(?:artikel |beitrag |jetzt |diesen (?:artikel|beitrag) )?(?:teilen|merken|drucken|vorlesen)(?: auf| per| via|:|$)",
            r"folgen sie (?:uns|der)|auf (?:facebook|twitter|whatsapp|x) teilen",
            r"partager|suivez-nous|envoyer par|copier le lien|imprimer$",
            r"compartir|comparte|síguenos|copiar enlace|compartilh|siga-nos|partilhar",
            r"condividi|seguici|delen$|deel (?:dit|via|op)|volg ons|udostępnij|del artikel|del på|følg oss|følg os",
            r"поделиться|поділитися|sdílet|κοινοποίηση",
        ),
        "related-stories": _any(
            r"(?:don't|do not) miss\b|see also:?$",
            r"(?:related|recommended|suggested|popular|trending|featured|latest|recent|top|other)"
            r" (?:articles?|stories|story|posts?|news|content|topics?|reading|coverage|links|videos?|headlines|from|for you|now|tags)",
            r"(?:related|recommended|trending|recommended for you|read more):?$|related:",
            r"(?:more|see more|read more|discover more) (?:from|on|about|in|stories|news|articles|like this|headlines|top stories)\b|read more: ",
            r"(?:most|also) (?:read|popular|viewed|shared|commented|watched|recent)",
            r"you (?:may|might) (?:also )?(?:like|enjoy|be interested)",
            r"up next|read next|next up|what to read next|next article|previous article",
            r"sponsored|promoted|paid content|from our partners|around the web|from the web",
            r"editor's? (?:picks?|choice)|today's top|in other news|our latest",
            r"lesen sie auch|auch interessant|mehr (?:zum thema|aus|von|zu)\b|mehr:$|passend (?:dazu|zum)|das könnte sie|empfohlen",
            r"(?:weitere|aktuelle|neueste) (?:artikel|themen|meldungen|nachrichten|news|infos)|meist ?gelesen|themen?:$|zum thema$|newsticker",
            r"à lire aussi|lire aussi|sur le même (?:thème|sujet)|les plus lus|à la une$|articles? (?:liés|recommandés|similaires)|voir aussi",
            r"te puede interesar|más (?:leíd[oa]s|noticias|sobre|información)|lo más|también te|(?:artículos|noticias) relacionad[oa]s",
            r"mais lidas|leia (?:também|mais)|veja também|notícias relacionadas",
            r"leggi anche|potrebbe interessarti|articoli correlati|i più letti",
            r"lees (?:ook|meer|verder)|meest gelezen|meer over",
            r"czytaj (?:też|także|więcej|również)|zobacz (?:też|także)|najczęściej czytane|polecamy|powiązane",
            r"les også|læs også|läs (?:också|även|mer)|mest læste|mest lest|čtěte (?:také|též)|nejčtenější",
            r"читайте также|читайте також|по теме$|популярное|διαβάστε",
        ),
        "newsletter": _any(
            r"(?:sign up|subscribe|register|join)(?: now| today| free| here)?(?:$| for\b| to\b| and\b)",
            r"(?:get|receive) (?:the|our|daily|weekly|breaking|more)\b.{0,60}(?:inbox|newsletter|alerts|email)",
            r"newsletter|(?:[\w&.-]+ ){1,3}newsletters?(?: sign-?up)?:?$",
            r"jetzt (?:abonnieren|anmelden)|zum newsletter|inscrivez-vous|abonnez-vous|suscríbete|suscribirse",
            r"iscriviti|assine|inscreva-se|schrijf je in|zapisz się|tilmeld|meld deg på",
            r"(?:thanks|thank you) for (?:signing|subscribing|registering)",
            r"enter your email|your email|email address",
            r"subscribe (?:now )?to (?:continue|read|unlock)|(?:this (?:article|content|story) is )?(?:for |exclusive to )subscribers(?: only)?",
            r"(?:exklusiv )?für abonnenten|weiterlesen mit|(?:article|contenu|la suite est) réservée? aux abonnés|il vous reste \d+",
            r"(?:contenido |artículo )?exclusivo para suscriptores|suscríbete para|contenuto riservato agli abbonati|exclusivo para assinantes",
            r"alleen voor abonnees|tylko dla (?:subskrybentów|prenumeratorów)|подпис(?:ывайтесь|аться|ка)\b",
        ),
        "about-publication": _any(
            r"about (?:us|the authors?|this site|this article|the writer|author)\b",
            r"über (?:uns|den autor|die autorin)$|zur person$|à propos(?: de nous)?$|sobre (?:nosotros|o autor|el autor)$",
            r"chi siamo$|over ons$|o nas$|om oss$|om os$|meet the author|written by:?$|author$",
        ),
        "copyright": _any(
            r"(?:©|\(c\)|@|copyright\b).{0,12}(?:19|20)\d\d|copyright\b|all rights reserved",
            r"alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|tutti i diritti",
            r"alle rechten voorbehouden|wszelkie prawa",
            r"privacy policy|terms (?:of (?:use|service)|and conditions|& conditions)|cookie (?:policy|settings)",
            r"datenschutz|impressum$|agb$|mentions légales|aviso legal|política de privacid|politique de confidentialité",
        ),
        "advertisement": _any(
            r"(?:advertisements?|advertise(?: with us)?|ad|anzeige|werbung|publicité|publicidad|publicidade|pubblicità"
            r"|advertentie|reklama?|annonce|annons|реклама|διαφήμιση)(?: \d+)?:?$",
            r"(?:story|article) continues (?:below|after)|continue reading|this advertisement",
            r"scroll (?:down )?to continue|skip (?:ad|to)\b|passer la publicité|article content$|loading",
        ),
        "read-time": _any(
            r"(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|læsetid)\b",
            r"(?:\d+|one|two) ?-?(?:min|mins|minute|minutes|minuten|min\.) (?:read|lesezeit|de lecture|de lectura|di lettura|lesen)",
            r"\d+ ?(?:min|mins|minutes?|minuten)\.?$",
        ),
        "date-line": _any(
            r"(?:published|updated|last (?:updated|modified)|posted|first published|created|stand|veröffentlicht|aktualisiert|publié"
            r"|mis à jour|publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|opublikowano|aktualizacja|publisert|oppdatert)"
            r"(?: on| at| am| le| el| il| op| em|:)?\W*(?:\w{2,10}\W{1,3})?\d",
            r"(?:an? |\d+ )(?:second|minute|hour|day|week|month|year)s? ago",
            r"(?:vor \d+ |il y a \d+|hace \d+)|this (?:article|story) is (?:more than|over) \w+ ",
            r"(?:\w+[,.]? ){0,3}\d{1,2}(?:st|nd|rd|th|er|\.|º)?,? (?:de )?(?:\w+ )?(?:del? )?(?:19|20)\d\d\b.{0,70}$",
            r".{0,60}[·|•–—,] (?:posted|published|updated|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado)\b.{0,12}\d",
            r"(?:\w+[,.]? ){0,2}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b.{0,40}$",
        ),
        "navigation": _any(
            r"skip to|jump to|back to top|home$|menu$|search(?:$| this \w+)|contact us\b|log ?in$|sign ?in$|log out|my account|subscribe$|close$|toggle",
            r"startseite|suche$|anmelden$|zum inhalt|zur startseite|menü$|accueil$|se connecter|rechercher$",
            r"inicio$|buscar$|iniciar sesión|accedi$|zaloguj|inloggen|log ind|logga in",
        ),
    }
)

# Who speaks to the reader says one of these.
ADDRESS: Final = word_set(
    "you your yours we our us please sie ihr ihre ihren ihrem ihrer dir dich dein deine deinen uns wir unser unsere unseren "
    "unserem vous votre vos nous notre nos tu su usted nuestro nuestra você nosso nossa seu sua vostro vostra nostro nostra "
    "je uw jouw onze twój twoje nasz nasze nasza din dine dit vår våre vores er tuo tua tuoi tue te tus sus vos teu tua "
    "вы вас вам ваш ваша ваше ваши вашей наш наша наше наши нашей нашем ви вам вами"
)
PROMPTS: Final = (
    _prompt(
        "cookie-notice",
        "cookie cookies gdpr",
        r"\bcookies?\b.{0,200}\b(?:website|web site|sites?|browser|consent|privacy|policy|settings|preferences|technologies|advertis\w+"
        r"|traffic|datenschutz\w*|einstellungen|zustimm\w+|confidentialité|traceurs|privacidad|privacidade|polityk\w+|prywatności)\b",
        r"\b(?:website|web site|sites?|browser|consent|privacy|technologies|seite|webseite|datenschutz\w*|sitio|sito)\b.{0,200}\bcookies?\b",
    ),
    _prompt(
        "cookie-notice",
        "externe externen externer externer personenbezogene embedded external",
        r"\bexterne[nr]? inhalte?\b.{0,160}\b(?:anzeigen|angezeigt|redaktion\w*|laden|einblenden|ausblenden)\b",
        r"\bexternen inhalt\b",
        r"\bpersonenbezogene daten\b.{0,80}\b(?:übermittelt|drittplattformen)\b",
        r"\b(?:embedded|external) content\b.{0,80}\b(?:consent|cookies|enable|show|load)\b",
        addressed=False,
    ),
    _prompt(
        "newsletter",
        "newsletter newsletters inbox postfach buzón casella anmeldung skrzynkę skrzynki subscribe subscribing subscription subscriber subscribers sign signing abonnieren abonnement "
        "abonnez posteingang suscríbete inscrivez infolettre boletín unsubscribe app journalism download",
        r"\bsupport(?:ing)? (?:independent|our|local|quality) journalism\b|\bsubscrib\w+ to our\b|\bunsubscribe\b",
        r"\b(?:your|ihr|ihren|den|votre|tu|su|deinen|dein|tua|sua|twoj\w+) (?:e-?mail )?(?:inbox|posteingang|postfach|boîte|buzón|casella|caixa|skrzynk\w+)\b",
        r"\b(?:mit|nach|bei) (?:der|ihrer) anmeldung\b.{0,40}\b(?:akzeptier\w+|stimm\w+|gelten)\b",
        r"\b(?:sign(?:ing)? up|subscribe|subscribing)\b.{0,60}\b(?:newsletter|alerts?|updates?|e-?mails?|agree|free|today|now|here|channel|unlimited)\b",
        r"\b(?:our|free|daily|weekly|kostenlos\w*|unser\w*|notre|nuestr[oa]) (?:\w+ ){0,3}newsletters?\b",
        r"\bnewsletters?\b.{0,80}\b(?:sign up|subscribe|abonnieren|anmelden|inscri\w+|your|you|sie)\b",
        r"\b(?:your|our) (?:\w+ ){0,2}(?:subscription|abonnement)\b.{0,80}\b(?:unlimited|access|cancel|per (?:week|month)|offer|trial|log in|sign in)\b",
        r"\bdownload (?:our|the [\w ]{1,30}) app\b|\bsign in (?:to|with|or)\b|\bdownload (?:our|your|the) free\b",
    ),
    _prompt(
        "comment-form",
        "comment comments commenting account kommentar kommentare commentaire commentaires comentario comentarios",
        r"\byour (?:comments?|account|email address)\b|\b(?:leave|post|write|submit|read|view) (?:a|more|all|your) comments?\b",
        r"\bcomment(?:s|ing)? (?:policy|guidelines|are|is|section below)\b|\bkeep comments\b|\bjoin the conversation\b",
        r"\bcomment on this (?:article|story)\b",
        r"\b(?:create|have|need) an? (?:free )?account\b|\b(?:log(?:ged)?|sign(?:ed)?) in to (?:\w+ )?comment\b",
        r"\b(?:ihr(?:en)?|einen|keine) kommentare?\b",
    ),
    _prompt(
        "comment-form",
        "comment comments commentaire commentaires comentario comentarios comentário comentários kommentar kommentare kommentaren",
        r"\b(?:comment|kommentar|coment[aá]ri|commentaire)\w*\b.{0,160}\b(?:moderat(?:ed|ion|or)|modéra\w+|moderador\w*|moderier\w+|freigeschaltet)\b",
        addressed=False,
    ),
    _prompt(
        "copyright",
        "rights copyright reserved reproduced redistributed rechte droits derechos recaptcha",
        r"\ball rights reserved\b|\b(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)\b|\brecaptcha\b",
        r"(?:©|\(c\)|\bcopyright\b).{0,20}\b(?:19|20)\d\d\b",
        r"\bmay not be (?:\w+,? ){0,3}(?:reproduced|republished|redistributed|rewritten)\b",
        addressed=False,
    ),
    _prompt(
        "copyright",
        "terms privacy affiliate commission",
        r"\b(?:agree to|accept|read|see|our|the)\b.{0,60}\b(?:terms of (?:use|service)|terms and conditions|terms & conditions|privacy (?:policy|notice))\b",
        r"\b(?:affiliate|links?|purchase|buy)\b.{0,100}\bcommission\b|\baffiliate links\b",
    ),
    _prompt(
        "page-furniture",
        "audio narrated audioversion vorlesefunktion javascript browser browsers",
        r"\b(?:audioversion|vorlesefunktion|(?:audio|voice) (?:version|narration))\b",
        r"\b(?:enable|turn on|activate|requires?|disabled?)\b.{0,30}\bjavascript\b|\b(?:your|unsupported|outdated|ihr) browser\b",
        addressed=False,
    ),
    _prompt(
        "page-furniture",
        "ai ki ia chatgpt intelligenz intelligence inteligencia artificielle artificiale redaktionell kvalitetssikret oppsummeringen sammendraget",
        r"^(?:\w+\W+){0,4}?(?:summary|summaries|key points|takeaways|\w*zusammenfassung|résumé|resumen|riassunto|resumo|oppsummeringen|sammendraget"
        r"|samenvatting)\b.{0,60}\b(?:generated|created|written|reviewed|checked|erstellt|geprüft|généré|generado|generato|gerado|laget|gemaakt)\b",
        addressed=False,
    ),
    _prompt(
        "page-furniture",
        "survey feedback umfrage sondage encuesta",
        r"\b(?:take|taking|complete|completing|fill(?:ing)? (?:in|out)) (?:this|our|a|the) (?:\w+ )?survey\b|\b(?:give|send|share) (?:us )?(?:your )?feedback\b",
    ),
    _prompt(
        "page-furniture",
        "click clique cliquez klicken klik kliknij clicca clic",
        r"^(?:click|clique|cliquez|klicken sie|klik|kliknij|clicca|haz clic|haga clic)\b",
        addressed=False,
    ),
    _prompt(
        "share-links",
        "facebook twitter instagram whatsapp linkedin pinterest telegram bluesky reddit flipboard",
        r"\b(?:follow|find|like|join|watch) us\b.{0,60}\b(?:facebook|twitter|instagram|whatsapp|linkedin|telegram|youtube|x)\b",
        r"\bshare (?:this|on|via|to)\b.{0,60}\b(?:facebook|twitter|whatsapp|linkedin|telegram)\b",
        r"\b(?:facebook|twitter|instagram|whatsapp|linkedin|reddit|pinterest|flipboard|telegram) ?(?:facebook|twitter|instagram|whatsapp|linkedin|reddit|pinterest|flipboard|telegram|e-?mail)\b",
        r"\bfolgen sie\b.{0,60}\b(?:facebook|twitter|instagram|whatsapp)\b",
        r"\b(?:über|auf|per|via|on) (?:facebook|bluesky|linkedin|whatsapp|twitter) teilen\b",
        addressed=False,
    ),
)

# What stands right behind an article's last sentence: who wrote it, where it stood first,
# what the reader may do next.
WRITERS: Final = (
    r"(?:(?:[Cc]o)?[Rr]eporters?|[Cc]orrespondents?|[Ee]ditors?|editorial staff|journalists?|writers?|columnists?|authors?"
    r"|[Pp]rofessors?|lecturers?|researchers?|fellows?|freelancers?|contributors?|anchors?"
    r"|Redakteur\w*|Korrespondent\w*|Journalistin|Journalist|Autorin|Autor|rédact\w+|periodistas?|redactor\w*"
    r"|giornalist\w+|jornalist\w+|dziennikar\w+|redacteur|verslaggever|skribent)"
)
AFTERWORDS: Final = (
    Afterword(
        "biography",
        700,
        (
            *("reporter", "correspondent", "korrespondent", "editor", "redakteur", "redacteur", "journalist", "writer"),
            *("columnist", "author", "autor", "professor", "lecturer", "researcher", "fellow", "freelancer", "anchor"),
            *("contributor", "rédact", "redactor", "periodista", "giornalist", "jornalist", "dziennikar"),
            *("verslaggever", "skribent"),
        ),
        re.compile(
            r"(?:[A-ZÀ-Þ][\w'.’-]+,? ){1,4}(?:is|was|are|ist|est|es|è|é|jest|er|är|covers|writes|has (?:been|covered|written))\b"
            r".{0,80}\b" + WRITERS + r"\b"
            r"|(?:\w+ ){0,3}\w*(?:[Rr]edakteur|[Kk]orrespondent|[Jj]ournalist|[Pp]eriodista|[Rr]eporter)\w*"
            r"(?: (?:für|in|de|at|for|der|im|bei)\b|\.)"
        ),
    ),
    _afterword(
        "biography",
        "follow |email |contact |reach |can be |covers|reports on|writes ",
        r"^(?:[\w'.’-]+ ){1,3}(?:covers|reports on|writes (?:about|on))\b.{2,80}\bfor\b",
        r"\b(?:follow|email|contact|reach) (?:him|her|them|me|the (?:author|writer))\b",
        r"\bcan be (?:reached|contacted)\b",
    ),
    _afterword(
        "byline",
        "contribut|report|ed by|editing by|written by|with |mit |quelle: |source: |fuente: |fonte: |bron: ",
        r"\bcontribut(?:ed|ing) (?:to (?:this|the) (?:report|story|article)|reporting)\b",
        r"^\W*(?:additional |with )?report(?:ing|ed) (?:by|from)\b|^(?:[\w’'.-]+,? ){1,6}reported from\b",
        r"^\W*(?:edited|editing|written|compiled|translated) by\b",
        r"^\W*(?:with|mit) (?:files|agency|agentur\w*|wires|reporting|informationen)\b",
        r"^(?:quelle|source|fuente|fonte|bron): ",
    ),
    _afterword(
        "about-publication",
        "published|appeared|erschien|übersetzung|veröffentlicht|publi|pubblic|expressed|reflect|this article|this story|this piece|this post|this report|republish|reuse",
        r"^(?:this (?:article|story|piece|post)\b.{0,40}?)?(?:was )?(?:first|originally) (?:published|appeared)\b",
        r"^(?:dieser|der) (?:artikel|beitrag|text)\b.{0,60}\b(?:erschien\w*|übersetzung|veröffentlicht)\b",
        r"^(?:cet article|este artículo|este artigo|questo articolo)\b.{0,60}\b(?:publi\w+|pubblic\w+)\b",
        r"\b(?:views|opinions)\b.{0,40}\b(?:expressed|reflect)\b",
        r"^this (?:article|story|piece|post|report)\b.{0,30}\b(?:produced|published|republished|reported|supported|made possible|part of)\b",
        r"\b(?:republish(?:ed)?|reuse)\b.{0,60}\b(?:creative commons|licen[cs]e|for free|our (?:articles|stories))\b",
    ),
    _afterword(
        "page-furniture",
        "send us|tell us|let us|got a|have a|have any|click|tap|visit|watch|listen|check out|download|sie uns|sie hier"
        "|hier finden|hier können|jetzt |alle |this article|this story|this post|chip in|donat|support|readers like|favour to ask|favor to ask",
        r"^(?:send|tell|let) us\b",
        r"^(?:do you )?(?:got|have) (?:a|any) (?:tip|story|news|question)",
        r"^(?:did you )?(?:like|enjoy|love)d? this (?:article|story|post)",
        r"\b(?:support|donate to|chip in)\b.{0,40}\b(?:our|us|independent|journalism|newsroom|reporting)\b.{0,40}$",
        r"\breaders like you\b|\bfavou?r to ask\b|\bsupport(?:s|ing)? us (?:financially|from|with|by)\b",
        r"^(?:click|tap|visit|watch|listen|check out|download)\b.{0,80}\b(?:here|now|our|website)\b",
        r"^(?:schicken|schreiben) sie uns\b|^hier (?:finden|können) sie\b|^alle (?:informationen|infos|news)\b",
        r"\b(?:finden|lesen|sehen|hören) sie hier\b|\bjetzt (?:anschauen|anmelden|testen|lesen)\b",
    ),
)

# Corrections are news: whoever was told wrong has to be told right.
CORRECTION: Final = re.compile(
    r"\W{0,3}(?:correction|clarification|corrigendum|erratum|retraction|editor's note"
    r"|korrektur|berichtigung|richtigstellung|rectificatif|correctif|corrección|rectificación|fe de errat\w+"
    r"|correzione|rettifica|correção|errata|rectificatie|correctie|sprostowanie|rettelse|rättelse|retting|oprava"
    r"|исправление|уточнение|виправлення|διόρθωση)\b.{0,40}?(?:[:.—–]|\s-\s|$)"
)
NOTICE: Final = re.compile(
    CORRECTION.pattern
    + r"|\W{0,3}(?:update|mise à jour|actualización|aggiornamento|atualização|aktualisierung|aktualizacja)\b[^:]{0,30}:\s*[^\W\d]"
)

# Somebody's own words, long enough to be more than a name in quotes.
SPEECH: Final = re.compile(r"(?:^|[\s(])[\"“„«»][^\"“”„«»]{30,}")
MARKED: Final = re.compile(r"(?:>>|[►▶➤→➡👉])")
# A label of a player of films or recordings; read folded, of short lines.
MEDIA: Final = re.compile(
    r"(?:now playing|play(?:ing)? video|live ?video|(?:watch|listen|video|vidéo|vídeo|wideo|podcast|audio|im video|bekijk|kijk|luister"
    r"|ver vídeo|escucha|écoute[rz]?|ascolta|guarda|oglądaj|posłuchaj|видео|відео|подкаст)\b[^.]*$)"
)
# Labels above what tells of a writer or a sender.
ABOUT: Final = re.compile(r"(?:About|Über|Sobre|Acerca de|À propos d[e’']|Chi è|Over|O)(?: [A-ZÀ-Þ][\w.'’-]*){1,4}:?")
BEHIND: Final = re.compile(
    r"(?:About|Über|Sobre|Acerca de|À propos d[eu’'] ?|Informazioni su) ?(?:the |die |das |der |la |el |l['’])?(?:[A-ZÀ-Þ&][\w&.'’-]* ?){1,6}:?"
    r"|(?:(?:Notes? (?:to|for) editors?|(?:Cautionary (?:statement|note) (?:regarding|on) )?Forward[- ]looking statements?|Safe harbou?r(?: statement)?"
    r"|(?:Media|Press|Investor)(?: relations)? contacts?|Pressekontakt|Medienkontakt|(?:Ansprechpartner|Hinweise?) für die (?:Medien|Presse|Redaktion)"
    r"|Zukunftsgerichtete Aussagen|Contacts? presse|Contacto (?:de|para) (?:prensa|medios)|Contatti stampa|Contato para a imprensa|Perscontact"
    r"|(?:Story|Journal) (?:Source|Reference)s?|References|Footnotes|Quellen|Literatur):?)",
    re.IGNORECASE,
)
# What a film above an article shows: 'Two of the councillors discuss how it came to that.'
PRESENTS: Final = re.compile(
    r"[^.]{0,120}\b(?:discuss(?:es)?|weighs? in|joins?|reacts? to|(?:speaks?|talks?) (?:with|to|about)|sits? down with|breaks? down"
    r"|takes? a look|has the (?:story|latest|details))\b[^.]*\.$"
)
# A teaser that breaks off: 'Two of the councillors have…'.
TRUNCATED: Final = re.compile(r"[\w,;:](?:\.\.+|…)$")
# An organisation that introduces itself: 'Northwind is a global provider of …'.
SENDER: Final = re.compile(
    r"(?:The |Die |Das |Der |La |Le |L['’]|El |Il )?(?:[A-ZÀ-Þ][\w&.'’®™-]*,? ){1,5}(?:\([^)]{1,40}\) )?(?:is|ist|est|es|è|é|jest)\b[^.]{0,60}?"
    r"\b(?:provider|company|leader|leading|global|organi[sz]ation|manufacturer|supplier|developer|publisher|publication|newsroom|nonprofit|non-profit"
    r"|Anbieter|Unternehmen|Hersteller|Konzern|führende[rn]?|Verlag|fournisseur|entreprise|fabricant|proveedor|empresa|compañía|líder|fornitore"
    r"|azienda|società|fornecedor|przedsiębiorstw\w+|firma|aanbieder|bedrijf)\b"
)
BYLINE: Final = re.compile(
    r"(?:by|von|par|por|di|door|af|av|od|text|words|reporting by|editing by|author|autor|autorin|written by|story by)[: ]"
)
