"""What administrators look up of submissions: whose, which and when, never the figures."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import Event, User
from outcomes.models import Missing, Observation
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.factories.outcomes import MeasureFactory, ObservationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
FIGURES = reverse("admin:outcomes_observation_changelist")
EVENTS = reverse("admin:governance_event_changelist")


@pytest.fixture
def desk(administrator: User, sign_in: Any) -> Client:
    return sign_in(administrator)


@pytest.fixture
def row(administrator: User) -> Observation:
    """4,119 of 7,307, with a sentence: typed in one go."""
    found = ObservationFactory(
        submission=SubmissionFactory(), measure=MeasureFactory(code="SAF-114")
    )
    now, on = timezone.now(), found.submission.due_on
    typed = TypedFigure(found.pk, numerator="4119", denominator="7307", note="Four came twice.")
    save_figures(
        submission=found.submission,
        figures=[typed],
        by=administrator,
        at=now,
        on=on,
    )
    found.refresh_from_db()
    return found


def tells_no_figure(page: str) -> bool:
    return not any(words in page for words in ("4119", "4,119", "7307", "7,307", "Four came twice"))


def test_figures_are_listed_without_their_numbers(desk: Client, row: Observation) -> None:
    listed = desk.get(FIGURES).text
    found = desk.get(reverse("admin:outcomes_observation_change", args=[row.pk])).text

    assert "SAF-114" in listed
    assert str(row.submission.period) in listed
    assert tells_no_figure(listed)
    assert tells_no_figure(found)


def test_whether_there_is_a_figure_or_a_reason_is_told(desk: Client, row: Observation) -> None:
    ObservationFactory(submission=row.submission, missing=Missing.NOT_AVAILABLE, numerator_typed="")

    listed = desk.get(FIGURES).text

    assert "A figure" in listed
    assert Missing.NOT_AVAILABLE.label in listed


@pytest.mark.parametrize("words", ["4119", "Four came twice"])
def test_no_figure_is_found_by_its_words(desk: Client, row: Observation, words: str) -> None:
    assert "SAF-114" not in desk.get(FIGURES, {"q": words}).text


@pytest.mark.parametrize(
    "asked",
    [
        {"numerator": "4119"},
        {"numerator_typed__startswith": "41"},
        {"denominator__lt": "8000"},
        {"note__contains": "Four"},
        {"submission__observations__numerator": "4119"},
    ],
)
def test_no_figure_is_found_by_an_address(
    desk: Client, row: Observation, asked: dict[str, str]
) -> None:
    """One row found and none found tell the figure as well as printing it does."""
    assert desk.get(FIGURES, asked).status_code == 400


@pytest.mark.parametrize(
    "asked", [{"after__icontains": "4119"}, {"before__has_key": "x"}, {"at__year": "9" * 30}]
)
def test_no_event_is_found_by_what_it_holds(
    desk: Client, row: Observation, asked: dict[str, str]
) -> None:
    assert desk.get(EVENTS, asked).status_code == 400


def test_what_the_page_offers_still_filters(desk: Client, row: Observation) -> None:
    for asked in (
        {"submission__id__exact": str(row.submission_id)},
        {"submission__period__id__exact": str(row.submission.period_id)},
        {"place__id__exact": str(row.place_id)},
        {"category__isnull": "True"},
        {"q": "SAF-114"},
    ):
        assert "SAF-114" in desk.get(FIGURES, asked).text, asked
    event = Event.objects.get(verb="submission.save")
    for asked in ({"verb": event.verb}, {"by__id__exact": str(event.by_id)}):
        assert event.subject in desk.get(EVENTS, asked).text, asked


def test_the_history_names_the_boxes_that_changed_and_not_what_is_in_them(
    desk: Client, row: Observation
) -> None:
    event = Event.objects.get(verb="submission.save")
    pages = [
        desk.get(reverse("admin:governance_event_change", args=[event.pk])).text,
        desk.get(reverse("admin:outcomes_submission_history", args=[row.submission_id])).text,
    ]

    for page in pages:
        assert "SAF-114" in page
        assert "Denominator typed, note, numerator typed" in page
        assert tells_no_figure(page)
    assert event.after, "the audit itself keeps the words"


def test_other_changes_are_told_as_they_were(desk: Client, row: Observation) -> None:
    submission = row.submission
    Event.objects.create(
        verb="submission.give_longer",
        subject_kind="outcomes.submission",
        subject_id=str(submission.pk),
        subject=str(submission),
        at=timezone.now(),
        before={"due_on": "2026-01-15"},
        after={"due_on": "2026-03-01"},
    )

    history = desk.get(reverse("admin:outcomes_submission_history", args=[submission.pk])).text

    assert "from 2026-01-15 to 2026-03-01" in history
