"""Meeting mode: one measure of a pack, large, with the way to the one before and the one after."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.pack.building import cover, in_order
from dashboards.pack.contents import Cover, Followed
from dashboards.pack.decisions import decided_on, questions
from dashboards.pack.lines import Sheet
from dashboards.pack.material import material
from dashboards.pack.sheets import sheet
from dashboards.selectors.editions import PackEditions


@dataclass(frozen=True)
class Beside:
    """The measure before or after."""

    code: str
    title: str


@dataclass(frozen=True)
class MeetingPage:
    """One measure as the meeting looks at it, and where it stands in the order."""

    cover: Cover
    sheet: Sheet
    measure_id: int
    position: int
    measures: int
    before: Beside | None
    after: Beside | None
    questions: tuple[str, ...]
    decided: tuple[Followed, ...]


def meeting_page(editions: PackEditions, code: str) -> MeetingPage | None:
    """The measure with that code: what changed comes first, then what shows the priorities.

    None where the publication has no such measure. A measure that is not in the order of the
    meeting stands after its last.
    """
    found = material(editions)
    order = in_order(found.borough, found.wording)
    row = next((row for row in found.borough if row.code == code), None)
    if row is None:
        return None
    if row not in order:
        order.append(row)
    i = order.index(row)
    titles = [Beside(each.code, each.title) for each in order]
    return MeetingPage(
        cover=cover(found.edition, found.wording),
        sheet=sheet(found, row),
        measure_id=row.measure_id,
        position=i + 1,
        measures=len(order),
        before=titles[i - 1] if i else None,
        after=titles[i + 1] if i + 1 < len(order) else None,
        questions=questions(row),
        decided=decided_on(found, row.measure_id),
    )
