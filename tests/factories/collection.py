"""Who looks at figures, what is asked about them, and how they came; decisions and messages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from governance.models import Absence, Attendance, Came, Meeting, Notice
from outcomes.models import (
    Area,
    Commentary,
    CommentaryAct,
    Decision,
    Discussion,
    FigureImport,
    ImportKind,
    OpenPage,
    Presence,
    PublishedStory,
    Question,
    Story,
)
from tests.factories.governance import BodyFactory, BoroughFactory, OrganisationFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    PriorityFactory,
    PublicationFactory,
    SubmissionFactory,
)

ASKED_AT = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)


class PresenceFactory(DjangoModelFactory[Presence]):
    class Meta:
        model = Presence

    submission = factory.SubFactory(SubmissionFactory)
    area = Area.HEALTHY
    user = factory.SubFactory(UserFactory)
    seen_at = ASKED_AT


class OpenPageFactory(DjangoModelFactory[OpenPage]):
    class Meta:
        model = OpenPage

    submission = factory.SubFactory(SubmissionFactory)
    key = factory.Sequence(lambda n: f"{n:032x}")
    turn = 1
    sent_at = ASKED_AT


class QuestionFactory(DjangoModelFactory[Question]):
    """Asked, and not answered; `answered=True` gives it an answer."""

    class Meta:
        model = Question

    observation = factory.SubFactory(ObservationFactory)
    text = "Why has it doubled?"
    asked_at = ASKED_AT
    asked_by = factory.SubFactory(UserFactory)

    class Params:
        answered = factory.Trait(
            answer="Two clinics opened.",
            answered_at=ASKED_AT,
            answered_by=factory.SubFactory(UserFactory),
        )


class FigureImportFactory(DjangoModelFactory[FigureImport]):
    """Seen, and not accepted yet."""

    class Meta:
        model = FigureImport

    submission = factory.SubFactory(SubmissionFactory)
    kind = ImportKind.PASTE
    content = factory.LazyFunction(dict)
    made_at = ASKED_AT
    made_by = factory.SubFactory(UserFactory)


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting
        django_get_or_create = ("body", "held_on")

    body = factory.SubFactory(BodyFactory)
    held_on = date(2026, 11, 17)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    came = Came.CAME


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    period = factory.SubFactory(PeriodFactory)
    text = "Two more health visitors from January."
    recorded_at = ASKED_AT
    recorded_by = factory.SubFactory(UserFactory)


class CommentaryFactory(DjangoModelFactory[Commentary]):
    """Accepted as it was worked out."""

    class Meta:
        model = Commentary

    publication = factory.SubFactory(PublicationFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    act = CommentaryAct.ACCEPTED
    written_at = ASKED_AT
    written_by = factory.SubFactory(UserFactory)


class StoryFactory(DjangoModelFactory[Story]):
    """Two of the five questions are answered."""

    class Meta:
        model = Story

    observation = factory.SubFactory(ObservationFactory)
    happened = "A second clinic opened on Roman Road."
    did = "Every practice got the new referral text."
    changed_at = ASKED_AT
    changed_by = factory.SubFactory(UserFactory)


class PublishedStoryFactory(DjangoModelFactory[PublishedStory]):
    class Meta:
        model = PublishedStory

    publication = factory.SubFactory(PublicationFactory)
    measure = factory.SubFactory(MeasureFactory)
    place = factory.SubFactory(BoroughFactory)
    period = factory.SelfAttribute("publication.period")
    reporter = "North East"
    happened = "A second clinic opened on Roman Road."
    did = "Every practice got the new referral text."


class DiscussionFactory(DjangoModelFactory[Discussion]):
    """A question of a meeting about a priority, not answered yet."""

    class Meta:
        model = Discussion

    meeting = factory.SubFactory(MeetingFactory)
    priority = factory.SubFactory(PriorityFactory)
    said = "Progress was slow."
    asked = "Who leads it? (Tower Hamlets Council)"
    recorded_at = ASKED_AT
    recorded_by = factory.SubFactory(UserFactory)


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    to = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"notice-{n}")
    subject = "Your figures are due in 7 days"
    text = "Healthy is still empty."
    path = "/submissions/"
    created_at = ASKED_AT


class AbsenceFactory(DjangoModelFactory[Absence]):
    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    starts_on = date(2026, 10, 1)
    ends_on = date(2026, 10, 31)
