"""Several people at the same thing in the same moment; and each race with its guard off.

A race that never shows itself proves nothing about its guard, so each is run twice: as the portal
is, where it must never be seen, and with the guard taken away, where it must be.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Barrier, Event, Thread
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.models import User
from outcomes.models import Status, Submission
from outcomes.services import entry, review, submissions
from outcomes.services.entry import save_figures
from outcomes.services.exceptions import Refused
from outcomes.typed import TypedFigure
from tests.drills import stored
from tests.drills.partnership import Partnership
from tests.page import Page

SECONDS_TO_MEET = 60


@dataclass
class Race:
    """How a race went: rounds, what was seen in them, and what must not have been."""

    title: str
    rounds: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    controls: int = 0
    control_faults: int = 0
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """No fault with the guard, and at least one without it."""
        return not self.faults and self.control_faults > 0

    def lines(self) -> list[tuple[str, str]]:
        return [
            ("rounds", f"{self.rounds}"),
            *((name, f"{count}") for name, count in self.seen.items()),
            ("rounds that went wrong", f"{len(self.faults)}"),
            ("rounds with the guard off", f"{self.controls}"),
            ("of these went wrong, as they should", f"{self.control_faults}"),
            ("seconds", f"{self.seconds:.0f}"),
        ]

    def count(self, name: str, more: int = 1) -> None:
        self.seen[name] = self.seen.get(name, 0) + more


def run(partnership: Partnership, *, at_once: int, rounds: int, edits: int) -> list[Race]:
    """Each with a tenth of its rounds, but at least four, with the guard off."""
    one, two, three, _ = partnership.submissions
    leads = partnership.leads
    for submission, pair in zip(partnership.submissions, leads, strict=True):
        _fill_in(submission, pair[0])
    coordinator = partnership.coordinator
    return [
        _submitting_at_once(one, leads[0], coordinator, people=at_once, rounds=rounds),
        _typing_in_the_same_box(two, leads[1], rounds=edits),
        _approving_while_handing_in_again(three, leads[2][0], coordinator, rounds=edits),
    ]


def _with_and_without(
    race: Race, round_of: Callable[[], str], unguarded: Callable[[], Any], rounds: int
) -> Race:
    """Runs a round again and again; it says what went wrong, or nothing."""
    started = time.monotonic()
    for _ in range(rounds):
        race.rounds += 1
        if fault := round_of():
            race.faults.append(fault)
    kept = dict(race.seen)
    with unguarded():
        for _ in range(max(4, rounds // 10)):
            race.controls += 1
            race.control_faults += bool(round_of())
    race.seen = kept
    race.seconds = time.monotonic() - started
    return race


def _at_once(*actions: Callable[[], object]) -> list[Any]:
    """What each returned, or the refusal it met; all begin in the same moment."""
    barrier, returned = Barrier(len(actions)), [None] * len(actions)

    def act(number: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait(SECONDS_TO_MEET)
            returned[number] = action()
        except Refused as refused:
            returned[number] = refused
        finally:
            connection.close()

    threads = [Thread(target=act, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return returned


# ---- Fifty times at once ---------------------------------------------------------------------


def _submitting_at_once(
    submission: Submission,
    leads: tuple[User, User],
    coordinator: User,
    *,
    people: int,
    rounds: int,
) -> Race:
    race = Race(f"Submitted {people} times at once")
    clients = [_signed_in(leads[number % 2]) for number in range(people)]
    path = f"{submission.get_absolute_url()}check/"

    def one_round() -> str:
        _send_back(submission, coordinator)
        before = stored.read(submission)
        data = {"declared": "on", "version": str(before.version), "action": "submit"}
        posts = [lambda client=client: client.post(path, data) for client in clients]
        answers = _at_once(*posts)
        now = stored.read(submission)
        accepted = sum(verb == "submission.submit" for verb, _, _ in now.since(before))
        receipts = sum(
            answer is not None and answer.status_code == 302 and answer.url.endswith("/receipt/")
            for answer in answers
        )
        race.count("accepted", accepted)
        race.count("led to the receipt", receipts)
        whole = now.status == Status.SUBMITTED and now.content_hash == now.hash_now
        right = (accepted, receipts, whole) == (1, people, True)
        return "" if right else f"{accepted} accepted, {receipts} receipts, whole: {whole}"

    return _with_and_without(race, one_round, partial(_submitting_unguarded, people), rounds)


@contextmanager
def _submitting_unguarded(people: int) -> Iterator[None]:
    """No transaction, no lock, no look at the status in writing; all read before any writes."""
    barrier = Barrier(people)

    def read_and_wait(submission: Submission) -> Submission:
        found = Submission.objects.with_everything().get(pk=submission.pk)
        barrier.wait(SECONDS_TO_MEET)
        return found

    with (
        mock.patch("outcomes.views.check.submit", submissions.submit.__wrapped__),
        mock.patch.object(submissions, "lock", read_and_wait),
        mock.patch.object(submissions, "EDITABLE", frozenset(Status)),
    ):
        yield


# ---- Two in the same section -----------------------------------------------------------------


def _typing_in_the_same_box(
    submission: Submission, leads: tuple[User, User], *, rounds: int
) -> Race:
    race = Race("Two people in the same section, the same box and one more each")
    clients = [_signed_in(lead) for lead in leads]
    path = f"{submission.get_absolute_url()}healthy/"
    numbers = iter(range(1000, 10**9))

    def one_round() -> str:
        shared = ("hea-101-th-nw", "numerator")
        mine = [{shared: str(next(numbers)), (f"hea-10{n}-th-nw", "numerator"): str(next(numbers))}
                for n in (2, 3)]  # fmt: skip
        pages = [
            _entry_form(client, path) | _names(typed)
            for client, typed in zip(clients, mine, strict=True)
        ]
        answers = _at_once(
            *(
                lambda client=c, data=d: client.post(path, data)
                for c, d in zip(clients, pages, strict=True)
            )
        )
        now = stored.read(submission)
        told = [answer.status_code for answer in answers]
        acknowledged = [number for number, status in enumerate(told) if status == 302]
        race.count("saved at once", len(acknowledged))
        for typed in mine:
            for box, words in typed.items():
                if box != shared and now.boxes[box] != words:
                    return f"{box} is {now.boxes[box]!r} and not {words!r}: {told}"
        if len(acknowledged) != 1 or sorted(told) != [302, 409]:
            return f"one typed over the other without a word: {told}"
        [winner] = acknowledged
        loser = 1 - winner
        if now.boxes[shared] != mine[winner][shared]:
            return f"the one who was told it was saved has {now.boxes[shared]!r} stored"
        page = Page(SimpleNamespace(content=answers[loser].content))
        [form] = [form for form in page.boxes if "-".join(shared) in form]
        both = {f"saved {mine[winner][shared]}", f"You typed {mine[loser][shared]}"}
        if not all(words in page.text for words in both):
            return "the loser was not shown both numbers"
        if form["-".join(shared)] != mine[loser][shared]:
            return "what the loser typed is gone from the box"
        race.count("shown both numbers, box by box")
        return ""

    return _with_and_without(race, one_round, _without_merging, rounds)


@contextmanager
def _without_merging() -> Iterator[None]:
    """What a page sends is stored whatever stands there: the last one wins."""
    merge = entry.merged

    def overwrite(row: Any, figure: TypedFigure) -> Any:
        return merge(row, replace(figure, over=None))

    with mock.patch.object(entry, "merged", overwrite):
        yield


def _entry_form(client: Client, path: str) -> dict[str, str]:
    page = Page(client.get(path))
    [form] = [form for form in page.boxes if any(name.endswith("-seen") for name in form)]
    return {**form, "save": "later"}


def _names(typed: dict[stored.Box, str]) -> dict[str, str]:
    return {f"{row}-{box}": words for (row, box), words in typed.items()}


# ---- Approving while it is handed in again ---------------------------------------------------


def _approving_while_handing_in_again(
    submission: Submission, lead: User, coordinator: User, *, rounds: int
) -> Race:
    race = Race("Approved while it is sent back, changed and handed in again")
    numbers = iter(range(1000, 10**9))
    turns = iter(range(10**9))
    race_guard = {"hash": True}

    def one_round() -> str:
        _send_back(submission, coordinator)
        _submit(submission, lead)
        read = Submission.objects.get(pk=submission.pk).content_hash
        seen = read if race_guard["hash"] else None
        # Now the one, now the other is a little ahead, or they are even; every fourth time, and
        # always with the guard off, the approval comes when all the rest is done.
        turn, handed_in = next(turns) % 4, Event()
        pauses = [(0.0, 0.0), (0.03, 0.0), (0.0, 0.03), (0.0, 0.0)][turn]
        comes_last = turn == 3 or not race_guard["hash"]

        def approve() -> object:
            if comes_last:
                handed_in.wait(SECONDS_TO_MEET)
            time.sleep(pauses[0])
            return review.approve(
                submission=submission, by=coordinator, at=timezone.now(), seen_hash=seen
            )

        def hand_in_again() -> object:
            time.sleep(pauses[1])
            _send_back(submission, coordinator)
            with suppress(Refused):
                _type(submission, lead, next(numbers))
                _submit(submission, lead)
            handed_in.set()

        _at_once(approve, hand_in_again)
        now = stored.read(submission)
        is_approved = now.status == Status.APPROVED
        race.count("approved as read" if is_approved else "refused, since it had changed")
        fault = ""
        if now.content_hash != now.hash_now:
            fault = "its receipt is not of its figures"
        elif is_approved and now.content_hash != read:
            fault = "approved figures that the coordinator never read"
        elif submission.observations.filter(approved_at__isnull=is_approved).exists():
            fault = f"{now.status}, and its figures are not"
        _reopen(submission, coordinator)
        return fault

    @contextmanager
    def without_the_hash() -> Iterator[None]:
        race_guard["hash"] = False
        yield

    return _with_and_without(race, one_round, without_the_hash, rounds)


# ---- What the people do ----------------------------------------------------------------------


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _fill_in(submission: Submission, lead: User) -> None:
    rows = submission.observations.values_list("pk", flat=True)
    figures = [TypedFigure(pk, "60", "900000000") for pk in rows]
    _send_back(submission, lead)
    save_figures(submission=submission, figures=figures, by=lead, at=timezone.now(),
                 on=timezone.localdate())  # fmt: skip


def _type(submission: Submission, lead: User, number: int) -> None:
    row = submission.observations.order_by("pk")[0]
    save_figures(submission=submission, figures=[TypedFigure(row.pk, str(number), "900000000")],
                 by=lead, at=timezone.now(), on=timezone.localdate())  # fmt: skip


def _submit(submission: Submission, lead: User) -> Submission:
    return submissions.submit(
        submission=submission, by=lead, at=timezone.now(), on=timezone.localdate()
    )


def _send_back(submission: Submission, by: User) -> None:
    """Where it is with the coordinator; else it is with the reporter already."""
    with suppress(Refused):
        review.send_back(submission=submission, reason="Please look again.", by=by,
                         at=timezone.now(), on=timezone.localdate())  # fmt: skip


def _reopen(submission: Submission, by: User) -> None:
    with suppress(Refused):
        review.reopen(submission=submission, reason="Please look again.", by=by,
                      at=timezone.now(), on=timezone.localdate())  # fmt: skip
