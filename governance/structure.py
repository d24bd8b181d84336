"""Who reports to whom, as a tree; and the bodies by the wider group they are part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.models import Body, LineStrength, ReportingLine


@dataclass(frozen=True)
class Branch:
    """A body in the tree, the line by which it hangs there, and the bodies below it.

    A body that reports to two others hangs in two places; what is below it is shown at the first.
    """

    body: Body
    line: ReportingLine | None
    below: Sequence[Branch] = ()
    is_repeated: bool = False


@dataclass(frozen=True)
class Group:
    """Bodies of one wider group, in the order of the documents."""

    name: str
    bodies: Sequence[Body]


@dataclass(frozen=True)
class Structure:
    """All the bodies that the documents describe, and all the lines between them."""

    groups: Sequence[Group]
    tree: Sequence[Branch]
    bodies: int
    with_line: int
    with_cadence: int
    stated: int
    inferred: int


def structure(bodies: Iterable[Body]) -> Structure:
    """From bodies that carry their lines (BodyQuerySet.with_lines). No query of its own."""
    found = list(bodies)
    lines = [line for body in found for line in body.reports_to.all()]
    stated = sum(line.strength == LineStrength.STATED for line in lines)
    return Structure(
        groups=_groups(found),
        tree=tree(found),
        bodies=len(found),
        with_line=sum(bool(body.reports_to.all()) for body in found),
        with_cadence=sum(body.cadence_is_stated for body in found),
        stated=stated,
        inferred=len(lines) - stated,
    )


def tree(bodies: Sequence[Body]) -> list[Branch]:
    """The bodies that others report to and that report to none, each with all below it.

    The largest comes first. Bodies without any line are not in it.
    """
    by_key = {body.pk: body for body in bodies}
    seen: set[int] = set()

    def branch(body: Body, line: ReportingLine | None) -> Branch:
        if body.pk in seen:
            return Branch(body, line, is_repeated=bool(_reporting(body, by_key)))
        seen.add(body.pk)
        below = [branch(by_key[low.body_id], low) for low in _reporting(body, by_key)]
        return Branch(body, line, below)

    tops = [b for b in bodies if _reporting(b, by_key) and not b.reports_to.all()]
    tops.sort(key=lambda top: -len(_below(top, by_key)))
    return [branch(top, None) for top in tops]


def way_up(start: int, to: int, lines: Iterable[tuple[int, int]]) -> list[int]:
    """The shortest way from one body up to another, both included; empty where there is none.

    `lines` are pairs of keys: a body, and one it reports to. A line from `to` down to `start`
    would close a circle exactly where there is a way.
    """
    above: dict[int, list[int]] = {}
    for low, high in lines:
        above.setdefault(low, []).append(high)
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == to:
            return way
        for high in above.get(way[-1], []):
            if high not in seen:
                seen.add(high)
                ways.append([*way, high])
    return []


def why_no_line(body: Body, reports_to: Body) -> str:
    """Why one body cannot report to another, in a sentence; empty where it can."""
    if body == reports_to:
        return "A body does not report to itself."
    lines = ReportingLine.objects.values_list("body_id", "reports_to_id")
    way = way_up(reports_to.pk, body.pk, lines) if body.pk else []
    if not way:
        return ""
    names = Body.objects.in_bulk(way)
    chain = ", which reports to ".join(str(names[key]) for key in way[1:])
    return f"That would go round in a circle: {reports_to} reports to {chain}."


def _reporting(body: Body, by_key: Mapping[int, Body]) -> list[ReportingLine]:
    """The lines up to a body, of bodies that are drawn: a locality's own team is drawn once for
    all, whatever lines of its own it was given."""
    return [line for line in body.reported_by.all() if line.body_id in by_key]


def _below(top: Body, by_key: Mapping[int, Body]) -> set[int]:
    found: set[int] = set()
    waiting = [top]
    while waiting:
        for line in _reporting(waiting.pop(), by_key):
            if line.body_id not in found:
                found.add(line.body_id)
                waiting.append(by_key[line.body_id])
    return found


def _groups(bodies: Iterable[Body]) -> list[Group]:
    by_name: dict[str, list[Body]] = {}
    for body in bodies:
        by_name.setdefault(body.group, []).append(body)
    return [Group(name, members) for name, members in by_name.items()]
