"""Every page of reporting and reviewing in every state, at three widths, without a mouse too.

axe finds nothing, the browser has nothing to complain of, nothing has to be scrolled sideways, and
what has the focus is seen. axe takes a second or two, so each page meets it at one width here, the
next page at the next; in `make thorough` at all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from governance.models import User
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.journeys.conftest import Person
from tests.journeys.states import MAKERS, PUBLIC, States, build_states
from tests.repository.routes import PAGES, address, routes
from tests.thorough import share

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.thorough]

WIDTHS = (1280, 768, 320)
#: Of the routes, the pages that people work with; what is only read is walked by the readers.
WORKED_WITH = ("outcomes:", "governance:", "tokens:", "dashboards:commentary")
SIDEWAYS = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const beyond = [...document.querySelectorAll('main *, header *, footer *')].filter(
    (each) => each.getBoundingClientRect().right > page.clientWidth + 1);
  return beyond.slice(-3).map((each) => each.outerHTML.slice(0, 160));
}"""
#: Focuses everything forwards and backwards. A bar that stays at the foot may cover no part of what
#: has the focus; without one, or once it is scrolled past, a box that is taller than what is left
#: of the window may reach below.
HIDDEN = """() => {
  const bar = document.querySelector('.eh-savebar');
  const isSticky = bar && getComputedStyle(bar).position === 'sticky';
  const boxes = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const hidden = new Set();
  for (const each of [...boxes, ...boxes.toReversed()]) {
    each.focus();
    if (document.activeElement !== each || (bar && bar.contains(each))) continue;
    const {top, bottom, height} = each.getBoundingClientRect();
    const stays = isSticky && bar.getBoundingClientRect().bottom >= innerHeight - 1;
    const floor = stays ? bar.getBoundingClientRect().top : innerHeight;
    const covered = stays && height < floor ? bottom > floor + 1 : top >= floor;
    if (height > 0 && (covered || bottom <= 0))
      hidden.add(`${each.id || each.outerHTML.slice(0, 80)}: ${top} to ${bottom}, of ${floor}`);
  }
  return [...hidden].slice(0, 5);
}"""


@pytest.fixture
def states(live_server, settings) -> Iterator[States]:
    settings.PUBLIC_VOICE = settings.PUBLIC_FEEDBACK = True
    with time_machine.travel(NOW):
        yield build_states()


@pytest.fixture
def browses(person, live_server) -> Callable[..., Person]:
    """Opens a browser in which somebody has signed in, or nobody."""

    def opens(user: User | None, **options: object) -> Person:
        found = person(**options)
        if user is None:
            return found
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        found.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return found

    return opens


_turn = count()


def faults(who: Person) -> list[str]:
    """What is wrong with the page that somebody is on, at each width."""
    found, turn = [], next(_turn)
    for number, width in enumerate(WIDTHS):
        who.page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px, sideways: {who.page.url} {s}" for s in who.page.evaluate(SIDEWAYS)]
        if number not in share(range(len(WIDTHS)), turn, 1):
            continue
        try:
            who.is_on_an_accessible_page()
        except AssertionError as wrong:
            found.append(f"{width} px: {wrong}")
            who.complaints.clear()
    return found


def pages_of(states: States) -> dict[str, tuple[User | None, list[str]]]:
    """The addresses that each of the cast is shown, every state of every page among them."""
    lead, coordinator = states.lead, states.coordinator
    reading = ["", "check/", "healthy/"]
    ways = ["in part", "pasted", "submitted"]
    received = ["submitted", "asked", "sent back", "approved"]
    reporter = [
        "/",
        "/submissions/",
        *(states.path(name, more) for name in MAKERS for more in reading if name != "one figure"),
        *(states.path("one figure", more) for more in ("", "safe/", "check/")),
        *(states.path(name, more) for name in ways for more in ("paste/", "history/")),
        *(states.path(name, "receipt/") for name in received),
    ]
    reviewing = ["/review/", "/", *states.workplan, *(states.review(name) for name in MAKERS)]
    return {
        "lead": (lead, reporter),
        "nothing due": (states.nobody, ["/", "/submissions/"]),
        "coordinator": (coordinator, reviewing),
        "everybody": (None, list(PUBLIC)),
        **_by_route(states),
    }


def _by_route(states: States) -> dict[str, tuple[User, list[str]]]:
    """Every page of the table of who may do what that people work with, as it is found there."""
    found: dict[str, tuple[User, list[str]]] = {}
    for route in routes():
        rule = PAGES.get(route.name)
        if rule is None or rule.is_public or not route.name.startswith(WORKED_WITH):
            continue
        for target in rule.targets(states.world):
            if target.exists:
                who = (target.owner if "owner" in rule.may else "") or "coordinator"
                user, path = states.world.people[who], address(route, target)
                if _is_page(user, path):
                    found.setdefault(who, (user, []))[1].append(path)
    return found


def _is_page(user: User, path: str) -> bool:
    """Whether it is answered with a page: not with a file, or a script's own terms."""
    client = Client()
    client.force_login(user)
    response = client.get(path)
    return response.status_code == 200 and "text/html" in response.headers["Content-Type"]


@pytest.mark.parametrize("part", ["lead", "coordinator", "others"])
def test_every_page_in_every_state_is_accessible_and_fits(
    states: States, browses, part: str
) -> None:
    found, seen, pages = [], 0, pages_of(states)
    others = [name for name in pages if name not in {"lead", "coordinator"}]
    for user, paths in (pages[name] for name in (others if part == "others" else [part])):
        who = browses(user)
        for path in dict.fromkeys(paths):
            response = who.page.goto(who.address + path)
            assert response.status == 200, f"{path} answered {response.status}"
            seen += 1
            found += faults(who)
            found += [f"{path}: hidden from the keyboard: {h}" for h in who.page.evaluate(HIDDEN)]
    assert not found, "\n".join(found)
    assert seen > 15


def test_what_is_answered_to_a_form_is_accessible_and_fits(states: States, browses) -> None:
    lead, found = browses(states.lead), []

    lead.opens(states.path("in part", "healthy/"))
    lead.page.fill("#hea-206-e09000030-numerator", "a lot")
    lead.page.get_by_label("Yes, it is complete").check()
    found += faults(lead.presses("Save and continue").sees("There is a problem"))

    lead.opens(states.path("filled", "healthy/"))
    _colleague_types(states, "filled", "HEA-206", "61")
    lead.page.fill("#hea-206-e09000030-numerator", "62")
    with lead.page.expect_navigation():  # The words are there before, by the script.
        lead.presses("Save and continue")
    found += faults(lead.sees("You typed 62"))
    found += lead.page.evaluate(HIDDEN)

    lead.opens(states.path("query explained", "check/"))
    found += faults(lead.presses("Submit").sees("There is a problem"))

    lead.opens(states.path("pasted", "paste/"))
    found += faults(lead.presses("See what goes where").sees("There is a problem"))

    coordinator = browses(states.coordinator).opens(states.review("submitted"))
    found += faults(coordinator.presses("Save the decision").sees("There is a problem"))

    assert not found, "\n".join(found)


def test_what_does_not_fit_or_is_covered_is_found(states: States, browses) -> None:
    lead = browses(states.lead).opens(states.path("filled", "healthy/"))
    assert faults(lead) == lead.page.evaluate(HIDDEN) == []

    lead.page.evaluate("document.querySelector('main h1').style.width = '1500px'")
    assert len(faults(lead)) == len(WIDTHS)

    bar = "document.querySelector('.eh-savebar').style"
    lead.page.evaluate(f"{bar}.position = 'sticky'; {bar}.height = '500px'")
    assert lead.page.evaluate(HIDDEN)


def test_no_page_needs_a_script(states: States, browses) -> None:
    lead = browses(states.lead, java_script_enabled=False)
    for state in ("in part", "in error", "sent back", "pasted"):
        for more in ("", "healthy/", "check/", "paste/", "history/"):
            lead.opens(states.path(state, more))
            assert lead.page.locator("main h1").is_visible()
            assert lead.page.locator("main [hidden]:visible, main [data-needs-script]").count() == 0


def _colleague_types(states: States, state: str, code: str, number: str) -> None:
    row = states.submissions[state].observations.get(measure__code=code)
    figure = TypedFigure(row.pk, number, "100")
    save_figures(submission=states.submissions[state], figures=[figure], by=states.colleague,
                 at=NOW, on=TODAY)  # fmt: skip
