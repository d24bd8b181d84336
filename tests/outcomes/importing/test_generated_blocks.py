"""Five hundred blocks whose every cell is known: none lands in a wrong box, none is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from outcomes.importing.blocks import read_block
from outcomes.importing.placing import Placement, all_cells, place
from tests.outcomes.importing.generated import Made, Maker, Truth, make_targets

BLOCKS = 500
NOW = ("July to September 2026", "Jul to Sep 2026", "2026-Q2")
#: What the blocks must between them have tried.
TRICKS = {
    *("blank", "doubtful", "reason", "commas", "spaces", "hard spaces", "pounds", "padded"),
    *("decimals", "arabic digits", "wide digits", "per cent", "results", "wrong order"),
    *("extra header", "headings again", "merged cells", "decoys", "trailing tabs", "not ours"),
    *("LF", "CRLF", "Mac line ends", "hidden marks"),
}


def placed(made: Made) -> Placement:
    return place(read_block(made.text), make_targets(), start=made.start, now=NOW)


def wrong(made: Made, placement: Placement) -> list[str]:
    """The cells that stand in a box they do not belong in, or say there what they do not say."""
    found = []
    for each in placement.placed:
        at = each.cell.line, each.cell.column
        truth = made.truth[at]
        box = each.target.key, each.reading.box
        if truth.box != box:
            found.append(f"{each.cell.text!r} stands in {box}, belongs in {truth.box}")
        elif truth.words is None and not each.reading.doubt:
            found.append(f"{each.cell.text!r} is taken for {each.reading.words!r}")
        elif truth.words is not None and each.reading.words != truth.words:
            found.append(f"{each.cell.text!r} says {each.reading.words!r}, not {truth.words!r}")
    return found


def lost(made: Made, placement: Placement) -> list[tuple[int, int]]:
    """The cells that are neither placed nor listed, or are both."""
    told = Counter((cell.line, cell.column) for cell in all_cells(placement))
    return [at for at in {*made.truth, *told} if told[at] != 1 or at not in made.truth]


def test_no_cell_of_five_hundred_blocks_is_misplaced_or_lost() -> None:
    maker = Maker(20261008, make_targets())
    tricks: Counter[str] = Counter()
    layouts: Counter[str] = Counter()
    cells = meant = found = 0
    for number in range(BLOCKS):
        made = maker.make()
        placement = placed(made)
        assert wrong(made, placement) == [], f"block {number}, {made.layout}: {made.text!r}"
        assert lost(made, placement) == [], f"block {number}, {made.layout}: {made.text!r}"
        tricks.update(made.tricks)
        layouts[made.layout] += 1
        cells += len(made.truth)
        meant += sum(truth.box is not None for truth in made.truth.values())
        found += len(placement.placed)
    print(f"{BLOCKS} blocks, {cells} cells: 0 in a wrong box, 0 lost; {found} of {meant} placed")
    print(dict(layouts), dict(tricks))

    assert set(tricks) >= TRICKS
    # What is meant in two ways is listed, not guessed: but most of what people copy is plain.
    assert found > 0.85 * meant


def test_under_headings_nothing_that_has_a_box_is_left_out() -> None:
    maker = Maker(7, make_targets())
    blocks = [made for made in (maker.make() for _ in range(300)) if "headings" in made.layout]
    missed = []
    for made in blocks:
        at = {(each.cell.line, each.cell.column) for each in placed(made).placed}
        missed += [made.text for key, truth in made.truth.items() if truth.box and key not in at]
    assert len(blocks) > 100
    assert missed == []


@pytest.mark.parametrize(
    "truth",
    [
        Truth((1, "denominator"), "212"),
        Truth(None),
        Truth((1, "numerator"), "21"),
        Truth((2, "numerator")),
    ],
)
def test_the_check_finds_a_cell_in_a_wrong_box(truth: Truth) -> None:
    made = Made("212\t268", {(0, 0): truth, (0, 1): Truth((1, "denominator"), "268")})

    assert len(wrong(made, placed(made))) == 1


def test_the_check_finds_a_cell_that_is_lost() -> None:
    made = Made("212", {(0, 0): Truth((1, "numerator"), "212"), (0, 5): Truth((1, "denominator"))})

    assert lost(made, placed(made)) == [(0, 5)]
