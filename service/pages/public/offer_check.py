"""The offer check: its questions, one verdict with reasons to print, and a way to warn others."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from matching.fraud import offer, offer_check, scam_reports
from matching.fraud.offer import NobodyNamed, OfferCheck, OfferInput, Trade
from matching.fraud.pay_check import Money
from matching.fraud.scam_reports import NewReport, Report
from matching.identity import contact_keys
from matching.identity.telephones import NotAPhone
from matching.search import search_results
from matching.search.query import SURE, parse_query
from matching.search.register_cache import RegisterCache
from matching.search.search_results import Item
from service.casework.protection import minors
from service.infra import responsible_bodies
from service.infra.access import Permission
from service.input import forms, typed_amounts
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# The currencies promised most often; those of other countries follow in the list.
_CURRENCIES = ("USD", "UZS", "EUR", "RUB", "KRW", "TRY", "KZT", "PLN", "GBP", "AED", "SAR", "JPY")
# The least score, up to one, for a trade to count as understood; with a full score, every unit
# group of that name counts.
_LEAST_SCORE = 0.5
_NEAR_SCORE = 0.35


# The questions of those who walk through, one a page, with the answers that each asks for.
_STEPS = {
    "recruiter": ("agency", "licence_no", "telephone", "contact"),
    "country": ("country",),
    "work": ("trade",),
    "pay": ("wage", "currency", "period"),
    "job": ("employer", "vacancy"),
}


class OfferChoices(msgspec.Struct, frozen=True):
    codes: list[str]
    currencies: list[str]


class OfferVerdict(msgspec.Struct, frozen=True):
    """The verdict, the trades and the pay that it read, jobs that fit, notices about the country.

    `heading` and `first` are the keys of what to do, in OFFER_DO and OFFER_FIRST.
    """

    judged: OfferCheck | None = None
    heading: str = ""
    first: str = ""
    pay: Money | None = None
    danger: bool = False
    groups: list[Occupation] = []
    jobs: list[Item] = []
    notices: list[Measure] = []


class OfferQuestion(msgspec.Struct, frozen=True):
    """The question of one page: its number, and the names of the one before and the one after."""

    step: str
    number: int
    steps: int
    before: str
    after: str
    carried: dict[str, str]


@page_get("/offers", permission=Permission.PUBLIC)
def show(request: Req) -> Response[Any]:
    """Ask one question a page, or show the verdict on all that is typed in the address."""
    typed = {name: value for name, value in request.query_params.items() if value}
    step, whole = typed.pop("step", ""), typed.pop("all", "")
    with context.reading(request) as session:
        choices = _choices(session)
        verdict, errors = _verdict_or_errors(request, session, typed, step)
    question = _question(step, whole, typed, verdict, errors)
    return context.page(
        request,
        "public/offers/question.html" if question else "public/offers/show.html",
        choices,
        question or verdict,
        status=422 if errors else 200,
        typed=typed,
        errors=errors,
        answers=urlencode(typed),
    )


def _verdict_or_errors(
    request: Req, session: Session, typed: dict[str, str], step: str
) -> tuple[OfferVerdict, dict[str, Refusal]]:
    """Return the verdict on what is typed, or what is wrong with it."""
    sent = bool(typed) or "agency" in request.query_params  # a form, though an empty one
    try:
        verdict = _verdict(request, session, typed) if sent else OfferVerdict()
        if not verdict.danger:  # a mistake never hides a danger
            _require_telephone(typed.get("telephone", ""))
        return verdict, {}
    except NobodyNamed as refusal:  # who walks through may name the employer last
        return OfferVerdict(), {} if step in _STEPS else forms.errors_by_field(refusal)
    except Refusal as refusal:
        return OfferVerdict(), forms.errors_by_field(refusal)


def _require_telephone(typed: str) -> None:
    """Refuses: NotAPhone, for what is neither a telephone number nor a name of an account."""
    if typed.strip() and not contact_keys.contact_keys(typed):
        raise NotAPhone("telephone")


@page_get("/offers/print", permission=Permission.PUBLIC)
def show_printable(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Show the verdict alone, as a page to print."""
    typed = {name: value for name, value in request.query_params.items() if value}
    with context.reading(request) as session:
        try:
            verdict = _verdict(request, session, typed)
        except Refusal:
            return context.see_other(f"/{lang}/offers?{urlencode(typed)}")
        return context.page(
            request, "public/offers/print.html", verdict, typed=typed, answers=urlencode(typed)
        )


def _question(
    step: str,
    whole: str,
    typed: dict[str, str],
    verdict: OfferVerdict,
    errors: dict[str, Refusal],
) -> OfferQuestion | None:
    """Return the question to ask; none where the answer is shown, as soon as there is danger."""
    names = list(_STEPS)
    if step not in names:
        step = "" if typed or whole else names[0]
    elif wrong := [name for name in names if set(_STEPS[name]) & errors.keys()]:
        step = wrong[0]
    if not step or verdict.danger:
        return None
    place = names.index(step)
    return OfferQuestion(
        step,
        place + 1,
        len(names),
        names[place - 1] if place else "",
        names[place + 1] if place + 1 < len(names) else "",
        {name: value for name, value in typed.items() if name not in _STEPS[step]},
    )


def _choices(session: Session) -> OfferChoices:
    codes = countries.destinations(session)
    currencies = list(dict.fromkeys((*_CURRENCIES, *countries.currencies(session))))
    return OfferChoices(codes, currencies)


def _verdict(request: Req, session: Session, typed: dict[str, str]) -> OfferVerdict:
    """Judge the offer. Refuses: InvalidInput, NobodyNamed."""
    register_cache, today = (
        context.register_cache(request, session),
        context.app_state(request).today,
    )
    result = typed_amounts.with_minor_units(
        {name: value for name, value in typed.items() if name != "trade"}, "wage", "currency"
    )
    trade = read_trade(typed, register_cache)
    hosts = context.app_state(request).settings.hosts
    stated = offer.without_own_host(forms.read(OfferInput, result), hosts)
    judged = offer_check.check(session, register_cache.known(session, today), stated, trade)
    groups = trade.groups if trade else ()
    heading, first = _headings(judged)
    return OfferVerdict(
        judged=judged,
        heading=heading,
        first=first,
        pay=_pay(stated),
        danger=judged.verdict in offer.DANGER,
        groups=[
            register_cache.occupations[code]
            for code in groups
            if code in register_cache.occupations
        ],
        jobs=search_results.items(session, register_cache, judged.vacancies, today),
        notices=context.app_state(request).notices(session, stated.country),
    )


def _pay(stated: OfferInput) -> Money | None:
    known = stated.wage is not None and stated.currency is not None
    return Money(stated.wage or 0, stated.currency or "") if known else None


def _headings(judged: OfferCheck) -> tuple[str, str]:
    """Return what to do by its keys: the verdict, or what is wrong with a number that was given."""
    verdict, codes = judged.verdict, {reason.code for reason in judged.reasons}
    compared = {reason.code for reason in judged.reasons if reason.scope != "unlisted"}
    if verdict not in offer.DANGER and compared & offer.NOT_ITS_TELEPHONE:
        return "wrong_telephone", "wrong_telephone"
    if verdict in offer.DANGER or "licence_unknown" not in codes:
        return verdict.value, verdict.value
    return "no_licence", "wrong_number" if "name_on_register" in codes else "no_licence"


def read_trade(typed: dict[str, str], register_cache: RegisterCache) -> Trade | None:
    """Return the typed trade with its unit groups; none where it was not understood."""
    called = typed.get("trade", "").strip()[:128]
    if not called:
        return None
    every = parse_query(called, register_cache.lexicon).called
    found = [one for one in every if one.score >= _LEAST_SCORE]
    meant = [one.isco08 for one in found if one.score == found[0].score >= SURE] or [
        one.isco08 for one in found[:1]
    ]
    near = [one.isco08 for one in every if one.score >= _NEAR_SCORE]
    return Trade(called, tuple(meant), tuple(near))


@page_get("/offers/report", permission=Permission.PUBLIC)
def show_report_form(request: Req) -> Response[Any]:
    return _form(request, {}, None)


@page_post("/offers/report", permission=Permission.PUBLIC)
def report(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    again, key = str(data.pop("again", "")), str(data.get("once", ""))
    try:
        new_report = _read_report(data)
    except Refusal as refusal:
        return _form(request, form_actions.typed_values(data), refusal)

    def action(act: FormAction) -> Answer:
        auth_middleware.count_submission(request, act.session, "reports", key, again)
        row = scam_reports.report(act.session, new_report, by=act.by, on=act.on)
        minors.refer(act.session, row.reference, by=act.by, on=act.on, day=act.day)
        return {"reference": row.reference}

    return form_actions.submit(
        request,
        data,
        action,
        lambda done: f"/{lang}/offers/reported/{done['reference']}",
        partial(_form, request),
    )


def _read_report(data: dict[str, Any]) -> NewReport:
    """Read the report; values are not made texts first, so a repeated field is refused."""
    return forms.read(NewReport, {name: value for name, value in data.items() if name != "once"})


@page_get("/offers/reported/{number:str}", permission=Permission.PUBLIC)
def show_reported(request: Req, number: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        row = session.get(Report, number)
        if row is None:
            raise NotFound
        responsible = responsible_bodies.for_country(
            session, row.country, context.app_state(request).today
        )
        return context.page(
            request, "public/offers/reported.html", number=number, responsible=responsible
        )


def _form(request: Req, typed: dict[str, Any], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        codes = [*countries.destinations(session), countries.HOME]
    return form_actions.form_page(
        request, "public/offers/report.html", refusal=refusal, headers={}, typed=typed, codes=codes
    )
