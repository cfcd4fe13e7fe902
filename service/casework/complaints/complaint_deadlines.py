"""The times within which an agency must acknowledge a complaint and answer it."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.licensing import working_days
from catalog.licensing.working_days import Calendar
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import AgencyClock

# The default without a dated rule: 48 hours and ten days (docs/deadlines.md).
_DAYS = {AgencyClock.READ.value: 2, AgencyClock.ANSWER.value: 10}


class ResponseTimes(msgspec.Struct, frozen=True):
    """The times in whole days of 24 hours since filing, public holidays excluded."""

    acknowledge: int
    answer: int
    calendar: Calendar = Calendar()


class ResponseDeadlines(msgspec.Struct, frozen=True):
    acknowledge: datetime
    answer: datetime


def in_force(session: Session, day: date) -> ResponseTimes:
    """Return the response times in force on a day."""
    result = _DAYS | service_level_rules.in_force(session, day)
    return ResponseTimes(
        result[AgencyClock.READ], result[AgencyClock.ANSWER], working_days.calendar(session)
    )
