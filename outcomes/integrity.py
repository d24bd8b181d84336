"""Whether the store holds together: what was published, what was handed in, what is in force.

Each check yields a sentence for each problem, in words that say which row to look at.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db import IntegrityError, connection
from django.db.models import Count, F, Q, QuerySet

from governance.models import PlaceKind
from outcomes import disclosure
from outcomes.calculations.combining import MeasureType as CalculationType
from outcomes.calculations.combining import value
from outcomes.models import (
    Assignment,
    Attachment,
    Framework,
    Indicator,
    MeasureType,
    Metric,
    MetricMeasure,
    Observation,
    Outcome,
    OverAreas,
    Publication,
    PublishedFigure,
    Status,
    Submission,
)
from outcomes.released import NOT_APPLICABLE, NOT_AVAILABLE, REVISED, SUPPRESSED
from outcomes.services.submissions import hash_of

Problems = Iterator[str]

MISSING = frozenset({SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE})
KNOWN = MISSING | {"", REVISED}


def _figures() -> QuerySet[PublishedFigure]:
    return PublishedFigure.objects.select_related(
        "measure", "place", "period", "publication", "category"
    )


def _name(figure: PublishedFigure) -> str:
    split = f", {figure.category}" if figure.category else ""
    return (
        f"Publication {figure.publication.number}: {figure.measure.code}, {figure.place}, "
        f"{figure.period.code}{split}"
    )


def figures_follow_their_shorthand() -> Problems:
    """A hidden or missing figure holds nothing; a shown one holds its counts and their value."""
    corrections = set(Publication.objects.filter(is_correction=True).values_list("pk", flat=True))
    for figure in _figures().iterator(chunk_size=1000):
        held = [figure.numerator, figure.denominator, figure.value, figure.lower, figure.upper]
        name = _name(figure)
        if figure.shorthand not in KNOWN:
            yield f"{name} carries the unknown shorthand [{figure.shorthand}]."
        elif figure.shorthand in MISSING:
            if any(number is not None for number in held):
                yield f"{name} is marked [{figure.shorthand}] and still holds a figure."
        elif figure.numerator is None:
            yield f"{name} has no figure and no shorthand that says why."
        else:
            yield from _problems_of_shown(figure, name)
        if figure.shorthand == REVISED and figure.publication_id not in corrections:
            yield f"{name} is marked revised in a publication that corrects nothing."


def _problems_of_shown(figure: PublishedFigure, name: str) -> Problems:
    measure = figure.measure
    expected = value(
        figure.numerator,
        figure.denominator,
        measure_type=CalculationType(measure.type),
        multiplier=measure.multiplier,
        may_exceed=True,
    )
    if expected is None or figure.value is None:
        if (expected is None) != (figure.value is None):
            yield f"{name} shows {figure.value}, and its counts give {expected}."
    elif not math.isclose(figure.value, float(expected), rel_tol=1e-9, abs_tol=1e-9):
        yield f"{name} shows {figure.value}, and its counts give {expected}."
    if measure.counts_people and _is_too_small(figure):
        yield f"{name} shows a count of people so small that it must be hidden."


def _is_too_small(figure: PublishedFigure) -> bool:
    cell = disclosure.Cell(
        key=disclosure.Key(str(figure.measure_id), str(figure.place_id), figure.period.code, None),
        numerator=figure.numerator,
        denominator=figure.denominator,
        measure_type=CalculationType(figure.measure.type),
        is_total=False,
        counts_people=True,
        sensitive=figure.measure.is_sensitive,
    )
    return bool(disclosure.primary_reason(cell, _rule_of(figure)))


def _rule_of(figure: PublishedFigure) -> disclosure.RuleSet:
    """The rule that the figure's publication hid it by."""
    own = (figure.publication.owner_rules or {}).get(figure.measure.code, "")
    recorded = figure.publication.rules_version.partition(", ")[2]
    partnership = disclosure.RULE_SETS.get(recorded, disclosure.DFE)
    return disclosure.RULE_SETS.get(own, partnership)


def borough_is_the_sum_of_its_localities() -> Problems:
    """Where every locality is in and shown, the borough's counts are theirs added up."""
    groups: dict[tuple[int, int, int | None], list[PublishedFigure]] = defaultdict(list)
    adding_up = _figures().exclude(measure__over_areas=OverAreas.NONE)
    for figure in adding_up.filter(place__kind__in=[PlaceKind.LOCALITY, PlaceKind.BOROUGH]):
        groups[figure.publication_id, figure.measure_id, figure.category_id].append(figure)
    for figures in groups.values():
        boroughs = [f for f in figures if f.place.is_borough and f.numerator is not None]
        localities = [f for f in figures if not f.place.is_borough]
        for borough in boroughs:
            if localities and _is_complete(borough, localities):
                yield from _compare_sums(borough, localities)


def _is_complete(borough: PublishedFigure, localities: list[PublishedFigure]) -> bool:
    expected = sum(f.reporters_expected for f in localities)
    return borough.reporters_expected == borough.reporters_included == expected and all(
        f.numerator is not None for f in localities
    )


def _compare_sums(borough: PublishedFigure, localities: list[PublishedFigure]) -> Problems:
    for part in ("numerator", "denominator"):
        whole = getattr(borough, part)
        parts: list[Decimal] = [n for f in localities if (n := getattr(f, part)) is not None]
        step = _rule_of(borough).round_to or 0  # rounded figures need not quite add up
        if whole is not None and abs(whole - sum(parts)) > Decimal(step * (len(parts) + 1)) / 2:
            yield (
                f"{_name(borough)}: its {part} is {whole:f}, and its localities' "
                f"add up to {sum(parts):f}."
            )


def receipts_agree_with_figures() -> Problems:
    """What was handed in is still, figure for figure, what its receipt was given for."""
    handed_in = Submission.objects.filter(status__in=[Status.SUBMITTED, Status.APPROVED])
    for submission in handed_in.with_everything():
        if not submission.content_hash:
            yield f"{submission}: {submission.get_status_display().lower()} without a receipt."
        elif submission.content_hash != hash_of(submission):
            yield (
                f"{submission} ({submission.reference}): its figures are not those that its "
                "receipt was given for."
            )


def approvals_hold_together() -> Problems:
    """An approved submission is approved figure for figure; an approved figure says something."""
    rows = Observation.objects.select_related(
        "submission__reporter", "submission__period", "measure", "place"
    )
    unapproved = rows.filter(submission__status=Status.APPROVED, approved_at=None)
    for row in unapproved:
        yield f"{row}, {row.submission.reporter}: not approved, and its submission is."
    incomplete = rows.filter(approved_at__isnull=False, numerator=None, missing="")
    for row in incomplete.exclude(~Q(note=""), measure__type=MeasureType.NARRATIVE):
        yield f"{row}, {row.submission.reporter}: approved, and it says nothing."
    for row in rows.filter(approved_at__isnull=False, submission__content_hash=""):
        yield f"{row}, {row.submission.reporter}: approved, and it was never handed in."


def nothing_is_orphaned() -> Problems:
    """Every row hangs from what it belongs to."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield f"A row points at one that does not exist: {error}"
    for model in (Outcome, Indicator, Metric):
        elsewhere = model.objects.filter(
            ~Q(area__version=F("version")) & Q(area__isnull=False)
            | ~Q(level__version=F("version")) & Q(level__isnull=False)
        )
        for code in elsewhere.values_list("code", flat=True):
            kind = model._meta.verbose_name
            yield f"The {kind} {code} hangs from an area or level of another version."
    misplaced = MetricMeasure.objects.exclude(component=None).exclude(component__metric=F("metric"))
    for link in misplaced.select_related("measure", "metric"):
        yield f"{link} by way of a part of another metric."
    yield from _unexpected_figures()
    for figure in _figures().exclude(period=F("publication__period")):
        yield f"{_name(figure)} is of another period than its publication."


def _unexpected_figures() -> Problems:
    for submission in Submission.objects.filter(period__opened_at=None).with_everything():
        yield f"{submission} belongs to a period that was never opened."
    asked = set(Assignment.objects.values_list("reporter_id", "measure_id", "place_id"))
    rows = Observation.objects.values_list(
        "submission__reporter_id", "measure_id", "place_id"
    ).distinct()
    unasked = [row for row in rows.order_by() if row not in asked]
    for reporter, measure, place in unasked:
        sample = (
            Observation.objects.filter(submission__reporter=reporter, measure=measure, place=place)
            .select_related("submission__reporter", "submission__period", "measure", "place")
            .first()
        )
        if sample is not None:
            yield f"{sample}, {sample.submission.reporter}: a figure that was never assigned."


def one_version_is_in_force() -> Problems:
    """Each framework has exactly one published version."""
    published = Count("versions", filter=Q(versions__status="published"))
    for framework in Framework.objects.annotate(in_force=published).exclude(in_force=1):
        yield f"{framework} has {framework.in_force} published versions; it must have one."


def files_are_as_they_were_sent() -> Problems:
    """Each file beside a report is there, and is byte for byte what somebody attached."""
    for attachment in Attachment.objects.select_related("due__body", "due__organisation"):
        name = f"{attachment}, beside {attachment.due}"
        try:
            with attachment.file.open("rb") as file:
                held = hashlib.sha256(file.read()).hexdigest()
        except FileNotFoundError:
            yield f"{name}: the file is gone."
        else:
            if held != attachment.sha256:
                yield f"{name}: the file is not what was attached."


CHECKS: dict[str, Callable[[], Problems]] = {
    "published figures and their shorthand": figures_follow_their_shorthand,
    "the borough and its localities": borough_is_the_sum_of_its_localities,
    "receipts and figures": receipts_agree_with_figures,
    "approvals of figures": approvals_hold_together,
    "rows that hang from nothing": nothing_is_orphaned,
    "versions in force": one_version_is_in_force,
    "files beside reports": files_are_as_they_were_sent,
}
