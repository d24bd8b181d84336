"""What reporters handed in, to look up: whose it is and how it stands, without the figures.

Administrators see no figure of others that is not published, which may be small: neither here nor
in the history. Whoever may read them does so on the portal's own pages.
"""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.admin.audited import ReadOnlyAdmin, SealedAdmin, name_only
from outcomes.models import Observation, Submission

name_only("submission.save", "survey.add", "survey.change")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    section = "Collecting"
    rank = 4
    list_display = ["reporter", "period", "status", "due_on", "submitted_at", "reference"]
    list_filter = ["status", "period", ("reporter", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["reporter", "period"]
    search_fields = ["reporter__name", "reference", "period__code"]
    fieldsets = [
        ("Whose", {"fields": ["reporter", "period", "status", "due_on", "figures"]}),
        (
            "Handed in",
            {"fields": ["submitted_at", "submitted_by", "reference", "content_hash"]},
        ),
        ("Reviewed", {"fields": ["reviewed_at", "reviewed_by", "review_reason"]}),
        ("Last changed", {"fields": ["changed_at", "changed_by", "version"]}),
    ]

    @admin.display(description="Figures")
    def figures(self, submission: Submission) -> SafeString:
        address = reverse("admin:outcomes_observation_changelist")
        return format_html(
            '<a href="{}?submission__id__exact={}">{} figures</a>',
            address,
            submission.pk,
            submission.observations.count(),
        )


@admin.register(Observation)
class ObservationAdmin(SealedAdmin):
    section = "Collecting"
    page_name = "Figures that are asked for"
    rank = 5
    list_display = ["measure", "place", "category", "reporter", "period", "holds"]
    list_filter = [
        "submission__period",
        "submission__status",
        "measure__area",
        "place",
        "missing",
        ("category", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = [
        "measure",
        "place",
        "category",
        "submission__reporter",
        "submission__period",
    ]
    search_fields = ["measure__code", "measure__title", "submission__reporter__name"]
    show_full_result_count = False
    found_by = ("submission",)
    fieldsets = [
        ("Which figure", {"fields": ["submission", "measure", "place", "category", "holds"]}),
        ("Last changed", {"fields": ["changed_at", "changed_by", "version"]}),
    ]

    @admin.display(description="Reporter", ordering="submission__reporter__name")
    def reporter(self, row: Observation) -> str:
        return str(row.submission.reporter)

    @admin.display(description="Period", ordering="submission__period__starts_on")
    def period(self, row: Observation) -> str:
        return str(row.submission.period)

    @admin.display(description="What there is")
    def holds(self, row: Observation) -> str:
        if row.missing:
            return row.get_missing_display()
        if row.numerator_typed or row.denominator_typed:
            return "A figure"
        return "Words" if row.note else "Nothing yet"
