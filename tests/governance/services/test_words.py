"""Words that people write: kept as one would read them, and refused where nobody could."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.models import Place, Seat, User
from governance.services.escalations import escalate
from governance.services.exceptions import Refused
from governance.services.meetings import cancel_meeting
from governance.services.reports import ask_for_report
from governance.services.seats import save_seat
from governance.services.tokens import make_token
from governance.services.words import kept
from tests.conftest import NOW, TODAY
from tests.factories.collection import MeetingFactory
from tests.factories.governance import BodyFactory, OrganisationFactory
from tests.factories.structure import ReportingLineFactory

UNSEEN = "\u200b\u200e \u2060"
BELL = "No\x07 room"


def test_lines_end_alike_and_nothing_stands_around_them() -> None:
    assert kept(" One\r\ntwo\n", longest=20) == "One\ntwo"


def test_a_text_that_nobody_could_see_is_empty() -> None:
    assert kept(UNSEEN, longest=20) == ""
    with pytest.raises(Refused, match="Say why") as refused:
        kept(UNSEEN, longest=20, required="Say why.", field="reason")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(("text", "said"), [(BELL, "cannot be kept"), ("a" * 21, "this is 21")])
def test_what_cannot_be_kept_is_said(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        kept(text, longest=20)


def _escalate(words: str, by: User) -> None:
    body, above = BodyFactory(code="group"), BodyFactory(code="above")
    ReportingLineFactory(body=body, reports_to=above)
    escalate(body=body, to=above, about="resources", issue=words, asked="A room.", by=by, at=NOW)


def _cancel(words: str, by: User) -> None:
    cancel_meeting(meeting=MeetingFactory(), reason=words, by=by, at=NOW)


def _ask(words: str, by: User) -> None:
    ask_for_report(to=BodyFactory(), organisation=OrganisationFactory(), kind="service",
                   subject=words, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30),
                   due_on=TODAY + timedelta(days=9), by=by, at=NOW)  # fmt: skip


def _seat(words: str, by: User) -> None:
    save_seat(seat=Seat(body=BodyFactory(), role=words), by=by, at=NOW)


def _token(words: str, by: User) -> None:
    make_token(owner=by, name=words, days=9, place=None, by=by, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", UNSEEN, BELL, "a" * 5000])
@pytest.mark.parametrize("write", [_escalate, _cancel, _ask, _seat, _token])
def test_every_service_that_takes_words_refuses_what_nobody_could_read(
    write, words: str, coordinator: User, localities: dict[str, Place]
) -> None:
    with pytest.raises(Refused):
        write(words, coordinator)
