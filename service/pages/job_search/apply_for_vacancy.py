"""Applying for a vacancy: what fits, papers to show, what the recruiter will see, and consent."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications, consents, transitions
from matching.applications.applications import Application, State
from matching.identity.persons import Citizen
from matching.profiles import profile_edits, profiles
from matching.profiles.profiles import PaperRow, TongueRow, TradeRow
from matching.scoring import score
from matching.scoring.eligibility import Gate, GateResult
from matching.scoring.score import ScoreBreakdown
from matching.search.search_results import Item, items
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class ByRound(Refusal):
    slug = "by-round"
    sentence = N_(
        "Places for this job are allocated in a round, by points and by draw. Enter the round"
        " instead."
    )


class ConsentInput(msgspec.Struct):
    """Consent that the recruiter may see the person's name and phone number."""

    consent: bool


@page_get("/me/apply/{number:str}", permission=Permission.ME_OPEN)
def show_form(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Show the check page before an application; nothing is stored yet.

    Refuses: NotFound for a vacancy that is not open today.
    """
    account_page.require_citizen(request)
    with context.reading(request) as session:
        begun = applications.find_open(
            session, account_page.current_person(request, session), number
        )
    if begun and begun.state != State.DRAFT:
        return context.see_other(f"/{lang}/me/applications/{begun.reference}")
    return _page(request, number, {"consent": "true"} if begun and begun.consent else {})


class ApplyPage(msgspec.Struct, frozen=True):
    row: Vacancy
    item: Item
    trade_names: dict[str, Occupation]
    typed: dict[str, str]


class OwnScore(msgspec.Struct, frozen=True):
    """The best score, failed gates, gates to prove on paper, and the profile's lists."""

    sheet: ScoreBreakdown | None
    shut: list[Gate]
    to_show: list[str]
    rule: str
    own_trades: list[TradeRow]
    own_tongues: list[TongueRow]
    own_papers: list[PaperRow]


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        row, person = (
            vacancies.get_shown(session, number, today),
            account_page.current_person(request, session),
        )
        shelf = context.register_cache(request, session)
        names, item = shelf.occupations, items(session, shelf, [number], today)[0]
        return form_actions.form_page(
            request,
            "account/apply.html",
            ApplyPage(row, item, names, typed),
            _own_score(session, person, row, today),
            refusal=refusal,
        )


def _own_score(session: Session, person: Citizen, row: Vacancy, day: date) -> OwnScore:
    own = person.reference
    sheets = applications.score_breakdowns(session, own, row.reference, day)
    sheet = sheets[0] if sheets else None
    to_show = (
        [gate.value for gate, held in sheet.gates.items() if held is GateResult.TO_CHECK]
        if sheet
        else []
    )
    return OwnScore(
        sheet=sheet,
        shut=applications.failed_gates(sheet) if sheet else [],
        to_show=to_show,
        rule=score.RULE,
        own_trades=profiles.rows(session, TradeRow, own),
        own_tongues=profiles.rows(session, TongueRow, own),
        own_papers=profiles.rows(session, PaperRow, own),
    )


@page_post("/me/apply/{number:str}", permission=Permission.ME_OPEN)
def send(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Submit an application or save it as a draft; sending the form twice makes one."""
    account_page.require_citizen(request)
    return form_actions.submit(
        request,
        data,
        partial(_submit, number=number),
        lambda done: f"/{lang}/me/applications/{done['reference']}?new=1",
        partial(_page, request, number),
    )


def _submit(act: FormAction, number: str) -> Answer:
    """Create or update the application, and submit it if asked.

    Refuses: NotFound, ByRound, forms.MissingAnswer, and what applications.apply and
    transitions.move refuse.
    """
    session, by, on, day = act.session, act.by, act.on, act.day
    person = account_page.current_person(act.request, session)
    if vacancies.get_shown(session, number, day).quota:
        raise ByRound
    handed_in = act.typed.get("act") != "keep"
    agreed = act.read(ConsentInput).consent if handed_in or act.typed.get("consent") else False
    profile_edits.lock_profile(session, person)
    row = _draft(session, person, number)
    if row is None:
        row = applications.apply(session, person, number, consent=agreed, by=by, on=on, day=day)
    elif row.consent is not agreed:
        (consents.give if agreed else consents.withdraw)(session, row, by=by, on=on)
    if handed_in:
        transitions.move(session, row, "hand_in", by=by, on=on, day=day)
    return {"reference": row.reference}


def _draft(session: Session, person: Citizen, number: str) -> Application | None:
    row = applications.find_open(session, person, number)
    return row if row and row.state == State.DRAFT else None
