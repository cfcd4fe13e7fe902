"""The schedule of the demonstration: events with their distance in working days, as moments."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import msgspec

from catalog.core.fields import TASHKENT, tashkent_day
from catalog.licensing.working_days import Calendar

# Office hours in Tashkent, in minutes of the day.
OPENS, CLOSES = 9 * 60, 18 * 60
_TEN = time(10)
_DAY = timedelta(days=1)
_MINUTES = [timedelta(minutes=minute) for minute in range(CLOSES)]


class Event(msgspec.Struct, frozen=True):
    """One event and its distance; made by the functions below.

    At most one of `ago` (with `share`), `on`, `today` and `before` counts, else the event lies so
    many working days and minutes of office time after the one before it.
    """

    name: str
    ago: int | None = None
    share: float | None = None
    on: Callable[[date], date] | None = None
    today: float | None = None
    before: int | None = None
    days: int = 0
    minutes: int = 0


Timeline = Sequence[Event]


def working_days_ago(name: str, days: int, at: time = _TEN) -> Event:
    """An event so many working days before today, at a time in Tashkent."""
    return Event(name, ago=max(days, 1), minutes=_minute(at))


def share_of_period(name: str, share: float, least: int = 1, at: time = _TEN) -> Event:
    """An event at a share (0 to 1) of the working days from `least` ago back to the opening."""
    return Event(name, ago=max(least, 1), share=share, minutes=_minute(at))


def after(name: str, *, days: int = 0, hours: int = 0, minutes: int = 0) -> Event:
    """An event so much office time after the one before it.

    What does not fit into a day continues at nine on the next working day.
    """
    return Event(name, days=days, minutes=60 * hours + minutes)


def on_date(name: str, day: Callable[[date], date], at: time = _TEN) -> Event:
    """An event on a calendar day computed from today's, or the next working day.

    It has not happened yet if that is ahead.
    """
    return Event(name, on=day, minutes=_minute(at))


def earlier_today(name: str, share: float) -> Event:
    """An event at a share (0 to 1) of the time since midnight, at any hour.

    For acts of citizens and machines.
    """
    return Event(name, today=share)


def hours_ago(name: str, hours: int) -> Event:
    """An event so many hours ago, at any hour, for acts of citizens and machines."""
    return Event(name, before=60 * hours)


def office_hour(dice: Random) -> time:
    """A random time between nine and six."""
    return time(9 + dice.randrange(9), dice.randrange(60))


def working_days_in(calendar_days: int) -> int:
    """About how many working days there are in so many calendar days."""
    return calendar_days * 5 // 7


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


class Days:
    """The day of the demonstration, and the working days since the opening of the service."""

    def __init__(self, on: datetime, calendar: Calendar) -> None:
        self.on, self.calendar = on, calendar
        self.today = tashkent_day(on)
        # Ten o'clock in Tashkent on the second of January of last year.
        self.opening = datetime(self.today.year - 1, 1, 2, 5, tzinfo=UTC)
        self._past = [self.today, *self._backwards()]
        self._place = {day: place for place, day in enumerate(self._past) if place}
        self._midnights = [
            datetime.combine(day, time(), TASHKENT).astimezone(UTC) for day in self._past
        ]

    def _backwards(self) -> Iterator[date]:
        day, first = self.today - _DAY, tashkent_day(self.opening)
        while day > first:
            if self.calendar.is_one(day):
                yield day
            day -= _DAY

    def day(self, ahead: int) -> date:
        """The day so many calendar days from today."""
        return self.today + timedelta(days=ahead)

    def working_day(self, back: int) -> date:
        """The day so many working days before today, not before the opening.

        0 is today, even on a Sunday.
        """
        return self._past[min(back, len(self._past) - 1)]

    def next_working_day(self, ahead: int) -> date:
        """The day so many working days after today."""
        return self.calendar.after(self.today, ahead)

    def moments(self, timeline: Timeline) -> list[datetime]:
        """The moments of a timeline's events, each after the one before.

        Events that have not happened yet are left out.
        """
        found: list[datetime] = []
        # The last event: how many working days ago, and the minute of that day.
        back, minute = last, _ = len(self._past) - 1, OPENS
        for event in timeline:
            if event.today is not None or event.before is not None:
                found.append(self._at_any_hour(event))
                continue
            if event.ago is None and event.on is None:
                then, at = back - event.days, minute + event.minutes
            else:
                then, at = self._stated(event, last), event.minutes
            if then > back or (then == back and at <= minute and found):
                then, at = back, minute + 1
            if at >= CLOSES:
                more, at = divmod(at - OPENS, CLOSES - OPENS)
                then, at = then - more, at + OPENS
            if then < 1:
                break
            back, minute = then, at
            found.append(self._midnights[back] + _MINUTES[minute])
        return found

    def _stated(self, event: Event, last: int) -> int:
        """How many working days ago a stated event lies; 0 if it is still ahead."""
        if event.on is not None:
            return self._of_calendar(event.on(self.today))
        back = event.ago or 0
        return min(
            back if event.share is None else back + int(event.share * max(last - back, 0)), last
        )

    def _of_calendar(self, day: date) -> int:
        """The index of this day or the next working day; 0 if that is not over."""
        while day < self.today and day not in self._place:
            day += _DAY
        return self._place.get(day, 0)

    def _at_any_hour(self, event: Event) -> datetime:
        if event.before is not None:
            return self.on - timedelta(minutes=event.before)
        return self._midnights[0] + (self.on - self._midnights[0]) * (event.today or 0.0)
