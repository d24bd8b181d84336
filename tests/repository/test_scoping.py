"""Somebody's records are reached through a scope, wherever a page is made.

A model is scoped where its manager has `visible_to`, and so is what it owns. In every module but
those that act for the partnership as a whole, its rows are asked for through `visible_to` or `own`,
or are those of a row found that way. Each part of the rule is shown a bad example.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.repository.source import LAYERS, is_within, module_of, parse, python_files

SCOPES = {"visible_to", "own"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

# Modules that work on rows they were handed, or on the partnership's behalf, and why they may.
WHOLE = {
    "outcomes.models": "the scopes themselves",
    "outcomes.services": "a view has found, scoped, what it hands to a service",
    "outcomes.release": "publishing adds up everybody's approved figures",
    "outcomes.integrity": "a command that checks the whole store",
    "outcomes.demo": "a command that makes the demonstration",
    "outcomes.management": "commands have no person",
    "outcomes.admin": "the desk is open to administrators alone",
    "outcomes.urls": "names views, and finds nothing",
}
# Single expressions elsewhere: where, what, and why it may.
ALLOWED = {
    (
        "outcomes.reviewing.queue",
        "Observation.objects",
    ): "who holds up what, counted for who reviews all",
    ("outcomes.earlier", "Observation.objects"): "earlier figures of a submission that was found",
    ("outcomes.provenance", "Observation.objects"): "names and days for members; no figure is read",
    ("outcomes.reporting.story", ".submissions"): "the same reporter's, of the quarter before",
    (
        "dashboards.selectors.waiting",
        "Submission.objects",
    ): "counts for reviewers, who see all",
}

Found = tuple[int, str]


def scoped_models() -> set[type[models.Model]]:
    """The models whose rows belong to somebody: those with a scope, and what they own."""
    ours = [model for app in LAYERS for model in apps.get_app_config(app).get_models()]
    found = {model for model in ours if hasattr(model._default_manager, "visible_to")}
    return found | {
        model
        for model in ours
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model in found
        and field.remote_field.on_delete is models.CASCADE
    }


def roads(scoped: set[type[models.Model]], *, to_scoped: bool) -> set[tuple[str, str]]:
    """By which names rows lead back to scoped rows: ("period", "submissions").

    From rows that belong to nobody in particular; or, `to_scoped`, from those that are scoped.
    """
    return {
        (field.related_model._meta.model_name, accessor)
        for model in scoped
        for field in model._meta.concrete_fields
        if field.is_relation
        and (field.related_model in scoped) == to_scoped
        and (accessor := field.remote_field.get_accessor_name())
    }


SCOPED = {model.__name__ for model in scoped_models()}
ROADS = roads(scoped_models(), to_scoped=False)
# A submission's own observations are found with it; a measure's are everybody's. Both are called
# `observations`, so what stands before the dot decides.
FOUND_WITH_IT = {name for _, name in roads(scoped_models(), to_scoped=True)}


def unscoped(tree: ast.Module) -> Iterator[Found]:
    """Line and words of every place where scoped rows are asked for without a scope."""
    names = _names_of_scoped(tree)
    chained = _scoped_beginnings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in chained:
            if node.attr in MANAGERS and (model := _model(node.value, names)):
                yield node.lineno, f"{model}.{node.attr}"
            elif _is_road(node):
                yield node.lineno, f".{node.attr}"
        elif isinstance(node, ast.Call):
            yield from _models_handed_over(node, names)


def _names_of_scoped(tree: ast.Module) -> dict[str, str]:
    """What this module calls the scoped models; they may be imported under another name."""
    names = {name: name for name in SCOPED}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in SCOPED}
    return names


def _model(node: ast.expr, names: dict[str, str]) -> str:
    """The scoped model that an expression names: Submission, models.Submission, or an alias."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    return node.attr if isinstance(node, ast.Attribute) and node.attr in SCOPED else ""


def _is_road(node: ast.Attribute) -> bool:
    """Whether an attribute leads from a row that is nobody's to rows that are somebody's."""
    start = ast.unparse(node.value).rpartition(".")[2]
    if node.attr in FOUND_WITH_IT:
        return (start, node.attr) in ROADS
    return node.attr in {name for _, name in ROADS}


def _scoped_beginnings(tree: ast.Module) -> set[int]:
    """Every expression that a scope follows in the same chain: x in x.filter().visible_to()."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SCOPES:
            link: ast.expr | None = node.value
            while link is not None:
                found.add(id(link))
                link = _before(link)
    return found


def _before(link: ast.expr) -> ast.expr | None:
    if isinstance(link, ast.Call):
        return link.func
    return link.value if isinstance(link, ast.Attribute | ast.Subscript) else None


def _models_handed_over(call: ast.Call, names: dict[str, str]) -> Iterator[Found]:
    """get_object_or_404(Submission, ...), or whatever else is given the model to find rows of."""
    called = ast.unparse(call.func)
    if called in {"isinstance", "issubclass", "cast"}:
        return
    for given in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if model := _model(given, names):
            yield call.lineno, f"{called}({model})"


def breaches() -> dict[tuple[str, str], str]:
    """Every breach in the project: module and words, with where it is."""
    found = {}
    for path in python_files(*LAYERS):
        module = module_of(path)
        if not is_within(module, *WHOLE):
            found |= {(module, words): f"{path}:{line}" for line, words in unscoped(parse(path))}
    return found


# ---- The project keeps the rule --------------------------------------------------------------


def test_submissions_and_what_they_own_are_scoped() -> None:
    assert {"Submission", "Observation", "SectionState"} <= SCOPED
    assert {("period", "submissions"), ("reporter", "submissions")} <= ROADS
    assert {"observations", "sections"} <= FOUND_WITH_IT


def test_pages_reach_somebodys_records_through_a_scope() -> None:
    found = {f"{where} {words}" for (module, words), where in breaches().items()
             if (module, words) not in ALLOWED}  # fmt: skip
    assert found == set()


def test_every_exception_is_still_needed() -> None:
    modules = {module_of(path) for path in python_files(*LAYERS)}
    assert set(ALLOWED) - set(breaches()) == set()
    assert {name for name in WHOLE if not any(is_within(m, name) for m in modules)} == set()


# ---- The rule catches what it is for ---------------------------------------------------------

BAD = [
    "get_object_or_404(Submission, pk=pk)",
    "shortcuts.get_object_or_404(models.Submission, pk=pk)",
    "get_list_or_404(Observation, submission=pk)",
    "get_object_or_404(Submission.objects, pk=pk)",
    "get_object_or_404(Submission.objects.with_everything(), pk=pk)",
    "found = Submission.objects.get(pk=pk)",
    "found = models.Submission.objects.filter(pk=pk).first()",
    "found = Submission._default_manager.get(pk=pk)",
    "from outcomes.models import Submission as Mine\nfound = Mine.objects.get(pk=pk)",
    "manager = Submission.objects\nfound = manager.get(pk=pk)",
    "rows = Observation.objects.filter(submission=pk)",
    "state = SectionState.objects.first()",
    "Prefetch('submissions', queryset=Submission.objects.all())",
    "find(Submission, pk)",
    "form(model=Submission)",
    "count = period.submissions.count()",
    "rows = found.reporter.submissions.all()",
    "rows = row.measure.observations.all()",
    "both = Submission.objects.own(access) | Submission.objects.filter(status='draft')",
    "ids = Submission.objects.filter(pk__in=Submission.objects.own(access))",
]
GOOD = [
    "get_object_or_404(Submission.objects.visible_to(request.access), pk=pk)",
    "get_object_or_404(Submission.objects.with_everything().visible_to(request.access), pk=pk)",
    "found = Submission.objects.filter(period=period).own(access).outstanding()",
    "get_object_or_404(Measure, code=code)",
    "count = period.submissions.visible_to(access).count()",
    "rows = submission.observations.select_related('measure')",
    "def view(submission: Submission) -> Submission: return submission",
    "isinstance(found, Submission)",
]


@pytest.mark.parametrize("code", BAD)
def test_an_unscoped_query_is_caught(code: str) -> None:
    assert list(unscoped(ast.parse(code)))


@pytest.mark.parametrize("code", GOOD)
def test_a_scoped_query_passes(code: str) -> None:
    assert list(unscoped(ast.parse(code))) == []


def test_what_is_found_names_the_line_and_the_words() -> None:
    code = "a = 1\nfound = Submission.objects.get(pk=1)"
    assert list(unscoped(ast.parse(code))) == [(2, "Submission.objects")]
