"""Places, partner organisations and sites."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from governance.admin.audited import AuditedAdmin
from governance.models import Organisation, Place, Site

FROM_DOCUMENT: Any = (
    "Where a document says so",
    {
        "fields": ["source", "source_lines", "quote"],
        "classes": ["collapse"],
        "description": "Leave empty what no document prints.",
    },
)


class KeepsItsCode(AuditedAdmin):
    """A code is in addresses and open data, so it is chosen once."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "code"] if obj is not None else fields


@admin.register(Place)
class PlaceAdmin(KeepsItsCode):
    section = "Places and organisations"
    rank = 1
    list_display = ["name", "kind", "code", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "kind", "code", "slug", "parent", "order"],
                "description": "The borough and its localities are where figures are collected; "
                "a region or a country is only compared with.",
            },
        )
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(Organisation)
class OrganisationAdmin(KeepsItsCode):
    section = "Places and organisations"
    list_display = ["name", "starts_on", "ends_on"]
    list_filter = [("ends_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "code", "aliases"]
    line_fields = ["aliases"]
    fieldsets = [
        (
            "Who it is",
            {
                "fields": ["name", "code", "aliases"],
                "description": "A partner, or a sector that reports as one. To let somebody report "
                "for it, add them under People as its data lead.",
            },
        ),
        (
            "When it is a partner",
            {
                "fields": ["starts_on", "ends_on"],
                "description": "Give an end date when it merges or leaves. Its figures stay.",
            },
        ),
        FROM_DOCUMENT,
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"code": ["name"]}


@admin.register(Site)
class SiteAdmin(KeepsItsCode):
    section = "Places and organisations"
    list_display = ["name", "kind", "locality", "hub", "name_is_stated"]
    list_filter = ["kind", "locality", "name_is_stated"]
    list_select_related = ["locality", "hub"]
    search_fields = ["name", "code"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "code", "kind", "locality", "hub", "name_is_stated"],
                "description": "Family hubs, and the centres and safe places linked to each.",
            },
        ),
        (
            "Where a document says so",
            {"fields": ["source", "source_lines"], "classes": ["collapse"]},
        ),
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"code": ["name"]}
