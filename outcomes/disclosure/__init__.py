"""Disclosure control of one release: which figures are hidden, so that nobody can be recognised.

Primary: a count of 1 to 5 people is hidden, and so is the figure whose complement or denominator
is one (the Department for Education's practice for children's data; the second rule set is NHS
Digital's, 1 to 7 and rounding to 5). Zeros are kept. Secondary: figures that would give a hidden
one back by subtraction are hidden too. Then the release is attacked with everything that can be
read in it and in earlier releases, and more is hidden until the attack learns nothing. A count that
stands in two measures is hidden in both.

A hidden figure is hidden whole: numerator, denominator, value, interval, chart point.
"""

from outcomes.disclosure.cells import (
    DFE,
    NHS,
    RULE_SETS,
    Cell,
    Decision,
    Earlier,
    Figure,
    Key,
    Leak,
    Quantity,
    Relation,
    Release,
    RuleSet,
    Status,
    count_behind_percentage,
    is_small,
    primary_reason,
    stricter,
)
from outcomes.disclosure.protecting import attack, protect
from outcomes.disclosure.shared import Count, Same, printed_before, read_elsewhere, same_counts

__all__ = [
    "DFE",
    "NHS",
    "RULE_SETS",
    "Cell",
    "Count",
    "Decision",
    "Earlier",
    "Figure",
    "Key",
    "Leak",
    "Quantity",
    "Relation",
    "Release",
    "RuleSet",
    "Same",
    "Status",
    "attack",
    "count_behind_percentage",
    "is_small",
    "primary_reason",
    "printed_before",
    "protect",
    "read_elsewhere",
    "same_counts",
    "stricter",
]
