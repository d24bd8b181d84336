"""The cast, the places and the calendar that tests share.

The quarter is July to September 2026 (2026-Q2); today is Thursday 8 October 2026, a week before
figures are due.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from ehportal.append_only import drop_trigger_statements, trigger_statements
from governance.models import Place, Role, User
from tests.factories.governance import (
    BodyFactory,
    BoroughFactory,
    LocalityFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

NOW = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)
TODAY = date(2026, 10, 8)
LOCALITIES = [
    ("TH-NE", "North East"),
    ("TH-NW", "North West"),
    ("TH-SE", "South East"),
    ("TH-SW", "South West"),
]
APPEND_ONLY = [
    "governance_event",
    "outcomes_publication",
    "outcomes_publishedfigure",
    "outcomes_measuresummary",
    "outcomes_publishedwording",
    "outcomes_withheldfigure",
    "outcomes_statisticalrules",
    "outcomes_commentary",
    "outcomes_publishedstory",
    "outcomes_actionupdate",
    "outcomes_report",
]


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes do not name a test: those of a zip file hold the hour, and workers must agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests_is_allowed() -> Iterator[None]:
    """Tests with a live server empty every table afterwards; only then do triggers step aside."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        _each_table(operations, drop_trigger_statements)
        flush(operations, sql_list)
        _each_table(operations, trigger_statements)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


def _each_table(
    operations: BaseDatabaseOperations, statements: Callable[[str, str], list[str]]
) -> None:
    with operations.connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for sql in statements(operations.connection.vendor, table):
                cursor.execute(sql)


@pytest.fixture(autouse=True)
def no_page_is_kept_from_another_test() -> None:
    """What a test records is rolled back, and the next may record something else by its keys."""
    caches["pages"].clear()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def frozen(time_machine: Any) -> datetime:
    """The clock stands at NOW."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def borough(db: None) -> Place:
    return BoroughFactory()


@pytest.fixture
def localities(borough: Place) -> dict[str, Place]:
    """The four localities by their short names: ne, nw, se, sw."""
    return {
        code[-2:].lower(): LocalityFactory(code=code, name=name, parent=borough, order=order)
        for order, (code, name) in enumerate(LOCALITIES, start=1)
    }


def _person(email: str, name: str) -> User:
    return UserFactory(email=f"{email}@ehportal.example", name=name)


@pytest.fixture
def ne_lead(localities: dict[str, Place]) -> User:
    """Leads the North East."""
    user = _person("ne.lead", "North East lead")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


@pytest.fixture
def nw_lead(localities: dict[str, Place]) -> User:
    """Leads the North West: another locality's lead."""
    user = _person("nw.lead", "North West lead")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["nw"])
    return user


@pytest.fixture
def partner(db: None) -> User:
    """Barts Health's data lead."""
    user = _person("partner", "Barts Health data lead")
    MembershipFactory(user=user, role=Role.PARTNER_LEAD, organisation=OrganisationFactory())
    return user


@pytest.fixture
def coordinator(db: None) -> User:
    user = _person("coordinator", "Partnership coordinator")
    MembershipFactory(user=user, coordinator=True)
    return user


@pytest.fixture
def board_member(db: None) -> User:
    user = _person("board", "Board member")
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=BodyFactory())
    return user


@pytest.fixture
def administrator(db: None) -> User:
    user = _person("admin", "Framework administrator")
    MembershipFactory(user=user, administrator=True)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, and a member of nothing."""
    return _person("stranger", "Stranger")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A test client that is signed in as a person."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder that SOURCE_DOCUMENTS names: `seeds/` and `reference/` are in it.

    The documents are not ours to ship, so without them the tests that need them are skipped;
    REQUIRE_SOURCES=1 makes their absence a failure.
    """
    folder = os.environ.get("SOURCE_DOCUMENTS", "")
    if folder and all((Path(folder) / name).is_dir() for name in ("seeds", "reference")):
        return Path(folder)
    reason = (
        f"SOURCE_DOCUMENTS is '{folder}', which does not hold seeds/ and reference/"
        if folder
        else "SOURCE_DOCUMENTS is not set: the source documents are not at hand"
    )
    if os.environ.get("REQUIRE_SOURCES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
