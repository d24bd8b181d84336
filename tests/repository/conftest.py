"""The world that the tests of the whole portal share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.repository.walk import Walk, walk_everywhere
from tests.repository.world import World, build_world


@pytest.hookimpl(tryfirst=True)  # Before the tests are spread, which reads the marks.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the walk stays together where tests are spread: it takes a minute or two."""
    for item in items:
        if "walk" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("walk"))
            item.add_marker(pytest.mark.thorough)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def walk(django_db_setup: None, django_db_blocker: Any) -> Walk:
    """What every page answered to everybody. Nothing of it stays in the database."""
    with django_db_blocker.unblock():
        return walk_everywhere()


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the tests of a module, as making it takes longer than most of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """A partnership at work, with a client for each of the cast; as new for every test."""
    return shared_world.copy()
