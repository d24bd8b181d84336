"""Messages: telling people, on the portal and by e-mail; who reads them, and in whose place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ehportal import wording
from governance.models import Absence, Membership, Notice, User
from governance.services.events import record

#: Nobody is forgotten for good by a slip of the year.
LONGEST_PAUSE = timedelta(days=366)
LONGEST_SUBJECT = Notice._meta.get_field("subject").max_length or 200


class CannotBeAway(Exception):
    """The message says what to choose instead; nothing was changed."""


@transaction.atomic
def tell(
    *,
    to: Iterable[User],
    key: str,
    subject: str,
    text: str,
    path: str,
    by: User | None,
    at: datetime,
) -> int:
    """Gives each person a message and returns how many are told now, stand-ins included.

    The same `key` is told once to each person, however often and from wherever this is called.
    Nobody is told what they did themselves, nor who may no longer sign in. Where somebody is away
    a colleague is told in their place, and the message waits for them on the portal.

    The first line of `text` says it all, for it goes by e-mail: no figure, no name of a child or
    parent, nothing that somebody typed in a box. `path` starts with a slash. Nothing is sent here:
    `deliver` does that, so that whoever acts never waits for a mail server.
    """
    people = {p.pk: p for p in to if p.is_active and (by is None or p.pk != by.pk)}
    if not people:
        return 0
    on = timezone.localdate(at)
    notices = {}
    for person, stand_in in _stand_ins(people, on).items():
        if stand_in is not None and stand_in.pk not in people and stand_in != by:
            notices[stand_in.pk] = Notice(
                to=stand_in,
                subject=f"For {person}: {subject}",
                text=f"{text}\n\nYou are told because {person} is away and named you.",
                by_email=not is_paused(stand_in, on),
            )
        goes_by_email = stand_in is None and not is_paused(person, on)
        notices[person.pk] = Notice(to=person, subject=subject, text=text, by_email=goes_by_email)
    told = set(Notice.objects.filter(key=key, to__in=notices).values_list("to_id", flat=True))
    new = [notice for pk, notice in notices.items() if pk not in told]
    for notice in new:
        notice.key, notice.path, notice.created_at = key, path, at
        notice.subject = _in_a_line(notice.subject)
    # Somebody may tell the same at this moment: whoever comes second adds nothing.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _in_a_line(subject: str) -> str:
    """A subject without line ends, which would start another header, as long as is kept."""
    return wording.shortened(" ".join(subject.split()), LONGEST_SUBJECT)


def is_paused(person: User, on: date) -> bool:
    """Whether the person wants no e-mails on a day."""
    return person.emails_paused_until is not None and on <= person.emails_paused_until


def colleagues_of(person: User, *, on: date) -> QuerySet[User]:
    """Those who may stand in for a person: they have the same role for the same place or body."""
    same = Q()
    for held in person.memberships.current(on):
        same |= Q(
            role=held.role,
            locality=held.locality_id,
            organisation=held.organisation_id,
            body=held.body_id,
        )
    if not same:
        return User.objects.none()
    found = Membership.objects.current(on).filter(same).exclude(user=person)
    return User.objects.filter(is_active=True, pk__in=found.values("user_id"))


def mark_read(*, notices: QuerySet[Notice], at: datetime) -> int:
    """Marks those that were not read before as read; returns how many they were."""
    return notices.filter(read_at=None).update(read_at=at)


@transaction.atomic
def pause(*, person: User, until: date, by: User, at: datetime) -> None:
    """Until the end of a day the person's messages wait on the portal and no e-mail is sent.

    Raises CannotBeAway for a day that is over, or is further off than `LONGEST_PAUSE`.
    """
    on = timezone.localdate(at)
    if until < on:
        raise CannotBeAway("Choose today or a day to come.")
    if until > on + LONGEST_PAUSE:
        raise CannotBeAway(f"Choose a day before {wording.day(on + LONGEST_PAUSE)}.")
    _set_pause(person, until, by=by, at=at)


@transaction.atomic
def resume(*, person: User, by: User, at: datetime) -> None:
    """E-mails are sent again. Those that waited meanwhile stay on the portal alone."""
    _set_pause(person, None, by=by, at=at)


def _set_pause(person: User, until: date | None, *, by: User, at: datetime) -> None:
    person = User.objects.select_for_update().get(pk=person.pk)
    before = person.emails_paused_until
    if before == until:
        return
    person.emails_paused_until = until
    person.save(update_fields=["emails_paused_until"])
    record(
        verb="user.pause_emails" if until else "user.resume_emails",
        subject=person,
        by=by,
        at=at,
        before={"emails_paused_until": before},
        after={"emails_paused_until": until},
    )


@transaction.atomic
def set_absence(
    *, person: User, deputy: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Absence:
    """From one day to another a colleague is told in the person's place; returns the absence.

    It takes the place of any that has not ended. Raises CannotBeAway where the days make no sense
    or the colleague may not stand in.
    """
    on = timezone.localdate(at)
    if ends_on < max(starts_on, on):
        raise CannotBeAway("The last day must be today or later, and not before the first day.")
    # Not the first day and a year: of the last days a calendar knows there is no such day.
    if ends_on - starts_on > LONGEST_PAUSE:
        raise CannotBeAway("Choose a year or less. Who leaves for longer should be replaced.")
    if not colleagues_of(person, on=on).filter(pk=deputy.pk).exists():
        raise CannotBeAway(f"{deputy} does not have the same role as you, so cannot stand in.")
    User.objects.select_for_update().get(pk=person.pk)
    _end_absences(person, on, by=by, at=at)
    absence = Absence.objects.create(
        user=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
    record(
        verb="user.set_absence",
        subject=person,
        by=by,
        at=at,
        after={"deputy": str(deputy), "starts_on": starts_on, "ends_on": ends_on},
    )
    return absence


@transaction.atomic
def end_absence(*, person: User, by: User, at: datetime) -> None:
    """The person is back, or not going: they are told again themselves from now on."""
    _end_absences(person, timezone.localdate(at), by=by, at=at)


def _end_absences(person: User, on: date, *, by: User, at: datetime) -> None:
    """Ends what has begun with the day before, and removes what has not."""
    for absence in Absence.objects.filter(user=person, ends_on__gte=on).select_related("deputy"):
        before = {"starts_on": absence.starts_on, "ends_on": absence.ends_on}
        yesterday = on - timedelta(days=1)
        if absence.starts_on > yesterday:
            absence.delete()
        else:
            absence.ends_on = yesterday
            absence.save(update_fields=["ends_on"])
        record(
            verb="user.end_absence",
            subject=person,
            by=by,
            at=at,
            before={"deputy": str(absence.deputy), **before},
        )


def _stand_ins(people: Mapping[int, User], on: date) -> dict[User, User | None]:
    """Who is told in the place of each person who is away; None where they are told themselves."""
    absences = Absence.objects.current(on).select_related("deputy").order_by("starts_on", "pk")
    away = {absence.user_id: absence.deputy for absence in absences}
    return {person: _stand_in(person, away, on) for person in people.values()}


def _stand_in(person: User, away: Mapping[int, User], on: date) -> User | None:
    """The deputy, or the deputy's own where that one is away too; None where nobody is left."""
    seen, found = {person.pk}, away.get(person.pk)
    while found is not None and found.pk in away and found.pk not in seen:
        seen.add(found.pk)
        found = away[found.pk]
    if found is None or found.pk in seen:
        return None
    return found if colleagues_of(person, on=on).filter(pk=found.pk).exists() else None
