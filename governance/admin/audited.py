"""Pages of the desk whose every change is an event, and the history that events make."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from ehportal.admin_tools import NO_VALUE, DeskAdmin, ReadOnly
from governance.models import Event
from governance.services.events import record

#: What an audit never holds.
UNTOLD = frozenset({"id", "password", "last_login"})
SHOWN_EVENTS = 200

Values = dict[str, Any]


class Called(str):
    """What another row is called; another row is another, though it be called the same."""

    key: Any

    def __new__(cls, row: models.Model) -> Called:
        called = super().__new__(cls, row)
        called.key = row.pk
        return called

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return False
        return str(self) == str(other) and self.key == getattr(other, "key", self.key)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def snapshot(row: models.Model, *, below: str = "") -> Values:
    """What a row holds, by the names of its fields; other rows by what they are called.

    `below` is the field that names the row above it, where the page is about that row.
    """
    values: Values = {}
    for field in row._meta.concrete_fields:
        if field.name not in UNTOLD and field.name != below:
            value = getattr(row, field.name)
            values[field.name] = Called(value) if isinstance(value, models.Model) else value
    for many in row._meta.many_to_many:
        if many.remote_field.through._meta.auto_created:  # type: ignore[union-attr]
            values[many.name] = sorted(
                (Called(other) for other in getattr(row, many.name).all()),
                key=lambda called: (str(called), called.key),
            )
    return values


def differences(before: Values, after: Values) -> tuple[Values, Values]:
    """What was and what is, of the fields that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {n: before.get(n) for n in names}, {n: after[n] for n in names}


def _with_names(queryset: models.QuerySet[Any], *more: str) -> models.QuerySet[Any]:
    """The rows with everything that a snapshot calls by name, and more that those names need."""
    model = queryset.model
    keys = [field.name for field in model._meta.concrete_fields if field.is_relation]
    many = [
        field.name
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    return queryset.select_related(*keys, *more).prefetch_related(*many)


class WithHistory:
    """A row's history is what its events say, whoever wrote them: pages, services, commands."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        opts = self.opts  # type: ignore[attr-defined]
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        events = Event.objects.filter(
            subject_kind=opts.label_lower, subject_id=str(row.pk)
        ).select_related("by")
        found = list(events[: SHOWN_EVENTS + 1])
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": f"History: {row}",
            "entries": [(e, in_words(e.verb), changes_of(e)) for e in found[:SHOWN_EVENTS]],
            "left_out": len(found) > SHOWN_EVENTS,
            "object": row,
            "opts": opts,
        }
        return TemplateResponse(request, "admin/event_history.html", context)


class AuditedAdmin(WithHistory, DeskAdmin):
    """Writes one event for each addition, change and deletion, in the transaction of the change.

    What was changed in the rows below, such as a person's memberships, is part of the same event.
    Saving without a change writes none.
    """

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.before = snapshot(self._kept().get(pk=obj.pk)) if change else {}
        form.inlines_before, form.inlines_after = {}, {}
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        name = str(formset.model._meta.verbose_name_plural)
        touched = [f.instance.pk for f in formset.initial_forms if f.has_changed()]
        removed = {f.instance.pk for f in formset.deleted_forms if f.instance.pk is not None}
        kept = _with_names(formset.model._default_manager.filter(pk__in=touched))
        above = formset.fk.name  # type: ignore[attr-defined]
        was = {row.pk: snapshot(row, below=above) for row in kept}
        before = {str(row): _told(was[row.pk]) for row in kept if row.pk in removed}
        super().save_formset(request, form, formset, change)
        after = {str(row): _told(snapshot(row, below=above)) for row in formset.new_objects}
        for row, _ in formset.changed_objects:
            now = snapshot(row, below=above)
            before[str(row)], after[str(row)] = differences(was[row.pk], now)
        if before or after:
            form.inlines_before[name], form.inlines_after[name] = before, after

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        row = self._kept().get(pk=form.instance.pk)
        before, after = differences(form.before, snapshot(row))
        if not change:
            before, after = {}, _told(after)
        before |= form.inlines_before
        after |= form.inlines_after
        if before or after:
            self._record(request, row, "change" if change else "create", before, after)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record(request, obj, "delete", _told(snapshot(obj)), {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            for row in _with_names(queryset, *self.names_needed()):
                self.delete_model(request, row)

    def _kept(self) -> models.QuerySet[Any]:
        """The rows as the database has them, not as the form does."""
        return _with_names(self.model._default_manager.all(), *self.names_needed())

    def _record(
        self, request: HttpRequest, row: Any, what: str, before: Values, after: Values
    ) -> None:
        record(
            verb=f"{self.opts.model_name}.{what}",
            subject=row,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            before=before,
            after=after,
        )


class ReadOnlyAdmin(WithHistory, ReadOnly, DeskAdmin):
    """What the portal writes and nobody edits, to look things up in."""


class SealedAdmin(ReadOnlyAdmin):
    """Rows of which some columns are not told: no address finds a row by what is in those either.

    Django lets an address filter by any column of a row. Here it filters by what the page offers,
    and by the columns in `found_by`, as links and filters ask: by key, by value, by being empty.
    """

    found_by: tuple[str, ...] = ()
    _ASKED_AS = frozenset({"id", "exact", "in", "isnull"})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        path = lookup.split("__")
        while len(path) > 1 and path[-1] in self._ASKED_AS:
            path.pop()
        return "__".join(path) in {*map(_filters_by, self.list_filter), *self.found_by}


def _filters_by(offered: Any) -> str:
    """The column or the word that one of a page's filters asks by."""
    if isinstance(offered, tuple):
        return offered[0]
    return offered if isinstance(offered, str) else offered.parameter_name


def _told(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


_NAMED_ONLY: set[str] = set()


def in_words(verb: str) -> str:
    """'Measure: retire' from 'measure.retire'."""
    subject, _, what = verb.partition(".")
    return capfirst(f"{subject}: {what}".replace("_", " ")).removesuffix(": ")


def _plain(value: Any) -> str:
    if value in (None, "", [], {}):
        return NO_VALUE
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{_title(name)}: {_plain(part)}" for name, part in value.items())
    return str(value)


def _title(name: str) -> str:
    return capfirst(name.replace("_", " ")) if name.islower() else name


def name_only(*verbs: str) -> None:
    """Events of these verbs are told by the names of what was changed, without what it was.

    They hold figures, and administrators see none that are not published (see docs/access.md).
    """
    _NAMED_ONLY.update(verbs)


def _names_in(value: Any) -> str:
    """'Denominator typed, note' of a row's boxes; in an order of our own, as databases differ."""
    if not isinstance(value, dict):
        return "Changed"
    return capfirst(", ".join(sorted(_title(name).lower() for name in value)))


def changes_of(event: Event) -> SafeString | str:
    """What an event says was and is, a line for each field; or names alone (see `name_only`)."""
    lines = []
    for name in dict.fromkeys([*event.before, *event.after]):
        was, now = event.before.get(name), event.after.get(name)
        if event.verb in _NAMED_ONLY:
            said = _names_in(now)
        elif name not in event.before:
            said = _plain(now)
        elif name not in event.after:
            said = f"was {_plain(was)}"
        else:
            said = f"from {_plain(was)} to {_plain(now)}"
        lines.append((_title(name), said))
    if not lines:
        return NO_VALUE
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", lines)
    return format_html('<dl class="desk-changes">{}</dl>', rows)
