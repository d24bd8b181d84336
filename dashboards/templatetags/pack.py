"""Tags of the board pack's pages: addresses within one pack, its tables and its charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from dashboards import svg
from dashboards.pack.contents import Difference
from dashboards.pack.lines import Line, Sheet
from dashboards.selectors.editions import Edition
from dashboards.templatetags.board import pack_rows

register = template.Library()


@register.simple_tag
def pack_url(name: str, edition: Edition, code: str = "") -> str:
    """{% pack_url "pack_pdf" edition %}: the address that stays at this publication for good."""
    kwargs: dict[str, str | int] = {"period": edition.period_code, "number": edition.number}
    if code:
        kwargs["code"] = code
    return reverse(f"dashboards:{name}_frozen", kwargs=kwargs)


@register.simple_tag
def pack_table(lines: Iterable[Line], caption: str = "", query: str = "") -> SafeString:
    """A table of measures under a heading of the pack."""
    head = "".join(
        f'<th role="columnheader" scope="col">{name}</th>'
        for name in ("Measure", "History", "Latest", "Beyond usual variation?", "Comparison")
    )
    return SafeString(
        '<table class="eh-table eh-stack eh-cards eh-measures eh-pack-table" role="table">'
        f'<caption class="govuk-visually-hidden">{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{pack_rows(lines, query)}</tbody></table>'
    )


@register.simple_tag
def differences(rows: Sequence[Difference], caption: str, first: str) -> SafeString:
    """What differs from the borough: by measure, or by measure and group."""
    names = (first, "Here", "Borough", "Compared") if first == "Measure" else (
        first, "This group", "Borough", "Compared"
    )  # fmt: skip
    head = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in names)
    body = "".join(_difference(each, names) for each in rows)
    return SafeString(
        '<table class="eh-table eh-stack eh-cards" role="table">'
        f'<caption class="govuk-visually-hidden">{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _difference(each: Difference, names: Sequence[str]) -> str:
    group = "" if names[0] == "Measure" else f'<span class="eh-sub">{escape(each.group)}</span>'
    cells = zip(names[1:], (each.figure_text, each.borough_text, each.word), strict=True)
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escape(each.title)}{group}</th>'
        + "".join(
            f'<td role="cell"><span class="eh-label" aria-hidden="true">{label}</span>'
            f"<span>{escape(text)}</span></td>"
            for label, text in cells
        )
        + "</tr>"
    )


@register.simple_tag
def chart_of(sheet: Sheet) -> SafeString:
    """The measure's chart, drawn twice: for paper and wide screens, and for a telephone."""
    if sheet.chart is None:
        return SafeString("")
    key = f"chart-{sheet.line.row.code.lower()}"
    return SafeString(
        f'<figure class="eh-chart"><div class="eh-chart--wide">{svg.wide(sheet.chart, key=key)}'
        f'</div><div class="eh-chart--narrow">{svg.narrow(sheet.chart, key=key)}</div></figure>'
    )
