"""The whole pack as a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboards import svg
from dashboards.charts import LineChart
from dashboards.pack.blocks import (
    KEY,
    Block,
    Cell,
    Column,
    Heading,
    Items,
    Paper,
    Paragraph,
    Picture,
    Run,
    Runs,
    Table,
    Together,
    grid,
    in_it,
    measures_table,
    paper_of,
    status,
    text,
)
from dashboards.pack.contents import ChangeInFull, Difference, Followed, Pack
from dashboards.pack.lines import Sheet
from dashboards.selectors.stories import Told
from ehportal.status import STATUSES
from ehportal.wording import count


def whole(pack: Pack) -> Paper:
    """The pack as a paper of several pages."""
    return paper_of(pack, "Board pack", tuple(_whole(pack)))


def _whole(pack: Pack) -> Iterator[Block]:
    cover = pack.cover
    yield Heading(1, pack.headline)
    yield in_it(pack, pack.in_it)
    if cover.correction_text:
        yield text(cover.correction_text)
    if not cover.is_kept:
        yield text("Wording and targets are of the day this file was made.", small=True)
    if pack.decided:
        yield Heading(2, pack.decided_heading)
        yield text("Figures then and now. They do not say that the one led to the other.", True)
        yield Items(tuple(_followed(each) for each in pack.decided), is_ordered=True)
    yield Heading(2, "What is new", pack.beyond_text)
    yield from _changes(pack)
    yield Heading(2, "Decisions wanted")
    yield text("Worked out from the figures by fixed rules. The Board may put others.", True)
    if pack.wanted:
        yield Items(
            tuple((Run(each.text), Run(f" {each.detail}", small=True)) for each in pack.wanted),
            is_ordered=True,
        )
    else:
        yield text("The figures ask for none.")
    yield Heading(2, "Five areas, three levels")
    yield grid(pack)
    if pack.hubs:
        tallies = ", ".join(tally.text for tally in pack.hubs)
        yield text(f"Family hubs, beside the five areas: {tallies}.")
    yield from _priorities(pack)
    yield from _localities(pack)
    yield from _equalities(pack)
    yield from _gaps(pack)
    yield from _actions(pack)
    yield from _revisions(pack)
    yield Heading(2, "Every measure")
    for area in pack.areas:
        yield Heading(3, area.heading)
        yield measures_table(area.heading, area.lines)
    yield text(KEY, True)


def _followed(each: Followed) -> Runs:
    where = f" {each.body}, {each.held_on}, on the figures of {each.period}."
    runs = [Run(each.text), Run(where, small=True)]
    for measure in each.measures:
        word = f" {STATUSES[measure.finding].word}." if measure.finding else ""
        runs.append(
            Run(f" {measure.title}: {measure.then_text} then, {measure.now_text} now.{word}")
        )
    return tuple(runs)


def _changes(pack: Pack) -> Iterator[Block]:
    if not pack.changes:
        yield text("No measure changed beyond usual variation this quarter.")
    for change in pack.changes:
        yield Together(tuple(_change(change)))


def _change(change: ChangeInFull) -> Iterator[Block]:
    row, line = change.row, change.sheet.line
    yield Heading(3, f"{row.title} {row.reading}")
    when = "new since the pack before" if change.is_new else "also in the pack before"
    whose = "everyone’s to change" if row.is_everyones else "a service’s to change"
    yield Paragraph((*status(row.look), Run(f" · {when} · {whose}", small=True)))
    compared = f" {line.comparison_text}." if line.comparison_text else ""
    yield text(f"{row.note}{compared}")
    if line.revised_text:
        yield text(f"[r] {line.revised_text}", True)
    if change.sheet.added:
        for said in change.sheet.own_words:
            yield text(said)
        yield text(change.sheet.added, True)
    yield from picture(change.sheet)
    if change.sheet.places:
        places = "; ".join(f"{name} {figure}" for name, figure, _ in change.sheet.places)
        yield text(f"{change.sheet.places_heading}: {places}.", True)
    for each in change.sheet.stories:
        yield Paragraph((Run(f"{each.teller} tells: ", bold=True), *_answers(each)))
    if change.questions:
        yield Paragraph((Run("To ask. ", bold=True), Run(" ".join(change.questions))))


def _answers(told: Told) -> Iterator[Run]:
    for prompt, words in told.answers:
        yield Run(f"{prompt} ", small=True)
        yield Run(f"{words} ")


def _alt(chart: LineChart) -> str:
    return f"{chart.title}. {chart.description}"


def picture(sheet: Sheet) -> Iterator[Picture]:
    """The measure's chart, with what a screen reader hears of it; none where there is none."""
    if sheet.chart:
        key = f"chart-{sheet.line.row.code.lower()}"
        yield Picture(svg.wide(sheet.chart, key=key), _alt(sheet.chart))


def _priorities(pack: Pack) -> Iterator[Block]:
    yield Heading(2, "Each priority")
    for each in pack.priorities:
        yield Heading(3, f"{each.line.number}. {each.line.title}")
        lead = each.lead or "none yet"
        yield text(f"Lead manager: {lead} · {each.line.measured_by}", True)
        yield text(each.line.in_one_line)
        if each.lines:
            yield measures_table(each.line.title, each.lines)


def _localities(pack: Pack) -> Iterator[Block]:
    yield Heading(2, "Localities")
    yield text("A locality differs where its 95% interval leaves out the borough’s figure.", True)
    for place in pack.localities:
        yield Heading(3, place.name)
        yield text(place.in_short)
        if place.changes:
            yield Items(
                tuple(
                    (*status(row.look), Run(f" {row.title} {row.reading}")) for row in place.changes
                )
            )
        yield text(place.compared_text)
        if place.differences:
            yield _differences(place.name, place.differences, with_groups=False)


def _differences(caption: str, some: Iterable[Difference], *, with_groups: bool) -> Table:
    columns = [
        Column("Measure", 4),
        Column("Here", 2),
        Column("Borough", 1.4),
        Column("Compared", 2),
    ]
    if with_groups:
        columns[1:2] = [Column("Group", 2.4), Column("This group", 2)]
    rows = []
    for each in some:
        cells = [each.title, each.figure_text, each.borough_text, each.word]
        if with_groups:
            cells.insert(1, each.group)
        rows.append(tuple(Cell((Run(text),)) for text in cells))
    return Table(caption, tuple(columns), tuple(rows))


def _equalities(pack: Pack) -> Iterator[Block]:
    it = pack.equalities
    yield Heading(2, "Equalities")
    yield text(it.split_text)
    if it.compared_text:
        yield text(it.compared_text)
    if it.differences:
        yield _differences("Groups that differ from the borough", it.differences, with_groups=True)


def _gaps(pack: Pack) -> Iterator[Block]:
    yield Heading(2, "Gaps")
    if not pack.gaps:
        yield text("No gap is open.")
        return
    yield text(f"{count(len(pack.gaps), 'measure')} that nobody can supply yet.")
    columns = (
        Column("Measure", 3), Column("Why", 2), Column("What might fill it", 4), Column("Owner", 2)
    )  # fmt: skip
    rows = []
    for gap in pack.gaps:
        owner = [Run(gap.owner or "Nobody yet")]
        if gap.review_text:
            owner.append(Run(f" Review {gap.review_text}", small=True))
        rows.append(
            (
                Cell((Run(gap.title),)),
                Cell((Run(gap.reason),)),
                Cell((Run(gap.solution),)),
                Cell(tuple(owner)),
            )
        )
    yield Table("Measures that nobody can supply yet", columns, tuple(rows))


def _actions(pack: Pack) -> Iterator[Block]:
    yield Heading(2, "Actions")
    if pack.earlier:
        yield text(
            "What was decided earlier in the last twelve months, and its measures then and now.",
            True,
        )
        yield Items(tuple(_followed(each) for each in pack.earlier), is_ordered=True)
    else:
        what = "Nothing else" if pack.decided else "Nothing"
        yield text(f"{what} was decided in the twelve months before.")
    if pack.actions is None:
        return
    yield text(pack.actions_text)
    if pack.actions.behind:
        columns = (Column("Action", 5), Column("Who", 3), Column("Due", 2), Column("Standing", 2))
        rows = tuple(
            (
                Cell((Run(each.title), Run(f" {each.plan}", small=True))),
                Cell((Run(each.owner),)),
                Cell((Run(each.due_text),)),
                Cell((Run(each.standing),)),
            )
            for each in pack.actions.behind
        )
        yield Table("Actions that are behind", columns, rows)


def _revisions(pack: Pack) -> Iterator[Block]:
    yield Heading(2, "Revised figures")
    if not pack.revisions:
        yield text("No figure was revised since the pack before.")
        return
    columns = (Column("Measure", 4), Column("Was", 2), Column("Is now", 2), Column("Why", 4))
    rows = tuple(
        (
            Cell((Run(each.title), Run(f" {each.place}, {each.quarter}", small=True))),
            Cell((Run(each.before),)),
            Cell((Run(f"{each.after} [r]"),)),
            Cell((Run(f"{each.reason} Publication {each.number}."),)),
        )
        for each in pack.revisions
    )
    yield Table("Figures published again since the pack before", columns, rows)
