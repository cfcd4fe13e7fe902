"""What an agency owes whoever complains about it: by when it says that it has read, and by when it
answers."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.licensing import working_days
from catalog.licensing.working_days import Calendar
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import AgencyClock

# Where no dated row says otherwise: 48 hours and ten days (docs/road.md).
_DAYS = {AgencyClock.READ.value: 2, AgencyClock.ANSWER.value: 10}


class ResponseTimes(msgspec.Struct, frozen=True):
    """In whole days of twenty-four hours since the complaint was filed, public holidays left
    out."""

    acknowledge: int
    answer: int
    calendar: Calendar = Calendar()


class ResponseDeadlines(msgspec.Struct, frozen=True):
    acknowledge: datetime
    answer: datetime


def in_force(session: Session, day: date) -> ResponseTimes:
    """What holds on a day."""
    result = _DAYS | service_level_rules.in_force(session, day)
    return ResponseTimes(
        result[AgencyClock.READ], result[AgencyClock.ANSWER], working_days.calendar(session)
    )
