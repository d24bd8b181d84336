"""A reader who keeps every publication learns nothing from the next one that was hidden."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from outcomes.calculations import MeasureType
from outcomes.disclosure import DFE, Cell, Key, Relation
from outcomes.models import (
    Measure,
    Missing,
    Observation,
    Period,
    Publication,
    PublishedFigure,
    Status,
    Submission,
    WithheldFigure,
)
from outcomes.services.exceptions import Refused
from outcomes.services.publication import publish
from tests.factories.governance import OrganisationFactory, UserFactory
from tests.factories.outcomes import (
    OPENED_AT,
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.outcomes import brute_force
from tests.outcomes.brute_force import Published

pytestmark = pytest.mark.django_db

FIRST = {"ne": 3, "nw": 10, "se": 20, "sw": 17}


@pytest.fixture
def period() -> Period:
    return PeriodFactory()


@pytest.fixture
def count() -> Measure:
    return MeasureFactory(count=True, code="SAF-101")


@pytest.fixture
def rows(localities, count, period) -> dict[str, Observation]:
    """North East 3, North West 10, South East 20, South West 17; all approved."""
    found = {}
    for short, value in FIRST.items():
        submission = SubmissionFactory(reporter=ReporterFactory(place=localities[short]))
        found[short] = ObservationFactory(
            submission=submission,
            measure=count,
            place=localities[short],
            numerator=Decimal(value),
        )
    approve_everything()
    return found


def approve_everything() -> None:
    Submission.objects.update(status=Status.APPROVED)
    Observation.objects.update(approved_at=OPENED_AT, approved_by=UserFactory())


def shown(publication: Publication) -> dict[str, int | None]:
    """What a publication says of each place; None where it is hidden or missing."""
    figures = publication.figures.filter(category=None).select_related("place")
    return {f.place.code[-2:].lower(): _whole(f) for f in figures}


def _whole(figure: PublishedFigure) -> int | None:
    return None if figure.numerator is None else int(figure.numerator)


def test_what_is_hidden_is_kept_for_the_next_time_and_shown_nowhere(
    rows, period, coordinator, now
) -> None:
    first = publish(period=period, by=coordinator, at=now)
    assert shown(first) == {"30": 50, "ne": None, "nw": None, "se": 20, "sw": 17}
    assert sorted(int(f.numerator) for f in WithheldFigure.objects.all()) == [3, 10]


def test_a_correction_without_one_place_does_not_give_it_away(
    rows, period, coordinator, now
) -> None:
    """Borough 50, then 47 without North East: North West has to stay hidden."""
    publish(period=period, by=coordinator, at=now)
    Submission.objects.filter(pk=rows["ne"].submission_id).update(status=Status.QUERIED)
    Observation.objects.filter(pk=rows["ne"].pk).update(approved_at=None, approved_by=None)
    second = shown(publish(period=period, by=coordinator, at=now, reason="Reopened."))
    assert second["nw"] is None or second["30"] is None
    assert second["30"] is None or 50 - second["30"] not in range(1, 6)


def test_a_correction_to_a_large_number_does_not_give_the_small_one_away(
    rows, period, coordinator, now
) -> None:
    """With North West shown, the first publication would give 50 - 10 - 20 - 17 = 3."""
    publish(period=period, by=coordinator, at=now)
    Observation.objects.filter(pk=rows["ne"].pk).update(numerator=Decimal(30))
    second = shown(publish(period=period, by=coordinator, at=now, reason="Miscounted."))
    assert second["nw"] is None


def test_a_figure_first_too_small_to_give_does_not_open_the_others(
    rows, period, coordinator, now
) -> None:
    """North East gives [c], so the first total is the other three; then it gives 4."""
    Observation.objects.filter(pk=rows["ne"].pk).update(numerator=None, missing=Missing.TOO_SMALL)
    Observation.objects.filter(pk=rows["nw"].pk).update(numerator=Decimal(3))
    first = shown(publish(period=period, by=coordinator, at=now))
    assert first["nw"] is None
    Observation.objects.filter(pk=rows["ne"].pk).update(numerator=Decimal(4), missing="")
    try:
        second = shown(publish(period=period, by=coordinator, at=now, reason="Now given."))
    except Refused:
        return
    known = {short: second[short] or first[short] for short in ("se", "sw")}
    assert first["30"] is None or None in known.values()


def test_a_category_that_a_reporter_gave_as_too_small_is_protected(
    localities, count, period, coordinator, now
) -> None:
    """Everybody 50, categories 20, 27 and [c]: a second category has to go."""
    breakdown = BreakdownFactory()
    submission = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    values = [(None, 50), ("a", 20), ("b", 27), ("c", None)]
    for code, value in values:
        category = CategoryFactory(breakdown=breakdown, code=code) if code else None
        ObservationFactory(
            submission=submission,
            measure=count,
            place=localities["ne"],
            category=category,
            numerator=None if value is None else Decimal(value),
            missing=Missing.TOO_SMALL if value is None else "",
            note="There were 3." if value is None else "",
        )
    approve_everything()
    publication = publish(period=period, by=coordinator, at=now)
    here = publication.figures.filter(place=localities["ne"])
    parts = [f.numerator for f in here if f.category_id]
    total = here.get(category=None).numerator
    assert total is None or parts.count(None) >= 2
    assert not here.filter(shorthand="c").exclude(note="").exists()


def test_a_locality_given_as_too_small_is_protected_from_a_reported_total(
    rows, borough, count, period, coordinator, now
) -> None:
    """An organisation reports 50 for the borough; the localities give [c], 10, 20 and 17."""
    Observation.objects.filter(pk=rows["ne"].pk).update(numerator=None, missing=Missing.TOO_SMALL)
    council = ReporterFactory(place=borough, organisation=OrganisationFactory(name="Council"))
    ObservationFactory(
        submission=SubmissionFactory(reporter=council),
        measure=count,
        place=borough,
        numerator=Decimal(50),
    )
    approve_everything()
    figures = shown(publish(period=period, by=coordinator, at=now))
    assert figures["30"] is None or list(figures.values()).count(None) >= 2


@pytest.mark.parametrize("folder", ["dashboards", "outcomes/admin", "outcomes/views", "governance"])
def test_nothing_that_people_read_knows_the_withheld_figures(folder: str) -> None:
    sources = Path(__file__).parents[2] / folder
    assert not [p for p in sources.rglob("*.py") if "WithheldFigure" in p.read_text()]


def test_a_measure_of_an_owner_with_a_stricter_rule_is_hidden_and_rounded_by_it(
    rows, count, period, coordinator, now
) -> None:
    """North East 3 and South East 7 are hidden; 10 and 17 are printed to the nearest 5."""
    count.owner_rules = "nhs_1_to_7_round_5"
    count.save()
    Observation.objects.filter(pk=rows["se"].pk).update(numerator=Decimal(7))
    publication = publish(period=period, by=coordinator, at=now)
    figures = shown(publication)
    assert figures["ne"] is figures["se"] is None
    assert figures["nw"] in {10, None}
    assert figures["sw"] in {15, None}
    assert figures["30"] in {35, None}
    assert publication.owner_rules == {"SAF-101": "nhs_1_to_7_round_5"}
    # What was behind a rounded figure is kept, so that a later release reckons with it.
    kept = {f.place.code: int(f.numerator) for f in WithheldFigure.objects.all()}
    assert kept["TH-SW"] == 17


def test_a_sensitive_nought_of_few_is_looked_at_before_it_is_published(
    localities, period, coordinator, now
) -> None:
    measure = MeasureFactory(code="HEA-101", is_sensitive=True)
    ObservationFactory(
        submission=SubmissionFactory(reporter=ReporterFactory(place=localities["ne"])),
        measure=measure,
        place=localities["ne"],
        numerator=Decimal(0),
        denominator=Decimal(8),
    )
    approve_everything()
    with pytest.raises(Refused, match="HEA-101, North East"):
        publish(period=period, by=coordinator, at=now)
    publication = publish(period=period, by=coordinator, at=now, looked_at=True)
    assert shown(publication)["ne"] == 0


def test_nothing_is_recovered_from_what_generated_quarters_print(
    rows, count, period, coordinator, now
) -> None:
    """Published, corrected and published again; the attacker reads published figures alone."""
    rng = random.Random(5)
    history: list[Published] = []
    for turn in range(6):
        truth = {}
        for short, row in rows.items():
            if turn == 0 or rng.random() < 0.4:
                number = rng.choice([0, rng.randint(1, 5), rng.randint(1, 30)])
                Observation.objects.filter(pk=row.pk).update(numerator=Decimal(number))
            row.refresh_from_db()
            truth[short] = int(row.numerator)
        try:
            publish(period=period, by=coordinator, at=now, reason=f"Correction {turn}")
        except Refused:
            continue
        history.append(_as_printed(truth, Publication.objects.order_by("-number")[0]))
        assert not brute_force.attack(history).recovered
    assert len(history) > 2
    assert sum(len(each.hidden) for each in history) > 4


def _as_printed(truth: dict[str, int], publication: Publication) -> Published:
    """The localities and their borough: what is true, and which of it was printed."""
    numbers = {**truth, "30": sum(truth.values())}
    keys = {short: Key("SAF-101", short, "2026-Q2") for short in numbers}
    printed = shown(publication)
    assert all(printed[short] in {None, number} for short, number in numbers.items())
    return Published(
        cells=[
            Cell(keys[short], Decimal(number), None, MeasureType.COUNT)
            for short, number in numbers.items()
        ],
        relations=[Relation(keys["30"], tuple(keys[short] for short in truth))],
        hidden=frozenset(keys[short] for short in numbers if printed[short] is None),
        rules=DFE,
    )


@pytest.fixture
def happy(rows: dict[str, Observation], count: Measure, localities) -> Measure:
    """A satisfaction rate out of the very people that the count counts."""
    Measure.objects.filter(pk=count.pk).update(numerator="Families who used a hub")
    rate = MeasureFactory(
        code="HAP-203", numerator="Of them, content", denominator="Families who used a hub."
    )
    for short, value in FIRST.items():
        ObservationFactory(
            submission=rows[short].submission,
            measure=rate,
            place=localities[short],
            numerator=Decimal(0 if short == "ne" else value),
            denominator=Decimal(value),
        )
    return rate


def of_places(publication: Publication, code: str, number: str) -> dict[str, Decimal | None]:
    figures = publication.figures.filter(measure__code=code, place__kind="locality")
    return {f.place.code[-2:].lower(): getattr(f, number) for f in figures.select_related("place")}


def test_a_hidden_count_is_not_what_another_measure_is_out_of(
    rows, happy, period, coordinator, now
) -> None:
    """North West's 10 is hidden beside North East's 3; "10 of 10" would print it."""
    approve_everything()

    publication = publish(period=period, by=coordinator, at=now)

    counts = of_places(publication, "SAF-101", "numerator")
    out_of = of_places(publication, "HAP-203", "denominator")
    assert counts["ne"] is None
    assert [place for place in FIRST if counts[place] is None and out_of[place] is not None] == []
    assert [place for place in FIRST if out_of[place] is not None]


def test_what_another_measure_printed_before_hides_nothing_any_more(
    rows, happy, period, coordinator, now
) -> None:
    """10, 20 and 17 are printed as what the rate is out of, before the counts come in. Then the
    total alone protects North East's 3.
    """
    nothing = {"numerator": None, "missing": Missing.NOT_AVAILABLE}
    counts = Observation.objects.filter(measure__code="SAF-101")
    counts.update(**nothing)
    here = Observation.objects.filter(measure=happy, place=rows["ne"].place)
    here.update(**nothing, denominator=None)
    approve_everything()
    first = publish(period=period, by=coordinator, at=now)
    assert of_places(first, "HAP-203", "denominator")["nw"] == 10
    for short, value in FIRST.items():
        counts.filter(pk=rows[short].pk).update(numerator=Decimal(value), missing="")

    second = publish(period=period, by=coordinator, at=now, reason="The counts came late.")

    assert shown(second)["ne"] is None
    total = next(f for f in second.figures.filter(measure__code="SAF-101") if f.place.is_borough)
    assert total.numerator is None, "50 less the 10, 20 and 17 that are known is 3"
