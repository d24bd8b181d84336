"""What was published, to look up. It is never changed: a correction is another publication."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ehportal.admin_tools import listed
from ehportal.wording import number
from governance.admin.audited import ReadOnlyAdmin
from outcomes.models import MeasureSummary, Publication, PublishedFigure


class PublicationFilter(admin.SimpleListFilter):
    """The publications by number, the latest first."""

    title = "publication"
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(p.pk), str(p)) for p in Publication.objects.select_related("period")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(publication=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    section = "Published"
    rank = 1
    list_display = ["number", "period", "published_at", "published_by", "is_correction", "included"]
    list_display_links = ["number", "period"]
    list_filter = ["is_correction", "is_illustrative", "period"]
    list_select_related = ["period", "published_by"]
    search_fields = ["=number", "period__code", "reason"]
    missing_listed = listed("late_or_missing", "Late or missing")
    fieldsets = [
        (
            "What it is",
            {"fields": ["number", "period", "published_at", "published_by", "is_illustrative"]},
        ),
        ("Correction", {"fields": ["is_correction", "reason"]}),
        ("Who is in it", {"fields": ["included", "missing_listed"]}),
        (
            "What was found",
            {
                "fields": [
                    "measures_with_enough_history",
                    "signals",
                    "signals_by_chance",
                    "rules_version",
                    "owner_rules",
                ]
            },
        ),
    ]
    readonly_fields = ["included", "missing_listed"]

    @admin.display(description="Submissions in it")
    def included(self, publication: Publication) -> str:
        return f"{publication.submissions_included} of {publication.submissions_expected}"


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ReadOnlyAdmin):
    section = "Published"
    list_display = [
        "measure",
        "place",
        "category",
        "period",
        "publication_number",
        "counts",
        "shown",
        "shorthand",
    ]
    list_filter = [
        "period",
        "place",
        "measure__area",
        "shorthand",
        ("category", admin.RelatedOnlyFieldListFilter),
        PublicationFilter,
    ]
    list_select_related = ["measure", "place", "category", "period", "publication__period"]
    search_fields = ["measure__code", "measure__title"]
    show_full_result_count = False

    @admin.display(description="Publication", ordering="publication__number")
    def publication_number(self, figure: PublishedFigure) -> int:
        return figure.publication.number

    @admin.display(description="Value", ordering="value")
    def shown(self, figure: PublishedFigure) -> str:
        return number(figure.value, 1)

    @admin.display(description="Figure")
    def counts(self, figure: PublishedFigure) -> str:
        found = [part for part in (figure.numerator, figure.denominator) if part is not None]
        return " of ".join(number(part) for part in found)


@admin.register(MeasureSummary)
class MeasureSummaryAdmin(ReadOnlyAdmin):
    section = "Published"
    list_display = ["measure", "place", "publication", "value_text", "change_text", "finding"]
    list_filter = ["finding", "place", "measure__area", PublicationFilter]
    list_select_related = ["measure", "place", "publication__period", "period"]
    search_fields = ["measure__code", "measure__title", "finding_text"]
    show_full_result_count = False
    exclude = ["sparkline"]
