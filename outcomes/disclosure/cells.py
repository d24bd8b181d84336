"""What disclosure control works on: figures, relations between them, rule sets and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from outcomes.calculations.combining import MeasureType
from outcomes.calculations.sums import Exact

REVIEW_BELOW = 10  # a sensitive 0% or 100% of fewer people than this is looked at by a person


class Key(NamedTuple):
    """Which figure: category None is the figure for everybody."""

    measure: str
    place: str
    period: str
    category: str | None = None


class Figure(NamedTuple):
    """A figure's two counts, as stored or as shown."""

    numerator: Decimal
    denominator: Decimal | None = None


class Status(StrEnum):
    SHOWN = "shown"
    PRIMARY = "primary"
    SECONDARY = "secondary"


class Quantity(StrEnum):
    """What a figure tells of: the people counted, those not counted, all of them."""

    COUNTED = "the number of people counted"
    NOT_COUNTED = "the number of people not counted"
    ALL = "the number of people it is out of"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Hide 1 to `threshold`; round what is shown to `round_to` where there is one."""

    name: str
    threshold: int
    round_to: int | None = None


DFE = RuleSet("dfe_1_to_5", threshold=5)
NHS = RuleSet("nhs_1_to_7_round_5", threshold=7, round_to=5)
RULE_SETS = {rules.name: rules for rules in (DFE, NHS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure before disclosure control. `numerator` None: there is no figure to hide."""

    key: Key
    numerator: Decimal | None
    denominator: Decimal | None = None
    measure_type: MeasureType = MeasureType.PROPORTION
    is_total: bool = False
    counts_people: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A total that is the sum of its parts, and that readers may know to be.

    A part without a figure is left out of the sum. Something that is in the total but published
    nowhere is a part with a key that no cell has. Where figures do not quite add up, readers are
    taken to know by how much.
    """

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier release of these figures let anybody read, and what it hid.

    `shown` holds figures as they were printed. `hidden` holds true figures where they are known,
    those behind a figure that was rounded among them; a figure in neither is taken to be what it
    is now. `relations` are those of that release;
    None means the present ones, as far as its figures satisfy them.
    """

    shown: Mapping[Key, Figure]
    hidden: Mapping[Key, Figure] = field(default_factory=dict)
    relations: Sequence[Relation] | None = None
    rules: RuleSet = DFE


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one figure, why in words (not for readers), and the counts to print."""

    status: Status
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def is_hidden(self) -> bool:
        return self.status != Status.SHOWN


@dataclass(frozen=True, slots=True)
class Leak:
    """A hidden figure that can be pinned down, what of it, and to what range.

    `of_few` is False where the figure is no small count, but was hidden to protect one.
    """

    key: Key
    quantity: Quantity
    lower: Exact
    upper: Exact | None
    of_few: bool = True
    release: int | None = None  # the earlier release it was hidden in; None is the present one

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper


@dataclass(frozen=True, slots=True)
class Release:
    """Every figure's decision, in the order the cells came.

    `leaks` are small counts that no hiding can protect, because an earlier release told them:
    publishing needs a person's decision where it is not empty. `for_review` are sensitive figures
    of 0% or 100% of fewer than 10 people, and means of an unknown number of people.
    """

    decisions: Mapping[Key, Decision]
    leaks: tuple[Leak, ...]
    for_review: tuple[Key, ...]
    rules: RuleSet

    @property
    def hidden(self) -> frozenset[Key]:
        return frozenset(key for key, each in self.decisions.items() if each.is_hidden)

    def keeps_back(self, cell: Cell) -> bool:
        """Whether what is printed of a figure is not all of it: it is hidden, or rounded."""
        if cell.numerator is None:
            return False
        shown = self.decisions[cell.key]
        return (shown.numerator, shown.denominator) != (cell.numerator, cell.denominator)

    def as_earlier(self, cells: Iterable[Cell], relations: Sequence[Relation]) -> Earlier:
        """This release as later ones have to reckon with it, from its own cells and relations."""
        shown = {
            key: Figure(each.numerator, each.denominator)
            for key, each in self.decisions.items()
            if each.numerator is not None
        }
        hidden = {
            cell.key: Figure(cell.numerator, cell.denominator)
            for cell in cells
            if cell.numerator is not None and self.keeps_back(cell)
        }
        return Earlier(shown, hidden, relations, self.rules)


def sort_key(key: Key) -> tuple[str, ...]:
    """A fixed order of keys, whatever order figures come in."""
    return key.measure, key.period, key.place, key.category or ""


def stricter(one: RuleSet, other: RuleSet) -> RuleSet:
    """The rule set that hides more: the partnership's, or the one the data's owner asks for."""
    return max(one, other, key=lambda rules: (rules.threshold, rules.round_to or 0))


def is_small(count: Decimal | Exact, rules: RuleSet) -> bool:
    """Whether a count of people is small enough to be hidden: more than 0, up to the threshold."""
    return 0 < count <= rules.threshold


def primary_reason(cell: Cell, rules: RuleSet) -> str | None:
    """Why a figure has to be hidden for its own sake, or None. The number itself is not told."""
    small = f"is between 1 and {rules.threshold}"
    for quantity, count in counts_of_people(cell).items():
        if is_small(count, rules):
            return f"{quantity} {small}"
    return None


def count_behind_percentage(percentage: Decimal, denominator: int, places: int = 1) -> int | None:
    """The only whole count that rounds to a printed percentage of a known denominator, or None.

    Why a percentage is hidden with its count: 7.5% of 40 can only be 3.
    """
    half = Decimal(5).scaleb(-places - 1)
    least = (percentage - half) * denominator / 100
    greatest = (percentage + half) * denominator / 100
    candidates = [n for n in range(int(least), int(greatest) + 1) if least <= n <= greatest]
    return candidates[0] if len(candidates) == 1 else None


def counts_of_people(cell: Cell) -> dict[Quantity, Decimal]:
    """The counts in a figure that are counts of people, by what they count.

    Plain count: the people counted. Proportion and rate: those counted, those not counted and
    all (more events than people leave nobody uncounted). Mean and duration: all.
    """
    n, d = cell.numerator, cell.denominator
    if n is None or not cell.counts_people:
        return {}
    if cell.measure_type == MeasureType.COUNT:
        return {Quantity.COUNTED: n}
    if cell.measure_type in (MeasureType.MEAN, MeasureType.DURATION):
        return {} if d is None else {Quantity.ALL: d}
    if cell.measure_type not in (MeasureType.PROPORTION, MeasureType.RATE):
        return {}
    if d is None:
        return {Quantity.COUNTED: n}
    return {Quantity.COUNTED: n, Quantity.NOT_COUNTED: d - n, Quantity.ALL: d}


def needs_review(cell: Cell) -> bool:
    """Whether a person should look at a figure before it is shown.

    0% or 100% tells something of everybody in a small group; a mean of an unknown number of
    people may be one person's.
    """
    n, d = cell.numerator, cell.denominator
    if n is None or not cell.counts_people:
        return False
    if d is None:
        return cell.measure_type in (MeasureType.MEAN, MeasureType.DURATION)
    whole_group = cell.measure_type == MeasureType.PROPORTION and n in (0, d)
    return cell.sensitive and whole_group and 0 < d < REVIEW_BELOW
