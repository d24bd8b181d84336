"""What every model owes: pairs set together, keys that protect, known choices, a factory.

Each rule is a function from a model to what breaks it. Exceptions are named here with their
reasons, and one that is no longer needed fails as well.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q
from django.test.utils import isolate_apps
from factory.django import DjangoModelFactory

import tests.factories
from ehportal.append_only import AppendOnlyModel
from ehportal.constraints import both_or_neither, one_of
from tests.conftest import APPEND_ONLY
from tests.repository.source import LAYERS

MODELS = [model for app in LAYERS for model in apps.get_app_config(app).get_models()]
APPEND_ONLY_MODELS = [model for model in MODELS if issubclass(model, AppendOnlyModel)]

# Where only one of a pair may be set, and why.
UNPAIRED = {
    "outcomes.Period.opened_by": "empty where a command opened it",
    "outcomes.FrameworkVersion.published_by": "empty where a command published it",
    "outcomes.Publication.published_by": "empty where a command published it",
    "outcomes.StatisticalRules.recorded_by": "empty where the rules came with the portal",
    "outcomes.Commentary.written_by": "empty where it was loaded from an export",
    "outcomes.Rebase.recorded_by": "empty where it was loaded from an export",
    "outcomes.Rebase.withdrawn_by": "empty where it was loaded from an export",
}
# Rows that go when the row they are part of goes. Every other key refuses.
OWNED = {
    "governance.BodyReference.body": "what is said of a body is part of the body",
    "governance.ReportingLine.body": "so are its lines upwards",
    "governance.Seat.body": "and the seats on it",
    "governance.Attendance.meeting": "who came is part of the meeting",
    "outcomes.SchemeRequirement.scheme": "what a contract asks for is part of the contract",
    "outcomes.CrosswalkLink.requirement": "and what answers it is part of that",
    "outcomes.Contribution.activity": "what an activity contributes to is part of it",
    "outcomes.OutcomeArea.version": "a draft version is deleted whole",
    "outcomes.Level.version": "a draft version is deleted whole",
    "outcomes.Outcome.version": "a draft version is deleted whole",
    "outcomes.Outcome.area": "a draft version is deleted whole",
    "outcomes.Outcome.level": "a draft version is deleted whole",
    "outcomes.Indicator.version": "a draft version is deleted whole",
    "outcomes.Indicator.area": "a draft version is deleted whole",
    "outcomes.Indicator.level": "a draft version is deleted whole",
    "outcomes.Metric.version": "a draft version is deleted whole",
    "outcomes.Metric.area": "a draft version is deleted whole",
    "outcomes.Metric.level": "a draft version is deleted whole",
    "outcomes.AmbitionAction.area": "an ambition's actions are part of it",
    "outcomes.MetricComponent.metric": "a component is part of its metric",
    "outcomes.MetricMeasure.metric": "which measures serve a metric is part of the metric",
    "outcomes.MetricMeasure.component": "without its component a measure serves the whole metric",
    "outcomes.Commitment.priority": "a commitment is part of its priority",
    "outcomes.BaselineComparator.baseline": "printed beside the baseline, as part of it",
    "outcomes.SectionState.submission": "a submission's sections are part of it",
    "outcomes.Observation.submission": "a submission's figures are part of it",
    "outcomes.OpenPage.submission": "what an open page sent last is part of it",
    "outcomes.Presence.submission": "who has it open is part of it",
    "outcomes.Question.observation": "what was asked about a figure is part of it",
    "outcomes.Story.observation": "the story behind a figure is part of it",
    "outcomes.FigureImport.submission": "what was pasted or uploaded is part of it",
}
# Choices that the database does not hold to, and why.
UNKNOWN_CHOICES: dict[str, str] = {}
# Models that no test makes by itself, and why.
WITHOUT_FACTORY: dict[str, str] = {}


# ---- The rules -------------------------------------------------------------------------------


def unpaired(model: type[models.Model]) -> Iterator[str]:
    """Who did something, where nothing says that it is set together with when."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name in fields:
        stem = name.removesuffix("_by")
        when = next((f for end in ("_at", "_on") if (f := f"{stem}{end}") in fields), None)
        if stem == name or when is None:
            continue
        always = not fields[name].null and not fields[when].null
        if not always and not _has(model, both_or_neither(when, name).condition):
            yield f"{model._meta.label}.{name}"


def unprotected(model: type[models.Model]) -> Iterator[str]:
    """Keys that let a row be deleted while others point at it."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.remote_field.on_delete is not models.PROTECT:
            yield f"{model._meta.label}.{field.name}"


def unknown_choices(model: type[models.Model]) -> Iterator[str]:
    """Fields with choices that the database would let pass with any other value."""
    for field in model._meta.concrete_fields:
        if field.choices:
            values = [value for value, _ in field.flatchoices]
            known = Q(**{f"{field.name}__in": ["", *values] if field.blank else values})
            if not _has(model, known):
                yield f"{model._meta.label}.{field.name}"


def _has(model: type[models.Model], condition: Q) -> bool:
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    return condition in [check.condition for check in checks]


def factories() -> dict[type[models.Model], type[DjangoModelFactory[Any]]]:
    """The factory of each model; of two, the one that is named after it."""
    found: dict[type[models.Model], type[DjangoModelFactory[Any]]] = {}
    for module in pkgutil.iter_modules(tests.factories.__path__, "tests.factories."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DjangoModelFactory):
                model = value._meta.model
                if model is not None and value.__name__ == f"{model.__name__}Factory":
                    found[model] = value
                elif model is not None:
                    found.setdefault(model, value)
    return found


FACTORIES = factories()


# ---- The project keeps them ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "exceptions"),
    [(unpaired, UNPAIRED), (unprotected, OWNED), (unknown_choices, UNKNOWN_CHOICES)],
    ids=["pairs", "keys", "choices"],
)
def test_every_model_keeps_the_rule_or_says_why_not(rule, exceptions: dict[str, str]) -> None:
    found = {breach for model in MODELS for breach in rule(model)}
    assert found - set(exceptions) == set()
    assert set(exceptions) - found == set()
    assert all(exceptions.values())


def test_every_model_has_a_factory_or_says_why_not() -> None:
    without = {model._meta.label for model in MODELS if model not in FACTORIES}
    assert without == set(WITHOUT_FACTORY)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model._meta.label)
def test_a_factory_makes_a_row_that_the_model_allows(model: type[models.Model]) -> None:
    row = FACTORIES[model]()
    model._default_manager.get(pk=row.pk).validate_constraints()


def test_every_constraint_that_a_person_can_break_is_named_for_its_model() -> None:
    names = [
        (model._meta.label, constraint.name)
        for model in MODELS
        for constraint in model._meta.constraints
    ]
    assert len({name for _, name in names}) == len(names)
    assert [n for _, n in names if not n.startswith(("governance_", "outcomes_"))] == []


def test_every_model_says_what_a_row_is_called() -> None:
    without = [
        model._meta.label
        for model in MODELS
        if model.__str__ is models.Model.__str__ or not model.__doc__
    ]
    assert without == []


# ---- Rows that are added and never changed ---------------------------------------------------


def test_the_tests_know_every_table_that_is_never_changed() -> None:
    assert APPEND_ONLY_MODELS
    assert {model._meta.db_table for model in APPEND_ONLY_MODELS} == set(APPEND_ONLY)


@pytest.mark.django_db
@pytest.mark.parametrize("model", APPEND_ONLY_MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_it(
    model: type[models.Model], statement: str
) -> None:
    FACTORIES[model]()
    before = list(model._default_manager.values())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=connection.ops.quote_name(model._meta.db_table)))
    assert list(model._default_manager.values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", APPEND_ONLY_MODELS, ids=lambda model: model._meta.label)
def test_python_refuses_to_change_it(model: type[models.Model]) -> None:
    row = FACTORIES[model]()
    for change in (
        row.save,
        row.delete,
        model._default_manager.all().delete,
        lambda: model._default_manager.update(pk=1),
        lambda: model._default_manager.bulk_update([row], [model._meta.concrete_fields[1].name]),
    ):
        with pytest.raises(Exception, match="rows are never"):
            change()


# ---- The rules catch what they are for -------------------------------------------------------


@isolate_apps("outcomes")
def test_a_pair_without_its_constraint_is_caught() -> None:
    class Careless(models.Model):  # noqa: DJ008
        sent_at = models.DateTimeField(null=True)
        sent_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

        class Meta:
            app_label = "outcomes"

    class Careful(models.Model):  # noqa: DJ008
        sent_at = models.DateTimeField(null=True)
        sent_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

        class Meta:
            app_label = "outcomes"
            constraints = [both_or_neither("sent_at", "sent_by")]

    assert list(unpaired(Careless)) == ["outcomes.Careless.sent_by"]
    assert list(unpaired(Careful)) == []


@isolate_apps("outcomes")
def test_a_key_that_deletes_is_caught() -> None:
    class Careless(models.Model):  # noqa: DJ008
        one = models.ForeignKey("self", on_delete=models.CASCADE, related_name="+")
        two = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
        three = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "outcomes"

    assert list(unprotected(Careless)) == ["outcomes.Careless.one", "outcomes.Careless.two"]


@isolate_apps("outcomes")
def test_choices_without_their_constraint_are_caught() -> None:
    class Colour(models.TextChoices):
        RED = "red", "Red"
        BLUE = "blue", "Blue"

    class Careless(models.Model):  # noqa: DJ008
        colour = models.CharField(max_length=4, choices=Colour)

        class Meta:
            app_label = "outcomes"

    class Half(models.Model):  # noqa: DJ008
        colour = models.CharField(max_length=4, choices=Colour, blank=True)

        class Meta:
            app_label = "outcomes"
            constraints = [one_of("colour", Colour)]

    class Careful(models.Model):  # noqa: DJ008
        colour = models.CharField(max_length=4, choices=Colour, blank=True)

        class Meta:
            app_label = "outcomes"
            constraints = [one_of("colour", Colour, or_blank=True)]

    assert list(unknown_choices(Careless)) == ["outcomes.Careless.colour"]
    assert list(unknown_choices(Half)) == ["outcomes.Half.colour"]
    assert list(unknown_choices(Careful)) == []
