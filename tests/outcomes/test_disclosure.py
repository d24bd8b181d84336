"""Disclosure control: what is hidden, and that nobody can work it out from the rest."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

import pytest

from outcomes.calculations import MeasureType
from outcomes.disclosure import (
    DFE,
    NHS,
    RULE_SETS,
    Cell,
    Earlier,
    Figure,
    Key,
    Leak,
    Quantity,
    Relation,
    Release,
    RuleSet,
    Status,
    attack,
    count_behind_percentage,
    primary_reason,
    protect,
    stricter,
)
from tests.drills import releases
from tests.outcomes.brute_force import Published
from tests.outcomes.calculations import reference
from tests.outcomes.generated_tables import (
    BOROUGH,
    LOCALITIES,
    generated_base,
    generated_figure,
    key,
    recovered,
    revised,
    table_of,
)

COUNT, PROPORTION = MeasureType.COUNT, MeasureType.PROPORTION
RATE, MEAN = MeasureType.RATE, MeasureType.MEAN


def count(place: str, number: int | None, category: str | None = None) -> Cell:
    numerator = None if number is None else D(number)
    return Cell(key(place, category), numerator, None, COUNT, is_total=place == BOROUGH)


def share(place: str, numerator: int, denominator: int) -> Cell:
    return Cell(key(place), D(numerator), D(denominator), is_total=place == BOROUGH)


def borough_of(*numbers: int) -> tuple[list[Cell], list[Relation]]:
    """Four plain counts and their total."""
    cells = [count(place, n) for place, n in zip(LOCALITIES, numbers, strict=False)]
    parts = tuple(cell.key for cell in cells)
    return [count(BOROUGH, sum(numbers)), *cells], [Relation(key(BOROUGH), parts)]


def statuses(release: Release) -> dict[str, str]:
    return {k.place: str(each.status) for k, each in release.decisions.items()}


# What is hidden for its own sake


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        (count("TH-NE", 0), None),
        (count("TH-NE", 1), Quantity.COUNTED),
        (count("TH-NE", 5), Quantity.COUNTED),
        (count("TH-NE", 6), None),
        (share("TH-NE", 3, 40), Quantity.COUNTED),
        (share("TH-NE", 37, 40), Quantity.NOT_COUNTED),
        (share("TH-NE", 0, 40), None),
        (share("TH-NE", 40, 40), None),
        (share("TH-NE", 0, 4), Quantity.NOT_COUNTED),
        (share("TH-NE", 20, 40), None),
        (share("TH-NE", 0, 0), None),
        (Cell(key("TH-NE"), D(3), D(9000), RATE), Quantity.COUNTED),
        (Cell(key("TH-NE"), D(30), D(20), RATE), None),
        (Cell(key("TH-NE"), D(300), D(4), MEAN), Quantity.ALL),
        (Cell(key("TH-NE"), D(3), D(40), MEAN), None),
        (Cell(key("TH-NE"), D(3), D(40), MeasureType.DURATION), None),
        (Cell(key("TH-NE"), D(1), None, MeasureType.YES_NO), None),
        (Cell(key("TH-NE"), D(3), None, COUNT, counts_people=False), None),
        (Cell(key("TH-NE"), None, None, COUNT), None),
    ],
)
def test_a_figure_is_hidden_when_it_tells_of_1_to_5_people(
    cell: Cell, quantity: Quantity | None
) -> None:
    reason = primary_reason(cell, DFE)
    decision = protect([cell], []).decisions[cell.key]
    assert decision.is_hidden == (quantity is not None)
    if quantity is None:
        assert reason is None
        assert (decision.numerator, decision.denominator) == (cell.numerator, cell.denominator)
    else:
        assert reason == decision.reason == f"{quantity} is between 1 and 5"
        assert (decision.numerator, decision.denominator) == (None, None)


def test_a_figure_that_was_not_returned_is_not_called_hidden() -> None:
    decision = protect([count("TH-NE", None)], []).decisions[key("TH-NE")]
    assert decision.status == Status.SHOWN
    assert decision.numerator is None


def test_the_owner_of_data_may_ask_for_a_stricter_rule() -> None:
    assert stricter(DFE, NHS) == stricter(NHS, DFE) == NHS
    assert set(RULE_SETS) == {"dfe_1_to_5", "nhs_1_to_7_round_5"}
    assert protect([count("TH-NE", 7)], [], DFE).hidden == frozenset()
    assert protect([count("TH-NE", 7)], [], NHS).hidden == {key("TH-NE")}


def test_the_nhs_rule_rounds_what_it_shows() -> None:
    cells = [share("TH-NE", 13, 48), Cell(key("TH-SW"), D(13), D(48), MEAN)]
    decisions = protect(cells, [], NHS).decisions
    assert decisions[key("TH-NE")].numerator == 15
    assert decisions[key("TH-NE")].denominator == 50
    assert decisions[key("TH-SW")].numerator == 13
    assert decisions[key("TH-SW")].denominator == 50


def test_a_sensitive_nought_or_hundred_of_few_is_for_review() -> None:
    def review(numerator: int, denominator: int, sensitive: bool = True) -> bool:
        cell = replace(share("TH-NE", numerator, denominator), sensitive=sensitive)
        return protect([cell], []).for_review == (cell.key,)

    assert review(0, 9)
    assert review(9, 9)
    assert not review(0, 10)
    assert not review(0, 9, sensitive=False)
    assert not review(0, 5)  # hidden already
    assert protect([Cell(key("TH-NE"), D(7), None, MEAN)], []).for_review == (key("TH-NE"),)


def test_a_percentage_gives_its_count_away_where_only_one_fits() -> None:
    assert count_behind_percentage(D("7.5"), 40) == 3
    assert count_behind_percentage(D("33.3"), 3) == 1
    assert count_behind_percentage(D("7.5"), 4000) is None
    assert count_behind_percentage(D("1.0"), 40) is None


# What is hidden with it


def test_one_small_locality_costs_the_smallest_other_one() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    release = protect(cells, relations)
    assert statuses(release) == {
        "TH-NE": "primary",
        "TH-SE": "secondary",
        "TH-NW": "shown",
        "TH-SW": "shown",
        BOROUGH: "shown",
    }
    assert release.decisions[key("TH-SE")].reason == (
        "otherwise TH-NE could be worked out by subtraction"
    )
    assert "3" not in release.decisions[key("TH-NE")].reason.replace("1 and 5", "")


def test_zeros_are_kept_and_never_stand_in_for_a_second_part() -> None:
    cells, relations = borough_of(3, 0, 0, 31)
    release = protect(cells, relations)
    assert release.hidden == {key("TH-NE"), key("TH-SW")}


def test_the_total_is_hidden_where_no_part_can_be() -> None:
    cells, relations = borough_of(4, 0, 0, 0)
    assert protect(cells, relations).hidden == {key("TH-NE"), key(BOROUGH)}
    told = Earlier(
        {key(place): Figure(D(n)) for place, n in zip(LOCALITIES[1:], (20, 30, 40), strict=True)}
    )
    cells, relations = borough_of(4, 20, 30, 40)
    assert protect(cells, relations, earlier=[told]).hidden == {key("TH-NE"), key(BOROUGH)}


def test_two_small_ones_that_add_to_little_need_a_third() -> None:
    cells, relations = borough_of(1, 3, 9, 31)
    assert protect(cells, relations).hidden == {key("TH-NE"), key("TH-NW"), key("TH-SE")}
    cells, relations = borough_of(4, 5, 9, 31)
    assert protect(cells, relations).hidden == {key("TH-NE"), key("TH-NW")}


def test_the_part_left_out_of_a_partial_total_is_no_part_of_the_sum() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    cells = [cell for cell in cells if cell.key.place != "TH-SE"]
    cells = [*cells[1:], count("TH-SE", None), count(BOROUGH, 54)]
    release = protect(cells, relations)
    assert release.hidden == {key("TH-NE"), key("TH-NW")}
    assert attack(cells, relations, {key("TH-NE")})[0].is_exact


def test_a_part_that_nobody_publishes_protects_the_others() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    cells[0] = count(BOROUGH, 90)
    wider = [Relation(key(BOROUGH), (*relations[0].parts, key("a borough-wide service")))]
    assert protect(cells, wider).hidden == {key("TH-NE")}


def test_figures_that_do_not_quite_add_up_are_protected_as_if_they_did() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    for stated in (60, 66):
        cells[0] = count(BOROUGH, stated)
        assert protect(cells, relations).hidden == {key("TH-NE"), key("TH-SE")}


def test_a_table_of_places_and_groups_is_hidden_in_both_directions() -> None:
    groups = {"A": (3, 20, 30, 40), "B": (50, 60, 70, 80), "C": (90, 95, 91, 92)}
    cells = [
        count(place, n, group)
        for group, numbers in groups.items()
        for place, n in zip(LOCALITIES, numbers, strict=True)
    ]
    cells += [count(BOROUGH, sum(numbers), group) for group, numbers in groups.items()]
    for i, place in enumerate(LOCALITIES):
        cells.append(count(place, sum(numbers[i] for numbers in groups.values())))
    cells.append(count(BOROUGH, sum(map(sum, groups.values()))))
    relations = [
        Relation(key(BOROUGH, g), tuple(key(p, g) for p in LOCALITIES)) for g in [None, *groups]
    ] + [Relation(key(p), tuple(key(p, g) for g in groups)) for p in (*LOCALITIES, BOROUGH)]
    release = protect(cells, relations)
    # Two rows by two columns: the least that protects one inner figure.
    assert release.hidden == {key(p, g) for p in ("TH-NE", "TH-NW") for g in ("A", "B")}
    assert attack(cells, relations, release.hidden - {key("TH-NW", "B")})


# What earlier releases give away


def test_a_second_release_hides_the_same_partner_although_another_is_smaller_now() -> None:
    cells, relations = borough_of(3, 9, 20, 30)
    first = protect(cells, relations)
    assert first.hidden == {key("TH-NE"), key("TH-NW")}
    revised, _ = borough_of(3, 9, 8, 30)
    assert protect(revised, relations).hidden == {key("TH-NE"), key("TH-SE")}
    again = protect(revised, relations, earlier=[first.as_earlier(cells, relations)])
    assert again.hidden == {key("TH-NE"), key("TH-NW")}
    # Also where only what was shown is on record, and not what was hidden.
    shown = {k: Figure(c.numerator) for k, c in first.decisions.items() if c.numerator is not None}
    assert protect(revised, relations, earlier=[Earlier(shown)]).hidden == again.hidden


def test_a_late_return_is_not_given_away_by_the_growth_of_the_total() -> None:
    partial, partial_relations = borough_of(20, 30, 40)
    first = protect(partial, partial_relations)
    assert first.hidden == frozenset()
    cells, relations = borough_of(20, 30, 40, 3)
    past = first.as_earlier(partial, partial_relations)
    release = protect(cells, relations, earlier=[past])
    assert release.hidden == {key("TH-SW"), key(BOROUGH)}
    assert release.leaks == ()


def test_a_total_that_gained_a_part_is_not_told_by_one_of_the_same_amount() -> None:
    partial, partial_relations = borough_of(20, 30, 40)
    past = protect(partial, partial_relations).as_earlier(partial, partial_relations)
    cells, relations = borough_of(17, 30, 40, 3)
    assert attack(cells, relations, {key("TH-SW"), key(BOROUGH)}, earlier=[past]) == []
    # Of the same parts and the same amount, it is taken to be known.
    cells, relations = borough_of(17, 33, 40)
    told = attack(cells, relations, {key("TH-NE"), key(BOROUGH)}, earlier=[past])
    assert [(leak.key, leak.is_exact) for leak in told] == [
        (key(BOROUGH), True),
        (key("TH-NE"), True),
    ]


def test_a_figure_that_was_hidden_before_stays_hidden_when_another_is_corrected() -> None:
    cells, relations = borough_of(3, 9, 20, 30)
    past = protect(cells, relations).as_earlier(cells, relations)
    corrected, _ = borough_of(7, 9, 20, 30)
    release = protect(corrected, relations, earlier=[past])
    # To show NW's 9 would tell that NE's first figure was 3.
    assert {key("TH-NE"), key("TH-NW")} <= release.hidden
    shown = attack(corrected, relations, {key("TH-NE")}, earlier=[past])
    assert Leak(key("TH-NE"), Quantity.COUNTED, 3, 3, release=0) in shown


def test_what_an_earlier_release_told_is_reported_and_not_passed_over() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    told = Earlier({key("TH-NE"): Figure(D(3))})
    release = protect(cells, relations, earlier=[told])
    assert release.decisions[key("TH-NE")].is_hidden
    assert release.leaks == (Leak(key("TH-NE"), Quantity.COUNTED, 3, 3),)
    assert release.hidden == {key("TH-NE")}  # hiding more would mend nothing


def test_year_to_date_figures_do_not_give_a_quarter_away() -> None:
    first, second, year = (Key("SAF-101", BOROUGH, p) for p in ("Q1", "Q2", "Q1 to Q2"))
    cells = [
        Cell(second, D(3), None, COUNT),
        Cell(year, D(17), None, COUNT, is_total=True),
    ]
    told = Earlier({first: Figure(D(14))})
    relations = [Relation(year, (first, second))]
    assert attack(cells, relations, {second}, earlier=[told]) == [
        Leak(second, Quantity.COUNTED, 3, 3)
    ]
    assert protect(cells, relations, earlier=[told]).hidden == {second, year}


def test_two_years_to_date_do_not_give_the_quarter_between_them_away() -> None:
    q1, q2, q3, half, most = (
        Key("SAF-101", BOROUGH, p) for p in ("Q1", "Q2", "Q3", "Q1 to Q2", "Q1 to Q3")
    )
    first = Earlier({}, {q1: Figure(D(4))}, [])
    second = Earlier({half: Figure(D(34))}, {q2: Figure(D(30))}, [Relation(half, (q1, q2))])
    cells = [Cell(q3, D(3), None, COUNT), Cell(most, D(37), None, COUNT, is_total=True)]
    relations = [Relation(most, (q1, q2, q3))]
    # 37 so far, less 34 by the second quarter.
    assert attack(cells, relations, {q3}, earlier=[first, second]) == [
        Leak(q3, Quantity.COUNTED, 3, 3)
    ]
    assert protect(cells, relations, earlier=[first, second]).hidden == {q3, most}


def test_what_was_rounded_before_is_added_up_as_it_was_not_as_it_was_printed() -> None:
    first, relations = borough_of(108, 171, 3)
    past = protect(first, relations, NHS).as_earlier(first, relations)
    assert past.hidden[key(BOROUGH)] == Figure(D(282))  # behind the 280 that was printed
    second, _ = borough_of(108, 40, 3)
    found = attack(second, relations, {key("TH-SE"), key("TH-NW")}, NHS, [past])
    # 280 in all was at most 282, and 110 and 170 at least 108 and 168.
    assert Leak(key("TH-SE"), Quantity.COUNTED, 1, 6) in found


def test_rounded_figures_of_an_earlier_release_are_read_as_ranges() -> None:
    cells, relations = borough_of(12, 3, 0, 0)
    rounded = Earlier({key("TH-NE"): Figure(D(10)), key(BOROUGH): Figure(D(15))}, rules=NHS)
    hidden = {key("TH-NE"), key("TH-NW"), key(BOROUGH)}
    # 13 to 17 in all, 8 to 12 in one place: from 1 to 9 are left for the other.
    leaking = {leak.key for leak in attack(cells, relations, hidden, earlier=[rounded])}
    assert key("TH-NW") not in leaking
    wider = RuleSet("1 to 10", threshold=10)
    found = attack(cells, relations, hidden, wider, [rounded])
    assert Leak(key("TH-NW"), Quantity.COUNTED, 1, 9) in found


# Over many generated tables


@pytest.mark.parametrize("kind", [COUNT, PROPORTION, RATE, MEAN])
def test_nothing_hidden_can_be_recovered_from_any_number_of_releases(kind: MeasureType) -> None:
    rng = random.Random(f"disclosure {kind}")
    tables = hidden_figures = partners = 0
    for _ in range(180):
        base = generated_base(rng, kind)
        history: list[Published] = []
        earlier: list[Earlier] = []
        for _ in range(rng.choice([1, 1, 2, 3])):
            cells, relations = table_of(base, kind)
            release = protect(cells, relations, earlier=earlier)
            assert release.leaks == ()
            leaks = attack(cells, relations, release.hidden, earlier=earlier)
            assert not [leak for leak in leaks if leak.of_few or leak.is_exact]
            history.append(Published(cells, relations, release.hidden, DFE))
            assert recovered(history) == set()
            earlier.append(release.as_earlier(cells, relations))
            base = revised(rng, base, kind)
            tables += 1
            hidden_figures += len(release.hidden)
            partners += sum(d.status == Status.SECONDARY for d in release.decisions.values())
    assert tables >= 250  # over 1,000 in the four runs together
    assert hidden_figures > 800
    assert partners > 100


def test_whoever_tries_numbers_out_recovers_nothing_from_generated_releases() -> None:
    """Revisions, late places, years to date and both rule sets; `make drill` attacks 10,000."""
    found = releases.attack(count=80, seed=11)
    assert found.faults == []
    assert found.recovered == found.narrowed == found.undecided == 0
    assert found.attacked > 200
    assert found.again > 20


def test_whoever_tries_numbers_out_recovers_much_where_partners_are_shown() -> None:
    found = releases.attack(count=60, seed=11, with_partners=False)
    assert found.recovered > 50


@pytest.mark.slow
def test_nothing_is_recovered_from_a_thousand_releases() -> None:
    assert releases.attack(count=1000, seed=2).faults == []


def test_without_secondary_hiding_hundreds_are_recovered() -> None:
    rng = random.Random("control")
    by_elimination = by_attack = 0
    for _ in range(300):
        cells, relations = table_of(generated_base(rng, COUNT), COUNT)
        hidden = frozenset(cell.key for cell in cells if primary_reason(cell, DFE))
        by_elimination += bool(recovered([Published(cells, relations, hidden, DFE)]))
        by_attack += bool(attack(cells, relations, hidden))
    assert by_elimination > 100
    assert by_attack >= by_elimination


def test_the_attack_finds_all_that_elimination_finds() -> None:
    rng = random.Random("compare")
    compared = 0
    for _ in range(400):
        cells, relations = table_of(generated_base(rng, PROPORTION), PROPORTION)
        hidden = {cell.key for cell in cells if primary_reason(cell, DFE)}
        hidden |= {cell.key for cell in cells if cell.numerator and rng.random() < 0.2}
        found = {leak.key for leak in attack(cells, relations, hidden)}
        known = recovered([Published(cells, relations, frozenset(hidden), DFE)])
        assert known <= found
        compared += len(known)
    assert compared > 200


def test_every_value_from_1_to_5_stays_possible_for_a_small_count() -> None:
    rng = random.Random("ranges")
    checked = 0
    for _ in range(400):
        numbers = [rng.choice([0, rng.randint(1, 5), rng.randint(1, 9)]) for _ in range(3)]
        cells, relations = borough_of(*numbers)
        hidden = protect(cells, relations).hidden
        if key(BOROUGH) in hidden:
            continue
        places = [place for place in LOCALITIES if key(place) in hidden]
        total = sum(n for p, n in zip(LOCALITIES, numbers, strict=False) if p in places)
        tables = list(reference.tables(places, [(places, total)])) if places else []
        # Zeros are never hidden, and readers know it.
        tables = [table for table in tables if all(table.values())]
        for place, number in zip(LOCALITIES, numbers, strict=False):
            if place in places and number <= 5:
                assert {1, 2, 3, 4, 5} <= {table[place] for table in tables}
                checked += 1
    assert checked > 200


def test_the_nhs_rule_leaves_nothing_to_find_between_rounded_figures() -> None:
    rng = random.Random("rounded")
    for _ in range(150):
        cells, relations = table_of(generated_base(rng, COUNT), COUNT)
        release = protect(cells, relations, NHS)
        assert release.leaks == ()
        assert attack(cells, relations, release.hidden, NHS) == []
        for cell in cells:
            decision = release.decisions[cell.key]
            assert cell.numerator is not None
            assert decision.is_hidden or abs(decision.numerator - cell.numerator) <= 2
            assert decision.is_hidden or not 1 <= cell.numerator <= 7


def test_every_partner_is_needed() -> None:
    rng = random.Random("needed")
    partners = 0
    for _ in range(150):
        cells, relations = table_of(generated_base(rng, COUNT), COUNT)
        release = protect(cells, relations)
        for each, decision in release.decisions.items():
            if decision.status == Status.SECONDARY:
                assert attack(cells, relations, release.hidden - {each})
                partners += 1
    assert partners > 50


def test_the_order_of_rows_and_relations_changes_nothing() -> None:
    rng = random.Random("order")
    for _ in range(150):
        cells, relations = table_of(generated_base(rng, PROPORTION), PROPORTION)
        mixed = protect(
            rng.sample(cells, len(cells)),
            [
                replace(r, parts=tuple(rng.sample(r.parts, len(r.parts))))
                for r in rng.sample(relations, len(relations))
            ],
        )
        plain = protect(cells, relations)
        assert dict(mixed.decisions) == dict(plain.decisions)
        assert list(plain.decisions) == [cell.key for cell in cells]


def test_broken_numbers_are_protected_exactly() -> None:
    cells, relations = borough_of(3, 20, 9, 31)
    cells[1] = replace(cells[1], numerator=D("2.5"))
    cells[0] = replace(cells[0], numerator=D("62.5"))
    leak = attack(cells, relations, {key("TH-NE")})[0]
    assert leak.lower == leak.upper == Fraction(5, 2)
    assert protect(cells, relations).hidden == {key("TH-NE"), key("TH-SE")}


def test_two_figures_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        protect([count("TH-NE", 3), count("TH-NE", 4)], [])


def test_a_quarter_of_150_measures_is_protected_in_well_under_a_second() -> None:
    rng = random.Random("speed")
    cells: list[Cell] = []
    relations: list[Relation] = []
    for i in range(150):
        base = {(p, None): generated_figure(rng, PROPORTION, 60) for p in LOCALITIES}
        for cell in (table := table_of(base, PROPORTION))[0]:
            cells.append(replace(cell, key=cell.key._replace(measure=f"M{i}")))
        for relation in table[1]:
            total, *parts = (k._replace(measure=f"M{i}") for k in (relation.total, *relation.parts))
            relations.append(Relation(total, tuple(parts)))
    started = time.process_time()
    release = protect(cells, relations)
    assert time.process_time() - started < 0.5
    assert len(release.decisions) == 750
    assert attack(cells, relations, release.hidden) == []
