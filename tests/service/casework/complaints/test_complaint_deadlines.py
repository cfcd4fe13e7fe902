"""What an agency owes whoever complains: 48 hours and ten days, unless a dated row says
otherwise."""

from datetime import date

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.complaints import complaint_deadlines
from service.casework.complaints.complaint_deadlines import ResponseTimes
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import NewClock
from tests.support.cast import TODAY


def test_without_a_row_and_with_one(ground, clock):
    assert complaint_deadlines.in_force(ground, TODAY) == ResponseTimes(2, 10)
    new_clock = NewClock("agency_answer", 7, date(2026, 1, 1), None, Mark.SOURCED, "invented")
    service_level_rules.load(ground, [new_clock], by=SYSTEM, on=clock())
    assert complaint_deadlines.in_force(ground, TODAY) == ResponseTimes(2, 7)
    assert complaint_deadlines.in_force(ground, date(2025, 12, 31)) == ResponseTimes(2, 10)
