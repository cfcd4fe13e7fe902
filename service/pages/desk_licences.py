"""Licences at the desk: suspended or put under surveillance for a reason and a time, and let go again."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog import agencies, licences
from catalog.agencies import Agency
from catalog.ground.refusals import NotFound, Refusal
from catalog.licences import NewOrder, Order, OrderKind
from i18n import N_
from i18n.scripts import fold
from service import entrance, forms, web
from service.access import Permission
from service.pages import desk
from service.web import Form, Req, page_get, page_post

MOST = 50
# What one officer may order; revoking is for the authority or court that granted the licence.
KINDS = (OrderKind.SUSPEND, OrderKind.SURVEIL)


class NotHere(Refusal):
    sentence = N_("Only a suspension or surveillance can be ordered here.")


@page_get("/desk/licences", permission=Permission.LICENCES_WRITE)
def index(request: Req, lang: FromPath[str], q: FromQuery[str] = "") -> Response[Any]:
    web.of_address(lang)
    typed = q.strip()[:128]
    with web.reading(request) as session:
        asked = select(Agency).where(col(Agency.country) == licences.HOME)
        if typed:
            named = col(Agency.key).contains(fold(typed), autoescape=True)
            asked = asked.where(or_(named, col(Agency.external_id) == typed))
        rows = session.execute(asked.order_by(col(Agency.name)).limit(MOST)).scalars()
        found = agencies.standings(session, rows, web.house(request).today)
        return desk.page(request, "desk/licences.html", found=found, q=typed)


@page_get("/desk/licences/{external_id:str}", permission=Permission.LICENCES_WRITE)
def show(request: Req, lang: FromPath[str], external_id: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _page(request, external_id, {}, None)


@page_post("/desk/licences/{external_id:str}/orders", permission=Permission.LICENCES_WRITE)
def order(request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    key = str(data.pop("once", ""))
    try:
        told = forms.read(NewOrder, data)
        with web.writing(request) as session:
            web.done_by_form(request, session, key, data, lambda: _ordered(request, session, external_id, told))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, external_id, data, refusal)
    return web.see_other(f"/{lang}/desk/licences/{external_id}")


@page_post("/desk/licences/{external_id:str}/orders/{number:int}/lift", permission=Permission.LICENCES_WRITE)
def lift(request: Req, lang: FromPath[str], external_id: FromPath[str], number: FromPath[int]) -> Response[Any]:
    web.of_address(lang)
    house = web.house(request)
    with web.writing(request) as session:
        held = _licence(session, external_id, house.today)
        mine = next((one for one in _orders(session, held) if one.id == number), None)
        if mine is None:
            raise NotFound
        if licences.in_force(mine, house.today):
            licences.lift(session, number, by=web.who(request), on=house.clock())
    return web.see_other(f"/{lang}/desk/licences/{external_id}")


def _ordered(request: Req, session: Session, external_id: str, told: NewOrder) -> dict[str, Any]:
    if told.kind not in KINDS:
        raise NotHere("kind")
    house = web.house(request)
    held = _licence(session, external_id, house.today)
    row = licences.order(session, held, told, by=web.who(request), on=house.clock())
    return {"order": row.id}


def _licence(session: Session, external_id: str, today: Any) -> int:
    """The licence of an agency that counts today. Refuses: NotFound."""
    held = agencies.standing(session, external_id, today).licence
    if held is None or held.id is None:
        raise NotFound
    return held.id


def _orders(session: Session, licence: int) -> list[Order]:
    rows = (
        select(Order).where(col(Order.licence) == licence).order_by(col(Order.starts_on).desc(), col(Order.id).desc())
    )
    return list(session.execute(rows).scalars())


def _page(request: Req, external_id: str, typed: dict[str, Any], refusal: Refusal | None) -> Response[Any]:
    today = web.house(request).today
    with web.reading(request) as session:
        standing = agencies.standing(session, external_id, today)
        orders = _orders(session, standing.licence.id) if standing.licence and standing.licence.id else []
        shown = [(one, licences.in_force(one, today)) for one in orders]
        return desk.page(
            request, "desk/licence.html", status=entrance.status_of(request, refusal), standing=standing, orders=shown,
            typed={"starts_on": today.isoformat()} | typed, errors=forms.by_field(refusal),
        )  # fmt: skip


HANDLERS = [index, show, order, lift]
