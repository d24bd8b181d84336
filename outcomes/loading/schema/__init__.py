"""What the fixtures hold, file by file, and `read_all`, which reads and checks them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from outcomes.loading.reader import At, Index, Record, read
from outcomes.loading.schema.checks import faults
from outcomes.loading.schema.figures import Baseline, BaselinesFile
from outcomes.loading.schema.frameworks import (
    AccelerateFile,
    Metric,
    OutcomesFrameworkFile,
    ProcessMeasuresFile,
)
from outcomes.loading.schema.governance import (
    BodiesFile,
    Body,
    Organisation,
    OrganisationsFile,
    PlacesFile,
    ReportingRule,
    ReportingRulesFile,
    VoiceGroup,
    VoiceGroupsFile,
)
from outcomes.loading.schema.measures import (
    Breakdown,
    BreakdownsFile,
    DemoLevel,
    DemoLevelsFile,
    Gap,
    GapsFile,
    Measure,
    MeasuresFile,
)
from outcomes.loading.schema.shared import Document, DocumentsFile
from outcomes.loading.schema.statements import (
    OutcomePriority,
    PrioritiesFile,
    StatementsFile,
    SystemPriority,
)

F = TypeVar("F", bound=Record)


@dataclass(frozen=True, kw_only=True)
class FrameworkData(Record):
    """Everything the fixtures say, checked: the frameworks and all that hangs from them."""

    documents: tuple[Document, ...]
    early_help: OutcomesFrameworkFile
    process: ProcessMeasuresFile
    accelerate: AccelerateFile
    priorities: PrioritiesFile
    statements: StatementsFile
    bodies: tuple[Body, ...]
    organisations: tuple[Organisation, ...]
    reporting_rules: tuple[ReportingRule, ...]
    voice_groups: tuple[VoiceGroup, ...]
    places: PlacesFile
    baselines: tuple[Baseline, ...]
    breakdowns: tuple[Breakdown, ...]
    measures: tuple[Measure, ...]
    gaps: tuple[Gap, ...]
    demo_levels: dict[str, DemoLevel]

    @property
    def outcome_priorities(self) -> tuple[OutcomePriority, ...]:
        return self.priorities.outcome_priorities.items

    @property
    def system_priorities(self) -> tuple[SystemPriority, ...]:
        return self.priorities.system_priorities.items

    def early_help_metrics(self) -> Iterator[Metric]:
        """The metrics of the Early Help framework, cell by cell."""
        for cell in self.early_help.cells:
            yield from cell.metrics

    def process_metrics(self) -> Iterator[Metric]:
        """The family hub process measures, criterion by criterion."""
        for criterion in self.process.criteria:
            yield from criterion.metrics


def read_all(folder: Path) -> FrameworkData:
    """Every fixture under the folder, each checked alone and then against the others.

    Raises FixtureError, which names file, line and reason, for the first thing that is wrong.
    """
    index = Index()
    index.define("reporter", "localities", At("fixtures", 1))

    def one(path: str, kind: type[F]) -> F:
        return read(folder / path, kind, index)

    def several(pattern: str, kind: type[F], *, but: str = "") -> list[F]:
        paths = sorted(folder.glob(pattern))
        return [read(path, kind, index) for path in paths if not but or not path.match(but)]

    data = FrameworkData(
        at=At(folder.name, 1),
        documents=one("documents.yaml", DocumentsFile).documents,
        early_help=one("framework/early-help-outcomes-2025.yaml", OutcomesFrameworkFile),
        process=one("framework/family-hub-process-measures.yaml", ProcessMeasuresFile),
        accelerate=one("framework/accelerate-2024.yaml", AccelerateFile),
        priorities=one("framework/priorities.yaml", PrioritiesFile),
        statements=one("framework/statements.yaml", StatementsFile),
        bodies=one("governance/bodies.yaml", BodiesFile).bodies,
        organisations=one("governance/organisations.yaml", OrganisationsFile).organisations,
        reporting_rules=one("governance/reporting-rules.yaml", ReportingRulesFile).reporting_rules,
        voice_groups=one("governance/voice-groups.yaml", VoiceGroupsFile).voice_groups,
        places=one("governance/places.yaml", PlacesFile),
        baselines=one("baselines.yaml", BaselinesFile).baselines,
        breakdowns=one("breakdowns.yaml", BreakdownsFile).breakdowns,
        measures=tuple(
            measure
            for file in several("measures/*.yaml", MeasuresFile, but="gaps*.yaml")
            for measure in file.measures
        ),
        gaps=tuple(gap for file in several("measures/gaps*.yaml", GapsFile) for gap in file.gaps),
        demo_levels={
            code: level
            for file in several("demo/*.yaml", DemoLevelsFile)
            for code, level in file.levels.items()
        },
    )
    index.resolve()
    for record, reason in faults(data):
        raise record.at.error(reason)
    return data


__all__ = ["FrameworkData", "read_all"]
