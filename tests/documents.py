"""Files made by hand, so that every byte of them is known."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(body: str, *, core: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document whose body is this XML; the prefixes ``w`` and ``mc`` are bound."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), **(more or {})}
    if core:
        parts["docProps/core.xml"] = core.encode()
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def paragraph(text: str, *, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF with these lines on its pages, in a font that every reader has."""
    contents = [_content(lines) for lines in pages]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        ]
    objects.append(f"<< /Title ({title}) /Author (Ada Miller) /CreationDate (D:20240305100000Z) >>".encode())
    return assembled(objects, info=len(objects))


def assembled(objects: Sequence[bytes], *, info: int | None = None) -> bytes:
    """Numbered objects as a file, the first one being the catalogue."""
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    about = f" /Info {info} 0 R" if info else ""
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{about} >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + end.encode()


def _content(lines: Sequence[str]) -> bytes:
    shown = " ".join(f"({line.translate({40: None, 41: None, 92: None})}) Tj T*" for line in lines)
    return f"BT /F1 11 Tf 14 TL 60 780 Td {shown} ET".encode("cp1252")
