"""Who sits on a body today, who did, and whom a document says it must have and nobody records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import Body, BodyReference, ReferenceKind, Represents, Seat, Site, SiteKind

NOBODY_FROM = {
    Represents.VCS: "No member from the voluntary and community sector is recorded",
    Represents.SAFE_PLACE: "No manager of a safe place is recorded as a member",
    Represents.YOUNG_PEOPLE: "Nobody who represents children and young people is recorded",
    Represents.PARENTS: "Nobody who represents parents and carers is recorded",
    Represents.SCHOOLS: "No school or early years setting is recorded as a member",
    Represents.HEALTH: "No health service is recorded as a member",
    Represents.FAITH: "No faith group is recorded as a member",
    Represents.STATUTORY: "No statutory partner is recorded as a member",
}

#: The people whom the strategies are about, where somebody on a body speaks for them.
VOICES = (Represents.YOUNG_PEOPLE, Represents.PARENTS)


@dataclass(frozen=True)
class Gap:
    """Somebody who is missing from a body, in words, and the sentence that says who ought to be."""

    text: str
    quote: str


@dataclass(frozen=True)
class Members:
    """The seats of a body by whether they are filled on a day, and who is missing."""

    current: Sequence[Seat]
    former: Sequence[Seat]
    gaps: Sequence[Gap]

    @property
    def chairs(self) -> list[Seat]:
        return [seat for seat in self.current if seat.is_chair]

    @property
    def voices(self) -> list[str]:
        """Whom of the people it is about somebody there speaks for."""
        spoken_for = {seat.represents for seat in self.current}
        return [str(each.label) for each in VOICES if each in spoken_for]


def members_of(body: Body, *, said: Iterable[BodyReference], on: date) -> Members:
    """Those of a body on a day, and whom the sentences about its members miss. Two queries.

    A body that exists once in each locality has no members of its own, so none is missing.
    """
    safe_places = Site.objects.filter(kind=SiteKind.SAFE_PLACE, locality=body.place_id)
    seats = body.seats.select_related("organisation", "site", "source")
    return members(body, seats=seats, said=said, safe_places=safe_places, on=on)


def members(
    body: Body,
    *,
    seats: Iterable[Seat],
    said: Iterable[BodyReference],
    safe_places: Iterable[Site],
    on: date,
) -> Members:
    """The same from rows that were read already."""
    found = list(seats)
    current = [seat for seat in found if _is_filled(seat, on)]
    former = [seat for seat in found if seat.ends_on is not None and seat.ends_on < on]
    gaps = [] if body.per_locality else list(_gaps(current, said, safe_places))
    return Members(current, former, gaps)


def _is_filled(seat: Seat, on: date) -> bool:
    return not (seat.starts_on and seat.starts_on > on) and not (seat.ends_on and seat.ends_on < on)


def _gaps(
    current: Sequence[Seat], said: Iterable[BodyReference], safe_places: Iterable[Site]
) -> Iterable[Gap]:
    spoken_for = {seat.represents for seat in current}
    managed = {seat.site_id for seat in current}
    for each in said:
        if each.kind != ReferenceKind.MEMBER or not each.represents:
            continue
        if each.represents not in spoken_for:
            yield Gap(f"{NOBODY_FROM[Represents(each.represents)]}.", each.quote)
        elif each.represents == Represents.SAFE_PLACE:
            missing = [site.name for site in safe_places if site.pk not in managed]
            if missing:
                yield Gap(f"The manager is not recorded of {_listed(missing)}.", each.quote)


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
