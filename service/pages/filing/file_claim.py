"""“I was not paid”: filing a wage claim, one question a page, without an account or papers.

The pages suit a cheap phone abroad. No answer is stored here before the claim is sent.
"""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import Role
from catalog.core.errors import Conflict, InvalidInput, KeyReused, NotFound, Refusal
from catalog.core.fields import TooLong
from catalog.reference import countries
from catalog.reference.countries import Country
from matching.identity import persons, telephones
from service.accounts import phone_login
from service.casework import people_access
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import Claim, NewClaim
from service.casework.protection import minors
from service.casework.worklists import service_levels
from service.infra import responsible_bodies
from service.infra.access import Permission
from service.infra.rate_limits import SendAgain
from service.pages.shared import account_page, claim_deadlines, file_upload
from service.pages.shared import claim_draft as drafts
from service.pages.shared.claim_draft import FIELDS, STEPS, Draft
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

PAGES = {
    "country": "filing/wages/country.html",
    "employer": "filing/wages/employer.html",
    "period": "filing/wages/period.html",
    "amount": "filing/wages/amount.html",
    "story": "filing/wages/story.html",
    "contact": "filing/wages/contact.html",
}
# The fields that another page may prefill.
_PREFILLED = ("name", "phone", "country", *FIELDS["employer"], *FIELDS["period"])


@page_get("/wages/file/start", permission=Permission.PUBLIC)
def start(request: Req) -> Response[Any]:
    draft, lost = drafts.read_draft(request), "lost" in request.query_params
    begun = draft if draft and not draft.done and draft.typed else None
    return context.page(
        request, "filing/wages/start.html", headers=context.NO_STORE, begun=begun, lost=lost
    )


@page_post("/wages/file/start", permission=Permission.PUBLIC)
def begin(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Begin a claim, or continue the one begun.

    An adviser's form may prefill name and phone of the caller; the page of a returned worker may
    prefill the employer and the period of work.
    """
    if data.get("clear"):
        return context.clear_cookie(request, context.see_other(f"/{lang}/"), drafts.COOKIE)
    known = {name: str(data[name])[:200] for name in _PREFILLED if data.get(name)}
    draft = drafts.read_draft(request)
    if draft is None or draft.done or known or data.get("anew"):
        draft = drafts.new_draft(**known)
    return drafts.set_draft_cookie(
        request, context.see_other(f"/{lang}/wages/file/{draft.missing or 'check'}"), draft
    )


def _own_contact(request: Req) -> dict[str, str]:
    """Return the name and phone of a person who is signed in, as far as they are known."""
    if context.actor(request).role is not Role.CITIZEN:
        return {}
    with context.reading(request) as session:
        person = account_page.current_person(request, session)
        known = {"name": person.name or "", "phone": persons.phone(session, person)}
    return {name: value for name, value in known.items() if value}


@page_get("/wages/file/{step:str}", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str], step: FromPath[str]) -> Response[Any]:
    draft = drafts.read_draft(request)
    if step not in (*STEPS, "check", "done"):
        raise NotFound
    if draft is None or (step == "done" and not draft.done):
        return context.see_other(f"/{lang}/wages/file/start?lost")
    if draft.done:
        return (
            _done_page(request, draft)
            if step == "done"
            else context.see_other(f"/{lang}/wages/file/done")
        )
    return _check(request, lang, draft) if step == "check" else _question(request, draft, step)


@page_post("/wages/file/{step:str}", permission=Permission.PUBLIC)
def answer(request: Req, lang: FromPath[str], step: FromPath[str], data: Form) -> Response[Any]:
    draft = drafts.read_draft(request)
    if step not in (*STEPS, "check"):
        raise NotFound
    if draft is None:
        return context.see_other(f"/{lang}/wages/file/start?lost")
    if draft.done:
        return context.see_other(f"/{lang}/wages/file/done")
    return (
        _send(request, lang, draft, data)
        if step == "check"
        else _save_answer(request, lang, draft, step, data)
    )


def _save_answer(
    request: Req, lang: str, draft: Draft, step: str, data: dict[str, Any]
) -> Response[Any]:
    """Store an answer as it was typed, and go on if it is right.

    A wrong answer is shown at an address of its own, so that the browser's Back button never meets
    a submitted form.
    """
    draft.typed |= {name: str(data.get(name, "")) for name in FIELDS[step]}
    if draft.typed.get("phone"):
        draft.typed["phone"] = _complete_number(request, draft)
    last = data.get("then") == "check" or step == STEPS[-1]
    behind = "check" if last else STEPS[STEPS.index(step) + 1]
    refusal = _refusal(request, draft, step)
    if refusal:
        behind = f"{step}?wrong&then=check" if data.get("then") == "check" else f"{step}?wrong"
    try:
        return drafts.set_draft_cookie(
            request, context.see_other(f"/{lang}/wages/file/{behind}"), draft
        )
    except TooLong as too_long:
        return (
            _question(request, draft, step, refusal)
            if refusal
            else _question(request, draft, "story", too_long)
        )


def _complete_number(request: Req, draft: Draft) -> str:
    """Return the number in international form, as it will be shown and dialled, if it is one."""
    with context.reading(request) as session:
        place = session.get(Country, draft.typed.get("country", ""))
    phone = draft.typed["phone"]
    try:
        return telephones.international_number(phone, place.phone if place else "")
    except telephones.NotAPhone:
        return phone


def _refusal(request: Req, draft: Draft, step: str) -> Refusal | None:
    """Return what is wrong with the answers to a question, if anything is."""
    try:
        result = drafts.read_step(draft, step, context.app_state(request).today)
        if step == "country":
            with context.reading(request) as session:
                countries.require(session, result["country"])
        if step == "amount":
            _require_confirmed_amounts(request, draft)
    except Refusal as refusal:
        return refusal
    return None


def _require_confirmed_amounts(request: Req, draft: Draft) -> None:
    """Ask whether amounts far above the pay in the country are right. Refuses: InvalidInput."""
    country, today = draft.typed.get("country", ""), context.app_state(request).today
    with context.reading(request) as session:
        drafts.require_confirmed_amounts(session, draft, country, today)


class QuestionPage(msgspec.Struct, frozen=True):
    """A question of the claim: what was typed so far, and the steps before and after it."""

    typed: dict[str, str]
    then: str
    back: str
    number: int


class QuestionChoices(msgspec.Struct, frozen=True):
    """What can be chosen: the countries, or the currencies with the chosen country's own."""

    first: list[str] = []
    others: list[str] = []
    currencies: list[str] = []
    own: str = ""


def _question(
    request: Req, draft: Draft, step: str, refusal: Refusal | None = None
) -> Response[Any]:
    if "wrong" in request.query_params:
        refusal = _refusal(request, draft, step)
    again, place = request.query_params.get("then", ""), STEPS.index(step)
    own = _own_contact(request) if step == "contact" else {}
    with context.reading(request) as session:
        choices = _choices(session, draft, step)
    behind = "check" if again == "check" else "start" if place == 0 else STEPS[place - 1]
    return form_actions.form_page(
        request,
        PAGES[step],
        QuestionPage(typed=own | draft.typed, then=again, back=behind, number=place + 1),
        choices,
        refusal=refusal,
        about=draft.typed.get("country"),
    )


def _choices(session: Session, draft: Draft, step: str) -> QuestionChoices:
    if step == "country":
        first = countries.destinations(session)
        others = [code for code in countries.worksites(session) if code not in first]
        return QuestionChoices(first=first, others=others)
    if step == "amount":
        place = session.get(Country, draft.typed.get("country", ""))
        own = place.currency if place else "USD"
        currencies = list(dict.fromkeys((own, *countries.CURRENCIES_ABROAD)))
        return QuestionChoices(currencies=currencies, own=own)
    return QuestionChoices()


def _check(request: Req, lang: str, draft: Draft, refusal: Refusal | None = None) -> Response[Any]:
    """Show all answers on one page, or redirect to a question still to be answered."""
    today = context.app_state(request).today
    for step in STEPS:
        if _refusal(request, draft, step):
            seen = "" if draft.missing == step else "?wrong&then=check"
            return context.see_other(f"/{lang}/wages/file/{step}{seen}")
    new_claim = drafts.read_claim(draft, today)
    with context.reading(request) as session:
        deadlines = claim_deadlines.before_filing(session, new_claim, today)
        responsible = responsible_bodies.for_country(session, new_claim.country, today)
    return form_actions.form_page(
        request,
        "filing/wages/check.html",
        deadlines,
        refusal=refusal,
        new_claim=new_claim,
        typed=draft.typed,
        about=new_claim.country,
        responsible=responsible,
    )


def _send(request: Req, lang: str, draft: Draft, data: dict[str, Any]) -> Response[Any]:
    """File the claim once, however often the button is pressed.

    The claim's number comes from the draft's own key.
    """
    today, number = context.app_state(request).today, _number(draft.key)
    done = Draft(draft.key, done=number)
    try:
        new_claim = drafts.read_claim(draft, today)
        _require_confirmed_amounts(request, draft)
        again = str(data.get("again", ""))
        action = partial(_file_claim, new_claim=new_claim, key=draft.key, again=again)
        form_actions.run(request, draft.typed | {"once": draft.key}, action)
    except InvalidInput:
        return _check(request, lang, draft)
    except SendAgain as refusal:
        return _check(request, lang, draft, refusal)
    except (KeyReused, Conflict):
        with context.reading(request) as session:
            if session.get(Claim, number) is None:
                raise
        done.changed = True
    return drafts.set_draft_cookie(request, context.see_other(f"/{lang}/wages/file/done"), done)


def _number(key: str) -> str:
    """Return the reference that the claim of a draft gets when it is sent."""
    return "W-" + vault.token("claim number", key, 8)


def _file_claim(act: FormAction, new_claim: NewClaim, key: str, again: str) -> Answer:
    auth_middleware.count_submission(act.request, act.session, "claims", key, again)
    person = people_access.own_record(act.session, new_claim.contact, by=act.by)
    if person and not person.name:
        phone_login.set_name_and_language(
            act.session,
            account_page.current_account(act.request, act.session),
            new_claim.contact.name,
            new_claim.contact.language,
            by=act.by,
            on=act.on,
        )
    filed = wage_claims.file(
        act.session,
        new_claim,
        by=act.by,
        on=act.on,
        day=act.day,
        number=_number(key),
        citizen=person,
    )
    minors.refer(act.session, filed.claim.reference, by=act.by, on=act.on, day=act.day)
    return {"reference": filed.claim.reference}


class DonePage(msgspec.Struct, frozen=True):
    claim: Claim
    secret: str
    changed: bool
    by_day: date


def _done_page(request: Req, draft: Draft) -> Response[Any]:
    with context.reading(request) as session:
        claim = session.get(Claim, draft.done)
        if claim is None:
            raise NotFound
        return context.page(
            request,
            "filing/wages/done.html",
            DonePage(
                claim=claim,
                secret=follow_secret.secret_of(claim.reference),
                changed=draft.changed,
                by_day=service_levels.due_for_worker(session, claim),
            ),
            claim_deadlines.for_claim(session, claim, context.app_state(request).clock()),
            file_upload.upload_form(request, session, claim, desk=False),
            headers=context.NO_STORE,
            about=claim.country,
            responsible=responsible_bodies.for_country(
                session, claim.country, context.app_state(request).today
            ),
        )
