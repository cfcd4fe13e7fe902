"""The history of a claim."""

from service.casework import notes, steps, wages
from service.casework.steps import NewStep, State
from service.pages import timeline
from tests import cast


def test_it_is_one_line_of_time_the_newest_first(seeded, clock):
    with seeded.write() as session:
        claim = wages.get(session, cast.CLAIM, by=cast.CHINORA)
        notes.add(session, claim, "Invented", by=cast.CHINORA, on=clock.forward(hours=1))
        told = NewStep(State.ACKNOWLEDGED, "", "Call", clock.today)
        steps.take(session, claim, told, by=cast.BARNO, on=clock.forward(hours=1), day=clock.today)
    with seeded.read() as session:
        events = timeline.of(session, wages.get(session, cast.CLAIM, by=cast.CHINORA))
    assert [(event.kind, event.officer) for event in events] == [
        ("step", cast.BARNO.account), ("note", cast.CHINORA.account), ("file", "visitor"),
    ]  # fmt: skip
    assert all(event.at.tzinfo for event in events)
