"""What stood round a publication's figures on the day, as the publication kept it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.selectors.editions import Edition
from dashboards.selectors.evidence import ComparatorLine, TargetLine, by_text, range_text
from dashboards.selectors.rows import Worded
from dashboards.wanted import NAMED
from ehportal.wording import day
from governance.models import PlaceKind
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.rounding import value_text
from outcomes.kept import wording_now
from outcomes.models import Measure, Period, PublishedWording

ROW_FIELDS = (
    "code", "title", "area", "level", "type", "unit", "polarity", "accountability", "over_areas",
)  # fmt: skip


@dataclass(frozen=True)
class PlaceWord:
    """A place as it was called."""

    pk: int
    name: str
    slug: str
    is_borough: bool


@dataclass(frozen=True)
class PriorityWord:
    """A priority, who led it, and the measures that showed the way."""

    number: int
    title: str
    first_1001_days: bool
    lead: str
    measures: tuple[int, ...]


@dataclass(frozen=True)
class GapWord:
    """A measure nobody could supply."""

    measure_id: int
    reason: str
    solution: str
    owner: str
    review_text: str


@dataclass(frozen=True)
class DecisionWord:
    """What had been decided by then."""

    text: str
    body: str
    held_on: date
    period_id: int
    period: str
    period_starts_on: date
    measures: tuple[int, ...]


@dataclass(frozen=True)
class ActionWord:
    """An action that was behind: what, of which plan, whose, by when, how it stood."""

    title: str
    plan: str
    owner: str
    #: Whose without a name; nothing in a wording from before that was kept apart.
    role: str
    due_text: str
    standing: str


@dataclass(frozen=True)
class ActionsWord:
    """How the plans' actions stood."""

    all: int
    done: int
    behind: tuple[ActionWord, ...]


@dataclass(frozen=True)
class Wording:
    """Everything a pack prints beside its figures. `is_kept` is False for an old publication.

    A publication made before wordings were kept has none: it is read with today's, and its pack
    says so. The measures are not rows of the store: they are worded as they were.
    """

    is_kept: bool
    measures: Mapping[int, Measure]
    worded: Worded
    places: tuple[PlaceWord, ...]
    quarters: frozenset[int]
    categories: Mapping[int, str]
    targets: Mapping[int, tuple[TargetLine, ...]]
    comparators: Mapping[int, tuple[ComparatorLine, ...]]
    priorities: tuple[PriorityWord, ...]
    gaps: tuple[GapWord, ...]
    decisions: tuple[DecisionWord, ...]
    #: None where the publication was made before plans were kept.
    actions: ActionsWord | None

    @property
    def borough(self) -> PlaceWord:
        return next(place for place in self.places if place.is_borough)

    @property
    def localities(self) -> tuple[PlaceWord, ...]:
        return tuple(place for place in self.places if not place.is_borough)


def wording_of(edition: Edition) -> Wording:
    """The wording a publication kept. One query; more for one from before wordings were kept."""
    kept = PublishedWording.objects.filter(publication_id=edition.pk).values_list("content")
    content = next((content for (content,) in kept), None)
    if content is not None:
        return _read(content, is_kept=True)
    as_at = Period.objects.get(pk=edition.period_id)
    return _read(wording_now(as_at=as_at, at=edition.published_at), is_kept=False)


def _read(content: Mapping[str, Any], *, is_kept: bool) -> Wording:
    measures = {each["id"]: Measure(**each) for each in content["measures"]}
    places = sorted(content["places"], key=lambda each: (each["order"], each["name"]))
    return Wording(
        is_kept=is_kept,
        measures=measures,
        worded={
            each["id"]: {name: each[name] for name in ROW_FIELDS} for each in content["measures"]
        },
        places=tuple(
            PlaceWord(each["id"], each["name"], each["slug"], each["kind"] == PlaceKind.BOROUGH)
            for each in places
        ),
        quarters=frozenset(content["quarters"]),
        categories={
            each["id"]: f"{each['breakdown__name']}: {each['name']}"
            for each in content["categories"]
        },
        targets=_targets(content["targets"], measures),
        comparators=_comparators(content["comparators"], measures),
        priorities=tuple(
            PriorityWord(**{**each, "measures": tuple(each["measures"])})
            for each in content["priorities"]
        ),
        gaps=tuple(_gap(each) for each in content["gaps"]),
        decisions=tuple(_decision(each) for each in content["decisions"]),
        actions=_actions(content["actions"]) if "actions" in content else None,
    )


def _actions(kept: Mapping[str, Any]) -> ActionsWord:
    behind = []
    for each in kept["behind"]:
        due_on = each["due_on"]
        due_text = day(date.fromisoformat(due_on)) if due_on else "No date agreed yet"
        behind.append(
            ActionWord(
                title=each["title"],
                plan=each["plan"],
                owner=each["owner"],
                role=each.get("role", ""),
                due_text=due_text,
                standing=each["standing"],
            )
        )
    return ActionsWord(kept["all"], kept["done"], tuple(behind))


def _targets(
    rows: Iterable[Mapping[str, Any]], measures: Mapping[int, Measure]
) -> dict[int, tuple[TargetLine, ...]]:
    found: defaultdict[int, list[TargetLine]] = defaultdict(list)
    for each in rows:
        value = Decimal(each["value"])
        kind = MeasureType(measures[each["measure_id"]].type)
        due_on = each["due_on"]
        found[each["measure_id"]].append(
            TargetLine(
                value=float(value),
                value_text=value_text(value, kind),
                starts_on=date.fromisoformat(each["starts_on"]),
                by_text=by_text(date.fromisoformat(due_on) if due_on else None),
                reason=each["reason"],
                approved_by=each["approved_by"],
            )
        )
    return {measure: tuple(lines) for measure, lines in found.items()}


def _comparators(
    rows: Iterable[Mapping[str, Any]], measures: Mapping[int, Measure]
) -> dict[int, tuple[ComparatorLine, ...]]:
    found: defaultdict[int, list[ComparatorLine]] = defaultdict(list)
    for each in rows:
        value = Decimal(each["value"])
        upper = None if each["upper_value"] is None else Decimal(each["upper_value"])
        kind = MeasureType(measures[each["measure_id"]].type)
        found[each["measure_id"]].append(
            ComparatorLine(
                place=each["place__name"],
                value=float(value),
                upper=None if upper is None else float(upper),
                value_text=range_text(value, upper, kind),
                period=each["period_label"],
                source=each["source"],
            )
        )
    return {measure: tuple(lines) for measure, lines in found.items()}


def _gap(each: Mapping[str, Any]) -> GapWord:
    review_on = each["review_on"]
    return GapWord(
        measure_id=each["measure_id"],
        reason=each["reason"],
        solution=each["solution"],
        owner=each["owner"],
        review_text=day(date.fromisoformat(review_on)) if review_on else "",
    )


def _decision(each: Mapping[str, Any]) -> DecisionWord:
    return DecisionWord(
        text=each["text"],
        body=each["body"],
        held_on=date.fromisoformat(each["held_on"]),
        period_id=each["period_id"],
        period=each["period"],
        period_starts_on=date.fromisoformat(each["period_starts_on"]),
        measures=tuple(each["measures"]),
    )


def without_names(wording: Wording) -> Wording:
    """The same, where whoever leads a priority or owns a gap is no more than named.

    Of an action the role or the organisation answers; where they were not kept, it is named too.
    """
    actions = wording.actions
    if actions is not None:
        behind = tuple(replace(e, owner=e.role or NAMED) for e in actions.behind)
        actions = replace(actions, behind=behind)
    return replace(
        wording,
        priorities=tuple(replace(e, lead=e.lead and NAMED) for e in wording.priorities),
        gaps=tuple(replace(e, owner=e.owner and NAMED) for e in wording.gaps),
        actions=actions,
    )
