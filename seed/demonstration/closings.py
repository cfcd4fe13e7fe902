"""The invented end of last year: its figures signed by two and published, and a correction that waits for its second signature."""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlmodel import Session

from catalog.ground.fields import TASHKENT, tashkent_day
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.casework import contacts
from service.casework.advice import Channel
from service.casework.contacts import NewContact
from service.reporting import closing, seals
from service.reporting.closing import Correction
from service.settings import Smallest

_WHY = "Dekabrdagi bitta qoʻngʻiroq iyunda yozildi (namuna)."


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _closed(session, cast, days)


def _closed(session: Session, cast: Acting, days: Days) -> Life:
    last, jamshid = days.today.year - 1, cast["jamshid"]
    if (moment := _morning(last + 1, 2, 2)) >= days.on:
        return
    yield moment
    now = closing.taken(session, last, by=jamshid, day=tashkent_day(moment))
    closing.propose(session, now, seals.fingerprint(now.figures), by=jamshid, on=moment)
    if (moment := _morning(last + 1, 2, 5)) < days.on:
        yield moment
        closing.countersign(session, last, 0, by=cast["iroda"], on=moment)
        closing.publish(session, last, 0, smallest=Smallest(), by=jamshid, on=moment)
        yield from _corrected(session, cast, days, last)


def _corrected(session: Session, cast: Acting, days: Days, last: int) -> Life:
    """A call of December is written down in June."""
    if (moment := _morning(last + 1, 6, 3)) < days.on:
        yield moment
        contacts.note(session, NewContact(Channel.HOTLINE), by=cast["barno"], on=moment, day=date(last, 12, 20))
        now = closing.taken(session, last, by=cast["jamshid"], day=tashkent_day(moment))
        told = Correction(_WHY, seals.fingerprint(now.figures))
        closing.correct(session, now, told, by=cast["jamshid"], on=moment)


def _morning(year: int, month: int, day: int) -> datetime:
    """Ten o'clock in Tashkent."""
    return datetime.combine(date(year, month, day), time(10), TASHKENT)
