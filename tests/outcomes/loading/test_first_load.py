"""The first load of an empty portal, and of one where somebody made a start by hand."""

from __future__ import annotations

from datetime import datetime

import pytest

from governance.models import Event, Place
from outcomes.loading.engine import LoadRefused
from outcomes.loading.load import load_baselines, load_framework
from outcomes.loading.schema import FrameworkData
from outcomes.models import Baseline
from tests.factories.governance import UserFactory

pytestmark = pytest.mark.django_db


def test_one_event_tells_of_the_whole_load(data: FrameworkData, now: datetime) -> None:
    by = UserFactory()
    load_framework(data=data, by=by, at=now)

    event = Event.objects.get()

    assert (event.verb, event.by, event.at) == ("framework.load", by, now)
    assert event.after["counts"]["metrics"] == {"created": 111, "changed": 0, "removed": 0}


def test_rows_made_by_hand_before_the_first_load_are_taken_over(
    borough: Place, localities: dict[str, Place], data: FrameworkData, now: datetime
) -> None:
    report = load_framework(data=data, at=now)

    assert Place.objects.count() == 7
    assert len(report.kinds["places"].created) == 2


def test_baselines_need_the_framework(data: FrameworkData, now: datetime) -> None:
    with pytest.raises(LoadRefused, match="Load the framework first"):
        load_baselines(data=data, at=now)

    assert not Baseline.objects.exists()
