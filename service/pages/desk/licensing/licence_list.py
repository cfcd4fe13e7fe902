"""Licences at the desk: agencies of the home register, by state or name in any script."""

import re
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from litestar import Response
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.licensing import agencies, deposits, licence_applications, licences, proposals
from catalog.licensing.agencies import Agency, AgencyStatus
from i18n.scripts import fold
from matching.identity.name_matching import Names
from service.infra.access import Permission
from service.input import listing
from service.web import context
from service.web.context import Req, page_get

PAGE = 50
# The most similar names shown after exact ones, and the least score of such a name.
NEAR, LEAST = 8, 60


class ListFilter(StrEnum):
    """What the list can be filtered by: the state of a licence, or what waits there."""

    PETITION = "petition"
    PROPOSED = "proposed"
    BELOW = "below"
    BARRED = "barred"
    APPLIED = "applied"
    GRANTED_NOT_ACTIVE = "granted_not_active"
    VALID = "valid"
    EXPIRING = "expiring"
    SURVEILLANCE = "surveillance"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    SURRENDERED = "surrendered"
    REFUSED = "refused"
    NONE = "none"


class Filter(msgspec.Struct):
    q: Annotated[str, msgspec.Meta(max_length=128)] = ""
    state: ListFilter | None = None


class Line(msgspec.Struct):
    """One agency of the list, with what waits for it."""

    standing: AgencyStatus
    marks: frozenset[ListFilter]


class LicencesPage(msgspec.Struct):
    rows: list[Line]
    total: int
    number: int
    typed: dict[str, str]
    query: str
    waits: int


@page_get("/desk/licences", permission=Permission.LICENCES_CONFIRM)
def index(request: Req) -> Response[Any]:
    asked, errors = listing.read(Filter, request.query_params)
    number = context.page_number(request)
    with context.reading(request) as session:
        names = context.register_cache(request, session).names if asked.q else Names(())
        rows = lines(session, asked, names, context.app_state(request).today)
        shown = LicencesPage(
            rows=rows[(number - 1) * PAGE : number * PAGE],
            total=len(rows),
            number=number,
            typed=listing.form_values_as_typed(asked, request.query_params),
            query=listing.query_string(asked),
            waits=proposals.count_waiting(session, by=context.actor(request)),
        )
        states = [one.value for one in ListFilter]
        return context.page(
            request, "desk/licensing/licences.html", shown, errors=errors, size=PAGE, states=states
        )


def lines(session: Session, asked: Filter, names: Names, today: Any) -> list[Line]:
    """Return the matching agencies by name; exact matches of a search come first."""
    found = agencies.statuses(session, find_agencies(session, asked.q, names), today)
    covers = deposits.covers(session, [one.agency.external_id for one in found], today)
    applied = {one.agency for one in licence_applications.list_waiting(session)}
    proposed = {one.agency for one in proposals.list_waiting(session)}
    rows = []
    for one in found:
        number = one.agency.external_id
        cover = covers[number]
        guaranteed = one.licence is not None and one.licence.granted_on and one.state in _GUARANTEED
        values = {
            ListFilter.PETITION: number in applied,
            ListFilter.PROPOSED: number in proposed,
            ListFilter.BARRED: one.barred,
            ListFilter.BELOW: bool(guaranteed) and cover.below,
        }
        rows.append(Line(one, frozenset(mark for mark, holds in values.items() if holds)))
    return [
        row
        for row in rows
        if asked.state is None
        or asked.state in row.marks
        or asked.state.value == row.standing.state.value
    ]


# The states of a licence in which its deposit must be complete.
_GUARANTEED = (licences.ACTIVE_STATES - {licences.State.STATE_PROGRAMME}) | {
    licences.State.GRANTED_NOT_ACTIVE,
    licences.State.SUSPENDED,
}


def find_agencies(
    session: Session, text: str, names: Names, *, limit: int | None = None, similar: bool = True
) -> list[Agency]:
    """Return the agencies of the home register by name or number; all if nothing was typed.

    With `similar`, those of similar names follow.
    """
    home = select(Agency).where(col(Agency.country) == licences.HOME).order_by(col(Agency.name))
    home = home.limit(limit)
    typed = text.strip()
    if not typed:
        return list(session.execute(home).scalars())
    exact, near = (
        names.exact(typed),
        [one.id for one in names.suggest(typed, NEAR) if one.score >= LEAST] if similar else [],
    )
    terms = [
        col(Agency.key).contains(fold(typed), autoescape=True),
        col(Agency.external_id).in_([typed, *exact]),
    ]
    if re.fullmatch("[0-9 ]{9,11}", typed):
        terms.append(col(Agency.tax_no) == typed.replace(" ", ""))
    meant = list(session.execute(home.where(or_(*terms))).scalars())
    known = {one.external_id for one in meant}
    if exact or not similar:
        return meant
    others = session.execute(
        home.where(col(Agency.external_id).in_([one for one in near if one not in known]))
    )
    return meant + sorted(others.scalars(), key=lambda one: near.index(one.external_id))
