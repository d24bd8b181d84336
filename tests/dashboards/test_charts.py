"""Where the parts of a chart stand, drawn for paper and for the browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import figures, svg
from dashboards.chart_labels import (
    Label,
    inner_labels,
    side_labels,
    spread,
)
from dashboards.charts import (
    COMPARATOR,
    TARGET,
    Band,
    Bracket,
    LineChart,
    Mark,
    Reference,
    SmallChart,
    axis_for,
    narrow_scale,
    wide_scale,
)

BAND = Band(14.2, 25.1, 19.6, "14.2% to 25.1%", "Average 19.6%")
LONDON = Reference(COMPARATOR, "London", "45% to 50%", 45, 50)
AIM = Reference(TARGET, "Target 35%", "by March 2028", 35, first=3)


def marks(*values: float | None, signal: str = "") -> list[Mark]:
    """Quarters from April 2023 on; the last carries the signal."""
    last = len(values) - 1
    return [
        Mark(
            label=f"Quarter {i}",
            year=f"{2023 + i // 4}/{24 + i // 4}",
            value=value,
            text="" if value is None else f"{value}%",
            detail="95% interval 1% to 2%",
            signal=signal if i == last else "",
        )
        for i, value in enumerate(values)
    ]


def chart(*values: float | None, **more: Any) -> LineChart:
    signal = more.pop("signal", "")
    given_ = {
        "title": "Booked <early> & well",
        "description": "It rose.",
        "own_name": "Tower Hamlets",
        "own_text": "24.3%",
        "own_when": "",
        "marks": marks(*values, signal=signal),
        "suffix": "%",
        "ceiling": 100,
    }
    return LineChart(**{**given_, **more})


LONG = (17.4, 19.0, 16.2, 18.5, 16.5, 19.0, 18.1, 20.7, 19.9, 21.8, 20.0, 22.6, 21.2, 24.3)
FULL = chart(
    *LONG,
    signal="better",
    band=BAND,
    references=(LONDON, AIM),
    bracket=Bracket(7, 13, "7 quarters in a row above the average"),
)
CHARTS = {
    "full": FULL,
    "one point": chart(24.3),
    "two points": chart(17.4, 24.3),
    "gaps": chart(17.4, None, 16.2, None, None, 21.0),
    "latest hidden": chart(17.4, 18.0, None, own_when="Jul to Sep 2023"),
    "all zero": chart(0, 0, 0),
    "trial": chart(*LONG[:8], band=replace(BAND, is_trial=True)),
    "worse": chart(*LONG, signal="worse", band=BAND),
    "changed": chart(*LONG, signal="changed", band=BAND),
    "forty quarters": chart(*(LONG * 3)[:40], band=BAND),
    "large counts": chart(64_300, 1_250_000, suffix="", ceiling=None),
}


def points_of(drawing: str) -> list[str]:
    return re.findall(r'<polyline [^>]*points="([^"]+)"', drawing)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("draw", [svg.wide, svg.narrow])
def test_a_drawing_is_well_formed_named_and_without_styles(name: str, draw: Any) -> None:
    drawing = draw(CHARTS[name], key="k")

    root = ElementTree.fromstring(drawing)
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    assert [root.find(f"*[@id='{key}']").text for key in named] == [  # type: ignore[union-attr]
        CHARTS[name].title,
        CHARTS[name].description,
    ]
    assert "style" not in {key for element in root.iter() for key in element.attrib}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("is_narrow", [False, True])
def test_every_figure_fits_the_schema_of_plotly(name: str, is_narrow: bool) -> None:
    import plotly.graph_objects as go

    figure = json.loads(json.dumps(figures.line(CHARTS[name])))

    drawn = go.Figure(figures.as_plotly(figure, is_narrow=is_narrow), skip_invalid=False)

    assert list(drawn.data[0].y) == [mark.value for mark in CHARTS[name].marks]


@pytest.mark.parametrize("name", CHARTS)
def test_a_figure_holds_no_tag_that_becomes_an_inline_style(name: str) -> None:
    figure = figures.line(CHARTS[name])

    texts = json.dumps([figure["data"], figure["layout"], figure["narrow"]])

    assert set(re.findall(r"<(\w+)", texts)) <= {"br", "extra"}


def test_a_missing_quarter_is_a_gap() -> None:
    gaps = CHARTS["gaps"]

    assert points_of(svg.wide(gaps, key="k")) == []
    assert len(points_of(svg.wide(chart(1.0, 2.0, None, 3.0, 4.0), key="k"))) == 2
    series = figures.line(gaps)["data"][0]
    assert series["y"] == [17.4, None, 16.2, None, None, 21.0]
    assert series["connectgaps"] is False


def test_a_signal_has_a_shape_of_its_own() -> None:
    shapes = {
        name: figures.line(CHARTS[name])["data"][0]["marker"]["symbol"][-1]
        for name in ("full", "worse", "changed")
    }

    assert shapes == {"full": "circle", "worse": "diamond", "changed": "square"}
    assert len({svg.wide(CHARTS[name], key="k") for name in shapes}) == 3


def test_lines_are_told_apart_by_dash_and_by_label() -> None:
    drawing = svg.wide(FULL, key="k")

    assert 'stroke-dasharray="8 4"' in drawing
    assert 'stroke-dasharray="14 5 3 5"' in drawing
    assert 'stroke-dasharray="2 3"' in drawing
    for text in ("London", "45% to 50%", "Target 35%", "Tower Hamlets", "Usual range"):
        assert f">{text}<" in drawing


def test_trial_limits_are_dashed_and_named() -> None:
    drawing = svg.wide(CHARTS["trial"], key="k")

    assert 'stroke-dasharray="6 4"' in drawing
    assert "Trial range" in drawing
    assert "Usual range" not in drawing


def test_the_two_drawings_hold_the_same_labels() -> None:
    def words(texts: list[str]) -> set[str]:
        return {text for text in texts if not re.fullmatch(r"[\d./%,m]+", text)}

    drawn = words(re.findall(r"<text[^>]*>([^<]+)<", svg.wide(FULL, key="k")))
    plotted = words([note["text"] for note in figures.line(FULL)["layout"]["annotations"]])

    assert plotted == drawn


def test_a_target_is_drawn_from_the_day_it_holds() -> None:
    shapes = figures.line(FULL)["layout"]["shapes"]

    assert any(shape.get("x0") == 2.5 and shape["y0"] == 35 for shape in shapes)


@pytest.mark.parametrize(
    ("highest", "ceiling", "top", "ticks"),
    [
        (24.3, 100, 25, 6),
        (98.8, 100, 100, 6),
        (0, None, 1, 2),
        (3, None, 3, 4),
        (64_300, None, 80_000, 5),
        (0.4, None, 0.4, 5),
    ],
)
def test_an_axis_starts_at_0_and_ends_at_a_round_number(
    highest: float, ceiling: float | None, top: float, ticks: int
) -> None:
    axis = axis_for(highest, ceiling=ceiling)

    assert axis.ticks[0] == 0
    assert axis.top == pytest.approx(top)
    assert len(axis.ticks) == ticks


@pytest.mark.parametrize(("highest", "ticks"), [(1, (0, 1)), (3, (0, 1, 2, 3)), (11, 4), (57, 4)])
def test_an_axis_of_whole_numbers_has_whole_steps(highest: float, ticks: Any) -> None:
    axis = axis_for(highest, is_whole=True)

    assert all(tick == int(tick) for tick in axis.ticks)
    assert axis.ticks == ticks if isinstance(ticks, tuple) else len(axis.ticks) == ticks


@given(
    highest=st.floats(min_value=1e-6, max_value=1e9),
)
def test_everything_fits_below_the_top_of_the_axis(highest: float) -> None:
    axis = axis_for(highest)

    assert axis.top >= highest * 0.999
    assert axis.top <= highest * 3
    assert 2 <= len(axis.ticks) <= 7
    assert all(after > before for before, after in pairwise(axis.ticks))


@given(st.lists(st.floats(min_value=0, max_value=350), min_size=1, max_size=6))
def test_labels_never_stand_over_one_another(heights: list[float]) -> None:
    labels = [Label(("One", "Two"), "axis", y) for y in heights]

    placed = spread(labels, top=0, bottom=360)

    assert all(
        after.y - before.y >= (before.height + after.height) / 2 - 0.2
        for before, after in pairwise(placed)
    )
    assert placed[-1].y + placed[-1].height / 2 <= 360.1


def test_labels_of_a_crowded_chart_stay_apart() -> None:
    crowded = chart(
        *LONG,
        band=BAND,
        references=(
            Reference(COMPARATOR, "London", "24%", 24),
            Reference(COMPARATOR, "England", "24.2%", 24.2),
            Reference(TARGET, "Target 24.5%", "by March 2028", 24.5),
        ),
    )

    placed = side_labels(crowded, wide_scale(crowded))

    assert len(placed) == 6
    assert all(a.y + a.height / 2 <= b.y - b.height / 2 + 0.2 for a, b in pairwise(placed))


@pytest.mark.parametrize("aim", [15.0, 17.0, 20.0, 45.0])
def test_the_name_of_a_target_stands_over_no_figure_of_a_narrow_chart(aim: float) -> None:
    values = (17.0, 16.0, 17.5, 14.5, 16.5, 15.2, 16.0, 19.0, 15.0, 14.8, 17.0, 26.0)
    narrow = chart(
        *values, band=BAND, references=(Reference(TARGET, "Target 15.0%", "by July 2026", aim),)
    )
    scale = narrow_scale(narrow)

    name = next(each for each in inner_labels(narrow, scale) if each.style == "strong")

    reach = scale.size.left + 8 * len(name.lines[0])
    under = [scale.y(value) for i, value in enumerate(values) if scale.x(i) <= reach]
    assert len(under) > 4
    assert not any(abs(y - name.y) < 8 for y in under)


def test_of_a_long_series_only_telling_marks_are_drawn() -> None:
    long = chart(*(LONG * 3)[:40], signal="better")

    assert svg.wide(long, key="k").count("<circle") == 1
    assert sum(figures.line(long)["data"][0]["marker"]["opacity"]) == 1
    assert svg.wide(chart(*LONG), key="k").count("<circle") == len(LONG)


def test_years_are_named_once_and_never_touch() -> None:
    layout = figures.line(CHARTS["forty quarters"])["narrow"]["xaxis"]

    assert layout["ticktext"][-1] == "32/33"
    assert len(layout["ticktext"]) <= 7


def test_a_small_chart_draws_the_borough_dashed() -> None:
    drawing = svg.small(
        SmallChart("North East: 20% to 28%", (20, 24, 28), (17, 19, 24), "Apr", "Sep", 40, "%")
    )

    ElementTree.fromstring(drawing)
    assert drawing.count("<polyline") == 2
    assert 'stroke-dasharray="4 3"' in drawing


@pytest.mark.parametrize("values", [(20,), (None, None, 5.0), (None,)])
def test_a_small_chart_of_few_figures_is_well_formed(values: tuple[float | None, ...]) -> None:
    drawing = svg.small(SmallChart("Few", values, (), "Apr 2026", "Jun 2026", 25))

    ElementTree.fromstring(drawing)
    assert "polyline" not in drawing
