"""Forms drawn by the template pack: what each question says to whoever cannot see it."""

from __future__ import annotations

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.test import override_settings

from ehportal.forms import DateField, Form
from ehportal.layout import Button, ButtonGroup, ConditionalRadios, Field, Fieldset, Submit
from tests.ehportal.pages import Element, read

HINT = "As it is on the form"
AREAS = [("safe", "Safe"), ("healthy", "Healthy")]


class Everything(Form):
    """A question of every kind, each with a hint."""

    words = forms.CharField(label="Your name", help_text=HINT)
    email = forms.EmailField(label="E-mail address", help_text=HINT)
    address = forms.URLField(label="Web address", help_text=HINT, assume_scheme="https")
    password = forms.CharField(label="Password", help_text=HINT, widget=forms.PasswordInput)
    whole = forms.IntegerField(label="Families seen", help_text=HINT)
    share = forms.DecimalField(label="Share of families", help_text=HINT)
    area = forms.ChoiceField(label="Area", help_text=HINT, choices=[("", "Choose"), *AREAS])
    several = forms.MultipleChoiceField(
        label="Areas", help_text=HINT, choices=AREAS, widget=forms.SelectMultiple
    )
    story = forms.CharField(label="Story", help_text=HINT, widget=forms.Textarea)
    sheet = forms.FileField(label="Excel file", help_text=HINT)
    agree = forms.BooleanField(label="I agree", help_text=HINT)
    quality = forms.ChoiceField(
        label="Quality", help_text=HINT, choices=AREAS, widget=forms.RadioSelect
    )
    ticks = forms.MultipleChoiceField(
        label="Ticks", help_text=HINT, choices=AREAS, widget=forms.CheckboxSelectMultiple
    )
    due = DateField(label="Due", help_text=HINT)


GROUPS = {"quality", "ticks", "due"}
NAMES = list(Everything.base_fields)


def drawn(form: Form) -> Element:
    return read(render_crispy_form(form))


def tag(source: str, **context: object) -> Element:
    return read(Template("{% load govuk %}" + source).render(Context(context)))


def described_by(element: Element, page: Element) -> list[str]:
    """What the elements that describe this one say, in the order in which it is read out."""
    return [page.one(id=id_).text for id_ in element.attrs.get("aria-describedby", "").split()]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GROUPS])
def test_a_box_is_tied_to_its_label_hint_and_error(name: str) -> None:
    form = Everything({})
    page = drawn(form)
    box = page.one(id=f"id_{name}")
    assert page.one("label", for_=f"id_{name}").text == form.fields[name].label
    hint, error = described_by(box, page)
    assert hint == HINT
    assert error == f"Error: {form.errors[name][0]}"
    assert box.attrs["aria-invalid"] == "true"


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_question_with_several_boxes_is_a_group_with_its_legend_hint_and_error(name: str) -> None:
    form = Everything({})
    page = drawn(form)
    (group,) = (
        each for each in page.all("fieldset") if each.one("legend").text == form.fields[name].label
    )
    assert described_by(group, page) == [HINT, f"Error: {form.errors[name][0]}"]
    boxes = list(group.all("input"))
    assert len(boxes) == (3 if name == "due" else 2)
    for box in boxes:
        assert page.one("label", for_=box.attrs["id"]).text


@pytest.mark.parametrize("name", [n for n in NAMES if n not in {"agree", "quality", "ticks"}])
def test_a_wrong_answer_has_a_red_border_and_a_right_one_has_none(name: str) -> None:
    def classes(page: Element) -> set[str]:
        id_ = f"id_{name}_0" if name == "due" else f"id_{name}"
        return page.one(id=id_).classes

    wrong = classes(drawn(Everything({})))
    assert [each for each in wrong if each.endswith("--error")] == [
        {"area": "govuk-select", "several": "govuk-select", "story": "govuk-textarea"}.get(
            name, "govuk-file-upload" if name == "sheet" else "govuk-input"
        )
        + "--error"
    ]
    assert not [each for each in classes(drawn(Everything())) if each.endswith("--error")]


def test_every_id_of_a_page_is_there_once() -> None:
    ids = [each.attrs["id"] for each in drawn(Everything({})).all() if "id" in each.attrs]
    assert len(ids) == len(set(ids))


def test_numbers_are_typed_as_text_with_a_number_pad() -> None:
    page = drawn(Everything({"share": "12"}))
    assert page.one(id="id_share").attrs["type"] == "text"
    assert page.one(id="id_share").attrs["inputmode"] == "decimal"
    assert page.one(id="id_whole").attrs["inputmode"] == "numeric"
    assert page.one(id="id_share").attrs["value"] == "12"


def test_the_browser_is_not_asked_to_check_anything() -> None:
    assert not [each for each in drawn(Everything()).all() if "required" in each.attrs]


def test_a_question_that_may_be_left_out_says_so() -> None:
    class Optional(Form):
        note = forms.CharField(label="Note", required=False)
        tick = forms.BooleanField(label="Remind me", required=False)

    page = drawn(Optional())
    assert page.one("label", for_="id_note").text == "Note (optional)"
    assert page.one("label", for_="id_tick").text == "Remind me"


def test_missing_answers_are_asked_for_in_words() -> None:
    errors = Everything({}).errors
    assert errors["words"] == ["Enter your name"]
    assert errors["area"] == ["Choose area"]
    assert errors["agree"] == ["Tick “I agree”"]
    assert Everything({"email": "x"}).errors["email"] == [
        "Enter an e-mail address, such as name@example.org"
    ]


def test_a_form_s_own_words_are_kept() -> None:
    class Own(Form):
        name = forms.CharField(error_messages={"required": "Who are you?"})

    assert Own({}).errors["name"] == ["Who are you?"]


class Laid(Form):
    cost = forms.DecimalField(label="Cost")
    share = forms.DecimalField(label="Share")
    story = forms.CharField(label="Story", widget=forms.Textarea)
    quality = forms.ChoiceField(
        label="Quality", choices=[("good", "Good"), ("other", "Other")], widget=forms.RadioSelect
    )
    other = forms.CharField(label="What is it?", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[object]:
        return [
            Fieldset("Money", Field("cost", prefix="£", width=5), Field("share", suffix="%")),
            Field("story", count=200, rows=3),
            ConditionalRadios("quality", {"other": [Field("other")]}, hints={"good": "Complete"}),
            ButtonGroup(Submit("save", "Save"), Button("later", "Come back later")),
        ]


def test_a_prefix_and_a_suffix_are_joined_to_the_box_and_not_read_out() -> None:
    page = drawn(Laid())
    assert page.one(class_="govuk-input__prefix").attrs["aria-hidden"] == "true"
    assert page.one(class_="govuk-input__suffix").text == "%"
    assert "govuk-input--width-5" in page.one(id="id_cost").classes


def test_a_count_of_characters_describes_its_box() -> None:
    page = drawn(Laid())
    box = page.one(id="id_story")
    assert described_by(box, page) == ["You can enter up to 200 characters"]
    assert box.attrs["rows"] == "3"
    assert page.one(data_module="govuk-character-count").attrs["data-maxlength"] == "200"


@pytest.mark.parametrize(("chosen", "is_hidden"), [("good", True), ("other", False)])
def test_a_choice_opens_its_further_question(chosen: str, is_hidden: bool) -> None:
    page = drawn(Laid({"quality": chosen}))
    radio = page.one("input", type="radio", value="other")
    more = page.one(id=radio.attrs["data-aria-controls"])
    assert more.one("input", name="other")
    assert ("govuk-radios__conditional--hidden" in more.classes) is is_hidden


def test_a_choice_is_described_by_its_own_hint() -> None:
    page = drawn(Laid())
    assert described_by(page.one("input", value="good"), page) == ["Complete"]
    assert "aria-describedby" not in page.one("input", value="other").attrs


def test_hidden_fields_and_buttons_are_drawn() -> None:
    page = drawn(Laid())
    assert page.one("input", name="secret").attrs["type"] == "hidden"
    save, later = page.all("button")
    assert (save.text, save.attrs["type"], save.attrs["name"]) == ("Save", "submit", "save")
    assert "govuk-button--secondary" in later.classes


@pytest.mark.parametrize(
    ("boxes", "meant"),
    [
        (("15", "10", "2026"), date(2026, 10, 15)),
        (("", "", ""), None),
    ],
)
def test_a_date_is_three_boxes(boxes: tuple[str, str, str], meant: date | None) -> None:
    class Due(Form):
        due = DateField(label="Due", required=False)

    form = Due(dict(zip(("due_day", "due_month", "due_year"), boxes, strict=True)))
    assert form.is_valid()
    assert form.cleaned_data["due"] == meant


@pytest.mark.parametrize("boxes", [("31", "2", "2026"), ("1", "", "2026"), ("x", "1", "2026")])
def test_boxes_that_make_no_date_are_an_error(boxes: tuple[str, str, str]) -> None:
    class Due(Form):
        due = DateField(label="Due")

    form = Due(dict(zip(("due_day", "due_month", "due_year"), boxes, strict=True)))
    assert form.errors["due"] == ["Enter a real date, such as 15 10 2026"]
    assert [each.attrs.get("value", "") for each in drawn(form).all("input")] == list(boxes)


def test_a_date_that_is_known_fills_its_boxes() -> None:
    class Due(Form):
        due = DateField(label="Due")

    page = drawn(Due(initial={"due": date(2026, 10, 5)}))
    assert [each.attrs["value"] for each in page.all("input")] == ["5", "10", "2026"]


class Row(Form):
    numerator = forms.DecimalField(label="Number")
    place = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.summary_label = f"Row {(self.prefix or '0').rpartition('-')[2]}"

    def clean(self) -> None:
        if self.cleaned_data.get("numerator") == 13:
            raise forms.ValidationError("Thirteen is not allowed.")


class Rows(forms.BaseFormSet):
    def clean(self) -> None:
        raise forms.ValidationError("The rows do not add up.")


def rows(*numerators: str) -> forms.BaseFormSet:
    data = {"form-TOTAL_FORMS": str(len(numerators)), "form-INITIAL_FORMS": "0"}
    data |= {f"form-{n}-numerator": value for n, value in enumerate(numerators)}
    return forms.formset_factory(Row, formset=Rows)(data)


def test_the_error_summary_names_every_mistake_of_forms_and_formsets_in_order() -> None:
    page = tag("{% error_summary form rows %}", form=Laid({}), rows=rows("x", "13", "1"))
    assert [link.text for link in page.all("a")] == [
        "Enter cost",
        "Enter share",
        "Enter story",
        "Choose quality",
        "The rows do not add up",
        "Row 0: Enter a number",
        "Row 1: Thirteen is not allowed",
    ]


def test_every_link_of_the_error_summary_lands_on_a_box_that_can_be_typed_in() -> None:
    everything, table = Everything({}), rows("x", "13")
    page = tag(
        "{% load crispy_forms_tags %}{% error_summary form rows %}{% crispy form %}"
        "{% for row in rows %}{% crispy row %}{% endfor %}",
        form=everything,
        rows=table,
    )
    links = [link.attrs["href"] for link in page.all("a")]
    assert len(links) == len(Everything.base_fields) + 3
    for link in links:
        box = page.one(id=link.removeprefix("#"))
        assert box.name in {"input", "select", "textarea"}
        assert box.attrs.get("type") != "hidden"


def test_the_summary_says_the_same_words_as_the_boxes() -> None:
    form = Laid({"cost": "x"})
    page = tag("{% load crispy_forms_tags %}{% error_summary form %}{% crispy form %}", form=form)
    summary = {link.text for link in page.all("a")}
    beside = {each.text.removeprefix("Error: ") for each in page.all(class_="govuk-error-message")}
    assert summary == beside


def test_a_mistake_in_a_hidden_field_is_told_without_a_link() -> None:
    class Sly(Form):
        token = forms.CharField(widget=forms.HiddenInput)

    page = tag("{% error_summary form %}", form=Sly({}))
    assert page.one("li").text == "Enter token"
    assert not list(page.all("a"))


def test_there_is_no_summary_without_mistakes() -> None:
    assert tag("{% error_summary form %}", form=Laid()).text == ""


def test_a_box_in_a_table_names_its_row_to_whoever_cannot_see_the_table() -> None:
    table = rows("x")
    page = tag('{% cell row.numerator row="Babies seen" %}', row=table.forms[0])
    assert page.one("label").text == "Number : Babies seen"
    box = page.one("input")
    assert described_by(box, page) == ["Error: Enter a number"]


def test_one_question_can_be_drawn_outside_a_layout() -> None:
    page = tag('{% field form.cost prefix="£" width=4 hide_label=True %}', form=Laid())
    assert "govuk-visually-hidden" in page.one("label").classes
    assert "govuk-input--width-4" in page.one("input").classes


def test_text_from_people_is_escaped_wherever_it_is_printed() -> None:
    class Hostile(Form):
        choice = forms.ChoiceField(
            label="<b>", choices=[('"><i>', "<i>")], widget=forms.RadioSelect, help_text="<u>"
        )

    page = tag(
        "{% load crispy_forms_tags %}{% error_summary form %}{% crispy form %}",
        form=Hostile({"choice": "<script>"}),
    )
    assert {each.name for each in page.all()}.isdisjoint({"b", "i", "u", "script"})


@override_settings(CRISPY_FAIL_SILENTLY=False)
def test_a_misspelt_field_in_a_layout_stops_the_page() -> None:
    class Misspelt(Form):
        name = forms.CharField()

        def layout(self) -> list[object]:
            return [Field("nmae")]

    with pytest.raises(Exception, match="nmae"):
        drawn(Misspelt())


def test_a_whole_form_brings_its_own_form_element_when_asked() -> None:
    form = Laid()
    helper = form.helper
    helper.form_tag, helper.disable_csrf = True, False
    page = read(render_crispy_form(form, helper, {"csrf_token": "token"}))
    assert "novalidate" in page.one("form").attrs
    assert page.one("input", name="csrfmiddlewaretoken")
