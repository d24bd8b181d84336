"""What a page showed when it was opened, so that nobody saves over words they have not seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.db.models import Model

from ehportal.forms import Form
from ehportal.wording import day


def version_of(told: Mapping[str, Any]) -> str:
    """What tells one state of a thing from any other, the same on every machine."""
    words = json.dumps(told, sort_keys=True, default=str)
    return hashlib.blake2s(words.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Theirs:
    """An answer that somebody else saved in other words."""

    label: str
    text: str


class SeenForm(Form):
    """A form that says, in a hidden field, which version of a thing it was opened over.

    A service is given that `version`, and refuses where the thing is another by now. `show_theirs`
    then puts what was saved meanwhile above what was typed, to be saved again: of the answers that
    `told`, a second hidden field, does not know as those that the form was opened with.
    """

    HIDDEN = ("seen", "told")

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    told = forms.CharField(required=False, widget=forms.HiddenInput)
    version = ""
    told_of: Mapping[str, str] = {}
    saved_by = ""
    theirs: Sequence[Theirs] = ()

    def __init__(self, *args: Any, over: Model | None = None, **kwargs: Any) -> None:
        self.over = over
        if over is not None:
            kwargs["initial"] = self.shown(over) | {"seen": self.version_over(over)}
        super().__init__(*args, **kwargs)
        if over is not None:
            self.initial["told"] = self.fingerprints(self.shown(over))

    def shown(self, over: Any) -> dict[str, Any]:
        """The answers as a thing has them now."""
        return {name: getattr(over, name) for name in self.base_fields if name not in self.HIDDEN}

    def version_over(self, over: Any) -> str:
        """The version of a thing, as its service tells it."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        """What the page was opened with is no answer: it is not among what is saved."""
        cleaned = super().clean()
        self.version = self.cleaned_data.pop("seen", "")
        told = self.cleaned_data.pop("told", "")
        self.told_of = dict(each.split("=", 1) for each in told.split() if "=" in each)
        return cleaned

    def has_seen(self, version: str, told: str = "") -> None:
        """What the page shows from now on, so that it can be saved again."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["seen"], data["told"] = version, told
        self.data = data

    def fingerprints(self, shown: Mapping[str, Any]) -> str:
        """The answers of a thing, each as short as it can be told from any other."""
        return " ".join(
            f"{name}={version_of({name: in_words(self.fields[name], value)})[:8]}"
            for name, value in shown.items()
            if name in self.fields
        )

    def show_theirs(self, saved_by: str, over: Model | None = None) -> None:
        """Puts the thing as it is saved now (`over`, or what was opened) above what was typed."""
        was = over or self.over
        if was is None:
            raise ValueError("Nothing is there that somebody could have saved.")
        now = type(was)._default_manager.get(pk=was.pk)
        self.saved_by = saved_by
        shown = self.shown(now)
        self.theirs = self.differences(shown)
        self.has_seen(self.version_over(now), self.fingerprints(shown))

    def differences(self, saved: Mapping[str, Any]) -> list[Theirs]:
        """The answers that somebody else changed, in other words than were just sent."""
        found = []
        now = dict(each.split("=", 1) for each in self.fingerprints(saved).split())
        for name in (name for name in self.fields if name in saved.keys() & self.cleaned_data):
            field = self.fields[name]
            text = in_words(field, saved[name])
            is_theirs = self.told_of.get(name) != now[name]
            if is_theirs and text != in_words(field, self.cleaned_data[name]):
                found.append(Theirs(self.label_of(name), text))
        return found

    def label_of(self, name: str) -> str:
        """What a box is called away from its place in the form."""
        return str(self.fields[name].label or name.replace("_", " ").capitalize())


def in_words(field: forms.Field, value: Any) -> str:
    """An answer as a person reads it; nothing of one that is empty."""
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(sorted(map(field.label_from_instance, value or ())))
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    if isinstance(field, forms.ChoiceField):
        return str(_flat(field.choices).get(value, value or ""))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _flat(choices: Any) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for key, name in choices:
        found |= _flat(name) if isinstance(name, (list, tuple)) else {key: str(name)}
    return found
