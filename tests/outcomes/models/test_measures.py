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
