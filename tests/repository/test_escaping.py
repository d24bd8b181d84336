"""Words that people type are never markup, on any page that shows them.

Every column of text that a person can fill is filled with a piece of markup; then every page is
read, and holds that piece escaped or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length

from ehportal.append_only import drop_trigger_statements
from tests.conftest import APPEND_ONLY
from tests.repository.routes import PAGES, Desk, Route, address, routes, rule_of
from tests.repository.source import LAYERS
from tests.repository.world import World, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Opens a tag, closes an attribute of either kind, and is short enough for most columns.
MARKUP = "<q'\">"
READERS = ("ne_lead", "partner", "coordinator", "board_member")
# What nobody types: names for machines, and drawings that the portal makes.
NOT_TYPED = {
    "code", "slug", "email", "password", "sparkline", "finding", "shorthand", "verb", "file",
    "subject_kind", "subject_id", "sha256", "content_hash", "rules_version", "reporter_hint",
    "kind", "area_code", "area_suggested",
}  # fmt: skip


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every column of words that a person may have typed."""
    for app in LAYERS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                if is_text and not field.choices and field.name not in NOT_TYPED:
                    yield model, field


def fill(model: type[models.Model], field: models.Field) -> int:
    """Adds the markup to a column, also where it is blank if the model lets it be filled."""
    rows = model._default_manager.all()
    if field.max_length:
        longest = field.max_length - len(MARKUP)
        rows = rows.annotate(length=Length(field.name)).filter(length__lte=longest)
    for chosen in (rows, rows.exclude(**{field.name: ""})):
        try:
            with transaction.atomic():
                # A plain QuerySet: the model's own may refuse every update.
                plain = models.QuerySet(model, chosen.query.chain())
                return plain.update(**{field.name: Concat(F(field.name), Value(MARKUP))})
        except IntegrityError:
            continue
    return 0


@pytest.fixture
def hostile(world: World) -> World:
    """A partnership where somebody typed markup wherever they could."""
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for sql in drop_trigger_statements(connection.vendor, table):
                cursor.execute(sql)
    filled = {f"{m._meta.label}.{f.name}" for m, f in columns() if fill(m, f)}
    assert len(filled) > 80
    assert {
        "outcomes.Measure.title",
        "outcomes.Observation.note",
        "outcomes.Observation.numerator_typed",
        "outcomes.PublishedFigure.note",
        "outcomes.Submission.review_reason",
        "governance.Body.name",
        "governance.Organisation.name",
        "governance.User.name",
        "governance.Event.subject",
    } <= filled
    return world


def _addresses(world: World, *, of_the_desk: bool) -> Iterator[tuple[Route, str]]:
    for route in routes():
        rule = rule_of(route)
        if isinstance(rule, Desk) if of_the_desk else route.name in PAGES:
            for target in rule.targets(world):
                if target.exists:
                    yield route, address(route, target)


def _raw(world: World, who: str, path: str) -> bool:
    """Whether a page holds the markup as markup. Files for machines are not pages."""
    response = world.ask(who, "GET", path)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and MARKUP.encode() in body_of(response)


@pytest.mark.parametrize("who", READERS)
def test_no_page_takes_words_for_markup(hostile: World, who: str) -> None:
    asked = list(_addresses(hostile, of_the_desk=False))
    assert [path for _, path in asked if _raw(hostile, who, path)] == []


def test_no_page_of_the_desk_takes_words_for_markup(hostile: World) -> None:
    asked = [
        path
        for route, path in _addresses(hostile, of_the_desk=True)
        if route.name.endswith(("_changelist", "_change", "_history", "_delete", ":index"))
    ]
    assert len(asked) > 80
    assert [path for path in asked if _raw(hostile, "administrator", path)] == []


def test_the_words_are_shown_all_the_same(hostile: World) -> None:
    """The pages did hold what was typed: escaped, as the words they are."""
    escaped = b"&lt;q&#x27;&quot;&gt;"
    shown = [
        path
        for _, path in _addresses(hostile, of_the_desk=False)
        if escaped in body_of(hostile.ask("coordinator", "GET", path))
    ]
    assert len(shown) > 20
