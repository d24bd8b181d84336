"""What documents say of bodies, who reports to whom, and what is audited."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from governance.models import (
    BodyKind,
    BodyReference,
    Escalation,
    EscalationAbout,
    Event,
    LineStrength,
    ReferenceKind,
    ReportDue,
    ReportingLine,
    ReportingRequirement,
    ReportKind,
    Represents,
    Seat,
)
from tests.factories.governance import (
    BodyFactory,
    OrganisationFactory,
    SourceDocumentFactory,
    UserFactory,
)


class BodyReferenceFactory(DjangoModelFactory[BodyReference]):
    class Meta:
        model = BodyReference

    body = factory.SubFactory(BodyFactory)
    kind = ReferenceKind.PURPOSE
    order = factory.Sequence(lambda n: n)
    text = "Oversees the Early Help offer"
    source = factory.SubFactory(SourceDocumentFactory)


class SeatFactory(DjangoModelFactory[Seat]):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "Director of nursing"
    represents = Represents.HEALTH


class ReportingLineFactory(DjangoModelFactory[ReportingLine]):
    class Meta:
        model = ReportingLine

    body = factory.SubFactory(BodyFactory)
    reports_to = factory.SubFactory(
        BodyFactory, code="cfpe", name="Children and Families Partnership Executive"
    )
    strength = LineStrength.STATED
    source = factory.SubFactory(SourceDocumentFactory)


class ReportingRequirementFactory(DjangoModelFactory[ReportingRequirement]):
    class Meta:
        model = ReportingRequirement
        django_get_or_create = ("code",)

    code = "quarterly-review"
    rule = "The Board reviews the outcomes framework every quarter"
    owed_by = factory.SubFactory(BodyFactory)
    quote = "reviewed quarterly"


class ReportDueFactory(DjangoModelFactory[ReportDue]):
    """A sub-group's report on the first half of 2026/27, due at the end of October."""

    class Meta:
        model = ReportDue

    kind = ReportKind.DETAILED
    body = factory.SubFactory(
        BodyFactory, code="sg_send", name="SEND Improvement Board", kind=BodyKind.SUB_GROUP
    )
    to = factory.SubFactory(
        BodyFactory,
        code="cfe",
        name="Children and Families Executive",
        kind=BodyKind.EXECUTIVE,
        meets="two_months",
    )
    starts_on = date(2026, 4, 1)
    ends_on = date(2026, 9, 30)
    due_on = date(2026, 10, 31)

    class Params:
        handed_in = factory.Trait(
            version=1,
            submitted_at=datetime(2026, 10, 7, 9, 0, tzinfo=UTC),
            submitted_by=factory.SubFactory(UserFactory),
        )


class EscalationFactory(DjangoModelFactory[Escalation]):
    """A sub-group asks the Executive."""

    class Meta:
        model = Escalation

    body = factory.SubFactory(
        BodyFactory, code="sg_send", name="SEND Improvement Board", kind=BodyKind.SUB_GROUP
    )
    to = factory.SubFactory(
        BodyFactory,
        code="cfe",
        name="Children and Families Executive",
        kind=BodyKind.EXECUTIVE,
        meets="two_months",
    )
    about = EscalationAbout.RESOURCES
    issue = "Plans are late where advice is missing."
    asked = "Agree one date for advice."
    raised_at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    raised_by = factory.SubFactory(UserFactory)

    class Params:
        answered = factory.Trait(
            answer="Agreed, from November.",
            answered_at=datetime(2026, 10, 5, 9, 0, tzinfo=UTC),
            answered_by=factory.SubFactory(UserFactory),
        )
        taken_back = factory.Trait(
            taken_back_at=datetime(2026, 10, 5, 9, 0, tzinfo=UTC),
            taken_back_by=factory.SubFactory(UserFactory),
            taken_back_because="Settled since.",
        )


class EventFactory(DjangoModelFactory[Event]):
    """Written by a command, as nobody in particular."""

    class Meta:
        model = Event

    at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    verb = "period.open"
    subject_kind = "outcomes.period"
    subject_id = "1"
    subject = "July to September 2026"
