"""The reporter's forms: the entry table of one outcome area.

The entry table is built from the figures that are asked for, never from what a request names, and
it refuses nothing: what was typed is handed to the service word for word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from ehportal import wording
from governance.models import Place, User
from outcomes.earlier import Earlier
from outcomes.models import Missing, Question
from outcomes.reporting.presentation import MISSING_IN_SHORT, shortened, typed_in_words
from outcomes.reporting.rows import EntryRow, MeasureRows, entry_row
from outcomes.services.entry import Clash, Saved
from outcomes.services.submissions import Assessed
from outcomes.typed import (
    COLUMNS,
    ZERO,
    TypedFigure,
    answered,
    as_stored,
    box_as_stored,
    fingerprint,
)

#: Of the words that a page sent without an answer, the first so many are held against the store.
MOST_SENT = 100


class SectionForm:
    """The entry table of one outcome area, as it is stored or as it was sent."""

    def __init__(
        self,
        assessed: Sequence[Assessed],
        *,
        home: Place,
        earlier: Sequence[Earlier] = (),
        is_complete: bool = False,
        questions: Mapping[int, Sequence[Question]] | None = None,
        data: QueryDict | None = None,
    ) -> None:
        self.data = data if data is not None else QueryDict()
        self.is_complete = self.was_complete = is_complete
        self.quarters = [quarter.label for quarter in earlier]
        asked = questions or {}
        self.rows = [
            entry_row(each, home=home, earlier=earlier, questions=asked.get(each.row.pk, ()))
            for each in assessed
        ]
        if "complete" in self.data:
            self.is_complete = self.data["complete"] == "yes"

    @property
    def marks(self) -> bool | None:
        """What the person says of the section, where they said other than their page showed."""
        said = self.data.get("complete")
        return None if said is None or said == self.data.get("complete-was") else said == "yes"

    @cached_property
    def measures(self) -> list[MeasureRows]:
        groups = groupby(self.rows, key=lambda row: row.measure)
        return [MeasureRows(measure, list(rows)) for measure, rows in groups]

    @cached_property
    def result_heading(self) -> str:
        """What the column of results is called: 'Per cent' where every result is one."""
        units = {group.measure.unit for group in self.measures if group.rows[0].has_result}
        return "Per cent" if units == {"%"} else "Result"

    def typed(self) -> list[TypedFigure]:
        """What was typed, for the rows that differ from what their page showed.

        A row that the request does not hold, because it was added meanwhile, is not among them.
        """
        sent = [self._sent(row) for row in self.rows if self.holds(row)]
        return [figure for figure in sent if is_changed(figure)]

    def holds(self, row: EntryRow) -> bool:
        """Whether the request has the row."""
        return f"{row.prefix}-seen" in self.data

    def over(self, row: EntryRow) -> dict[str, str]:
        """By box, the fingerprint of the words that the row's page started from."""
        seen = text_of(self.data, f"{row.prefix}-seen").split(".")
        return dict(zip(COLUMNS, seen, strict=False))

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

    def _sent(self, row: EntryRow) -> TypedFigure:
        """A row as it was sent; a box that is not in the request stays as it is stored."""
        names = {box: f"{row.prefix}-{box}" for box in COLUMNS}
        figure = TypedFigure(
            row.observation.pk,
            **{box: text_of(self.data, name, row.stored[box]) for box, name in names.items()},
            over=self.over(row),
            sent={
                box: words
                for box, name in names.items()
                if (words := self.data.getlist(f"{name}-sent")[:MOST_SENT])
            },
        )
        if self._is_zero_beside_number(row):
            return replace(figure, missing="")
        return answered(figure, row.measure)

    def _is_zero_beside_number(self, row: EntryRow) -> bool:
        chosen = self.data.get(f"{row.prefix}-missing")
        typed = text_of(self.data, f"{row.prefix}-numerator", row.stored["numerator"])
        return chosen == ZERO and typed.strip() not in {"", "0"}

    # ---- after saving: what stands in the boxes, and what is said beside them ----

    def show(self, saved: Saved, *, reader: User) -> None:
        """Puts back what was typed in rows that were not saved, and says why they were not."""
        rows = {row.observation.pk: row for row in self.rows}
        for unkept in saved.unkept:
            row = rows[unkept.observation.pk]
            row.values = _values(unkept.typed)
            row.errors = dict(unkept.errors)
            row.unsaved = tuple(COLUMNS)
        for clash in saved.clashes:
            row = rows[clash.observation.pk]
            typed = _values(clash.typed)
            row.values |= {box: typed[box] for box in clash.boxes}
            row.errors = {
                box: f"{clash_in_words(clash, box, reader=reader)} Save again to keep yours."
                for box in clash.boxes
            }
            row.unsaved = clash.boxes

    def show_unsaved(self) -> bool:
        """Puts back what was typed and never saved, over what is stored now; whether there is any.

        The rows are saved later as over the words that their page showed, so that what somebody
        else saved meanwhile is not overwritten unseen.
        """
        rows = {row.observation.pk: row for row in self.rows}
        for figure in self.typed():
            row, typed, over = rows[figure.observation_id], as_stored(figure), figure.over or {}
            row.unsaved = tuple(
                box
                for box, column in COLUMNS.items()
                if fingerprint(typed[column]) != over.get(box) and typed[column] != row.stored[box]
            )
            row.values |= {box: getattr(figure, box) for box in row.unsaved}
            row.shown_over = text_of(self.data, f"{row.prefix}-seen") if row.unsaved else ""
        return any(row.unsaved for row in self.rows)

    def check(self, *, asks_for_blanks: bool = True) -> None:
        """Says what must be put right: of a section said to be complete, also what is empty."""
        for row in self.rows:
            if row.errors or row.is_locked:
                continue
            found = row.assessed.checked
            row.errors = dict(found.errors)
            if self._is_zero_beside_number(row):
                row.errors["missing"] = "Empty the box if it is zero; keep the number if it is not"
            if found.is_blank and self.is_complete and asks_for_blanks:
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
    def counts_in_words(self) -> str:
        """'7 figures: 5 ready, 1 to correct, 1 to explain.'"""
        states = {
            "ready": "ready",
            "to_correct": "to correct",
            "to_explain": "to explain",
            "empty": "empty",
        }
        counts = self.counts
        said = [f"{counts[key]} {words}" for key, words in states.items() if counts[key]]
        return f"{wording.count(len(self.rows), 'figure')}: {', '.join(said)}."

    @property
    def first_to_do(self) -> str:
        """The id of the first box that is empty or wants correcting; else of the first of all."""
        waiting = [row for row in self.rows if not row.assessed.is_ready]
        row = (waiting or self.rows)[0]
        return f"{row.prefix}-{'note' if row.assessed.unexplained else row.first_box}"


def clash_in_words(clash: Clash, box: str, *, reader: User) -> str:
    """What both people put in one box."""
    row = clash.observation
    stored, yours = (
        shortened(_in_box(box, box_as_stored(box, words)), 120)
        for words in (getattr(row, COLUMNS[box]), _values(clash.typed)[box])
    )
    at = f" at {timezone.localtime(row.changed_at):%H:%M}" if row.changed_at else ""
    if row.changed_by == reader:
        who, where = "You saved", " in another window"
    else:
        who, where = f"Somebody else ({row.changed_by}) saved", ""
    return f"{who} {stored}{at}{where}. You typed {yours}."


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


def text_of(data: QueryDict, name: str, otherwise: str = "") -> str:
    """The words of one box as a request holds them; those of a box it does not hold are given."""
    return str(data[name]) if name in data else otherwise


def is_changed(figure: TypedFigure) -> bool:
    """Whether what stands in the boxes may differ from what their page showed."""
    typed, over = as_stored(figure), figure.over or {}
    return bool(figure.sent) or any(
        fingerprint(typed[column]) != over.get(box) for box, column in COLUMNS.items()
    )
