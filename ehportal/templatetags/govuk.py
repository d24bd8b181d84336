"""What the templates of the pack in templates/govuk need to draw a form as GOV.UK does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

#: The kind of each widget, the first that fits; whatever fits none is a box to type in.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.MultiWidget, "parts"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
}


@register.filter
def kind(field: BoundField) -> str:
    """How the pack draws a field: one of the kinds above, or 'input'."""
    widget = field.field.widget
    return next((name for type_, name in KINDS if isinstance(widget, type_)), "input")


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says '(optional)': where the form asks for that."""
    return getattr(field.form, "mark_optional", False) and not field.field.required


@register.filter
def without_stop(message: object) -> str:
    """A message of one sentence without its full stop, as the other messages on the page."""
    text = str(message)
    return text[:-1] if text.endswith(".") and ". " not in text else text


@register.simple_tag
def widget(field: BoundField, options: Any = None) -> SafeString:
    """The field's widget with GOV.UK's classes, red where it has errors, and all its ids."""
    name, options = kind(field), options or {}
    base = "input" if name == "password" else name
    classes = [CLASSES.get(name, f"govuk-{name}"), field.field.widget.attrs.get("class", "")]
    if width := options.get("width"):
        classes.append(f"govuk-input--width-{width}")
    if field.errors and name != "checkbox":
        classes.append(f"govuk-{base}--error")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if options.get("count"):
        described = f"{field.aria_describedby or ''} {field.id_for_label}-info".strip()
        attrs["aria-describedby"] = described
        attrs["class"] += " govuk-js-character-count"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choice(field: BoundField, option: BoundWidget, options: Any = None) -> SafeString:
    """One radio or checkbox of a question, tied to its hint and to what it opens."""
    data, options = option.data, options or {}
    attrs = {key: value for key, value in data["attrs"].items() if key != "aria-invalid"}
    attrs["class"] = CLASSES[kind(field)]
    value = str(data["value"])
    if value in options.get("hints", {}):
        attrs["aria-describedby"] = f"{option.id_for_label}_hint"
    if value in options.get("reveals", {}):
        attrs["data-aria-controls"] = f"{option.id_for_label}_more"
    return format_html(
        "<input{}>",
        flatatt({"type": data["type"], "name": data["name"], "value": value, **attrs}),
    )


@register.filter
def boxes(field: BoundField) -> list[dict[str, Any]]:
    """The boxes of a field that has several, such as a date's day, month and year."""
    return field.subwidgets[0].data["subwidgets"]


@register.simple_tag
def part(field: BoundField, box: dict[str, Any]) -> SafeString:
    """One box of a date: its label, and the box as wide as what it takes."""
    name = box["name"].rpartition("_")[2]
    width = 4 if name == "year" else 2
    red = " govuk-input--error" if field.errors else ""
    attrs = {
        **box["attrs"],
        "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}{red}",
    }
    if box["value"] is not None:
        attrs["value"] = box["value"]
    return format_html(
        '<label class="govuk-label govuk-date-input__label" for="{}">{}</label>'
        '<input type="text" name="{}"{}>',
        attrs["id"],
        name.capitalize(),
        box["name"],
        flatatt(attrs),
    )


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """The value under a key, or nothing: {{ options.hints|lookup:option.data.value }}."""
    return (mapping or {}).get(str(key), "")


@register.inclusion_tag("govuk/field.html", name="field")
def whole_field(field: BoundField, **options: Any) -> dict[str, Any]:
    """{% field form.name width=20 %}: one question outside a layout; options as layout.Field's."""
    return {"field": field, "options": options}


@register.inclusion_tag("govuk/cell.html")
def cell(field: BoundField, row: str = "", **options: Any) -> dict[str, Any]:
    """{% cell form.numerator row="Babies seen, July to September 2026" %}: a box in a table.

    Its label says to people who cannot see the table which row it is in.
    """
    return {"field": field, "row": row, "options": options}


@dataclass(frozen=True)
class Mistake:
    """A line of the error summary, and the box it leads to."""

    message: str
    target: str


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*forms_and_formsets: Any) -> dict[str, Any]:
    """{% error_summary form formset %}: every mistake of all of them, each leading to its box.

    A form in a table may set `summary_label`, which goes before its messages.
    """
    mistakes = [m for each in forms_and_formsets if each for m in _mistakes(each)]
    return {"mistakes": mistakes}


def _mistakes(each: forms.BaseForm | BaseFormSet) -> Iterator[Mistake]:
    if not isinstance(each, BaseFormSet):
        yield from _form_mistakes(each)
        return
    first = next((_first_box(form) for form in each.forms), "")
    for message in each.non_form_errors():
        yield Mistake(without_stop(message), first)
    for form in each.forms:
        yield from _form_mistakes(form)


def _form_mistakes(form: forms.BaseForm) -> Iterator[Mistake]:
    label = getattr(form, "summary_label", "")
    before = f"{label}: " if label else ""
    for message in form.non_field_errors():
        yield Mistake(f"{before}{without_stop(message)}", _first_box(form))
    for field in form:
        for message in field.errors:
            yield Mistake(f"{before}{without_stop(message)}", box_id(field))


def _first_box(form: forms.BaseForm) -> str:
    return next((box_id(field) for field in form.visible_fields()), "")


def box_id(field: BoundField) -> str:
    """The id of the box that a mistake in the field leads to, or nothing where none is shown.

    Where a field has several boxes it is the first: the field's own id is on no element.
    """
    if field.is_hidden:
        return ""
    own = field.field.widget.attrs.get("id") or field.auto_id
    if kind(field) in {"radios", "checkboxes"}:
        return field.field.widget.id_for_label(own, "0")
    if kind(field) == "parts":
        return boxes(field)[0]["attrs"]["id"]
    return own
