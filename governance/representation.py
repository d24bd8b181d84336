"""On which groups children, young people and families are represented, over all of them.

The partnership says that they are "represented on many of the partnership groups" (Cabinet report,
line 40). A group has them where a seat speaks for them; their own forums are told of apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from governance.membership import VOICES, members
from governance.models import Body, BodyKind, BodyReference, ReferenceKind, Seat


@dataclass(frozen=True)
class Group:
    """A body, whom of children and families somebody there speaks for, and what documents say."""

    body: Body
    voices: Sequence[str]
    said: Sequence[BodyReference]
    lacking: Sequence[BodyReference]


@dataclass(frozen=True)
class Representation:
    """Every body that meets, by whether children and families are there and ought to be."""

    forums: Sequence[Body]
    groups: Sequence[Group]

    @property
    def lacking(self) -> list[Group]:
        return [each for each in self.groups if each.lacking]

    @property
    def represented(self) -> list[Group]:
        return [each for each in self.groups if each.voices]

    @property
    def others(self) -> list[Group]:
        return [each for each in self.groups if not each.voices and not each.lacking]


def representation(*, on: date) -> Representation:
    """As the seats are on a day. Four queries."""
    said = BodyReference.objects.filter(
        kind=ReferenceKind.MEMBER, represents__in=VOICES
    ).select_related("source")
    bodies = (
        Body.objects.convened()
        .select_related("instance_of")
        .prefetch_related(
            Prefetch("seats", Seat.objects.select_related("organisation")),
            Prefetch("references", said),
            Prefetch("instance_of__references", said),
        )
        .order_by("name")
    )
    return Representation(
        forums=[body for body in bodies if body.kind == BodyKind.VOICE_FORUM],
        groups=[_group(body, on) for body in bodies if body.kind != BodyKind.VOICE_FORUM],
    )


def _group(body: Body, on: date) -> Group:
    """What is said of 'one in each locality' is said of each of the four."""
    said = list((body.instance_of or body).references.all())
    seats = members(body, seats=body.seats.all(), said=(), safe_places=(), on=on)
    spoken_for = {seat.represents for seat in seats.current}
    lacking = [each for each in said if each.represents not in spoken_for]
    return Group(body, seats.voices, said, lacking)
