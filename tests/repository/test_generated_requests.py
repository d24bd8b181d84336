"""A few hundred generated requests; `make drill` sends ten thousand."""

from __future__ import annotations

import pytest

from outcomes.models import Observation, Submission
from tests.repository.generated import Maker, Request
from tests.repository.walk import in_a_hurry
from tests.repository.watch import hand_in_some, read, send_generated, trespasses
from tests.repository.world import World

COUNT = 250


def test_no_generated_request_breaks_a_page_or_writes_what_it_may_not(world: World) -> None:
    with in_a_hurry():
        found = send_generated(world, count=COUNT, seed=3)
    assert found.broken == []
    assert found.trespassed == []
    # It is no proof unless some of them came through, and some of all kinds were refused.
    assert found.changed_something > 10
    assert {200, 302, 400, 403, 404, 405} <= set(found.statuses)
    assert {"outcomes:section", "outcomes:check", "outcomes:review_submission"} <= found.routes


def test_the_same_seed_makes_the_same_requests(world: World) -> None:
    with in_a_hurry():
        first, second = Maker(world, seed=5), Maker(world, seed=5)
    assert [first.make() for _ in range(20)] == [second.make() for _ in range(20)]


def asked_by(who: str) -> Request:
    return Request(1, "", who, "POST", "/", b"", "", {}, "", False, "by hand")


@pytest.mark.parametrize("who", ["nw_lead", "coordinator", "administrator", "signed_out"])
def test_a_figure_that_somebody_else_writes_is_noticed(world: World, who: str) -> None:
    hand_in_some(world)
    before = read()
    Observation.objects.filter(submission=world.submissions["ne_lead"]).update(note="Not mine")
    assert list(trespasses(world, asked_by(who), before)) == [
        f"figures of submission {world.submissions['ne_lead'].pk}, which is somebody else's"
    ]
    assert list(trespasses(world, asked_by("ne_lead"), before)) == []


def test_a_figure_that_is_written_after_handing_in_is_noticed(world: World) -> None:
    hand_in_some(world)
    before = read()
    handed_in = world.submissions["nw_lead"]
    Observation.objects.filter(submission=handed_in).update(numerator_typed="7")
    Submission.objects.filter(pk=handed_in.pk).update(status="draft")
    assert len(list(trespasses(world, asked_by("nw_lead"), before))) == 2
