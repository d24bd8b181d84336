"""The coordinator's forms for a new baseline of a control chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from governance.models import Place
from outcomes.models import Measure, Period
from outcomes.services.rebases import LONGEST_REASON


class RebaseForm(Form):
    """Which series starts anew, from when, why, and who asked and agreed."""

    mark_optional = False

    measure = forms.ModelChoiceField(
        queryset=Measure.objects.none(), label="Of which measure?", empty_label="Choose a measure"
    )
    place = forms.ModelChoiceField(
        queryset=Place.objects.none(), label="In which place?", empty_label="Choose a place"
    )
    period = forms.ModelChoiceField(
        queryset=Period.objects.none(),
        label="From which quarter on?",
        empty_label="Choose a quarter",
        help_text="The first quarter after the change. The usual range starts anew there.",
    )
    reason = WordsField(
        label="What changed, and why will it last?",
        help_text="Everybody reads it under the chart.",
        what="The reason",
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Say what changed, and why it is expected to last",
        },
    )
    asked_by = forms.CharField(
        label="Who asked for it?",
        max_length=200,
        error_messages={"required": "Say who asked for the new baseline"},
    )
    approved_by = forms.CharField(
        label="Who approved it?",
        help_text="A body, or somebody else than the person who asked.",
        max_length=200,
        error_messages={"required": "Say who approved the new baseline"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "measure": Measure.objects.in_use(on),
            "place": Place.objects.reported(),
            "period": Period.objects.filter(opened_at__isnull=False, ends_on__lt=on),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class WithdrawalForm(Form):
    reason = WordsField(
        label="Why is it taken back?",
        help_text="Kept in the audit. What was published with it stays as it was.",
        what="The reason",
        max_length=500,
        rows=2,
        error_messages={
            "required": "Say why it is taken back, in a sentence",
        },
    )
