"""Publishes quarter after quarter of a large partnership, and makes the board pack of the last.

A hundred and fifty measures from four localities, added up for the borough, in forty quarters; each
figure split by two breakdowns. Numbers are made up without dice, a tenth of them small enough to be
hidden. Publishing is the portal's own service, disclosure control and attack included.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from dashboards.pack.building import pack
from dashboards.pack.one_page import one_page
from dashboards.pack.pdf import one_page_pdf, whole_pdf
from dashboards.pack.whole import whole
from dashboards.pack.word import word_file
from dashboards.selectors.editions import pack_editions
from governance.models import User
from outcomes.demo.groups import shared
from outcomes.models import (
    Area,
    Category,
    Measure,
    Observation,
    Period,
    Publication,
    PublishedFigure,
    Reporter,
    Status,
    Submission,
)
from outcomes.services.publication import publish
from tests.conftest import LOCALITIES
from tests.factories.governance import BoroughFactory, LocalityFactory, UserFactory
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    PeriodFactory,
    ReporterFactory,
)

MEASURES, QUARTERS, FIRST_YEAR = 150, 40, 2016
GROUPS = {
    "sex": {"female": 490, "male": 500, "not-stated": 10},
    "age": {"under-5": 300, "5-to-10": 340, "11-to-17": 330, "18-to-25": 30},
}
"""Of a thousand, so that the smallest groups of small places are hidden."""


def run(quarters: int = QUARTERS) -> None:
    """Prints how long each tenth publication takes, the last, a correction of it, and its pack."""
    coordinator = UserFactory(email="coordinator@ehportal.example")
    measures, categories = _framework()
    reporters = _reporters()
    for index in range(quarters):
        period = _quarter(index)
        _hand_in(period, index, measures, categories, reporters, coordinator)
        seconds, _ = _timed(partial(_publish, period, coordinator))
        if index % 10 == 0 or index == quarters - 1:
            _say(f"quarter {index + 1} of {quarters}, published", seconds)
    _correct(period)
    seconds, _ = _timed(partial(_publish, period, coordinator, "One figure was corrected."))
    _say("the last again, with one figure corrected", seconds)
    print(f"{PublishedFigure.objects.count():,} figures published, {_hidden(period):,} hidden of "
          f"{_shown(period):,} in the last quarter")  # fmt: skip
    for name, make in _packs(period):
        seconds, content = _timed(make)
        _say(f"{name}, {len(content) / 1000:,.0f} kB", seconds)


def _framework() -> tuple[list[Measure], list[tuple[Category, int]]]:
    areas = [area for area in Area.values if area != "family-hubs"]
    kinds: list[dict[str, Any]] = [{}, {}, {}, {"count": True}, {}]
    measures = [
        MeasureFactory(
            code=f"{area[:3].upper()}-{901 + number}",
            title=f"Measure {number + 1} of the bench",
            area=area,
            **kinds[number % len(kinds)],
        )
        for number in range(MEASURES)
        for area in [areas[number % len(areas)]]
    ]
    categories = [
        (CategoryFactory(breakdown__code=breakdown, code=code), share)
        for breakdown, groups in GROUPS.items()
        for code, share in groups.items()
    ]
    return measures, categories


def _reporters() -> list[Reporter]:
    borough = BoroughFactory()
    return [
        ReporterFactory(place=LocalityFactory(code=code, name=name, parent=borough, order=order))
        for order, (code, name) in enumerate(LOCALITIES, start=1)
    ]


def _quarter(index: int) -> Period:
    return PeriodFactory(code=f"{FIRST_YEAR + index // 4}-Q{index % 4 + 1}")


def _hand_in(
    period: Period,
    index: int,
    measures: Sequence[Measure],
    categories: Sequence[tuple[Category, int]],
    reporters: Sequence[Reporter],
    approver: User,
) -> None:
    """Every figure of a quarter, approved: the groups add up to everybody."""
    at = _at(period)
    rows = []
    for reporter in reporters:
        submission = Submission.objects.create(
            reporter=reporter, period=period, due_on=period.due_on, status=Status.APPROVED
        )
        for number, measure in enumerate(measures):
            for category, (numerator, denominator) in _split(number, reporter, index, categories):
                rows.append(
                    Observation(
                        submission=submission,
                        measure=measure,
                        place=reporter.place,
                        category=category,
                        numerator_typed=str(numerator),
                        numerator=Decimal(numerator),
                        denominator_typed=str(denominator) if measure.has_denominator else "",
                        denominator=Decimal(denominator) if measure.has_denominator else None,
                        approved_at=at,
                        approved_by=approver,
                        changed_at=at,
                        changed_by=approver,
                    )
                )
    Observation.objects.bulk_create(rows, batch_size=500)


def _split(
    number: int, reporter: Reporter, index: int, categories: Sequence[tuple[Category, int]]
) -> Iterator[tuple[Category | None, tuple[int, int]]]:
    """Counted and all, of everybody and of each group; each breakdown adds up to everybody."""
    people = 60 + 40 * (number % 17) + 15 * reporter.place.order
    counted = people * (30 + (number * 7 + index * (1 + number % 3)) % 40) // 100
    yield None, (counted, people)
    for breakdown in GROUPS:
        mine = [(each, share) for each, share in categories if each.breakdown.code == breakdown]
        all_of = shared(people, [share for _, share in mine])
        counted_of = shared(counted, all_of, at_most=all_of)
        for (category, _), split in zip(mine, zip(counted_of, all_of, strict=True), strict=True):
            yield category, split


def _correct(period: Period) -> None:
    row = Observation.objects.filter(submission__period=period, category=None).first()
    Observation.objects.filter(pk=row.pk).update(
        numerator=row.numerator + 1, numerator_typed=str(row.numerator + 1)
    )


def _publish(period: Period, by: User, reason: str = "") -> Publication:
    return publish(period=period, by=by, at=_at(period), reason=reason, looked_at=True)


def _at(period: Period) -> datetime:
    day = period.ends_on + timedelta(days=36)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _hidden(period: Period) -> int:
    return _of_the_last(period).filter(shorthand="c").count()


def _shown(period: Period) -> int:
    return _of_the_last(period).count()


def _of_the_last(period: Period) -> Any:
    return PublishedFigure.objects.filter(publication=period.publications.latest("number"))


def _packs(period: Period) -> Iterator[tuple[str, Callable[[], bytes]]]:
    found = pack_editions(period.code, None)
    assert found is not None
    yield "the pack, its contents", lambda: repr(pack(found, of_people=True)).encode()
    yield "the pack as PDF", lambda: whole_pdf(whole(pack(found, of_people=True)))
    yield "the pack for Word", lambda: word_file(whole(pack(found, of_people=True)))
    yield "its one page as PDF", lambda: one_page_pdf(one_page(pack(found, of_people=True)))


def _timed(make: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = make()
    return time.perf_counter() - started, made


def _say(what: str, seconds: float) -> None:
    print(f"{what:<60}{seconds:>8.1f} s", flush=True)
