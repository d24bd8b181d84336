"""Telling the people of a reporter, and the coordinators, what concerns them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.models import Membership, Role, User
from governance.roles import Permission, roles_that_may
from governance.services.notices import tell
from outcomes.models import Period, Question, Reporter, Submission
from outcomes.reminding.messages import (
    DECIDED,
    Figures,
    Message,
    answered,
    asked,
    handed_in,
    prepared,
    published,
)


def people_of(reporter: Reporter, *, on: date) -> list[User]:
    """Who reports a reporter's figures on a day: its locality's leads, or its data leads."""
    return people_of_each([reporter], on=on)[reporter.pk]


def people_of_each(reporters: Iterable[Reporter], *, on: date) -> dict[int, list[User]]:
    """The same for many reporters, by their keys, in one query; an empty list for nobody."""
    by_locality: dict[int | None, list[User]] = defaultdict(list)
    by_organisation: dict[int | None, list[User]] = defaultdict(list)
    held = Membership.objects.current(on).filter(user__is_active=True).select_related("user")
    for membership in held.filter(role__in=[Role.LOCALITY_LEAD, Role.PARTNER_LEAD]):
        if membership.role == Role.LOCALITY_LEAD:
            by_locality[membership.locality_id].append(membership.user)
        else:
            by_organisation[membership.organisation_id].append(membership.user)
    return {
        reporter.pk: by_organisation[reporter.organisation_id]
        if reporter.organisation_id
        else by_locality[reporter.place_id]
        for reporter in reporters
    }


def members_of(
    *,
    body: int | None = None,
    locality: int | None = None,
    organisation: int | None = None,
    on: date,
) -> list[User]:
    """Who belongs on a day to any of these, by their keys; None is none of them."""
    whose = Q()
    for name, pk in {"body": body, "locality": locality, "organisation": organisation}.items():
        if pk is not None:
            whose |= Q(**{name: pk})
    if not whose:
        return []
    held = Membership.objects.current(on).filter(whose)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk"))


def coordinators(*, on: date) -> list[User]:
    """Who reviews figures on a day."""
    held = Membership.objects.current(on).filter(
        role__in=roles_that_may(Permission.SUBMISSION_REVIEW)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))


def figures_of(submission: Submission) -> Figures:
    """A submission as a message names it."""
    return Figures(
        reporter=str(submission.reporter),
        period=str(submission.period),
        due_on=submission.due_on,
        last_day=submission.last_day,
    )


def tell_reporter(
    *, submission: Submission, message: Message, key: str, by: User | None, at: datetime
) -> int:
    """Tells the people who report a submission, once for each `key`; returns how many are told."""
    return tell(
        to=people_of(submission.reporter, on=timezone.localdate(at)),
        key=key,
        subject=message.subject,
        text=message.text,
        path=submission.get_absolute_url(),
        by=by,
        at=at,
    )


def tell_decision(*, submission: Submission, verb: str, by: User, at: datetime) -> int:
    """Tells the people who report a submission what was decided about it."""
    # The version counts decisions; more time is told by its last day.
    which = submission.open_until if verb == "give_longer" else submission.version
    return tell_reporter(
        submission=submission,
        message=DECIDED[verb](figures_of(submission)),
        key=f"{verb}:{submission.pk}:{which}",
        by=by,
        at=at,
    )


def tell_prepared(*, submission: Submission, by: User, at: datetime) -> int:
    """Tells the colleagues of whoever prepared a submission that it waits for one of them."""
    return tell_reporter(
        submission=submission,
        message=prepared(figures_of(submission)),
        key=f"prepare:{submission.pk}:{submission.version}",
        by=by,
        at=at,
    )


def tell_asked(*, submission: Submission, question: Question, by: User, at: datetime) -> int:
    """Tells the people who report a submission of a question; of several in one day, once."""
    waiting = Question.objects.open().filter(observation__submission=submission)
    if any(
        timezone.localdate(each.asked_at) == timezone.localdate(at)
        for each in waiting.exclude(pk=question.pk)
    ):
        return 0
    return tell_reporter(
        submission=submission,
        message=asked(figures_of(submission)),
        key=f"ask:{question.pk}",
        by=by,
        at=at,
    )


def tell_answered(*, submission: Submission, question: Question, by: User, at: datetime) -> int:
    """Tells the coordinators that a submission's questions are answered, with the last of them."""
    if Question.objects.open().filter(observation__submission=submission).exists():
        return 0
    return _tell_coordinators(
        submission, answered(figures_of(submission)), key=f"answer:{question.pk}", by=by, at=at
    )


def tell_handed_in(*, submission: Submission, by: User, at: datetime) -> int:
    """Tells the coordinators that figures wait for review."""
    return _tell_coordinators(
        submission,
        handed_in(figures_of(submission)),
        key=f"submit:{submission.pk}:{submission.version}",
        by=by,
        at=at,
    )


def _tell_coordinators(
    submission: Submission, message: Message, *, key: str, by: User, at: datetime
) -> int:
    return tell(
        to=coordinators(on=timezone.localdate(at)),
        key=key,
        subject=message.subject,
        text=message.text,
        path=reverse("outcomes:review_submission", args=[submission.pk]),
        by=by,
        at=at,
    )


def tell_published(
    *, period: Period, number: int, again: bool, by: User | None, at: datetime
) -> int:
    """Tells everybody whose figures a publication holds: one message each."""
    reporters = Reporter.objects.filter(
        submissions__period=period, submissions__observations__approved_at__isnull=False
    ).distinct()
    found = people_of_each(reporters, on=timezone.localdate(at))
    message = published(str(period), again=again)
    return tell(
        to={person for people in found.values() for person in people},
        key=f"published:{number}",
        subject=message.subject,
        text=message.text,
        path=reverse("outcomes:submissions"),
        by=by,
        at=at,
    )
