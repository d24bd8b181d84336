"""Loading the fixtures: what it writes, what it leaves, what it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from governance.models import Body, Event, ReportingLine, User
from outcomes.loading.engine import LoadRefused
from outcomes.loading.load import load_baselines, load_framework
from outcomes.loading.report import Change, Kept, LoadReport
from outcomes.loading.schema import FrameworkData
from outcomes.models import (
    Baseline,
    BaselineComparator,
    DataGap,
    FrameworkVersion,
    Indicator,
    Measure,
    Metric,
    MetricMeasure,
    Outcome,
    Priority,
    VersionStatus,
)
from tests.factories.governance import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def load_again(now: datetime, loaded: LoadReport) -> Callable[..., LoadReport]:
    """Loads changed fixtures a day after the first load."""

    def load(data: FrameworkData, **options: Any) -> LoadReport:
        return load_framework(data=data, at=now + timedelta(days=1), **options)

    return load


def with_body(data: FrameworkData, code: str, **changes: Any) -> FrameworkData:
    """The fixtures with one body said otherwise."""
    bodies = tuple(replace(body, **changes) if body.code == code else body for body in data.bodies)
    return replace(data, bodies=bodies)


def with_measure(data: FrameworkData, code: str, **changes: Any) -> FrameworkData:
    measures = tuple(
        replace(measure, **changes) if measure.code == code else measure
        for measure in data.measures
    )
    return replace(data, measures=measures)


def with_first_cell(data: FrameworkData, **changes: Any) -> FrameworkData:
    """The fixtures with the first cell of the Early Help framework said otherwise."""
    first, *others = data.early_help.cells
    cells = (replace(first, **changes), *others)
    return replace(data, early_help=replace(data.early_help, cells=cells))


def with_version(data: FrameworkData, label: str) -> FrameworkData:
    """The fixtures with another version of the Early Help framework."""
    framework = replace(data.early_help.framework, version=label)
    return replace(data, early_help=replace(data.early_help, framework=framework))


def test_load_writes_every_statement(loaded: LoadReport, data: FrameworkData) -> None:
    early_help = FrameworkVersion.objects.get(framework__code="early-help-outcomes")

    assert [metric.text for metric in Metric.objects.filter(version=early_help)] == [
        metric.text_untagged for metric in data.early_help_metrics()
    ]
    assert Counter(Metric.objects.values_list("version__framework__code", flat=True)) == {
        "early-help-outcomes": 67,
        "family-hub-process-measures": 17,
        "accelerate": 27,
    }
    assert (Outcome.objects.count(), Indicator.objects.count()) == (26, 47)
    assert Indicator.objects.filter(area__isnull=True).count() == 7


def test_a_metric_has_its_tags_its_priorities_its_place_and_its_source(loaded: LoadReport) -> None:
    metric = Metric.objects.get(code="bcyp.learning.m2")

    assert "(4)" in metric.text_as_printed
    assert "(4)" not in metric.text
    assert [priority.code for priority in metric.priorities.all()] == ["op4", "op5"]
    assert (metric.area.code, metric.level and metric.level.code) == ("learning", "bcyp")
    assert (metric.source and metric.source.code, metric.source_lines) == (
        "early-help-strategy",
        "597",
    )
    assert [component.code[-1] for component in metric.components.all()] == ["a", "b", "c"]


def test_bodies_in_each_locality_are_their_own_rows(loaded: LoadReport) -> None:
    teams = Body.objects.filter(instance_of__code="ilt")

    assert Body.objects.described().count() == 52
    assert Body.objects.convened().count() == 67
    assert {team.place and team.place.code for team in teams} == {
        "TH-NE",
        "TH-NW",
        "TH-SE",
        "TH-SW",
    }
    assert Counter(ReportingLine.objects.values_list("strength", flat=True)) == {
        "stated": 8,
        "inferred": 6,
    }


def test_a_measure_serves_the_metrics_of_several_frameworks(
    loaded: LoadReport, data: FrameworkData
) -> None:
    measure = next(measure for measure in data.measures if "a1.m1" in measure.serves)

    served = Measure.objects.get(code=measure.code).metrics.values_list("code", flat=True)

    assert set(served) == set(measure.serves)
    assert len(served) > 1


def test_first_versions_are_published_as_they_are_loaded(loaded: LoadReport, now: datetime) -> None:
    versions = FrameworkVersion.objects.all()

    assert {(version.status, version.published_at) for version in versions} == {
        (VersionStatus.PUBLISHED, now)
    }
    assert versions.count() == 3


def test_loading_again_changes_nothing(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    report = load_again(data)

    assert not report.changed_anything
    assert sum(kind.unchanged for kind in report.kinds.values()) > 1000
    assert not any(kind.kept or kind.no_longer_in_fixtures for kind in report.kinds.values())
    assert Event.objects.count() == 1


def test_a_changed_fixture_is_reported_and_audited(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    report = load_again(with_body(data, "omg", name="Operations"))

    change = Change("omg", {"name": "Operational Management Group"}, {"name": "Operations"})
    assert report.kinds["bodies"].changed == [change]
    assert Body.objects.get(code="omg").name == "Operations"
    event = Event.objects.first()
    assert event is not None
    assert event.before["bodies"] == {"omg": {"name": "Operational Management Group"}}
    assert event.after["bodies"] == {"omg": {"name": "Operations"}}


def test_changed_links_are_reported(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    code = next(measure.code for measure in data.measures if measure.breakdowns)

    report = load_again(with_measure(data, code, breakdowns=("sex",)))

    assert [change.after for change in report.kinds["measures"].changed] == [
        {"breakdowns": ["sex"]}
    ]
    assert [split.code for split in Measure.objects.get(code=code).breakdowns.all()] == ["sex"]


def test_an_edit_in_the_portal_is_kept_and_reported(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    Body.objects.filter(code="ehpb").update(name="The Board", chair="A. Chair")

    report = load_again(with_body(data, "ehpb", name="Early Help Board", note="As renamed."))

    body = Body.objects.get(code="ehpb")
    assert (body.name, body.chair, body.note) == ("The Board", "A. Chair", "As renamed.")
    assert report.kinds["bodies"].kept == [Kept("ehpb", "edited there: name, chair")]


def test_an_edit_stays_kept_at_every_later_load(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    Body.objects.filter(code="ehpb").update(name="The Board")

    for _ in range(2):
        report = load_again(with_body(data, "ehpb", name="Early Help Board"))

    assert Body.objects.get(code="ehpb").name == "The Board"
    assert report.kinds["bodies"].kept == [Kept("ehpb", "edited there: name")]


def test_overwrite_lets_the_fixtures_win(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    Body.objects.filter(code="ehpb").update(name="The Board")

    report = load_again(data, overwrite=True)

    assert Body.objects.get(code="ehpb").name == "Early Help Partnership Board"
    assert [change.name for change in report.kinds["bodies"].changed] == ["ehpb"]


def test_links_changed_in_the_portal_are_kept(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    code = next(measure.code for measure in data.measures if "ethnicity" in measure.breakdowns)
    Measure.objects.get(code=code).breakdowns.clear()

    report = load_again(data)

    assert not Measure.objects.get(code=code).breakdowns.exists()
    assert report.kinds["measures"].kept == [Kept(code, "edited there: breakdowns")]


def test_what_only_the_portal_holds_is_left(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    person = UserFactory()
    Priority.objects.filter(code="op1").update(lead_manager=person)
    DataGap.objects.update(owner=person, review_on=date(2027, 1, 15))
    Body.objects.create(code="new-panel", name="New panel", kind="panel")

    report = load_again(data, overwrite=True)

    assert Priority.objects.get(code="op1").lead_manager == person
    gap = DataGap.objects.first()
    assert gap is not None
    assert (gap.owner, gap.review_on) == (person, date(2027, 1, 15))
    assert Body.objects.filter(code="new-panel").exists()
    assert not report.changed_anything


def test_a_confirmed_definition_is_left_as_the_person_confirmed_it(
    load_again: Callable[..., LoadReport], data: FrameworkData, administrator: User
) -> None:
    code = data.measures[0].code
    Measure.objects.filter(code=code).update(
        status="confirmed", confirmed_by=administrator, confirmed_on=date(2026, 10, 1)
    )

    report = load_again(with_measure(data, code, title="Another title"))

    assert Measure.objects.get(code=code).title == data.measures[0].title
    (kept,) = report.kinds["measures"].kept
    assert kept == Kept(code, "a person has settled it; the fixture differs in title")


def test_a_code_changed_in_the_portal_is_still_the_same_row(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    Body.objects.filter(code="omg").update(code="operational-management")

    report = load_again(with_body(data, "omg", note="Meets when needed."))

    assert not Body.objects.filter(code="omg").exists()
    assert Body.objects.get(code="operational-management").note == "Meets when needed."
    assert report.kinds["bodies"].kept == [Kept("omg", "edited there: code")]


def test_a_link_removed_in_the_portal_is_not_restored(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    code = data.measures[0].code
    count = MetricMeasure.objects.count()
    MetricMeasure.objects.filter(measure__code=code).first().delete()  # type: ignore[union-attr]

    report = load_again(data)

    assert MetricMeasure.objects.count() == count - 1
    (kept,) = report.kinds["measures of metrics"].kept
    assert kept.what == "it was removed there"


def test_a_line_dropped_from_the_fixtures_is_removed(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    report = load_again(with_body(data, "omg", reports_to=()))

    assert not ReportingLine.objects.filter(body__code="omg").exists()
    assert report.kinds["reporting lines"].removed == ["omg to tht_exec"]


def test_a_dropped_line_that_somebody_edited_is_kept(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    ReportingLine.objects.filter(body__code="omg").update(basis="Minutes of May 2026")

    report = load_again(with_body(data, "omg", reports_to=()))

    assert ReportingLine.objects.filter(body__code="omg").exists()
    assert [kept.name for kept in report.kinds["reporting lines"].kept] == ["omg to tht_exec"]


def test_a_body_dropped_from_the_fixtures_is_left_for_a_person_to_retire(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    bodies = tuple(body for body in data.bodies if body.code != "interfaith")

    report = load_again(replace(data, bodies=bodies))

    assert Body.objects.filter(code="interfaith").exists()
    assert report.kinds["bodies"].no_longer_in_fixtures == ["interfaith"]


def test_a_deleted_body_comes_back_with_its_parts(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    Body.objects.get(code="omg").delete()

    report = load_again(data)

    assert report.kinds["bodies"].created == ["omg"]
    assert report.kinds["reporting lines"].created == ["omg to tht_exec"]


def test_nothing_is_added_to_a_published_version(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    cell = data.early_help.cells[0]
    extra = replace(cell.metrics[0], code="bcyp.safe.m9", components=())
    changed = with_first_cell(data, metrics=(*cell.metrics, extra))

    with pytest.raises(LoadRefused, match=r"is published, so .*bcyp\.safe\.m9.* cannot be added"):
        load_again(with_body(changed, "ehpb", name="Early Help Board"))

    assert Metric.objects.count() == 111
    assert Body.objects.get(code="ehpb").name == "Early Help Partnership Board"


def test_a_slip_in_a_published_wording_can_be_corrected(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    cell = data.early_help.cells[0]
    corrected = replace(cell.indicators[0], text="Feelings of safety, corrected")

    report = load_again(with_first_cell(data, indicators=(corrected, *cell.indicators[1:])))

    assert [change.after for change in report.kinds["indicators"].changed] == [
        {"text": "Feelings of safety, corrected"}
    ]


def test_a_later_version_is_a_draft_beside_the_published_one(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    report = load_again(with_version(data, "2028-2031"))

    versions = FrameworkVersion.objects.filter(framework__code="early-help-outcomes")
    assert {version.label: version.status for version in versions} == {
        "2025-2028": "published",
        "2028-2031": "draft",
    }
    assert len(report.kinds["metrics"].created) == 67
    assert not any(kind.no_longer_in_fixtures for kind in report.kinds.values())
    assert Metric.objects.filter(version__label="2025-2028").count() == 67 + 17


def test_a_value_that_does_not_fit_is_refused_with_its_file_and_line(
    load_again: Callable[..., LoadReport], data: FrameworkData
) -> None:
    changed = with_body(data, "ehpb", name="B" * 201, note="Never written.")
    line = next(body.at.line for body in data.bodies if body.code == "ehpb")

    with pytest.raises(LoadRefused, match=rf"^bodies\.yaml, line {line}: ehpb does not fit: name"):
        load_again(changed)

    assert Body.objects.get(code="ehpb").note != "Never written."


def test_baselines_keep_figure_wording_metrics_and_comparators(
    loaded: LoadReport, data: FrameworkData, now: datetime
) -> None:
    load_baselines(data=data, at=now)

    booking = Baseline.objects.get(code="antenatal_10_weeks")
    weight = Baseline.objects.get(code="lbw_term")
    assert (Baseline.objects.count(), BaselineComparator.objects.count()) == (146, 27)
    assert (booking.value, booking.value_text) == (None, "between 15 - 20%")
    assert booking.extra == {"value_min": 15.0, "value_max": 20.0}
    assert weight.value == Decimal("4.7")
    assert {metric.code for metric in weight.metrics.all()} >= {"bcyp.healthy.m2", "a1.m1"}
    assert [other.geography for other in booking.comparators.all()] == ["London", "England"]


def test_contradictory_baselines_stand_side_by_side(
    loaded: LoadReport, data: FrameworkData, now: datetime
) -> None:
    load_baselines(data=data, at=now)

    happy = Baseline.objects.get(code="pas_happy_secondary_2022_003b")

    assert {other.code for other in happy.contradicts.all()} == {
        "pas_happy_secondary_2022_002",
        "pas_happy_secondary_2022_003",
    }


def test_loading_baselines_again_changes_nothing(
    loaded: LoadReport, data: FrameworkData, now: datetime
) -> None:
    load_baselines(data=data, at=now)

    report = load_baselines(data=data, at=now + timedelta(days=1))

    assert not report.changed_anything
    assert report.kinds["baselines"].unchanged == 146
    assert [event.verb for event in Event.objects.order_by("id")] == [
        "framework.load",
        "baselines.load",
    ]
