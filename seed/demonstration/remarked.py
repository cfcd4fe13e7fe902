"""What a statistician remarked on the printed report of 2019, when its figures had been entered."""

from collections.abc import Iterator

from sqlmodel import Session

from seed import remarks
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, ago


def scenarios(session: Session, cast: Acting, _: Days) -> Iterator[Scenario]:
    yield Scenario((ago("remarked", 1),), _remarked(session, cast))


def _remarked(session: Session, cast: Acting) -> Acts:
    moment = yield "remarked"
    remarks.load(session, by=cast["jamshid"], on=moment)
