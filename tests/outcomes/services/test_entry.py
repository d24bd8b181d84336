"""One answer for what is empty; and words that were sent without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from governance.models import Event, User
from outcomes.models import Area, MeasureType, Observation, Submission
from outcomes.services.entry import Saved, give_reason_for_blanks, save_figures
from outcomes.services.submissions import assess, rows_of
from outcomes.typed import COLUMNS, ZERO, TypedFigure, fingerprint
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def give(submission: Submission, ne_lead: User, now: datetime, today: date):
    def gives(missing: str, note: str = "", area: str = "") -> int:
        return give_reason_for_blanks(
            submission=submission,
            missing=missing,
            note=note,
            area=area,
            by=ne_lead,
            at=now,
            on=today,
        )

    return gives


def row_of(submission: Submission, code: str, **measure: object) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code=code, **measure))


# ---- one answer --------------------------------------------------------------------------------


def test_zero_fills_every_number_box_of_empty_rows_alone(give, submission) -> None:
    proportion = row_of(submission, "HEA-101")
    count = row_of(submission, "HEA-102", count=True)
    begun = row_of(submission, "HEA-103")
    Observation.objects.filter(pk=begun.pk).update(denominator_typed="268")
    words = row_of(submission, "HEA-104", narrative=True)
    answer = row_of(submission, "HEA-105", type=MeasureType.YES_NO, denominator="")

    assert give(ZERO) == 2

    kept = {row.pk: row for row in Observation.objects.all()}
    assert (kept[proportion.pk].numerator, kept[proportion.pk].denominator) == (0, 0)
    assert (kept[count.pk].numerator, kept[count.pk].denominator_typed) == (0, "")
    assert kept[begun.pk].numerator_typed == kept[words.pk].note == ""
    assert kept[answer.pk].version == 0
    assert {row.missing for row in kept.values()} == {""}


def test_an_answer_for_one_area_leaves_the_others_empty(give, submission) -> None:
    mine = row_of(submission, "HEA-101")
    other = row_of(submission, "SAF-101", area=Area.SAFE)

    assert give("c", area=Area.HEALTHY) == 1

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.missing, other.missing) == ("c", "")
    assert Event.objects.get().after == {"HEA-101 TH-NE": {"missing": "c"}}


def test_nothing_empty_is_nothing_done(give, submission) -> None:
    assert give("z") == 0
    assert not Event.objects.exists()


# ---- words without an answer -------------------------------------------------------------------


@pytest.fixture
def save(submission: Submission, ne_lead: User, now: datetime, today: date):
    def saves(*figures: TypedFigure) -> Saved:
        return save_figures(submission=submission, figures=figures, by=ne_lead, at=now, on=today)

    return saves


@pytest.mark.parametrize("words", ["212", ""])
def test_words_that_were_saved_without_an_answer_are_ones_own(save, submission, words: str) -> None:
    row = row_of(submission, "HEA-101")
    over = {box: fingerprint(getattr(row, column)) for box, column in COLUMNS.items()}
    save(TypedFigure(row.pk, "21", over=over))

    saved = save(TypedFigure(row.pk, words, over=over, sent={"numerator": ["2", " 21 "]}))

    row.refresh_from_db()
    assert (saved.changed, saved.clashes, row.numerator_typed) == (1, [], words)


def test_words_that_somebody_else_saved_are_not(save, submission) -> None:
    row = row_of(submission, "HEA-101")
    over = {box: fingerprint(getattr(row, column)) for box, column in COLUMNS.items()}
    save(TypedFigure(row.pk, "99", over=over))

    saved = save(TypedFigure(row.pk, "212", over=over, sent={"numerator": ["21"]}))

    row.refresh_from_db()
    assert [clash.boxes for clash in saved.clashes] == [("numerator",)]
    assert row.numerator_typed == "99"


# ---- a sentence explains the figure it was written about ---------------------------------------


@pytest.fixture
def unexplained(submission: Submission, ne_lead: User, now: datetime, today: date):
    """Saves a figure of which 70% to 90% is expected; how many questions it leaves."""
    row = row_of(submission, "HEA-101", expected_low=70, expected_high=90)

    def saves(*typed: str) -> int:
        figure = TypedFigure(row.pk, *typed)
        save_figures(submission=submission, figures=[figure], by=ne_lead, at=now, on=today)
        [found] = assess(submission, list(rows_of(submission)))
        return len(found.unexplained)

    return saves


def test_a_sentence_does_not_explain_a_figure_that_was_typed_after_it(unexplained) -> None:
    assert unexplained("50", "200") == 1
    assert unexplained("50", "200", "", "Two clinics were closed.") == 0
    assert unexplained("20", "200", "", "Two clinics were closed.") == 1
    assert unexplained("20", "200", "", "Four clinics were closed.") == 0


def test_a_figure_put_back_is_explained_as_before(unexplained) -> None:
    assert unexplained("50", "200", "", "Two clinics were closed.") == 0
    assert unexplained("5", "200", "", "Two clinics were closed.") == 1
    assert unexplained("50.0", "200", "", "Two clinics were closed.") == 0


@pytest.fixture
def unexplained_total(submission: Submission, ne_lead: User, now: datetime, today: date):
    """Saves a total and its two categories; how many questions it leaves about the total."""
    rules = {"count": True, "query_parts": True}
    total = row_of(submission, "HEA-101", **rules)
    sex = [
        ObservationFactory(submission=submission, measure=total.measure, place=total.place,
                           category=CategoryFactory(code=code, breakdown__code="sex"))
        for code in ("female", "male")
    ]  # fmt: skip

    def saves(whole: TypedFigure | None = None, *parts: str) -> int:
        typed = [TypedFigure(row.pk, words) for row, words in zip(sex, parts, strict=False)]
        whole = whole and replace(whole, observation_id=total.pk)
        figures = [*([whole] if whole else []), *typed]
        save_figures(submission=submission, figures=figures, by=ne_lead, at=now, on=today)
        found = assess(submission, list(rows_of(submission)))
        return next(len(each.unexplained) for each in found if each.row.pk == total.pk)

    return saves


def test_a_sentence_about_a_total_does_not_explain_categories_that_were_typed_after_it(
    unexplained_total,
) -> None:
    told = TypedFigure(0, "60", note="Two preferred not to say.")

    assert unexplained_total(told, "30", "28") == 0
    assert unexplained_total(None, "30", "10") == 1
    assert unexplained_total(None, "30", "28") == 0
    assert unexplained_total(None, "30", "10") == 1
    assert unexplained_total(replace(told, note="Twenty preferred not to say.")) == 0
    assert unexplained_total(None, "10", "30") == 0, "they come to the same"


def test_a_sentence_written_while_nothing_was_asked_explains_no_categories(
    unexplained_total,
) -> None:
    assert unexplained_total(TypedFigure(0, "60", note="A new clinic."), "30", "30") == 0
    assert unexplained_total(None, "30", "28") == 1


def test_a_reason_for_no_figure_does_not_explain_the_figure_that_comes_later(unexplained) -> None:
    assert unexplained("", "", "x", "The record system is down.") == 0
    assert unexplained("20", "200", "", "The record system is down.") == 1


def test_a_sentence_from_before_this_was_told_apart_explains_its_figure_alone(unexplained) -> None:
    unexplained("50", "200", "", "Two clinics were closed.")
    Observation.objects.update(note_about="")

    assert unexplained("50", "200", "", "Two clinics were closed.") == 0
    assert unexplained("20", "200", "", "Two clinics were closed.") == 1
