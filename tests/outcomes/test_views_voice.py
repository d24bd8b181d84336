"""The pages of voice: who was heard, what they said, small numbers, and what bad input is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Consultation, VoiceItem
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import OutcomeFactory
from tests.factories.voice import (
    ConsultationFactory,
    FeedbackMessageFactory,
    VoiceGroupFactory,
    VoiceItemFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")
SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


def _page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _sent(place: Place, **more: Any) -> dict[str, Any]:
    return {
        "title": "Opening hours", "kind": "meeting", "place": place.pk, "participants": "12",
        "consent": "on", "held_on_day": "1", "held_on_month": "10", "held_on_year": "2026",
        "groups": [VoiceGroupFactory().pk], **more,
    }  # fmt: skip


def test_groups_that_nobody_asked_in_a_year_are_pointed_out(
    board_member: User, sign_in: SignIn
) -> None:
    kin = VoiceGroupFactory(code="kinship-carers")
    ConsultationFactory(groups=[VoiceGroupFactory()])
    ConsultationFactory(groups=[kin], held_on=date(2025, 10, 8))
    VoiceGroupFactory(code="extended-families")
    VoiceGroupFactory(code="others", is_sought=False)

    page = _page(sign_in(board_member), "/governance/voice/")

    assert "2 groups were not asked in the last year" in page
    assert "Last asked on 8 October 2025" in page
    assert "Never recorded" in page
    assert "Record a consultation" not in page


def test_few_people_are_a_number_for_those_alone_who_record_them(
    ne_lead: User, nw_lead: User, board_member: User, sign_in: SignIn
) -> None:
    few = ConsultationFactory(participants=3, place=ne_lead.memberships.get().locality)

    for path in ("/governance/voice/", few.get_absolute_url()):
        assert "3 people" in _page(sign_in(ne_lead), path)
        for other in (nw_lead, board_member):
            page = _page(sign_in(other), path)
            assert "ewer than 6 people" in page
            assert "3 people" not in page


def test_a_lead_records_what_was_said_and_what_changed(ne_lead: User, sign_in: SignIn) -> None:
    client, place = sign_in(ne_lead), ne_lead.memberships.get().locality
    assert place is not None
    made = client.post("/governance/voice/new/", _sent(place, space="A crèche"))
    page = _page(client, made["Location"])
    assert "3 of 4 elements are not recorded" in page
    assert "A crèche" in page

    client.post(f"{made['Location']}said/new/", {"said": SCRIPT, "outcomes": [OutcomeFactory().pk]})
    item = VoiceItem.objects.get()
    path = f"/governance/voice/said/{item.pk}/"
    client.post(path, Page(client.get(path)).boxes[-1] | {
        "response": "Open until 8.", "change": "Fathers come.", "area": "engaged",
    })  # fmt: skip

    page = _page(client, made["Location"])
    assert "Something changed" in page
    assert "&lt;script&gt;alert(1)" in page
    assert SCRIPT not in page
    assert "public page" not in page
    assert "Fathers come." in _page(client, "/governance/voice/you-said/?area=engaged")
    assert "Nothing is like that" in _page(client, "/governance/voice/you-said/?status=said")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"participants": "0"}, "At least one person took part"),
        ({"participants": "9" * 30}, "500,000 or less"),
        ({"participants": "a few"}, "Enter a whole number, such as 12"),
        ({"groups": []}, "Choose at least one group"),
        ({"groups": ["9" * 30]}, "Choose groups from the list"),
        ({"body": "9" * 30}, "Choose a body from the list"),
        ({"held_on_year": "2027"}, "Enter a day that has come"),
        ({"held_on_month": "13"}, "Enter a real date"),
        ({"title": "x" * 201}, "200 characters or fewer"),
        ({"influence": "Write to a@example.org"}, "looks as if an e-mail address is in it"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    coordinator: User, borough: Place, sign_in: SignIn, changes: dict[str, Any], said: str
) -> None:
    data = _sent(borough, voice="In pairs first.") | changes
    answer = sign_in(coordinator).post("/governance/voice/new/", data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "In pairs first." in page
    assert not Consultation.objects.exists()


def test_a_lead_records_nothing_for_another_locality(
    ne_lead: User, localities: dict[str, Place], sign_in: SignIn
) -> None:
    answer = sign_in(ne_lead).post("/governance/voice/new/", _sent(localities["nw"]))
    assert answer.status_code == 200
    assert not Consultation.objects.exists()


def test_without_agreement_what_was_said_is_shown_to_nobody(
    coordinator: User, sign_in: SignIn
) -> None:
    item = VoiceItemFactory(answered=True, consultation__consent=False)
    client = sign_in(coordinator)
    for path in ("/governance/voice/you-said/", item.consultation.get_absolute_url()):
        assert item.said not in _page(client, path)
    sent = client.post(f"{item.consultation.get_absolute_url()}said/new/", {"said": "Again"})
    assert "nothing that was said is saved" in sent.content.decode()


def test_without_agreement_nobody_is_asked_to_type_what_was_said(
    ne_lead: User, sign_in: SignIn, localities: dict[str, Place]
) -> None:
    client, typed = sign_in(ne_lead), _sent(localities["ne"])
    for consent in ({"consent": "on"}, {}):
        given = {key: value for key, value in typed.items() if key != "consent"} | consent
        told = Page(client.post("/governance/voice/new/", given, follow=True)).text
        assert "The consultation is recorded." in told
        assert ("Add what was said" in told) == bool(consent)
        path = f"{Consultation.objects.latest('pk').get_absolute_url()}said/new/"
        assert client.get(path).status_code == (200 if consent else 302)


def test_once_agreement_is_taken_back_the_words_are_shown_to_nobody(
    coordinator: User, sign_in: SignIn
) -> None:
    item = VoiceItemFactory(answered=True, consultation__consent=False)
    client = sign_in(coordinator)
    path = f"/governance/voice/said/{item.pk}/"

    assert client.get(path)["Location"] == item.consultation.get_absolute_url()
    page = Page(client.get(item.consultation.get_absolute_url())).text
    assert "1 thing was written down before. It stays stored" in page
    assert "shown to nobody unless everybody agrees" in page
    typed = client.post(path, {"said": "As I typed it.", "response": "We did."})
    assert "nothing that was said is saved" in typed.content.decode()
    assert "As I typed it." in typed.content.decode()
    assert item.said not in typed.content.decode()


def test_what_holds_the_publics_feedback_is_the_coordinators(
    ne_lead: User, coordinator: User, sign_in: SignIn
) -> None:
    place = ne_lead.memberships.get().locality
    item = VoiceItemFactory(consultation__kind="form", consultation__place=place)
    path = item.consultation.get_absolute_url()
    for user, status in ((ne_lead, 404), (coordinator, 200)):
        client = sign_in(user)
        for more in ("edit/", "said/new/"):
            assert client.get(f"{path}{more}").status_code == status
        assert ("Change the consultation" in _page(client, path)) is (status == 200)
        # Whoever runs the place may still answer it.
        assert client.get(f"/governance/voice/said/{item.pk}/").status_code == 200


def test_a_place_is_chosen_by_whoever_has_more_than_one(
    coordinator: User, ne_lead: User, sign_in: SignIn
) -> None:
    path, place = "/governance/voice/new/", ne_lead.memberships.get().locality
    assert place is not None
    assert Page(sign_in(coordinator).get(path)).boxes[-1]["place"] == ""
    assert Page(sign_in(coordinator).get(f"{path}?place={place.slug}")).boxes[-1]["place"] == str(
        place.pk
    )
    assert Page(sign_in(ne_lead).get(path)).boxes[-1]["place"] == str(place.pk)


def test_the_coordinator_puts_an_answer_on_the_public_page_and_takes_it_off(
    coordinator: User, sign_in: SignIn
) -> None:
    item, client = VoiceItemFactory(answered=True), sign_in(coordinator)
    for published in (True, False):
        client.post(f"/governance/voice/said/{item.pk}/publish/", _of_button(client, item))
        item.refresh_from_db()
        assert item.is_published is published


def _of_button(client: Client, item: VoiceItem) -> dict[str, str]:
    """What the button of the consultation's page sends."""
    page = Page(client.get(item.consultation.get_absolute_url()))
    return next(form for form in page.boxes if "published" in form)


def test_words_that_were_changed_since_are_read_again_before_they_are_public(
    coordinator: User, sign_in: SignIn
) -> None:
    item, client = VoiceItemFactory(answered=True), sign_in(coordinator)
    sent = _of_button(client, item)
    VoiceItem.objects.update(response="Other words.")

    answer = client.post(f"/governance/voice/said/{item.pk}/publish/", sent)

    assert answer.status_code == 409
    page = Page(answer)
    assert "Somebody has changed it since you opened the page" in page.text
    assert "Other words." in page.text
    assert not VoiceItem.objects.published().exists()
    client.post(f"/governance/voice/said/{item.pk}/publish/", _of_button(client, item))
    assert VoiceItem.objects.published().exists()


def test_what_another_saved_meanwhile_is_shown_beside_ones_own(
    coordinator: User, sign_in: SignIn
) -> None:
    fathers, carers = VoiceGroupFactory(), VoiceGroupFactory(code="young-carers")
    item = VoiceItemFactory(consultation__groups=[fathers])
    consultation, client = item.consultation, sign_in(coordinator)
    edits = {
        f"/governance/voice/said/{item.pk}/": {"said": "Mine.", "response": "We did."},
        f"{consultation.get_absolute_url()}edit/": {
            "space": "Mine.", "groups": [fathers.pk, carers.pk], "consent": "on",
        },
    }  # fmt: skip
    for path, mine in edits.items():
        sent = Page(client.get(path)).boxes[-1] | mine
        theirs = f"Theirs, by {path}"
        VoiceItem.objects.update(said=theirs)
        Consultation.objects.update(space=theirs)
        answer = client.post(path, sent)
        page = Page(answer)
        assert answer.status_code == 409
        assert "Somebody else saved other words while you were writing" in page.text
        assert theirs in page.text
        assert "Mine." in page.boxes[-1].values()
        again = client.post(path, sent | {"seen": page.boxes[-1]["seen"]})
        assert again.status_code == 302
        item.refresh_from_db()
        consultation.refresh_from_db()
        assert "Mine." in (item.said, consultation.space)
    assert set(consultation.groups.all()) == {fathers, carers}


def test_feedback_that_waits_is_counted_beside_its_link(
    coordinator: User, ne_lead: User, sign_in: SignIn
) -> None:
    FeedbackMessageFactory()
    path = "/governance/voice/"
    assert "Feedback to read (1 waiting)" in Page(sign_in(coordinator).get(path)).text
    assert "waiting" not in Page(sign_in(ne_lead).get(path)).text


def test_what_was_said_is_on_the_pages_of_its_locality_and_its_panels(
    board_member: User, sign_in: SignIn
) -> None:
    panel = BodyFactory(code="parent_panel", kind="voice forum", name="Parent panel")
    forum = BodyFactory(code="send_parent_forum", kind="voice forum", name="SEND forum")
    found = ConsultationFactory(body=panel)
    found.shared_with.add(forum)
    client = sign_in(board_member)
    for path in (
        "/governance/localities/north-east/",
        panel.get_absolute_url(),
        forum.get_absolute_url(),
    ):
        assert found.title in _page(client, path)


def test_a_part_in_a_design_is_listed_by_service(board_member: User, sign_in: SignIn) -> None:
    VoiceItemFactory(consultation__service="Health visiting", said="Come to our home.")
    VoiceItemFactory(said="Of no service.")
    page = _page(sign_in(board_member), "/governance/voice/design/")
    assert "Health visiting" in page
    assert "Come to our home." in page
    assert "Of no service." not in page


def test_lists_are_filtered_in_the_address(board_member: User, sign_in: SignIn) -> None:
    ConsultationFactory(title="Local", groups=[VoiceGroupFactory()])
    ConsultationFactory(title="Boroughwide", borough=True)
    client = sign_in(board_member)

    def titles(query: str) -> list[bool]:
        page = _page(client, f"/governance/voice/?{query}")
        return [title in page for title in ("Local<", "Boroughwide<")]

    assert titles("") == [True, True]
    assert titles("place=north-east") == [True, False]
    assert titles("group=fathers") == [True, False]
    assert titles("group=nobody&place=%F0%9F&page=zz") == [True, True]


def test_many_consultations_cost_no_more_queries(
    board_member: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    group = VoiceGroupFactory()
    for _ in range(8):
        VoiceItemFactory(consultation=ConsultationFactory(groups=[group]), answered=True)
    client = sign_in(board_member)
    for path in ("/governance/voice/", "/governance/voice/you-said/", "/governance/voice/design/"):
        with django_assert_max_num_queries(14):
            client.get(path)


@pytest.mark.parametrize(("consent", "said", "warned"), [
    (False, True, True), (False, False, False), (True, True, False),
])  # fmt: skip
def test_whoever_ticks_consent_again_reads_that_the_words_come_back(
    coordinator: User, sign_in: SignIn, consent: bool, said: bool, warned: bool
) -> None:
    found = ConsultationFactory(consent=consent)
    if said:
        VoiceItemFactory(consultation=found)
    page = Page(sign_in(coordinator).get(f"{found.get_absolute_url()}edit/")).text
    assert ("what was said before is shown again" in page) == warned
