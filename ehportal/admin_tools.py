"""What every page of the administrators' desk shares: who may, how lists are typed, decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ehportal.admin_choices import FoundRow, FoundRows
from ehportal.forms import RowsField
from ehportal.keys import is_key

ADMINISTER = "administer"
NO_VALUE = "–"

#: The groups of the front page, in the order of an administrator's work.
SECTIONS = (
    "People",
    "Places and organisations",
    "Bodies",
    "Frameworks",
    "Measures",
    "Collecting",
    "Published",
    "History",
)


def may_administer(request: HttpRequest) -> bool:
    """Whether the person's memberships make them an administrator; asked once for each request."""
    return bool(request.access.may(ADMINISTER))  # type: ignore[attr-defined]


class DeskPage:
    """What pages and the rows within them share: administrators may do everything, others nothing.

    Boxes are as tall as a sentence needs, and a choice of another row offers to add one: to change
    or delete that row, its own page is the place.
    """

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            kwargs.setdefault("widget", AdminTextareaWidget(attrs={"rows": 3}))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = False
            widget.can_delete_related = False
            widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", FoundRow(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", FoundRows(db_field, self.admin_site))  # type: ignore[attr-defined]
        kwargs.setdefault("form_class", RowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)


class ReadOnly:
    """Nobody adds, changes or deletes these rows here; the portal writes them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LinesField(forms.CharField):
    """A list of words, typed one to a line. Returns a list of strings without blank ones."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 40})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


def bullets(rows: Iterable[object]) -> SafeString | str:
    """A list as it is read, not as it is stored."""
    items = format_html_join("", "<li>{}</li>", ((row,) for row in rows))
    return format_html_join("", "<ul class='desk-list'>{}</ul>", [(items,)]) if items else NO_VALUE


def listed(field: str, title: str) -> Callable[[Any, Any], SafeString | str]:
    """A read-only column that shows a stored list as bullets."""

    @admin.display(description=title)
    def column(_: Any, obj: Any) -> SafeString | str:
        return bullets(getattr(obj, field))

    return column


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


@dataclass(frozen=True)
class Decision:
    """Something an administrator decides about chosen rows, on a page that says what it does.

    `run` is a method of the admin: (request, row, cleaned) -> a sentence saying what was done.
    Without `about_rows` it is about no row in particular, and the row it is given is None.
    """

    name: str
    label: str
    explanation: str
    run: str
    form: type[forms.Form] = forms.Form
    about_rows: bool = True
    applies_to: Callable[[Any], bool] = lambda row: True


class DeskAdmin(DeskPage, admin.ModelAdmin):
    """A page of the desk, with its group on the front page and its decisions."""

    section: ClassVar[str] = ""
    #: Its name on the front page, where the model's own says too little.
    page_name: ClassVar[str] = ""
    #: Where it stands in its group, from 1; the rest follow by name.
    rank: ClassVar[int] = 9
    line_fields: ClassVar[Sequence[str]] = ()
    decisions: ClassVar[Sequence[Decision]] = ()
    #: Exceptions whose message tells the person why a decision was refused.
    refusals: ClassVar[tuple[type[Exception], ...]] = (ValidationError,)

    empty_value_display = NO_VALUE
    change_form_template = "admin/desk_change_form.html"
    change_list_template = "admin/desk_change_list.html"
    list_per_page = 50
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.line_fields:
            return LinesField(
                required=not db_field.blank,
                label=str(db_field.verbose_name).capitalize(),
                help_text=f"{db_field.help_text} One to a line.".strip(),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def names_needed(self) -> list[str]:
        """The rows that it takes to call a row of this page by its name."""
        needed = self.list_select_related
        return [] if isinstance(needed, bool) else list(needed)

    # Events record what was changed, by whichever way; the admin's own log would repeat some.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any: ...

    # ---- decisions ----

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decision_view)
        return [
            path("decide/<slug:name>/", view, name=self._url_name("decide")),
            *super().get_urls(),
        ]

    def _url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def decision_url(self, decision: Decision, pks: Iterable[Any] = ()) -> str:
        address = reverse(f"admin:{self._url_name('decide')}", args=[decision.name])
        query = urlencode([("row", pk) for pk in pks])
        return f"{address}?{query}" if query else address

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_view_permission(request) and "is_popup" not in request.GET:
            for decision in self.decisions:
                if decision.about_rows:
                    chosen = partial(_decide_chosen, decision=decision)
                    actions[decision.name] = (chosen, decision.name, decision.label)
        return actions

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tools = [(d.label, self.decision_url(d)) for d in self.decisions if not d.about_rows]
        return super().changelist_view(request, {"decisions": tools, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        context["decisions"] = [
            (decision.label, self.decision_url(decision, [row.pk]))
            for decision in self.decisions
            if row is not None and decision.about_rows and decision.applies_to(row)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def decision_form(self, decision: Decision, rows: Sequence[Any], data: Any) -> forms.Form:
        """The form of a decision page; an admin gives it what it starts with."""
        return decision.form(data)

    def decision_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Says what a decision does, asks what it needs, and carries it out for all or none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        decision = next((d for d in self.decisions if d.name == name), None)
        chosen = self.get_queryset(request).filter(pk__in=self._chosen(request))
        rows = list(chosen.select_related(*self.names_needed()))
        if decision is None or (decision.about_rows and not rows):
            raise Http404
        form = self.decision_form(
            decision, rows, request.POST if request.method == "POST" else None
        )
        if request.method == "POST" and form.is_valid():
            done = self._carry_out(request, decision, rows, form)
            if done is not None:
                return done
        context = {
            **self.admin_site.each_context(request),
            "title": decision.label,
            "decision": decision,
            "rows": rows,
            "form": form,
            "opts": self.opts,
            "back": self._back(rows if decision.about_rows else []),
        }
        return TemplateResponse(request, "admin/desk_decision.html", context)

    def _chosen(self, request: HttpRequest) -> list[int]:
        """The rows that the address names."""
        named = request.GET.getlist("row")
        return [int(pk) for pk in named if is_key(pk)]

    def _carry_out(
        self, request: HttpRequest, decision: Decision, rows: Sequence[Any], form: forms.Form
    ) -> HttpResponse | None:
        run = getattr(self, decision.run)
        try:
            with transaction.atomic():
                said = [
                    run(request, row, form.cleaned_data)
                    for row in (rows if decision.about_rows else [None])
                ]
        except self.refusals as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
            return None
        for sentence in said:
            messages.success(request, sentence)
        return HttpResponseRedirect(self._back(rows if decision.about_rows else []))

    def _back(self, rows: Sequence[Any]) -> str:
        if len(rows) == 1:
            return reverse(f"admin:{self._url_name('change')}", args=[rows[0].pk])
        return reverse(f"admin:{self._url_name('changelist')}")


def _decide_chosen(
    model_admin: DeskAdmin,
    request: HttpRequest,
    queryset: models.QuerySet[Any],
    *,
    decision: Decision,
) -> HttpResponse:
    """A changelist action that leads to the page of a decision."""
    return HttpResponseRedirect(
        model_admin.decision_url(decision, queryset.values_list("pk", flat=True))
    )
