"""What the figures ask the Board to decide."""

from __future__ import annotations

from dashboards.selectors.editions import editions
from dashboards.selectors.rows import Row, beyond_usual, rows
from dashboards.wanted import wanted
from governance.models import Place
from outcomes.models import Measure
from tests.dashboards.publishing import publish, rising


def _changed(borough: Place, *measures: Measure) -> tuple[Row, ...]:
    publish({(measure, borough): rising(16) for measure in measures})
    edition = editions("").shown
    assert edition is not None
    return beyond_usual(rows(edition, place_id=borough.pk))


def test_what_got_worse_asks_what_to_do_and_says_who_leads(
    borough: Place, referred: Measure, booking: Measure
) -> None:
    (asked,) = wanted(
        _changed(borough, referred, booking),
        leads={referred.pk: "Amina Begum"},
        ownerless=[],
        missing="",
    )

    assert asked.text.startswith("Agree what to do about “Children referred to social care again”")
    assert asked.detail == "Lead manager: Amina Begum."
    assert asked.code == "SAF-302"


def test_what_nobody_leads_asks_for_somebody(borough: Place, referred: Measure) -> None:
    (asked,) = wanted(_changed(borough, referred), leads={}, ownerless=[], missing="")

    assert asked.detail == "Nobody leads on it yet: name somebody."


def test_a_change_without_a_polarity_asks_for_a_judgement(
    borough: Place, families: Measure
) -> None:
    publish({(families, borough): [*(40 + i % 3 for i in range(15)), 90]})
    edition = editions("").shown
    assert edition is not None

    (asked,) = wanted(beyond_usual(rows(edition)), leads={}, ownerless=[], missing="")

    assert asked.text.startswith("Say whether more is better or worse")


def test_gaps_without_an_owner_are_one_question_that_names_the_first() -> None:
    (one,) = wanted([], leads={}, ownerless=["Harmful conflict"], missing="")
    (two,) = wanted([], leads={}, ownerless=["Harmful conflict", "Bedtimes"], missing="")

    assert (one.text, one.detail) == (
        "Name an owner for 1 gap that nobody is filling.",
        "“Harmful conflict”.",
    )
    assert two.detail == "“Harmful conflict”, and 1 more."


def test_missing_reporters_come_last() -> None:
    found = wanted([], leads={}, ownerless=["Bedtimes"], missing="Barts Health")

    assert [each.detail for each in found] == ["“Bedtimes”.", "Barts Health."]


def test_nothing_asks_for_nothing() -> None:
    assert wanted([], leads={}, ownerless=[], missing="") == ()
