"""The audit: who changed what, when, from what to what. Nobody edits it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from governance.admin.audited import SealedAdmin, changes_of, in_words
from governance.models import Event


class VerbFilter(admin.SimpleListFilter):
    """What was done, in words; only what has been done."""

    title = "what"
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        verbs = Event.objects.order_by("verb").values_list("verb", flat=True).distinct()
        return [(verb, in_words(verb)) for verb in verbs]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class WhoFilter(admin.RelatedOnlyFieldListFilter):
    """The people who have changed something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "who"


@admin.register(Event)
class EventAdmin(SealedAdmin):
    section = "History"
    page_name = "Events: everything that was changed"
    list_display = ["at", "who", "what", "subject", "reason"]
    list_display_links = ["subject"]
    list_filter = [VerbFilter, ("by", WhoFilter)]
    list_select_related = ["by"]
    search_fields = ["subject", "reason", "by__name", "by__email"]
    show_full_result_count = False
    fields = ["at", "who", "what", "subject", "reason", "changes"]

    @admin.display(description="Who", ordering="by__name")
    def who(self, event: Event) -> str:
        return str(event.by) if event.by else "A command"

    @admin.display(description="What", ordering="verb")
    def what(self, event: Event) -> str:
        return in_words(event.verb)

    @admin.display(description="Changes")
    def changes(self, event: Event) -> SafeString | str:
        return changes_of(event)
