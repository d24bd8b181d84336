"""docs/requirements.md names addresses, commands and tests that are there, and counts right.

Whether a page does what a row says of it is for the tests that the row names.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.repository.routes import routes
from tests.repository.source import PROJECT, parse

PAGE = Path("docs/requirements.md")
EVERY_ONE = [f"mp{number:02}" for number in range(1, 85)]
LACKS = "Not yet:"
COLUMNS = 4

CODE = re.compile(r"`([^`]+)`")
COUNTS = re.compile(r"(\d+) are met, (\d+) in part and (\d+) not yet")
#: What somebody may put into backticks that is neither an address, nor a command, nor a test.
COLUMN_OF_A_FILE = "source"


@dataclass(frozen=True)
class Row:
    """One requirement: what it asks, where that is done, and the tests that show it."""

    code: str
    asks: str
    where: str
    shown_by: str
    chapter: str = ""

    @property
    def tests(self) -> list[str]:
        return CODE.findall(self.shown_by)

    @property
    def standing(self) -> str:
        if LACKS not in self.where:
            return "met"
        return "in part" if self.tests else "not yet"


def rows_of(text: str) -> list[Row]:
    """The rows of all tables, each with the chapter it stands in."""
    found, chapter = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            chapter = line.removeprefix("## ")
        elif line.startswith("| mp"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == COLUMNS, f"{cells[0]} has {len(cells)} cells, not {COLUMNS}"
            found.append(Row(*cells, chapter=chapter))
    return found


def faults(row: Row) -> Iterator[str]:
    """What a row names that is not there, and what it leaves out."""
    if not row.asks:
        yield "does not say what it asks for"
    if not row.tests and not row.where.startswith(LACKS):
        yield f"has no test and does not begin with “{LACKS}”"
    named = CODE.findall(row.where)
    if not named and row.standing != "not yet":
        yield "names no address or command"
    for code in named:
        if code.startswith("/"):
            if code not in addresses():
                yield f"{code} is no address of the portal"
        elif code.startswith("manage.py "):
            if code.removeprefix("manage.py ") not in get_commands():
                yield f"{code} is no command"
        elif code != COLUMN_OF_A_FILE:
            yield f"{code} is neither an address nor a command"
    for test in row.tests:
        file, _, name = test.partition("::")
        if name not in names_of_tests(file):
            yield f"{test} is no test"


@cache
def addresses() -> frozenset[str]:
    """Every address as the URLconf writes it, without the kind of what differs."""
    return frozenset("/" + re.sub(r"<\w+:(\w+)>", r"<\1>", each.pattern) for each in routes())


@cache
def names_of_tests(file: str) -> frozenset[str]:
    """`test_it`, or `TestThat::test_it`, for each test of a file; none where there is no file."""
    if not file.startswith("tests/") or not (PROJECT / file).is_file():
        return frozenset()
    return frozenset(_names(parse(Path(file)).body, ""))


def _names(body: list[ast.stmt], before: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield before + node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _names(node.body, f"{node.name}::")


@pytest.fixture(scope="module")
def text() -> str:
    return (PROJECT / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(text: str) -> list[Row]:
    return rows_of(text)


def test_every_requirement_stands_once_in_their_order(rows: list[Row]) -> None:
    assert [row.code for row in rows] == EVERY_ONE


def test_all_that_a_row_names_is_there(rows: list[Row]) -> None:
    assert {row.code: found for row in rows if (found := list(faults(row)))} == {}


def test_the_counts_above_are_right(text: str, rows: list[Row]) -> None:
    match = COUNTS.search(" ".join(text.split()))
    assert match is not None
    counted = Counter(row.standing for row in rows)
    assert [int(number) for number in match.groups()] == [
        counted[standing] for standing in ("met", "in part", "not yet")
    ]


def test_no_requirement_of_the_list_is_left_out(rows: list[Row], sources: Path) -> None:
    """The same requirements under the same chapters as in the list they were written down in."""
    written = (sources / "requirements.md").read_text(encoding="utf-8")
    asked, chapter = {}, ""
    for line in written.splitlines():
        if line.startswith("## "):
            chapter = line.removeprefix("## ")
        elif match := re.match(r"- \*\*(mp\d+)\*\*", line):
            asked[match[1]] = chapter

    assert {row.code: row.chapter for row in rows} == asked


def test_the_readme_leads_to_it() -> None:
    assert f"({PAGE})" in (PROJECT / "README.md").read_text(encoding="utf-8")


HERE = "tests/repository/test_requirements.py::test_all_that_a_row_names_is_there"
IN_A_CLASS = (
    "tests/outcomes/test_admin.py::TestFrozen::test_nothing_is_added_to_a_published_version"
)


@pytest.mark.parametrize(
    ("where", "shown_by", "wrong"),
    [
        ("`/framework/`", f"`{HERE}`", ""),
        ("`/framework/<code>/` and `manage.py load_framework`", f"`{HERE}`", ""),
        ("`/framework/`. Not yet: half of it", f"`{HERE}`", ""),
        ("Not yet: all of it", "", ""),
        ("`/framework/`", "", "has no test"),
        ("`/framework/`. Not yet: half of it", "", "has no test"),
        ("Somewhere", f"`{HERE}`", "names no address"),
        ("`/frameworks/`", f"`{HERE}`", "/frameworks/ is no address"),
        ("`/framework/<slug>/`", f"`{HERE}`", "/framework/<slug>/ is no address"),
        ("`/framework/early-help/`", f"`{HERE}`", "is no address"),
        ("`manage.py load_everything`", f"`{HERE}`", "is no command"),
        ("`framework`", f"`{HERE}`", "is neither an address nor a command"),
        ("`/framework/`", f"`{HERE}_not`", "is no test"),
        ("`/framework/`", "`tests/nowhere.py::test_all`", "is no test"),
        ("`/framework/`", f"`{IN_A_CLASS}`", ""),
        ("`/framework/`", f"`{IN_A_CLASS.replace('::TestFrozen', '')}`", "is no test"),
        ("`/framework/`", f"`{HERE.replace('test_all_that_a_row_names_is_there', 'faults')}`",
         "is no test"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_found(where: str, shown_by: str, wrong: str) -> None:
    [row] = rows_of(f"## Voice\n\n| mp01 | Something | {where} | {shown_by} |\n")

    found = list(faults(row))

    assert row.chapter == "Voice"
    assert len(found) == bool(wrong)
    assert wrong in "".join(found)


@pytest.mark.parametrize(
    ("where", "shown_by", "standing"),
    [
        ("`/framework/`", f"`{HERE}`", "met"),
        ("`/framework/`. Not yet: half of it", f"`{HERE}`", "in part"),
        ("Not yet: all of it", "", "not yet"),
    ],
)
def test_how_far_a_requirement_is_follows_from_its_row(
    where: str, shown_by: str, standing: str
) -> None:
    assert Row("mp01", "Something", where, shown_by).standing == standing
