"""Priorities and what else the strategies say. The words are theirs; who leads is settled here."""

from __future__ import annotations

from django.contrib import admin

from ehportal.admin_tools import DeskPage, ReadOnly, listed
from governance.admin.audited import ReadOnlyAdmin
from outcomes.admin.shared import NotAddedOrDeleted, OutcomesAdmin
from outcomes.models import Commitment, Contradiction, Priority, StrategyStatement


class CommitmentInline(ReadOnly, DeskPage, admin.TabularInline):
    model = Commitment
    fields = ["text", "kind"]
    extra = 0


@admin.register(Priority)
class PriorityAdmin(NotAddedOrDeleted, OutcomesAdmin):
    section = "Frameworks"
    rank = 7
    list_display = ["title", "kind", "number", "lead_manager"]
    list_filter = ["kind", ("lead_manager", admin.EmptyFieldListFilter)]
    list_select_related = ["lead_manager"]
    search_fields = ["title", "code"]
    autocomplete_fields = ["lead_manager"]
    aims_listed = listed("aims", "Aims")
    inlines = [CommitmentInline]
    readonly_fields = [
        "kind",
        "number",
        "title",
        "heading_as_printed",
        "summary",
        "aims_listed",
        "first_1001_days",
        "diagram_children",
        "diagram_parents",
        "diagram_services",
        "source",
        "source_lines",
    ]
    fieldsets = [
        (
            "Who leads it",
            {
                "fields": ["lead_manager", "note"],
                "description": "The strategy promises each priority a lead manager and names none.",
            },
        ),
        (
            "What the strategy says",
            {
                "fields": [
                    "kind",
                    "number",
                    "title",
                    "heading_as_printed",
                    "summary",
                    "aims_listed",
                    "first_1001_days",
                ]
            },
        ),
        ("Diagram 2", {"fields": ["diagram_children", "diagram_parents", "diagram_services"]}),
        ("Source", {"fields": ["source", "source_lines"]}),
    ]


@admin.register(StrategyStatement)
class StrategyStatementAdmin(ReadOnlyAdmin):
    section = "Frameworks"
    list_display = ["__str__", "kind", "strategy"]
    list_filter = ["strategy", "kind"]
    search_fields = ["name", "text"]


@admin.register(Contradiction)
class ContradictionAdmin(ReadOnlyAdmin):
    section = "Frameworks"
    page_name = "Contradictions in the documents"
    list_display = ["topic", "kind", "resolution"]
    list_filter = ["kind"]
    search_fields = ["topic", "description", "resolution"]
    fields = ["topic", "kind", "description", "resolution"]
