"""A new baseline on a measure's page: drawn from its period, for later publications alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from governance.models import Place
from outcomes.models import Measure, MeasureSummary, Publication
from tests.dashboards.publishing import publish, text_of
from tests.factories.evidence import (
    ComparatorFactory,
    RebaseFactory,
    StartingPointFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.factories.outcomes import PeriodFactory

PATH = "/dashboard/measures/HEA-201/"
BEFORE_THE_LAST = datetime(2026, 9, 1, tzinfo=UTC)


def moved(count: int) -> list[tuple[int, int]]:
    """Steady for a while, then steady at a higher level for the last eight quarters."""
    return [((300 if i >= count - 8 else 200) + (7 if i % 2 else -7), 1000) for i in range(count)]


@pytest.fixture
def shifted(borough: Place, booking: Measure) -> Publication:
    return publish({(booking, borough): moved(21)})


def test_a_run_on_one_side_asks_a_person_to_consider_a_new_baseline(
    reader: Client, shifted: Publication
) -> None:
    text = text_of(reader.get(PATH))
    assert "The process has changed: consider a new baseline." in text
    assert "New baseline from" not in text


def test_a_new_baseline_is_drawn_explained_and_never_changes_what_was_published(
    reader: Client, shifted: Publication, borough: Place, booking: Measure, settings: Any
) -> None:
    before = text_of(reader.get(f"{PATH}?publication={shifted.number - 1}"))
    RebaseFactory(
        measure=booking,
        place=borough,
        period=PeriodFactory(code="2024-Q3"),
        recorded_at=BEFORE_THE_LAST,
    )

    page = reader.get(PATH)
    drawing = page.context["page"].reported.drawing
    bands = [s for s in drawing.figure["layout"]["shapes"] if s["type"] == "rect"]
    text = text_of(page)

    assert "New baseline from October to December 2024" in text
    assert "Asked for by Maternity lead, approved by Early Help Partnership Board" in text
    assert "consider a new baseline" not in text
    settings.PUBLIC_DASHBOARDS = True
    assert "Maternity lead" not in (signed_out := text_of(Client().get(PATH)))
    assert "New baseline from October to December 2024" in signed_out
    assert [(s["x0"], s["x1"]) for s in bands] == [(-0.5, 12.5), (12.5, 20.5)]
    assert len(drawing.figure["data"]) == 2  # the line is broken there
    assert drawing.wide.count("<polyline") == 2
    earlier = text_of(reader.get(f"{PATH}?publication={shifted.number - 1}"))
    assert earlier == before


def test_publishing_honours_a_new_baseline(borough: Place, booking: Measure) -> None:
    from outcomes.models import Period
    from outcomes.rulebook import rebases_at
    from outcomes.summaries import summarise

    last = publish({(booking, borough): moved(21)})
    old = MeasureSummary.objects.get(publication=last)
    assert old.finding == "better"
    RebaseFactory(measure=booking, place=borough, period=PeriodFactory(code="2024-Q3"))
    [row] = summarise(
        as_at=last.period,
        period=last.period,
        figures=[],
        measures=[booking],
        places=[borough],
        periods=list(Period.objects.order_by("starts_on")),
        rebases=rebases_at(datetime(2026, 12, 1, tzinfo=UTC)),
    )
    assert row.finding == "too_early"
    assert row.finding_text == "8 quarters since the new baseline, trial limits"


def test_the_latest_figure_is_put_in_words_beside_all_it_is_held_against(
    reader: Client, borough: Place, booking: Measure
) -> None:
    london = Place.objects.create(code="E12000007", slug="london", name="London", kind="region")
    ComparatorFactory(measure=booking, place=london, value=25)
    StartingPointFactory(measure=booking, place=borough, value=15)
    TargetFactory(measure=booking, place=borough, value=21)
    ToleranceFactory(measure=booking, value=2)
    publish({(booking, borough): [(193, 1000), (207, 1000)]})

    page = reader.get(PATH)
    held = {e.name: (e.word, e.how) for e in page.context["page"].reported.held_against}

    assert held == {
        "London": ("Worse", "by the 95% interval"),
        "Where we began": ("Better", "by the 95% interval"),
        "Target": (
            "Not met, but near",
            "not clearly different by the 95% interval; within 2 percentage points",
        ),
    }
    text = text_of(page)
    assert "History: 4 entries" in text
    assert "Tolerance 2 percentage points" in text
    assert "Two points are a dozen families" in text


@pytest.mark.parametrize(
    ("polarity", "target", "word", "how"),
    [
        # 207 of 1,000 is 20.7%; its 95% interval is 18.3% to 23.3%.
        ("higher", 20, "Met", "not clearly different by the 95% interval"),
        ("higher", 23, "Not met", "not clearly different by the 95% interval"),
        ("higher", 18, "Met", ""),
        ("higher", 24, "Not met", ""),
        ("lower", 20, "Not met", "not clearly different by the 95% interval"),
        ("lower", 18, "Not met", ""),
        ("lower", 24, "Met", ""),
        ("none", 20, "Not judged", "no direction is agreed"),
    ],
)
def test_a_target_within_the_interval_is_said_not_to_be_clearly_different(
    polarity: str,
    target: int,
    word: str,
    how: str,
    reader: Client,
    borough: Place,
    booking: Measure,
) -> None:
    booking.polarity = polarity
    booking.save()
    TargetFactory(measure=booking, place=borough, value=target)
    publish({(booking, borough): [(207, 1000)]})

    [held] = reader.get(PATH).context["page"].reported.held_against

    assert (held.word, held.how) == (word, how)


def test_a_count_is_held_against_its_target_by_its_value_alone(
    reader: Client, borough: Place, families: Measure
) -> None:
    families.polarity = "higher"
    families.save()
    TargetFactory(measure=families, place=borough, value=40)
    publish({(families, borough): [41]})

    page = reader.get(f"/dashboard/measures/{families.code}/").context["page"]

    assert [(e.word, e.how) for e in page.reported.held_against] == [("Met", "")]


def test_without_a_judgement_it_is_higher_or_lower(
    reader: Client, borough: Place, booking: Measure
) -> None:
    booking.polarity = "none"
    booking.save()
    StartingPointFactory(measure=booking, place=borough, value=15)
    publish({(booking, borough): [(207, 1000)]})
    [begun] = reader.get(PATH).context["page"].reported.held_against
    assert begun.word == "Higher"
