"""The reader refuses each kind of mistake and says in which file, on which line, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest

from outcomes.loading.reader import (
    At,
    AtMost,
    Defines,
    FixtureError,
    Index,
    Matches,
    NotEmpty,
    Record,
    RefersTo,
    read,
)


@dataclass(frozen=True, kw_only=True)
class Pot(Record):
    code: Annotated[str, Matches(r"[a-z]+", "small letters"), Defines("pot")]
    name: Annotated[str, AtMost(12)]
    from_: Annotated[str, RefersTo("pot")] | None = None
    glaze: Literal["salt", "ash"] = "ash"


@dataclass(frozen=True, kw_only=True)
class Shelf(Record):
    pots: Annotated[tuple[Pot, ...], NotEmpty()]
    built: date | None = None
    width: float = 1.0
    tiers: int = 1
    open: bool = True
    span: tuple[float, float] | None = None
    stock: dict[Annotated[str, RefersTo("pot")], int] = field(default_factory=dict)

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.tiers > len(self.pots):
            yield "tiers", "are more than there are pots"


GOOD = """\
# a shelf
pots:
- code: jug
  name: Jug
- code: mug
  name: Mug
  from: jug
  glaze: salt
built: 2026-04-01
width: 2
tiers: 2
open: false
span: [1, 2.5]
stock: {jug: 3}
"""


def read_text(folder: Path, text: str) -> Shelf:
    path = folder / "shelf.yaml"
    path.write_text(text, encoding="utf-8")
    index = Index()
    shelf = read(path, Shelf, index)
    index.resolve()
    return shelf


def test_read_gives_records_with_their_types_and_lines(tmp_path: Path) -> None:
    shelf = read_text(tmp_path, GOOD)

    assert shelf.pots[1] == Pot(
        at=At("anywhere", 99), code="mug", name="Mug", from_="jug", glaze="salt"
    )
    assert shelf.pots[1].at == At("shelf.yaml", 5)
    assert (shelf.built, shelf.width, shelf.tiers) == (date(2026, 4, 1), 2.0, 2)
    assert (shelf.open, shelf.span, shelf.stock) == (False, (1.0, 2.5), {"jug": 3})


def test_optional_keys_take_their_defaults(tmp_path: Path) -> None:
    shelf = read_text(tmp_path, "pots:\n- {code: jug, name: Jug}\n")

    assert (shelf.pots[0].from_, shelf.pots[0].glaze, shelf.width) == (None, "ash", 1.0)


BAD = {
    "a bracket left open": ("pots: [\n", "", 2, "not valid YAML"),
    "a tab as indentation": ("- code: mug", "\t- code: mug", 5, "not valid YAML"),
    "a key given twice": ("  name: Mug", "  name: Mug\n  name: Cup", 7, "'name' is given twice"),
    "a key missing": ("  name: Mug\n", "", 5, "'name' is missing"),
    "an unknown key": ("glaze: salt", "glase: salt", 8, "(did you mean 'glaze'?)"),
    "a word not allowed": ("salt", "slip", 8, "must be one of: salt, ash"),
    "text left empty": ("name: Mug", "name:", 6, "'name' is empty"),
    "text of blanks": ("name: Mug", "name: '  '", 6, "'name' is empty"),
    "a number for text": ("name: Mug", "name: 595", 6, "put 595 between quotation marks"),
    "a list for text": ("name: Mug", "name: [a, b]", 6, "must be text, not a list"),
    "text that is too long": ("name: Mug", "name: A very wide mug", 6, "at most 12 fit"),
    "a badly formed code": ("code: mug", "code: Mug", 5, "must be small letters"),
    "a code used twice": ("code: mug", "code: jug", 5, "already defined in shelf.yaml, line 3"),
    "a dangling reference": ("from: jug", "from: jgu", 7, "no pot 'jgu' (did you mean 'jug'?)"),
    "a dangling key": ("{jug: 3}", "{pan: 3}", 14, "there is no pot 'pan'"),
    "a list for a group": ("- code: jug\n  name: Jug", "- jug", 3, "must hold named keys"),
    "text for a list": (GOOD, "pots: jug\n", 1, "must be a list, not 'jug'"),
    "an empty list": (GOOD, "pots: []\n", 1, "'pots' lists nothing"),
    "a pair of three": ("[1, 2.5]", "[1, 2, 3]", 13, "must list exactly 2 values"),
    "text for a number": ("width: 2", "width: wide", 10, "must be a number, not 'wide'"),
    "not a number": ("width: 2", "width: .nan", 10, "must be a number"),
    "half a whole number": ("tiers: 2", "tiers: 1.5", 11, "must be a whole number"),
    "yes for true": ("open: false", "open: no", 12, "must be true or false, not 'no'"),
    "no such day": ("2026-04-01", "2026-02-30", 9, "must be a date such as"),
    "a rule between keys": ("tiers: 2", "tiers: 3", 11, "'tiers' are more than there are pots"),
    "nothing at all": (GOOD, "# only a comment\n", 1, "the file is empty"),
}


@pytest.mark.parametrize(("found", "put", "line", "reason"), BAD.values(), ids=BAD)
def test_a_mistake_is_refused_with_file_line_and_reason(
    tmp_path: Path, found: str, put: str, line: int, reason: str
) -> None:
    text = GOOD.replace(found, put) if found in GOOD else found
    assert text != GOOD

    with pytest.raises(FixtureError) as caught:
        read_text(tmp_path, text)

    assert (caught.value.file, caught.value.line) == ("shelf.yaml", line)
    assert reason in caught.value.reason
    assert str(caught.value) == f"shelf.yaml, line {line}: {caught.value.reason}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match=r"^gone\.yaml, line 1: the file is missing$"):
        read(tmp_path / "gone.yaml", Shelf, Index())


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shelf.yaml"
    path.write_bytes("pots: [café]".encode("latin-1"))

    with pytest.raises(FixtureError, match="is not UTF-8 text"):
        read(path, Shelf, Index())


def test_a_code_used_in_two_files_names_both(tmp_path: Path) -> None:
    index = Index()
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("pots:\n- {code: jug, name: Jug}\n", encoding="utf-8")
    read(tmp_path / "one.yaml", Shelf, index)

    with pytest.raises(FixtureError) as caught:
        read(tmp_path / "two.yaml", Shelf, index)

    assert str(caught.value) == (
        "two.yaml, line 2: the pot 'jug' is already defined in one.yaml, line 2"
    )
