"""The fixtures, read once; and a database they are loaded into once a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from outcomes.loading.load import load_framework
from outcomes.loading.report import LoadReport
from outcomes.loading.schema import FrameworkData, read_all
from tests.conftest import NOW


@pytest.fixture(scope="session")
def data() -> FrameworkData:
    return read_all(settings.FIXTURES)


@pytest.fixture(scope="module")
def loaded_once(
    django_db_setup: None, django_db_blocker: Any, data: FrameworkData
) -> Iterator[LoadReport]:
    """The framework is loaded for the whole module; each test undoes only what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_framework(data=data, at=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: LoadReport, db: None) -> LoadReport:
    return loaded_once
