import pytest
from django.db import DatabaseError, connection, transaction

from ehportal.append_only import AppendOnlyError
from governance.models import Event, User
from governance.services.events import record


@pytest.fixture
def event(ne_lead: User, now) -> Event:
    return record(verb="test.change", subject=ne_lead, by=ne_lead, at=now, after={"name": "New"})


def test_an_event_says_who_changed_what_and_when(event: Event, ne_lead: User, now) -> None:
    assert (event.by, event.at, event.subject) == (ne_lead, now, "North East lead")
    assert event.after == {"name": "New"}


def test_an_event_is_not_changed_or_deleted_in_python(event: Event) -> None:
    event.reason = "Changed"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).update(reason="Changed")
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()


@pytest.mark.parametrize(
    "sql", ["UPDATE governance_event SET reason = 'x'", "DELETE FROM governance_event"]
)
def test_the_database_itself_refuses_to_rewrite_the_audit(event: Event, sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Event.objects.get(pk=event.pk).reason == ""


def test_the_audit_is_not_emptied_or_replaced_either(event: Event) -> None:
    sql = {
        "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE governance_event CASCADE",
        "sqlite": "INSERT OR REPLACE INTO governance_event SELECT * FROM governance_event",
    }[connection.vendor]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Event.objects.get(pk=event.pk).verb == "test.change"
