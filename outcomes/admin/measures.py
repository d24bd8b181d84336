"""The measure library: what is counted, how it adds up, who reports, and whether it is agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from ehportal.admin_tools import DateInput, Decision, DeskPage
from governance.models import User
from outcomes.admin.shared import OutcomesAdmin
from outcomes.admin.statements import metric_label
from outcomes.models import (
    Breakdown,
    Category,
    Frequency,
    Measure,
    MeasureStatus,
    Metric,
    MetricMeasure,
    Observation,
    PublishedFigure,
)
from outcomes.services.measures import confirm_measure, retire_measure

#: What the figures already collected rest on.
FIXED_BY_FIGURES = ["code", "type", "multiplier", "over_areas", "counts_people", "frequency"]


class ServesInline(DeskPage, admin.TabularInline):
    """The link to a metric is the library's, so it may change while the metric's words may not."""

    model = MetricMeasure
    fields = ["metric", "order"]
    autocomplete_fields = ["metric"]
    extra = 0
    verbose_name = "metric it serves"
    verbose_name_plural = "serves: the metrics this figure is used for"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[MetricMeasure]:
        return (
            super()
            .get_queryset(request)
            .select_related("metric__version__framework", "measure", "component")
        )

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "metric":
            field.queryset = Metric.objects.select_related("version__framework")
            field.label_from_instance = metric_label
        return field


class ConfirmForm(forms.Form):
    confirmed_by = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label="Who agreed it",
        help_text="The data lead who agreed the definition.",
    )
    confirmed_on = forms.DateField(label="On", widget=DateInput(), initial=timezone.localdate)
    review_on = forms.DateField(
        label="Next review", widget=DateInput(), required=False, help_text="May stay empty."
    )


class RetireForm(forms.Form):
    retired_on = forms.DateField(
        label="Retired from",
        widget=DateInput(),
        initial=timezone.localdate,
        help_text="The first day for which nobody is asked for it.",
    )
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), help_text="In a sentence."
    )


class MeasureForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """A yearly measure needs its quarter; the database lets an empty one pass."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("frequency") == Frequency.ANNUAL and cleaned.get("due_quarter") is None:
            self.add_error("due_quarter", "Say in which quarter (1 to 4) it is reported each year.")
        return cleaned


def not_retired(measure: Measure) -> bool:
    return measure.status != MeasureStatus.RETIRED


@admin.register(Measure)
class MeasureAdmin(OutcomesAdmin):
    section = "Measures"
    rank = 1
    form = MeasureForm
    list_display = ["code", "title", "area", "type", "frequency", "status", "review_on"]
    list_display_links = ["code", "title"]
    list_filter = [
        "area",
        "level",
        "type",
        "status",
        "frequency",
        ("assignments__reporter", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["confirmed_by"]
    search_fields = ["code", "title"]
    filter_horizontal = ["breakdowns"]
    inlines = [ServesInline]
    readonly_fields = ["status", "confirmed_by", "confirmed_on", "retired_on"]
    decisions = [
        Decision(
            "confirm",
            "Confirm the definition",
            "Says that a data lead has agreed what is counted, and when it is looked at again. "
            "Confirming a measure again renews it.",
            run="confirm",
            form=ConfirmForm,
            applies_to=not_retired,
        ),
        Decision(
            "retire",
            "Retire",
            "Nobody is asked for it from the day you give: its assignments end the day before. "
            "Every figure collected and published stays, and its page stays open.",
            run="retire",
            form=RetireForm,
            applies_to=not_retired,
        ),
    ]
    fieldsets = [
        (
            "What is counted",
            {
                "fields": [
                    ("code", "order"),
                    "title",
                    ("area", "level"),
                    ("type", "unit", "multiplier"),
                    "numerator",
                    "numerator_label",
                    "denominator",
                    "denominator_label",
                    "counts",
                    "does_not_count",
                    "why",
                    ("polarity", "accountability"),
                    "is_strength",
                    "counts_people",
                    "is_sensitive",
                    "owner_rules",
                ],
                "description": "Write it so that two people who have never met would count the "
                "same. The labels stand over the boxes in which figures are entered.",
            },
        ),
        (
            "How it adds up and varies",
            {
                "fields": ["over_areas", "over_time", "pattern"],
                "description": "Percentages are never averaged: numerators and denominators are "
                "added, then divided. What is changed here is read from the next publication on.",
            },
        ),
        (
            "What is queried",
            {
                "fields": [
                    ("expected_low", "expected_high"),
                    "query_change",
                    "query_repeats",
                    ("query_swap", "query_parts"),
                ],
                "description": "A figure that breaks one of these rules can still be right: its "
                "reporter corrects it or explains it in a sentence, which the Board reads beside "
                "the figure. A rule is asked only where all its parts are numbers.",
            },
        ),
        (
            "Who reports",
            {
                "fields": [
                    "frequency",
                    "due_quarter",
                    "data_source",
                    "reporter_hint",
                    "places_hint",
                    "breakdowns",
                ],
                "description": "The likely reporter is a proposal. Who is really asked is under "
                "Assignments.",
            },
        ),
        (
            "Definition and review",
            {
                "fields": [
                    "definition_source",
                    "status",
                    "confirmed_by",
                    "confirmed_on",
                    "review_on",
                    "retired_on",
                ],
                "description": "A proposed measure becomes confirmed, and a confirmed one retired, "
                "with the buttons above.",
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *FIXED_BY_FIGURES] if obj and has_figures(obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        used = obj is not None and has_figures(obj)
        return not used and super().has_delete_permission(request, obj)

    def decision_form(self, decision: Decision, rows: Any, data: Any) -> forms.Form:
        initial = {}
        if decision.name == "confirm" and len(rows) == 1:
            initial = {"confirmed_by": rows[0].confirmed_by_id, "review_on": rows[0].review_on}
        return decision.form(data, initial=initial)

    def confirm(self, request: HttpRequest, measure: Measure, typed: Any) -> str:
        confirm_measure(
            measure=measure,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **typed,
        )
        return f"The definition of {measure} is confirmed."

    def retire(self, request: HttpRequest, measure: Measure, typed: Any) -> str:
        retire_measure(
            measure=measure,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **typed,
        )
        return f"{measure} is retired. Its figures stay."


def has_figures(measure: Measure) -> bool:
    """Whether figures of it have been asked for or published."""
    return (
        Observation.objects.filter(measure=measure).exists()
        or PublishedFigure.objects.filter(measure=measure).exists()
    )


class CategoryInline(DeskPage, admin.TabularInline):
    model = Category
    fields = ["order", "code", "name"]
    extra = 0


@admin.register(Breakdown)
class BreakdownAdmin(OutcomesAdmin):
    section = "Measures"
    page_name = "Breakdowns and categories"
    rank = 2
    list_display = ["name", "values"]
    search_fields = ["name", "code"]
    inlines = [CategoryInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "code", "order"],
                "description": "A way of splitting figures. Keep a value such as “Not stated”, so "
                "that its categories add up to everybody. Codes are in the open data.",
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Breakdown]:
        return super().get_queryset(request).prefetch_related("categories")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    @admin.display(description="Categories")
    def values(self, breakdown: Breakdown) -> str | None:
        return ", ".join(category.name for category in breakdown.categories.all()) or None
