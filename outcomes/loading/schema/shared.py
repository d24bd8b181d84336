"""What several fixtures have in common: sources, quotations, codes and the words allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import Defines, Matches, Record, RefersTo

Confidence = Literal["high", "medium", "low"]
Slug = Matches(r"[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and single hyphens")
AreaRef = Annotated[str, RefersTo("outcome area")]
BaselineRef = Annotated[str, RefersTo("baseline")]
BodyRef = Annotated[str, RefersTo("body")]
LevelRef = Annotated[str, RefersTo("level")]
MetricRef = Annotated[str, RefersTo("metric")]
MetricOrItemRef = Annotated[str, RefersTo("metric or cross-cutting item")]
PlaceRef = Annotated[str, RefersTo("place")]
PriorityRef = Annotated[int, RefersTo("outcome priority")]


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """A document and the lines of its text, counted from 1: '595' or '382-384'."""

    document: Annotated[str, RefersTo("document")]
    lines: Annotated[
        str, Matches(r"[1-9]\d*(-[1-9]\d*)?", "a line ('595') or a range of lines ('382-384')")
    ]

    @property
    def first_line(self) -> int:
        return int(self.lines.partition("-")[0])

    @property
    def last_line(self) -> int:
        return int(self.lines.rpartition("-")[2])

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.first_line > self.last_line:
            yield "lines", f"runs backwards: {self.lines}"


@dataclass(frozen=True, kw_only=True)
class Quotation(Record):
    """Words of a document, exactly as it prints them, and where."""

    quote: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Passage(Record):
    """A text that a document gives, and where."""

    text: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Document(Record):
    code: Annotated[str, Slug, Defines("document")]
    title: str
    kind: str
    file: str
    lines: int
    sha256: Annotated[str, Matches(r"[0-9a-f]{64}", "64 hexadecimal digits")]


@dataclass(frozen=True, kw_only=True)
class DocumentsFile(Record):
    documents: tuple[Document, ...]
