"""Automatic commentary on a measure: what the figures themselves say, never why. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.comparing import COMPARABLE
from dashboards.selectors.evidence import ComparatorLine, TargetLine
from dashboards.selectors.held_against import against_range
from dashboards.selectors.history import Cell, History, same_quarter_last_year
from dashboards.selectors.measure_chart import NUMERIC
from dashboards.selectors.rows import NOT_ADDED_UP
from ehportal.wording import count
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Comparison, Polarity, TargetStatus, with_target
from outcomes.calculations.rounding import number_text, value_text
from outcomes.calculations.suitability import Caution, Pattern
from outcomes.findings import Found, usual_range
from outcomes.models import Measure


@dataclass(frozen=True)
class Finding:
    """What a publication says of the measure's latest figure in the borough, ready to print."""

    quarter: str
    value_text: str
    of_text: str
    change_text: str
    coverage_text: str
    finding: str
    finding_text: str

    @property
    def has_figure(self) -> bool:
        return not self.value_text.startswith("[") and self.value_text != NOT_ADDED_UP


@dataclass(frozen=True)
class TargetGlance:
    """The target in force, and whether it will be met as things are."""

    value_text: str
    by_text: str
    judgement: str
    reason: str
    approved_by: str


def heading(measure: Measure, finding: Finding) -> str:
    """The page's title: what was found."""
    if measure.type == MeasureType.NARRATIVE:
        return f"{measure.title}: reported in words"
    if finding.has_figure and measure.type == MeasureType.YES_NO:
        return f"{measure.title}: {finding.value_text.lower()}"
    if finding.value_text == NOT_ADDED_UP:
        return f"{measure.title}: read each locality on its own"
    return narrative.measure_title(
        measure.title,
        finding.finding,
        narrative.with_unit(finding.value_text, measure.type, measure.unit),
        quarter=finding.quarter,
        reason=finding.finding_text,
    )


def target_glance(
    measure: Measure, targets: Sequence[TargetLine], found: Found | None, latest: Cell | None
) -> TargetGlance | None:
    """The latest target, judged by the limits where the chart may judge at all, else by the figure.

    Too few points and small counts are the chart's own to tell. Where the level has moved and no
    new baseline is agreed, the limits are not what is to come: then only the figure is judged.
    """
    if not targets:
        return None
    target, polarity = targets[-1], Polarity(measure.polarity)
    value = latest.value if latest else None
    assurance = None
    if found and value is not None and not found.chart.consider_rebase:
        assurance = found.chart.assurance_for(target.value, polarity)
    status = with_target(value, target.value, polarity)
    is_met = None if status == TargetStatus.NOT_JUDGED else status == TargetStatus.MET
    return TargetGlance(
        value_text=target.value_text,
        by_text=target.by_text,
        judgement=narrative.target(assurance or "", is_met),
        reason=target.reason,
        approved_by=target.approved_by,
    )


def usual_text(found: Found | None, measure: Measure) -> str:
    """'15.2% to 23.1%': the usual range; nothing while there are too few figures."""
    if found is None or not found.chart.segments:
        return ""
    kind = MeasureType(measure.type)
    span = usual_range(found.chart.segments[-1], kind)
    return f"{value_text(span[0], kind)} to {value_text(span[1], kind)}" if span else ""


def last_year(history: History) -> str:
    """'21.8%', the borough's figure a year before; nothing where there is none."""
    position, borough = same_quarter_last_year(history.quarters), history.borough
    if position is None or borough is None:
        return ""
    cell = borough.cells[position]
    return cell.text if cell and cell.value is not None else ""


def year_total(history: History) -> str:
    """'The last four quarters together: 412.', of whole and shown figures alone; else nothing."""
    cells = history.borough.cells[-4:] if history.borough else ()
    position = same_quarter_last_year(history.quarters)
    is_whole_year = position is not None and position == len(history.quarters) - 5
    if not is_whole_year or not all(c and c.included == c.expected for c in cells):
        return ""
    counts = [cell.numerator for cell in cells if cell and cell.numerator is not None]
    if len(counts) < len(cells):
        return ""
    return f"The last four quarters together: {number_text(sum(counts))}."


def commentary(
    measure: Measure,
    finding: Finding,
    history: History,
    found: Found | None,
    target: TargetGlance | None,
    comparators: Sequence[ComparatorLine],
) -> tuple[str, ...]:
    """Short paragraphs, in the order a reader asks. Nothing for a measure reported in words."""
    if measure.type == MeasureType.NARRATIVE:
        return ()
    return tuple(
        text
        for text in (
            _latest(measure, finding),
            _variation(measure, finding, found),
            _steps(finding, history, is_yearly=measure.frequency == "annual"),
            _target(target),
            *_comparators(measure, history, comparators),
            _coverage(finding),
        )
        if text
    )


def _latest(measure: Measure, finding: Finding) -> str:
    if not finding.has_figure:
        if finding.value_text == NOT_ADDED_UP:
            return "This measure does not add up: each locality's figure is read on its own."
        reason = finding.finding_text.lower() or "not available"
        return f"There is no figure for {finding.quarter}: {reason}."
    if measure.type == MeasureType.YES_NO:
        return f"In {finding.quarter} the answer was {finding.value_text.lower()}."
    value = narrative.with_unit(finding.value_text, measure.type, measure.unit)
    if measure.type == MeasureType.COUNT:
        value = f"{value} {measure.unit}"
    return f"In {finding.quarter} the figure was {narrative.figure(value, finding.of_text)}."


def _variation(measure: Measure, finding: Finding, found: Found | None) -> str:
    if not finding.has_figure or measure.type not in NUMERIC:
        return ""
    usual = usual_text(found, measure)
    return narrative.variation(finding.finding, finding.finding_text, usual)


def _steps(finding: Finding, history: History, *, is_yearly: bool) -> str:
    parts = []
    if finding.change_text and finding.has_figure:
        before = "the year before" if is_yearly else "the quarter before"
        if finding.change_text.startswith("Not compared"):
            parts.append("It is not compared with the period before: other reporters are in it.")
        elif finding.change_text == "No change":
            parts.append(f"It is the same as {before}.")
        else:
            parts.append(f"{finding.change_text} on {before}.")
    year = last_year(history)
    if year and not is_yearly:
        parts.append(f"Same quarter last year: {year}.")
    return " ".join(parts)


def _target(target: TargetGlance | None) -> str:
    if target is None:
        return ""
    by = f" {target.by_text}" if target.by_text else ""
    return f"The target is {target.value_text}{by}. {target.judgement}"


def _comparators(
    measure: Measure, history: History, comparators: Sequence[ComparatorLine]
) -> Iterator[str]:
    latest = history.borough.latest if history.borough else None
    for each in comparators:
        said = f"{each.place}: {each.value_text}, {each.period}."
        word = ""
        if measure.type in COMPARABLE and latest:
            word = _against(latest, each, Polarity(measure.polarity))
        yield f"{said} {word}".strip()


def _against(latest: Cell, comparator: ComparatorLine, polarity: Polarity) -> str:
    """By the 95% interval, and beside all of a range where a source prints one."""
    word = against_range(latest, comparator.value, comparator.upper, polarity)
    place = comparator.place
    if word == Comparison.NOT_COMPARED:
        return ""
    if word == Comparison.SIMILAR:
        return f"The borough is similar to {place}, by its 95% interval."
    return f"The borough is {word} than {place}, by its 95% interval."


def _coverage(finding: Finding) -> str:
    text = finding.coverage_text
    if not finding.has_figure or not text:
        return ""
    included, _, rest = text.partition(" of ")
    expected = rest.split(" ", 1)[0]
    if included == expected:
        return f"All {text.partition(' of ')[2]} are included."
    return f"It covers {text}."


def sureness(measure: Measure, history: History, found: Found | None) -> tuple[str, ...]:
    """What a reader should know before leaning on the figure."""
    latest = history.borough.latest if history.borough else None
    noun = "quarters" if measure.frequency == "quarterly" else "years"
    lines = []
    if latest and latest.interval_text:
        lines.append(f"95% interval of the latest figure: {latest.interval_text}.")
    if latest and latest.included < latest.expected:
        lines.append(f"{latest.included} of {latest.expected} reporters are in it.")
    if found:
        segments = found.chart.segments
        points = segments[-1].points if segments else 0
        since = " since the new baseline" if len(segments) > 1 else ""
        so_far = f"{count(points, noun.removesuffix('s'), noun)} of figures{since}"
        needed = found.chart.settings.min_points_icons
        if (pattern := Pattern(measure.pattern)) != Pattern.ALONE:
            lines += [f"{so_far}.", narrative.why_no_limits(pattern, noun)]
        elif points >= needed:
            lines.append(f"{so_far}: enough to tell a change from usual variation.")
        else:
            lines.append(f"{so_far}: fewer than the {needed} it takes to tell a change.")
        if Caution.SMALL_COUNTS in found.chart.cautions:
            lines.append("Numbers are small, so single cases move it.")
        if Caution.UNEVEN_DENOMINATORS in found.chart.cautions and not measure.pattern:
            lines.append(
                "It is out of very different numbers: the usual range is a rough guide, and the "
                "latest figure is judged by what chance gives out of so many."
            )
    if measure.status == "proposed":
        lines.append("The definition is proposed, not yet agreed.")
    return tuple(lines)
