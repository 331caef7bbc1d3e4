"""The worst that pages and files can do: ``python -m tests.benchmarks.hostile_files``.

Prints for each what it ended in and after how long, then what a harmless page
costs right after, and says where one took longer than a second.
"""

import base64
import io
import random
import sys
import time
import zipfile
import zlib

from service.errors import InvalidRequestError
from service.summariser.files import read_file
from service.summariser.markup import read_html
from tests.documents import assembled, docx, paragraph, pdf, zipped

LONGEST_SECONDS = 1.0
LINE = "The mill burnt down on Monday, and nobody was hurt, said its owner, who lives in the town. "
P = f"<p>{LINE}</p>"
CATALOGUE, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
CELL_END = "</w:tc></w:tr></w:tbl>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


def pages():
    """Pages by name; each has at most the four megabytes that a request may have."""
    yield "100,000 attributes", "<div " + " ".join(f"a{n}='x'" for n in range(100_000)) + ">" + P
    yield "900 attributes x 300", ("<div " + " ".join(f"a{n}=''" for n in range(900)) + "></div>") * 300 + P
    for tag in ("div", "b", "p><i", "table><tr><td", "ul><li", "a href=x", "form", "blockquote", "font"):
        yield f"unclosed <{tag}> x 100,000", f"<{tag}>" * 100_000 + P
    yield "unclosed, misnested", "<i><div></i>" * 100_000 + P
    yield "nested 95 deep, often", ("<div>" * 95 + "<p>a</p>" + "</div>" * 95) * 4_000
    yield "tables 30 deep", "<html>" + ("<table><tr><td>" * 30 + "a" + "</table>" * 30) * 260
    yield "just few enough tags", "<html>" + "<div>a b c d e f g. h i</div>" * 4_490
    yield "just flat enough", "<html>" + ("<div>" * 24 + P + "</div>" * 24) * 170
    yield "just few enough links", "<html>" + f"<p><a href=x>{LINE}</a> " * 2_990
    yield "just few enough comments", "<html>" + f"<div class='comment post author'>{P}</div>" * 2_240
    yield "just few enough breaks", "<html><div>" + "a<br><br>" * 2_990
    yield "just few enough repeats", "<html>" + P * 4_490
    yield "just few enough holes", "<html>" + f"<p>{LINE}<a class=link href=x>cut</a>{LINE}</p>" * 2_240
    yield "199,000 breaks", "<br>a" * 199_000
    yield "199,000 paragraphs", "<p>a b." * 199_000
    yield "199,000 rows", "<table>" + "<tr><td>1" * 99_000
    yield "400,000 tags", "<p>a" * 400_000
    yield "4 MB in one line", "word " * 800_000
    yield "4 MB in one word", "w" * 4_000_000
    yield "4 MB paragraph", "<p>" + LINE * 44_000
    yield "200,000 blank lines", "\n" * 200_000
    yield "4 MB of entities", "<p>" + "&amp;" * 800_000
    yield "comments that never end", "<!--" * 1_000_000
    yield "scripts that never end", "<script>" * 500_000
    yield "tags that never end", "<a '\"" * 800_000
    yield "ends of nothing", "<b>" * 90 + "</a>" * 900_000
    yield "less-than signs", "<" * 4_000_000
    yield "deep JSON-LD", '<script type="application/ld+json">' + "[" * 1_000_000 + "</script>" + P
    yield "wide JSON-LD", '<script type="application/ld+json">[' + "{}," * 900_000 + "{}]</script>" + P
    yield "100,000 metas", "<meta name=author content=x>" * 100_000 + P
    yield "one long attribute", f"<div class='{'comment ' * 400_000}'>{P * 5}</div>"
    yield "data in a picture", f"<img src='data:image/png;base64,{'A' * 3_000_000}'>{P * 9}"
    yield "billion laughs", LAUGHS + "]><html><body><p>&a11;</p>"
    yield "noise", random.Random(1).randbytes(2_000_000).decode("latin-1")
    yield (
        "noise of tags",
        "".join(random.Random(2).choices(["<p>", "<div>", "</div>", "<b>", "</p>", "<td>", "a "], k=400_000)),
    )


def files():
    yield "zip bomb", "x.docx", docx(paragraph("a") + " " * 400_000_000)
    yield "zip bomb that lies", "x.docx", _lying(docx(paragraph("a") + " " * 100_000_000))
    yield "zip of 60,000 parts", "x.docx", zipped({"word/document.xml": b"<a/>"} | {f"{n}": b"" for n in range(40_000)})
    yield "zip in a zip", "x.docx", zipped({"word/document.xml": docx(paragraph("a"))})
    yield "laughs in Word", "x.docx", zipped({"word/document.xml": f"{LAUGHS}]><a>&a11;</a>".encode()})
    yield (
        "entity from outside",
        "x.docx",
        zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'}),
    )
    yield "Word, 15 MB of paragraphs", "x.docx", docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 400_000)
    yield (
        "Word, deep tables",
        "x.docx",
        docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("a") + CELL_END * 60),
    )
    yield "Word, unclosed", "x.docx", docx("<w:p>" * 100_000)
    yield (
        "PDF, pages in a loop",
        "x.pdf",
        assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100000 >>"]),
    )
    yield "PDF, form in a loop", "x.pdf", _looping_form()
    yield "PDF, lengths in a loop", "x.pdf", assembled(
        [CATALOGUE, PAGES, b"<< /Type /Page /Contents 4 0 R >>",
         b"<< /Length 4 0 R >>\nstream\nx\nendstream"]
    )  # fmt: skip
    yield "PDF, table in a loop", "x.pdf", pdf([[LINE]]).replace(b"trailer\n<<", b"trailer\n<< /Prev 9") * 3
    yield "PDF, stream bomb", "x.pdf", _stream_bomb(b"BT (a) Tj ET " * 10_000_000)
    yield "PDF, bomb of spaces", "x.pdf", _stream_bomb(b" " * 400_000_000)
    yield "PDF, 200 full pages", "x.pdf", pdf([[LINE] * 55] * 200)
    yield "PDF, 5,000 pages", "x.pdf", pdf([[LINE]] * 5_000)
    yield "PDF, a page of a million letters", "x.pdf", pdf([["a b c d " * 125_000]])
    yield "PDF, noise", "x.pdf", b"%PDF-1.4\n" + random.Random(3).randbytes(2_000_000)
    yield "Markdown, brackets", "x.md", b"[" * 500_000
    yield "Markdown, emphasis", "x.md", b"*a **a " * 300_000
    yield "Markdown, quotes", "x.md", b">" * 500_000 + b"a"
    yield "Markdown, lists", "x.md", b"".join(b" " * n + b"- a\n" for n in range(1_500))
    yield "Markdown, backticks", "x.md", b"".join(b"a" + b"`" * n for n in range(2_500))
    yield "Markdown, links", "x.md", b"[a](<b" * 300_000
    yield "text, 1 MB line", "x.txt", b"word " * 200_000
    yield "text, 200,000 blank lines", "x.txt", b"\n" * 200_000
    yield "text, unknown bytes", "x.txt", bytes(random.Random(4).choices(range(128, 256), k=4_000_000))
    yield "text, base64", "x.txt", base64.b64encode(random.Random(5).randbytes(3_000_000))


def _lying(archive):
    """The same archive, but every part declares to be a hundred bytes long."""
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    for size in sizes:
        archive = archive.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    return archive


def _looping_form():
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R"
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 300"
    itself = b" /Resources << /XObject << /F 4 0 R >> >> >>"
    return assembled([
        CATALOGUE, PAGES, page + itself,
        form + itself + b"\nstream\n" + b"/F Do " * 50 + b"\nendstream",
        b"<< /Length 6 >>\nstream\n/F Do \nendstream",
    ])  # fmt: skip


def _stream_bomb(content):
    packed = zlib.compress(content, 9)
    return assembled([CATALOGUE, PAGES,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length " + str(len(packed)).encode() + b" >>\nstream\n" + packed + b"\nendstream",
    ])  # fmt: skip


def _timed(work):
    """What came of it, and the seconds it took."""
    start = time.perf_counter()
    try:
        end = f"{len(work().text):,} characters"
    except InvalidRequestError as error:
        end = f"{type(error).__name__}: {error}"
    return time.perf_counter() - start, end


def main():
    """Try everything; 1 where something took too long."""
    read_html(P)  # the helper starts
    slowest, after = ("", 0.0), 0.0
    works = [(name, len(html), lambda html=html: read_html(html)) for name, html in pages()]
    works += [
        (name, len(data), lambda data=data, file=file: read_file(data, name=file, media_type=None))
        for name, file, data in files()
    ]
    for name, size, work in works:
        seconds, end = _timed(work)
        slowest = max(slowest, (name, seconds), key=lambda pair: pair[1])
        after = max(after, _timed(lambda: read_html(P))[0])
        slow = "SLOW" if seconds > LONGEST_SECONDS else "    "
        print(f"{seconds:6.3f} s {slow} {size // 1000:>5} kB  {name:36} {end[:80]}")
    print(f"slowest: {slowest[1]:.2f} s ({slowest[0]}); a harmless page right after one of them: at most {after:.3f} s")
    return int(slowest[1] > LONGEST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
