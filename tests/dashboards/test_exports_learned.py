"""gaps.csv and decisions.csv: what was learned, without anybody's name and nothing run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from governance.models import BOARD_CODE, Meeting, User
from outcomes.models import Decision, MeasureStatus, Publication
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.evidence import DataGapFactory
from tests.factories.governance import BodyFactory, LocalityFactory, UserFactory
from tests.factories.outcomes import MeasureFactory, PublicationFactory
from tests.factories.tokens import DataTokenFactory, words_of

GAPS, DECISIONS = "/data/gaps.csv", "/data/decisions.csv"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


def rows(client: Client, path: str, **headers: str) -> list[dict[str, str]]:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    sent = b"".join(response.streaming_content)  # type: ignore[arg-type, attr-defined]
    return list(csv.DictReader(io.StringIO(sent.decode(), newline="")))


def test_a_gap_says_why_and_what_might_fill_it_and_names_nobody(reader: Client) -> None:
    DataGapFactory(
        measure=MeasureFactory(code="HEA-107", title="Feeling ready"),
        explanation=FORMULA,
        potential_solution="Ask at the first visit",
        owner=UserFactory(name="Ada Osei"),
        review_on=date(2027, 1, 31),
    )
    DataGapFactory(
        measure=MeasureFactory(
            code="HEA-108", status=MeasureStatus.RETIRED, retired_on=date(2026, 1, 1)
        )
    )

    [row] = rows(reader, GAPS)

    assert (row["measure"], row["reason"]) == ("HEA-107", "not_collected")
    assert row["potential_solution"] == "Ask at the first visit"
    assert row["review_on"] == "2027-01-31"
    assert row["filled_on"] == ""
    assert not row["explanation"].startswith("=")
    assert "Ada Osei" not in str(row)


@pytest.fixture
def decided(db: None) -> Decision:
    """The Board decided before the latest publication, because of one measure."""
    publication: Publication = PublicationFactory()
    meeting: Meeting = MeetingFactory(
        body=BodyFactory(code=BOARD_CODE), held_on=date(2026, 8, 18),
        closed_at=publication.published_at, closed_by=UserFactory(),
    )  # fmt: skip
    earlier = publication.published_at - timedelta(days=1)
    decision: Decision = DecisionFactory(meeting=meeting, text=FORMULA, recorded_at=earlier)
    decision.measures.add(MeasureFactory(code="HEA-101"))
    return decision


def test_a_decision_of_the_board_names_its_figures(reader: Client, decided: Decision) -> None:
    DecisionFactory(meeting=decided.meeting, text="A clinic.", recorded_at=decided.recorded_at)
    elsewhere = MeetingFactory(body=BodyFactory(code="cfe", name="The Executive"))
    DecisionFactory(meeting=elsewhere, recorded_at=decided.recorded_at)

    first, second = rows(reader, DECISIONS)

    assert (first["held_on"], first["number"], second["number"]) == ("2026-08-18", "1", "2")
    assert (first["period"], first["measures"]) == ("2026-Q2", "HEA-101")
    assert not first["decision"].startswith("=")
    assert (second["decision"], second["measures"]) == ("A clinic.", "")


def test_what_was_decided_since_the_latest_publication_waits_for_the_next(
    reader: Client, decided: Decision
) -> None:
    later = Publication.objects.get().published_at + timedelta(minutes=1)
    DecisionFactory(meeting=decided.meeting, text="Not out yet.", recorded_at=later)

    assert [row["number"] for row in rows(reader, DECISIONS)] == ["1"]


def test_what_open_minutes_say_is_not_given(reader: Client, decided: Decision) -> None:
    Meeting.objects.update(closed_at=None, closed_by=None)

    assert rows(reader, DECISIONS) == []


def test_a_program_of_one_place_reads_no_decision(
    decided: Decision, board_member: User, frozen: object
) -> None:
    token = DataTokenFactory(owner=board_member, place=LocalityFactory())
    assert rows(Client(), DECISIONS, Authorization=f"Bearer {words_of(token)}") == []


def test_a_changed_gap_is_sent_anew(reader: Client) -> None:
    gap = DataGapFactory(measure=MeasureFactory())
    tag = reader.get(GAPS).headers["ETag"]
    assert reader.get(GAPS, headers={"If-None-Match": tag}).status_code == 304

    gap.explanation = "Nobody asks fathers."
    gap.save()

    assert reader.get(GAPS, headers={"If-None-Match": tag}).status_code == 200
