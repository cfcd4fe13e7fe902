"""The printed report of 2019 in the demonstration: its figures as other bodies told them, and what a statistician remarked."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session

from seed import remarks, report_2019
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _life(session, cast, days)


def _life(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := days.opening + timedelta(days=3))
    report_2019.load(session, by=cast["jamshid"], on=moment)
    yield (moment := days.opening + timedelta(days=5))
    remarks.load(session, by=cast["jamshid"], on=moment)
