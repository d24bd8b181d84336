"""package.zip: the data package in one file, which `manage.py load_observations` loads again."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator

import orjson

from dashboards.exports.datapackage import datapackage
from dashboards.exports.framework_json import framework_document
from dashboards.exports.observations_csv import Names
from dashboards.exports.tables import EVERY_TABLE
from outcomes.models import Publication

MEDIA_TYPE = "application/zip"
_SENT_AT_ONCE = 64 * 1024
# The same for the same figures: a package made tomorrow is the same file.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def stream(
    names: Names, publication: Publication | None, *, place: int | None = None
) -> Iterator[bytes]:
    """The package in pieces, made when the first is asked for; of one place, if given."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            _write(package, "datapackage.json", iter([_json(datapackage(publication))]))
            _write(package, "framework.json", iter([_json(framework_document())]))
            for table in EVERY_TABLE:
                _write(package, table.path, table.stream(names, place=place))
        file.seek(0)
        while piece := file.read(_SENT_AT_ONCE):
            yield piece


def _write(package: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> None:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with package.open(entry, "w") as part:
        for piece in pieces:
            part.write(piece)


def _json(document: dict[str, object]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
