"""Working days are counted from Monday to Friday."""

from datetime import date

from catalog import working_days


def test_a_weekend_is_no_notice():
    friday = date(2026, 11, 27)
    assert [working_days.is_one(date(2026, 11, day)) for day in (27, 28, 29, 30)] == [True, False, False, True]
    assert working_days.after(friday, 1) == date(2026, 11, 30)
    assert working_days.after(friday, 5) == date(2026, 12, 4)
    assert working_days.after(date(2026, 11, 28), 1) == date(2026, 11, 30)
    assert working_days.after(friday, 0) == friday
