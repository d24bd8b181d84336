"""Blocks as people copy them, made from figures that are known: so that where each cell belongs is
known too. Seeded: the same each time.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from outcomes.importing.placing import Start
from outcomes.importing.targets import EVERYBODY, Target
from outcomes.models import Measure

N, D, M, W = "numerator", "denominator", "missing", "note"
#: Of a measure: what it is called, its type, and the groups it is also wanted by.
KINDS = ("proportion", "count", "mean", "proportion", "count", "narrative")
GROUPS = ("", "Female", "Male")


def make_targets() -> list[Target]:
    """Twenty-four measures of every kind, every fourth of them by sex too. Nothing is stored."""
    found: list[Target] = []
    for n in range(24):
        kind = KINDS[n % len(KINDS)]
        has_parts = kind in {"proportion", "mean"}
        measure = Measure(
            code=f"HEA-{101 + n}",
            title=f"Families of kind {chr(65 + n)} who were helped",
            type=kind,
            numerator_label="Helped",
            denominator="Families" if has_parts else "",
            denominator_label="Families" if has_parts else "",
        )
        for group in GROUPS if n % 4 == 0 else GROUPS[:1]:
            found.append(_target(len(found) + 1, measure, group))
    return found


def _target(key: int, measure: Measure, group: str) -> Target:
    groups = {group.lower(), f"sex {group.lower()}"} if group else EVERYBODY
    return Target(
        key=key,
        code=measure.code,
        name=f"{measure.title}, {group}" if group else measure.title,
        measure=measure,
        words=dict.fromkeys((N, D, M, W), ""),
        titles=frozenset({measure.title.lower()}),
        places=frozenset({"north east", "th-ne"}),
        groups=frozenset(groups),
    )


@dataclass(frozen=True)
class Truth:
    """Where a cell belongs and what it says there; no box: it belongs in none. Words None: what it
    says is doubtful, and it must at least not be read as a number.
    """

    box: tuple[int, str] | None = None
    words: str | None = None


@dataclass
class Made:
    """A block, where it is pasted, and where each of its cells belongs by line and column."""

    text: str
    truth: dict[tuple[int, int], Truth]
    start: Start | None = None
    layout: str = ""
    tricks: set[str] = field(default_factory=set)


Dressing = Callable[[int], str]

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}
DRESSINGS: dict[str, Dressing] = {
    "plain": str,
    "commas": lambda n: f"{n:,}",
    "spaces": lambda n: f"{n:,}".replace(",", " "),
    "hard spaces": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "pounds": lambda n: f"£{n:,}",
    "padded": lambda n: f"  {n} ",
    "decimals": lambda n: f"{n}.00",
    "arabic digits": lambda n: str(n).translate(ARABIC),
    "wide digits": lambda n: str(n).translate(WIDE),
    "hidden marks": lambda n: f"\ufeff{n}\u200b",
}
DOUBTFUL = ("-", "–", "n/a", "N/A", "nil", "tbc", "12-3", "1.234,5", "-4", "forty", "#DIV/0!", "?")
SENTENCES = (
    "Two posts were vacant, and are filled",
    'They said "thank you"',
    "First line\nsecond line",
    "With a\ttab in it",
    "=SUM(A1:A9) is not run",
)


class Maker:
    """Makes one block after another, each with its own tricks."""

    def __init__(self, seed: int, targets: list[Target]) -> None:
        self.dice = random.Random(seed)
        self.targets = targets

    def make(self) -> Made:
        layout = self.dice.choice(["in order", "codes", "names", "headings", "headings in order"])
        return getattr(self, f"_{layout.replace(' ', '_')}")(layout)

    # ---- values ----

    def _value(self, target: Target, box: str, made: Made) -> tuple[str, Truth]:
        """What a person has in one cell, and what it says."""
        at = (target.key, box)
        chance = self.dice.random()
        if target.measure.type == "narrative" or box == W:
            sentence = self.dice.choice(SENTENCES)
            return sentence, Truth((target.key, W), sentence)
        if chance < 0.12:
            made.tricks.add("blank")
            return "", Truth()
        if chance < 0.2:
            made.tricks.add("doubtful")
            return self.dice.choice(DOUBTFUL), Truth(at)
        if chance < 0.23 and box == N:
            made.tricks.add("reason")
            return "[x]", Truth((target.key, M), "x")
        name = self.dice.choice(list(DRESSINGS))
        number = self.dice.choice([0, 7, 42, 268, 1234, 98765, 1234567])
        made.tricks.add(name)
        text = DRESSINGS[name](number)
        if target.measure.type == "mean" and self.dice.random() < 0.1 and box == N:
            made.tricks.add("per cent")
            return f"{number}%", Truth(at, str(number))
        return text, Truth(at, str(number))

    def _boxes(self, target: Target) -> list[str]:
        return [N, D] if target.has_box(D) else [N]

    # ---- layouts ----

    def _in_order(self, layout: str) -> Made:
        """Numbers alone, pasted somewhere down the table."""
        made = Made("", {}, layout=layout)
        first = self.dice.randrange(len(self.targets) - 2)
        rows = self.targets[first : first + self.dice.randint(1, 12)]
        with_result = self.dice.random() < 0.4
        lines = []
        for target in rows:
            line: list[tuple[str, Truth]] = [
                self._value(target, b, made) for b in self._boxes(target)
            ]
            if with_result and len(line) == 2:
                made.tricks.add("results")
                line.append((f"{self.dice.randint(1, 999) / 10}%", Truth()))
            lines.append(line)
        if not any(line[0][0] for line in lines):
            lines[0][0] = ("42", Truth((rows[0].key, N), "42"))
        if rows[0].measure.type == "narrative":
            made.tricks.add("sentence first")
        made.start = Start(rows[0].key)
        return self._written(made, lines)

    def _named(self, layout: str, name: Callable[[Target], str]) -> Made:
        """A code or name, then the numbers; rows in any order, of measures not split by group."""
        made = Made("", {}, layout=layout)
        whole = [each for each in self.targets if each.is_for_everybody]
        rows = self.dice.sample(whole, self.dice.randint(2, 12))
        made.tricks.add("wrong order")
        lines = []
        for target in rows:
            values = [self._value(target, box, made) for box in self._boxes(target)]
            lines.append([(name(target), Truth()), *values])
        if self.dice.random() < 0.3:
            made.tricks.add("extra header")
            lines.insert(0, [("North East, second quarter", Truth())])
        if self.dice.random() < 0.3:
            made.tricks.add("not ours")
            lines.append(
                [("ZZZ-999" if name is _code else "Something else", Truth()), ("5", Truth())]
            )
        return self._written(made, lines)

    def _codes(self, layout: str) -> Made:
        return self._named(layout, _code)

    def _names(self, layout: str) -> Made:
        return self._named(layout, lambda target: target.measure.title)

    def _headings(self, layout: str) -> Made:
        """Columns in any order under headings, groups with merged cells, decoys beside them."""
        made = Made("", {}, layout=layout)
        columns = ["Code", "Group", "Number", "Out of", "In words"]
        for decoy in ("Last quarter", "%", "Owner", "Apr to Jun 2026"):
            if self.dice.random() < 0.5:
                made.tricks.add("decoys")
                columns.append(decoy)
        self.dice.shuffle(columns)
        blocks = self._measures()
        self.dice.shuffle(blocks)
        lines = [[(column, Truth()) for column in columns]]
        for rows in blocks:
            is_merged = len(rows) > 1 and self.dice.random() < 0.6
            for number, target in enumerate(rows):
                cells = {"Code": (target.code, Truth()), **self._cells(target, made)}
                if is_merged and number:
                    made.tricks.add("merged cells")
                    cells["Code"] = ("", Truth())
                lines.append([cells.get(column, ("", Truth())) for column in columns])
        for _ in range(self.dice.choice([0, 0, 1, 3])):
            made.tricks.add("extra header")
            lines.insert(0, [("Our own title", Truth())])
        if self.dice.random() < 0.2 and len(lines) > 4:
            made.tricks.add("headings again")
            lines.insert(-1, [(column, Truth()) for column in columns])
        return self._written(made, lines)

    def _measures(self) -> list[list[Target]]:
        codes = self.dice.sample(sorted({each.code for each in self.targets}), 6)
        return [[each for each in self.targets if each.code == code] for code in codes]

    def _cells(self, target: Target, made: Made) -> dict[str, tuple[str, Truth]]:
        group = next((name for name in GROUPS[1:] if name.lower() in target.groups), "All")
        cells = {"Group": (group, Truth())}
        if target.measure.type == "narrative":
            cells["In words"] = self._value(target, W, made)
        else:
            cells["Number"] = self._value(target, N, made)
            if target.has_box(D):
                cells["Out of"] = self._value(target, D, made)
        for decoy in ("Last quarter", "%", "Owner", "Apr to Jun 2026"):
            cells[decoy] = (str(self.dice.randint(1, 99)), Truth())
        return cells

    def _headings_in_order(self, layout: str) -> Made:
        """Number and Out of by their headings, and rows by their order."""
        made = Made("", {}, layout=layout)
        swapped = self.dice.random() < 0.5
        columns = ["Out of", "Number"] if swapped else ["Number", "Out of"]
        rows = self.targets[: self.dice.randint(1, 15)]
        lines = [[(column, Truth()) for column in columns]]
        for target in rows:
            values = {N: self._value(target, N, made), D: ("", Truth())}
            if target.has_box(D):
                values[D] = self._value(target, D, made)
            lines.append([values[D], values[N]] if swapped else [values[N], values[D]])
        return self._written(made, lines)

    # ---- as a spreadsheet writes it ----

    def _written(self, made: Made, lines: list[list[tuple[str, Truth]]]) -> Made:
        tail = "\t" * self.dice.choice([0, 0, 0, 1, 4])
        end = self.dice.choice(["\n", "\r\n", "\r"])
        made.tricks |= {"trailing tabs"} if tail else set()
        made.tricks.add({"\n": "LF", "\r\n": "CRLF", "\r": "Mac line ends"}[end])
        made.truth = {
            (number, column): truth
            for number, line in enumerate(lines)
            for column, (text, truth) in enumerate(line)
            if text.strip()
        }
        texts = ["\t".join(_quoted(text, end) for text, _ in line) + tail for line in lines]
        made.text = end.join(texts) + end * self.dice.choice([0, 1, 1, 3])
        return made


def _code(target: Target) -> str:
    return target.code


def _quoted(text: str, end: str) -> str:
    if any(mark in text for mark in '\t\n"'):
        return '"' + text.replace('"', '""').replace("\n", end) + '"'
    return text
