"""The dossier of one agency: licence, orders, deposit, people, inspections, decisions."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredName
from catalog.licensing import (
    agencies,
    branches,
    deposits,
    inspections,
    licence_applications,
    licences,
    owners,
    proposals,
)
from catalog.licensing.agencies import AgencyStatus, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.deposits import Cover, Deposit
from catalog.licensing.inspections import Fine, Inspection, InspectionPoint
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Licence, Order
from catalog.licensing.owners import Owner
from catalog.licensing.proposals import (
    ALLOWED_FROM,
    PETITION_ACTIONS,
    Outcome,
    Proposal,
    ProposedAction,
)
from i18n import N_
from matching.fraud import reborn_agencies
from matching.fraud.reborn_agencies import SimilarAgency
from service.approvals import deposit_requests
from service.casework.claims import wage_claims
from service.casework.evidence.owners import RecordKind
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.licensing import agency_correction_page
from service.pages.desk.shared import desk_page, record_documents, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


class ReversalInput(msgspec.Struct):
    movement: int
    reason: Prose


class NoSuchClaim(Refusal):
    slug = "no-such-claim"
    sentence = N_("There is no wage claim with this number.")


@page_get("/desk/licences/{external_id:str}", permission=Permission.LICENCES_CONFIRM)
def show(request: Req, external_id: FromPath[str]) -> Response[Any]:
    return page(request, external_id)


def _held_licence(standing: AgencyStatus) -> int:
    """Return the number of the licence that counts. Refuses: NotFound."""
    if standing.licence is None or standing.licence.id is None:
        raise NotFound
    return standing.licence.id


def _claim(act: FormAction, number: str) -> str | None:
    """Return the claim that was given, if one was. Refuses: NoSuchClaim."""
    if not number:
        return None
    try:
        return wage_claims.get(act.session, number, by=act.by).reference
    except NotFound as refusal:
        raise NoSuchClaim("claim") from refusal


class AgencyRecord(msgspec.Struct):
    """What the register holds of an agency.

    Each order has whether it is in force; `held` are the licences, `past` the earlier names,
    `barred` the entries of the black list, and `bars` whether each holds, by its number.
    """

    orders: list[tuple[Order, bool]]
    past: list[PastName]
    branches: list[Branch]
    held: list[Licence]
    owners: list[Owner]
    movements: list[Deposit]
    cover: Cover
    fines: list[Fine]
    visits: list[tuple[Inspection, list[InspectionPoint]]]
    barred: list[BarredName]
    bars: dict[int | None, bool]


class AgencyDecisions(msgspec.Struct):
    """The proposals and applications of an agency; `signed` has the proposal of each order.

    `papers` are the numbers of documents of applications, proposals and orders, by their identity.
    """

    proposed: list[Proposal]
    petitions: list[Petition]
    officers: dict[str, str]
    signed: dict[int, Proposal]
    papers: dict[str, int]


class LicencePage(msgspec.Struct):
    """An agency, the agencies and black-listed directors like it, and what may be proposed."""

    standing: AgencyStatus
    alike: list[SimilarAgency]
    named: list[BarredName]
    acts: list[str]
    typed: dict[str, str]


def page(
    request: Req,
    external_id: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the whole dossier. Refuses: NotFound."""
    today, by = context.app_state(request).today, context.actor(request)
    usual = {
        "starts_on": today.isoformat(),
        "deposit_currency": "UZS",
        "fine_currency": "UZS",
    }
    with context.reading(request) as session:
        standing = agencies.status(session, external_id, today)
        record = _record(session, external_id, today)
        decisions = _decisions(session, external_id, [one for one, _ in record.orders])
        alike = reborn_agencies.find_similar(
            session, standing.agency, context.register_cache(request, session).names, today
        )
        names = [standing.agency.director, *(one.name for one in record.owners)]
        shown = LicencePage(
            standing=standing,
            alike=alike,
            named=reborn_agencies.directors_barred(session, names, today),
            acts=_allowed_proposals(standing, decisions.petitions, by),
            typed=usual | (typed or {}),
        )
        return form_actions.form_page(
            request,
            "desk/licensing/licence.html",
            shown,
            record,
            decisions,
            agency_correction_page.history(session, external_id),
            record_requests.of_record(session, external_id),
            refusal=refusal,
        )


def _record(session: Session, number: str, today: date) -> AgencyRecord:
    orders = session.execute(
        select(Order).join(Licence).where(col(Licence.agency) == number)
    ).scalars()
    ordered = sorted(orders, key=lambda one: (one.starts_on, one.id or 0), reverse=True)
    past = session.execute(select(PastName).where(col(PastName.agency) == number)).scalars()
    held = licences.select_not_withdrawn().where(col(Licence.agency) == number)
    barred = blacklist.list_for_firm(session, agency=number)
    return AgencyRecord(
        orders=[(one, licences.in_force(one, today)) for one in ordered],
        past=list(past),
        branches=branches.list_for_agency(session, number),
        held=list(reversed(session.execute(held).scalars().all())),
        owners=owners.list_for_agency(session, number),
        movements=deposits.movements(session, number),
        cover=deposits.covers(session, [number], today)[number],
        fines=inspections.fines(session, number),
        visits=inspections.list_for_agency(session, number),
        barred=barred,
        bars={one.id: blacklist.holds(one, today) for one in barred},
    )


def _decisions(session: Session, number: str, orders: list[Order]) -> AgencyDecisions:
    rows = proposals.list_for_agency(session, number)
    petitions = licence_applications.list_for_agency(session, number)
    officers = {account for row in rows for account in (row.proposed_by, row.decided_by)}
    return AgencyDecisions(
        proposed=rows,
        petitions=petitions,
        officers=desk_page.officer_names(session, officers),
        signed=proposals_by_order(rows),
        papers=record_documents.counts(
            session, RecordKind.PROPOSAL, (one.reference for one in rows)
        )
        | record_documents.counts(
            session, RecordKind.APPLICATION, (one.reference for one in petitions)
        )
        | record_documents.counts(session, RecordKind.ORDER, (one.id for one in orders)),
    )


def proposals_by_order(rows: list[Proposal]) -> dict[int, Proposal]:
    """Return the proposal that made each order, by the order's number.

    The proposal has the names of both officers.
    """
    made = [
        row
        for row in rows
        if row.order and row.act != ProposedAction.LIFT and row.outcome != Outcome.SENT_BACK
    ]
    return {row.order: row for row in reversed(made) if row.order}


def _allowed_proposals(standing: AgencyStatus, petitions: list[Petition], by: Actor) -> list[str]:
    """Return what this officer may propose now."""
    if not access.allows(by, Permission.LICENCES_WRITE):
        return []
    waits = any(one.outcome == licence_applications.Outcome.WAITING for one in petitions)
    return [
        act.value
        for act, states in ALLOWED_FROM.items()
        if standing.state in states and (waits or act not in PETITION_ACTIONS)
    ]


# A form of the dossier of an agency.
post = partial(
    form_actions.post,
    back="/desk/licences/{external_id}",
    find=lambda act, external_id: agencies.status(act.session, external_id, act.day),
    redraw=page,
    versioned=False,
    reads=Permission.LICENCES_CONFIRM,
)


@post(
    "/desk/licences/{external_id:str}/deposits",
    permission=Permission.LICENCES_WRITE,
    part="deposit_",
    done=N_("The movement of money is recorded."),
)
def deposit(act: FormAction, standing: AgencyStatus) -> Answer:
    """Record money paid in, or ask a second person for money that is to leave the deposit."""
    typed = forms.with_minor_units(act.typed, "amount", "currency")
    if typed.get("movement") == deposits.Movement.PUT_UP:
        _pay_in(act, standing, typed)
    elif typed.get("movement") in (deposits.Movement.DRAWN, deposits.Movement.GIVEN_BACK):
        new_withdrawal = forms.read(deposits.NewWithdrawal, typed)
        # Money returned to the agency was not withdrawn for a claim.
        drawn = new_withdrawal.movement is deposits.Movement.DRAWN
        new_withdrawal.claim = (
            _claim(act, (new_withdrawal.claim or "").strip().upper()) if drawn else None
        )
        deposit_requests.request_withdrawal(
            act.session, _held_licence(standing), new_withdrawal, by=act.by, on=act.on
        )
        return {"done": N_("The request is sent. A second person will decide.")}
    else:
        raise forms.MissingAnswer("movement")
    return {}


def _pay_in(act: FormAction, standing: AgencyStatus, typed: dict[str, Any]) -> None:
    asked = {name: typed.get(name, "") for name in ("bank", "amount", "currency", "number")}
    put = forms.read(deposits.NewDeposit, asked)
    cover = deposits.covers(act.session, [standing.agency.external_id], act.day)[
        standing.agency.external_id
    ]
    more = put.amount if put.currency == cover.currency else 0
    whole = cover.needed is not None and cover.stands + more >= cover.needed
    put.complete = whole or (cover.needed is None and typed.get("complete") == "yes")
    deposits.deposit(act.session, _held_licence(standing), put, by=act.by, on=act.on)


@post(
    "/desk/licences/{external_id:str}/reversals",
    permission=Permission.LICENCES_WRITE,
    part="reversal_",
    done=N_("The request is sent. A second person will decide."),
)
def reverse(act: FormAction, standing: AgencyStatus) -> None:
    """Ask a second person to reverse a movement of the deposit."""
    wish = act.read(ReversalInput)
    agency = standing.agency.external_id
    deposit_requests.request_reversal(
        act.session, agency, wish.movement, wish.reason, by=act.by, on=act.on
    )
