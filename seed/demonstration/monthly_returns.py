"""Invented monthly returns: two posts for the month before last, one corrected; one for the
last."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, on_date
from service.reporting.figures import months, report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return
from service.reporting.monthly.post_return import SigningInput

_REMARK = "Shu oyda ikki hafta qabul boʻlmadi: bino taʼmirda edi (namuna)."
_CORRECTION_REASON = "Taʼmir haqida birinchi hisobotda yozilmagan edi (namuna)."


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    last = months.month_of_day(days.today).before
    yield Scenario(CORRECTED_TIMELINE, _correct_return(session, cast, last.before))
    yield Scenario(
        (on_date("signed", _day_of_last_month(2)),),
        _sign_and_countersign(session, cast["davron"], last.before),
    )
    yield Scenario(
        (on_date("signed", _day_of_this_month(2)),),
        _sign_and_countersign(session, cast["elyor"], last),
    )


def _day_of_this_month(day: int) -> Callable[[date], date]:
    return lambda today: today.replace(day=day)


def _day_of_last_month(day: int) -> Callable[[date], date]:
    return lambda today: months.month_of_day(today).before.first + timedelta(days=day - 1)


CORRECTED_TIMELINE: Timeline = (
    on_date("signed", _day_of_last_month(2)),
    on_date("countersigned", _day_of_last_month(3), time(11)),
    on_date("corrected", _day_of_last_month(9)),
)


def _sign_and_countersign(session: Session, by: Actor, month: Month) -> Actions:
    moment = yield "signed"
    _sign(session, by, month, moment)


def _correct_return(session: Session, cast: ActorsByName, month: Month) -> Actions:
    elyor = cast["elyor"]
    moment = yield "signed"
    post = _sign(session, elyor, month, moment)
    moment = yield "countersigned"
    post_return.countersign(session, post, month, 0, by=cast["iroda"], on=moment)
    moment = yield "corrected"
    signing_input = SigningInput(
        _REMARK, _CORRECTION_REASON, _figures_fingerprint(session, post, month, moment)
    )
    post_return.correct(
        session, post, month, signing_input, by=elyor, on=moment, day=tashkent_day(moment)
    )


def _sign(session: Session, by: Actor, month: Month, on: datetime) -> str:
    post = min(by.posts)
    seen = SigningInput(seen=_figures_fingerprint(session, post, month, on))
    post_return.sign(session, post, month, seen, by=by, on=on, day=tashkent_day(on))
    return post


def _figures_fingerprint(session: Session, post: str, month: Month, on: datetime) -> str:
    return report_digest.fingerprint(
        monthly_counts.count_figures(session, months.span(post, month, tashkent_day(on)))
    )
