"""Figures of surveys: recorded with their source, and never corrected by one that differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from ehportal.seen import version_of
from governance.models import User
from governance.services.events import record, record_change
from governance.services.words import kept
from outcomes.models import Consultation, ConsultationKind, Measure, SurveyFigure
from outcomes.services.exceptions import Refused
from outcomes.services.twins import twin_of
from outcomes.services.voice import MOST_PEOPLE

LONGEST_QUESTION = 300
LONGEST_POPULATION = 150
LONGEST_SOURCE = 300

_WORDS = {
    "question": (LONGEST_QUESTION, "Write what was asked."),
    "population": (LONGEST_POPULATION, "Say who was asked."),
    "source": (LONGEST_SOURCE, "Say where the figure is printed."),
}
_COLUMNS = ("number", "base", "percent", "area", "measure")


@dataclass(frozen=True)
class FigureContent:
    """What was asked of whom, how many said so, and where that is printed."""

    question: str
    population: str
    source: str
    number: int | None = None
    base: int | None = None
    percent: Decimal | None = None
    area: str = ""
    measure: Measure | None = None


@transaction.atomic
def add_figure(
    *, survey: Consultation, content: FigureContent, by: User, at: datetime
) -> SurveyFigure:
    """Records one figure of a survey and returns it. The same sent twice is one.

    Raises Refused where the consultation is no survey, for words that cannot be kept, and unless
    either how many said so and how many answered are given, or the share.
    """
    if survey.kind != ConsultationKind.SURVEY:
        raise Refused("Only a survey has figures.")
    Consultation.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    figure = SurveyFigure(consultation=survey)
    _write(figure, content)
    told = _told(figure)
    twin: SurveyFigure | None = twin_of(told, survey.figures.exclude(pk=figure.pk), _told)
    if twin is not None:
        figure.delete()
        return twin
    record(verb="survey.add", subject=figure, by=by, at=at, after=told)
    return figure


@transaction.atomic
def change_figure(
    *, figure: SurveyFigure, content: FigureContent, seen: str, by: User, at: datetime
) -> SurveyFigure:
    """Puts a figure right that was typed wrongly, and returns it; the same changes nothing.

    `seen` is the `figure_version` that the page showed. Raises SavedMeanwhile where somebody saved
    another since, and Refused as `add_figure` does.
    """
    figure = SurveyFigure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    before = _told(figure)
    _write(figure, content)
    after = _told(figure)
    record_change(
        verb="survey.change", subject=figure, before=before, after=after, by=by, at=at, seen=seen
    )
    return figure


def figure_version(figure: SurveyFigure) -> str:
    """What tells this state of a figure from any other."""
    return version_of(_told(figure))


def _write(figure: SurveyFigure, content: FigureContent) -> None:
    if why := why_no_figure(content.number, content.base, content.percent):
        field, said = why
        raise Refused(f"{said}.", field=field)
    for name, (longest, required) in _WORDS.items():
        words = kept(getattr(content, name), field=name, longest=longest, required=required)
        setattr(figure, name, words)
    for name in _COLUMNS:
        setattr(figure, name, getattr(content, name))
    figure.save()


def why_no_figure(
    number: int | None, base: int | None, percent: Decimal | None
) -> tuple[str, str] | None:
    """What is wrong with how a figure is given: beside which box, and in words; or None."""
    if percent is not None:
        if number is not None or base is not None:
            return "percent", "Give the two numbers or the percentage, not both"
        return None if 0 <= percent <= 100 else ("percent", "Enter a percentage from 0 to 100")
    if number is None:
        return "number", "Enter how many said so, or the percentage"
    if base is None:
        return "base", "Enter how many answered"
    if not 1 <= base <= MOST_PEOPLE:
        return "base", f"Enter a number from 1 to {MOST_PEOPLE:,}"
    if not 0 <= number <= base:
        return "number", "No more can have said so than answered"
    return None


def _told(figure: SurveyFigure) -> dict[str, Any]:
    told = {name: getattr(figure, name) for name in (*_WORDS, *_COLUMNS)}
    percent = None if figure.percent is None else str(figure.percent)
    return told | {"measure": str(figure.measure or ""), "percent": percent}
