"""Tokens for programs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from governance.models import DataToken
from governance.services.tokens import PREFIX, digest_of
from tests.factories.governance import UserFactory

SECRET = "a-secret-of-the-tests"


class DataTokenFactory(DjangoModelFactory[DataToken]):
    class Meta:
        model = DataToken

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Report {n}")
    key = factory.Sequence(lambda n: f"{n:012x}")
    digest = digest_of(SECRET)
    made_at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    expires_on = date(2026, 12, 31)


def words_of(token: DataToken) -> str:
    """The whole token, as its owner copied it."""
    return f"{PREFIX}{token.key}_{SECRET}"
