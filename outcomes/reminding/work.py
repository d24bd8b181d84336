"""What a reporter still has to do, and the words that remind of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehportal.wording import count, weekday
from outcomes.reminding.messages import Figures, Message

#: So many measures are named; then how many more there are.
NAMED = 12


@dataclass(frozen=True)
class Area:
    """An outcome area, and the measures in it that something is missing of."""

    name: str
    measures: Sequence[str]


@dataclass(frozen=True)
class Work:
    """What is left to do for one submission. Measures by their titles, each once."""

    figures: Figures
    empty: Sequence[Area] = ()
    to_put_right: Sequence[Area] = ()
    asked_about: Sequence[Area] = ()
    to_submit: bool = True
    for_a_second_person: bool = False

    @property
    def is_left(self) -> bool:
        """Whether there is anything at all."""
        return self.to_submit or bool(self.asked_about)


def reminder(work: Work, *, on: date) -> Message:
    """The message about figures that are due soon, or were due."""
    figures = work.figures
    if on > figures.due_on:
        what = f"were due on {weekday(figures.due_on)}"
        until = f"You can still submit them until {weekday(figures.last_day)}."
    else:
        what, until = f"are due on {weekday(figures.due_on)}", ""
    if not work.to_submit:
        subject = f"Questions about the figures for {figures.period} wait ({figures.reporter})"
        first = figures.sentence("have questions that wait for your answer")
        return Message(subject, "\n\n".join([first, *_left(work)]))
    parts = [figures.sentence(what), *filter(None, [until]), *_left(work), _then(work)]
    return Message(figures.subject(what), "\n\n".join(parts))


def in_short(work: Work, *, on: date) -> str:
    """One line: 'Barts Health, July to September 2026: due on ...; 3 measures empty'."""
    figures = work.figures
    counts = [
        f"{count(_size(areas), 'measure')} {what}"
        for areas, what in (
            (work.empty, "empty"),
            (work.to_put_right, "to correct or explain"),
            (work.asked_about, "asked about"),
        )
        if areas
    ]
    if work.for_a_second_person:
        counts.append("waits for a second person")
    elif not counts:
        counts.append("ready to be submitted")
    due = f"{'was due' if on > figures.due_on else 'due'} on {weekday(figures.due_on)}"
    return f"{figures.reporter}, {figures.period}: {due}; {', '.join(counts)}"


def _left(work: Work) -> Iterator[str]:
    """A heading and a list of measures for each kind of work."""
    for heading, areas in (
        ("Still empty:", work.empty),
        ("To correct or explain:", work.to_put_right),
        ("The coordinator asks about:", work.asked_about),
    ):
        if areas:
            yield heading
            yield "\n".join(_listed(areas))


def _listed(areas: Sequence[Area]) -> Iterator[str]:
    named = [f"- {area.name}: {title}" for area in areas for title in area.measures]
    yield from named[:NAMED]
    if len(named) > NAMED:
        yield f"- and {len(named) - NAMED} more"


def _then(work: Work) -> str:
    if work.for_a_second_person:
        return "A colleague has marked them as ready. Check them, then submit them."
    if work.empty or work.to_put_right:
        return (
            "Fill in what you have. Where there is no figure, choose why. Then check them and "
            "submit them."
        )
    return "Everything is filled in. Check the figures, then submit them."


def _size(areas: Sequence[Area]) -> int:
    return sum(len(area.measures) for area in areas)
