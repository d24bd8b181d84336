"""Issues taken to the body above: raised, answered once, read, and told to whom they wait for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from governance.models import Body, Escalation, Event, Place, Role, User
from governance.services.escalations import (
    answer_escalation,
    bodies_above,
    escalate,
    take_escalation_back,
)
from governance.services.exceptions import Refused
from tests.factories.governance import BodyFactory, MembershipFactory, UserFactory
from tests.factories.structure import EscalationFactory, ReportingLineFactory
from tests.page import Page

pytestmark = pytest.mark.django_db
GIVEN = {"about": "resources", "issue": "No room.", "asked": "A room."}


@pytest.fixture
def who(coordinator: User, now: datetime) -> dict[str, object]:
    return {"by": coordinator, "at": now}


@pytest.fixture
def group() -> Body:
    """A sub-group that reports to the Executive."""
    body = BodyFactory(code="sg_send", name="SEND Improvement Board", kind="sub-group")
    above = BodyFactory(code="cfe", name="Children and Families Executive", kind="executive")
    ReportingLineFactory(body=body, reports_to=above)
    return body


def test_an_issue_goes_to_a_body_above_and_is_answered_once(group: Body, who) -> None:
    [above] = bodies_above(group)
    made = escalate(body=group, to=above, **GIVEN, **who)
    answer_escalation(escalation=made, answer=" Agreed. ", **who)

    made.refresh_from_db()
    assert (made.answer, made.answered_by) == ("Agreed.", who["by"])
    verbs = Event.objects.values_list("verb", flat=True).order_by("pk")
    assert list(verbs) == ["escalation.raise", "escalation.answer"]
    with pytest.raises(Refused, match="has answered it already"):
        answer_escalation(escalation=made, answer="No.", **who)


def test_an_issue_is_taken_back_until_it_is_answered(group: Body, who) -> None:
    [above] = bodies_above(group)
    back, answered = (
        escalate(body=group, to=above, **{**GIVEN, "asked": asked}, **who) for asked in ("A", "B")
    )
    answer_escalation(escalation=answered, answer="Agreed.", **who)

    taken = take_escalation_back(escalation=back, reason="Settled since.", **who)

    assert (taken.taken_back_by, taken.taken_back_because) == (who["by"], "Settled since.")
    assert not Escalation.objects.unanswered().exists()
    assert Event.objects.get(verb="escalation.take_back").reason == "Settled since."
    with pytest.raises(Refused, match="has answered it already"):
        take_escalation_back(escalation=answered, reason="Late.", **who)
    with pytest.raises(Refused, match="has taken it back"):
        answer_escalation(escalation=back, answer="Agreed.", **who)


def test_the_same_issue_sent_twice_is_one(group: Body, who) -> None:
    [above] = bodies_above(group)
    first, second = (escalate(body=group, to=above, **GIVEN, **who) for _ in range(2))
    answer_escalation(escalation=first, answer="Agreed.", **who)
    later = escalate(body=group, to=above, **GIVEN, **who)

    assert first == second != later
    assert Event.objects.filter(verb="escalation.raise").count() == 2


def test_the_line_of_one_in_each_locality_is_that_of_each(localities: dict[str, Place]) -> None:
    whole = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    team = BodyFactory(code="ilt_ne", name="NE", instance_of=whole, place=localities["ne"])
    board = BodyFactory()
    ReportingLineFactory(body=whole, reports_to=board)

    assert bodies_above(team) == [board]


@pytest.mark.parametrize("missing", ["issue", "asked"])
def test_nothing_is_escalated_without_words(group: Body, missing: str, who) -> None:
    with pytest.raises(Refused) as refused:
        escalate(body=group, to=bodies_above(group)[0], **{**GIVEN, missing: " "}, **who)
    assert refused.value.field == missing


def test_nothing_goes_to_a_body_that_one_does_not_report_to(group: Body, who) -> None:
    with pytest.raises(Refused, match="does not report to"):
        escalate(body=group, to=BodyFactory(), **GIVEN, **who)


@pytest.fixture
def member_of(sign_in: Callable[[User], Client], frozen: datetime) -> Callable[[Body], Client]:
    def signed_in(body: Body) -> Client:
        user = UserFactory()
        MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=body)
        return sign_in(user)

    return signed_in


def test_a_member_escalates_and_the_body_above_answers(
    group: Body, member_of: Callable[[Body], Client]
) -> None:
    [above] = bodies_above(group)
    chair, executive = member_of(group), member_of(above)
    address = f"/governance/bodies/{group.code}/escalate/"
    assert "Say what cannot be settled" in Page(chair.post(address, {"to": above.pk})).text

    told = Page(chair.post(address, {"to": above.pk, **GIVEN}, follow=True)).text
    assert "It is on the agenda of Children and Families Executive until it is answered" in told
    assert "Answer it" not in told
    made = Escalation.objects.get()
    assert "An issue waits for an answer: resources" in Page(executive.get("/")).text
    page = f"{made.get_absolute_url()}answer/"
    assert chair.get(page).status_code == 404
    told = Page(executive.post(page, {"answer": "Agreed <b>now</b>"}, follow=True))
    assert "SEND Improvement Board can read the answer." in told.text
    assert "Agreed <b>now</b>" in told.text


def test_a_member_finds_the_way_to_escalate_and_takes_back_what_is_settled(
    group: Body, member_of: Callable[[Body], Client]
) -> None:
    [above] = bodies_above(group)
    chair, executive = member_of(group), member_of(above)
    address = f"/governance/bodies/{group.code}/escalate/"
    assert f'href="{address}"' in chair.get("/governance/escalations/").content.decode()

    chair.post(address, {"to": above.pk, **GIVEN})
    made = Escalation.objects.get()
    back = f"{made.get_absolute_url()}take-back/"
    assert executive.get(back).status_code == 404
    assert "Say why, in a sentence" in Page(chair.post(back, {"reason": " "})).text
    told = Page(chair.post(back, {"reason": "A room was <b>found</b>."}, follow=True)).text

    assert "It no longer waits for Children and Families Executive." in told
    assert "A room was <b>found</b>." in told
    assert "Taken back" in Page(chair.get("/governance/escalations/")).text


def test_the_list_tells_what_waits_from_what_is_answered(
    member_of: Callable[[Body], Client],
) -> None:
    client = member_of(BodyFactory())
    assert "No issue waits for the body above" in Page(client.get("/governance/escalations/")).text

    EscalationFactory(), EscalationFactory(answered=True)
    text = Page(client.get("/governance/escalations/")).text
    assert "1 issue waits for the body above" in text
    assert "Agreed, from November." in text


def test_a_body_without_a_body_above_is_told_so(member_of: Callable[[Body], Client]) -> None:
    body = BodyFactory()
    page = Page(member_of(body).get(f"/governance/bodies/{body.code}/escalate/"))
    assert "No document says whom Early Help Partnership Board reports to" in page.text


@pytest.mark.parametrize(
    ("state", "told"),
    [({"answered": True}, "It was answered already."), ({"taken_back": True}, "It was taken back")],
)
@pytest.mark.parametrize("form", ["answer", "take-back"])
def test_a_form_for_what_waits_no_longer_leads_to_it(
    coordinator: User, sign_in: Callable[[User], Client], state: dict[str, bool], told: str,
    form: str,
) -> None:  # fmt: skip
    found = EscalationFactory(**state)
    address = found.get_absolute_url()

    led = sign_in(coordinator).get(f"{address}{form}/", follow=True)

    assert led.redirect_chain == [(address, 302)]
    assert told in Page(led).text
