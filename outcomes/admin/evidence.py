"""What figures are held against: targets, comparators, baselines; and what is still missing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ehportal.admin_tools import DeskPage, ReadOnly
from outcomes.admin.confirming import ConfirmingAdmin, TargetForm, ToleranceForm
from outcomes.admin.shared import NotAddedOrDeleted, OutcomesAdmin
from outcomes.models import (
    Baseline,
    BaselineComparator,
    Comparator,
    DataGap,
    StartingPoint,
    Target,
    Tolerance,
)


@admin.register(Target)
class TargetAdmin(ConfirmingAdmin):
    section = "Measures"
    form = TargetForm
    list_display = ["measure", "place", "value", "starts_on", "due_on", "approved_by"]
    list_filter = ["place", "measure__area"]
    list_select_related = ["measure", "place"]
    search_fields = ["measure__code", "measure__title", "reason"]
    autocomplete_fields = ["measure", "place"]
    fieldsets = [
        ("What we aim for", {"fields": ["measure", "place", "value", "starts_on", "due_on"]}),
        (
            "Why, and who agreed",
            {
                "fields": ["reason", "approved_by", "confirmed"],
                "description": "The Board reads this beside the figure. To change a target, add "
                "another from a later day: the earlier one was the target until then.",
            },
        ),
    ]


@admin.register(Comparator)
class ComparatorAdmin(ConfirmingAdmin):
    section = "Measures"
    list_display = ["measure", "place", "period_label", "value", "source"]
    list_filter = ["place", "measure__area"]
    list_select_related = ["measure", "place"]
    search_fields = ["measure__code", "measure__title", "source"]
    autocomplete_fields = ["measure", "place"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "measure",
                    "place",
                    "period_label",
                    "starts_on",
                    "value",
                    "upper_value",
                    "source",
                    "reason",
                    "approved_by",
                    "confirmed",
                ],
                "description": "The same measure elsewhere, in the measure's own unit, with where "
                "it was published.",
            },
        )
    ]


@admin.register(StartingPoint)
class StartingPointAdmin(ConfirmingAdmin):
    section = "Measures"
    list_display = ["measure", "place", "period_label", "value", "approved_by"]
    list_filter = ["place", "measure__area"]
    list_select_related = ["measure", "place"]
    search_fields = ["measure__code", "measure__title", "source", "reason"]
    autocomplete_fields = ["measure", "place"]
    fieldsets = [
        (
            "Where we began",
            {"fields": ["measure", "place", "value", "period_label", "starts_on"]},
        ),
        (
            "From where, and who agreed",
            {
                "fields": ["source", "reason", "approved_by", "confirmed"],
                "description": "Counted as the measure counts it. What a strategy prints as its "
                "baseline stays as printed, under Baselines.",
            },
        ),
    ]


@admin.register(Tolerance)
class ToleranceAdmin(ConfirmingAdmin):
    section = "Measures"
    form = ToleranceForm
    list_display = ["measure", "value", "starts_on", "approved_by"]
    list_filter = ["measure__area"]
    list_select_related = ["measure"]
    search_fields = ["measure__code", "measure__title", "reason"]
    autocomplete_fields = ["measure"]
    fieldsets = [
        (
            None,
            {
                "fields": ["measure", "value", "starts_on", "reason", "approved_by", "confirmed"],
                "description": "How far from its target a figure is still called near it. The "
                "measure's page says who chose it. To change it, add another from a later day.",
            },
        )
    ]


class BaselineComparatorInline(ReadOnly, DeskPage, admin.TabularInline):
    model = BaselineComparator
    fields = ["geography", "value_text", "period"]
    extra = 0


AS_PRINTED: Any = [
    "title",
    "value_text",
    "value",
    "unit",
    "qualifier",
    "period",
    "geography",
    "section_printed",
    "quote",
    "original_source",
    "source",
    "source_lines",
]


@admin.register(Baseline)
class BaselineAdmin(NotAddedOrDeleted, OutcomesAdmin):
    section = "Measures"
    list_display = ["title", "value_text", "period", "geography", "area_code"]
    list_filter = ["area_code", "category", "source"]
    search_fields = ["title", "value_text", "quote"]
    filter_horizontal = ["metrics", "contradicts"]
    inlines = [BaselineComparatorInline]
    readonly_fields = AS_PRINTED
    fieldsets = [
        ("As the strategy prints it", {"fields": AS_PRINTED}),
        (
            "How we read it",
            {
                "fields": ["area_code", "metrics", "contradicts", "caveat"],
                "description": "Which metrics it is the starting point of, and what to be careful "
                "about. The printed words stay as they are.",
            },
        ),
    ]

    @admin.display(description="Section")
    def section_printed(self, baseline: Baseline) -> str:
        return baseline.section

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "metrics":
            field.queryset = field.queryset.select_related("version__framework")
        return field


@admin.register(DataGap)
class DataGapAdmin(OutcomesAdmin):
    section = "Measures"
    rank = 3
    list_display = ["measure", "reason", "owner", "review_on", "filled_on"]
    list_filter = [
        "reason",
        ("owner", admin.EmptyFieldListFilter),
        ("filled_on", admin.EmptyFieldListFilter),
        "measure__area",
    ]
    list_select_related = ["measure", "owner"]
    search_fields = ["measure__code", "measure__title", "explanation"]
    autocomplete_fields = ["measure", "owner"]
    fieldsets = [
        (
            "The gap",
            {"fields": ["measure", "reason", "explanation", "quote", "source", "source_lines"]},
        ),
        (
            "Who is on it",
            {
                "fields": ["owner", "review_on", "potential_solution", "with_others", "filled_on"],
                "description": "Give every gap an owner and a day to look at it again. When "
                "figures start, say from when: the gap stays as history.",
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["measure", "quote", "source", "source_lines"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
