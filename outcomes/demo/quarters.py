"""Sixteen published quarters and the one being collected now, through the real services."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from governance.models import Notice, User
from governance.services.notices import mark_read
from outcomes.calculations.combining import MeasureType
from outcomes.demo.accounts import make_reporter_account
from outcomes.demo.comparators import make_comparators
from outcomes.demo.decisions import decide
from outcomes.demo.groups import BY_GROUP, QUARTERS_BY_GROUP, ask_for_groups, of_group
from outcomes.demo.plans import make_plans
from outcomes.demo.series import Typed, Typical, synthetic
from outcomes.demo.targets import QUARTERS_SINCE, make_targets, start_anew
from outcomes.loading.schema.figures import Baseline
from outcomes.models import MeasureType as StoredType
from outcomes.models import Observation, Period, Reporter, Submission
from outcomes.services.entry import mark_section, save_figures
from outcomes.services.periods import open_period, propose_assignments, quarter_dates
from outcomes.services.publication import publish
from outcomes.services.reminders import remind
from outcomes.services.review import approve, give_longer, send_back
from outcomes.services.stories import save_story
from outcomes.services.submissions import assess, rows_of, submit
from outcomes.typed import TypedFigure

QUARTERS = 16
#: After a quarter ends: the day it is published, and the day a late figure is put in.
PUBLISHED_AFTER = timedelta(days=36)
CORRECTED_AFTER = timedelta(days=60)

#: How the quarter being collected now stands, by reporter; all others are approved.
NOW_DRAFT = {"north-east": {"happy"}}
NOW_SUBMITTED = {"north-west", "elft", "tower-hamlets-council"}
#: In the draft, so that a newcomer meets both: a mistake to correct, and a figure to explain.
NOW_MISTAKEN, NOW_UNUSUAL = "LEA-102", "LEA-201"
NOW_SENT_BACK = {"south-east": "Please check the number of families on plans: it has doubled."}
NOW_NOT_STARTED = {"barts-health", "voluntary-and-community-sector"}
#: Two people sign for it from now on: the first marks the figures as ready, the other submits.
NOW_SIGNED_BY_TWO = "barts-health"
#: What is told of a measure in a place, in the last quarter that is published and now.
STORIES = {
    ("HEA-201", "TH-SW"): {
        "happened": "Illustrative: more women booked early at the two hubs with a midwife.",
        "why": "Women told us that booking at the hub saved them a second journey.",
        "did": "A midwife now sits in both hubs on two mornings a week.",
        "will": "The hub manager asks for a third morning by January.",
        "needs": "Two more midwife mornings, from the Trust.",
    },
    ("HEA-201", "TH-NE"): {
        "happened": "Illustrative: fewer women booked early while one practice moved.",
        "did": "The practice sent every new patient the booking link.",
    },
}


@dataclass(frozen=True)
class Cast:
    """Who acts: the coordinator, and the person who hands in for each reporter (by slug)."""

    coordinator: User
    reporters: Mapping[str, User]


def quarter_codes(today: date) -> list[str]:
    """The seventeen latest finished quarters, oldest first; the last is still being collected."""
    financial_year = today.year if today.month >= 4 else today.year - 1
    running = financial_year * 4 + ((today.month - 4) % 12) // 3
    return [f"{n // 4}-Q{n % 4 + 1}" for n in range(running - QUARTERS - 1, running)]


def make_quarters(
    *,
    levels: Mapping[str, Typical],
    baselines: Iterable[Baseline],
    accounts: Mapping[str, User],
    today: date,
) -> None:
    """Fills and publishes sixteen quarters and leaves the latest one half collected."""
    codes = quarter_codes(today)
    starts_on = quarter_dates(codes[0]).starts_on
    propose_assignments(starts_on=starts_on, by=None, at=_at(starts_on, 8))
    make_targets(starts_on=starts_on)
    make_comparators(baselines, at=_at(starts_on, 8))
    cast: Cast | None = None
    for index, code in enumerate(codes[:-1]):
        if index == QUARTERS - QUARTERS_BY_GROUP:
            ask_for_groups()
        period = _open(code)
        cast = cast or _cast(period, accounts, starts_on)
        if code == codes[-2]:
            # The last publication keeps the actions that serve its measures.
            make_plans(accounts=accounts, in_year_of=period.starts_on)
            since = Period.objects.get(code=codes[index - QUARTERS_SINCE])
            start_anew(since=since, by=cast.coordinator, at=_at(period.opens_on, 10))
        _past_quarter(period, index, levels, cast)
    if cast is not None:
        decide(period=Period.objects.get(code=codes[-2]), by=cast.coordinator)
        present = _open(codes[-1], extend=True)
        Reporter.objects.filter(slug=NOW_SIGNED_BY_TWO).update(needs_two_people=True)
        _read_messages_before(present)
        _present_quarter(present, levels, cast)
        remind(at=_at(present.due_on + timedelta(days=1), 8))


def _open(code: str, *, extend: bool = False) -> Period:
    ends_on = quarter_dates(code).ends_on
    period = open_period(code=code, by=None, at=_at(ends_on + timedelta(days=1), 8))
    if extend:
        # The demonstration can be tried on any day until the next quarter ends.
        period.entries_close_on = period.closes_on = ends_on + timedelta(days=100)
        period.save(update_fields=["entries_close_on", "closes_on"])
    return period


def _read_messages_before(period: Period) -> None:
    """What sixteen quarters told everybody was read long ago."""
    opened = _at(period.opens_on, 8)
    mark_read(notices=Notice.objects.filter(created_at__lt=opened), at=opened)


def _cast(period: Period, accounts: Mapping[str, User], starts_on: date) -> Cast:
    reporters = {}
    for submission in period.submissions.select_related("reporter__organisation"):
        reporter = submission.reporter
        if reporter.organisation is None:
            short = reporter.place.code[-2:].lower()
            reporters[reporter.slug] = accounts[f"{short}.lead"]
        elif reporter.organisation.code == "barts-health":
            reporters[reporter.slug] = accounts["partner"]
        else:
            reporters[reporter.slug] = make_reporter_account(
                reporter.organisation, starts_on=starts_on, at=_at(starts_on, 8)
            )
    return Cast(accounts["coordinator"], reporters)


def _past_quarter(period: Period, index: int, levels: Mapping[str, Typical], cast: Cast) -> None:
    """Everybody hands in, most on time; the last to come may miss the first publication."""
    dice = random.Random(f"quarter {period.code}")
    submissions = list(period.submissions.select_related("reporter", "period"))
    too_late = dice.choice(submissions) if index % 5 == 3 else None
    for submission in submissions:
        if submission == too_late:
            continue
        late = timedelta(days=dice.choice([-9, -6, -4, -3, -2, -1, -1, 0, 2, 5]))
        day = submission.due_on + late
        _hand_in(submission, index, levels, cast, day)
        approve(submission=submission, by=cast.coordinator, at=_at(day + timedelta(days=4), 11))
    published_on = period.ends_on + PUBLISHED_AFTER
    publish(period=period, by=cast.coordinator, at=_at(published_on, 9))
    if too_late is not None:
        day = period.ends_on + CORRECTED_AFTER
        too_late = give_longer(
            submission=too_late,
            until=day,
            reason="Illustrative: the record system was being replaced.",
            by=cast.coordinator,
            at=_at(published_on, 10),
        )
        _hand_in(too_late, index, levels, cast, day)
        approve(submission=too_late, by=cast.coordinator, at=_at(day, 15))
        publish(
            period=period,
            by=cast.coordinator,
            at=_at(day, 16),
            reason=f"Illustrative: the figures of {too_late.reporter} came late.",
        )


def _present_quarter(period: Period, levels: Mapping[str, Typical], cast: Cast) -> None:
    day = period.due_on - timedelta(days=3)
    for submission in period.submissions.select_related("reporter", "period"):
        slug = submission.reporter.slug
        if slug in NOW_NOT_STARTED:
            continue
        if slug in NOW_DRAFT:
            _fill(submission, QUARTERS, levels, cast, day, leave=NOW_DRAFT[slug])
            _slip(submission, cast, day)
            continue
        _hand_in(submission, QUARTERS, levels, cast, day)
        reviewed = _at(day + timedelta(days=4), 11)
        if slug in NOW_SENT_BACK:
            send_back(
                submission=submission,
                reason=NOW_SENT_BACK[slug],
                by=cast.coordinator,
                at=reviewed,
                on=day,
            )
        elif slug not in NOW_SUBMITTED:
            approve(submission=submission, by=cast.coordinator, at=reviewed)


def _hand_in(
    submission: Submission, index: int, levels: Mapping[str, Typical], cast: Cast, day: date
) -> None:
    _fill(submission, index, levels, cast, day, leave=set())
    _explain(submission, cast, day)
    if index >= QUARTERS - 1:
        _tell(submission, cast, day)
    submit(
        submission=submission,
        by=cast.reporters[submission.reporter.slug],
        at=_at(day, 14),
        on=day,
    )


def _fill(
    submission: Submission,
    index: int,
    levels: Mapping[str, Typical],
    cast: Cast,
    day: date,
    *,
    leave: set[str],
) -> None:
    """Types every figure of a submission but those of the areas to leave, and saves them."""
    person = cast.reporters[submission.reporter.slug]
    at = _at(day, 10)
    rows = list(submission.observations.select_related("measure", "place", "category__breakdown"))
    figures = [
        _typed(row, _synthetic(row, index, levels)) for row in rows if row.measure.area not in leave
    ]
    save_figures(submission=submission, figures=figures, by=person, at=at, on=day)
    for area in sorted({row.measure.area for row in rows} - leave):
        mark_section(submission=submission, area=area, is_complete=True, by=person, at=at, on=day)


def _slip(submission: Submission, cast: Cast, day: date) -> None:
    """Types one figure that cannot be right, and one that is far from what was expected."""
    rows = {
        row.measure.code: row
        for row in submission.observations.select_related("measure")
        if row.measure.code in {NOW_MISTAKEN, NOW_UNUSUAL}
    }
    wrong, odd = (rows[code] for code in (NOW_MISTAKEN, NOW_UNUSUAL))
    save_figures(
        submission=submission,
        figures=[
            TypedFigure(wrong.pk, wrong.denominator_typed, wrong.numerator_typed),
            TypedFigure(odd.pk, str(int(odd.denominator_typed) // 3), odd.denominator_typed),
        ],
        by=cast.reporters[submission.reporter.slug],
        at=_at(day, 11),
        on=day,
    )


def _explain(submission: Submission, cast: Cast, day: date) -> None:
    """Gives a sentence for each figure that is queried, as a person would before handing in."""
    queried = [each.row for each in assess(submission, list(rows_of(submission))) if each.queries]
    save_figures(
        submission=submission,
        figures=[
            TypedFigure(
                observation_id=row.pk,
                numerator=row.numerator_typed,
                denominator=row.denominator_typed,
                note="Illustrative: checked with the service, and right.",
            )
            for row in queried
        ],
        by=cast.reporters[submission.reporter.slug],
        at=_at(day, 13),
        on=day,
    )


def _tell(submission: Submission, cast: Cast, day: date) -> None:
    rows = submission.observations.filter(category=None)
    for row in rows.select_related("measure", "place", "submission__period"):
        if answers := STORIES.get((row.measure.code, row.place.code)):
            save_story(
                observation=row,
                answers=answers,
                seen="",
                by=cast.reporters[submission.reporter.slug],
                at=_at(day, 13),
                on=day,
            )


def _synthetic(row: Observation, index: int, levels: Mapping[str, Typical]) -> Typed:
    typical = levels.get(row.measure.code)
    if typical is None and row.measure.type != StoredType.NARRATIVE:
        return Typed(missing="x", note="Illustrative: nobody can supply this yet.")
    whole = synthetic(
        code=row.measure.code,
        place=row.place.code,
        kind=MeasureType(row.measure.type),
        multiplier=row.measure.multiplier,
        typical=typical or Typical(0, 0),
        quarter=index,
        quarters=QUARTERS,
    )
    if row.category is None:
        return whole
    groups = BY_GROUP[row.measure.code][row.category.breakdown.code]
    return of_group(whole, groups, row.category.code)


def _typed(row: Observation, figure: Typed) -> TypedFigure:
    return TypedFigure(
        observation_id=row.pk,
        numerator=figure.numerator,
        denominator=figure.denominator,
        missing=figure.missing,
        note=figure.note,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)
