"""What the demonstration's figures are held against says that it is illustrative."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from outcomes.demo.quarters import QUARTERS
from outcomes.demo.series import Story, _factor, story_of
from outcomes.demo.targets import QUARTERS_SINCE, STEPPED, make_targets
from outcomes.models import StartingPoint, Target, Tolerance

FIRST = date(2022, 7, 1)


@pytest.fixture
def made(db: None) -> None:
    call_command("load_framework", verbosity=0)
    make_targets(starts_on=FIRST)


def test_all_of_it_is_marked(made: None) -> None:
    targets, tolerances = Target.objects.all(), Tolerance.objects.all()
    began = StartingPoint.objects.all()

    assert (len(targets), len(tolerances), len(began)) == (4, 2, 2)
    assert all(each.reason.startswith("Illustrative: ") for each in (*targets, *tolerances))
    assert all(each.source.startswith("Illustrative: ") for each in began)
    assert all("(illustrative)" in each.approved_by for each in (*targets, *tolerances, *began))


def test_a_tolerance_is_of_a_measure_with_a_target(made: None) -> None:
    aimed_for = set(Target.objects.values_list("measure", flat=True))

    assert set(Tolerance.objects.values_list("measure", flat=True)) < aimed_for


def test_where_we_began_is_before_the_first_quarter(made: None) -> None:
    assert {(each.starts_on, each.period_label) for each in StartingPoint.objects.all()} == {
        (date(2021, 7, 1), "2021/22")
    }


def test_the_new_baseline_starts_at_the_quarter_of_the_step() -> None:
    story = story_of(STEPPED)
    since = QUARTERS - 1 - QUARTERS_SINCE
    before, after = _factor(story, since - 1, QUARTERS), _factor(story, since, QUARTERS)

    assert story == Story.STEP_UP
    assert (before, after) == (
        _factor(story, 0, QUARTERS),
        _factor(story, QUARTERS - 1, QUARTERS),
    )
    assert before < after
