"""The form with which a person makes a token for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal.forms import Form
from governance.models import Place, PlaceKind

LIVES = [(30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "A year")]


class TokenForm(Form):
    name = forms.CharField(
        label="What is it for?",
        help_text="Such as: Quarterly report in Power BI",
        max_length=100,
        error_messages={
            "required": "Say what the token is for",
            "max_length": "What it is for must be 100 characters or fewer",
        },
    )
    place = forms.ModelChoiceField(
        label="Which figures may it read?",
        queryset=Place.objects.filter(kind=PlaceKind.LOCALITY),
        required=False,
        empty_label="Every place",
        error_messages={"invalid_choice": "Choose every place, or one of the localities"},
    )
    days = forms.TypedChoiceField(
        label="How long should it work?",
        choices=LIVES,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how long it should work",
            "invalid_choice": "Choose how long it should work",
        },
    )
    mark_optional = False

    def layout(self) -> Sequence[Any]:
        return ["name", "place", "days"]
