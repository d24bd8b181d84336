"""What the strategies print of London, Inner London and England: real, with the lines they are on.

Every figure of a measure that counts the same thing, and no other: none is made up, averaged or
brought up to date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from governance.models import Place, PlaceKind
from outcomes.loading.schema.figures import Baseline as Printed
from outcomes.loading.schema.figures import Comparator as PrintedElsewhere
from outcomes.models import Baseline, Comparator, Measure
from outcomes.services.restoring import restore_judging

UNDATED = "printed 2025"
"""The period of a figure of the Early Help Strategy 2025 - 2028 that it gives no year of."""

#: The baseline a figure is printed beside, the measure that counts the same, the period as a
#: page names it and its first day, and whether the measure counts everybody else (100% less it).
#: A figure without a year is used from the first day of the year it was printed in.
SAME = (
    ("antenatal_10_weeks", "HEA-201", UNDATED, date(2025, 1, 1), False),
    ("lbw_term", "HEA-101", UNDATED, date(2025, 1, 1), True),
    ("mh_admissions", "SAF-107", UNDATED, date(2025, 1, 1), False),
    ("gld_5yo", "LEA-106", "2021/22", date(2021, 9, 1), False),
    ("persistent_absence", "LEA-108", "autumn 2022/23", date(2022, 9, 1), False),
    ("tooth_decay", "HEA-110", "2021/22", date(2021, 9, 1), True),
    ("mmr_two_dose", "HEA-155", "2022/23", date(2022, 4, 1), False),
    ("first_time_entrants", "SAF-118", "2022", date(2022, 1, 1), False),
)
NOTES = {"persistent_absence": "It is of the autumn term; ours, of the school year to date."}
ENGLAND, LONDON, INNER_LONDON = "E92000001", "E12000007", "E13000001"
#: As the strategies call them. What is no place, such as what protects everybody, is left out.
PLACES = {
    "England": ENGLAND,
    "national (as printed: nationally)": ENGLAND,
    "London": LONDON,
    "Inner London": INNER_LONDON,
}


def make_comparators(printed: Iterable[Printed], *, at: datetime) -> None:
    """A row for each figure printed of a place, of the measures that count the same."""
    london = Place.objects.get(code=LONDON)
    Place.objects.get_or_create(
        code=INNER_LONDON,
        defaults={
            "slug": "inner-london",
            "name": "Inner London",
            "kind": PlaceKind.REGION,
            "parent": london,
            "order": london.order,
        },
    )
    restore_judging(rows=list(_rows({each.code: each for each in printed})), by=None, at=at)


def _rows(printed: dict[str, Printed]) -> Iterator[Comparator]:
    places = {place.code: place for place in Place.objects.filter(code__in=PLACES.values())}
    for code, measure, period, starts_on, is_rest in SAME:
        baseline = Baseline.objects.select_related("source").get(code=code)
        for each in printed[code].comparators:
            if each.geography not in PLACES:
                continue
            value, upper = _values(each, is_rest=is_rest)
            source = f"{baseline.source}, line {baseline.source_lines}"
            yield Comparator(
                measure=Measure.objects.get(code=measure),
                place=places[PLACES[each.geography]],
                period_label=period,
                starts_on=starts_on,
                value=value,
                upper_value=upper,
                source=f"{source}: {_as_printed(each, is_rest=is_rest)}",
                reason=" ".join(_reasons(code, period, is_rest=is_rest)),
            )


def _values(each: PrintedElsewhere, *, is_rest: bool) -> tuple[Decimal, Decimal | None]:
    """The value, or both ends of a printed range."""
    ends = [end for end in (each.value, each.value_min, each.value_max) if end is not None]
    low, *high = sorted(
        Decimal(100) - Decimal(str(end)) if is_rest else Decimal(str(end)) for end in ends
    )
    return low, high[0] if high else None


def _as_printed(each: PrintedElsewhere, *, is_rest: bool) -> str:
    said = f"“{each.value_text}”"
    return f"100% less {said}" if is_rest else said


def _reasons(code: str, period: str, *, is_rest: bool) -> Iterator[str]:
    """What a reader should know before leaning on the comparison."""
    if is_rest:
        yield "The strategy prints the others; this is everybody else."
    if period == UNDATED:
        yield "It gives no year for the figure."
    if code in NOTES:
        yield NOTES[code]
