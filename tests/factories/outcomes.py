"""A small framework, measures, periods, reporters and submissions. Nothing is random."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from governance.models import User
from outcomes.models import (
    Accountability,
    Area,
    Assignment,
    Breakdown,
    Category,
    ForWhom,
    Framework,
    FrameworkVersion,
    Frequency,
    Level,
    Measure,
    MeasureType,
    Metric,
    Observation,
    Outcome,
    OutcomeArea,
    OverAreas,
    OverTime,
    Period,
    Polarity,
    Priority,
    PriorityKind,
    Publication,
    PublishedFigure,
    Reporter,
    Status,
    Submission,
    VersionStatus,
)
from outcomes.services.periods import (
    CLOSES_AFTER,
    DUE_AFTER,
    ENTRIES_CLOSE_AFTER,
    quarter_dates,
)
from tests.factories.governance import BoroughFactory, LocalityFactory, UserFactory

OPENED_AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)


class FrameworkFactory(DjangoModelFactory[Framework]):
    class Meta:
        model = Framework
        django_get_or_create = ("code",)

    code = "early-help-outcomes"
    title = "Early Help Outcomes Framework"


class FrameworkVersionFactory(DjangoModelFactory[FrameworkVersion]):
    class Meta:
        model = FrameworkVersion
        django_get_or_create = ("framework", "label")

    framework = factory.SubFactory(FrameworkFactory)
    label = "2025-2028"
    status = VersionStatus.PUBLISHED
    published_at = OPENED_AT


class OutcomeAreaFactory(DjangoModelFactory[OutcomeArea]):
    class Meta:
        model = OutcomeArea
        django_get_or_create = ("version", "code")

    version = factory.SubFactory(FrameworkVersionFactory)
    code = "healthy"
    name = "Healthy"
    order = 2


class LevelFactory(DjangoModelFactory[Level]):
    class Meta:
        model = Level
        django_get_or_create = ("version", "code")

    version = factory.SubFactory(FrameworkVersionFactory)
    code = "bcyp"
    name = "Babies, children and young people"
    order = 1


class OutcomeFactory(DjangoModelFactory[Outcome]):
    class Meta:
        model = Outcome

    version = factory.SubFactory(FrameworkVersionFactory)
    area = factory.SubFactory(OutcomeAreaFactory)
    level = factory.SubFactory(LevelFactory)
    code = factory.Sequence(lambda n: f"bcyp.healthy.o{n}")
    text = "Are healthy"
    full_text = "All babies, children and young people are healthy"


class PriorityFactory(DjangoModelFactory[Priority]):
    class Meta:
        model = Priority
        django_get_or_create = ("code",)

    code = "op1"
    kind = PriorityKind.OUTCOME
    number = 1
    title = "Promote take up of antenatal care"


class MetricFactory(DjangoModelFactory[Metric]):
    class Meta:
        model = Metric

    version = factory.SubFactory(FrameworkVersionFactory)
    area = factory.SubFactory(OutcomeAreaFactory)
    level = factory.SubFactory(LevelFactory)
    code = factory.Sequence(lambda n: f"bcyp.healthy.m{n}")
    text = "Numbers with healthy birth weight"
    text_as_printed = "Numbers with healthy birth weight (1)"


class BreakdownFactory(DjangoModelFactory[Breakdown]):
    class Meta:
        model = Breakdown
        django_get_or_create = ("code",)

    code = "sex"
    name = "Sex"


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category
        django_get_or_create = ("breakdown", "code")

    breakdown = factory.SubFactory(BreakdownFactory)
    code = "female"
    name = factory.LazyAttribute(lambda category: category.code.replace("-", " ").capitalize())


class MeasureFactory(DjangoModelFactory[Measure]):
    """A proportion by default; `count=True` a count of people, `narrative=True` an account."""

    class Meta:
        model = Measure
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"HEA-{n + 501}")
    title = "Babies born at a healthy weight"
    area = Area.HEALTHY
    level = ForWhom.CHILDREN
    type = MeasureType.PROPORTION
    unit = "%"
    multiplier = 100
    numerator = "Live term babies who weighed 2,500 g or more"
    denominator = "Live term babies"
    numerator_label = "Healthy weight"
    denominator_label = "Term babies"
    polarity = Polarity.HIGHER
    frequency = Frequency.QUARTERLY
    over_areas = OverAreas.RATIO
    over_time = OverTime.RATIO
    accountability = Accountability.POPULATION
    is_strength = True
    data_source = "Maternity records"
    order = factory.Sequence(lambda n: n)

    class Params:
        count = factory.Trait(
            title="Families who finished a parenting programme",
            type=MeasureType.COUNT,
            unit="families",
            multiplier=1,
            numerator="Families who finished",
            denominator="",
            numerator_label="Finished",
            denominator_label="",
            over_areas=OverAreas.SUM,
            over_time=OverTime.SUM,
        )
        narrative = factory.Trait(
            title="How one activity made a difference",
            type=MeasureType.NARRATIVE,
            unit="commentary",
            multiplier=1,
            numerator="An account of one activity",
            denominator="",
            numerator_label="Account",
            denominator_label="",
            over_areas=OverAreas.NONE,
            over_time=OverTime.NONE,
            counts_people=False,
        )


def _dates(code: str) -> dict[str, object]:
    quarter = quarter_dates(code)
    return {
        "label": quarter.label,
        "starts_on": quarter.starts_on,
        "ends_on": quarter.ends_on,
        "opens_on": quarter.ends_on,
        "due_on": quarter.ends_on + DUE_AFTER,
        "entries_close_on": quarter.ends_on + ENTRIES_CLOSE_AFTER,
        "closes_on": quarter.ends_on + CLOSES_AFTER,
    }


class PeriodFactory(DjangoModelFactory[Period]):
    """An open quarter: 2026-Q2 unless given."""

    class Meta:
        model = Period
        django_get_or_create = ("code",)

    code = "2026-Q2"
    label = factory.LazyAttribute(lambda p: _dates(p.code)["label"])
    starts_on = factory.LazyAttribute(lambda p: _dates(p.code)["starts_on"])
    ends_on = factory.LazyAttribute(lambda p: _dates(p.code)["ends_on"])
    opens_on = factory.LazyAttribute(lambda p: _dates(p.code)["opens_on"])
    due_on = factory.LazyAttribute(lambda p: _dates(p.code)["due_on"])
    entries_close_on = factory.LazyAttribute(lambda p: _dates(p.code)["entries_close_on"])
    closes_on = factory.LazyAttribute(lambda p: _dates(p.code)["closes_on"])
    opened_at = OPENED_AT


class ReporterFactory(DjangoModelFactory[Reporter]):
    """A locality unless an organisation is given."""

    class Meta:
        model = Reporter
        django_get_or_create = ("place", "organisation")

    place = factory.SubFactory(LocalityFactory)
    organisation = None
    name = factory.LazyAttribute(
        lambda r: r.organisation.name if r.organisation else f"{r.place.name} locality"
    )
    slug = factory.LazyAttribute(lambda r: r.organisation.code if r.organisation else r.place.slug)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    reporter = factory.SubFactory(ReporterFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.LazyAttribute(lambda a: a.reporter.place)
    starts_on = date(2020, 4, 1)


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission
        django_get_or_create = ("reporter", "period")

    reporter = factory.SubFactory(ReporterFactory)
    period = factory.SubFactory(PeriodFactory)
    due_on = factory.LazyAttribute(lambda s: s.period.due_on)


def _is_approved(row: object) -> bool:
    return row.submission.status == Status.APPROVED


def _approver() -> User:
    email = "approver@ehportal.example"
    return User.objects.filter(email=email).first() or UserFactory(email=email)


class ObservationFactory(DjangoModelFactory[Observation]):
    """A row that is due and empty; of an approved submission, an approved one."""

    class Meta:
        model = Observation

    submission = factory.SubFactory(SubmissionFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.LazyAttribute(lambda o: o.submission.reporter.place)
    approved_at = factory.LazyAttribute(lambda o: OPENED_AT if _is_approved(o) else None)
    approved_by = factory.LazyAttribute(lambda o: _approver() if _is_approved(o) else None)


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: n + 1)
    period = factory.SubFactory(PeriodFactory)
    published_at = PUBLISHED_AT
    rules_version = "test"
    submissions_expected = 1
    submissions_included = 1


class PublishedFigureFactory(DjangoModelFactory[PublishedFigure]):
    class Meta:
        model = PublishedFigure

    publication = factory.SubFactory(PublicationFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    period = factory.LazyAttribute(lambda f: f.publication.period)
    numerator = Decimal(253)
    denominator = Decimal(1041)
    value = 24.3
    reporters_expected = 4
    reporters_included = 4
