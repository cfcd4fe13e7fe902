"""Applying for a vacancy: what fits, papers to show, what the recruiter will see, and consent."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import Role
from catalog.core.errors import InvalidInput, Refusal
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications, consents, transitions
from matching.applications.applications import Application, State
from matching.identity.persons import Citizen
from matching.profiles import profile_edits, profiles
from matching.profiles.profiles import PaperRow, TongueRow, TradeRow
from matching.scoring import eligibility, score
from matching.scoring.eligibility import Gate, GateResult, Terms
from matching.scoring.score import ScoreBreakdown
from matching.search.register_cache import RegisterCache
from matching.search.search_results import Item, items
from service.accounts import phone_login
from service.accounts.phone_login import CodeChannel
from service.infra.access import Permission
from service.pages.public import job_matches
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


class WhichTrade(Refusal):
    slug = "which-trade"
    sentence = N_(
        "We are not sure which trade you mean. Choose it here, or write it in other words."
    )


class ConsentInput(msgspec.Struct):
    """Consent that the recruiter may see the person's name and phone number."""

    consent: bool


class TradeInput(msgspec.Struct):
    """The person's trade in their own words, where the profile has none yet."""

    trade: fields.Line
    years: Annotated[int, Meta(ge=0, le=60)]
    isco08: str = ""  # chosen of those that the words may mean


class NameInput(msgspec.Struct):
    name: fields.Line


@page_get("/me/apply/{number:str}", permission=Permission.PUBLIC)
def show_form(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Show the check page before an application; nothing is stored yet.

    A visitor reads the conditions first and signs in or up there. Refuses: NotFound for a vacancy
    that is not open today.
    """
    if context.actor(request).role is Role.VISITOR:
        return _page(request, number, {"channel": CodeChannel.SMS.value, "then": request.url.path})
    account_page.require_citizen(request)
    with context.reading(request) as session:
        begun = applications.find_open(
            session, account_page.current_person(request, session), number
        )
    if begun and begun.state != State.DRAFT:
        return context.see_other(f"/{lang}/me/applications/{begun.reference}")
    return _page(request, number, {})


class ApplyPage(msgspec.Struct, frozen=True):
    row: Vacancy
    item: Item
    trade_names: dict[str, Occupation]
    typed: dict[str, str]
    passport_until: date | None
    notices: list[Measure]
    groups: list[Occupation]  # of which one is to be chosen


class OwnScore(msgspec.Struct, frozen=True):
    """The best score, failed gates, gates to prove on paper, and the profile's lists.

    `unnamed` is a person whose name is not known yet, `unstated` the required languages, with
    their levels, of which the person has stated no level.
    """

    unnamed: bool
    sheet: ScoreBreakdown | None
    shut: list[Gate]
    to_show: list[str]
    unstated: list[tuple[str, str]]
    rule: str
    own_trades: list[TradeRow]
    own_tongues: list[TongueRow]
    own_papers: list[PaperRow]


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    visitor = context.actor(request).role is Role.VISITOR
    with context.reading(request) as session:
        row = vacancies.get_shown(session, number, today)
        register_cache = context.register_cache(request, session)
        names, item = register_cache.occupations, items(session, register_cache, [number], today)[0]
        terms = Terms(**{one: getattr(item, one) for one in Terms.__struct_fields__})
        until = eligibility.passport_until(terms)
        notices = context.app_state(request).notices(session, row.country)
        groups = _trade_choices(typed, refusal, register_cache)
        shown = ApplyPage(row, item, names, typed, until, notices, groups)
        if visitor:
            return form_actions.form_page(request, "account/apply_sign_in.html", shown)
        person = account_page.current_person(request, session)
        score_page = _own_score(session, person, row, today)
        return form_actions.form_page(
            request, "account/apply.html", shown, score_page, refusal=refusal
        )


def _trade_choices(
    typed: dict[str, str], refusal: Refusal | None, register_cache: RegisterCache
) -> list[Occupation]:
    """Return the trades that the words may mean, where that was asked."""
    asked = typed.get("isco08") or any(isinstance(one, WhichTrade) for one in _errors(refusal))
    try:
        codes = job_matches.find_groups(typed["trade"], register_cache.lexicon) if asked else []
    except (KeyError, Refusal):
        return []
    return [register_cache.occupations[one] for one in codes if one in register_cache.occupations]


def _errors(refusal: Refusal | None) -> list[Refusal]:
    return refusal.errors if refusal else []


def _own_score(session: Session, person: Citizen, row: Vacancy, day: date) -> OwnScore:
    own = person.reference
    sheets = applications.score_breakdowns(session, own, row.reference, day)
    sheet = sheets[0] if sheets else None
    to_show = (
        [gate.value for gate, held in sheet.gates.items() if held is GateResult.TO_CHECK]
        if sheet
        else []
    )
    tongues = profiles.rows(session, TongueRow, own)
    return OwnScore(
        unnamed=not person.name,
        sheet=sheet,
        shut=applications.failed_gates(sheet) if sheet else [],
        to_show=to_show,
        unstated=_unstated(row, tongues) if Gate.LANGUAGE.value in to_show else [],
        rule=score.RULE,
        own_trades=profiles.rows(session, TradeRow, own),
        own_tongues=tongues,
        own_papers=profiles.rows(session, PaperRow, own),
    )


def _unstated(row: Vacancy, tongues: list[TongueRow]) -> list[tuple[str, str]]:
    """Return the required languages, with their levels, of which no level is stated."""
    stated = {one.language for one in tongues if one.level}
    required = eligibility.required_levels(row.language_required)
    return [(language, level) for language, level in required.items() if language not in stated]


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
        done="",
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
        command = applications.apply if handed_in else applications.begin
        row = command(session, person, number, consent=agreed, by=by, on=on, day=day)
    elif row.consent is not agreed:
        (consents.give if agreed else consents.withdraw)(session, row, by=by, on=on)
    if handed_in:
        transitions.move(session, row, "hand_in", by=by, on=on, day=day)
    return {"reference": row.reference}


def _draft(session: Session, person: Citizen, number: str) -> Application | None:
    row = applications.find_open(session, person, number)
    return row if row and row.state == State.DRAFT else None


@page_post("/me/apply/{number:str}/about", permission=Permission.ME_OPEN)
def save_answers(
    request: Req, lang: FromPath[str], number: FromPath[str], data: Form
) -> Response[Any]:
    """Save name and trade where they are missing, keep a draft, and go on to what fits."""
    account_page.require_citizen(request)
    return form_actions.submit(
        request,
        data,
        partial(_save_answers, number=number),
        f"/{lang}/me/apply/{number}",
        partial(_page, request, number),
    )


def _save_answers(act: FormAction, number: str) -> None:
    """Refuses: NotFound, ByRound, InvalidInput, and what applications.begin refuses."""
    session, by, on, day = act.session, act.by, act.on, act.day
    person, row = (
        account_page.current_person(act.request, session),
        vacancies.get_shown(session, number, day),
    )
    if row.quota:
        raise ByRound
    profile_edits.lock_profile(session, person)
    name, trade = _read_answers(act, person, row)
    if name:
        account = account_page.current_account(act.request, session)
        phone_login.set_name_and_language(session, account, name, person.language, by=by, on=on)
    if trade:
        kind = profile_edits.TradeInput
        profile_edits.save_list(session, person, kind, [trade], by=by, on=on, day=day)
    if _draft(session, person, number) is None:
        applications.begin(session, person, number, by=by, on=on, day=day)


def _read_answers(
    act: FormAction, person: Citizen, row: Vacancy
) -> tuple[str, profile_edits.TradeInput | None]:
    """Return the name and the trade that were missing. Refuses: InvalidInput, all mistakes at once."""
    name, trade, errors = "", None, list[Refusal]()
    try:
        name = "" if person.name else act.read(NameInput).name
    except Refusal as refusal:
        errors += refusal.errors
    try:
        if not profiles.rows(act.session, TradeRow, person.reference):
            trade = _read_trade(act, row)
    except Refusal as refusal:
        errors += refusal.errors
    if errors:
        raise InvalidInput(errors)
    return name, trade


def _read_trade(act: FormAction, row: Vacancy) -> profile_edits.TradeInput:
    """Return the trade that the words mean: that of the vacancy if it is called just so.

    Refuses: InvalidInput, WhichTrade, job_matches.NoTrade, job_matches.UnknownTrade.
    """
    values = act.read(TradeInput)
    lexicon = context.register_cache(act.request, act.session).lexicon
    sure = job_matches.find_sure_groups(values.trade, lexicon)
    if row.isco08 in sure:
        return profile_edits.TradeInput(row.isco08, values.years)
    if len(sure) == 1:
        return profile_edits.TradeInput(sure[0], values.years)
    if values.isco08 not in job_matches.find_groups(values.trade, lexicon):
        raise WhichTrade("isco08")
    return profile_edits.TradeInput(values.isco08, values.years)
