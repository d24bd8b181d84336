"""The forms of meetings: planning a year of them, and adding, moving or cancelling one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal.forms import FORESEEABLE, DateField, Form, RowsField, WordsField
from ehportal.seen import SeenForm
from ehportal.wording import WEEKDAYS
from governance.cadence import LAST, MONTHS_OF, Cadence, Pattern
from governance.models import Came, Meeting, Organisation
from governance.models.meetings import LONGEST_REASON
from governance.services.meetings import Slot, attendance_version, meeting_version

WEEKS = [(1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last")]
TIMES = ("%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p")


class ClockField(forms.TimeField):
    """An hour of the day as people write it: 10:00, 14.30, 2pm."""

    def __init__(self, **options: Any) -> None:
        said = {"invalid": "Enter a time, such as 10:00 or 2:30pm"}
        super().__init__(
            input_formats=TIMES,
            error_messages=said,
            widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}, format="%H:%M"),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class SlotForm(Form):
    """When on the day, and where."""

    starts_at = ClockField(label="When does it start?", required=False, help_text="Such as 10:00")
    ends_at = ClockField(label="When does it end?", required=False, help_text="Such as 12:00")
    where = forms.CharField(
        label="Where?",
        required=False,
        max_length=150,
        help_text="The room or building. Leave out links that let anybody in.",
        error_messages={"max_length": "The place must be 150 characters or fewer"},
    )

    @property
    def slot(self) -> Slot:
        given = self.cleaned_data
        return Slot(given["starts_at"], given["ends_at"], given["where"])

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if ends_at and "starts_at" in cleaned and not starts_at:
            self.add_error("starts_at", "Enter when it starts as well")
        elif starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "It must end after it starts")
        return cleaned


class PlanForm(SlotForm):
    """A year of meetings from how often the body meets."""

    starts_on = DateField(
        latest=FORESEEABLE,
        label="From which day?",
        help_text="Meetings are planned for the twelve months from here, where there is none yet",
        error_messages={"required": "Enter the first day"},
    )
    month = forms.TypedChoiceField(label="In which month of them?", coerce=int)
    week = forms.TypedChoiceField(label="Which one in the month?", choices=WEEKS, coerce=int)
    weekday = forms.TypedChoiceField(
        label="Which day of the week?", choices=list(enumerate(WEEKDAYS[:5])), coerce=int
    )

    def __init__(self, *args: Any, cadence: Cadence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = MONTHS_OF.get(cadence, 1)
        if months == 1:
            del self.fields["month"]
        else:
            names = ["First", "Second", "Third"][:months]
            self.fields["month"].choices = list(enumerate(names, start=1))  # type: ignore[attr-defined]
        if cadence == Cadence.TERM:
            week = self.fields["week"]
            week.label = "In which week of term?"
            week.choices = [(n, str(n)) for n in range(1, 11)]  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        first = [name for name in ("starts_on", "month", "week", "weekday") if name in self.fields]
        return [*first, "starts_at", "ends_at", "where"]

    @property
    def pattern(self) -> Pattern:
        given = self.cleaned_data
        return Pattern(given["week"], given["weekday"], given.get("month", 1))


class MeetingForm(SlotForm):
    """One meeting more."""

    held_on = DateField(
        latest=FORESEEABLE,
        label="On which day?",
        error_messages={"required": "Enter the day of the meeting"},
    )

    def layout(self) -> Sequence[Any]:
        return ["held_on", "starts_at", "ends_at", "where"]


class MoveForm(SeenForm, MeetingForm):
    """Another day, hour or room for a meeting."""

    reason = WordsField(
        label="Why is it moved?",
        help_text="Everybody reads it, also in their calendars.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        error_messages={"required": "Say why it is moved, in a sentence"},
    )

    def layout(self) -> Sequence[Any]:
        return ["held_on", "starts_at", "ends_at", "where", "reason"]

    def shown(self, over: Meeting) -> dict[str, Any]:
        names = ("held_on", "starts_at", "ends_at", "where")
        return {name: getattr(over, name) for name in names}

    def version_over(self, over: Meeting) -> str:
        return meeting_version(over)


class CancelForm(Form):
    reason = WordsField(
        label="Why is it cancelled?",
        help_text="Everybody reads it, also in their calendars.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        error_messages={"required": "Say why it is cancelled, in a sentence"},
    )


class AttendanceForm(SeenForm):
    """Which organisations came, and which sent apologies; members that did neither were absent."""

    mark_optional = False

    came = RowsField(
        label="Which organisations came?",
        help_text="Organisations only: no names.",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    apologies = RowsField(
        label="Which sent apologies?",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guest = forms.ModelChoiceField(
        label="Another organisation that came",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.members = _members_of(meeting)
        recorded = {each.organisation_id: each.came for each in meeting.attendance.all()}
        known = Organisation.objects.filter(pk__in={*self.members, *recorded})
        super().__init__(*args, over=meeting, **kwargs)
        for name in ("came", "apologies"):
            self.fields[name].queryset = known  # type: ignore[attr-defined]
            if not known:
                del self.fields[name]
        others = Organisation.objects.exclude(pk__in=known).filter(ends_on__isnull=True)
        self.fields["guest"].queryset = others  # type: ignore[attr-defined]

    def shown(self, over: Meeting) -> dict[str, Any]:
        recorded = over.attendance.select_related("organisation")
        return {
            "came": [each.organisation for each in recorded if each.came == Came.CAME],
            "apologies": [each.organisation for each in recorded if each.came == Came.APOLOGIES],
        }

    def version_over(self, over: Meeting) -> str:
        return attendance_version(over)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        both = set(cleaned.get("came") or ()) & set(cleaned.get("apologies") or ())
        if both:
            names = " and ".join(sorted(str(each) for each in both))
            self.add_error("apologies", f"{names} cannot have come and sent apologies")
        return cleaned

    @property
    def attendance(self) -> dict[Organisation, Came]:
        """How each organisation is recorded."""
        given = self.cleaned_data
        found = dict.fromkeys(given.get("apologies") or (), Came.APOLOGIES)
        found |= dict.fromkeys(given.get("came") or (), Came.CAME)
        if given.get("guest"):
            found[given["guest"]] = Came.CAME
        if found:
            absent = Organisation.objects.filter(pk__in=self.members)
            found = dict.fromkeys(absent, Came.ABSENT) | found
        return found


def _members_of(meeting: Meeting) -> set[int]:
    seats = meeting.body.seats.current(meeting.held_on)
    return {key for key in seats.values_list("organisation_id", flat=True) if key}
