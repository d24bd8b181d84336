"""Every published case of the reference vectors, each kind by its own check."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import pytest

from outcomes import calculations as calc
from outcomes.calculations.rules import shift_runs, trend_runs, two_of_three
from outcomes.calculations.spc import findings_of, point_type_of
from outcomes.calculations.sums import Equation, Sums
from outcomes.calculations.trend import CountPoint, TrendPoint
from outcomes.disclosure import (
    DFE,
    NHS,
    Cell,
    Key,
    Relation,
    RuleSet,
    attack,
    count_behind_percentage,
    is_small,
    protect,
)

VECTORS = Path(__file__).parent / "vectors"
Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    return list(json.loads((VECTORS / name).read_text())["cases"])


CASES = cases("spc_vectors.json") + cases("interval_vectors.json")
CHECKS: dict[str, Callable[[Case], None]] = {}


def checks(kind: str) -> Callable[[Callable[[Case], None]], Callable[[Case], None]]:
    def register(check: Callable[[Case], None]) -> Callable[[Case], None]:
        CHECKS[kind] = check
        return check

    return register


POLARITY = {
    "increase": calc.Polarity.HIGHER,
    "decrease": calc.Polarity.LOWER,
    "neutral": calc.Polarity.NONE,
    "high_is_good": calc.Polarity.HIGHER,
    "low_is_good": calc.Polarity.LOWER,
    "no_judgement": calc.Polarity.NONE,
}
RULE_NAMES = {
    (None, 0): "Common Cause",
    ("outside_limits", 1): "Above UCL",
    ("outside_limits", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two_of_three", 1): "2 in 3 Above CL",
    ("two_of_three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
}


def near(expected: float | None, case: Case) -> Any:
    if expected is None:
        return None
    if "tolerance_rel" in case:
        return pytest.approx(expected, rel=case["tolerance_rel"], abs=1e-12)
    return pytest.approx(expected, rel=0, abs=case.get("tolerance", 1e-9))


def interval(lower: float | None, upper: float | None) -> calc.Interval | None:
    return None if upper is None else calc.Interval(lower, upper, calc.Method.WILSON, 0.95)


def spc_settings(inputs: Case) -> calc.SpcSettings:
    return calc.SpcSettings(
        shift_points=inputs.get("shift_points", 7),
        trend_points=inputs.get("trend_points", 7),
        two_sigma_mode=calc.TwoSigmaMode(inputs.get("two_sigma_rule", "all_beyond_2_sigma")),
        mr_screen=inputs.get("screen_outliers", True),
        min_points_limits=2,
    )


def as_limits(given: Case) -> calc.Limits:
    near_lower, near_upper = given.get("nlpl", given["lpl"]), given.get("nupl", given["upl"])
    centre = given.get("mean", (given["lpl"] + given["upl"]) / 2)
    average = (given["upl"] - given["lpl"]) / 2 / 2.66
    return calc.Limits(centre, given["lpl"], given["upl"], near_lower, near_upper, average)


def rule_names(findings: list[tuple[calc.Finding, ...]]) -> list[str]:
    first = [found[0] if found else None for found in findings]
    return [RULE_NAMES[(f.rule, f.sign) if f else (None, 0)] for f in first]


@checks("limits")
def check_limits(case: Case) -> None:
    inputs, frozen = case["inputs"], case["inputs"]["fix_after_n_points"]
    chart = calc.analyse(
        inputs["values"],
        polarity=calc.Polarity.HIGHER,
        settings=spc_settings(inputs),
        baselines=[calc.Baseline(0, frozen)],
    )
    limits = chart.segments[0].limits
    assert limits is not None
    found = {
        "mean": limits.centre,
        "amr": limits.average_moving_range,
        "lpl": limits.lower,
        "upl": limits.upper,
        "nlpl": limits.near_lower,
        "nupl": limits.near_upper,
    }
    for name, expected in case["expected"].items():
        assert found[name] == near(expected, case), name
    for name, expected in case.get("exact", {}).items():
        assert found[name] == pytest.approx(expected, abs=1e-9), name


@checks("limits_edge")
def check_limits_edge(case: Case) -> None:
    limits = calc.limits_of(case["inputs"]["values"], spc_settings(case["inputs"]))
    assert limits is not None
    assert limits.average_moving_range == case["expected"]["portal_amr"]
    assert limits.lower == case["expected"]["portal_lpl"]
    assert limits.upper == case["expected"]["portal_upl"]
    assert limits.is_flat


@checks("rule_shift")
def check_rule_shift(case: Case) -> None:
    sides, points = case["inputs"]["side_of_mean"], case["inputs"]["points"]
    assert [abs(sign) for sign in shift_runs(sides, points)] == case["expected"]["member"]
    ends = [abs(shift_runs(sides[: i + 1], points)[i]) for i in range(len(sides))]
    assert ends == case["expected"]["window_end"]
    if "values" in case["inputs"]:
        centre = case["inputs"]["centre"]
        assert sides == [(v > centre) - (v < centre) for v in case["inputs"]["values"]]


@checks("rule_trend")
def check_rule_trend(case: Case) -> None:
    values, points = case["inputs"]["values"], case["inputs"]["points"]
    assert [abs(sign) for sign in trend_runs(values, points)] == case["expected"]["member"]
    ends = [trend_runs(values[: i + 1], points)[i] for i in range(len(values))]
    assert ends == case["expected"]["window_end"]


@checks("rule_two_in_three")
def check_rule_two_in_three(case: Case) -> None:
    sides = case["inputs"]["side_of_mean"]
    beyond = [bool(each) for each in case["inputs"]["beyond_two_sigma"]]
    assert [abs(sign) for sign in two_of_three(sides, beyond)] == case["expected"]["flagged"]
    in_window = [0] * len(sides)
    for i in range(len(sides) - 2):
        if any(two_of_three(sides[i : i + 3], beyond[i : i + 3])):
            in_window[i : i + 3] = [1, 1, 1]
    assert in_window == case["expected"]["in_window"]


@checks("classify")
def check_classify(case: Case) -> None:
    inputs = case["inputs"]
    settings, polarity = spc_settings(inputs), POLARITY[inputs["improvement_direction"]]
    if "limits" in inputs:
        findings = findings_of(inputs["values"], as_limits(inputs["limits"]), settings)
    else:
        assert inputs["fix_after_n_points"] is None
        chart = calc.analyse(inputs["values"], polarity=polarity, settings=settings)
        findings = [point.findings for point in chart.points]
        assert [p.point_type for p in chart.points] == [
            point_type_of(f, polarity) for f in findings
        ]
    assert rule_names(findings) == case["expected"]["rule"]
    types = [point_type_of(found, polarity) for found in findings]
    assert types == [t.removeprefix("special_cause_") for t in case["expected"]["point_type"]]


@checks("rebase")
def check_rebase(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    starts = [calc.Baseline(i) for i in inputs["rebase_at_index"]]
    # The case comes from NHSRplotthedots, which has the earlier form of two of three.
    inputs = {**inputs, "two_sigma_rule": "between_2_and_3_sigma_only"}
    with_rebase, without = (
        calc.analyse(
            inputs["values"],
            polarity=calc.Polarity.HIGHER,
            settings=spc_settings(inputs),
            baselines=baselines,
        )
        for baselines in (starts, [])
    )
    for segment, figures in zip(with_rebase.segments, expected["segments"], strict=True):
        assert segment.limits is not None
        assert segment.limits.centre == near(figures["mean"], case)
        assert segment.limits.average_moving_range == near(figures["amr"], case)
        assert segment.limits.lower == near(figures["lpl"], case)
        assert segment.limits.upper == near(figures["upl"], case)
    assert rule_names([p.findings for p in with_rebase.points]) == expected["rule_with_rebase"]
    assert rule_names([p.findings for p in without.points]) == expected["rule_without_rebase"]


@checks("assurance")
def check_assurance(case: Case) -> None:
    inputs = case["inputs"]
    segments = inputs.get("segments", [inputs])
    polarity = POLARITY[inputs["improvement_direction"]]
    found = [calc.assurance_of(as_limits(each), inputs["target"], polarity) for each in segments]
    assert found[-1] == case["expected"]["assurance"]
    if "segments" in inputs:
        assert case["expected"]["if_last_segment_is_first"] == _assurance(segments[0], inputs)
        assert case["expected"]["if_last_segment_is_second"] == _assurance(segments[1], inputs)


def _assurance(limits: Case, inputs: Case) -> calc.Assurance | None:
    polarity = POLARITY[inputs["improvement_direction"]]
    return calc.assurance_of(as_limits(limits), inputs["target"], polarity)


@checks("assurance_edge")
def check_assurance_edge(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    target = inputs["target"] if "target" in inputs else calc.latest_target(inputs["targets"])
    polarity = POLARITY[inputs["improvement_direction"]]
    found = calc.assurance_of(as_limits(inputs), target, polarity)
    assert found == expected.get("portal", expected.get("assurance"))
    if "if_first_target_were_used" in expected:
        first = calc.assurance_of(as_limits(inputs), inputs["targets"][0], polarity)
        assert first == expected["if_first_target_were_used"]


@checks("icon")
def check_icon(case: Case) -> None:
    polarity = POLARITY[case["inputs"]["improvement_direction"]]
    found = {"basis": "latest point only"}
    for sign in (1, -1):
        findings = (calc.Finding(calc.Rule.SHIFT, sign),)
        meaning = f"special_cause_{point_type_of(findings, polarity)}"
        found[meaning] = calc.variation_of(findings, polarity)
    found["common_cause"] = calc.variation_of((), polarity)
    assert found == case["expected"]


@checks("min_points")
def check_min_points(case: Case) -> None:
    settings = calc.SpcSettings(min_points_icons=case["inputs"]["threshold_default"])
    stage = calc.stage_of(case["inputs"]["n_points_in_group"], settings)
    assert (stage != calc.Stage.FULL) == case["expected"]["short_group_warning"]
    assert settings == calc.DEFAULTS


@checks("wilson")
def check_wilson(case: Case) -> None:
    inputs = case["inputs"]
    found = calc.wilson(inputs["x"], inputs["n"], inputs["confidence"])
    assert found.lower == near(case["expected"]["lower"], case)
    assert found.upper == near(case["expected"]["upper"], case)


@checks("byar")
def check_byar(case: Case) -> None:
    found = calc.byar(case["inputs"]["x"], case["inputs"]["confidence"])
    assert found.lower == near(case["expected"]["lower"], case)
    assert found.upper == near(case["expected"]["upper"], case)


def _check_figure(case: Case, measure_type: calc.MeasureType) -> None:
    inputs, expected = case["inputs"], case["expected"]
    n, d = Decimal(str(inputs["numerator"])), Decimal(str(inputs["denominator"]))
    multiplier = int(inputs["multiplier"])
    value = calc.value(n, d, measure_type=measure_type, multiplier=multiplier, may_exceed=True)
    assert value is not None
    assert float(value) == near(expected["value"], case)
    for name, level in (("95", calc.LEVEL_95), ("99_8", calc.LEVEL_99_8)):
        found = calc.interval_for(
            n, d, measure_type=measure_type, multiplier=multiplier, level=level
        )
        assert found is not None
        if f"upper{name}" in expected:
            assert found.lower == near(expected[f"lower{name}"], case)
            assert found.upper == near(expected[f"upper{name}"], case)
        assert found.method == expected.get("method", "Wilson")


@checks("proportion")
def check_proportion(case: Case) -> None:
    _check_figure(case, calc.MeasureType.PROPORTION)


@checks("rate")
def check_rate(case: Case) -> None:
    _check_figure(case, calc.MeasureType.RATE)


@checks("proportion_aggregate")
def check_proportion_aggregate(case: Case) -> None:
    parts = [
        calc.Part(str(i), Decimal(row["numerator"]), Decimal(row["denominator"]))
        for i, row in enumerate(case["inputs"]["rows"])
    ]
    whole = calc.combine(parts, rule=calc.OverAreas.RATIO, expected=[p.label for p in parts])
    assert whole.numerator == case["expected"]["numerator"]
    assert whole.denominator == case["expected"]["denominator"]
    value = calc.value(whole.numerator, whole.denominator, measure_type=calc.MeasureType.PROPORTION)
    assert value == Decimal(str(case["expected"]["value"])) * 100
    assert whole.numerator is not None
    assert whole.denominator is not None
    found = calc.wilson(whole.numerator, whole.denominator)
    assert found.lower == near(case["expected"]["lower95"], case)
    assert found.upper == near(case["expected"]["upper95"], case)


@checks("mean")
def check_mean(case: Case) -> None:
    values, expected = case["inputs"]["values"], case["expected"]
    assert len(values) == expected["n"]
    assert fmean(values) == near(expected["value"], case)
    for name, level in (("95", calc.LEVEL_95), ("99_8", calc.LEVEL_99_8)):
        found = calc.mean_interval(fmean(values), stdev(values), len(values), level)
        assert found is not None
        assert found.lower == near(expected[f"lower{name}"], case)
        assert found.upper == near(expected[f"upper{name}"], case)


@checks("benchmark_single_ci")
def check_benchmark(case: Case) -> None:
    inputs = case["inputs"]
    found = calc.with_benchmark(
        interval(inputs["lower95"], inputs["upper95"]),
        inputs["benchmark"],
        POLARITY[inputs["polarity"]],
    )
    assert found == case["expected"]["outcome"]


@checks("benchmark_two_ci_levels")
def check_benchmark_at_two_levels(case: Case) -> None:
    inputs = case["inputs"]
    found = calc.with_benchmark_at_two_levels(
        interval(inputs["lower95"], inputs["upper95"]),
        interval(inputs["lower99_8"], inputs["upper99_8"]),
        inputs["benchmark"],
        POLARITY[inputs["polarity"]],
    )
    assert found == case["expected"]["outcome"]


@checks("benchmark_double_ci")
def check_benchmark_double_ci(case: Case) -> None:
    inputs = case["inputs"]
    found = calc.with_interval(
        interval(inputs["lower95"], inputs["upper95"]),
        interval(inputs["comparator_lower95"], inputs["comparator_upper95"]),
        POLARITY[inputs["polarity"]],
    )
    assert found == case["expected"]["outcome"]


@checks("target_single")
def check_target(case: Case) -> None:
    inputs, polarity = case["inputs"], POLARITY[case["inputs"]["polarity"]]
    if inputs["use_interval"]:
        held = interval(inputs["lower95"], inputs["upper95"])
        found = calc.interval_with_target(held, inputs["target"], polarity)
        assert found == case["expected"]["outcome"]
    else:
        status = calc.with_target(inputs["value"], inputs["target"], polarity)
        outcome = {calc.TargetStatus.MET: "better", calc.TargetStatus.NOT_MET: "worse"}[status]
        assert outcome == case["expected"]["outcome"]


@checks("target_range")
def check_target_range(case: Case) -> None:
    inputs = case["inputs"]
    found = calc.with_target_range(
        inputs["value"], inputs["lower"], inputs["upper"], POLARITY[inputs["polarity"]]
    )
    assert found == case["expected"]["outcome"]


@checks("funnel_proportion")
def check_funnel(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    found = calc.with_funnel(
        inputs["value_percent"] * inputs["denominator"] / 100,
        inputs["denominator"],
        benchmark=inputs["benchmark_percent"],
        polarity=POLARITY[inputs["polarity"]],
    )
    assert found is not None
    assert found.limits_95 == pytest.approx(expected["limits95"], abs=1e-8)
    assert found.limits_99_8 == pytest.approx(expected["limits99_8"], abs=1e-8)
    assert found.at_95 == expected["outcome95"]
    assert found.at_99_8 == expected["outcome99_8"]


@checks("recent_trend")
def check_recent_trend(case: Case) -> None:
    points, expected = case["inputs"]["points_oldest_first"], case["expected"]
    if points == "any four of the five points above":
        five = _trend_points(CASES_BY_NAME["recent_trend_significant"])
        for out in range(5):
            four = five[:out] + five[out + 1 :]
            found = calc.recent_trend(four, calc.Polarity.NONE)
            assert found.marker == expected["marker"]
        return
    if "count" in points[0]:
        counts = [CountPoint(p["count"], p["denominator"]) for p in points]
        found = calc.recent_trend_of_counts(counts, calc.Polarity.NONE)
        both = [TrendPoint(10.0, 9.0, 11.0, p["count"], p["denominator"]) for p in points]
        assert calc.recent_trend(both, calc.Polarity.NONE) == found
    else:
        assert case["inputs"]["chi_squared_critical"] == 9.54953570608324
        polarity = POLARITY[case["inputs"]["polarity"]]
        found = calc.recent_trend(_trend_points(case), polarity)
        assert found.slope == pytest.approx(expected["slope"], abs=1e-9)
        assert found.same_sign == expected["all_six_slopes_same_sign"]
    assert found.marker == expected["marker"]
    assert found.chi_squared == pytest.approx(expected["chi_squared"], rel=1e-8, abs=6e-9)


def _trend_points(case: Case) -> list[TrendPoint]:
    points = case["inputs"]["points_oldest_first"]
    return [TrendPoint(p["value"], p["lower95"], p["upper95"]) for p in points]


@checks("recent_trend_counts")
def check_recent_trend_counts(case: Case) -> None:
    points = case["inputs"]["points_oldest_first"]
    counts = [CountPoint(p["count"], p["denominator"]) for p in points]
    found = calc.recent_trend_of_counts(counts, calc.Polarity.NONE)
    assert found.marker == case["expected"]["marker"]
    assert found.chi_squared == pytest.approx(case["expected"]["chi_squared"], abs=1e-8)
    assert found.same_sign == case["expected"]["all_six_logit_slopes_same_sign"]


def _released(count: int, rules: RuleSet, sign: str) -> str:
    key = Key("M", "TH-NE", "2026-Q1")
    cell = Cell(key, Decimal(count), measure_type=calc.MeasureType.COUNT)
    decision = protect([cell], [], rules).decisions[key]
    return sign if decision.is_hidden else str(decision.numerator)


@checks("suppress_dfe_1_to_5")
def check_suppress_dfe(case: Case) -> None:
    assert _released(case["inputs"]["count"], DFE, "c") == case["expected"]["display"]


@checks("suppress_nhs_1_to_7_round_5")
def check_suppress_nhs(case: Case) -> None:
    assert not case["inputs"]["national_level"]
    assert _released(case["inputs"]["count"], NHS, "*") == case["expected"]["display"]


@checks("small_number_warning")
def check_small_number_warning(case: Case) -> None:
    assert is_small(case["inputs"]["count"], DFE) == case["expected"]["warn"]


@checks("suppression_audit")
def check_suppression_audit(case: Case) -> None:
    table = case["inputs"]["published_table"]
    expected = case["expected"]
    rows, columns = range(len(table)), range(len(table[0]))
    lines = [[(i, j) for j in columns] for i in rows] + [[(i, j) for i in rows] for j in columns]
    equations = []
    for *parts, total in lines:
        hidden = [(i, j) for i, j in parts if table[i][j] is None]
        if hidden and table[total[0]][total[1]] is not None:
            shown = sum(table[i][j] for i, j in parts if (i, j) not in hidden)
            equations.append(Equation(dict.fromkeys(hidden, 1), table[total[0]][total[1]] - shown))
    if len(table) == 2 and table[0] == table[1]:  # one row, printed again as its own total
        equations = equations[:1]
    possible = Sums(equations)
    for name, (lower, upper) in expected["possible_range"].items():
        found = possible.range_of(_cell_of(name))
        assert (found.lower, found.upper) == (lower, upper)
    primary = [possible.range_of(_cell_of(name)) for name in case["inputs"]["primary_cells"]]
    pinned = [
        name
        for name in case["inputs"]["primary_cells"]
        if possible.range_of(_cell_of(name)).is_exact
    ]
    assert pinned == expected["exactly_recoverable"]
    assert all(each.is_wider_than(5) for each in primary) == expected["protected"]


def _cell_of(name: str) -> tuple[int, int]:
    row, column = name.split(",")
    return int(row), int(column)


@checks("suppression_differencing")
def check_suppression_differencing(case: Case) -> None:
    first, second = case["inputs"]["published_year_to_date"]
    rules = RuleSet("as in the case", case["inputs"]["threshold"])
    q1, q2, half = (Key("M", "TH", period) for period in ("Q1", "Q2", "Q1 to Q2"))
    counts = {q1: first, half: second, q2: second - first}
    cells = [
        Cell(key, Decimal(count), measure_type=calc.MeasureType.COUNT)
        for key, count in counts.items()
    ]
    leaks = attack(cells, [Relation(half, (q1, q2))], {q2}, rules)
    assert [leak.key for leak in leaks] == [q2] * case["expected"]["disclosed"]
    assert leaks[0].lower == leaks[0].upper == case["expected"]["implied_quarter"]


@checks("suppression_percentage")
def check_suppression_percentage(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    percentage, denominator = Decimal(str(inputs["displayed_percent"])), inputs["denominator"]
    implied = count_behind_percentage(percentage, denominator)
    assert implied == expected["implied_count"]
    assert is_small(implied, DFE) == expected["disclosed"]
    key = Key("M", "TH-NE", "2026-Q1")
    cell = Cell(key, Decimal(implied), Decimal(denominator))
    decision = protect([cell], []).decisions[key]
    assert (decision.numerator, decision.denominator) == (None, None)


CASES_BY_NAME = {case["name"]: case for case in CASES}


def test_every_kind_of_case_has_a_check_and_every_check_a_case() -> None:
    assert {case["kind"] for case in CASES} == set(CHECKS)


def test_no_case_is_lost_from_the_reference() -> None:
    assert len(cases("spc_vectors.json")) == 82
    assert len(cases("interval_vectors.json")) == 130
    assert len(CASES_BY_NAME) == 212


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case_of_the_reference(case: Case) -> None:
    CHECKS[case["kind"]](case)
