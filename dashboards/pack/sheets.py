"""One measure in full, as a pack or a meeting shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dashboards import narrative
from dashboards.pack.lines import Sheet
from dashboards.pack.material import Material
from dashboards.selectors.commentary import Finding, commentary, heading, target_glance
from dashboards.selectors.history import History, history
from dashboards.selectors.measure_chart import POINTER, line_chart, localities, read
from dashboards.selectors.rows import NOT_ADDED_UP, Row
from dashboards.selectors.stories import Told
from outcomes.findings import Found
from outcomes.in_force import begun
from outcomes.models import MeasureType


def sheet(found: Material, row: Row) -> Sheet:
    """The measure of a borough row: chart, automatic commentary, localities. Two queries."""
    wording = found.wording
    measure = wording.measures[row.measure_id]
    past = _named(history(measure, found.edition, among=wording.quarters), found)
    targets = begun(wording.targets.get(row.measure_id, ()), found.edition.ends_on)
    comparators = wording.comparators.get(row.measure_id, ())
    finding = _finding(row, past)
    rules = _read(found, row, past)
    latest = past.borough.latest if past.borough else None
    target = target_glance(measure, targets, rules, latest)
    is_narrative = measure.type == MeasureType.NARRATIVE
    beside = () if is_narrative else localities(measure, past)
    chart = None
    if rules is not None:
        chart = line_chart(measure, past, rules, targets=targets, comparators=comparators)
    if chart is not None:
        # A pack shows the chart without the table of every figure beside it.
        chart = replace(chart, description=chart.description.removesuffix(POINTER).strip())
    return Sheet(
        line=found.line(row),
        heading=heading(measure, finding),
        chart=chart,
        commentary=commentary(measure, finding, past, rules, target, comparators),
        comment=found.comments.get(row.measure_id),
        stories=tuple(_told(found, row)),
        places=tuple(
            (each.name, narrative.figure(each.text, each.of_text), each.comparison_text)
            for each in beside
        ),
        places_heading=_places_heading({each.name: each.comparison for each in beside}),
        target=target,
    )


def _places_heading(comparisons: Mapping[str, str]) -> str:
    """At which level, since a list of exceptions such as the overview's is at another."""
    said = narrative.localities(comparisons)
    return f"{said}, by 95% interval" if said else "Each locality"


def _told(found: Material, row: Row) -> Iterator[Told]:
    """The stories of the row's figures, with places called what they were called."""
    names = {place.pk: place.name for place in found.wording.places}
    for each in found.stories:
        if (each.measure_id, each.period_id) == (row.measure_id, row.period_id):
            yield replace(each, place=names.get(each.place_id, each.place))


def _read(found: Material, row: Row, past: History) -> Found | None:
    """What the rules of that publication say, with the baselines that stood then."""
    if past.borough is None:
        return None
    rebases = found.rebases.get((row.measure_id, past.borough.place_id), ())
    measure = found.wording.measures[row.measure_id]
    return read(measure, past.borough, quarters=past.quarters, rules=found.rules, rebases=rebases)


def _named(past: History, found: Material) -> History:
    """The history with places called what they were called."""
    names = {place.pk: place for place in found.wording.places}
    places = [
        replace(place, name=names[place.place_id].name, slug=names[place.place_id].slug)
        for place in past.places
        if place.place_id in names
    ]
    order = list(names)
    return replace(
        past,
        places=tuple(
            sorted(places, key=lambda each: (not each.is_borough, order.index(each.place_id)))
        ),
    )


def _finding(row: Row, past: History) -> Finding:
    return Finding(
        quarter=past.quarters[-1].label if past.quarters else row.period_label,
        value_text=row.value_text,
        of_text=row.of_text,
        change_text=row.change_text,
        coverage_text="" if row.value_text == NOT_ADDED_UP else row.coverage_text,
        finding=row.finding,
        finding_text=row.finding_text,
    )
