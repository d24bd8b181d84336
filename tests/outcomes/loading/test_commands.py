"""The load commands: what they print, and that a bad file changes nothing."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from governance.models import Body, Event
from outcomes.models import Baseline, Framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(settings.FIXTURES, tmp_path / "fixtures")


def run(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def test_load_framework_then_baselines_says_what_was_created() -> None:
    assert "metrics: 111 created, 0 changed, 0 unchanged" in run("load_framework")
    assert "baselines: 146 created, 0 changed, 0 unchanged" in run("load_baselines")
    assert "baselines: 0 created, 0 changed, 146 unchanged" in run("load_baselines")


def test_load_framework_says_what_changed(folder: Path) -> None:
    run("load_framework")
    bodies = folder / "governance/bodies.yaml"
    text = bodies.read_text(encoding="utf-8")
    bodies.write_text(text.replace("name: Our Time\n", "name: Our Own Time\n"), encoding="utf-8")

    output = run("load_framework", "--fixtures", str(folder))

    assert "bodies: 0 created, 1 changed, 71 unchanged" in output
    assert "  changed our_time: name" in output
    assert Body.objects.get(code="our_time").name == "Our Own Time"


def test_a_malformed_file_changes_nothing_and_is_named(folder: Path) -> None:
    places = folder / "governance/places.yaml"
    text = places.read_text(encoding="utf-8")
    line = text[: text.index("kind: region")].count("\n") + 1
    places.write_text(text.replace("kind: region", "kind: regoin"), encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        run("load_framework", "--fixtures", str(folder))

    assert f"places.yaml, line {line}: 'kind' is 'regoin', but must be one of" in str(caught.value)
    assert not Framework.objects.exists()
    assert not Event.objects.exists()


def test_a_malformed_baseline_leaves_what_was_loaded(folder: Path) -> None:
    run("load_framework")
    run("load_baselines")
    baselines = folder / "baselines.yaml"
    text = baselines.read_text(encoding="utf-8")
    text = text.replace("value_text: four\n", "value_text: five\n", 1)
    baselines.write_text(text + "  mood: hopeful\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"baselines\.yaml, line \d+: unknown key 'mood'"):
        run("load_baselines", "--fixtures", str(folder))

    assert Baseline.objects.get(code="family_hubs_open").value_text == "four"


def test_baselines_before_the_framework_are_refused() -> None:
    with pytest.raises(CommandError, match="Load the framework first"):
        run("load_baselines")


def test_a_rehearsal_changes_nothing() -> None:
    output = run("load_framework", "--dry-run")

    assert "metrics: 111 created" in output
    assert "This was a rehearsal: nothing was changed." in output
    assert not Framework.objects.exists()
