"""What no committed file holds: a machine's own paths, a package host, unsafe markup, loose ends.

Each rule is a pattern with the files it is about; the patterns are put together from parts, so that
this file does not hold what it looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.repository.source import LAYERS, PROJECT, committed_files

LOCKS = re.compile(
    r"(requirements[\w-]*\.txt|package(-lock)?\.json|\.npmrc|uv\.lock|pyproject\.toml)"
)
MARKUP = {".html"}
TEXT_TEMPLATES = {".html", ".txt", ".xml", ".svg"}


def is_text(path: Path) -> bool:
    return b"\0" not in (PROJECT / path).read_bytes()[:8000]


def is_template(path: Path, suffixes: set[str]) -> bool:
    return "templates" in path.parts and path.suffix in suffixes


@dataclass(frozen=True)
class Rule:
    """Something that no file of a kind may hold, unless the file is listed with a reason."""

    pattern: re.Pattern[str]
    about: Callable[[Path], bool]
    bad: tuple[str, ...]
    good: tuple[str, ...] = ()
    unless: dict[str, str] = field(default_factory=dict)

    def breaches(self, text: str) -> Iterator[str]:
        for number, line in enumerate(text.splitlines(), start=1):
            if match := self.pattern.search(line):
                yield f"line {number}: {match[0]}"


def _anything(path: Path) -> bool:
    return True


RULES = {
    "a path of one machine": Rule(
        re.compile(r"(?<![\w.)}>/-])/(?:" + "|".join(
            ["wo" + "rk", "tm" + "p", "ro" + "ot", "ho" + "me", "Us" + "ers", "mn" + "t"]
        ) + r")(?:/[\w.-]+|\b(?![\w/-]))"),
        _anything,
        bad=("open('/tm" + "p/x')", "cd /wo" + "rk/main", "`/ho" + "me/me/project`", "/ro" + "ot"),
        good=('href="/workforce/"', "a/tm" + "p/b", "${A}/tm" + "p", "https://x.example/ho" + "me"),
    ),
    "a host that packages come from": Rule(
        re.compile(
            r"--(?:extra-)?index-url|--find-links|\"resolved\"\s*:|\bregistry\s*=|"
            r"https?://[\w.-]*(?:py" + "pi|pythonhost" + "ed|npm" + "js|yarn" + "pkg|regis" + "try)"
        ),
        lambda path: bool(LOCKS.fullmatch(path.name)),
        bad=(
            "--index-url https://packages.example/simple",
            '"resolved": "https://packages.example/a.tgz"',
            "registry=https://packages.example",
        ),
        good=("omit-lockfile-registry-resolved=true", "django==5.2.19 \\"),
    ),
    "a script or a style inside a page": Rule(
        re.compile(
            r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:",
            re.IGNORECASE,
        ),
        lambda path: is_template(path, MARKUP),
        bad=(
            "<script>go()</script>",
            '<script type="module">',
            "<style>",
            '<p style="color: red">',
            '<a href="#" onclick="go()">',
            '<a href="JavaScript:go()">',
        ),
        good=(
            "<script type=\"module\" src=\"{% static 'js/portal.js' %}\"></script>",
            '<div class="eh-style" data-on="x">',
        ),
    ),
    "text that is not escaped": Rule(
        re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off"),
        lambda path: is_template(path, MARKUP),
        bad=("{{ note|safe }}", "{{ rows | safeseq }}", "{% autoescape off %}"),
        good=("{{ note|safe_words }}", "{{ note }}"),
    ),
    "a message that is not escaped and is not plain text": Rule(
        re.compile(r"\|\s*safe(?:seq)?\b"),
        lambda path: is_template(path, TEXT_TEMPLATES),
        bad=("{{ note|safe }}",),
    ),
    "markup that vouches for itself": Rule(
        re.compile(r"\b(?:mark_" + r"safe|Safe" + r"String\(|Safe" + r"Text\(|html_" + r"safe)"),
        lambda path: path.suffix == ".py" and path.parts[0] in LAYERS,
        bad=("return mark_" + "safe(text)", "Safe" + "String(svg)"),
        good=("-> SafeString:", "from django.utils.safestring import SafeString"),
        unless={
            "dashboards/templatetags/board.py": "long tables and drawings, escaped word by word",
            "dashboards/templatetags/pack.py": "the same of the Board pack",
        },
    ),
    "a loose end": Rule(
        re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b"),
        lambda path: not LOCKS.fullmatch(path.name),
        bad=("# TO" + "DO: later", "FIX" + "ME"),
        good=("todos", "hackney"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    files = [path for path in committed_files() if is_text(path)]
    return {path: (PROJECT / path).read_text(encoding="utf-8") for path in files}


@pytest.mark.parametrize("name", RULES)
def test_no_committed_file_holds(texts: dict[Path, str], name: str) -> None:
    rule = RULES[name]
    files = [path for path in texts if rule.about(path)]
    assert files, "the rule applies to no file"
    found = {str(path): list(rule.breaches(texts[path])) for path in files}
    assert {path: lines for path, lines in found.items() if lines and path not in rule.unless} == {}
    assert [path for path in rule.unless if not found.get(path)] == []


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, rule in RULES.items() for line in rule.bad]
)
def test_a_rule_catches_what_it_is_for(name: str, line: str) -> None:
    assert list(RULES[name].breaches(f"fine\n{line}\nfine")) != []


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, rule in RULES.items() for line in rule.good]
)
def test_a_rule_lets_pass_what_is_fine(name: str, line: str) -> None:
    assert list(RULES[name].breaches(line)) == []


def test_the_top_level_holds_what_it_should() -> None:
    """The layers, their data and tests, and what tools ask for; nothing else."""
    folders = {path.parts[0] for path in committed_files() if len(path.parts) > 1}
    assert folders - {*LAYERS, "fixtures", "templates", "tests", "docs", ".ci"} == set()


def test_no_file_of_another_project_is_copied_in(texts: dict[Path, str]) -> None:
    """Packages put their browser files in place; none is committed."""
    minified = [path for path in texts if path.name.endswith((".min.js", ".min.css"))]
    assert minified == []
    long = [
        str(path)
        for path, text in texts.items()
        if path.suffix in {".js", ".css"} and max(map(len, text.splitlines()), default=0) > 500
    ]
    assert long == []


def test_no_secret_is_committed(texts: dict[Path, str]) -> None:
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|"
        r"\bxox[baprs]-[\w-]{10,}"
    )
    assert [str(path) for path, text in texts.items() if secret.search(text)] == []
    assert [path for path in texts if path.name in {".env", "secret-key"}] == []
