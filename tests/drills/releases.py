"""Releases generated tables again and again, and tries to recover what was hidden in them.

Pure calculations: no portal is started. The attackers share no code with the disclosure control:
one eliminates unknowns in fractions over everything ever published, one tries numbers out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from outcomes.calculations import MeasureType
from outcomes.disclosure import DFE, NHS, Key
from tests.outcomes import brute_force
from tests.outcomes.generated_tables import history_of, recovered

KINDS = (MeasureType.COUNT, MeasureType.PROPORTION, MeasureType.RATE, MeasureType.MEAN)
NHS_SHARE = 0.1


@dataclass
class Attacked:
    """What the attackers found, with the portal's control or with half of it switched off."""

    with_partners: bool
    releases: int = 0
    again: int = 0
    hidden: int = 0
    attacked: int = 0
    undecided: int = 0
    refused: int = 0
    recovered: int = 0
    leaking_releases: int = 0
    narrowed: int = 0
    gaps: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Hidden cells attacked, partners {'hidden' if self.with_partners else 'shown'}"

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def lines(self) -> list[tuple[str, str]]:
        lines = [
            ("releases", str(self.releases)),
            ("of these revisions or later quarters", str(self.again)),
            ("cells hidden", str(self.hidden)),
            ("small counts attacked by trying numbers", str(self.attacked)),
            ("of these not decided in time", str(self.undecided)),
            ("hidden cells recovered", str(self.recovered)),
            ("in releases", str(self.leaking_releases)),
        ]
        if self.with_partners:
            lines += [
                ("narrowed to less than 1 to the threshold", str(self.narrowed)),
                ("of that range, but with a number left out", str(self.gaps)),
                ("releases refused, as hiding cannot protect them", str(self.refused)),
            ]
        return lines


def attack(*, count: int, seed: int, with_partners: bool = True) -> Attacked:
    """Attacks so many releases after each of them, with all that was released before.

    A fault is a release that gives a hidden small count away; with partners shown, that none does.
    """
    rng = random.Random(f"releases {seed}")
    found = Attacked(with_partners)
    while found.releases < count:
        kind = rng.choice(KINDS)
        # What is rounded does not add up exactly, so means are left to the plain rule.
        rules = NHS if kind != MeasureType.MEAN and rng.random() < NHS_SHARE else DFE
        for history in history_of(rng, kind, rules, secondary=with_partners):
            latest = history[-1]
            found.releases += 1
            found.again += len(history) > 1
            found.hidden += len(latest.hidden)
            if latest.is_refused:
                found.refused += 1
                if found.releases == count:
                    break
                continue
            attack = brute_force.attack(history, all_values=with_partners)
            threshold = rules.threshold
            known = set() if rules is NHS else recovered(history, threshold)
            got = attack.recovered | known
            found.attacked += attack.attacked
            found.undecided += attack.undecided
            found.recovered += len(got)
            found.leaking_releases += bool(got)
            found.narrowed += len(attack.narrowed)
            found.gaps += len(attack.gaps)
            if with_partners and (got or attack.narrowed):
                found.faults.append(
                    f"release {found.releases} ({kind}, {rules.name}): recovered {_named(got)}, "
                    f"narrowed {_named(attack.narrowed)}"
                )
            if found.releases == count:
                break
    if not with_partners and not found.recovered:
        found.faults.append("nothing was recovered although partners were shown")
    return found


def _named(keys: Iterable[Key]) -> list[str]:
    return sorted(" ".join(str(part) for part in key if part) for key in keys)
