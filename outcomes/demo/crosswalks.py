"""A contract that asks for figures the partnership reports already: illustrative."""

from __future__ import annotations

from datetime import date

from outcomes.models import CrosswalkLink, Match, Measure, Scheme, SchemeRequirement

#: What the contract asks for, the measure that answers it and how well; one is counted by nothing.
KPIS = (
    ("KPI 1", "Parents who start a programme each quarter", "ENG-201", Match.EXACT),
    ("KPI 2", "Parents who say the programme met their needs", "ENG-302", Match.CLOSE),
    ("KPI 3", "Home visits made within ten days of a referral", "", None),
)


def make_contract(*, starts_on: date) -> None:
    """The contract, its three requirements, and what answers two of them."""
    contract = Scheme.objects.create(
        code="parenting-contract",
        kind="contract",
        title="Illustrative contract: parenting programmes",
        owner="Tower Hamlets Council",
        starts_on=starts_on,
        where_to_read="Illustrative: the contracts register",
    )
    for order, (reference, text, code, match) in enumerate(KPIS):
        requirement = SchemeRequirement.objects.create(
            scheme=contract, reference=reference, text=text, order=order
        )
        if match:
            CrosswalkLink.objects.create(
                requirement=requirement, measure=Measure.objects.get(code=code), match=match
            )
