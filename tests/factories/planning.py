"""Plans, their actions and what was said of them."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from outcomes.models import Action, ActionStatus, ActionUpdate, Plan, PlanKind, PlanStatus
from tests.conftest import NOW
from tests.factories.governance import BodyFactory, LocalityFactory, UserFactory
from tests.factories.outcomes import OutcomeAreaFactory


class PlanFactory(DjangoModelFactory[Plan]):
    """The Board's implementation plan; a locality's with `locality=True`; with `ambition=True` that
    of an ambition which the Board leads."""

    class Meta:
        model = Plan
        skip_postgeneration_save = True

    kind = PlanKind.IMPLEMENTATION
    title = "Implementation plan"
    body = factory.SubFactory(BodyFactory)
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 3, 31)
    status = PlanStatus.AGREED

    class Params:
        locality = factory.Trait(
            kind=PlanKind.LOCALITY,
            title="North East delivery plan, 2026/27",
            body=None,
            place=factory.SubFactory(LocalityFactory),
        )
        ambition = factory.Trait(
            kind=PlanKind.AMBITION,
            title="Ambition 1: A great start",
            area=factory.SubFactory(OutcomeAreaFactory),
        )

    @factory.post_generation
    def led_by(self, create: bool, extracted: object, **more: object) -> None:
        """Whoever's plan of an ambition it is leads the ambition."""
        if self.area and self.body:  # type: ignore[attr-defined]
            self.area.led_by.add(self.body)  # type: ignore[attr-defined]


class ActionFactory(DjangoModelFactory[Action]):
    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    title = "Open a second drop-in for new parents"
    due_on = date(2026, 12, 31)
    status = ActionStatus.ON_TRACK


class ActionUpdateFactory(DjangoModelFactory[ActionUpdate]):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    at = NOW
    by = factory.SubFactory(UserFactory)
    text = "The room is found."
    status_before = ActionStatus.NOT_STARTED
    status_after = ActionStatus.ON_TRACK
    due_before = date(2026, 12, 31)
    due_after = date(2026, 12, 31)
