"""An agency's own desk: how its licence stands and why, its deposit, and what waits for it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog import agencies, contests, deposits, licences, offered, recruiting
from catalog.contests import Contest, Notice
from catalog.ground.refusals import NotFound, Refusal, Stale
from catalog.ground.who import Who
from catalog.licences import Licence, Order
from matching import applicants
from service import entrance, forms, web
from service.access import Permission
from service.casework import answering, complaints, promises, trust
from service.casework.complaints import Complaint
from service.pages import desk
from service.reporting import handed_in, months
from service.web import Req, page_get

NO_STORE = {"cache-control": "no-store"}
# So many vacancies with new candidates are named on the first page; the list has them all.
MOST = 20


Row = TypeVar("Row")


class Act(msgspec.Struct):
    """A deed as a form of a desk tells it: what was typed, and in whose name, when it is done."""

    session: Session
    typed: dict[str, str]
    by: Who
    on: datetime
    day: date


def page(request: Req, template: str, refusal: Refusal | None = None, **facts: Any) -> Response[Any]:
    """A page of the agency's own desk, which nobody keeps. What is not there answers as such."""
    if isinstance(refusal, NotFound) and refusal.field is None:
        raise refusal
    status = entrance.status_of(request, refusal)
    return desk.page(request, template, status=status, headers=NO_STORE, errors=forms.by_field(refusal), **facts)


def typed_of(data: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in data.items() if name not in (forms.TOKEN, "once")}


def once(request: Req, data: dict[str, Any], deed: Callable[[Act], dict[str, Any]]) -> dict[str, Any]:
    """Does a deed under the hidden key of its form. Refuses: SentBefore, and whatever the deed refuses."""
    house, typed = web.house(request), typed_of(data)
    with web.writing(request) as session:
        act = Act(session, typed, web.who(request), house.clock(), house.today)
        return web.done_by_form(request, session, str(data.get("once", "")), typed, lambda: deed(act))


def done(
    request: Req, back: str, reference: str, data: dict[str, Any], find: Callable[[Act], Row],
    deed: Callable[[Act, Row], object], shown: Callable[[Req, str, dict[str, str], Refusal], Response[Any]], *,
    versioned: bool = True,
) -> Response[Any]:  # fmt: skip
    """Does a deed with one record once and goes back to it; refused, its page is shown with what was typed. What is not there
    answers as such. Versioned: only while the record is still what the page showed."""
    web.of_address(back.split("/")[1])

    def act(told: Act) -> dict[str, Any]:
        row = find(told)
        if versioned:
            require_same(row, told.typed)
        deed(told, row)
        return {"reference": reference}

    try:
        once(request, data, act)
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return shown(request, reference, typed_of(data), refusal)
    return web.see_other(f"{back}/{reference}")


def require_same(row: Any, typed: dict[str, str]) -> None:
    """That the record is still what the page showed. Refuses: Stale."""
    if str(row.version) != typed.get("version", ""):
        raise Stale


@page_get("/desk/own", permission=Permission.OWN_OPEN)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    by, house = web.who(request), web.house(request)
    number = recruiting.require_agency(by)
    with web.reading(request) as session:
        standing = agencies.standing(session, number, house.today)
        facts = _waits(session, by, house.clock(), house.today)
        facts |= {"orders": _orders(session, number, house.today), "movements": deposits.movements(session, number)}
        facts |= {"cover": deposits.covers(session, [number], house.today)[number]}
        card = trust.card(session, standing.agency, house.clock(), house.today)
        return page(request, "desk/own.html", standing=standing, card=card, smallest=trust.SMALLEST, **facts)


def _orders(session: Session, agency: str, day: date) -> list[Order]:
    """The orders in force on its licences of the home register."""
    mine = select(col(Licence.id)).where(col(Licence.agency) == agency, col(Licence.country) == licences.HOME)
    rows = session.execute(select(Order).where(col(Order.licence).in_(mine)).order_by(col(Order.starts_on))).scalars()
    return [row for row in rows if licences.in_force(row, day)]


def _waits(session: Session, by: Who, now: datetime, day: date) -> dict[str, Any]:
    promise, waiting = promises.standing(session, day), complaints.listed(session, [*answering.WAITS], 1, by=by)
    month = months.of(day).before
    handed = handed_in.newest(session, [str(by.agency)], [month])
    return {
        "vacancies": offered.counted(session, by=by), "candidates": _titled(session, applicants.waiting(session, by=by)),
        "to_sign": _titled(session, applicants.to_sign(session, by=by)),
        "complaints": [(row, *soonest(row, promise, now)) for row in waiting[:5]],
        "complained": complaints.counted(session, [*answering.WAITS], by=by),
        "month": month, "handed": (str(by.agency), str(month)) in handed, "due": handed_in.due(month),
        "contests": _contests(session, str(by.agency)),
    }  # fmt: skip


def _titled(session: Session, waiting: dict[str, int]) -> list[tuple[str, str, int]]:
    """The vacancies for which somebody waits: reference, title, how many; the most first."""
    rows = applicants.vacancies_of(session, list(waiting))
    told = [(number, rows[number].title, many) for number, many in waiting.items()]
    return sorted(told, key=lambda one: (-one[2], one[0]))[:MOST]


def soonest(row: Complaint, promise: promises.Promise, now: datetime) -> tuple[datetime, bool]:
    """By when the next thing is owed to whoever complains, and whether it is late."""
    due = answering.dues(row, promise)
    waits = due.answer if row.acknowledged_at else due.acknowledge
    return waits, waits < now


def _contests(session: Session, agency: str) -> list[tuple[Contest, bool]]:
    """The contests of which it was told and that are still to be opened, and whether it has looked at each."""
    asked = select(Contest, col(Notice.seen_at)).join(Notice, col(Notice.contest) == col(Contest.reference))
    mine = asked.where(col(Notice.agency) == agency, col(Contest.state) == contests.State.ANNOUNCED.value)
    rows = session.execute(mine.order_by(col(Contest.opens_on)))
    return [(row, seen is not None) for row, seen in rows]


HANDLERS = [show]
