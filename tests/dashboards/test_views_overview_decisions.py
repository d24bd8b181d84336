"""What the overview asks of the Board, and of whom and what it tells whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from governance.models import BOARD_CODE, Place, User
from outcomes.models import Measure, MeasureStatus
from outcomes.services.actions import update_action
from tests.dashboards.publishing import publish, rising, steady, text_of
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.evidence import DataGapFactory, MetricMeasureFactory
from tests.factories.governance import BodyFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    PeriodFactory,
    PriorityFactory,
)
from tests.factories.planning import ActionFactory
from tests.factories.structure import EscalationFactory

LATE = date(2026, 9, 1)


def _lead_on(measure: Measure) -> None:
    """Amina Begum leads the priority that the measure shows."""
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory(lead_manager=UserFactory(name="Amina Begum")))
    MetricMeasureFactory(metric=metric, measure=measure)


def test_what_is_asked_of_the_board_stands_beside_what_changed(
    reader: Client, borough: Place, referred: Measure, booking: Measure
) -> None:
    DataGapFactory(measure=booking)
    _lead_on(referred)
    board = BodyFactory(code=BOARD_CODE)
    EscalationFactory(to=board, asked="Agree one date for advice.")
    publish({(referred, borough): rising(16)})

    page = reader.get("/dashboard/")

    text = text_of(page)
    assert "Decisions wanted 3 of the Board" in text
    assert "Agree what to do about “Children referred to social care again”" in text
    assert "Lead manager: Amina Begum." in text
    assert "Name an owner for 1 gap that nobody is filling." in text
    assert "SEND Improvement Board: Agree one date for advice." in text
    assert "/meeting/SAF-302/" in page.content.decode()


def test_the_number_of_decisions_leads_to_them(
    reader: Client, borough: Place, referred: Measure
) -> None:
    publish({(referred, borough): rising(16)})

    page = reader.get("/dashboard/").content.decode()

    before, link, after = page.partition(
        '<a class="govuk-link" href="#wanted">See the decision</a>'
    )
    assert link
    assert before.index("Decisions wanted</dt>") < len(before) < page.index('id="changed"')
    assert '<h2 class="eh-h2" id="wanted">' in after


def test_where_no_decision_is_wanted_nothing_leads_there(
    reader: Client, borough: Place, referred: Measure
) -> None:
    publish({(referred, borough): steady(1)})

    page = reader.get("/dashboard/")

    assert "Decisions wanted 0 of the Board" in text_of(page)
    assert 'href="#wanted"' not in page.content.decode()


def test_what_the_board_has_decided_on_these_figures_is_not_asked_again(
    reader: Client, borough: Place, referred: Measure, booking: Measure
) -> None:
    published = publish({(referred, borough): rising(16), (booking, borough): rising(16)})
    meeting = MeetingFactory(body=BodyFactory(code=BOARD_CODE), held_on=date(2026, 8, 17))
    before = PeriodFactory(code="2026-Q1")
    DecisionFactory(meeting=meeting, period=before, text="Of the quarter before.").measures.add(
        referred
    )
    DecisionFactory(meeting=meeting, period=published.period, text="Of all the figures.")

    assert "Decisions wanted 1 of the Board" in text_of(reader.get("/dashboard/"))

    for measure in (referred, booking):
        DecisionFactory(meeting=meeting, period=published.period, text="Act.").measures.add(measure)
    text = text_of(reader.get("/dashboard/?measures=all"))

    assert "Decisions wanted 0 of the Board" in text
    assert "On 1 measure that changed the Board has decided already: not asked again." in text


def test_an_overdue_action_of_an_earlier_meeting_is_one_press_away(
    reader: Client, coordinator: User, borough: Place, referred: Measure, now: datetime
) -> None:
    publish({(referred, borough): steady(3)})
    board = BodyFactory(code=BOARD_CODE)
    for held_on in (date(2026, 5, 12), date(2026, 8, 17)):
        decision = DecisionFactory(meeting=MeetingFactory(body=board, held_on=held_on))
        action = ActionFactory(decision=decision, title=f"Of {held_on}", due_on=LATE)

    page = reader.get("/dashboard/")
    href = "/governance/actions/?decided_by=ehpb&amp;overdue=on"
    assert (
        f'<a class="govuk-link" href="{href}">2 overdue actions from all its meetings'
        in page.content.decode()
    )
    listed = text_of(reader.get(href.replace("&amp;", "&")))
    assert "2 actions are overdue" in listed
    assert "Of 2026-05-12" in listed

    update_action(action=action, text="Done.", status="done", due_on=LATE, by=coordinator, at=now)
    assert "1 overdue action from all its meetings" in text_of(reader.get("/dashboard/"))


def test_whoever_has_not_signed_in_reads_no_name_and_nothing_of_meetings(
    client: Client, settings: Any, borough: Place, referred: Measure
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    _lead_on(referred)
    EscalationFactory(to=BodyFactory(code=BOARD_CODE), asked="Agree one date for advice.")
    publish({(referred, borough): rising(16)})

    page = client.get("/dashboard/")

    text = text_of(page)
    assert "Lead manager: named." in text
    assert "Amina Begum" not in page.content.decode()
    assert "Agree one date" not in text


@pytest.mark.parametrize(
    "path",
    ["/dashboard/priorities/6/", "/framework/", "/dashboard/gaps/", "/dashboard/measures/SAF-302/"],
)
def test_a_page_names_nobody_to_a_member_of_nothing(
    path: str,
    sign_in: Callable[[User], Client],
    stranger: User,
    reader: Client,
    settings: Any,
    borough: Place,
    referred: Measure,
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    amina = UserFactory(name="Amina Begum")
    PriorityFactory(number=6, lead_manager=amina)
    DataGapFactory(measure=referred, owner=amina)

    assert "Amina Begum" in text_of(reader.get(path))
    assert "Amina Begum" not in sign_in(stranger).get(path).content.decode()


def test_a_locality_leads_a_member_of_nothing_to_no_page_that_refuses_them(
    sign_in: Callable[[User], Client], stranger: User, settings: Any, localities: dict[str, Place]
) -> None:
    settings.PUBLIC_DASHBOARDS = True

    page = sign_in(stranger).get("/dashboard/localities/north-east/").content.decode()

    assert "/governance/localities/" not in page


@pytest.mark.parametrize("path", ["/dashboard/", "/dashboard/pack/2026-Q2/"])
def test_whoever_signed_in_and_is_a_member_of_nothing_reads_what_everybody_reads(
    path: str,
    sign_in: Callable[[User], Client],
    stranger: User,
    settings: Any,
    borough: Place,
    referred: Measure,
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    _lead_on(referred)
    EscalationFactory(to=BodyFactory(code=BOARD_CODE), asked="Agree one date for advice.")
    publish({(referred, borough): rising(16)})

    page = sign_in(stranger).get(path)

    assert "Lead manager: named." in text_of(page)
    assert "Amina Begum" not in page.content.decode()
    assert "Agree one date" not in text_of(page)


def test_an_earlier_publication_asks_for_nothing_now(
    reader: Client, borough: Place, referred: Measure
) -> None:
    earlier = publish({(referred, borough): rising(16)}, last="2026-Q1")
    publish({(referred, borough): steady(1)})

    page = reader.get(f"/dashboard/?publication={earlier.number}")

    assert "Agree what to do about" not in text_of(page)
    assert f"/dashboard/pack/2026-Q1/{earlier.number}/#wanted" in page.content.decode()


def test_the_gap_of_a_retired_measure_is_asked_about_no_more(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(2)})
    DataGapFactory(
        measure=MeasureFactory(
            code="HEA-107", status=MeasureStatus.RETIRED, retired_on=date(2026, 1, 1)
        )
    )

    for path in ("/dashboard/", "/dashboard/completeness/"):
        assert "nobody can supply" not in text_of(reader.get(path)), path
    assert "Decisions wanted 0 of the Board" in text_of(reader.get("/dashboard/"))
