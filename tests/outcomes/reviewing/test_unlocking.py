"""What a submission would complete, and for which priorities."""

from __future__ import annotations

import pytest

from outcomes.reviewing.unlocking import (
    FigureDue,
    Unlocks,
    priorities_of_measures,
    what_each_unlocks,
)
from tests.factories.outcomes import MeasureFactory, MetricFactory, PriorityFactory


def figure(measure: int, submission: int, *, is_in: bool = False) -> FigureDue:
    return FigureDue(measure, "safe", submission, "due", is_in, is_blank=True)


def unlocked(*figures: FigureDue) -> tuple[dict[int, Unlocks], int]:
    return what_each_unlocks(
        figures, waits=lambda each: not each.is_approved, priorities={1: [1], 2: [1, 4]}
    )


def test_a_measure_is_unlocked_by_the_last_submission_it_waits_for() -> None:
    found, waiting = unlocked(
        figure(1, 10), figure(1, 11, is_in=True), figure(2, 10), figure(3, 10), figure(3, 12)
    )
    assert waiting == 3
    assert found == {10: Unlocks(2, {1: 2, 4: 1})}


def test_several_figures_of_one_submission_are_one_reason_to_wait() -> None:
    found, waiting = unlocked(figure(3, 10), figure(3, 10))
    assert (found, waiting) == ({10: Unlocks(1, {})}, 1)


def test_nothing_waits_for_what_is_in() -> None:
    assert unlocked(figure(1, 10, is_in=True)) == ({}, 0)


@pytest.mark.parametrize(
    ("unlocks", "words"),
    [
        (Unlocks(), ""),
        (Unlocks(1), "1 measure"),
        (Unlocks(1, {6: 1, 1: 1}), "1 measure, for priority 1 and 6"),
        (Unlocks(2), "2 measures"),
        (Unlocks(9, {1: 3}), "9 measures, 3 of them for priority 1"),
        (Unlocks(2, {6: 1, 1: 2}), "2 measures, all of them for priority 1 and 1 for priority 6"),
        (Unlocks(9, {1: 1, 2: 4, 3: 2, 4: 3}),
         "9 measures, 4 of them for priority 2, 3 for priority 4 and others for more"),
    ],
)  # fmt: skip
def test_what_it_unlocks_is_said_in_a_line(unlocks: Unlocks, words: str) -> None:
    assert unlocks.words == words


@pytest.mark.django_db
def test_a_measure_serves_the_priorities_of_its_metrics() -> None:
    measure = MeasureFactory()
    for number in (1, 4):
        metric = MetricFactory()
        metric.measures.add(measure)
        metric.priorities.add(PriorityFactory(code=f"op{number}", number=number))
    assert {pk: sorted(found) for pk, found in priorities_of_measures().items()} == {
        measure.pk: [1, 4]
    }
