"""Every service that acts for somebody writes what was done, in the transaction that does it.

Services are found by their `by`; one that is not in the table of how to call it fails.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

import governance.services
import outcomes.services
from governance.cadence import Pattern
from governance.models import Body, Came, Escalation, Event, Place, PlaceKind, ReportDue, Seat
from governance.services.meetings import Slot
from outcomes.models import (
    Action,
    ActionStatus,
    Activity,
    Assignment,
    Commentary,
    Consultation,
    Contribution,
    Decision,
    EvidenceKind,
    FeedbackMessage,
    FigureImport,
    FrameworkVersion,
    Measure,
    MeasureSummary,
    Outcome,
    Period,
    Plan,
    PlanKind,
    PlanStatus,
    Publication,
    Question,
    Rebase,
    Reporter,
    Status,
    Submission,
    SurveyFigure,
    Target,
    VersionStatus,
    VoiceItem,
)
from outcomes.release import prepare
from outcomes.services.actions import ActionContent, action_version
from outcomes.services.activities import ActivityContent
from outcomes.services.imports import accept, template_of
from outcomes.services.plans import plan_version
from outcomes.services.restoring import Quarter, Restored
from outcomes.services.submissions import submit
from outcomes.services.surveys import FigureContent, figure_version
from outcomes.services.voice import (
    ConsultationContent,
    ItemContent,
    consultation_version,
    item_version,
)
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.dashboards.publishing import unpublish
from tests.factories.collection import (
    AbsenceFactory,
    AttendanceFactory,
    CommentaryFactory,
    DiscussionFactory,
    MeetingFactory,
    QuestionFactory,
)
from tests.factories.evidence import TargetFactory
from tests.factories.governance import MembershipFactory, OrganisationFactory
from tests.factories.outcomes import (
    FrameworkVersionFactory,
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    PeriodFactory,
    PublicationFactory,
    PublishedFigureFactory,
)
from tests.factories.reporting import (
    PDF,
    AttachmentFactory,
    ReportDraftFactory,
    ReportFactory,
)
from tests.factories.structure import ReportDueFactory
from tests.repository.source import parse, python_files
from tests.repository.walk import contents
from tests.repository.world import EARLIER, NOW_DUE, World

pytestmark = pytest.mark.django_db

Service = Callable[..., Any]
EVENTS = "governance_event"
# They change nothing else: one is the record itself, one makes a link that is kept nowhere.
ONLY_RECORDS = {
    "governance.services.events.record",
    "governance.services.events.record_change",
    "governance.services.people.password_path",
}
# Keep a record of their own in place of an event, and why.
KEEP_BOOK = {
    "governance.services.notices.tell": "a message is its own record, and what it tells of is told",
    "outcomes.services.telling.tell_reporter": "the same",
    "outcomes.services.telling.tell_decision": "the same",
    "outcomes.services.telling.tell_prepared": "the same",
    "outcomes.services.telling.tell_asked": "the same",
    "outcomes.services.telling.tell_answered": "the same",
    "outcomes.services.telling.tell_handed_in": "the same",
    "outcomes.services.telling.tell_published": "the same",
}
# Write without a `by`, and why.
WITHOUT_BY = {
    "outcomes.services.feedback.take_feedback": "who sent it is not asked; the event has nobody",
    "governance.services.notices.mark_read": "a message says itself when its reader had read it",
    "governance.services.tokens.note_use": "that a program read published figures changes nothing",
    "governance.services.people.forget_other_addresses": "the change of address is the event",
    "outcomes.services.publication.write_release": "publishing tells of it, and so does loading",
    "outcomes.services.presence.note_presence": "who has a page open changes no figure",
    "outcomes.services.turns.take_turn": "which request of a page came last changes no figure",
}


class NotToldError(Exception):
    """The audit could not be written."""


def services() -> dict[str, Service]:
    """Every function of the services that takes `by` and is to tell of it, by its full name."""
    found = {name: function for name, function in _functions() if _takes_by(function)}
    assert found.keys() >= KEEP_BOOK.keys()
    return {name: function for name, function in found.items() if name not in KEEP_BOOK}


def _functions() -> Iterator[tuple[str, Service]]:
    for package in (governance.services, outcomes.services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{module.__name__}.{name}", function


def _takes_by(function: Service) -> bool:
    return "by" in inspect.signature(function).parameters


SERVICES = services()


def _asked(short: str) -> ConsultationContent:
    place = Place.objects.get(code=f"TH-{short.upper()}")
    return ConsultationContent("meeting", "What hinders you?", TODAY, place, 9, consent=True)


# ---- How to call each ------------------------------------------------------------------------


def _typed(world: World, who: str, numerator: str) -> list[TypedFigure]:
    row = world.submissions[who].observations.get()
    return [TypedFigure(row.pk, numerator, "100")]


def _handed_in(world: World) -> Any:
    submission, by = world.submissions["ne_lead"], world.people["ne_lead"]
    return submit(submission=submission, by=by, at=NOW, on=TODAY)


def _agreed(world: World) -> Any:
    """Handed in, with nothing left to ask."""
    Question.objects.update(settled_at=NOW, settled_by=world.people["coordinator"])
    return _handed_in(world)


def _keys(world: World, who: str) -> list[int]:
    return [row.pk for row in world.submissions[who].observations.all()]


def _report_on(day: date) -> ReportDue:
    """A report that goes to a meeting of the Executive on a day."""
    report = ReportDueFactory(starts_on=day - timedelta(days=200))
    report.meeting = MeetingFactory(body=report.to, held_on=day)
    report.save()
    return report


def _due_by_the_north() -> ReportDue:
    """What the North East's leadership team owes: the figures of the priorities are its own."""
    return ReportDue.objects.get(body__code="ilt_ne")


def _question(world: World) -> Question:
    return QuestionFactory(observation=world.submissions["ne_lead"].observations.get())


def _published_twice() -> dict[str, Any]:
    """A measure in the borough with figures of two quarters, and the later of them."""
    measure = MeasureFactory(code="HEA-901")
    found = {}
    for code in ("2026-Q1", "2026-Q2"):
        publication = PublicationFactory(
            period=PeriodFactory(code=code), number=900 + int(code[-1])
        )
        figure = PublishedFigureFactory(publication=publication, measure=measure)
        found = {"measure": measure, "place": figure.place, "period": publication.period}
    return found


def _said_of(world: World) -> dict[str, Any]:
    """A measure in the borough, and the publication that has a figure of it."""
    summary = MeasureSummary.objects.filter(place__kind=PlaceKind.BOROUGH).earliest("pk")
    number = summary.publication.number
    return {"measure": summary.measure, "place": summary.place, "publication": number}


def _commented_on(world: World) -> dict[str, Any]:
    said = _said_of(world)
    publication = Publication.objects.get(number=said["publication"])
    CommentaryFactory(**{**said, "publication": publication})
    return said


def _built_target(world: World) -> Target:
    said = _said_of(world)
    return TargetFactory.build(
        measure=said["measure"], place=said["place"], starts_on=date(2031, 4, 1)
    )


def _built_commentary(world: World) -> Commentary:
    said = _said_of(world)
    publication = Publication.objects.get(number=said["publication"])
    return CommentaryFactory.build(**{**said, "publication": publication, "written_by": None})


def _accepted(world: World) -> FigureImport:
    by, earlier = world.people["ne_lead"], NOW - timedelta(hours=1)
    return accept(found=world.imports["ne_lead"], keep=[], by=by, at=earlier, on=TODAY)


def _excused(world: World) -> Any:
    submission = world.submissions["nw_lead"]
    Submission.objects.filter(pk=submission.pk).update(status=Status.EXCUSED)
    return submission


def _signed_by_two(world: World) -> Submission:
    Reporter.objects.update(needs_two_people=True)
    return world.submissions["ne_lead"]


def _corrected(world: World) -> Period:
    return Period.objects.get(code=EARLIER)


def _quarter(code: str) -> Quarter:
    made = PeriodFactory.build(code=code)
    return Quarter(**{name: getattr(made, name) for name in Quarter.__dataclass_fields__})


def _exported() -> Restored:
    """A publication of a quarter of which nothing is known, in a portal without publications."""
    unpublish()
    release = prepare(PeriodFactory(code="2031-Q1"), on=TODAY)
    return Restored(
        1, NOW, "Somebody", "", is_correction=False, is_illustrative=False, release=release
    )


def _draft(world: World) -> FrameworkVersion:
    draft = FrameworkVersionFactory(label="2028-2031", status=VersionStatus.DRAFT)
    MetricFactory(version=draft, area=OutcomeAreaFactory(version=draft))
    return draft


def _with_second_factor(world: World) -> Any:
    person = world.people["ne_lead"]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def _paused(world: World) -> Any:
    person = world.people["ne_lead"]
    person.emails_paused_until = TODAY + timedelta(days=7)
    person.save()
    return person


def _colleague(world: World) -> Any:
    """Somebody with the same role in the same place as the North East's lead."""
    held = world.people["ne_lead"].memberships.get()
    return MembershipFactory(role=held.role, locality=held.locality).user


def _unassigned(world: World) -> date:
    MeasureFactory(code="HEA-103", reporter_hint="localities", places_hint="localities")
    return TODAY


#: What each is given besides `by` and `at`, and who asks for it.
CALLS: dict[str, tuple[str, Callable[[World], dict[str, Any]]]] = {
    "governance.services.events.record_change": (
        "coordinator",
        lambda w: {
            "verb": "measure.note",
            "subject": Measure.objects.get(code="HEA-101"),
            "before": {"title": "Old"},
            "after": {"title": "New"},
        },
    ),
    "governance.services.events.record": (
        "administrator",
        lambda w: {"verb": "user.look", "subject": w.people["ne_lead"]},
    ),
    "governance.services.people.add_administrator": (
        "administrator",
        lambda w: {"email": "new@ehportal.example", "name": "New", "on": TODAY},
    ),
    "governance.services.people.password_path": (
        "administrator",
        lambda w: {"person": w.people["ne_lead"]},
    ),
    "governance.services.people.remove_second_factor": (
        "administrator",
        lambda w: {"person": _with_second_factor(w)},
    ),
    "governance.services.notices.pause": (
        "ne_lead",
        lambda w: {"person": w.people["ne_lead"], "until": TODAY + timedelta(days=7)},
    ),
    "governance.services.notices.resume": ("ne_lead", lambda w: {"person": _paused(w)}),
    "governance.services.notices.set_absence": (
        "ne_lead",
        lambda w: {
            "person": w.people["ne_lead"],
            "deputy": _colleague(w),
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=7),
        },
    ),
    "governance.services.notices.end_absence": (
        "ne_lead",
        lambda w: {"person": AbsenceFactory(user=w.people["ne_lead"]).user},
    ),
    "governance.services.tokens.make_token": (
        "ne_lead",
        lambda w: {
            "owner": w.people["ne_lead"],
            "name": "Another report",
            "days": 90,
            "place": None,
        },
    ),
    "governance.services.tokens.revoke_token": (
        "administrator",
        lambda w: {"token": w.people["ne_lead"].data_tokens.get()},
    ),
    "governance.services.seats.save_seat": (
        "coordinator",
        lambda w: {"seat": Seat(body=Body.objects.get(code="ilt_ne"), role="Head of early help")},
    ),
    "governance.services.meetings.plan_meetings": (
        "coordinator",
        lambda w: {
            "body": Body.objects.get(code="ilt_ne"),
            "pattern": Pattern(2, 1),
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=365),
            "slot": Slot(),
        },
    ),
    "governance.services.meetings.add_meeting": (
        "coordinator",
        lambda w: {
            "body": Body.objects.get(code="ilt_ne"),
            "held_on": TODAY,
            "slot": Slot(time(10), time(12), "Town Hall"),
        },
    ),
    "governance.services.meetings.move_meeting": (
        "coordinator",
        lambda w: {
            "meeting": MeetingFactory(held_on=TODAY),
            "held_on": TODAY + timedelta(days=1),
            "slot": Slot(),
            "reason": "The hub is closed",
        },
    ),
    "governance.services.meetings.cancel_meeting": (
        "coordinator",
        lambda w: {"meeting": MeetingFactory(held_on=TODAY), "reason": "Too few can come"},
    ),
    "governance.services.meetings.record_attendance": (
        "coordinator",
        lambda w: {
            "meeting": MeetingFactory(held_on=TODAY),
            "came": {OrganisationFactory(): Came.CAME},
            "on": TODAY,
        },
    ),
    "governance.services.meetings.close_minutes": (
        "coordinator",
        lambda w: {"meeting": AttendanceFactory(meeting__held_on=TODAY).meeting, "on": TODAY},
    ),
    "governance.services.reports.schedule_reports": ("coordinator", lambda w: {"on": TODAY}),
    "governance.services.reports.move_report": (
        "coordinator",
        lambda w: {
            "report": (report := ReportDueFactory()),
            "meeting": MeetingFactory(body=report.to),
            "reason": "The chair is away",
        },
    ),
    "governance.services.reports.swap_reports": (
        "coordinator",
        lambda w: {
            "report": _report_on(date(2026, 11, 25)),
            "other": _report_on(date(2027, 1, 27)),
            "reason": "The chair is away",
        },
    ),
    "governance.services.reports.ask_for_report": (
        "coordinator",
        lambda w: {
            "kind": "service",
            "to": Body.objects.get(code="eh_board"),
            "organisation": OrganisationFactory(),
            "subject": "Health visiting",
            "starts_on": date(2026, 4, 1),
            "ends_on": date(2026, 9, 30),
            "due_on": date(2026, 12, 1),
        },
    ),
    "governance.services.escalations.escalate": (
        "ne_lead",
        lambda w: {
            "body": Body.objects.get(code="ilt_ne"),
            "to": Body.objects.get(code="eh_board"),
            "about": "resources",
            "issue": "One interpreter for two localities",
            "asked": "A second one",
        },
    ),
    "governance.services.escalations.answer_escalation": (
        "board_member",
        lambda w: {"escalation": Escalation.objects.get(), "answer": "Agreed"},
    ),
    "governance.services.escalations.take_escalation_back": (
        "ne_lead",
        lambda w: {"escalation": Escalation.objects.get(), "reason": "Settled since"},
    ),
    "governance.services.reports.take_request_back": (
        "coordinator",
        lambda w: {"report": ReportDueFactory(), "reason": "Asked of the wrong service"},
    ),
    "outcomes.services.reports.save_draft": (
        "ne_lead",
        lambda w: {"due": ReportDueFactory(), "answers": {"next": "A drop-in."}, "seen": 0},
    ),
    "outcomes.services.reports.draw_figures": ("ne_lead", lambda w: {"due": _due_by_the_north()}),
    "outcomes.services.reports.leave_figures_out": (
        "ne_lead",
        lambda w: {"due": ReportDraftFactory(figures={"publication": 1, "rows": []}).due},
    ),
    "outcomes.services.reports.attach": (
        "ne_lead",
        lambda w: {"due": ReportDueFactory(), "data": PDF, "name": "report.pdf"},
    ),
    "outcomes.services.reports.take_away": (
        "ne_lead",
        lambda w: {"attachment": AttachmentFactory()},
    ),
    "outcomes.services.reports.submit_report": (
        "ne_lead",
        lambda w: {"due": ReportDraftFactory().due},
    ),
    "outcomes.services.reports.receive_report": (
        "board_member",
        lambda w: {"due": ReportFactory().due, "version": 1},
    ),
    "outcomes.services.reports.send_report_back": (
        "board_member",
        lambda w: {"due": ReportFactory().due, "version": 1, "reason": "No objective on waits"},
    ),
    "outcomes.services.discussions.record_discussion": (
        "coordinator",
        lambda w: {
            "meeting": MeetingFactory(held_on=TODAY),
            "subject": Measure.objects.get(code="HEA-101"),
            "said": "It is slow.",
            "asked": "",
            "on": TODAY,
        },
    ),
    "outcomes.services.discussions.answer_discussion": (
        "coordinator",
        lambda w: {"discussion": DiscussionFactory(), "answer": "The council."},
    ),
    "outcomes.services.restoring.open_quarters": (
        "administrator",
        lambda w: {"quarters": [_quarter("2031-Q1")]},
    ),
    "outcomes.services.restoring.restore_judging": (
        "administrator",
        lambda w: {"rows": [_built_target(w)]},
    ),
    "outcomes.services.restoring.restore_commentary": (
        "administrator",
        lambda w: {"rows": [_built_commentary(w)]},
    ),
    "outcomes.services.restoring.restore_publications": (
        "administrator",
        lambda w: {"publications": [_exported()]},
    ),
    "outcomes.services.reminders.remind_now": (
        "coordinator",
        lambda w: {"submission": w.submissions["nw_lead"]},
    ),
    "outcomes.services.entry.save_figures": (
        "ne_lead",
        lambda w: {
            "submission": w.submissions["ne_lead"],
            "figures": _typed(w, "ne_lead", "61"),
            "on": TODAY,
        },
    ),
    "outcomes.services.entry.save_section": (
        "ne_lead",
        lambda w: {
            "submission": w.submissions["ne_lead"],
            "area": w.areas["ne_lead"],
            "figures": _typed(w, "ne_lead", "61"),
            "is_complete": True,
            "on": TODAY,
        },
    ),
    "outcomes.services.entry.mark_section": (
        "ne_lead",
        lambda w: {
            "submission": w.submissions["ne_lead"],
            "area": w.areas["ne_lead"],
            "is_complete": True,
            "on": TODAY,
        },
    ),
    "outcomes.services.entry.give_reason_for_blanks": (
        "nw_lead",
        lambda w: {
            "submission": w.submissions["nw_lead"],
            "missing": "z",
            "note": "No service ran",
            "on": TODAY,
        },
    ),
    "outcomes.services.stories.save_story": (
        "ne_lead",
        lambda w: {
            "observation": w.submissions["ne_lead"].observations.get(),
            "answers": {"happened": "A clinic opened."},
            "seen": "",
            "on": TODAY,
        },
    ),
    "outcomes.services.imports.read_paste": (
        "ne_lead",
        lambda w: {"submission": w.submissions["ne_lead"], "text": "61\t100", "on": TODAY},
    ),
    "outcomes.services.imports.read_upload": (
        "ne_lead",
        lambda w: {
            "submission": w.submissions["ne_lead"],
            "data": template_of(w.submissions["ne_lead"], at=NOW),
            "name": "figures.xlsx",
            "on": TODAY,
        },
    ),
    "outcomes.services.imports.accept": (
        "ne_lead",
        lambda w: {"found": w.imports["ne_lead"], "keep": [], "on": TODAY},
    ),
    "outcomes.services.imports.undo": (
        "ne_lead",
        lambda w: {"found": _accepted(w), "on": TODAY},
    ),
    "outcomes.services.submissions.submit": (
        "ne_lead",
        lambda w: {"submission": w.submissions["ne_lead"], "on": TODAY},
    ),
    "outcomes.services.decisions.record_decision": (
        "coordinator",
        lambda w: {
            "body": Body.objects.get(code="eh_board"),
            "held_on": TODAY,
            "period": Period.objects.get(code=EARLIER),
            "text": "A second clinic opens",
            "on": TODAY,
        },
    ),
    "outcomes.services.decisions.remove_decision": (
        "coordinator",
        lambda w: {"decision": Decision.objects.all()[0], "reason": "Recorded twice"},
    ),
    "outcomes.services.commentary.accept_commentary": ("coordinator", lambda w: _said_of(w)),
    "outcomes.services.commentary.write_commentary": (
        "coordinator",
        lambda w: {**_said_of(w), "text": "As in every summer, fewer were seen."},
    ),
    "outcomes.services.commentary.take_back_commentary": (
        "coordinator",
        lambda w: _commented_on(w),
    ),
    "outcomes.services.activities.save_activity": (
        "ne_lead",
        lambda w: {
            "content": ActivityContent(
                title="Walking group",
                what="A walk each Friday.",
                team="Early years team",
                organisation=OrganisationFactory(),
                place=Place.objects.get(code="TH-NE"),
                starts_on=TODAY,
            )
        },
    ),
    "outcomes.services.activities.save_contribution": (
        "ne_lead",
        lambda w: {
            "activity": Activity.objects.get(place__code="TH-NE"),
            "outcome": Outcome.objects.all()[0],
            "how": "It brings parents together.",
            "evidence": "Our survey.",
            "kind": EvidenceKind.FAMILIES,
        },
    ),
    "outcomes.services.activities.remove_contribution": (
        "ne_lead",
        lambda w: {"contribution": Contribution.objects.get(activity__place__code="TH-NE")},
    ),
    "outcomes.services.plans.make_plan": (
        "ne_lead",
        lambda w: {
            "kind": PlanKind.LOCALITY,
            "place": Place.objects.get(code="TH-NE"),
            "title": "Next year’s plan",
            "starts_on": date(2027, 4, 1),
            "ends_on": date(2028, 3, 31),
        },
    ),
    "outcomes.services.plans.change_plan": (
        "coordinator",
        lambda w: {
            "plan": Plan.objects.all()[0],
            "title": "Renamed",
            "starts_on": date(2026, 4, 1),
            "ends_on": date(2027, 3, 31),
            "status": PlanStatus.AGREED,
            "seen": plan_version(Plan.objects.all()[0]),
        },
    ),
    "outcomes.services.actions.add_action": (
        "coordinator",
        lambda w: {
            "plan": Action.objects.get(plan__place=None).plan,
            "content": ActionContent("Ask families what hinders them"),
            "due_on": date(2027, 1, 31),
        },
    ),
    "outcomes.services.actions.change_action": (
        "coordinator",
        lambda w: {
            "action": Action.objects.get(plan__place=None),
            "content": ActionContent("Ask families what helps them"),
            "seen": action_version(Action.objects.get(plan__place=None)),
        },
    ),
    "outcomes.services.actions.update_action": (
        "coordinator",
        lambda w: {
            "action": Action.objects.all()[0],
            "text": "Done.",
            "status": ActionStatus.DONE,
            "due_on": date(2026, 12, 31),
        },
    ),
    "outcomes.services.voice.add_consultation": (
        "ne_lead",
        lambda w: {"content": _asked("ne"), "on": TODAY},
    ),
    "outcomes.services.voice.change_consultation": (
        "ne_lead",
        lambda w: {
            "consultation": Consultation.objects.get(place__code="TH-NE"),
            "content": _asked("ne"),
            "on": TODAY,
            "seen": consultation_version(Consultation.objects.get(place__code="TH-NE")),
        },
    ),
    "outcomes.services.feedback.accept_feedback": (
        "coordinator",
        lambda w: {
            "message": FeedbackMessage.objects.all()[0],
            "content": ItemContent("Open in the evening."),
        },
    ),
    "outcomes.services.feedback.set_feedback_aside": (
        "coordinator",
        lambda w: {"message": FeedbackMessage.objects.all()[0], "reason": "Advertising"},
    ),
    "outcomes.services.surveys.add_figure": (
        "nw_lead",
        lambda w: {
            "survey": Consultation.objects.get(kind="survey"),
            "content": FigureContent("I feel happy", "Primary pupils", "Page 4", 68, 100),
        },
    ),
    "outcomes.services.surveys.change_figure": (
        "nw_lead",
        lambda w: {
            "figure": SurveyFigure.objects.all()[0],
            "content": FigureContent("I feel happy", "Primary pupils", "Page 4", 69, 100),
            "seen": figure_version(SurveyFigure.objects.all()[0]),
        },
    ),
    "outcomes.services.voice.add_item": (
        "ne_lead",
        lambda w: {
            "consultation": Consultation.objects.get(place__code="TH-NE"),
            "content": ItemContent("Nobody told us that it moved."),
        },
    ),
    "outcomes.services.voice.change_item": (
        "ne_lead",
        lambda w: {
            "item": VoiceItem.objects.filter(response="")[0],
            "content": ItemContent("It is too far.", "A second group has started."),
            "seen": item_version(VoiceItem.objects.filter(response="")[0]),
        },
    ),
    "outcomes.services.voice.publish_item": (
        "coordinator",
        lambda w: {"item": VoiceItem.objects.filter(is_published=True)[0], "published": False},
    ),
    "outcomes.services.rebases.record_rebase": (
        "coordinator",
        lambda w: (
            _published_twice()
            | {
                "reason": "The clinic moved into the family hub",
                "asked_by": "Maternity lead",
                "approved_by": "Early Help Partnership Board",
            }
        ),
    ),
    "outcomes.services.rebases.withdraw_rebase": (
        "coordinator",
        lambda w: {"rebase": Rebase.objects.standing()[0], "reason": "It did not last"},
    ),
    "outcomes.services.signing.submit_with_reason": (
        "nw_lead",
        lambda w: {
            "submission": w.submissions["nw_lead"],
            "missing": "z",
            "note": "No service ran",
            "on": TODAY,
        },
    ),
    "outcomes.services.signing.prepare": (
        "ne_lead",
        lambda w: {"submission": _signed_by_two(w), "on": TODAY},
    ),
    "outcomes.services.review.approve": (
        "coordinator",
        lambda w: {"submission": _agreed(w)},
    ),
    "outcomes.services.review.approve_figures": (
        "coordinator",
        lambda w: {"submission": _agreed(w), "figures": _keys(w, "ne_lead")},
    ),
    "outcomes.services.questions.ask": (
        "coordinator",
        lambda w: {"observation": _handed_in(w).observations.get(), "text": "Is it right?"},
    ),
    "outcomes.services.questions.answer": (
        "ne_lead",
        lambda w: {"question": _question(w), "text": "Two clinics opened"},
    ),
    "outcomes.services.questions.settle": ("coordinator", lambda w: {"question": _question(w)}),
    "outcomes.services.review.send_back": (
        "coordinator",
        lambda w: {"submission": _handed_in(w), "reason": "It has doubled", "on": TODAY},
    ),
    "outcomes.services.review.reopen": (
        "coordinator",
        lambda w: {
            "submission": w.earlier["ne_lead"],
            "reason": "A late figure",
            "on": w.earlier["ne_lead"].period.closes_on,
        },
    ),
    "outcomes.services.review.give_longer": (
        "coordinator",
        lambda w: {
            "submission": w.submissions["nw_lead"],
            "until": TODAY + timedelta(days=60),
            "reason": "The record system is being replaced",
        },
    ),
    "outcomes.services.review.excuse": (
        "coordinator",
        lambda w: {"submission": w.submissions["nw_lead"], "reason": "The service is closed"},
    ),
    "outcomes.services.review.expect_again": (
        "coordinator",
        lambda w: {"submission": _excused(w), "reason": "The service runs after all"},
    ),
    "outcomes.services.publication.publish": (
        "coordinator",
        lambda w: {"period": _corrected(w), "reason": "A late figure"},
    ),
    "outcomes.services.periods.open_period": ("coordinator", lambda w: {"code": "2026-Q3"}),
    "outcomes.services.periods.propose_assignments": (
        "coordinator",
        lambda w: {"starts_on": _unassigned(w)},
    ),
    "outcomes.services.framework.publish_version": (
        "administrator",
        lambda w: {"version": _draft(w)},
    ),
    "outcomes.services.framework.clone_version": (
        "administrator",
        lambda w: {
            "version": FrameworkVersion.objects.get(status=VersionStatus.PUBLISHED),
            "label": "2028-2031",
        },
    ),
    "outcomes.services.measures.confirm_measure": (
        "administrator",
        lambda w: {
            "measure": Measure.objects.get(code="HEA-101"),
            "confirmed_by": w.people["partner"],
            "confirmed_on": TODAY,
            "review_on": TODAY + timedelta(days=365),
        },
    ),
    "outcomes.services.measures.retire_measure": (
        "administrator",
        lambda w: {
            "measure": Measure.objects.get(code="HEA-101"),
            "retired_on": date(2027, 1, 1),
            "reason": "Replaced",
        },
    ),
    "outcomes.services.measures.end_assignment": (
        "administrator",
        lambda w: {
            "assignment": Assignment.objects.filter(measure__code="HEA-101")[0],
            "ends_on": TODAY,
        },
    ),
}


def prepared(world: World, name: str) -> dict[str, Any]:
    """What a service is called with, all of it in place before it is called."""
    who, given = CALLS[name]
    return {**given(world), "by": world.people[who], "at": NOW}


# ---- Each tells what it did ------------------------------------------------------------------


def test_every_service_is_in_the_table() -> None:
    assert set(SERVICES) - set(CALLS) == set()
    assert set(CALLS) - set(SERVICES) == set()
    assert set(ONLY_RECORDS) <= set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_names_what_it_takes(name: str) -> None:
    parameters = inspect.signature(SERVICES[name]).parameters.values()
    assert {p.kind for p in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert {p.name for p in parameters} >= {"by", "at"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_who_did_what_and_when(world: World, name: str) -> None:
    given = prepared(world, name)
    last, before = Event.objects.order_by("pk").last(), contents()
    SERVICES[name](**given)
    changed = {table for table, held in contents().items() if held != before[table]}
    told = list(Event.objects.filter(pk__gt=last.pk))
    assert told
    assert {(event.by, event.at) for event in told} == {(given["by"], given["at"])}
    assert all(event.verb and event.subject and event.subject_id for event in told)
    assert (changed == {EVENTS}) == (name in ONLY_RECORDS)


@pytest.mark.parametrize("name", SERVICES)
def test_what_cannot_be_told_is_not_done(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event and the change are one transaction: without the one, the other is taken back."""
    given = prepared(world, name)
    before = contents()

    def not_told(*args: object, **kwargs: object) -> None:
        raise NotToldError

    monkeypatch.setattr(Event, "save", not_told)
    monkeypatch.setattr(Event.objects.__class__, "bulk_create", not_told, raising=False)
    with pytest.raises(NotToldError):
        SERVICES[name](**given)
    assert contents() == before


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("outcomes.services.periods.open_period", {"code": NOW_DUE}),
        ("outcomes.services.submissions.submit", {"again": True}),
        ("outcomes.services.signing.submit_with_reason", {"again": True}),
        ("outcomes.services.signing.prepare", {"again": True}),
        ("outcomes.services.imports.accept", {"again": True}),
        ("outcomes.services.imports.undo", {"again": True}),
        ("outcomes.services.stories.save_story", {"again": True}),
        ("outcomes.services.commentary.accept_commentary", {"again": True}),
    ],
)
def test_doing_nothing_tells_nothing(world: World, name: str, changes: dict[str, Any]) -> None:
    given = prepared(world, name)
    if changes.pop("again", False):
        SERVICES[name](**given)
    given |= changes
    before = contents()
    SERVICES[name](**given)
    assert contents() == before


def test_opening_a_period_that_nothing_is_due_in_is_told(world: World) -> None:
    Assignment.objects.update(ends_on=TODAY)
    given = prepared(world, "outcomes.services.periods.open_period")
    SERVICES["outcomes.services.periods.open_period"](**given)
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.by, event.after["submissions"]) == ("period.open", given["by"], 0)


# ---- Nothing else writes ---------------------------------------------------------------------

WRITES = {"save", "create", "delete", "update", "get_or_create", "update_or_create"}
WRITES |= {"bulk_create", "bulk_update", "create_user"}


def writers(tree: ast.Module) -> Iterator[str]:
    """Public functions that change rows and take no `by`."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            arguments = [*function.args.args, *function.args.kwonlyargs]
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            changes = any(isinstance(c, ast.Attribute) and c.attr in WRITES for c in calls)
            if changes and "by" not in {argument.arg for argument in arguments}:
                yield function.name


def test_nothing_is_written_without_saying_by_whom() -> None:
    paths = [p for p in python_files("governance", "outcomes") if "services" in p.parts]
    assert paths
    found = {
        f"{'.'.join(path.with_suffix('').parts)}.{name}"
        for path in paths
        for name in writers(parse(path))
    }
    assert found == set(WITHOUT_BY)


@pytest.mark.parametrize(
    ("code", "is_caught"),
    [
        ("def close(period):\n    period.save()", True),
        ("def close(*, period, at):\n    Period.objects.filter(pk=1).update(closed=at)", True),
        ("def close(*, period, by):\n    period.save()", False),
        ("def count(period):\n    return period.submissions.count()", False),
    ],
)
def test_a_service_that_writes_for_nobody_is_caught(code: str, is_caught: bool) -> None:
    assert bool(list(writers(ast.parse(code)))) == is_caught
