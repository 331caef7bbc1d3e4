"""The wording that furniture has everywhere: two small tables, in several languages.

Form, place and repetition decide first; these lists only name what they find
and catch the furniture that has the form of prose. ``LABELS`` are matched at
the start of short lines; ``PROMPTS`` are looked for in whole paragraphs, but
only where one of their cue words occurs.
"""

import re
from typing import Final, NamedTuple


class Label(NamedTuple):
    """A short line that announces furniture.

    ``ends`` says that it stands behind an article: once most of the prose is
    above it, all that is below it goes with it.
    """

    reason: str
    ends: bool
    pattern: re.Pattern[str]


class Prompt(NamedTuple):
    """Furniture in whole sentences, told by its cue words and then by its wording."""

    reason: str
    cues: frozenset[str]
    pattern: re.Pattern[str]


def _label(reason: str, *wordings: str, ends: bool = False) -> Label:
    return Label(reason, ends, re.compile("(?:" + "|".join(wordings) + ")"))


def _prompt(reason: str, cues: str, *wordings: str) -> Prompt:
    return Prompt(reason, frozenset(cues.split()), re.compile("|".join(wordings)))


# Matched at the start of the folded line (lower case, single spaces, no bullet).
LABELS: Final = (
    _label(
        "comment-form",
        r"leave a (?:reply|comment)",
        r"(?:write|post|add|submit) (?:a|your) comment",
        r"(?:\d+ |view |see |show |read |all |add |reader )*comments?(?: \(\d+\))?:?$",
        r"(?:view the |join the )(?:discussion|conversation)",
        r"your email address will not be published",
        r"required fields are marked",
        r"you must be logged in",
        r"(?:be the first to|no comments)",
        r"(?:\d+ )?(?:kommentare?|leserkommentare)(?: \(\d+\)| \d+)?$",
        r"(?:kommentar (?:schreiben|verfassen)|diskutieren sie|ihre meinung)",
        r"(?:\d+ )?commentaires?(?: \(\d+\))?$",
        r"(?:laisser un commentaire|votre adresse (?:e-?mail|de messagerie) ne sera)",
        r"(?:\d+ )?comentarios?(?: \(\d+\))?$",
        r"(?:deja (?:un comentario|una respuesta)|deixe (?:um comentário|uma resposta))",
        r"(?:lascia un commento|commenti(?: \(\d+\))?$|(?:\d+ )?comentários$)",
        r"(?:reacties?$|geef een reactie|\d+ reacties$|plaats een reactie)",
        r"(?:komentarze|dodaj komentarz|skomentuj|komentáře|přidat komentář)",
        r"(?:skriv en kommentar|legg igjen|kommentarer)",
        r"(?:комментарии|оставить комментарий|коментарі|σχόλια|comment(?:s|ing) policy)",
        ends=True,
    ),
    _label(
        "share-links",
        r"share (?:this|the|on|via|to|article|story|post|options|with)\b",
        r"share(?: all| it)?:?$",
        r"(?:follow|find|like|join) (?:us|me)\b",
        r"follow:$",
        r"(?:copy|copied) (?:link|article link)",
        r"(?:print|email|e-mail|save|bookmark|gift) (?:this|article|story|page)",
        r"click to (?:share|email|print|tweet|copy)",
        r"(?:artikel |beitrag |jetzt |diesen (?:artikel|beitrag) )?(?:teilen|merken|drucken|vorlesen)(?: auf| per| via|:|$)",
        r"(?:folgen sie (?:uns|der)|auf (?:facebook|twitter|whatsapp|x) teilen)",
        r"(?:partager|suivez-nous|envoyer par|copier le lien|imprimer$)",
        r"(?:compartir|comparte|síguenos|copiar enlace|compartilh|siga-nos|partilhar)",
        r"(?:condividi|seguici|delen$|deel (?:dit|via|op)|volg ons|udostępnij|del artikel|del på|dela|følg oss|følg os)",
        r"(?:поделиться|поділитися|sdílet|κοινοποίηση)",
    ),
    _label(
        "related-stories",
        r"(?:don't|do not) miss\b",
        r"(?:related|recommended|suggested|popular|trending|featured|latest|recent|top|other)"
        r" (?:articles?|stories|story|posts?|news|content|topics?|reading|coverage|links|videos?|headlines|from|for you|now|tags)",
        r"(?:related|recommended|trending|recommended for you):?$",
        r"(?:more|see more|read more|discover more) (?:from|on|about|in|stories|news|articles|like this|headlines|top stories)\b",
        r"(?:most|also) (?:read|popular|viewed|shared|commented|watched|recent)",
        r"(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested)|up next|read next|next up|what to read next|next article|previous article|sponsored|promoted|paid content|from our partners|around the web|from the web)",
        r"(?:editor's? (?:picks?|choice)|today's top|in other news|our latest)",
        r"(?:lesen sie auch|auch interessant|mehr (?:zum thema|aus|von|zu)|mehr:$|weitere (?:artikel|themen|meldungen|nachrichten|news|infos)|meistgelesen|meist gelesen|das könnte sie|aktuelle (?:meldungen|nachrichten|themen)|empfohlen|passend dazu|neueste (?:artikel|nachrichten)|themen?:$|zum thema$|newsticker)",
        r"(?:à lire aussi|lire aussi|sur le même (?:thème|sujet)|les plus lus|à la une|articles? (?:liés|recommandés|similaires)|voir aussi|dans la même)",
        r"(?:te puede interesar|más (?:leíd[oa]s|noticias|sobre|información)|lo más|noticias relacionadas|también te|artículos relacionados|mais lidas|leia (?:também|mais)|veja também|notícias relacionadas)",
        r"(?:leggi anche|potrebbe interessarti|articoli correlati|i più letti|lees (?:ook|meer|verder)|meest gelezen|meer over|czytaj (?:też|także|więcej|również)|zobacz (?:też|także)|najczęściej czytane|polecamy|powiązane|les også|læs også|läs (?:också|även|mer)|mest læste|mest lest|čtěte (?:také|též)|nejčtenější)",
        r"(?:читайте также|читайте також|по теме|популярное|диаβάστε|διαβάστε)",
        ends=True,
    ),
    _label(
        "newsletter",
        r"(?:sign up|subscribe|register|join)(?: now| today| free| here)?(?:$| for\b| to\b| and\b)",
        r"(?:get|receive) (?:the|our|daily|weekly|breaking|more)\b.{0,60}(?:inbox|newsletter|alerts|email)",
        r"(?:.{0,40}\bnewsletters?(?: sign-?up)?:?$)",
        r"(?:newsletter|jetzt (?:abonnieren|anmelden)|zum newsletter|inscrivez-vous|abonnez-vous|suscríbete|suscribirse|iscriviti|assine|inscreva-se|schrijf je in|zapisz się|tilmeld|meld deg på)",
        r"(?:thanks|thank you) for (?:signing|subscribing|registering)",
        r"(?:enter your email|your email|email address)",
        ends=True,
    ),
    _label(
        "about-publication",
        r"about (?:us|the author|the authors|this site|this article|the writer|author)\b",
        r"(?:über (?:uns|den autor|die autorin)|zur person|à propos|sobre (?:nosotros|o autor|el autor)|chi siamo|over ons|o nas$|om oss$|om os$)",
        r"(?:meet the author|written by:?$|author$)",
        ends=True,
    ),
    _label(
        "copyright",
        r"(?:©|\(c\)|copyright\b)",
        r"all rights reserved",
        r"(?:alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|tutti i diritti|alle rechten voorbehouden|wszelkie prawa)",
        r"(?:privacy policy|terms (?:of (?:use|service)|and conditions|& conditions)|cookie (?:policy|settings)|contact us|datenschutz|impressum|agb$|mentions légales|aviso legal)",
    ),
    _label(
        "advertisement",
        r"(?:advertisements?|advertise(?: with us)?|ad|sponsored(?: content)?|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|reklama?|annonce|annons|реклама|διαφήμιση)(?: \d+)?:?$",
        r"(?:story|article) continues (?:below|after)",
        r"(?:continue reading|this advertisement|scroll (?:down )?to continue|skip (?:ad|to))",
        r"(?:article content|loading)",
    ),
    _label(
        "read-time",
        r"(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|læsetid)\b",
        r"(?:\d+|one|two) ?-?(?:min|mins|minute|minutes|minuten|min\.) (?:read|lesezeit|de lecture|de lectura|di lettura|lesen)",
        r"\d+ ?(?:min|mins|minutes?|minuten)\.?$",
    ),
    _label(
        "date-line",
        r"(?:published|updated|last (?:updated|modified)|posted|first published|created|stand|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|opublikowano|aktualizacja|publisert|oppdatert)(?: on| at| am| le| el| il| op| em|:)?\W*(?:\w{2,10}\W{1,3})?\d",
        r"(?:an? |\d+ )(?:second|minute|hour|day|week|month|year)s? ago",
        r"(?:vor \d+ |il y a \d+|hace \d+)",
        r"(?:\w+[,.]? ){0,2}(?:\w+ )?\d{1,2}(?:st|nd|rd|th)?,? (?:\w+ )?(?:19|20)\d\d\b.{0,40}$",
        r"(?:\w+[,.]? ){0,2}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b.{0,40}$",
    ),
    _label(
        "navigation",
        r"(?:skip to|jump to|back to top|home$|menu$|search$|log ?in|sign ?in|log out|my account|subscribe$|close$|toggle)",
        r"(?:startseite|suche$|anmelden|zum inhalt|zur startseite|menü|accueil|se connecter|rechercher|inicio$|buscar$|iniciar sesión|accedi|zaloguj|inloggen|log ind|logga in)",
    ),
)

# Searched in the folded paragraph, where a cue word is in it.
PROMPTS: Final = (
    _prompt(
        "cookie-notice",
        "cookie cookies gdpr tracking tracker consent datenschutzerklärung",
        r"\b(?:we|our|this|you|your|us|wir|unsere[rn]?|sie|ihre[rn]?|nous|vous|votre|nuestr[oa]s?|usamos|utilizamos|utilizziamo|nostri|wij|onze|nasz\w*|vi bruger|vi bruker)\b.{0,160}\b(?:cookies?|tracking|tracker)\b",
        r"\bcookies?\b.{0,160}\b(?:we|our|you|your|wir|unsere|ihre|nous|vous|accept|zustimm\w+|settings|einstellungen|policy)\b",
    ),
    _prompt(
        "newsletter",
        "newsletter newsletters inbox subscribe subscribing subscription subscriber subscribers sign signing signed abonnieren abonnement abonnez abonnés posteingang suscríbete inscrivez infolettre boletín e unsubscribe subscribed app download",
        r"\b(?:your|ihr|ihren|votre|tu|su) (?:inbox|posteingang|e-?mail inbox|boîte)",
        r"\b(?:sign(?:ing)? up|subscribe|subscribing|register(?:ing)?)\b.{0,60}\b(?:newsletter|alerts?|updates?|e-?mails?|receive|agree|free|today|now|here|channel|unlimited)\b",
        r"\b(?:our|free|daily|weekly|kostenlos\w*|unser\w*|notre|nuestr[oa]) (?:\w+ ){0,3}newsletters?\b",
        r"\bnewsletters?\b.{0,60}\b(?:sign up|subscribe|abonnieren|anmelden|inscri|your|you)\b",
        r"\b(?:subscription|subscribe|subscribers?|abonnement)\b.{0,80}\b(?:unlimited|access|cancel|per (?:week|month)|today|support|offer|trial|log in|sign in)\b",
        r"\bdownload\b.{0,40}\b(?:our|the)\b.{0,30}\bapp\b",
        r"\bsign(?:ed)? in\b.{0,60}\b(?:account|continue|comment|read)\b",
    ),
    _prompt(
        "comment-form",
        "comment comments commenting moderator moderators moderated kommentar kommentare kommentieren commentaires comentarios account",
        r"\b(?:your|our|please|you|be the first|log(?:ged)? in|sign in|to (?:post|leave|write))\b.{0,80}\bcomment(?:s|ing|er)?\b",
        r"\bcomment(?:s|ing)?\b.{0,60}\b(?:policy|guidelines|closed|moderat|welcome|relevant|published|section below)\b",
        r"\b(?:create|have|need) an? (?:free )?account\b",
        r"\b(?:ihr(?:en)?|dein|einen|keine) kommentare?\b",
    ),
    _prompt(
        "copyright",
        "rights copyright reserved reproduced redistributed registered trademark rechte droits derechos terms privacy disclaimer affiliate commission recaptcha syndicated licence license",
        r"\ball rights reserved\b",
        r"(?:©|\(c\)|\bcopyright\b).{0,20}\b(?:19|20)\d\d\b",
        r"\b(?:may not be|not be|without)\b.{0,60}\b(?:reproduced|republished|redistributed|rewritten|permission|consent)\b",
        r"\b(?:agree to|accept|read|see|our|the)\b.{0,40}\b(?:terms of (?:use|service)|terms and conditions|terms & conditions|privacy (?:policy|notice))\b",
        r"\b(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)\b",
        r"\b(?:affiliate|earn a)\b.{0,40}\b(?:commission|links?|partner)\b",
        r"\brecaptcha\b",
    ),
    _prompt(
        "page-furniture",
        "audio listen narrated audioversion vorlesefunktion javascript browser browsers podcast voice",
        r"\b(?:listen to|hear) (?:this|the) (?:article|story)\b",
        r"\b(?:audioversion|vorlesefunktion|(?:audio|voice) (?:version|narration))\b",
        r"\b(?:enable|turn on|activate|requires?|disabled?)\b.{0,30}\bjavascript\b",
        r"\b(?:your|unsupported|outdated|ihr) browser\b",
    ),
    _prompt(
        "share-links",
        "facebook twitter instagram whatsapp linkedin pinterest telegram bluesky reddit flipboard",
        r"\b(?:follow|find|like|join|watch) (?:us|me|him|her|\w+ on)\b.{0,60}\b(?:facebook|twitter|instagram|whatsapp|linkedin|telegram|youtube|x)\b",
        r"\b(?:share|teilen|partager|compartir)\b.{0,40}\b(?:facebook|twitter|whatsapp|linkedin|telegram)\b",
        r"\b(?:facebook|twitter|instagram|whatsapp|linkedin|reddit|pinterest|flipboard|telegram)\b\W*(?:facebook|twitter|instagram|whatsapp|linkedin|reddit|pinterest|flipboard|telegram|x|e-?mail)\b",
        r"\bfolgen sie\b.{0,60}\b(?:facebook|twitter|instagram|whatsapp)\b",
    ),
)
