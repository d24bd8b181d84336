from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories.outcomes import MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quarter", [None, 0, 5])
def test_a_yearly_measure_says_in_which_quarter_it_is_due(quarter) -> None:
    with pytest.raises(IntegrityError, match="annual_has_quarter"), transaction.atomic():
        MeasureFactory(frequency="annual", due_quarter=quarter)


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "proportion", "denominator": ""},
        {"type": "count", "denominator": "Families"},
    ],
)
def test_a_denominator_goes_with_the_type(fields) -> None:
    with pytest.raises(IntegrityError, match="denominator_by_type"), transaction.atomic():
        MeasureFactory(**fields)


def test_a_definition_is_confirmed_by_a_person() -> None:
    with pytest.raises(IntegrityError, match="confirmed_by_a_person"), transaction.atomic():
        MeasureFactory(status="confirmed")


def test_a_yearly_figure_has_no_seasons() -> None:
    MeasureFactory(code="HEA-101", pattern="seasonal")
    MeasureFactory(code="HEA-102", pattern="rolling", frequency="annual", due_quarter=2)
    with pytest.raises(IntegrityError, match="yearly_has_no_seasons"), transaction.atomic():
        MeasureFactory(code="HEA-103", pattern="seasonal", frequency="annual", due_quarter=2)


def test_a_pattern_is_one_of_those_known() -> None:
    with pytest.raises(IntegrityError, match="pattern_known"), transaction.atomic():
        MeasureFactory(pattern="weekly")
