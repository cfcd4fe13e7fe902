"""The claims that an officer works on: overdue first, each with its state and what is to happen next."""

from datetime import date, datetime
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from catalog.ground.who import Who
from service import web
from service.access import Permission
from service.casework import clocks, groups, instalments, wages
from service.casework.clocks import Clock
from service.casework.steps import State
from service.casework.wages import Claim
from service.pages import desk, desk_clocks
from service.web import Req, page_get

PAGE = 50


@page_get("/desk/wages", permission=Permission.WAGES_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    by, number = web.who(request), web.page_number(request)
    asked = request.query_params.get("state", "")
    wanted = asked if asked in list(State) else ""
    stuck, now = request.query_params.get("late") == Clock.SUPERVISOR, web.house(request).clock()
    with web.reading(request) as session:
        shown = _numbers(session, by, wanted, now)
        rows = queue(session, by, wanted, number, now=now, stuck=stuck)
        shown |= {"rows": rows, "actions": wages.next_actions(session, rows), "state": wanted, "stuck": stuck}
        shown |= {"number": number, "size": PAGE, "total": shown["waiting"] if stuck else shown["total"]}
        shown |= _beside(session, rows, web.house(request).today)
        return desk.page(request, "desk/claims.html", **shown, **desk_clocks.of_list(session, rows, now))


def _beside(session: Session, rows: list[Claim], today: date) -> dict[str, Any]:
    """Which of them belong to a group, and which wait for an instalment that is late."""
    numbers = [row.reference for row in rows]
    return {"unpaid": instalments.late(session, numbers, today), "together": groups.of(session, numbers)}


def _numbers(session: Session, by: Who, wanted: str, now: datetime) -> dict[str, Any]:
    """What is counted beside the list: each state, all shown, what is overdue, and what waits for a supervisor."""
    counts = by_state(session, by)
    total = counts.get(wanted, 0) if wanted else sum(n for one, n in counts.items() if one != State.CLOSED)
    late, waiting = (
        count(session, by, term) for term in (clocks.is_late(session, now), clocks.for_supervisor(session, now))
    )
    return {"counts": counts, "total": total, "overdue": late, "waiting": waiting}


def by_state(session: Session, by: Who) -> dict[str, int]:
    """How many claims this person sees in each state, in the order of the life cycle."""
    rows = session.execute(select(col(Claim.state), func.count()).where(wages.within(by)).group_by(col(Claim.state)))
    counted = {state: int(n) for state, n in rows}
    return {state.value: counted[state.value] for state in State if state.value in counted}


def queue(session: Session, by: Who, state: str, number: int, *, now: datetime, stuck: bool = False) -> list[Claim]:
    """One page of the claims in a state, of all that are open, or of those that wait for a supervisor: what is late comes
    first, and of it what was due longest ago."""
    wanted = col(Claim.state) == state if state else clocks.is_open()
    mine = and_(wages.within(by), clocks.for_supervisor(session, now) if stuck else wanted)
    # Both halves walk the index in its own order and stop when the page is full; sorted as one they would all be read.
    late, before = case((clocks.is_late(session, now), 1), else_=0), (number - 1) * PAGE
    first = _stretch(session, and_(mine, late == 1), before, PAGE)
    if len(first) == PAGE:
        return first
    lates = before + len(first) if first or not before else count(session, by, and_(mine, late == 1))
    return first + _stretch(session, and_(mine, late == 0), max(before - lates, 0), PAGE - len(first))


def _stretch(session: Session, term: ColumnElement[bool], begin: int, most: int) -> list[Claim]:
    rows = select(Claim).where(term).order_by(col(Claim.due), col(Claim.reference))
    return list(session.execute(rows.limit(most).offset(begin)).scalars())


def count(session: Session, by: Who, term: ColumnElement[bool]) -> int:
    """How many of the claims this person sees are so."""
    return session.execute(select(func.count()).select_from(Claim).where(wages.within(by), term)).scalar() or 0


HANDLERS = [index]
