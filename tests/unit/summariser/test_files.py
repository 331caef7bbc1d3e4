import codecs
import contextlib
import io
import struct
import zipfile
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import InvalidRequestError, LimitExceededError, UnreadableFileError
from service.summariser.files import read_file
from tests.documents import docx, paragraph, pdf, zipped

pytestmark = pytest.mark.usefixtures("wherever")

MILL = "The old water mill at Tarrow burnt down on Monday night, and nobody was hurt."
CORE = """<properties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
    <dc:title>Mill burns</dc:title><dc:creator>Ada Miller</dc:creator><dc:language>en-GB</dc:language>
    <dcterms:created>2024-03-05T10:00:00Z</dcterms:created></properties>"""
COLUMN = (
    "The old water mill at Tarrow burnt down on Monday night, and nobody was hurt,",
    "the fire brigade said, which had been called at about ten by two of the neigh-",
    "bours.",
    "Its owner, who lives in the village, wants to build it again before the winter",
    "comes to the valley.",
)


def read(data, name="article", media_type=None):
    return read_file(data, name=name, media_type=media_type)


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a", "a.b.text", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_plain_text_comes_back_as_it_is(name, encoding):
    text = "Käse  & “Brot”,\n\n  zwei Äpfel – und mehr davon für alle.\n"

    assert read(text.encode(encoding), name).text == text


def test_line_ends_and_control_characters_of_a_text_are_made_sane():
    assert read(b"one\r\ntwo\rthree\x0cfour\n").text == "one\ntwo\nthree\x0cfour\n"
    assert read(MILL.encode() + b"\x1b[0m").text == MILL + " [0m"


def test_the_charset_of_the_type_is_heeded():
    data = "Łódź leży nad rzeką".encode("iso-8859-2")

    assert read(data, "a.txt", "text/plain; charset=ISO-8859-2").text == "Łódź leży nad rzeką"


def test_html_is_known_by_name_by_type_or_by_its_first_tag():
    html = f"<!-- x --><!DOCTYPE html><title>Mill</title><p>{MILL}".encode()

    for page in (read(html, "a.htm"), read(html, "a", "text/html; charset=utf-8"), read(html)):
        assert (page.text, page.title) == (MILL, "Mill")


def test_markdown_loses_its_marks():
    source = dedent(
        """\
        ---
        title: "Mill burns"
        author: Ada Miller
        date: 2024-03-05
        lang: en
        ---
        # Mill *burns*

        The [old](https://mill.example "x") water `mill`
        burnt **down**.  ![smoke](smoke.png)

        * the wheel
        * nine <b>sacks</b> &amp; more

        > Nobody was hurt.

        | Year | Sacks |
        |------|-------|
        | 2024 | nine  |

        ```python
        print("no prose")
        ```
        <script>no()</script>
        """
    )

    page = read(source.encode(), "mill.md")

    assert page.text == (
        "Mill burns\n\nThe old water mill burnt down.\n\nthe wheel\n\nnine sacks & more\n\nNobody was hurt.\n\n"
        "Year Sacks\n\n2024 nine"
    )
    assert (page.title, page.author, page.date, page.language) == ("Mill burns", "Ada Miller", "2024-03-05", "en")


def test_the_first_heading_of_markdown_is_its_title():
    assert read(b"Mill burns\n==========\n\nNobody was hurt.", "a.txt", "text/markdown").text.startswith(
        "Mill burns\n="
    )
    assert read(b"Mill burns\n==========\n\nNobody was hurt.", "a", "text/markdown").title == "Mill burns"
    assert read(b" \n", "a.md").text == ""


def test_lines_of_a_pdf_are_made_paragraphs_again():
    page = read(pdf([COLUMN], title="Mill burns"), "a.pdf")

    assert page.text == (f"{COLUMN[0]} {COLUMN[1][:-1]}bours.\n\n{COLUMN[3]} {COLUMN[4]}")
    assert (page.title, page.author, page.date) == ("Mill burns", "Ada Miller", "2024-03-05")


def test_running_titles_and_page_numbers_of_a_pdf_are_left_out():
    bodies = ("One was wet.", "Two was dry.", "Three was cold.", "Four was warm.")
    pages = [
        ["The Tarrow Gazette", f"No. {number}", body, "and so on.", "more", str(number)]
        for number, body in enumerate(bodies)
    ]

    text = read(pdf(pages), "a.pdf").text

    assert "Gazette" not in text
    assert "No." not in text
    assert [body for body in bodies if body not in text] == []


@pytest.mark.parametrize("title", ["Microsoft Word - mill", "mill.docx", "untitled", ""])
def test_a_title_that_a_program_wrote_is_none(title):
    assert read(pdf([COLUMN], title=title), "a.pdf").title is None


def test_a_pdf_without_text_says_so():
    with pytest.raises(UnreadableFileError, match="character recognition"):
        read(pdf([[]]), "scan.pdf")


def test_a_pdf_has_a_limit_of_pages():
    with pytest.raises(LimitExceededError, match="200 pages") as caught:
        read(pdf([["a"]] * 201), "a.pdf")

    assert caught.value.pointer == "/file"


def test_a_word_document_is_read_from_top_to_bottom():
    body = (
        paragraph("Mill burns", style="Heading1")
        + paragraph("The mill & the wheel.")
        + "<w:p><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>"
        + "<w:r><w:t>Nobody </w:t><w:tab/><w:t>was</w:t><w:br/><w:t>hurt.</w:t></w:r>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        + "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Choice>"
        + "<mc:Fallback><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('Year')}</w:tc>"
        + f"<w:tc>{paragraph('Sacks')}{paragraph('lost')}</w:tc></w:tr></w:tbl>"
        + paragraph("The end.")
    )

    page = read(docx(body, core=CORE), "mill.docx")

    assert page.text == (
        "Mill burns\n\nThe mill & the wheel.\n\nNobody was\nhurt.\n\nA box.\n\nYear Sacks lost\n\nThe end."
    )
    assert (page.title, page.author, page.date, page.language) == (
        "Mill burns",
        "Ada Miller",
        "2024-03-05T10:00:00Z",
        "en-GB",
    )


def test_macros_and_links_of_a_word_document_are_not_looked_at():
    more = {"word/vbaProject.bin": b"\x00macro", "word/_rels/document.xml.rels": b"<broken"}

    assert read(docx(paragraph(MILL), more=more), "a.docx").text == MILL


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
        b"<unclosed>",
        b"",
    ],
)
def test_entities_and_broken_parts_of_a_word_document_are_refused(document):
    with pytest.raises(UnreadableFileError, match="Save it anew"):
        read(zipped({"word/document.xml": document}), "a.docx")


def test_a_bomb_is_refused_by_the_size_that_it_declares():
    with pytest.raises(LimitExceededError, match="bytes") as caught:
        read(docx(" " * 17_000_000), "a.docx")

    assert caught.value.pointer == "/file"


def test_a_bomb_that_declares_to_be_small_is_refused_as_well():
    bomb = docx(" " * 40_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo("word/document.xml").file_size

    with pytest.raises(InvalidRequestError):
        read(bomb.replace(struct.pack("<I", size), struct.pack("<I", 99)), "a.docx")


def test_an_archive_of_very_many_parts_is_refused():
    with pytest.raises(LimitExceededError, match="2,000 parts"):
        read(docx(paragraph("a"), more={f"x{number}": b"" for number in range(2_001)}), "a.docx")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (pdf([COLUMN]), "a.docx", "called docx but holds pdf"),
        (docx(paragraph("a")), "a.pdf", "called pdf but holds docx"),
        (docx(paragraph("a")), "a.txt", "called text but holds docx"),
        (b"Just text.", "a.pdf", "called pdf but is none"),
        (b"Just text.", "a.docx", "called docx but is none"),
        (zipped({"a.txt": b"a"}), "a.zip", "compressed"),
        (b"\x1f\x8b\x08\x00", "a.gz", "compressed"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "old Office"),
        (b"{\\rtf1 Hello}", "a.rtf", "RTF"),
        (bytes(range(256)) * 20, "a.txt", "binary"),
        (b"\x00" * 500, "a.txt", "binary"),
        (b"%PDF-1.7 and no more", "a.pdf", "broken"),
        (b"PK\x03\x04word/ and no more", "a.docx", "broken"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(data, name, says):
    with pytest.raises(UnreadableFileError, match=says) as caught:
        read(data, name)

    assert "send" in str(caught.value).lower()


@settings(deadline=None)
@given(
    st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"]),
    st.binary(max_size=60),
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"%PDF-1.4\n", b"PK\x03\x04word/", b"<html>"]),
)
def test_any_bytes_are_a_text_or_refused(name, data, opening):
    with contextlib.suppress(InvalidRequestError):
        read(opening + data, name).text.encode()
