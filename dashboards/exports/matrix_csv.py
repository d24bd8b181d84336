"""The table of measures by places as a file: a row a figure, as the page prints it."""

from __future__ import annotations

import csv
import io

from dashboards.exports.observations_csv import ILLUSTRATIVE
from dashboards.selectors.editions import Edition
from dashboards.selectors.matrix import Matrix
from ehportal.spreadsheets import cell

COLUMNS = (
    "publication",
    "period",
    "accountability",
    "outcome_area",
    "measure",
    "measure_title",
    "geography",
    "figure",
    "numbers",
    "compared_with_borough",
    "source",
)


def matrix_csv(edition: Edition, page: Matrix) -> bytes:
    """The page's figures with its words; RFC 4180 in UTF-8. Where none is asked for, no row."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for table in page.tables:
        for group in table.groups:
            for row in group.rows:
                about = (edition.number, edition.period_code, table.key, group.heading)
                rows.writerows(
                    [
                        *about,
                        row.code,
                        cell(row.title),
                        cell(each.place),
                        each.text,
                        each.small_text,
                        each.word or each.why_not,
                        ILLUSTRATIVE if edition.is_illustrative else "",
                    ]
                    for each in row.cells
                    if each.is_asked
                )
    return text.getvalue().encode()
