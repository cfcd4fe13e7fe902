"""Retention periods: dated rules with their source, applied each night."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Subquery, case, func, literal, or_, select, union_all
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, outbox, staff_notices
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.reference import countries
from catalog.reference.countries import Mark
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.accounts import Account, invitations, login_sessions, phone_login
from service.accounts.login_sessions import SignIn
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.incidents.procedure import StepEntry
from service.casework.money import money_entries
from service.casework.protection import referrals
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident
from service.casework.workflow.state_machine import Step
from service.infra import drafts, idempotency, rate_limits
from service.infra.database import Database
from service.privacy import erase, erasure_requests
from service.privacy.erasure_records import records

# The word of a rule, and the command that deletes its records older than a moment, in batches.
DELETIONS: dict[str, Callable[..., int]] = {
    "attempts": rate_limits.forget,
    "codes": phone_login.forget,
    "drafts": drafts.forget,
    "invitations": invitations.forget,
    "once": idempotency.forget,
    "outbox": outbox.forget,
    "sign_ins": login_sessions.forget,
    "staff_notices": staff_notices.forget,
}
# Persons whose last case ended that long ago are erased one by one, and only by a confirmed rule.
CASES = "closed_cases"
RECORD_KINDS = (*DELETIONS, CASES)


class UnknownRecordKind(Refusal):
    slug = "not-a-retention"
    sentence = N_("There is no retention period called %(word)s.")


class RetentionTooShort(Refusal):
    slug = "kept-too-short"
    sentence = N_("A retention period must be at least one day.")


class Rule(SQLModel, table=True):
    """The retention period in days of one kind of record, with its dates and source.

    An unconfirmed rule is not applied."""

    __tablename__ = "retention_rules"
    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(index=True, max_length=24)
    days: int
    valid_from: date
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=200)
    confirmed_once_by: str | None = Field(default=None, max_length=40)


class NewRule(msgspec.Struct, forbid_unknown_fields=True):
    word: str
    days: int
    valid_from: date
    valid_to: date | None
    mark: Mark
    source: str


class RuleResult(msgspec.Struct, frozen=True):
    """The result of one rule: records deleted, and persons who had to stay.

    `rule` is None where there is none; `carried_out` says whether it may be applied."""

    word: str
    rule: Rule | None
    carried_out: bool = False
    gone: int = 0
    stayed: int = 0


def load(session: Session, rules: Iterable[NewRule], *, by: Actor, on: datetime) -> int:
    """Load rules, each identified by word and first day; a changed one is amended.

    Returns how many changed. Refuses: UnknownRecordKind, RetentionTooShort."""
    known = {(row.word, row.valid_from): row for row in session.execute(select(Rule)).scalars()}
    changed = 0
    for item in rules:
        _require_sound(item)
        row = known.get((item.word, item.valid_from)) or Rule(**_columns(item))
        fresh = row.id is None
        fields = tuple(
            name for name, value in _columns(item).items() if fresh or getattr(row, name) != value
        )
        if fields and not (row.confirmed_once_by and row.mark == Mark.CONFIRMED):
            row.sqlmodel_update(_columns(item) | {"confirmed_once_by": None})
            session.add(row)
            journal.write(
                session,
                "load" if fresh else "amend",
                "retention",
                item.word,
                by=by,
                on=on,
                fields=fields,
            )
            changed += 1
    session.flush()
    return changed


def confirm(session: Session, number: int, *, by: Actor, on: datetime) -> Rule:
    """Confirm a rule; it counts as confirmed once two officers have done so.

    Refuses: NotFound, countries.SameOfficer."""
    row = require_found(session.get(Rule, number, with_for_update=True))
    if countries.count_confirmation(row, by):
        session.flush()
        journal.write(session, "confirm_fact", "retention", row.word, by=by, on=on)
    return row


def _require_sound(new_rule: NewRule) -> None:
    if new_rule.word not in RECORD_KINDS:
        raise UnknownRecordKind("word", word=new_rule.word)
    if new_rule.days < 1:
        raise RetentionTooShort("days")


def _columns(new_rule: NewRule) -> dict[str, Any]:
    return msgspec.structs.asdict(new_rule) | {"mark": new_rule.mark.value}


def rules_in_force(session: Session, day: date) -> dict[str, Rule]:
    """Return the rule in force on a day for each word; of two, the one that began last."""
    ends = or_(col(Rule.valid_to).is_(None), col(Rule.valid_to) >= day)
    rows = (
        select(Rule)
        .where(col(Rule.valid_from) <= day, ends)
        .order_by(col(Rule.valid_from), col(Rule.id))
    )
    return {row.word: row for row in session.execute(rows).scalars()}


def apply_rules(database: Database, *, by: Actor, on: datetime, day: date) -> Iterator[RuleResult]:
    """Apply the rules of a day, in batches committed one by one.

    After an interruption anywhere, it continues the next time."""
    with database.read() as session:
        rules = rules_in_force(session, day)
    for word in RECORD_KINDS:
        rule = rules.get(word)
        if rule is None or not is_applied(rule):
            yield RuleResult(word, rule)
            continue
        before = on - timedelta(days=rule.days)
        if word == CASES:
            yield _erase(database, rule, before, by=by, on=on)
        else:
            yield RuleResult(word, rule, True, _forget(database, word, before, by=by, on=on))


def is_applied(rule: Rule) -> bool:
    """Return whether a rule may be applied.

    An erased file cannot be restored, so a published source is not enough for closed cases: the
    rule must be confirmed."""
    return rule.mark == Mark.CONFIRMED or (rule.mark == Mark.SOURCED and rule.word != CASES)


def _forget(database: Database, word: str, before: datetime, *, by: Actor, on: datetime) -> int:
    total = 0
    while True:
        with database.write() as session:
            gone = DELETIONS[word](session, before=before)
            if gone:
                journal.write(
                    session, "forget", "retention", word, by=by, on=on, fields=(f"rows:{gone}",)
                )
        if not gone:
            return total
        total += gone


def _erase(
    database: Database, rule: Rule, before: datetime, *, by: Actor, on: datetime
) -> RuleResult:
    gone = stayed = 0
    last = ""
    while True:
        with database.read() as session:
            persons = list_with_closed_cases(session, before, after=last)
        for last in persons:
            with database.write() as session:
                done = _erase_person(session, last, before, by=by, on=on)
            gone, stayed = gone + done, stayed + (not done)
        if not persons:
            return RuleResult(CASES, rule, True, gone, stayed)


def _erase_person(
    session: Session, person: str, before: datetime, *, by: Actor, on: datetime
) -> bool:
    """Erase one person if nothing prevents it; return whether it was done.

    A hold, an open claim or money due to the person keeps the file, as does a login since the
    search."""
    rows = records(session, person)
    try:
        erasure_requests.require_erasable(session, rows)
    except Refusal:
        return False
    if (
        person not in list_with_closed_cases(session, before, of=person)
        or _has_money_due(session, rows)
        or _has_recent_referral(session, rows, before)
    ):
        return False
    erase.erase(session, person, by=by, on=on)
    journal.write(session, "forget", "retention", CASES, by=by, on=on, fields=("rows:1",))
    return True


def _has_money_due(session: Session, rows: list[Citizen]) -> bool:
    theirs = select(col(Claim.reference)).where(
        col(Claim.citizen).in_([row.reference for row in rows])
    )
    claims = list(session.execute(theirs).scalars())
    return any(
        one.held or one.undelivered
        for claim in claims
        for one in money_entries.balances(session, claim)
    )


def _has_recent_referral(session: Session, rows: list[Citizen], before: datetime) -> bool:
    """Return whether a protected case had an act after this moment.

    Its person is stored encrypted, so this is checked one person at a time."""
    cases = referrals.list_for_persons(session, [row.reference for row in rows])
    return any(at > before for case in cases for at in referrals.act_times(session, case))


def list_with_closed_cases(
    session: Session, before: datetime, *, after: str = "", of: str = "", most: int = 100
) -> list[str]:
    """Return persons whose cases all ended before a moment and who have not signed in since.

    Sorted by reference, after the reference `after`; with `of`, only that person is checked."""
    cases, person = _cases(), persons.leading_reference()
    back = select(col(Account.citizen)).join(SignIn, col(SignIn.account) == col(Account.reference))
    there = case(
        (col(Citizen.reference).in_(back.where(col(Account.citizen).is_not(None))), 1), else_=0
    )
    left = case((col(Citizen.erased_at).is_(None), 1), else_=0)
    quiet = (
        func.max(cases.c.ended) < before,
        func.max(col(Citizen.recorded_at)) < before,
        func.max(there) == 0,
    )
    found = (
        select(person)
        .outerjoin(cases, cases.c.citizen == col(Citizen.reference))
        .where(person == of if of else person > after)
        .group_by(person)
        .having(*quiet, func.max(cases.c.open) == 0, func.max(left) == 1)
    )
    return list(session.execute(found.order_by(person).limit(most)).scalars())


def _cases() -> Subquery:
    """Select every case with its citizen, the time of its last event, and whether it is open."""
    moved = func.coalesce(func.max(col(Step.at)), col(Claim.filed_at))
    is_open = case((col(Claim.state) != ClaimState.CLOSED.value, 1), else_=0)
    claims = select(
        col(Claim.citizen).label("citizen"), moved.label("ended"), is_open.label("open")
    )
    claims = claims.outerjoin(Step, col(Step.claim) == col(Claim.reference)).group_by(
        col(Claim.reference)
    )
    happened = select(
        col(Incident.citizen),
        func.coalesce(func.max(col(StepEntry.at)), col(Incident.recorded_at)),
        case((col(Incident.closed_on).is_(None), 1), else_=0),
    )
    happened = happened.outerjoin(
        StepEntry, col(StepEntry.incident) == col(Incident.reference)
    ).group_by(col(Incident.reference))
    talks = select(col(advice_tables.Session.citizen), col(advice_tables.Session.at), literal(0))
    return union_all(
        claims, happened, talks.where(col(advice_tables.Session.citizen).is_not(None))
    ).subquery()
