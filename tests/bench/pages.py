"""The pages that are asked, and by whom."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from tests.bench.saving import FIGURES

BOARD, LEAD, COORDINATOR = "board", "tower-hamlets-council.lead", "coordinator"
#: Sits on another body, and may do what the Board's member may.
READER = "executive"


class Page(NamedTuple):
    """`published` pages hold published figures alone, so that whoever has one may keep it."""

    who: str
    path: str
    published: bool = False


FLOOR = "floor (signed in, static, 60 kB)"
OVERVIEW = "overview"
MEASURE = "measure, one in all localities"
ENTRY = "entry table, Learning"
SAVE = f"saving {FIGURES} figures"
#: `{submission}` is the council's, the largest, `{period}` the last quarter published.
PAGES = {
    FLOOR: Page(BOARD, "/bench/floor/"),
    OVERVIEW: Page(BOARD, "/dashboard/", True),
    MEASURE: Page(BOARD, "/dashboard/measures/{measure}/", True),
    "locality, North East": Page(BOARD, "/dashboard/localities/north-east/", True),
    "area, Healthy": Page(BOARD, "/dashboard/areas/healthy/", True),
    "priority 1": Page(BOARD, "/dashboard/priorities/1/", True),
    "matrix, measures by locality": Page(BOARD, "/dashboard/matrix/", True),
    "equalities, differences by group": Page(BOARD, "/dashboard/equalities/", True),
    "completeness, who has reported": Page(BOARD, "/dashboard/completeness/", True),
    "open data, its page": Page(BOARD, "/data/"),
    "board pack, one page": Page(BOARD, "/dashboard/pack/{period}/summary/", True),
    "task list": Page(LEAD, "/submissions/{submission}/"),
    ENTRY: Page(LEAD, "/submissions/{submission}/learning/"),
    "check answers": Page(LEAD, "/submissions/{submission}/check/"),
    "the coordinator's desk": Page(COORDINATOR, "/review/"),
    "review of a submission": Page(COORDINATOR, "/review/{submission}/"),
}
#: Files that take seconds: asked for a few times, not in every lap.
FILES = {
    "board pack, whole, PDF": Page(BOARD, "/dashboard/pack/{period}.pdf"),
    "board pack, whole, Word": Page(BOARD, "/dashboard/pack/{period}.docx"),
    "observations.csv, whole": Page(BOARD, "/data/observations.csv"),
}


def addressed(page: Page, *, measure: str, submission: str, period: str) -> str:
    """Its path, with what the demonstration named."""
    return page.path.format(measure=quote(measure), submission=submission, period=period)
