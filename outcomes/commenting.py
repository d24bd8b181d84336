"""The form for a person's own words on a measure's published figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from ehportal.layout import Field
from outcomes.services.commentary import LONGEST_COMMENTARY, WORDS_IN_A_SENTENCE


class CommentaryForm(Form):
    """The words, if any, and the number of the publication whose figures were read."""

    # Whether words are needed depends on what is done.
    mark_optional = False

    text = WordsField(
        label="What do the figures say?",
        help_text=(
            "Say what changed and what did not, with the number it rests on. Leave out any figure "
            "that is hidden, and who it could be. Sentences of fewer than "
            f"{WORDS_IN_A_SENTENCE} words are read at one go."
        ),
        what="The commentary",
        max_length=LONGEST_COMMENTARY,
        rows=8,
        required=False,
    )
    publication = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={"required": "Open the measure’s page again: it did not say which figures"},
    )

    def layout(self) -> Sequence[Any]:
        return [Field("text", count=LONGEST_COMMENTARY), "publication"]
