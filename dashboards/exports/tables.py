"""The other tables of the data package: what it takes, beside observations.csv, to load it again.

Each is described as observations.csv is, and holds nothing that dashboards do not show.
"""

from __future__ import annotations

from django.db.models import F

from dashboards.exports.judging import BENCHMARKS, COMMENTARY, REBASES
from dashboards.exports.learned import DECISIONS, GAPS
from dashboards.exports.observations_copy import stream
from dashboards.exports.observations_csv import (
    COLUMNS,
    KEY,
    Column,
    Names,
    rows,
    superseded,
)
from dashboards.exports.table import UNNAMED, Rows, Table, boolean, lines, moment
from ehportal.spreadsheets import cell
from outcomes.models import Period, PeriodKind, Publication, PublishedFigure, PublishedStory
from outcomes.models.stories import PROMPTS

#: The figure that a note or a story is about: of one publication, so that its period is known.
_WHICH = (
    Column("publication", "integer", "Number of the publication that it is in."),
    Column("measure", "string", "Code of the measure."),
    Column("geography_code", "string", "Code of the place."),
)


def _observations(names: Names, place: int | None) -> Rows:
    found = rows(names, place=place)
    next(found)
    return found


def _publications(names: Names, place: int | None) -> Rows:
    found = Publication.objects.filter(pk__in=names.publications).select_related("published_by")
    for each in found.order_by("number"):
        yield [
            str(each.number),
            names.periods[each.period_id][0],
            moment(each.published_at),
            cell(_publisher(each)) if names.of_people else "",
            boolean(each.is_correction),
            cell(each.reason),
            boolean(names.publications[each.pk][1]),
            each.rules_version,
            lines(f"{code}: {rule}" for code, rule in sorted((each.owner_rules or {}).items())),
            str(each.submissions_expected),
            str(each.submissions_included),
            lines(each.late_or_missing),
            lines(each.in_full or ()),
        ]


def _publisher(publication: Publication) -> str:
    by = publication.published_by
    return by.name if by else publication.publisher or ""


def _periods(names: Names, place: int | None) -> Rows:
    """Every quarter that was opened, up to the last that was published."""
    published = Period.objects.filter(publications__in=names.publications)
    last = published.order_by("-starts_on").values_list("starts_on", flat=True).first()
    if last is None:
        return
    found = Period.objects.filter(
        kind=PeriodKind.QUARTER, opened_at__isnull=False, starts_on__lte=last
    ).order_by("starts_on")
    for each in found:
        days = (each.starts_on, each.ends_on, each.opens_on, each.due_on, each.entries_close_on,
                each.closes_on)  # fmt: skip
        yield [each.code, cell(each.label), *(day.isoformat() for day in days)]


def _notes(names: Names, place: int | None) -> Rows:
    found = PublishedFigure.objects.filter(publication__in=names.publications).exclude(note="")
    if place is not None:
        found = found.filter(place_id=place)
    ordered = found.order_by(
        "publication__number", "measure__code", F("category_id").asc(nulls_first=True), "place_id"
    ).values_list("publication_id", "measure_id", "place_id", "category_id", "note")
    for publication, measure, where, category, note in ordered.iterator(chunk_size=2000):
        yield [
            str(names.publications[publication][0]),
            names.measures[measure][0],
            names.places[where][0],
            *names.categories[category],
            cell(note),
        ]


def _stories(names: Names, place: int | None) -> Rows:
    found = PublishedStory.objects.filter(publication__in=names.publications)
    if place is not None:
        found = found.filter(place_id=place)
    ordered = found.order_by("publication__number", "measure__code", "place_id", "reporter")
    for each in ordered.iterator(chunk_size=500):
        yield [
            str(names.publications[each.publication_id][0]),
            names.measures[each.measure_id][0],
            names.places[each.place_id][0],
            cell(each.reporter),
            *(cell(answer) for answer in each.by_name.values()),
        ]


OBSERVATIONS = Table(
    "observations",
    "Every published figure, in its last version",
    COLUMNS,
    KEY,
    _observations,
    stream,
)
SUPERSEDED = Table(
    "superseded",
    "Figures that were published again later",
    COLUMNS,
    ("publication", *KEY),
    superseded,
)
PUBLICATIONS = Table(
    "publications",
    "The numbered publications",
    (
        Column("publication", "integer", "Its number."),
        Column("period", "string", "Code of the period whose figures it holds."),
        Column("published_at", "datetime", "When it was published."),
        Column("published_by", "string", f"Who published it. {UNNAMED}", False),
        Column("correction", "boolean", "Whether the period had been published before."),
        Column("reason", "string", "Why the period was published again.", False),
        Column("illustrative", "boolean", "Whether its figures are made up."),
        Column("rules", "string", "Versions of the rules of charts and of small numbers."),
        Column(
            "owner_rules",
            "string",
            "Measures whose small numbers were hidden by their owner's own rule: a line for each.",
            False,
        ),
        Column("reporters_expected", "integer", "How many reporters owed figures."),
        Column("reporters_included", "integer", "Of how many all figures are in it."),
        Column(
            "missing", "string", "Reporters whose figures are not all in it: a line each.", False
        ),
        Column("in_full", "string", "Reporters whose figures are all in it: a line each.", False),
    ),
    ("publication",),
    _publications,
)
PERIODS = Table(
    "periods",
    "The quarters for which figures were collected",
    (
        Column("period", "string", "Its code: 2026-Q2 is July to September 2026."),
        Column("label", "string", "Its name."),
        Column("starts_on", "date", "Its first day."),
        Column("ends_on", "date", "Its last day."),
        Column("opens_on", "date", "From this day figures could be entered."),
        Column("due_on", "date", "By this day they were due."),
        Column("entries_close_on", "date", "After this day none were taken for the first time."),
        Column("closes_on", "date", "After this day none were changed."),
    ),
    ("period",),
    _periods,
)
NOTES = Table(
    "notes",
    "What reporters said of figures",
    (
        *_WHICH,
        Column("breakdown", "string", "What the figure is split by; All if it is not split."),
        Column("category", "string", "The group that it is about; All if it is not split."),
        Column("note", "string", "What was said."),
    ),
    ("publication", "measure", "geography_code", "breakdown", "category"),
    _notes,
)
STORIES = Table(
    "stories",
    "The stories that reporters tell of figures",
    (
        *_WHICH,
        Column("reporter", "string", "Who tells it."),
        *(Column(name, "string", prompt, False) for name, prompt in PROMPTS.items()),
    ),
    ("publication", "measure", "geography_code", "reporter"),
    _stories,
)

TABLES = (
    OBSERVATIONS,
    SUPERSEDED,
    PUBLICATIONS,
    PERIODS,
    NOTES,
    STORIES,
    BENCHMARKS,
    REBASES,
    COMMENTARY,
)
"""Those from which the publications are loaded again."""

LEARNED = (GAPS, DECISIONS)
EVERY_TABLE = (*TABLES, *LEARNED)
