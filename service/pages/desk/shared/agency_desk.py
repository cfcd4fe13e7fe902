"""An agency's own desk: its licence and the reasons, its deposit, and what waits for it."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing import agencies, deposits, licence_applications, licences, recruiting_rights
from catalog.licensing.agencies import AgencyStatus
from catalog.licensing.deposits import Cover, Deposit
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Licence, Order
from service.casework.employers import agency_scorecard
from service.casework.employers.agency_scorecard import Card
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.pages.desk.shared import agency_tasks, record_documents
from service.pages.desk.shared.agency_tasks import AgencyTasks
from service.web import context, form_actions
from service.web.context import Req, page_get


@page_get("/desk/own", permission=Permission.OWN_OPEN)
def show(request: Req) -> Response[Any]:
    by, app_state = context.actor(request), context.app_state(request)
    number = recruiting_rights.require_agency(by)
    with context.reading(request) as session:
        standing = agencies.status(session, number, app_state.today)
        now, today = app_state.clock(), app_state.today
        shown = OwnAgencyPage(
            tasks=agency_tasks.waiting(session, by, now, today),
            standing=standing,
            card=agency_scorecard.card(session, standing.agency, now, today),
            smallest=agency_scorecard.SMALLEST,
        )
        licence = _licence(session, standing, number, today)
        return form_actions.form_page(request, "desk/shared/own.html", licence, shown)


class OwnAgencyPage(msgspec.Struct, frozen=True):
    """What waits for an agency, its standing, and its card as people see it."""

    tasks: AgencyTasks
    standing: AgencyStatus
    card: Card
    smallest: int


class AgencyLicence(msgspec.Struct, frozen=True):
    """An agency's orders in force, its deposit and its applications for a licence.

    `papers` are the numbers of documents of the orders and applications, by identity.
    """

    orders: list[Order]
    movements: list[Deposit]
    cover: Cover
    petitions: list[Petition]
    applies: bool
    papers: dict[str, int]


def _licence(
    session: Session, standing: agencies.AgencyStatus, number: str, day: date
) -> AgencyLicence:
    orders, petitions = (
        _orders(session, number, day),
        licence_applications.list_for_agency(session, number),
    )
    return AgencyLicence(
        orders=orders,
        movements=deposits.movements(session, number),
        cover=deposits.covers(session, [number], day)[number],
        petitions=petitions,
        papers=record_documents.counts(
            session, RecordKind.APPLICATION, (one.reference for one in petitions)
        )
        | record_documents.counts(session, RecordKind.ORDER, (one.id for one in orders)),
        applies=licence_applications.may_apply(session, standing),
    )


def _orders(session: Session, agency: str, day: date) -> list[Order]:
    """Return the orders in force on the agency's licences of the home register."""
    mine = select(col(Licence.id)).where(
        col(Licence.agency) == agency, col(Licence.country) == licences.HOME
    )
    rows = session.execute(
        select(Order).where(col(Order.licence).in_(mine)).order_by(col(Order.starts_on))
    ).scalars()
    return [row for row in rows if licences.in_force(row, day)]
