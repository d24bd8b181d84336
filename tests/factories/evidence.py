"""What figures are held against, the rest of what the strategies say, and what is published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from outcomes.kept import wording_now
from outcomes.models import (
    AmbitionAction,
    Baseline,
    BaselineComparator,
    Commitment,
    Comparator,
    Contradiction,
    DataGap,
    GapReason,
    Indicator,
    LoadedRecord,
    MeasureSummary,
    MetricComponent,
    MetricMeasure,
    PriorityKind,
    PublishedWording,
    Rebase,
    SectionState,
    StartingPoint,
    StatementKind,
    StatisticalRules,
    StrategyStatement,
    Target,
    Tolerance,
    WithheldFigure,
)
from tests.factories.governance import BoroughFactory, UserFactory
from tests.factories.outcomes import (
    OPENED_AT,
    FrameworkVersionFactory,
    LevelFactory,
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    PeriodFactory,
    PriorityFactory,
    PublicationFactory,
    SubmissionFactory,
)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    version = factory.SubFactory(FrameworkVersionFactory)
    area = factory.SubFactory(OutcomeAreaFactory)
    level = factory.SubFactory(LevelFactory)
    code = factory.Sequence(lambda n: f"bcyp.healthy.i{n}")
    text = "Healthy weight"


class MetricComponentFactory(DjangoModelFactory[MetricComponent]):
    class Meta:
        model = MetricComponent

    metric = factory.SubFactory(MetricFactory)
    code = factory.Sequence(lambda n: f"c{n}")
    text = "Healthy birth weight"


class MetricMeasureFactory(DjangoModelFactory[MetricMeasure]):
    class Meta:
        model = MetricMeasure

    metric = factory.SubFactory(MetricFactory)
    measure = factory.SubFactory(MeasureFactory)


class AmbitionActionFactory(DjangoModelFactory[AmbitionAction]):
    class Meta:
        model = AmbitionAction

    area = factory.SubFactory(OutcomeAreaFactory)
    code = factory.Sequence(lambda n: f"a{n}")
    text = "Offer every family a place"


class CommitmentFactory(DjangoModelFactory[Commitment]):
    class Meta:
        model = Commitment

    priority = factory.SubFactory(PriorityFactory, code="sp1", kind=PriorityKind.SYSTEM)
    code = factory.Sequence(lambda n: f"sp1.c{n}")
    text = "We will publish what we know"


class BaselineFactory(DjangoModelFactory[Baseline]):
    class Meta:
        model = Baseline

    code = factory.Sequence(lambda n: f"baseline-{n}")
    title = "Children in poverty"
    value = Decimal("47.5")
    value_text = "47.5%"
    quote = "47.5% of children live in poverty"


class BaselineComparatorFactory(DjangoModelFactory[BaselineComparator]):
    class Meta:
        model = BaselineComparator

    baseline = factory.SubFactory(BaselineFactory)
    geography = "London"
    value_text = "35%"


class ComparatorFactory(DjangoModelFactory[Comparator]):
    class Meta:
        model = Comparator

    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    period_label = "2025/26"
    starts_on = date(2025, 4, 1)
    value = Decimal("71.2")
    source = "Office for National Statistics"


class TargetFactory(DjangoModelFactory[Target]):
    class Meta:
        model = Target

    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    value = Decimal(75)
    starts_on = date(2026, 4, 1)
    reason = "What the best locality reached"
    approved_by = "Early Help Partnership Board"


class StartingPointFactory(DjangoModelFactory[StartingPoint]):
    class Meta:
        model = StartingPoint

    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    value = Decimal(60)
    period_label = "2023/24"
    starts_on = date(2023, 4, 1)
    source = "Maternity services data set"
    approved_by = "Early Help Partnership Board"


class ToleranceFactory(DjangoModelFactory[Tolerance]):
    class Meta:
        model = Tolerance

    measure = factory.SubFactory(MeasureFactory)
    value = Decimal(2)
    starts_on = date(2026, 4, 1)
    reason = "Two points are a dozen families"
    approved_by = "Early Help Partnership Board"


class RebaseFactory(DjangoModelFactory[Rebase]):
    class Meta:
        model = Rebase

    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    period = factory.SubFactory(PeriodFactory)
    reason = "The clinic moved into the family hub"
    asked_by = "Maternity lead"
    approved_by = "Early Help Partnership Board"
    recorded_at = OPENED_AT
    recorded_by = factory.SubFactory(UserFactory)


class StatisticalRulesFactory(DjangoModelFactory[StatisticalRules]):
    class Meta:
        model = StatisticalRules

    version = factory.Sequence(lambda n: f"xmr-{n + 2}")
    name = "Runs of six"
    shift_points = 6
    trend_points = 6
    in_force_from = date(2026, 4, 1)
    reason = "The Board wants to see changes earlier"
    approved_by = "Early Help Partnership Board"
    recorded_at = OPENED_AT


class DataGapFactory(DjangoModelFactory[DataGap]):
    class Meta:
        model = DataGap

    measure = factory.SubFactory(MeasureFactory)
    reason = GapReason.NOT_COLLECTED
    explanation = "Nobody asks families for it"
    potential_solution = "Add a question to the family hub's form"


class StrategyStatementFactory(DjangoModelFactory[StrategyStatement]):
    class Meta:
        model = StrategyStatement

    code = factory.Sequence(lambda n: f"statement-{n}")
    kind = StatementKind.VISION
    strategy = "early-help"
    text = "Every child thrives"


class ContradictionFactory(DjangoModelFactory[Contradiction]):
    class Meta:
        model = Contradiction

    code = factory.Sequence(lambda n: f"contradiction-{n}")
    kind = "figures"
    topic = "Two figures for one year"
    description = "Two pages print different figures"
    resolution = "Both are shown"


class LoadedRecordFactory(DjangoModelFactory[LoadedRecord]):
    class Meta:
        model = LoadedRecord

    kind = "governance.body"
    name = factory.Sequence(lambda n: f"body-{n}")


class SectionStateFactory(DjangoModelFactory[SectionState]):
    class Meta:
        model = SectionState

    submission = factory.SubFactory(SubmissionFactory)
    area = "healthy"
    changed_at = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)
    changed_by = factory.SubFactory(UserFactory)


class MeasureSummaryFactory(DjangoModelFactory[MeasureSummary]):
    class Meta:
        model = MeasureSummary

    publication = factory.SubFactory(PublicationFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    period = factory.LazyAttribute(lambda summary: summary.publication.period)
    is_due = True
    value = 24.3
    value_text = "24.3%"
    finding = "too_early"


class WithheldFigureFactory(DjangoModelFactory[WithheldFigure]):
    class Meta:
        model = WithheldFigure

    publication = factory.SubFactory(PublicationFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    numerator = Decimal(3)
    denominator = Decimal(41)


class PublishedWordingFactory(DjangoModelFactory[PublishedWording]):
    class Meta:
        model = PublishedWording
        django_get_or_create = ("publication",)

    publication = factory.SubFactory(PublicationFactory)
    content = factory.LazyAttribute(
        lambda kept: wording_now(as_at=kept.publication.period, at=kept.publication.published_at)
    )
