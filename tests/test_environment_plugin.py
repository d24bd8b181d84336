"""What the tests rely on before the first of them runs."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from zeal import NPlusOneError, zeal_context

from tests.environment_plugin import DATA_DIR, VARIABLES


def test_nothing_the_tests_write_lands_in_the_project() -> None:
    assert DATA_DIR.resolve() == settings.DATA_DIR
    assert not DATA_DIR.is_relative_to(Path(__file__).parent.parent)


def test_no_setting_of_the_machine_reaches_the_tests() -> None:
    assert {name: os.environ[name] for name in VARIABLES} == VARIABLES
    assert not settings.DEMO


@pytest.mark.django_db
def test_asking_the_database_the_same_thing_once_per_row_is_an_error() -> None:
    types = list(ContentType.objects.values_list("pk", flat=True)[:3])
    with pytest.raises(NPlusOneError), zeal_context():
        assert [ContentType.objects.get(pk=pk) for pk in types]


def test_every_page_is_watched_for_such_queries() -> None:
    assert settings.MIDDLEWARE[0] == "zeal.middleware.zeal_middleware"


def test_property_tests_try_the_same_examples_every_time() -> None:
    assert hypothesis.settings().derandomize
    assert hypothesis.settings().deadline is None
