"""Forms for what a body decided: on the coordinator's list, and in a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ehportal.forms import DateField, Form, RowsField, WordsField
from governance.models import BOARD_CODE, Body
from outcomes.models import Area, Measure, Period
from outcomes.services.decisions import LONGEST_DECISION
from outcomes.ticking import Group, groups, ticked_in


class DecisionForm(Form):
    """What was decided, by whom, when, and on which figures."""

    mark_optional = False

    text = WordsField(
        label="What was decided?",
        help_text="As the minutes say it. Everybody whose figures it rests on reads it.",
        what="The decision",
        max_length=LONGEST_DECISION,
        error_messages={
            "required": "Write what was decided",
        },
    )
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(), label="By which body?", empty_label="Choose a body"
    )
    held_on = DateField(
        label="On which day did it meet?",
        error_messages={"required": "Enter the day of the meeting"},
    )
    period = forms.ModelChoiceField(
        queryset=Period.objects.none(),
        label="On the figures of which quarter?",
        empty_label="Choose a quarter",
    )
    measures = RowsField(
        queryset=Measure.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_tick = list(Measure.objects.in_use(on))
        choices: dict[str, Any] = {
            "body": Body.objects.convened(),
            "period": Period.objects.filter(opened_at__isnull=False, ends_on__lt=on),
            "measures": Measure.objects.in_use(on),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        """The measures are left to the page, which folds them by outcome area."""
        return ["text", "body", "held_on", "period"]

    @property
    def areas(self) -> list[Group]:
        """The measures to tick, by outcome area."""
        by_area = sorted(self.to_tick, key=lambda measure: list(Area).index(Area(measure.area)))
        rows = ((Area(each.area).label, each.pk, each.title) for each in by_area)
        return groups(rows, ticked_in(self, "measures"))


class MeetingDecisionForm(DecisionForm):
    """The same while the Board looks at one measure: the page says which, and of which quarter."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        board = Body.objects.convened().filter(code=BOARD_CODE).first()
        initial = {"body": board, "held_on": on}
        super().__init__(*args, on=on, initial=initial, **kwargs)

    def layout(self) -> Sequence[Any]:
        return ["text", "body", "held_on"]


class RemovalForm(Form):
    reason = WordsField(
        label="Why is it removed?",
        help_text="Kept in the audit, with the words of the decision.",
        what="The reason",
        max_length=500,
        rows=2,
        error_messages={
            "required": "Say why it is removed, in a sentence",
        },
    )
