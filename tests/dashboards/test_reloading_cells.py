"""What a cell or a file of a package cannot be is said in words; none ends in a traceback."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dashboards.exports.observations_csv import Column
from dashboards.reloading.files import NotReadable, _meaning, read_package

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.mark.parametrize(
    ("type_", "words", "said"),
    [
        ("datetime", "0001-01-01T00:00:00+23:59", "is before 2000"),
        ("datetime", "1999-12-31T23:59:59+00:00", "is before 2000"),
        ("datetime", "2026-10-09T10:00:01+00:00", "is in the future"),
        ("datetime", "9999-12-31T23:59:59-23:59", "is in the future"),
        ("date", "1899-12-31", "is not between 1900 and 2100"),
        ("date", "9999-12-31", "is not between 1900 and 2100"),
    ],
)
def test_no_day_lies_out_of_all_time(type_: str, words: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _meaning(Column("when", type_, "When."), words)


@pytest.mark.parametrize(
    ("type_", "words"),
    [("datetime", "2026-10-09T09:59:00+00:00"), ("date", "1900-01-01"), ("date", "2100-12-31")],
)
def test_the_days_about_now_are_read(type_: str, words: str) -> None:
    assert _meaning(Column("when", type_, "When."), words)


@pytest.mark.parametrize("kept", [b"", b"\xff" * 40])
def test_a_damaged_file_of_a_zip_is_named(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", "x" * 40 + "0123456789" * 40)
    whole = path.read_bytes()
    start = 30 + len("datapackage.json")
    size = whole.index(b"PK\x01\x02") - start
    damaged = (kept or b"\x00" * size)[:size].ljust(size, b"\xff")
    path.write_bytes(whole[:start] + damaged + whole[start + size :])

    with pytest.raises(NotReadable, match=r"datapackage.json cannot be unpacked"):
        read_package(path)
