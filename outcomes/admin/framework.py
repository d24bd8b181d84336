"""Frameworks and their versions: drafts are changed here, published ones are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ehportal.admin_tools import Decision, DeskPage, ReadOnly
from outcomes.admin.shared import FrozenInline, FrozenOncePublished, OutcomesAdmin
from outcomes.models import Framework, FrameworkVersion, Level, OutcomeArea, VersionStatus
from outcomes.services.framework import clone_version, publish_version


class VersionInline(ReadOnly, DeskPage, admin.TabularInline):
    model = FrameworkVersion
    fields = ["label", "status", "published_at"]
    readonly_fields = ["label", "status", "published_at"]
    extra = 0
    show_change_link = True


@admin.register(Framework)
class FrameworkAdmin(OutcomesAdmin):
    section = "Frameworks"
    rank = 1
    list_display = ["title", "strategy", "in_force"]
    search_fields = ["title", "code"]
    inlines = [VersionInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "code", "strategy", "order"],
                "description": "A framework is a name; its wording is in its versions. Every "
                "version is a draft until it is published, and never changes after that.",
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Framework]:
        return super().get_queryset(request).prefetch_related("versions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"code": ["title"]}

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else []

    @admin.display(description="Version in force")
    def in_force(self, framework: Framework) -> str | None:
        versions = framework.versions.all()
        return next((v.label for v in versions if v.status == VersionStatus.PUBLISHED), None)


class AreaInline(FrozenInline, DeskPage, admin.TabularInline):
    model = OutcomeArea
    fields = ["order", "code", "name", "group"]
    extra = 0
    show_change_link = True


class LevelInline(FrozenInline, DeskPage, admin.TabularInline):
    model = Level
    fields = ["order", "code", "name", "table_title"]
    extra = 0


class NewLabelForm(forms.Form):
    label = forms.CharField(
        max_length=40,
        label="Label of the new version",
        help_text="Such as 2028-2031. Everybody will see it beside the framework's name.",
    )


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(FrozenOncePublished, OutcomesAdmin):
    section = "Frameworks"
    page_name = "Versions"
    rank = 2
    list_display = ["__str__", "status", "published_at", "metrics"]
    list_filter = ["framework", "status"]
    list_select_related = ["framework", "published_by", "supersedes__framework"]
    search_fields = ["label", "framework__title"]
    inlines = [AreaInline, LevelInline]
    readonly_fields = ["status", "published_at", "published_by", "supersedes", "contents"]
    decisions = [
        Decision(
            "publish",
            "Publish this version",
            "It takes the place of the version in force, whose metrics, figures and history stay "
            "as they are. A published version can no longer be changed, only followed by another.",
            run="publish",
            applies_to=lambda version: not version.is_frozen,
        ),
        Decision(
            "new-draft",
            "Start a new draft from this version",
            "You get a copy of everything in it to change in your own time: nobody else sees it "
            "until you publish it. Each metric of the copy remembers which metric it replaces, so "
            "that figures can be followed across versions.",
            run="start_draft",
            form=NewLabelForm,
            applies_to=lambda version: version.status == VersionStatus.PUBLISHED,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FrameworkVersion]:
        return super().get_queryset(request).annotate(metrics_in_it=Count("metrics"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        named = (None, {"fields": ["framework", "label", "source", "source_lines"]})
        if obj is None:
            return [named]
        state = "It is frozen: start a new draft from it to change its words."
        if not obj.is_frozen:
            state = "It is a draft: change what you like, then publish it."
        return [
            named,
            ("Where it stands", {"fields": self.readonly_fields, "description": state}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "framework"] if obj else fields

    @admin.display(description="Metrics", ordering="metrics_in_it")
    def metrics(self, version: Any) -> int:
        count: int = version.metrics_in_it
        return count

    @admin.display(description="What is in it")
    def contents(self, version: FrameworkVersion) -> SafeString:
        rows = []
        for name in ("outcome", "indicator", "metric"):
            count = getattr(version, f"{name}s").count()
            listed = reverse(f"admin:outcomes_{name}_changelist")
            address = f"{listed}?version__id__exact={version.pk}"
            add = reverse(f"admin:outcomes_{name}_add") + f"?version={version.pk}"
            rows.append((address, count, f"{name}s", self._add_link(version, add, name)))
        items = format_html_join("", '<li><a href="{}">{} {}</a>{}</li>', rows)
        return format_html('<ul class="desk-list">{}</ul>', items)

    def _add_link(self, version: FrameworkVersion, address: str, name: str) -> SafeString | str:
        if version.is_frozen:
            return ""
        return format_html(' · <a href="{}" class="addlink">Add {}</a>', address, name)

    def publish(self, request: HttpRequest, version: FrameworkVersion, _: Any) -> str:
        publish_version(version=version, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return f"{version} is published. It can no longer be changed."

    def start_draft(self, request: HttpRequest, version: FrameworkVersion, typed: Any) -> str:
        draft = clone_version(
            version=version,
            label=typed["label"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        address = reverse("admin:outcomes_frameworkversion_change", args=[draft.pk])
        return format_html('A draft is ready to change: <a href="{}">{}</a>.', address, draft)
