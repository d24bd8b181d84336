"""The part of a form that asks what something serves: outcomes, measures, priorities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ehportal.forms import Form, RowsField
from outcomes.models import Area, Measure, Outcome, Priority, PriorityKind, VersionStatus
from outcomes.ticking import Group, groups, ticked_in

SERVES = ("outcomes", "measures", "priorities")


def outcomes_in_force() -> QuerySet[Outcome]:
    """The outcomes of published frameworks, with area and level, in the frameworks' order."""
    return (
        Outcome.objects.filter(version__status=VersionStatus.PUBLISHED)
        .select_related("area", "level")
        .order_by("version", "area__order", "level__order", "order")
    )


class ServesForm(Form):
    """Its three questions are left to the page, which folds them."""

    outcomes = RowsField(queryset=Outcome.objects.none(), required=False)
    measures = RowsField(queryset=Measure.objects.none(), required=False)
    priorities = RowsField(queryset=Priority.objects.none(), required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SERVES:
            # The page asks them last.
            self.fields[name] = self.fields.pop(name)
        self.offer("outcomes", outcomes_in_force())
        self.offer("measures", Measure.objects.in_use(on).order_by("order", "code"))
        self.offer("priorities", Priority.objects.order_by("kind", "number"))

    def offer(self, name: str, queryset: Any) -> None:
        """Which rows may be chosen as the answer to a question."""
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    @property
    def outcome_groups(self) -> list[Group]:
        return self.folded(
            "outcomes",
            ((f"{each.area}, {each.level}", each.pk, each.text) for each in self.rows("outcomes")),
        )

    @property
    def measure_groups(self) -> list[Group]:
        found = sorted(self.rows("measures"), key=lambda each: list(Area).index(Area(each.area)))
        rows = ((Area(each.area).label, each.pk, each.title) for each in found)
        return self.folded("measures", rows)

    @property
    def priority_groups(self) -> list[Group]:
        plural = {
            PriorityKind.OUTCOME: "Outcomes-focused priorities",
            PriorityKind.SYSTEM: "System priorities",
        }
        rows = ((plural[PriorityKind(p.kind)], p.pk, str(p)) for p in self.rows("priorities"))
        return self.folded("priorities", rows)

    def rows(self, name: str) -> Iterable[Any]:
        return self.fields[name].queryset  # type: ignore[attr-defined]

    def folded(self, name: str, rows: Iterable[tuple[str, int, str]]) -> list[Group]:
        return groups(rows, ticked_in(self, name))
