"""Scenarios of the demonstration: events and their actions, performed in order of time."""

from collections.abc import Generator, Iterable
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from seed.demonstration.schedule import Days, Timeline

# Actions yield the name of the event that they wait for and receive its moment.
Actions = Generator[str, datetime, None]


class Scenario(NamedTuple):
    """The events of a story, and the actions at each of them."""

    timeline: Timeline
    acts: Actions


class UnexpectedEvent(Exception):
    """The actions wait for another event than the next one of the timeline."""


def perform(scenarios: Iterable[Scenario], days: Days) -> None:
    """Perform the actions of all scenarios in order of time, so that the journal reads day by day.

    A scenario ends if its actions stop or its next event has not happened yet.
    """
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
