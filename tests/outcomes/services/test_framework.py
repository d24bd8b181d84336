"""Drafts are copied from what is in force; what is published is frozen and followed, not edited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from governance.models import Event, User
from outcomes.models import (
    AmbitionAction,
    Baseline,
    FrameworkVersion,
    Metric,
    MetricMeasure,
    VersionStatus,
)
from outcomes.services.exceptions import NotReady, Refused, StatusChanged
from outcomes.services.framework import clone_version, publish_version
from tests.factories.evidence import (
    AmbitionActionFactory,
    BaselineFactory,
    IndicatorFactory,
    MetricComponentFactory,
    MetricMeasureFactory,
)
from tests.factories.governance import BodyFactory, SourceDocumentFactory
from tests.factories.outcomes import (
    FrameworkVersionFactory,
    LevelFactory,
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    OutcomeFactory,
    PriorityFactory,
)


@pytest.fixture
def in_force(db: None) -> FrameworkVersion:
    """A published version with one of everything, and two metrics."""
    version = FrameworkVersionFactory(source=SourceDocumentFactory(), source_lines="590")
    area = OutcomeAreaFactory(version=version)
    area.led_by.add(BodyFactory())
    AmbitionActionFactory(area=area)
    level = LevelFactory(version=version)
    OutcomeFactory(version=version, area=area, level=level)
    IndicatorFactory(version=version, area=area, level=level)
    IndicatorFactory(version=version, area=None, level=level, text="Cuts across areas")
    metric = MetricFactory(version=version, area=area, level=level, code="m1")
    metric.priorities.add(PriorityFactory())
    BaselineFactory().metrics.add(metric)
    MetricMeasureFactory(metric=metric, component=MetricComponentFactory(metric=metric))
    MetricFactory(version=version, area=area, level=None, code="m2")
    return version


def clone(version: FrameworkVersion, by: User, at: datetime, label: str = "2028-2031") -> Any:
    return clone_version(version=version, label=label, by=by, at=at)


def test_a_draft_is_a_whole_copy(in_force, administrator, now) -> None:
    draft = clone(in_force, administrator, now)

    assert (draft.label, draft.status, draft.supersedes) == (
        "2028-2031",
        VersionStatus.DRAFT,
        in_force,
    )
    assert (draft.source, draft.source_lines, draft.published_at) == (in_force.source, "590", None)
    area, level = draft.areas.get(), draft.levels.get()
    assert area.led_by.get().code == "eh_board"
    assert AmbitionAction.objects.filter(area=area).count() == 1
    outcome = draft.outcomes.get()
    assert (outcome.area, outcome.level, outcome.text) == (area, level, "Are healthy")
    assert [i.area for i in draft.indicators.order_by("pk")] == [area, None]
    metric = draft.metrics.get(code="m1")
    assert (metric.area, metric.level) == (area, level)
    assert metric.priorities.get().number == 1
    assert metric.baselines.get() == Baseline.objects.get()
    link = metric.serves.get()
    assert link.component == metric.components.get()
    assert draft.metrics.get(code="m2").level is None


def test_a_draft_shares_measures_and_leaves_the_original_as_it_was(
    in_force, administrator, now
) -> None:
    clone(in_force, administrator, now)

    assert in_force.metrics.count() == 2
    original, copy = MetricMeasure.objects.order_by("pk")
    assert original.measure == copy.measure
    assert original.component != copy.component
    assert original.metric.version == in_force


def test_each_metric_of_a_draft_supersedes_its_original(in_force, administrator, now) -> None:
    draft = clone(in_force, administrator, now)

    for metric in draft.metrics.all():
        assert metric.supersedes == in_force.metrics.get(code=metric.code)
    assert not Metric.objects.filter(version=in_force).exclude(supersedes=None).exists()


def test_copying_takes_as_many_questions_for_many_metrics_as_for_few(
    in_force, administrator, now, django_assert_max_num_queries
) -> None:
    area, level = in_force.areas.get(), in_force.levels.get()
    for number in range(30):
        metric = MetricFactory(version=in_force, area=area, level=level, code=f"x{number}")
        MetricMeasureFactory(metric=metric, measure=MeasureFactory())

    with django_assert_max_num_queries(45):
        clone(in_force, administrator, now)


def test_starting_a_draft_is_recorded(in_force, administrator, now) -> None:
    draft = clone(in_force, administrator, now)

    event = Event.objects.get()
    assert (event.verb, event.by, event.at) == ("framework.start_draft", administrator, now)
    assert event.subject_id == str(draft.pk)
    assert event.after == {"from": str(in_force), "metrics": 2}


@pytest.mark.parametrize(
    ("label", "said"),
    [("  ", "Give the new version a label"), ("2025-2028", "already has a version 2025-2028")],
)
def test_a_draft_needs_a_label_of_its_own(in_force, administrator, now, label, said) -> None:
    with pytest.raises(Refused, match=said):
        clone(in_force, administrator, now, label)

    assert FrameworkVersion.objects.count() == 1
    assert not Event.objects.exists()


def test_one_draft_at_a_time_follows_a_version(in_force, administrator, now) -> None:
    clone(in_force, administrator, now)

    with pytest.raises(Refused, match=r"A draft is already under way: .*2028-2031"):
        clone(in_force, administrator, now, "2028-2032")


def test_a_draft_is_not_copied(in_force, administrator, now) -> None:
    draft = clone(in_force, administrator, now)

    with pytest.raises(Refused, match="not in force"):
        clone(draft, administrator, now, "2031-2034")


def test_publishing_freezes_and_supersedes(in_force, administrator, now) -> None:
    draft = clone(in_force, administrator, now)

    published = publish_version(version=draft, by=administrator, at=now)

    in_force.refresh_from_db()
    assert in_force.status == VersionStatus.SUPERSEDED
    assert published.is_frozen
    assert (published.published_by, published.published_at) == (administrator, now)
    assert (published.supersedes, in_force.superseded_by) == (in_force, published)
    assert in_force.metrics.count() == 2


def test_publishing_is_recorded(in_force, administrator, now) -> None:
    publish_version(version=clone(in_force, administrator, now), by=administrator, at=now)

    event = Event.objects.get(verb="framework.publish")
    assert (event.by, event.before) == (administrator, {"status": "draft"})
    assert event.after == {"status": "published", "supersedes": str(in_force)}


def test_a_version_is_published_once(in_force, administrator, now) -> None:
    with pytest.raises(StatusChanged, match="already published"):
        publish_version(version=in_force, by=administrator, at=now)


def test_a_superseded_version_does_not_come_back(in_force, administrator, now) -> None:
    publish_version(version=clone(in_force, administrator, now), by=administrator, at=now)

    with pytest.raises(StatusChanged, match="already superseded"):
        publish_version(version=in_force, by=administrator, at=now)


def test_an_empty_draft_is_not_published(in_force, administrator, now) -> None:
    draft = FrameworkVersionFactory(label="Empty", status=VersionStatus.DRAFT, published_at=None)

    with pytest.raises(NotReady, match="no outcome areas or no metrics"):
        publish_version(version=draft, by=administrator, at=now)

    in_force.refresh_from_db()
    assert in_force.status == VersionStatus.PUBLISHED


def test_a_first_version_supersedes_nothing(in_force, administrator, now) -> None:
    FrameworkVersion.objects.filter(pk=in_force.pk).update(status=VersionStatus.DRAFT)

    published = publish_version(version=in_force, by=None, at=now)

    assert (published.supersedes, published.published_by) == (None, None)


def test_what_is_replaced_is_superseded_by_what_replaced_it(in_force, administrator, now) -> None:
    """A draft made afresh may overtake one that was copied; the copy then follows that one."""
    copied = clone(in_force, administrator, now)
    afresh = FrameworkVersionFactory(label="Afresh", status=VersionStatus.DRAFT, published_at=None)
    MetricFactory(version=afresh, area=OutcomeAreaFactory(version=afresh), level=None)

    publish_version(version=afresh, by=administrator, at=now)
    publish_version(version=copied, by=administrator, at=now)

    chain = FrameworkVersion.objects.order_by("pk").values_list("label", "status")
    assert dict(chain) == {
        "2025-2028": "superseded",
        "2028-2031": "published",
        "Afresh": "superseded",
    }
    copied.refresh_from_db()
    assert copied.supersedes == afresh
    assert copied.supersedes.supersedes == in_force
