"""The least and the greatest value of unknown numbers that are tied together by sums.

What somebody can work out who sees some figures of a table and its totals. The bounds are exact
for real numbers: linear programming by the simplex method in whole numbers and fractions, so
nothing is lost to rounding. For tables of counts with totals they are whole numbers too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Exact = int | Fraction
Name = TypeVar("Name", bound=Hashable)


class Contradiction(ValueError):
    """Sums that no numbers within their bounds can satisfy."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a number can be; no upper bound where `upper` is None."""

    lower: Exact
    upper: Exact | None

    def contains(self, lower: Exact, upper: Exact) -> bool:
        """Whether every value from lower to upper is possible."""
        return self.lower <= lower and (self.upper is None or self.upper >= upper)

    def is_wider_than(self, width: int) -> bool:
        """Whether the ends are at least `width` apart."""
        return self.upper is None or self.upper - self.lower >= width

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper


@dataclass(frozen=True, slots=True)
class Equation(Generic[Name]):
    """Whole multiples of unknown numbers that come to a known total."""

    terms: Mapping[Name, int]
    total: Exact


class Sums(Generic[Name]):
    """Unknown numbers under equations, each with a floor (0 unless given) and maybe a ceiling.

    Raises Contradiction where no numbers fit.
    """

    def __init__(
        self,
        equations: Iterable[Equation[Name]],
        *,
        floors: Mapping[Name, Exact] | None = None,
        ceilings: Mapping[Name, Exact] | None = None,
    ) -> None:
        self._floors = floors or {}
        equations = list(equations)
        names = list(dict.fromkeys(name for each in equations for name in each.terms))
        self._index = {name: i for i, name in enumerate(names)}
        capped = [name for name in names if name in (ceilings or {})]
        width = len(names) + len(capped)
        rows = [self._row(each.terms, each.total, width) for each in equations]
        for slack, name in enumerate(capped, start=len(names)):
            row = self._row({name: 1}, (ceilings or {})[name], width)
            row[slack] = 1
            rows.append(row)
        self._simplex = _Simplex(rows, width)

    def __contains__(self, name: Name) -> bool:
        return name in self._index

    def range_of(self, name: Name) -> Range:
        """All that a number can be. Raises KeyError for a name in no equation."""
        column, floor = self._index[name], self._floors.get(name, 0)
        upper = self._simplex.greatest(column)
        lower = self._simplex.least(column)
        return Range(lower + floor, None if upper is None else upper + floor)

    def _row(self, terms: Mapping[Name, int], total: Exact, width: int) -> list[Exact]:
        row: list[Exact] = [0] * (width + 1)
        for name, factor in terms.items():
            row[self._index[name]] = factor
            total -= factor * self._floors.get(name, 0)
        row[width] = total
        return row


class _Simplex:
    """A tableau kept at a feasible corner: rows of coefficients with the value last.

    Every number is 0 or more. Bland's rule (always the lowest index) keeps it from circling.
    """

    def __init__(self, rows: Sequence[list[Exact]], width: int) -> None:
        self.width = width
        self.rows = [[-a for a in row] if row[width] < 0 else list(row) for row in rows]
        # A number from `width` on stands for the shortfall of a row that is not met yet.
        self.basis = [width + i for i in range(len(rows))]
        self._find_corner()

    def greatest(self, column: int) -> Exact | None:
        """The greatest value of a number, or None where nothing bounds it."""
        if column not in self.basis:
            leaving = self._leaving(column)
            if leaving is None:
                return None
            self._pivot(leaving, column)
        return self._push(column, upwards=True)

    def least(self, column: int) -> Exact:
        """The least value of a number."""
        if column not in self.basis:
            return 0
        return self._push(column, upwards=False) or 0

    def _push(self, column: int, *, upwards: bool) -> Exact | None:
        while column in self.basis:
            row = self.rows[self.basis.index(column)]
            # Value = last - sum of coefficient x other number: the others sit at 0 and can grow.
            entering = next(
                (
                    k
                    for k in range(self.width)
                    if k != column and (row[k] < 0 if upwards else row[k] > 0)
                ),
                None,
            )
            if entering is None:
                return row[self.width]
            leaving = self._leaving(entering)
            if leaving is None:
                return None
            self._pivot(leaving, entering)
        return 0

    def _find_corner(self) -> None:
        width = self.width
        while True:
            unmet = [r for r, b in zip(self.rows, self.basis, strict=True) if b >= width]
            if not any(row[width] for row in unmet):
                break
            entering = next((k for k in range(width) if sum(row[k] for row in unmet) > 0), None)
            leaving = None if entering is None else self._leaving(entering)
            if entering is None or leaving is None:
                raise Contradiction("no numbers satisfy these sums")
            self._pivot(leaving, entering)
        for i in reversed(range(len(self.rows))):
            if self.basis[i] >= width:
                used = next((k for k in range(width) if self.rows[i][k]), None)
                if used is None:
                    del self.rows[i], self.basis[i]
                else:
                    self._pivot(i, used)

    def _leaving(self, column: int) -> int | None:
        """The row that first reaches 0 as a number grows; None where none ever does."""
        best: int | None = None
        for i, row in enumerate(self.rows):
            if row[column] <= 0:
                continue
            if best is not None:
                # Compares value / coefficient of two rows without dividing.
                other = self.rows[best]
                mine, theirs = row[self.width] * other[column], other[self.width] * row[column]
                if mine > theirs or (mine == theirs and self.basis[i] > self.basis[best]):
                    continue
            best = i
        return best

    def _pivot(self, leaving: int, entering: int) -> None:
        divisor = self.rows[leaving][entering]
        if divisor == -1:
            self.rows[leaving] = [-a for a in self.rows[leaving]]
        elif divisor != 1:
            self.rows[leaving] = [_divide(a, divisor) for a in self.rows[leaving]]
        pivot = self.rows[leaving]
        for i, row in enumerate(self.rows):
            factor = row[entering]
            if factor and i != leaving:
                self.rows[i] = [a - factor * b if b else a for a, b in zip(row, pivot, strict=True)]
        self.basis[leaving] = entering


def _divide(a: Exact, b: Exact) -> Exact:
    result = Fraction(a) / b
    return result.numerator if result.denominator == 1 else result
