"""The localities' funnel and the trend over years: from published figures, and no others."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from django.test import Client

from dashboards.chart_labels import LINE_HEIGHT
from dashboards.funnel import NARROW, WIDE, Dot, Funnel, drawing, figure
from governance.models import Place
from outcomes.models import Measure
from tests.dashboards.publishing import Typed, publish, text_of

PATH = "/dashboard/measures/HEA-201/"
ALIKE: dict[str, Typed] = {"ne": (50, 200), "nw": (100, 400), "se": (60, 240), "sw": (90, 360)}


def published(
    booking: Measure, borough: Place, localities: dict[str, Place], latest: dict[str, Typed]
) -> None:
    publish(
        {(booking, borough): [(300, 1200)]}
        | {(booking, localities[short]): [typed] for short, typed in latest.items()}
    )


def test_a_place_beyond_chance_is_said_to_be_and_shown_twice(
    reader: Client, borough: Place, booking: Measure, localities: dict[str, Place]
) -> None:
    published(booking, borough, localities, ALIKE | {"sw": (36, 360)})

    page = reader.get(PATH)

    text = text_of(page)
    assert "South West 10.0% (36 of 360), worse than chance gives, at 99.8%" in text
    assert "North East 25.0% (50 of 200), within what chance gives" in text
    body = page.content.decode()
    found = re.search(r'id="chart-funnel" type="application/json">(.*?)</script>', body)
    assert found
    drawn = json.loads(found[1])
    for layout in ("layout", "narrow"):
        go.Figure({"data": drawn["data"], "layout": drawn[layout]})
    assert drawn["data"][-1]["y"] == [25.0, 25.0, 25.0, 10.0]
    assert body.count('aria-labelledby="funnel-') == 2


def test_names_stand_clear_of_each_other_and_the_scale_is_around_the_places() -> None:
    names = ("North East", "North West", "South East", "South West")
    dots = [Dot(name, 4700.0 + 10 * i, 69.6 + i / 10, "", "", "") for i, name in enumerate(names)]
    drawn = Funnel("Title", "Description", dots, average=67.6, average_text="67.6%")

    assert 50 < drawn.axis.bottom < 67 < 69.9 < drawn.axis.top <= 100
    for size, layout in ((WIDE, "layout"), (NARROW, "narrow")):
        svg = drawing(drawn, size, key="k")
        found = re.findall(r'<text class="eh-strong" x="([\d.]+)" y="([\d.]+)">', svg)
        down = sorted(float(y) for _, y in found)
        assert len({x for x, _ in found}) == 1
        assert all(b - a >= LINE_HEIGHT for a, b in pairwise(down))
        pixels = size.plot_height / (drawn.axis.top - drawn.axis.bottom)
        across = sorted(each["y"] for each in figure(drawn)[layout]["annotations"])
        assert all((b - a) * pixels >= LINE_HEIGHT for a, b in pairwise(across))


@pytest.mark.parametrize(
    ("changes", "shown"), [({"ne": "c"}, True), ({"ne": "c", "nw": "c"}, False)]
)
def test_a_hidden_place_is_no_point_and_moves_no_limit(
    reader: Client,
    borough: Place,
    booking: Measure,
    localities: dict[str, Place],
    changes: dict[str, Typed],
    shown: bool,
) -> None:
    published(booking, borough, localities, ALIKE | changes)

    body = reader.get(PATH).content.decode()

    found = re.search(r'id="chart-funnel" type="application/json">(.*?)</script>', body)
    assert bool(found) == shown
    if found:
        drawn = json.loads(found[1])
        assert drawn["data"][-1]["x"] == [400.0, 240.0, 360.0]
        # The limits begin and end with the places that are shown.
        assert drawn["data"][0]["x"][0] == pytest.approx(192)
        assert "North East" not in found[1]


def test_a_trend_takes_the_same_quarter_of_five_years(
    reader: Client, borough: Place, booking: Measure
) -> None:
    years = [200, 240, 280, 320, 360]
    publish({(booking, borough): [(years[i // 4], 1000) for i in range(20)]})

    assert "for five years: rising, which is getting better, tested at 99.8%." in text_of(
        reader.get(PATH)
    )


def test_too_few_years_are_said_to_be_too_few(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): [(200, 1000)] * 8})
    assert "Recent trend: not tested. It takes the same quarter" in text_of(reader.get(PATH))
