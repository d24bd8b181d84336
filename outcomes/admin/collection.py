"""Collecting: who is asked, for what, from when, and the dates of each quarter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ehportal.admin_tools import DateInput, Decision
from ehportal.wording import count, day
from outcomes.admin.shared import OutcomesAdmin
from outcomes.models import Assignment, Observation, Period, Reporter, Submission
from outcomes.services.measures import end_assignment
from outcomes.services.periods import (
    CLOSES_AFTER,
    DUE_AFTER,
    ENTRIES_CLOSE_AFTER,
    left_out,
    open_period,
    propose_assignments,
    quarter_dates,
)


@admin.register(Reporter)
class ReporterAdmin(OutcomesAdmin):
    section = "Collecting"
    rank = 2
    list_display = ["name", "place", "organisation", "asked_for", "is_active"]
    list_filter = ["is_active", "place", ("organisation", admin.EmptyFieldListFilter)]
    list_select_related = ["place", "organisation"]
    search_fields = ["name", "organisation__name", "place__name"]
    autocomplete_fields = ["organisation", "place"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "place",
                    "organisation",
                    "name",
                    "slug",
                    "is_active",
                    "needs_two_people",
                ],
                "description": "A locality, or an organisation in a locality or for the whole "
                "borough. Its people sign in as the locality's lead or the organisation's data "
                "lead. Untick “active” and it is asked for nothing in quarters opened from then.",
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reporter]:
        today = timezone.localdate()
        going_on = Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gte=today)
        return (
            super()
            .get_queryset(request)
            .annotate(figures_asked=Count("assignments", filter=going_on))
        )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What its submissions are filed under."""
        filed = obj is not None and obj.submissions.exists()
        return ["place", "organisation", "slug"] if filed else []

    @admin.display(description="Figures asked for", ordering="figures_asked")
    def asked_for(self, reporter: Any) -> int:
        asked: int = reporter.figures_asked
        return asked


class GoingOnFilter(admin.SimpleListFilter):
    """Whether somebody is asked today."""

    title = "when"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Now"), ("later", "From a later day"), ("ended", "Ended")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Assignment]
    ) -> QuerySet[Assignment]:
        today = timezone.localdate()
        wanted = {
            "now": Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today)),
            "later": Q(starts_on__gt=today),
            "ended": Q(ends_on__lt=today),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label="Last day",
        widget=DateInput(),
        initial=timezone.localdate,
        help_text="Quarters that end after this day no longer ask for it.",
    )


class ProposeForm(forms.Form):
    starts_on = forms.DateField(
        label="From",
        widget=DateInput(),
        initial=timezone.localdate,
        help_text="Quarters that end on or after this day ask for them.",
    )


@admin.register(Assignment)
class AssignmentAdmin(OutcomesAdmin):
    section = "Collecting"
    rank = 3
    list_display = ["measure", "reporter", "place", "starts_on", "ends_on"]
    list_filter = [
        GoingOnFilter,
        ("reporter", admin.RelatedOnlyFieldListFilter),
        "place",
        "measure__area",
        "measure__frequency",
    ]
    list_select_related = ["measure", "reporter", "place"]
    search_fields = ["measure__code", "measure__title", "reporter__name"]
    autocomplete_fields = ["measure", "reporter", "place"]
    filter_horizontal = ["breakdowns"]
    fieldsets = [
        (
            "Who reports what",
            {
                "fields": ["reporter", "measure", "place", "breakdowns"],
                "description": "One row for each place: a locality reports its own figure, an "
                "organisation may be asked for the borough's or for each locality's.",
            },
        ),
        (
            "When",
            {
                "fields": ["starts_on", "ends_on"],
                "description": "To hand a figure to somebody else, end this from a date and add "
                "another from the day after. A quarter that is open already keeps what it asked.",
            },
        ),
    ]
    decisions = [
        Decision(
            "end",
            "End from a date",
            "The reporter is asked for these figures up to the day you give, and not after. What "
            "was reported before stays.",
            run="end",
            form=EndForm,
            applies_to=lambda assignment: assignment.ends_on is None,
        ),
        Decision(
            "propose",
            "Create the proposed assignments",
            "Every measure in use that nobody is asked for yet is assigned to its likely reporter, "
            "as the measure library proposes. What is assigned already stays as it is.",
            run="propose",
            form=ProposeForm,
            about_rows=False,
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was already asked for is not asked of somebody else afterwards."""
        if obj is not None and was_asked(obj):
            return ["reporter", "measure", "place", "starts_on"]
        return []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        used = obj is not None and was_asked(obj)
        return not used and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def end(self, request: HttpRequest, assignment: Assignment, typed: Any) -> str:
        end_assignment(
            assignment=assignment,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **typed,
        )
        return f"{assignment} ends on {day(typed['ends_on'])}."

    def propose(self, request: HttpRequest, _: None, typed: Any) -> str:
        made = propose_assignments(by=request.user, at=timezone.now(), **typed)  # type: ignore[arg-type]
        if not made:
            return "Every measure that has a likely reporter is assigned already."
        return f"{count(made, 'assignment')} created from {day(typed['starts_on'])}."


def was_asked(assignment: Assignment) -> bool:
    """Whether a quarter has been opened that asked for it."""
    return Observation.objects.filter(
        submission__reporter=assignment.reporter_id,
        measure=assignment.measure_id,
        place=assignment.place_id,
    ).exists()


@admin.register(Period)
class PeriodAdmin(OutcomesAdmin):
    section = "Collecting"
    rank = 1
    list_display = ["label", "code", "opens_on", "due_on", "closes_on", "state", "returns"]
    list_filter = ["kind"]
    search_fields = ["code", "label"]
    readonly_fields = ["opened_at", "opened_by"]
    decisions = [
        Decision(
            "open",
            "Open this period",
            "Every reporter gets a submission with a box for each figure asked of them. Opening "
            "again adds only what has been assigned since; nothing typed is touched.",
            run="open",
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Period]:
        return super().get_queryset(request).annotate(submissions_in_it=Count("submissions"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        collected = {
            "fields": ["opens_on", "due_on", "entries_close_on", "closes_on"],
            "description": "Three dates: the deadline that people are shown, the last day to hand "
            "in for the first time, and the last day to correct what was handed in. The deadline "
            "moves with the due date for everybody who has not been given a date of their own.",
        }
        quarter = {
            "fields": ["code", "kind", "label", "starts_on", "ends_on"],
            "description": "2026-Q2 is July to September 2026: quarter 2 of the financial year "
            "2026/27.",
        }
        found = [("The period", quarter), ("When figures are collected", collected)]
        if obj is not None:
            found.append(("Opened", {"fields": ["opened_at", "opened_by"]}))
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else [*fields, "code", "kind", "starts_on", "ends_on"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        opened = obj is not None and obj.opened_at is not None
        return not opened and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The quarter after the last, with the usual dates."""
        last = Period.objects.filter(kind="quarter").order_by("-starts_on").first()
        if last is None:
            return super().get_changeform_initial_data(request)
        quarter = quarter_dates(_next_quarter(last.code))
        return {
            "code": quarter.code,
            "label": quarter.label,
            "starts_on": quarter.starts_on,
            "ends_on": quarter.ends_on,
            "opens_on": quarter.ends_on + timedelta(days=1),
            "due_on": quarter.ends_on + DUE_AFTER,
            "entries_close_on": quarter.ends_on + ENTRIES_CLOSE_AFTER,
            "closes_on": quarter.ends_on + CLOSES_AFTER,
        }

    def save_model(self, request: HttpRequest, obj: Period, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "due_on" in form.changed_data:
            # Whoever was given a date of their own keeps it.
            Submission.objects.filter(period=obj, due_on=form.initial["due_on"]).update(
                due_on=obj.due_on
            )

    @admin.display(description="State")
    def state(self, period: Period) -> str:
        today = timezone.localdate()
        if period.opened_at is None:
            return "Planned"
        if period.is_open(today):
            return "Open"
        return "Closed" if today > period.closes_on else "Opens later"

    @admin.display(description="Submissions", ordering="submissions_in_it")
    def returns(self, period: Any) -> int:
        expected: int = period.submissions_in_it
        return expected

    def open(self, request: HttpRequest, period: Period, _: Any) -> str:
        open_period(code=period.code, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        expected = period.submissions.count()
        said = f"{period} is open: {count(expected, 'submission')} expected."
        lacking = [str(submission.reporter) for submission, _ in left_out(period)]
        if not lacking:
            return said
        return (
            f"{said} Handed in without all that is asked for now: {', '.join(lacking)}. "
            "Send them back or reopen them, then open the period again."
        )


def _next_quarter(code: str) -> str:
    year, quarter = int(code[:4]), int(code[-1])
    return f"{year + 1}-Q1" if quarter == 4 else f"{year}-Q{quarter + 1}"
