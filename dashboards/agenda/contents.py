"""What an agenda is made of, and what every builder of a section is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboards.pack.material import Material
from governance.models import BOARD_CODE, Meeting


@dataclass(frozen=True)
class Point:
    """One thing under a heading: a sentence, what explains it, and where to go with it."""

    text: str
    detail: str = ""
    href: str = ""
    status: str = ""
    status_word: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Section:
    """A heading of the agenda. Without points it says so in `empty`."""

    key: str
    heading: str
    points: tuple[Point, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Occasion:
    """The meeting an agenda is for, the one before it, and the figures that lie on the table.

    `figures` are of the latest publication before the meeting; only the Board, which reviews them,
    has them. `on` is the day on which the agenda is read.
    """

    meeting: Meeting
    previous: Meeting | None
    figures: Material | None
    on: date

    @property
    def is_of_the_board(self) -> bool:
        return self.meeting.body.code == BOARD_CODE

    @property
    def as_of(self) -> date:
        """The day that dates are held against: the meeting's, or today while it is to come."""
        return min(self.meeting.held_on, self.on)
