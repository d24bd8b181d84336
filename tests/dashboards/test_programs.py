"""Programs read the files of open data with a token, and nothing else with it."""

from __future__ import annotations

import base64
import csv
import io
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client

from governance.models import DataToken, Event, Place, User
from governance.services.tokens import revoke_token
from tests.conftest import NOW, TODAY
from tests.factories.governance import UserFactory
from tests.factories.outcomes import MeasureFactory, PublicationFactory, PublishedFigureFactory
from tests.factories.tokens import DataTokenFactory, words_of

pytestmark = pytest.mark.usefixtures("frozen")

CSV = "/data/observations.csv"
FILES = [
    CSV,
    "/data/observations.csv-metadata.json",
    "/data/observations.xlsx",
    "/data/measures/HEA-101.csv",
    "/data/measures/HEA-101.csv-metadata.json",
    "/data/measures/HEA-101.xlsx",
    "/data/framework.json",
    "/data/datapackage.json",
    "/data/package.zip",
    "/data/superseded.csv",
    "/data/publications.csv",
    "/data/periods.csv",
    "/data/notes.csv",
    "/data/stories.csv",
    "/data/gaps.csv",
    "/data/decisions.csv",
]
PAGES = ["/", "/data/", "/data/tokens/", "/dashboard/", "/dashboard/matrix.csv", "/submissions/",
         "/review/", "/governance/", "/messages/", "/framework/"]  # fmt: skip


@pytest.fixture
def token(board_member: User) -> DataToken:
    return DataTokenFactory(owner=board_member)


def bearer(words: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {words}"}


def basic(words: str, user: str = "anything") -> dict[str, str]:
    encoded = base64.b64encode(f"{user}:{words}".encode()).decode()
    return {"Authorization": f"Basic {encoded}"}


def ask(
    path: str, headers: dict[str, str], method: str = "GET", *, browser: Client | None = None
) -> Any:
    response = (browser or Client()).generic(method, path, headers=headers)
    if response.streaming:
        response.read = b"".join(response.streaming_content)  # type: ignore[arg-type, attr-defined]
    return response


# ---- What a token opens ----


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("how", [bearer, basic])
def test_a_token_reads_every_file(
    token: DataToken, path: str, how: Callable[[str], dict[str, str]]
) -> None:
    MeasureFactory(code="HEA-101")

    response = ask(path, how(words_of(token)))

    assert response.status_code == 200
    assert not response.cookies
    assert "Authorization" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", FILES)
def test_a_token_only_looks(token: DataToken, path: str) -> None:
    MeasureFactory(code="HEA-101")
    headers = bearer(words_of(token))

    assert ask(path, headers, "HEAD").status_code == 200
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask(path, headers, method).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_a_token_opens_no_page(token: DataToken, path: str) -> None:
    response = ask(path, bearer(words_of(token)))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")
    assert configured.SESSION_COOKIE_NAME not in response.cookies


def test_an_administrators_token_opens_no_desk(administrator: User) -> None:
    own = DataTokenFactory(owner=administrator)

    assert ask("/admin/", bearer(words_of(own))).status_code == 302


@pytest.mark.parametrize(
    "who", ["ne_lead", "partner", "coordinator", "board_member", "administrator"]
)
def test_every_member_may_let_a_program_read(who: str, request: pytest.FixtureRequest) -> None:
    own = DataTokenFactory(owner=request.getfixturevalue(who))

    assert ask(CSV, bearer(words_of(own))).status_code == 200


def test_a_token_for_one_locality_reads_that_locality_alone(
    board_member: User, localities: dict[str, Place]
) -> None:
    measure, publication = MeasureFactory(code="HEA-101"), PublicationFactory()
    for place in localities.values():
        PublishedFigureFactory(measure=measure, publication=publication, place=place)
    own = DataTokenFactory(owner=board_member, place=localities["ne"])
    every = DataTokenFactory(owner=board_member)

    for path in (CSV, "/data/measures/HEA-101.csv"):
        found = ask(path, bearer(words_of(own)))
        rows = list(csv.DictReader(io.StringIO(found.read.decode())))
        assert [row["geography_code"] for row in rows] == ["TH-NE"]
        whole = ask(path, bearer(words_of(every)))
        assert whole.read.count(b"\r\n") == 5
        # What is known of one is no answer to the other.
        again = ask(path, {**bearer(words_of(own)), "If-None-Match": whole.headers["ETag"]})
        assert again.status_code == 200
        again = ask(path, {**bearer(words_of(own)), "If-None-Match": found.headers["ETag"]})
        assert again.status_code == 304


def test_it_stays_with_its_locality_while_open_data_is_public(
    board_member: User, localities: dict[str, Place], settings: Any
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    PublishedFigureFactory(place=localities["nw"])
    own = DataTokenFactory(owner=board_member, place=localities["ne"])

    assert ask(CSV, bearer(words_of(own))).read.count(b"\r\n") == 1


def test_who_published_is_told_to_people_who_signed_in_alone(
    sign_in: Any, board_member: User, coordinator: User, token: DataToken, settings: Any
) -> None:
    """An officer's name is no open data, and a program passes on whatever it is given."""
    PublicationFactory(published_by=coordinator)
    settings.PUBLIC_DASHBOARDS = True
    person, name = sign_in(board_member), coordinator.name.encode()
    table = "/data/publications.csv"

    assert name in ask(table, {}, browser=person).read
    assert name not in ask(table, {}).read
    assert name not in ask(table, bearer(words_of(token))).read
    for path in (table, "/data/package.zip"):
        theirs, everybodys = ask(path, {}, browser=person), ask(path, {})
        assert theirs.headers["ETag"] != everybodys.headers["ETag"]


def test_reading_is_cheap(token: DataToken, django_assert_num_queries) -> None:
    ask(CSV, bearer(words_of(token)))
    with django_assert_num_queries(3):
        ask("/data/observations.csv-metadata.json", bearer(words_of(token)))

    token.refresh_from_db()
    assert token.last_used_at == NOW
    assert not Event.objects.exists()


# ---- What is refused, and how ----


def refused(headers: dict[str, str], path: str = CSV) -> str:
    response = ask(path, headers)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    scheme = response.headers["WWW-Authenticate"].partition(" ")[0]
    sent = headers.get("Authorization", "Basic").partition(" ")[0]
    assert scheme == (sent if sent == "Bearer" else "Basic")
    return response.content.decode()


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("headers", [{}, bearer("ehp_0_1"), basic("not one of ours")])
def test_a_program_without_a_token_that_is_right_is_asked_for_one(
    db: None, path: str, headers: dict[str, str]
) -> None:
    assert "/data/tokens/" in refused(headers, path)


@pytest.mark.parametrize("how", [bearer, basic])
def test_a_wrong_secret_is_refused(token: DataToken, how: Any) -> None:
    assert refused(how(words_of(token)[:-1])).startswith("This token is not right.")
    assert refused(how(f"{words_of(token)}x")).startswith("This token is not right.")


def test_a_wrong_secret_of_a_revoked_token_says_no_more_than_of_one_that_never_was(
    token: DataToken, board_member: User
) -> None:
    revoke_token(token=token, by=board_member, at=NOW)

    assert refused(bearer(f"{words_of(token)}x")) == refused(bearer("ehp_nothing_there"))


def test_a_revoked_token_is_refused_with_the_day(token: DataToken, administrator: User) -> None:
    revoke_token(token=token, by=administrator, at=NOW)

    assert refused(bearer(words_of(token))).startswith("This token was revoked on 8 October 2026.")


def test_an_expired_token_is_refused_with_its_last_day(board_member: User) -> None:
    last = DataTokenFactory(owner=board_member, expires_on=TODAY)
    over = DataTokenFactory(owner=board_member, expires_on=TODAY - timedelta(days=1))

    assert ask(CSV, bearer(words_of(last))).status_code == 200
    assert refused(bearer(words_of(over))).startswith(
        "This token expired: its last day was 7 October 2026."
    )


def test_the_token_of_who_may_no_longer_sign_in_is_refused(
    token: DataToken, board_member: User
) -> None:
    User.objects.filter(pk=board_member.pk).update(is_active=False)

    assert "may no longer read the figures" in refused(bearer(words_of(token)))


def test_the_token_of_who_is_a_member_no_longer_is_refused(
    token: DataToken, board_member: User
) -> None:
    board_member.memberships.update(ends_on=TODAY - timedelta(days=1))

    assert "may no longer read the figures" in refused(basic(words_of(token)))


def test_the_token_of_who_never_was_a_member_is_refused(stranger: User) -> None:
    own = DataTokenFactory(owner=stranger)

    assert "may no longer read the figures" in refused(bearer(words_of(own)))


@pytest.mark.parametrize(
    "header",
    [
        "Bearer", "Bearer ", "Basic", "Basic !!!", "Basic /////w==", "Basic YQ==", "Digest x",
        "ehp_1_2", f"Bearer ehp_{'1' * 4000}", "Bearer ehp_", "Bearer ehp__", "Bearer \u00e9hp",
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused_like_a_wrong_one(db: None, header: str) -> None:
    assert ask(CSV, {"Authorization": header}).status_code == 401


def test_wrong_tokens_are_told_to_wait_and_right_ones_are_not_shut_out(token: DataToken) -> None:
    cache.clear()
    for _ in range(10):
        refused(bearer("ehp_nothing_there"))

    response = ask(CSV, basic("ehp_nothing_there"))

    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert "Wait five minutes" in response.content.decode()
    assert ask(CSV, bearer(words_of(token))).status_code == 200
    cache.clear()


def test_a_token_in_the_address_is_not_read(token: DataToken) -> None:
    for name in ("token", "access_token", "key"):
        assert ask(f"{CSV}?{name}={words_of(token)}", {}).status_code == 401


def test_a_refusal_writes_no_token_down(token: DataToken, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        refused(bearer(f"{words_of(token)}x"))

    assert words_of(token) not in caplog.text


# ---- People, as before ----


def test_somebody_signed_in_needs_no_token(sign_in: Any, board_member: User) -> None:
    assert sign_in(board_member).get(CSV).status_code == 200


def test_a_password_that_something_else_asked_for_is_not_taken_for_a_token(
    sign_in: Any, board_member: User, settings: Any
) -> None:
    assert sign_in(board_member).get(CSV, headers=basic("of the proxy")).status_code == 200
    settings.PUBLIC_DASHBOARDS = True
    assert ask(CSV, basic("of the proxy")).status_code == 200


def test_a_token_does_not_lend_its_owners_rights_to_who_sends_it(
    sign_in: Any, token: DataToken
) -> None:
    """It is the token that is asked, whoever else has signed in."""
    browser = sign_in(UserFactory())

    assert browser.get(CSV, headers=bearer(words_of(token))).status_code == 200
    assert browser.get(CSV).status_code == 403
    assert browser.get("/dashboard/", headers=bearer(words_of(token))).status_code == 403
