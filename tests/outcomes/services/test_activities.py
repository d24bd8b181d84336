"""Activities and what they contribute to: kept once, changed in words, never without evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from governance.models import Event, Place, User
from outcomes.models import Activity, EvidenceKind
from outcomes.services.activities import (
    LONGEST_TEXT,
    ActivityContent,
    contribution_version,
    remove_contribution,
    save_activity,
    save_contribution,
)
from outcomes.services.exceptions import Refused, SavedMeanwhile
from tests.factories.activities import ActivityFactory, ContributionFactory
from tests.factories.governance import OrganisationFactory, SiteFactory
from tests.factories.outcomes import MeasureFactory, OutcomeFactory


@pytest.fixture
def north_east(localities: dict[str, Place]) -> Place:
    return localities["ne"]


def _content(place: Place, **changes: Any) -> ActivityContent:
    values = {
        "title": "Stay and play",
        "what": "Each Tuesday.",
        "team": "Early years team",
        "organisation": OrganisationFactory(),
        "place": place,
        "starts_on": date(2026, 4, 1),
    }
    return ActivityContent(**(values | changes))


def _said(activity: Activity, **changes: Any) -> dict[str, Any]:
    values = {
        "activity": activity,
        "outcome": OutcomeFactory(),
        "how": "Parents practise.",
        "evidence": "Our survey.",
        "kind": EvidenceKind.FAMILIES,
    }
    return values | changes


def test_an_activity_is_added_and_told(north_east: Place, ne_lead: User, now: datetime) -> None:
    saved = save_activity(content=_content(north_east, title="  Walks "), by=ne_lead, at=now)

    event = Event.objects.get(subject_kind="outcomes.activity")
    assert (saved.title, event.verb, event.after["title"]) == ("Walks", "activity.add", "Walks")


def test_the_same_words_again_tell_nothing(north_east: Place, ne_lead: User, now: datetime) -> None:
    content = _content(north_east)
    saved = save_activity(content=content, by=ne_lead, at=now)
    save_activity(activity=saved, content=content, by=ne_lead, at=now)

    assert Event.objects.filter(subject_kind="outcomes.activity").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"ends_on": date(2026, 3, 31)}, "ends_on", "on or after"),
        ({"title": " \u200b"}, "title", "Say what it is called"),
        ({"what": ""}, "what", "Say what is done"),
        ({"what": "a" * (LONGEST_TEXT + 1)}, "what", "or fewer"),
        ({"team": "a\x00"}, "team", "cannot be kept"),
    ],
)
def test_what_makes_no_activity_is_refused_beside_its_question(
    changes: dict[str, Any], field: str, why: str, north_east: Place, ne_lead: User, now: datetime
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        save_activity(content=_content(north_east, **changes), by=ne_lead, at=now)
    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_an_activity_may_end_on_the_day_it_began(
    north_east: Place, ne_lead: User, now: datetime
) -> None:
    content = _content(north_east, ends_on=date(2026, 4, 1))
    assert save_activity(content=content, by=ne_lead, at=now).ends_on == date(2026, 4, 1)


def test_the_same_activity_is_not_added_twice(
    north_east: Place, ne_lead: User, now: datetime
) -> None:
    save_activity(content=_content(north_east), by=ne_lead, at=now)
    with pytest.raises(Refused, match="there already"):
        save_activity(content=_content(north_east), by=ne_lead, at=now)


def test_a_site_of_another_locality_is_refused(
    localities: dict[str, Place], ne_lead: User, now: datetime
) -> None:
    site = SiteFactory(locality=localities["nw"])
    with pytest.raises(Refused, match="not in North East"):
        save_activity(content=_content(localities["ne"], site=site), by=ne_lead, at=now)


def test_an_outcome_is_named_once_and_what_was_said_before_stays_in_the_audit(
    ne_lead: User, now: datetime, db: None
) -> None:
    activity = ActivityFactory()
    first = save_contribution(**_said(activity), by=ne_lead, at=now)
    other = _said(activity, outcome=first.outcome, how="They meet.", measure=MeasureFactory())
    with pytest.raises(SavedMeanwhile):
        save_contribution(**other, by=ne_lead, at=now)
    again = save_contribution(**other, seen=contribution_version(first), by=ne_lead, at=now)

    assert activity.contributions.get() == first == again
    told = Event.objects.filter(verb="activity.contribution").order_by("pk").last()
    assert (told.before["how"], told.after["how"]) == ("Parents practise.", "They meet.")


@pytest.mark.parametrize(
    ("changes", "field"), [({"how": " "}, "how"), ({"evidence": "\u200b"}, "evidence")]
)
def test_a_contribution_without_evidence_is_refused(
    changes: dict[str, str], field: str, ne_lead: User, now: datetime, db: None
) -> None:
    activity = ActivityFactory()
    with pytest.raises(Refused) as refused:
        save_contribution(**_said(activity, **changes), by=ne_lead, at=now)
    assert refused.value.field == field


def test_a_contribution_is_taken_back_once(ne_lead: User, now: datetime, db: None) -> None:
    contribution = ContributionFactory()
    for _ in range(2):
        remove_contribution(contribution=contribution, by=ne_lead, at=now)

    assert not contribution.activity.contributions.exists()
    assert Event.objects.filter(verb="activity.contribution").count() == 1
