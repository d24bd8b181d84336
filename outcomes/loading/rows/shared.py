"""A fixture's record as the row of a table: what it is called, its key, the values it owns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from governance.models import SourceDocument
from outcomes.loading.reader import At
from outcomes.loading.schema.shared import Source


@dataclass(frozen=True)
class To:
    """A row of a table, by the name the fixtures give it."""

    model: type[Model]
    name: str


def never(row: Any) -> bool:
    return False


@dataclass(frozen=True)
class Row:
    """What the fixtures say of one row. Fields they do not name belong to the portal.

    `key` finds the row; `values` and `many` are what the fixtures own beside it. A row that is
    `part_of` another goes with it, and may be taken away in the portal; any other is never deleted.
    Rows `frozen_in` a published framework version are neither added to it nor taken from it.
    `settled` says of a row in the database that a person has confirmed it as it is.
    """

    at: At
    model: type[Model]
    name: str
    key: Mapping[str, Any]
    values: Mapping[str, Any]
    many: Mapping[str, Sequence[To]] = field(default_factory=dict)
    part_of: To | None = None
    frozen_in: To | None = None
    settled: Callable[[Any], bool] = never


def text(value: str | None) -> str:
    """What a text column holds where the fixture says nothing."""
    return value or ""


def sourced(source: Source | None) -> dict[str, Any]:
    """The columns of a row whose wording comes from a document."""
    if source is None:
        return {"source": None, "source_lines": ""}
    return {"source": To(SourceDocument, source.document), "source_lines": source.lines}
