"""Whether a file is a workbook that is safe to open: looked at before any of it is read.

A workbook is an archive of XML. Size, unpacked size and number of elements are bounded; macros,
links to other files, anything embedded and any document type are refused.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from ehportal.uploads import LARGEST
from outcomes.importing.blocks import Unreadable

MIB = 1024 * 1024
LARGEST_UNPACKED = 20 * MIB
MOST_PARTS = 200
#: Text packs well; a part that packs better than this is made to burst whoever unpacks it.
MOST_PACKED = 150
#: A template of 300 rows has some 15,000; a million blank rows are a million.
MOST_ELEMENTS = 150_000
#: Elements that name a range of cells, each of which the library makes as it reads them.
_RANGED = frozenset({"mergeCell", "hyperlink", "comment"})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in Excel, choose Save As, Excel Workbook (.xlsx), and upload that"
_FRESH = "Copy your figures into a template that you download again, and upload that"

NOT_A_WORKBOOK = f"The selected file must be an Excel workbook (.xlsx). {_SAVE_AS}"
EMPTY = "The selected file is empty. Save your workbook in Excel and upload it again"
TOO_LARGE = f"The selected file must be smaller than 2 MB. {_FRESH}"
PROTECTED = (
    "The selected file is password protected. Take the password off in Excel (File, Info, Protect "
    "Workbook), save it and upload it again"
)
MACROS = f"The selected file has macros in it. {_SAVE_AS}"
LINKS = (
    "The selected file is linked to other workbooks. Break the links in Excel (Data, Edit Links), "
    "save it and upload it again"
)
EMBEDDED = f"The selected file has other files in it. {_FRESH}"
TOO_MUCH = (
    "The selected file holds far more than the template, perhaps many empty rows below the table. "
    f"{_FRESH}"
)
DAMAGED = f"The selected file could not be read: it may be damaged. {_FRESH}"


def refuse_unless_safe(data: bytes, *, name: str) -> None:
    """Raises Unreadable, with what to do, for anything but a workbook that is safe to open."""
    if not data:
        raise Unreadable(EMPTY)
    if len(data) >= LARGEST:
        raise Unreadable(TOO_LARGE)
    if data.startswith(_OLE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(PROTECTED if is_encrypted else NOT_A_WORKBOOK)
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise Unreadable(MACROS)
    if not data.startswith(b"PK") or not name.lower().endswith(".xlsx"):
        raise Unreadable(NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_parts(archive.infolist())
            _refuse_contents(archive)
    except Unreadable:
        raise
    # A crafted archive makes the library raise whatever its fields lead to.
    except Exception as damaged:
        raise Unreadable(DAMAGED) from damaged


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable(NOT_A_WORKBOOK)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(TOO_MUCH)
    if len(set(names)) < len(names) or any(map(_leads_elsewhere, parts)):
        raise Unreadable(DAMAGED)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable(PROTECTED)
    if any(_is_packed_too_well(part) for part in parts):
        raise Unreadable(TOO_MUCH)
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lower):
        raise Unreadable(MACROS)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Unreadable(LINKS)
    if any(
        name.startswith(("xl/embeddings/", "xl/activex/", "xl/ctrlprops/"))
        or name.endswith((".zip", ".xlsx", ".xlsm", ".docx", ".exe", ".js", ".html"))
        for name in lower
    ):
        raise Unreadable(EMBEDDED)


def _leads_elsewhere(part: zipfile.ZipInfo) -> bool:
    """Whether a part's name would lead out of a folder it is unpacked in; none is, ever."""
    name = part.orig_filename
    return (
        name.startswith(("/", "\\"))
        or ":" in name
        or "\\" in name
        or "\x00" in name
        or ".." in name.split("/")
    )


def _is_packed_too_well(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MIB and part.file_size > MOST_PACKED * max(part.compress_size, 1)


def _refuse_contents(archive: zipfile.ZipFile) -> None:
    counted = 0
    for part in archive.infolist():
        content = archive.read(part)
        if content.startswith(b"PK\x03\x04"):
            raise Unreadable(EMBEDDED)
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise Unreadable(MACROS)
        if not _is_picture(part.filename.lower(), content):
            counted += _elements(content, at_most=MOST_ELEMENTS - counted)


def _is_picture(name: str, content: bytes) -> bool:
    """Whether a part is a picture or a printer's settings: nothing else in a workbook is not XML,
    and a part may be called by any name.
    """
    settings = name.startswith("xl/printersettings/") and not content.lstrip().startswith(b"<")
    return settings or content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or not content


def _cells(reference: str) -> int:
    """How many cells a reference such as I3:L4 names; of whole columns and rows all there may be.

    Raises ValueError for what is none.
    """
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    if None in (left, top, right, bottom):
        return MOST_ELEMENTS
    return (right - left + 1) * (bottom - top + 1)


def _elements(content: bytes, *, at_most: int) -> int:
    """How many elements a part has, with the cells that its ranges stand for.

    Raises Unreadable for too many, and for a document type.
    """
    count = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if name.rpartition(":")[2] in _RANGED:
            count += _cells(attributes.get("ref", "A1"))
        if count > at_most:
            raise Unreadable(TOO_MUCH)

    def on_doctype(*_: object) -> None:
        # Entities, which may grow without end or name files, are declared nowhere else.
        raise Unreadable(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.StartDoctypeDeclHandler = on_doctype
    parser.Parse(content, True)
    return count
