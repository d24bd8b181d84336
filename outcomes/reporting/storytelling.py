"""The form for the story behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from ehportal.layout import Field
from outcomes.models import PROMPTS, Story
from outcomes.services.stories import LONGEST_ANSWER, version_of

HINTS = {
    "happened": "In a sentence or two, as you would tell a colleague.",
    "why": "What families or staff say, and what else changed. It is your view, and shown as that.",
    "did": "This quarter, about this.",
    "will": "Who does it, and by when.",
    "needs": "From whom. The Board reads this.",
}


class StoryForm(Form):
    """Five questions; each may be left out, and so may all."""

    mark_optional = False

    #: The wording that was changed, so that two people do not overwrite each other.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story | None, **kwargs: Any) -> None:
        told = story.by_name if story else {}
        initial = {**told, "seen": version_of(story), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)

    def layout(self) -> Sequence[Any]:
        return [*(Field(name, count=LONGEST_ANSWER) for name in PROMPTS), "seen"]

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PROMPTS}

    def show_over(self, story: Story | None) -> None:
        """Shows what was typed again, to be saved over the story as it is now."""
        self.data = {**self.data.dict(), "seen": version_of(story)}  # type: ignore[attr-defined]


for _name, _prompt in PROMPTS.items():
    StoryForm.base_fields[_name] = WordsField(
        label=_prompt,
        help_text=HINTS[_name],
        what="The answer",
        max_length=LONGEST_ANSWER,
        rows=3,
        required=False,
    )
