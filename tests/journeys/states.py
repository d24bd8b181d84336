"""One submission in each state that the reporter's and the coordinator's pages have.

Every one is made by the portal's own services, on the days they would be used, and belongs to an
organisation that is called after its state; one lead reports for all of them. Today is 8 October
2026.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from governance.models import PlaceKind, Role, User
from outcomes.models import (
    Area,
    Measure,
    MeasureSummary,
    MeasureType,
    Observation,
    Period,
    Reporter,
    Submission,
)
from outcomes.services import questions, review
from outcomes.services.commentary import write_commentary
from outcomes.services.entry import save_figures
from outcomes.services.imports import accept, read_paste
from outcomes.services.reports import send_report_back, submit_report
from outcomes.services.signing import prepare
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.collection import PresenceFactory
from tests.factories.governance import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.factories.planning import ActionFactory, PlanFactory
from tests.factories.reporting import ReportDraftFactory
from tests.factories.structure import ReportDueFactory
from tests.repository.world import EARLIER, NOW_DUE, World, build_world

LONG = (
    "Parents and carers of children with special educational needs or disabilities who say, when "
    "asked at the end, that the parenting programme they finished made a difference they noticed"
)
LONGEST_NAME = (
    "The Tower Hamlets Consortium of Voluntary and Community Organisations working with Families "
    "(South-East and Isle of Dogs)"
)
SENTENCE = "A clinic closed for August, so fewer families were seen than in other quarters."
HOW = {
    "numerator": {"yes_no": "yes", "narrative": "", "": "60"},
    "note": {"narrative": "One family came every week, and then brought a neighbour."},
}


#: What everybody reads without an account while it is switched on, each with something in it.
PUBLIC = ("/you-said-we-did/", "/feedback/", "/feedback/thanks/")


@dataclass
class States:
    """The people, and a submission for each state by its name."""

    world: World
    lead: User
    colleague: User
    nobody: User
    coordinator: User
    submissions: dict[str, Submission] = field(default_factory=dict)
    #: A workplan that was handed in with its plan and sent back: read, and written again.
    workplan: tuple[str, ...] = ()

    def path(self, state: str, more: str = "") -> str:
        return f"{self.submissions[state].get_absolute_url()}{more}"

    def review(self, state: str) -> str:
        return f"/review/{self.submissions[state].pk}/"


def build_states() -> States:
    world = build_world()
    states = States(
        world=world,
        lead=UserFactory(email="states.lead@ehportal.example", name="Amina Begum"),
        colleague=UserFactory(email="colleague@ehportal.example", name="Tom O’Connor-Featherstone"),
        nobody=UserFactory(email="nobody@ehportal.example", name="New lead"),
        coordinator=world.people["coordinator"],
    )
    MembershipFactory(user=states.nobody, role=Role.PARTNER_LEAD,
                      organisation=OrganisationFactory(name="Nothing due yet"))  # fmt: skip
    _commented_on(states)
    measures = _measures()
    for name, make in MAKERS.items():
        submission = _due(states, name, measures)
        states.submissions[name] = submission
        make(states, submission)
    states.workplan = _workplan(states.coordinator)
    return states


def _workplan(by: User) -> tuple[str, ...]:
    year = {"starts_on": date(2027, 4, 1), "ends_on": date(2028, 3, 31)}
    due = ReportDueFactory(kind="workplan", due_on=date(2027, 3, 31), **year)
    plan = PlanFactory(kind="workplan", title=LONG, body=due.body, **year)
    ActionFactory(plan=plan, title=SENTENCE, what=LONG, owner_role="Chair",
                  due_on=date(2027, 6, 30))  # fmt: skip
    ReportDraftFactory(due=due)
    submit_report(due=due, by=by, at=NOW)
    send_report_back(due=due, version=1, reason=LONG, by=by, at=NOW)
    return due.get_absolute_url(), f"{due.get_absolute_url()}write/"


def _commented_on(states: States) -> None:
    """The figures of the quarter before have a commentary in the coordinator's own words."""
    summary = MeasureSummary.objects.filter(place__kind=PlaceKind.BOROUGH).earliest("pk")
    write_commentary(measure=summary.measure, place=summary.place, text=SENTENCE,
                     publication=summary.publication.number, by=states.coordinator,
                     at=NOW)  # fmt: skip


def _measures() -> list[Measure]:
    """One of every type, one with a long name, one with breakdowns, and one that asks questions."""
    healthy = {"area": Area.HEALTHY}
    for order, (code, name) in enumerate([("female", "Female"), ("male", "Male")]):
        CategoryFactory(breakdown=BreakdownFactory(), code=code, name=name, order=order)
    return [
        MeasureFactory(code="HEA-201", title=LONG, **healthy),
        MeasureFactory(code="HEA-202", count=True, **healthy),
        MeasureFactory(code="HEA-203", title="Days waited", type=MeasureType.MEAN, unit="days",
                       **healthy),
        MeasureFactory(code="HEA-204", title="Plan in place", count=True,
                       type=MeasureType.YES_NO, **healthy),
        MeasureFactory(code="HEA-205", narrative=True, **healthy),
        MeasureFactory(code="HEA-206", title="Seen in time", expected_low=50, expected_high=90,
                       **healthy),
        MeasureFactory(code="SAF-201", count=True, area=Area.SAFE, title="Safety plans"),
    ]  # fmt: skip


def _due(states: States, name: str, measures: list[Measure]) -> Submission:
    called = LONGEST_NAME if name == "long names" else f"Partner {name}"
    organisation = OrganisationFactory(code=name.replace(" ", "-")[:40], name=called)
    reporter = ReporterFactory(place=states.world.submissions["partner"].reporter.place,
                               organisation=organisation)  # fmt: skip
    for user in (states.lead, states.colleague):
        MembershipFactory(user=user, role=Role.PARTNER_LEAD, organisation=organisation)
    period = Period.objects.get(code=EARLIER if name == "closed" else NOW_DUE)
    submission = SubmissionFactory(reporter=reporter, period=period)
    for measure in measures[-1:] if name == "one figure" else measures:
        ObservationFactory(submission=submission, measure=measure)
        if measure.code == "HEA-202":
            for category in BreakdownFactory().categories.all():
                ObservationFactory(submission=submission, measure=measure, category=category)
    return submission


# ---- Making each ------------------------------------------------------------------------------


def _type(states: States, submission: Submission, **different: str) -> None:
    """Every figure as it should be, or as `different` has it by code; blank is left out."""
    figures = []
    for row in submission.observations.select_related("measure", "category"):
        typed = different.get(row.measure.code.replace("-", "_"))
        if typed != "":
            figures.append(_typed(row, typed))
    save_figures(submission=submission, figures=figures, by=states.lead, at=NOW, on=TODAY)


def _typed(row: Observation, typed: str | None) -> TypedFigure:
    kind = row.measure.type
    if kind == MeasureType.NARRATIVE:
        return TypedFigure(row.pk, note=SENTENCE)
    whole = "60" if row.category is None else "30"
    number = typed or ("yes" if kind == MeasureType.YES_NO else whole)
    return TypedFigure(row.pk, number, "100" if row.measure.has_denominator else "")


def _submitted(states: States, submission: Submission) -> None:
    _type(states, submission)
    submit(submission=submission, by=states.lead, at=NOW, on=TODAY)


def _empty(states: States, submission: Submission) -> None:
    """Nothing was typed."""


def _in_error(states: States, submission: Submission) -> None:
    _type(states, submission, HEA_201="12-3", HEA_202="1.234,5", HEA_206="a lot")


def _queried(states: States, submission: Submission) -> None:
    _type(states, submission, HEA_206="7")


def _explained(states: States, submission: Submission) -> None:
    _queried(states, submission)
    row = submission.observations.get(measure__code="HEA-206")
    figure = TypedFigure(row.pk, "7", "100", note=SENTENCE)
    save_figures(submission=submission, figures=[figure], by=states.lead, at=NOW, on=TODAY)


def _in_part(states: States, submission: Submission) -> None:
    _type(states, submission, HEA_203="", HEA_204="", SAF_201="")
    PresenceFactory(submission=submission, user=states.colleague, seen_at=NOW)


def _sent_back(states: States, submission: Submission) -> None:
    _submitted(states, submission)
    row = submission.observations.filter(measure__code="HEA-206")[0]
    questions.ask(observation=row, text="Is it 60 of 100, or of 1,000?", by=states.coordinator,
                  at=NOW)  # fmt: skip
    review.send_back(submission=submission, reason=LONG, by=states.coordinator, at=NOW, on=TODAY)


def _asked(states: States, submission: Submission) -> None:
    _submitted(states, submission)
    first, second = submission.observations.order_by("pk")[:2]
    questions.ask(observation=first, text=LONG, by=states.coordinator, at=NOW)
    asked = questions.ask(observation=second, text="And this?", by=states.coordinator, at=NOW)
    questions.answer(question=asked, text=SENTENCE, by=states.lead, at=NOW)


def _approved(states: States, submission: Submission) -> None:
    _submitted(states, submission)
    review.approve(submission=submission, by=states.coordinator, at=NOW)


def _excused(states: States, submission: Submission) -> None:
    review.excuse(submission=submission, reason=SENTENCE, by=states.coordinator, at=NOW)


def _late(states: States, submission: Submission) -> None:
    _in_part(states, submission)
    Submission.objects.filter(pk=submission.pk).update(due_on=TODAY - timedelta(days=1))


def _prepared(states: States, submission: Submission) -> None:
    Reporter.objects.filter(pk=submission.reporter.pk).update(needs_two_people=True)
    submission.refresh_from_db()
    _type(states, submission)
    prepare(submission=submission, by=states.lead, at=NOW, on=TODAY)


def _given_longer(states: States, submission: Submission) -> None:
    review.give_longer(submission=submission, until=date(2026, 11, 5), reason=SENTENCE,
                       by=states.coordinator, at=NOW)  # fmt: skip


def _pasted(states: States, submission: Submission) -> None:
    text = "Code\tNumber\tOut of\nHEA-201\t61\t100\nHEA-202\tforty\t\nXYZ-1\t7\t8"
    found = read_paste(submission=submission, text=text, by=states.lead, at=NOW, on=TODAY)
    accept(found=found, keep=(), by=states.lead, at=NOW, on=TODAY)
    read_paste(submission=submission, text=text, by=states.lead, at=NOW, on=TODAY)


MAKERS: dict[str, Callable[[States, Submission], None]] = {
    "empty": _empty,
    "in part": _in_part,
    "filled": lambda states, submission: _type(states, submission),
    "in error": _in_error,
    "query": _queried,
    "query explained": _explained,
    "long names": _in_error,
    "one figure": _empty,
    "closed": _empty,
    "late": _late,
    "given longer": _given_longer,
    "prepared": _prepared,
    "pasted": _pasted,
    "submitted": _submitted,
    "asked": _asked,
    "sent back": _sent_back,
    "approved": _approved,
    "excused": _excused,
}
