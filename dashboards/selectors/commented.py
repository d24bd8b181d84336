"""What a person made of the automatic commentary on a measure, as a publication's pages show it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dashboards.selectors.editions import Edition
from ehportal.wording import day
from governance.models import PlaceKind
from outcomes.models import Commentary, CommentaryAct, Measure, MeasureSummary

_PRINTED = (
    "period_id", "value_text", "of_text", "change_text", "coverage_text", "finding", "finding_text",
)  # fmt: skip


@dataclass(frozen=True)
class Comment:
    """A commentary that a person accepted, or wrote: `text` is empty where they accepted it."""

    text: str
    by: str
    on: str
    number: int

    @property
    def is_own(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Act:
    """A line of a commentary's history."""

    what: str
    text: str
    by: str
    on: str
    number: int


def comments_at(edition: Edition, measures: Collection[int] | None = None) -> dict[int, Comment]:
    """By measure, the borough's commentary that stands beside the figures of a publication.

    It was made for this publication, or for an earlier one that printed the same of the measure.
    One query; a second where one of an earlier publication may still stand.
    """
    made = Commentary.objects.filter(
        publication__number__lte=edition.number, place__kind=PlaceKind.BOROUGH
    ).select_related("publication", "written_by")
    if measures is not None:
        made = made.filter(measure_id__in=measures)
    latest = {each.measure_id: each for each in made.order_by("pk")}
    standing = [each for each in latest.values() if each.act != CommentaryAct.TAKEN_BACK]
    older = [each for each in standing if each.publication_id != edition.pk]
    printed = _printed(edition, older) if older else {}
    return {
        each.measure_id: Comment(each.text, each.by_name, _on(each), each.publication.number)
        for each in standing
        if each.publication_id == edition.pk
        or printed.get((each.publication_id, each.measure_id))
        == printed.get((edition.pk, each.measure_id))
    }


def _printed(edition: Edition, older: Sequence[Commentary]) -> dict[tuple[int, int], Any]:
    """What the publications say of the measures, by publication and measure."""
    rows = MeasureSummary.objects.filter(
        publication_id__in={edition.pk, *(each.publication_id for each in older)},
        measure_id__in=[each.measure_id for each in older],
        place__kind=PlaceKind.BOROUGH,
    )
    return {
        (publication, measure): printed
        for publication, measure, *printed in rows.values_list(
            "publication_id", "measure_id", *_PRINTED
        )
    }


def acts_on(measure: Measure) -> tuple[Act, ...]:
    """Everything that was made of the measure's commentary, the latest first. One query."""
    made = Commentary.objects.filter(measure=measure).select_related("publication", "written_by")
    return tuple(
        Act(each.get_act_display(), each.text, each.by_name, _on(each),
            each.publication.number)
        for each in made
    )  # fmt: skip


def _on(each: Commentary) -> str:
    return day(timezone.localdate(each.written_at))
