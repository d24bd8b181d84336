"""A paste as a whole: previewed, accepted once, merged with what others did, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.models import Event, Place, User
from outcomes.importing.blocks import Unreadable
from outcomes.importing.contents import Contents
from outcomes.models import FigureImport, Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.services.exceptions import NotReady, PeriodClosed, StatusChanged
from outcomes.services.imports import accept, read_paste, undo
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    """Two proportions and a count, due from the North East and empty."""
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    for order, code in enumerate(("HEA-101", "HEA-102", "HEA-103")):
        measure = MeasureFactory(code=code, order=order, count=code == "HEA-103")
        ObservationFactory(submission=found, measure=measure)
    return found


def row(code: str) -> Observation:
    return Observation.objects.get(measure__code=code)


def words(code: str) -> tuple[str, str, str, str]:
    found = row(code)
    return found.numerator_typed, found.denominator_typed, found.missing, found.note


def pasted(submission: Submission, by: User, text: str, **more: object) -> FigureImport:
    return read_paste(submission=submission, text=text, by=by, at=NOW, on=TODAY, **more)


def accepted(found: FigureImport, by: User, keep: tuple[str, ...] = ()) -> FigureImport:
    return accept(found=found, keep=keep, by=by, at=NOW, on=TODAY)


def undone(found: FigureImport, by: User) -> FigureImport:
    return undo(found=found, by=by, at=NOW, on=TODAY)


def contents(found: FigureImport) -> Contents:
    return Contents.from_json(FigureImport.objects.get(pk=found.pk).content)


def typed(submission: Submission, by: User, code: str, **boxes: str) -> None:
    """Somebody types in one row, over what stands in it now."""
    found = row(code)
    now = {
        "numerator": found.numerator_typed,
        "denominator": found.denominator_typed,
        "missing": found.missing,
        "note": found.note,
    }
    figure = TypedFigure(found.pk, **{**now, **boxes})
    save_figures(submission=submission, figures=[figure], by=by, at=NOW, on=TODAY)


def test_a_preview_saves_nothing(submission, ne_lead) -> None:
    found = pasted(submission, ne_lead, "1,212\t£2 268")

    assert words("HEA-101") == ("", "", "", "")
    assert [(line.now, line.words, line.cleaned) for line in contents(found).changes] == [
        ("", "1212", "“1,212” read as 1212"),
        ("", "2268", "“£2 268” read as 2268"),
    ]


def test_accepting_fills_the_boxes_and_says_how_they_came(submission, ne_lead) -> None:
    accepted(pasted(submission, ne_lead, "212\t268\n\n17"), ne_lead)

    assert words("HEA-101") == ("212", "268", "", "")
    assert words("HEA-103") == ("17", "", "", "")
    event = Event.objects.get(verb="submission.save")
    assert (event.reason, event.by) == ("Pasted from a spreadsheet", ne_lead)


def test_accepting_twice_changes_nothing_the_second_time(submission, ne_lead) -> None:
    found = accepted(pasted(submission, ne_lead, "212\t268"), ne_lead)
    typed(submission, ne_lead, "HEA-101", numerator="200")

    accepted(found, ne_lead)

    assert words("HEA-101")[0] == "200"
    assert Event.objects.filter(verb="import.accept").count() == 1


def test_a_blank_never_overwrites_a_figure(submission, ne_lead) -> None:
    typed(submission, ne_lead, "HEA-101", numerator="212", denominator="268", note="New clinic")

    accepted(pasted(submission, ne_lead, "\t300\n4\t5"), ne_lead)

    # An empty first cell below others is an empty cell; an empty first column would be a mistake.
    assert words("HEA-101") == ("212", "300", "", "New clinic")


def test_doubtful_words_go_in_only_where_the_person_says_so(submission, ne_lead) -> None:
    found = pasted(submission, ne_lead, "forty\t12-3\n7\t8")
    keys = [line.key for line in contents(found).doubts]
    assert len(keys) == 2

    accepted(found, ne_lead, keep=(keys[0],))

    assert words("HEA-101") == ("forty", "", "", "")
    assert contents(found).left_out == (keys[1],)


def test_a_number_takes_the_place_of_a_reason_and_a_reason_that_of_a_number(
    submission, ne_lead
) -> None:
    typed(submission, ne_lead, "HEA-101", missing="z")
    typed(submission, ne_lead, "HEA-102", numerator="7", denominator="8")

    found = pasted(submission, ne_lead, "212\t268\n[c]\t")
    emptied = [(line.box, line.cleaned) for line in contents(found).changes if not line.words]
    accepted(found, ne_lead)

    assert emptied == [
        ("missing", "A number takes the place of the reason"),
        ("numerator", "A reason takes the place of the number"),
        ("denominator", "A reason takes the place of the number"),
    ]
    assert words("HEA-101") == ("212", "268", "", "")
    assert words("HEA-102") == ("", "", "c", "")


def test_the_same_number_written_otherwise_is_no_change(submission, ne_lead) -> None:
    typed(submission, ne_lead, "HEA-101", numerator="1,212", denominator="2268")

    assert contents(pasted(submission, ne_lead, "1212\t2,268")).changes == []


# ---- others at work ----------------------------------------------------------------------------


def test_what_somebody_changed_after_the_preview_stays_and_is_told(
    submission, ne_lead, coordinator
) -> None:
    found = pasted(submission, ne_lead, "212\t268\n7\t8")
    typed(submission, coordinator, "HEA-101", numerator="214", note="Counted again")

    found = accepted(found, ne_lead)

    assert words("HEA-101") == ("214", "268", "", "Counted again")
    assert words("HEA-102") == ("7", "8", "", "")
    [back] = contents(found).came_back
    assert (back.box, back.words) == ("numerator", "212")
    assert back.why == "Somebody changed this box after the preview: it now holds “214”"


def test_an_approved_figure_stays_and_is_told(submission, ne_lead, coordinator) -> None:
    Observation.objects.filter(measure__code="HEA-101").update(
        approved_at=NOW, approved_by=coordinator
    )

    found = accepted(pasted(submission, ne_lead, "212\t268\n7\t8"), ne_lead)

    assert words("HEA-101") == ("", "", "", "")
    assert {back.box for back in contents(found).came_back} == {"numerator", "denominator"}
    assert "approved" in contents(found).came_back[0].why


# ---- taking it back ----------------------------------------------------------------------------


def test_undo_puts_back_every_word_that_stood_there(submission, ne_lead) -> None:
    typed(submission, ne_lead, "HEA-101", numerator="about 40", denominator="50", missing="x")
    before = words("HEA-101")

    found = accepted(pasted(submission, ne_lead, "212\t268\n7\t8"), ne_lead)
    assert words("HEA-101") == ("212", "268", "", "")
    undone(found, ne_lead)

    assert words("HEA-101") == before
    assert words("HEA-102") == ("", "", "", "")
    assert row("HEA-102").numerator is None


def test_undo_leaves_and_lists_what_was_changed_since(submission, ne_lead) -> None:
    found = accepted(pasted(submission, ne_lead, "212\t268\n7\t8"), ne_lead)
    typed(submission, ne_lead, "HEA-101", numerator="214")

    found = undone(found, ne_lead)

    assert words("HEA-101") == ("214", "", "", "")
    assert words("HEA-102") == ("", "", "", "")
    [left] = contents(found).not_undone
    assert (left.box, left.words) == ("numerator", "")


def test_undoing_twice_changes_nothing_the_second_time(submission, ne_lead) -> None:
    found = undone(accepted(pasted(submission, ne_lead, "212\t268"), ne_lead), ne_lead)
    typed(submission, ne_lead, "HEA-101", numerator="212", denominator="268")

    undone(found, ne_lead)

    assert words("HEA-101") == ("212", "268", "", "")


def test_what_was_taken_back_is_not_accepted_again(submission, ne_lead) -> None:
    found = undone(accepted(pasted(submission, ne_lead, "212\t268"), ne_lead), ne_lead)

    with pytest.raises(StatusChanged, match="taken back"):
        accepted(found, ne_lead)


def test_what_was_not_accepted_is_not_taken_back(submission, ne_lead) -> None:
    with pytest.raises(StatusChanged, match="nothing to take back"):
        undone(pasted(submission, ne_lead, "212\t268"), ne_lead)


# ---- when it is refused ------------------------------------------------------------------------


def test_a_closed_quarter_takes_neither_paste_nor_acceptance_nor_undo(submission, ne_lead) -> None:
    found = pasted(submission, ne_lead, "212\t268")
    late = submission.last_day + timedelta(days=1)

    with pytest.raises(PeriodClosed):
        read_paste(submission=submission, text="1", by=ne_lead, at=NOW, on=late)
    with pytest.raises(PeriodClosed):
        accept(found=found, keep=(), by=ne_lead, at=NOW, on=late)
    accepted(found, ne_lead)
    with pytest.raises(PeriodClosed):
        undo(found=found, by=ne_lead, at=NOW, on=late)
    assert words("HEA-101") == ("212", "268", "", "")


@pytest.mark.parametrize("text", ["", "\t\t\n\n", " "])
def test_a_block_with_nothing_in_it_is_refused(submission, ne_lead, text: str) -> None:
    with pytest.raises(NotReady):
        pasted(submission, ne_lead, text)


@pytest.mark.parametrize("text", ["1\n" * 2001, "1\t" * 60 + "1", "1" * 1_000_001])
def test_a_block_larger_than_any_submission_is_refused(submission, ne_lead, text: str) -> None:
    with pytest.raises(Unreadable, match="Copy only the table"):
        pasted(submission, ne_lead, text)
    assert not FigureImport.objects.exists()
