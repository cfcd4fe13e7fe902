"""Law as dated rows: the one that holds on a day, never taken in as confirmed."""

from datetime import date

import msgspec
import pytest

from catalog.core.actor import SYSTEM
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import InvalidRule, NewLaw, Unit
from catalog.reference.countries import Mark
from seed import reference
from tests.support.cast import TODAY

ROW = NewLaw(
    "agency_deposit", 4_000, Unit.BCA, Mark.CONFIRMED, "invented", valid_from=date(2024, 12, 1)
)


def load(session, clock, *rows) -> int:
    return legal_rules.load(session, rows, by=SYSTEM, on=clock())


def test_the_row_that_began_last_holds(ground, clock):
    before = msgspec.structs.replace(
        ROW, value=8_500, valid_from=date(2020, 8, 13), valid_to=date(2024, 11, 30)
    )
    assert load(ground, clock, ROW, before) == 2
    assert [
        legal_rules.in_force(ground, "agency_deposit", day).value
        for day in (TODAY, date(2024, 12, 1), date(2024, 11, 30))
    ] == [
        4_000,
        4_000,
        8_500,
    ]
    assert legal_rules.in_force(ground, "agency_deposit", date(2020, 8, 12)) is None
    assert legal_rules.in_force(ground, "agency_deposit", TODAY, Unit.AMOUNT) is None


def test_no_row_comes_in_as_confirmed_and_twice_changes_nothing(ground, clock):
    load(ground, clock, ROW)
    assert legal_rules.in_force(ground, "agency_deposit", TODAY).mark == Mark.SOURCED
    assert load(ground, clock, ROW) == 0
    assert load(ground, clock, msgspec.structs.replace(ROW, value=3_000)) == 1
    assert legal_rules.in_force(ground, "agency_deposit", TODAY).value == 3_000


@pytest.mark.parametrize(
    "wrong",
    [{"value": -1}, {"value": 10**14}, {"source": ""}, {"unit": Unit.AMOUNT}, {"currency": "UZS"}],
)
def test_a_row_that_makes_no_sense_is_refused(ground, clock, wrong):
    with pytest.raises(InvalidRule):
        load(ground, clock, msgspec.structs.replace(ROW, **wrong))


def test_a_rule_of_days_is_told_only_where_there_is_one(ground, clock):
    assert legal_rules.days(ground, "idle_demand", TODAY) is None
    load(ground, clock, NewLaw("idle_demand", 90, Unit.DAYS, Mark.SOURCED, "invented"))
    assert legal_rules.days(ground, "idle_demand", TODAY) == 90


def test_all_that_the_service_knows_of_law_can_be_taken_in_twice(ground, clock):
    rows = [reference._law(row) for row in reference.rows("law.tsv")]
    assert load(ground, clock, *rows) == len(rows) > 30
    assert load(ground, clock, *rows) == 0
    for kind in (
        "provisional_suspension",
        "licence_decision",
        "vetting_decision",
        "idle_demand",
        "stale_employer",
    ):
        assert legal_rules.days(ground, kind, TODAY) > 0
