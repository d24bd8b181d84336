"""The data package, loaded into an empty portal, gives the same dashboards; or nothing at all."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client

from governance.models import Place, PlaceKind, User
from outcomes.integrity import CHECKS
from outcomes.models import (
    CommentaryAct,
    Comparator,
    Measure,
    Observation,
    Period,
    Publication,
    PublishedFigure,
    Rebase,
    StartingPoint,
    Status,
    Submission,
    Target,
    Tolerance,
    WithheldFigure,
)
from outcomes.services.exceptions import Refused
from outcomes.services.publication import publish
from tests.dashboards.publishing import unpublish
from tests.factories.collection import CommentaryFactory, StoryFactory
from tests.factories.evidence import (
    ComparatorFactory,
    RebaseFactory,
    StartingPointFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.factories.outcomes import (
    OPENED_AT,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

PACKAGE = "/data/package.zip"
FILES = [
    "/data/observations.csv", "/data/superseded.csv", "/data/publications.csv",
    "/data/periods.csv", "/data/notes.csv", "/data/stories.csv", "/data/measures/HEA-201.csv",
    "/data/benchmarks.csv", "/data/rebases.csv", "/data/commentary.csv",
    "/data/gaps.csv", "/data/decisions.csv",
    "/data/datapackage.json", PACKAGE, "/dashboard/matrix.csv",
]  # fmt: skip
PAGES = [
    "/dashboard/", "/dashboard/?publication=1", "/dashboard/?publication=3",
    "/dashboard/areas/healthy/", "/dashboard/measures/HEA-201/", "/dashboard/measures/ENG-201/",
    "/dashboard/measures/SAF-302/", "/dashboard/measures/HEA-201/?publication=1",
    "/dashboard/localities/north-east/",
    "/dashboard/localities/north-west/",
    "/dashboard/localities/south-west/", "/dashboard/matrix/", "/dashboard/equalities/",
    "/dashboard/completeness/", "/data/",
]  # fmt: skip
QUARTERS = ["2025-Q4", "2026-Q1", "2026-Q2"]


@pytest.fixture
def published(
    localities: dict[str, Place],
    booking: Measure,
    families: Measure,
    referred: Measure,
    coordinator: User,
) -> None:
    """Three quarters and a correction: by sex, in part, hidden, revised, noted and told of."""
    MeasureFactory(code="LEA-901", title="Nobody has reported it yet")
    for code in QUARTERS:
        PeriodFactory(code=code)
    girls = CategoryFactory(code="female", name="Female")
    boys = CategoryFactory(code="male", name="=Male, as recorded")
    _hold_against(booking, coordinator)
    for number, code in enumerate(QUARTERS):
        period = PeriodFactory(code=code)
        for i, (short, place) in enumerate(localities.items()):
            submission = SubmissionFactory(reporter=ReporterFactory(place=place), period=period)
            many = 40 + 7 * i + number
            common = {"submission": submission, "place": place}
            first = ObservationFactory(
                **common, measure=booking, numerator=many, denominator=200 + i,
                note='"Slow",\nthey said' if short == "ne" else "",
            )  # fmt: skip
            StoryFactory(observation=first, happened="=A clinic opened\nin May", why="")
            small = 3 if short == "nw" else many
            ObservationFactory(**common, measure=families, numerator=small)
            for category, share in ((girls, 20), (boys, many - 20)):
                ObservationFactory(
                    **common, measure=booking, category=category, numerator=share, denominator=101
                )
            missing = {"missing": "x"} if short == "se" else {"numerator": 12, "denominator": 31}
            ObservationFactory(**common, measure=referred, **missing)
        Submission.objects.filter(period=period).update(status=Status.APPROVED)
        late = Submission.objects.filter(period=period, reporter__place=localities["sw"])
        if number == 2:
            late.update(status=Status.SUBMITTED)
        Observation.objects.filter(submission__status=Status.APPROVED).update(
            approved_at=OPENED_AT, approved_by=coordinator
        )
        publish(period=period, by=coordinator, at=_at(number), looked_at=True)
    corrected = Observation.objects.filter(
        submission__period__code="2026-Q1", measure=referred, place=localities["ne"]
    )
    corrected.update(numerator=Decimal(13))
    publish(period=Period.objects.get(code="2026-Q1"), by=coordinator, at=_at(3), looked_at=True,
            reason="One was counted twice")  # fmt: skip
    _comment(booking, CommentaryAct.WRITTEN, "-It rose\nin May", coordinator, day=6)
    _comment(booking, CommentaryAct.TAKEN_BACK, "", coordinator, day=7)
    _comment(families, CommentaryAct.ACCEPTED, "", coordinator, day=6)


def _hold_against(measure: Measure, by: User) -> None:
    """One of each; and a new baseline that was taken back since."""
    TargetFactory(measure=measure, value=Decimal("75.5"), reason="=As the best reached")
    StartingPointFactory(measure=measure)
    ComparatorFactory(measure=measure, upper_value=Decimal(80), reason="")
    ToleranceFactory(measure=measure)
    RebaseFactory(measure=measure, period=PeriodFactory(code="2026-Q1"), recorded_at=_at(0),
                  withdrawn_at=_at(2), withdrawn_by=by, withdrawn_because="It was one month.",
                  recorded_by=by)  # fmt: skip


def _comment(measure: Measure, act: str, text: str, by: User, *, day: int) -> None:
    CommentaryFactory(measure=measure, act=act, text=text, written_by=by,
                      place=Place.objects.get(kind=PlaceKind.BOROUGH),
                      publication=Publication.objects.get(number=4),
                      written_at=_at(3).replace(day=day))  # fmt: skip


def _at(number: int) -> datetime:
    return datetime(2026, 9 + number, 5, 9, 30, 12, 345678, tzinfo=UTC)


def _empty() -> None:
    """No publication, and nothing from which one could be made again."""
    Rebase.objects.all().delete()
    for model in (Target, StartingPoint, Comparator, Tolerance):
        model.objects.all().delete()
    unpublish()
    Observation.objects.all().delete()
    Submission.objects.all().delete()
    Period.objects.all().delete()


def _read(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    body: bytes = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]*', rb"\1", body)


def _load(path: Path) -> str:
    out = io.StringIO()
    with time_machine.travel(datetime(2027, 1, 5, tzinfo=UTC), tick=False):
        call_command("load_observations", path, stdout=out)
    return out.getvalue()


@pytest.fixture
def package(published: None, reader: Client, tmp_path: Path) -> Path:
    path = tmp_path / "package.zip"
    path.write_bytes(_read(reader, PACKAGE))
    return path


@pytest.fixture
def folder(package: Path, tmp_path: Path) -> Path:
    """The package unpacked, in an empty portal."""
    path = tmp_path / "unpacked"
    zipfile.ZipFile(package).extractall(path)
    _empty()
    return path


def test_the_dashboards_and_the_files_are_the_same_again(
    package: Path, reader: Client, frozen: datetime
) -> None:
    before = {path: _read(reader, path) for path in [*FILES, *PAGES]}
    assert b"[c]" in before["/dashboard/localities/north-west/"] + before["/data/observations.csv"]
    assert b"[r]" in before["/data/observations.csv"]
    assert before["/data/superseded.csv"].count(b"2026-Q1") > 20
    kept = list(Publication.objects.values_list("number", "published_at", "signals", "in_full",
                                                "late_or_missing", "rules_version"))  # fmt: skip
    _empty()

    said = _load(package)

    changed = [path for path, body in before.items() if _read(reader, path) != body]
    assert changed == []
    assert said.startswith(f"Loaded 4 publications with {PublishedFigure.objects.count()} figures.")
    assert "came without the numbers behind them" in said
    assert kept == list(Publication.objects.values_list("number", "published_at", "signals",
                                                        "in_full", "late_or_missing",
                                                        "rules_version"))  # fmt: skip
    assert not WithheldFigure.objects.exists()
    assert [p for check in CHECKS.values() for p in check() if "published version" not in p] == []


def test_a_quarter_that_came_with_hidden_figures_is_not_corrected(
    folder: Path, coordinator: User, localities: dict[str, Place], booking: Measure
) -> None:
    _load(folder)
    period = Period.objects.get(code="2026-Q2")
    assert period.publications.get().loaded_at is not None

    with pytest.raises(Refused, match="loaded from an export"):
        publish(period=period, by=coordinator, at=_at(3), reason="Another count")


def test_the_next_quarter_is_published_as_ever(
    folder: Path, coordinator: User, localities: dict[str, Place], booking: Measure
) -> None:
    _load(folder)
    period = PeriodFactory(code="2026-Q3")
    submission = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]), period=period)
    Submission.objects.update(status=Status.APPROVED)
    submission.refresh_from_db()
    ObservationFactory(submission=submission, measure=booking, place=localities["ne"],
                       numerator=60, denominator=200)  # fmt: skip

    made = publish(period=period, by=coordinator, at=datetime(2027, 2, 1, 9, tzinfo=UTC))

    assert (made.number, made.loaded_at) == (5, None)


def test_a_portal_that_has_published_is_left_alone(package: Path) -> None:
    before = Publication.objects.count()

    with pytest.raises(CommandError, match="has published figures already"):
        _load(package)

    assert Publication.objects.count() == before


# ---- What is wrong is said with its file, line and column, and nothing is loaded ----


def _edit(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    before = path.read_bytes().decode()
    after = change(before)
    assert after != before
    path.write_bytes(after.encode())


def _cell(folder: Path, name: str, row: int, column: str, value: str) -> None:
    """Changes one cell of a file; row 1 is the names of the columns."""
    rows = list(csv.reader(io.StringIO((folder / name).read_bytes().decode(), newline="")))
    rows[row - 1][rows[0].index(column)] = value
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    (folder / name).write_bytes(text.getvalue().encode())


WRONG = [
    ("observations.csv", "publication", "99", "publications.csv has no 99."),
    ("observations.csv", "publication", "one", "'one' is not a whole number."),
    ("observations.csv", "measure", "ABC-1", "this portal has no measure ABC-1."),
    ("observations.csv", "measure", "", "it is empty, and must not be."),
    ("observations.csv", "period", "2031-Q1", "its publication is of "),
    ("observations.csv", "geography_code", "TH-XX", "there is no place TH-XX."),
    ("observations.csv", "category", "Other", "there is no group Other of All."),
    ("observations.csv", "numerator", "4e1", "'4e1' is not a number"),
    ("observations.csv", "numerator", "41.00001", "a count has four decimal places at most."),
    ("observations.csv", "numerator", "", "it is empty, and no shorthand says why."),
    ("observations.csv", "value", "99", "it is 99, and the counts give "),
    ("observations.csv", "lower", "", "it is empty, and the counts give "),
    ("observations.csv", "shorthand", "[q]", "[q] is not known here."),
    ("observations.csv", "shorthand", "[c]", "it is [c], so it holds no number."),
    ("observations.csv", "shorthand", "[r]", "its publication corrects nothing."),
    ("observations.csv", "reporters_included", "9", "they are more than were expected."),
    ("observations.csv", "source", "x" * 301, "it is longer than 300 characters."),
    ("superseded.csv", "publication", "9", "publications.csv has no 9."),
    ("publications.csv", "period", "2031-Q1", "periods.csv has no 2031-Q1."),
    ("publications.csv", "published_at", "yesterday", "'yesterday' is not a moment"),
    ("publications.csv", "published_at", "2026-09-05T09:30:12", "is not a moment"),
    ("publications.csv", "correction", "true", "no earlier publication is of the same period."),
    ("publications.csv", "published_by", "x" * 151, "it is longer than 150 characters."),
    ("publications.csv", "correction", "yes", "'yes' is neither true nor false."),
    ("publications.csv", "rules", "xmr-99", "this portal has no rules xmr-99: add them first."),
    ("publications.csv", "owner_rules", "HEA-201: own", "HEA-201: own is not known here."),
    ("periods.csv", "period", "autumn", "'autumn' is not a quarter"),
    ("periods.csv", "starts_on", "2026-02-30", "'2026-02-30' is not a date"),
    ("periods.csv", "ends_on", "2026-04-01", "2025-Q4 is January to March 2026."),
    ("periods.csv", "due_on", "2030-01-01", "the days of its collection are not in order."),
    ("benchmarks.csv", "kind", "hope", "it is one of target, starting point"),
    ("benchmarks.csv", "measure", "ABC-1", "this portal has no measure ABC-1."),
    ("benchmarks.csv", "value", "", "it is empty, and must not be."),
    ("benchmarks.csv", "approved_by", "x" * 201, "at most 200 characters"),
    ("rebases.csv", "period", "2031-Q1", "periods.csv has no 2031-Q1."),
    ("rebases.csv", "geography_code", "X1", "there is no place X1."),
    ("rebases.csv", "recorded_at", "", "it is empty, and must not be."),
    ("commentary.csv", "publication", "9", "publications.csv has no 9."),
    ("commentary.csv", "act", "praised", "is not a valid choice"),
    ("commentary.csv", "act", "accepted", "Only a commentary in own words has words."),
    ("notes.csv", "measure", "LEA-901", "that publication shows no such figure."),
    ("stories.csv", "reporter", "x" * 201, "it is longer than 200 characters."),
]  # fmt: skip


def _refusal(folder: Path) -> str:
    """Why a package is not loaded; nothing where it is."""
    try:
        _load(folder)
    except CommandError as refused:
        said = str(refused)
    else:
        return ""
    assert not Publication.objects.exists()
    assert not Period.objects.exists()
    return said


def test_every_wrong_cell_is_named(folder: Path) -> None:
    """One package for all of them: what one case changes, the next finds as it was."""
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    missed = []
    for name, column, value, words in WRONG:
        _cell(folder, name, 2, column, value)
        with transaction.atomic():
            said = _refusal(folder)
            transaction.set_rollback(True)
        if not re.search(rf"^{re.escape(name)}, line 2, \w+: .*{re.escape(words)}", said, re.M):
            missed.append(f"{name} {column} {value!r}: {said[:300]}")
        (folder / name).write_bytes(kept[name])
    assert missed == []
    assert _load(folder)


def test_lines_that_are_no_rows_are_named(folder: Path) -> None:
    _edit(folder, "superseded.csv", lambda text: text + "1,2,3\r\n")
    _edit(folder, "periods.csv", lambda text: text + text.split("\r\n")[1] + "\r\n")
    _edit(folder, "stories.csv", lambda text: text.replace("measure", "measures", 1))
    (folder / "notes.csv").unlink()
    _edit(folder, "publications.csv", lambda text: text + '"never closed')

    said = _refusal(folder)

    assert re.search(r"superseded.csv, line \d+: it has 3 cells and needs 20.", said)
    assert "periods.csv, line 5: it is about the same as line 2." in said
    assert "stories.csv, line 1: the columns must be ['publication', 'measure'" in said
    assert "notes.csv is missing." in said
    assert re.search(r"publications.csv, line \d+: this is not CSV", said)


def test_a_version_that_no_later_one_follows_is_named(folder: Path) -> None:
    _edit(folder, "observations.csv", lambda text: "\r\n".join(
        line for line in text.split("\r\n") if not line.startswith("4,")))  # fmt: skip

    assert "superseded.csv, line 2, publication: observations.csv has no later" in _refusal(folder)


def test_a_count_so_small_that_it_must_be_hidden_is_not_loaded(folder: Path) -> None:
    def shown(text: str) -> str:
        hidden = r"(,ENG-201,[^\n]*,TH-NW,[^\n]*,All,All),,,,families,,,\[c\]"
        return re.sub(hidden, r"\1,3,,3,families,,,", text)

    _edit(folder, "observations.csv", shown)

    assert "a count of people so small that it must be hidden" in _refusal(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is nothing at"),
        (b"PK not a zip", "is neither a folder nor a zip file"),
    ],
)
def test_what_is_no_package_is_refused(
    db: None, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "given.zip"
    if content is not None:
        path.write_bytes(content)

    assert said in _refusal(path)


def test_another_data_package_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "rainfall"}')

    said = _refusal(tmp_path)

    assert "it is another data package" in said
    assert "observations.csv is missing." in said


def test_after_fifty_problems_it_is_enough(folder: Path) -> None:
    _edit(folder, "observations.csv", lambda text: text.replace("TH-", "XX-"))

    said = _refusal(folder)

    assert said.count("there is no place") == 50
    assert said.endswith("There may be more: put these right first.")
