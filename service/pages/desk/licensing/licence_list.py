"""Licences at the desk: agencies of the home register, by state or name in any script."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from litestar import Response
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.licensing import agencies, deposits, licence_applications, licences, proposals
from catalog.licensing.agencies import Agency, AgencyStatus
from catalog.licensing.deposits import Cover
from i18n import N_, NP_
from i18n.scripts import fold
from matching.identity.name_matching import Names
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.lists import list_cells, listing
from service.web.lists.list_cells import Cell, Labelled, Link, Money, Reference, Sentence, Stamp
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    KnownRows,
    ListView,
    QuickFilter,
    Reading,
)

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


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address; `q` is a name, a number or a telephone."""

    q: Annotated[str, msgspec.Meta(max_length=128)] = ""
    state: ListFilter | None = None
    valid_until: date | None = None


class Line(msgspec.Struct, frozen=True):
    """One agency of the list, with what waits for it and its deposit.

    `place` is greater than zero for names that are only similar to a searched one.
    """

    standing: AgencyStatus
    marks: frozenset[ListFilter]
    cover: Cover
    place: int

    @property
    def reference(self) -> str:
        return quote(self.standing.agency.external_id, safe="")

    @property
    def number(self) -> str:
        licence = self.standing.licence
        return licence.number if licence else ""


class LicencesPage(msgspec.Struct, frozen=True):
    """How many proposals wait for a second signature of the reader."""

    waits: int


def _find(reading: Reading, asked: Filter) -> list[Line]:
    until = asked.valid_until
    return [
        row
        for row in _lines(reading, asked.q)
        if (
            asked.state is None
            or asked.state in row.marks
            or asked.state.value == row.standing.state.value
        )
        and (
            until is None or (row.standing.valid_to is not None and row.standing.valid_to <= until)
        )
    ]


def _lines(reading: Reading, text: str) -> list[Line]:
    """Return the agencies that a text finds, which are read once for a page."""

    def read() -> list[Line]:
        session = reading.session
        names = context.register_cache(reading.request, session).names if text else Names(())
        return lines(session, text, names, listing.today(reading))

    return reading.once("searched", read, text)


def lines(session: Session, text: str, names: Names, today: date) -> list[Line]:
    """Return the agencies that a text finds; similar names come after what is meant."""
    rows = find_agencies(session, text, names)
    meant = find_agencies(session, text, names, similar=False) if text.strip() else rows
    found = agencies.statuses(session, rows, today)
    covers = deposits.covers(session, [one.agency.external_id for one in found], today)
    applied = {one.agency for one in licence_applications.list_waiting(session)}
    proposed = {one.agency for one in proposals.list_waiting(session)}
    made = []
    for place, one in enumerate(found, 1 - len(meant)):
        number = one.agency.external_id
        guaranteed = one.licence is not None and one.licence.granted_on and one.state in _GUARANTEED
        values = {
            ListFilter.PETITION: number in applied,
            ListFilter.PROPOSED: number in proposed,
            ListFilter.BARRED: one.barred,
            ListFilter.BELOW: bool(guaranteed) and covers[number].below,
        }
        marks = frozenset(mark for mark, holds in values.items() if holds)
        made.append(Line(one, marks, covers[number], max(place, 0)))
    return made


# The colours of the states of a licence; those of the others are "no".
_COLOURS = {
    licences.State.VALID: "",
    licences.State.STATE_PROGRAMME: "",
    licences.State.EXPIRING: "soon",
    licences.State.SURVEILLANCE: "soon",
    licences.State.APPLIED: "soon",
    licences.State.GRANTED_NOT_ACTIVE: "soon",
}
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


# The marks in their order, with their colours.
_MARKS = {
    ListFilter.BARRED: "no",
    ListFilter.BELOW: "soon",
    ListFilter.PROPOSED: "soon",
    ListFilter.PETITION: "soon",
}


def _marks(one: Line) -> Cell:
    return tuple(
        Stamp(Labelled("sifted", mark.value), colour)
        for mark, colour in _MARKS.items()
        if mark in one.marks
    )


def _deposit(one: Line) -> Cell:
    return Money(one.cover.stands, one.cover.currency) if one.cover.stands else None


def _label(one: ListFilter) -> Labelled:
    return Labelled("sifted" if one in _MARKS else "licence_state", one.value)


def _choices(reading: Reading, _asked: Filter) -> Choices:
    return {
        "state": [(one.value, list_cells.data(_label(one), reading.reader)) for one in ListFilter]
    }


def _notes(reading: Reading, _asked: Filter, _rows: list[Any]) -> LicencesPage:
    return LicencesPage(waits=proposals.count_waiting(reading.session, by=reading.by))


LICENCES = ListView(
    name="licences",
    path="/desk/licences",
    permission=Permission.LICENCES_CONFIRM,
    title=N_("Licences"),
    counted=NP_("%(num)s agency", "%(num)s agencies"),
    filter=Filter,
    order="name",
    query=KnownRows(find=_find),
    choices=_choices,
    extra=_notes,
    template="desk/licensing/licences.html",
    quick=(
        QuickFilter(Sentence(N_("All")), {}),
        *(
            QuickFilter(_label(one), {"state": one})
            for one in (
                ListFilter.PETITION,
                ListFilter.PROPOSED,
                ListFilter.BELOW,
                ListFilter.BARRED,
                ListFilter.EXPIRING,
                ListFilter.SUSPENDED,
            )
        ),
    ),
    fields=(
        FilterField(
            name="q",
            label=N_("Name, licence number, tax number or telephone number"),
            kind="search",
            usual=True,
        ),
        FilterField(name="state", label=N_("Agencies to show"), empty=N_("All"), usual=True),
        FilterField(name="valid_until", label=N_("Valid until this date or earlier"), kind="date"),
    ),
    columns=(
        Column(
            key="name",
            label=N_("Agency"),
            cell=lambda one: Link(one.standing.agency.name, f"/desk/licences/{one.reference}"),
            order=(lambda row: row.place, lambda row: row.standing.agency.key),
        ),
        Column(
            key="number",
            label=N_("Licence number"),
            cell=lambda one: Reference(one.number) if one.number else None,
            order=(lambda row: row.number or None,),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Stamp(
                Labelled("licence_state", one.standing.state.value),
                _COLOURS.get(one.standing.state, "no"),
            ),
            order=(lambda row: row.standing.state.value, lambda row: row.standing.agency.key),
        ),
        Column(
            key="valid",
            label=N_("Valid until"),
            cell=lambda one: one.standing.valid_to,
            order=(lambda row: row.standing.valid_to,),
        ),
        Column(key="marks", label=N_("To be noted"), cell=_marks),
        Column(
            key="deposit",
            label=N_("Deposit"),
            cell=_deposit,
            is_number=True,
            usual=False,
        ),
        Column(
            key="tax_no",
            label=N_("Tax number"),
            cell=lambda one: Reference(one.standing.agency.tax_no),
            usual=False,
        ),
        Column(
            key="director",
            label=N_("Director"),
            cell=lambda one: one.standing.agency.director,
            usual=False,
        ),
        Column(
            key="phone",
            label=N_("Telephone"),
            cell=lambda one: one.standing.agency.phone,
            usual=False,
        ),
        Column(
            key="reference",
            label=N_("Number in the register"),
            cell=lambda one: Reference(one.standing.agency.external_id),
            order=(lambda row: row.standing.agency.external_id,),
        ),
    ),
)


@page_get("/desk/licences", permission=Permission.LICENCES_CONFIRM)
def index(request: Req) -> Response[Any]:
    return listing.show(request, LICENCES)
