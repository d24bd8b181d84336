"""What a body was to do: its actions that are past their date."""

from __future__ import annotations

from django.urls import reverse

from dashboards.agenda.contents import Link, Occasion, Point, Section
from ehportal.wording import day
from outcomes.models import Action


def overdue(occasion: Occasion) -> Section | None:
    """The actions of the body that are overdue on the day of the meeting, with who answers."""
    found = (
        Action.objects.of_body(occasion.meeting.body)
        .overdue(occasion.as_of)
        .with_owners()
        .order_by("due_on", "pk")
    )
    return Section(
        "overdue",
        "Overdue actions",
        points=tuple(
            Point(
                each.title,
                f"{each.owner_text}. Was due on {day(each.due_on)}." if each.due_on else "",
                each.get_absolute_url(),
                "overdue",
                each.standing(occasion.as_of),
            )
            for each in found
        ),
        links=(Link("All plans", reverse("outcomes:plans")),),
        empty="None of its actions is overdue.",
    )
