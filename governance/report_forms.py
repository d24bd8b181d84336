"""The forms of reports that fall due: another meeting for one, and asking for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ehportal.forms import FORESEEABLE, DateField, Form, WordsField
from ehportal.seen import SeenForm
from ehportal.wording import day
from governance.cadence import financial_year
from governance.models import Body, Meeting, Organisation, ReportDue, ReportKind
from governance.models.meetings import LONGEST_REASON
from governance.services.reports import place_version


class SlotForm(SeenForm):
    """Another meeting for a report, or the place of another report."""

    slot = forms.ChoiceField(
        label="To which meeting does it go?",
        error_messages={
            "required": "Choose a meeting, or a report to change places with",
            "invalid_choice": "Choose a meeting, or a report to change places with, from the list",
        },
    )
    reason = WordsField(
        label="Why is it moved?",
        help_text="Everybody reads it.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        error_messages={"required": "Say why it is moved, in a sentence"},
    )

    def __init__(self, *args: Any, report: ReportDue, on: date, **kwargs: Any) -> None:
        super().__init__(*args, over=report, **kwargs)
        meetings = _meetings_to_choose(report.to, on).exclude(pk=report.meeting_id)
        others = (
            ReportDue.objects.with_everything()
            .outstanding()
            .filter(to=report.to, meeting__in=meetings)
            .order_by("meeting__held_on", "body__name")
        )
        self.meetings = {f"meeting-{each.pk}": each for each in meetings}
        self.others = {f"report-{each.pk}": each for each in others if report.has_slot}
        groups: list[Any] = [("", "Choose one")]
        if self.meetings:
            rows = [(key, day(each.held_on)) for key, each in self.meetings.items()]
            groups.append(("Another meeting", rows))
        if self.others:
            swaps = [
                (key, f"{each.author}: {each.title.lower()}, {day(each.day)}")
                for key, each in self.others.items()
            ]
            groups.append(("Change places with", swaps))
        self.fields["slot"].choices = groups  # type: ignore[attr-defined]

    def shown(self, over: ReportDue) -> dict[str, Any]:
        """Where it goes now, in words: it is not among the meetings to choose."""
        return {"slot": day(over.meeting.held_on) if over.meeting else "None yet"}

    def version_over(self, over: ReportDue) -> str:
        return place_version(over)

    @property
    def meeting(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data["slot"])

    @property
    def other(self) -> ReportDue:
        return self.others[self.cleaned_data["slot"]]


class AskForm(Form):
    """A report that no rule makes fall due, such as one on a service."""

    author = forms.ChoiceField(
        label="From whom?",
        error_messages={
            "required": "Choose the organisation or body that is to report",
            "invalid_choice": "Choose an organisation or a body from the list",
        },
    )
    kind = forms.ChoiceField(label="What kind of report?", choices=ReportKind)
    subject = forms.CharField(
        label="On what?",
        help_text="Such as the service: health visiting. No names of children or parents.",
        max_length=150,
        error_messages={
            "required": "Say in a few words what it is about",
            "max_length": "What it is about must be 150 characters or fewer",
        },
    )
    starts_on = DateField(
        latest=FORESEEABLE,
        label="From which day does it tell?",
        error_messages={"required": "Enter the first day that it is about"},
    )
    ends_on = DateField(
        latest=FORESEEABLE,
        label="Until which day?",
        error_messages={"required": "Enter the last day that it is about"},
    )
    meeting = forms.ModelChoiceField(
        label="To which meeting does it go?",
        queryset=Meeting.objects.none(),
        empty_label="None yet",
        required=False,
    )
    due_on = DateField(
        latest=FORESEEABLE,
        label="Or by which day?",
        required=False,
        help_text="Only needed where it goes to no meeting.",
    )

    def __init__(
        self, *args: Any, to: Body, on: date, kind: str = "", subject: str = "", **kwargs: Any
    ) -> None:
        year = financial_year(on)
        kwargs["initial"] = {
            "kind": kind or ReportKind.SERVICE,
            "subject": subject,
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
        }
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.filter(ends_on=None)
        bodies = Body.objects.convened().exclude(pk=to.pk).order_by("name")
        self.authors = {
            **{f"organisation-{each.pk}": each for each in organisations},
            **{f"body-{each.pk}": each for each in bodies},
        }
        self.fields["author"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            ("Services of organisations", _labels(self.authors, "organisation")),
            ("Bodies", _labels(self.authors, "body")),
        ]
        meetings = self.fields["meeting"]
        meetings.queryset = _meetings_to_choose(to, on)  # type: ignore[attr-defined]
        meetings.label_from_instance = lambda meeting: day(meeting.held_on)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be on or after the first day")
        if "due_on" in cleaned and not cleaned["due_on"] and not cleaned.get("meeting"):
            self.add_error("meeting", "Choose the meeting it goes to, or enter the day it is due")
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What the service asks for."""
        data = dict(self.cleaned_data)
        chosen = self.authors[data.pop("author")]
        return {**data, "organisation" if isinstance(chosen, Organisation) else "body": chosen}


def _meetings_to_choose(to: Body, on: date) -> Any:
    return (
        Meeting.objects.standing()
        .filter(body=to, closed_at=None, held_on__gte=on)
        .order_by("held_on")
    )


def _labels(found: dict[str, Any], kind: str) -> Sequence[tuple[str, str]]:
    return [(key, str(each)) for key, each in found.items() if key.startswith(f"{kind}-")]
