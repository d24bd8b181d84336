"""What became of figures, and what was handed in: told from what happened, and no more."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import User
from outcomes.kept import wording_now
from outcomes.models import Observation, Publication, Submission
from outcomes.reporting.sealed import as_csv, sealed_of
from outcomes.reporting.story import Story, last_quarter, story_of
from outcomes.services.entry import save_figures
from outcomes.services.publication import publish
from outcomes.services.questions import answer, ask
from outcomes.services.review import approve, reopen, send_back
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

AT = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def people(ne_lead: User, coordinator: User) -> dict[str, User]:
    return {"lead": ne_lead, "coordinator": coordinator}


@pytest.fixture
def hand_in(submission: Submission, people: dict[str, User], today: date):
    """Types figures and hands them in, so many days after 8 October."""

    def hands_in(after: int = 0, **typed: tuple[str, str]) -> None:
        at, by = AT + timedelta(days=after), people["lead"]
        rows = {r.measure.code: r for r in submission.observations.select_related("measure")}
        figures = [
            TypedFigure(rows[code.replace("_", "-")].pk, *numbers)
            for code, numbers in typed.items()
        ]
        save_figures(submission=submission, figures=figures, by=by, at=at, on=today)
        submit(submission=submission, by=by, at=at, on=today)
        submission.refresh_from_db()

    return hands_in


@pytest.fixture
def release(submission: Submission, people: dict[str, User]):
    """Approves what was handed in and publishes it, so many days after 8 October."""

    def releases(after: int = 1, reason: str = "") -> Publication:
        at, by = AT + timedelta(days=after), people["coordinator"]
        approve(submission=submission, by=by, at=at)
        submission.refresh_from_db()
        return publish(period=submission.period, by=by, at=at, reason=reason)

    return releases


def whats(story: Story) -> list[str]:
    return [step.what for step in story.steps]


def words(story: Story) -> str:
    return " ".join(line.words for step in story.steps for line in step.lines)


def test_before_anything_is_reviewed_the_story_says_what_comes_next(
    hand_in, submission, row
) -> None:
    hand_in(HEA_101=("212", "268"))

    story = story_of(submission)

    assert whats(story) == ["Received from North East lead"]
    assert [sentence.split()[0] for sentence in story.ahead] == ["The", "Approved", "The"]


def test_the_story_is_told_in_the_order_it_happened(
    hand_in, release, submission, row, people, today
) -> None:
    hand_in(HEA_101=("212", "268"))
    row.refresh_from_db()
    asked = ask(observation=row, text="Why?", by=people["coordinator"], at=AT + timedelta(days=1))
    send_back(
        submission=submission,
        reason="See the question.",
        by=people["coordinator"],
        at=AT + timedelta(days=2),
        on=today,
    )
    answer(question=asked, text="Two clinics.", by=people["lead"], at=AT + timedelta(days=3))
    hand_in(after=3)
    release(after=4)
    decision = DecisionFactory(period=submission.period, meeting=MeetingFactory())

    story = story_of(submission)

    assert whats(story) == [
        "Received from North East lead",
        f"Partnership coordinator asked about {row.measure.title}",
        "Sent back by Partnership coordinator",
        "Received again from North East lead",
        "Reviewed, and approved by Partnership coordinator",
        "Published in publication 1",
        "Read at the Early Help Partnership Board, which decided",
    ]
    assert "North East lead answered on 11 October 2026: Two clinics." in words(story)
    assert "1 of your 1 figure can be read" in words(story)
    assert decision.text in words(story)
    assert story.ahead == ()
    assert (story.used, story.decided) == (1, 1)


def test_a_hidden_figure_is_counted_and_never_told(hand_in, release, submission, row) -> None:
    ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102", count=True))
    hand_in(HEA_101=("212", "268"), HEA_102=("3", ""))
    publication = release()

    [found] = story_of(submission).published

    hidden = publication.figures.filter(place=row.place, shorthand="c")
    assert (found.of, found.hidden) == (2, hidden.count())
    assert found.hidden >= 1
    assert found.shown + found.hidden == 2
    shown = {f.measure for f in publication.figures.filter(place=row.place, shorthand="")}
    assert set(found.measures) == shown
    assert "hidden, because of small numbers of people" in words(story_of(submission))


def test_what_the_reporter_could_not_give_is_not_called_hidden(
    hand_in, release, submission, row, people, today
) -> None:
    other = ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    too_small = TypedFigure(other.pk, missing="c")
    save_figures(submission=submission, figures=[too_small], by=people["lead"], at=AT, on=today)
    hand_in(HEA_101=("212", "268"))
    release()

    [found] = story_of(submission).published

    assert (found.hidden, found.without) == (0, 1)


def test_a_correction_says_how_many_figures_differ(
    hand_in, release, submission, row, people, today
) -> None:
    hand_in(HEA_101=("212", "268"))
    release()
    reopen(submission=submission, reason="Late.", by=people["coordinator"], at=AT, on=today)
    assert story_of(submission).published[0].shown == 1

    submission.refresh_from_db()
    hand_in(after=2, HEA_101=("214", "268"))
    release(after=3, reason="A late figure")

    first, second = story_of(submission).published
    assert (first.revised, second.revised) == (0, 1)


def test_a_publication_that_came_out_without_these_figures_is_no_part_of_the_story(
    hand_in, submission, row, localities, people, now
) -> None:
    other = SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))
    theirs = ObservationFactory(submission=other, measure=row.measure)
    save_figures(
        submission=other,
        figures=[TypedFigure(theirs.pk, "50", "60")],
        by=people["lead"],
        at=AT,
        on=other.period.due_on,
    )
    submit(submission=other, by=people["lead"], at=AT, on=other.period.due_on)
    approve(submission=other, by=people["coordinator"], at=AT)
    publish(period=other.period, by=people["coordinator"], at=AT)
    hand_in(HEA_101=("212", "268"))

    assert story_of(submission).published == ()
    assert len(story_of(other).published) == 1


def test_decisions_on_other_figures_are_counted_and_not_called_ones_own(
    hand_in, submission, row
) -> None:
    hand_in(HEA_101=("212", "268"))
    meeting = MeetingFactory()
    of_all = DecisionFactory(period=submission.period, meeting=meeting, text="For all.")
    mine = DecisionFactory(period=submission.period, meeting=meeting, text="On mine.")
    mine.measures.add(row.measure)
    for text in ("On theirs.", "On theirs too."):
        theirs = DecisionFactory(period=submission.period, meeting=meeting, text=text)
        theirs.measures.add(MeasureFactory(code="SAF-101"))
    DecisionFactory(period=PeriodFactory(code="2026-Q1"), meeting=meeting, text="Before.")

    [read] = story_of(submission).read

    assert read.decisions == (of_all, mine)
    told = words(story_of(submission))
    assert "It also decided 2 things that rest on other figures." in told
    assert "theirs" not in told


def test_a_local_bodys_decision_is_read_by_its_own_locality(
    hand_in, submission, row, localities
) -> None:
    hand_in(HEA_101=("212", "268"))
    whole = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    own, other = (
        DecisionFactory(
            period=submission.period,
            meeting=MeetingFactory(
                body=BodyFactory(code=f"ilt_{short}", instance_of=whole, place=localities[short])
            ),
        )
        for short in ("ne", "nw")
    )

    assert [read.decisions for read in story_of(submission).read] == [(own,)]
    kept = wording_now(as_at=submission.period, at=AT + timedelta(days=90))["decisions"]
    assert {own.text, other.text}.isdisjoint(each["text"] for each in kept)


def test_the_story_takes_as_many_queries_for_many_figures_as_for_one(
    hand_in, release, submission, row
) -> None:
    hand_in(HEA_101=("212", "268"))
    release()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            story_of(Submission.objects.select_related("reporter__place").get(pk=submission.pk))
        return len(found)

    one = queries()
    for number in range(3):
        decision = DecisionFactory(period=submission.period, text=f"{number}")
        decision.measures.add(row.measure)
        ObservationFactory(submission=submission)

    assert queries() <= one + 1
    assert one <= 9


# ---- last quarter ------------------------------------------------------------------------------


def test_last_quarter_in_two_sentences(hand_in, release, submission, row) -> None:
    now = SubmissionFactory(reporter=submission.reporter, period=PeriodFactory(code="2026-Q3"))
    assert last_quarter(now) is None

    hand_in(HEA_101=("212", "268"))
    assert last_quarter(now).said == "You submitted on time. Your figures are with the coordinator:"

    release()
    assert "1 of your figures were published" in last_quarter(now).said

    DecisionFactory(period=submission.period)
    found = last_quarter(now)
    assert found.said == "You submitted on time. The Board used 1 of your figures and"
    assert found.link == "decided one thing because of them"


def test_last_quarter_says_how_late_it_was(hand_in, submission, row) -> None:
    hand_in(after=9, HEA_101=("212", "268"))
    now = SubmissionFactory(reporter=submission.reporter, period=PeriodFactory(code="2026-Q3"))

    assert last_quarter(now).said.startswith("You submitted 2 days late.")


# ---- what was sealed ---------------------------------------------------------------------------


def test_what_was_handed_in_is_read_from_the_audit_whatever_changed_since(
    hand_in, submission, row, people, today
) -> None:
    hand_in(HEA_101=("212", "268"))
    send_back(submission=submission, reason="Is it?", by=people["coordinator"], at=AT, on=today)
    for numerator in ("about 214", "215"):
        figure = TypedFigure(row.pk, numerator, "268", note="Checked.")
        save_figures(submission=submission, figures=[figure], by=people["lead"], at=AT, on=today)
    ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    submission.refresh_from_db()

    sealed = sealed_of(submission)

    assert [(r.numerator_typed, r.numerator, r.note) for r in sealed.rows] == [("212", 212, "")]
    assert (sealed.is_proven, sealed.is_changed) == (True, True)
    row.refresh_from_db()
    assert row.numerator == 215


def test_figures_changed_past_the_audit_are_found_out(hand_in, submission, row) -> None:
    hand_in(HEA_101=("212", "268"))
    assert sealed_of(submission).is_proven

    Observation.objects.update(numerator=213)

    assert not sealed_of(submission).is_proven


def test_the_file_holds_every_figure_with_the_seal(hand_in, submission, row, people, today) -> None:
    account = ObservationFactory(
        submission=submission, measure=MeasureFactory(code="HEA-900", narrative=True)
    )
    words = TypedFigure(account.pk, note="=HYPERLINK(1)")
    save_figures(submission=submission, figures=[words], by=people["lead"], at=AT, on=today)
    hand_in(HEA_101=("1,200", "2,680"))

    lines = list(csv.DictReader(io.StringIO(as_csv(submission, sealed_of(submission).rows))))

    assert [
        (line["measure"], line["numerator"], line["denominator"], line["sentence"])
        for line in lines
    ] == [("HEA-101", "1200", "2680", ""), ("HEA-900", "", "", "'=HYPERLINK(1)")]
    assert {line["seal"] for line in lines} == {submission.content_hash}
    assert {line["reference"] for line in lines} == {submission.reference}
