"""A report is kept while it is written: what was kept is said, and nobody else's words are lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from governance.models import ReportDue, Role, User
from outcomes.models import ReportDraft
from outcomes.reports.contents import LONGEST_SECTION
from outcomes.services.reports import save_draft
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.structure import ReportDueFactory


@pytest.fixture
def due(db: None, frozen: datetime) -> ReportDue:
    return ReportDueFactory()


@pytest.fixture
def writer(due: ReportDue) -> User:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=due.body)
    return user


@pytest.fixture
def chair(sign_in, writer: User) -> Client:
    return sign_in(writer)


def keep(client: Client, due: ReportDue, **sent: str):
    return client.post(f"/governance/reports/{due.pk}/write/keep/", {"seen": "0", **sent})


def test_what_is_typed_is_kept_and_the_page_knows_which_draft_it_has(
    chair: Client, due: ReportDue
) -> None:
    first = keep(chair, due, next="A drop-in.").json()
    again = keep(chair, due, next="A drop-in in May.", seen=first["seen"]).json()

    assert first == {"saved": True, "at": "11:00", "seen": "1", "changed": 1, "left": 0}
    assert again["seen"] == "2"
    assert ReportDraft.objects.get().answers["next"] == "A drop-in in May."


def test_what_cannot_be_kept_is_counted_and_the_rest_is_kept(chair: Client, due: ReportDue) -> None:
    answer = keep(chair, due, next="A drop-in.", objectives="x" * (LONGEST_SECTION + 1)).json()

    assert (answer["saved"], answer["left"]) == (True, 1)
    assert ReportDraft.objects.get().answers["next"] == "A drop-in."


def test_nothing_is_kept_over_what_another_wrote(
    chair: Client, due: ReportDue, coordinator: User, now: datetime
) -> None:
    save_draft(due=due, answers={"next": "Theirs."}, seen=0, by=coordinator, at=now)

    response = keep(chair, due, next="Mine.")

    assert response.status_code == 409
    assert "Partnership coordinator saved other words" in response.json()["refused"]
    assert ReportDraft.objects.get().answers["next"] == "Theirs."


def test_whoever_is_signed_out_is_told_so_and_gets_a_new_token_once_they_are_back(
    chair: Client, due: ReportDue
) -> None:
    address = f"/governance/reports/{due.pk}/write/keep/"
    out = Client().post(address, {"next": "A drop-in."})

    assert (out.status_code, out.json()) == (401, {"signed_out": True})
    assert chair.get(address).json()["token"]
    assert not ReportDraft.objects.exists()


def test_a_report_of_another_is_not_there(sign_in, due: ReportDue, ne_lead: User) -> None:
    assert keep(sign_in(ne_lead), due, next="Mine.").status_code == 404
