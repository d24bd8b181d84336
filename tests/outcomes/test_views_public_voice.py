"""Without an account: what is published and nothing else, and a box for feedback that is safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from governance.models import Place, User
from outcomes.models import FeedbackMessage, VoiceItem
from outcomes.voice.feedback import new_stamp
from tests.conftest import NOW
from tests.ehportal.pages import read
from tests.factories.voice import FeedbackMessageFactory, VoiceGroupFactory, VoiceItemFactory
from tests.repository.hostile import HOSTILE

SignIn = Callable[[User], Client]
PAGE, FORM = "/you-said-we-did/", "/feedback/"
SCRIPT = "<script>alert(1)</script>"

pytestmark = pytest.mark.usefixtures("frozen", "db")


@pytest.fixture
def is_open(db: None, settings: Any) -> None:
    settings.PUBLIC_VOICE = settings.PUBLIC_FEEDBACK = True
    cache.clear()


@pytest.fixture
def fill_in(time_machine: Any) -> Callable[..., Any]:
    """Opens the form, waits as long as a person would, and sends it."""

    def sent(client: Client | None = None, *, after: int = 20, **typed: Any) -> Any:
        client = client or Client()
        form = read(client.get(FORM).content).one("main").one("form")
        fields = {
            each.attrs["name"]: each.attrs.get("value", "")
            for each in form.all("input")
            if each.attrs.get("name") != "csrfmiddlewaretoken"
        }
        time_machine.move_to(NOW + timedelta(seconds=after), tick=False)
        answer = client.post(FORM, {**fields, "text": "Open later.", **typed})
        time_machine.move_to(NOW, tick=False)
        return answer

    return sent


@pytest.mark.parametrize("path", [PAGE, FORM, f"{FORM}thanks/"])
def test_public_pages_are_not_there_unless_they_are_switched_on(path: str) -> None:
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404


@pytest.mark.usefixtures("is_open")
def test_only_what_is_published_is_public_and_without_numbers() -> None:
    VoiceItemFactory(answered=True, said="Not looked at yet.")
    VoiceItemFactory(answered=True, is_published=True, said="Taken back.",
                     consultation__consent=False)  # fmt: skip
    many, few = (
        VoiceItemFactory(answered=True, is_published=True, said=said, consultation__title="A panel",
                         consultation__participants=people)
        for said, people in ((SCRIPT, 12), ("Of a few.", 3))
    )  # fmt: skip
    many.consultation.groups.add(VoiceGroupFactory())
    few.consultation.groups.add(VoiceGroupFactory(code="young-carers"))

    page = Client().get(PAGE).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "Fathers, North East" in page
    assert "Said in September 2026" in page
    assert "Of a few." in page
    for hidden in ("Not looked at yet.", "Taken back.", SCRIPT, "people", "A panel", "Young"):
        assert hidden not in page.replace("young people", "")


@pytest.mark.usefixtures("is_open")
def test_somebody_without_an_account_sends_feedback(
    localities: dict[str, Place], fill_in: Callable[..., Any], coordinator: User, sign_in: SignIn
) -> None:
    fathers = VoiceGroupFactory()
    place = f"place-{localities['ne'].pk}"
    answer = fill_in(text=f"Open later {SCRIPT} me@example.org", about=place, group=fathers.pk)
    assert answer["Location"] == f"{FORM}thanks/"
    assert "we have your feedback" in Client().get(answer["Location"]).content.decode()

    queue = sign_in(coordinator).get("/governance/voice/feedback/").content.decode()

    assert "1 message waits to be read" in queue
    assert "an e-mail address is in it" in queue
    assert "&lt;script&gt;" in queue
    assert SCRIPT not in queue
    assert "North East · Fathers" in queue


@pytest.mark.usefixtures("is_open")
@pytest.mark.parametrize("path", [FORM, f"{FORM}thanks/"])
def test_a_page_of_the_form_is_kept_nowhere(path: str) -> None:
    assert "no-store" in Client().get(path)["Cache-Control"]


@pytest.mark.usefixtures("is_open")
@pytest.mark.parametrize(
    ("typed", "after", "said"),
    [
        ({"text": " "}, 20, "Write your feedback"),
        ({"text": "x" * 1501}, 20, "1,500 characters or fewer"),
        ({"text": "a\u0001b"}, 20, "cannot be kept"),
        ({"website": "https://buy.example"}, 20, "Leave the last box empty"),
        ({}, 1, "That was very quick"),
        ({}, 24 * 3600 + 1, "open for too long"),
        ({"stamp": "forged"}, 20, "open for too long"),
        ({"stamp": ""}, 20, "open for too long"),
        ({"about": "hub-999999"}, 20, "Choose a place from the list"),
        ({"group": "9" * 30}, 20, "Choose one from the list"),
    ],
)
def test_what_is_not_taken_says_why_and_loses_nothing(
    fill_in: Callable[..., Any], typed: dict[str, str], after: int, said: str
) -> None:
    answer = fill_in(after=after, **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert typed.get("text", "Open later.").strip()[:3] in page
    assert not FeedbackMessage.objects.exists()


@pytest.mark.usefixtures("is_open")
def test_a_page_that_was_open_too_long_is_sent_at_the_second_go(
    fill_in: Callable[..., Any], time_machine: Any
) -> None:
    page = read(fill_in(after=24 * 3600 + 1).content).one("main").one("form")
    stamp = next(e.attrs["value"] for e in page.all("input") if e.attrs["name"] == "stamp")
    time_machine.move_to(NOW + timedelta(seconds=24 * 3600 + 20), tick=False)
    assert Client().post(FORM, {"text": "Open later.", "stamp": stamp}).status_code == 302


@pytest.mark.usefixtures("is_open")
def test_one_network_sends_no_more_than_it_may_in_an_hour(fill_in: Callable[..., Any]) -> None:
    answers = [fill_in() for _ in range(21)]
    assert {each.status_code for each in answers[:20]} == {302}
    assert answers[20].status_code == 429
    page = answers[20].content.decode()
    assert "Many messages have come from your network" in page
    assert "Open later." in page
    assert FeedbackMessage.objects.count() == 20


@pytest.mark.usefixtures("is_open")
def test_nothing_that_is_typed_breaks_the_form(
    monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    monkeypatch.setattr("outcomes.views.public_voice.is_too_often", lambda *args: False)
    stamp, client = new_stamp(), Client()
    time_machine.move_to(NOW + timedelta(seconds=20), tick=False)
    for value in HOSTILE:
        others = dict.fromkeys(("about", "group", "website", "stamp"), value)
        for sent in ({"text": value, "stamp": stamp}, {"text": "Open later.", **others}):
            assert client.post(FORM, sent).status_code in {200, 302}, (sent.keys(), value[:30])


def _decide(client: Client, message: FeedbackMessage, **typed: str) -> Any:
    return client.post(f"/governance/voice/feedback/{message.pk}/", typed)


def test_the_coordinator_keeps_it_in_other_words(
    coordinator: User, borough: Place, sign_in: SignIn
) -> None:
    message, client = FeedbackMessageFactory(), sign_in(coordinator)
    _decide(client, message, decision="accept", said="Open later.", area="engaged")

    item = VoiceItem.objects.get()
    assert (item.said, item.consultation.get_kind_display()) == ("Open later.", "Feedback form")
    assert item.consultation.title in client.get("/governance/voice/").content.decode()
    assert "No feedback waits" in client.get("/governance/voice/feedback/").content.decode()
    assert _decide(client, message, decision="set_aside", reason="Again").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what becomes of it"),
        ({"decision": "accept"}, "Write in which words it is kept"),
        ({"decision": "accept", "said": "Ask a@example.org"}, "an e-mail address is in it"),
        ({"decision": "set_aside"}, "Say why it is set aside"),
    ],
)
def test_a_decision_that_lacks_something_says_so(
    coordinator: User, borough: Place, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    answer = _decide(sign_in(coordinator), FeedbackMessageFactory(), **typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_what_is_set_aside_is_listed_with_its_reason(coordinator: User, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    _decide(client, FeedbackMessageFactory(), decision="set_aside", reason="Advertising")
    assert "Advertising" in client.get("/governance/voice/feedback/").content.decode()
