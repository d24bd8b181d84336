"""The rules of charts and small numbers, version by version, and where series start anew."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from governance.admin.audited import ReadOnlyAdmin
from outcomes.admin.shared import OutcomesAdmin
from outcomes.models import Rebase, StatisticalRules


@admin.register(StatisticalRules)
class StatisticalRulesAdmin(OutcomesAdmin):
    section = "Measures"
    list_display = ["version", "name", "in_force_from", "disclosure_rules", "approved_by"]
    search_fields = ["version", "name", "reason"]
    fieldsets = [
        (
            "Which version",
            {
                "fields": ["version", "name", "in_force_from", "reason", "approved_by"],
                "description": "A version is never changed: add another, in force from a later "
                "day. Each publication says under which version it was made, and stays as it was.",
            },
        ),
        (
            "Control charts",
            {
                "fields": [
                    ("shift_points", "trend_points"),
                    "two_sigma",
                    "limit_constant",
                    ("screen_ranges", "screen_constant"),
                    ("fewest_for_limits", "fewest_for_findings"),
                ],
            },
        ),
        ("Small numbers", {"fields": ["disclosure_rules"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.recorded_at, obj.recorded_by = timezone.now(), request.user
        super().save_model(request, obj, form, change)


@admin.register(Rebase)
class RebaseAdmin(ReadOnlyAdmin):
    section = "Measures"
    page_name = "New baselines of charts"
    list_display = ["measure", "place", "period", "approved_by", "recorded_at", "withdrawn_at"]
    list_filter = ["place", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["measure", "place", "period"]
    search_fields = ["measure__code", "measure__title", "reason"]
    fieldsets = [
        ("Which series", {"fields": ["measure", "place", "period"]}),
        (
            "Why, and who agreed",
            {
                "fields": ["reason", "asked_by", "approved_by", "recorded_at", "recorded_by"],
                "description": "The coordinator records them, under Review, New baselines.",
            },
        ),
        ("Taken back", {"fields": ["withdrawn_at", "withdrawn_by", "withdrawn_because"]}),
    ]
