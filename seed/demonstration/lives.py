"""What happened to whom and when: lives told one by one, unfolded together in the order of time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heapreplace
from random import Random

from catalog.ground.fields import TASHKENT, tashkent_day

# A life says when its next act is to be, and acts when it is called again at that moment.
Life = Iterator[datetime]


def unfold(lives: Iterable[Life]) -> None:
    """Lets all lives happen, so that the journal reads as if it had been written day by day."""
    waiting = [(moment, number, life) for number, life in enumerate(lives) for moment in _first(life)]
    heapify(waiting)
    while waiting:
        _, number, life = waiting[0]
        moment = next(life, None)
        if moment is None:
            heappop(waiting)
        else:
            heapreplace(waiting, (moment, number, life))


def _first(life: Life) -> list[datetime]:
    moment = next(life, None)
    return [] if moment is None else [moment]


class Days:
    """The days before and after the day of the demonstration, and the dice that are thrown the same each time."""

    def __init__(self, on: datetime, dice: Random) -> None:
        self.on = on
        self.today = tashkent_day(on)
        self.dice = dice
        self.opening = datetime(self.today.year - 1, 1, 2, 5, tzinfo=UTC)

    def day(self, ahead: int) -> date:
        return self.today + timedelta(days=ahead)

    def at_work(self, ago: int, after: datetime | None = None) -> datetime:
        """A moment in office hours in Tashkent, at least a day ago, and never before the doors opened or what went before."""
        day = self.day(-max(ago, 1))
        weekend = max(day.weekday() - 4, 0)
        hours = time(9 + self.dice.randrange(9), self.dice.randrange(60), self.dice.randrange(60), tzinfo=TASHKENT)
        moment = datetime.combine(day - timedelta(days=weekend), hours).astimezone(UTC)
        return max(moment, self.opening + timedelta(hours=2), (after or self.opening) + timedelta(minutes=1))
