"""Settings are stored by version; a publication keeps the one it was made under."""

from __future__ import annotations

from datetime import date

import pytest

from ehportal.append_only import AppendOnlyError
from outcomes import disclosure
from outcomes.calculations import DEFAULTS, TwoSigmaMode
from outcomes.models import StatisticalRules
from outcomes.rulebook import STANDARD, rules_named, rules_on, settings_of
from tests.factories.evidence import StatisticalRulesFactory
from tests.factories.outcomes import MeasureFactory

pytestmark = pytest.mark.django_db


def test_both_forms_of_the_rules_come_with_the_portal() -> None:
    assert rules_on(date(2026, 10, 8)) == STANDARD
    assert settings_of(StatisticalRules.objects.get(version="xmr-1")) == DEFAULTS
    other = settings_of(StatisticalRules.objects.get(version="xmr-0"))
    assert other.two_sigma_mode == TwoSigmaMode.BETWEEN_2_AND_3


def test_a_later_version_is_in_force_from_its_day_and_earlier_ones_are_kept() -> None:
    made = StatisticalRulesFactory(version="xmr-2", disclosure_rules="nhs_1_to_7_round_5")
    assert rules_on(date(2026, 3, 31)).version == "xmr-1, dfe_1_to_5"
    found = rules_on(date(2026, 4, 1))
    assert found.version == "xmr-2, nhs_1_to_7_round_5"
    assert found.charts.shift_points == 6
    assert found.partnership == disclosure.NHS
    assert rules_named("xmr-1, dfe_1_to_5") == STANDARD
    with pytest.raises(AppendOnlyError):
        made.save()


def test_a_measure_takes_the_stricter_of_two_rules() -> None:
    plain, strict = MeasureFactory(), MeasureFactory(owner_rules="nhs_1_to_7_round_5")
    assert STANDARD.hiding(plain) == disclosure.DFE
    assert STANDARD.hiding(strict) == disclosure.NHS
    lenient = MeasureFactory(owner_rules="dfe_1_to_5")
    StatisticalRulesFactory(version="xmr-2", disclosure_rules="nhs_1_to_7_round_5")
    assert rules_on(date(2026, 4, 1)).hiding(lenient) == disclosure.NHS
