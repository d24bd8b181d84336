"""Status, figures in words, menu and breadcrumbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.safestring import SafeString

from ehportal import navigation
from ehportal.status import STATUSES, TAGS
from tests.ehportal.pages import Element, read

FINDINGS = {"better", "worse", "changed", "no_change", "too_early", "no_figure"}


def draw(source: str, **context: Any) -> Element:
    return read(Template("{% load ui %}" + source).render(Context(context)))


def say(source: str, **context: Any) -> str:
    return draw(source, **context).text


@pytest.mark.parametrize("name", sorted(STATUSES))
def test_a_status_is_a_word_and_a_shape_that_is_not_read_out(name: str) -> None:
    page = draw("{% status name %}", name=name)
    assert page.text == STATUSES[name].word
    assert page.one("svg").attrs["aria-hidden"] == "true"
    assert page.one("path").attrs["d"]
    assert not [each for each in page.all() if "style" in each.attrs]


def test_findings_differ_by_shape_and_not_by_colour_alone() -> None:
    shapes = {(STATUSES[name].path, STATUSES[name].paint[:7]) for name in FINDINGS}
    assert len(shapes) == len(FINDINGS)


def test_only_what_changed_is_bold() -> None:
    bold = {name for name in FINDINGS if STATUSES[name].is_signal}
    assert bold == {"better", "worse", "changed"}


def test_a_status_takes_other_words_and_escapes_them() -> None:
    page = draw("{% status 'worse' word %}", word="1 <b>worse</b>")
    assert page.text == "1 <b>worse</b>"
    assert not list(page.all("b"))


def test_an_unknown_status_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        draw("{% status 'improving' %}")


@pytest.mark.parametrize("name", sorted(TAGS))
def test_a_tag_says_its_state(name: str) -> None:
    assert say("{% tag name %}", name=name) == TAGS[name].word


def test_what_is_finished_is_plain_text() -> None:
    assert not list(draw("{% tag 'complete' %}").all("strong"))
    assert "govuk-tag--red" in draw("{% tag 'problem' %}").one("strong").classes


def test_every_state_of_a_submission_has_a_tag_and_a_status() -> None:
    from outcomes.models import Status

    assert set(Status.values) <= set(TAGS)
    assert set(Status.values) <= set(STATUSES)
    for value, label in Status.choices:
        assert TAGS[value].word == label


def test_filters_write_figures_and_dates() -> None:
    due = date(2026, 10, 15)
    assert say("{{ 1041|number }} {{ 2.449|number:1 }}") == "1,041 2.4"
    assert say("{{ 24.3|percentage }} {{ 35|percentage:0 }}") == "24.3% 35%"
    assert say("{{ '2026-Q2'|quarter }}") == "July to September 2026"
    assert say("{{ '2026-Q2'|short_quarter }}") == "Jul to Sep 2026"
    assert say("{{ '2026-Q2'|financial_quarter }}") == "quarter 2, 2026/27"
    assert (
        say("{{ due|day }}, {{ due|weekday }}", due=due) == "15 October 2026, Thursday 15 October"
    )
    assert say("{{ due|days_away:today }}", due=due, today=date(2026, 10, 9)) == "in 6 days"
    assert say("{{ none|day }}{{ none|weekday }}{{ none|clock }}", none=None) == ""
    assert say("{{ 1|counted:'measure' }} {{ 2|counted:'box,boxes' }}") == "1 measure 2 boxes"


def test_moments_are_told_in_london() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert say("{{ late|day }} {{ late|clock }}", late=late) == "1 July 2026 00:30"


def test_days_are_counted_from_today_unless_told(frozen: datetime) -> None:
    assert say("{{ due|days_away }}", due=date(2026, 10, 15)) == "in 7 days"


def test_breadcrumbs_lead_to_the_pages_above() -> None:
    page = draw("{% breadcrumbs 'Submissions' '/submissions/' 'July' '/submissions/3/' %}")
    assert page.one("nav").attrs["aria-label"] == "Breadcrumb"
    assert [(a.text, a.attrs["href"]) for a in page.all("a")] == [
        ("Submissions", "/submissions/"),
        ("July", "/submissions/3/"),
    ]


def test_breadcrumbs_refuse_a_label_without_an_address() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% breadcrumbs 'Submissions' %}")


# ---- the menu ----

PAGES = {
    "dashboards:home": "/",
    "outcomes:submissions": "/submissions/",
    "outcomes:review": "/review/",
    "dashboards:overview": "/dashboard/",
    "dashboards:framework_list": "/framework/",
    "governance:structure": "/governance/",
    "dashboards:data": "/data/",
    "dashboards:search": "/search/",
    "admin:index": "/admin/",
}


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Element]:
    """The menu at a path, for somebody with these permissions (None: signed out)."""
    monkeypatch.setattr(navigation, "reverse", PAGES.__getitem__)

    def drawn(path: str, permissions: set[str] | None) -> Element:
        request = RequestFactory().get(path)
        if permissions is None:
            request.user = AnonymousUser()
            request.access = None
        else:
            request.user = SimpleNamespace(is_authenticated=True)
            request.access = SimpleNamespace(may=permissions.__contains__)
        return draw("{% menu %}", request=request)

    return drawn


def labels(page: Element) -> list[str]:
    return [link.text for link in page.all("a")]


def test_the_menu_shows_what_a_person_may_do(menu: Callable[..., Element]) -> None:
    reading = {"dashboard.view", "governance.view"}
    assert labels(menu("/", {*reading, "submission.edit"})) == [
        "Home", "Submissions", "Dashboard", "Framework", "Governance", "Data", "Search",
    ]  # fmt: skip
    assert "Review" in labels(menu("/", {"submission.review"}))
    assert "Administration" in labels(menu("/", {"administer"}))
    assert labels(menu("/", set())) == ["Home"]


def test_signed_out_there_is_no_menu_unless_dashboards_are_public(
    menu: Callable[..., Element], settings: Any
) -> None:
    assert menu("/accounts/login/", None).text == ""
    settings.PUBLIC_DASHBOARDS = True
    assert labels(menu("/dashboard/", None)) == ["Dashboard", "Framework", "Data", "Search"]


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/", "Home", "page"),
        ("/dashboard/", "Dashboard", "page"),
        ("/dashboard/measures/TH-1/", "Dashboard", "true"),
        ("/data/", "Data", "page"),
    ],
)
def test_the_menu_marks_the_place_a_person_is_in(
    menu: Callable[..., Element], path: str, label: str, current: str
) -> None:
    page = menu(path, {"dashboard.view"})
    marked = [(a.text, a.attrs["aria-current"]) for a in page.all("a") if "aria-current" in a.attrs]
    assert marked == [(label, current)]


def test_ready_made_mark_up_is_safe_and_shared() -> None:
    from ehportal.status import status_html

    assert isinstance(status_html("better"), SafeString)
    assert status_html("better") is status_html("better")


def test_the_addresses_of_a_long_table_are_those_that_url_makes() -> None:
    page = Template(
        '{% load ui %}{% url "outcomes:story" 7 0 as story %}{{ story|with_key:45 }} '
        '{% url "outcomes:story" 7 45 %}'
    ).render(Context())

    made, expected = page.split()
    assert made == expected
