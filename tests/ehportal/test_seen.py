"""What was saved meanwhile stands beside what was typed, in words, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from ehportal.forms import DateField
from ehportal.seen import SeenForm, Theirs, in_words, version_of


class _Form(SeenForm):
    name = forms.CharField(label="What is it called?")
    kind = forms.ChoiceField(choices=[("", "None"), ("Groups", [("a", "The first")])])
    agreed = forms.BooleanField(required=False)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "one\r\ntwo ", "one\ntwo"),
        (forms.IntegerField(), 0, "0"),
        (forms.IntegerField(), None, ""),
        (forms.BooleanField(), False, "No"),
        (DateField(), date(2026, 10, 8), "8 October 2026"),
        (_Form.base_fields["kind"], "a", "The first"),
        (_Form.base_fields["kind"], "", "None"),
        (_Form.base_fields["kind"], "gone", "gone"),
    ],
)
def test_an_answer_is_told_as_a_person_reads_it(field: forms.Field, value: Any, words: str) -> None:
    assert in_words(field, value) == words


def test_only_what_differs_stands_beside_what_was_typed() -> None:
    form = _Form(QueryDict("name=Mine&kind=a&seen=before"))

    assert form.is_valid()
    assert (form.version, "seen" in form.cleaned_data) == ("before", False)
    assert form.differences({"name": "Theirs", "kind": "a", "agreed": True}) == [
        Theirs("What is it called?", "Theirs"),
        Theirs("Agreed", "Yes"),
    ]
    form.has_seen("after")
    assert (form["seen"].value(), form["name"].value()) == ("after", "Mine")


def test_what_nobody_else_changed_is_not_said_to_be_theirs() -> None:
    opened = {"name": "As it was", "kind": "a", "agreed": False}
    told = _Form().fingerprints(opened)
    form = _Form({"name": "Mine", "kind": "", "agreed": "on", "told": told})

    form.is_valid()

    assert form.differences(opened) == []
    assert form.differences({**opened, "agreed": True, "name": "Theirs"}) == [
        Theirs("What is it called?", "Theirs")
    ]
    assert "told" not in form.cleaned_data


@pytest.mark.parametrize("told", ["", "=", "name", "name=", "x=1 =name", "\ud800", "é" * 9000])
def test_a_forged_memory_of_the_page_shows_all_that_differs(told: str) -> None:
    form = _Form({"name": "Mine", "kind": "a", "told": told})

    form.is_valid()

    assert form.differences({"name": "Theirs"}) == [Theirs("What is it called?", "Theirs")]


def test_every_difference_makes_another_version() -> None:
    told = [{"a": "x", "b": ""}, {"a": "", "b": "x"}, {"a": "x", "b": None}, {"a": "\ud800"}]
    assert len({version_of(each) for each in told}) == len(told)
    assert version_of({"b": 1, "a": date(2026, 10, 8)}) == version_of(
        {"a": date(2026, 10, 8), "b": 1}
    )
