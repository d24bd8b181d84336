"""The rows of a submission as places for cells, and what each is called. Asks no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from governance.models import Place
from outcomes.importing.headings import plain
from outcomes.models import Area, ForWhom, Measure, Observation
from outcomes.reporting.presentation import row_name

BOXES = ("numerator", "denominator", "missing", "note")
#: Said where a figure is not split; the row for everybody is meant.
EVERYBODY = frozenset({"all", "everybody", "everyone", "total", "all people"})


@dataclass(frozen=True)
class Target:
    """One row: its key, its measure, what stands in its boxes, and the words that may name it."""

    key: int
    code: str
    name: str
    measure: Measure
    words: dict[str, str]
    titles: frozenset[str]
    places: frozenset[str]
    groups: frozenset[str]
    category: str = ""
    #: What else a table may say of the row, and that names no other.
    said: frozenset[str] = field(default=frozenset())

    @property
    def is_for_everybody(self) -> bool:
        return bool(self.groups & EVERYBODY)

    def has_box(self, box: str) -> bool:
        if self.measure.type == "narrative":
            return box in {"missing", "note"}
        return box != "denominator" or self.measure.has_denominator

    def is_meant_by(self, label: str) -> bool:
        """Whether a text beside the figures may stand beside this row's."""
        name = plain(label)
        return any(
            name in names for names in (self.titles, self.places, self.groups, self.said)
        ) or name == plain(self.code)


def target_of(row: Observation, *, home: Place) -> Target:
    """The target that a stored row is; `home` is the reporter's own place."""
    measure, place, category = row.measure, row.place, row.category
    groups = (
        {
            category.name,
            category.breakdown.name,
            f"{category.breakdown}: {category}",
            f"{category.breakdown} {category}",
        }
        if category
        else EVERYBODY
    )
    area, level = Area(measure.area).label, ForWhom(measure.level).label
    return Target(
        key=row.pk,
        code=measure.code,
        name=row_name(row, home=home),
        measure=measure,
        words={
            "numerator": row.numerator_typed,
            "denominator": row.denominator_typed,
            "missing": row.missing,
            "note": row.note,
        },
        titles=_plain([measure.title, row_name(row, home=home), f"{measure.code} {measure.title}"]),
        places=_plain([place.name, place.code, f"{place.name} locality"]),
        groups=_plain(groups),
        category=category.code if category else "",
        said=_plain([area, level, measure.unit, measure.get_type_display()]),
    )


def _plain(names: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(name) for name in names)
