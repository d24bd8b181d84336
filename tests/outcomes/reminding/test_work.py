"""The words of reminders and of the weekly message."""

from __future__ import annotations

from datetime import date

import pytest

from outcomes.reminding.digest import Standing, for_coordinators, for_reporters
from outcomes.reminding.messages import Figures
from outcomes.reminding.work import NAMED, Area, Work, in_short, reminder

FIGURES = Figures("Barts Health", "July to September 2026", date(2026, 10, 15), date(2026, 11, 14))
HEALTHY = Area("Healthy", ["Babies born at a healthy weight"])
BEFORE, AFTER = date(2026, 10, 8), date(2026, 10, 16)


def test_a_reminder_says_what_is_due_when_and_what_is_missing() -> None:
    work = Work(FIGURES, empty=[HEALTHY], to_put_right=[Area("Safe", ["Families helped"])])

    message = reminder(work, on=BEFORE)

    due = "due on Thursday 15 October"
    assert message.subject == f"Figures for July to September 2026 are {due} (Barts Health)"
    then = "Fill in what you have. Where there is no figure, choose why. Then check them and "
    assert message.text.split("\n\n") == [
        f"The figures from Barts Health for July to September 2026 are {due}.",
        "Still empty:",
        "- Healthy: Babies born at a healthy weight",
        "To correct or explain:",
        "- Safe: Families helped",
        f"{then}submit them.",
    ]


def test_the_day_after_it_says_until_when_they_are_taken() -> None:
    first, second, *_ = reminder(Work(FIGURES, empty=[HEALTHY]), on=AFTER).text.split("\n\n")

    assert first.endswith("were due on Thursday 15 October.")
    assert second == "You can still submit them until Saturday 14 November."


def test_on_the_day_itself_they_are_still_due() -> None:
    assert "are due on" in reminder(Work(FIGURES), on=FIGURES.due_on).subject


@pytest.mark.parametrize(
    ("work", "then"),
    [
        (Work(FIGURES), "Everything is filled in. Check the figures, then submit them."),
        (
            Work(FIGURES, for_a_second_person=True),
            "A colleague has marked them as ready. Check them, then submit them.",
        ),
    ],
)
def test_figures_that_are_filled_in_still_have_to_be_submitted(work: Work, then: str) -> None:
    assert reminder(work, on=BEFORE).text.split("\n\n")[1:] == [then]


def test_questions_about_figures_that_were_handed_in_are_reminded_of_alone() -> None:
    message = reminder(Work(FIGURES, asked_about=[HEALTHY], to_submit=False), on=AFTER)

    assert (
        message.subject
        == "Questions about the figures for July to September 2026 wait (Barts Health)"
    )
    assert "due" not in message.text
    assert message.text.endswith("- Healthy: Babies born at a healthy weight")


@pytest.mark.parametrize(("many", "last"), [(12, "Measure 12"), (13, "1 more"), (21, "9 more")])
def test_so_many_measures_are_named_and_the_rest_counted(many: int, last: str) -> None:
    titles = [f"Measure {n}" for n in range(1, many + 1)]
    areas = [Area("Healthy", titles[:5]), Area("Safe", titles[5:])]

    lines = reminder(Work(FIGURES, empty=areas), on=BEFORE).text.split("\n\n")[2].splitlines()

    assert len(lines) == min(many, NAMED + 1)
    assert lines[-1].endswith(last)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (Work(FIGURES), "ready to be submitted"),
        (Work(FIGURES, empty=[HEALTHY]), "1 measure empty"),
        (
            Work(FIGURES, to_put_right=[HEALTHY], asked_about=[HEALTHY]),
            "1 measure to correct or explain, 1 measure asked about",
        ),
        (Work(FIGURES, for_a_second_person=True), "waits for a second person"),
    ],
)
def test_a_line_says_what_is_left(work: Work, words: str) -> None:
    said = "Barts Health, July to September 2026: due on Thursday 15 October; "
    assert in_short(work, on=BEFORE) == said + words
    assert "was due on Thursday 15 October" in in_short(work, on=AFTER)


def test_the_weekly_message_names_one_set_of_figures_or_counts_them() -> None:
    one, two = (for_reporters([Work(FIGURES)] * sets, on=BEFORE) for sets in (1, 2))

    said = "This week: figures for July to September 2026 are still to be sent (Barts Health)"
    assert one.subject == said
    assert two.subject == "This week: 2 sets of figures are still to be sent"
    assert two.text.count("Barts Health") == 2


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(), "nothing is late and nothing waits for you"),
        (Standing(late=["A"], to_review=["B", "C"]), "1 is late, 2 wait for review"),
        (Standing(late=["A", "B"], unanswered=["C"]), "2 are late, 1 with open questions"),
    ],
)
def test_the_coordinators_week_is_in_the_subject(standing: Standing, words: str) -> None:
    message = for_coordinators(standing, monday=date(2026, 10, 5))

    assert message.subject == f"Week of 5 October 2026: {words}"
    first = message.text.splitlines()[0]
    assert first == f"This week in the collection of figures: {words}."


def test_the_coordinators_week_lists_who_it_is_about() -> None:
    late = [f"Reporter {n}" for n in range(14)]

    text = for_coordinators(
        Standing(late=late, without_people=["Barts Health"], changes=["Mind: submitted"]),
        monday=date(2026, 10, 5),
    ).text

    assert "- Reporter 11\n- and 2 more" in text
    assert "- Barts Health" in text
    assert text.endswith("Since last week:\n\n- Mind: submitted")
