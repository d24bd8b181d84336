"""Figures of surveys as people read and type them; what would tell of a few people is hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import forms

from ehportal.forms import WordsField
from ehportal.layout import Field
from ehportal.seen import SeenForm
from ehportal.wording import number, percentage, rounded
from governance.access import Access
from governance.models import PlaceKind
from outcomes.models import Area, Category, Consultation, Measure, SurveyFigure
from outcomes.models.voice import NO_NAMES
from outcomes.services.surveys import (
    LONGEST_POPULATION,
    LONGEST_QUESTION,
    LONGEST_SOURCE,
    FigureContent,
    figure_version,
    why_no_figure,
)
from outcomes.services.voice import MOST_PEOPLE
from outcomes.voice.guarding import Told, hidden

HIDDEN = "[c]"
EVERYBODY = "Everybody"
ACROSS = timedelta(days=61)
"""How close together two surveys on one question are one, though a new year began between them."""


Subject = tuple[str, str, int, int]
"""What two figures have in common that ought to be equal: question, people, place and year."""


@dataclass(frozen=True)
class Line:
    """One figure as it may be said, and whether another of the same says something else."""

    figure: SurveyFigure
    value: str
    of: str
    #: Whose figures ought to be equal.
    subject: Subject
    differs: bool
    may_edit: bool
    #: Who may change it reads it all the same.
    is_hidden_from_others: bool = False


def lines(figures: Iterable[SurveyFigure], access: Access) -> list[Line]:
    """Figures in order, each as this person may read it: what tells of a few people is hidden, and
    so is what would give it away. Both are found among all figures of their years, whichever of
    them are given, so that every page says the same. Two queries more.
    """
    found = list(figures)
    held = Consultation.objects.filter(figures__isnull=False).values_list("held_on", flat=True)
    years = years_together({each.consultation.held_on.year for each in found}, held.distinct())
    others = SurveyFigure.objects.filter(consultation__held_on__year__in=years)
    every = list(others.select_related("consultation__place").order_by("pk"))
    unseen = _hidden(every)
    shares: dict[Subject, set[Any]] = {}
    for each in every:
        shares.setdefault(_subject(each), set()).add(round(each.share, 1))
    return [
        _line(each, access, each.pk in unseen, len(shares[_subject(each)]) > 1) for each in found
    ]


def _line(figure: SurveyFigure, access: Access, is_hidden: bool, differs: bool) -> Line:
    may_edit, subject = figure.consultation.may_be_edited_by(access), _subject(figure)
    if is_hidden and not may_edit:
        return Line(figure, HIDDEN, "", subject, differs, may_edit)
    of = "" if figure.base is None else f"{number(figure.number)} of {number(figure.base)}"
    return Line(figure, percentage(figure.share), of, subject, differs, may_edit, is_hidden)


def _hidden(figures: Iterable[SurveyFigure]) -> set[int]:
    """The keys of the figures that are hidden, those that could be added up guarded together."""
    return {
        together[place].pk
        for together in _together(figures)
        for place in hidden(map(_told, together))
    }


def years_together(years: Iterable[int], days: Iterable[date]) -> set[int]:
    """Some years, and those next to them with surveys held close together across New Year."""
    found, waiting = set(years), sorted(days)
    while more := {
        other.year
        for day, other in [*pairwise(waiting), *pairwise(reversed(waiting))]
        if day.year in found and other.year not in found and abs(other - day) <= ACROSS
    }:
        found |= more
    return found


def rounds(days: Iterable[date]) -> dict[date, int]:
    """The days on which one question was asked, by which time it was: those of one year are one,
    and so are those of two years that are close together.
    """
    found: dict[date, int] = {}
    number, last = 0, None
    for day in sorted(set(days)):
        if last is not None and day.year != last.year and day - last > ACROSS:
            number += 1
        found[day], last = number, day
    return found


def _together(figures: Iterable[SurveyFigure]) -> list[list[SurveyFigure]]:
    """Figures of one survey, and of one question at one time: of the borough and its localities.

    What has one of them in common with two groups makes one of both.
    """
    figures = list(figures)
    days: dict[str, set[date]] = {}
    for each in figures:
        days.setdefault(plain(each.question), set()).add(each.consultation.held_on)
    times = {question: rounds(asked) for question, asked in days.items()}
    groups: list[tuple[set[Any], list[SurveyFigure]]] = []
    for each in figures:
        question = plain(each.question)
        asked = (question, times[question][each.consultation.held_on])
        keys, members = {each.consultation_id, asked}, [each]
        for group in [group for group in groups if not keys.isdisjoint(group[0])]:
            groups.remove(group)
            keys, members = keys | group[0], [*group[1], *members]
        groups.append((keys, members))
    return [members for _, members in groups]


def _told(figure: SurveyFigure) -> Told:
    number, base = figure.number, figure.base
    if figure.percent is not None and (base := figure.consultation.participants):
        number = int(rounded(figure.share * base / 100, 0))
    is_share = figure.percent is not None
    people = f"{figure.consultation.place_id} {plain(figure.population)}"
    place = figure.consultation.place
    locality = place.pk if place.kind == PlaceKind.LOCALITY else None
    return Told(plain(figure.question), people, number, base, is_share, locality)


def communities() -> list[str]:
    """The ethnic groups as figures are split by them, in their order. One query."""
    found = Category.objects.filter(breakdown__code="ethnicity").order_by("order")
    return list(found.values_list("name", flat=True))


def _subject(figure: SurveyFigure) -> Subject:
    survey = figure.consultation
    return plain(figure.question), plain(figure.population), survey.place_id, survey.held_on.year


def plain(words: str) -> str:
    """The letters and digits of words, one space between two: what is equal so is the same.

    Signs and invisible characters make no other question of one, and no other people.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    return " ".join("".join(c for c in folded if c.isalnum() or c.isspace()).split())


def _wrong(said: str) -> dict[str, str]:
    """The same words for whatever is wrong with a number."""
    limits = ("max_digits", "max_decimal_places", "max_whole_digits", "min_value", "max_value")
    return dict.fromkeys(("invalid", *limits), said)


class FigureForm(SeenForm):
    """One figure of a survey: what was asked of whom, how many said so, and where it is from."""

    #: Of several answers one is needed, so none of them is called optional.
    mark_optional = False

    question = WordsField(
        label="What was asked?",
        help_text=f"In the words of the survey, with the answer that is counted. {NO_NAMES}",
        what="The question",
        max_length=LONGEST_QUESTION,
        rows=2,
        error_messages={"required": "Write what was asked"},
    )
    group = forms.ChoiceField(
        label="Of whom?",
        help_text="Groups are called as in the figures, so that surveys stand side by side.",
        required=False,
        error_messages={"invalid_choice": "Choose a group from the list"},
    )
    population = forms.CharField(
        label="Which group is it, if it is not in the list?",
        help_text="For example, secondary pupils.",
        max_length=LONGEST_POPULATION,
        required=False,
        error_messages={"max_length": f"This must be {LONGEST_POPULATION} characters or fewer"},
    )
    number = forms.IntegerField(
        label="How many said so?",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages=_wrong("Enter a whole number of people, such as 12"),
    )
    base = forms.IntegerField(
        label="How many answered?",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages=_wrong("Enter a whole number of people, such as 120"),
    )
    percent = forms.DecimalField(
        label="Or which percentage, if only that is published?",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        error_messages=_wrong("Enter a percentage from 0 to 100, such as 43 or 43.5"),
    )
    source = WordsField(
        label="Where is it printed?",
        help_text="The report and its page. Another source may give another figure: record both.",
        what="This",
        max_length=LONGEST_SOURCE,
        rows=2,
        error_messages={"required": "Say where the figure is printed"},
    )
    area = forms.ChoiceField(
        label="Which outcome area does it speak to?",
        choices=[("", "None in particular"), *Area.choices],
        required=False,
    )
    measure = forms.ModelChoiceField(
        label="Which measure does it speak to?",
        queryset=Measure.objects.none(),
        empty_label="None in particular",
        required=False,
        error_messages={"invalid_choice": "Choose a measure from the list"},
    )

    def __init__(
        self,
        *args: Any,
        survey: Consultation,
        on: date,
        figure: SurveyFigure | None = None,
        **kwargs: Any,
    ) -> None:
        initial = {"source": survey.source, "area": Area.ENGAGED}
        self.communities = communities()
        super().__init__(*args, over=figure, initial=initial, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", "A group that is not in the list"),
            (EVERYBODY, EVERYBODY),
            ("Ethnic groups", [(name, name) for name in self.communities]),
        ]
        self.fields["measure"].queryset = Measure.objects.in_use(on)  # type: ignore[attr-defined]

    def layout(self) -> Sequence[Any]:
        numbers = [Field(name, width=5) for name in ("number", "base", "percent")]
        return ["question", "group", "population", *numbers, "source", "area", "measure"]

    def shown(self, over: SurveyFigure) -> dict[str, Any]:
        apart = {*self.HIDDEN, "group", "population"}
        names = [name for name in self.base_fields if name not in apart]
        is_listed = over.population in (EVERYBODY, *self.communities)
        return {name: getattr(over, name) for name in names} | {
            "group": over.population if is_listed else "",
            "population": "" if is_listed else over.population,
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "group" in self.cleaned_data and "population" in self.cleaned_data:
            chosen, typed = self.cleaned_data["group"], self.cleaned_data["population"]
            if chosen and typed:
                self.add_error("population", "Choose a group or write another, not both")
            elif not chosen and not typed:
                self.add_error("group", "Say who was asked")
        names = ("number", "base", "percent")
        if not any(name in self.errors for name in names):
            why = why_no_figure(*(self.cleaned_data[name] for name in names))
            if why:
                self.add_error(*why)
        return cleaned

    @property
    def content(self) -> FigureContent:
        """What the service writes."""
        given = dict(self.cleaned_data)
        chosen = given.pop("group")
        return FigureContent(**given | {"population": chosen or given["population"]})

    def version_over(self, over: SurveyFigure) -> str:
        return figure_version(over)
