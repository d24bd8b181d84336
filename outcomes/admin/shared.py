"""What the pages of the outcomes app share: refusals in words, and wording that is frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from ehportal.keys import is_key
from governance.admin.audited import AuditedAdmin
from outcomes.models import FrameworkVersion, VersionStatus
from outcomes.services.exceptions import Refused

ANOTHER_VERSION = "This belongs to another version of the framework."


class OutcomesAdmin(AuditedAdmin):
    refusals = (Refused, ValidationError)


class NotAddedOrDeleted:
    """Rows that come with the documents: some of their fields are settled here, no row is made."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def drafts(request: HttpRequest) -> frozenset[int]:
    """The keys of versions that may still be changed; looked up once for each request."""
    if not hasattr(request, "draft_versions"):
        found = FrameworkVersion.objects.filter(status=VersionStatus.DRAFT)
        request.draft_versions = frozenset(found.values_list("pk", flat=True))  # type: ignore[attr-defined]
    return request.draft_versions  # type: ignore[attr-defined]


def version_of(row: models.Model | None) -> int | None:
    """The key of the version that a row is part of, or is."""
    if row is None:
        return None
    if isinstance(row, FrameworkVersion):
        return row.pk
    found: int | None = row.version_id  # type: ignore[attr-defined]
    return found


class VersionFilter(admin.SimpleListFilter):
    """The versions by framework and label."""

    title = "version"
    parameter_name = "version__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        versions = FrameworkVersion.objects.select_related("framework")
        return [(str(version.pk), str(version)) for version in versions]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        chosen = self.value() or ""
        return queryset.filter(version=int(chosen)) if is_key(chosen) else queryset


class FrozenOncePublished:
    """What belongs to a published or superseded version is read, not changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_alter(request, obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_alter(request, obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]

    def _may_alter(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or version_of(obj) in drafts(request)


class FrozenInline(FrozenOncePublished):
    """Rows below a row of a version: `obj` is the row above them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_alter(request, obj) and super().has_add_permission(request, obj)  # type: ignore[misc]


class PartOfVersionForm(forms.ModelForm):
    """A row and what it hangs from belong to the same version."""

    same_version: ClassVar[tuple[str, ...]] = ("area", "level")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("version")
        version = chosen.pk if chosen else self.instance.version_id
        for name in self.same_version:
            other = cleaned.get(name)
            if other is not None and version is not None and other.version_id != version:
                self.add_error(name, ANOTHER_VERSION)
        return cleaned


class PartOfVersionAdmin(FrozenOncePublished, OutcomesAdmin):
    """A row of one version. Its version is chosen when it is added, among the drafts."""

    section = "Frameworks"
    form = PartOfVersionForm
    list_select_related: ClassVar[Any] = ["version__framework"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "version"] if obj is not None else fields

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        chosen = request.GET.get("version", "")
        request.page_version = (  # type: ignore[attr-defined]
            version_of(obj) if obj else int(chosen) if is_key(chosen) else None
        )
        return super().get_form(request, obj, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is None:
            return field
        if db_field.name == "version":
            field.queryset = field.queryset.filter(pk__in=drafts(request)).select_related(
                "framework"
            )
            field.help_text = "Only drafts: start one from the list of versions."
        elif db_field.name in PartOfVersionForm.same_version:
            version = getattr(request, "page_version", None)
            wanted = {"version": version} if version else {"version__in": drafts(request)}
            field.queryset = field.queryset.filter(**wanted).select_related("version__framework")
            if not version:
                field.label_from_instance = lambda row: f"{row} ({row.version})"
        return field
