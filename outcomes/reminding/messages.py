"""What a message says that follows from something somebody did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ehportal.wording import weekday


@dataclass(frozen=True)
class Message:
    """The subject says it all; the first line of the text says it again, then what to do."""

    subject: str
    text: str


@dataclass(frozen=True)
class Figures:
    """One reporter's figures for one period, as a message names them."""

    reporter: str
    period: str
    due_on: date
    last_day: date

    def subject(self, what: str) -> str:
        """'Figures for July to September 2026 are approved (Barts Health)'."""
        return f"Figures for {self.period} {what} ({self.reporter})"

    def sentence(self, what: str) -> str:
        """'The figures from Barts Health for July to September 2026 are approved.'"""
        return f"The figures from {self.reporter} for {self.period} {what}."

    def message(self, what: str, *then: str) -> Message:
        """The same words as subject and as first line, then a paragraph for each of the rest."""
        return Message(self.subject(what), "\n\n".join([self.sentence(what), *then]))


_READ_WHY = "Read why on the page of these figures."


def _sent_back(figures: Figures) -> Message:
    return figures.message(
        "were sent back to you",
        "The coordinator asks you to correct or explain something. "
        "Read what on the page of these figures, then submit them again.",
        f"You can do so until {weekday(figures.last_day)}.",
    )


def _reopened(figures: Figures) -> Message:
    return figures.message(
        "were opened again",
        f"You can correct them, and then submit them again. {_READ_WHY}",
        f"You can do so until {weekday(figures.last_day)}. "
        "What was published stays as it is until it is published again.",
    )


def _approved(figures: Figures) -> Message:
    return figures.message(
        "are approved", "There is nothing left for you to do. You are told when they are published."
    )


def _excused(figures: Figures) -> Message:
    return figures.message("are not expected", f"The coordinator excused you. {_READ_WHY}")


def _expected_again(figures: Figures) -> Message:
    return figures.message(
        "are expected after all",
        f"They are due on {weekday(figures.due_on)}. {_READ_WHY}",
    )


def _given_longer(figures: Figures) -> Message:
    return figures.message(
        f"are now due on {weekday(figures.due_on)}",
        "The coordinator gave you longer. Until the end of that day you can fill them in and "
        f"submit them. {_READ_WHY}",
    )


#: What the reporter's people are told, by what was done.
DECIDED: dict[str, Callable[[Figures], Message]] = {
    "send_back": _sent_back,
    "reopen": _reopened,
    "approve": _approved,
    "excuse": _excused,
    "expect_again": _expected_again,
    "give_longer": _given_longer,
}


def prepared(figures: Figures) -> Message:
    """For the reporter's people but the one who prepared them."""
    return figures.message(
        "wait for a second person",
        "A colleague has marked them as ready. Check them, then submit them.",
        f"They are due on {weekday(figures.due_on)}.",
    )


def handed_in(figures: Figures) -> Message:
    """For the coordinator."""
    return figures.message(
        "were submitted", "They wait for your review: read them, then approve them or ask."
    )


def asked(figures: Figures) -> Message:
    """For the reporter."""
    return Message(
        f"A question about the figures for {figures.period} ({figures.reporter})",
        f"The coordinator asks about the figures from {figures.reporter} for {figures.period}.\n\n"
        "Read what, and answer, on the page of these figures. Where they are right a sentence is "
        "enough.",
    )


def answered(figures: Figures) -> Message:
    """For the coordinator."""
    return Message(
        f"What you asked about the figures for {figures.period} is answered ({figures.reporter})",
        f"Every question about the figures from {figures.reporter} for {figures.period} is "
        "answered.\n\nRead the answers, then approve the figures or ask again.",
    )


def published(period: str, *, again: bool) -> Message:
    """For everybody whose figures are in a publication."""
    if again:
        return Message(
            f"Corrected figures for {period} are published",
            f"Corrected figures for {period} are published, yours among them.\n\n"
            "Readers see what changed, and why, beside each figure.",
        )
    return Message(
        f"Your figures for {period} are published",
        f"Your figures for {period} are published. The Board can read them now.\n\n"
        "The receipt of your submission says what becomes of them.",
    )
