"""Who may read the framework and the open data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dashboards.views import data, framework
from governance.access import Permission
from governance.models import User

READING = [
    "/framework/",
    "/framework/measures/",
    "/framework/baselines/",
    "/dashboard/gaps/",
    "/data/",
    "/data/observations.csv",
    "/data/framework.json",
    "/data/datapackage.json",
    "/data/observations.csv-metadata.json",
]


@pytest.mark.parametrize("path", READING)
def test_a_member_may_read(
    path: str, sign_in: Callable[[User], Client], board_member: User
) -> None:
    assert sign_in(board_member).get(path).status_code == 200


@pytest.mark.parametrize("path", READING)
def test_a_signed_out_person_is_sent_to_sign_in(path: str, client: Client, db: None) -> None:
    response = client.get(f"{path}?area=safe", headers={"Accept": "text/html,*/*;q=0.8"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=")
    assert response.headers["Location"].endswith("%3Farea%3Dsafe")


@pytest.mark.parametrize("path", READING)
def test_a_person_without_the_permission_is_refused(
    path: str, sign_in: Callable[[User], Client], stranger: User
) -> None:
    assert sign_in(stranger).get(path).status_code == 403


@pytest.mark.parametrize("path", READING)
def test_everybody_may_read_while_dashboards_are_public(
    path: str,
    client: Client,
    settings: Any,
    sign_in: Callable[[User], Client],
    stranger: User,
) -> None:
    settings.PUBLIC_DASHBOARDS = True

    assert client.get(path).status_code == 200
    assert sign_in(stranger).get(path).status_code == 200


@pytest.mark.parametrize("path", READING)
def test_nothing_can_be_posted(
    path: str, sign_in: Callable[[User], Client], board_member: User
) -> None:
    assert sign_in(board_member).post(path).status_code == 405


def test_the_permission_can_be_read_from_a_view() -> None:
    found = [view.permission for view in (framework.framework_list, data.observations_csv)]  # type: ignore[attr-defined]

    assert found == [Permission.DASHBOARD_VIEW, Permission.DATA_READ]
