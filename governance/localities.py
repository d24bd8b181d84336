"""How a locality is governed: its bodies, who is missing from them, its hub and its sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from governance.meeting_lists import Missing, last_meeting, missing_meetings, next_meeting
from governance.membership import Members, members
from governance.models import Body, BodyReference, Meeting, Place, Seat, Site, SiteKind


@dataclass(frozen=True)
class LocalBody:
    """One of the locality's bodies: its members, its meetings, and what is missing."""

    body: Body
    members: Members
    next: Meeting | None
    last: Meeting | None
    missing: Sequence[Missing]


@dataclass(frozen=True)
class Hub:
    """A family hub, and the centres and safe places that are linked to it."""

    site: Site
    centres: Sequence[Site]
    safe_places: Sequence[Site]


@dataclass(frozen=True)
class LocalGovernance:
    """Everything that the page of a locality prints."""

    place: Place
    bodies: Sequence[LocalBody]
    hubs: Sequence[Hub]
    unlinked: Sequence[Site]
    others: Sequence[Place]

    @property
    def flags(self) -> int:
        """How much is missing: members, meetings, and links of a site to its hub."""
        return len(self.unlinked) + sum(
            len(each.members.gaps) + len(each.missing) for each in self.bodies
        )


def local_governance(place: Place, *, on: date) -> LocalGovernance:
    """How a locality is governed on a day. Eight queries, however many bodies and sites."""
    sites = list(Site.objects.filter(locality=place).order_by("name"))
    safe_places = [site for site in sites if site.kind == SiteKind.SAFE_PLACE]
    said = BodyReference.objects.order_by("kind", "order")
    bodies = (
        Body.objects.filter(place=place)
        .select_related("instance_of")
        .prefetch_related(
            Prefetch("seats", Seat.objects.select_related("organisation", "site", "source")),
            Prefetch("instance_of__references", said),
        )
        .with_meetings()
        .order_by("instance_of__pk")
    )
    return LocalGovernance(
        place=place,
        bodies=[_local(body, safe_places, on) for body in bodies],
        hubs=[_hub(site, sites) for site in sites if site.kind == SiteKind.FAMILY_HUB],
        unlinked=[s for s in sites if s.kind != SiteKind.FAMILY_HUB and s.hub_id is None],
        others=list(Place.objects.localities().exclude(pk=place.pk)),
    )


def _local(body: Body, safe_places: Sequence[Site], on: date) -> LocalBody:
    said = body.instance_of.references.all() if body.instance_of else ()
    return LocalBody(
        body=body,
        members=members(body, seats=body.seats.all(), said=said, safe_places=safe_places, on=on),
        next=next_meeting(body, on=on),
        last=last_meeting(body, on=on),
        missing=missing_meetings([body], on=on),
    )


def _hub(hub: Site, sites: Sequence[Site]) -> Hub:
    linked = [site for site in sites if site.hub_id == hub.pk]
    return Hub(
        hub,
        [site for site in linked if site.kind == SiteKind.CENTRE],
        [site for site in linked if site.kind == SiteKind.SAFE_PLACE],
    )
