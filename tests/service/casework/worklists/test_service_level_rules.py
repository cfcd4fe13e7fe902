"""How many days each part of the work may take, as dated rows of which the newest holds."""

from datetime import date

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from seed import reference
from service.casework.worklists import service_level_rules, service_levels
from service.casework.worklists.service_level_rules import AgencyClock, NewClock, NotAClock
from tests.support.cast import TODAY


def test_an_agencys_clocks_stand_beside_ours_and_are_none_of_them(ground, clock):
    rows = list(map(reference._clock, reference.rows("service_clocks.tsv")))
    assert service_level_rules.load(ground, rows, by=SYSTEM, on=clock()) == 8
    assert service_level_rules.load(ground, rows, by=SYSTEM, on=clock()) == 0
    result = service_level_rules.in_force(ground, TODAY)
    assert (result[AgencyClock.READ], result[AgencyClock.ANSWER]) == (2, 10)
    assert set(service_levels.days_in_force(ground, TODAY)) == set(service_level_rules.Clock)


def test_a_later_row_holds_from_its_day_on(ground, clock):
    for days, since in ((2, date(2019, 1, 1)), (3, date(2026, 6, 1))):
        new_clock = NewClock("agency_read", days, since, None, Mark.SOURCED, "invented")
        service_level_rules.load(ground, [new_clock], by=SYSTEM, on=clock())
    assert [
        service_level_rules.in_force(ground, day)["agency_read"]
        for day in (date(2026, 5, 31), TODAY)
    ] == [2, 3]
    with pytest.raises(NotAClock):
        service_level_rules.load(
            ground, [NewClock("tea", 1, TODAY, None, Mark.SOURCED, "x")], by=SYSTEM, on=clock()
        )
