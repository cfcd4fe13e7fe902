"""What a statistician remarked on the printed report of 2019, when its figures had been entered."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session

from seed import remarks
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _remarked(session, cast, days)


def _remarked(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := days.on - timedelta(days=2))
    remarks.load(session, by=cast["jamshid"], on=moment)
