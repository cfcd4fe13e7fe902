"""The claims that an officer works on: overdue first, each with its state and what is to happen next."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.ground.who import Who
from service import web
from service.access import Permission
from service.casework import groups, instalments, wages
from service.casework.steps import State
from service.casework.wages import Claim
from service.pages import desk
from service.web import Req, page_get

PAGE = 50


@page_get("/desk/wages", permission=Permission.WAGES_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    by, number = web.who(request), web.page_number(request)
    asked = request.query_params.get("state", "")
    wanted = asked if asked in list(State) else ""
    with web.reading(request) as session:
        counts = by_state(session, by)
        rows = queue(session, by, wanted, number)
        total = counts.get(wanted, 0) if wanted else sum(n for one, n in counts.items() if one != State.CLOSED)
        shown: dict[str, Any] = {"rows": rows, "actions": wages.next_actions(session, rows), "counts": counts}
        shown |= {"total": total, "number": number, "size": PAGE, "state": wanted}
        numbers = [row.reference for row in rows]
        shown["late"] = instalments.late(session, numbers, web.house(request).today)
        shown["together"] = groups.of(session, numbers)
        shown["overdue"] = _overdue(session, by, web.house(request).today)
        return desk.page(request, "desk/claims.html", **shown)


def by_state(session: Session, by: Who) -> dict[str, int]:
    """How many claims this person sees in each state, in the order of the life cycle."""
    rows = session.execute(select(col(Claim.state), func.count()).where(wages.within(by)).group_by(col(Claim.state)))
    counted = {state: int(n) for state, n in rows}
    return {state.value: counted[state.value] for state in State if state.value in counted}


def queue(session: Session, by: Who, state: str, number: int) -> list[Claim]:
    """One page of the claims in a state, or of all that are open, the one due longest ago first."""
    asked = col(Claim.state) == state if state else col(Claim.state) != State.CLOSED.value
    rows = select(Claim).where(wages.within(by), asked).order_by(col(Claim.due), col(Claim.reference))
    return list(session.execute(rows.limit(PAGE).offset((number - 1) * PAGE)).scalars())


def _overdue(session: Session, by: Who, today: date) -> int:
    late = (wages.within(by), col(Claim.state) != State.CLOSED.value, col(Claim.due) < today)
    return session.execute(select(func.count()).select_from(Claim).where(*late)).scalar() or 0


HANDLERS = [index]
