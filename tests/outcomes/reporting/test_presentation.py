"""Words for figures and for states."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from governance.models import Place
from outcomes.models import Area, MeasureType, Observation, Status, Submission
from outcomes.reporting.presentation import (
    Section,
    dates_of,
    figure_in_words,
    headline,
    result_in_words,
    row_name,
    standing,
    tag_of,
    typed_in_words,
    why_read_only,
)
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def figure(numerator: str = "", denominator: str = "", **measure: object) -> Observation:
    """A stored row that was understood."""
    return ObservationFactory(
        measure=MeasureFactory(**measure),
        numerator_typed=numerator,
        denominator_typed=denominator,
        numerator=Decimal(numerator) if numerator else None,
        denominator=Decimal(denominator) if denominator else None,
    )


RATE = {"type": MeasureType.RATE, "unit": "per 1,000", "multiplier": 1000}
WEEKS = {"type": MeasureType.DURATION, "unit": "weeks", "multiplier": 1}


@pytest.mark.parametrize(
    ("numerator", "denominator", "measure", "words"),
    [
        ("212", "268", {}, ("79.1%", "212 of 268")),
        ("1", "3", {}, ("33.3%", "1 of 3")),
        ("0", "0", {}, ("–", "0 of 0")),
        ("1041", "", {"count": True}, ("1,041", "")),
        ("0", "", {"count": True}, ("0", "")),
        ("45", "3660", RATE, ("12.3 per 1,000", "45 of 3,660")),
        ("2830.2", "156", WEEKS, ("18.1 weeks", "2,830.2 over 156")),
        ("1", "", {"count": True, "type": MeasureType.YES_NO}, ("Yes", "")),
        ("0", "", {"count": True, "type": MeasureType.YES_NO}, ("No", "")),
        ("", "", {}, ("–", "still empty")),
    ],
)
def test_a_figure_is_read_as_its_kind(numerator, denominator, measure, words) -> None:
    found = figure_in_words(figure(numerator, denominator, **measure))

    assert (found.value, found.detail) == words


@pytest.mark.parametrize(
    ("missing", "detail"),
    [("z", "not applicable"), ("x", "not available"), ("c", "too small to give")],
)
def test_a_missing_figure_is_read_as_its_reason(missing: str, detail: str) -> None:
    found = figure_in_words(ObservationFactory(missing=missing))

    assert (found.value, found.detail) == (f"[{missing}]", detail)


def test_what_was_not_understood_is_read_as_typed() -> None:
    row = ObservationFactory(numerator_typed="about 40", denominator_typed="268")

    assert figure_in_words(row).detail == "typed: about 40 of 268"


def test_a_figure_that_its_measure_no_longer_allows_has_no_result() -> None:
    row = figure("12", "10", **RATE)
    row.measure.type = MeasureType.PROPORTION

    assert result_in_words(row) == "–"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("212", "268"), "212 of 268"),
        (("31", ""), "31"),
        (("", "268"), "nothing of 268"),
        (("", "", "x", "Down."), "not available, “Down.”"),
        (("", "", "q"), ""),
    ],
)
def test_what_somebody_typed_is_told_in_a_few_words(typed: tuple[str, ...], words: str) -> None:
    assert typed_in_words(*typed) == words


def test_what_somebody_typed_is_shortened_to_fit_a_column() -> None:
    row = ObservationFactory(numerator_typed="W" * 150)

    assert figure_in_words(row).detail == f"typed: {'W' * 29}…"


def test_a_row_is_named_by_what_sets_it_apart(localities: dict[str, Place]) -> None:
    north_east = localities["ne"]
    own = ObservationFactory(place=north_east)
    elsewhere = ObservationFactory(place=localities["nw"], category=CategoryFactory())

    assert row_name(own, home=north_east) == "Babies born at a healthy weight"
    assert row_name(elsewhere, home=north_east) == (
        "Babies born at a healthy weight, North West, Sex: Female"
    )


def section(**more: object) -> Section:
    values = {
        "area": Area.SAFE,
        "measures": 4,
        "figures": 4,
        "filled": 0,
        "to_correct": 0,
        "empty": 4,
        "missing": 0,
        "to_explain": 0,
        "is_started": False,
        "is_declared": False,
    }
    return Section(**values | more)


@pytest.mark.parametrize(
    ("more", "state", "hint"),
    [
        ({}, "due", "4 measures"),
        ({"figures": 16}, "due", "4 measures, 16 figures"),
        ({"is_started": True, "filled": 2}, "draft", "4 measures · 2 of 4 filled in"),
        ({"to_correct": 1, "empty": 2}, "problem", "4 measures · 1 figure to correct"),
        ({"is_started": True, "to_explain": 1}, "explain", "4 measures · 1 figure to explain"),
        (
            {"is_declared": True, "empty": 0, "to_explain": 2},
            "explain",
            "4 measures · 2 figures to explain",
        ),
        (
            {"to_correct": 1, "to_explain": 2},
            "problem",
            "4 measures · 1 figure to correct, 2 to explain",
        ),
        (
            {"is_declared": True, "to_explain": 1, "empty": 1},
            "problem",
            "4 measures · 1 figure to explain, 1 empty",
        ),
        ({"is_declared": True, "empty": 2}, "problem", "4 measures · 2 empty"),
        (
            {"is_declared": True, "empty": 2, "to_correct": 2},
            "problem",
            "4 measures · 2 figures to correct, 2 empty",
        ),
        ({"is_declared": True, "empty": 0, "filled": 4}, "complete", "4 measures · Completed"),
        (
            {"is_declared": True, "empty": 0, "missing": 1},
            "complete",
            "4 measures · Completed, with 1 figure marked missing",
        ),
        ({"is_started": True, "filled": 4, "empty": 0}, "draft", "4 measures · 4 of 4 filled in"),
    ],
)
def test_an_area_is_in_one_of_five_states(more, state, hint) -> None:
    found = section(**more)

    assert (found.state, found.hint) == (state, hint)


ON_TIME, LATE, OVER = date(2026, 10, 8), date(2026, 10, 18), date(2027, 1, 2)
AT = datetime(2026, 10, 8, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "today", "words", "tag"),
    [
        (Status.DUE, ON_TIME, "Due on Thursday 15 October, in 7 days", "due"),
        (Status.DRAFT, date(2026, 10, 15), "Due on Thursday 15 October, today", "draft"),
        (Status.QUERIED, LATE, "Sent back, to correct by 14 November 2026", "queried"),
        (Status.DUE, OVER, "Closed on 14 November 2026 without being submitted", "late"),
        (Status.EXCUSED, LATE, "Excused: nothing is expected this time", "excused"),
        (Status.SUBMITTED, LATE, "Submitted on 8 October 2026 at 23:30", "submitted"),
        (Status.APPROVED, LATE, "Approved on 8 October 2026", "approved"),
    ],
)
def test_a_submission_says_where_it_stands(ne_lead, status, today, words, tag) -> None:
    submission = SubmissionFactory(
        status=status,
        submitted_at=AT,
        submitted_by=ne_lead,
        reviewed_at=AT,
        reviewed_by=ne_lead,
    )

    assert standing(submission, today) == words
    assert tag_of(submission, today) == tag


def test_a_deadline_of_another_year_says_which() -> None:
    submission = SubmissionFactory(period=PeriodFactory(code="2026-Q3"))

    assert standing(submission, date(2026, 12, 31)) == "Due on 15 January 2027, in 15 days"


def submissions(*states: tuple[str, str]) -> list[Submission]:
    return [
        SubmissionFactory(period=PeriodFactory(code=code), status=status) for code, status in states
    ]


@pytest.mark.parametrize(
    ("states", "today", "words"),
    [
        ([], ON_TIME, "No figures are asked of you yet"),
        ([("2026-Q2", Status.APPROVED)], ON_TIME, "You have no figures to send"),
        ([("2026-Q2", Status.DUE)], OVER, "You have no figures to send"),
        (
            [("2026-Q2", Status.DRAFT), ("2026-Q1", Status.APPROVED)],
            ON_TIME,
            "Your figures for July to September 2026 are due in 7 days",
        ),
        (
            [("2026-Q2", Status.DUE)],
            LATE,
            "Your figures for July to September 2026 were due 3 days ago",
        ),
    ],
)
def test_the_headline_says_what_is_wanted(states, today, words) -> None:
    assert headline(submissions(*states), today) == words


def test_what_was_sent_back_is_not_called_late() -> None:
    (found,) = submissions(("2026-Q2", Status.QUERIED))

    assert headline([found], LATE) == (
        "Your figures for July to September 2026 are back with you to correct"
    )
    assert dates_of(found, LATE)[0][1] == "It was due."


def test_the_headline_counts_what_is_late_where_quarters_overlap() -> None:
    found = submissions(("2026-Q2", Status.DUE), ("2026-Q1", Status.DRAFT))
    found[1].period.entries_close_on = date(2026, 12, 14)

    assert headline(found, ON_TIME) == "You have 2 sets of figures to send, 1 of them late"


@pytest.mark.parametrize(
    ("status", "today", "is_own", "words"),
    [
        (Status.DRAFT, ON_TIME, True, ""),
        (Status.QUERIED, LATE, True, ""),
        (Status.DRAFT, ON_TIME, False, "You can read these figures"),
        (Status.SUBMITTED, ON_TIME, True, "These figures are submitted"),
        (Status.APPROVED, ON_TIME, True, "These figures are approved"),
        (Status.EXCUSED, ON_TIME, True, "The coordinator excused you"),
        (Status.DRAFT, OVER, True, "July to September 2026 closed on 14 November 2026"),
        (Status.DUE, date(2026, 9, 1), True, "can be entered from 30 September 2026"),
    ],
)
def test_what_cannot_be_changed_says_why(status, today, is_own, words) -> None:
    found = why_read_only(SubmissionFactory(status=status), today, is_own=is_own)

    assert words in found
    assert bool(words) == bool(found)
