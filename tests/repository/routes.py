"""Every address of the portal, and who may do what there: the one table, from the design.

It is written from the design's words on who may do what, not from the code: that is what makes it a
check. A route that is not in it, or one in it that is gone, fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ehportal.admin_tools import DeskAdmin
from governance.models import DataToken, Escalation, Meeting, ReportDue, Seat
from outcomes.models import (
    Action,
    Activity,
    Attachment,
    Consultation,
    Contribution,
    Decision,
    Discussion,
    FeedbackMessage,
    Plan,
    PlanKind,
    Rebase,
    SurveyFigure,
    VoiceItem,
)
from tests.repository.world import (
    CAST,
    DISABLED,
    EARLIER,
    MEMBERS,
    NOT_THERE,
    NOW_DUE,
    REPORTERS,
    SIGNED_IN,
    SIGNED_OUT,
    World,
)

OUTSIDE = (SIGNED_OUT, DISABLED)
SAFE = ("GET", "HEAD")
UNSAFE = ("POST", "PUT", "DELETE")
METHODS = (*SAFE, *UNSAFE, "OPTIONS")


@dataclass(frozen=True)
class Route:
    """One URL pattern: its name with its namespace, and what makes an address of it."""

    name: str
    pattern: str
    callback: Callable[..., object]


def routes() -> list[Route]:
    """Every URL pattern of the portal, the administrators' desk included."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, before: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name or '-'}", address, pattern.callback)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, address)


# ---- What may be asked for -------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """One thing an address can name: what goes into the address, and whose it is."""

    label: str
    kwargs: dict[str, object]
    owner: str = ""
    exists: bool = True


Targets = Callable[[World], list[Target]]


def page(world: World) -> list[Target]:
    return [Target("page", {})]


def _each_reporters(make: Callable[[World, str], dict[str, object]], missing: dict) -> Targets:
    """A locality's, an organisation's, and nobody's."""

    def targets(world: World) -> list[Target]:
        owners = ("ne_lead", "partner")
        found = [Target(owner, make(world, owner), owner) for owner in owners]
        return [*found, Target("missing", missing, exists=False)]

    return targets


submission = _each_reporters(lambda w, who: {"pk": w.submissions[who].pk}, {"pk": NOT_THERE})
handed_in = _each_reporters(lambda w, who: {"pk": w.earlier[who].pk}, {"pk": NOT_THERE})


def reviewed(world: World) -> list[Target]:
    """Figures that wait for the coordinator, and figures that do not yet."""
    found = [
        Target(who, {"pk": world.submissions[who].pk}, who) for who in ("other_partner", "ne_lead")
    ]
    return [*found, Target("missing", {"pk": NOT_THERE}, exists=False)]


def reviewed_figure(world: World) -> list[Target]:
    found = [
        Target(
            each.label,
            {**each.kwargs, "figure": world.submissions[each.owner].observations.get().pk},
        )
        for each in reviewed(world)
        if each.exists
    ]
    return [*found, Target("missing", {"pk": NOT_THERE, "figure": NOT_THERE}, exists=False)]


section = _each_reporters(
    lambda w, who: {"pk": w.submissions[who].pk, "area": w.areas[who]},
    {"pk": NOT_THERE, "area": "healthy"},
)
figure = _each_reporters(
    lambda w, who: {
        "pk": w.earlier[who].pk,
        "figure": w.earlier[who].observations.values_list("pk", flat=True)[0],
    },
    {"pk": NOT_THERE, "figure": NOT_THERE},
)


figure_to_tell = _each_reporters(
    lambda w, who: {
        "pk": w.submissions[who].pk,
        "figure": w.submissions[who].observations.values_list("pk", flat=True)[0],
    },
    {"pk": NOT_THERE, "figure": NOT_THERE},
)


imported = _each_reporters(
    lambda w, who: {"pk": w.submissions[who].pk, "number": w.imports[who].pk},
    {"pk": NOT_THERE, "number": NOT_THERE},
)


def a_decision(world: World) -> list[Target]:
    return [
        Target("there", {"pk": Decision.objects.values_list("pk", flat=True)[0]}),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_rebase(world: World) -> list[Target]:
    return [
        Target("there", {"pk": Rebase.objects.values_list("pk", flat=True)[0]}),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_body(world: World) -> list[Target]:
    """A locality's, the borough's, and nobody's."""
    return [
        Target("locality", {"code": "ilt_ne"}, "ne_lead"),
        Target("borough", {"code": "eh_board"}, "coordinator"),
        Target("missing", {"code": "nobody"}, exists=False),
    ]


def a_seat(world: World) -> list[Target]:
    found = []
    for each in a_body(world):
        code = each.kwargs["code"]
        key = Seat.objects.filter(body__code=code).values_list("pk", flat=True).first()
        kwargs = {"code": code, "pk": key or NOT_THERE}
        found.append(Target(each.label, kwargs, each.owner, each.exists))
    return found


def a_meeting(world: World) -> list[Target]:
    """A leadership team's, the Board's, and nobody's."""
    found = []
    for each in a_body(world):
        code = each.kwargs["code"]
        key = Meeting.objects.filter(body__code=code).values_list("pk", flat=True).first()
        found.append(Target(each.label, {"pk": key or NOT_THERE}, each.owner, each.exists))
    return found


def a_discussion(world: World) -> list[Target]:
    """A question of a leadership team, and nobody's."""
    key = Discussion.objects.filter(meeting__body__code="ilt_ne").values_list("pk", flat=True)[0]
    return [
        Target("locality", {"pk": key}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_report(world: World) -> list[Target]:
    """One that the North East's leadership team owes the Board, and nobody's."""
    return [
        Target("locality", {"pk": ReportDue.objects.get(body__code="ilt_ne").pk}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_token(world: World) -> list[Target]:
    """Somebody's own; to everybody else it is not there."""
    key = DataToken.objects.get(owner=world.people["ne_lead"]).pk
    return [
        Target("ne_lead", {"pk": key}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_report_version(world: World) -> list[Target]:
    return [
        Target(each.label, {**each.kwargs, "number": 1}, each.owner, each.exists)
        for each in a_report(world)
    ]


def a_report_file(world: World) -> list[Target]:
    file = Attachment.objects.get()
    return [
        Target("there", {"pk": file.due_id, "number": file.pk}),
        Target("missing", {"pk": file.due_id, "number": NOT_THERE}, exists=False),
    ]


def a_report_to_receive(world: World) -> list[Target]:
    """The one that the Board is to receive: a member of the Board does."""
    return [
        Target(each.label, each.kwargs, "board_member" if each.exists else "", each.exists)
        for each in a_report(world)
    ]


def a_localitys_team(world: World) -> list[Target]:
    return [
        Target("locality", {"code": "ilt_ne"}, "ne_lead"),
        Target("missing", {"code": "nobody"}, exists=False),
    ]


def an_escalation_of_theirs(world: World) -> list[Target]:
    """The same one: who raised it takes it back."""
    return [
        Target(each.label, each.kwargs, "ne_lead" if each.exists else "", each.exists)
        for each in an_escalation(world)
    ]


def an_escalation(world: World) -> list[Target]:
    """One that was taken to the Board, whose members answer it; and nobody's."""
    return [
        Target("board", {"pk": Escalation.objects.get().pk}, "board_member"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


MINUTING = ("move_meeting", "cancel_meeting", "attendance", "close_minutes")


def named(missing: object, **kwargs: object) -> Targets:
    """One thing that is there, by its name in the address, and one that is not."""
    [name] = kwargs
    return lambda world: [
        Target("there", kwargs),
        Target("missing", {name: missing}, exists=False),
    ]


def a_plan(world: World) -> list[Target]:
    """The Board's, a locality's, that of an ambition which the Board leads, and nobody's."""
    return [
        Target("board", {"pk": Plan.objects.get(kind=PlanKind.IMPLEMENTATION).pk}),
        Target("ne_lead", {"pk": Plan.objects.get(place__code="TH-NE").pk}, "ne_lead"),
        Target("led", {"pk": Plan.objects.get(kind=PlanKind.AMBITION).pk}, "board_member"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def an_activity(world: World) -> list[Target]:
    return [
        Target("board", {"pk": Activity.objects.get(place__code="E09000030").pk}),
        Target("ne_lead", {"pk": Activity.objects.get(place__code="TH-NE").pk}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_contribution(world: World) -> list[Target]:
    return [
        Target("board", {"pk": Contribution.objects.get(activity__place__code="E09000030").pk}),
        Target(
            "ne_lead", {"pk": Contribution.objects.get(activity__place__code="TH-NE").pk}, "ne_lead"
        ),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def an_action(world: World) -> list[Target]:
    return [
        Target("board", {"pk": Action.objects.filter(plan__place=None).earliest("pk").pk}),
        Target("ne_lead", {"pk": Action.objects.get(plan__place__code="TH-NE").pk}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_consultation(world: World) -> list[Target]:
    """The borough's, a locality's, and nobody's."""
    return [
        Target("borough", {"pk": Consultation.objects.get(place__code="E09000030").pk}),
        Target("ne_lead", {"pk": Consultation.objects.get(place__code="TH-NE").pk}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def an_item(world: World) -> list[Target]:
    """What was said there, and answered."""
    said = VoiceItem.objects.filter(is_published=True)
    return [
        Target("borough", {"pk": said.get(consultation__place__code="E09000030").pk}),
        Target("ne_lead", {"pk": said.get(consultation__place__code="TH-NE").pk}, "ne_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_survey(world: World) -> list[Target]:
    """The North West's, and nobody's."""
    key = SurveyFigure.objects.values_list("consultation", flat=True)[0]
    return [
        Target("nw_lead", {"pk": key}, "nw_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_survey_figure(world: World) -> list[Target]:
    key = SurveyFigure.objects.values_list("pk", flat=True)[0]
    return [
        Target("nw_lead", {"pk": key}, "nw_lead"),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


def a_message(world: World) -> list[Target]:
    """Feedback that waits to be read, and what is not there."""
    return [
        Target("there", {"pk": FeedbackMessage.objects.values_list("pk", flat=True)[0]}),
        Target("missing", {"pk": NOT_THERE}, exists=False),
    ]


PACK = (
    "pack", "pack_pdf", "pack_word", "pack_summary", "pack_summary_pdf", "pack_summary_word",
)  # fmt: skip


PACKAGE = (
    "package_zip", "superseded_csv", "publications_csv", "periods_csv", "notes_csv", "stories_csv",
    "benchmarks_csv", "rebases_csv", "commentary_csv", "gaps_csv", "decisions_csv",
)  # fmt: skip


def a_pack(**more: object) -> Targets:
    """The pack of a quarter that was published, and of one that was not."""

    def targets(world: World) -> list[Target]:
        return [
            Target("there", {"period": EARLIER, **more}),
            Target("missing", {"period": "2031-Q1", **more}, exists=False),
        ]

    return targets


# ---- Who may do what -------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """What each of the cast is answered.

    `may` is answered with `answer`; everybody else who is signed in with `otherwise`, and who is
    not signed in is sent to sign in, or told so as `outside` says. `owner` in `may` or `sends` is
    whoever the target belongs to.
    """

    may: frozenset[str] | tuple[str, ...]
    sends: tuple[str, ...] = ()
    otherwise: int = 403
    #: Those who have the right elsewhere; for them, what is not theirs is not there.
    elsewhere: tuple[str, ...] = ()
    targets: Targets = page
    answer: int = 200
    outside: int = 302
    is_public: bool = False
    public_if_switched_on: bool = False
    may_be_kept: bool = False

    def expected(self, who: str, method: str, target: Target, *, public: bool = False) -> set[int]:
        """The statuses that are right; one, except where nothing hangs on which it is."""
        is_open = self.is_public or (public and self.public_if_switched_on)
        is_owners = "owner" in self.may
        role = "owner" if is_owners and who == target.owner else who
        if is_open or role in self.may:
            return self._of_whoever_may(role, method, target)
        inside = 404 if who in self.elsewhere else self.otherwise
        refusal = self.outside if who in OUTSIDE else inside
        if method in SAFE or (method == "POST" and self.sends):
            return {refusal}
        # A method that the page does not know may be refused first: that tells of no record.
        return {refusal, 405}

    def sender(self, target: Target) -> str:
        """Who sends the forms of this target: whoever it belongs to, else the first who may."""
        if target.owner and "owner" in self.sends:
            return target.owner
        return next(who for who in self.sends if who != "owner")

    def _of_whoever_may(self, role: str, method: str, target: Target) -> set[int]:
        if method in SAFE:
            return {self.answer if target.exists else 404}
        if method == "POST" and self.sends:
            if not target.exists:
                return {404}
            return {200, 302, 409} if role in self.sends else {403}
        if method == "OPTIONS":
            return {200, 405}
        return {405}


MEMBER = frozenset(MEMBERS)
ANYBODY_SIGNED_IN = frozenset(SIGNED_IN)
REVIEWER = frozenset({"coordinator"})
PLANNERS = ("ne_lead", "nw_lead", "coordinator")


def reading(targets: Targets = page, **more: object) -> Rule:
    """Published figures and what explains them: members, and everybody while they are public."""
    return Rule(MEMBER, targets=targets, public_if_switched_on=True, may_be_kept=True, **more)


def downloading(targets: Targets = page) -> Rule:
    """Files of open data. Who is not signed in is answered as a program is: it needs a token."""
    return reading(targets, outside=401)


def members_only(targets: Targets = page) -> Rule:
    return Rule(MEMBER, targets=targets)


def own(targets: Targets, *, sends: bool = False, outside: int = 302) -> Rule:
    """A reporter's own figures. The coordinator reads them; to all others they are not there."""
    may = frozenset({"owner", "coordinator"})
    return Rule(
        may, sends=("owner",) if sends else (), otherwise=404, targets=targets, outside=outside
    )


def reviewing(targets: Targets = page, *, sends: bool = False, answer: int = 200) -> Rule:
    sending = ("coordinator",) if sends else ()
    return Rule(REVIEWER, sends=sending, targets=targets, answer=answer)


LEADS = ("ne_lead", "nw_lead")


def convening(targets: Targets) -> Rule:
    """Plans, bodies and meetings: all are the coordinator's, a locality's own its lead's too."""
    may = frozenset({"owner", "coordinator"})
    return Rule(may, sends=("owner", "coordinator"), elsewhere=LEADS, targets=targets)


def planning(targets: Targets) -> Rule:
    """Plans: as `convening`; who sits on a body may change its workplan, or what it leads."""
    return replace(convening(targets), elsewhere=(*LEADS, "board_member"))


def speaking_for(targets: Targets, *, answer: int = 200, outside: int = 302) -> Rule:
    """Reports and escalations: whoever sits on the body or leads its place, and the coordinator."""
    may = frozenset({"owner", "coordinator"})
    members = ("ne_lead", "nw_lead", "partner", "other_partner", "board_member")
    return Rule(
        may,
        sends=("owner", "coordinator"),
        elsewhere=members,
        targets=targets,
        answer=answer,
        outside=outside,
    )


@dataclass(frozen=True)
class Switched(Rule):
    """A page that needs no account while a setting is on, and is not there while it is off."""

    def expected(self, who: str, method: str, target: Target, *, public: bool = False) -> set[int]:
        return super().expected(who, method, target) if public else {404}


EVERYBODY = Rule(frozenset(), is_public=True)

PAGES: dict[str, Rule] = {
    # Home: for whoever is signed in, members of nothing included.
    "dashboards:home": Rule(ANYBODY_SIGNED_IN),
    # One's own messages: for whoever is signed in.
    "messages:list": Rule(ANYBODY_SIGNED_IN),
    "messages:read": Rule(ANYBODY_SIGNED_IN, sends=SIGNED_IN, answer=405),
    "messages:settings": Rule(ANYBODY_SIGNED_IN, sends=SIGNED_IN),
    # Figures.
    "outcomes:submissions": Rule(frozenset({*REPORTERS, "coordinator"})),
    "outcomes:due_dates": Rule(frozenset(REPORTERS)),
    "outcomes:submission": own(submission),
    "outcomes:section": own(section, sends=True),
    "outcomes:on_paper": own(section),
    # What a script asks is answered in its own terms, not with a page to sign in.
    "outcomes:draft": own(section, sends=True, outside=401),
    "outcomes:signed_in": Rule(ANYBODY_SIGNED_IN),
    "outcomes:paste": own(submission, sends=True),
    "outcomes:template": own(submission),
    "outcomes:upload": own(submission, sends=True),
    "outcomes:import": own(imported, sends=True),
    "outcomes:marked": own(imported),
    "outcomes:check": own(submission, sends=True),
    "outcomes:receipt": own(handed_in),
    "outcomes:receipt_file": own(handed_in),
    "outcomes:history": own(handed_in),
    "outcomes:figure_history": own(figure),
    "outcomes:questions": own(submission, sends=True),
    "outcomes:story": own(figure_to_tell, sends=True),
    # Review and publication.
    "outcomes:review": reviewing(),
    "outcomes:remind": reviewing(submission, sends=True),
    "outcomes:review_submission": reviewing(reviewed, sends=True),
    "outcomes:review_figure": reviewing(reviewed_figure, sends=True),
    "outcomes:decisions": reviewing(sends=True),
    "outcomes:remove_decision": reviewing(a_decision, sends=True),
    "outcomes:rebases": reviewing(sends=True),
    # Looked at, it leads to the page that has its form.
    "outcomes:comment": reviewing(named("ZZZ-999", code="HEA-101"), sends=True, answer=302),
    "outcomes:withdraw_rebase": reviewing(a_rebase, sends=True),
    "outcomes:publish": reviewing(named("2031-Q1", code=NOW_DUE), sends=True),
    # Dashboards, the framework and open data.
    "dashboards:overview": reading(),
    "dashboards:search": reading(),
    "dashboards:area": reading(named("wealthy", slug="healthy")),
    "dashboards:priority": reading(named(99, number=1)),
    "dashboards:system_priority": reading(named(99, number=1)),
    "dashboards:measure": reading(named("ZZZ-999", code="HEA-101")),
    "dashboards:commentary": reviewing(named("ZZZ-999", code="HEA-101")),
    "dashboards:locality": reading(named("nowhere", slug="north-east")),
    "dashboards:matrix": reading(),
    "dashboards:matrix_csv": reading(),
    "dashboards:completeness": reading(),
    "dashboards:equalities": reading(),
    **{f"dashboards:{name}": reading(a_pack()) for name in PACK},
    **{f"dashboards:{name}_frozen": reading(a_pack(number=1)) for name in PACK},
    # It has a form for who may record a decision, so that no copy of it is kept.
    "dashboards:meeting": Rule(MEMBER, targets=a_pack(code="HEA-101"), public_if_switched_on=True),
    "dashboards:meeting_frozen": Rule(
        MEMBER, targets=a_pack(number=1, code="HEA-101"), public_if_switched_on=True
    ),
    "dashboards:framework_list": reading(),
    "dashboards:framework": reading(named("nothing", code="early-help-outcomes")),
    "dashboards:measure_library": reading(),
    "dashboards:baselines": reading(),
    "dashboards:crosswalk": reading(),
    "dashboards:gaps": reading(),
    "dashboards:data": reading(),
    "dashboards:observations_csv": downloading(),
    "dashboards:observations_xlsx": downloading(),
    "dashboards:observations_csvw": downloading(),
    "dashboards:measure_csv": downloading(named("ZZZ-999", code="HEA-101")),
    "dashboards:measure_xlsx": downloading(named("ZZZ-999", code="HEA-101")),
    "dashboards:measure_csvw": downloading(named("ZZZ-999", code="HEA-101")),
    "dashboards:framework_json": downloading(),
    "dashboards:datapackage": downloading(),
    **{f"dashboards:{name}": downloading() for name in PACKAGE},
    # One's own tokens, with which programs read them.
    "tokens:list": Rule(MEMBER, sends=MEMBERS),
    "tokens:revoke": Rule(
        frozenset({"owner"}), sends=("owner",), elsewhere=MEMBERS, targets=a_token, answer=302
    ),
    # Governance.
    "governance:structure": members_only(),
    "governance:represented": members_only(),
    "governance:body": members_only(named("nobody", code="eh_board")),
    "governance:add_seat": convening(a_body),
    "governance:change_seat": convening(a_seat),
    "governance:meetings": members_only(),
    "governance:locality": members_only(named("nowhere", slug="north-east")),
    "governance:all_meetings_file": members_only(),
    "governance:meetings_file": members_only(named("nobody", code="eh_board")),
    "governance:plan_meetings": convening(a_body),
    "governance:add_meeting": convening(a_body),
    **{f"governance:{name}": convening(a_meeting) for name in MINUTING},
    "dashboards:board_meeting": members_only(a_meeting),
    "dashboards:coverage": members_only(),
    "outcomes:minute_decision": convening(a_meeting),
    "outcomes:minute_discussion": convening(a_meeting),
    "outcomes:answer_discussion": convening(a_discussion),
    # Reports that fall due: members read which, the coordinator says when.
    "governance:reports": members_only(),
    "governance:rota": members_only(),
    "governance:fill_rota": reviewing(sends=True, answer=405),
    "governance:move_report": reviewing(a_report, sends=True),
    # What was handed in is not taken back: it leads to the report.
    "governance:take_request_back": reviewing(a_report, sends=True, answer=302),
    "governance:ask_for_report": reviewing(named("nobody", code="eh_board"), sends=True),
    "outcomes:report": members_only(a_report),
    "outcomes:report_version": members_only(a_report_version),
    "outcomes:report_file": members_only(a_report_file),
    "outcomes:write_report": speaking_for(a_report),
    # What a script asks is answered in its own terms, not with a page to sign in.
    "outcomes:keep_report": speaking_for(a_report, outside=401),
    "outcomes:receive_report": speaking_for(a_report_to_receive, answer=302),
    "outcomes:send_report_back": speaking_for(a_report_to_receive),
    # What a body takes to the body above: members read it.
    "governance:escalations": members_only(),
    "governance:escalation": members_only(an_escalation),
    "governance:escalate": speaking_for(a_localitys_team),
    "governance:answer_escalation": speaking_for(an_escalation),
    "governance:take_escalation_back": speaking_for(an_escalation_of_theirs),
    # Plans and actions: members read them.
    "outcomes:plans": members_only(),
    "outcomes:plan": members_only(a_plan),
    "outcomes:new_plan": Rule(frozenset(PLANNERS), sends=PLANNERS),
    "outcomes:edit_plan": planning(a_plan),
    "outcomes:new_action": planning(a_plan),
    "outcomes:actions": members_only(),
    "outcomes:action": members_only(an_action),
    "outcomes:edit_action": planning(an_action),
    "outcomes:update_action": planning(an_action),
    "outcomes:activities": members_only(),
    "outcomes:activity": members_only(an_activity),
    "outcomes:new_activity": Rule(frozenset(PLANNERS), sends=PLANNERS),
    "outcomes:edit_activity": convening(an_activity),
    "outcomes:new_contribution": convening(an_activity),
    "outcomes:edit_contribution": convening(a_contribution),
    # Voice: members read it; the coordinator says what is public.
    "outcomes:voice": members_only(),
    "outcomes:you_said": members_only(),
    "outcomes:design": members_only(),
    "outcomes:consultation": members_only(a_consultation),
    "outcomes:new_consultation": Rule(frozenset(PLANNERS), sends=PLANNERS),
    "outcomes:edit_consultation": convening(a_consultation),
    "outcomes:new_voice_item": convening(a_consultation),
    "outcomes:edit_voice_item": convening(an_item),
    "outcomes:publish_said": reviewing(an_item, sends=True, answer=302),
    "dashboards:surveys": members_only(),
    "outcomes:new_survey_figure": convening(a_survey),
    "outcomes:edit_survey_figure": convening(a_survey_figure),
    "outcomes:feedback_queue": reviewing(),
    "outcomes:decide_feedback": reviewing(a_message, sends=True),
    # What was said and done, and a box for feedback: for everybody, if they are switched on.
    "outcomes:you_said_we_did": Switched(frozenset(), is_public=True),
    "outcomes:feedback": Switched(frozenset(CAST), sends=CAST, is_public=True),
    "outcomes:feedback_sent": Switched(frozenset(), is_public=True),
    # Help.
    "dashboards:help": EVERYBODY,
    "dashboards:reading": EVERYBODY,
    "dashboards:accessibility": EVERYBODY,
    "dashboards:privacy": EVERYBODY,
}


# ---- Signing in ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """A page of signing in: what is answered outside, and to anybody who is signed in.

    The library answers methods it does not know in its own ways; none of them may change anything.
    """

    outside: int
    inside: int
    sent_outside: int = 405
    sent_inside: int = 405
    targets: Targets = page
    may_be_kept: bool = False

    def expected(self, who: str, method: str, target: Target, *, public: bool = False) -> set[int]:
        is_outside = who in OUTSIDE
        if method in SAFE:
            return {self.outside if is_outside else self.inside}
        if method == "POST":
            return {self.sent_outside if is_outside else self.sent_inside}
        return {200, 302, 405, self.outside if is_outside else self.inside}


def behind(inside: int, sent: int = 405) -> Door:
    """A page of one's own account: outside, one is sent to sign in."""
    return Door(302, inside, 302, sent)


DOORS: dict[str, Door] = {
    "account_login": Door(200, 302, 200, 302),
    "account_logout": Door(302, 200, 302, 302),
    "account_inactive": Door(200, 200),
    "account_reauthenticate": behind(200, 200),
    "account_change_password": behind(200, 200),
    # Only for who has no password yet.
    "account_set_password": behind(302, 302),
    "account_reset_password": Door(200, 200, 200, 200),
    "account_reset_password_done": Door(200, 200),
    "account_reset_password_from_key_done": Door(200, 200),
    # A link that is wrong or used says so, whoever follows it.
    "account_reset_password_from_key": Door(
        200, 200, 200, 200, lambda world: [Target("wrong key", {"uidb36": "1", "key": "abc-123"})]
    ),
    # A second factor is asked for halfway through signing in, and not before or after.
    "mfa_authenticate": Door(302, 302, 302, 302),
    "mfa_index": behind(200),
    "mfa_activate_totp": behind(200, 200),
    # None of the cast has a second factor to show, to renew or to take away.
    "mfa_reauthenticate": behind(302, 302),
    "mfa_deactivate_totp": behind(404, 404),
    "mfa_view_recovery_codes": behind(404),
    "mfa_generate_recovery_codes": behind(200, 200),
    "mfa_download_recovery_codes": behind(404, 404),
}


# ---- The administrators' desk ----------------------------------------------------------------

ADMINISTRATOR = "administrator"
ADD, CHANGE, DELETE = "add", "change", "delete"
EVERYTHING = frozenset({ADD, CHANGE, DELETE})
LOOK_UP = frozenset[str]()

# What an administrator may do to the row that the tests ask for. A frozen version, and figures that
# were collected or published, are read and not changed, whoever asks.
DESK: dict[str, frozenset[str]] = {
    "governance.body": EVERYTHING,
    "governance.datatoken": LOOK_UP,
    "governance.event": LOOK_UP,
    "governance.membership": EVERYTHING,
    "governance.organisation": EVERYTHING,
    "governance.place": EVERYTHING,
    "governance.reportingrequirement": frozenset({CHANGE}),
    "governance.site": EVERYTHING,
    "governance.sourcedocument": LOOK_UP,
    "governance.user": EVERYTHING,
    "outcomes.assignment": frozenset({ADD, CHANGE}),
    "outcomes.baseline": frozenset({CHANGE}),
    "outcomes.breakdown": EVERYTHING,
    "outcomes.comparator": EVERYTHING,
    "outcomes.contradiction": LOOK_UP,
    "outcomes.datagap": frozenset({ADD, CHANGE}),
    "outcomes.framework": EVERYTHING,
    "outcomes.frameworkversion": frozenset({ADD}),
    "outcomes.indicator": frozenset({ADD}),
    "outcomes.measure": frozenset({ADD, CHANGE}),
    "outcomes.measuresummary": LOOK_UP,
    "outcomes.metric": frozenset({ADD}),
    "outcomes.observation": LOOK_UP,
    "outcomes.outcome": frozenset({ADD}),
    "outcomes.outcomearea": frozenset({ADD}),
    "outcomes.period": frozenset({ADD, CHANGE}),
    "outcomes.priority": frozenset({CHANGE}),
    "outcomes.publication": LOOK_UP,
    "outcomes.publishedfigure": LOOK_UP,
    "outcomes.rebase": LOOK_UP,
    "outcomes.reporter": EVERYTHING,
    "outcomes.scheme": EVERYTHING,
    "outcomes.schemerequirement": EVERYTHING,
    "outcomes.startingpoint": EVERYTHING,
    "outcomes.statisticalrules": frozenset({ADD}),
    "outcomes.strategystatement": LOOK_UP,
    "outcomes.submission": LOOK_UP,
    "outcomes.target": EVERYTHING,
    "outcomes.tolerance": EVERYTHING,
}


@dataclass(frozen=True)
class Desk:
    """A page of the desk: administrators are answered, everybody else is refused at once.

    Django answers every method but POST there as it does GET.
    """

    answer: int = 200
    sent: frozenset[int] = frozenset({200, 302, 405})
    targets: Targets = page
    may_be_kept: bool = False

    def expected(self, who: str, method: str, target: Target, *, public: bool = False) -> set[int]:
        if who in OUTSIDE:
            return {302}
        if who != ADMINISTRATOR:
            return {403}
        if not target.exists:
            # Django may find that nothing can be done there before it looks for the row.
            return {302} | ({self.answer} & {403}) | (self.sent & {403})
        if method == "POST":
            return set(self.sent)
        return {self.answer} if method in SAFE else {200, 405, self.answer}


def desk_models() -> dict[str, DeskAdmin]:
    """The pages of the desk by the label of their model."""
    return {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}  # type: ignore[misc]


def desk_rule(label: str, page_kind: str) -> Desk:
    """What an administrator may do on one kind of page of one model."""
    allowed = DESK[label]
    rows = _rows_of(label)
    if page_kind == "changelist":
        return Desk()
    if page_kind == "add":
        may = ADD in allowed
        return Desk(200 if may else 403, frozenset({200} if may else {403}))
    if page_kind == "change":
        sent = {200, 302} if CHANGE in allowed else {403}
        return Desk(200, frozenset(sent), targets=rows)
    if page_kind == "delete":
        may = DELETE in allowed
        return Desk(200 if may else 403, frozenset({200} if may else {403}), targets=rows)
    if page_kind == "history":
        return Desk(200, frozenset({200, 405}), targets=rows)
    if page_kind == "decide":
        # Nothing is decided about no row.
        return Desk(404, frozenset({404}), targets=lambda world: [Target("none", {"name": "x"})])
    raise KeyError(page_kind)


def _rows_of(label: str) -> Targets:
    def targets(world: World) -> list[Target]:
        row = next(m for m in admin.site._registry if m._meta.label_lower == label)
        key = row._default_manager.order_by("pk").values_list("pk", flat=True)[0]
        return [
            Target("there", {"object_id": key}),
            Target("missing", {"object_id": NOT_THERE}, exists=False),
        ]

    return targets


DESK_FRONT: dict[str, Desk | Door] = {
    "admin:index": Desk(),
    "admin:app_list": Desk(targets=lambda world: [Target("there", {"app_label": "governance"})]),
    # The desk's own sign-in page leads to the portal's; who has signed in has no use for it.
    "admin:login": Door(302, 403, 302, 403),
    "admin:logout": Desk(302, frozenset({302})),
    "admin:password_change": Desk(302, frozenset({302})),
    "admin:password_change_done": Desk(),
    # Names no field to complete, and no row to look at on the portal.
    "admin:autocomplete": Desk(403, frozenset({403, 405})),
    "admin:view_on_site": Desk(
        404,
        frozenset({404}),
        targets=lambda world: [Target("none", {"content_type_id": NOT_THERE, "object_id": 1})],
    ),
    "admin:jsi18n": Desk(),
}
# Where a row used to be, and whatever else is asked for below /admin/.
OLD_ADDRESS = "<path:object_id>/"
ANYTHING_ELSE = "(?P<url>.*)$"


# ---- Which rule is whose ---------------------------------------------------------------------

AnyRule = Rule | Door | Desk


def key_of(route: Route) -> str:
    """What a route is called here: its name, or its pattern where Django gives it none."""
    return route.pattern if route.name.endswith(":-") else route.name


def rule_of(route: Route) -> AnyRule | None:
    """The rule of a route; None where nobody has decided yet who may use it."""
    named_rules: dict[str, AnyRule] = {**PAGES, **DOORS, **DESK_FRONT}
    if route.name in named_rules:
        return named_rules[route.name]
    if not route.name.startswith("admin:"):
        return None
    if route.pattern.endswith(ANYTHING_ELSE):
        return Desk(404, frozenset({404}))
    label = desk_label(route)
    if label not in DESK:
        return None
    if route.pattern.endswith(f"/{OLD_ADDRESS}") and route.name.endswith(":-"):
        return Desk(302, frozenset({302}), targets=_rows_of(label))
    return desk_rule(label, route.name.rpartition("_")[2])


def desk_label(route: Route) -> str:
    """governance.user, of admin/governance/user/<path:object_id>/change/; else nothing."""
    parts = route.pattern.split("/")
    return ".".join(parts[1:3]) if parts[0] == "admin" and len(parts) > 3 else ""


def address(route: Route, target: Target) -> str:
    """The address of a target; without a name, its pattern is filled in."""
    if not route.name.endswith(":-"):
        return reverse(route.name, kwargs=target.kwargs)
    if route.pattern.endswith(ANYTHING_ELSE):
        return f"/{route.pattern.removesuffix(ANYTHING_ELSE)}nothing-of-that-name/"
    return f"/{route.pattern.replace('<path:object_id>', str(target.kwargs['object_id']))}"
