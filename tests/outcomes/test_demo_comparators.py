"""The demonstration compares with what the strategies print of other places, and with no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from outcomes.demo.comparators import PLACES, SAME, make_comparators
from outcomes.loading.schema import read_all
from outcomes.models import Baseline, Comparator

AT = datetime(2022, 7, 1, 8, 0, tzinfo=UTC)
#: Printed of another place, and counted by no measure of the portal.
NOT_MEASURED = {
    "a_level",
    "gcse_5plus",
    "hh_dep_children_pct",
    "ks2_rwm",
    "lone_parent_pct",
    "schools_good_outstanding",
}


@pytest.fixture
def made(db: None) -> list[Comparator]:
    call_command("load_framework", verbosity=0)
    call_command("load_baselines", verbosity=0)
    make_comparators(read_all(settings.FIXTURES).baselines, at=AT)
    return list(Comparator.objects.select_related("measure", "place"))


def test_each_is_the_printed_figure_of_its_place(made: list[Comparator]) -> None:
    found = {
        (each.measure.code, each.place.name, each.period_label): (
            float(each.value),
            each.upper_value and float(each.upper_value),
        )
        for each in made
    }

    assert found == {
        ("HEA-201", "London", "printed 2025"): (45, 50),
        ("HEA-201", "England", "printed 2025"): (55, None),
        ("HEA-101", "England", "printed 2025"): (97.1, None),
        ("SAF-107", "London", "printed 2025"): (75, None),
        ("SAF-107", "England", "printed 2025"): (99.8, None),
        ("LEA-106", "London", "2021/22"): (67.8, None),
        ("LEA-108", "Inner London", "autumn 2022/23"): (23.8, None),
        ("HEA-110", "London", "2021/22"): (74.2, None),
        ("HEA-155", "London", "2022/23"): (74, None),
        ("SAF-118", "London", "2022"): (167, None),
    }


def test_each_says_where_it_is_printed_and_the_figure_stands_there(made: list[Comparator]) -> None:
    printed = {measure: Baseline.objects.get(code=code) for code, measure, *_ in SAME}

    for each in made:
        baseline = printed[each.measure.code]
        assert f"{baseline.source}, line {baseline.source_lines}" in each.source
        said = re.search(r"“(.+)”", each.source)
        assert said
        for figure in re.findall(r"\d+\.?\d*", said[1].partition(" per ")[0]):
            assert figure in baseline.quote


def test_no_printed_figure_of_a_thing_that_is_measured_is_left_out() -> None:
    printed = {
        baseline.code
        for baseline in read_all(settings.FIXTURES).baselines
        if any(each.geography in PLACES for each in baseline.comparators)
    }

    assert printed == {code for code, *_ in SAME} | NOT_MEASURED


def test_none_is_used_before_it_was_printed_or_counted(made: list[Comparator]) -> None:
    undated = [each for each in made if each.period_label == "printed 2025"]

    assert {each.starts_on for each in undated} == {date(2025, 1, 1)}
    assert all("no year" in each.reason for each in undated)
    for each in made:
        year = re.search(r"20\d\d", each.period_label)
        assert year
        assert each.starts_on.year == int(year[0])
