"""Rows of the board's tables, written in Python, and the drawings beside them.

A template loop over a hundred and fifty rows costs three times the rest of the page, and these
tables are what every reader waits for. Each text is escaped here; a drawing, in which every word
was escaped when it was made, is printed as it is. Nothing else in the portal vouches for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape as escaped

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from dashboards.pack.lines import Line
from dashboards.selectors.area import Entry
from dashboards.selectors.group_rows import GroupRow
from dashboards.selectors.history import Cell, PlaceHistory
from dashboards.selectors.locality import Beside
from dashboards.selectors.matrix import MatrixCell, MatrixRow
from dashboards.selectors.measure import TableRow
from dashboards.selectors.rows import Row, Tally
from dashboards.selectors.splits import SplitRow
from dashboards.wanted import NAMED
from ehportal.status import status_html
from governance.access import Access, Permission
from outcomes.models import Measure

register = template.Library()

# The same titles, places and words stand on every page.
escape = lru_cache(maxsize=20_000)(escaped)

NONE = "–"
_ANY_CODE = "AAA-000"
_ALONE = ' class="eh-alone"'


@register.simple_tag
def drawn(svg: str) -> SafeString:
    """{% drawn row.sparkline %}: a drawing of `dashboards.svg` or `outcomes.sparkline`."""
    return SafeString(svg)


@register.filter
def initials(name: str) -> str:
    """'NE' of 'North East': the head of a column too narrow for the name."""
    return "".join(word[0] for word in name.split())


@register.simple_tag
def measure_rows(rows: Iterable[Row], query: str = "") -> SafeString:
    """{% measure_rows group.rows edition.query %}: six cells a measure, its level under its name.

    `query` keeps the links at an earlier publication.
    """
    address = _address(query)
    return SafeString("".join(_measure_row(row, address, _at_length(row.about)) for row in rows))


@register.simple_tag
def entry_rows(entries: Iterable[Entry], query: str = "") -> SafeString:
    """The same with the wording of the metrics that each measure serves under its name."""
    address = _address(query)
    return SafeString(
        "".join(
            _measure_row(entry.row, address, "".join(_sub(f"“{text}”") for text in entry.metrics))
            for entry in entries
        )
    )


@register.simple_tag
def beside_rows(rows: Iterable[Beside], query: str = "") -> SafeString:
    """A locality's measures, and beside each "Similar to the borough" and the borough's figure."""
    address = _address(query)
    return SafeString("".join(_beside_row(each, address) for each in rows))


@register.simple_tag
def pack_rows(lines: Iterable[Line], query: str = "") -> SafeString:
    """A pack's measures: five cells each, and under a revised figure why it was revised."""
    address = _address(query)
    return SafeString(
        "".join(
            _pack_row(
                line,
                address,
                below=_at_length(line.row.level_name),
                dated=line.row.dated_text,
                rule=line.row.finding_text,
                revised=line.revised_text,
                comparison=_text_cell(line.comparison_text),
            )
            for line in lines
        )
    )


@register.simple_tag
def summary_rows(lines: Iterable[Line], query: str = "") -> SafeString:
    """The same as the one page prints them: four cells, no level, no rule, and short months."""
    address = _address(query)
    return SafeString(
        "".join(
            _pack_row(
                line, address, dated=line.short_dated_text, held_against=line.short_comparison_text
            )
            for line in lines
        )
    )


@register.simple_tag
def tallied(tallies: Iterable[Tally]) -> SafeString:
    """{% tallied cell.tallies %}: signals as statuses, the rest in small grey lines."""
    lines = [
        f"<div>{status_html(each.finding, each.text)}</div> "
        if each.is_signal
        else f"{_sub(each.text)} "
        for each in tallies
    ]
    return SafeString(f"<div>{''.join(lines) or _sub('No measure')}</div>")


@register.simple_tag
def figure_rows(
    table: Sequence[TableRow], has_denominator: bool, has_intervals: bool
) -> SafeString:
    """A measure's figures: a row a period, and for each place its figure, and out of what."""
    rows = []
    for row in table:
        now = ' class="eh-now"' if row.is_now else ""
        cells = "".join(
            _figure_cells(place, cell, has_denominator, has_intervals) for place, cell in row.cells
        )
        heading = f'<th scope="row" class="eh-nowrap">{escape(row.label)}</th>'
        rows.append(f"<tr{now}>{heading}{cells}</tr>\n")
    return SafeString("".join(rows))


@register.simple_tag
def file_rows(measures: Iterable[Measure]) -> SafeString:
    """The measures whose figures can be taken away: two files each, and what it is called."""
    csv = _around(reverse("dashboards:measure_csv", args=[_ANY_CODE]))
    workbook = _around(reverse("dashboards:measure_xlsx", args=[_ANY_CODE]))
    rows = []
    for measure in measures:
        code = escape(measure.code)
        links = " or ".join(
            f'<a class="govuk-link" href="{before}{code}{after}">{code}.{ending}</a>'
            for (before, after), ending in ((csv, "csv"), (workbook, "xlsx"))
        )
        rows.append(f"<li>{links} {escape(measure.title)}</li>\n")
    return SafeString("".join(rows))


@register.simple_tag
def matrix_rows(rows: Iterable[MatrixRow], query: str = "") -> SafeString:
    """A measure a row, a place a cell: the word of its comparison, then the figure."""
    before, after = _address(query)
    return SafeString(
        "".join(
            f'<tr role="row"{_ALONE if row.is_alone else ""}><th role="rowheader" scope="row">'
            f'<a class="govuk-link" href="{before}{escape(row.code)}{after}">{escape(row.title)}'
            f"</a>{_about(row)}</th>"
            f"{''.join(_matrix_cell(cell) for cell in row.cells)}</tr>\n"
            for row in rows
        )
    )


@register.simple_tag
def group_rows(rows: Iterable[GroupRow]) -> SafeString:
    """A group of people a row, beside everybody of its place: seven cells."""
    return SafeString("".join(_group_row(row) for row in rows))


@register.simple_tag
def missing_rows(rows: Iterable[SplitRow], query: str, access: Access) -> SafeString:
    """Measures whose split is missing, and who is on each: named to members alone."""
    before, after = _address(query)
    names_people = access.may(Permission.GOVERNANCE_VIEW)
    return SafeString(
        "".join(
            '<tr role="row"><th role="rowheader" scope="row"><a class="govuk-link" '
            f'href="{before}{escape(row.code)}{after}">{escape(row.title)}</a></th>'
            f"{_on_it(row, names_people)}</tr>\n"
            for row in rows
        )
    )


def _on_it(row: SplitRow, names_people: bool) -> str:
    owner = row.owner if names_people else NAMED
    said = escape(owner if row.owner else "Nobody yet")
    until = f", by {escape(row.review_on)}" if row.review_on else ""
    more = "" if row.owner or row.review_on else "eh-empty"
    return _cell(f"<span>{said}{until}</span>", label="Who is on it", more=more)


def _group_row(row: GroupRow) -> str:
    pooled = _sub(row.pooled_text) if row.pooled_text else ""
    if row.status:
        beside = f"{status_html(row.status)}{' [u]' if row.is_low else ''}"
    elif row.why_not:
        beside = f'<span class="eh-small">{escape(row.why_not)}</span>'
    else:
        beside = NONE
    figure = f"<strong>{escape(row.text)}</strong>{_sub(row.of_text) if row.of_text else ''}"
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escape(row.name)}{pooled}</th>'
        f"{_cell(f'<div>{beside}</div>', more='eh-empty' if beside == NONE else '')}"
        f"{_cell(f'<div>{figure}</div>')}"
        f"{_text_cell(row.interval_text, label='95% interval')}"
        f"{_text_cell(row.everybody_text, label='Everybody')}"
        f"{_text_cell(row.gap_text, label='Gap')}"
        f"{_text_cell(row.ratio_text, label='Ratio')}</tr>\n"
    )


def _about(row: MatrixRow) -> str:
    if not row.dated_text:
        return _at_length(row.note)
    more = f'<span class="eh-at-length">; {escape(row.note)}</span>'
    return f'<span class="eh-sub">{escape(row.dated_text)}{more}</span>'


def _matrix_cell(cell: MatrixCell) -> str:
    said = f"<div>{status_html(cell.status)}</div>" if cell.status else ""
    small = _sub(cell.small_text) if cell.small_text else ""
    why = f'<span class="eh-sub eh-why">{escape(cell.why_not)}</span>' if cell.why_not else ""
    return f'<td role="cell">{said}<strong>{escape(cell.text)}</strong>{small}{why}</td>'


def _address(query: str) -> tuple[str, str]:
    """What stands before and after a measure's code in the address of its page."""
    before, after = _around(reverse("dashboards:measure", args=[_ANY_CODE]))
    return before, f"{after}{escape(query)}"


def _around(address: str) -> tuple[str, str]:
    """What stands before and after a measure's code in an address that has `_ANY_CODE` for it."""
    before, _, after = address.partition(_ANY_CODE)
    return before, after


def _sub(text: str) -> str:
    return f'<span class="eh-sub">{escape(text)}</span>'


def _at_length(text: str) -> str:
    """What a telephone leaves to whoever hears the page, and to the page of the measure."""
    return f'<span class="eh-sub eh-at-length">{escape(text)}</span>'


def _heading(row: Row, address: tuple[str, str], below: str) -> str:
    before, after = address
    signal = ' class="eh-signal"' if row.is_signal else ""
    return (
        f'<tr role="row"{signal}><th role="rowheader" scope="row"><a class="govuk-link" '
        f'href="{before}{escape(row.code)}{after}">{escape(row.title)}</a>{below}</th>'
        f'<td role="cell">{row.sparkline}</td>'
    )


def _cell(markup: str, *, label: str = "", more: str = "") -> str:
    """A cell; one that says little alone names itself where a narrow screen has no columns."""
    name = f'<span class="eh-label" aria-hidden="true">{label}</span>' if label else ""
    classes = f' class="{more}"' if more else ""
    return f'<td role="cell"{classes}>{name}{markup}</td>'


def _text_cell(text: str, *, label: str = "", more: str = "") -> str:
    """A cell of text; a narrow screen leaves it out where there is none."""
    classes = more if text else f"{more} eh-empty".strip()
    return _cell(f"<span>{escape(text) or NONE}</span>", label=label, more=classes)


def _figure(row: Row) -> str:
    dated = _sub(row.dated_text) if row.dated_text else ""
    markup = f"<div><strong>{escape(row.value_text)}</strong>{_sub(row.small_text)}{dated}</div>"
    return _cell(markup, more="eh-num")


def _finding(row: Row) -> str:
    said = status_html(row.look) if row.shown_finding else NONE
    elsewhere = "".join(
        f'<span class="eh-sub eh-elsewhere">{escape(text)}</span>' for text in row.elsewhere
    )
    return _cell(f"<div>{said}{_sub(row.finding_text)}{elsewhere}</div>")


def _measure_row(row: Row, address: tuple[str, str], below: str) -> str:
    return (
        f"{_heading(row, address, below)}{_figure(row)}{_finding(row)}"
        f"{_text_cell(row.change_text, label='Since last time')}"
        f"{_text_cell(row.coverage_text, label='Coverage')}</tr>\n"
    )


def _pack_row(
    line: Line,
    address: tuple[str, str],
    *,
    below: str = "",
    dated: str,
    rule: str = "",
    revised: str = "",
    held_against: str = "",
    comparison: str = "",
) -> str:
    row = line.row
    beside = f" <span>{escape(line.beside_text)}</span>" if line.beside_text else ""
    latest = f"<strong>{escape(row.value_text)}</strong>{beside}"
    latest += "".join(f" {_sub(text)}" for text in (dated, revised, held_against) if text)
    finding = status_html(row.look) if row.shown_finding else NONE
    said = f" {_sub(rule)}" if rule else ""
    return (
        f"{_heading(row, address, below)}{_cell(f'<div>{latest}</div>')}"
        f"{_cell(f'<div>{finding}{said}</div>')}{comparison}</tr>\n"
    )


def _beside_row(each: Beside, address: tuple[str, str]) -> str:
    row = each.row
    label = "" if each.comparison_text else "Borough"
    return (
        f"{_heading(row, address, _at_length(row.about))}"
        f"{_figure(row)}{_finding(row)}{_text_cell(each.comparison_text)}"
        f"{_text_cell(each.borough_text, label=label, more='eh-num')}</tr>\n"
    )


def _figure_cells(
    place: PlaceHistory, cell: Cell | None, has_denominator: bool, has_intervals: bool
) -> str:
    shown, out_of, interval = "[x]", "", ""
    if cell:
        shown = escape(cell.text) + (_sub(cell.coverage_text) if cell.coverage_text else "")
        out_of, interval = cell.of_text, cell.interval_text if place.is_borough else ""
    cells = [shown]
    if has_denominator:
        cells.append(escape(out_of))
    if has_intervals and place.is_borough:
        cells.append(escape(interval))
    return "".join(f'<td class="eh-num">{each}</td>' for each in cells)
