"""Rules that join records of several files; each names the line to mend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from outcomes.loading.reader import Record, walk
from outcomes.loading.schema.frameworks import Metric
from outcomes.loading.schema.shared import Source

if TYPE_CHECKING:
    from outcomes.loading.schema import FrameworkData

Fault = tuple[Record, str]


def faults(data: FrameworkData) -> Iterator[Fault]:
    """The records at fault, each with the reason."""
    yield from _lines_beyond_their_document(data)
    yield from _priorities_and_their_metrics(data)
    yield from _ambitions_and_their_leads(data)
    yield from _figures_that_contradict(data)
    yield from _gaps_and_reporters(data)
    yield from _demo_levels(data)


def _lines_beyond_their_document(data: FrameworkData) -> Iterator[Fault]:
    length = {document.code: document.lines for document in data.documents}
    sources: list[Source] = []
    walk(data, lambda record: sources.append(record) if isinstance(record, Source) else None)
    for source in sources:
        if source.last_line > length[source.document]:
            yield (
                source,
                f"'{source.document}' has {length[source.document]} lines, not {source.lines}",
            )


def _priorities_and_their_metrics(data: FrameworkData) -> Iterator[Fault]:
    tagged: dict[int, set[str]] = {}
    for metric in data.early_help_metrics():
        for number in metric.priorities:
            tagged.setdefault(number, set()).add(metric.code)
    for priority in data.outcome_priorities:
        listed = {code for codes in priority.tagged_metrics.values() for code in codes}
        wrong = listed ^ tagged.get(priority.number, set())
        if wrong:
            yield (
                priority,
                f"'tagged_metrics' and the tags of the metrics disagree about {_list(wrong)}",
            )


def _ambitions_and_their_leads(data: FrameworkData) -> Iterator[Fault]:
    leads = {body.code: set(body.leads_ambitions) for body in data.bodies}
    for ambition in data.accelerate.ambitions:
        says = {code for code, numbers in leads.items() if ambition.number in numbers}
        wrong = says ^ set(ambition.led_by.bodies)
        if wrong:
            yield (
                ambition.led_by,
                f"'bodies' and 'leads_ambitions' in bodies.yaml disagree about {_list(wrong)}",
            )


def _figures_that_contradict(data: FrameworkData) -> Iterator[Fault]:
    contradicts = {baseline.code: baseline.contradicts for baseline in data.baselines}
    for baseline in data.baselines:
        for other in baseline.contradicts:
            if other == baseline.code:
                yield baseline, "'contradicts' names the figure itself"
            elif baseline.code not in contradicts[other]:
                yield baseline, f"it contradicts '{other}', so '{other}' must name it too"


def _gaps_and_reporters(data: FrameworkData) -> Iterator[Fault]:
    gaps = {gap.measure for gap in data.gaps}
    for measure in data.measures:
        if measure.reporter is None and measure.code not in gaps:
            yield measure, f"nobody reports {measure.code}, so it needs a row among the gaps"
        if measure.reporter is not None and measure.code in gaps:
            yield measure, f"{measure.code} is among the gaps, so its 'reporter' must be null"


def _demo_levels(data: FrameworkData) -> Iterator[Fault]:
    measures = {measure.code: measure for measure in data.measures}
    for code, demo in data.demo_levels.items():
        measure = measures[code]
        if (demo.level is None) != (measure.type == "narrative"):
            yield demo, f"'level' is needed for {code} unless it is a narrative"
        if (demo.base is None) != (measure.denominator is None):
            yield demo, f"'base' is needed for {code} exactly where it has a denominator"
        if demo.level is not None and measure.expected is not None:
            low, high = measure.expected
            if not low <= demo.level <= high:
                yield demo, f"the level of {code} lies outside what is expected, {low} to {high}"


def metrics_without_measure(data: FrameworkData) -> list[str]:
    """The codes of the metric statements that no measure serves yet, in framework order."""
    served = {code for measure in data.measures for code in measure.serves}
    metrics: list[Metric] = [*data.early_help_metrics(), *data.process_metrics()]
    codes = [metric.code for metric in metrics]
    codes += [metric.code for area in data.accelerate.ambitions for metric in area.metrics]
    return [code for code in codes if code not in served]


def _list(codes: set[str]) -> str:
    return ", ".join(sorted(codes))
