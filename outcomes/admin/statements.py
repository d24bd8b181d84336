"""What a version says: areas, outcomes, indicators and metrics, word for word."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from ehportal.admin_tools import DeskPage
from outcomes.admin.shared import FrozenInline, PartOfVersionAdmin, VersionFilter
from outcomes.models import (
    AmbitionAction,
    Indicator,
    Metric,
    MetricComponent,
    MetricMeasure,
    Outcome,
    OutcomeArea,
    VersionStatus,
)

THE_RECORD: Any = (
    "The record",
    {"fields": ["source", "source_lines", "confidence", "note"], "classes": ["collapse"]},
)
WORD_FOR_WORD = "Word for word as the strategy prints it."


class ActionInline(FrozenInline, DeskPage, admin.TabularInline):
    model = AmbitionAction
    fields = ["order", "code", "text"]
    extra = 0
    verbose_name = "action under this ambition"
    verbose_name_plural = "actions under this ambition (Accelerate!)"


@admin.register(OutcomeArea)
class OutcomeAreaAdmin(PartOfVersionAdmin):
    rank = 3
    list_display = ["name", "version", "group"]
    list_filter = [VersionFilter]
    search_fields = ["name", "code"]
    autocomplete_fields = ["led_by"]
    inlines = [ActionInline]
    fieldsets = [
        (None, {"fields": ["version", "name", "code", "order", "group", "wording_in_vision"]}),
        ("Who leads it", {"fields": ["led_by", "lead_quote"]}),
        ("The record", {"fields": ["source", "source_lines", "note"], "classes": ["collapse"]}),
    ]


class AreaFilter(admin.AllValuesFieldListFilter):
    """By the name of the area, which versions share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "area"


class LevelFilter(admin.AllValuesFieldListFilter):
    """By the name of the level, which versions share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "level"


class StatementAdmin(PartOfVersionAdmin):
    list_display = ["text", "area", "level", "version"]
    list_filter = [VersionFilter, ("area__name", AreaFilter), ("level__name", LevelFilter)]
    list_select_related = ["version__framework", "area", "level"]
    search_fields = ["text", "code"]


@admin.register(Outcome)
class OutcomeAdmin(StatementAdmin):
    rank = 4
    fieldsets = [
        (
            None,
            {
                "fields": ["version", "area", "level", "code", "order", "text", "full_text"],
                "description": WORD_FOR_WORD,
            },
        ),
        THE_RECORD,
    ]


@admin.register(Indicator)
class IndicatorAdmin(StatementAdmin):
    rank = 5
    fieldsets = [
        (
            None,
            {
                "fields": ["version", "area", "level", "code", "order", "text"],
                "description": f"{WORD_FOR_WORD} A cross-cutting theme has no area.",
            },
        ),
        THE_RECORD,
    ]


class ComponentInline(FrozenInline, DeskPage, admin.TabularInline):
    model = MetricComponent
    fields = ["order", "code", "text"]
    extra = 0
    verbose_name = "part of this metric"
    verbose_name_plural = "parts of a compound metric, where it counts several things"


class MeasureOfMetricInline(FrozenInline, DeskPage, admin.TabularInline):
    model = MetricMeasure
    fields = ["order", "measure", "component"]
    autocomplete_fields = ["measure"]
    extra = 0
    verbose_name_plural = "measures: how it is counted"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("measure", "metric", "component")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        request.page_metric = obj  # type: ignore[attr-defined]
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "component":
            metric = getattr(request, "page_metric", None)
            kwargs["queryset"] = MetricComponent.objects.filter(metric=metric)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Metric)
class MetricAdmin(StatementAdmin):
    rank = 6
    list_display = ["text", "area", "level", "version", "tags"]
    list_filter = [*StatementAdmin.list_filter, "priorities"]
    filter_horizontal = ["priorities"]
    readonly_fields = ["supersedes"]
    inlines = [ComponentInline, MeasureOfMetricInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "version",
                    "area",
                    "level",
                    "code",
                    "order",
                    "text",
                    "text_as_printed",
                    "direction",
                ],
                "description": f"{WORD_FOR_WORD} “As printed” keeps its priority tags.",
            },
        ),
        ("Priorities", {"fields": ["priorities"]}),
        ("Before this version", {"fields": ["supersedes"]}),
        THE_RECORD,
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("priorities")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Measures are linked to what is in force or drafted, not to what was superseded."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.exclude(version__status=VersionStatus.SUPERSEDED)
        return super().get_search_results(request, queryset, search_term)

    def option_label(self, metric: Metric) -> str:
        return metric_label(metric)

    @admin.display(description="Priorities")
    def tags(self, metric: Metric) -> str | None:
        return ", ".join(str(p.number) for p in metric.priorities.all()) or None


def metric_label(metric: Metric) -> str:
    """The metric's words with its version, because two versions may use the same words."""
    return f"{Truncator(metric.text).chars(90)} ({metric.version})"
