"""Plans of the demonstration: made before the last publication, and gone on with since.

The real actions are those of Accelerate!'s ambitions; every other one is illustrative and says so
by the plan that it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from governance.models import Body, Organisation, Place, User
from governance.services.events import record
from outcomes.models import Action, ActionStatus, Measure, Outcome, Plan, PlanKind, PlanStatus
from outcomes.models import Priority as PriorityModel
from outcomes.planning.expected import financial_year
from outcomes.services.actions import (
    ActionContent,
    action_version,
    add_action,
    change_action,
    update_action,
)
from outcomes.services.plans import change_plan, make_plan, plan_version

S = ActionStatus
SHOWN = "Illustrative: "

#: Who leads which priority; the rest have nobody, and are flagged.
LEADS = {
    "op1": "partner", "op2": "partner.second", "op3": "partner", "op4": "nw.lead", "op5": "se.lead",
    "op6": "sw.lead", "sp1": "ne.lead", "sp3": "coordinator", "sp5": "coordinator",
}  # fmt: skip


@dataclass(frozen=True)
class Sketch:
    """An action: what, whose, when (days after the year begins), what it serves, how it stands."""

    title: str
    role: str
    due: int
    priority: str = ""
    outcome: str = ""
    measures: Sequence[str] = ()
    organisation: str = ""
    status: str = S.ON_TRACK
    said: str = "Under way with all partners."
    reason: str = ""
    milestone: str = ""
    inequality: str = ""


IMPLEMENTATION = [
    Sketch("Offer a first booking in every family hub, evenings included", "Head of midwifery", 240,
           "op1", "bcyp.healthy.o1", ["HEA-201", "HEA-301"], "barts-health"),
    Sketch("Put a breastfeeding supporter into each hub on the day babies are weighed",
           "Infant feeding lead", 200, "op2", "bcyp.healthy.o1", ["HEA-206", "HEA-302"],
           "barts-health", S.AT_RISK, "Two of four hubs have one.", "A post is still vacant."),
    Sketch("Agree one question about mood for every contact up to one year",
           "Perinatal mental health lead", 210, "op3", "parents.happy.o1", ["HAP-301"], "elft",
           S.OFF_TRACK, "Three services ask it.", "The record system cannot hold the answer yet."),
    Sketch("Ring every family whose two-year-old could have a funded place",
           "Early years manager", 330, "op4", "bcyp.learning.o1", ["LEA-157"],
           "tower-hamlets-council"),
    Sketch("Train every early years setting in the two-year language check",
           "Speech and language lead", 300, "op5", "bcyp.learning.o1", ["LEA-104", "LEA-303"],
           "barts-health"),
    Sketch("Follow each pupil’s move from year 6 to year 7 in the ten largest schools",
           "Head of transition", 190, "op6", "bcyp.safe.o2", ["SAF-104"], "tower-hamlets-council",
           S.DONE, "Counted in all ten schools; what was learned is in the report.",
           milestone="year_6_7"),
    Sketch("Carry the same follow-up on into year 9", "Head of transition", 360, "op6",
           "bcyp.safe.o2", ["SAF-104"], "tower-hamlets-council", S.NOT_STARTED, "",
           milestone="year_9"),
    Sketch("One shared assessment in all four localities", "Head of early help", 150, "sp1",
           "parents.engaged.o2", ["HUB-116"], "tower-hamlets-council", S.AT_RISK,
           "Agreed by three localities.", "The fourth waits for its partners’ systems."),
    Sketch("Train 200 people in the whole family practice model", "Workforce lead", 350, "sp2",
           "parents.engaged.o2", ["HUB-121", "HUB-133"], "tower-hamlets-council"),
    Sketch("Draw the perinatal pathway on one page, with who refers to whom",
           "Perinatal mental health lead", 250, "sp3", "parents.happy.o1", ["HAP-304"], "elft"),
    Sketch("Sign a data sharing agreement with each voluntary partner", "Data lead", 225, "sp5",
           "parents.engaged.o2", ["HUB-114"], "voluntary-and-community-sector"),
]  # fmt: skip

LOCALITY = [
    Sketch("Open the hub on Saturday mornings", "Family hub manager", 170, "sp1",
           "parents.engaged.o2", ["SAF-201"], status=S.DONE, said="Open since the first Saturday."),
    Sketch("Hold antenatal classes in two community languages", "Hub midwife", 235, "op1",
           "bcyp.healthy.o1", ["HEA-301"], "barts-health",
           inequality="Women who speak little English book later than others"),
    Sketch("Link each safe place to the hub by a named worker", "Youth services lead", 280, "op6",
           "bcyp.engaged.o2", ["ENG-104"], "tower-hamlets-council"),
    Sketch("Start a fathers’ group with a voluntary partner", "Family hub manager", 220, "op4",
           "parents.engaged.o1", ["ENG-201"], "voluntary-and-community-sector", S.AT_RISK,
           "Six fathers came to the first meeting.", "The room is free on weekdays only."),
]  # fmt: skip

TEAM = [
    Sketch("Bring the housing team to every second meeting", "Chair of the team", 200, "sp7"),
    Sketch("Look at repeat referrals together, once a month", "Early help manager", 300, "sp3",
           measures=["SAF-302"], status=S.NOT_STARTED, said=""),
]  # fmt: skip

WORKPLAN = [
    Sketch("Agree the year’s objectives with the Executive", "Chair", 60, status=S.DONE,
           said="Agreed at the Executive’s second meeting."),
    Sketch("Report what changed for children, twice", "Chair", 340),
    Sketch("Ask families what they would do differently", "Participation lead", 180,
           status=S.AT_RISK, said="Two of three groups are asked.",
           reason="The summer holidays came between."),
]  # fmt: skip

EXECUTIVE = [
    Sketch("Reduce the time that children wait for a first mental health appointment",
           "Chair of the Executive", 355, measures=["HAP-151"]),
    Sketch("Every partner reports what families said, and what was done", "Chair of the Executive",
           180, status=S.DONE, said="In every report since June."),
]  # fmt: skip

BOARD = [
    Sketch("Look at who is not reached, at every second meeting", "Chair of the Board", 300, "sp5"),
]  # fmt: skip

#: Ambition's code and action's place in it: who answers, when, how it stands.
AMBITIONS = {
    ("ambition-1", 0): ("Head of early help", 300, S.ON_TRACK, "Four hubs are open.", ""),
    ("ambition-1", 3): ("Early years manager", 240, S.ON_TRACK, "Every family was rung.", ""),
    ("ambition-1", 4): ("Infant feeding lead", 150, S.AT_RISK, "Peer supporters are in two hubs.",
                        "A post is vacant."),
    ("ambition-2", 1): ("Immunisation lead", 210, S.OFF_TRACK, "Two new places give vaccinations.",
                        "Uptake still falls in two localities."),
    ("ambition-3", 0): ("Children’s mental health commissioner", 330, S.ON_TRACK,
                        "The shared front door opened.", ""),
    ("ambition-4", 1): ("Head of SEND", 120, S.DONE, "The strategy is agreed and published.", ""),
    ("ambition-6", 0): ("Head of attendance", 250, S.ON_TRACK, "Thirty schools take part.", ""),
    ("ambition-8", 1): ("Partnership coordinator", 90, S.DONE, "No report goes without it.", ""),
}  # fmt: skip


def make_plans(*, accounts: Mapping[str, User], in_year_of: date) -> None:
    """Every plan of a financial year, but for a locality's and a sub-group's that are missing."""
    year = financial_year(in_year_of)
    by, at = accounts["coordinator"], _at(year[0])
    _name_leads(accounts, by=by, at=at)
    implementation = Plan.objects.get(code="implementation")
    _fill(implementation, IMPLEMENTATION, year, by)
    _agree(implementation, by, at)
    for short in ("ne", "nw", "se"):
        lead, place = accounts[f"{short}.lead"], Place.objects.get(code=f"TH-{short.upper()}")
        plan = _make(PlanKind.LOCALITY, f"{place} delivery plan", year, lead, place=place)
        _fill(plan, LOCALITY, year, lead)
        _agree(plan, lead, at)
    for code, sketches, kind, what in (
        ("ilt_ne", TEAM, PlanKind.TEAM, "annual plan"),
        ("ilt_se", TEAM, PlanKind.TEAM, "annual plan"),
        ("sg_maternity_ey", WORKPLAN, PlanKind.WORKPLAN, "workplan"),
        ("sg_mental_health", WORKPLAN, PlanKind.WORKPLAN, "workplan"),
        ("sg_send", WORKPLAN, PlanKind.WORKPLAN, "workplan"),
        ("cfe", EXECUTIVE, PlanKind.EXECUTIVE, "priorities of the year"),
        ("ehpb", BOARD, PlanKind.BOARD, "annual plan"),
    ):
        body = Body.objects.get(code=code)
        plan = _make(kind, f"{body} {what}", year, by, body=body)
        _fill(plan, sketches, year, by)
        _agree(plan, by, at)
    _date_ambitions(year, by)


def make_workplan(*, body: Body, year: tuple[date, date], by: User, at: datetime) -> Plan:
    """A sub-group's workplan for a year to come: nobody has begun it."""
    plan = _make(PlanKind.WORKPLAN, f"{body} workplan", year, by, body=body, at=at)
    _fill(plan, [replace(each, said="") for each in WORKPLAN], year, by, at=at)
    return plan


def _name_leads(accounts: Mapping[str, User], *, by: User, at: datetime) -> None:
    for code, short in LEADS.items():
        priority = PriorityModel.objects.get(code=code)
        if priority.lead_manager is None:
            priority.lead_manager = accounts[short]
            priority.save(update_fields=["lead_manager"])
            record(verb="priority.change", subject=priority, by=by, at=at,
                   after={"lead_manager": str(accounts[short])})  # fmt: skip


def _make(
    kind: str,
    called: str,
    year: tuple[date, date],
    by: User,
    *,
    body: Body | None = None,
    place: Place | None = None,
    at: datetime | None = None,
) -> Plan:
    first, last = year
    return make_plan(
        kind=kind,
        body=body,
        place=place,
        title=f"{called}, {first.year}/{last.year % 100:02d}",
        starts_on=first,
        ends_on=last,
        basis=f"{SHOWN}agreed after reading the year’s figures and what the panels said.",
        by=by,
        at=at or _at(first),
    )


def _agree(plan: Plan, by: User, at: datetime) -> None:
    change_plan(
        plan=plan,
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        status=PlanStatus.AGREED,
        basis=plan.basis,
        seen=plan_version(plan),
        by=by,
        at=at + timedelta(days=20),
    )


def _fill(
    plan: Plan,
    sketches: Sequence[Sketch],
    year: tuple[date, date],
    by: User,
    at: datetime | None = None,
) -> None:
    priorities = {each.code: each for each in PriorityModel.objects.all()}
    outcomes = {each.code: each for each in Outcome.objects.all()}
    measures = {each.code: each for each in Measure.objects.all()}
    organisations = {each.code: each for each in Organisation.objects.all()}
    for sketch in sketches:
        content = ActionContent(
            title=sketch.title,
            owner_role=sketch.role,
            owner_organisation=organisations.get(sketch.organisation),
            milestone=sketch.milestone,
            inequality=sketch.inequality,
            priorities=[priorities[sketch.priority]] if sketch.priority else [],
            outcomes=[outcomes[sketch.outcome]] if sketch.outcome else [],
            measures=[measures[code] for code in sketch.measures],
        )
        due_on = year[0] + timedelta(days=sketch.due)
        action = add_action(plan=plan, content=content, due_on=due_on, by=by, at=at or _at(year[0]))
        if sketch.said:
            _tell(action, sketch.status, due_on, sketch.said, sketch.reason, by, _at(year[0], 90))


def _date_ambitions(year: tuple[date, date], by: User) -> None:
    """Some of the ambitions' actions have somebody and a date; the others are flagged."""
    for (code, order), (role, due, status, said, reason) in AMBITIONS.items():
        action = Action.objects.get(plan__code=code, order=order)
        content = ActionContent(title=action.title, owner_role=role)
        seen = action_version(action)
        change_action(action=action, content=content, seen=seen, by=by, at=_at(year[0], 94))
        due_on = year[0] + timedelta(days=due)
        _tell(action, status, due_on, said, reason, by, _at(year[0], 95))


def _tell(
    action: Action, status: str, due_on: date, said: str, reason: str, by: User, at: datetime
) -> None:
    update_action(
        action=action,
        text=f"{SHOWN}{said}",
        status=status,
        due_on=due_on,
        reason=reason and f"{SHOWN}{reason}",
        by=by,
        at=at,
    )


def _at(day: date, after: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=after), time(10), tzinfo=UTC)
