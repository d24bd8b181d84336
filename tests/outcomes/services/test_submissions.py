"""Filling in: what is kept, what clashes, what may be submitted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from governance.models import Event, User
from outcomes.models import Area, Observation, SectionState, Status, Submission
from outcomes.services.entry import (
    ONE_REASON,
    Saved,
    give_reason_for_blanks,
    mark_section,
    save_figures,
    save_section,
)
from outcomes.services.exceptions import NotReady, PeriodClosed, StatusChanged
from outcomes.services.review import send_back
from outcomes.services.submissions import (
    hash_of,
    problems,
    reference_of,
    rows_of,
    submit,
)
from outcomes.typed import COLUMNS, TypedFigure, fingerprint
from tests.conftest import TODAY
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

CLOSED = date(2026, 12, 15)


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission)


@pytest.fixture
def save(submission: Submission, ne_lead: User, now: datetime, today: date):
    def saves(*figures: TypedFigure, by: User = ne_lead, on: date = today) -> Saved:
        return save_figures(submission=submission, figures=figures, by=by, at=now, on=on)

    return saves


def typed(row: Observation, numerator: str = "", denominator: str = "", **more) -> TypedFigure:
    """A row as a page sends it: over what the test's own copy of the row holds."""
    over = {box: fingerprint(getattr(row, column)) for box, column in COLUMNS.items()}
    return TypedFigure(row.pk, numerator, denominator, over=over, **more)


def test_save_keeps_the_words_and_reads_the_numbers(save, row) -> None:
    save(typed(row, " 1,212 ", "1 268"))

    row.refresh_from_db()
    assert (row.numerator_typed, row.denominator_typed) == ("1,212", "1 268")
    assert (row.numerator, row.denominator) == (Decimal(1212), Decimal(1268))


def test_save_keeps_words_that_are_no_number(save, row) -> None:
    saved = save(typed(row, "about 40", "268"))

    row.refresh_from_db()
    assert saved.changed == 1
    assert (row.numerator_typed, row.numerator, row.denominator) == ("about 40", None, None)


def test_save_says_who_and_when_and_starts_the_submission(save, row, ne_lead, now) -> None:
    save(typed(row, "212", "268"))

    row.refresh_from_db()
    submission = Submission.objects.get()
    assert (row.changed_by, row.changed_at, row.version) == (ne_lead, now, 1)
    assert (submission.changed_by, submission.changed_at) == (ne_lead, now)
    assert (submission.status, submission.version) == (Status.DRAFT, 1)


def test_save_of_the_same_words_changes_nothing(save, row) -> None:
    save(typed(row, "212", "268"))

    row.refresh_from_db()
    assert save(typed(row, "212", "268 ")) == Saved(changed=0, clashes=[])
    assert Event.objects.filter(verb="submission.save").count() == 1


def test_save_is_told_in_one_event_with_the_words_before_and_after(save, row) -> None:
    save(typed(row, "212", "268"))
    row.refresh_from_db()
    save(typed(row, "214", "268"))

    name = f"{row.measure.code} TH-NE"
    event = Event.objects.filter(verb="submission.save").first()
    assert event.before == {name: {"numerator_typed": "212"}}
    assert event.after == {name: {"numerator_typed": "214"}}


def test_save_tells_of_each_category_apart(save, submission) -> None:
    measure = MeasureFactory(count=True)
    sex = BreakdownFactory(code="sex", name="Sex")
    rows = [
        ObservationFactory(
            submission=submission,
            measure=measure,
            category=CategoryFactory(breakdown=sex, code=code, order=order),
        )
        for order, code in enumerate(["female", "male"])
    ]
    save(typed(rows[0], "3"), typed(rows[1], "4"))

    assert Event.objects.get().after == {
        f"{measure.code} TH-NE sex:female": {"numerator_typed": "3"},
        f"{measure.code} TH-NE sex:male": {"numerator_typed": "4"},
    }


def test_save_never_overwrites_what_somebody_saved_meanwhile(save, row, nw_lead) -> None:
    shown = typed(row, "212", "268")
    save(typed(row, "214", "268"), by=nw_lead)

    saved = save(shown)

    row.refresh_from_db()
    assert row.numerator_typed == "214"
    assert saved.changed == 0
    [clash] = saved.clashes
    assert (clash.typed, clash.boxes) == (shown, ("numerator",))
    assert (clash.observation.numerator_typed, clash.observation.changed_by) == ("214", nw_lead)


def test_save_keeps_the_other_rows_beside_a_clash(save, submission, row) -> None:
    other = ObservationFactory(submission=submission)
    save(typed(row, "214", "268"))

    saved = save(typed(row, "212", "268"), typed(other, "9", "10"))

    other.refresh_from_db()
    assert (saved.changed, len(saved.clashes)) == (1, 1)
    assert other.numerator == 9


def test_two_people_who_change_different_boxes_of_a_row_both_keep_theirs(
    save, row, nw_lead
) -> None:
    shown = typed(row, "212")
    save(typed(row, denominator="268", note="One clinic closed"), by=nw_lead)

    saved = save(shown)

    row.refresh_from_db()
    assert (saved.changed, saved.clashes) == (1, [])
    assert (row.numerator_typed, row.denominator_typed) == ("212", "268")
    assert (row.numerator, row.note) == (Decimal(212), "One clinic closed")


def test_beside_a_box_that_both_changed_the_others_are_saved(save, row, nw_lead) -> None:
    shown = typed(row, "212", "268", note="Mine")
    save(typed(row, "214"), by=nw_lead)

    [clash] = save(shown).clashes

    row.refresh_from_db()
    assert clash.boxes == ("numerator",)
    assert (row.numerator_typed, row.denominator_typed, row.note) == ("214", "268", "Mine")


def test_a_figure_that_is_approved_is_not_changed(save, row, coordinator, now) -> None:
    Observation.objects.update(approved_at=now, approved_by=coordinator)

    [unkept] = save(typed(row, "212", "268")).unkept

    row.refresh_from_db()
    assert "has approved this figure" in unkept.errors["numerator"]
    assert (row.numerator_typed, row.version) == ("", 0)


def test_two_people_who_type_the_same_do_not_clash(save, row) -> None:
    shown = typed(row, "214", "268")
    save(typed(row, "214", "268"))

    assert save(shown).clashes == []


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("numerator", "4\x002"),
        ("numerator", "9" * 201),
        ("denominator", "\ud800"),
        ("note", "a" * 1_000_000),
    ],
)
def test_words_that_cannot_be_stored_come_back_and_the_rest_is_saved(
    save, submission, row, box: str, words: str
) -> None:
    other = ObservationFactory(submission=submission)

    saved = save(TypedFigure(row.pk, **{box: words}), typed(other, "9", "10"))

    row.refresh_from_db()
    [unkept] = saved.unkept
    assert saved.changed == 1
    assert unkept.errors[box].startswith("Not saved")
    assert (row.version, row.numerator_typed, row.note) == (0, "", "")


def test_a_reason_that_does_not_exist_is_not_kept(save, row) -> None:
    save(typed(row, "1", "2", missing="q"))

    row.refresh_from_db()
    assert row.missing == ""


def test_save_refuses_a_closed_period(save, row) -> None:
    with pytest.raises(PeriodClosed):
        save(typed(row, "1", "2"), on=CLOSED)
    row.refresh_from_db()
    assert row.version == 0


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_save_refuses_figures_that_were_handed_in(save, submission, row, status: str) -> None:
    Submission.objects.filter(pk=submission.pk).update(status=status)

    with pytest.raises(StatusChanged, match=Status(status).label.lower()):
        save(typed(row, "1", "2"))


def test_figures_that_were_sent_back_stay_so_while_they_are_corrected(
    save, submission, row
) -> None:
    Submission.objects.filter(pk=submission.pk).update(status=Status.QUERIED)

    save(typed(row, "1", "2"))

    submission.refresh_from_db()
    assert submission.status == Status.QUERIED


def test_an_area_is_marked_once_and_told_once(submission, ne_lead, now, today) -> None:
    for _ in range(2):
        mark_section(
            submission=submission,
            area=Area.HEALTHY,
            is_complete=True,
            by=ne_lead,
            at=now,
            on=today,
        )

    assert SectionState.objects.get().is_complete
    assert Event.objects.get().after == {"healthy": True}


@pytest.fixture
def give(submission: Submission, ne_lead: User, now: datetime, today: date):
    def gives(missing: str, note: str = "") -> int:
        return give_reason_for_blanks(
            submission=submission, missing=missing, note=note, by=ne_lead, at=now, on=today
        )

    return gives


def test_one_reason_is_given_to_every_empty_row_and_to_no_other(save, give, submission) -> None:
    empty, filled, wrong = (ObservationFactory(submission=submission) for _ in range(3))
    account = ObservationFactory(
        submission=submission, measure=MeasureFactory(narrative=True, title="An account")
    )
    save(typed(filled, "1", "2"), typed(wrong, "x1", "2"))

    assert give("x", "The system was down.") == 2

    kept = {row.pk: (row.missing, row.note) for row in Observation.objects.all()}
    assert kept[empty.pk] == ("x", "The system was down.")
    assert kept[account.pk] == ("x", "The system was down.")
    assert kept[filled.pk] == kept[wrong.pk] == ("", "")
    event = Event.objects.first()
    assert (event.reason, len(event.after)) == (ONE_REASON, 2)


def test_a_reason_for_all_does_not_replace_a_sentence(save, give, row) -> None:
    save(typed(row, note="On Monday."))

    give("x", "The system was down.")

    row.refresh_from_db()
    assert (row.missing, row.note) == ("x", "On Monday.")


@pytest.mark.parametrize(
    ("missing", "note"), [("", ""), ("q", "Why"), ("x", " "), ("x", "a\x00"), ("z", "a" * 5001)]
)
def test_a_reason_that_may_not_stand_is_refused(give, row, missing: str, note: str) -> None:
    with pytest.raises(NotReady):
        give(missing, note)
    row.refresh_from_db()
    assert row.version == 0


def test_rows_come_by_measure_then_place_then_breakdown(submission, localities) -> None:
    first, second = MeasureFactory(order=1), MeasureFactory(order=2)
    sex = BreakdownFactory(code="sex", name="Sex", order=2)
    age = BreakdownFactory(code="age", name="Age", order=1)
    expected = [
        (first, "ne", None),
        (first, "ne", CategoryFactory(breakdown=age, code="under-1", order=0)),
        (first, "ne", CategoryFactory(breakdown=sex, code="female", order=0)),
        (first, "ne", CategoryFactory(breakdown=sex, code="male", order=1)),
        (first, "nw", None),
        (second, "ne", None),
    ]
    for measure, place, category in reversed(expected):
        ObservationFactory(
            submission=submission, measure=measure, place=localities[place], category=category
        )

    found = [(row.measure, row.place, row.category) for row in rows_of(submission)]

    assert found == [(m, localities[place], category) for m, place, category in expected]


@pytest.fixture
def hand_in(submission: Submission, ne_lead: User, now: datetime, today: date):
    def hands_in(*, on: date = today, at: datetime = now, **more) -> Submission:
        return submit(submission=submission, by=ne_lead, at=at, on=on, **more)

    return hands_in


def test_submit_gives_a_receipt(save, hand_in, row, ne_lead, now) -> None:
    save(typed(row, "212", "268"))

    done = hand_in()

    assert done.status == Status.SUBMITTED
    assert (done.submitted_by, done.submitted_at) == (ne_lead, now)
    assert done.reference == reference_of(done) == f"EH-2026Q2-{done.pk:05d}"
    assert done.content_hash == hash_of(done)
    assert len(done.content_hash) == 64


def test_submit_again_gives_the_same_receipt(save, hand_in, row, now) -> None:
    save(typed(row, "212", "268"))
    first = hand_in()

    second = hand_in(at=now + timedelta(minutes=1))

    assert (second.reference, second.submitted_at, second.content_hash) == (
        first.reference,
        first.submitted_at,
        first.content_hash,
    )
    assert Event.objects.filter(verb="submission.submit").count() == 1


def test_submit_refuses_empty_and_wrong_figures(save, hand_in, submission, row) -> None:
    wrong = ObservationFactory(submission=submission)
    save(typed(wrong, "3", "2"))

    with pytest.raises(NotReady, match="2 of your figures"):
        hand_in()

    assert [found.row for found in problems(submission)] == [row, wrong]
    submission.refresh_from_db()
    assert submission.status == Status.DRAFT


def test_submit_refuses_a_closed_period(save, hand_in, row) -> None:
    save(typed(row, "212", "268"))

    with pytest.raises(PeriodClosed):
        hand_in(on=CLOSED)


def test_submit_refuses_figures_that_changed_since_the_person_looked(save, hand_in, row) -> None:
    save(typed(row, "212", "268"))

    with pytest.raises(StatusChanged, match="changed a figure"):
        hand_in(seen_version=0)

    assert hand_in(seen_version=1).status == Status.SUBMITTED


def test_a_corrected_submission_keeps_its_reference_and_gets_a_new_hash(
    save, hand_in, submission, row, coordinator, now
) -> None:
    save(typed(row, "212", "268"))
    first = hand_in()
    send_back(submission=submission, reason="Is it 212?", by=coordinator, at=now, on=TODAY)
    row.refresh_from_db()
    save(typed(row, "221", "268"))

    second = hand_in()

    assert second.reference == first.reference
    assert second.content_hash != first.content_hash


def test_the_hash_does_not_depend_on_keys(save, submission, row) -> None:
    other = ObservationFactory(submission=submission)
    save(typed(row, "1", "2"), typed(other, "3", "4"))
    before = hash_of(submission)

    moved = Observation.objects.get(pk=row.pk)
    row.delete()
    moved.pk = None
    moved.save(force_insert=True)

    assert hash_of(submission) == before


@pytest.mark.parametrize("change", [{"numerator": 7}, {"missing": "z"}, {"note": "Less."}])
def test_the_hash_changes_with_every_part_of_a_figure(save, submission, row, change) -> None:
    save(typed(row, note="More."))
    before = hash_of(submission)

    Observation.objects.filter(pk=row.pk).update(**change)

    assert hash_of(submission) != before


@pytest.fixture
def save_area(submission: Submission, ne_lead: User, now: datetime, today: date):
    def saves(*figures: TypedFigure, is_complete: bool | None, on: date = today) -> Saved:
        return save_section(
            submission=submission,
            area=Area.HEALTHY,
            figures=figures,
            is_complete=is_complete,
            by=ne_lead,
            at=now,
            on=on,
        )

    return saves


def test_an_area_is_saved_and_marked_at_once(save_area, row) -> None:
    save_area(typed(row, "212", "268"), is_complete=True)

    row.refresh_from_db()
    assert row.numerator == 212
    assert SectionState.objects.get().is_complete


def test_an_area_is_not_marked_where_nothing_is_said_of_it(save_area, row) -> None:
    save_area(typed(row, "212", "268"), is_complete=None)

    assert not SectionState.objects.exists()


def test_an_area_is_not_marked_while_figures_are_in_hand(save_area, row, nw_lead) -> None:
    stale = TypedFigure(row.pk, "212", "268", over={})

    assert save_area(stale, is_complete=True).left == 1
    assert save_area(typed(row, "4\x002"), is_complete=True).left == 1
    assert not SectionState.objects.exists()


def test_an_area_of_a_closed_period_is_neither_saved_nor_marked(save_area, row) -> None:
    with pytest.raises(PeriodClosed):
        save_area(typed(row, "212", "268"), is_complete=True, on=CLOSED)

    row.refresh_from_db()
    assert row.version == 0
    assert not SectionState.objects.exists()
