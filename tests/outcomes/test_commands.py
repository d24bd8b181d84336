"""The commands that open a quarter, publish it, and check what is stored."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from governance.models import Event, Place, User
from outcomes.integrity import files_are_as_they_were_sent
from outcomes.models import (
    Assignment,
    FrameworkVersion,
    Measure,
    Observation,
    Outcome,
    Period,
    Publication,
    Status,
    Submission,
    VersionStatus,
)
from outcomes.services.submissions import hash_of
from tests.factories.evidence import MetricComponentFactory, MetricMeasureFactory
from tests.factories.outcomes import (
    AssignmentFactory,
    FrameworkFactory,
    FrameworkVersionFactory,
    LevelFactory,
    MeasureFactory,
    MetricFactory,
    ObservationFactory,
    OutcomeFactory,
    PeriodFactory,
    PublicationFactory,
    PublishedFigureFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.factories.reporting import AttachmentFactory

pytestmark = pytest.mark.django_db

#: Of the factory's published figure, 253 of 1,041.
VALUE = 253 * 100 / 1041


def said(*command: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


# ---- open_period ----


def test_opening_says_what_is_expected_and_when(localities: dict[str, Place]) -> None:
    for place in localities.values():
        AssignmentFactory(reporter=ReporterFactory(place=place))

    text = said("open_period", "2026-Q2")

    assert text == "July to September 2026 is open: 4 submissions expected, due 15 October 2026.\n"
    assert Period.objects.get().opened_by is None


def test_opening_again_says_who_handed_in_without_what_is_asked_for_now(
    localities: dict[str, Place],
) -> None:
    reporter = ReporterFactory(place=localities["ne"])
    AssignmentFactory(reporter=reporter)
    said("open_period", "2026-Q2")
    Submission.objects.update(status=Status.APPROVED)
    AssignmentFactory(reporter=reporter)

    text = said("open_period", "2026-Q2")

    assert "North East locality handed in already, without 1 figure now asked for." in text


def test_opening_with_nobody_assigned_says_so() -> None:
    assert "Nobody is assigned anything yet" in said("open_period", "2026-Q2")


def test_opening_what_is_no_quarter_is_refused() -> None:
    with pytest.raises(CommandError, match="write it like 2026-Q2"):
        said("open_period", "2026-07")
    assert not Period.objects.exists()


# ---- publish ----


@pytest.fixture
def approved(localities: dict[str, Place], coordinator: User, now: Any) -> Measure:
    """A count that every locality has reported, approved except for one."""
    measure = MeasureFactory(count=True, code="HEA-101")
    for number, place in enumerate(localities.values(), start=1):
        reporter = ReporterFactory(place=place)
        AssignmentFactory(reporter=reporter, measure=measure)
        given = SubmissionFactory(
            reporter=reporter,
            status=Status.APPROVED if number < 4 else Status.SUBMITTED,
            submitted_at=now,
            submitted_by=coordinator,
        )
        ObservationFactory(
            submission=given,
            measure=measure,
            numerator_typed=str(100 * number),
            numerator=Decimal(100 * number),
        )
        Submission.objects.filter(pk=given.pk).update(content_hash=hash_of(given))
    return measure


def test_publishing_says_what_is_in_it_and_what_is_not(approved: Measure) -> None:
    text = said("publish", "2026-Q2")

    assert "Publication 1, July to September 2026:" in text
    assert "from 3 of 4 submissions." in text
    assert "  Not in it: South West locality\n" in text
    assert Publication.objects.get().published_by is None


def test_publishing_again_needs_a_reason(approved: Measure) -> None:
    said("publish", "2026-Q2")

    with pytest.raises(CommandError, match=r"Nothing was published\. Say why"):
        said("publish", "2026-Q2")

    said("publish", "2026-Q2", reason="A locality had counted twice.")
    assert Publication.objects.get(number=2).reason == "A locality had counted twice."


def test_publishing_nothing_is_refused() -> None:
    PeriodFactory()
    with pytest.raises(CommandError, match="Nothing is approved yet"):
        said("publish", "2026-Q2")


def test_publishing_an_unknown_quarter_says_how_to_open_it() -> None:
    with pytest.raises(CommandError, match="open_period 2026-Q2"):
        said("publish", "2026-Q2")


# ---- check_integrity ----


def problems() -> str:
    """What the check prints where it finds something; it must end with status 1."""
    out = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("check_integrity", stdout=out)
    assert ended.value.returncode == 1
    return out.getvalue()


def test_a_sound_store_has_no_problems(approved: Measure) -> None:
    FrameworkVersionFactory()
    said("publish", "2026-Q2")

    text = said("check_integrity")

    assert "No problems in 5 published figures, 4 submissions.\n" in text


def test_an_empty_store_has_no_problems() -> None:
    assert "No problems in 0 published figures, 0 submissions." in said("check_integrity")


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        ({"value": 24.0}, "shows 24.0, and its counts give 24.3"),
        ({"value": None}, "shows None, and its counts give 24.3"),
        ({"shorthand": "q"}, "unknown shorthand [q]"),
        ({"numerator": None, "denominator": None, "value": None}, "no shorthand that says why"),
        ({"shorthand": "r"}, "marked revised in a publication that corrects nothing"),
        (
            {"numerator": Decimal(3), "denominator": Decimal(100), "value": 3.0},
            "so small that it must be hidden",
        ),
    ],
)
def test_a_published_figure_that_breaks_its_rules_is_named(
    figure: dict[str, Any], problem: str
) -> None:
    PublishedFigureFactory(
        measure=MeasureFactory(code="HEA-101"), **({"value": 24.3035542} | figure)
    )

    text = problems()

    assert problem in text
    assert "Publication" in text
    assert "HEA-101, Tower Hamlets, 2026-Q2" in text


def test_a_borough_that_is_not_the_sum_of_its_localities_is_named(
    localities: dict[str, Place], borough: Place
) -> None:
    publication = PublicationFactory()
    measure = MeasureFactory(count=True)
    shared = {"publication": publication, "measure": measure, "denominator": None}
    one = {"reporters_expected": 1, "reporters_included": 1}
    for place in localities.values():
        PublishedFigureFactory(**shared, **one, place=place, numerator=Decimal(100), value=100.0)
    PublishedFigureFactory(**shared, place=borough, numerator=Decimal(401), value=401.0)

    assert "its numerator is 401.0000, and its localities' add up to 400.0000" in problems()


def test_a_partial_borough_figure_is_no_problem(
    localities: dict[str, Place], borough: Place
) -> None:
    publication = PublicationFactory()
    measure = MeasureFactory(count=True)
    shared = {"publication": publication, "measure": measure, "denominator": None}
    PublishedFigureFactory(
        **shared,
        place=localities["ne"],
        numerator=Decimal(100),
        value=100.0,
        reporters_expected=1,
        reporters_included=1,
    )
    PublishedFigureFactory(
        **shared, place=borough, numerator=Decimal(300), value=300.0, reporters_included=3
    )

    assert "No problems" in said("check_integrity")


def test_figures_changed_behind_a_receipt_are_named(approved: Measure) -> None:
    changed = Observation.objects.select_related("submission__reporter")[0]
    Observation.objects.filter(pk=changed.pk).update(numerator=Decimal(1))

    text = problems()

    assert "receipts and figures: 1 problem\n" in text
    assert f"{changed.submission.reporter}, July to September 2026" in text


def test_figures_handed_in_without_a_receipt_are_named(approved: Measure) -> None:
    Submission.objects.filter(status=Status.SUBMITTED).update(content_hash="")

    assert "submitted without a receipt" in problems()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"approved_at": None, "approved_by": None}, "not approved, and its submission is."),
        ({"numerator": None}, "approved, and it says nothing."),
    ],
)
def test_an_approval_that_does_not_hold_is_named(
    approved: Measure, change: dict[str, Any], problem: str
) -> None:
    row = Observation.objects.filter(submission__status=Status.APPROVED)[0]
    Observation.objects.filter(pk=row.pk).update(**change)

    text = problems()

    assert "approvals of figures: 1 problem\n" in text
    assert f"{row.measure.code}, {row.place}, 2026-Q2, {row.place} locality: {problem}" in text


def test_a_figure_that_nobody_was_assigned_is_named(approved: Measure) -> None:
    Assignment.objects.filter(reporter__name="North East locality").delete()

    assert "North East locality: a figure that was never assigned." in problems()


def test_a_submission_of_an_unopened_period_is_named() -> None:
    SubmissionFactory(period=PeriodFactory(opened_at=None))

    assert "belongs to a period that was never opened" in problems()


def test_a_statement_in_another_versions_level_is_named() -> None:
    elsewhere = FrameworkVersionFactory(label="2030", status=VersionStatus.DRAFT)
    OutcomeFactory(level=LevelFactory(version=elsewhere), code="o1")
    assert Outcome.objects.get().version != elsewhere

    assert "The outcome o1 hangs from an area or level of another version." in problems()


def test_a_measure_by_way_of_another_metrics_part_is_named() -> None:
    FrameworkVersionFactory()
    MetricMeasureFactory(component=MetricComponentFactory(metric=MetricFactory()))

    assert "by way of a part of another metric" in problems()


def test_a_framework_with_no_version_in_force_is_named() -> None:
    FrameworkVersionFactory()
    FrameworkFactory(code="accelerate", title="Accelerate!")

    assert "Accelerate! has 0 published versions; it must have one." in problems()


def test_a_figure_of_another_period_than_its_publication_is_named() -> None:
    PublishedFigureFactory(value=VALUE, period=PeriodFactory(code="2026-Q1"))

    assert "is of another period than its publication" in problems()


def test_a_file_that_is_gone_or_another_is_named() -> None:
    gone, other = AttachmentFactory(name="Gone.pdf"), AttachmentFactory(name="Other.pdf")
    assert list(files_are_as_they_were_sent()) == []

    Path(gone.file.path).unlink()
    Path(other.file.path).write_bytes(b"%PDF-1.7 another %%EOF")
    first, second = files_are_as_they_were_sent()
    assert first.startswith("Gone.pdf, beside SEND Improvement Board")
    assert (first.endswith("is gone."), second.endswith("not what was attached.")) == (True, True)


def test_the_check_changes_nothing(approved: Measure) -> None:
    before = list(Observation.objects.values()), list(FrameworkVersion.objects.values())
    said("check_integrity")
    assert before == (list(Observation.objects.values()), list(FrameworkVersion.objects.values()))
    assert not Event.objects.exists()
