"""One claim on an officer's desk: its facts, its money, its history, and the deeds that move it on."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal, Stale
from catalog.core.fields import TASHKENT, CurrencyCode, Minor, Prose
from catalog.reference.countries import Country
from catalog.reference.posts import Post
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.advice import claim_from_session
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.money import payments
from service.casework.money.payments import Balance, NewPayment
from service.casework.protection import referrals
from service.casework.workflow import approvals, assignment, notes, state_machine
from service.casework.workflow.state_machine import NewStep
from service.infra import access
from service.infra.access import Permission
from service.infra.drafts import Kept
from service.input import forms
from service.pages.desk.claims import claim_clocks, claim_conflict, claim_sidebar
from service.pages.desk.people import person_pages
from service.pages.desk.shared import desk_page, draft_forms
from service.pages.shared import claim_timeline, file_upload
from service.web import auth_middleware, context
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post

CURRENCIES = ("USD", "EUR", "UZS", "RUB")


class PayOutTold(msgspec.Struct):
    amount: Minor
    currency: CurrencyCode


class NoteTold(msgspec.Struct):
    note: Prose


class Act(msgspec.Struct):
    """A deed on a claim as a form tells it: what was typed, and in whose name and when it is done."""

    session: Session
    claim: Claim
    typed: dict[str, str]
    by: Any
    house: House


@page_get("/desk/wages/{reference:str}", permission=Permission.WAGES_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return page(request, reference, {}, None)


@page_post("/desk/wages/{reference:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    """The worker's number in full, on this page and once."""
    context.of_address(lang)
    by = context.who(request)
    access.require(by, Permission.WAGES_READ)
    phone = person_pages.revealed(request, "phone", lambda session: wage_claims.get(session, reference, by=by).citizen)
    return page(request, reference, {}, None, shown={"phone": phone})


@page_post("/desk/wages/{reference:str}/steps", permission=Permission.WAGES_STEP)
def step(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _step)


@page_post("/desk/wages/{reference:str}/payments", permission=Permission.WAGES_PAY)
def receive(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _receive)


@page_post("/desk/wages/{reference:str}/pay-outs", permission=Permission.WAGES_PAY)
def pay_out(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _pay_out)


@page_post("/desk/wages/{reference:str}/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _note, versioned=False)


@page_post("/desk/wages/{reference:str}/assign", permission=Permission.WAGES_ASSIGN)
def assign(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _assign)


def done(
    request: Req,
    lang: str,
    reference: str,
    data: dict[str, Any],
    deed: Callable[[Act], object],
    *,
    versioned: bool = True,
) -> Response[Any]:
    """Does a deed once and goes back to the claim; refused, the page keeps what was typed. Both show the whole claim."""
    context.of_address(lang)
    access.require(context.who(request), Permission.WAGES_READ)
    told = {name: str(value) for name, value in data.items()}
    key, version, seen, known = (told.pop(name, "") for name in ("once", "version", "seen", "known"))

    def act() -> dict[str, Any]:
        claim = wage_claims.get(session, reference, by=context.who(request))
        if versioned and str(claim.version) != version:
            raise Stale
        deed(Act(session, claim, told, context.who(request), context.house(request)))
        draft_forms.sent(request, session, draft_forms.form_of(request.url.path), reference)
        return {"reference": reference}

    try:
        with context.writing(request) as session:
            context.done_by_form(request, session, key, told | {"version": version}, act)
    except NotFound:
        raise
    except Refusal as refusal:
        return page(request, reference, told, refusal, (seen, known))
    return context.see_other(f"/{lang}/desk/wages/{reference}")


def _step(act: Act) -> None:
    on, day, told = act.house.clock(), act.house.today, forms.read(NewStep, act.typed)
    if told.to is state_machine.State.CLOSED:
        # The day stood in the form before anybody said that nothing follows.
        told.due = None
    state_machine.take(act.session, act.claim, told, by=act.by, on=on, day=day)


def _receive(act: Act) -> None:
    told = forms.read(NewPayment, forms.minor(act.typed, "amount", "currency"))
    payments.receive(act.session, act.claim, told, by=act.by, on=act.house.clock(), day=act.house.today)


def _pay_out(act: Act) -> None:
    typed = forms.fields_under("out_", act.typed)
    with forms.errors_under("out_"):
        told = forms.read(PayOutTold, forms.minor(typed, "amount", "currency"))
        on, day = act.house.clock(), act.house.today
        payments.pay_out(act.session, act.claim, told.amount, told.currency, by=act.by, on=on, day=day)


def _note(act: Act) -> None:
    notes.add(act.session, act.claim, forms.read(NoteTold, act.typed).note, by=act.by, on=act.house.clock())


def _assign(act: Act) -> None:
    assignment.assign(act.session, act.claim, act.typed.get("officer", ""), by=act.by, on=act.house.clock())


def page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None, saw: tuple[str, str] = ("", ""),
    shown: dict[str, str] | None = None,
) -> Response[Any]:  # fmt: skip
    """The whole claim; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by, errors = context.who(request), {} if isinstance(refusal, Stale) else forms.by_field(refusal)
    with context.reading(request) as session:
        known = claim_conflict.position(session, reference)
        claim = wage_claims.get(session, reference, by=by)
        facts = _facts(request, session, claim)
        merge = claim_conflict.of(session, claim, typed, *saw, facts["events"]) if isinstance(refusal, Stale) else None
        typed, kept = merge.again if merge else typed, draft_forms.of(request, session, reference, typed)
        answer = desk_page.page(
            request, "desk/claims/claim.html", status=auth_middleware.status_of(request, refusal), claim=claim, about=claim.country,
            typed=_filled(kept) | typed, errors=errors, merge=merge, known=known, kept=kept, shown=shown or {},
            headers=context.NO_STORE, safety_of=reference, cases=referrals.opened_from(session, reference, by=by),
            form_sent=draft_forms.form_of(request.url.path), door=request.url.path,
            **facts, **claim_clocks.of_claim(session, claim, context.house(request).clock()),
            **file_upload.facts(request, session, claim, desk=True),
        )  # fmt: skip
    context.note_read(request, "claim", reference)
    return answer


def _filled(kept: dict[str, Kept]) -> dict[str, str]:
    return {name: value for draft in kept.values() for name, value in draft.typed.items()}


def _facts(request: Req, session: Session, claim: Claim) -> dict[str, Any]:
    person, post = session.get(Citizen, claim.citizen), session.get(Post, claim.post) if claim.post else None
    phone = persons.masked(persons.phone(session, person)) if person else ""
    lines, balances = wage_claims.lines(session, claim.reference), payments.balances(session, claim.reference)
    events = claim_timeline.of(session, claim)
    beside, asked = claim_sidebar.of(request, session, claim), approvals.of(session, claim.reference)
    people = claim_timeline.people(events) | {one for ask in asked for one in (ask.asked_by, ask.decided_by or "")}
    return beside | {
        "person": person, "phone": phone, "post": post, "lines_owed": lines,
        "zone": ZoneInfo(post.timezone) if post else TASHKENT, "story": wage_claims.story(session, claim),
        "balances": balances, "payments": payments.payments(session, claim.reference),
        "plain": forms.plain, "came_from": claim_from_session.session_of(session, claim.reference),
        "next_action": wage_claims.next_action(session, claim),
        "allowed": [to.value for to in state_machine.allowed(claim.state, context.who(request))], "events": events,
        "officers": desk_page.names(session, people), "asked": asked,
        "currencies": [(code, code) for code in _currencies(session, claim, lines, balances)],
    }  # fmt: skip


def _currencies(session: Session, claim: Claim, lines: list[Line], balances: list[Balance]) -> list[str]:
    """What may be paid in: first what is owed, then what came, the country's own and the usual ones."""
    place = session.get(Country, claim.country)
    known = [line.currency for line in lines] + [one.currency for one in balances]
    return list(dict.fromkeys((*known, *([place.currency] if place else []), *CURRENCIES)))


HANDLERS = [show, reveal, step, receive, pay_out, note, assign]
