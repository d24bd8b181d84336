"""The fixtures are refused when two of them disagree or a record breaks a rule of its kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outcomes.loading.reader import FixtureError
from outcomes.loading.schema import read_all

FIXTURES = Path(__file__).parents[3] / "fixtures"
EARLY_HELP = "framework/early-help-outcomes-2025.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


def change(path: Path, found: str, put: str) -> int:
    """Replaces the first occurrence; returns the line it stood on."""
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, put, 1), encoding="utf-8")
    return text[: text.index(found)].count("\n") + 1


DISAGREEMENTS = {
    "a line beyond the end of a document": (
        EARLY_HELP,
        "lines: '590'",
        "lines: '690'",
        "'early-help-strategy' has 683 lines, not 690",
    ),
    "lines that run backwards": (EARLY_HELP, "'590'", "'590-12'", "'lines' runs backwards"),
    "a document nobody listed": (
        EARLY_HELP,
        "{document: early-help-strategy, lines: '590'}",
        "{document: early-help-stratgy, lines: '590'}",
        "there is no document 'early-help-stratgy' (did you mean 'early-help-strategy'?)",
    ),
    "a tag taken from a metric's text": (
        EARLY_HELP,
        "gestational age within normal range (1)\n",
        "gestational age within normal range\n",
        "'priorities' says (1,), but the text is tagged ()",
    ),
    "a metric missing from its priority": (
        "framework/priorities.yaml",
        "bcyp: [bcyp.safe.m1, bcyp.engaged.m4]",
        "bcyp: [bcyp.safe.m1]",
        "disagree about bcyp.engaged.m4",
    ),
    "a lead that the body does not claim": (
        "framework/accelerate-2024.yaml",
        "bodies: [lag_14_25]",
        "bodies: [poverty_tf]",
        "'leads_ambitions' in bodies.yaml disagree about lag_14_25, poverty_tf",
    ),
    "a one-sided contradiction": (
        "baselines.yaml",
        "  contradicts: [centres_twelve]\n",
        "",
        "it contradicts 'linked_centres', so 'linked_centres' must name it too",
    ),
    "a line of reporting to an unknown body": (
        "governance/bodies.yaml",
        "body: tht_exec",
        "body: tht_exce",
        "there is no body 'tht_exce' (did you mean 'tht_exec'?)",
    ),
    "an inferred line without its basis": (
        "governance/bodies.yaml",
        "    basis: '\"supports\"'\n",
        "",
        "'basis' is needed for an inferred line",
    ),
    "a cadence nobody stated": (
        "governance/bodies.yaml",
        "cadence: {value: null, stated: false}",
        "cadence: {value: monthly, stated: false}",
        "'stated' is false, so 'value' stays null",
    ),
    "a breakdown nobody defined": (
        "measures/children.yaml",
        "breakdowns: [",
        "breakdowns: [faith, ",
        "there is no breakdown 'faith'",
    ),
    "a proportion without a denominator label": (
        "measures/children.yaml",
        "denominator_label: Children asked",
        "denominator_label: null",
        "'denominator_label' is null exactly where 'denominator' is",
    ),
    "a yearly figure with seasons": (
        "measures/accelerate.yaml",
        "  frequency: annual\n",
        "  frequency: annual\n  pattern: seasonal\n",
        "'pattern' cannot be 'seasonal' for an annual measure",
    ),
    "a reporter nobody knows": (
        "measures/accelerate.yaml",
        "reporter: tower-hamlets-council",
        "reporter: tower-hamlets-counsel",
        "there is no reporter 'tower-hamlets-counsel'",
    ),
    "a demonstration level that is not plausible": (
        "demo/accelerate.yaml",
        "SAF-151: {level: ",
        "SAF-151: {level: 4",
        "the level of SAF-151 lies outside what is expected",
    ),
}


@pytest.mark.parametrize(
    ("path", "found", "put", "reason"), DISAGREEMENTS.values(), ids=DISAGREEMENTS
)
def test_a_disagreement_is_refused(
    folder: Path, path: str, found: str, put: str, reason: str
) -> None:
    change(folder / path, found, put)

    with pytest.raises(FixtureError) as caught:
        read_all(folder)

    assert reason in caught.value.reason
    assert caught.value.line > 1


def test_a_dangling_reference_names_its_file_and_line(folder: Path) -> None:
    line = change(folder / "baselines.yaml", "[bcyp.safe.m5]", "[bcyp.safe.m55]")

    with pytest.raises(FixtureError) as caught:
        read_all(folder)

    assert (caught.value.file, caught.value.line) == ("baselines.yaml", line)


def test_a_measure_nobody_reports_needs_a_gap(folder: Path) -> None:
    gaps = folder / "measures/gaps-children.yaml"
    code = gaps.read_text(encoding="utf-8").split("- measure: ", 1)[1].split()[0]
    change(gaps, f"- measure: {code}", "- measure: SAF-101")

    with pytest.raises(FixtureError, match=r"its 'reporter' must be null|needs a row among"):
        read_all(folder)
