"""The form that hands figures in: the declaration, and one reason for what is still empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal import wording
from ehportal.forms import Form, WordsField
from ehportal.layout import Field
from outcomes.figures import LONGEST_NOTE
from outcomes.models import Missing

REASONS_IN_FULL = {
    "z": "Nothing of the kind can be counted here.",
    "x": "You cannot give it this time. Say why below.",
    "c": "So few people that a number could point to somebody.",
}
#: What is declared, and what is said where it is not: by who submits, and by the first of two.
DECLARED = {
    False: (
        "These figures are right as far as I know, and may be reviewed and published",
        "Confirm that the figures are right before you submit them",
    ),
    True: (
        "These figures are right as far as I know, and ready for a second person to sign",
        "Confirm that the figures are right before you mark them as ready",
    ),
}


class DeclarationForm(Form):
    """What a person vouches for, and the version of the figures they saw.

    Where figures are still empty it asks once why. Zero is no reason: it is a figure, typed in its
    row.
    """

    # Whether a sentence may be left out depends on the reason.
    mark_optional = False

    missing = forms.ChoiceField(
        help_text="If there were none, that is a figure: enter 0 in its row instead.",
        choices=[(value, Missing(value).label) for value in ("z", "x", "c")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose why these figures are empty",
            "invalid_choice": "Choose why these figures are empty",
        },
    )
    note = WordsField(
        label="Say why in a sentence",
        help_text="The Board reads it beside each of these figures.",
        required=False,
        what="The sentence",
        max_length=LONGEST_NOTE,
        rows=2,
    )
    declared = forms.BooleanField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, empty: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "missing"
        ].label = f"{wording.count(empty, 'figure is', 'figures are')} still empty. Why?"
        if not empty:
            del self.fields["missing"], self.fields["note"]

    def word(self, *, is_first: bool) -> None:
        """Says what is declared: by whoever submits, or by the first of two people."""
        declared = self.fields["declared"]
        declared.label, declared.error_messages["required"] = DECLARED[is_first]

    def layout(self) -> Sequence[Any]:
        asked = (
            [Field("missing", hints=REASONS_IN_FULL), "note"] if "missing" in self.fields else []
        )
        return [*asked, "declared", "version"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        is_unsaid = "note" in cleaned and not cleaned["note"].strip()
        if cleaned.get("missing") == Missing.NOT_AVAILABLE and is_unsaid:
            self.add_error("note", "Say in a sentence why the figures are not available")
        return cleaned

    @property
    def reason(self) -> dict[str, str]:
        """The reason for what is empty, as services take it; nothing where none was asked."""
        given = {name: self.cleaned_data.get(name, "") for name in ("missing", "note")}
        return given if given["missing"] else {}

    def show_version(self, version: int) -> None:
        """Shows the form again: for figures of another version the person declares anew."""
        sent = {name: self.data[name] for name in self.fields if name in self.data}
        if str(sent.get("version", "")) != str(version):
            sent.pop("declared", None)
        self.data = {**sent, "version": str(version)}
