"""Bytes → text, without a word from the client being needed."""

import codecs
import re

from charset_normalizer import from_bytes

from service.summariser.language import identify

# Longest first: the mark of UTF-32 opens with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where a page names its encoding; browsers look no further than 1,024 bytes, sloppy pages need more.
META = re.compile(
    rb"""<(?:meta|\?xml)\s[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
META_REACH = 8_192
# What a page says → what browsers read it as (https://encoding.spec.whatwg.org/#names-and-labels).
READ_AS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
# Python knows codecs that no page may ask for, such as those for Python's own escapes.
OF_THE_WEB = re.compile(
    r"utf-?8|utf-16(?:le|be)?|windows-\d{3,4}|cp\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru]|euc-jp|iso-2022-jp|gb18030|big5hkscs|mac_\w+"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Enough to tell encodings apart; the detector takes a second for a megabyte.
SAMPLE = 32_768
WESTERN = "cp1252"
OF_THE_WEST = frozenset({"da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pt", "sv"})
SURE = 0.5
# Share of zero bytes from which text is UTF-16 without its mark.
ZEROS = 0.2


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of a page or a file.

    A byte-order mark decides; then valid UTF-8 does, since other text is hardly
    ever valid UTF-8; then what was declared, then what the page says of itself,
    then what the bytes look like. Bytes that fit nowhere become U+FFFD.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    names = [_usable(declared), _usable(_said(data))]
    if b"\x1b" not in data:  # ISO 2022 is ASCII with escapes, so it is valid UTF-8 too
        names.insert(0, _wide(data) or "utf-8")
    for name in filter(None, names):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode(next(filter(None, names[1:]), None) or _guess(data), "replace")


def sane(text: str) -> str:
    """Without control characters and lone surrogates, every line ended the same way."""
    return CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _said(data: bytes) -> str | None:
    said = META.search(data[:META_REACH])
    return said[1].decode("ascii", "replace") if said else None


def _usable(name: str | None) -> str | None:
    """The codec to read a named encoding with, or none where no page may ask for it."""
    if name is None:
        return None
    known = READ_AS.get(name.strip().lower(), name.strip().lower())
    if not OF_THE_WEB.fullmatch(known):
        return None
    try:
        return codecs.lookup(known).name
    except LookupError:
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of western text is zero."""
    sample = data[:SAMPLE]
    if sample.count(0) <= ZEROS * len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _guess(data: bytes) -> str:
    """What the bytes look like; where their words are of western Europe, that of western Europe.

    The detector goes by the letters beyond ASCII, of which a text in French has few: it takes 'après' for 'aprčs'.
    """
    sample = data[:SAMPLE]
    best = from_bytes(sample).best()
    if best is None:
        return WESTERN
    words = identify(sample.decode(best.encoding, "replace"))
    return WESTERN if words.code in OF_THE_WEST and words.confidence >= SURE else best.encoding
