"""The forms of a meeting's minutes: a decision, a progress entry, an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from governance.models import Meeting
from outcomes.deciding import DecisionForm
from outcomes.models import Measure, Priority, PriorityKind
from outcomes.services.discussions import LONGEST_ENTRY

NO_NAMES = "No names of children, parents or other members."


class MinutesDecisionForm(DecisionForm):
    """A decision at a meeting that is known; on one measure it is recorded in meeting mode."""

    def __init__(self, *args: Any, meeting: Meeting, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        for name in ("body", "held_on", "measures"):
            del self.fields[name]
        periods = self.fields["period"].queryset.filter(ends_on__lt=meeting.held_on)  # type: ignore[attr-defined]
        self.fields["period"].queryset = periods  # type: ignore[attr-defined]
        self.fields["period"].initial = periods.order_by("-ends_on").first()

    def layout(self) -> Sequence[Any]:
        return ["text", "period"]


class DiscussionForm(Form):
    """What was said and asked of one priority or one measure."""

    subject = forms.ChoiceField(label="Of which priority or measure?")
    said = WordsField(
        label="What was said?",
        help_text=f"Progress, as the meeting saw it. {NO_NAMES}",
        what="What was said",
        max_length=LONGEST_ENTRY,
        required=False,
    )
    asked = WordsField(
        label="What was asked?",
        help_text="And of whom: an organisation or a role. It stays open until it is answered.",
        what="What was asked",
        max_length=LONGEST_ENTRY,
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects: dict[str, Priority | Measure] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in PriorityKind:
            for each in Priority.objects.filter(kind=kind):
                self._offer(groups, str(kind.label), f"priority-{each.pk}", each)
        for measure in Measure.objects.in_use(on):
            self._offer(groups, "Measures", f"measure-{measure.pk}", measure)
        self.fields["subject"].choices = [("", "Choose one"), *groups.items()]  # type: ignore[attr-defined]

    def _offer(
        self,
        groups: dict[str, list[tuple[str, str]]],
        group: str,
        key: str,
        subject: Priority | Measure,
    ) -> None:
        self.subjects[key] = subject
        groups.setdefault(group, []).append((key, str(subject)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        words = [cleaned.get(name) for name in ("said", "asked") if name in cleaned]
        if len(words) == 2 and not any(words):
            self.add_error("said", "Write what was said, or what was asked")
        return cleaned

    @property
    def about(self) -> Priority | Measure:
        """What was chosen."""
        return self.subjects[self.cleaned_data["subject"]]


class AnswerForm(Form):
    answer = WordsField(
        label="What is the answer?",
        help_text=NO_NAMES,
        what="The answer",
        max_length=LONGEST_ENTRY,
        error_messages={"required": "Write the answer"},
    )
