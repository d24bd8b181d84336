"""framework.json of the loaded fixtures says what the reference transcription says.

The documents are not ours to ship: without the folder that SOURCE_DOCUMENTS names (`seeds/` and
`reference/` in it) these tests are skipped; REQUIRE_SOURCES=1 makes its absence a failure.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction

from dashboards.exports.framework_json import framework_document

# The fixture below fills the database itself; the mark has pytest-django make one.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reference(sources: Path) -> dict[str, Any]:
    text = (sources / "reference" / "framework.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@pytest.fixture(scope="module")
def document(
    reference: dict[str, Any], django_db_setup: None, django_db_blocker: Any
) -> dict[str, Any]:
    """The file as it is after the fixtures are loaded; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_framework", verbosity=0)
        written = framework_document()
        transaction.set_rollback(True)
    return written


def framework(document: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [each for each in document["frameworks"] if each["code"] == code]
    return found


def early_help(document: dict[str, Any]) -> dict[str, Any]:
    return framework(document, "early-help-outcomes")


def statement(record: dict[str, Any], cell: dict[str, Any]) -> tuple[str, str, str]:
    return record["text"], cell["area"], cell["level"]


def of(records: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each["text"], each["area"], each["level"]) for each in records]


def test_areas_and_levels(document: dict[str, Any], reference: dict[str, Any]) -> None:
    source = reference["eh_framework"]
    ours = early_help(document)

    assert ours["areas"] == [
        {"code": each["key"], "name": each["name"]} for each in source["outcome_areas"]
    ]
    assert ours["levels"] == [
        {"code": each["key"], "name": each["name"]} for each in source["levels"]
    ]


def test_every_outcome_word_for_word(document: dict[str, Any], reference: dict[str, Any]) -> None:
    cells = reference["eh_framework"]["cells"]
    theirs = [statement(each, cell) for cell in cells for each in cell["outcomes"]]

    assert Counter(of(early_help(document)["outcomes"])) == Counter(theirs)
    assert len(theirs) == reference["counts"]["eh_framework"]["total"]["outcomes"]


def test_every_indicator_word_for_word_those_that_cut_across_included(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    source = reference["eh_framework"]
    theirs = [statement(each, cell) for cell in source["cells"] for each in cell["indicators"]]
    across = [
        (each["text"], None, "service") for each in source["service_system_cross_cutting"]["items"]
    ]

    assert Counter(of(early_help(document)["indicators"])) == Counter([*theirs, *across])
    counts = reference["counts"]["eh_framework"]
    assert len(theirs) + len(across) == counts["indicators_with_cross_cutting"]


def test_every_metric_word_for_word_in_its_place_with_its_tags(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    theirs = {
        each["id"]: (each["text_untagged"], cell["area"], cell["level"], each["priority_tags"])
        for cell in reference["eh_framework"]["cells"]
        for each in cell["metrics"]
    }
    ours = {
        each["code"]: (each["text"], each["area"], each["level"], each["priorities"])
        for each in early_help(document)["metrics"]
    }

    assert ours == theirs
    counts = reference["counts"]["eh_framework"]
    assert len(ours) == counts["total"]["metrics"]
    assert sum(bool(tags) for *_, tags in ours.values()) == counts["total"]["highlighted_metrics"]
    assert sum(len(tags) for *_, tags in ours.values()) == counts["tags"]


def test_every_process_measure_by_criterion(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    criteria = reference["eh_framework"]["family_hubs_process_measures"]["criteria"]
    theirs = {
        each["id"]: (each["text"], criterion["criterion"])
        for criterion in criteria
        for each in criterion["measures"]
    }
    ours = framework(document, "family-hub-process-measures")

    assert {each["code"]: (each["text"], each["area"]) for each in ours["metrics"]} == theirs
    assert [each["name"] for each in ours["areas"]] == [each["name"] for each in criteria]
    assert len(theirs) == reference["counts"]["eh_framework"]["process_measures"]


def test_every_metric_of_every_framework_has_a_measure(document: dict[str, Any]) -> None:
    known = {each["code"] for each in document["measures"]}
    metrics = [metric for each in document["frameworks"] for metric in each["metrics"]]

    assert [metric["code"] for metric in metrics if not metric["measures"]] == []
    assert {code for metric in metrics for code in metric["measures"]} <= known


def test_priorities_and_their_commitments(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    theirs = [
        ("outcome", each["number"], each["name"], [])
        for each in reference["outcome_priorities"]["items"]
    ] + [
        ("system", each["number"], each["name"], [c["text"] for c in each["commitments"]])
        for each in reference["system_priorities"]["items"]
    ]

    assert [
        (each["kind"], each["number"], each["title"], each["commitments"])
        for each in document["priorities"]
    ] == theirs
    commitments = sum(len(each["commitments"]) for each in document["priorities"])
    assert commitments == reference["counts"]["system_priorities"]["commitments"]


def test_ambitions_with_leads_actions_and_measures(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    names = {each["id"]: each["name"] for each in reference["governance"]["bodies"]}
    theirs = [
        (
            each["number"],
            each["title"],
            sorted(names[body] for body in each["lead"]["bodies"]),
            [action["text"] for action in each["actions"]],
            [measure["text"] for measure in each["measures"]],
        )
        for each in reference["accelerate"]["ambitions"]
    ]

    assert [
        (each["number"], each["title"], sorted(each["led_by"]), each["actions"], each["measures"])
        for each in document["ambitions"]
    ] == theirs
    assert len(theirs) == reference["counts"]["accelerate"]["ambitions"]


def test_metrics_of_the_ambitions_are_those_of_their_framework(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    theirs = [
        (measure["id"], measure["text"], each["id"])
        for each in reference["accelerate"]["ambitions"]
        for measure in each["measures"]
    ]
    ours = framework(document, "accelerate")["metrics"]

    assert [(each["code"], each["text"], each["area"]) for each in ours] == theirs
    assert len(ours) == reference["counts"]["accelerate"]["measures"]


def test_bodies_with_cadence_lines_and_instances(
    document: dict[str, Any], reference: dict[str, Any]
) -> None:
    bodies = reference["governance"]["bodies"]
    names = {each["id"]: each["name"] for each in bodies}
    theirs = {
        each["name"]: (
            each["kind"],
            each["cadence"]["value"],
            {names[line["body"]] for line in each["reports_to"]},
            each["locality_instances"]["count"] if each["per_locality"] else 0,
        )
        for each in bodies
    }
    ours = {
        each["name"]: (
            each["kind"],
            each["cadence"],
            set(each["reports_to"]),
            len(each.get("instances", [])),
        )
        for each in document["bodies"]
    }

    assert ours == theirs
    assert len(document["bodies"]) == reference["counts"]["governance"]["bodies"]
    assert {
        tuple(sorted(place["locality"] for place in each["instances"]))
        for each in document["bodies"]
        if "instances" in each
    } == {("TH-NE", "TH-NW", "TH-SE", "TH-SW")}
