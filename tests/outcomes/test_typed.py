"""What came from a page, and how it meets what is stored."""

from __future__ import annotations

import pytest

from outcomes.models import Observation
from outcomes.typed import ZERO, TypedFigure, answered, fingerprint, merged
from tests.factories.outcomes import MeasureFactory


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [("", "", ("0", "0")), ("", "268", ("0", "268")), (" ", "", ("0", "0"))],
)
def test_zero_fills_what_is_empty(db, numerator: str, denominator: str, expected) -> None:
    figure = TypedFigure(1, numerator, denominator, missing=ZERO)

    found = answered(figure, MeasureFactory())

    assert (found.numerator, found.denominator, found.missing) == (*expected, "")


def _over(**boxes: str) -> dict[str, str]:
    """What a page says stood in the boxes when somebody began."""
    empty = dict.fromkeys(("numerator", "denominator", "missing", "note"), "")
    return {box: fingerprint(words) for box, words in {**empty, **boxes}.items()}


def test_a_box_that_only_one_person_changed_is_theirs() -> None:
    row = Observation(numerator_typed="4", denominator_typed="10")
    figure = TypedFigure(
        1, numerator="5", denominator="9", over=_over(numerator="4", denominator="9")
    )

    assert merged(row, figure) == ({"numerator_typed": "5"}, ())


def test_a_box_that_both_changed_is_a_clash() -> None:
    row = Observation(numerator_typed="4")
    figure = TypedFigure(1, numerator="5", over=_over(numerator="3"))

    assert merged(row, figure) == ({}, ("numerator",))


def test_two_who_typed_the_same_do_not_clash() -> None:
    row = Observation(numerator_typed="5")
    figure = TypedFigure(1, numerator=" 5 ", over=_over(numerator="3"))

    assert merged(row, figure) == ({}, ())


def test_words_that_ones_own_page_sent_before_are_ones_own() -> None:
    row = Observation(numerator_typed="4")
    figure = TypedFigure(1, numerator="5", over=_over(), sent={"numerator": ["4"]})

    assert merged(row, figure) == ({"numerator_typed": "5"}, ())


def test_without_what_was_shown_every_box_is_theirs() -> None:
    row = Observation(numerator_typed="4", note="why")

    assert merged(row, TypedFigure(1, numerator="5")) == ({"numerator_typed": "5", "note": ""}, ())
