"""Database constraints that several models share."""

from __future__ import annotations

from django.db import IntegrityError
from django.db.models import CheckConstraint, F, Q

UNIQUE_VIOLATION = "23505"
"""What PostgreSQL calls it."""


def both_or_neither(first: str, second: str) -> CheckConstraint:
    """A constraint that two fields, such as published_at and published_by, are set together."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{first}_with_{second}"[:63],
    )


def ends_after_start(start: str = "starts_on", end: str = "ends_on") -> CheckConstraint:
    """A constraint that an end date, where there is one, is not before its start."""
    return CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=f"%(app_label)s_%(class)s_{end}_after_{start}"[:63],
        violation_error_message="The end date must be on or after the start date.",
    )


def one_of(field: str, choices: type, *, or_blank: bool = False) -> CheckConstraint:
    """A constraint that a field holds one of its choices, or nothing, whoever writes it."""
    values = list(choices.values)  # type: ignore[attr-defined]
    return CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *values] if or_blank else values}),
        name=f"%(app_label)s_%(class)s_{field}_known"[:63],
    )


def is_there_already(error: IntegrityError) -> bool:
    """Whether the database refused a row because there is one like it; and for no other reason."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error)
