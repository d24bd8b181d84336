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
    SourceDocument,
)


class ReportingLineForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Rows below a page leave out the constraints that involve the row above them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reports_to") is not None and cleaned["reports_to"] == cleaned.get("body"):
            self.add_error("reports_to", "A body does not report to itself.")
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
    inlines = [ReportingLineInline, BodyInstanceInline, BodyReferenceInline]
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
                "fields": ["chair", "cadence", "cadence_is_stated", "cadence_quote"],
                "description": "Tick “stated” only where a document says how often it meets.",
            },
        ),
        ("The record", {"fields": ["sources", "confidence", "note"], "classes": ["collapse"]}),
    ]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [ReportingLineInline]
        return self.inlines if obj.per_locality else [ReportingLineInline, BodyReferenceInline]


@admin.register(ReportingRequirement)
class ReportingRequirementAdmin(AuditedAdmin):
    """The rule stays as the document prints it; who owes it to whom is for people to settle."""

    section = "Bodies"
    list_display = ["rule", "owed_by", "owed_to", "cadence"]
    list_filter = ["owed_by", "owed_to"]
    list_select_related = ["owed_by", "owed_to"]
    search_fields = ["rule", "code", "quote"]
    autocomplete_fields = ["owed_by", "owed_to"]
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
                "fields": ["owed_by", "owed_by_text", "owed_to"],
                "description": "Where the document names a group of bodies, say which in words.",
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
