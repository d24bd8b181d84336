"""What a file is, by its content: what is taken, what is not, and what it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from ehportal.filetypes import LARGEST_ATTACHMENT, FileKind, Unsuitable, kind_of, name_of

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 40 + b"\xff\xd9"


def archive(*names: str, **holds: bytes) -> bytes:
    """An archive of parts that hold next to nothing; `contents` is its list of contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in names:
            written.writestr(name, b"<x/>")
        if "contents" in holds:
            written.writestr("[Content_Types].xml", holds["contents"])
    return made.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF), (WORD, FileKind.WORD), (EXCEL, FileKind.EXCEL), (PNG, FileKind.PNG),
        (JPEG, FileKind.JPEG),
    ],
)  # fmt: skip
def test_a_file_is_what_is_in_it(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"<script>alert(1)</script>", "must be a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "must be a PDF"),
        (b"MZ\x90\0" + b"\0" * 60, "must be a PDF"),
        (b"GIF89a" + PDF, "must be a PDF"),
        (b"%PDF-1.7 and no end", "must be a PDF"),
        (PNG[:30], "must be a PDF"),
        (archive("readme.txt"), "other archives are not taken"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "other archives are not taken"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "has macros"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/s.xml"), "has macros"),
        (archive("word/document.xml", "word/a.bin",
                 contents=b'<Override ContentType="application/vnd.ms-office.vbaProject"/>'),
         "has macros"),
        (archive("word/document.xml",
                 contents="<x>ms-word.document.MacroEnabled.main</x>".encode("utf-16")),
         "has macros"),
        (archive("word/document.xml", contents=b" " * (2 * 1024 * 1024 + 1)),
         "far more than a document"),
        (WORD[: len(WORD) // 2], "may be damaged"),
        (b"PK\x03\x04" + b"\xff" * 500, "may be damaged"),
        (archive(*(f"part{n}" for n in range(3001))), "far more than a document"),
        (PDF + b"\0" * (LARGEST_ATTACHMENT - len(PDF)), "smaller than 10 MB"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(Unsuitable, match=why):
        kind_of(data)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Annual report 2026.PDF", "Annual report 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\report.exe", "report.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300, "x" * 144 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere_and_ends_as_what_it_is(given: str, name: str) -> None:
    assert name_of(given, FileKind.PDF) == name
