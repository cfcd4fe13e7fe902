"""Remarks of a statistician on the printed report of 2019, after its figures were entered."""

from collections.abc import Iterator

from sqlmodel import Session

from seed import remarks
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, working_days_ago


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    yield Scenario((working_days_ago("remarked", 1),), _add_remarks(session, cast))


def _add_remarks(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "remarked"
    remarks.load(session, by=cast["jamshid"], on=moment)
