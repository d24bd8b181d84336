"""Migrations: none missing, one after the other, named, data apart from schema, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

from ehportal.append_only import MakeAppendOnly

OURS = ("governance", "outcomes")
FRESH = "fresh"

# ---- The rules -------------------------------------------------------------------------------


def is_data(operation: Operation) -> bool:
    return isinstance(operation, migrations.RunPython | migrations.RunSQL)


def faults(name: str, migration: Any) -> Iterator[str]:
    """What is wrong with one migration."""
    if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name):
        yield f"{name} has no number and name"
    if "auto" in name.split("_") or "merge" in name.split("_"):
        yield f"{name} was named by a machine"
    data = [operation for operation in migration.operations if is_data(operation)]
    if data and len(migration.operations) > 1:
        yield f"{name} mixes data with schema, or two changes of data"
    for operation in migration.operations:
        if not operation.reversible:
            yield f"{name} cannot be taken back: {operation.describe()}"


def forks(graph_nodes: dict[tuple[str, str], Any], app: str) -> list[str]:
    """Migrations of an app that more than one other of the app follows."""
    followed = [
        parent
        for (label, _), migration in graph_nodes.items()
        if label == app
        for parent in migration.dependencies
        if parent[0] == app
    ]
    return sorted({name for _, name in followed if followed.count((app, name)) > 1})


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


# ---- The project keeps them ------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_in_one_line(loader: MigrationLoader, app: str) -> None:
    assert len(loader.graph.leaf_nodes(app)) == 1
    assert len(loader.graph.root_nodes(app)) == 1
    assert forks(loader.disk_migrations, app) == []
    numbers = sorted(int(name[:4]) for label, name in loader.disk_migrations if label == app)
    assert numbers == list(range(1, len(numbers) + 1))


def test_migrations_are_named_split_and_can_be_taken_back(loader: MigrationLoader) -> None:
    ours = {key: m for key, m in loader.disk_migrations.items() if key[0] in OURS}
    assert ours
    assert [fault for (_, name), m in ours.items() for fault in faults(name, m)] == []


def test_dashboards_and_the_furniture_have_no_migrations(loader: MigrationLoader) -> None:
    assert {label for label, _ in loader.disk_migrations} & {"dashboards", "ehportal"} == set()


# ---- Back to nothing, and forwards again -----------------------------------------------------


@pytest.fixture(scope="module")
def fresh(django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A database in memory, known to Django as `fresh`; empty until it is first migrated."""
    connections.settings[FRESH] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
    }
    with django_db_blocker.unblock():
        yield connections[FRESH]
        connections[FRESH].close()
    del connections[FRESH]
    del connections.settings[FRESH]


def tables(database: BaseDatabaseWrapper) -> set[str]:
    return set(database.introspection.table_names())


def triggers(database: BaseDatabaseWrapper) -> set[str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def migrate(*target: str) -> None:
    call_command("migrate", *target, database=FRESH, verbosity=0, interactive=False)


@pytest.mark.slow
def test_migrations_run_back_to_nothing_and_forwards_again(fresh: BaseDatabaseWrapper) -> None:
    migrate()
    whole, guarded = tables(fresh), triggers(fresh)
    assert len([name for name in whole if name.startswith(OURS)]) > 30
    assert guarded
    for app in OURS:
        migrate(app, "zero")
    assert [name for name in tables(fresh) if name.startswith(OURS)] == []
    assert triggers(fresh) == set()
    migrate()
    assert (tables(fresh), triggers(fresh)) == (whole, guarded)


@pytest.mark.slow
def test_a_database_of_the_migrations_they_replace_is_taken_as_it_is(
    fresh: BaseDatabaseWrapper,
) -> None:
    migrate()
    whole, guarded = tables(fresh), triggers(fresh)
    recorded = MigrationRecorder(fresh)
    for key, migration in MigrationLoader(fresh).disk_migrations.items():
        if key[0] in OURS:
            recorded.record_unapplied(*key)
        for replaced in migration.replaces:
            recorded.record_applied(*replaced)
    migrate()
    assert (tables(fresh), triggers(fresh)) == (whole, guarded)
    assert {key for key in MigrationLoader(fresh).disk_migrations if key[0] in OURS} <= set(
        recorded.applied_migrations()
    )


@pytest.mark.django_db
def test_the_migrated_database_has_every_table_of_the_models() -> None:
    from django.apps import apps

    wanted = {
        model._meta.db_table
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    assert wanted <= tables(connection)


# ---- The rules catch what they are for -------------------------------------------------------


def _migration(*operations: Operation) -> type[Migration]:
    return type("Migration", (Migration,), {"operations": list(operations)})


ADDED = migrations.AddField("Measure", "why", models.TextField(default=""))
RAN = migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop)


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("0004_auto_20261122_0727", [ADDED]),
        ("0004_merge_0003_a_0003_b", []),
        ("add_why", [ADDED]),
        ("0004_why", [ADDED, RAN]),
        ("0004_why", [RAN, RAN]),
        ("0004_why", [migrations.RunPython(lambda apps, editor: None)]),
        ("0004_why", [migrations.RunSQL("UPDATE outcomes_measure SET why = ''")]),
    ],
)
def test_a_migration_with_a_fault_is_caught(name: str, operations: list[Operation]) -> None:
    assert list(faults(name, _migration(*operations)))


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("0004_why", [ADDED]),
        ("0005_backfill_why", [RAN]),
        ("0002_event_append_only", [MakeAppendOnly("Event")]),
    ],
)
def test_a_migration_without_a_fault_passes(name: str, operations: list[Operation]) -> None:
    assert list(faults(name, _migration(*operations))) == []


def test_a_fork_is_caught() -> None:
    first, second, third = (type("Migration", (Migration,), {"dependencies": d}) for d in (
        [], [("outcomes", "0001_initial")], [("outcomes", "0001_initial")]))  # fmt: skip
    nodes = {
        ("outcomes", "0001_initial"): first,
        ("outcomes", "0002_a"): second,
        ("outcomes", "0002_b"): third,
    }
    assert forks(nodes, "outcomes") == ["0001_initial"]
