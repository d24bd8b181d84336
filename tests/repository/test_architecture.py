"""The layers of the portal: imports and foreign keys point down, and what may be imported where.

    dashboards -> outcomes -> governance -> ehportal

Each rule is a function from a syntax tree, or from a model, to what breaks it, and each is shown a
bad example that it must catch.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.test.utils import isolate_apps

from ehportal.append_only import AppendOnlyModel
from tests.repository.source import (
    LAYERS,
    PROJECT,
    imports,
    is_within,
    module_of,
    package_of,
    parse,
    python_files,
    run_python,
)

# The only module that looks up: it puts every app at its address.
LOOKS_UP = Path("ehportal/urls.py")
PURE = ("outcomes.calculations", "outcomes.disclosure")
HEAVY = ("docx", "openpyxl", "pandas", "plotly", "typst")
# What is due from a person is not published yet, so their home reads it from the write side.
READS_WHAT_IS_DUE = {"dashboards.selectors.home", "dashboards.selectors.waiting"}
# The format of an export is theirs, so they read one back, and hand it to the service that writes.
HANDS_AN_EXPORT_OVER = {
    "dashboards.management.commands.load_observations",
    "dashboards.reloading.judging",
    "dashboards.reloading.publications",
}
# They save a Word file or a workbook, and no row.
SAVES_A_FILE = {"dashboards.exports.observations_xlsx", "dashboards.pack.word"}
WRITE_SIDE = (
    "outcomes.services",
    "outcomes.figures",
    "outcomes.importing",
    "outcomes.release",
    "outcomes.reminding",
    "outcomes.reporting",
    "outcomes.reviewing",
)
WHOLE_MODULES = {
    "outcomes.models",
    "outcomes.models.imports",
    "outcomes.models.observations",
    "outcomes.models.submissions",
}
ROWS_OF_THE_WRITE_SIDE = {
    "FigureImport",
    "Observation",
    "OpenPage",
    "Presence",
    "Question",
    "SectionState",
    "Submission",
}
# Which quarter comes when, and what is asked for in it, concerns both sides.
CALENDAR = "outcomes.services.periods"
# Disclosure control and publication: the only readers of what was hidden.
MAY_KNOW_WHAT_IS_HIDDEN = {
    "outcomes.models",
    "outcomes.models.publication",
    "outcomes.clearing",
    "outcomes.release",
    "outcomes.services.publication",
}
# How a model comes by its own save or delete: Django's sign-in, and rows that are never changed.
MAY_SAVE = {models.Model, AbstractBaseUser, AppendOnlyModel}
# "No file much above 400 lines."
LONGEST = 450

PORTAL = python_files(*LAYERS)


# ---- The rules -------------------------------------------------------------------------------


def looks_up(tree: ast.Module, path: Path) -> Iterator[str]:
    """Imports of a layer above one's own, and of the tests."""
    above = LAYERS[LAYERS.index(path.parts[0]) + 1 :]
    for line, name in imports(tree, package=package_of(path)):
        if is_within(name, *above, "tests"):
            yield f"{path}:{line} imports {name}"


def reads_the_write_side(tree: ast.Module, path: Path) -> Iterator[str]:
    """Submissions and observations, and the services and checks that belong to them.

    A whole `models` module would hide which of its classes is read, so names are imported singly.
    """
    for line, name in imports(tree, package=package_of(path)):
        last = name.rpartition(".")[2]
        if last in ROWS_OF_THE_WRITE_SIDE:
            yield f"{path}:{line} reads {last}"
        if name in WHOLE_MODULES or name.endswith(".*"):
            yield f"{path}:{line} imports a whole module of models"
        if is_within(name, *WRITE_SIDE) and not is_within(name, CALENDAR):
            yield f"{path}:{line} imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"submissions", "observations"}:
            yield f"{path}:{node.lineno} reads .{node.attr}"


def tells_what_is_hidden(tree: ast.Module, path: Path) -> Iterator[str]:
    """Reading the true values of figures that a publication hid."""
    for line, name in imports(tree, package=package_of(path)):
        if name.rpartition(".")[2].lower() == "withheldfigure":
            yield f"{path}:{line} imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"withheld", "WithheldFigure"}:
            yield f"{path}:{node.lineno} reads .{node.attr}"
        elif isinstance(node, ast.Constant) and "withheld" in str(node.value).split("__"):
            yield f"{path}:{node.lineno} looks along {node.value!r}"


def writes(tree: ast.Module, path: Path) -> Iterator[str]:
    """Calls that change rows."""
    verbs = {"save", "create", "delete", "get_or_create", "update_or_create"}
    verbs |= {"bulk_create", "bulk_update", "select_for_update"}
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in verbs:
            yield f"{path}:{called.lineno} calls .{called.attr}()"


def is_impure(tree: ast.Module, path: Path) -> Iterator[str]:
    """Anything but the standard library and the pure packages themselves."""
    for line, name in imports(tree, package=package_of(path)):
        if name.partition(".")[0] not in sys.stdlib_module_names and not is_within(name, *PURE):
            yield f"{path}:{line} imports {name}"


def is_heavy(tree: ast.Module, path: Path) -> Iterator[str]:
    """Imports of slow, large libraries that happen when the module is read."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            inside |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in inside or not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            continue
        for line, name in imports(ast.Module([_statement(node)], []), package=package_of(path)):
            if is_within(name, *HEAVY):
                yield f"{path}:{line} imports {name} at module level"


def _statement(node: ast.stmt | ast.expr) -> ast.stmt:
    return ast.Expr(node) if isinstance(node, ast.expr) else node


def signals(tree: ast.Module, path: Path) -> Iterator[str]:
    """Signals hide rules: Django's, a library's, or our own."""
    for line, name in imports(tree, package=package_of(path)):
        if is_within(name, "django.dispatch") or "signals" in name.split("."):
            yield f"{path}:{line} imports {name}"


def keys_up(model: type[models.Model]) -> Iterator[str]:
    """Foreign keys and many-to-many links of a model to one of a layer above its own."""
    above = LAYERS[LAYERS.index(model._meta.app_label) + 1 :]
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    for field in fields:
        if field.is_relation and field.related_model._meta.app_label in above:
            yield f"{model._meta.label}.{field.name} points at {field.related_model._meta.label}"


def saves_otherwise(model: type[models.Model]) -> Iterator[str]:
    """Logic in save() or delete(): rules live in services, where bulk writes pass as well."""
    for method in ("save", "delete", "save_base"):
        owner = next(base for base in model.__mro__ if method in vars(base))
        if owner not in MAY_SAVE:
            yield f"{owner.__name__}.{method}"


RULES = {
    looks_up: [path for path in PORTAL if path != LOOKS_UP],
    is_heavy: PORTAL,
    signals: PORTAL,
    is_impure: [path for path in PORTAL if is_within(module_of(path), *PURE)],
    writes: [p for p in python_files("dashboards") if module_of(p) not in SAVES_A_FILE],
    tells_what_is_hidden: [p for p in PORTAL if module_of(p) not in MAY_KNOW_WHAT_IS_HIDDEN],
    reads_the_write_side: [
        path
        for path in python_files("dashboards")
        if module_of(path) not in READS_WHAT_IS_DUE | HANDS_AN_EXPORT_OVER
    ],
}
MODELS = [model for name in LAYERS for model in apps.get_app_config(name).get_models(True)]


# ---- The project keeps them ------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule) -> None:
    assert RULES[rule], "the rule applies to no file: was a package renamed?"
    assert [found for path in RULES[rule] for found in rule(parse(path), path)] == []


def test_foreign_keys_point_down() -> None:
    assert len(MODELS) > 30
    assert [found for model in MODELS for found in keys_up(model)] == []


def test_no_model_has_logic_in_save_or_delete() -> None:
    assert [found for model in MODELS for found in saves_otherwise(model)] == []


def test_dashboards_has_no_models() -> None:
    assert list(apps.get_app_config("dashboards").get_models(include_auto_created=True)) == []
    assert not [name for name in ("models", "migrations", "admin") if _exists("dashboards", name)]


def _exists(package: str, name: str) -> bool:
    return (PROJECT / package / name).exists() or (PROJECT / package / f"{name}.py").exists()


def test_every_module_with_a_leave_exists() -> None:
    assert {module_of(path) for path in PORTAL} >= READS_WHAT_IS_DUE | MAY_KNOW_WHAT_IS_HIDDEN


def test_no_page_of_the_desk_shows_what_is_hidden() -> None:
    assert not [model for model in admin.site._registry if model.__name__ == "WithheldFigure"]


def test_calculations_and_disclosure_are_read_without_django() -> None:
    modules = [module_of(path) for path in RULES[is_impure]]
    code = f"import {', '.join(modules)}, sys; print('django' in sys.modules)"
    ran = run_python(code)
    assert (ran.stdout.strip(), ran.stderr) == ("False", "")


def test_the_portal_starts_without_heavy_libraries() -> None:
    code = (
        "import django, sys; django.setup(); import ehportal.urls;"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    ran = run_python(code, DJANGO_SETTINGS_MODULE="ehportal.settings")
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_modules_stay_short() -> None:
    lengths = {path: len((PROJECT / path).read_text().splitlines()) for path in PORTAL}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


# ---- The rules catch what they are for -------------------------------------------------------

BAD = [
    (looks_up, "governance/views.py", "from outcomes.models import Measure"),
    (looks_up, "governance/views.py", "import dashboards.selectors"),
    (looks_up, "ehportal/context.py", "def f():\n    from governance.access import access_of"),
    (looks_up, "ehportal/context.py", "import_module('governance.access')"),
    (looks_up, "outcomes/reviewing/desk.py", "chart = apps.get_model('dashboards', 'Chart')"),
    (looks_up, "outcomes/demo/accounts.py", "from tests.factories import governance"),
    (looks_up, "outcomes/views/review.py", "from ...dashboards import access"),
    (reads_the_write_side, "dashboards/views/data.py", "from outcomes.models import Submission"),
    (reads_the_write_side, "dashboards/views/data.py", "from outcomes import models"),
    (reads_the_write_side, "dashboards/views/data.py", "import outcomes.models as everything"),
    (reads_the_write_side, "dashboards/views/data.py", "from outcomes.models import *"),
    (reads_the_write_side, "dashboards/rows.py", "from outcomes.services.submissions import check"),
    (reads_the_write_side, "dashboards/rows.py", "from outcomes import figures"),
    (reads_the_write_side, "dashboards/rows.py", "n = period.submissions.count()"),
    (reads_the_write_side, "dashboards/rows.py", "apps.get_model('outcomes', 'Observation')"),
    (tells_what_is_hidden, "dashboards/x.py", "from outcomes.models import WithheldFigure"),
    (tells_what_is_hidden, "outcomes/x.py", "rows = publication.withheld.all()"),
    (tells_what_is_hidden, "outcomes/x.py", "p.filter(x=F('withheld__numerator'))"),
    (tells_what_is_hidden, "outcomes/x.py", "apps.get_model('outcomes', 'WithheldFigure')"),
    (writes, "dashboards/rows.py", "Measure.objects.filter(pk=1).delete()"),
    (writes, "dashboards/rows.py", "measure.save(update_fields=['title'])"),
    (is_impure, "outcomes/calculations/spc.py", "from django.db import models"),
    (is_impure, "outcomes/calculations/spc.py", "from outcomes.models import Measure"),
    (is_impure, "outcomes/disclosure/cells.py", "def f():\n    import pandas"),
    (is_heavy, "dashboards/figures.py", "import plotly.graph_objects as go"),
    (is_heavy, "dashboards/figures.py", "class A:\n    from pandas import DataFrame"),
    (is_heavy, "dashboards/figures.py", "try:\n    import openpyxl\nexcept ImportError: pass"),
    (is_heavy, "dashboards/figures.py", "pd = import_module('pandas')"),
    (signals, "outcomes/apps.py", "from django.db.models.signals import post_save"),
    (signals, "outcomes/apps.py", "from django.db.models import signals"),
    (signals, "outcomes/apps.py", "def f():\n    from django.dispatch import receiver"),
    (signals, "governance/apps.py", "from allauth.account.signals import user_logged_in"),
]  # fmt: skip
GOOD = [
    (looks_up, "dashboards/views/data.py", "from outcomes.models import Measure"),
    (looks_up, "outcomes/views/review.py", "from . import submissions\nfrom ..models import Area"),
    (reads_the_write_side, "dashboards/rows.py", "from outcomes.models import Period, Publication"),
    (reads_the_write_side, "dashboards/rows.py", "from outcomes.services.periods import is_due"),
    (writes, "dashboards/rows.py", "words = {}\nwords.update(a=1)"),
    (is_impure, "outcomes/disclosure/cells.py", "from outcomes.calculations.rounding import half"),
    (is_heavy, "dashboards/figures.py", "def figure():\n    import plotly.graph_objects as go"),
    (is_heavy, "dashboards/x.py", "if TYPE_CHECKING:\n    from pandas import DataFrame"),
    (signals, "outcomes/summaries.py", "from outcomes.models import MeasureSummary"),
]


@pytest.mark.parametrize(("rule", "path", "code"), BAD)
def test_a_rule_catches_what_breaks_it(rule, path: str, code: str) -> None:
    assert list(rule(ast.parse(code), Path(path)))


@pytest.mark.parametrize(("rule", "path", "code"), GOOD)
def test_a_rule_lets_pass_what_keeps_it(rule, path: str, code: str) -> None:
    assert list(rule(ast.parse(code), Path(path))) == []


@isolate_apps("governance", "outcomes")
def test_a_key_that_points_up_is_caught() -> None:
    class Above(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "outcomes"

    class Below(models.Model):  # noqa: DJ008
        key = models.ForeignKey(Above, on_delete=models.PROTECT)
        links = models.ManyToManyField(Above, related_name="+")

        class Meta:
            app_label = "governance"

    class Fine(models.Model):  # noqa: DJ008
        key = models.ForeignKey(Below, on_delete=models.PROTECT)

        class Meta:
            app_label = "outcomes"

    assert [found.split()[0] for found in keys_up(Below)] == [
        "governance.Below.key",
        "governance.Below.links",
    ]
    assert list(keys_up(Fine)) == []


@isolate_apps("governance")
def test_logic_in_save_is_caught() -> None:
    class Careless(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "governance"

        def save(self, *args: object, **kwargs: object) -> None:
            """Would write elsewhere."""

    assert list(saves_otherwise(Careless)) == ["Careless.save"]
