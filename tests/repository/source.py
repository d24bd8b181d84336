"""Reads the project's own files, for the tests that hold it to its rules."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
LAYERS = ("ehportal", "governance", "outcomes", "dashboards")
_NOT_OURS = {"vendor", "node_modules", "__pycache__", "data", "test-results"}


def python_files(*packages: str) -> list[Path]:
    """Every Python file of the packages, from the project's folder; migrations are not read."""
    found = (path for package in packages for path in (PROJECT / package).rglob("*.py"))
    return sorted(p.relative_to(PROJECT) for p in found if "migrations" not in p.parts)


def parse(path: Path) -> ast.Module:
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"), filename=str(path))


def module_of(path: Path) -> str:
    """The dotted name of a file: outcomes/views/review.py is outcomes.views.review."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(path: Path) -> str:
    """The package that a file's relative imports start from."""
    return ".".join(path.parent.parts)


def imports(tree: ast.AST, *, package: str = "") -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, wherever in the file, by statement or by call.

    `from a import b` gives a.b: b may be a module.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _imported_by_call(node)):
            yield node.lineno, name


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _imported_by_call(node: ast.Call) -> str:
    """What import_module("a.b"), import_string("a.b.c") or get_model("a", "B") reach for."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    if called not in {"import_module", "__import__", "import_string", "get_model"}:
        return ""
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return ".".join(word for word in words if isinstance(word, str))


def is_within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or something in it."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def committed_files() -> list[Path]:
    """Every file under version control; without git, every file that is not made by a tool."""
    if shutil.which("git") and (PROJECT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        names = [Path(name) for name in listed.stdout.split("\0") if name]
        return [name for name in names if (PROJECT / name).is_file()]
    found = []
    for folder, folders, files in os.walk(PROJECT):
        folders[:] = [
            f for f in folders if f not in _NOT_OURS and not f.endswith(("venv", "_cache"))
        ]
        found += [(Path(folder) / file).relative_to(PROJECT) for file in files]
    return sorted(path for path in found if ".git" not in path.parts)


def run_python(
    code: str, *, cwd: Path = PROJECT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a few lines in a Python of their own, with the variables of the tests and these."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **variables},
    )
