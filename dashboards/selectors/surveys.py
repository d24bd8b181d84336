"""What surveys found: figures recorded here, and those that the strategies print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.selectors.library import contradictions
from governance.access import Access
from outcomes.models import Baseline, Contradiction, SurveyFigure
from outcomes.voice.surveys import Line, lines


@dataclass(frozen=True)
class Contradicting:
    """Printed figures that cannot all be right, and how the portal reads them."""

    rows: Sequence[Baseline]
    readings: Sequence[Contradiction]


@dataclass(frozen=True)
class SurveysPage:
    """Recorded figures; printed ones; and those of the printed that cannot all be right."""

    lines: Sequence[Line]
    printed: Sequence[Baseline]
    contradicting: Sequence[Contradicting]

    @property
    def differing(self) -> int:
        """How many subjects have more than one figure, recorded or printed."""
        recorded = {(e.figure.question, e.figure.population) for e in self.lines if e.differs}
        return len(recorded) + len(self.contradicting)


def surveys_page(access: Access) -> SurveysPage:
    """Every figure of a survey, with its source. Seven queries."""
    recorded = SurveyFigure.objects.select_related("consultation__place", "measure").order_by(
        "question", "population", "-consultation__held_on", "pk"
    )
    rows = list(
        Baseline.objects.select_related("source")
        .prefetch_related("comparators", "contradicts")
        .order_by("order", "pk")
    )
    groups = [group for group in contradictions(rows) if any(map(_is_of_a_survey, group))]
    told = {row.pk for group in groups for row in group}
    readings = list(Contradiction.objects.all())
    return SurveysPage(
        lines=lines(recorded, access),
        printed=[row for row in rows if _is_of_a_survey(row) and row.pk not in told],
        contradicting=[
            Contradicting(group, [each for each in readings if _reads(each, group)])
            for group in groups
        ],
    )


def _is_of_a_survey(row: Baseline) -> bool:
    return "survey" in row.original_source.casefold()


def _reads(reading: Contradiction, group: Sequence[Baseline]) -> bool:
    """Whether a reading rests on a sentence that one of the figures is printed in."""
    quotes = [item["quote"] for item in reading.evidence]
    return any(quote in row.quote or row.quote in quote for quote in quotes for row in group)
