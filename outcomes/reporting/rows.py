"""One row of the entry table: its boxes, what stands in them and what is said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from governance.models import Place
from outcomes.earlier import Earlier, key_of
from outcomes.models import Measure, MeasureStatus, MeasureType, Observation, Question
from outcomes.queries import NUMBERS, expected_in_words
from outcomes.reporting.presentation import (
    MISSING_IN_SHORT,
    WITHOUT_RESULT,
    FigureText,
    figure_in_words,
    place_and_category,
    result_in_words,
    row_name,
)
from outcomes.services.submissions import Assessed
from outcomes.typed import COLUMNS, ZERO, fingerprint

BOXES = ("numerator", "denominator", "missing", "note")
#: Short enough for the width of their column.
REASONS = (
    ("", "Choose a reason"),
    *((value, f"{words.capitalize()} [{value}]") for value, words in MISSING_IN_SHORT.items()),
)
#: Zero is a number: it is offered among the reasons, so that nobody leaves a blank for it.
WITH_ZERO = (REASONS[0], (ZERO, "Zero: none this quarter"), *REASONS[1:])
ANSWERS = (("", "Choose"), ("yes", "Yes"), ("no", "No"))

OUTDATED = "The sentence was written about another figure. Change it, so that it is about this one."


@lru_cache(maxsize=32)
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The options of a list, ready to print: a table has a hundred of the same few."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, " selected" if value == chosen else "", words) for value, words in choices),
    )


@dataclass
class EntryRow:
    """One figure of the entry table: its boxes, what stands in them and what is wrong with them."""

    assessed: Assessed
    home: Place
    earlier: list[tuple[str, FigureText]]
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    #: The boxes whose words are not the stored ones.
    unsaved: tuple[str, ...] = ()
    #: The fingerprints that the page showed where they are not of what is stored now.
    shown_over: str = ""

    @cached_property
    def observation(self) -> Observation:
        return self.assessed.row

    @cached_property
    def measure(self) -> Measure:
        return self.observation.measure

    @property
    def is_locked(self) -> bool:
        """Whether it is approved, and is only read; not where it holds words that were not kept."""
        row = self.observation
        return row.approved_at is not None and self.values == self.stored

    @cached_property
    def queries(self) -> tuple[str, ...]:
        """What is unusual about the stored figure, whether or not it is explained."""
        asked = self.assessed.queries
        return (*asked, OUTDATED) if asked and self.assessed.is_outdated else asked

    @cached_property
    def prefix(self) -> str:
        """What the names of the row's boxes start with, such as hea-101-th-ne."""
        parts = [self.measure.code, self.observation.place.code]
        if category := self.observation.category:
            parts += [category.breakdown.code, category.code]
        return slugify("-".join(parts))

    @cached_property
    def name(self) -> str:
        """Measure, place and category: unique on the page."""
        return row_name(self.observation, home=self.home)

    @cached_property
    def short_name(self) -> str:
        """Place and category alone, under a heading that names the measure."""
        return place_and_category(self.observation, home=self.home) or "All"

    @property
    def seen(self) -> str:
        """Fingerprints of the words each box started from, to tell boxes that a person changed."""
        return self.shown_over or self.stored_seen

    @cached_property
    def stored_seen(self) -> str:
        """Fingerprints of the stored words of each box."""
        return ".".join(fingerprint(words) for words in self.stored.values())

    @cached_property
    def stored(self) -> dict[str, str]:
        """The stored words of each box."""
        return {box: getattr(self.observation, column) for box, column in COLUMNS.items()}

    @cached_property
    def is_narrative(self) -> bool:
        return self.measure.type == MeasureType.NARRATIVE

    @cached_property
    def has_result(self) -> bool:
        return self.measure.type not in WITHOUT_RESULT

    @property
    def takes_decimals(self) -> bool:
        return self.measure.type in {MeasureType.MEAN, MeasureType.DURATION}

    @property
    def result(self) -> str:
        return result_in_words(self.observation)

    @property
    def figure(self) -> FigureText:
        return figure_in_words(self.observation)

    @property
    def is_yes_or_no(self) -> bool:
        return self.measure.type == MeasureType.YES_NO

    @property
    def answers(self) -> SafeString:
        """The choices of a yes-or-no measure; an answer that is neither stays among them."""
        given = self.values["numerator"]
        known = {value for value, _ in ANSWERS}
        return options(ANSWERS if given in known else (*ANSWERS, (given, given)), given)

    @property
    def reasons(self) -> SafeString:
        """The choices beside the boxes; whoever is asked for words or yes has no zero to choose."""
        has_zero = not (self.is_narrative or self.is_yes_or_no)
        return options(WITH_ZERO if has_zero else REASONS, self.values["missing"])

    @property
    def expected(self) -> str:
        """'We expect 76% to 92%.'; a range for everybody is not one for a category."""
        is_everybody = self.observation.category is None
        return (
            expected_in_words(self.measure) if is_everybody and self.measure.type in NUMBERS else ""
        )

    @property
    def has_sentence_open(self) -> bool:
        """Whether the box for a sentence is shown without being asked for."""
        return bool(self.values["note"] or "note" in self.errors or self.values["missing"] == "x")

    @property
    def sentence_label(self) -> str:
        if self.is_narrative:
            return self.measure.numerator_label
        if self.queries:
            return "Why it is different"
        return "Why there is no figure" if self.values["missing"] else "Add a sentence"

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with each box; a template is slow to find that a key is missing."""
        return {box: self.errors.get(box, "") for box in BOXES}

    @property
    def messages(self) -> list[tuple[str, str]]:
        """The box that each message belongs to, and the message, in the order of the boxes."""
        return [(f"{self.prefix}-{box}", self.errors[box]) for box in BOXES if box in self.errors]

    @property
    def first_box(self) -> str:
        return "note" if self.is_narrative else "numerator"


@dataclass(frozen=True)
class MeasureRows:
    """The rows of one measure: one, or one for each place and category."""

    measure: Measure
    rows: list[EntryRow]

    @property
    def has_heading(self) -> bool:
        return len(self.rows) > 1

    @property
    def is_proposed(self) -> bool:
        return self.measure.status == MeasureStatus.PROPOSED


def entry_row(
    assessed: Assessed,
    *,
    home: Place,
    earlier: Sequence[Earlier],
    questions: Sequence[Question] = (),
) -> EntryRow:
    row = assessed.row
    before = [(quarter.label, quarter.figures.get(key_of(row))) for quarter in earlier]
    return EntryRow(
        assessed=assessed,
        home=home,
        earlier=[
            (label, figure_in_words(past) if past else FigureText("")) for label, past in before
        ],
        values={box: getattr(row, column) for box, column in COLUMNS.items()},
        questions=questions,
    )
