"""One answer for every figure of a section that is still empty: a reason, or zero."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from ehportal.forms import Form, WordsField
from outcomes.figures import LONGEST_NOTE
from outcomes.models import Missing
from outcomes.typed import ZERO

UNCHOSEN = "Choose what to put in the empty figures"


class AnswerForBlanksForm(Form):
    """Shown below the entry table and sent with it, so that nothing typed above is lost."""

    # Whether a sentence may be left out depends on the answer.
    mark_optional = False

    missing = forms.ChoiceField(
        label="What to put in the empty figures",
        choices=[("", "Choose an answer"), (ZERO, "Zero: none this quarter"), *Missing.choices],
        error_messages={"required": UNCHOSEN, "invalid_choice": UNCHOSEN},
    )
    note = WordsField(
        label="Say why in a sentence",
        help_text="The Board reads it beside each of these figures. Needed where they are not "
        "available.",
        required=False,
        what="The sentence",
        max_length=LONGEST_NOTE,
        rows=2,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="blanks")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        is_unsaid = "note" in cleaned and not cleaned["note"].strip()
        if cleaned.get("missing") == Missing.NOT_AVAILABLE and is_unsaid:
            self.add_error("note", "Say in a sentence why the figures are not available")
        return cleaned
