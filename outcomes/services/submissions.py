"""A submission as a whole: what it holds, what is wrong with it, and submitting it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet

from ehportal.seen import version_of
from governance.models import User
from governance.services.events import record
from outcomes.earlier import key_of, numbers_before
from outcomes.figures import (
    Checked,
    check_figure,
)
from outcomes.models import (
    Observation,
    Status,
    Submission,
)
from outcomes.models.submissions import EDITABLE, HANDED_IN
from outcomes.queries import Numbers, queries_about, queries_about_parts
from outcomes.services.exceptions import NeedsAnother, NotReady, PeriodClosed, StatusChanged
from outcomes.services.telling import tell_handed_in


def rows_of(submission: Submission) -> QuerySet[Observation]:
    """Every figure asked for, in the order of entry: by measure, place, and breakdown."""
    return submission.observations.select_related(
        "measure", "place", "category__breakdown", "changed_by", "story"
    ).order_by(
        "measure__order",
        "measure__code",
        "place__order",
        "place__code",
        F("category__breakdown__order").asc(nulls_first=True),
        "category__order",
        "pk",
    )


def check(observation: Observation) -> Checked:
    """What a stored row means, and what is wrong with it."""
    return check_figure(
        observation.measure,
        numerator=observation.numerator_typed,
        denominator=observation.denominator_typed,
        missing=observation.missing,
        note=observation.note,
    )


@dataclass(frozen=True)
class Assessed:
    """A figure with what must be put right in it, and what is asked about it.

    `of_parts` are the queries that its categories give rise to, `parts` what they come to.
    """

    row: Observation
    checked: Checked
    of_itself: tuple[str, ...] = ()
    of_parts: tuple[str, ...] = ()
    parts: str = ""

    @property
    def queries(self) -> tuple[str, ...]:
        return (*self.of_itself, *self.of_parts)

    @property
    def is_outdated(self) -> bool:
        """Whether its sentence was written about other numbers, and so does not explain these."""
        return bool(self.row.note.strip() and self.unexplained)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The queries that still want a correction or a sentence."""
        about, _, parts = self.row.note_about.partition(_OF_PARTS)
        if not self.row.note.strip() or (about and about != as_explained(self.row)):
            return self.queries
        return self.of_parts if parts and parts != self.parts else ()

    @property
    def is_ready(self) -> bool:
        """Whether it may be handed in: a number or a reason, and a word on what is unusual."""
        return self.checked.is_complete and not self.unexplained


def assess(
    submission: Submission, rows: Sequence[Observation], *, area: str | None = None
) -> list[Assessed]:
    """What is wrong with figures of a submission, and what is unusual: one for each row, in order.

    `rows` are all of a submission's, or all of one outcome area's, which `area` then names. At
    most one query. Figures that are approved are asked nothing more.
    """
    asked = [
        row.measure.query_repeats or 2
        for row in rows
        if row.numerator is not None and row.approved_at is None
    ]
    before = numbers_before(submission, max(asked) - 1, area=area) if asked else []
    parts = parts_by_total(rows)
    found = []
    for row in rows:
        checked = check(row)
        if not checked.is_complete or row.approved_at is not None:
            found.append(Assessed(row, checked))
            continue
        now = Numbers(row.numerator, row.denominator)
        own_parts = parts.get(row.pk, {})
        queries = queries_about(
            row.measure,
            now,
            before=[quarter.get(key_of(row)) for quarter in before],
            judge_range=row.category is None,
        )
        of_parts = queries_about_parts(row.measure, now, own_parts)
        told = in_all(own_parts)
        found.append(Assessed(row, checked, tuple(queries), tuple(of_parts), told))
    return found


Parts = Mapping[str, Sequence[Decimal | None]]


def parts_by_total(rows: Iterable[Observation]) -> dict[int, Parts]:
    """For the row of each total, the numerators of each breakdown's categories by its name."""
    rows = list(rows)
    found: dict[tuple[int, int], dict[str, list[Decimal | None]]] = {}
    for row in rows:
        if row.category is not None:
            breakdowns = found.setdefault((row.measure_id, row.place_id), {})
            breakdowns.setdefault(row.category.breakdown.name, []).append(row.numerator)
    return {
        row.pk: found[row.measure_id, row.place_id]
        for row in rows
        if row.category is None and (row.measure_id, row.place_id) in found
    }


#: Between what a sentence is about and what the categories came to when it was written.
_OF_PARTS = "; parts "


def in_all(parts: Parts) -> str:
    """What tells what the categories of each breakdown come to from anything else; short."""
    sums = {
        name: sum((n or Decimal(0) for n in given), Decimal(0)) for name, given in parts.items()
    }
    return version_of({name: _plain(number) for name, number in sums.items()})[:8]


def as_explained(row: Observation, parts: Parts | None = None) -> str:
    """What a sentence about a row is held to be about: its numbers as they are understood.

    With `parts`, what its categories come to as well.
    """
    about = f"{_plain(row.numerator)} of {_plain(row.denominator)}"
    return about if parts is None else f"{about}{_OF_PARTS}{in_all(parts)}"


def name_in_audit(row: Observation) -> str:
    """What a figure is called in the audit: HEA-101 TH-NE, or HEA-101 TH-NE sex:female."""
    name = f"{row.measure.code} {row.place.code}"
    if row.category is None:
        return name
    return f"{name} {row.category.breakdown.code}:{row.category.code}"


def lock(submission: Submission) -> Submission:
    """The submission as it is now, held against other writers until the transaction ends."""
    locked = Submission.objects.select_for_update(of=("self",)).with_everything()
    [found] = locked.filter(pk=submission.pk)
    return found


def refuse_unless_editable(submission: Submission, *, on: date) -> None:
    """Raises StatusChanged or PeriodClosed where its figures may not be changed on a day."""
    if submission.status not in EDITABLE:
        raise StatusChanged(
            f"These figures are {submission.get_status_display().lower()}, "
            "so they cannot be changed now."
        )
    if not submission.is_open(on):
        raise PeriodClosed(f"{submission.period} is closed for changes.")


def refuse_unless_seen(submission: Submission, seen_version: int | None) -> None:
    """Raises StatusChanged where the figures are not those that a person saw and vouches for."""
    if seen_version is not None and seen_version != submission.version:
        raise StatusChanged(
            "Somebody changed a figure after you opened this page. Look at the figures again "
            "before you submit them."
        )


def problems(submission: Submission) -> list[Assessed]:
    """Every figure that is empty, needs correcting or wants a sentence, in the order of entry."""
    found = assess(submission, list(rows_of(submission)))
    return [each for each in found if not each.is_ready]


def refuse_unless_ready(submission: Submission) -> None:
    """Raises NotReady where a figure is empty, needs correcting or is unusual and not explained."""
    waiting = problems(submission)
    if waiting:
        is_one = len(waiting) == 1
        raise NotReady(
            f"{len(waiting)} of your figures {'is' if is_one else 'are'} empty, "
            f"{'needs' if is_one else 'need'} correcting or {'wants' if is_one else 'want'} "
            "a sentence."
        )


def _refuse_unless_second(submission: Submission, *, by: User) -> None:
    """Raises NeedsAnother where two people sign, and nobody else has prepared these figures."""
    if not submission.reporter.needs_two_people:
        return
    if submission.is_prepared and submission.prepared_by != by:
        return
    reporter = submission.reporter
    if submission.is_prepared:
        raise NeedsAnother(
            "You marked these figures as ready yourself. Somebody else who reports for "
            f"{reporter} has to submit them."
        )
    if submission.prepared_by is not None:
        raise NeedsAnother(
            f"Figures were changed after {submission.prepared_by} marked them as ready. One person "
            "marks them as ready again, then another submits them."
        )
    raise NeedsAnother(
        f"Two people sign for {reporter}. One marks the figures as ready, then another submits "
        "them."
    )


@transaction.atomic
def submit(
    *, submission: Submission, by: User, at: datetime, on: date, seen_version: int | None = None
) -> Submission:
    """Hands the figures to the coordinator and returns the submission with its receipt.

    Submitting again gives the same receipt. Raises NotReady where a figure is empty, needs
    correcting or is unusual and not explained, PeriodClosed after the last day, StatusChanged
    where figures have changed since the version that the person saw and vouches for, if one is
    given, and NeedsAnother where two people sign and this is not the second.
    """
    submission = lock(submission)
    if submission.status in HANDED_IN:
        return submission
    refuse_unless_editable(submission, on=on)
    refuse_unless_seen(submission, seen_version)
    _refuse_unless_second(submission, by=by)
    refuse_unless_ready(submission)
    before = submission.status
    content_hash = hash_of(submission)
    is_second = submission.is_prepared and submission.prepared_by != by
    told = {"prepared_by": str(submission.prepared_by)} if is_second else {}
    alone = {} if is_second else {"prepared_at": None, "prepared_by": None}
    moved = Submission.objects.filter(
        pk=submission.pk, status__in=EDITABLE, version=submission.version
    ).update(
        status=Status.SUBMITTED,
        submitted_at=at,
        submitted_by=by,
        changed_at=at,
        changed_by=by,
        reference=submission.reference or reference_of(submission),
        content_hash=content_hash,
        **alone,
    )
    if not moved:
        raise StatusChanged("Somebody else has just changed these figures. Look at them again.")
    submission.refresh_from_db()
    record(
        verb="submission.submit",
        subject=submission,
        by=by,
        at=at,
        before={"status": before},
        after={
            "status": submission.status,
            "reference": submission.reference,
            "content_hash": content_hash,
            **told,
        },
    )
    tell_handed_in(submission=submission, by=by, at=at)
    return submission


def reference_of(submission: Submission) -> str:
    """The reference on a receipt, such as EH-2026Q2-00042: period and number, nothing secret."""
    return f"EH-{submission.period.code.replace('-', '')}-{submission.pk:05d}"


def hash_of(submission: Submission) -> str:
    """SHA-256 of every figure as understood, so that a receipt can be held against the store.

    It is the same on every database: figures are in the order of their codes, not of their keys.
    """
    return hash_of_rows(
        submission.observations.select_related("measure", "place", "category__breakdown")
    )


def hash_of_rows(rows: Iterable[Observation]) -> str:
    """The same of rows that may be others than those in the store."""
    figures = sorted(
        [
            name_in_audit(row),
            _plain(row.numerator),
            _plain(row.denominator),
            row.missing,
            row.note,
        ]
        for row in rows
    )
    return hashlib.sha256(json.dumps(figures, ensure_ascii=False).encode()).hexdigest()


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.4f}"
