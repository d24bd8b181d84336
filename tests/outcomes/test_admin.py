"""The desk's pages of frameworks, measures, collecting and what was published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from governance.models import Event, Organisation, Place, User
from outcomes.models import (
    Assignment,
    Breakdown,
    DataGap,
    FrameworkVersion,
    Measure,
    MeasureStatus,
    Metric,
    Observation,
    Outcome,
    OutcomeArea,
    Period,
    Priority,
    Reporter,
    StatisticalRules,
    Status,
    Submission,
    Target,
    Tolerance,
    VersionStatus,
)
from outcomes.services.framework import clone_version
from outcomes.services.periods import open_period
from tests.factories.crosswalks import CrosswalkLinkFactory, SchemeRequirementFactory
from tests.factories.evidence import (
    AmbitionActionFactory,
    BaselineComparatorFactory,
    BaselineFactory,
    CommitmentFactory,
    ComparatorFactory,
    ContradictionFactory,
    DataGapFactory,
    IndicatorFactory,
    MeasureSummaryFactory,
    MetricComponentFactory,
    MetricMeasureFactory,
    RebaseFactory,
    StartingPointFactory,
    StrategyStatementFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.factories.governance import OrganisationFactory, UserFactory
from tests.factories.outcomes import (
    AssignmentFactory,
    BreakdownFactory,
    CategoryFactory,
    FrameworkVersionFactory,
    LevelFactory,
    MeasureFactory,
    MetricFactory,
    ObservationFactory,
    OutcomeAreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PriorityFactory,
    PublicationFactory,
    PublishedFigureFactory,
    ReporterFactory,
    SubmissionFactory,
)

PAGES = [model for model in admin.site._registry if model._meta.app_label == "outcomes"]
READ_ONLY = {
    "submission",
    "observation",
    "publication",
    "publishedfigure",
    "measuresummary",
    "strategystatement",
    "contradiction",
    "rebase",
}
NOT_ADDED = READ_ONLY | {"priority", "baseline"}
FROZEN = [FrameworkVersion, OutcomeArea, Outcome, Metric]


def page(row: Any, name: str = "change") -> str:
    return reverse(f"admin:outcomes_{row._meta.model_name}_{name}", args=[row.pk])


def place_of(model: Any, name: str) -> str:
    return reverse(f"admin:outcomes_{model._meta.model_name}_{name}")


def decision(name: str, *rows: Any, model: Any = None) -> str:
    model = model or rows[0]
    address = reverse(f"admin:outcomes_{model._meta.model_name}_decide", args=[name])
    return f"{address}?" + "&".join(f"row={row.pk}" for row in rows)


def rows_of(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def desk(administrator: User, sign_in: Any) -> Client:
    return sign_in(administrator)


@pytest.fixture
def rows_are_taken_one_by_one(settings: Any) -> None:
    """Posted forms look up each choice, and decisions lock each row, by itself."""
    settings.ZEAL_ALLOWLIST = [{"model": "outcomes.*", "field": "get()"}]


@pytest.fixture
def one_of_each(localities: dict[str, Place], administrator: User) -> None:
    """A row for every page of the desk, and for the rows within them."""
    AmbitionActionFactory()
    OutcomeFactory()
    IndicatorFactory()
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory(lead_manager=administrator, aims=["Take up"]))
    CommitmentFactory()
    StrategyStatementFactory()
    ContradictionFactory()
    CrosswalkLinkFactory()
    measure = MeasureFactory(code="HEA-101")
    MetricMeasureFactory(
        metric=metric, measure=measure, component=MetricComponentFactory(metric=metric)
    )
    CategoryFactory()
    TargetFactory(measure=measure)
    ComparatorFactory(measure=measure)
    StartingPointFactory(measure=measure)
    ToleranceFactory(measure=measure)
    RebaseFactory(measure=measure)
    BaselineFactory().metrics.add(metric)
    BaselineComparatorFactory()
    DataGapFactory(measure=MeasureFactory(code="HEA-102"))
    reporter = ReporterFactory(place=localities["ne"])
    AssignmentFactory(reporter=reporter, measure=measure)
    submission = SubmissionFactory(reporter=reporter)
    ObservationFactory(submission=submission, measure=measure, numerator_typed="12")
    publication = PublicationFactory(late_or_missing=["Barts Health"])
    PublishedFigureFactory(publication=publication, measure=measure)
    MeasureSummaryFactory(publication=publication, measure=measure)


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", PAGES, ids=lambda m: m._meta.model_name)
def test_every_page_opens_for_an_administrator(desk: Client, model: Any) -> None:
    row = model._default_manager.first()
    assert desk.get(place_of(model, "changelist")).status_code == 200
    assert desk.get(place_of(model, "changelist"), {"q": "1"}).status_code == 200
    assert desk.get(page(row)).status_code == 200
    assert desk.get(page(row, "history")).status_code == 200
    may_add = model._meta.model_name not in NOT_ADDED
    assert desk.get(place_of(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", PAGES, ids=lambda m: m._meta.model_name)
def test_every_filter_of_every_list_answers(desk: Client, model: Any) -> None:
    address = place_of(model, "changelist")
    filters = desk.get(address).context["cl"].filter_specs
    for one in filters:
        choices = list(one.choices(desk.get(address).context["cl"]))
        assert desk.get(address + choices[-1]["query_string"]).status_code == 200


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("who", ["ne_lead", "partner", "coordinator", "board_member", "stranger"])
def test_nobody_else_reads_or_changes_anything(
    request: pytest.FixtureRequest, sign_in: Any, who: str
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for model in PAGES:
        row = model._default_manager.first()
        assert client.get(place_of(model, "changelist")).status_code == 403
        assert client.get(page(row)).status_code == 403
        assert client.post(page(row), {}).status_code == 403
        assert client.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(decision("retire", Measure.objects.first()), {}).status_code == 403
    options = {"app_label": "outcomes", "model_name": "assignment", "field_name": "measure"}
    assert client.get(reverse("admin:autocomplete"), options).status_code == 403


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_the_portal_writes_is_only_read(desk: Client, name: str) -> None:
    model = next(m for m in PAGES if m._meta.model_name == name)
    row = model._default_manager.first()
    assert desk.post(page(row), {"note": "x", "reason": "x"}).status_code == 403
    assert desk.post(place_of(model, "add"), {}).status_code == 403
    assert desk.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    desk.post(place_of(model, "changelist"), chosen)
    assert model._default_manager.filter(pk=row.pk).exists()
    assert not Event.objects.exists()


# ---- frameworks ----


class TestFrozen:
    """What is published is read: its wording, what hangs from it, and its label."""

    @pytest.mark.usefixtures("one_of_each")
    @pytest.mark.parametrize("model", FROZEN, ids=lambda m: m._meta.model_name)
    def test_rows_of_a_published_version_refuse_a_change(self, desk: Client, model: Any) -> None:
        row = model._default_manager.first()
        assert desk.get(page(row)).status_code == 200
        assert desk.post(page(row), {"text": "Other words", "label": "x"}).status_code == 403
        assert desk.post(page(row, "delete"), {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        desk.post(place_of(model, "changelist"), chosen)
        assert model._default_manager.filter(pk=row.pk).exists()
        assert not Event.objects.exists()

    @pytest.mark.usefixtures("one_of_each")
    def test_nothing_is_added_to_a_published_version(self, desk: Client) -> None:
        version = FrameworkVersion.objects.get()
        data = {
            "version": version.pk,
            "area": OutcomeArea.objects.get().pk,
            "code": "new",
            "text": "A new metric",
            "text_as_printed": "A new metric",
            "order": 1,
            "confidence": "high",
        }
        response = desk.post(
            place_of(Metric, "add"), data | rows_of("components") | rows_of("serves")
        )
        assert response.context["adminform"].form.errors["version"]
        assert Metric.objects.count() == 1


@pytest.fixture
def draft(administrator: User, now: Any) -> FrameworkVersion:
    version = FrameworkVersionFactory()
    area, level = OutcomeAreaFactory(version=version), LevelFactory(version=version)
    MetricFactory(version=version, area=area, level=level, code="m1")
    return clone_version(version=version, label="2028-2031", by=administrator, at=now)


def metric_data(metric: Metric, **changes: Any) -> dict[str, Any]:
    names = ["area_id", "level_id", "code", "order", "text", "text_as_printed", "confidence"]
    data = {name.removesuffix("_id"): getattr(metric, name) for name in names}
    return data | changes | rows_of("components") | rows_of("serves")


class TestDraft:
    def test_a_metric_is_reworded_in_one_event(
        self, desk: Client, draft: FrameworkVersion, administrator: User
    ) -> None:
        metric = draft.metrics.get()
        events = Event.objects.count()
        response = desk.post(page(metric), metric_data(metric, text="Babies of a healthy weight"))
        assert response.status_code == 302
        metric.refresh_from_db()
        assert metric.text == "Babies of a healthy weight"
        event = Event.objects.first()
        assert event is not None
        assert (event.verb, event.by) == ("metric.change", administrator)
        assert set(event.after) == {"text"}
        assert Event.objects.count() == events + 1

    def test_a_metric_gets_measures_and_priorities_in_the_same_event(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        metric, measure, priority = draft.metrics.get(), MeasureFactory(), PriorityFactory()
        data = metric_data(metric, priorities=[priority.pk])
        desk.post(page(metric), data | rows_of("serves", {"measure": measure.pk, "order": 0}))
        assert (metric.measures.get(), metric.priorities.get()) == (measure, priority)
        event = Event.objects.first()
        assert event is not None
        assert event.after["priorities"] == [str(priority)]
        assert event.after["measures of metrics"]

    def test_a_metric_does_not_hang_from_an_area_of_another_version(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        metric = draft.metrics.get()
        published = OutcomeArea.objects.exclude(version=draft).get()
        response = desk.post(page(metric), metric_data(metric, area=published.pk))
        assert "area" in response.context["adminform"].form.errors

        another = FrameworkVersionFactory(label="Other", status=VersionStatus.DRAFT)
        elsewhere = OutcomeAreaFactory(version=another)
        data = metric_data(metric, version=draft.pk, area=elsewhere.pk, code="m9")
        response = desk.post(place_of(Metric, "add"), data)
        assert "another version" in response.content.decode()
        assert draft.metrics.count() == 1

    def test_a_code_is_used_once_in_a_version(self, desk: Client, draft: FrameworkVersion) -> None:
        metric = draft.metrics.get()
        data = metric_data(metric, version=draft.pk)
        response = desk.post(f"{place_of(Metric, 'add')}?version={draft.pk}", data)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors
        assert draft.metrics.count() == 1

    def test_areas_and_levels_are_changed_on_the_page_of_the_version(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        data = {"label": draft.label, "source_lines": ""}
        area = {"order": 6, "code": "housed", "name": "Housed"}
        desk.post(page(draft), data | rows_of("areas", area) | rows_of("levels"))
        assert draft.areas.filter(code="housed").exists()
        event = Event.objects.first()
        assert event is not None
        assert event.after == {"outcome areas": {"Housed": area}}

    def test_a_draft_is_deleted_whole(self, desk: Client, draft: FrameworkVersion) -> None:
        desk.post(page(draft, "delete"), {"post": "yes"})
        assert FrameworkVersion.objects.get().label == "2025-2028"
        assert Metric.objects.count() == 1
        assert Event.objects.filter(verb="frameworkversion.delete").count() == 1

    def test_publishing_asks_first(self, desk: Client, draft: FrameworkVersion) -> None:
        assert "Publish this version" in desk.get(page(draft)).content.decode()
        address = decision("publish", draft)
        assert "takes the place of the version in force" in desk.get(address).content.decode()
        draft.refresh_from_db()
        assert not draft.is_frozen
        assert desk.post(address)["Location"] == page(draft)
        draft.refresh_from_db()
        assert draft.is_frozen
        assert desk.post(page(draft), {"label": "x"}).status_code == 403

    def test_publishing_again_is_refused_in_words(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        desk.post(decision("publish", draft))
        response = desk.post(decision("publish", draft))
        assert response.status_code == 200
        assert "is already published" in response.content.decode()

    def test_the_list_leads_to_the_same_page(self, desk: Client, draft: FrameworkVersion) -> None:
        chosen = {"action": "publish", "_selected_action": draft.pk}
        response = desk.post(place_of(FrameworkVersion, "changelist"), chosen)
        assert response["Location"] == decision("publish", draft)

    def test_a_draft_is_started_from_what_is_in_force(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        desk.post(decision("publish", draft))
        address = decision("new-draft", draft)
        taken = desk.post(address, {"label": "2025-2028"})
        assert "already has a version 2025-2028" in taken.content.decode()
        desk.post(address, {"label": "2031-2034"})
        made = FrameworkVersion.objects.get(label="2031-2034")
        assert (made.supersedes, made.metrics.count()) == (draft, 1)
        assert desk.get(page(made)).status_code == 200

    def test_an_unknown_decision_is_not_found(self, desk: Client, draft: FrameworkVersion) -> None:
        assert desk.get(decision("burn", draft)).status_code == 404
        assert desk.get(decision("publish", model=draft)).status_code == 404
        assert desk.get(decision("publish", model=draft) + "row=x").status_code == 404

    def test_metrics_to_choose_from_name_their_version(
        self, desk: Client, draft: FrameworkVersion
    ) -> None:
        desk.post(decision("publish", draft))
        asked = {"app_label": "outcomes", "model_name": "metricmeasure", "field_name": "metric"}
        found = desk.get(reverse("admin:autocomplete"), asked).json()["results"]
        assert [option["text"] for option in found] == [
            "Numbers with healthy birth weight (Early Help Outcomes Framework 2028-2031)"
        ]


# ---- measures ----


def measure_data(measure: Measure, **changes: Any) -> dict[str, Any]:
    names = [
        "code", "order", "title", "area", "level", "type", "unit", "multiplier", "numerator",
        "numerator_label", "denominator", "denominator_label", "polarity", "accountability",
        "over_areas", "over_time", "pattern", "frequency",
    ]  # fmt: skip
    data = {name: getattr(measure, name) for name in names}
    data |= dict.fromkeys(["is_strength", "counts_people", "query_swap", "query_parts"], "on")
    data |= {"data_source": measure.data_source, "query_repeats": 3}
    return data | rows_of("serves") | changes


class TestMeasure:
    @pytest.fixture
    def measure(self, db: None) -> Measure:
        return MeasureFactory(code="HEA-101")

    def test_a_measure_is_added_as_a_proposal(self, desk: Client) -> None:
        like = MeasureFactory.build(code="HEA-901")
        data = measure_data(like, status="confirmed", retired_on="2020-01-01")
        assert desk.post(place_of(Measure, "add"), data).status_code == 302
        made = Measure.objects.get()
        assert (made.status, made.retired_on) == (MeasureStatus.PROPOSED, None)
        assert Event.objects.get().verb == "measure.create"

    def test_a_change_is_one_event_with_what_was_and_is(
        self, desk: Client, measure: Measure
    ) -> None:
        metric = MetricFactory()
        data = measure_data(measure, title="Babies of a healthy weight")
        desk.post(page(measure), data | rows_of("serves", {"metric": metric.pk, "order": 0}))
        event = Event.objects.get()
        assert event.before["title"] == "Babies born at a healthy weight"
        assert event.after["title"] == "Babies of a healthy weight"
        assert set(event.after) == {"title", "measures of metrics"}
        assert measure.metrics.get() == metric

    def test_how_its_figures_hang_together_is_said_here_and_recorded(
        self, desk: Client, measure: Measure
    ) -> None:
        desk.post(page(measure), measure_data(measure, pattern="rolling"))
        event = Event.objects.get()
        assert (event.before["pattern"], event.after["pattern"]) == ("", "rolling")

    @pytest.mark.usefixtures("rows_are_taken_one_by_one")
    def test_a_link_to_a_published_metric_may_be_taken_away(
        self, desk: Client, measure: Measure
    ) -> None:
        link = MetricMeasureFactory(measure=measure)
        row = {"id": link.pk, "metric": link.metric_id, "measure": measure.pk, "order": 0}
        data = measure_data(measure) | rows_of("serves", row | {"DELETE": "on"}, initial=1)
        desk.post(page(measure), data)
        assert not measure.serves.exists()
        event = Event.objects.get()
        assert str(link) in event.before["measures of metrics"]
        assert event.after == {"measures of metrics": {}}

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"denominator": ""}, "needs a denominator"),
            ({"frequency": "annual"}, "in which quarter"),
            ({"expected_low": "9", "expected_high": "1"}, "must not be above"),
            ({"code": "HEA-1"}, "three letters, a dash, three digits"),
        ],
    )
    def test_what_the_database_would_refuse_is_said_on_the_page(
        self, desk: Client, measure: Measure, change: dict[str, str], said: str
    ) -> None:
        response = desk.post(page(measure), measure_data(measure, **change))
        assert response.status_code == 200
        assert said in response.content.decode()
        assert not Event.objects.exists()

    def test_a_code_is_free_until_figures_are_asked_for(
        self, desk: Client, measure: Measure
    ) -> None:
        desk.post(page(measure), measure_data(measure, code="HEA-201"))
        measure.refresh_from_db()
        assert measure.code == "HEA-201"
        ObservationFactory(measure=measure)
        changes = {"code": "HEA-301", "type": "mean", "multiplier": "1", "title": "New title"}
        desk.post(page(measure), measure_data(measure, **changes))
        measure.refresh_from_db()
        assert (measure.code, measure.type, measure.multiplier) == ("HEA-201", "proportion", 100)
        assert measure.title == "New title"
        assert desk.post(page(measure, "delete"), {"post": "yes"}).status_code == 403

    def test_a_measure_with_published_figures_is_not_deleted(
        self, desk: Client, measure: Measure
    ) -> None:
        PublishedFigureFactory(measure=measure)
        chosen = {"action": "delete_selected", "_selected_action": measure.pk, "post": "yes"}
        desk.post(place_of(Measure, "changelist"), chosen)
        assert Measure.objects.filter(pk=measure.pk).exists()

    def test_a_measure_that_serves_a_metric_is_protected(
        self, desk: Client, measure: Measure
    ) -> None:
        MetricMeasureFactory(measure=measure)
        response = desk.post(page(measure, "delete"), {"post": "yes"})
        assert response.context["protected"]

    def test_confirming_from_its_page(self, desk: Client, measure: Measure, partner: User) -> None:
        address = decision("confirm", measure)
        assert desk.get(address).status_code == 200
        typed = {"confirmed_by": partner.pk, "confirmed_on": "2026-10-01"}
        early = desk.post(address, typed | {"review_on": "2026-09-01"})
        assert "after the day the definition was agreed" in early.content.decode()
        desk.post(address, typed | {"review_on": "2027-10-01"})
        measure.refresh_from_db()
        assert (measure.status, measure.confirmed_by) == (MeasureStatus.CONFIRMED, partner)
        assert Event.objects.get().verb == "measure.confirm"

    @pytest.mark.usefixtures("rows_are_taken_one_by_one")
    def test_retiring_several_is_all_or_nothing(self, desk: Client, measure: Measure) -> None:
        other = MeasureFactory(code="HEA-102")
        address = decision("retire", measure, other)
        typed = {"retired_on": "2026-10-01", "reason": "Nobody used them."}
        Measure.objects.filter(pk=other.pk).update(status="retired", retired_on="2026-01-01")
        refused = desk.post(address, typed)
        assert "Nothing was changed" in refused.content.decode()
        assert "HEA-102 is already retired." in refused.content.decode()
        measure.refresh_from_db()
        assert measure.status == MeasureStatus.PROPOSED

        Measure.objects.filter(pk=other.pk).update(status="proposed", retired_on=None)
        assert desk.post(address, typed)["Location"] == place_of(Measure, "changelist")
        assert set(Measure.objects.values_list("status", "retired_on")) == {
            ("retired", date(2026, 10, 1))
        }
        assert Event.objects.filter(verb="measure.retire").count() == 2

    def test_a_retired_measure_offers_no_decision(self, desk: Client, measure: Measure) -> None:
        Measure.objects.update(status="retired", retired_on="2026-01-01")
        assert desk.get(page(measure)).context["decisions"] == []

    def test_categories_are_changed_with_their_breakdown(self, desk: Client) -> None:
        sex = BreakdownFactory(code="sex", name="Sex")
        data = {"name": "Sex", "order": 1}
        rows = rows_of("categories", {"order": 1, "code": "male", "name": "Male"})
        desk.post(page(sex), data | rows)
        assert Breakdown.objects.get().categories.get().name == "Male"
        assert Event.objects.get().verb == "breakdown.change"

    def test_a_code_of_a_category_is_used_once(self, desk: Client) -> None:
        sex = BreakdownFactory(code="sex", name="Sex")
        row = {"order": 1, "code": "male", "name": "Male"}
        response = desk.post(
            page(sex), {"name": "Sex", "order": 1} | rows_of("categories", row, row)
        )
        assert response.status_code == 200
        assert "duplicate" in response.content.decode()


# ---- evidence, priorities ----


@pytest.mark.usefixtures("one_of_each")
def test_a_priority_gets_a_lead_and_keeps_its_words(desk: Client, partner: User) -> None:
    priority = Priority.objects.get(kind="outcome")
    words = priority.title
    data = {"lead_manager": partner.pk, "title": "Other words", "note": ""}
    desk.post(page(priority), data | rows_of("commitments"))
    priority.refresh_from_db()
    assert (priority.lead_manager, priority.title) == (partner, words)
    assert Event.objects.get().after == {"lead_manager": str(partner)}
    assert desk.post(page(priority, "delete"), {"post": "yes"}).status_code == 403


def test_the_wording_of_a_baseline_stays(desk: Client) -> None:
    baseline = BaselineFactory(quote="as printed")
    metric = MetricFactory()
    data = {"quote": "Other", "value_text": "1", "caveat": "One year only", "metrics": [metric.pk]}
    desk.post(page(baseline), data | rows_of("comparators"))
    baseline.refresh_from_db()
    assert (baseline.quote, baseline.caveat) == ("as printed", "One year only")
    assert baseline.metrics.get() == metric
    assert set(Event.objects.get().after) == {"caveat", "metrics"}


def test_a_gap_gets_an_owner_and_a_review(desk: Client, partner: User) -> None:
    gap = DataGapFactory()
    data = {
        "reason": gap.reason,
        "explanation": gap.explanation,
        "potential_solution": gap.potential_solution,
        "owner": partner.pk,
        "review_on": "2027-01-01",
    }
    empty = desk.post(page(gap), data | {"potential_solution": ""})
    assert empty.context["adminform"].form.errors["potential_solution"]
    desk.post(page(gap), data)
    assert DataGap.objects.get().owner == partner
    assert Event.objects.get().after["owner"] == str(partner)
    assert desk.post(page(gap, "delete"), {"post": "yes"}).status_code == 403


def test_another_owner_of_the_same_name_is_a_change(desk: Client, partner: User) -> None:
    gap = DataGapFactory(owner=partner, review_on="2027-01-01")
    namesake = UserFactory(name=partner.name)
    data = {
        "reason": gap.reason,
        "explanation": gap.explanation,
        "potential_solution": gap.potential_solution,
        "owner": partner.pk,
        "review_on": "2027-01-01",
    }
    desk.post(page(gap), data)
    assert not Event.objects.exists()
    desk.post(page(gap), data | {"owner": namesake.pk})
    assert DataGap.objects.get().owner == namesake
    assert list(Event.objects.get().after) == ["owner"]


def test_a_target_is_set_once_for_a_day(desk: Client) -> None:
    target = TargetFactory()
    data = {
        "measure": target.measure_id,
        "place": target.place_id,
        "value": "80",
        "starts_on": target.starts_on.isoformat(),
        "reason": "Agreed again",
        "approved_by": "The Board",
    }
    response = desk.post(place_of(Target, "add"), data)
    assert response.status_code == 200
    assert response.context["errors"]
    assert Target.objects.count() == 1


def target_data(target: Target, **changes: str) -> dict[str, Any]:
    return {
        "measure": target.measure_id,
        "place": target.place_id,
        "value": "80",
        "starts_on": "2027-04-01",
        "reason": "Agreed again",
        "approved_by": "The Board",
        **changes,
    }


@pytest.mark.usefixtures("rows_are_taken_one_by_one")
@pytest.mark.parametrize(
    ("value", "asked"),
    [("70", "this aims for less"), ("151", "more than twice"), ("37", "less than half")],
)
def test_an_unusual_target_is_asked_about_and_saved_once_confirmed(
    desk: Client, value: str, asked: str
) -> None:
    target = TargetFactory(value=75)
    data = target_data(target, value=value)

    page_with_question = desk.post(place_of(Target, "add"), data)

    assert asked in str(page_with_question.context["adminform"].form.errors["confirmed"])
    assert 'type="checkbox" name="confirmed"' in page_with_question.content.decode()
    assert f'value="{value}"' in page_with_question.content.decode()
    assert Target.objects.count() == 1

    desk.post(place_of(Target, "add"), data | {"confirmed": "on"})

    assert Target.objects.count() == 2
    assert asked in Event.objects.get(verb="target.create").after["confirmed"]


@pytest.mark.usefixtures("rows_are_taken_one_by_one")
def test_a_usual_target_is_not_asked_about(desk: Client) -> None:
    desk.post(place_of(Target, "add"), target_data(TargetFactory(value=75), value="80"))
    assert Target.objects.count() == 2
    assert "confirmed" not in Event.objects.get(verb="target.create").after


@pytest.mark.usefixtures("rows_are_taken_one_by_one")
def test_the_first_target_is_held_beside_where_we_began(desk: Client) -> None:
    begun = StartingPointFactory(value=60)
    target = TargetFactory.build(measure=begun.measure, place=begun.place)
    answer = desk.post(place_of(Target, "add"), target_data(target, value="55"))
    asked = str(answer.context["adminform"].form.errors["confirmed"])
    assert "where we began was 60" in asked


@pytest.mark.usefixtures("rows_are_taken_one_by_one")
def test_a_wider_tolerance_is_asked_about(desk: Client) -> None:
    kept = ToleranceFactory(value=2)
    data = {
        "measure": kept.measure_id,
        "value": "3",
        "starts_on": "2027-04-01",
        "reason": "Small numbers",
        "approved_by": "The Board",
    }
    answer = desk.post(place_of(Tolerance, "add"), data)
    assert "near their target" in str(answer.context["adminform"].form.errors["confirmed"])
    desk.post(place_of(Tolerance, "add"), data | {"confirmed": "on"})
    assert Tolerance.objects.count() == 2


@pytest.mark.usefixtures("rows_are_taken_one_by_one")
def test_a_version_of_the_rules_is_added_and_never_changed(desk: Client) -> None:
    data = {
        "version": "xmr-2",
        "name": "Runs of six",
        "in_force_from": "2027-04-01",
        "reason": "The Board wants to see changes earlier",
        "approved_by": "The Board",
        "shift_points": "6",
        "trend_points": "6",
        "two_sigma": "all_beyond_2_sigma",
        "limit_constant": "2.66",
        "screen_ranges": "on",
        "screen_constant": "3.267",
        "fewest_for_limits": "5",
        "fewest_for_findings": "13",
        "disclosure_rules": "dfe_1_to_5",
    }
    desk.post(place_of(StatisticalRules, "add"), data)
    made = StatisticalRules.objects.get(version="xmr-2")
    assert (made.shift_points, made.recorded_by) == (6, desk_user(desk))
    assert Event.objects.get(verb="statisticalrules.create").after["shift_points"] == 6
    assert desk.post(page(made), data).status_code == 403
    assert desk.post(page(made, "delete"), {"post": "yes"}).status_code == 403


def desk_user(desk: Client) -> User:
    return User.objects.get(pk=desk.session["_auth_user_id"])


# ---- collecting ----


CLOSING = ["due_on", "entries_close_on", "closes_on"]
IN_ORDER = "It must open, fall due, end handing in and close in that order."


class TestCollecting:
    @pytest.fixture
    def assignment(self, localities: dict[str, Place]) -> Assignment:
        return AssignmentFactory(reporter=ReporterFactory(place=localities["ne"]))

    def data(self, assignment: Assignment, **changes: Any) -> dict[str, Any]:
        return {
            "reporter": assignment.reporter_id,
            "measure": assignment.measure_id,
            "place": assignment.place_id,
            "starts_on": "2026-10-01",
        } | changes

    def test_nobody_is_asked_twice_for_the_same_figure(
        self, desk: Client, assignment: Assignment
    ) -> None:
        response = desk.post(place_of(Assignment, "add"), self.data(assignment))
        assert response.status_code == 200
        assert "This reporter is already asked for this figure." in response.content.decode()
        assert not Event.objects.exists()

    def test_an_end_is_not_before_the_beginning(self, desk: Client, assignment: Assignment) -> None:
        data = self.data(assignment, ends_on="2026-09-01")
        response = desk.post(page(assignment), data)
        assert "The end date must be on or after the start date." in response.content.decode()

    def test_what_was_asked_for_is_not_moved_or_deleted(
        self, desk: Client, assignment: Assignment, coordinator: User, now: Any
    ) -> None:
        open_period(code="2026-Q2", by=coordinator, at=now)
        other = ReporterFactory(organisation=OrganisationFactory())
        desk.post(page(assignment), self.data(assignment, reporter=other.pk))
        assignment.refresh_from_db()
        assert assignment.reporter != other
        assert desk.post(page(assignment, "delete"), {"post": "yes"}).status_code == 403

    def test_an_assignment_that_was_a_mistake_is_deleted(
        self, desk: Client, assignment: Assignment
    ) -> None:
        desk.post(page(assignment, "delete"), {"post": "yes"})
        assert not Assignment.objects.exists()
        assert Event.objects.get().verb == "assignment.delete"

    @pytest.mark.usefixtures("rows_are_taken_one_by_one")
    def test_several_end_from_a_date(self, desk: Client, assignment: Assignment) -> None:
        other = AssignmentFactory(reporter=assignment.reporter)
        chosen = {"action": "end", "_selected_action": [assignment.pk, other.pk]}
        address = desk.post(place_of(Assignment, "changelist"), chosen)["Location"]
        assert desk.get(address).status_code == 200
        desk.post(address, {"ends_on": "2026-12-31"})
        assert set(Assignment.objects.values_list("ends_on", flat=True)) == {date(2026, 12, 31)}
        assert Event.objects.filter(verb="assignment.end").count() == 2

    def test_assignments_are_proposed_from_the_list(
        self, desk: Client, localities: dict[str, Place]
    ) -> None:
        MeasureFactory(reporter_hint="localities", places_hint="localities")
        address = reverse("admin:outcomes_assignment_decide", args=["propose"])
        assert address in desk.get(place_of(Assignment, "changelist")).content.decode()
        said = desk.post(address, {"starts_on": "2026-07-01"}, follow=True).content.decode()
        assert "4 assignments created from 1 July 2026." in said
        assert Assignment.objects.count() == 4
        assert Event.objects.get().verb == "assignment.propose"
        again = desk.post(address, {"starts_on": "2026-07-01"}, follow=True).content.decode()
        assert "is assigned already" in again

    def test_the_list_shows_who_is_asked_now(
        self, desk: Client, assignment: Assignment, frozen: Any
    ) -> None:
        AssignmentFactory(reporter=assignment.reporter, ends_on=date(2026, 3, 31))
        AssignmentFactory(reporter=assignment.reporter, starts_on=date(2027, 4, 1))
        address = place_of(Assignment, "changelist")
        counts = {
            when: desk.get(address, {"when": when}).context["cl"].result_count
            for when in ("now", "later", "ended")
        }
        assert counts == {"now": 1, "later": 1, "ended": 1}

    def test_a_reporter_is_there_once(self, desk: Client, assignment: Assignment) -> None:
        data = {"place": assignment.place_id, "name": "Again", "slug": "again", "is_active": "on"}
        response = desk.post(place_of(Reporter, "add"), data)
        assert response.status_code == 200
        assert response.context["errors"]
        assert Reporter.objects.count() == 1
        assert not Organisation.objects.exists()

    def test_a_period_opens_from_its_page(
        self, desk: Client, assignment: Assignment, administrator: User
    ) -> None:
        period = PeriodFactory(opened_at=None)
        said = desk.post(decision("open", period), follow=True).content.decode()
        assert "July to September 2026 is open: 1 submission expected." in said
        period.refresh_from_db()
        assert period.opened_by == administrator
        assert Observation.objects.count() == 1
        assert Event.objects.get().verb == "period.open"
        assert desk.post(page(period, "delete"), {"post": "yes"}).status_code == 403

    def test_a_new_period_starts_with_the_usual_dates(self, desk: Client) -> None:
        PeriodFactory(code="2026-Q4")
        form = desk.get(place_of(Period, "add")).context["adminform"].form
        assert form.initial["code"] == "2027-Q1"
        assert form.initial["label"] == "April to June 2027"
        assert form.initial["due_on"] == date(2027, 7, 15)

    def test_dates_of_a_period_are_in_order(self, desk: Client) -> None:
        period = PeriodFactory()
        dates = {
            "opens_on": "2026-10-01",
            "due_on": "2026-09-30",
            "entries_close_on": "2026-11-14",
            "closes_on": "2026-12-14",
        }
        response = desk.post(page(period), {"label": period.label} | dates)
        assert IN_ORDER in response.content.decode()

    def test_a_later_deadline_reaches_everybody_without_a_date_of_their_own(
        self, desk: Client, localities: dict[str, Place]
    ) -> None:
        period = PeriodFactory()
        usual = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
        given_longer = SubmissionFactory(
            reporter=ReporterFactory(place=localities["nw"]), due_on=date(2026, 11, 1)
        )
        dates = {
            "opens_on": "2026-10-01",
            "due_on": "2026-10-20",
            "entries_close_on": "2026-11-14",
            "closes_on": "2026-12-14",
        }
        desk.post(page(period), {"label": period.label, "code": "2026-Q3"} | dates)
        period.refresh_from_db()
        assert (period.code, period.due_on) == ("2026-Q2", date(2026, 10, 20))
        assert dict(Submission.objects.values_list("pk", "due_on")) == {
            usual.pk: date(2026, 10, 20),
            given_longer.pk: date(2026, 11, 1),
        }
        assert Event.objects.get().after["due_on"] == "2026-10-20"

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({"opened_at": None}, "Planned"),
            ({}, "Open"),
            (dict.fromkeys(CLOSING, date(2026, 10, 7)), "Closed"),
            ({"opens_on": date(2026, 10, 9)}, "Opens later"),
        ],
    )
    def test_the_list_says_where_a_period_stands(
        self, desk: Client, frozen: Any, changes: dict[str, Any], state: str
    ) -> None:
        PeriodFactory(**changes)
        content = desk.get(place_of(Period, "changelist")).content.decode()
        assert f'<td class="field-state">{state}</td>' in content

    def test_a_submission_leads_to_its_figures(
        self, desk: Client, assignment: Assignment, coordinator: User, now: Any
    ) -> None:
        open_period(code="2026-Q2", by=coordinator, at=now)
        submission = Submission.objects.get()
        assert submission.status == Status.DUE
        address = f"{place_of(Observation, 'changelist')}?submission__id__exact={submission.pk}"
        assert address in desk.get(page(submission)).content.decode()
        assert desk.get(address).context["cl"].result_count == 1


# ---- Crosswalks ------------------------------------------------------------------------------


def _answered(requirement: Any, **answer: Any) -> dict[str, Any]:
    """The page of a requirement as it is sent, with one answer."""
    return {
        "scheme": requirement.scheme_id,
        "reference": "KPI 4",
        "text": "Parents who finish",
        "order": 0,
        **rows_of("links", {"match": "close", "note": "", **answer}),
    }


def test_a_requirement_is_answered_by_a_measure_and_the_change_is_told(
    desk: Client, rows_are_taken_one_by_one: None
) -> None:
    requirement, measure = SchemeRequirementFactory(), MeasureFactory()

    desk.post(page(requirement), _answered(requirement, measure=measure.pk))

    assert requirement.links.get().target == measure
    assert Event.objects.filter(subject_kind="outcomes.schemerequirement").exists()


def test_an_answer_that_names_two_things_is_refused_in_words(
    desk: Client, rows_are_taken_one_by_one: None
) -> None:
    requirement = SchemeRequirementFactory()
    both = {"measure": MeasureFactory().pk, "priority": PriorityFactory().pk}

    answer = desk.post(page(requirement), _answered(requirement, **both))

    assert "Choose one thing that answers it" in answer.content.decode()
    assert not requirement.links.exists()
