"""The public form, what keeps machines from it, and the form that decides about a message.

No third party is asked and no person is: a box that people do not see, and a page that was open for
a moment before it was sent. Whatever a machine still sends waits to be read like everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from ehportal.forms import Form, WordsField
from ehportal.layout import ConditionalRadios
from governance.models import Place, Site, SiteKind
from outcomes.models import Area, FeedbackMessage, VoiceGroup
from outcomes.services.feedback import LONGEST_FEEDBACK, LONGEST_REASON
from outcomes.services.voice import LONGEST_SAID, ItemContent

SOONEST = 3
"""Seconds: nobody reads the page and writes a sentence in less."""
LATEST = 24 * 3600
_SIGNER = signing.TimestampSigner(salt="outcomes.feedback")


def new_stamp() -> str:
    """Says, signed, when a page was made; and a word that no other page has."""
    return _SIGNER.sign(get_random_string(24))


class FeedbackForm(Form):
    """One box, and two questions that nobody has to answer."""

    text = WordsField(
        label="What would you like to tell us?",
        help_text="About a service, or an idea. Please give no names, addresses or telephone "
        "numbers, yours or anybody else’s: we cannot answer you here.",
        what="Your feedback",
        max_length=LONGEST_FEEDBACK,
        rows=6,
        error_messages={"required": "Write your feedback"},
    )
    about = forms.ChoiceField(
        label="Which place is it about?",
        required=False,
        error_messages={"invalid_choice": "Choose a place from the list"},
    )
    group = forms.ModelChoiceField(
        label="Which of these are you?",
        queryset=VoiceGroup.objects.all(),
        empty_label="I would rather not say",
        required=False,
        error_messages={"invalid_choice": "Choose one from the list"},
    )
    #: People do not see it; a machine that fills every box gives itself away.
    website = forms.CharField(label="Leave this box empty", max_length=200, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"stamp": new_stamp()}
        super().__init__(*args, **kwargs)
        for name, value in (("autocomplete", "off"), ("tabindex", "-1")):
            self.fields["website"].widget.attrs[name] = value
        self.places = {f"place-{each.pk}": each for each in Place.objects.localities()}
        hubs = Site.objects.filter(kind=SiteKind.FAMILY_HUB).select_related("locality")
        self.hubs = {f"hub-{each.pk}": each for each in hubs}
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("", "No place in particular"),
            *((key, each.name) for key, each in self.places.items()),
            ("Family hubs", [(key, each.name) for key, each in self.hubs.items()]),
        ]

    def layout(self) -> Sequence[Any]:
        """The box that people do not see is left to the page."""
        return ["text", "about", "group", "stamp"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Leave the last box empty: it is there to find machines")
        return ""

    def clean_stamp(self) -> str:
        """The word of the page. Raises ValidationError for one just made, too old, or not ours."""
        sent = self.cleaned_data["stamp"]
        try:
            nonce = _SIGNER.unsign(sent, max_age=LATEST)
        except signing.BadSignature:
            self._stamp_anew()
            raise ValidationError("The page was open for too long. Send it again") from None
        try:
            _SIGNER.unsign(sent, max_age=SOONEST)
        except signing.SignatureExpired:
            return nonce
        raise ValidationError("That was very quick. Wait a few seconds, then send it again")

    def _stamp_anew(self) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]
        data["stamp"] = new_stamp()
        self.data = data

    @property
    def content(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "nonce": data["stamp"],
            "text": data["text"],
            "place": self.places.get(data["about"]),
            "site": self.hubs.get(data["about"]),
            "group": data["group"],
        }


ACCEPT, SET_ASIDE = "accept", "set_aside"


class DecideForm(Form):
    """What becomes of a message: one thing that was said, or nothing."""

    decision = forms.ChoiceField(
        label="What becomes of it?",
        choices=[(ACCEPT, "It is one of the things that people said"), (SET_ASIDE, "Set it aside")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it"},
    )
    said = WordsField(
        label="In which words is it kept?",
        help_text="In a sentence or two, without anything that tells who somebody is. Only these "
        "words are kept.",
        what="What was said",
        max_length=LONGEST_SAID,
        rows=4,
        required=False,
    )
    area = forms.ChoiceField(
        label="Which outcome area does it touch?",
        choices=[("", "None in particular"), *Area.choices],
        required=False,
    )
    reason = WordsField(
        label="Why is it set aside?",
        help_text="Its words are erased; the reason stays.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, message: FeedbackMessage, **kwargs: Any) -> None:
        kwargs["initial"] = {"said": message.text[:LONGEST_SAID]}
        super().__init__(*args, **kwargs)

    def layout(self) -> Sequence[Any]:
        reveals = {ACCEPT: ["said", "area"], SET_ASIDE: ["reason"]}
        return [ConditionalRadios("decision", reveals)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("decision") == ACCEPT and "said" in data and not data["said"]:
            self.add_error("said", "Write in which words it is kept")
        if data.get("decision") == SET_ASIDE and "reason" in data and not data["reason"]:
            self.add_error("reason", "Say why it is set aside")
        return cleaned

    @property
    def is_accepted(self) -> bool:
        return bool(self.cleaned_data["decision"] == ACCEPT)

    @property
    def content(self) -> ItemContent:
        """What the service makes of an accepted message."""
        return ItemContent(said=self.cleaned_data["said"], area=self.cleaned_data["area"])
