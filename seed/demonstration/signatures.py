"""The invented monthly returns: the month before last signed by two posts, one of them corrected, the last one by one alone."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlmodel import Session

from catalog.ground.fields import TASHKENT, tashkent_day
from catalog.ground.who import Who
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.reporting import months, returns, seals, signed
from service.reporting.months import Month
from service.reporting.signed import Signing

_REMARK = "Shu oyda ikki hafta qabul boʻlmadi: bino taʼmirda edi (namuna)."
_FORGOTTEN = "Taʼmir haqida birinchi hisobotda yozilmagan edi (namuna)."


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    last = months.of(days.today).before
    yield _corrected(session, cast, days, last.before)
    yield _signed(session, cast["davron"], days, last.before)
    yield _signed(session, cast["elyor"], days, last)


def _morning(month: Month, day: int) -> datetime:
    """Ten o'clock in Tashkent on this day of the month that follows."""
    return datetime.combine(month.after.first + timedelta(day - 1), time(10), TASHKENT)


def _signed(session: Session, by: Who, days: Days, month: Month) -> Life:
    if (moment := _morning(month, 2)) < days.on:
        yield moment
        _sign(session, by, month, moment)


def _corrected(session: Session, cast: Acting, days: Days, month: Month) -> Life:
    elyor = cast["elyor"]
    yield (moment := _morning(month, 2))
    post = _sign(session, elyor, month, moment)
    yield (moment := _morning(month, 3))
    signed.countersign(session, post, month, 0, by=cast["iroda"], on=moment)
    yield (moment := _morning(month, 9))
    told = Signing(_REMARK, _FORGOTTEN, _seen(session, post, month, moment))
    signed.correct(session, post, month, told, by=elyor, on=moment, day=tashkent_day(moment))


def _sign(session: Session, by: Who, month: Month, on: datetime) -> str:
    post = min(by.posts)
    signed.sign(session, post, month, Signing(seen=_seen(session, post, month, on)), by=by, on=on, day=tashkent_day(on))
    return post


def _seen(session: Session, post: str, month: Month, on: datetime) -> str:
    return seals.fingerprint(returns.counted(session, months.span(post, month, tashkent_day(on))))
