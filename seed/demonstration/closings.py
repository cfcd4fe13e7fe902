"""The closing of last year: signed by two, published, with a correction awaiting
countersignature."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlmodel import Session

from catalog.core.fields import tashkent_day
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, on_date
from service.casework.advice import contacts
from service.casework.advice.contacts import NewContact
from service.casework.advice.topics import Channel
from service.infra.settings import DisclosureLimits
from service.reporting.annual import year_closing
from service.reporting.annual.year_closing import CorrectionInput
from service.reporting.figures import report_digest

_WHY = "Dekabrdagi bitta qoʻngʻiroq iyunda yozildi (namuna)."


def _date_in_year(month: int, day: int) -> Callable[[date], date]:
    return lambda today: date(today.year, month, day)


TIMELINE: Timeline = (
    on_date("proposed", _date_in_year(2, 2)),
    on_date("countersigned", _date_in_year(2, 5)),
    on_date("corrected", _date_in_year(6, 3)),
)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _close_year(session, cast, days))


def _close_year(session: Session, cast: ActorsByName, days: Days) -> Actions:
    last, jamshid = days.today.year - 1, cast["jamshid"]
    moment = yield "proposed"
    now = year_closing.count_year(session, last, by=jamshid, day=tashkent_day(moment))
    year_closing.propose(
        session, now, report_digest.fingerprint(now.figures), by=jamshid, on=moment
    )
    moment = yield "countersigned"
    year_closing.countersign(session, last, 0, by=cast["iroda"], on=moment)
    year_closing.publish(session, last, 0, smallest=DisclosureLimits(), by=jamshid, on=moment)
    # A call of December is recorded in June.
    moment = yield "corrected"
    contacts.record(
        session, NewContact(Channel.HOTLINE), by=cast["barno"], on=moment, day=date(last, 12, 20)
    )
    now = year_closing.count_year(session, last, by=jamshid, day=tashkent_day(moment))
    correction = CorrectionInput(_WHY, report_digest.fingerprint(now.figures))
    year_closing.correct(session, now, correction, by=jamshid, on=moment)
