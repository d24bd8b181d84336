"""What a worker does once it is loaded."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator

import pytest

import ehportal.wsgi


@pytest.fixture(autouse=True)
def _own_collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_is_not_walked_again() -> None:
    gc.unfreeze()

    importlib.reload(ehportal.wsgi)

    assert gc.get_freeze_count() > 0


def test_what_a_page_leaves_in_a_circle_is_still_collected() -> None:
    importlib.reload(ehportal.wsgi)

    assert gc.isenabled()
    assert 700 < gc.get_threshold()[0] <= 50_000
