"""The forms of plans, their actions and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ehportal.forms import FORESEEABLE, DateField, Form, RowsField, WordsField
from ehportal.keys import is_key
from ehportal.layout import Field
from ehportal.seen import SeenForm
from governance.models import Body, Meeting, Membership, Organisation, User
from outcomes.models import (
    Action,
    ActionStatus,
    Decision,
    Milestone,
    Plan,
    PlanKind,
    PlanStatus,
)
from outcomes.planning.expected import Expected, financial_year
from outcomes.services.actions import (
    LONGEST_ACTION,
    LONGEST_INEQUALITY,
    LONGEST_REASON,
    ActionContent,
    action_version,
    standing_version,
    why_a_reason,
)
from outcomes.services.plans import LONGEST_TEXT, LONGEST_TITLE, plan_version
from outcomes.serving import ServesForm
from outcomes.ticking import Group

REVIEWED_BEFORE = timedelta(days=460)
"""How long before a Board annual plan starts its reviews may lie: a year and a quarter."""


def _dates(label: str, required: str) -> DateField:
    return DateField(latest=FORESEEABLE, label=label, error_messages={"required": required})


class _PlanForm(Form):
    """What every plan says of itself."""

    title = WordsField(
        label="What is it called?",
        what="The title",
        max_length=LONGEST_TITLE,
        rows=2,
        error_messages={"required": "Enter a title"},
    )
    starts_on = _dates("On which day does it start?", "Enter the day it starts")
    ends_on = _dates("On which day does it end?", "Enter the day it ends")
    basis = WordsField(
        label="What local need does it answer, and who agreed it?",
        help_text="Figures, and what families said. No names of children or parents.",
        what="This",
        max_length=LONGEST_TEXT,
        rows=5,
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be on or after the first day")
        return cleaned


class NewPlanForm(_PlanForm):
    """Whose plan it is, and what it says."""

    which = forms.ChoiceField(
        label="Which plan is it?", error_messages={"required": "Choose which plan it is"}
    )
    field_order = ("which", "title", "starts_on", "ends_on", "basis")

    def __init__(
        self, *args: Any, expected: Sequence[Expected], on: date, which: str = "", **kwargs: Any
    ) -> None:
        first, last = financial_year(on)
        kwargs["initial"] = {"starts_on": first, "ends_on": last, "which": which}
        super().__init__(*args, **kwargs)
        self.expected = {each.key: each for each in expected}
        title = self.fields["title"]
        title.required = False
        title.help_text = "Leave it empty, and it is called after whose it is and its year."
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a plan"),
            *((key, each.label) for key, each in self.expected.items()),
        ]

    @property
    def content(self) -> dict[str, Any]:
        """What the service makes a plan of."""
        data = dict(self.cleaned_data)
        chosen = self.expected[data.pop("which")]
        called = data["title"] or chosen.title(data["starts_on"], data["ends_on"])
        return {**data, "title": called, "kind": chosen.kind, "body": chosen.body,
                "place": chosen.place}  # fmt: skip


class PlanForm(SeenForm, _PlanForm):
    """A plan that is there: its status too, and the reviews that a Board's plan is drawn from."""

    status = forms.ChoiceField(
        label="How far is it?",
        choices=PlanStatus,
        widget=forms.RadioSelect,
        help_text="A plan that is closed stays as it is, with its actions.",
    )
    drawn_from = RowsField(
        label="From which meetings of the Board is it drawn?",
        queryset=Meeting.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, over=plan, **kwargs)
        self.is_boards = plan.kind == PlanKind.BOARD
        if self.is_boards:
            self.fields["drawn_from"].queryset = Meeting.objects.filter(  # type: ignore[attr-defined]
                body=plan.body,
                held_on__gte=plan.starts_on - REVIEWED_BEFORE,
                held_on__lte=plan.starts_on + timedelta(days=31),
            ).order_by("held_on")

    def shown(self, over: Plan) -> dict[str, Any]:
        return super().shown(over) | {"drawn_from": list(over.drawn_from.all())}

    def version_over(self, over: Plan) -> str:
        return plan_version(over)

    def layout(self) -> Sequence[Any]:
        drawn = ["drawn_from"] if self.is_boards else []
        return ["title", "starts_on", "ends_on", "basis", *drawn, "status"]


class ActionForm(SeenForm, ServesForm):
    """What is to be done, who answers for it, with whom, and what it serves."""

    title = WordsField(
        label="What is to be done?",
        help_text="In one sentence.",
        what="The action",
        max_length=LONGEST_ACTION,
        rows=4,
        error_messages={"required": "Say in a sentence what is to be done"},
    )
    what = WordsField(
        label="How is it done, and how will you know?",
        what="This",
        max_length=LONGEST_TEXT,
        rows=4,
        required=False,
    )
    owned_by = forms.ChoiceField(
        label="Which organisation or body answers for it?",
        help_text="If you choose nobody, the plan’s owner answers for it.",
        required=False,
        error_messages={"invalid_choice": "Choose an organisation or a body from the list"},
    )
    owner_role = forms.CharField(
        label="In which role?",
        help_text="For example, family hub manager.",
        max_length=150,
        required=False,
        error_messages={"max_length": "The role must be 150 characters or fewer"},
    )
    owner = forms.ModelChoiceField(
        label="Is it somebody who uses this portal?",
        help_text="They are reminded of it.",
        queryset=User.objects.none(),
        empty_label="Nobody in particular",
        required=False,
    )
    due_on = _dates("When is it due?", "Enter the day it is due")
    milestone = forms.ChoiceField(
        label="Is it a milestone of the transition work?",
        choices=[("", "No"), *Milestone.choices],
        required=False,
    )
    inequality = WordsField(
        label="Which inequality does it reduce?",
        help_text="Who fares worse, and in what; nothing if it reduces none. No names of people.",
        what="The inequality",
        max_length=LONGEST_INEQUALITY,
        rows=2,
        required=False,
    )
    decision = forms.ModelChoiceField(
        label="Did a decision ask for it?",
        queryset=Decision.objects.none(),
        empty_label="No",
        required=False,
    )
    partners = RowsField(queryset=Organisation.objects.none(), required=False)

    def __init__(
        self, *args: Any, plan: Plan, action: Action | None = None, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, over=action, on=on, **kwargs)
        self.plan = plan
        if action is not None:
            # The date moves by an update, which says why.
            del self.fields["due_on"]
        self.offer("owner", User.objects.filter(
            is_active=True, memberships__in=Membership.objects.current(on)).distinct())  # fmt: skip
        self.offer("decision", Decision.objects.select_related("meeting__body"))
        self.offer("partners", Organisation.objects.filter(ends_on=None))
        self.fields["owned_by"].choices = _owners(plan)  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        """What it serves and its partners are left to the page, which folds them."""
        due = ["due_on"] if "due_on" in self.fields else []
        return [
            "title",
            "what",
            *due,
            "owned_by",
            Field("owner_role", width=20),
            "owner",
            "milestone",
            "inequality",
            "decision",
        ]

    def shown(self, over: Action) -> dict[str, Any]:
        return _shown(over)

    def version_over(self, over: Action) -> str:
        return action_version(over)

    def clean_outcomes(self) -> Any:
        chosen = self.cleaned_data["outcomes"]
        if self.plan.kind == PlanKind.LOCALITY and not chosen:
            raise ValidationError("Choose at least one outcome that it serves")
        return chosen

    @property
    def content(self) -> ActionContent:
        """What the service writes; the date apart."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in {"due_on", "owned_by"}}
        kind, _, key = self.cleaned_data["owned_by"].partition("-")
        if kind == "body":
            data["owner_body"] = Body.objects.get(pk=key)
        elif kind == "organisation":
            data["owner_organisation"] = Organisation.objects.get(pk=key)
        return ActionContent(**data)

    @property
    def partner_groups(self) -> list[Group]:
        rows = (("Partners", each.pk, each.name) for each in self.rows("partners"))
        return self.folded("partners", rows)


def _owners(plan: Plan) -> list[Any]:
    organisations = Organisation.objects.filter(ends_on=None).values_list("pk", "name")
    bodies = Body.objects.convened().order_by("name").values_list("pk", "name")
    if plan.locality_id:
        bodies = bodies.filter(place=plan.locality_id)
    return [
        ("", "The plan’s owner"),
        ("Organisations", [(f"organisation-{pk}", name) for pk, name in organisations]),
        ("Bodies", [(f"body-{pk}", name) for pk, name in bodies]),
    ]


def _shown(action: Action) -> dict[str, Any]:
    owned_by = ""
    if action.owner_body_id:
        owned_by = f"body-{action.owner_body_id}"
    elif action.owner_organisation_id:
        owned_by = f"organisation-{action.owner_organisation_id}"
    same = ("title", "what", "owner_role", "owner", "milestone", "inequality", "decision")
    ticked = ("outcomes", "measures", "priorities", "partners")
    return {
        **{name: getattr(action, name) for name in same},
        **{name: list(getattr(action, name).all()) for name in ticked},
        "owned_by": owned_by,
    }


class UpdateForm(SeenForm):
    """How an action goes on. It starts from how it stands."""

    text = WordsField(
        label="What was done?",
        help_text="Since the last update. It stays for good; no names of children or parents.",
        what="The update",
        max_length=LONGEST_TEXT,
        rows=4,
        error_messages={"required": "Say what was done"},
    )
    status = forms.ChoiceField(
        label="How does it stand now?",
        choices=ActionStatus,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    due_on = DateField(latest=FORESEEABLE, label="When is it due?", required=False)
    reason = WordsField(
        label="Why is it worse, or why is the date moved?",
        help_text="Only needed where it is one of the two.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, over=action, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if self.action.due_on and "due_on" in data and data["due_on"] is None:
            self.add_error("due_on", "Enter the day it is due")
        # What somebody moved meanwhile is told first: this page did not mean to move it back.
        elif self.version not in {"", standing_version(self.action)}:
            return cleaned
        elif "status" in data and "due_on" in data and not data.get("reason"):
            why = why_a_reason(self.action, status=data["status"], due_on=data["due_on"])
            if why and "reason" not in self.errors:
                self.add_error("reason", why.removesuffix("."))
        return cleaned

    def shown(self, over: Action) -> dict[str, Any]:
        return {"status": over.status, "due_on": over.due_on}

    def version_over(self, over: Action) -> str:
        return standing_version(over)


class FilterForm(forms.Form):
    """Which actions are listed, from the address: whose, how they stand, who decided them."""

    owner = forms.CharField(required=False)
    status = forms.ChoiceField(choices=ActionStatus, required=False)
    plan = forms.CharField(required=False)
    decided_by = forms.SlugField(required=False)
    overdue = forms.BooleanField(required=False)

    def clean_owner(self) -> str:
        value: str = self.cleaned_data["owner"]
        kind, _, key = value.partition("-")
        return value if kind in {"body", "organisation", "person", "place"} and is_key(key) else ""

    def clean_plan(self) -> str:
        value: str = self.cleaned_data["plan"]
        return value if is_key(value) else ""
