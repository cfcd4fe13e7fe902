"""The invented monthly returns: the month before last signed by two posts, one of them corrected, the last one by one alone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.fields import tashkent_day
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, Timeline, dated
from service.reporting.figures import months, report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return
from service.reporting.monthly.post_return import Signing

_REMARK = "Shu oyda ikki hafta qabul boʻlmadi: bino taʼmirda edi (namuna)."
_FORGOTTEN = "Taʼmir haqida birinchi hisobotda yozilmagan edi (namuna)."


def scenarios(session: Session, cast: Acting, days: Days) -> Iterator[Scenario]:
    last = months.of(days.today).before
    yield Scenario(CORRECTED, _corrected(session, cast, last.before))
    yield Scenario((dated("signed", _last_month(2)),), _signed(session, cast["davron"], last.before))
    yield Scenario((dated("signed", _this_month(2)),), _signed(session, cast["elyor"], last))


def _this_month(day: int) -> Callable[[date], date]:
    return lambda today: today.replace(day=day)


def _last_month(day: int) -> Callable[[date], date]:
    return lambda today: months.of(today).before.first + timedelta(days=day - 1)


CORRECTED: Timeline = (
    dated("signed", _last_month(2)), dated("countersigned", _last_month(3), time(11)), dated("corrected", _last_month(9)),
)  # fmt: skip


def _signed(session: Session, by: Who, month: Month) -> Acts:
    moment = yield "signed"
    _sign(session, by, month, moment)


def _corrected(session: Session, cast: Acting, month: Month) -> Acts:
    elyor = cast["elyor"]
    moment = yield "signed"
    post = _sign(session, elyor, month, moment)
    moment = yield "countersigned"
    post_return.countersign(session, post, month, 0, by=cast["iroda"], on=moment)
    moment = yield "corrected"
    told = Signing(_REMARK, _FORGOTTEN, _seen(session, post, month, moment))
    post_return.correct(session, post, month, told, by=elyor, on=moment, day=tashkent_day(moment))


def _sign(session: Session, by: Who, month: Month, on: datetime) -> str:
    post = min(by.posts)
    post_return.sign(
        session, post, month, Signing(seen=_seen(session, post, month, on)), by=by, on=on, day=tashkent_day(on)
    )
    return post


def _seen(session: Session, post: str, month: Month, on: datetime) -> str:
    return report_digest.fingerprint(monthly_counts.counted(session, months.span(post, month, tashkent_day(on))))
