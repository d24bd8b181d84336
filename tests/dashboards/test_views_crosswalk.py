"""One figure, every framework that asks for it; and what plans and contracts ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from governance.models import User
from outcomes.models import Match
from tests.dashboards.publishing import text_of
from tests.factories.crosswalks import (
    CrosswalkLinkFactory,
    SchemeFactory,
    SchemeRequirementFactory,
)
from tests.factories.evidence import MetricMeasureFactory
from tests.factories.outcomes import (
    FrameworkFactory,
    FrameworkVersionFactory,
    MeasureFactory,
    MetricFactory,
    PriorityFactory,
)

PATH = "/framework/crosswalk/"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


def _another_metric(text: str) -> Any:
    framework = FrameworkFactory(code="accelerate", title="Accelerate!")
    version = FrameworkVersionFactory(framework=framework, label="2024-2029")
    return MetricFactory(version=version, text=text, level=None)


def test_without_measures_it_says_so(reader: Client) -> None:
    assert "No measures are loaded yet" in text_of(reader.get(PATH))


def test_a_measure_of_one_framework_is_not_shared(reader: Client) -> None:
    MetricMeasureFactory()
    assert "No measure answers more than one framework yet" in text_of(reader.get(PATH))


def test_a_measure_that_two_frameworks_ask_for_stands_with_both_wordings(reader: Client) -> None:
    measure = MeasureFactory(title="Early antenatal bookings")
    MetricMeasureFactory(measure=measure, metric=MetricFactory(text="Booked by ten weeks"))
    MetricMeasureFactory(measure=measure, metric=_another_metric("More early bookings"))
    MeasureFactory()

    text = text_of(reader.get(PATH))

    assert "1 of 2 measures answers more than one framework" in text
    assert "Booked by ten weeks" in text
    assert "More early bookings Accelerate!" in text


def test_a_contract_counts_as_one_that_asks(reader: Client) -> None:
    measure = MeasureFactory()
    MetricMeasureFactory(measure=measure)
    CrosswalkLinkFactory(measure=measure, requirement__reference="KPI 4")

    text = text_of(reader.get(PATH))

    assert "1 of 1 measure answers more than one framework" in text
    assert "KPI 4: Parents who finish a programme" in text
    assert "ours is nearly the same" in text


def test_a_requirement_answered_by_a_metric_is_counted_by_the_metrics_measure(
    reader: Client,
) -> None:
    serving = MetricMeasureFactory()
    CrosswalkLinkFactory(metric=serving.metric, measure=None)

    assert "1 of 1 requirement counted by a measure" in text_of(reader.get(PATH))


def test_a_requirement_that_a_priority_answers_is_not_counted(reader: Client) -> None:
    priority = PriorityFactory()
    CrosswalkLinkFactory(priority=priority, measure=None, match=Match.RELATED)
    SchemeRequirementFactory()
    MeasureFactory()

    answer = reader.get(PATH)
    text = text_of(answer)

    assert "2 requirements of plans and contracts are counted by nothing yet" in text
    assert f'href="/dashboard/priorities/{priority.number}/"' in answer.content.decode()
    assert "Has to do with it" in text
    assert "No measure counts it." in text
    assert "Nothing yet" in text


def test_a_plan_whose_wording_is_not_known_says_who_enters_it(
    reader: Client, sign_in: Callable[[User], Client], administrator: User
) -> None:
    plan = SchemeFactory(
        code="partnership-plan", kind="plan", starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31)
    )

    assert "The framework administrator enters it." in text_of(reader.get(PATH))
    text = text_of(reader.get(PATH))
    assert "Plan or strategy · Tower Hamlets Council · 1 April 2023 to 31 March 2028" in text
    page = sign_in(administrator).get(PATH).content.decode()
    assert f'href="/admin/outcomes/scheme/{plan.pk}/change/"' in page


def test_the_measure_names_the_contracts_that_ask_for_it(reader: Client) -> None:
    serving = MetricMeasureFactory()
    CrosswalkLinkFactory(measure=serving.measure, requirement__reference="KPI 1")
    CrosswalkLinkFactory(
        metric=serving.metric, measure=None, match=Match.EXACT, requirement__reference="KPI 2"
    )
    CrosswalkLinkFactory(requirement__reference="KPI 3")

    text = text_of(reader.get(serving.measure.get_absolute_url()))

    assert "By other plans and contracts" in text
    assert "KPI 1: Parents who finish a programme" in text
    assert "KPI 2: Parents who finish a programme" in text
    assert "KPI 3" not in text


def test_the_page_asks_as_much_however_much_is_linked(
    reader: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(3):
        CrosswalkLinkFactory(measure=MetricMeasureFactory().measure)
    reader.get(PATH)
    with django_assert_max_num_queries(12):
        reader.get(PATH)


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"measure": None}, {"priority": True}])
def test_an_answer_is_one_thing_and_no_more(answers: dict[str, Any]) -> None:
    if answers.get("priority"):
        answers["priority"] = PriorityFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CrosswalkLinkFactory(**answers)
