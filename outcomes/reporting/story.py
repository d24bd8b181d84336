"""What became of figures that were handed in: reviewed, published, read at a meeting, decided on.

Of what was published it counts the reporter's own figures, and names those that are shown. A figure
that was hidden is counted, and nothing more is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from ehportal import wording
from governance.models import Event, Meeting
from outcomes.earlier import Key, key_of
from outcomes.models import (
    Decision,
    Measure,
    MeasureType,
    Observation,
    Publication,
    PublishedFigure,
    Question,
    Status,
    Submission,
)
from outcomes.reporting.history import events_of
from outcomes.reporting.presentation import row_name
from outcomes.services.submissions import rows_of

SUPPRESSED = "c"


@dataclass(frozen=True)
class Line:
    """A line below a step: its words, and the measures whose dashboards it leads to."""

    words: str
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing that happened, with the day; or one that is still to come, without."""

    what: str
    on: date | None = None
    why: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class InPublication:
    """What a publication holds of one reporter's figures."""

    publication: Publication
    of: int
    shown: int
    hidden: int
    without: int
    revised: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Read:
    """A meeting that read the figures, with what it decided: on them, and on others."""

    meeting: Meeting
    decisions: tuple[Decision, ...]
    on_others: int


@dataclass(frozen=True)
class Story:
    """All that became of a submission, in the order it happened, and what comes next."""

    steps: tuple[Step, ...]
    ahead: tuple[str, ...]
    published: tuple[InPublication, ...]
    read: tuple[Read, ...]
    first_submitted_on: date | None

    @property
    def used(self) -> int:
        """How many figures could be read at the last meeting; without one, how many can now."""
        last = self.read[-1].meeting.held_on if self.read else date.max
        by_then = [p for p in self.published if _day(p.publication.published_at) <= last]
        return by_then[-1].shown if by_then else 0

    @property
    def decided(self) -> int:
        """How many decisions rest on these figures."""
        return sum(len(read.decisions) for read in self.read)


def story_of(submission: Submission) -> Story:
    """What became of a submission until now. At most nine queries."""
    rows = list(rows_of(submission))
    events = list(events_of(submission).order_by("at", "pk"))
    published = tuple(_published(submission, rows))
    read = tuple(_read(submission, {row.measure_id for row in rows}))
    steps = [
        *_handled(events),
        *_asked(submission),
        *(_step_of_publication(each) for each in published),
        *(_step_of_meeting(each) for each in read),
    ]
    handed_in = [event for event in events if event.verb == "submission.submit"]
    return Story(
        steps=tuple(sorted(steps, key=lambda step: step.on or date.max)),
        ahead=tuple(_ahead(submission, published, read)),
        published=published,
        read=read,
        first_submitted_on=timezone.localdate(handed_in[0].at) if handed_in else None,
    )


# ---- what was done with them -------------------------------------------------------------------


def _handled(events: Iterable[Event]) -> Iterable[Step]:
    is_again = False
    for event in events:
        action = event.verb.rpartition(".")[2]
        by = str(event.by) if event.by else "the portal"
        named = event.after.get("figures")
        some = f": {wording.count(len(named), 'figure')}" if isinstance(named, list) else ""
        if action == "submit":
            with_ = f", prepared by {who}" if (who := event.after.get("prepared_by")) else ""
            yield Step(
                f"{'Received again' if is_again else 'Received'} from {by}{with_}", _day(event.at)
            )
            is_again = True
        elif action in {"send_back", "reopen", "excuse"}:
            done = {"send_back": "Sent back", "reopen": "Opened again", "excuse": "Excused"}[action]
            yield Step(f"{done} by {by}{some}", _day(event.at), why=event.reason)
        elif action == "approve":
            yield Step(f"Reviewed, and approved by {by}", _day(event.at))
        elif action == "approve_figures":
            yield Step(f"Approved in part by {by}{some}", _day(event.at))


def _asked(submission: Submission) -> Iterable[Step]:
    questions = Question.objects.filter(observation__submission=submission).select_related(
        "asked_by", "answered_by", "observation__measure", "observation__place",
        "observation__category__breakdown",
    )  # fmt: skip
    for question in questions:
        name = row_name(question.observation, home=submission.reporter.place)
        lines = [Line(question.text)]
        if question.answered_at:
            answered = (
                f"{question.answered_by} answered on {wording.day(_day(question.answered_at))}"
            )
            lines.append(Line(f"{answered}: {question.answer}"))
        elif question.is_open:
            lines.append(Line("Not answered yet."))
        yield Step(
            f"{question.asked_by} asked about {name}", _day(question.asked_at), lines=tuple(lines)
        )


# ---- where they were published -----------------------------------------------------------------


def _published(submission: Submission, rows: Sequence[Observation]) -> Iterable[InPublication]:
    """Each publication of the quarter that holds some of these figures, the first one first."""
    publications = list(Publication.objects.filter(period=submission.period_id).order_by("number"))
    if not publications:
        return
    mine = {key_of(row): row for row in rows}
    figures = PublishedFigure.objects.filter(
        publication__in=publications,
        measure__in={row.measure_id for row in rows},
        place__in={row.place_id for row in rows},
    )
    by_publication: dict[int, dict[Key, PublishedFigure]] = {p.pk: {} for p in publications}
    for figure in figures:
        key = (figure.measure_id, figure.place_id, figure.category_id)
        if key in mine:
            by_publication[figure.publication_id][key] = figure
    before: Mapping[Key, PublishedFigure] = {}
    for publication in publications:
        found = {
            key: figure
            for key, figure in by_publication[publication.pk].items()
            if _is_in(mine[key], figure, publication)
        }
        if found:
            yield _counted(publication, mine, found, before)
            before = found


def _is_in(row: Observation, figure: PublishedFigure, publication: Publication) -> bool:
    """Whether a published figure holds what the reporter gave: it was approved by then."""
    if row.approved_at is not None and row.approved_at <= publication.published_at:
        return True
    # Opened again since: everybody's was in it, and so was this.
    return figure.reporters_included == figure.reporters_expected > 0


def _counted(
    publication: Publication,
    mine: Mapping[Key, Observation],
    found: Mapping[Key, PublishedFigure],
    before: Mapping[Key, PublishedFigure],
) -> InPublication:
    shown = {key for key, figure in found.items() if _is_shown(mine[key], figure)}
    hidden = {
        key
        for key, figure in found.items()
        if figure.shorthand == SUPPRESSED and not mine[key].missing
    }
    measures = {mine[key].measure for key in shown}
    return InPublication(
        publication=publication,
        of=len(found),
        shown=len(shown),
        hidden=len(hidden),
        without=sum(bool(mine[key].missing) for key in found),
        revised=sum(
            key in before
            and _is_shown(mine[key], before[key])
            and _differs(found[key], before[key])
            for key in shown
        ),
        measures=tuple(sorted(measures, key=lambda measure: (measure.order, measure.code))),
    )


def _is_shown(row: Observation, figure: PublishedFigure) -> bool:
    if row.measure.type == MeasureType.NARRATIVE:
        return bool(figure.note) and not row.missing
    return figure.numerator is not None


def _differs(figure: PublishedFigure, before: PublishedFigure) -> bool:
    return (figure.numerator, figure.denominator) != (before.numerator, before.denominator)


def _step_of_publication(found: InPublication) -> Step:
    publication = found.publication
    parts = [f"{found.shown} of your {wording.count(found.of, 'figure')} can be read"]
    if found.hidden:
        is_ = "is" if found.hidden == 1 else "are"
        parts.append(f"{found.hidden} {is_} hidden, because of small numbers of people")
    if found.without:
        parts.append(f"{found.without} had a reason in place of a number")
    lines = [Line(f"{'; '.join(parts)}.", found.measures)]
    if found.revised:
        differ = "differs" if found.revised == 1 else "differ"
        lines.append(Line(f"{found.revised} of them {differ} from what was published before."))
    return Step(
        f"Published in publication {publication.number}",
        _day(publication.published_at),
        why=publication.reason,
        lines=tuple(lines),
    )


# ---- where they were read ----------------------------------------------------------------------


def _read(submission: Submission, measures: set[int]) -> Iterable[Read]:
    """The meetings that decided on the quarter's figures, the first one first.

    A locality's body has its own locality's figures before it, and nobody else's.
    """
    near = Q(meeting__body__place=None) | Q(meeting__body__place=submission.reporter.place_id)
    decisions = (
        Decision.objects.filter(near, period=submission.period_id)
        .select_related("meeting__body")
        .prefetch_related("measures")
        .order_by("meeting__held_on", "meeting", "pk")
    )
    by_meeting: dict[Meeting, list[Decision]] = {}
    for decision in decisions:
        by_meeting.setdefault(decision.meeting, []).append(decision)
    for meeting, taken in by_meeting.items():
        rests = [d for d in taken if _rests_on(d, measures)]
        yield Read(meeting, tuple(rests), len(taken) - len(rests))


def _rests_on(decision: Decision, measures: set[int]) -> bool:
    chosen = {measure.pk for measure in decision.measures.all()}
    return not chosen or bool(chosen & measures)


def _step_of_meeting(read: Read) -> Step:
    lines = [Line(d.text, tuple(d.measures.all())) for d in read.decisions]
    if read.on_others:
        also = "It also decided" if lines else "It decided"
        rest = "rests" if read.on_others == 1 else "rest"
        lines.append(Line(f"{also} {_things(read.on_others)} that {rest} on other figures."))
    body = read.meeting.body
    what = f"Read at the {body.name}"
    return Step(
        f"{what}, which decided" if read.decisions else what,
        read.meeting.held_on,
        lines=tuple(lines),
    )


# ---- what comes next ---------------------------------------------------------------------------


def _ahead(
    submission: Submission, published: Sequence[InPublication], read: Sequence[Read]
) -> Iterable[str]:
    if submission.is_editable:
        yield "You correct or explain what you were asked about, and submit again."
    if submission.is_editable or submission.status == Status.SUBMITTED:
        yield "The coordinator reviews the figures, and may ask you about one."
    if not published:
        yield (
            "Approved figures are added up over the borough and published. Small numbers of people "
            "are hidden first."
        )
    if not read:
        yield "The Board reads them, with the sentences you wrote. What it decides will stand here."


# ---- the quarter before ------------------------------------------------------------------------


@dataclass(frozen=True)
class LastQuarter:
    """What became of the figures before these, in two sentences; the second ends in a link."""

    submission: Submission
    said: str
    link: str


def last_quarter(submission: Submission) -> LastQuarter | None:
    """What became of the figures that were handed in before; None where there are none."""
    before = (
        submission.reporter.submissions.filter(
            period__kind=submission.period.kind,
            period__starts_on__lt=submission.period.starts_on,
        )
        .exclude(reference="")
        .with_everything()
        .order_by("-period__starts_on")
        .first()
    )
    if before is None:
        return None
    story = story_of(before)
    return LastQuarter(before, f"{_in_time(before, story)} {_became(before, story)}", _link(story))


def _in_time(submission: Submission, story: Story) -> str:
    handed_in = story.first_submitted_on
    if handed_in is None or handed_in <= submission.due_on:
        return "You submitted on time."
    return f"You submitted {wording.count((handed_in - submission.due_on).days, 'day')} late."


def _became(submission: Submission, story: Story) -> str:
    if story.read:
        who = story.read[-1].meeting.body
        reader = "The Board" if who.kind == "board" else f"The {who.name}"
        return f"{reader} used {story.used} of your figures and"
    if story.published:
        return f"{story.used} of your figures were published, and the Board reads them next:"
    if submission.status == Status.APPROVED:
        return "Your figures are approved and will be published:"
    return "Your figures are with the coordinator:"


def _link(story: Story) -> str:
    if story.decided:
        return f"decided {_things(story.decided)} because of them"
    return "decided on others" if story.read else "see what became of them"


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
