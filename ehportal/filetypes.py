"""What a file is, by what is in it: its name and what a browser says of it are not asked."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from django.db import models

MIB = 1024 * 1024
LARGEST_ATTACHMENT = 10 * MIB
LONGEST_NAME = 150
#: A document is an archive of parts; what unpacks to far more than it weighs is made to do harm.
MOST_PARTS = 3000
LARGEST_UNPACKED = 200 * MIB
CONTENTS = "[content_types].xml"
LARGEST_CONTENTS = 2 * MIB


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    WORD = "docx", "Word document"
    EXCEL = "xlsx", "Excel workbook"
    PNG = "png", "Picture (PNG)"
    JPEG = "jpg", "Picture (JPEG)"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}


class Unsuitable(Exception):
    """A file that is not taken, and what to do about it."""


def kind_of(data: bytes) -> FileKind:
    """What the file is. Raises Unsuitable, with what to do, for one that is not taken."""
    if not data:
        raise Unsuitable("The selected file is empty. Save it again and select it")
    if len(data) >= LARGEST_ATTACHMENT:
        raise Unsuitable("The selected file must be smaller than 10 MB")
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return FileKind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-16:]:
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-32:]:
        return FileKind.JPEG
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    raise Unsuitable(
        "The selected file must be a PDF, a Word document (.docx), an Excel workbook (.xlsx), "
        "a PNG or a JPEG picture"
    )


def name_of(given: str, kind: FileKind) -> str:
    """The file's own name without any folder, ending as what it is."""
    last = given.replace("\\", "/").rpartition("/")[2]
    stem = "".join(c for c in PurePath(last).stem if c.isprintable() and c not in '"<>|:*?')
    stem = stem.strip(" .")[: LONGEST_NAME - 6] or "file"
    return f"{stem}.{kind.value}"


def _document(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            contents = _contents(archive)
    # A crafted archive makes the library raise whatever its fields lead to.
    except Exception as damaged:
        raise Unsuitable("The selected file could not be read: it may be damaged") from damaged
    names = {part.filename.lower() for part in parts}
    is_too_much = sum(part.file_size for part in parts) > LARGEST_UNPACKED
    if len(parts) > MOST_PARTS or is_too_much or contents is None:
        raise Unsuitable("The selected file holds far more than a document does")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unsuitable("The selected file is password protected. Save it without a password")
    if _has_macros(names, contents):
        raise Unsuitable("The selected file has macros in it. Save it without them")
    if CONTENTS in names:
        if "word/document.xml" in names:
            return FileKind.WORD
        if "xl/workbook.xml" in names:
            return FileKind.EXCEL
    raise Unsuitable(
        "The selected file must be a Word document (.docx) or an Excel workbook (.xlsx): other "
        "archives are not taken"
    )


def _contents(archive: zipfile.ZipFile) -> bytes | None:
    """What a document says its parts are, in small letters; None where that is without end."""
    listed = [part for part in archive.infolist() if part.filename.lower() == CONTENTS]
    if sum(part.file_size for part in listed) > LARGEST_CONTENTS:
        return None
    found = b"".join(archive.read(part) for part in listed if not part.flag_bits & 0x1)
    return found.lower().replace(b"\0", b"")


def _has_macros(names: set[str], contents: bytes) -> bool:
    """Whether a document has macros in it, by its parts' names or by what it says they are.

    A part may have any name: Word runs what the list of contents calls a project of macros.
    """
    said = (b"macroenabled", b"vbaproject", b"macrosheet")
    return any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names) or any(
        word in contents for word in said
    )
