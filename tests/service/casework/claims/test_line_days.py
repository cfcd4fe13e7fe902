"""The days of earnings lie within the work; interest or a journey home may be later."""

from datetime import date

import pytest

from service.casework.claims import line_days
from service.casework.claims.components import Component
from service.casework.claims.line_days import DaysOutsideWork

WORKED = (date(2026, 3, 1), date(2026, 8, 31))


def test_earnings_are_for_no_day_before_or_after_the_work():
    before, after = date(2026, 2, 28), date(2026, 9, 1)
    for days, wrong in (
        ((before, None), "lines.3.first_day"),
        ((after, None), "lines.3.first_day"),
        ((None, before), "lines.3.last_day"),
        ((WORKED[0], after), "lines.3.last_day"),
    ):
        with pytest.raises(DaysOutsideWork) as refused:
            line_days.require_worked(Component.OVERTIME, days, WORKED, line_days.fields_of(3))
        assert refused.value.field == wrong
    line_days.require_worked(Component.OVERTIME, WORKED, WORKED, line_days.fields_of(3))
    line_days.require_worked(Component.INTEREST, (WORKED[1], after), WORKED, line_days.fields_of(3))
