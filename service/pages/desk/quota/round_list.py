"""Rounds of quota places at the desk: the list, and a new one."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode
from catalog.reference import countries
from i18n import N_, NP_
from matching.quota import entries, rounds
from matching.quota.rounds import NewRound, SeatRound, Size, State
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import list_choices, list_columns
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link
from service.web.lists.list_view import Column, FilterField, ListView, Query, Reading


class Filter(msgspec.Struct, frozen=True):
    """The filter of the rounds, as in the address."""

    state: State | None = None
    country: CountryCode | None = None
    q: queries.Word = ""


class RoundRow(list_columns.RecordRow, frozen=True):
    """A round with its size and how many people entered."""

    row: SeatRound
    size: Size
    entered: int


def _terms(_reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return [
        *queries.equals(SeatRound, asked, "state", "country"),
        *([queries.contains(SeatRound.title, asked.q)] if asked.q else []),
    ]


def _facts(reading: Reading, rows: list[SeatRound]) -> list[RoundRow]:
    numbers = [row.reference for row in rows]
    sizes = rounds.sizes(reading.session, numbers)
    many = entries.count_by_round(reading.session, numbers)
    return [
        RoundRow(row, sizes.get(row.reference, Size()), many.get(row.reference, 0)) for row in rows
    ]


ROUNDS = ListView(
    name="rounds",
    path="/desk/seats",
    permission=Permission.SEATS_RUN,
    title=N_("Quota rounds"),
    counted=NP_("%(num)s round", "%(num)s rounds"),
    filter=Filter,
    order="-opens",
    query=Query(rows=select(SeatRound), key=(col(SeatRound.reference),), terms=_terms),
    facts=_facts,
    choices=list_choices.by_country,
    template="desk/quota/seats.html",
    fields=(
        FilterField(name="state", label=N_("Status"), labels="seat_round", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="q", label=N_("Title"), kind="text", usual=True),
    ),
    columns=(
        Column(
            key="title",
            label=N_("Round"),
            cell=lambda one: Link(one.row.title, f"/desk/seats/{one.row.reference}"),
            order=(col(SeatRound.title),),
        ),
        list_columns.country(col(SeatRound.country)),
        Column(
            key="opens",
            label=N_("Open from"),
            cell=lambda one: one.row.opens_on,
            order=(col(SeatRound.opens_on),),
        ),
        Column(
            key="closes",
            label=N_("Open until"),
            cell=lambda one: one.row.closes_on,
            order=(col(SeatRound.closes_on),),
        ),
        Column(
            key="vacancies",
            label=N_("Vacancies"),
            cell=lambda one: one.size.vacancies,
            is_number=True,
        ),
        Column(key="seats", label=N_("Places"), cell=lambda one: one.size.seats, is_number=True),
        Column(
            key="entered",
            label=N_("People who entered"),
            cell=lambda one: one.entered,
            is_number=True,
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("seat_round", one.row.state),
            order=(col(SeatRound.state), col(SeatRound.opens_on)),
        ),
        list_columns.reference(col(SeatRound.reference)),
    ),
)


@page_get("/desk/seats", permission=Permission.SEATS_RUN)
def index(request: Req) -> Response[Any]:
    return listing.show(request, ROUNDS)


@page_get("/desk/seats/new", permission=Permission.SEATS_RUN)
def show_form(request: Req) -> Response[Any]:
    return _form(request, {}, None)


class NewRoundPage(msgspec.Struct, frozen=True):
    typed: dict[str, str]
    codes: list[str]


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        codes = countries.destinations(session)
    typed = {"opens_on": context.app_state(request).today.isoformat()} | typed
    shown = NewRoundPage(typed, codes)
    return form_actions.form_page(request, "desk/quota/seat_new.html", shown, refusal=refusal)


@form_actions.post(
    "/desk/seats", permission=Permission.SEATS_RUN, back="/desk/seats/{reference}", redraw=_form
)
def open_round(act: FormAction) -> Answer:
    """Open a round, which makes the commitment of its lottery public."""
    new_round = act.read(NewRound)
    row = rounds.open_(act.session, new_round, by=act.by, on=act.on, day=act.day)
    return {"reference": row.reference}
