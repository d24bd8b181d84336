"""Figures of surveys: each with its source, those that differ side by side, few people hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from governance.models import User
from outcomes.models import SurveyFigure
from outcomes.voice.surveys import rounds, years_together
from tests.factories.evidence import BaselineFactory
from tests.factories.outcomes import BreakdownFactory, CategoryFactory, MeasureFactory
from tests.factories.voice import (
    ConsultationFactory,
    SurveyFigureFactory,
    VoiceItemFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")
SignIn = Callable[[User], Client]
SURVEYS = "/governance/voice/surveys/"


def _page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _sent(**more: Any) -> dict[str, Any]:
    return {
        "question": "I feel happy", "population": "Secondary pupils", "number": "43",
        "base": "100", "source": "Page 4", "area": "engaged", **more,
    }  # fmt: skip


def test_two_figures_that_differ_are_both_kept_and_pointed_out(
    coordinator: User, sign_in: SignIn
) -> None:
    survey, client = ConsultationFactory(kind="survey"), sign_in(coordinator)
    path = f"{survey.get_absolute_url()}figures/new/"
    client.post(path, _sent())
    client.post(path, _sent(number="", base="", percent="48", source="Another report"))

    for page in (_page(client, survey.get_absolute_url()), _page(client, SURVEYS)):
        assert page.count("Another source gives another figure") == 2
        assert "43.0%" in page
        assert "48.0%" in page
        assert "43 of 100" in page
    assert "Sources give different figures on 1 subject" in _page(client, SURVEYS)


def test_figures_of_other_places_are_no_other_figures_of_the_same(
    board_member: User, sign_in: SignIn
) -> None:
    for number, code in ((40, "TH-NE"), (50, "TH-NW"), (60, "TH-SE")):
        SurveyFigureFactory(consultation__place__code=code, consultation__place__name=code,
                            number=number, base=100)  # fmt: skip

    page = _page(sign_in(board_member), SURVEYS)

    assert "Another source gives another figure" not in page
    assert "different figures on" not in page


@pytest.mark.parametrize("other", ["Visit\u200b park", "VISIT  PARK?", "\uff36isit, park"])
def test_signs_make_no_other_question_of_one(
    board_member: User, sign_in: SignIn, other: str
) -> None:
    few = SurveyFigureFactory(question="Visit park", number=3, base=40)
    for number in (40, 44):
        SurveyFigureFactory(consultation=few.consultation, question=other, number=number, base=90)

    page = _page(sign_in(board_member), SURVEYS)

    assert page.count("<strong>[c]</strong>") == 3
    assert page.count("<table") == 1
    assert "different figures on 1 subject" in page


def test_figures_of_the_strategies_that_contradict_stand_side_by_side(
    board_member: User, sign_in: SignIn
) -> None:
    named = {"original_source": "Pupil Attitude Survey 2022"}
    first = BaselineFactory(code="one", value_text="48%", **named)
    first.contradicts.add(BaselineFactory(code="two", value_text="40%"))
    BaselineFactory(code="three", title="Worry about money", **named)
    BaselineFactory(code="four", title="Of no survey")

    page = _page(sign_in(board_member), SURVEYS)

    assert "Printed as “48%” and “40%”." in page
    assert "Worry about money" in page
    assert "Of no survey" not in page


@pytest.mark.parametrize(("number", "base"), [(3, 40), (37, 40), (2, 4)])
def test_few_people_are_hidden_and_cannot_be_worked_out(
    coordinator: User, board_member: User, sign_in: SignIn, number: int, base: int
) -> None:
    few = SurveyFigureFactory(population="Somali families", number=number, base=base)
    SurveyFigureFactory(consultation=few.consultation, population="All families", number=61,
                        base=91)  # fmt: skip
    path = few.consultation.get_absolute_url()

    own = _page(sign_in(coordinator), path)
    assert f"{number} of {base}" in own
    assert own.count("Others read [c]") == 1
    for seen in (_page(sign_in(board_member), path), _page(sign_in(board_member), SURVEYS)):
        assert "<strong>[c]</strong>" in seen
        assert "61 of 91" in seen
        assert f"{number} of {base}" not in seen
        assert "Others read" not in seen


def test_what_would_give_a_few_people_away_is_hidden_with_them(
    coordinator: User, board_member: User, sign_in: SignIn
) -> None:
    survey = ConsultationFactory(kind="survey", participants=40)
    for answer, number in (("always", 20), ("sometimes", 17), ("never", 3)):
        SurveyFigureFactory(consultation=survey, question=f"Heard: {answer}", number=number,
                            base=40)  # fmt: skip
    path = survey.get_absolute_url()

    assert "<strong>[c]</strong>" not in _page(sign_in(coordinator), path)
    page = _page(sign_in(board_member), path)
    assert page.count("<strong>[c]</strong>") == 2
    assert "20 of 40" in page
    assert "17 of 40" not in page


def test_a_locality_is_not_worked_out_from_the_borough_and_the_others(
    board_member: User, sign_in: SignIn
) -> None:
    client = sign_in(board_member)
    surveys = {}
    for code, number, base in (
        ("TH", 60, 100), ("TH-NE", 40, 50), ("TH-NW", 17, 38), ("TH-SE", 3, 12),
    ):  # fmt: skip
        survey = ConsultationFactory(
            kind="survey", borough=code == "TH",
            **({} if code == "TH" else {"place__code": code, "place__name": code}),
        )  # fmt: skip
        SurveyFigureFactory(consultation=survey, number=number, base=base)
        surveys[code] = survey.get_absolute_url()

    hidden = [code for code in surveys if "<strong>[c]</strong>" in _page(client, surveys[code])]

    # Of two that are hidden, the lead of one would work out the other.
    assert hidden == ["TH-NE", "TH-NW", "TH-SE"]
    page = _page(client, SURVEYS)
    assert page.count("<strong>[c]</strong>") == 3
    assert "60 of 100" in page
    assert "17 of 38" not in page


def test_surveys_close_together_across_new_year_are_guarded_together(
    board_member: User, sign_in: SignIn
) -> None:
    """The borough's was recorded in December, those of its localities in January."""
    for code, held_on, number, base in (
        ("TH", date(2025, 12, 12), 60, 100), ("TH-NE", date(2026, 1, 9), 40, 50),
        ("TH-NW", date(2026, 1, 9), 17, 38), ("TH-SE", date(2026, 1, 10), 3, 12),
    ):  # fmt: skip
        survey = ConsultationFactory(
            kind="survey", borough=code == "TH", held_on=held_on,
            **({} if code == "TH" else {"place__code": code, "place__name": code}),
        )  # fmt: skip
        SurveyFigureFactory(consultation=survey, number=number, base=base)

    page = _page(sign_in(board_member), SURVEYS)
    assert "60 of 100" in page
    assert "40 of 50" not in page
    assert "17 of 38" not in page


@pytest.mark.parametrize(
    ("days", "times"),
    [
        (["2025-12-12", "2026-01-09"], [0, 0]),
        (["2025-12-01", "2026-01-31"], [0, 0]),
        (["2025-12-01", "2026-02-01"], [0, 1]),
        (["2026-01-01", "2026-12-31"], [0, 0]),
        (["2024-12-31", "2025-01-01", "2025-12-31", "2026-03-03"], [0, 0, 0, 1]),
    ],
)
def test_a_question_asked_close_together_across_new_year_was_asked_once(
    days: list[str], times: list[int]
) -> None:
    found = [date.fromisoformat(day) for day in days]
    assert list(rounds(found).values()) == times
    linked = {day.year for day, time in zip(found, times, strict=True) if time == times[0]}
    assert years_together([found[0].year], found) == linked


@pytest.mark.parametrize(("people", "percent"), [(4, "50"), (40, "7.5")])
def test_a_share_of_a_few_people_is_hidden(
    board_member: User, sign_in: SignIn, people: int, percent: str
) -> None:
    survey = ConsultationFactory(kind="survey", participants=people)
    SurveyFigureFactory(consultation=survey, number=None, base=None, percent=percent)
    assert "<strong>[c]</strong>" in _page(sign_in(board_member), survey.get_absolute_url())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "101"}, "No more can have said so than answered"),
        ({"number": ""}, "Enter how many said so, or the percentage"),
        ({"base": ""}, "Enter how many answered"),
        ({"percent": "43"}, "Give the two numbers or the percentage, not both"),
        ({"number": "", "base": "", "percent": "101"}, "Enter a percentage from 0 to 100"),
        ({"number": "", "base": "", "percent": "NaN"}, "Enter a percentage from 0 to 100"),
        ({"number": "", "base": "", "percent": "1e9"}, "Enter a percentage from 0 to 100"),
        ({"number": "9" * 30}, "Enter a whole number of people"),
        ({"base": "0"}, "Enter a whole number of people"),
        ({"source": ""}, "Say where the figure is printed"),
        ({"question": "a\x01"}, "cannot be kept"),
        ({"population": "x" * 151}, "150 characters or fewer"),
        ({"population": " "}, "Say who was asked"),
        ({"group": "Everybody"}, "Choose a group or write another, not both"),
        ({"group": "Nobody"}, "Choose a group from the list"),
        ({"measure": "9" * 30}, "Choose a measure from the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    coordinator: User, sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    survey = ConsultationFactory(kind="survey")
    answer = sign_in(coordinator).post(
        f"{survey.get_absolute_url()}figures/new/", _sent(**{"source": "Page 4, below", **changes})
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Secondary pupils" in page or "population" in changes
    assert not SurveyFigure.objects.exists()


def test_a_figure_is_put_right(coordinator: User, sign_in: SignIn) -> None:
    figure, client = SurveyFigureFactory(), sign_in(coordinator)
    path = figure.get_absolute_url()
    sent = Page(client.get(path)).boxes[-1] | {"number": "", "base": "", "percent": "48.5"}
    client.post(path, sent)
    figure.refresh_from_db()
    assert (figure.number, figure.percent) == (None, Decimal("48.5"))

    again = client.post(path, sent | {"percent": "50"})
    assert again.status_code == 409
    assert "As you saved it Or which percentage, if only that is published? 48.5" in (
        Page(again).text
    )


def test_communities_are_chosen_and_stand_side_by_side_after_everybody(
    coordinator: User, sign_in: SignIn
) -> None:
    client, ethnicity = sign_in(coordinator), BreakdownFactory(code="ethnicity")
    for order, name in enumerate(("Somali", "Bangladeshi")):
        CategoryFactory(breakdown=ethnicity, code=name.lower(), name=name, order=order)
    for title in ("First survey", "Second survey"):
        path = f"{ConsultationFactory(kind='survey', title=title).get_absolute_url()}figures/new/"
        for group in ("Bangladeshi", "Everybody", "Somali"):
            client.post(path, _sent(group=group, population=""))

    page = Page(client.get(SURVEYS)).text

    said = page.partition("Recorded here")[2]
    groups = ("Everybody", "Somali", "Bangladeshi")
    found = [said.index(f"{group} {which} survey") for group in groups
             for which in ("First", "Second")]  # fmt: skip
    assert found == sorted(found)
    figure = SurveyFigure.objects.filter(population="Somali")[0]
    boxes = Page(client.get(figure.get_absolute_url())).boxes[-1]
    assert (boxes["group"], boxes["population"]) == ("Somali", "")
    client.post(figure.get_absolute_url(), boxes | {"group": "", "population": "Parents"})
    boxes = Page(client.get(figure.get_absolute_url())).boxes[-1]
    assert (boxes["group"], boxes["population"]) == ("", "Parents")


def test_only_a_survey_has_figures(coordinator: User, sign_in: SignIn) -> None:
    path = f"{ConsultationFactory().get_absolute_url()}figures/new/"
    assert sign_in(coordinator).get(path).status_code == 404


def test_what_was_said_is_on_the_pages_of_its_measure_and_area(
    board_member: User, sign_in: SignIn, settings: Any
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    item, measure = VoiceItemFactory(area="healthy"), MeasureFactory()
    item.measures.add(measure)
    hidden = VoiceItemFactory(consultation__consent=False, area="healthy", said="Not agreed.")
    hidden.measures.add(measure)
    for path in (measure.get_absolute_url(), "/dashboard/areas/healthy/"):
        page = _page(sign_in(board_member), path)
        assert item.said in page
        assert "Not agreed." not in page
        assert item.said not in _page(Client(), path)
