"""The invented end of last year: its figures signed by two and published, and a correction that waits for its second signature."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlmodel import Session

from catalog.core.fields import tashkent_day
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, Timeline, dated
from service.casework.advice import contacts
from service.casework.advice.advice_sessions import Channel
from service.casework.advice.contacts import NewContact
from service.infra.settings import Smallest
from service.reporting.annual import year_closing
from service.reporting.annual.year_closing import Correction
from service.reporting.figures import report_digest

_WHY = "Dekabrdagi bitta qoʻngʻiroq iyunda yozildi (namuna)."


def _in(month: int, day: int) -> Callable[[date], date]:
    return lambda today: date(today.year, month, day)


TIMELINE: Timeline = (dated("proposed", _in(2, 2)), dated("countersigned", _in(2, 5)), dated("corrected", _in(6, 3)))


def scenarios(session: Session, cast: Acting, days: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _closed(session, cast, days))


def _closed(session: Session, cast: Acting, days: Days) -> Acts:
    last, jamshid = days.today.year - 1, cast["jamshid"]
    moment = yield "proposed"
    now = year_closing.taken(session, last, by=jamshid, day=tashkent_day(moment))
    year_closing.propose(session, now, report_digest.fingerprint(now.figures), by=jamshid, on=moment)
    moment = yield "countersigned"
    year_closing.countersign(session, last, 0, by=cast["iroda"], on=moment)
    year_closing.publish(session, last, 0, smallest=Smallest(), by=jamshid, on=moment)
    # A call of December is written down in June.
    moment = yield "corrected"
    contacts.note(session, NewContact(Channel.HOTLINE), by=cast["barno"], on=moment, day=date(last, 12, 20))
    now = year_closing.taken(session, last, by=jamshid, day=tashkent_day(moment))
    year_closing.correct(session, now, Correction(_WHY, report_digest.fingerprint(now.figures)), by=jamshid, on=moment)
