"""A lead at work on one submission, and what the database must hold after each request.

A request that was answered was promised: all of it is stored. One that was cut off is stored whole
or not at all, and sending it again changes nothing that was stored.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from threading import Barrier
from typing import Any

from django.utils import timezone

from governance.models import User
from outcomes.models import Status, Submission
from outcomes.services import review
from tests.drills import stored
from tests.drills.stored import Box, Stored
from tests.drills.visitor import Answer, NoAnswerError, Visitor

ALL, NOTHING, HALF = "all", "nothing", "half"
#: What a lead does, again and again: both areas filled in, handed in, sent back, a few changed,
#: some of them kept while they are typed.
DAY = ("fill healthy", "fill safe", "submit", "draft healthy", "change safe", "draft safe")
DENOMINATOR = "900,000,000"


@dataclass
class Attempt:
    """One request that changes something, and what came of it."""

    path: str
    fields: dict[str, str]
    typed: dict[Box, str] = field(default_factory=dict)
    area: str = ""
    complete: bool = False
    started: float = 0.0
    ended: float = 0.0
    answer: Answer | None = None

    @property
    def submits(self) -> bool:
        return not self.area

    @property
    def is_draft(self) -> bool:
        return self.path.endswith("/draft/")

    @property
    def is_acknowledged(self) -> bool:
        """Whether the person was told that it is saved, or given a receipt."""
        if self.answer is None:
            return False
        if self.is_draft:
            return self.answer.status == 200 and _is_kept(json.loads(self.answer.body))
        return self.answer.status == 302

    @property
    def was_cut_off(self) -> bool:
        """Whether no answer came, or the page that says that something is broken."""
        return self.answer is None or self.answer.status >= 500


class Lane:
    """One lead with a browser, and one submission."""

    def __init__(
        self, submission: Submission, visitor: Visitor, coordinator: User, *, seed: str
    ) -> None:
        self.submission, self.visitor, self.coordinator = submission, visitor, coordinator
        self.random = random.Random(seed)
        self.day: Iterator[str] = cycle(DAY)
        self.count = 0
        self.before = stored.read(submission)
        self.attempt = Attempt("", {})

    # ---- sending -----------------------------------------------------------------------------

    def prepare(self) -> Attempt:
        """Opens the next page and types; nothing is sent yet."""
        self._reopen()
        self.before = stored.read(self.submission)
        doing, _, area = next(self.day).partition(" ")
        self.attempt = self._handing_in() if doing == "submit" else self._typing(doing, area)
        return self.attempt

    def send(self, barrier: Barrier) -> None:
        barrier.wait()
        self.send_again()

    def send_again(self) -> None:
        """The very same request; a person presses the button again, or reloads."""
        attempt = self.attempt
        attempt.started = time.perf_counter()
        try:
            attempt.answer = self.visitor.post(attempt.path, attempt.fields)
        except NoAnswerError:
            attempt.answer = None
        attempt.ended = time.perf_counter()

    def is_answered(self) -> bool:
        """Whether the portal answers this person's first page as it should."""
        try:
            return self.visitor.get(self.submission.get_absolute_url()).status == 200
        except NoAnswerError:
            return False

    def _reopen(self) -> None:
        now = timezone.now()
        if Submission.objects.filter(pk=self.submission.pk, status=Status.SUBMITTED).exists():
            review.send_back(
                submission=self.submission,
                reason="Please look at these again.",
                by=self.coordinator,
                at=now,
                on=timezone.localdate(),
            )

    def _handing_in(self) -> Attempt:
        path = f"{self.submission.get_absolute_url()}check/"
        [form] = [form for form in self._forms(path) if "version" in form]
        return Attempt(path, {**form, "declared": "on", "action": "submit"})

    def _typing(self, doing: str, area: str) -> Attempt:
        path = f"{self.submission.get_absolute_url()}{area}/"
        [form] = [form for form in self._forms(path) if any(n.endswith("-seen") for n in form)]
        rows = [name.removesuffix("-seen") for name in form if name.endswith("-seen")]
        typed = self._all_of(rows) if doing == "fill" else self._some_of(rows)
        fields = {**form, **{f"{row}-{box}": words for (row, box), words in typed.items()}}
        complete = self.random.random() < 0.5
        fields |= {"complete": "yes" if complete else "no", "save": "later"}
        return Attempt(f"{path}draft/" if doing == "draft" else path, fields, typed, area, complete)

    def _forms(self, path: str) -> list[dict[str, str]]:
        answer = self.visitor.get(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return answer.page.boxes

    def _all_of(self, rows: list[str]) -> dict[Box, str]:
        typed = {(row, "numerator"): self._figure() for row in rows}
        return typed | {(row, "denominator"): DENOMINATOR for row in rows}

    def _some_of(self, rows: list[str]) -> dict[Box, str]:
        """A few figures, one of them no figure at all, and a sentence."""
        chosen = self.random.sample(rows, self.random.randint(2, len(rows)))
        typed = {(row, "numerator"): self._figure() for row in chosen}
        typed[chosen[0], "numerator"] = f"{self._figure()} or so"
        typed[chosen[-1], "note"] = f"Counted twice, {self._figure()} both times."
        return typed

    def _figure(self) -> str:
        """A number that was never typed before."""
        self.count += 1
        return str(100_000 + self.count)

    # ---- what must hold ----------------------------------------------------------------------

    def kept(self, now: Stored) -> str:
        """How much of the request is stored: all, nothing, or half of it."""
        attempt, before = self.attempt, self.before
        if now == before:
            return NOTHING
        whole = _is_handed_in(before, now) if attempt.submits else _is_saved(attempt, before, now)
        return ALL if whole else HALF

    def lost(self, now: Stored) -> int:
        """How many of the figures that were typed are not there."""
        return sum(now.boxes[box] != words for box, words in self.attempt.typed.items())

    def shows_its_receipt(self, now: Stored) -> bool:
        """Whether the receipt that the portal led to is there, with the reference stored."""
        receipt = self.visitor.get(self.attempt.answer.location if self.attempt.answer else "/")
        return receipt.status == 200 and now.reference in receipt.page.text


def _is_kept(told: dict[str, Any]) -> bool:
    """Whether the script may say "Saved": no row came back to the person."""
    return bool(told["saved"]) and told["left"] == 0


def _is_saved(attempt: Attempt, before: Stored, now: Stored) -> bool:
    """Every box, the section's state, the version and the events of one save."""
    boxes = before.boxes | attempt.typed
    changed = {box: words for box, words in boxes.items() if before.boxes[box] != words}
    complete = before.complete - {attempt.area} | ({attempt.area} if attempt.complete else set())
    verbs = ["submission.save"]
    if complete != before.complete:
        verbs.append("submission.mark_section")
    events = now.since(before)
    return (
        now.boxes == boxes
        and now.complete == complete
        and now.version == before.version + 1
        and now.status in {Status.DRAFT, Status.QUERIED}
        and [verb for verb, _, _ in events] == verbs
        and _told(events[0][2], now) == changed
    )


def _told(after: dict[str, dict[str, str]], now: Stored) -> dict[Box, str]:
    """What an event says was typed, by box."""
    rows = {name: row for row, name in now.names.items()}
    return {
        (rows[name], stored.BOXES[column]): words
        for name, columns in after.items()
        for column, words in columns.items()
    }


def _is_handed_in(before: Stored, now: Stored) -> bool:
    """Status, receipt, hash and event of one submission, and no figure touched."""
    events = now.since(before)
    return (
        now.status == Status.SUBMITTED
        and now.boxes == before.boxes
        and now.reference == (before.reference or now.reference) != ""
        and now.content_hash == now.hash_now
        and now.submitted_at != before.submitted_at
        and [verb for verb, _, _ in events] == ["submission.submit"]
        and events[0][2]["reference"] == now.reference
        and events[0][2]["content_hash"] == now.content_hash
    )
