"""datapackage.json: what the files hold, for machines (Frictionless Data Package)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from dashboards.exports.observations_csv import Column
from dashboards.exports.tables import EVERY_TABLE, Table
from outcomes.models import Publication

TITLE = "Tower Hamlets Early Help outcomes"
LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
NAME = "tower-hamlets-early-help-outcomes"


def datapackage(publication: Publication | None) -> dict[str, Any]:
    """The descriptor of the files of /data/, as of the latest publication (None: none yet)."""
    described: dict[str, Any] = {
        "name": NAME,
        "title": TITLE,
        "description": description(),
        "licenses": [LICENCE],
        "resources": [*map(_resource, EVERY_TABLE), _framework()],
    }
    if publication is not None:
        described["version"] = str(publication.number)
        described["created"] = publication.published_at.isoformat(timespec="seconds")
    return described


def description() -> str:
    """What the figures are, in a sentence or two; a demonstration says that it is one."""
    words = (
        "Published figures of the Tower Hamlets Early Help partnership, by measure, period, place "
        "and group. Small numbers of people are hidden."
    )
    return f"Illustrative figures. {words}" if settings.DEMO else words


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "description": column.description}
    return {**field, "constraints": {"required": True}} if column.required else field


def _framework() -> dict[str, Any]:
    return {
        "name": "framework",
        "title": "Frameworks, priorities, measures and governance bodies",
        "path": "framework.json",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
    }
