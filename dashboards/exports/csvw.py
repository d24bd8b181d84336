"""observations.csv-metadata.json: the same columns for tools of the W3C (CSV on the Web)."""

from __future__ import annotations

from typing import Any

from dashboards.exports.datapackage import LICENCE, TITLE, description
from dashboards.exports.observations_csv import COLUMNS, KEY, Column
from outcomes.models import Measure, Publication

MEDIA_TYPE = "application/csvm+json"

# What CSV on the Web calls the types of a Frictionless schema. Its own "number" is a binary
# floating-point number; a figure has the digits that are written.
_DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "date": "date"}


def csvw(publication: Publication | None, *, measure: Measure | None = None) -> dict[str, Any]:
    """The description of every figure's file, or of one measure's, as of the latest publication.

    `url` is relative: the description stands beside its file, under the name that the
    recommendation looks for (Model for Tabular Data and Metadata on the Web, 5.3).
    """
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": f"{measure.code}.csv" if measure else "observations.csv",
        "dc:title": f"{TITLE}: {measure.title}" if measure else TITLE,
        "dc:description": description(),
        "dc:license": {"@id": LICENCE["path"]},
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {"columns": [_column(each) for each in COLUMNS], "primaryKey": list(KEY)},
    }
    if publication is not None:
        described["dc:identifier"] = f"Publication {publication.number}"
        described["dc:issued"] = publication.published_at.isoformat(timespec="seconds")
    return described


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": _DATATYPES[column.type],
        "required": column.required,
        "null": "",
    }
