"""Reminding people of figures that are due, and telling them each week how things stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.models import Event, Notice, User
from governance.services.events import record
from governance.services.notices import tell
from outcomes.models import Area as AreaOfOutcomes
from outcomes.models import Measure, Question, Status, Submission
from outcomes.models.submissions import OUTSTANDING
from outcomes.reminding.days import STAGES, stage_of, week_of
from outcomes.reminding.digest import Standing, for_coordinators, for_reporters
from outcomes.reminding.work import Area, Work, reminder
from outcomes.reporting.history import DONE
from outcomes.reporting.presentation import short_day
from outcomes.services.exceptions import Refused
from outcomes.services.submissions import assess, lock, rows_of
from outcomes.services.telling import (
    coordinators,
    figures_of,
    people_of,
    people_of_each,
)

_A_WEEK = timedelta(days=7)
#: What coordinators are told of each week, of all that is done about submissions.
_MOVES = ("submit", "approve", "send_back", "reopen", "excuse", "give_longer")


@dataclass(frozen=True)
class Reminded:
    """Whose figures were reminded of, and how many people were told; none where nobody reports."""

    submission: str
    due_on: date
    people: int


# ---- What is left ------------------------------------------------------------------------------


def work_left(submission: Submission, *, on: date) -> Work:
    """What its reporter still has to do: what is empty, wrong, unexplained, asked or not sent."""
    asked = (
        Question.objects.open()
        .filter(observation__submission=submission)
        .select_related("observation__measure")
    )
    to_submit = submission.status in OUTSTANDING and submission.is_open(on)
    assessed = assess(submission, list(rows_of(submission))) if to_submit else []
    return Work(
        figures=figures_of(submission),
        empty=_by_area(each.row.measure for each in assessed if each.checked.is_blank),
        to_put_right=_by_area(
            each.row.measure
            for each in assessed
            if each.checked.errors or (each.checked.is_complete and each.unexplained)
        ),
        asked_about=_by_area(question.observation.measure for question in asked),
        to_submit=to_submit,
        for_a_second_person=to_submit and submission.is_prepared,
    )


def _by_area(measures: Iterable[Measure]) -> list[Area]:
    """Titles by outcome area, each once, in the framework's order."""
    titles: dict[str, dict[str, None]] = defaultdict(dict)
    for measure in measures:
        titles[measure.area][measure.title] = None
    return [Area(a.label, list(titles[a])) for a in AreaOfOutcomes if a in titles]


def _being_collected(on: date) -> list[Submission]:
    """The submissions whose dates let somebody do something on a day."""
    return list(
        Submission.objects.filter(
            Q(period__closes_on__gte=on) | Q(open_until__gte=on),
            period__opened_at__isnull=False,
            period__opens_on__lte=on,
        )
        .with_everything()
        .select_related("prepared_by")
        .order_by("due_on", "reporter__name", "pk")
    )


def _to_tell(submission: Submission, people: Sequence[User]) -> list[User]:
    """Figures that wait for a second person wait for the others, if there are any."""
    if not submission.is_prepared:
        return list(people)
    return [person for person in people if person != submission.prepared_by] or list(people)


# ---- Reminders ---------------------------------------------------------------------------------


def remind(*, at: datetime) -> list[Reminded]:
    """Tells the people of each submission with work left, 14, 7 and 2 days before it is due and the
    day after; returns those that were reminded of now.

    Days are London's. Each reminder is given once, however often this runs.
    """
    on = timezone.localdate(at)
    soon = on + timedelta(days=max(STAGES))
    found = [each for each in _being_collected(on) if each.due_on <= soon]
    since = _told_of_something_newer(found)
    stages = {each: stage_of(each.due_on, on=on, since=since.get(each.pk)) for each in found}
    keys = {
        each: f"remind:{each.pk}:{each.due_on}:{stage}"
        for each, stage in stages.items()
        if stage is not None
    }
    done = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    people = people_of_each({each.reporter for each in keys}, on=on)
    reminded = []
    for submission, key in keys.items():
        if key in done or not (work := work_left(submission, on=on)).is_left:
            continue
        told = _tell_of(submission, work, people[submission.reporter_id], key, by=None, at=at)
        reminded.append(Reminded(str(submission), submission.due_on, told))
    return reminded


def _tell_of(
    submission: Submission,
    work: Work,
    people: Sequence[User],
    key: str,
    *,
    by: User | None,
    at: datetime,
) -> int:
    message = reminder(work, on=timezone.localdate(at))
    return tell(
        to=_to_tell(submission, people),
        key=key,
        subject=message.subject,
        text=message.text,
        path=submission.get_absolute_url(),
        by=by,
        at=at,
    )


def _told_of_something_newer(submissions: Sequence[Submission]) -> dict[int, date]:
    """The last day on which people were told of a decision, a longer deadline or a question."""
    moments: list[tuple[int, datetime]] = [
        (each.pk, each.reviewed_at) for each in submissions if each.reviewed_at
    ]
    longer = Event.objects.filter(
        verb="submission.give_longer",
        subject_kind=Submission._meta.label_lower,
        subject_id__in=[str(each.pk) for each in submissions],
    ).values_list("subject_id", "at")
    moments += [(int(key), at) for key, at in longer]
    handed_in = [each.pk for each in submissions if each.status not in OUTSTANDING]
    moments += Question.objects.filter(observation__submission__in=handed_in).values_list(
        "observation__submission_id", "asked_at"
    )
    found: dict[int, date] = {}
    for key, moment in moments:
        day = timezone.localdate(moment)
        found[key] = max(day, found.get(key, day))
    return found


@transaction.atomic
def remind_now(*, submission: Submission, by: User, at: datetime) -> int:
    """Reminds the people of one submission at once, as the coordinator asks; returns how many.

    Raises Refused where they were reminded that day already, nothing is left to do, or nobody
    reports these figures.
    """
    submission = lock(submission)
    on = timezone.localdate(at)
    if Notice.objects.filter(key__startswith=f"remind:{submission.pk}:", created_at__date=on):
        raise Refused(f"{submission.reporter} was reminded today already. Try again tomorrow.")
    work = work_left(submission, on=on)
    if not work.is_left:
        raise Refused(f"{submission.reporter} has nothing left to do for {submission.period}.")
    people = people_of(submission.reporter, on=on)
    if not people:
        raise Refused(
            f"Nobody reports for {submission.reporter}. Ask an administrator to name somebody."
        )
    told = _tell_of(submission, work, people, f"remind:{submission.pk}:asked:{on}", by=by, at=at)
    record(verb="submission.remind", subject=submission, by=by, at=at, after={"people": told})
    return told


# ---- The weekly message ------------------------------------------------------------------------


def tell_weekly(*, at: datetime) -> int | None:
    """On Mondays: to coordinators how the collection stands, to reporters what is left to do.

    Returns how many people were told; None where it was done this week already. A Monday that was
    missed is made up for once. Who was reminded the same day is not told again.
    """
    on = timezone.localdate(at)
    monday = week_of(on)
    if Notice.objects.filter(key__startswith=f"digest:{monday}").exists():
        return None
    submissions = _being_collected(on)
    people = people_of_each({each.reporter for each in submissions}, on=on)
    changes = _changes(at)
    told = 0
    if submissions or changes:
        standing = _standing(submissions, people, changes, on=on)
        message = for_coordinators(standing, monday=monday)
        told += tell(
            to=coordinators(on=on),
            key=f"digest:{monday}:review",
            subject=message.subject,
            text=message.text,
            path=reverse("outcomes:review"),
            by=None,
            at=at,
        )
    return told + _tell_reporters_weekly(submissions, people, monday, at=at)


def _tell_reporters_weekly(
    submissions: Sequence[Submission],
    people: dict[int, list[User]],
    monday: date,
    *,
    at: datetime,
) -> int:
    on = timezone.localdate(at)
    today = Notice.objects.filter(key__startswith="remind:", created_at__date=on)
    reminded = set(today.values_list("to_id", flat=True))
    left: dict[User, list[Work]] = defaultdict(list)
    for submission in submissions:
        if (work := work_left(submission, on=on)).is_left:
            for person in _to_tell(submission, people[submission.reporter_id]):
                left[person].append(work)
    told = 0
    for person, works in left.items():
        if person.pk in reminded:
            continue
        message = for_reporters(works, on=on)
        told += tell(
            to=[person],
            key=f"digest:{monday}:report",
            subject=message.subject,
            text=message.text,
            path=reverse("outcomes:submissions"),
            by=None,
            at=at,
        )
    return told


def _standing(
    submissions: Sequence[Submission],
    people: dict[int, list[User]],
    changes: Sequence[str],
    *,
    on: date,
) -> Standing:
    keys = [each.pk for each in submissions]
    about = Question.objects.filter(observation__submission__in=keys, settled_at=None)
    unanswered = set(about.open().values_list("observation__submission_id", flat=True))
    answered = set(
        about.filter(answered_at__isnull=False).values_list("observation__submission_id", flat=True)
    )
    owing = [each for each in submissions if each.status in OUTSTANDING and each.is_open(on)]
    return Standing(
        late=[str(each) for each in owing if each.is_late(on) and each.status != Status.QUERIED],
        sent_back=[str(each) for each in owing if each.status == Status.QUERIED],
        to_review=[str(each) for each in submissions if each.status == Status.SUBMITTED],
        unanswered=[str(each) for each in submissions if each.pk in unanswered],
        answered=[str(each) for each in submissions if each.pk in answered],
        without_people=[str(each) for each in owing if not people[each.reporter_id]],
        changes=changes,
    )


def _changes(at: datetime) -> list[str]:
    """What was done about submissions in the last seven days, the newest first."""
    events = Event.objects.filter(
        verb__in=[f"submission.{move}" for move in _MOVES], at__gt=at - _A_WEEK, at__lte=at
    )
    return [
        f"{event.subject}: {DONE[event.verb.rpartition('.')[2]].lower()} on {short_day(event.at)}"
        for event in events
    ]
