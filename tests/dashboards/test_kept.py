"""Pages of published figures, ready-made: made for one reader, shown to all who may do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from dashboards.views.kept import kept
from dashboards.views.unchanged import NEWEST
from governance.access import access_of
from governance.models import Event, Place, Role, User
from outcomes.models import Measure, Publication
from outcomes.services.commentary import write_commentary
from tests.dashboards.publishing import publish, rising, text_of
from tests.factories.evidence import DataGapFactory
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import PriorityFactory
from tests.factories.structure import EventFactory

MEASURE = "/dashboard/measures/HEA-201/"
PAGES = [
    "/dashboard/",
    MEASURE,
    "/dashboard/localities/north-east/",
    "/dashboard/areas/healthy/",
    "/dashboard/priorities/1/",
    "/dashboard/matrix/",
    "/dashboard/equalities/",
    "/dashboard/completeness/",
]
#: The session, the person, what they may do, their messages; the publication and the changes.
AT_MOST = 6


@pytest.fixture
def published(localities: dict[str, Place], borough: Place, booking: Measure) -> Publication:
    PriorityFactory()
    return publish({(booking, borough): rising(16), (booking, localities["ne"]): rising(16)})


@pytest.fixture
def another(board_member: User, sign_in: Callable[[User], Client]) -> Client:
    """The browser of another member of the Board."""
    user = UserFactory(name="Another member")
    seat = board_member.memberships.get()
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=seat.body)
    return sign_in(user)


def stored() -> list[bytes]:
    """Every page that is kept, as it lies in memory."""
    return list(caches["pages"]._cache.values())  # type: ignore[attr-defined]


# ---- Whose page it is ------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_second_reader_is_given_the_page_that_was_made_for_the_first(
    path: str,
    reader: Client,
    another: Client,
    published: Publication,
    django_assert_max_num_queries: Any,
) -> None:
    another.get("/help/")  # Says in the session that it is in use.
    first = reader.get(path)
    with django_assert_max_num_queries(AT_MOST):
        second = another.get(path)

    assert second.status_code == 200
    assert second.content == first.content
    assert second.headers["ETag"] != first.headers["ETag"]


def test_each_reader_is_named_in_the_head_of_their_own(
    ne_lead: User, nw_lead: User, sign_in: Callable[[User], Client], published: Publication
) -> None:
    first, second = (sign_in(lead).get(MEASURE).content.decode() for lead in (ne_lead, nw_lead))

    assert "North East locality lead" in first
    assert "North West locality lead" in second
    assert "North East locality lead" not in second


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_reader_is_in_what_is_kept(
    path: str, ne_lead: User, sign_in: Callable[[User], Client], published: Publication
) -> None:
    sign_in(ne_lead).get(path)

    [kept_page] = stored()
    assert b"<h1" in kept_page
    for own in (ne_lead.name, "locality lead", ne_lead.email, "csrfmiddlewaretoken", "Sign out"):
        assert own.encode() not in kept_page


def test_who_may_do_more_is_not_given_the_page_of_who_may_do_less(
    reader: Client, coordinator: User, sign_in: Callable[[User], Client], published: Publication
) -> None:
    assert "Accept or rewrite" not in reader.get(MEASURE).content.decode()
    editor = sign_in(coordinator)
    assert "Accept or rewrite" in editor.get(MEASURE).content.decode()
    assert "Accept or rewrite" not in reader.get(MEASURE).content.decode()


def test_whoever_is_not_signed_in_is_told_no_names(
    reader: Client, coordinator: User, booking: Measure, borough: Place,
    published: Publication, settings: Any, now: Any,
) -> None:  # fmt: skip
    settings.PUBLIC_DASHBOARDS = True
    write_commentary(
        measure=booking,
        place=borough,
        publication=published.number,
        text="It rose.",
        by=coordinator,
        at=now,
    )
    assert coordinator.name in reader.get(MEASURE).content.decode()
    assert coordinator.name not in Client().get(MEASURE).content.decode()
    assert coordinator.name in reader.get(MEASURE).content.decode()


def test_whoever_is_not_signed_in_reads_that_a_gap_has_an_owner_and_not_who(
    reader: Client, booking: Measure, borough: Place, settings: Any
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    gap = DataGapFactory(measure=booking, owner=UserFactory(name="Amina Begum"))
    for page in ("/dashboard/gaps/", f"/dashboard/measures/{gap.measure.code}/"):
        assert "Amina Begum" in reader.get(page).content.decode(), page
        outside = Client().get(page).content.decode()
        assert "Amina" not in outside, page
        assert "named" in outside, page


def test_a_page_that_carries_its_readers_token_is_not_kept(board_member: User) -> None:
    def form(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_token(request))

    for _ in range(2):
        request = RequestFactory().get("/")
        request.user, request.access = board_member, access_of(board_member)  # type: ignore[attr-defined]
        request.resolver_match = None
        assert len(kept("the same state", form, request).content) == 64
    assert not stored()


# ---- When it is made anew --------------------------------------------------------------------


def test_a_new_publication_is_seen_at_once(
    reader: Client, another: Client, booking: Measure, borough: Place, published: Publication
) -> None:
    reader.get("/dashboard/")
    publish({(booking, borough): [(900, 1000)]}, last="2026-Q3")

    for client in (another, reader):
        assert "90.0%" in text_of(client.get("/dashboard/"))


def test_what_a_service_records_is_seen_at_once(
    reader: Client, another: Client, coordinator: User, booking: Measure, borough: Place,
    published: Publication, now: Any,
) -> None:  # fmt: skip
    reader.get(MEASURE)
    write_commentary(
        measure=booking,
        place=borough,
        publication=published.number,
        text="Clinics opened.",
        by=coordinator,
        at=now,
    )
    for client in (another, reader):
        assert "Clinics opened." in text_of(client.get(MEASURE))


def test_what_an_administrator_edits_is_seen_at_once(
    reader: Client, administrator: User, booking: Measure, published: Publication
) -> None:
    before = reader.get(MEASURE)
    Measure.objects.filter(pk=booking.pk).update(title="Booked early")
    assert reader.get(MEASURE).content == before.content, "Nothing was recorded."

    EventFactory(verb="measure.change", by=administrator)

    answer = reader.get(MEASURE, headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    assert "Booked early" in text_of(answer)


def test_what_is_typed_and_not_published_leaves_it_as_it_is(
    reader: Client, published: Publication, django_assert_max_num_queries: Any
) -> None:
    before = reader.get(MEASURE).headers["ETag"]
    EventFactory(verb="submission.save", subject_kind="outcomes.submission")

    with django_assert_max_num_queries(AT_MOST):
        assert reader.get(MEASURE).headers["ETag"] == before


def test_a_change_that_comes_to_light_after_a_later_one_is_seen(
    reader: Client, booking: Measure, published: Publication
) -> None:
    """PostgreSQL gives keys out while transactions run, and the first need not end first."""
    highest = EventFactory().pk + NEWEST - 1
    EventFactory(pk=highest)
    before = reader.get(MEASURE)

    Measure.objects.filter(pk=booking.pk).update(title="Booked early")
    EventFactory(pk=highest - 1)

    answer = reader.get(MEASURE, headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    assert "Booked early" in text_of(answer)


def test_a_change_is_seen_however_much_was_typed_before_and_after_it(
    reader: Client, booking: Measure, published: Publication
) -> None:
    _type_much()
    before = reader.get(MEASURE)

    Measure.objects.filter(pk=booking.pk).update(title="Booked early")
    EventFactory()
    _type_much()

    answer = reader.get(MEASURE, headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    assert "Booked early" in text_of(answer)


def _type_much() -> None:
    typed = EventFactory.build_batch(
        NEWEST, verb="figures.save", subject_kind="outcomes.submission"
    )
    Event.objects.bulk_create(typed)


def test_the_next_day_it_is_made_anew(
    reader: Client, published: Publication, time_machine: Any, django_assert_max_num_queries: Any
) -> None:
    time_machine.move_to("2026-10-08T10:00Z", tick=False)
    before = reader.get(MEASURE).headers["ETag"]
    time_machine.move_to("2026-10-08T10:20Z", tick=False)
    assert reader.get(MEASURE).headers["ETag"] == before
    time_machine.move_to("2026-10-08T23:01Z", tick=False)  # Midnight in London.
    reader.force_login(User.objects.get(email="board@ehportal.example"))
    assert reader.get(MEASURE).headers["ETag"] != before


# ---- What is filled in -----------------------------------------------------------------------


def test_a_message_is_shown_on_a_page_that_is_kept(
    coordinator: User, sign_in: Callable[[User], Client], published: Publication
) -> None:
    editor = sign_in(coordinator)
    editor.post("/review/commentary/HEA-201/", {"act": "accept", "publication": published.number})
    said = "The automatic commentary is accepted, in your name."

    told = editor.get(MEASURE)

    assert said in told.content.decode()
    assert "ETag" not in told.headers
    assert said not in editor.get(MEASURE).content.decode()
    assert len(stored()) == 1
