"""The coordinator's pages of new baselines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Rebase
from tests.dashboards.publishing import publish, steady, text_of
from tests.factories.evidence import RebaseFactory
from tests.factories.outcomes import MeasureFactory, PeriodFactory

PATH = "/review/baselines/"

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def desk(sign_in: Callable[[User], Client], coordinator: User) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def typed(borough: Place) -> dict[str, object]:
    measure = MeasureFactory(code="HEA-101")
    publish({(measure, borough): steady(8)})
    return {
        "measure": measure.pk,
        "place": borough.pk,
        "period": PeriodFactory(code="2025-Q4").pk,
        "reason": "The clinic moved into the family hub",
        "asked_by": "Maternity lead",
        "approved_by": "Early Help Partnership Board",
    }


def test_a_new_baseline_is_recorded_and_listed(desk: Client, typed: dict[str, object]) -> None:
    page = desk.post(PATH, typed, follow=True)
    text = text_of(page)
    assert "The clinic moved into the family hub" in text
    assert "Asked for by Maternity lead, approved by Early Help Partnership Board" in text
    assert Rebase.objects.standing().count() == 1


def test_what_was_typed_stays_where_it_is_refused(desk: Client, typed: dict[str, object]) -> None:
    page = desk.post(PATH, typed | {"approved_by": "maternity lead"})
    assert page.status_code == 200
    assert "Somebody else than the person who asked has to approve it" in text_of(page)
    assert "The clinic moved into the family hub" in page.content.decode()
    empty = desk.post(PATH, typed | {"reason": ""})
    assert "Say what changed, and why it is expected to last" in text_of(empty)
    assert not Rebase.objects.exists()


def test_it_is_taken_back_with_a_reason_and_stays_listed(desk: Client) -> None:
    rebase = RebaseFactory()
    address = f"{PATH}{rebase.pk}/take-back/"
    assert "Say why it is taken back" in text_of(desk.post(address, {"reason": ""}))
    page = desk.post(address, {"reason": "It did not last"}, follow=True)
    assert "It did not last" in text_of(page)
    assert desk.get(address).status_code == 404
