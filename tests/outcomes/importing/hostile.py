"""Files that somebody may upload by mistake or to do harm: each made afresh, none kept.

Every one is a change to a template that the portal would take. `FILES` names what the message must
say to whoever uploads it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Maker = Callable[[bytes], tuple[str, bytes]]
NAME = "figures.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NUMBER = "I"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def edited(change: Callable[[Worksheet], object]) -> Maker:
    """The template with a change to its first sheet."""

    def make(template: bytes) -> tuple[str, bytes]:
        book = load_workbook(io.BytesIO(template))
        change(book.worksheets[0])
        return NAME, saved(book)

    return make


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(
    *,
    add: dict[str, bytes] | None = None,
    replace: dict[str, Callable[[bytes], bytes]] | None = None,
    drop: tuple[str, ...] = (),
) -> Maker:
    """The template's archive with parts added, changed or left out."""

    def make(template: bytes) -> tuple[str, bytes]:
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(template)) as old,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                if name not in drop:
                    content = old.read(name)
                    new.writestr(name, (replace or {}).get(name, bytes)(content))
            for name, content in (add or {}).items():
                new.writestr(name, content)
        return NAME, buffer.getvalue()

    return make


def raw(content: bytes, name: str = NAME) -> Maker:
    return lambda template: (name, content)


def renamed(name: str) -> Maker:
    return lambda template: (name, template)


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _blank_rows(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b"<row/>" * 1_000_000 + b"</sheetData>")


def _numbered_rows(content: bytes) -> bytes:
    rows = "".join(f'<row r="{n}"/>' for n in range(100, 200_100)).encode()
    return content.replace(b"</sheetData>", rows + b"</sheetData>")


def _entities(content: bytes) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{levels}]>'.encode()
    body = content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
    bomb = b"<row r='9'><c><v>&l9;</v></c></row></sheetData>"
    return doctype + body.replace(b"</sheetData>", bomb)


def _outside_file(content: bytes) -> bytes:
    doctype = b'<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    return doctype + (content.partition(b"?>")[2] if content.startswith(b"<?xml") else content)


def _in_utf_16(content: bytes) -> bytes:
    return _entities(content).decode().encode("utf-16")


def _lying_sizes(template: bytes) -> tuple[str, bytes]:
    """An archive that says its parts are smaller than they are."""
    _, content = repacked(add={"xl/media/big.xml": b"<a>" + b" " * 5_000_000 + b"</a>"})(template)
    at = content.rindex(b"PK\x01\x02")
    return NAME, content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]


def _nested(template: bytes) -> tuple[str, bytes]:
    inner = _zip(a=b"0" * 10_000_000)
    for _ in range(5):
        inner = _zip(**{f"n{n}": inner for n in range(10)})
    return repacked(add={"xl/media/inner.png": inner})(template)


def _encrypted(template: bytes) -> tuple[str, bytes]:
    _, content = repacked()(template)
    at = content.rindex(b"PK\x01\x02")
    return NAME, content[: at + 8] + b"\x01\x00" + content[at + 10 :]


def _twice(template: bytes) -> tuple[str, bytes]:
    import warnings

    buffer = io.BytesIO(template)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(SHEET, b"<worksheet/>")
    return NAME, buffer.getvalue()


def _put(cell: str, value: object) -> Maker:
    return edited(lambda sheet: sheet.__setitem__(cell, value))


def _keys(old: str, new: str) -> Maker:
    def change(sheet: Worksheet) -> None:
        for [cell] in sheet["A3" : f"A{sheet.max_row}"]:
            cell.value = cell.value.replace(old, new)

    return edited(change)


def _sorted_in_part(sheet: Worksheet) -> None:
    for column in "BCDEFGHIJKL":
        first, second = sheet[f"{column}3"], sheet[f"{column}4"]
        first.value, second.value = second.value, first.value


def _without_sheet(template: bytes) -> tuple[str, bytes]:
    book = Workbook()
    book.active["A1"] = "Our own table"
    return NAME, saved(book)


def _after_the_cells(xml: bytes) -> Maker:
    """The template with more behind its cells; of two of a kind the library reads the last."""
    return repacked(
        replace={SHEET: lambda old: old.replace(b"</worksheet>", xml + b"</worksheet>")}
    )


def _comment_on(reference: bytes) -> Maker:
    comments = (
        b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<authors><author>A</author></authors><commentList>"
        b'<comment ref="%b" authorId="0"><text><t>x</t></text></comment>'
        b"</commentList></comments>" % reference
    )
    return repacked(add={"xl/comments/comment1.xml": comments})


def _far_away(sheet: Worksheet) -> None:
    sheet["XFD1048576"] = 1


DAMAGED, MACROS, TOO_MUCH = "could not be read", "macros", "far more than the template"
NOT_EXCEL, TEMPLATE = "must be an Excel workbook", "must use the template"

#: What each file is, how it is made, and what whoever uploads it is told.
FILES: dict[str, tuple[Maker, str]] = {
    # Not a workbook.
    "nothing": (raw(b""), "is empty"),
    "words": (raw(b"Dear coordinator"), NOT_EXCEL),
    "csv": (raw(b"Code,Number\nHEA-101,212\n", "figures.csv"), NOT_EXCEL),
    "csv called xlsx": (raw(b"Code,Number\nHEA-101,212\n"), NOT_EXCEL),
    "pdf": (raw(b"%PDF-1.7\n%\xe2\xe3", "figures.pdf"), NOT_EXCEL),
    "pdf called xlsx": (raw(b"%PDF-1.7\n%\xe2\xe3"), NOT_EXCEL),
    "old xls": (raw(_OLE + b"\x00" * 600 + b"Workbook", "figures.xls"), NOT_EXCEL),
    "ods": (
        raw(_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "figures.ods"),
        NOT_EXCEL,
    ),
    "word": (raw(_zip(word__document=b"<a/>"), "figures.docx"), NOT_EXCEL),
    "any archive": (raw(_zip(readme=b"hello")), NOT_EXCEL),
    "wrong ending": (renamed("figures.zip"), NOT_EXCEL),
    "picture": (raw(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100), NOT_EXCEL),
    "random": (raw(bytes(range(256)) * 64), NOT_EXCEL),
    "cut off": (lambda template: (NAME, template[: len(template) // 2]), DAMAGED),
    "archive without end": (raw(b"PK\x03\x04" + b"\x00" * 400), DAMAGED),
    "password": (
        raw(_OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")),
        "password protected",
    ),
    "encrypted parts": (_encrypted, "password protected"),
    # Made to do harm.
    "zip bomb": (repacked(add={"xl/media/big.xml": b"0" * 200_000_000}), TOO_MUCH),
    "small zip bomb": (repacked(add={"xl/media/big.xml": b"0" * 15_000_000}), TOO_MUCH),
    "nested archives": (_nested, "other files in it"),
    "archive by name": (repacked(add={"xl/embeddings/a.zip": b"PK\x05\x06"}), "other files in it"),
    "lying sizes": (_lying_sizes, DAMAGED),
    "thousand parts": (repacked(add={f"xl/p{n}.xml": b"<a/>" for n in range(1000)}), TOO_MUCH),
    "entity bomb": (repacked(replace={SHEET: _entities}), DAMAGED),
    "entity bomb in UTF-16": (repacked(replace={SHEET: _in_utf_16}), DAMAGED),
    "file by entity": (repacked(replace={SHEET: _outside_file}), DAMAGED),
    "entity bomb in the strings": (
        repacked(add={"xl/sharedStrings.xml": _entities(b"<sst/>")}),
        DAMAGED,
    ),
    "a million blank rows": (repacked(replace={SHEET: _blank_rows}), TOO_MUCH),
    "blank rows with numbers": (repacked(replace={SHEET: _numbered_rows}), TOO_MUCH),
    "the last cell there is": (edited(_far_away), TOO_MUCH),
    "every cell merged": (
        _after_the_cells(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        TOO_MUCH,
    ),
    "every cell a link": (
        _after_the_cells(b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'),
        TOO_MUCH,
    ),
    "whole columns linked, by another name": (
        _after_the_cells(
            b'<x:hyperlinks xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<x:hyperlink ref="A:XFD" location="x"/></x:hyperlinks>'
        ),
        TOO_MUCH,
    ),
    "a comment on every cell": (_comment_on(b"A1:XFD1048576"), TOO_MUCH),
    "merged without a range": (
        _after_the_cells(b'<mergeCells><mergeCell ref="all of it"/></mergeCells>'),
        DAMAGED,
    ),
    "path upwards": (repacked(add={"../../etc/cron.d/x": b"<a/>"}), DAMAGED),
    "absolute path": (repacked(add={"/etc/passwd": b"<a/>"}), DAMAGED),
    "drive": (repacked(add={"C:\\windows\\x.xml": b"<a/>"}), DAMAGED),
    "part twice": (_twice, DAMAGED),
    "broken XML": (repacked(replace={SHEET: lambda old: old[:-30]}), DAMAGED),
    "no sheet part": (repacked(drop=(SHEET,)), TEMPLATE),
    "macros": (repacked(add={"xl/vbaProject.bin": b"\x00" * 100}), MACROS),
    "macro workbook": (renamed("figures.xlsm"), MACROS),
    "old macros": (repacked(add={"xl/macrosheets/sheet1.xml": b"<a/>"}), MACROS),
    "links": (repacked(add={"xl/externalLinks/externalLink1.xml": b"<a/>"}), "linked to other"),
    "object": (repacked(add={"xl/embeddings/oleObject1.bin": b"x"}), "other files in it"),
    "control": (repacked(add={"xl/activeX/activeX1.xml": b"<a/>"}), "other files in it"),
    # Not this template, or changed so that a figure could be taken for another.
    "another workbook": (_without_sheet, TEMPLATE),
    "another quarter": (_keys("2026-Q2", "2026-Q1"), "another quarter"),
    "another reporter": (_keys("north-east", "north-west"), "another reporter"),
    "another submission": (_keys("north-east|", "north-east|9"), "other figures than these"),
    "older template": (_keys("EH1|", "EH0|"), "older template"),
    "key typed over": (_put("A3", "HEA-101"), "hidden cell A3 was changed"),
    "no keys": (edited(lambda sheet: sheet.delete_cols(1)), TEMPLATE),
    "row above the headings": (edited(lambda sheet: sheet.insert_rows(2)), "headings are in row 3"),
    "second heading": (edited(lambda sheet: sheet.insert_rows(1, 2)), "headings are in row 4"),
    "heading changed": (_put(f"{NUMBER}2", "Value"), "cell I2 says “value”"),
    "columns moved": (
        edited(lambda sheet: sheet.move_range("J1:J9", cols=20)),
        "cell J2 is empty",
    ),
    "column added": (edited(lambda sheet: sheet.insert_cols(4)), "cell D2 is empty"),
    "sorted in part": (edited(_sorted_in_part), "sorted or moved"),
    "merged cells": (edited(lambda sheet: sheet.merge_cells("I3:I4")), "Cells I3:I4 are merged"),
    "formula": (_put("I3", "=200+12"), "Cell I3 must hold a number, not a formula"),
    "formulas": (
        edited(lambda s: [s.__setitem__(c, "=1+1") for c in ("I3", "J3", "L4")]),
        "Cells I3, J3, L4",
    ),
    "formula for a key": (_put("A3", '="EH1|"&B3'), "hidden cell A3 was changed"),
    "formula that calls out": (_put("I3", '=WEBSERVICE("http://127.0.0.1/")'), "not a formula"),
    "date for a key": (_put("A3", date(2026, 7, 1)), "hidden cell A3 was changed"),
}
