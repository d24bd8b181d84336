"""The story behind a figure: told lightly, never lost, approved and published with the figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Event, Place, User
from outcomes.models import Observation, PublishedStory, Status, Story, Submission
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.publication import publish
from outcomes.services.stories import LONGEST_ANSWER, save_story, version_of
from tests.conftest import NOW, TODAY
from tests.factories.collection import StoryFactory
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

TOLD = {"happened": "A second clinic opened.", "needs": "Interpreters, from the Trust."}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def figure(localities: dict[str, Place]) -> Observation:
    submission = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    return ObservationFactory(
        submission=submission,
        measure=MeasureFactory(code="HEA-201"),
        place=localities["ne"],
        numerator=Decimal(60),
        denominator=Decimal(100),
    )


@pytest.fixture
def lead(sign_in: Callable[[User], Client], ne_lead: User) -> Client:
    return sign_in(ne_lead)


def path_of(figure: Observation) -> str:
    return f"/submissions/{figure.submission_id}/story/{figure.pk}/"


def tell(figure: Observation, by: User, **more: Any) -> Story | None:
    given = {"answers": TOLD, "seen": "", "at": NOW, "on": TODAY, **more}
    return save_story(observation=figure, by=by, **given)


# ---- Telling -----------------------------------------------------------------------------------


def test_any_of_the_five_may_be_answered(figure: Observation, ne_lead: User) -> None:
    story = tell(figure, ne_lead, answers={**TOLD, "why": " \r\n "})

    assert story is not None
    assert story.told == [
        ("What happened?", "A second clinic opened."),
        ("What help do we need?", "Interpreters, from the Trust."),
    ]
    event = Event.objects.get(verb="story.save")
    assert (event.by, event.after["needs"]) == (ne_lead, "Interpreters, from the Trust.")
    figure.submission.refresh_from_db()
    assert (figure.submission.status, figure.submission.version) == (Status.DRAFT, 1)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    figure: Observation, ne_lead: User
) -> None:
    before = tell(figure, ne_lead)
    tell(figure, ne_lead, answers={"did": "We wrote to every practice."}, seen=version_of(before))

    with pytest.raises(StatusChanged, match="has changed this story since you opened it"):
        tell(figure, ne_lead, answers={"did": "Nothing."}, seen=version_of(before))

    assert Story.objects.get().did == "We wrote to every practice."


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"why": "a" * (LONGEST_ANSWER + 1)}, "“Why do we think so.”* must be 400 characters"),
        ({"did": "a\x00"}, "“What did we do.”* has a character in it that cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    figure: Observation, ne_lead: User, answers: dict[str, str], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        tell(figure, ne_lead, answers=answers)
    assert not Story.objects.exists()


def test_an_approved_figure_keeps_its_story(figure: Observation, ne_lead: User) -> None:
    Observation.objects.update(approved_at=NOW, approved_by=ne_lead)
    with pytest.raises(StatusChanged, match="approved this figure"):
        tell(figure, ne_lead)


# ---- Its page ----------------------------------------------------------------------------------


def test_the_page_asks_five_questions_and_names_nobody(lead: Client, figure: Observation) -> None:
    page = lead.get(path_of(figure)).content.decode()

    for question in ("What happened?", "Why do we think so?", "What did we do?"):
        assert question in page
    assert "Name no child and no parent" in page
    assert (
        "Tell the story"
        in lead.get(f"/submissions/{figure.submission_id}/healthy/").content.decode()
    )


def test_what_is_saved_is_shown_where_the_figure_is(lead: Client, figure: Observation) -> None:
    answer = lead.post(path_of(figure), TOLD)

    assert answer.status_code == 302
    section = lead.get(answer.headers["Location"]).content.decode()
    assert "is saved." in section
    assert "Change the story" in section
    assert (
        "Interpreters, from the Trust."
        in lead.get(f"/submissions/{figure.submission_id}/check/").content.decode()
    )


@pytest.mark.parametrize("late", [False, True])
def test_nothing_typed_is_lost_where_it_cannot_be_saved(
    lead: Client, figure: Observation, late: bool
) -> None:
    if late:
        Submission.objects.update(status=Status.SUBMITTED)
    long = "" if late else "word " * 100
    why = "These figures are submitted" if late else "The answer must be 400 characters or fewer"

    page = lead.post(path_of(figure), {**TOLD, "why": long})

    assert page.status_code == 409
    body = page.content.decode()
    assert why in body
    for words in (*TOLD.values(), long.strip()):
        assert words in body
    assert not Story.objects.exists()


def test_two_people_put_their_stories_together(
    lead: Client, figure: Observation, ne_lead: User
) -> None:
    StoryFactory(observation=figure, happened="Theirs.", changed_by=ne_lead)

    page = lead.post(path_of(figure), {"happened": "Mine.", "seen": ""}).content.decode()

    assert "has changed this story since you opened it" in page
    assert "Theirs." in page
    assert "Mine." in page
    seen = version_of(Story.objects.get())
    assert f'value="{seen}"' in page
    lead.post(path_of(figure), {"happened": "Theirs and mine.", "seen": seen})
    assert Story.objects.get().happened == "Theirs and mine."


def test_what_was_sent_after_signing_out_waits_until_they_are_back(
    lead: Client, figure: Observation, ne_lead: User
) -> None:
    owner = Page(lead.get(path_of(figure))).boxes[-1]["opened_by"]
    client = Client()
    client.post(path_of(figure), {**TOLD, "opened_by": owner})
    client.force_login(ne_lead)

    page = client.get(path_of(figure)).content.decode()

    assert "Not saved yet." in page
    assert "Interpreters, from the Trust." in page
    assert not Story.objects.exists()


def test_a_split_has_no_story_of_its_own(lead: Client, figure: Observation) -> None:
    split = ObservationFactory(
        submission=figure.submission,
        measure=figure.measure,
        place=figure.place,
        category=CategoryFactory(),
    )
    assert lead.get(path_of(split)).status_code == 404


# ---- To the Board ------------------------------------------------------------------------------


@pytest.fixture
def told_of_four(
    localities: dict[str, Place], coordinator: User, now: datetime
) -> dict[str, Observation]:
    """The North East is too small to show, and another is hidden with it; each has a story."""
    measure = MeasureFactory(code="HEA-201")
    counts = {"ne": (4, 791), "nw": (123, 827), "se": (250, 900), "sw": (260, 910)}
    found = {}
    for short, (top, bottom) in counts.items():
        submission = SubmissionFactory(reporter=ReporterFactory(place=localities[short]))
        found[short] = ObservationFactory(
            submission=submission,
            measure=measure,
            place=localities[short],
            numerator=Decimal(top),
            denominator=Decimal(bottom),
            approved_at=NOW,
            approved_by=coordinator,
        )
        StoryFactory(observation=found[short], happened=f"{top} families came.")
    Submission.objects.update(status=Status.APPROVED)
    return found


def test_a_story_is_published_with_its_figure_and_not_with_a_hidden_one(
    told_of_four: dict[str, Observation], coordinator: User, now: datetime
) -> None:
    publication = publish(period=PeriodFactory(), by=coordinator, at=now)

    shown = set(
        publication.figures.filter(value__isnull=False, place__kind="locality").values_list(
            "place_id", flat=True
        )
    )
    stories = PublishedStory.objects.filter(publication=publication)
    assert {story.place_id for story in stories} == shown
    assert told_of_four["ne"].place_id not in shown
    assert {story.reporter for story in stories} == {"South East locality", "South West locality"}


def test_a_story_of_a_figure_that_is_not_approved_stays_where_it_is(
    told_of_four: dict[str, Observation], coordinator: User, now: datetime
) -> None:
    Observation.objects.filter(pk=told_of_four["se"].pk).update(approved_at=None, approved_by=None)

    publish(period=PeriodFactory(), by=coordinator, at=now)

    assert not PublishedStory.objects.filter(place=told_of_four["se"].place).exists()
