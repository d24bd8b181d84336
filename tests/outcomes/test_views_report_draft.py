"""A report is kept while it is written: what was kept is said, and nobody else's words are lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from governance.models import ReportDue, Role, User
from outcomes.models import Report, ReportDraft
from outcomes.reports.contents import LONGEST_SECTION
from outcomes.services.reports import save_draft, submit_report
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.reporting import ANSWERS
from tests.factories.structure import ReportDueFactory
from tests.page import Page


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
    assert response.json()["refused"] == (
        "Partnership coordinator saved other words meanwhile. Press “Save the draft” to see both."
    )
    assert ReportDraft.objects.get().answers["next"] == "Theirs."


def test_an_answer_that_never_came_makes_no_conflict_with_oneself(
    chair: Client, due: ReportDue
) -> None:
    """The page still has the revision that it had before, and sends newer words."""
    keep(chair, due, next="A drop-in.", page="one")
    again = keep(chair, due, next="A drop-in in May.", page="one")
    elsewhere = keep(chair, due, next="Other words.", page="two")

    assert (again.status_code, again.json()["seen"]) == (200, "2")
    assert elsewhere.status_code == 409
    assert "in another tab" in elsewhere.json()["refused"]


def test_a_character_that_cannot_be_kept_holds_up_no_other_box(
    chair: Client, due: ReportDue
) -> None:
    answer = keep(chair, due, next="A drop-in.", objectives="A bell\x07", risks="\x00")

    assert answer.json()["left"] >= 1
    assert ReportDraft.objects.get().answers["next"] == "A drop-in."
    page = chair.post(f"/governance/reports/{due.pk}/write/", {"objectives": "A bell\x07"})
    assert "has a character in it that cannot be kept" in page.content.decode()


def test_a_box_that_was_not_sent_stays_as_it_is(chair: Client, due: ReportDue) -> None:
    keep(chair, due, next="A drop-in.", objectives="Two of three.")

    keep(chair, due, seen="1")

    assert ReportDraft.objects.get().answers["next"] == "A drop-in."


def test_why_it_is_handed_in_again_is_kept_until_it_is(
    chair: Client, due: ReportDue, writer: User, now: datetime
) -> None:
    save_draft(due=due, answers=ANSWERS, seen=0, by=writer, at=now)
    submit_report(due=due, by=writer, at=now)
    keep(chair, due, seen="1", next="Another drop-in.", reason="A number was wrong.")
    address = f"/governance/reports/{due.pk}/write/"

    assert "A number was wrong." in chair.get(address).content.decode()
    chair.post(address, {"seen": "2", "reason": "A number was wrong.", "action": "submit"})

    version = Report.objects.get(number=2)
    assert (version.reason, "reason" in version.answers) == ("A number was wrong.", False)
    assert "reason" not in ReportDraft.objects.get().answers


def test_a_page_of_somebody_else_saves_nothing_under_another_name(
    sign_in, chair: Client, due: ReportDue, coordinator: User
) -> None:
    page = Page(chair.get(f"/governance/reports/{due.pk}/write/"))
    owner = page.boxes[0]["opened_by"]
    other = sign_in(coordinator)

    kept = keep(other, due, next="Typed by the chair.", opened_by=owner)
    sent = other.post(
        f"/governance/reports/{due.pk}/write/",
        {"next": "Typed by the chair.", "opened_by": owner, "seen": "0", "action": "save"},
    )

    assert kept.status_code == 409
    assert "You are signed in as Partnership coordinator now" in sent.content.decode()
    assert not ReportDraft.objects.exists()


def test_a_button_pressed_twice_hands_it_in_once(
    chair: Client, due: ReportDue, writer: User, now: datetime
) -> None:
    save_draft(due=due, answers=ANSWERS, seen=0, by=writer, at=now)
    sent = {"seen": "1", "action": "submit", **ANSWERS}
    address = f"/governance/reports/{due.pk}/write/"

    first, second = (chair.post(address, sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Report.objects.count() == 1


def test_a_page_in_conflict_waits_for_a_person(
    chair: Client, due: ReportDue, coordinator: User, now: datetime
) -> None:
    save_draft(due=due, answers={"next": "Theirs."}, seen=0, by=coordinator, at=now)
    page = chair.post(
        f"/governance/reports/{due.pk}/write/", {"next": "Mine.", "seen": "0", "action": "save"}
    ).content.decode()

    assert "data-conflict" in page
    assert "data-unsaved" in page
    assert page.count("Not everything on this page is saved yet.") == 2


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
