"""A scenario of the demonstration: when its events happen, and what is done at each. All are done
in the order of time."""

from collections.abc import Generator, Iterable
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from seed.demonstration.schedule import Days, Timeline

# What is done: it names the event that it waits for, and is told the moment of that event.
Actions = Generator[str, datetime, None]


class Scenario(NamedTuple):
    """The events of a story, and what is done at each of them."""

    timeline: Timeline
    acts: Actions


class UnexpectedEvent(Exception):
    """What is done waits for another event than the one that the timeline names next."""


def perform(scenarios: Iterable[Scenario], days: Days) -> None:
    """Computes all moments, then runs the commands in order of time, so that the journal reads day
    by day. A story that gives up, or whose next event has not happened yet, ends there."""
    planned = [(one, days.moments(one.timeline)) for one in scenarios]
    waiting = [(moments[0], number, 0) for number, (_, moments) in enumerate(planned) if moments]
    heapify(waiting)
    asked = {number: next(planned[number][0].acts) for _, number, _ in waiting}
    while waiting:
        moment, number, place = waiting[0]
        one, moments = planned[number]
        if asked[number] != one.timeline[place].name:
            raise UnexpectedEvent(f"{asked[number]} is not {one.timeline[place].name}")
        try:
            asked[number] = one.acts.send(moment)
        except StopIteration:
            heappop(waiting)
            continue
        if place + 1 < len(moments):
            heapreplace(waiting, (moments[place + 1], number, place + 1))
        else:
            one.acts.close()
            heappop(waiting)
