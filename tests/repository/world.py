"""A small partnership that has worked for two quarters, and its cast, to ask every page of.

Last quarter is published, this one is being filled in. It is made by the portal's own services, on
the dates they would be used; today is 8 October 2026, as in the other tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import time_machine
import zeal
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from governance.models import Body, Organisation, Place, ReportDue, Role, User
from outcomes.models import FigureImport, Measure, PriorityKind, Reporter, Submission
from outcomes.services import review
from outcomes.services.decisions import record_decision
from outcomes.services.entry import save_figures
from outcomes.services.imports import read_paste
from outcomes.services.periods import open_period
from outcomes.services.publication import publish
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import LOCALITIES, NOW, TODAY
from tests.factories import (
    activities,
    collection,
    crosswalks,
    evidence,
    planning,
    reporting,
    structure,
    voice,
)
from tests.factories import governance as make
from tests.factories import outcomes as make_outcomes
from tests.factories.tokens import DataTokenFactory

SIGNED_OUT = "signed_out"
DISABLED = "disabled"
STRANGER = "stranger"

# Who asks. Of the first two and the next two, each is the other one to its neighbour.
REPORTERS = ("ne_lead", "nw_lead", "partner", "other_partner")
MEMBERS = (*REPORTERS, "coordinator", "board_member", "administrator")
SIGNED_IN = (*MEMBERS, STRANGER)
CAST = (SIGNED_OUT, DISABLED, *SIGNED_IN)

EARLIER, NOW_DUE = "2026-Q1", "2026-Q2"
NOT_THERE = 987654


@dataclass
class World:
    """The cast's clients, and the rows that pages are asked for."""

    people: dict[str, User]
    submissions: dict[str, Submission]
    earlier: dict[str, Submission]
    areas: dict[str, str]
    imports: dict[str, FigureImport]
    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def copy(self) -> World:
        """The same rows, read by nobody yet."""
        rows = ("people", "submissions", "earlier", "areas", "imports")
        world = replace(self, **{name: deepcopy(getattr(self, name)) for name in rows}, clients={})
        for who in self.clients:
            world.clients[who] = Client()
        return world

    def ask(
        self, who: str, method: str, path: str, data: dict[str, Any] | None = None, **headers: Any
    ) -> HttpResponseBase:
        """The answer to one request; whatever it changed is taken back. A stream is read."""
        with kept_as_it_is():
            return self.ask_for_good(who, method, path, data, **headers)

    def ask_for_good(
        self, who: str, method: str, path: str, data: dict[str, Any] | None = None, **headers: Any
    ) -> HttpResponseBase:
        """The answer to one request, with what it changed."""
        client = self.clients[who]
        client.cookies = SimpleCookie(self.cookies[who])
        with today():
            if method == "POST":
                response = client.post(path, data or {}, **headers)
            else:
                response = client.generic(method, path, **headers)
            if response.streaming:
                response.content_read = b"".join(response)
        return response

    def sign_in(self, who: str) -> None:
        client = Client()
        if who != SIGNED_OUT:
            with today():
                client.force_login(self.people[who])
        self.clients[who] = client
        self.cookies[who] = client.cookies.output(header="", sep=";")


@contextmanager
def today() -> Iterator[None]:
    """8 October 2026. Repeated queries are for the pages' own tests to find."""
    with time_machine.travel(NOW, tick=False), zeal.zeal_ignore():
        yield


@contextmanager
def kept_as_it_is() -> Iterator[None]:
    """Everything written inside is taken back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def body_of(response: HttpResponseBase) -> bytes:
    return response.content_read if response.streaming else response.content


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# ---- Making it -------------------------------------------------------------------------------


def build_world() -> World:
    places, people = _places(), {}
    organisations = {
        "partner": make.OrganisationFactory(),
        "other_partner": make.OrganisationFactory(name="Mind in Tower Hamlets"),
    }
    for who in (*SIGNED_IN, DISABLED):
        people[who] = make.UserFactory(email=f"{who}@ehportal.example", name=who.replace("_", " "))
    _memberships(people, places, organisations)
    DataTokenFactory(owner=people["ne_lead"])
    measures = _framework()
    _assignments(measures, places, organisations)
    _governance(places)
    _plans()
    _voice()
    by_reporter = {
        "ne_lead": Reporter.objects.get(place=places["NE"], organisation=None),
        "nw_lead": Reporter.objects.get(place=places["NW"], organisation=None),
        **{w: Reporter.objects.get(organisation=o) for w, o in organisations.items()},
    }
    earlier = _published_quarter(people, by_reporter)
    submissions = _present_quarter(people, by_reporter)
    User.objects.filter(pk=people[DISABLED].pk).update(is_active=True)
    world = World(
        people=people,
        submissions=submissions,
        earlier=earlier,
        areas={who: _area_of(submission) for who, submission in submissions.items()},
        imports={who: _pasted(submissions[who], people[who]) for who in ("ne_lead", "partner")},
    )
    for who in CAST:
        world.sign_in(who)
    # Signed in first, then told to go: the session is still there.
    User.objects.filter(pk=people[DISABLED].pk).update(is_active=False)
    return world


def _places() -> dict[str, Place]:
    borough = make.BoroughFactory()
    return {"borough": borough} | {
        code[-2:]: make.LocalityFactory(code=code, name=name, parent=borough, order=order)
        for order, (code, name) in enumerate(LOCALITIES, start=1)
    }


def _memberships(
    people: dict[str, User], places: dict[str, Place], organisations: dict[str, Organisation]
) -> None:
    board = make.BodyFactory()
    roles: dict[str, dict[str, Any]] = {
        "ne_lead": {"role": Role.LOCALITY_LEAD, "locality": places["NE"]},
        "nw_lead": {"role": Role.LOCALITY_LEAD, "locality": places["NW"]},
        "partner": {"role": Role.PARTNER_LEAD, "organisation": organisations["partner"]},
        "other_partner": {
            "role": Role.PARTNER_LEAD,
            "organisation": organisations["other_partner"],
        },
        "coordinator": {"role": Role.COORDINATOR, "body": board},
        "board_member": {"role": Role.BOARD_MEMBER, "body": board},
        "administrator": {"role": Role.ADMINISTRATOR},
        # Was allowed everything, until the account was disabled.
        DISABLED: {"role": Role.COORDINATOR, "body": board},
    }
    for who, role in roles.items():
        make.MembershipFactory(user=people[who], **role)


def _framework() -> dict[str, Measure]:
    """Three measures that are reported; and one of everything else that a page may show."""
    metric = make_outcomes.MetricFactory()
    metric.priorities.add(make_outcomes.PriorityFactory())
    make_outcomes.OutcomeFactory()
    make_outcomes.CategoryFactory()
    measures = {
        "healthy": make_outcomes.MeasureFactory(code="HEA-101"),
        "safe": make_outcomes.MeasureFactory(code="SAF-101", area="safe", count=True),
        "learning": make_outcomes.MeasureFactory(code="LEA-101", area="learning"),
    }
    for measure in measures.values():
        evidence.MetricMeasureFactory(metric=metric, measure=measure)
    system = make_outcomes.PriorityFactory(code="sp1", kind=PriorityKind.SYSTEM)
    evidence.CommitmentFactory(priority=system)
    healthy = measures["healthy"]
    evidence.ComparatorFactory(measure=healthy)
    evidence.TargetFactory(measure=healthy)
    evidence.StartingPointFactory(measure=healthy)
    evidence.ToleranceFactory(measure=healthy)
    evidence.RebaseFactory(measure=healthy)
    evidence.DataGapFactory(measure=make_outcomes.MeasureFactory(code="HEA-102"))
    evidence.BaselineComparatorFactory()
    crosswalks.CrosswalkLinkFactory(measure=healthy)
    for each in (
        evidence.IndicatorFactory,
        evidence.MetricComponentFactory,
        evidence.AmbitionActionFactory,
        evidence.StrategyStatementFactory,
        evidence.ContradictionFactory,
    ):
        each()
    return measures


def _assignments(
    measures: dict[str, Measure], places: dict[str, Place], organisations: dict[str, Organisation]
) -> None:
    for place in ("NE", "NW"):
        reporter = make_outcomes.ReporterFactory(place=places[place])
        make_outcomes.AssignmentFactory(reporter=reporter, measure=measures["healthy"])
    for who, area in (("partner", "safe"), ("other_partner", "learning")):
        reporter = make_outcomes.ReporterFactory(
            place=places["borough"], organisation=organisations[who]
        )
        make_outcomes.AssignmentFactory(reporter=reporter, measure=measures[area])


def _governance(places: dict[str, Place]) -> None:
    team = make.BodyFactory(
        code="ilt", name="Leadership team", kind="locality team", per_locality=True
    )
    for short in ("NE", "NW"):
        own = make.BodyFactory(
            code=f"ilt_{short.lower()}",
            name=f"Leadership team, {short}",
            kind="locality team",
            instance_of=team,
            place=places[short],
            meets="monthly",
        )
        structure.SeatFactory(body=own)
        meeting = collection.MeetingFactory(body=own, held_on=TODAY - timedelta(days=9))
        collection.AttendanceFactory(meeting=meeting)
        collection.DiscussionFactory(meeting=meeting)
        reporting.ReportFactory(
            due=structure.ReportDueFactory(body=own, to=make.BodyFactory(), handed_in=True)
        )
    Body.objects.filter(code="eh_board").update(meets="quarterly")
    structure.SeatFactory(body=make.BodyFactory())
    structure.ReportingLineFactory()
    structure.BodyReferenceFactory()
    structure.ReportingRequirementFactory(
        kind="progress", rhythm="rolling", owed_to=structure.ReportDueFactory().to
    )
    reporting.handed_in_with_a_file(ReportDue.objects.get(body__code="ilt_ne"))
    north_east, board = Body.objects.get(code="ilt_ne"), Body.objects.get(code="eh_board")
    structure.ReportingLineFactory(body=north_east, reports_to=board)
    structure.EscalationFactory(body=north_east, to=board)
    make.SiteFactory()


def _plans() -> None:
    """The Board's plan and the North East's, each with an action that somebody told of; that of an
    ambition which the Board leads; and what is done in the borough and there."""
    for plan in (planning.PlanFactory(), planning.PlanFactory(locality=True)):
        action = planning.ActionFactory(plan=plan)
        planning.ActionUpdateFactory(action=action)
    planning.PlanFactory(ambition=True)
    for place in (make.BoroughFactory(), make.LocalityFactory()):
        activities.ContributionFactory(activity__place=place)


def _voice() -> None:
    """What was said in the North East, and by the whole borough: answered, and not yet."""
    fathers = voice.VoiceGroupFactory()
    for chosen in ({}, {"borough": True, "service": "Health visiting", "participants": 3}):
        consultation = voice.ConsultationFactory(groups=[fathers], **chosen)
        voice.VoiceItemFactory(consultation=consultation)
        voice.VoiceItemFactory(consultation=consultation, answered=True, is_published=True)
    voice.FeedbackMessageFactory()
    voice.SurveyFigureFactory(consultation__place=make.LocalityFactory(code="TH-NW"))


def _published_quarter(
    people: dict[str, User], reporters: dict[str, Reporter]
) -> dict[str, Submission]:
    period = open_period(code=EARLIER, by=people["coordinator"], at=at(date(2026, 7, 1)))
    found = {}
    day = period.due_on - timedelta(days=2)
    for who, reporter in reporters.items():
        submission = Submission.objects.get(period=period, reporter=reporter)
        fill_in(submission, people[who], day)
        submit(submission=submission, by=people[who], at=at(day), on=day)
        review.approve(submission=submission, by=people["coordinator"], at=at(day, 15))
        found[who] = submission
    publish(period=period, by=people["coordinator"], at=at(day + timedelta(days=20)))
    record_decision(
        body=make.BodyFactory(),
        held_on=day + timedelta(days=30),
        period=period,
        text="Two more health visitors from January.",
        by=people["coordinator"],
        at=at(day + timedelta(days=31)),
        on=day + timedelta(days=31),
    )
    return found


def _present_quarter(
    people: dict[str, User], reporters: dict[str, Reporter]
) -> dict[str, Submission]:
    period = open_period(code=NOW_DUE, by=people["coordinator"], at=at(date(2026, 10, 1)))
    found = {
        who: Submission.objects.get(period=period, reporter=reporter)
        for who, reporter in reporters.items()
    }
    day = TODAY - timedelta(days=1)
    fill_in(found["ne_lead"], people["ne_lead"], day)
    _asked_about(found["ne_lead"])
    fill_in(found["other_partner"], people["other_partner"], day)
    submit(submission=found["other_partner"], by=people["other_partner"], at=at(day, 13), on=day)
    _asked_about(found["other_partner"])
    return found


def _asked_about(submission: Submission) -> None:
    """One question is answered, and one waits."""
    row = submission.observations.get()
    collection.QuestionFactory(observation=row, answered=True)
    collection.QuestionFactory(observation=row, text="And since when?")


def fill_in(submission: Submission, by: User, day: date) -> None:
    figures = []
    for row in submission.observations.select_related("measure"):
        denominator = "100" if row.measure.has_denominator else ""
        figures.append(TypedFigure(row.pk, "60", denominator))
    save_figures(submission=submission, figures=figures, by=by, at=at(day), on=day)


def _pasted(submission: Submission, by: User) -> FigureImport:
    """A block that nobody has accepted yet: a number, words, and a line too many."""
    return read_paste(submission=submission, text="61\tforty\n7", by=by, at=NOW, on=TODAY)


def _area_of(submission: Submission) -> str:
    return submission.observations.select_related("measure")[0].measure.area
