"""The stories behind published figures, in the words of whoever reports them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from dashboards import narrative
from dashboards.selectors.editions import Edition
from dashboards.selectors.history import History
from ehportal.wording import quarter
from outcomes.models import PROMPTS, PublishedStory


@dataclass(frozen=True)
class Told:
    """One story: of which figure, by whom, and what was answered. Nobody else's words are in it."""

    measure_id: int
    place_id: int
    place: str
    period_id: int
    quarter: str
    reporter: str
    answers: tuple[tuple[str, str], ...]

    @property
    def teller(self) -> str:
        """'North East locality', or 'Barts Health, North East' where the name has no place."""
        return self.reporter if self.place in self.reporter else f"{self.reporter}, {self.place}"


def stories_at(
    edition: Edition,
    *,
    periods: Collection[int],
    measure: int | None = None,
    place: int | None = None,
) -> tuple[Told, ...]:
    """The stories of those quarters, as a publication knew them; the newest quarter first.

    Each publication of a quarter holds every story of it, so that its latest up to this one is
    read and no other. One query.
    """
    rows = PublishedStory.objects.filter(publication_id__in=edition.latest_of(periods))
    if measure is not None:
        rows = rows.filter(measure_id=measure)
    if place is not None:
        rows = rows.filter(place_id=place)
    rows = (
        rows.select_related("place", "period")
        .only("measure_id", "place__name", "period__code", "reporter", *PROMPTS)
        .order_by(F("period__starts_on").desc(), "measure__order", "place__order", "reporter")
    )
    return tuple(
        Told(
            measure_id=row.measure_id,
            place_id=row.place_id,
            place=row.place.name,
            period_id=row.period_id,
            quarter=quarter(row.period.code),
            reporter=row.reporter,
            answers=tuple(row.told),
        )
        for row in rows
    )


@dataclass(frozen=True)
class Line:
    """A story as a page prints it: with the figure it is of, and what that figure itself says."""

    told: Told
    figure: str
    finding: str


def beside_figures(
    stories: Sequence[Told], past: History, compared: Mapping[str, str]
) -> tuple[Line, ...]:
    """The stories of one measure with their figures; `compared` says how each place stands now."""
    cells = {
        (place.place_id, quarter.pk): cell
        for place in past.places
        for quarter, cell in zip(past.quarters, place.cells, strict=True)
        if cell
    }
    now = past.quarters[-1].pk
    return tuple(
        Line(
            told=each,
            figure=narrative.figure(cell.text, cell.of_text) if cell else "",
            finding=compared.get(each.place, "") if each.period_id == now else "",
        )
        for each in stories
        for cell in [cells.get((each.place_id, each.period_id))]
    )


def untold(stories: Sequence[Told], past: History) -> tuple[str, ...]:
    """The places that have a latest figure, and no story of it: a blank is said to be one."""
    now = past.quarters[-1].pk
    told = {each.place_id for each in stories if each.period_id == now}
    asked = past.localities or list(past.places)
    return tuple(
        place.name
        for place in asked
        if place.latest and place.latest.value is not None and place.place_id not in told
    )
