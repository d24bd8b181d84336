"""Whole submissions by keyboard alone, every key press counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from governance.models import Role, User
from outcomes.models import Area, Observation, Status, Submission
from tests.factories.governance import (
    PASSWORD,
    LocalityFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.slow]

SECONDS_A_PRESS = 0.2
AREAS = [Area.SAFE, Area.HEALTHY, Area.HAPPY, Area.LEARNING, Area.ENGAGED]


class Keys:
    """Somebody's keyboard: what is pressed is counted, digits and other keys apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.digits, self.others = page, 0, 0

    @property
    def presses(self) -> int:
        return self.digits + self.others

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.others += 1

    def type(self, words: str) -> None:
        for char in words:
            self.page.keyboard.press("Space" if char == " " else char)
            self.digits += char.isdigit()
            self.others += not char.isdigit()

    def tab_to(self, wanted: Locator) -> None:
        """Tabs until it is there: no more than a person would put up with."""
        expect(wanted.first).to_be_attached()
        for _ in range(40):
            self.press("Tab")
            if wanted.first.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("Forty Tabs, and not there yet.")

    def follow(self, wanted: Locator, *, skip: bool = True) -> None:
        """To a link, past the header by the skip link, and through it."""
        if skip:
            self.press("Tab", "Enter")
        self.tab_to(wanted)
        before = self.page.url
        self.press("Enter")
        expect(self.page).not_to_have_url(before)
        self.page.wait_for_load_state()

    def fill_in(self, rows: Sequence[Observation]) -> None:
        """A section, from its first box to the question that ends it, and on."""
        page = self.page
        skip = not page.locator(".govuk-notification-banner[role=alert]").count()
        self.follow(page.get_by_role("link", name="Go to the first box"), skip=skip)
        for number, row in enumerate(rows):
            prefix = f"{row.measure.code}-{row.place.code}".lower()
            expect(page.locator(f"#{prefix}-numerator")).to_be_focused()
            self.type(str(140 + number))
            if row.measure.has_denominator:
                self.press("Tab")
                self.type("200")
            self.press("Enter")
        expect(page.get_by_label("Yes, it is complete")).to_be_focused()
        before = page.url
        self.press("Space", "Enter")
        expect(page).not_to_have_url(before)
        page.wait_for_load_state()

    def declare(self) -> None:
        page = self.page
        expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
        skip = not page.locator(".govuk-notification-banner[role=alert]").count()
        self.follow(page.get_by_role("link", name="Go straight to the declaration"), skip=skip)
        self.tab_to(page.get_by_role("checkbox"))
        self.press("Space", "Enter")
        expect(page.locator("main")).to_contain_text("This page is your receipt")


def submission_of(shape: dict[Area, Sequence[bool]], **reporter: Any) -> Submission:
    """Due today: in each area a measure for each of the shape, which says if it is a proportion."""
    today = timezone.localdate()
    later = today + timedelta(days=20)
    period = PeriodFactory(
        opens_on=today - timedelta(days=20), due_on=today, entries_close_on=later, closes_on=later
    )
    submission = SubmissionFactory(
        reporter=ReporterFactory(**reporter), period=period, due_on=today
    )
    for area, measures in shape.items():
        for number, is_proportion in enumerate(measures):
            measure = MeasureFactory(
                code=f"{area[:3].upper()}-{101 + number}",
                title=f"{area.label} measure {number + 1}",
                area=area,
                count=not is_proportion,
            )
            ObservationFactory(submission=submission, measure=measure)
    return submission


def rows_by_area(submission: Submission) -> dict[Area, list[Observation]]:
    rows = submission.observations.select_related("measure", "place").order_by("measure__order")
    return {area: [row for row in rows if row.measure.area == area] for area in AREAS}


@pytest.fixture
def lead(live_server: Any) -> User:
    user = UserFactory(email="lead@ehportal.example", name="Amina Begum")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=LocalityFactory())
    return user


def test_sixty_measures_in_under_six_minutes_of_key_presses(
    person: Callable[..., Person], lead: User, record_property: Callable[[str, object], None]
) -> None:
    shape = {area: [True] * 8 + [False] * 4 for area in AREAS}
    submission = submission_of(shape, place=lead.memberships.get().locality)
    page = person().opens("/accounts/login/").page
    keys = Keys(page)
    keys.tab_to(page.get_by_label("E-mail address"))
    keys.type(lead.email)
    keys.tab_to(page.get_by_label("Password", exact=True))
    keys.type(PASSWORD)
    keys.press("Enter")
    keys.follow(page.get_by_role("main").get_by_role("link", name="July to September 2026"))
    keys.follow(page.get_by_role("main").get_by_role("link", name="Safe"))
    for rows in rows_by_area(submission).values():
        keys.fill_in(rows)
    keys.declare()

    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED
    assert submission.observations.filter(numerator__gte=140).count() == 60
    seconds = keys.presses * SECONDS_A_PRESS
    record_property("presses", keys.presses)
    print(f"60 measures: {keys.presses} presses, {keys.digits} of them digits, {seconds:.0f} s")
    assert seconds < 6 * 60


@pytest.mark.parametrize("areas", [1, 3])
def test_a_partner_hands_in_eight_measures_in_under_sixty_presses_beyond_the_digits(
    person: Callable[..., Person], live_server: Any, areas: int
) -> None:
    organisation = OrganisationFactory()
    partner = UserFactory(email="data@ehportal.example", name="Barts Health data lead")
    MembershipFactory(user=partner, role=Role.PARTNER_LEAD, organisation=organisation)
    shapes = {1: {Area.HEALTHY: 8}, 3: {Area.SAFE: 2, Area.HEALTHY: 4, Area.HAPPY: 2}}
    submission = submission_of(
        {area: [True] * count for area, count in shapes[areas].items()}, organisation=organisation
    )
    page = person().signs_in("data", PASSWORD).page
    keys = Keys(page)
    keys.follow(page.get_by_role("main").get_by_role("link", name="July to September 2026"))
    first = next(iter(shapes[areas])).label
    keys.follow(page.get_by_role("main").get_by_role("link", name=first))
    for area, rows in rows_by_area(submission).items():
        if area in shapes[areas]:
            keys.fill_in(rows)
    keys.declare()

    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED
    print(f"8 measures in {areas} areas: {keys.others} presses beyond {keys.digits} digits")
    assert keys.others < 60


def test_the_keys_of_a_spreadsheet_and_no_trap(person: Callable[..., Person], lead: User) -> None:
    shape = {Area.SAFE: [True, False, True]}
    submission = submission_of(shape, place=lead.memberships.get().locality)
    page = person().signs_in("lead", PASSWORD).page
    page.goto(f"{page.url.rstrip('/')}{submission.get_absolute_url()}safe/")
    place = submission.reporter.place.code.lower()

    def box(number: int, name: str = "numerator") -> Locator:
        return page.locator(f"#saf-10{number}-{place}-{name}")

    box(1).focus()
    page.keyboard.press("Tab")
    expect(box(1, "denominator")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(2)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(box(1)).to_be_focused()
    # Begun in the second column, Enter stays there, and stops at a row that has no such box.
    box(1, "denominator").focus()
    page.keyboard.press("Enter")
    expect(box(2)).to_be_focused()
    box(1, "denominator").focus()
    page.keyboard.press("ArrowDown")
    expect(box(3, "denominator")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(1, "denominator")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(1, "denominator")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Yes, it is complete")).to_be_focused()
    stops = []
    box(1).focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.tagName + document.activeElement.id"))
    assert "BODY" in stops or "HTML" in stops or len(set(stops)) > 15
    assert any(stop.startswith("BUTTON") for stop in stops)
