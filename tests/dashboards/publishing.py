"""Published quarters for the tests of the board's pages, without the road that leads to them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from ehportal.append_only import drop_trigger_statements, trigger_statements
from governance.models import Place, PlaceKind
from outcomes.calculations.combining import MeasureType, value
from outcomes.calculations.intervals import interval_for
from outcomes.models import (
    Area,
    Category,
    ForWhom,
    Measure,
    MeasureSummary,
    Period,
    Polarity,
    Publication,
    PublishedFigure,
)
from outcomes.summaries import summarise
from tests.factories.evidence import (
    ComparatorFactory,
    MetricMeasureFactory,
    PublishedWordingFactory,
)
from tests.factories.governance import BoroughFactory
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    PeriodFactory,
    PriorityFactory,
    PublicationFactory,
)

#: Two counts, one count, a reason why there is none, or nothing at all.
Typed = tuple[int, int] | int | str | None
Typing = Mapping[tuple[Measure, Place], Sequence[Typed]]

#: The tables of what was published, from the first that hangs on another to the one that does not.
PUBLISHED = (
    "outcomes_commentary", "outcomes_publishedstory", "outcomes_publishedwording",
    "outcomes_measuresummary", "outcomes_withheldfigure", "outcomes_publishedfigure",
    "outcomes_publication",
)  # fmt: skip


def codes(count: int, last: str = "2026-Q2") -> list[str]:
    """So many quarters up to and with the last, oldest first: ['2026-Q1', '2026-Q2']."""
    year, quarter = int(last[:4]), int(last[-1])
    end = year * 4 + quarter - 1
    return [f"{n // 4}-Q{n % 4 + 1}" for n in range(end - count + 1, end + 1)]


def publish(typed: Typing, *, last: str = "2026-Q2", notes: str = "") -> Publication:
    """Publishes quarter after quarter, as the series say; returns the last publication.

    Summaries are those that publishing writes. `notes` stand beside the last quarter's figures.
    """
    length = max(len(series) for series in typed.values())
    publication: Publication | None = None
    for i, code in enumerate(codes(length, last)):
        period = PeriodFactory(code=code)
        publication = publication_of(period)
        is_last = i == length - 1
        for (measure, place), series in typed.items():
            position = i - (length - len(series))
            if position >= 0 and series[position] is not None:
                add_figure(
                    publication, measure, place, series[position], note=notes if is_last else ""
                )
        summaries_for(publication)
    assert publication is not None
    PublishedWordingFactory(publication=publication)
    return publication


def publication_of(period: Period, **fields: object) -> Publication:
    last = Publication.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    at = datetime(period.ends_on.year, period.ends_on.month, 28, 9, 0, tzinfo=UTC)
    return PublicationFactory(number=number, period=period, published_at=at, **fields)


def add_figure(
    publication: Publication,
    measure: Measure,
    place: Place,
    typed: Typed,
    *,
    note: str = "",
    category: Category | None = None,
    is_revised: bool = False,
) -> PublishedFigure:
    """One published figure: its value and interval are worked out as publishing does."""
    kind = MeasureType(measure.type)
    shorthand = typed if isinstance(typed, str) else ""
    numerator, denominator = None, None
    if isinstance(typed, tuple):
        numerator, denominator = Decimal(typed[0]), Decimal(typed[1])
    elif isinstance(typed, int):
        numerator = Decimal(typed)
    worth = value(
        numerator, denominator, measure_type=kind, multiplier=measure.multiplier, may_exceed=True
    )
    interval = interval_for(
        numerator, denominator, measure_type=kind, multiplier=measure.multiplier
    )
    return PublishedFigure.objects.create(
        publication=publication,
        measure=measure,
        place=place,
        period=publication.period,
        numerator=numerator,
        denominator=denominator,
        value=None if worth is None else float(worth),
        lower=interval.lower if interval else None,
        upper=interval.upper if interval else None,
        shorthand="r" if is_revised else shorthand,
        reporters_expected=1,
        reporters_included=0 if shorthand else 1,
        category=category,
        note=note,
        source="Maternity records; Barts Health",
    )


def summaries_for(publication: Publication) -> None:
    """The rows that publishing writes beside the figures, and the counts of signals."""
    published = Period.objects.filter(publications__isnull=False).distinct()
    as_at = max(published, key=lambda period: period.starts_on)
    rows = summarise(
        as_at=as_at,
        period=publication.period,
        figures=[],
        measures=list(Measure.objects.all()),
        places=list(Place.objects.reported()),
        periods=sorted(published, key=lambda period: period.starts_on),
    )
    for row in rows:
        row.publication = publication
    MeasureSummary.objects.bulk_create(rows)


def unpublish() -> None:
    """As if nothing had been published: no service could, so the triggers step aside."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for table in PUBLISHED:
            for sql in drop_trigger_statements(connection.vendor, table):
                cursor.execute(sql)
            cursor.execute(f"DELETE FROM {table}")
            for sql in trigger_statements(connection.vendor, table):
                cursor.execute(sql)
            connection.check_constraints()


def rising(count: int, *, base: int = 1000, start: int = 200) -> list[tuple[int, int]]:
    """A steady series with a saw's teeth, whose last figure lies far above all others."""
    steady = [(start + (7 if i % 2 else -7), base) for i in range(count - 1)]
    return [*steady, (start + 120, base)]


def steady(count: int, *, base: int = 1000, start: int = 200) -> list[tuple[int, int]]:
    """A series with a saw's teeth and nothing else."""
    return [(start + (7 if i % 2 else -7), base) for i in range(count)]


def text_of(response: Any) -> str:
    """The words of a page's main part, in one line."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    words = re.sub(r"<(script|title|desc).*?</\1>", " ", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words)))


def sixty(borough: Place) -> None:
    """More than sixty measures with long titles, all of a priority; a quarter of them changed."""
    priority = PriorityFactory(number=1)
    london = BoroughFactory(code="E12000007", slug="london", name="London", kind=PlaceKind.REGION)
    series = {}
    for i, area in enumerate([*list(Area)[:5]] * 14):
        title = f"Parents and carers who say, when asked, that it made a difference, {i:02}"
        measure = MeasureFactory(
            code=f"HEA-{300 + i}",
            title=title,
            area=area,
            level=list(ForWhom)[i % 3],
            order=i,
            polarity=Polarity.LOWER if i % 8 == 0 else Polarity.HIGHER,
        )
        metric = MetricFactory()
        metric.priorities.add(priority)
        MetricMeasureFactory(metric=metric, measure=measure)
        ComparatorFactory(measure=measure, place=london, value=45)
        series[measure, borough] = rising(14) if i % 4 == 0 else steady(14)
    publish(series)
