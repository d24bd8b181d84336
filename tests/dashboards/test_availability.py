"""What is said of a metric's figures: available, in part, or not available."""

from __future__ import annotations

import pytest

from dashboards.selectors.availability import NO_FIGURE, Held, OpenGap, _Figure, _held, availability

GAP = OpenGap("HEA-107", "Feeling ready", "Not collected")
NOTHING, ALL, SOME = Held(), Held(due=4, whole=4), Held(due=4, whole=1, begun=1)


@pytest.mark.parametrize(
    ("measures", "status", "why"),
    [
        ([], "not_available", "no measure yet"),
        ([NOTHING], "not_available", NO_FIGURE),
        ([Held(due=4)], "not_available", NO_FIGURE),
        ([Held(gap=GAP)], "not_available", ""),
        ([ALL], "available", ""),
        ([ALL, ALL], "available", ""),
        ([SOME], "in_part", "1 of 4 figures of the past year are complete"),
        ([Held(due=1, begun=1)], "in_part", "0 of 1 figure of the past year is complete"),
        ([ALL, NOTHING], "in_part",
         "4 of 4 figures of the past year are complete; 1 measure has none"),
        ([ALL, NOTHING, Held(gap=GAP)], "in_part",
         "4 of 4 figures of the past year are complete; 2 measures have none"),
        ([Held(due=4, whole=4, gap=GAP)], "in_part",
         "4 of 4 figures of the past year are complete"),
    ],
)  # fmt: skip
def test_what_is_held_of_its_measures_decides(measures: list[Held], status: str, why: str) -> None:
    said = availability(measures)

    assert (said.status, said.why) == (status, why)
    assert said.gaps == ((GAP,) if any(each.gap for each in measures) else ())


def figure(place: int, kind: str = "locality", **changed: object) -> _Figure:
    given = _Figure(1, place, 1, kind, "proportion", "", expected=1, included=1, note="")
    return given._replace(**changed)


@pytest.mark.parametrize(
    ("figures", "held"),
    [
        ([], Held()),
        ([figure(0, "borough")], Held(due=1, whole=1)),
        ([figure(0, "borough"), *map(figure, (1, 2, 3, 4))], Held(due=4, whole=4)),
        (list(map(figure, (1, 2, 3))), Held(due=4, whole=3)),
        ([*map(figure, (1, 2, 3)), figure(4, shorthand="z", included=0)], Held(due=3, whole=3)),
        ([*map(figure, (1, 2, 3)), figure(4, shorthand="x", included=0)], Held(due=4, whole=3)),
        ([*map(figure, (1, 2, 3)), figure(4, shorthand="c", included=0)], Held(due=4, whole=4)),
        ([*map(figure, (1, 2, 3)), figure(4, expected=2)], Held(due=4, whole=3, begun=1)),
        ([figure(0, "borough", type="narrative", included=0)], Held(due=1)),
        ([figure(0, "borough", type="narrative", included=0, note="It rained.")],
         Held(due=1, whole=1)),
    ],
)  # fmt: skip
def test_a_figure_is_whole_when_nobody_who_owed_it_is_missing(
    figures: list[_Figure], held: Held
) -> None:
    assert _held(figures, None, localities=4) == held
