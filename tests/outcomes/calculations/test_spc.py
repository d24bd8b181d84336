"""The control chart: against a slow second version, under change of scale, at its edges."""

from __future__ import annotations

import random

import pytest

from outcomes.calculations import (
    DEFAULTS,
    Assurance,
    Baseline,
    Caution,
    Chart,
    Pattern,
    PointType,
    Polarity,
    Rule,
    SpcSettings,
    Stage,
    TwoSigmaMode,
    Variation,
    analyse,
    cautions_for,
    expected_false_signals,
    latest_target,
    limits_of,
    variation_of,
)
from outcomes.calculations.spc import Finding
from outcomes.calculations.suitability import WITHOUT_LIMITS
from tests.drills.series import compare, simulate
from tests.outcomes.calculations import reference
from tests.outcomes.calculations.generated import generated_series

STEADY = [52, 48, 50, 53, 47, 51, 49, 52, 48, 50, 53, 47, 51]


def findings(chart: Chart) -> list[set[tuple[str, int]]]:
    return [{(str(f.rule), f.sign) for f in point.findings} for point in chart.points]


@pytest.mark.parametrize("screen", [True, False])
@pytest.mark.parametrize("mode", list(TwoSigmaMode))
def test_the_same_points_are_flagged_by_the_slow_second_version(
    mode: TwoSigmaMode, screen: bool
) -> None:
    settings = SpcSettings(two_sigma_mode=mode, mr_screen=screen)
    flagged = 0
    for series in generated_series(1000, seed=20260401):
        chart = analyse(series, polarity=Polarity.HIGHER, settings=settings)
        expected = reference.findings(
            series, screen=screen, beyond_three_counts=mode == TwoSigmaMode.ALL_BEYOND_2
        )
        assert findings(chart) == expected, series
        flagged += sum(bool(each) for each in expected)
    assert flagged > 1000  # the series are lively enough for the comparison to mean something


def test_limits_agree_with_the_slow_second_version() -> None:
    for series in generated_series(2000, seed=7):
        found, known = limits_of(series), reference.limits(series, screen=True)
        assert (found is None) == (known is None)
        if found is not None and known is not None:
            assert found.centre == pytest.approx(float(known[0]), rel=1e-12, abs=1e-12)
            assert found.average_moving_range == pytest.approx(float(known[1]), rel=1e-12)


def test_a_moving_range_on_the_screen_is_dropped() -> None:
    on_it, just_inside = [0, 1, 0, 1, 4], [0, 1, 0, 1, 3]
    twice = SpcSettings(mr_screen_constant=2)  # the ranges 1, 1, 1, 3 have a mean of 1.5
    for values, average in ((on_it, 1), (just_inside, 5 / 4)):
        found = limits_of(values, twice)
        assert found is not None
        assert found.average_moving_range == average


def test_a_thousand_whole_charts_are_those_of_the_slow_second_version() -> None:
    """Icons, colours, new baselines and every setting; `make drill` compares ten thousand."""
    compared = compare(count=1000, seed=20260401)
    assert compared.faults == []
    assert compared.series == 1000
    assert compared.flagged > 1000
    assert compared.rebased > 100
    assert compared.icons > 100


def test_false_alarms_on_the_latest_point_are_as_rare_as_measured() -> None:
    found = simulate(charts=4000, seed=16)
    assert found.faults == []
    assert 0.012 <= found.share <= 0.018


@pytest.mark.slow
def test_ten_thousand_series_agree_and_false_alarms_are_as_rare_as_measured() -> None:
    assert compare(count=10_000, seed=1).faults == []
    assert simulate(charts=40_000, seed=1).faults == []


def test_a_change_of_unit_leaves_every_rule_as_it_is() -> None:
    for series in generated_series(500, seed=3):
        plain = findings(analyse(series, polarity=Polarity.HIGHER))
        for factor in (0.001, 7, 1e6):
            scaled = [None if value is None else value * factor for value in series]
            assert findings(analyse(scaled, polarity=Polarity.HIGHER)) == plain


def test_mirroring_values_and_polarity_together_leaves_colours_as_they_are() -> None:
    for series in generated_series(500, seed=4):
        mirrored = [None if value is None else -value for value in series]
        plain = analyse(series, polarity=Polarity.HIGHER)
        other = analyse(mirrored, polarity=Polarity.LOWER)
        assert [p.point_type for p in plain.points] == [p.point_type for p in other.points]


def test_a_later_quarter_changes_nothing_before_it_when_limits_are_frozen() -> None:
    frozen = [Baseline(0, 12)]
    for series in generated_series(300, seed=5):
        if len(series) < 2 or sum(value is not None for value in series[:-1]) < 12:
            continue
        now = analyse(series, polarity=Polarity.HIGHER, baselines=frozen)
        before = analyse(series[:-1], polarity=Polarity.HIGHER, baselines=frozen)
        assert now.segments[0].limits == before.segments[0].limits


def runs(chart: Chart) -> list[set[tuple[str, int]]]:
    """The runs and trends through each period that has a value."""
    present = (point for point in chart.points if point.value is not None)
    kinds = (Rule.SHIFT, Rule.TREND)
    return [{(str(f.rule), f.sign) for f in p.findings if f.rule in kinds} for p in present]


def test_a_missing_quarter_never_makes_or_lengthens_a_run() -> None:
    rng = random.Random(12)
    broken = 0
    for series in generated_series(1000, seed=6):
        full = [value for value in series if value is not None]
        at = rng.randint(0, len(full))
        without = runs(analyse(full, polarity=Polarity.HIGHER))
        with_gap = runs(analyse([*full[:at], None, *full[at:]], polarity=Polarity.HIGHER))
        # A turning point belongs to the later trend; a gap may hand it back to the earlier one.
        rules = [
            ({r for r, _ in gap}, {r for r, _ in whole})
            for gap, whole in zip(with_gap, without, strict=True)
        ]
        assert all(gap <= whole for gap, whole in rules)
        broken += with_gap != without
    assert broken > 50


def test_a_missing_quarter_ends_a_run_and_a_trend() -> None:
    six_above: list[float | None] = [9, 9, 9, 9, 9, 9, None, 9, *[1, 9, 1] * 3]
    assert not any(runs(analyse(six_above, polarity=Polarity.HIGHER)))
    six_rising: list[float | None] = [1, 2, 3, 4, 5, 6, None, 7, 1, 7, 1, 7]
    assert not any(runs(analyse(six_rising, polarity=Polarity.HIGHER)))
    gap = analyse(six_rising, polarity=Polarity.HIGHER).points[6]
    assert (gap.value, gap.findings, gap.point_type) == (None, (), PointType.COMMON_CAUSE)


def test_a_missing_quarter_gives_no_moving_range_and_is_not_counted() -> None:
    chart = analyse([1, 2, None, 50, 51, 50, 51, 50], polarity=Polarity.HIGHER)
    segment = chart.segments[0]
    assert segment.points == 7
    assert segment.limits is not None
    assert segment.limits.average_moving_range == 1.0


@pytest.mark.parametrize(
    ("points", "stage", "has_limits", "has_icon"),
    [
        (0, Stage.POINTS_ONLY, False, False),
        (4, Stage.POINTS_ONLY, False, False),
        (5, Stage.TRIAL_LIMITS, True, False),
        (12, Stage.TRIAL_LIMITS, True, False),
        (13, Stage.FULL, True, True),
    ],
)
def test_what_is_shown_grows_with_the_history(
    points: int, stage: Stage, has_limits: bool, has_icon: bool
) -> None:
    chart = analyse(STEADY[:points], polarity=Polarity.HIGHER, target=40)
    if points:
        assert chart.segments[0].stage == stage
        assert (chart.segments[0].limits is not None) == has_limits
    assert (chart.variation is not None) == has_icon
    assert (chart.assurance is not None) == has_icon


def test_an_empty_series_is_an_empty_chart() -> None:
    chart = analyse([], polarity=Polarity.HIGHER, target=1, baselines=[Baseline(0)])
    assert chart.points == chart.segments == ()
    assert chart.latest is chart.variation is chart.assurance is None


def test_figures_never_two_quarters_running_have_no_limits() -> None:
    series: list[float | None] = [value for each in STEADY for value in (each, None)]
    chart = analyse(series, polarity=Polarity.HIGHER)
    assert chart.segments[0].limits is None
    assert chart.segments[0].stage == Stage.POINTS_ONLY
    assert chart.variation is None


@pytest.mark.parametrize("value", [0.0, 100.0, 100 / 3])
def test_a_flat_line_has_no_variation_icon(value: float) -> None:
    chart = analyse([value] * 16, polarity=Polarity.HIGHER)
    assert chart.variation is None
    assert not any(point.findings for point in chart.points)


@pytest.mark.parametrize(
    ("target", "polarity", "expected"),
    [
        (100, Polarity.HIGHER, Assurance.PASSES),
        (99, Polarity.HIGHER, Assurance.PASSES),
        (101, Polarity.HIGHER, Assurance.FAILS),
        (100, Polarity.LOWER, Assurance.PASSES),
        (99, Polarity.LOWER, Assurance.FAILS),
    ],
)
def test_a_flat_line_is_held_against_the_target_itself(
    target: float, polarity: Polarity, expected: Assurance
) -> None:
    assert analyse([100.0] * 13, polarity=polarity, target=target).assurance == expected


def test_one_huge_outlier_is_a_signal_and_hardly_widens_the_limits() -> None:
    chart = analyse([*STEADY, 5000], polarity=Polarity.LOWER)
    limits = chart.segments[0].limits
    assert limits is not None
    assert limits.upper - limits.lower < 50
    assert chart.variation == Variation.CONCERN_HIGH


def test_no_icon_when_the_latest_quarter_is_missing() -> None:
    chart = analyse([*STEADY, None], polarity=Polarity.HIGHER, target=10)
    assert chart.variation is None
    assert chart.assurance == Assurance.PASSES


def test_improvement_wins_on_the_icon_and_both_rules_are_kept() -> None:
    both = (Finding(Rule.TREND, -1), Finding(Rule.SHIFT, 1))
    assert variation_of(both, Polarity.HIGHER) == Variation.IMPROVEMENT_HIGH
    assert variation_of(both, Polarity.LOWER) == Variation.IMPROVEMENT_LOW
    assert variation_of(both, Polarity.NONE) == Variation.NEUTRAL_LOW


def test_the_first_of_several_rules_names_the_point_and_all_are_kept() -> None:
    chart = analyse([*[40, 41] * 10, 60, 61, 62, 63, 64, 65, 66], polarity=Polarity.HIGHER)
    rules = [finding.rule for finding in chart.points[-1].findings]
    assert rules[0] == Rule.OUTSIDE
    assert rules == sorted(rules, key=list(Rule).index)
    assert {Rule.OUTSIDE, Rule.TREND, Rule.SHIFT} <= set(rules)


def test_assurance_uses_the_latest_segment() -> None:
    values = [*STEADY, *[value + 50 for value in STEADY]]
    rebased = analyse(values, polarity=Polarity.HIGHER, target=70, baselines=[Baseline(13)])
    assert rebased.assurance == Assurance.PASSES
    assert analyse(STEADY, polarity=Polarity.HIGHER, target=70).assurance == Assurance.FAILS
    assert [segment.start for segment in rebased.segments] == [0, 13]
    assert {point.segment for point in rebased.points[13:]} == {1}


def test_the_latest_target_in_force_counts() -> None:
    assert latest_target([75, 75, None, 50, None]) == 50
    assert latest_target([None]) is None


def test_no_assurance_without_a_target_or_a_direction() -> None:
    assert analyse(STEADY, polarity=Polarity.HIGHER).assurance is None
    assert analyse(STEADY, polarity=Polarity.NONE, target=10).assurance is None


def test_a_frozen_baseline_counts_points_not_periods() -> None:
    values: list[float | None] = [None, *STEADY[:12], 500, 510, 520]
    chart = analyse(values, polarity=Polarity.HIGHER, baselines=[Baseline(0, 12)])
    assert chart.segments[0].limits == limits_of(STEADY[:12])
    assert all(point.point_type == PointType.IMPROVEMENT for point in chart.points[-3:])


@pytest.mark.parametrize(
    "baselines",
    [
        [Baseline(5), Baseline(5)],
        [Baseline(8), Baseline(4)],
        [Baseline(-1)],
        [Baseline(13)],
        [Baseline(0, 11)],
    ],
)
def test_baselines_that_make_no_sense_are_refused(baselines: list[Baseline]) -> None:
    with pytest.raises(ValueError, match="baseline"):
        analyse(STEADY, polarity=Polarity.HIGHER, baselines=baselines)


def test_a_shift_suggests_a_rebase_and_makes_none() -> None:
    chart = analyse([*STEADY, *[49] * 3, *[58] * 7], polarity=Polarity.HIGHER)
    assert chart.consider_rebase
    assert len(chart.segments) == 1
    assert not analyse(STEADY, polarity=Polarity.HIGHER).consider_rebase


@pytest.mark.parametrize("caution", [Caution.SMALL_COUNTS, *sorted(WITHOUT_LIMITS)])
def test_small_counts_running_totals_and_seasons_get_no_icon(caution: Caution) -> None:
    chart = analyse(STEADY, polarity=Polarity.HIGHER, target=1, cautions=[caution])
    assert chart.variation is None
    assert chart.assurance is None
    assert chart.cautions == {caution}


def test_running_totals_and_seasons_get_no_limits_and_break_no_rule() -> None:
    for caution in Caution:
        chart = analyse([*STEADY, 90], polarity=Polarity.HIGHER, cautions=[caution])
        is_bare = caution in {Caution.RUNNING_TOTAL, Caution.SEASONAL}
        assert (chart.segments[-1].limits is None) == is_bare
        assert (chart.points[-1].findings == ()) == is_bare


def test_uneven_denominators_leave_the_icon() -> None:
    uneven = analyse(STEADY, polarity=Polarity.HIGHER, cautions=[Caution.UNEVEN_DENOMINATORS])
    assert uneven.variation == Variation.COMMON_CAUSE


def test_cautions_name_what_strains_a_chart() -> None:
    assert cautions_for([5, 5, 5]) == frozenset()
    assert cautions_for([4, 5, 5]) == {Caution.SMALL_COUNTS}
    assert cautions_for([19, 19], [20, 20], is_proportion=True) == {Caution.SMALL_COUNTS}
    assert cautions_for([20, 60], [40, 120], is_proportion=True) == frozenset()
    assert cautions_for([20, 60], [40, 121], is_proportion=True) == {Caution.UNEVEN_DENOMINATORS}
    assert cautions_for([9], pattern=Pattern.ROLLING) == {Caution.RUNNING_TOTAL}
    assert cautions_for([9], pattern=Pattern.SEASONAL) == {Caution.SEASONAL}
    assert cautions_for([]) == frozenset()


def test_the_number_of_signals_to_expect_by_chance() -> None:
    assert expected_false_signals(500) == pytest.approx(7.5)
    assert expected_false_signals(500, SpcSettings(shift_points=6, trend_points=6)) == 13
    assert expected_false_signals(500, frozen=True) == pytest.approx(31.5)
    assert expected_false_signals(500, SpcSettings(shift_points=8)) is None
    assert expected_false_signals(500, SpcSettings(mr_screen=False)) is None


def test_the_settings_are_those_of_the_rule_set_and_travel_with_the_chart() -> None:
    assert (
        SpcSettings(
            version="xmr-1",
            shift_points=7,
            trend_points=7,
            two_sigma_mode=TwoSigmaMode.ALL_BEYOND_2,
            limit_constant=2.66,
            mr_screen=True,
            mr_screen_constant=3.267,
            min_points_limits=5,
            min_points_icons=13,
        )
        == DEFAULTS
    )
    assert analyse(STEADY, polarity=Polarity.HIGHER).settings is DEFAULTS
