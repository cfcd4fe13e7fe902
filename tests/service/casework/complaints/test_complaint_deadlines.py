"""What an agency owes whoever complains: 48 hours and ten days, unless a dated row says otherwise."""

from datetime import date

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework import allowed_days, promises
from service.casework.allowed_days import NewClock
from service.casework.promises import Promise
from tests.cast import TODAY


def test_without_a_row_and_with_one(ground, clock):
    assert promises.standing(ground, TODAY) == Promise(2, 10)
    told = NewClock("agency_answer", 7, date(2026, 1, 1), None, Mark.SOURCED, "invented")
    allowed_days.load(ground, [told], by=SYSTEM, on=clock())
    assert promises.standing(ground, TODAY) == Promise(2, 7)
    assert promises.standing(ground, date(2025, 12, 31)) == Promise(2, 10)
