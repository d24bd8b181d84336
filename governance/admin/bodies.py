"""Governance bodies, whom they report to, and what the documents say of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from ehportal.admin_tools import DeskPage, ReadOnly, listed
from governance.admin.audited import AuditedAdmin, ReadOnlyAdmin
from governance.admin.places import KeepsItsCode
from governance.models import (
    Body,
    BodyReference,
    ReportingLine,
    ReportingRequirement,
    Seat,
    SourceDocument,
)
from governance.structure import why_no_line


class ReportingLineForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuses a line that goes round in a circle, to the body itself included."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        body, reports_to = cleaned.get("body"), cleaned.get("reports_to")
        if body is not None and reports_to is not None and (why := why_no_line(body, reports_to)):
            self.add_error("reports_to", why)
        return cleaned


class ReportingLineInline(DeskPage, admin.TabularInline):
    model = ReportingLine
    form = ReportingLineForm
    fk_name = "body"
    fields = ["reports_to", "strength", "basis", "source", "source_lines", "quote"]
    autocomplete_fields = ["reports_to"]
    extra = 0
    verbose_name_plural = "reports to"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReportingLine]:
        return super().get_queryset(request).select_related("body", "reports_to", "source")


class SeatInline(DeskPage, admin.TabularInline):
    model = Seat
    fields = ["organisation", "role", "represents", "site", "is_chair", "starts_on", "ends_on"]
    autocomplete_fields = ["organisation"]
    extra = 0
    verbose_name_plural = "members: organisations and roles, never names of people"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Seat]:
        return super().get_queryset(request).select_related("organisation", "site")


class BodyReferenceInline(ReadOnly, DeskPage, admin.TabularInline):
    model = BodyReference
    fields = ["kind", "text", "cadence", "counterpart", "quote", "source", "source_lines"]
    extra = 0
    verbose_name_plural = "what the documents say of it"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BodyReference]:
        return super().get_queryset(request).select_related("source")


class BodyInstanceInline(ReadOnly, DeskPage, admin.TabularInline):
    model = Body
    fk_name = "instance_of"
    fields = ["name", "place"]
    extra = 0
    show_change_link = True
    verbose_name_plural = "its instance in each locality"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Body]:
        return super().get_queryset(request).select_related("place")


@admin.register(Body)
class BodyAdmin(KeepsItsCode):
    section = "Bodies"
    rank = 1
    list_display = ["name", "kind", "group", "place", "cadence"]
    list_filter = ["kind", "group", "place", "per_locality"]
    list_select_related = ["place"]
    search_fields = ["name", "code", "aliases"]
    autocomplete_fields = ["instance_of"]
    filter_horizontal = ["sources"]
    line_fields = ["aliases"]
    inlines = [ReportingLineInline, SeatInline, BodyInstanceInline, BodyReferenceInline]
    fieldsets = [
        ("What it is", {"fields": ["name", "code", "kind", "group", "aliases", "kind_note"]}),
        (
            "Where it meets",
            {
                "fields": ["per_locality", "instance_of", "place"],
                "description": "“One in each locality” is one body with four instances. An "
                "instance names the body it is an instance of, and its locality.",
            },
        ),
        (
            "How it works",
            {
                "fields": ["chair", "cadence", "cadence_is_stated", "cadence_quote", "meets"],
                "description": "Tick “stated” only where a document says how often it meets. "
                "The last answer plans its meetings.",
            },
        ),
        ("The record", {"fields": ["sources", "confidence", "note"], "classes": ["collapse"]}),
    ]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [ReportingLineInline]
        if obj.per_locality:
            return [ReportingLineInline, BodyInstanceInline, BodyReferenceInline]
        return [ReportingLineInline, SeatInline, BodyReferenceInline]


@admin.register(ReportingRequirement)
class ReportingRequirementAdmin(AuditedAdmin):
    """The rule stays as the document prints it; who owes it to whom is for people to settle."""

    section = "Bodies"
    list_display = ["rule", "owed_by", "owed_to", "cadence", "rhythm"]
    list_filter = ["kind", "rhythm", "owed_by", "owed_to"]
    list_select_related = ["owed_by", "owed_to"]
    search_fields = ["rule", "code", "quote"]
    autocomplete_fields = ["owed_by", "owed_to"]
    filter_horizontal = ["bodies"]
    evidence = listed("evidence_types", "Evidence")
    readonly_fields = ["rule", "cadence", "evidence", "quote", "source", "source_lines"]
    fieldsets = [
        (
            "The rule, as printed",
            {"fields": ["rule", "cadence", "evidence", "quote", "source", "source_lines"]},
        ),
        (
            "Who owes it to whom",
            {
                "fields": ["owed_by", "owed_by_text", "bodies", "owed_to"],
                "description": "Where the document names a group of bodies, say which they are.",
            },
        ),
        (
            "What falls due",
            {
                "fields": ["kind", "rhythm", "basis"],
                "description": "Reports follow from this by themselves. What is changed here "
                "holds for those that are not due yet.",
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyAdmin):
    section = "Bodies"
    list_display = ["title", "kind", "code"]
    search_fields = ["title", "code"]
