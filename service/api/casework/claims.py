"""Claims in the API: in full for the staff who work on them, in part for the worker."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.fields import tashkent_day
from catalog.reference.countries import Mark
from i18n import Language, gettext
from matching.identity.persons import Citizen
from service.casework import wage_diary
from service.casework.advice.topics import Channel
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines import filing_deadlines
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.deadlines.time_limits import CountedFrom, Unit
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand, Method, Payer, Payment
from service.casework.wage_diary import PayPeriod
from service.casework.workflow import (
    claim_closing,
    notes,
    shown_actions,
    state_machine,
    withdrawals,
)
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import StepDetails
from service.casework.worklists import service_levels
from service.web.rendering import localized_text


class ClaimLine(msgspec.Struct):
    """One part of what is owed, in minor units: as claimed, as the papers show, as agreed or
    adjudged. Without days of its own it is for all days of work."""

    number: int
    component: Component
    currency: str
    claimed: int
    documented: int | None
    agreed: int | None
    first_day: date | None = None
    last_day: date | None = None


class ClaimBalance(msgspec.Struct):
    """The amounts of one currency in minor units, never added to those of another.

    `received`, `paid_out`, `deducted`, `undelivered` and `held` are money of this currency; `covered`,
    `in_hand` and `fees` are parts of the debt in this currency, whatever they were paid in.
    """

    currency: str
    claimed: int
    documented: int
    agreed: int
    received: int
    paid_out: int
    due: int
    deducted: int
    undelivered: int
    covered: int
    in_hand: int
    fees: int
    held: int


class ClaimPayment(msgspec.Struct):
    """Money received, and its worth by the rate of that day."""

    amount: int
    currency: str
    payer: Payer
    method: Method
    hand: Hand
    on: date
    usd: int | None
    uzs: int | None
    rate_on: date | None
    rate_source: str


class ClaimNote(msgspec.Struct):
    at: datetime
    officer: str
    text: str


class WageDiaryDay(msgspec.Struct):
    """A day of a wage diary: minutes worked, minor units paid, and whether it was noted after the
    claim was filed."""

    day: date
    minutes: int
    paid: int
    after_claim: bool


class WageDiary(msgspec.Struct):
    """The worker's wage diary that the claim was made from, which goes on after it. `overtime` are the
    minutes beyond the normal hours of the country, and empty where those are not confirmed."""

    wage: int
    currency: str
    period: PayPeriod
    minutes: int
    earned: int
    paid: int
    overtime: int | None
    days: list[WageDiaryDay]


class ClaimFileBy(msgspec.Struct):
    """Until when one part of the claim can be brought to court there: `first` for the oldest pay,
    `last` for the newest, `next` the one still to come, with the law it is worked out by and how
    far that can be trusted. All empty where no limit is known. The days do not run while the claim
    is in court (`stopped`); from a judgment run those for an appeal and for the bailiff. What is
    `unconfirmed` is told to officers only."""

    component: str
    standing: LimitStatus
    first: date | None
    last: date | None
    next: date | None
    days_left: int
    length: int | None
    unit: Unit | None
    counted_from: CountedFrom | None
    valid_from: date | None
    mark: Mark | None
    source: str
    exceptions: str


class ClaimRecord(msgspec.Struct):
    """One claim. `may_go_to`, `notes` and `diary` are for those who work on it, and empty for the worker.
    Whoever follows a claim by its secret may be made to show it: they are told no reason of a
    withdrawal, of a claim that a prosecutor has only that it was accepted, and of these and of a
    closed one no next action. To them a withdrawn claim is closed from the request on."""

    reference: str
    version: int
    state: ClaimState
    closing_reason: ClosingReason | None
    next_action: str
    due: date
    may_go_to: list[ClaimState]
    employer: str
    country: str
    city: str
    post: str | None
    worked_from: date | None
    worked_to: date | None
    occupation_major: str | None
    channel: Channel
    filed_at: datetime
    filed_on: date
    name: str
    story: str
    lines: list[ClaimLine]
    balances: list[ClaimBalance]
    payments: list[ClaimPayment]
    file_by: list[ClaimFileBy]
    notes: list[ClaimNote]
    employer_number: str = ""
    employer_address: str = ""
    diary: WageDiary | None = None


class ClaimStep(msgspec.Struct):
    """One move of a claim. Who made it, and why, is told to those who work on it."""

    came_from: ClaimState
    to: ClaimState
    next_action: str
    due: date | None
    at: datetime
    reason: str | None
    officer: str | None
    happened_on: date | None
    duplicate_of: str | None


class ClaimHistory(msgspec.Struct):
    items: list[ClaimStep]


_COPIED_FIELDS = (
    *(
        "reference",
        "employer",
        "country",
        "city",
        "post",
    ),
    *("occupation_major", "filed_at", "filed_on", "employer_number", "employer_address"),
)


def _allowed(session: Session, claim: Claim) -> list[ClaimState]:
    return state_machine.allowed_now(claim, withdrawals.find_open(session, claim.reference))


def record(
    session: Session, claim: Claim, lang: Language, now: datetime, *, worker: bool
) -> ClaimRecord:
    """Return a claim with its money and filing deadlines and, for staff, its notes."""
    person, since = (
        session.get_one(Citizen, claim.citizen),
        withdrawals.shown_since(session, claim) if worker else None,
    )
    closed_for = (
        claim_closing.shown_reason(claim.closing_reason) if worker else _closing_reason(claim)
    )
    return ClaimRecord(
        **{name: getattr(claim, name) for name in _COPIED_FIELDS},
        worked_from=claim.worked_from,
        worked_to=claim.worked_to,
        # The real version of a withdrawn claim would show its worker what is done after that.
        version=1 if since else claim.version,
        due=_due(session, claim, since, worker=worker),
        state=_state(claim, since, worker=worker),
        channel=Channel(claim.channel),
        name=person.name,
        closing_reason=closed_for,
        next_action="" if since else _next_action(session, claim, lang, worker=worker),
        may_go_to=[] if worker else _allowed(session, claim),
        story=wage_claims.story(session, claim),
        lines=_lines(session, claim),
        balances=balances(session, claim),
        payments=[_payment(row) for row in payments.payments(session, claim.reference)],
        file_by=[] if since else _file_by(session, claim, lang, now, staff=not worker),
        notes=[]
        if worker
        else [
            ClaimNote(row.at, row.officer, text)
            for row, text in notes.list_for_claim(session, claim)
        ],
        diary=None if worker else _diary(session, claim),
    )


def _diary(session: Session, claim: Claim) -> WageDiary | None:
    found = wage_diary.for_claim(session, claim)
    if found is None:
        return None
    return WageDiary(
        wage=found.row.wage,
        currency=found.row.currency,
        period=PayPeriod(found.row.period),
        minutes=found.sum.minutes,
        earned=found.sum.earned,
        paid=found.sum.paid,
        overtime=found.overtime if found.rule else None,
        days=[
            WageDiaryDay(day, minutes, paid, day in found.later)
            for day, minutes, paid in found.days
        ],
    )


def _due(session: Session, claim: Claim, since: datetime | None, *, worker: bool) -> date:
    if since:
        return tashkent_day(since)
    return service_levels.due_for_worker(session, claim) if worker else claim.due


def _state(claim: Claim, withdrawn_since: datetime | None, *, worker: bool) -> ClaimState:
    if withdrawn_since:
        return ClaimState.CLOSED
    return state_machine.shown_state(claim.state) if worker else ClaimState(claim.state)


def _closing_reason(claim: Claim) -> ClosingReason | None:
    return ClosingReason(claim.closing_reason) if claim.closing_reason else None


def _next_action(session: Session, claim: Claim, lang: Language, *, worker: bool) -> str:
    untold = worker and claim.state in state_machine.HIDDEN_STATES
    action = wage_claims.next_action(session, claim)
    shown = shown_actions.for_worker(action, claim.state) if worker else action
    return "" if untold else gettext(lang, shown)


def _lines(session: Session, claim: Claim) -> list[ClaimLine]:
    return [
        ClaimLine(
            row.number,
            Component(row.component),
            row.currency,
            row.claimed,
            row.documented,
            row.agreed,
            row.first_day,
            row.last_day,
        )
        for row in wage_claims.lines(session, claim.reference)
    ]


def balances(session: Session, claim: Claim) -> list[ClaimBalance]:
    """Return the balances of a claim, one for each currency."""
    return [
        ClaimBalance(**msgspec.structs.asdict(one), held=one.held)
        for one in money_entries.balances(session, claim.reference)
    ]


def _file_by(
    session: Session, claim: Claim, lang: Language, now: datetime, *, staff: bool
) -> list[ClaimFileBy]:
    parts = filing_deadlines.by_claims(
        session, [claim], service_levels.days(session, [claim], now), staff=staff
    )
    return [_build_file_by(part, lang) for part in parts.get(claim.reference, [])]


def _build_file_by(part: FilingDeadline, lang: Language) -> ClaimFileBy:
    days, law = (
        (part.component, part.standing, part.first, part.last, part.next, part.days_left),
        part.limit,
    )
    if law is None:
        return ClaimFileBy(*days, None, None, None, None, None, "", "")
    kind = (
        law.length,
        Unit(law.unit),
        CountedFrom(law.counted_from),
        law.valid_from,
        Mark(law.mark),
    )
    return ClaimFileBy(*days, *kind, law.source, localized_text(lang, law))


def _payment(row: Payment) -> ClaimPayment:
    plain: dict[str, Any] = {name: getattr(row, name) for name in ClaimPayment.__struct_fields__}
    words = {"payer": Payer(row.payer), "method": Method(row.method), "hand": Hand(row.hand)}
    return ClaimPayment(**plain | words)


def history(session: Session, claim: Claim, lang: Language, *, worker: bool) -> ClaimHistory:
    """Return the steps of a claim; the worker sees what happens next, not the officers' remarks."""
    if worker:
        steps = state_machine.shown_history(session, claim)
        return ClaimHistory([_worker_step(row, lang) for row in steps])
    return ClaimHistory([_full_step(row, lang) for row in state_machine.history(session, claim)])


def _full_step(row: StepDetails, lang: Language) -> ClaimStep:
    action = gettext(lang, row.next_action)
    return ClaimStep(
        ClaimState(row.came_from),
        ClaimState(row.to),
        action,
        row.due,
        row.at,
        row.reason,
        row.officer,
        row.happened_on,
        row.duplicate_of,
    )


def _worker_step(row: StepDetails, lang: Language) -> ClaimStep:
    hidden = row.to in state_machine.HIDDEN_STATES
    action = "" if hidden else gettext(lang, shown_actions.for_worker(row.next_action, row.to))
    return ClaimStep(
        state_machine.shown_state(row.came_from),
        state_machine.shown_state(row.to),
        action,
        row.due,
        row.at,
        None,
        None,
        row.happened_on,
        None,
    )
