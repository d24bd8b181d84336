"""The base of every form of the portal: GOV.UK patterns where Django's own defaults differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.utils import ErrorDict

from ehportal.keys import is_key
from ehportal.words import why_not_kept

_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
#: What Django says of a choice that is no longer there, which tells nobody what to do.
_DJANGO_UNKNOWN = [
    kind.default_error_messages[code]
    for kind in (forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
    for code in ("invalid_choice", "invalid_pk_value")
    if code in kind.default_error_messages
]
_NO_LONGER_THERE = "That choice is no longer in the list. Choose again"


class NumberBox(forms.TextInput):
    """A box for a figure: text with a number pad, so that a scroll wheel changes nothing."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, whole: bool = False) -> None:
        super().__init__({"inputmode": "numeric" if whole else "decimal", **(attrs or {})})


class DateBoxes(forms.MultiWidget):
    """Three boxes for day, month and year."""

    use_fieldset = True
    PARTS = (("day", 2), ("month", 2), ("year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: NumberBox(whole=True) for part, _ in self.PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


#: The last day that a plan or a meeting can be for: from it, days can still be counted on.
FORESEEABLE = date(2100, 12, 31)


class DateField(forms.MultiValueField):
    """A date typed as day, month and year, or nothing where it is not required.

    One after `latest` is no date that anybody means.
    """

    widget = DateBoxes

    def __init__(self, *, latest: date = date.max, **options: Any) -> None:
        self.latest = latest
        parts = tuple(forms.CharField(required=False) for _ in DateBoxes.PARTS)
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, values: Sequence[str]) -> date | None:
        """The date. Raises ValidationError where the boxes do not make one."""
        if not any(values):
            # Boxes of spaces alone pass for filled in where Django asks for what is required.
            if self.required:
                raise ValidationError(self.error_messages["required"], "required")
            return None
        try:
            day, month, year = (int(value) for value in values)
            found = date(year, month, day)
            if year < 1900 or found > self.latest:
                raise ValueError(found)
            return found
        except (TypeError, ValueError, OverflowError):
            raise ValidationError("Enter a real date, such as 15 10 2026", "invalid") from None


class WordsField(forms.CharField):
    """A sentence or a few. Where they are too many, `what` must be so many characters or fewer.

    The browser cuts nothing off what is pasted: too much is said, and everything stays in the box.
    """

    def __init__(self, *, what: str, max_length: int, rows: int = 3, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **options)
        self.validators = [
            each
            for each in self.validators
            if not isinstance(each, ProhibitNullCharactersValidator)
        ]
        self.what = what
        said = f"{what} must be {max_length:,} characters or fewer"
        self.error_messages["max_length"] = said

    def to_python(self, value: Any) -> Any:
        """The words, with lines ended by one character, as they are counted and kept."""
        words = super().to_python(value)
        return words.replace("\r\n", "\n") if isinstance(words, str) else words

    def validate(self, value: Any) -> None:
        """Raises ValidationError for characters that no database keeps."""
        super().validate(value)
        if value and (why := why_not_kept(value, longest=len(value))):
            raise ValidationError(f"{self.what} {why}", "unstorable")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the widget of any field has, but no end after which it would cut words off."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows. A number that no database holds is refused like one that names none."""

    def clean(self, value: Any) -> Any:
        for word in value or []:
            if not is_key(word):
                said = self.error_messages["invalid_pk_value"]
                raise ValidationError(said, "invalid_pk_value", {"pk": word})
        return super().clean(value)


class PortalFormMixin:
    """No validation by the browser, no colons after labels, errors that say what to do."""

    use_required_attribute = False
    #: Labels of questions that may be left out say so.
    mark_optional = True

    fields: dict[str, forms.Field]
    errors: ErrorDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.reword()
        for name, field in self.fields.items():
            _show_as_box(field)
            _ask_plainly(field, field.label or name.replace("_", " "))

    def reword(self) -> None:
        """For forms that come from a library: change labels and hints before they are used."""

    def layout(self) -> Sequence[Any]:
        """What the form shows, in order: names of fields, or objects of ehportal.layout."""
        return list(self.fields)

    @property
    def helper(self) -> FormHelper:
        """For {% crispy form %}: the fields alone; the page writes the form element."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        helper.layout = Layout(*self.layout())
        return helper


class Form(PortalFormMixin, forms.Form):
    """A form that saves through a service."""


class ModelForm(PortalFormMixin, forms.ModelForm):
    """A form whose fields come from a model; it saves through a service all the same."""


def _show_as_box(field: forms.Field) -> None:
    if type(field.widget) is forms.NumberInput:
        whole = isinstance(field, forms.IntegerField) and not isinstance(
            field, (forms.DecimalField, forms.FloatField)
        )
        attrs = {k: v for k, v in field.widget.attrs.items() if k not in {"min", "max", "step"}}
        field.widget = NumberBox(attrs, whole=whole)
        field.widget.is_required = field.required


def _ask_plainly(field: forms.Field, label: object) -> None:
    """'Enter your name' for 'This field is required', unless the form has its own words."""
    if field.error_messages.get("required") == _DJANGO_REQUIRED:
        field.error_messages["required"] = _request_for(field, str(label))
    for code in ("invalid_choice", "invalid_pk_value"):
        if field.error_messages.get(code) in _DJANGO_UNKNOWN:
            field.error_messages[code] = _NO_LONGER_THERE
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = "Enter an e-mail address, such as name@example.org"


def _request_for(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    chosen = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
    verb = "Choose" if isinstance(field, chosen) else "Enter"
    starts_with_abbreviation = label[1:2].isupper()
    what = label if starts_with_abbreviation else f"{label[:1].lower()}{label[1:]}"
    return f"{verb} {what}"
