"""Plans, contracts and funding streams, what they ask for, and what of ours answers it."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.http import HttpRequest

from ehportal.admin_tools import DeskPage
from outcomes.admin.shared import OutcomesAdmin
from outcomes.models import CrosswalkLink, Scheme, SchemeRequirement


class RequirementInline(DeskPage, admin.TabularInline):
    model = SchemeRequirement
    fields = ["order", "reference", "text"]
    extra = 1


@admin.register(Scheme)
class SchemeAdmin(OutcomesAdmin):
    section = "Frameworks"
    page_name = "Plans, contracts and funding"
    rank = 10
    list_display = ["title", "kind", "owner", "starts_on", "ends_on", "asks_for"]
    list_filter = ["kind"]
    search_fields = ["title", "owner", "code"]
    inlines = [RequirementInline]
    fieldsets = [
        (None, {"fields": ["title", "code", "kind", "owner", "starts_on", "ends_on"]}),
        ("Where its words are", {"fields": ["where_to_read", "quote", "source", "source_lines"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Scheme]:
        return super().get_queryset(request).annotate(asked=Count("requirements"))

    @admin.display(description="Asks for", ordering="asked")
    def asks_for(self, scheme: Scheme) -> int:
        asked: int = scheme.asked  # type: ignore[attr-defined]
        return asked


class LinkInline(DeskPage, admin.StackedInline):
    model = CrosswalkLink
    autocomplete_fields = ["measure", "metric", "outcome", "priority", "area"]
    fields = ["match", *autocomplete_fields, "note"]
    extra = 1


@admin.register(SchemeRequirement)
class SchemeRequirementAdmin(OutcomesAdmin):
    section = "Frameworks"
    page_name = "What they ask for, and what answers it"
    rank = 11
    list_display = ["__str__", "text", "answers"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["reference", "text", "scheme__title"]
    autocomplete_fields = ["scheme"]
    inlines = [LinkInline]
    fieldsets = [(None, {"fields": ["scheme", "reference", "text", "order"]})]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[SchemeRequirement]:
        return super().get_queryset(request).annotate(answered=Count("links"))

    @admin.display(description="Answers", ordering="answered")
    def answers(self, requirement: SchemeRequirement) -> int:
        answered: int = requirement.answered  # type: ignore[attr-defined]
        return answered
