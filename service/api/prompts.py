"""Take the article out of a prompt.

Programs that were made for a language model wrap the article in an instruction. Only what stands before or behind
the article and is plainly addressed to a model is left out, sentence by sentence; what is in doubt stays.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# The longest sentence that is still looked at as an instruction.
LONGEST_INSTRUCTION = 400
# A wrapper has fewer parts than this on either side.
MOST_PARTS = 30

# What a model is told to do, and with what, in the languages that such programs are used in. Each row: verbs that
# mean 'summarise', which also want an object; verbs that mean 'make', which want the word 'summary'.
LANGUAGES: tuple[tuple[str, str, str, str], ...] = (
    (
        r"summari[sz]e|sum up|condense|tl;?dr",
        r"article|text|content|following|below|above|post|page|document|story|transcript|it",
        r"give|provide|write|create|generate|produce|make|draft|return|compose",
        r"summary|summari[sz]ation|tl;?dr|key points|takeaways|bullet points",
    ),
    (
        r"fass?e?|fassen sie|resümiere",
        r"artikel\w*|text\w*|inhalt\w*|beitrag\w*|folgende\w*|seite",
        r"erstell\w*|schreib\w*|gib|geben sie|verfass\w*|mach\w*|generier\w*",
        r"zusammenfassung|kurzfassung|überblick",
    ),
    (
        r"résume[zr]?|synthétise[zr]?|condense[zr]?",
        r"article|texte|contenu|suivant\w*|page|document",
        r"fai[st]e?s?|écri[vst]\w*|rédige[zr]?|donne[zr]?|crée[zr]?|génère[zr]?|fournis\w*",
        r"résumé|synthèse",
    ),
    (
        r"resum[aei]\w*|sintetiz\w+|condens\w+",
        r"artículo|artigo|texto|contenido|conteúdo|siguiente|seguinte|página|documento",
        r"ha[zc]\w*|faça|faz|escrib\w+|escrev\w+|crea|crie|genera|gere|da|proporciona|forneça|redacta",
        r"resumen|resumo|síntesis|síntese",
    ),
    (
        r"riassum\w+|sintetizza\w*",
        r"articolo|testo|contenuto|seguente|pagina|documento",
        r"scriv\w+|crea|fai|genera|fornisci|dammi",
        r"riassunto|sintesi|sommario",
    ),
    (
        r"vat|sammanfatta|opp?summer\w*|sammenfat\w*|streść|podsumuj",
        r"artikel\w*|tekst\w*|text\w*|innhold\w*|indhold\w*|innehåll\w*|inhoud|volgende|følgende|följande|artykuł\w*|treś\w+",
        r"geef|schrijf|maak|skriv|lag|lav|gör|ge|napisz|przygotuj|utwórz",
        r"samenvatting|sammanfattning|sammendrag|oppsummering|opsummering|resumé|streszczenie|podsumowanie",
    ),
    (
        r"резюмируй\w*|суммируй\w*|обобщи\w*|перескажи\w*|кратко изложи\w*",
        r"стать\w+|текст\w*|содержани\w+|следующ\w+|материал\w*",
        r"сделай\w*|напиши\w*|составь\w*|дай\w*|создай\w*",
        r"резюме|краткое содержание|пересказ|выжимк\w+",
    ),
)

POLITE = (
    r"(?:(?:please|kindly|bitte|s'il (?:te|vous) plaît|por favor|per favore|alsjeblieft|пожалуйста)[,:]?\s+)?"
    r"(?:(?:can|could|would) you (?:please )?)?"
)


def _orders() -> Iterable[str]:
    for verbs, objects, makers, results in LANGUAGES:
        yield rf"(?:{verbs})\b.*\b(?:{objects})\b"
        yield rf"(?:{makers})\b.{{0,80}}\b(?:{results})\b"


# What may open a wrapper.
ORDER = re.compile(rf"(?i)(?:\W*)(?:{POLITE})(?:{'|'.join(_orders())})", re.DOTALL)
# Languages without spaces between words.
EAST_ASIAN_ORDER = re.compile(
    r"(?:请|請)?(?:用.{0,12})?(?:总结|總結|概括|概述|摘要).{0,20}(?:文章|内容|內容|文本|以下|下面|全文)"
    r"|(?:请|請)?.{0,12}(?:以下|下面|这篇|這篇).{0,12}(?:总结|總結|概括|概述|摘要)"
    r"|(?:次の|以下の|この)?.{0,8}(?:文章|記事|テキスト|内容).{0,20}要約",
    re.DOTALL,
)
ROLE = re.compile(r"(?i)you are (?:an? |the )?.{0,60}\b(?:assistant|summari[sz]er|language model|AI|bot|editor)\b")
# What may stand behind an order, and means nothing without one.
REMARK = re.compile(
    r"(?i)[\s\-*•\d.)]*(?:please |bitte )?(?:"
    r"(?:your |the )?(?:summary|response|answer|output|reply)\b.{0,40}\b(?:should|must|in|be|is|language)\b"
    r"|(?:do not|don't|never|avoid|only|use|keep|write|respond|reply|answer|output|return|focus|include|make sure|be"
    r"|you must|you should|limit|ensure)\b"
    r".*\b(?:summary|sentences?|words?|bullets?|points?|language|english|concise|brief|neutral|short|markdown|html|"
    r"plain text|opinions?|introduction|preamble|facts?|response|output|rules?|format|paragraphs?|article|content)\b"
    r"|(?:antworte|schreib\w*|verwende|halte)\b.*\b(?:deutsch|sprache|sätze\w*|kurz|stichpunkt\w*)\b"
    r"|(?:réponds|répondez|écris|utilise)\b.*\b(?:français|phrases?|langue)\b"
    r"|(?:responde|escribe|usa)\b.*\b(?:español|frases?|idioma|português)\b"
    r")",
    re.DOTALL,
)
NAMES = (
    r"article|content|contents|text|input|input text|body|document|page|post|transcript|artikel|inhalt|beitrag|"
    r"artículo|contenido|texto|artigo|conteúdo|articolo|testo|contenuto|contenu|texte|tekst|inhoud|inneh[åa]ll|"
    r"статья|текст|содержание|文章|正文|内容|本文|記事"
)
ANNOUNCEMENT = re.compile(
    r"(?i)\W*(?:(?:here (?:is|are)|here's|the following is|below is|this is|hier ist|voici|aquí está|ecco)\b[^.!?\n]*"
    rf"\b(?:{NAMES})\b[^.!?\n]{{0,40}}[:：]|(?:the |der |l'|el |il )?(?:{NAMES})\s*[:：])\s*"
)
ENDING = re.compile(
    r"(?i)\W*(?:(?:concise |short |brief |your )?(?:summary|tl;?dr|zusammenfassung|résumé|resumen|resumo|riassunto|"
    r"samenvatting|sammanfattning|streszczenie|резюме|摘要|总结|要約))\s*[:：]?\s*"
)
DELIMITER = re.compile(
    r"(?:`{3,}\w*|\"{3}|'{3}|-{3,}|={3,}|\*{3,}|#{3,}|<{2,}|>{2,}|~{3,}"
    rf"|</?(?i:{NAMES})(?:\s[^<>]*)?>|\[/?(?i:{NAMES})\]|#+\s*(?i:{NAMES}):?)\s*"
)
TITLE = re.compile(
    r"(?i)\W*(?:title|headline|titel|titre|título|titolo|заголовок|标题|標題|タイトル)\s*[:：]\s*(.*\S)\s*"
)
LABEL = re.compile(rf"(?i)(?:{NAMES})\s*[:：]\s*")
ADDRESS = re.compile(r"(?i)\W*(?:url|link|source|author|date|published|site|feed)\s*[:：][^\n]*\s*")
HEADER = re.compile(
    rf"(?i)(?:(?:url|link|source|author|date|published|site|feed)\s*[:：][^\n]*\n\s*){{0,6}}(?:{NAMES})\s*[:：]"
)
# A piece ends with its line, or with a stop or colon before a space; the stop behind a list's number ends nothing.
PIECE = re.compile(r"[^\n]*?(?:(?<!\d)[.!?:](?=\s)|[。！？：]|(?=\n)|\Z)\s*")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The article as it stands in the prompt, and the headline where the prompt names one."""

    text: str
    title: str | None = None


def unwrap(prompt: str) -> Unwrapped:
    """The article without the instruction around it; empty where there is nothing else.

    The text is a stretch of the prompt, unchanged.
    """
    bare = prompt[: _closing(prompt, 0, framed=False)]
    start, framed, title = _opening(bare, framed=len(bare) < len(prompt.rstrip()))
    end = _closing(bare, start, framed=framed)
    return Unwrapped(bare[start:end].strip(), title)


def _opening(prompt: str, *, framed: bool) -> tuple[int, bool, str | None]:
    """Where the article begins, whether there is a wrapper around it, and its headline."""
    at = len(prompt) - len(prompt.lstrip())
    title = None
    for _ in range(MOST_PARTS):
        line = _line(prompt, at)
        piece = _piece(prompt, at)
        if headline := _headline(prompt, at, line, framed=framed):
            title, passed = headline, line
        elif _is_mark(prompt, at, line, framed=framed):
            passed = line
        elif _is_order(piece) or _announces(prompt, at, piece, framed=framed) or (framed and REMARK.match(piece)):
            passed = piece
        else:
            break
        framed, at = True, at + len(passed)
    return at, framed, title


def _closing(prompt: str, start: int, *, framed: bool) -> int:
    """Where the article ends: before lines at the end that are part of the wrapper."""
    end = len(prompt.rstrip())
    for _ in range(MOST_PARTS):
        begin = max(prompt.rfind("\n", start, end) + 1, start)
        line = prompt[begin:end].strip()
        if not (_are_orders(line) or (framed and (DELIMITER.fullmatch(line) or ENDING.fullmatch(line)))):
            break
        framed = True
        end = start + len(prompt[start:begin].rstrip())
    return end


def _line(prompt: str, at: int) -> str:
    """The line and the white space behind it."""
    end = prompt.find("\n", at)
    end = len(prompt) if end < 0 else end
    while end < len(prompt) and prompt[end].isspace():
        end += 1
    return prompt[at:end]


def _piece(prompt: str, at: int) -> str:
    """The next sentence, or what of it could still be an instruction."""
    found = PIECE.match(prompt, at, at + LONGEST_INSTRUCTION)
    return found.group() if found else ""


def _are_orders(line: str) -> bool:
    """Whether each sentence of the line is addressed to a model, the first of them an order."""
    if len(line) > LONGEST_INSTRUCTION:
        return False
    pieces = [found.group() for found in PIECE.finditer(line) if found.group()]
    return bool(pieces) and _is_order(pieces[0]) and all(_is_order(piece) or REMARK.match(piece) for piece in pieces)


def _is_order(piece: str) -> bool:
    return len(piece) < LONGEST_INSTRUCTION and any(form.match(piece) for form in (ORDER, EAST_ASIAN_ORDER, ROLE))


def _headline(prompt: str, at: int, line: str, *, framed: bool) -> str | None:
    """The headline that the line names, in a wrapper or above a line that names the text."""
    found = TITLE.fullmatch(line) if len(line) < LONGEST_INSTRUCTION else None
    if found is None:
        return None
    behind = prompt[at + len(line) :]
    return found.group(1) if framed or HEADER.match(behind) else None


def _is_mark(prompt: str, at: int, line: str, *, framed: bool) -> bool:
    """Whether the line only parts the article from its wrapper."""
    if len(line) > LONGEST_INSTRUCTION:
        return False
    if framed and ADDRESS.fullmatch(line):
        return True
    if not DELIMITER.fullmatch(line):
        return False
    opening, last = line.strip(), prompt[at + len(line) :].rstrip().rpartition("\n")[2].strip()
    return framed or (last != "" and last in {opening, opening[:3], opening.replace("<", "</")})


def _announces(prompt: str, at: int, piece: str, *, framed: bool) -> bool:
    """Whether the piece says that the article follows: in a wrapper, or alone on its line."""
    if not ANNOUNCEMENT.fullmatch(piece):
        return False
    return (
        framed
        or ("\n" in piece and DELIMITER.fullmatch(_line(prompt, at + len(piece))) is not None)
        or bool(LABEL.fullmatch(piece) and "\n" in piece)
    )
