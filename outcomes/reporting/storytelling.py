"""The form for the story behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ehportal.forms import WordsField
from ehportal.layout import Field
from ehportal.seen import SeenForm
from outcomes.models import PROMPTS, Story
from outcomes.services.stories import LONGEST_ANSWER, version_of

HINTS = {
    "happened": "In a sentence or two, as you would tell a colleague.",
    "why": "What families or staff say, and what else changed. It is your view, and shown as that.",
    "did": "This quarter, about this.",
    "will": "Who does it, and by when.",
    "needs": "From whom. The Board reads this.",
}


class StoryForm(SeenForm):
    """Five questions; each may be left out, and so may all."""

    mark_optional = False

    def __init__(self, *args: Any, story: Story | None, **kwargs: Any) -> None:
        super().__init__(*args, over=story, **kwargs)

    def shown(self, over: Story) -> dict[str, str]:
        return over.by_name

    def version_over(self, over: Story) -> str:
        return version_of(over)

    def layout(self) -> Sequence[Any]:
        return [*(Field(name, count=LONGEST_ANSWER) for name in PROMPTS), *self.HIDDEN]

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PROMPTS}


for _name, _prompt in PROMPTS.items():
    StoryForm.base_fields[_name] = WordsField(
        label=_prompt,
        help_text=HINTS[_name],
        what="The answer",
        max_length=LONGEST_ANSWER,
        rows=3,
        required=False,
    )
