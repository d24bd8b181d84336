"""Reading a PDF that the portal made: its words, its pages, and what makes it accessible."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OPERATOR = re.compile(rb"/(f\d+) [\d.]+ Tf|<([\da-fA-F]*)>|\bT[jJ]\b|\bET\b")


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def words_of(pdf: bytes) -> str:
    """Every word, in the order they are drawn, with a space between pieces of text."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    said: list[str] = []
    for page in objects.values():
        if re.search(rb"/Type\s*/Page\b", page):
            resources = objects[_reference(rb"Resources", page)]
            fonts = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
            names = {name: _unicode(objects, objects[int(number)]) for name, number in fonts}
            said.append(_words(_content(objects[_reference(rb"Contents", page)]), names))
    return re.sub(r"\s+", " ", " ".join(said))


def glyphs_of(pdf: bytes) -> dict[str, set[int]]:
    """The glyphs that are drawn, by typeface; 0 is the box that stands for a letter it lacks."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    drawn: dict[str, set[int]] = {}
    for page in objects.values():
        if not re.search(rb"/Type\s*/Page\b", page):
            continue
        resources = objects[_reference(rb"Resources", page)]
        fonts = {
            name: re.findall(rb"/BaseFont\s*/(?:\w+\+)?([\w-]+)", objects[int(number)])[0].decode()
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        current = ""
        for kind, value in _tokens(_content(objects[_reference(rb"Contents", page)])):
            if kind == "font":
                current = fonts[value]
            elif kind == "string":
                codes = (int.from_bytes(value[i : i + 2], "big") for i in range(0, len(value), 2))
                drawn.setdefault(current, set()).update(codes)
    return drawn


def _reference(name: bytes, body: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found or b"/FlateDecode" not in body:
        return found[1] if found else b""
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return b""


def _unicode(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    table = _content(objects[_reference(rb"ToUnicode", font)])
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _words(content: bytes, names: dict[bytes, dict[int, str]]) -> str:
    said: list[str] = []
    font: dict[int, str] = {}
    for kind, value in _tokens(content):
        if kind == "font":
            font = names.get(value, {})
        elif kind == "end":
            said.append(" ")
        else:
            codes = (int.from_bytes(value[i : i + 2], "big") for i in range(0, len(value), 2))
            said.append("".join(font.get(code, "") for code in codes))
    return "".join(said)


def _tokens(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Fonts chosen, strings shown and ends of text; strings may hold brackets in pairs."""
    at = 0
    while at < len(content):
        if content[at : at + 1] == b"(":
            end = _end(content, at)
            yield "string", _unescaped(content[at + 1 : end])
            at = end + 1
        elif (found := _OPERATOR.match(content, at)) is not None:
            if found[1]:
                yield "font", found[1]
            elif found[2]:
                yield "string", bytes.fromhex(found[2].decode())
            elif found[0] == b"ET":
                yield "end", b""
            at = found.end()
        else:
            at += 1


def _end(content: bytes, at: int) -> int:
    depth = 0
    while True:
        char = content[at : at + 1]
        if char == b"\\":
            at += 1
        elif char in b"()":
            depth += 1 if char == b"(" else -1
            if not depth:
                return at
        at += 1


def _unescaped(literal: bytes) -> bytes:
    known = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code[:1].isdigit():
            return bytes([int(code, 8) & 255])
        return known.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, literal, flags=re.DOTALL)
