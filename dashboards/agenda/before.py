"""What earlier meetings left behind: what was decided, and what was asked and waits."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from dashboards.agenda.contents import Link, Occasion, Point, Section
from dashboards.pack.decisions import followed
from dashboards.selectors.coverage import Covered, coverage
from ehportal.wording import day, shortened
from governance.models import Meeting
from outcomes.models import Decision, Discussion

LONGEST_NOTE = 160
"""Of what was noted of a priority, as much as says where it stood."""


def decided_last_time(occasion: Occasion) -> Section | None:
    """The decisions of the meeting before, with their figures then and now where it has figures."""
    if occasion.previous is None:
        return None
    since = _since(occasion)
    decisions = (
        Decision.objects.filter(meeting=occasion.previous)
        .prefetch_related("actions")
        .order_by("pk")
    )
    return Section(
        "decided",
        f"Decided on {day(occasion.previous.held_on)}",
        points=tuple(
            Point(each.text, f"{_done(each)} {since.get(each.text, '')}".strip())
            for each in decisions
        ),
        note="Figures then and now. They do not say that the one led to the other."
        if occasion.figures
        else "",
        empty="No decision is recorded of that meeting.",
    )


def asked_and_waiting(occasion: Occasion) -> Section | None:
    """What earlier meetings of the body asked that nobody has answered."""
    waiting = (
        Discussion.objects.unanswered()
        .filter(meeting__body=occasion.meeting.body_id)
        .filter(meeting__held_on__lt=occasion.meeting.held_on)
        .select_related("meeting", "priority", "measure")
        .order_by("meeting__held_on", "pk")
    )
    return Section(
        "asked",
        "Asked before, and not answered",
        points=tuple(
            Point(
                each.asked,
                f"{each.subject}, asked on {day(each.meeting.held_on)}.",
                reverse("dashboards:board_meeting", args=[each.meeting_id]),
            )
            for each in waiting
        ),
        empty="No question waits for an answer.",
    )


def priorities(occasion: Occasion) -> Section | None:
    """Every priority of the strategy, the one that waited longest first: progress is asked of each.

    Only the Board watches over all of them.
    """
    if not occasion.is_of_the_board:
        return None
    known = coverage(on=occasion.meeting.held_on - timedelta(days=1))
    rows = sorted(
        (*known.outcome, *known.system),
        key=lambda each: each.meeting.held_on if each.meeting else date.min,
    )
    return Section(
        "priorities",
        "Progress of the implementation plan, priority by priority",
        points=tuple(_progress(each, occasion.previous) for each in rows),
        links=(Link("What the Board has discussed", reverse("dashboards:coverage")),),
        note="The one that waited longest comes first.",
    )


def _progress(known: Covered, previous: Meeting | None) -> Point:
    """When the Board last noted something of a priority and what; a flag where it waited since."""
    text = str(known.subject)
    detail = "Never discussed."
    if known.meeting:
        asked = known.asked.asked if known.asked else ""
        said = shortened(known.what or asked, LONGEST_NOTE)
        detail = f"Last discussed on {day(known.meeting.held_on)}: “{said}”"
    if previous is None or known.meeting == previous:
        return Point(text, detail)
    return Point(text, detail, status="no_figure", status_word="Nothing noted last time")


def _done(decision: Decision) -> str:
    """'Action: open a third clinic (on track).', for each action that came from it."""
    return " ".join(
        f"Action: {action} ({action.get_status_display().lower()})."
        for action in decision.actions.all()
    )


def _since(occasion: Occasion) -> dict[str, str]:
    """By decision: 'Families on plans: 24% then, 27% now.', as the pack on the table has it."""
    if occasion.figures is None:
        return {}
    found = followed(occasion.figures)
    figures: dict[str, list[str]] = {}
    for each in (*found.latest, *found.earlier):
        figures.setdefault(each.text, []).extend(
            f"{measure.title}: {measure.then_text} then, {measure.now_text} now."
            for measure in each.measures
        )
    return {text: " ".join(said) for text, said in figures.items()}
