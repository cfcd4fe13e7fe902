"""The worker's own journey: visa, travel, and the checklist to tick before departure."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.vacancies.vacancies import Vacancy
from matching.applications import state_machine
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.contracts import contracts
from matching.contracts.contracts import Contract
from matching.journey import pre_departure
from matching.journey.pre_departure import WORKER_ITEMS, Item, Preparation
from matching.placements.placements import Placement
from service.accounts import Account
from service.infra.access import Permission
from service.pages.account import my_contract
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class ChecklistInput(msgspec.Struct):
    family: bool


@page_get("/me/applications/{number:str}/road", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number)


@page_post("/me/applications/{number:str}/road", permission=Permission.ME_OPEN)
def tick(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    return my_contract.run_action(request, lang, number, data, "road", _tick, _page)


def _tick(act: FormAction, row: Application) -> None:
    items = {one for one in WORKER_ITEMS if act.typed.get(one.value)}
    family = act.read(ChecklistInput).family
    pre_departure.tick(act.session, row, items, family, by=act.by, on=act.on)


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = my_contract.find_application(request, session, number)
        journey = _journey(session, row)
        kept = journey.kept
        known = dict.fromkeys(kept.done.split() if kept else [], "1")
        known |= {"family": "" if kept is None or kept.family is None else str(int(kept.family))}
        return form_actions.form_page(
            request,
            "account/journey.html",
            journey,
            refusal=refusal,
            row=row,
            typed=known if typed is None else typed,
            about=journey.vacancy.country,
        )


class Journey(msgspec.Struct, frozen=True):
    """The state of the journey, the name of the officer responsible, and the worker's tasks.

    `items` are the worker's own tasks, `others` those of the agency and the officers.
    """

    vacancy: Vacancy
    contract: Contract | None
    kept: Preparation | None
    items: Sequence[Item]
    others: Sequence[Item]
    going: bool
    placed: Placement | None
    officer: str
    leaving: bool


def _journey(session: Session, row: Application) -> Journey:
    vacancy, contract = (
        session.get_one(Vacancy, row.vacancy),
        contracts.for_application(session, row),
    )
    officer = session.get(Account, contract.officer) if contract and contract.officer else None
    steps = state_machine.STEPS
    return Journey(
        vacancy=vacancy,
        contract=contract,
        kept=pre_departure.for_application(session, row),
        items=WORKER_ITEMS,
        others=[one for one in Item if one not in WORKER_ITEMS],
        going=At(row.state) in state_machine.BEFORE_DEPARTURE,
        placed=session.get(Placement, row.placement) if row.placement else None,
        officer=officer.name if officer else "",
        leaving=At(row.state) in steps["depart"].sources | steps["arrive"].sources,
    )
