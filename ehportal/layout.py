"""Layout objects for forms drawn by {% crispy form %} with the template pack in templates/govuk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms import layout as crispy
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.template import Context
from django.utils.safestring import SafeString

Fieldset = crispy.Fieldset


class Field(crispy.LayoutObject):
    """One question, and how it looks.

    prefix, suffix  text joined to the box: '£', '%'
    width           2, 3, 4, 5, 10, 20 or 30 characters
    count           the number of characters a textarea takes, counted below it
    inline          for radios and checkboxes: side by side
    hints           for radios and checkboxes: a value of the field to a hint below its label
    hide_label      for a table whose headings say the same to people who see them
    Anything else becomes an attribute of the widget (`rows=3`, `autocomplete="off"`).
    """

    OPTIONS = ("prefix", "suffix", "width", "count", "inline", "hints", "hide_label")

    def __init__(self, name: str, **options: Any) -> None:
        self.fields = [name]
        self.options = {key: options.pop(key) for key in self.OPTIONS if key in options}
        self.attrs = {key.replace("_", "-"): value for key, value in options.items()}

    def render(
        self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        return render_field(
            self.fields[0],
            form,
            context,
            template_pack=template_pack,
            attrs=self.attrs,
            extra_context={"options": self.options},
        )


class ConditionalRadios(Field):
    """Radios of which some open further questions: {"other": ["other_detail"]}."""

    def __init__(self, name: str, reveals: Mapping[str, Sequence[Any]], **options: Any) -> None:
        super().__init__(name, **options)
        self.reveals = {value: crispy.Layout(*fields) for value, fields in reveals.items()}

    def get_layout_objects(self, *args: Any, **kwargs: Any) -> list[Any]:
        """As the library asks for, with the questions that a choice opens."""
        found = super().get_layout_objects(*args, **kwargs)
        for layout in self.reveals.values():
            found += layout.get_layout_objects(*args, **kwargs)
        return found

    def render(
        self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        shown = {
            str(value): layout.render(form, context, template_pack=template_pack)
            for value, layout in self.reveals.items()
        }
        self.options = {**self.options, "reveals": shown}
        return super().render(form, context, template_pack=template_pack, **kwargs)


class Submit(crispy.Submit):
    """The button that sends the form. Its words are its value: Submit("send", "Save")."""

    field_classes = "govuk-button"


class Button(crispy.Submit):
    """A second button, which sends the form too but with another name."""

    field_classes = "govuk-button govuk-button--secondary"


class ButtonGroup(crispy.ButtonHolder):
    """Buttons, and links, side by side."""
