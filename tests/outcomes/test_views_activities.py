"""The pages of activities, for whoever reads them and whoever runs a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Activity, Contribution
from tests.dashboards.publishing import text_of
from tests.factories.activities import ActivityFactory, ContributionFactory
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import OutcomeFactory
from tests.page import Page

PATH = "/governance/activities/"
SignIn = Callable[[User], Client]


@pytest.fixture
def lead(sign_in: SignIn, ne_lead: User) -> Client:
    return sign_in(ne_lead)


@pytest.fixture
def here(localities: dict[str, Place]) -> Activity:
    return ActivityFactory(place=localities["ne"])


@pytest.fixture
def elsewhere(localities: dict[str, Place]) -> Activity:
    return ActivityFactory(place=localities["nw"], title="Walks")


def _typed(place: Place, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Baby massage",
        "what": "Each Monday, for ten weeks.",
        "dfe_code": "B12",
        "organisation": OrganisationFactory().pk,
        "team": "Health visiting",
        "place": place.pk,
        "starts_on_day": "1",
        "starts_on_month": "9",
        "starts_on_year": "2026",
    } | changes


def test_without_activities_it_says_so(lead: Client) -> None:
    assert "No activity is written down yet" in text_of(lead.get(PATH))


def test_what_says_nothing_of_outcomes_is_counted_and_flagged(
    lead: Client, here: Activity, elsewhere: Activity
) -> None:
    ContributionFactory(activity=elsewhere)

    text = text_of(lead.get(PATH))

    assert "1 of 2 activities has no evidence yet of what it contributes to" in text
    assert "Not said yet" in text


def test_what_contributes_to_an_area_is_counted_by_place_and_team(
    lead: Client, here: Activity, elsewhere: Activity
) -> None:
    outcome = OutcomeFactory()
    ContributionFactory(activity=here, outcome=outcome)
    ContributionFactory(activity=elsewhere, outcome=outcome)

    text = text_of(lead.get(PATH))

    assert f"{outcome.area.name} None 1 1 None None Early years team" in text
    assert "2 activities, each with evidence of what it contributes to" in text


def test_an_activity_that_ended_is_not_listed(lead: Client, here: Activity, frozen: Any) -> None:
    Activity.objects.update(ends_on=date(2026, 10, 7))
    assert "Stay and play" not in text_of(lead.get(PATH))


def test_a_lead_adds_an_activity_and_what_it_contributes_to(
    lead: Client, localities: dict[str, Place]
) -> None:
    sent = lead.post(f"{PATH}new/", _typed(localities["ne"]))
    added = Activity.objects.get()
    assert sent.headers["Location"] == added.get_absolute_url()

    outcome = OutcomeFactory()
    answer = lead.post(
        f"{PATH}{added.pk}/contributions/new/",
        {"outcome": outcome.pk, "how": "Calm babies.", "kind": "research", "evidence": "NICE."},
        follow=True,
    )

    assert "Published research. NICE." in text_of(answer)
    assert added.contributions.get().outcome == outcome


def test_a_lead_adds_no_activity_elsewhere(lead: Client, localities: dict[str, Place]) -> None:
    answer = lead.post(f"{PATH}new/", _typed(localities["nw"]))

    assert "That choice is no longer in the list" in text_of(answer)
    assert "Baby massage" in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_mistake_keeps_what_was_typed(lead: Client, localities: dict[str, Place]) -> None:
    answer = lead.post(f"{PATH}new/", _typed(localities["ne"], team="", starts_on_month="13"))
    text = text_of(answer)

    assert "Say which team or service does it" in text
    assert "Enter a real date" in text
    assert "Each Monday, for ten weeks." in text


def test_a_contribution_is_changed_and_taken_back(lead: Client, here: Activity) -> None:
    given = ContributionFactory(activity=here)
    path = f"/governance/contributions/{given.pk}/edit/"
    typed = {"outcome": given.outcome_id, "how": "New words.", "kind": "practice",
             "evidence": "What we see."}  # fmt: skip

    lead.post(path, typed | {"seen": Page(lead.get(path)).boxes[-1]["seen"]})
    assert Contribution.objects.get().how == "New words."
    answer = lead.post(path, {"take_back": "yes"}, follow=True)

    assert "The contribution is taken back." in text_of(answer)
    assert not Contribution.objects.exists()


def test_what_another_saved_meanwhile_is_shown_beside_ones_own(
    lead: Client, here: Activity, localities: dict[str, Place]
) -> None:
    given = ContributionFactory(activity=here)
    said = {"outcome": given.outcome_id, "how": "Mine.", "kind": "practice", "evidence": "Seen."}
    asks = {
        f"{here.get_absolute_url()}edit/": _typed(localities["ne"], title="Mine."),
        f"{here.get_absolute_url()}contributions/new/": said,
    }
    for path, typed in asks.items():
        seen = Page(lead.get(path)).boxes[-1]["seen"]
        Activity.objects.filter(title="Stay and play").update(title="Theirs.")
        answer = lead.post(path, typed | {"seen": seen})
        page = Page(answer)
        assert answer.status_code == 409
        assert "saved it" in page.text
        assert "Mine." in page.boxes[-1].values()
        seen = page.boxes[-1]["seen"]
        assert lead.post(path, typed | {"seen": seen}).status_code == 302
    assert (Activity.objects.get().title, Contribution.objects.get().how) == ("Mine.", "Mine.")


def test_words_are_never_markup(lead: Client, here: Activity) -> None:
    ContributionFactory(activity=here, how="<script>alert(1)</script>")
    assert "<script>alert(1)" not in lead.get(here.get_absolute_url()).content.decode()


def test_the_list_asks_as_much_however_many_there_are(
    lead: Client,
    localities: dict[str, Place],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for number in range(4):
        activity = ActivityFactory(place=localities["ne"], title=f"Group {number}")
        ContributionFactory(activity=activity)
    lead.get(PATH)
    with django_assert_max_num_queries(10):
        lead.get(PATH)
