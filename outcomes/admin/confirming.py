"""A change that is unusual is asked about where it was typed, and saved once somebody says yes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest

from outcomes.admin.shared import OutcomesAdmin
from outcomes.models import Polarity, StartingPoint, Target, Tolerance

FOLD = 2
"""Beyond so many times the value before, or under one so-manyth, is asked about."""


class ConfirmingForm(forms.ModelForm):
    """A dated row. Far from the one before, or easier than it, it wants a tick.

    What was asked and confirmed is part of the audit (`ConfirmingAdmin`).
    """

    confirmed = forms.BooleanField(
        required=False, label="Yes, this change is right", widget=forms.HiddenInput
    )
    asked = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.asked = self._unusual(cleaned)
        if self.asked:
            self.fields["confirmed"].widget = forms.CheckboxInput()
            if not cleaned.get("confirmed"):
                self.add_error(
                    "confirmed", f"{self.asked} Tick this box if it is right, and save again."
                )
        return cleaned

    def _unusual(self, cleaned: dict[str, Any]) -> str:
        """What is unusual about the value, in words; nothing where all is as usual."""
        value, before = cleaned.get("value"), self._before(cleaned)
        if value is None or before is None:
            return ""
        what, old = before
        if self.instance.pk and old == value:
            return ""
        name = str(self._meta.model._meta.verbose_name).capitalize()
        said = f"{name} {value.normalize():f}: "
        beside = f"{what} was {old.normalize():f}"
        if is_beyond_twofold(old, value):
            how_far = "more than twice that" if abs(value) > abs(old) else "less than half of that"
            return f"{said}{beside}, so it is {how_far}."
        if why := self._easier(cleaned, old, value):
            return f"{said}{beside}, {why}."
        return ""

    def _before(self, cleaned: dict[str, Any]) -> tuple[str, Decimal] | None:
        """What the value is compared with: itself as saved, else the row before it."""
        model = self._meta.model
        assert model is not None
        if self.instance.pk:
            return "before, it", model._default_manager.get(pk=self.instance.pk).value
        same = {name: cleaned.get(name) for name in ("measure", "place") if name in self.fields}
        if None in same.values() or cleaned.get("starts_on") is None:
            return None
        rows = model._default_manager.filter(**same, starts_on__lt=cleaned["starts_on"])
        row = rows.order_by("-starts_on").first()
        return None if row is None else ("the one before", row.value)

    def _easier(self, cleaned: dict[str, Any], old: Decimal, value: Decimal) -> str:
        """Why a change goes the easy way, in words."""
        return ""

    def measure(self, cleaned: dict[str, Any]) -> Any:
        return cleaned.get("measure") or getattr(self.instance, "measure", None)


class TargetForm(ConfirmingForm):
    class Meta:
        model = Target
        fields = ("measure", "place", "value", "starts_on", "due_on", "reason", "approved_by")

    def _before(self, cleaned: dict[str, Any]) -> tuple[str, Decimal] | None:
        """The first target of a place is held beside where we began."""
        if found := super()._before(cleaned):
            return found
        begun = StartingPoint.objects.filter(
            measure=cleaned.get("measure"), place=cleaned.get("place")
        ).first()
        return None if begun is None else ("where we began", begun.value)

    def _easier(self, cleaned: dict[str, Any], old: Decimal, value: Decimal) -> str:
        measure = self.measure(cleaned)
        polarity = measure.polarity if measure else Polarity.NONE
        if polarity == Polarity.HIGHER and value < old:
            return "and higher is better: this aims for less"
        if polarity == Polarity.LOWER and value > old:
            return "and lower is better: this aims for more"
        return ""


class ToleranceForm(ConfirmingForm):
    class Meta:
        model = Tolerance
        fields = ("measure", "value", "starts_on", "reason", "approved_by")

    def _easier(self, cleaned: dict[str, Any], old: Decimal, value: Decimal) -> str:
        return "so more figures count as near their target" if value > old else ""


def is_beyond_twofold(old: Decimal, new: Decimal) -> bool:
    """Whether a value is more than twice another, less than half of it, or of another sign."""
    if old == new:
        return False
    if old == 0 or new == 0 or (old > 0) != (new > 0):
        return True
    return abs(new) > FOLD * abs(old) or abs(new) * FOLD < abs(old)


class ConfirmingAdmin(OutcomesAdmin):
    """A page whose audit says what was asked about a change, and that it was confirmed."""

    form = ConfirmingForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.confirmed_change = form.asked  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def _record(self, request: Any, row: Any, what: str, before: Any, after: Any) -> None:
        if asked := getattr(request, "confirmed_change", ""):
            after = {**after, "confirmed": asked}
        super()._record(request, row, what, before, after)
