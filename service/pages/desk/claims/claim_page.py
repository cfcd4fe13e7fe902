"""One claim at the desk: its facts, money and history, and the actions that move it on."""

from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.approvals import ApprovalDetails
from catalog.core.errors import EditConflict, Refusal
from catalog.core.fields import TASHKENT, Prose
from catalog.reference import posts
from catalog.reference.countries import Country
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from service.casework.advice import claim_from_session
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.evidence import PIECE
from service.casework.groups import payment_split
from service.casework.groups.payment_split import GroupPayment
from service.casework.incidents import incident_claims
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, Payment
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import incident_tables
from service.casework.wage_diary import ClaimDiary
from service.casework.workflow import (
    assignment,
    ledger,
    notes,
    reversals,
    state_machine,
    transfers,
    withdrawals,
)
from service.casework.workflow.ledger import EntryState, LedgerEntry
from service.casework.workflow.transfers import TransferDetails
from service.casework.workflow.withdrawals import Withdrawal
from service.infra import access, responsible_bodies
from service.infra.access import Permission
from service.infra.drafts import SavedDraft
from service.input import forms
from service.pages.desk.claims import (
    claim_clocks,
    claim_conflict,
    claim_correction_page,
    claim_sidebar,
)
from service.pages.desk.claims.claim_conflict import Merge
from service.pages.desk.people import person_pages
from service.pages.desk.shared import desk_page, draft_forms, employer_opinions
from service.pages.shared import claim_records, claim_timeline, file_upload
from service.pages.shared.claim_records import ClaimRecords
from service.pages.shared.claim_timeline import Event
from service.pages.shared.file_upload import UploadForm
from service.web import context, form_actions, rendering
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction

_HIDDEN = ("version", "seen", "known")
CURRENCIES = ("USD", "EUR", "UZS", "RUB")


class NoteInput(msgspec.Struct):
    note: Prose


@page_get("/desk/wages/{reference:str}", permission=Permission.WAGES_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return page(request, reference, {}, None)


@page_post("/desk/wages/{reference:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show the worker's phone number in full, once, on this page."""
    by = context.actor(request)
    access.require(by, Permission.WAGES_READ)
    phone = person_pages.reveal_number(
        request, "phone", lambda session: wage_claims.get(session, reference, by=by).citizen
    )
    return page(request, reference, {}, None, shown={"phone": phone})


def _show_refusal(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal
) -> Response[Any]:
    saw = typed.get("seen", ""), typed.get("known", "")
    values = {name: value for name, value in typed.items() if name not in _HIDDEN}
    return page(request, reference, values, refusal, saw)


class ClaimFacts(msgspec.Struct, frozen=True):
    """A claim as officers read it: the worker, what is owed and was paid, and what was done.

    `died_on` is the day on which the worker died, if they did, `zone` that of the claim's post,
    `story` what happened under its title, `diary` the wage diary and `came_from` the advice session
    from which it was filed, `allowed` the states it may take next, `withdrawal` why it is on hold,
    `officers` the names of accounts, `asked` the approvals, `cases` the protected cases opened from
    it. `reversible` names the entries of the ledger that can be reversed, each with those reversed
    together with it. `missions` are the posts to which a step can assign it, `transfer` the latest
    offer to another. `needs_line` is whether a payment must name its line. `paid_heirs` are the
    names of the heirs who received a pay-out. `linked` are the claims named in the history that
    the officer can open. `with_group` are the entries that wait to be reversed with a payment for
    the group, each with that payment.
    """

    claim: Claim
    about: str
    person: Citizen | None
    died_on: date | None
    phone: str
    post: Post | None
    zone: ZoneInfo
    story: str
    story_title: str
    lines_owed: list[Line]
    needs_line: bool
    balances: list[Balance]
    ledger: list[LedgerEntry]
    paid_heirs: dict[str, str]
    reversible: dict[str, list[str]]
    with_group: dict[str, GroupPayment]
    currencies: list[tuple[str, str]]
    diary: ClaimDiary | None
    came_from: str | None
    next_action: str
    allowed: list[str]
    withdrawal: Withdrawal | None
    events: list[Event]
    asked: list[ApprovalDetails]
    officers: dict[str, str]
    cases: list[Referral]
    missions: list[Post]
    transfer: TransferDetails | None
    linked: set[str]


class ClaimForms(msgspec.Struct, frozen=True):
    """The forms of a claim's page: typed values, errors, saved drafts, and an edit conflict.

    `known` is the newest journal entry that the reader has seen, `shown` what was revealed once,
    `address` the address of the forms, `form_sent` the one that was sent.
    """

    typed: dict[str, str]
    errors: dict[str, Refusal]
    kept: dict[str, SavedDraft]
    merge: Merge | None
    known: int
    shown: dict[str, str]
    form_sent: str
    address: str


def page(
    request: Req,
    reference: str,
    typed: dict[str, str],
    refusal: Refusal | None,
    saw: tuple[str, str] = ("", ""),
    shown: dict[str, str] | None = None,
) -> Response[Any]:
    """Show the claim, recording the read before it leaves. Refuses: NotFound, Unavailable."""
    with context.reading(request) as session:
        by, now = context.actor(request), context.app_state(request).clock()
        known = claim_conflict.last_entry(session, reference)
        claim = wage_claims.get(session, reference, by=by)
        records = claim_records.read(session, claim)
        shown_facts = facts(request, session, records)
        answer = form_actions.form_page(
            request,
            "desk/claims/claim.html",
            shown_facts,
            _forms(request, session, shown_facts, typed, refusal, saw, known, shown or {}),
            claim_sidebar.sidebar(
                request, session, claim, records.money, shown_facts.balances, shown_facts.died_on
            ),
            employer_opinions.for_claims(session, [claim]),
            claim_correction_page.history(session, reference),
            claim_clocks.for_claim(session, records, shown_facts.zone, by=by, now=now),
            UploadForm(records.files, file_upload.ticket(request, claim, desk=True), PIECE),
            refusal=refusal,
            safety_of=reference,
            responsible=responsible_bodies.for_country(
                session, claim.country, context.app_state(request).today
            ),
            plain=forms.format_amount,
        )
    context.note_read(request, "claim", reference)
    return answer


def _forms(
    request: Req,
    session: Session,
    about: ClaimFacts,
    typed: dict[str, str],
    refusal: Refusal | None,
    saw: tuple[str, str],
    known: int,
    shown: dict[str, str],
) -> ClaimForms:
    """Return the forms as they were typed, or beside the other's changes after an edit conflict."""
    conflict = isinstance(refusal, EditConflict)
    merge = (
        claim_conflict.build_merge(session, about.claim, typed, *saw, about.events)
        if conflict
        else None
    )
    by, claim = context.actor(request), about.claim
    kept = {
        form: claim_conflict.draft_of_now(session, claim, draft, by=by)
        for form, draft in draft_forms.list_for_record(
            request, session, claim.reference, typed
        ).items()
    }
    # The correction form is on a page of its own; its fields must not fill those of this page.
    kept.pop("facts", None)
    drafts = {name: value for draft in kept.values() for name, value in draft.typed.items()}
    return ClaimForms(
        typed=drafts | (merge.again if merge else typed),
        errors={} if conflict else forms.errors_by_field(refusal),
        kept=kept,
        merge=merge,
        known=known,
        shown=shown,
        form_sent=draft_forms.form_of(request.url.path),
        address=request.url.path,
    )


def facts(request: Req, session: Session, records: ClaimRecords) -> ClaimFacts:
    """Return a claim as officers read it."""
    by, claim, lines = context.actor(request), records.claim, records.lines
    number, person = claim.reference, session.get(Citizen, claim.citizen)
    post = session.get(Post, claim.post) if claim.post else None
    balances = money_entries.add_up(session, [number], lines)[number]
    events, (rows, waits) = claim_timeline.history(records), _ledger(session, records)
    withdrawal = withdrawals.find_open(session, number)
    died_on = deaths.day_of_death(session, claim.citizen)
    return ClaimFacts(
        claim=claim,
        about=claim.country,
        person=person,
        died_on=died_on,
        phone=persons.mask_number(persons.phone(session, person)) if person else "",
        post=post,
        zone=ZoneInfo(post.timezone) if post else TASHKENT,
        story=wage_claims.story(session, claim),
        story_title=_story_title(session, claim, died_on),
        lines_owed=lines,
        needs_line=payments.needs_line(lines),
        balances=balances,
        ledger=rows,
        with_group=waits,
        paid_heirs=incident_tables.heir_names(session, {one.heir for one in rows if one.heir}),
        reversible=_reversible(session, claim, rows),
        currencies=[(code, code) for code in _currencies(session, claim, lines, balances)],
        diary=records.diary,
        came_from=claim_from_session.session_of(session, number),
        next_action=wage_claims.next_action(session, claim),
        allowed=[to.value for to in state_machine.allowed_now(claim, withdrawal, by)],
        withdrawal=withdrawal,
        events=events,
        asked=records.requests,
        officers=desk_page.officer_names(session, _officers(records, events, rows, withdrawal)),
        cases=referrals.opened_from(session, number, by=by),
        missions=_missions(request, session, claim),
        transfer=next(iter(transfers.list_for_claim(session, claim)), None),
        linked=_linked(session, records, by),
    )


def _ledger(
    session: Session, records: ClaimRecords
) -> tuple[list[LedgerEntry], dict[str, GroupPayment]]:
    """Return the ledger, and its entries that wait to be reversed with a payment for the group."""
    mine = col(Payment.claim) == records.claim.reference
    paid = records.money.payments
    waits = payment_split.waiting_reversals(session, mine) if paid else {}
    return ledger.build(session, records.money, records.requests, waits), waits


def _linked(session: Session, records: ClaimRecords, by: Actor) -> set[str]:
    """Return the claims of which this one was named a duplicate, if the officer can open them."""
    named = {one.duplicate_of for one in records.steps if one.duplicate_of}
    if not named:
        return set()
    asked = select(col(Claim.reference)).where(
        col(Claim.reference).in_(named), wage_claims.within(by)
    )
    return set(session.execute(asked).scalars())


def _story_title(session: Session, claim: Claim, died_on: date | None) -> str:
    """Return the title of the story, which may be an officer's account of an incident."""
    if died_on or incident_claims.is_from_incident(session, claim):
        return N_("What happened")
    return N_("In the worker’s words")


def _officers(
    records: ClaimRecords,
    events: list[Event],
    rows: list[LedgerEntry],
    withdrawal: Withdrawal | None,
) -> list[str | None]:
    """Return the accounts that are named on the page."""
    return [
        wage_claims.owner(records.claim),
        withdrawal.spoke_by if withdrawal else None,
        *claim_timeline.accounts_named(events),
        *(one.officer for one in rows),
        *(name for ask in records.requests for name in (ask.asked_by, ask.decided_by)),
    ]


def _missions(request: Req, session: Session, claim: Claim) -> list[Post]:
    """Return the posts to which a step may assign the claim, those of its country first."""
    by, day = context.actor(request), context.app_state(request).today
    if ClaimState.ASSIGNED_TO_POST not in state_machine.allowed(claim.state, by):
        return []
    rows = posts.list_handling(session, day)
    if by.role is Role.ATTACHE:
        return [post for post in rows if post.code == claim.post]
    rows = rendering.by_country(context.reader(request).lang, rows)
    return sorted(rows, key=lambda post: post.country != claim.country)


def _reversible(session: Session, claim: Claim, rows: list[LedgerEntry]) -> dict[str, list[str]]:
    """Return the entries that can be reversed, each with those reversed together with it."""
    standing = [one.entry for one in rows if one.state is EntryState.STANDING and not one.reverses]
    return {
        entry: [one.reference for one in reversals.also_reversed(session, claim, entry)]
        for entry in standing
    }


def _currencies(
    session: Session, claim: Claim, lines: list[Line], balances: list[Balance]
) -> list[str]:
    """Return the currencies to pay in: owed, received, the country's own, then the usual ones."""
    place = session.get(Country, claim.country)
    known = [line.currency for line in lines] + [one.currency for one in balances]
    return list(dict.fromkeys((*known, *([place.currency] if place else []), *CURRENCIES)))


def _find_claim(act: FormAction, reference: str) -> Claim:
    """Return the claim of a form, whose draft is deleted since it was sent.

    A form that is older than one's own changes is brought to the current version.
    """
    form_name = draft_forms.form_of(act.request.url.path)
    draft_forms.delete_sent(act.request, act.session, form_name, reference)
    claim = wage_claims.get(act.session, reference, by=act.by)
    claim_conflict.follow_own_changes(act.session, claim, act.typed, by=act.by)
    return claim


# A form of a claim; after a refusal the page of the claim keeps the input.
post = partial(
    form_actions.post,
    back="/desk/wages/{reference}",
    find=_find_claim,
    redraw=_show_refusal,
    reads=Permission.WAGES_READ,
)


@post(
    "/desk/wages/{reference:str}/notes",
    permission=Permission.WAGES_WRITE,
    versioned=False,
    done=N_("The note is added."),
)
def note(act: FormAction, claim: Claim) -> None:
    notes.add(act.session, claim, act.read(NoteInput).note, by=act.by, on=act.on)


@post(
    "/desk/wages/{reference:str}/assign",
    permission=Permission.WAGES_ASSIGN,
    done=N_("The claim is assigned."),
)
def assign(act: FormAction, claim: Claim) -> None:
    assignment.assign(act.session, claim, act.typed.get("officer", ""), by=act.by, on=act.on)
