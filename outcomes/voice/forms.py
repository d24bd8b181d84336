"""The forms of voice: who was asked, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ehportal.forms import DateField, RowsField, WordsField
from ehportal.layout import Field, Fieldset
from ehportal.seen import SeenForm
from governance.access import Access, Permission
from governance.models import Body, BodyKind, Place
from outcomes.models import (
    Area,
    Consultation,
    ConsultationKind,
    Element,
    OutcomeArea,
    PlanKind,
    VoiceGroup,
    VoiceItem,
    VoiceStatus,
)
from outcomes.models.voice import NO_NAMES
from outcomes.services.voice import (
    LONGEST_ANSWER,
    LONGEST_ELEMENT,
    LONGEST_SAID,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    MOST_PEOPLE,
    ConsultationContent,
    ItemContent,
    consultation_version,
    item_version,
)
from outcomes.serving import SERVES, ServesForm
from outcomes.ticking import Group, groups, ticked_in

#: What is asked of each element of the Lundy model.
ASKED = {
    Element.SPACE: "Space: how was it made safe and easy for everybody to take part?",
    Element.VOICE: "Voice: how were they helped to say what they think?",
    Element.AUDIENCE: "Audience: who listened, and could decide?",
    Element.INFLUENCE: "Influence: how was it acted on, and how were they told?",
}
UNCONSENTED = (
    "Without that, only the numbers are shown. What was written down before stays stored, and "
    "nobody is shown it."
)
WORDS_RETURN = f"{UNCONSENTED} If you tick it, what was said before is shown again."
VOICE_BODIES = (BodyKind.VOICE_FORUM, BodyKind.PANEL)


def ambitions() -> Any:
    """The ambitions of the partnership's strategy: those that have a delivery plan."""
    return OutcomeArea.objects.filter(plans__kind=PlanKind.AMBITION).distinct().order_by("order")


def places_of(access: Access) -> Any:
    """The places that a person records voice for."""
    places = Place.objects.reported()
    if access.may(Permission.VOICE_EDIT_ALL):
        return places
    return places.filter(pk__in=access.locality_ids)


def _element(element: Element) -> WordsField:
    return WordsField(
        label=ASKED[element],
        what="This",
        max_length=LONGEST_ELEMENT,
        rows=2,
        required=False,
    )


class ConsultationForm(SeenForm):
    """Who was asked, when, where, how many; and how the Lundy model was applied."""

    title = WordsField(
        label="What was it about?",
        help_text=f"In a few words. {NO_NAMES}",
        what="This",
        max_length=LONGEST_TITLE,
        rows=2,
        error_messages={"required": "Say in a few words what it was about"},
    )
    kind = forms.ChoiceField(
        label="How were they asked?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they were asked"},
    )
    held_on = DateField(
        label="On which day?",
        help_text="Of a survey: the day it closed.",
        error_messages={"required": "Enter the day"},
    )
    place = forms.ModelChoiceField(
        label="Where?",
        queryset=Place.objects.none(),
        empty_label="Choose a place",
        error_messages={
            "required": "Choose a locality, or the borough",
            "invalid_choice": "Choose a place from the list",
        },
    )
    body = forms.ModelChoiceField(
        label="Which panel, forum or team was it?",
        queryset=Body.objects.none(),
        empty_label="None of them",
        required=False,
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    groups = RowsField(
        label="Whose voice was it?",
        help_text="Groups of people. Choose all that apply.",
        queryset=VoiceGroup.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one group",
            "invalid_choice": "Choose groups from the list",
            "invalid_pk_value": "Choose groups from the list",
        },
    )
    participants = forms.IntegerField(
        label="How many people took part?",
        help_text=f"A number alone. {NO_NAMES} Fewer than 6 are shown to others as “fewer than 6”.",
        max_value=MOST_PEOPLE,
        min_value=1,
        error_messages={
            "required": "Enter how many people took part",
            "invalid": "Enter a whole number, such as 12",
            "min_value": "At least one person took part",
            "max_value": f"Enter a number of {MOST_PEOPLE:,} or less",
        },
    )
    consent = forms.BooleanField(
        label="Everybody agreed that what they said is used, without their name",
        help_text=UNCONSENTED,
        required=False,
    )
    service = forms.CharField(
        label="Which service or strategy did they help to design?",
        help_text="Leave it empty if it was about something else.",
        max_length=LONGEST_TITLE,
        required=False,
        error_messages={"max_length": f"This must be {LONGEST_TITLE} characters or fewer"},
    )
    area = forms.ModelChoiceField(
        label="For which ambition of the partnership?",
        queryset=OutcomeArea.objects.none(),
        empty_label="None in particular",
        required=False,
    )
    source = WordsField(
        label="Where is it written up?",
        help_text="Of a survey: who asked, and where the results are published.",
        what="This",
        max_length=LONGEST_SOURCE,
        rows=2,
        required=False,
    )
    space, voice, audience, influence = (_element(each) for each in Element)
    shared_with = RowsField(queryset=Body.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,
        access: Access,
        consultation: Consultation | None = None,
        place: Place | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, over=consultation, initial={"place": place}, **kwargs)
        is_form = consultation is not None and consultation.kind == ConsultationKind.FORM
        self.fields["participants"].required = not is_form
        if consultation is not None and not consultation.consent and consultation.items.exists():
            self.fields["consent"].help_text = WORDS_RETURN
        if is_form:
            self.fields["participants"].label = "How many messages are in it?"
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            each for each in ConsultationKind.choices if is_form or each[0] != ConsultationKind.FORM
        ]
        self._offer("place", places_of(access))
        if self.fields["place"].queryset.count() == 1:  # type: ignore[attr-defined]
            self.fields["place"].empty_label = None  # type: ignore[attr-defined]
        self._offer("area", ambitions())
        bodies = Body.objects.convened().order_by("name")
        self._offer("shared_with", bodies.filter(kind__in=VOICE_BODIES))
        self._offer("body", bodies)
        self.fields["body"].choices = _by_kind(bodies)  # type: ignore[attr-defined]

    def shown(self, over: Consultation) -> dict[str, Any]:
        many = {name: list(getattr(over, name).all()) for name in ("groups", "shared_with")}
        return super().shown(over) | many

    def version_over(self, over: Consultation) -> str:
        return consultation_version(over)

    def _offer(self, name: str, queryset: Any) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        """With whom it is shared is left to the page, which folds it."""
        return [
            "title",
            "kind",
            "held_on",
            "place",
            "body",
            "groups",
            Field("participants", width=5),
            "consent",
            Fieldset(
                "How it was done (the Lundy model)", "space", "voice", "audience", "influence"
            ),
            Fieldset("What it was for", "service", "area", "source"),
        ]

    @property
    def shared_groups(self) -> list[Group]:
        bodies = self.fields["shared_with"].queryset  # type: ignore[attr-defined]
        rows = (("Panels and forums", each.pk, each.name) for each in bodies)
        return groups(rows, ticked_in(self, "shared_with"))

    @property
    def content(self) -> ConsultationContent:
        """What the service writes."""
        return ConsultationContent(**self.cleaned_data)


def _by_kind(bodies: Any) -> list[Any]:
    """Panels and forums before all other bodies."""
    rows = [(each.pk, each.name, each.kind in VOICE_BODIES) for each in bodies]
    return [
        ("", "None of them"),
        ("Panels and forums", [(key, name) for key, name, is_voice in rows if is_voice]),
        ("Other bodies", [(key, name) for key, name, is_voice in rows if not is_voice]),
    ]


class ItemForm(SeenForm, ServesForm):
    """One thing that was said, what was done about it, what changed, and what it touches."""

    said = WordsField(
        label="What was said?",
        help_text=f"One thing, in a sentence or two. {NO_NAMES}",
        what="What was said",
        max_length=LONGEST_SAID,
        rows=3,
        error_messages={"required": "Write what was said"},
    )
    response = WordsField(
        label="What was done?",
        help_text="“We did”. Or why it cannot be done. Leave it empty while there is no answer.",
        what="What was done",
        max_length=LONGEST_ANSWER,
        rows=3,
        required=False,
    )
    change = WordsField(
        label="What is different now?",
        help_text="The change that came of it, as a family would notice it.",
        what="The change",
        max_length=LONGEST_ANSWER,
        rows=3,
        required=False,
    )
    area = forms.ChoiceField(
        label="Which outcome area does it touch?",
        choices=[("", "None in particular"), *Area.choices],
        required=False,
    )

    def __init__(self, *args: Any, on: date, item: VoiceItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, over=item, on=on, **kwargs)

    def layout(self) -> Sequence[Any]:
        return ["said", "response", "change", "area"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("change") and "response" in data and not data["response"]:
            self.add_error("response", "Say what was done before what changed")
        return cleaned

    @property
    def content(self) -> ItemContent:
        """What the service writes."""
        return ItemContent(**self.cleaned_data)

    def shown(self, over: VoiceItem) -> dict[str, Any]:
        return super().shown(over) | {name: list(getattr(over, name).all()) for name in SERVES}

    def version_over(self, over: VoiceItem) -> str:
        return item_version(over)


class FilterForm(forms.Form):
    """Which voices are listed, from the address."""

    place = forms.ModelChoiceField(Place.objects.reported(), to_field_name="slug", required=False)
    group = forms.ModelChoiceField(VoiceGroup.objects.all(), to_field_name="code", required=False)
    area = forms.ChoiceField(choices=Area, required=False)
    status = forms.ChoiceField(choices=VoiceStatus, required=False)
