"""What the figures bring to a meeting: the pack, and what they ask the Board to decide."""

from __future__ import annotations

from django.urls import reverse

from dashboards.agenda.contents import Link, Occasion, Point, Section
from dashboards.pack.decisions import wanted
from dashboards.selectors.business import decided_before
from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import beyond_usual
from ehportal.wording import count


def pack(occasion: Occasion) -> Section | None:
    """The pack that lies on the table; for a locality's body, the way to its own figures."""
    place = occasion.meeting.body.place
    if place is not None:
        link = Link(f"Figures of {place.name}", reverse("dashboards:locality", args=[place.slug]))
        return Section("figures", "The figures", links=(link,))
    if occasion.figures is None:
        empty = "Nothing was published before this meeting." if occasion.is_of_the_board else ""
        return Section("figures", "The figures", empty=empty) if empty else None
    edition = occasion.figures.edition
    changed = len(beyond_usual(occasion.figures.borough))
    return Section(
        "figures",
        "The figures",
        points=(
            Point(
                f"{edition.period_label}: {count(changed, 'measure')} beyond usual variation.",
                f"Publication {edition.number}, {edition.published_on}.",
            ),
        ),
        links=(
            Link("Board pack", _address("pack", edition)),
            Link("On one page", _address("pack_summary", edition)),
        ),
    )


def decisions_wanted(occasion: Occasion) -> Section | None:
    """What the figures ask the Board to decide, as its pack has it; not what was decided since."""
    if occasion.figures is None:
        return None
    edition = occasion.figures.edition
    decided = decided_before(occasion.meeting.held_on, period=edition.period_id)
    return Section(
        "wanted",
        "Decisions wanted",
        points=tuple(
            Point(
                each.text, each.detail, _address("meeting", edition, each.code) if each.code else ""
            )
            for each in wanted(occasion.figures, decided=decided)
        ),
        empty="The figures ask for none.",
    )


def _address(name: str, edition: Edition, *more: str) -> str:
    """A page of the pack: the latest, or the one that is kept for good."""
    if edition.is_latest:
        return reverse(f"dashboards:{name}", args=[edition.period_code, *more])
    return reverse(f"dashboards:{name}_frozen", args=[edition.period_code, edition.number, *more])
