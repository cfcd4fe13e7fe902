"""Following a claim by reference and secret, or signed in: its state, who acts next, what was paid."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line
from i18n import N_
from matching.identity import deaths
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.letters import Letter
from service.casework.money import failed_payouts, heir_shares, instalments, money_entries, payments
from service.casework.money.instalments import Part
from service.casework.money.money_entries import Balance, Deduction, Payment, PayOut, Undelivered
from service.casework.workflow import activities as doings
from service.casework.workflow import (
    claim_facts,
    representatives,
    shown_actions,
    state_machine,
    withdrawals,
)
from service.casework.workflow.representatives import RepresentativeDetails
from service.casework.worklists import service_levels
from service.infra import responsible_bodies
from service.infra.access import Permission
from service.input import forms
from service.pages.filing import letter_check
from service.pages.shared import account_page, account_tasks, claim_deadlines, file_upload
from service.privacy import access_log
from service.privacy.access_log import AccessEntry
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post

_BODIES = frozenset(
    {
        ClaimState.LABOUR_INSPECTORATE,
        ClaimState.PROSECUTOR,
        ClaimState.MEDIATION,
        ClaimState.COURT_FILED,
        ClaimState.JUDGMENT,
        ClaimState.ENFORCEMENT,
        ClaimState.GUARANTEE_FUND,
        ClaimState.AGENCY_GUARANTEE,
    }
)
_POSTS = frozenset({ClaimState.ASSIGNED_TO_POST, ClaimState.NEGOTIATION, ClaimState.PARTLY_PAID})
_EMPLOYERS = frozenset({ClaimState.EMPLOYER_CONTACTED, ClaimState.SETTLED_AWAITING_PAYMENT})
_WORKERS = frozenset({ClaimState.NEEDS_DOCUMENTS, ClaimState.SETTLEMENT_OFFERED})
# What a page says of the action that led to it.
_REPEATED = frozenset({"came", "refused", "noted", "named", "withdrawn", "claim_withdrawn"})
# So many of the last looks into the claim are shown; whoever has an account sees them all there.
VIEWS_SHOWN = 10


class WrongPair(Refusal):
    slug = "wrong-pair"
    sentence = N_(
        "We could not find a claim with this reference number and secret code. Check both "
        "again, letter by letter."
    )


class FollowInput(msgspec.Struct):
    """The reference of a claim, with its secret unless its worker is signed in."""

    reference: Line
    secret: Line | None = None


class PairInput(msgspec.Struct):
    reference: Line
    secret: Line


@page_get("/wages/follow", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _form(request)


def _form(
    request: Req, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """Show the form for reference and secret, with the claims of a signed-in worker."""
    claims = []
    if context.actor(request).role is Role.CITIZEN:
        with context.reading(request) as session:
            person = session.get(
                Citizen, account_page.current_account(request, session).citizen or ""
            )
            claims = account_tasks.list_claims(session, person) if person else []
    return form_actions.form_page(
        request, "filing/wages/follow.html", refusal=refusal, typed=typed or {}, claims=claims
    )


@page_get("/me/claims/{reference:str}", permission=Permission.ME_OPEN)
def show_own(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show an own claim to its signed-in worker. Refuses: NotFound."""
    account_page.require_citizen(request)
    with context.reading(request) as session:
        claim = account_page.own_claim(request, session, reference)
        pair = FollowInput(claim.reference)
        return show_claim(request, session, claim, FollowerForms(mine=True, pair=pair))


@page_post("/wages/follow", permission=Permission.PUBLIC)
def follow(request: Req, data: Form) -> Response[Any]:
    try:
        pair = read_pair(request, data)
        with auth_middleware.long_secret_check(request, "claim", WrongPair):
            done, secret = _repeated_action(request, pair, data)
            return claim_page(request, pair, secret=secret, done=done)
    except Refusal as refusal:
        return show_form_again(request, data, refusal)


def _repeated_action(request: Req, pair: FollowInput, data: dict[str, Any]) -> tuple[str, str]:
    """Return what the page said when its language was switched: the last action, and the secret
    of a representative that it gave. Refuses: WrongPair."""
    done, secret = str(data.get("done", "")), ""
    if done == "named":
        given = FollowInput(pair.reference, str(data.get("given", "")))
        with context.reading(request) as session:
            secret = "" if find_claim(request, session, given)[1] else given.secret or ""
    return (done, secret) if done in _REPEATED and (secret or done != "named") else ("", "")


def show_form_again(request: Req, data: dict[str, Any], refusal: Refusal) -> Response[Any]:
    """Show the form for the pair with its errors; the secret is not repeated."""
    return _form(request, {"reference": str(data.get("reference", ""))}, refusal)


def read_pair(request: Req, data: dict[str, Any]) -> FollowInput:
    """Return the reference and secret; only a signed-in worker may leave the secret out.

    Refuses: InvalidInput."""
    if context.actor(request).role is Role.CITIZEN:
        return forms.read(FollowInput, forms.fields_of(FollowInput, data))
    pair = forms.read(PairInput, forms.fields_of(PairInput, data))
    return FollowInput(pair.reference, pair.secret)


class FollowerForms(msgspec.Struct, frozen=True):
    """What a follower did and may do: `came` after sending files, `done` after another action.

    `mine` says whether the follower is the worker, and is None where no pair was sent; `secret` is
    that of a representative just appointed.
    """

    came: bool = False
    mine: bool | None = None
    pair: FollowInput | None = None
    typed: dict[str, str] = {}
    secret: str = ""
    done: str = ""


def claim_page(
    request: Req,
    pair: FollowInput,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    secret: str = "",
    done: str = "",
) -> Response[Any]:
    """Show the page of a claim.

    Its forms send the pair again, since it is not stored. Refuses: WrongPair.
    """
    with context.reading(request) as session:
        claim, mine = find_claim(request, session, pair)
        follower = FollowerForms(mine=mine, pair=pair, typed=typed or {}, secret=secret, done=done)
        return show_claim(request, session, claim, follower, refusal)


class FollowedClaim(msgspec.Struct, frozen=True):
    """What the worker may see of a claim: no officer's name, note or internal reason.

    `waits` is money handed out that came back, `wait_amounts` how much of each, and `heirs_paid`
    tells that heirs received money. `died_on` is the day on which the worker died and `outs` are all
    pay-outs, both only for an heir who follows the claim. `acts` says who acts next, `doings` are
    what officers did and when, and `looks` who opened the claim. A claim that its worker withdrew is
    shown as closed from that moment on (`withdrawn`), whatever is done about it.
    """

    claim: Claim
    state: str
    withdrawn: bool
    about: str
    acts: str
    next_action: str
    due: date
    instalments: list[Part]
    deductions: list[Deduction]
    waits: list[Undelivered]
    wait_amounts: dict[int | None, int]
    heirs_paid: bool
    died_on: date | None
    outs: list[PayOut]
    balances: list[Balance]
    payments: list[Payment]
    speakers: list[RepresentativeDetails]
    letters: list[tuple[Letter, str]]
    doings: list[tuple[str, date]]
    history: list[tuple[datetime, str]]
    looks: list[AccessEntry]


def show_claim(
    request: Req,
    session: Session,
    claim: Claim,
    follower: FollowerForms,
    refusal: Refusal | None = None,
) -> Response[Any]:
    return form_actions.form_page(
        request,
        "filing/wages/followed.html",
        _followed_claim(request, session, claim, _seen_death(session, claim, follower)),
        claim_deadlines.for_claim(session, claim, context.app_state(request).clock()),
        file_upload.upload_form(request, session, claim, desk=False),
        follower,
        refusal=refusal,
        responsible=responsible_bodies.for_country(
            session, claim.country, context.app_state(request).today
        ),
    )


def find_claim(request: Req, session: Session, pair: FollowInput) -> tuple[Claim, bool]:
    """Return the claim, and whether this is its worker: signed in, or by the worker's own secret.

    Refuses: WrongPair.
    """
    day = context.app_state(request).today
    try:
        if pair.secret is None and context.actor(request).role is Role.CITIZEN:
            return account_page.own_claim(request, session, pair.reference), True
        return representatives.get_by_secret(session, pair.reference, pair.secret or "", day)
    except NotFound as reason:
        raise WrongPair("reference") from reason


def _seen_death(session: Session, claim: Claim, follower: FollowerForms) -> date | None:
    """Return the day on which the worker died, for an heir alone: no page tells others of a death.

    After it only heirs can follow a claim of which they are not the worker."""
    return deaths.day_of_death(session, claim.citizen) if follower.mine is False else None


def _followed_claim(
    request: Req, session: Session, claim: Claim, died_on: date | None
) -> FollowedClaim:
    number, day = claim.reference, context.app_state(request).today
    viewed = [number, claim.citizen, *access_log.related_references(session, [number])]
    since = withdrawals.shown_since(session, claim)
    state = ClaimState.CLOSED.value if since else claim.state
    waits = money_entries.list_all(session, Undelivered, number)
    outs = heir_shares.list_delivered(session, number)
    return FollowedClaim(
        claim=claim,
        state=state,
        withdrawn=since is not None or claim.closing_reason in withdrawals.REASONS,
        about=claim.country,
        acts=next_actor(ClaimState(state), for_heir=died_on is not None),
        next_action=(shown_actions.for_heir if died_on else shown_actions.for_worker)(
            wage_claims.next_action(session, claim), state
        ),
        due=service_levels.due_for_worker(session, claim),
        instalments=instalments.by_claims(session, [number], day)[number],
        deductions=money_entries.list_current(session, Deduction, number),
        waits=money_entries.current(waits),
        wait_amounts=failed_payouts.amounts(waits),
        heirs_paid=any(one.heir for one in outs),
        died_on=died_on,
        outs=outs if died_on else [],
        balances=money_entries.balances(session, number),
        payments=payments.payments(session, number),
        speakers=_speakers(session, claim, day),
        letters=[
            one
            for one in letter_check.list_letters(request, session, number)
            if since is None or one[0].at <= since
        ],
        doings=doings.days(session, claim, since),
        history=[(step.at, step.to) for step in state_machine.shown_history(session, claim)],
        looks=_views(session, viewed, since),
    )


def _speakers(session: Session, claim: Claim, day: date) -> list[RepresentativeDetails]:
    """Return the representatives, without those of the person from whom the claim was moved."""
    moved = claim_facts.moved_at(session, claim.reference)
    known = representatives.list_for_claim(session, claim, day)
    return [one for one in known if moved is None or one.at > moved]


def _views(session: Session, viewed: list[str], since: datetime | None) -> list[AccessEntry]:
    """Return the last looks into a claim, of a withdrawn one those before its withdrawal."""
    numbers, former = ([], dict.fromkeys(viewed, since)) if since else (viewed, {})
    return access_log.list_entries(session, numbers, former=former, limit=VIEWS_SHOWN)


def next_actor(state: ClaimState, *, for_heir: bool = False) -> str:
    """Whose move it is while a claim is in this state."""
    if state is ClaimState.CLOSED:
        return "nobody"
    groups = {"body": _BODIES, "post": _POSTS, "employer": _EMPLOYERS}
    groups["heirs" if for_heir else "you"] = _WORKERS
    return next((who for who, states in groups.items() if state in states), "us")
