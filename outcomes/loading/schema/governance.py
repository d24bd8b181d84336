"""Who and where: governance bodies, partner organisations, places and sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import Defines, Matches, Record, RefersTo
from outcomes.loading.schema.shared import (
    BaselineRef,
    BodyRef,
    Confidence,
    PlaceRef,
    Quotation,
    Slug,
    Source,
)

BodyCode = Annotated[
    str, Matches(r"[a-z0-9_]+", "small letters, digits and underscores"), Defines("body")
]
Represented = Literal[
    "statutory", "vcs", "safe_place", "young_people", "parents", "schools", "health", "faith"
]
SiteKind = Literal["family_hub", "centre", "safe_place"]


@dataclass(frozen=True, kw_only=True)
class Cadence(Record):
    """How often a body meets or reports, only where a document states it."""

    value: str | None
    stated: bool
    quote: str | None = None
    source: Source | None = None
    note: str | None = None
    meets: Literal["monthly", "two_months", "quarterly", "term"] | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        given = [self.value is not None, self.quote is not None, self.source is not None]
        if self.stated and not all(given):
            yield "stated", "is true, so 'value', 'quote' and 'source' are needed"
        if not self.stated and any(given):
            yield "stated", "is false, so 'value' stays null, without quote or source"
        if self.meets and not self.stated:
            yield "meets", "is given only where a document states how often the body meets"


@dataclass(frozen=True, kw_only=True)
class ReportsTo(Quotation):
    body: BodyRef
    strength: Literal["stated", "inferred"]
    basis: str | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.strength == "inferred" and self.basis is None:
            yield "basis", "is needed for an inferred line: say how it follows"


@dataclass(frozen=True, kw_only=True)
class Produces(Quotation):
    what: str
    cadence: str | None


@dataclass(frozen=True, kw_only=True)
class Receives(Quotation):
    """What a body receives, and from whom: a body, or a group in words."""

    what: str
    from_: BodyRef | None
    from_group: str | None = None
    cadence: str | None


@dataclass(frozen=True, kw_only=True)
class Member(Quotation):
    who: str
    represents: Represented | None = None


@dataclass(frozen=True, kw_only=True)
class Seat(Quotation):
    """An organisation, a role or both that a document names as sitting on a body."""

    organisation: Annotated[str, RefersTo("organisation")] | None
    role: str | None = None
    represents: Represented | None = None
    chair: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.organisation is None and self.role is None:
            yield "role", "is needed where no organisation is named"


@dataclass(frozen=True, kw_only=True)
class LocalInstance(Record):
    code: BodyCode
    place: PlaceRef
    name: str
    name_printed: bool
    source: Source | None = None


@dataclass(frozen=True, kw_only=True)
class LocalInstances(Record):
    count: int
    localities_named_in_source: bool
    basis: Quotation
    instances: tuple[LocalInstance, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        if len(self.instances) != self.count:
            yield "instances", f"are {len(self.instances)}, but the document states {self.count}"


@dataclass(frozen=True, kw_only=True)
class Body(Record):
    code: BodyCode
    name: str
    aliases: tuple[str, ...]
    kind: Literal[
        "board",
        "executive",
        "forum",
        "sub-group",
        "locality team",
        "panel",
        "network",
        "voice forum",
        "working group",
        "partnership",
    ]
    kind_note: str | None = None
    group: str
    chair: str | None
    leads_ambitions: tuple[Annotated[int, RefersTo("ambition")], ...]
    cadence: Cadence
    reports_to: tuple[ReportsTo, ...]
    purposes: tuple[Quotation, ...]
    produces: tuple[Produces, ...]
    receives: tuple[Receives, ...]
    members: tuple[Member, ...]
    seats: tuple[Seat, ...] = ()
    per_locality: bool
    local_instances: LocalInstances | None = None
    mentions: tuple[Quotation, ...]
    confidence: Confidence
    note: str | None = None
    sources: tuple[Annotated[str, RefersTo("document")], ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        if any(line.body == self.code for line in self.reports_to):
            yield "reports_to", "names the body itself"
        if self.per_locality != (self.local_instances is not None):
            yield "per_locality", "is true exactly where there are 'local_instances'"
        if self.per_locality and self.seats:
            yield "seats", "are of the one in each locality, not of all of them"


@dataclass(frozen=True, kw_only=True)
class BodiesFile(Record):
    bodies: tuple[Body, ...]


@dataclass(frozen=True, kw_only=True)
class Schedule(Record):
    """Our reading of a reporting rule: what falls due, how often, of whom and to whom."""

    kind: Literal[
        "progress",
        "detailed",
        "outcomes",
        "annual",
        "service",
        "summary",
        "stocktake",
        "working",
        "review",
        "workplan",
    ]
    rhythm: Literal["rolling", "twice", "yearly", "once", "ahead"] | None = None
    by: tuple[BodyRef, ...] = ()
    to: BodyRef | None = None
    basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportingRule(Quotation):
    """What is reported or reviewed, by whom (a body, or a group in words), to whom, how often."""

    code: Annotated[str, Slug, Defines("reporting rule")]
    rule: str
    from_: BodyRef | None
    from_group: str | None = None
    to: BodyRef | None
    cadence: str | None
    evidence_types: tuple[str, ...] = ()
    schedule: Schedule | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.schedule and self.schedule.to and self.to:
            yield "schedule.to", "is only for a rule that does not say to whom"
        if self.schedule and self.schedule.by and self.from_:
            yield "schedule.by", "is only for a rule that names no single body"


@dataclass(frozen=True, kw_only=True)
class ReportingRulesFile(Record):
    reporting_rules: tuple[ReportingRule, ...]


@dataclass(frozen=True, kw_only=True)
class Organisation(Quotation):
    code: Annotated[str, Slug, Defines("organisation", "reporter")]
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrganisationsFile(Record):
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, kw_only=True)
class VoiceGroup(Quotation):
    """A group of people whose voice a strategy seeks."""

    code: Annotated[str, Slug, Defines("voice group")]
    name: str


@dataclass(frozen=True, kw_only=True)
class VoiceGroupsFile(Record):
    voice_groups: tuple[VoiceGroup, ...]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    code: Annotated[str, Defines("place")]
    name: str
    kind: Literal["country", "region", "borough", "locality"]
    parent: PlaceRef | None
    quote: str | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True)
class Site(Quotation):
    code: Annotated[str, Slug, Defines("site")]
    name: str
    kind: SiteKind
    place: PlaceRef
    name_stated: bool
    hub: Annotated[str, RefersTo("site")] | None = None


@dataclass(frozen=True, kw_only=True)
class SiteCount(Quotation):
    """How many sites of a kind a document says there are."""

    kind: SiteKind
    count: int
    place: PlaceRef
    baseline: BaselineRef
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlacesFile(Record):
    places: tuple[Place, ...]
    sites: tuple[Site, ...]
    site_counts: tuple[SiteCount, ...]
