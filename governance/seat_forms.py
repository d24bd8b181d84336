"""The form for one seat on a body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from ehportal.forms import DateField, ModelForm
from ehportal.seen import SeenForm
from governance.models import Body, Organisation, Seat, Site, SiteKind
from governance.services.seats import seat_version


class SeatForm(SeenForm, ModelForm):
    """A new seat of a body, or one it has."""

    starts_on = DateField(label="From which day?", required=False, help_text="Such as 1 9 2026")
    ends_on = DateField(
        label="Until which day?",
        required=False,
        help_text="Leave empty while it is filled. The membership stays on record afterwards.",
    )

    class Meta:
        model = Seat
        fields = ("organisation", "role", "represents", "site", "is_chair", "starts_on", "ends_on")
        labels = {
            "organisation": "Which organisation?",
            "role": "In which role?",
            "represents": "Whom do they speak for?",
            "site": "Which safe place do they manage?",
            "is_chair": "Chairs the body, alone or with others",
        }
        error_messages = {"role": {"max_length": "The role must be 150 characters or fewer"}}

    def __init__(self, *args: Any, body: Body, on: date, **kwargs: Any) -> None:
        seat: Seat = kwargs["instance"]
        super().__init__(*args, over=seat if seat.pk else None, **kwargs)
        self.instance.body = body
        partners = (
            Q(ends_on__isnull=True) | Q(ends_on__gte=on) | Q(pk=self.instance.organisation_id)
        )
        safe_places = Site.objects.filter(kind=SiteKind.SAFE_PLACE)
        if body.place_id:
            safe_places = safe_places.filter(locality=body.place_id)
        self.fields["organisation"].queryset = Organisation.objects.filter(partners)  # type: ignore[attr-defined]
        self.fields["site"].queryset = safe_places  # type: ignore[attr-defined]
        if not safe_places.exists():
            del self.fields["site"]

    def reword(self) -> None:
        self.fields["organisation"].empty_label = "None: a role alone"  # type: ignore[attr-defined]
        self.fields["represents"].choices = [  # type: ignore[attr-defined]
            ("", "Not stated"),
            *self.fields["represents"].choices[1:],  # type: ignore[attr-defined]
        ]
        self.fields["site"].empty_label = "None"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be on or after the first day")
        holders = [cleaned.get(name) for name in ("role", "organisation") if name in cleaned]
        if len(holders) == 2 and not any(holders):
            self.add_error("role", "Enter a role, or choose an organisation")
        return cleaned

    def version_over(self, over: Seat) -> str:
        return seat_version(over)

    def layout(self) -> Sequence[Any]:
        return [name for name in self.Meta.fields if name in self.fields]
