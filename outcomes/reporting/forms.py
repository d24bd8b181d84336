"""The reporter's forms: the entry table of one outcome area.

The entry table is built from the figures that are asked for, never from what a request names, and
it refuses nothing: what was typed is handed to the service word for word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.utils import timezone
from django.utils.functional import cached_property

from governance.models import Place, User
from outcomes.earlier import Earlier
from outcomes.models import Missing
from outcomes.reporting.presentation import MISSING_IN_SHORT, shortened, typed_in_words
from outcomes.reporting.rows import EntryRow, MeasureRows, entry_row
from outcomes.services.entry import (
    COLUMNS,
    Clash,
    Saved,
    TypedFigure,
    as_stored,
    fingerprint,
)
from outcomes.services.submissions import Assessed


class SectionForm:
    """The entry table of one outcome area, as it is stored or as it was sent."""

    def __init__(
        self,
        assessed: Sequence[Assessed],
        *,
        home: Place,
        earlier: Sequence[Earlier] = (),
        is_complete: bool = False,
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.is_complete = is_complete
        self.quarters = [quarter.label for quarter in earlier]
        self.rows = [entry_row(each, home=home, earlier=earlier) for each in assessed]
        if data is not None:
            self.is_complete = data.get("complete", "yes" if is_complete else "no") == "yes"

    @cached_property
    def measures(self) -> list[MeasureRows]:
        groups = groupby(self.rows, key=lambda row: row.measure)
        return [MeasureRows(measure, list(rows)) for measure, rows in groups]

    @property
    def result_heading(self) -> str:
        """What the column of results is called: 'Per cent' where every result is one."""
        units = {row.measure.unit for row in self.rows if row.has_result}
        return "Per cent" if units == {"%"} else "Result"

    def typed(self) -> list[TypedFigure]:
        """What was typed, for the rows that differ from what their page showed.

        A row that the request does not hold, because it was added meanwhile, is not among them.
        """
        sent = [self._sent(row) for row in self.rows if f"{row.prefix}-seen" in self._data]
        return [figure for figure in sent if _is_changed(figure)]

    def typed_in_words(self) -> list[tuple[str, str]]:
        """Row by row, what a person typed and may want to copy."""
        names = {row.observation.pk: row.name for row in self.rows}
        return [
            (
                names[figure.observation_id],
                typed_in_words(figure.numerator, figure.denominator, figure.missing, figure.note),
            )
            for figure in self.typed()
        ]

    @property
    def _data(self) -> Mapping[str, str]:
        return self.data if self.data is not None else {}

    def _sent(self, row: EntryRow) -> TypedFigure:
        """A row as it was sent; a box that is not in the request stays as it is stored."""
        sent = {
            box: self._data.get(f"{row.prefix}-{box}", stored) for box, stored in row.values.items()
        }
        seen = self._data[f"{row.prefix}-seen"].split(".")
        return TypedFigure(row.observation.pk, **sent, over=dict(zip(COLUMNS, seen, strict=False)))

    # ---- after saving: what stands in the boxes, and what is said beside them ----

    def show(self, saved: Saved, *, reader: User) -> None:
        """Puts back what was typed in rows that were not saved, and says why they were not."""
        rows = {row.observation.pk: row for row in self.rows}
        for unkept in saved.unkept:
            row = rows[unkept.observation.pk]
            row.values = _values(unkept.typed)
            row.errors = dict(unkept.errors)
        for clash in saved.clashes:
            row = rows[clash.observation.pk]
            typed = _values(clash.typed)
            row.values |= {box: typed[box] for box in clash.boxes}
            row.errors = {box: clash_in_words(clash, box, reader=reader) for box in clash.boxes}

    def check(self) -> None:
        """Says what must be put right: of a section said to be complete, also what is empty."""
        for row in self.rows:
            if row.errors:
                continue
            found = row.assessed.checked
            row.errors = dict(found.errors)
            if found.is_blank and self.is_complete:
                row.errors = {row.first_box: _what_to_fill_in(row)}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the summary at the top: the box to go to, and the row with its message."""
        return [
            (box, f"{row.name}: {message}") for row in self.rows for box, message in row.messages
        ]

    @property
    def to_explain(self) -> list[tuple[str, str]]:
        """What is unusual and not explained yet: the box for the sentence, and what to ask."""
        return [
            (f"{row.prefix}-note", f"{row.name}: {query}")
            for row in self.rows
            for query in row.assessed.unexplained
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are ready, to correct, to explain and empty."""
        assessed = [row.assessed for row in self.rows]
        return {
            "ready": sum(each.is_ready for each in assessed),
            "to_correct": sum(bool(each.checked.errors) for each in assessed),
            "to_explain": sum(bool(each.unexplained) for each in assessed),
            "empty": sum(each.checked.is_blank for each in assessed),
        }

    @property
    def empty_numbers(self) -> int:
        """How many rows still want a number, or one reason why there is none."""
        return sum(row.assessed.checked.is_blank and not row.is_narrative for row in self.rows)


def clash_in_words(clash: Clash, box: str, *, reader: User) -> str:
    """What both people put in one box, and what saving again will do."""
    row = clash.observation
    stored, yours = (
        shortened(_in_box(box, words), 120)
        for words in (getattr(row, COLUMNS[box]), _values(clash.typed)[box])
    )
    at = f" at {timezone.localtime(row.changed_at):%H:%M}" if row.changed_at else ""
    if row.changed_by == reader:
        who, where = "You saved", " in another window"
    else:
        who, where = f"Somebody else ({row.changed_by}) saved", ""
    return f"{who} {stored}{at}{where}. You typed {yours}. Save again to keep yours."


def _in_box(box: str, words: str) -> str:
    if box == "missing":
        return MISSING_IN_SHORT[Missing(words)] if words else "no reason"
    return (f"“{words}”" if box == "note" else words) if words else "nothing"


def _what_to_fill_in(row: EntryRow) -> str:
    if row.is_narrative:
        return "Write a few sentences, or choose why there is nothing to say"
    return f"Enter a number for “{row.measure.numerator_label}”, or choose why there is none"


def _values(typed: TypedFigure) -> dict[str, str]:
    return {
        "numerator": typed.numerator,
        "denominator": typed.denominator,
        "missing": typed.missing,
        "note": typed.note,
    }


def _is_changed(figure: TypedFigure) -> bool:
    """Whether what stands in the boxes is not what their page showed."""
    typed, over = as_stored(figure), figure.over or {}
    return any(fingerprint(typed[column]) != over.get(box) for box, column in COLUMNS.items())
