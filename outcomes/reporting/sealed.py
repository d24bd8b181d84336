"""The figures exactly as they were handed in, whatever was changed in them afterwards.

They are worked out from the audit: what was saved since is taken back, and the seal on the receipt
proves the result.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ehportal.spreadsheets import cell
from governance.models import Event
from outcomes.models import Observation, Submission
from outcomes.reporting.history import events_of
from outcomes.services.entry import read_numbers
from outcomes.services.submissions import check, hash_of_rows, name_in_audit, rows_of
from outcomes.typed import COLUMNS


@dataclass(frozen=True)
class Sealed:
    """What was handed in, and who prepared it where two people signed.

    `is_proven` says whether it is what the seal was made of, `is_changed` whether the figures are
    others now.
    """

    rows: list[Observation]
    is_proven: bool
    is_changed: bool
    prepared_by: str = ""


def sealed_of(submission: Submission) -> Sealed:
    """The figures of the latest receipt. Three queries."""
    handed_in = events_of(submission).filter(verb="submission.submit").first()
    rows = list(rows_of(submission))
    saves = _saves_since(submission, handed_in)
    if saves:
        _take_back(rows, saves)
    # Nothing is handed in empty: what is empty here was asked for only afterwards.
    rows = [row for row in rows if not check(row).is_blank]
    return Sealed(
        rows=rows,
        is_proven=hash_of_rows(rows) == submission.content_hash,
        is_changed=bool(saves),
        prepared_by=handed_in.after.get("prepared_by", "") if handed_in else "",
    )


def _saves_since(submission: Submission, handed_in: Event | None) -> list[Event]:
    """What was saved since, the latest first."""
    if handed_in is None:
        return []
    return list(events_of(submission).filter(verb="submission.save", pk__gt=handed_in.pk))


def _take_back(rows: list[Observation], saves: list[Event]) -> None:
    """Puts in the rows what stood in them before the saves."""
    by_name = {name_in_audit(row): row for row in rows}
    touched = set()
    for event in saves:
        for name, boxes in event.before.items():
            if row := by_name.get(name):
                touched.add(name)
                for column in COLUMNS.values():
                    setattr(row, column, boxes.get(column, getattr(row, column)))
    for name in touched:
        read_numbers(by_name[name])


HEADINGS = (
    "reference", "reporter", "period", "measure", "measure_title", "place_code", "place",
    "breakdown", "category", "numerator", "denominator", "missing", "sentence", "seal",
)  # fmt: skip


def as_csv(submission: Submission, rows: list[Observation]) -> str:
    """What was handed in as a plain file: a line for each figure, each with the seal."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    writer.writerows(_lines(submission, rows))
    return file.getvalue()


def _lines(submission: Submission, rows: list[Observation]) -> Iterator[list[str]]:
    for row in rows:
        category = row.category
        yield [
            submission.reference,
            cell(submission.reporter.name),
            submission.period.code,
            row.measure.code,
            cell(row.measure.title),
            row.place.code,
            cell(row.place.name),
            cell(category.breakdown.name) if category else "",
            cell(category.name) if category else "",
            _plain(row.numerator),
            _plain(row.denominator),
            row.missing,
            cell(row.note),
            submission.content_hash,
        ]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.4f}".rstrip("0").rstrip(".")
