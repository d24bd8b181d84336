"""The files of what was learned: which data there is not, and what the Board decided.

For whoever works on outcomes elsewhere (Early Help Strategy, line 430). They are taken along in the
package and not loaded from it: gaps are entered with the measures, decisions are minutes.
"""

from __future__ import annotations

from itertools import groupby

from dashboards.exports.observations_csv import Column, Names
from dashboards.exports.table import Rows, Table, a_day, boolean, lines
from ehportal.spreadsheets import cell
from governance.models import BOARD_CODE
from outcomes.models import DataGap, Decision, MeasureStatus, Publication


def _gaps(names: Names, place: int | None) -> Rows:
    """As the register has them, but for the person who is on it."""
    found = DataGap.objects.exclude(measure__status=MeasureStatus.RETIRED)
    for gap in found.select_related("measure").order_by("measure__code"):
        yield [
            gap.measure.code,
            cell(gap.measure.title),
            gap.reason,
            cell(gap.explanation),
            cell(gap.quote),
            cell(gap.potential_solution),
            boolean(gap.with_others),
            a_day(gap.review_on),
            a_day(gap.filled_on),
        ]


def _decisions(names: Names, place: int | None) -> Rows:
    """The Board's, recorded by the latest publication: no later one is in any pack yet.

    Minutes that are still open may change, so nothing of theirs is given. Decisions are of the
    whole borough, so a program of one place is given none.
    """
    latest = Publication.objects.filter(pk__in=names.publications).order_by("-published_at").first()
    if latest is None or place is not None:
        return
    found = (
        Decision.objects.filter(
            meeting__body__code=BOARD_CODE,
            meeting__closed_at__isnull=False,
            recorded_at__lte=latest.published_at,
        )
        .select_related("meeting")
        .prefetch_related("measures")
        .order_by("meeting__held_on", "pk")
    )
    for held_on, decisions in groupby(found, key=lambda each: each.meeting.held_on):
        for number, each in enumerate(decisions, start=1):
            yield [
                a_day(held_on),
                str(number),
                names.periods[each.period_id][0],
                lines(sorted(measure.code for measure in each.measures.all())),
                cell(each.text),
            ]


GAPS = Table(
    "gaps",
    "Data that nobody can supply yet, and what might fill each gap",
    (
        Column("measure", "string", "Code of the measure."),
        Column("measure_title", "string", "Title of the measure."),
        Column(
            "reason",
            "string",
            "not_collected, collected_not_shared, no_agreed_definition, cannot_be_split or "
            "national_only.",
        ),
        Column("explanation", "string", "Why, in a sentence or two."),
        Column("quote", "string", "The strategy’s own words, where it has any.", False),
        Column("potential_solution", "string", "What might fill it."),
        Column(
            "with_others", "boolean", "Whether other boroughs or the national collaborative help."
        ),
        Column("review_on", "date", "When it is looked at next.", False),
        Column("filled_on", "date", "Since when there are figures; empty while it is open.", False),
    ),
    ("measure",),
    _gaps,
)
DECISIONS = Table(
    "decisions",
    "What the Early Help Partnership Board decided because of the figures",
    (
        Column("held_on", "date", "The day of the meeting."),
        Column("number", "integer", "Which one of that meeting it is."),
        Column("period", "string", "Code of the period whose figures were read."),
        Column(
            "measures",
            "string",
            "Codes of the measures it rests on: a line each. None: all.",
            False,
        ),
        Column("decision", "string", "What was decided, as the minutes say it."),
    ),
    ("held_on", "number"),
    _decisions,
)
