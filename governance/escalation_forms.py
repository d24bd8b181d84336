"""The forms of what is taken to the body above, and of its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from governance.models import Body
from governance.models.escalations import EscalationAbout
from governance.models.meetings import LONGEST_REASON
from governance.models.seats import NO_NAMES_OF_FAMILIES
from governance.services.escalations import LONGEST_ISSUE, bodies_above


class EscalateForm(Form):
    """An issue for the body above."""

    to = forms.ModelChoiceField(
        label="To which body?",
        queryset=Body.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the body it is taken to"},
    )
    about = forms.ChoiceField(
        label="What is it about?",
        choices=EscalationAbout,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    issue = WordsField(
        label="What cannot be settled here?",
        help_text=NO_NAMES_OF_FAMILIES,
        what="The issue",
        max_length=LONGEST_ISSUE,
        rows=5,
        error_messages={"required": "Say what cannot be settled"},
    )
    asked = WordsField(
        label="What do you ask the body above to do?",
        what="What you ask",
        max_length=LONGEST_ISSUE,
        error_messages={"required": "Say what you ask for"},
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = bodies_above(body)
        to = self.fields["to"]
        to.queryset = Body.objects.filter(pk__in=[each.pk for each in above])  # type: ignore[attr-defined]
        if len(above) == 1:
            to.initial = above[0].pk


class TakeBackForm(Form):
    """Why something that was asked is no longer asked."""

    reason = WordsField(
        label="Why?",
        help_text=NO_NAMES_OF_FAMILIES,
        what="The reason",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why, in a sentence"},
    )


class AnswerForm(Form):
    answer = WordsField(
        label="What is the answer?",
        help_text=f"It stays as it is written, for everybody to read. {NO_NAMES_OF_FAMILIES}",
        what="The answer",
        max_length=LONGEST_ISSUE,
        rows=5,
        error_messages={"required": "Write the answer"},
    )
