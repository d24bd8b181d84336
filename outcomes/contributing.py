"""The pages and forms of activities, and of what each contributes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch, Q

from ehportal.forms import FORESEEABLE, DateField, WordsField
from ehportal.layout import Field
from ehportal.seen import SeenForm
from governance.access import Access, Permission
from governance.models import Organisation, Place, Site
from outcomes.models import (
    Activity,
    Contribution,
    EvidenceKind,
    Measure,
    Outcome,
    OutcomeArea,
    VersionStatus,
)
from outcomes.services.activities import (
    LONGEST_TEAM,
    LONGEST_TEXT,
    LONGEST_TITLE,
    ActivityContent,
    activity_version,
    contribution_version,
)
from outcomes.serving import outcomes_in_force

# ---- Pages -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfPlace:
    """The activities of a locality, or of the whole borough."""

    place: Place
    activities: Sequence[Activity]


@dataclass(frozen=True)
class OfArea:
    """How many activities of each place, and of which teams, contribute to an outcome area."""

    area: str
    counts: Sequence[int]
    teams: Sequence[str]


@dataclass(frozen=True)
class ActivitiesPage:
    columns: Sequence[Place]
    places: Sequence[OfPlace]
    areas: Sequence[OfArea]
    total: int
    without_evidence: int


def activities_page(on: date) -> ActivitiesPage:
    """The activities that run, by place; and what contributes to each outcome area. 5 queries."""
    given = Contribution.objects.select_related("outcome__area").order_by("outcome__area__order")
    found = list(
        Activity.objects.current(on)
        .with_everything()
        .prefetch_related(Prefetch("contributions", given))
    )
    by_place: dict[Place, list[Activity]] = defaultdict(list)
    for activity in found:
        by_place[activity.place].append(activity)
    everywhere = list(Place.objects.reported().order_by("kind", "order"))
    return ActivitiesPage(
        columns=everywhere,
        places=[OfPlace(place, activities) for place, activities in by_place.items()],
        areas=_areas(found, everywhere),
        total=len(found),
        without_evidence=sum(not activity.contributions.all() for activity in found),
    )


def _areas(found: Sequence[Activity], places: Sequence[Place]) -> list[OfArea]:
    """Of the areas of the framework that outcomes are in, all of them, so that a gap is seen."""
    by_area: dict[int, set[Activity]] = defaultdict(set)
    for activity in found:
        for contribution in activity.contributions.all():
            if contribution.outcome.area_id is not None:
                by_area[contribution.outcome.area_id].add(activity)
    areas = OutcomeArea.objects.filter(
        version__status=VersionStatus.PUBLISHED, outcomes__isnull=False
    ).distinct()
    return [
        OfArea(
            area=area.name,
            counts=[sum(each.place_id == p.pk for each in by_area[area.pk]) for p in places],
            teams=sorted({each.team for each in by_area[area.pk]}),
        )
        for area in areas.order_by("version", "order")
    ]


# ---- Forms -------------------------------------------------------------------------------------


class ActivityForm(SeenForm):
    """What is done, by whom, where and since when."""

    title = WordsField(
        label="What is it called?", what="The name", max_length=LONGEST_TITLE, rows=1
    )
    what = WordsField(
        label="What is done, for whom, and how often?",
        help_text="No names of children or parents.",
        what="This",
        max_length=LONGEST_TEXT,
        rows=4,
        error_messages={"required": "Say what is done"},
    )
    dfe_code = forms.CharField(
        label="What is its code in the Department for Education’s returns?",
        max_length=20,
        required=False,
        error_messages={"max_length": "The code must be 20 characters or fewer"},
    )
    organisation = forms.ModelChoiceField(
        label="Which organisation runs it?",
        queryset=Organisation.objects.none(),
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation that runs it"},
    )
    team = forms.CharField(
        label="Which team or service?",
        help_text="Not a person’s name.",
        max_length=LONGEST_TEAM,
        error_messages={
            "required": "Say which team or service does it",
            "max_length": f"The team must be {LONGEST_TEAM} characters or fewer",
        },
    )
    place = forms.ModelChoiceField(
        label="Where?",
        queryset=Place.objects.none(),
        empty_label="Choose a place",
        error_messages={"required": "Choose a locality, or the whole borough"},
    )
    site = forms.ModelChoiceField(
        label="At which hub or centre?",
        queryset=Site.objects.none(),
        empty_label="At none in particular",
        required=False,
    )
    starts_on = DateField(
        latest=FORESEEABLE,
        label="Since when?",
        error_messages={"required": "Enter the day it began"},
    )
    ends_on = DateField(
        latest=FORESEEABLE,
        label="Until when?",
        help_text="Leave it empty while it goes on.",
        required=False,
    )

    def __init__(
        self, *args: Any, access: Access, activity: Activity | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, over=activity, **kwargs)
        places = Place.objects.reported().order_by("kind", "order")
        if not access.may(Permission.PLAN_EDIT_ALL):
            places = places.filter(pk__in=access.locality_ids)
        rows = {
            "organisation": Organisation.objects.filter(ends_on=None),
            "place": places,
            "site": Site.objects.filter(locality__in=places).select_related("locality"),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        return [
            "title",
            "what",
            Field("dfe_code", width=10),
            "organisation",
            Field("team", width=20),
            "place",
            "site",
            "starts_on",
            "ends_on",
        ]

    @property
    def content(self) -> ActivityContent:
        """What the service writes."""
        return ActivityContent(**self.cleaned_data)

    def version_over(self, over: Activity) -> str:
        return activity_version(over)


class OutcomeField(forms.ModelChoiceField):
    """An outcome, called with its area and level: some are worded alike."""

    def label_from_instance(self, obj: Outcome) -> str:
        level = f", {obj.level}".lower() if obj.level else ""
        return f"{obj.area}{level}: {obj.text}"


class ContributionForm(SeenForm):
    """To which outcome an activity contributes, how, and what shows it."""

    outcome = OutcomeField(
        label="To which outcome does it contribute?",
        queryset=Outcome.objects.none(),
        empty_label="Choose an outcome",
        error_messages={"required": "Choose an outcome"},
    )
    how = WordsField(
        label="How does it contribute to it?",
        help_text="What leads from the one to the other. Say so if it is only a possibility.",
        what="This",
        max_length=LONGEST_TEXT,
        rows=4,
        error_messages={"required": "Say how it contributes to it"},
    )
    kind = forms.ChoiceField(
        label="What kind of evidence is there?",
        choices=EvidenceKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of evidence"},
    )
    evidence = WordsField(
        label="What is the evidence?",
        help_text="And where it can be read. No names of children or parents.",
        what="The evidence",
        max_length=LONGEST_TEXT,
        rows=4,
        error_messages={"required": "Say what shows that it does, or why it should"},
    )
    measure = forms.ModelChoiceField(
        label="Which figure should move if it works?",
        queryset=Measure.objects.none(),
        empty_label="None that is counted",
        required=False,
    )

    def __init__(
        self, *args: Any, on: date, contribution: Contribution | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, over=contribution, **kwargs)
        outcomes = outcomes_in_force()
        if contribution is not None:
            # To name another outcome is to add another: this one may be taken back.
            outcomes = outcomes.filter(pk=contribution.outcome_id)
        measures = Measure.objects.in_use(on)
        if contribution and contribution.measure_id:
            # A figure that is counted no more stays what was said.
            measures = Measure.objects.filter(Q(pk__in=measures) | Q(pk=contribution.measure_id))
        self.fields["outcome"].queryset = outcomes  # type: ignore[attr-defined]
        self.fields["measure"].queryset = measures.order_by("order", "code")  # type: ignore[attr-defined]

    def version_over(self, over: Contribution) -> str:
        return contribution_version(over)
