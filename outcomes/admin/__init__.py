"""The administrators' desk: frameworks, measures, collecting, and what was published."""

from outcomes.admin.collection import AssignmentAdmin, PeriodAdmin, ReporterAdmin
from outcomes.admin.crosswalks import SchemeAdmin, SchemeRequirementAdmin
from outcomes.admin.evidence import (
    BaselineAdmin,
    ComparatorAdmin,
    DataGapAdmin,
    StartingPointAdmin,
    TargetAdmin,
    ToleranceAdmin,
)
from outcomes.admin.framework import FrameworkAdmin, FrameworkVersionAdmin
from outcomes.admin.measures import BreakdownAdmin, MeasureAdmin
from outcomes.admin.priorities import ContradictionAdmin, PriorityAdmin, StrategyStatementAdmin
from outcomes.admin.publication import MeasureSummaryAdmin, PublicationAdmin, PublishedFigureAdmin
from outcomes.admin.rules import RebaseAdmin, StatisticalRulesAdmin
from outcomes.admin.statements import IndicatorAdmin, MetricAdmin, OutcomeAdmin, OutcomeAreaAdmin
from outcomes.admin.submissions import ObservationAdmin, SubmissionAdmin

__all__ = [
    "AssignmentAdmin",
    "BaselineAdmin",
    "BreakdownAdmin",
    "ComparatorAdmin",
    "ContradictionAdmin",
    "DataGapAdmin",
    "FrameworkAdmin",
    "FrameworkVersionAdmin",
    "IndicatorAdmin",
    "MeasureAdmin",
    "MeasureSummaryAdmin",
    "MetricAdmin",
    "ObservationAdmin",
    "OutcomeAdmin",
    "OutcomeAreaAdmin",
    "PeriodAdmin",
    "PriorityAdmin",
    "PublicationAdmin",
    "PublishedFigureAdmin",
    "RebaseAdmin",
    "ReporterAdmin",
    "SchemeAdmin",
    "SchemeRequirementAdmin",
    "StartingPointAdmin",
    "StatisticalRulesAdmin",
    "StrategyStatementAdmin",
    "SubmissionAdmin",
    "TargetAdmin",
    "ToleranceAdmin",
]
