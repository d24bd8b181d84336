"""Four localities with two leads each, and a quarter to fill in that is open on any day."""

from __future__ import annotations

from dataclasses import dataclass

from governance.models import Place, Role, User
from outcomes.models import Period, Submission
from tests.conftest import LOCALITIES
from tests.factories.governance import (
    BoroughFactory,
    LocalityFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

#: How many measures of each outcome area every locality reports.
MEASURES = {"healthy": 12, "safe": 6}


@dataclass(frozen=True)
class Partnership:
    coordinator: User
    leads: list[tuple[User, User]]
    submissions: list[Submission]


def make_partnership() -> Partnership:
    borough = BoroughFactory()
    coordinator = _person("coordinator")
    MembershipFactory(user=coordinator, coordinator=True)
    leads = []
    for order, (code, name) in enumerate(LOCALITIES, start=1):
        place = LocalityFactory(code=code, name=name, parent=borough, order=order)
        leads.append((_lead(place, "first"), _lead(place, "second")))
        _make_submission(place)
    far = dict.fromkeys(["due_on", "entries_close_on", "closes_on"], "2099-01-01")
    Period.objects.update(opens_on="2026-01-01", **far)
    Submission.objects.update(due_on="2099-01-01")
    return Partnership(
        coordinator, leads, list(Submission.objects.order_by("reporter__place__order"))
    )


def _person(name: str) -> User:
    return UserFactory(email=f"{name}@ehportal.example", name=name.replace(".", " ").capitalize())


def _lead(place: Place, which: str) -> User:
    user = _person(f"{place.code[-2:].lower()}.{which}")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=place)
    return user


def _make_submission(place: Place) -> None:
    submission = SubmissionFactory(reporter=ReporterFactory(place=place))
    for area, count in MEASURES.items():
        for number in range(1, count + 1):
            code = f"{area[:3].upper()}-{100 + number}"
            measure = MeasureFactory(code=code, area=area, title=f"Measure {code}")
            ObservationFactory(submission=submission, measure=measure)
