"""The forms of a person's messages: pausing e-mails, and being away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from ehportal.forms import DateField, Form
from ehportal.wording import day
from governance.models import User
from governance.services.notices import colleagues_of, pause, set_absence


class PauseForm(Form):
    mark_optional = False
    #: The box beside which a refusal is shown.
    answers_for = "until"

    until = DateField(
        label="Last day without e-mails",
        help_text="For example, 27 10 2026",
        error_messages={"required": "Enter the last day without e-mails"},
    )

    def save(self, *, by: User, at: datetime) -> str:
        """Returns what to say. Raises CannotBeAway where the day makes no sense."""
        until = self.cleaned_data["until"]
        pause(person=by, until=until, by=by, at=at)
        return f"E-mails are paused. The last day without them is {day(until)}."


class AwayForm(Form):
    mark_optional = False
    answers_for = "ends_on"

    starts_on = DateField(
        label="First day away",
        help_text="For example, 19 10 2026",
        error_messages={"required": "Enter the first day you are away"},
    )
    ends_on = DateField(
        label="Last day away",
        help_text="For example, 30 10 2026",
        error_messages={"required": "Enter the last day you are away"},
    )
    deputy = forms.ModelChoiceField(
        label="Who is told in your place?",
        help_text="They have the same role as you.",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose who is told in your place",
            "invalid_choice": "Choose one of these colleagues",
        },
    )

    def __init__(self, *args: Any, person: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues_of(person, on=on)  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        return ["starts_on", "ends_on", "deputy"]

    def save(self, *, by: User, at: datetime) -> str:
        """Returns what to say. Raises CannotBeAway where the days make no sense."""
        made = set_absence(person=by, by=by, at=at, **self.cleaned_data)
        return f"{made.deputy} is told in your place from {day(made.starts_on)}."
