"""Figures by every way in and out: typed, pasted, uploaded, downloaded and published.

Five hundred of them here, five thousand in `make thorough`.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from governance.models import Place, Role, User
from outcomes.importing.template import FIGURES
from outcomes.models import Area, Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.services.imports import accept, read_paste, read_upload, template_of
from outcomes.services.publication import publish
from outcomes.services.review import approve
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.governance import MembershipFactory
from tests.factories.outcomes import MeasureFactory, ReporterFactory, SubmissionFactory
from tests.outcomes.importing.hostile import NAME, saved
from tests.page import Page
from tests.thorough import amount

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.usefixtures("frozen"),
]

MEASURES = amount(625, 60)
Pair = tuple[Decimal, Decimal]
#: What a row holds: the submission's place and the measure's code.
Key = tuple[str, str]


@pytest.fixture
def lead(localities: dict[str, Place], ne_lead: User) -> User:
    """Leads all four localities."""
    for short in ("nw", "se", "sw"):
        MembershipFactory(user=ne_lead, role=Role.LOCALITY_LEAD, locality=localities[short])
    return ne_lead


@pytest.fixture
def submissions(localities: dict[str, Place]) -> list[Submission]:
    """The four localities' figures: means alone, and none of them filled in."""
    mean = {"type": "mean", "multiplier": 1, "area": Area.HEALTHY}
    measures = [MeasureFactory(code=f"HEA-{101 + n}", title=f"Wait {n}", **mean)
                for n in range(MEASURES)]  # fmt: skip
    found = []
    for place in localities.values():
        submission = SubmissionFactory(reporter=ReporterFactory(place=place))
        Observation.objects.bulk_create(
            Observation(submission=submission, measure=measure, place=place) for measure in measures
        )
        found.append(submission)
    return found


@pytest.fixture
def figures(submissions: list[Submission]) -> dict[Key, Pair]:
    """Numbers of every length that a box takes, with up to four decimal places."""
    dice = random.Random(5000)
    found = {}
    for submission in submissions:
        for n in range(MEASURES):
            digits, places = dice.randint(1, 11), dice.choice([0, 0, 1, 2, 4])
            top = Decimal(dice.randint(0, 10**digits - 1)) / (10**places)
            found[submission.reporter.place.code, f"HEA-{101 + n}"] = (
                top,
                Decimal(dice.randint(1, 10 ** dice.randint(1, 11) - 1)),
            )
    return found


def stored() -> dict[Key, Pair]:
    rows = Observation.objects.values_list(
        "place__code", "measure__code", "numerator", "denominator"
    )
    return {(place, code): (top, bottom) for place, code, top, bottom in rows}


def of(submission: Submission, figures: dict[Key, Pair]) -> Iterator[tuple[str, Pair]]:
    place = submission.reporter.place.code
    return ((code, pair) for (where, code), pair in figures.items() if where == place)


def test_thousands_of_figures_by_the_form(submissions, figures, lead) -> None:
    client = Client()
    client.force_login(lead)
    for submission in submissions:
        address = reverse("outcomes:section", args=[submission.pk, "healthy"])
        boxes = Page(client.get(address)).boxes[-1]
        for code, (top, bottom) in of(submission, figures):
            row = f"{code}-{submission.reporter.place.code}".lower()
            boxes |= {f"{row}-numerator": f"{top:,}", f"{row}-denominator": f"{bottom:,}"}
        client.post(address, {**boxes, "save": "later"})

    assert stored() == figures


def test_thousands_of_figures_by_paste(submissions, figures, lead) -> None:
    for submission in submissions:
        lines = [f"{top:,}\t{code}\t{bottom}" for code, (top, bottom) in of(submission, figures)]
        random.Random(1).shuffle(lines)
        text = "\r\n".join(["Number\tCode\tOut of", *lines])
        found = read_paste(submission=submission, text=text, by=lead, at=NOW, on=TODAY)
        accept(found=found, keep=(), by=lead, at=NOW, on=TODAY)

    assert stored() == figures


def test_thousands_of_figures_by_workbook_there_and_back(submissions, figures, lead) -> None:
    for submission in submissions:
        book = load_workbook(io.BytesIO(template_of(submission, at=NOW)))
        given = dict(of(submission, figures))
        for line in book[FIGURES].iter_rows(min_row=3):
            line[8].value, line[9].value = given[line[1].value]
        found = read_upload(
            submission=submission, data=saved(book), name=NAME, by=lead, at=NOW, on=TODAY
        )
        accept(found=found, keep=(), by=lead, at=NOW, on=TODAY)

    assert stored() == figures


def test_thousands_of_figures_in_the_template_as_they_are_stored(
    submissions, figures, lead
) -> None:
    downloaded = {}
    for submission in submissions:
        given = dict(of(submission, figures))
        rows = submission.observations.select_related("measure")
        typed = [TypedFigure(row.pk, *map(str, given[row.measure.code])) for row in rows]
        save_figures(submission=submission, figures=typed, by=lead, at=NOW, on=TODAY)
        sheet = load_workbook(io.BytesIO(template_of(submission, at=NOW)))[FIGURES]
        for line in sheet.iter_rows(min_row=3, values_only=True):
            pair = Decimal(repr(line[8])), Decimal(repr(line[9]))
            downloaded[submission.reporter.place.code, line[1]] = pair

    assert sum(len(pair) for pair in downloaded.values()) == len(figures) * 2
    assert downloaded == figures


def test_thousands_of_figures_from_the_form_to_the_open_data(
    submissions, figures, lead, coordinator
) -> None:
    """Typed, handed in, approved, published, and read in observations.csv, digit for digit."""
    # Means of so few people are hidden, and this is not about what is hidden. SQLite keeps fifteen
    # digits, which the sum of the longest ones would pass.
    shown = {key: (top % 10**10, bottom + 100) for key, (top, bottom) in figures.items()}
    for submission in submissions:
        rows = submission.observations.select_related("measure")
        given = dict(of(submission, shown))
        typed = [TypedFigure(row.pk, *map(str, given[row.measure.code])) for row in rows]
        save_figures(submission=submission, figures=typed, by=lead, at=NOW, on=TODAY)
        handed_in = submit(submission=submission, by=lead, at=NOW, on=TODAY)
        approve(submission=handed_in, by=coordinator, at=NOW)
    publish(period=submissions[0].period, by=coordinator, at=NOW)

    client = Client()
    client.force_login(coordinator)
    text = b"".join(client.get(reverse("dashboards:observations_csv"))).decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    pairs = {
        (line["geography_code"], line["measure"]): (
            Decimal(line["numerator"]),
            Decimal(line["denominator"]),
        )
        for line in lines
    }
    borough = {code: pair for (place, code), pair in pairs.items() if not place.startswith("TH-")}

    assert {key: pair for key, pair in pairs.items() if key[0].startswith("TH-")} == shown
    assert borough == {
        code: (sum(top for top, _ in parts), sum(bottom for _, bottom in parts))
        for code, parts in _by_measure(shown).items()
    }
    for line in lines:
        top, bottom = Decimal(line["numerator"]), Decimal(line["denominator"])
        assert float(line["value"]) == pytest.approx(float(top / bottom), rel=1e-12, abs=5e-7)


def _by_measure(figures: dict[Key, Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for (_, code), pair in figures.items():
        found.setdefault(code, []).append(pair)
    return found
