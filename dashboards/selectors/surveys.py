"""What surveys found: figures recorded here, and those that the strategies print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.selectors.library import contradictions
from governance.access import Access
from outcomes.models import Baseline, Contradiction, SurveyFigure
from outcomes.voice.surveys import EVERYBODY, Line, communities, lines, plain


@dataclass(frozen=True)
class Contradicting:
    """Printed figures that cannot all be right, and how the portal reads them."""

    rows: Sequence[Baseline]
    readings: Sequence[Contradiction]

    @property
    def is_alone(self) -> bool:
        """Whether none of them is compared with another place."""
        return not any(row.comparators.all() for row in self.rows)


@dataclass(frozen=True)
class Question:
    """What surveys found on one question: everybody, then group by group, the latest first."""

    text: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class SurveysPage:
    """Recorded figures; printed ones; and those of the printed that cannot all be right."""

    questions: Sequence[Question]
    printed: Sequence[Baseline]
    contradicting: Sequence[Contradicting]

    @property
    def is_alone(self) -> bool:
        """Whether no printed figure is compared with another place."""
        return not any(row.comparators.all() for row in self.printed)

    @property
    def differing(self) -> int:
        """How many subjects have more than one figure, recorded or printed."""
        lines = [line for question in self.questions for line in question.lines]
        recorded = {line.subject for line in lines if line.differs}
        return len(recorded) + len(self.contradicting)


def surveys_page(access: Access) -> SurveysPage:
    """Every figure of a survey, with its source. Nine queries."""
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
        questions=_side_by_side(lines(recorded, access)),
        printed=[row for row in rows if _is_of_a_survey(row) and row.pk not in told],
        contradicting=[
            Contradicting(group, [each for each in readings if _reads(each, group)])
            for group in groups
        ],
    )


def _side_by_side(found: Sequence[Line]) -> list[Question]:
    """By question, its groups in the order of the figures' ethnic groups, all others after them."""
    rank = {name: place for place, name in enumerate([EVERYBODY, *communities()])}
    by_question: dict[str, list[Line]] = {}
    for line in found:
        by_question.setdefault(plain(line.figure.question), []).append(line)
    return [
        Question(
            each[0].figure.question,
            sorted(each, key=lambda line: rank.get(line.figure.population, len(rank))),
        )
        for each in by_question.values()
    ]


def _is_of_a_survey(row: Baseline) -> bool:
    return "survey" in row.original_source.casefold()


def _reads(reading: Contradiction, group: Sequence[Baseline]) -> bool:
    """Whether a reading rests on a sentence that one of the figures is printed in."""
    quotes = [item["quote"] for item in reading.evidence]
    return any(quote in row.quote or row.quote in quote for quote in quotes for row in group)
