"""A submission with every kind of row, as targets for cells; and what a block came to, in short."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.models import Place
from outcomes.importing.blocks import read_block
from outcomes.importing.placing import Placement, Start, all_cells, place
from outcomes.importing.targets import Target
from outcomes.models import Submission
from outcomes.services.imports import names_of, targets_of
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    """Due from the North East: a proportion, a count, a mean, a yes or no, an account, and a count
    that is also wanted by sex.
    """
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    mean = {"type": "mean", "unit": "weeks", "multiplier": 1, "denominator_label": "Cases"}
    yes_no = {
        **{"type": "yes_no", "unit": "", "denominator": "", "denominator_label": ""},
        **{"multiplier": 1, "numerator_label": "In place", "over_areas": "none"},
        "over_time": "none",
    }
    measures = [
        MeasureFactory(code="HEA-101", title="Antenatal appointments attended", order=1),
        MeasureFactory(code="HEA-102", title="Parents referred", count=True, order=2),
        MeasureFactory(code="HEA-103", title="Wait for a first visit", order=3, **mean),
        MeasureFactory(code="SAF-101", title="A named lead", area="safe", order=4, **yes_no),
        MeasureFactory(code="SAF-102", title="One activity", area="safe", narrative=True, order=5),
    ]
    for measure in measures:
        ObservationFactory(submission=found, measure=measure)
    split = MeasureFactory(
        code="SAF-103", title="Families helped", area="safe", count=True, order=6
    )
    sex = BreakdownFactory()
    ObservationFactory(submission=found, measure=split)
    for order, code in enumerate(("female", "male")):
        category = CategoryFactory(breakdown=sex, code=code, order=order)
        ObservationFactory(submission=found, measure=split, category=category)
    return found


@pytest.fixture
def targets(submission: Submission) -> list[Target]:
    return targets_of(submission)


Put = Callable[..., Placement]


@pytest.fixture
def put(submission: Submission, targets: list[Target]) -> Put:
    """Places a block, and holds that every cell of it is accounted for once."""

    def put_block(text: str, start: Start | None = None) -> Placement:
        block = read_block(text)
        placement = place(block, targets, start=start, now=names_of(submission.period))
        assert sorted(map(_at, all_cells(placement))) == sorted(map(_at, block.cells))
        return placement

    return put_block


def _at(cell: object) -> tuple[int, int]:
    return cell.line, cell.column


def boxes(placement: Placement) -> dict[str, str]:
    """The words that would stand in each box, by code (with group) and the first letter of it."""
    found = {}
    for each in placement.placed:
        code = each.target.code
        if not each.target.is_for_everybody:
            code += f" {each.target.category}"
        found[f"{code} {each.reading.box}"] = each.reading.words
    return found


def doubts(placement: Placement) -> list[str]:
    return [each.reading.doubt for each in placement.placed if each.reading.doubt]


def without_place(placement: Placement) -> dict[str, str]:
    """The words of each cell that has no place, and why."""
    return {each.cell.text: each.why for each in placement.homeless}
