"""Which plans the strategies ask for, and which of them nobody has made yet.

Every locality has a delivery plan and every leadership team an annual one (Early Help Strategy),
every sub-group a workplan a year, the Executive its yearly priorities, the Board an annual plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance import cadence
from governance.access import Access
from governance.models import BOARD_CODE, Body, BodyKind, Place
from outcomes.models import Plan, PlanKind

EXECUTIVE, LEADERSHIP_TEAM = "cfe", "ilt"

_CALLED = {
    PlanKind.LOCALITY: "delivery plan",
    PlanKind.TEAM: "annual plan",
    PlanKind.WORKPLAN: "workplan",
    PlanKind.EXECUTIVE: "priorities of the year",
    PlanKind.BOARD: "annual plan",
}


@dataclass(frozen=True)
class Expected:
    """A plan that there should be one of: what kind, and whose."""

    kind: str
    body: Body | None = None
    place: Place | None = None

    @property
    def key(self) -> str:
        """'locality-3': the kind and the number of whose it is."""
        owner = self.body or self.place
        return f"{self.kind}-{owner.pk if owner else ''}"

    @property
    def label(self) -> str:
        """'North East: delivery plan'."""
        return f"{self.body or self.place}: {_CALLED[PlanKind(self.kind)]}"

    @property
    def locality_id(self) -> int | None:
        if self.place:
            return self.place.pk
        return self.body.place_id if self.body else None

    def may_be_made_by(self, access: Access) -> bool:
        body_id = self.body.pk if self.body else None
        if self.kind == PlanKind.WORKPLAN and access.edits_plans_of_group(body_ids=[body_id]):
            return True
        return access.edits_plans_of(locality_id=self.locality_id)

    def title(self, starts_on: date, ends_on: date) -> str:
        """'North East delivery plan, 2026/27': how it is called unless somebody says otherwise."""
        year = f"{starts_on.year}"
        if ends_on.year != starts_on.year:
            year = f"{year}/{ends_on.year % 100:02d}"
        return f"{self.body or self.place} {_CALLED[PlanKind(self.kind)]}, {year}"


def expected_plans() -> list[Expected]:
    """Every plan that the strategies ask for, in the order they are listed. Two queries."""
    found = [Expected(PlanKind.LOCALITY, place=each) for each in Place.objects.localities()]
    bodies = list(
        Body.objects.convened()
        .filter(
            Q(instance_of__code=LEADERSHIP_TEAM)
            | Q(kind=BodyKind.SUB_GROUP)
            | Q(code__in=[BOARD_CODE, EXECUTIVE])
        )
        .order_by("place__order", "name")
    )
    found += [Expected(PlanKind.TEAM, body=each) for each in bodies if each.place_id]
    found += [
        Expected(PlanKind.WORKPLAN, each) for each in bodies if each.kind == BodyKind.SUB_GROUP
    ]
    found += [Expected(PlanKind.EXECUTIVE, each) for each in bodies if each.code == EXECUTIVE]
    found += [Expected(PlanKind.BOARD, each) for each in bodies if each.code == BOARD_CODE]
    return found


def to_make(access: Access) -> list[Expected]:
    """Those that a person may make."""
    return [each for each in expected_plans() if each.may_be_made_by(access)]


def missing(expected: Iterable[Expected], plans: Iterable[Plan]) -> Sequence[Expected]:
    """Those of which there is none among the plans of a day."""
    there = {f"{plan.kind}-{plan.body_id or plan.place_id}" for plan in plans}
    return [each for each in expected if each.key not in there]


def financial_year(on: date) -> tuple[date, date]:
    """The first and last day of the financial year that a day is in."""
    year = cadence.financial_year(on)
    return year.starts_on, year.ends_on
