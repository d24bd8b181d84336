"""The pages about frameworks, measures, baselines and gaps say what the documents say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from governance.models import User
from outcomes.models import (
    Area,
    Baseline,
    BaselineComparator,
    Commitment,
    DataGap,
    Measure,
    MeasureStatus,
    MetricMeasure,
    Priority,
    PriorityKind,
    StrategyStatement,
    VersionStatus,
)
from tests.factories.evidence import DataGapFactory
from tests.factories.governance import (
    BodyFactory,
    OrganisationFactory,
    SourceDocumentFactory,
    UserFactory,
)
from tests.factories.outcomes import (
    AssignmentFactory,
    FrameworkFactory,
    FrameworkVersionFactory,
    LevelFactory,
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    OutcomeFactory,
    PriorityFactory,
    ReporterFactory,
)

FRAMEWORK = "/framework/early-help-outcomes/"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def serve(measure: Measure, **metric: object) -> MetricMeasure:
    return MetricMeasure.objects.create(metric=MetricFactory(**metric), measure=measure)


# ---- One framework ----


def test_a_metric_is_printed_as_the_strategy_prints_it(reader: Client) -> None:
    MetricFactory(text_as_printed="Feeling safe – in particular year 6 – 7) (6)")

    assert "Feeling safe – in particular year 6 – 7) (6)" in page(reader, FRAMEWORK)


def test_only_a_metric_that_serves_a_priority_is_highlighted_with_its_number(
    reader: Client,
) -> None:
    MetricFactory(text_as_printed="Breastfed at 6 weeks (2)").priorities.add(
        PriorityFactory(code="op2", number=2, title="Solely breastfeed")
    )
    MetricFactory(text_as_printed="Seen by a dentist")

    body = page(reader, FRAMEWORK)

    assert "<strong>Breastfed at 6 weeks (2)</strong>" in body
    assert 'href="/dashboard/priorities/2/">Priority 2: Solely breastfeed</a>' in body
    assert "<strong>Seen by a dentist</strong>" not in body
    assert "1 is highlighted in bold" in body


def test_a_metric_leads_to_the_measures_that_count_it(reader: Client) -> None:
    serve(MeasureFactory(code="HEA-101", title="Babies born at a healthy weight"))
    MetricFactory(text_as_printed="Nobody counts this")

    body = page(reader, FRAMEWORK)

    assert 'href="/dashboard/measures/HEA-101/">Babies born at a healthy weight</a>' in body
    assert body.count("no measure yet") == 1


def test_a_framework_can_be_read_by_area_and_level(reader: Client) -> None:
    safe = OutcomeAreaFactory(code="safe", name="Safe")
    parents = LevelFactory(code="parents", name="Parents and carers")
    MetricFactory(text_as_printed="Children's health")
    MetricFactory(text_as_printed="Parents' safety", area=safe, level=parents)

    narrowed = page(reader, f"{FRAMEWORK}?area=safe&level=parents")

    assert escape("Parents' safety") in narrowed
    assert escape("Children's health") not in narrowed


def test_a_part_nobody_knows_shows_the_whole_framework(reader: Client) -> None:
    MetricFactory(text_as_printed="Healthy birth weight")

    assert "Healthy birth weight" in page(reader, f"{FRAMEWORK}?area=x&level=nowhere")


def test_an_ambition_shows_who_leads_it_and_what_will_be_done(reader: Client) -> None:
    version = FrameworkVersionFactory(framework=FrameworkFactory(code="accelerate"))
    ambition = OutcomeAreaFactory(version=version, code="a1", name="A great start", order=1)
    ambition.led_by.add(BodyFactory(code="sg_maternity", name="Maternity Group"))
    ambition.actions.create(code="a1.act1", text="Open four family hubs", order=1)
    MetricFactory(
        version=version, area=ambition, level=None, code="a1.m1", text_as_printed="More babies fed"
    )

    body = page(reader, "/framework/accelerate/")

    for words in (
        "1. A great start",
        "Maternity Group",
        "Open four family hubs",
        "More babies fed",
    ):
        assert words in body


def test_a_draft_is_not_shown(reader: Client) -> None:
    FrameworkVersionFactory(status=VersionStatus.DRAFT, published_at=None)

    assert reader.get(FRAMEWORK).status_code == 404
    assert reader.get(f"{FRAMEWORK}?version=2025-2028").status_code == 404


def test_a_superseded_version_can_still_be_read(reader: Client) -> None:
    old = FrameworkVersionFactory(label="2022-2025", status=VersionStatus.SUPERSEDED)
    MetricFactory(
        version=old,
        area=OutcomeAreaFactory(version=old),
        level=LevelFactory(version=old),
        text_as_printed="An older statement",
    )
    MetricFactory(text_as_printed="A newer statement")

    assert "An older statement" not in page(reader, FRAMEWORK)
    assert "An older statement" in page(reader, f"{FRAMEWORK}?version=2022-2025")
    assert "A newer statement" in page(reader, f"{FRAMEWORK}?version=no-such")


def test_a_highlighted_metric_says_whether_its_figures_are_there(reader: Client) -> None:
    gap = DataGapFactory(measure=MeasureFactory(code="HEA-107", title="Feeling ready"))
    serve(gap.measure, text_as_printed="Feeling ready (1)").metric.priorities.add(PriorityFactory())
    MetricFactory(text_as_printed="Not highlighted")

    text = page(reader, FRAMEWORK)

    assert text.count("<span>Not available</span>") == 1
    assert 'href="/dashboard/gaps/#HEA-107">not collected' in text


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_a_larger_framework_takes_no_more_queries(reader: Client) -> None:
    def grow(number: int) -> None:
        serving = serve(MeasureFactory(), text_as_printed=f"Statement {number}")
        serving.metric.priorities.add(PriorityFactory())
        OutcomeFactory(text=f"Outcome {number}")

    grow(1)
    small = queries(reader, FRAMEWORK)
    for number in range(2, 8):
        grow(number)

    assert queries(reader, FRAMEWORK) == small <= 20


# ---- The list of frameworks and priorities ----


def test_a_priority_without_a_lead_manager_is_flagged(reader: Client) -> None:
    PriorityFactory(number=1, code="op1", lead_manager=UserFactory(name="Amina Begum"))
    PriorityFactory(number=2, code="op2", title="Solely breastfeed")

    body = page(reader, "/framework/")

    assert "Amina Begum" in body
    assert "None yet" in body
    assert "1 of 2 priorities have no lead manager yet" in body


def test_priorities_show_their_row_of_diagram_2_and_their_commitments(reader: Client) -> None:
    PriorityFactory(
        diagram_children="Healthy weight", diagram_parents="Appointments", diagram_services="Rates"
    )
    system = Priority.objects.create(
        code="sp1", kind=PriorityKind.SYSTEM, number=1, title="Integration at place"
    )
    Commitment.objects.create(
        priority=system, code="sp1.c1", text="Four teams", source=SourceDocumentFactory()
    )

    body = page(reader, "/framework/")

    for words in ("Healthy weight", "Appointments", "Rates", "Integration at place", "Four teams"):
        assert words in body


def test_the_strategy_speaks_for_itself(reader: Client) -> None:
    for kind, text in [("mission", "We are a community"), ("behaviour", "Being curious")]:
        StrategyStatement.objects.create(code=kind, kind=kind, strategy="early-help", text=text)
    StrategyStatement.objects.create(
        code="acv", kind="vision", strategy="accelerate", text="A child-friendly borough"
    )

    body = page(reader, "/framework/")

    for words in ("We are a community", "Being curious", "A child-friendly borough"):
        assert words in body


def test_the_list_works_before_anything_is_loaded(reader: Client) -> None:
    assert "No framework is loaded yet." in page(reader, "/framework/")


# ---- The measure library ----


def test_the_library_says_who_is_asked_for_a_measure(reader: Client) -> None:
    asked = MeasureFactory(title="Asked for")
    AssignmentFactory(measure=asked)
    AssignmentFactory(
        measure=asked,
        reporter=ReporterFactory(organisation=OrganisationFactory(name="Barts Health")),
    )
    MeasureFactory(title="Proposed only", reporter_hint="police")
    OrganisationFactory(code="police", name="Metropolitan Police")

    body = page(reader, "/framework/measures/")

    assert "Each locality, Barts Health" in body
    assert 'Metropolitan Police<span class="eh-sub">proposed</span>' in body


def test_an_assignment_that_has_ended_is_not_who_reports(reader: Client) -> None:
    AssignmentFactory(starts_on=date(2020, 4, 1), ends_on=date(2021, 3, 31))

    assert "Nobody yet" in page(reader, "/framework/measures/")


def test_the_library_says_which_definitions_are_confirmed(
    reader: Client, administrator: User
) -> None:
    MeasureFactory()
    MeasureFactory(
        status=MeasureStatus.CONFIRMED, confirmed_by=administrator, confirmed_on=date(2026, 9, 1)
    )

    body = page(reader, "/framework/measures/")

    assert "1 of 2 measures has a confirmed definition" in body
    assert "<span>Proposed</span>" in body
    assert "<span>Confirmed</span>" in body


def test_the_library_names_the_statements_and_priorities_a_measure_serves(reader: Client) -> None:
    serving = serve(MeasureFactory(), text="Healthy birth weight")
    serving.metric.priorities.add(PriorityFactory(number=1))

    body = page(reader, "/framework/measures/")

    assert "Healthy birth weight" in body
    assert "Early Help Outcomes Framework, priority 1" in body


def test_the_library_can_be_narrowed_and_an_unknown_part_is_ignored(reader: Client) -> None:
    MeasureFactory(title="About safety", area=Area.SAFE)
    MeasureFactory(title="About health", area=Area.HEALTHY)

    narrowed = page(reader, "/framework/measures/?area=safe&level=bcyp")
    unknown = page(reader, "/framework/measures/?area=unsafe")

    assert "About safety" in narrowed
    assert "About health" not in narrowed
    assert "1 measure shown." in narrowed
    assert "About safety" in unknown
    assert "About health" in unknown


def test_a_larger_library_takes_no_more_queries(reader: Client) -> None:
    def grow(number: int) -> None:
        serving = serve(MeasureFactory(), text=f"Statement {number}")
        serving.metric.priorities.add(PriorityFactory())
        AssignmentFactory(measure=serving.measure)

    grow(1)
    small = queries(reader, "/framework/measures/")
    for number in range(2, 8):
        grow(number)

    assert queries(reader, "/framework/measures/") == small <= 20


# ---- Baselines ----


def baseline(code: str, text: str, **fields: object) -> Baseline:
    return Baseline.objects.create(
        code=code, title=f"Happy pupils ({code})", value_text=text, quote="as printed", **fields
    )


def test_a_baseline_shows_its_period_place_comparators_and_source(reader: Client) -> None:
    row = baseline(
        "poverty",
        "48%",
        period="2022/23",
        geography="Tower Hamlets",
        source=SourceDocumentFactory(title="The strategy"),
        source_lines="12-14",
    )
    BaselineComparator.objects.create(baseline=row, geography="Richmond", value_text="12%")

    body = page(reader, "/framework/baselines/")

    for words in ("48%", "2022/23", "Tower Hamlets", "Richmond: 12%"):
        assert words in body
    assert "The strategy, lines 12-14 of its text" in body


def test_baselines_that_contradict_one_another_stand_together(reader: Client) -> None:
    first, between, last = (
        baseline(code, text, order=order)
        for order, (code, text) in enumerate([("a", "48%"), ("b", "43%"), ("c", "40%")])
    )
    baseline("d", "99%", order=9)
    between.contradicts.add(first, last)

    body = page(reader, "/framework/baselines/")

    assert "1 subject on which the documents contradict themselves" in body
    assert "Happy pupils (a): 48% or 43% or 40%" in body


def test_baselines_can_be_narrowed_to_an_area(reader: Client) -> None:
    baseline("printed", "48%", area_code="happy")
    baseline("suggested", "43%", area_suggested="happy")
    baseline("elsewhere", "40%", area_code="safe", area_suggested="happy")

    body = page(reader, "/framework/baselines/?area=happy")

    assert "48%" in body
    assert "43%" in body
    assert "40%" not in body
    assert "2 figures shown." in body


# ---- Data gaps ----


def gap(measure: Measure, **fields: object) -> DataGap:
    return DataGap.objects.create(
        measure=measure,
        reason="not_collected",
        explanation="Nobody asks.",
        potential_solution="Ask in the pupil survey.",
        **fields,
    )


def test_the_register_says_why_what_might_fill_it_and_who_is_on_it(reader: Client) -> None:
    gap(MeasureFactory(title="Pupils who vape"), owner=UserFactory(name="Amina Begum"))
    gap(MeasureFactory(), with_others=True, review_on=date(2027, 1, 15))

    body = page(reader, "/dashboard/gaps/")

    assert "Nobody can supply 2 figures yet" in body
    assert "1 needs other boroughs or the national collaborative. 1 has no owner yet." in body
    for words in ("Pupils who vape", "Not collected. Nobody asks.", "Ask in the pupil survey."):
        assert words in body
    for words in ("Amina Begum", "None yet", "15 January 2027", "Not set"):
        assert words in body


def test_a_filled_gap_is_told_apart(reader: Client) -> None:
    gap(MeasureFactory(title="Now counted"), filled_on=date(2026, 7, 1))

    body = page(reader, "/dashboard/gaps/")

    assert "No data gap is open" in body
    assert "1 July 2026" in body


def test_a_measure_with_an_open_gap_says_so_in_the_library(reader: Client) -> None:
    gap(MeasureFactory(code="HEA-112"))

    assert 'Nobody can yet (<a class="govuk-link" href="/dashboard/gaps/#HEA-112">' in page(
        reader, "/framework/measures/"
    )
