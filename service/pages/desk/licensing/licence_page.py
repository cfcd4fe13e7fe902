"""The dossier of one agency at the desk: licence, orders, deposit, people, inspections, and what was ever decided about it."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal
from catalog.employers import blacklist
from catalog.licensing import agencies, deposits, inspections, licence_applications, licences, owners, proposals
from catalog.licensing.agencies import Agency, PastName, Standing
from catalog.licensing.branches import Branch
from catalog.licensing.licences import Licence, Order
from catalog.licensing.proposals import FROM, PETITIONED, Act, Outcome, Proposal
from i18n import N_
from matching.fraud import reborn_agencies
from service.casework.claims import wage_claims
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post


class NoSuchClaim(Refusal):
    slug = "no-such-claim"
    sentence = N_("There is no wage claim of this number.")


class Doing(msgspec.Struct):
    """A deed on an agency as a form tells it: what was typed, and in whose name it is done."""

    session: Session
    agency: Agency
    licence: Licence | None
    typed: dict[str, Any]
    by: Who
    house: House

    @property
    def held(self) -> int:
        """The number of the licence that counts. Refuses: NotFound."""
        if self.licence is None or self.licence.id is None:
            raise NotFound
        return self.licence.id


Deed = Callable[[Doing], object]


@page_get("/desk/licences/{external_id:str}", permission=Permission.LICENCES_CONFIRM)
def show(request: Req, lang: FromPath[str], external_id: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return page(request, external_id)


@page_post("/desk/licences/{external_id:str}/deposits", permission=Permission.LICENCES_WRITE)
def deposit(request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, external_id, data, "deposit_", _deposit)


def done(
    request: Req, lang: str, external_id: str, data: dict[str, Any], part: str, deed: Deed, back: str = ""
) -> Response[Any]:
    """Does a deed once and goes back to the dossier; refused, the page keeps what was typed in that part of it."""
    context.of_address(lang)
    access.require(context.who(request), Permission.LICENCES_CONFIRM)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    key = typed.pop("once", "")

    def act() -> dict[str, Any]:
        deed(at_hand(request, session, external_id, forms.fields_under(part, typed)))
        return {"agency": external_id}

    try:
        with context.writing(request) as session, forms.errors_under(part):
            context.done_by_form(request, session, key, typed, act)
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return page(request, external_id, typed, refusal)
    return context.see_other(f"/{lang}/desk/licences/{external_id}{back}")


def at_hand(request: Req, session: Session, external_id: str, typed: dict[str, Any]) -> Doing:
    """Refuses: NotFound."""
    house = context.house(request)
    standing = agencies.standing(session, external_id, house.today)
    return Doing(session, standing.agency, standing.licence, typed, context.who(request), house)


def _deposit(doing: Doing) -> None:
    typed, on = forms.minor(doing.typed, "amount", "currency"), doing.house.clock()
    if typed.get("movement") in (deposits.Movement.DRAWN, deposits.Movement.GIVEN_BACK):
        told = forms.read(deposits.NewDraw, typed)
        # What is given back to the agency was drawn for nobody.
        drawn = told.movement is deposits.Movement.DRAWN
        told.claim = _claim(doing, (told.claim or "").strip().upper()) if drawn else None
        deposits.draw(doing.session, doing.held, told, by=doing.by, on=on)
        return
    asked = {name: typed.get(name, "") for name in ("bank", "amount", "currency", "number")}
    put = forms.read(deposits.NewDeposit, asked)
    cover = deposits.covers(doing.session, [doing.agency.external_id], doing.house.today)[doing.agency.external_id]
    more = put.amount if put.currency == cover.currency else 0
    whole = cover.needed is not None and cover.stands + more >= cover.needed
    put.complete = whole or (cover.needed is None and typed.get("complete") == "yes")
    deposits.deposit(doing.session, doing.held, put, by=doing.by, on=on)


def _claim(doing: Doing, number: str) -> str | None:
    """The claim that was named, if one was. Refuses: NoSuchClaim."""
    if not number:
        return None
    try:
        return wage_claims.get(doing.session, number, by=doing.by).reference
    except NotFound as refusal:
        raise NoSuchClaim("claim") from refusal


def page(
    request: Req, external_id: str, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """The whole dossier. Refuses: NotFound."""
    house, by = context.house(request), context.who(request)
    usual = {"starts_on": house.today.isoformat(), "deposit_currency": "UZS", "fine_currency": "UZS"}
    with context.reading(request) as session:
        standing = agencies.standing(session, external_id, house.today)
        facts = _record(session, standing, house.today) | _decided(session, external_id)
        facts["alike"] = reborn_agencies.found(
            session, standing.agency, context.shelf(request, session).names, house.today
        )
        names = [standing.agency.director, *(one.name for one in facts["owners"])]
        facts["named"] = reborn_agencies.directors_barred(session, names, house.today)
        return desk_page.page(
            request, "desk/licensing/licence.html", status=auth_middleware.status_of(request, refusal), standing=standing,
            acts=_acts(standing, facts, by), typed=usual | (typed or {}), errors=forms.by_field(refusal), **facts,
        )  # fmt: skip


def _record(session: Session, standing: Standing, today: Any) -> dict[str, Any]:
    """What the register holds of an agency."""
    number = standing.agency.external_id
    orders = session.execute(select(Order).join(Licence).where(col(Licence.agency) == number)).scalars()
    ordered = sorted(orders, key=lambda one: (one.starts_on, one.id or 0), reverse=True)
    told: dict[str, Any] = {"orders": [(one, licences.in_force(one, today)) for one in ordered]}
    for name, table in (("past", PastName), ("branches", Branch)):
        told[name] = list(session.execute(select(table).where(col(table.agency) == number)).scalars())
    held = session.execute(licences.held().where(col(Licence.agency) == number)).scalars()
    told["held"] = list(reversed(held.all()))
    told |= {"owners": owners.of(session, number), "movements": deposits.movements(session, number)}
    told |= {"cover": deposits.covers(session, [number], today)[number], "fines": inspections.fines(session, number)}
    told |= {"visits": inspections.of(session, number), "barred": blacklist.about(session, agency=number)}
    return told | {"bars": {one.id: blacklist.holds(one, today) for one in told["barred"]}}


def _decided(session: Session, number: str) -> dict[str, Any]:
    """What was applied for and proposed, and by whom."""
    rows = proposals.of(session, number)
    told: dict[str, Any] = {"proposed": rows, "petitions": licence_applications.of(session, number)}
    people = {who for row in rows for who in (row.proposed_by, row.decided_by)}
    return told | {"officers": desk_page.names(session, people), "signed": signatures(rows)}


def signatures(rows: list[Proposal]) -> dict[int, Proposal]:
    """By the number of an order: the proposal that made it, with its two names."""
    made = [row for row in rows if row.order and row.act != Act.LIFT and row.outcome != Outcome.SENT_BACK]
    return {row.order: row for row in reversed(made) if row.order}


def _acts(standing: Standing, facts: dict[str, Any], by: Who) -> list[str]:
    """What this officer may propose now."""
    if not access.allows(by, Permission.LICENCES_WRITE):
        return []
    waits = any(one.outcome == licence_applications.Outcome.WAITING for one in facts["petitions"])
    return [act.value for act, states in FROM.items() if standing.state in states and (waits or act not in PETITIONED)]


HANDLERS = [show, deposit]
