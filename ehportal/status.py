"""A status is a word, then a shape, then a colour: never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Shapes in a box of 12 by 12, each filled or drawn by one class of portal.css.
_CIRCLE = "M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z"
_RING = "M6 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z"
_HALF = "M6 .5a5.5 5.5 0 0 0 0 11zM6 1.5a4.5 4.5 0 0 1 0 9v1a5.5 5.5 0 0 0 0-11z"
_DIAMOND = "M6 0l6 6-6 6-6-6z"
_SQUARE = "M1 1h10v10H1z"
_SMALL_DIAMOND = "M6 1.6L10.400 6 6 10.400 1.600 6z"
_SMALL_SQUARE = "M2 2h8v8H2z"
_DASH = "M.5 5h11v2H.5z"
_TICK = "M1 6.5l1.600-1.600 2.400 2.400L9.900 2.400 11.500 4 5 10.500z"
_TRIANGLE = "M6 .5l6 11H0z"
_UP = "M6 1l5.500 10H.5z"
_DOWN = "M6 11L.5 1h11z"
_POINTER = "M1.500 .5l10 5.500-10 5.500z"


@dataclass(frozen=True)
class Status:
    """How one status looks: its word, its shape, the class that colours it, and its weight."""

    word: str
    path: str
    paint: str
    is_signal: bool

    def html(self, word: str = "") -> SafeString:
        """The mark-up, with another word where one is given: '1 better', 'Late, draft'."""
        return format_html(
            '<span class="eh-status eh-status--{}"><svg viewBox="0 0 12 12" aria-hidden="true"'
            ' focusable="false"><path class="{}" d="{}"/></svg><span>{}</span></span>',
            "signal" if self.is_signal else "quiet",
            self.paint,
            self.path,
            word or self.word,
        )


STATUSES: dict[str, Status] = {
    # What was found about a figure.
    "better": Status("Better", _CIRCLE, "eh-fill-better", True),
    "worse": Status("Worse", _DIAMOND, "eh-fill-worse", True),
    "changed": Status("Changed", _SQUARE, "eh-fill-changed", True),
    "no_change": Status("No clear change", _DASH, "eh-fill-none", False),
    "too_early": Status("Too early to say", _RING, "eh-line-none", False),
    "not_judged": Status("Not judged", _RING, "eh-line-none", False),
    "no_figure": Status("No figure", _SMALL_SQUARE, "eh-line-none", False),
    # How a place stands beside its borough. What is worse for families is everyone's to change: it
    # has a shape and a colour of its own, never those of a service that does worse.
    "similar": Status("Similar", _DASH, "eh-fill-none", False),
    "higher": Status("Higher", _UP, "eh-fill-changed", True),
    "lower": Status("Lower", _DOWN, "eh-fill-changed", True),
    "everyones_worse": Status("Worse", _SMALL_DIAMOND, "eh-line-apart", True),
    # How far a submission is.
    "due": Status("Not started", _RING, "eh-line-none", False),
    "draft": Status("In progress", _HALF, "eh-fill-none", False),
    "submitted": Status("Submitted", _POINTER, "eh-fill-better", True),
    "queried": Status("Sent back", _SMALL_DIAMOND, "eh-line-worse", True),
    "approved": Status("Approved", _TICK, "eh-fill-none", False),
    "excused": Status("Excused", _DASH, "eh-fill-none", False),
    "late": Status("Late", _TRIANGLE, "eh-fill-worse", True),
    # How far an action is.
    "not_started": Status("Not started", _RING, "eh-line-none", False),
    "on_track": Status("On track", _HALF, "eh-fill-none", False),
    "at_risk": Status("At risk", _SMALL_DIAMOND, "eh-line-worse", True),
    "off_track": Status("Off track", _DIAMOND, "eh-fill-worse", True),
    "done": Status("Done", _TICK, "eh-fill-none", False),
    "stopped": Status("Stopped", _DASH, "eh-fill-none", False),
    # Whether the figures of a metric are there.
    "available": Status("Available", _TICK, "eh-fill-none", False),
    "in_part": Status("In part", _HALF, "eh-fill-none", False),
    "not_available": Status("Not available", _SMALL_SQUARE, "eh-line-none", False),
    # How far a report is.
    "received": Status("Received", _TICK, "eh-fill-none", False),
    "overdue": Status("Overdue", _TRIANGLE, "eh-fill-worse", True),
}

_READY = {name: status.html() for name, status in STATUSES.items()}


def status_html(name: str, word: str = "") -> SafeString:
    """The mark-up of a status. Raises KeyError for a name that is not in STATUSES."""
    return STATUSES[name].html(word) if word else _READY[name]


@dataclass(frozen=True)
class Tag:
    """How a task list names a state. Only what still needs somebody has a coloured tag."""

    word: str
    classes: str

    def html(self, word: str = "") -> SafeString:
        if not self.classes:
            return format_html("{}", word or self.word)
        return format_html('<strong class="{}">{}</strong>', self.classes, word or self.word)


TAGS: dict[str, Tag] = {
    "due": Tag("Not started", "govuk-tag govuk-tag--grey"),
    "draft": Tag("In progress", "govuk-tag"),
    "problem": Tag("There is a problem", "govuk-tag govuk-tag--red"),
    "explain": Tag("To explain", "govuk-tag govuk-tag--yellow"),
    "late": Tag("Late", "govuk-tag govuk-tag--red"),
    "queried": Tag("Sent back", "govuk-tag govuk-tag--orange"),
    "complete": Tag("Completed", ""),
    "submitted": Tag("Submitted", ""),
    "approved": Tag("Approved", ""),
    "excused": Tag("Excused", ""),
    "locked": Tag("Cannot start yet", ""),
}


def tag_html(name: str, word: str = "") -> SafeString:
    """The mark-up of a state in a list of tasks. Raises KeyError for a name not in TAGS."""
    return TAGS[name].html(word)
