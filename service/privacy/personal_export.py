"""Everything that is kept about a person, as they have a right to be told it."""

from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Who
from catalog.core.fields import tashkent_day
from matching.applications import applications, notices
from matching.applications.applications import Application
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.placements import arrivals
from matching.profiles import profiles
from matching.profiles.profile_edits import Held, Tongue, Trade
from matching.quota import entries, lottery_results
from matching.quota.entries import Entry
from matching.ranking import alerts, nightly_ranking
from matching.recruiting import officer_suggestions
from matching.search import saved_searches
from service.accounts import Account
from service.accounts.login_sessions import SignIn
from service.casework import evidence, wage_diary
from service.casework import letters as written
from service.casework.advice import advice_sessions, advice_texts, callbacks, claim_from_session
from service.casework.advice.advice_sessions import Matter
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaints
from service.casework.groups import groups
from service.casework.groups.groups import Membership
from service.casework.money import instalments, money_entries, payees, payments
from service.casework.workflow import (
    activities,
    approvals,
    assignment,
    claim_closing,
    notes,
    representatives,
    state_machine,
)
from service.casework.workflow.approvals import Ask
from service.casework.worklists import claim_reminders, sampling_audit
from service.privacy import (
    access_log,
    claim_schema,
    erasure_requests,
    export_schema,
    job_search_schema,
    journey_schema,
    legal_holds,
    sent_messages,
)
from service.privacy.erasures import records

Told = TypeVar("Told", bound=msgspec.Struct)
_KINDS: dict[str, type[msgspec.Struct]] = {"trades": Trade, "tongues": Tongue, "papers": Held}


def _as(kind: type[Told], row: Any, **opened_: Any) -> Told:
    """What a row says under the names of a part of the file, and what was sealed in it opened."""
    return kind(**{name: getattr(row, name) for name in kind.__struct_fields__ if name not in opened_}, **opened_)


def tell(session: Session, citizen: str, *, now: datetime) -> export_schema.File:
    """The whole file of a person, whichever of their records is named. Refuses: NotFound."""
    rows = records(session, citizen)
    own = [row.reference for row in rows]
    account = session.execute(select(Account).where(col(Account.citizen).in_(own))).scalars().first()
    oneself = account.reference if account else None
    told = sent_messages.to(session, sent_messages.numbers(session, rows))
    return export_schema.File(
        reference=own[0],
        told_at=now,
        persons=[_person(session, row) for row in rows],
        account=_entrance(session, account) if account else None,
        matters=_matters(session, own),
        advice=_advice(session, own),
        claims=_claims(session, own, tashkent_day(now)),
        profiles=[_looks(session, row) for one in own if (row := profiles.of(session, one))],
        applications=[_applied(session, one) for one in applications.of(session, rows[0])],
        searches=[_as(job_search_schema.Searched, row) for one in own for row in saved_searches.of(session, one)],
        proposals=[_as(job_search_schema.Proposed, row) for row in officer_suggestions.all_of(session, rows[0])],
        notices=[_as(job_search_schema.Noticed, row) for one in own for row in notices.of(session, one)],
        rounds=[_entered(session, one) for one in entries.of(session, rows[0])],
        contracts=_contracts(session, own[0]),
        complaints=_complaints(session, rows[0]),
        paid=[_as(claim_schema.PaidFor, one, receipts=_enclosed(session, one)) for one in costs.of(session, rows[0])],
        diaries=[_diary(session, one) for one in wage_diary.of(session, rows[0])],
        messages=[_as(export_schema.Sent, one) for one in told],
        opened=access_log.of(session, access_log.references(session, rows), oneself=oneself),
        holds=[_as(export_schema.Kept, one, since=one.at) for one in legal_holds.of(session, rows)],
        erasures=[
            _as(export_schema.Asked, one, by_oneself=one.asked_by == oneself)
            for one in erasure_requests.of(session, rows)
        ],
    )


def _person(session: Session, row: Citizen) -> export_schema.Person:
    return _as(export_schema.Person, row, **{name: persons.opened(session, row, name) for name in persons.SEALED})


def _entrance(session: Session, account: Account) -> export_schema.Entrance:
    asked = select(SignIn).where(col(SignIn.account) == account.reference).order_by(col(SignIn.at).desc())
    return _as(
        export_schema.Entrance,
        account,
        sign_ins=[_as(export_schema.SignedIn, one) for one in session.execute(asked).scalars()],
    )


def _matters(session: Session, own: list[str]) -> list[export_schema.Problem]:
    in_sessions = select(col(advice_sessions.Session.matter)).where(col(advice_sessions.Session.citizen).in_(own))
    theirs = or_(col(Matter.citizen).in_(own), col(Matter.reference).in_(in_sessions))
    rows = session.execute(select(Matter).where(theirs).order_by(col(Matter.opened_at).desc())).scalars()
    return [_as(export_schema.Problem, row) for row in rows]


def _advice(session: Session, own: list[str]) -> list[export_schema.Talk]:
    asked = (
        select(advice_sessions.Session)
        .where(col(advice_sessions.Session.citizen).in_(own))
        .order_by(col(advice_sessions.Session.at).desc())
    )
    rows = list(session.execute(asked).scalars())
    numbers = [row.reference for row in rows]
    said, called = advice_texts.given(session, numbers), callbacks.of(session, numbers)
    return [
        _as(
            export_schema.Talk, row, note=advice_sessions.note(session, row),
            texts=[_as(export_schema.Said, one) for one in said.get(row.reference, [])],
            called_back=[_as(export_schema.CalledBack, one) for one in called.get(row.reference, [])],
        )
        for row in rows
    ]  # fmt: skip


def _claims(session: Session, own: list[str], day: date) -> list[claim_schema.Case]:
    asked = select(Claim).where(col(Claim.citizen).in_(own)).order_by(col(Claim.filed_at).desc())
    return [_claim(session, row, day) for row in list(session.execute(asked).scalars())]


def _claim(session: Session, row: Claim, day: date) -> claim_schema.Case:
    number = row.reference
    return _as(
        claim_schema.Case,
        row,
        came_from=claim_from_session.session_of(session, number),
        story=wage_claims.story(session, row),
        next_action=wage_claims.next_action(session, row),
        lines=[_as(claim_schema.Owed, one) for one in wage_claims.lines(session, number)],
        balances=payments.balances(session, number),
        steps=[_as(claim_schema.Moved, one) for one in state_machine.history(session, row)],
        acts=[_as(claim_schema.Doing, one) for one in activities.of(session, row)],
        payments=[_as(claim_schema.Paid, one) for one in payments.payments(session, number)],
        pay_outs=[_as(claim_schema.HandedOver, one) for one in money_entries.pay_outs(session, number)],
        instalments=instalments.of(session, [number], day)[number],
        deductions=[_as(claim_schema.Fee, one) for one in money_entries.deductions(session, number)],
        undelivered=[_as(claim_schema.Waits, one) for one in money_entries.undelivered(session, number)],
        representatives=representatives.speakers(session, row, day),
        payee=payees.destination(session, row),
        group=_together(session, row),
        closing_reason=claim_closing.told(row.closing_reason) or "",
        approvals=_decided(session, number),
        audits=[_as(claim_schema.Audited, one) for one, _ in sampling_audit.of(session, row)],
        reminders=[_as(claim_schema.Reminded, one) for one in claim_reminders.of(session, number)],
        given_on=[one.at for one in assignment.assignments(session, number)],
        letters=_letters(session, number),
        evidence=_enclosed(session, row),
        notes_of_officers=len(notes.of(session, row)),
    )


def _decided(session: Session, number: str) -> list[claim_schema.Decided]:
    """What two officers decided. That a withdrawal was not free is told by an officer who can be listened to undisturbed."""
    return [_as(claim_schema.Decided, one) for one in approvals.of(session, number) if one.asked != Ask.PRESSURE]


def _enclosed(session: Session, owner: evidence.Owner) -> list[claim_schema.Enclosed]:
    return [_as(claim_schema.Enclosed, one) for one in evidence.of(session, owner)]


def _looks(session: Session, row: profiles.LookingFor) -> job_search_schema.Looks:
    asked = {name: profiles.rows(session, table, row.citizen) for name, table in profiles.LISTS.items()}
    lists = {name: [_as(kind, one) for one in asked[name]] for name, kind in _KINDS.items()}
    ranked = [
        job_search_schema.Suits(vacancy, points, day)
        for vacancy, points, day in nightly_ranking.kept(session, row.citizen)
    ]
    new = [_as(job_search_schema.Suits, one) for one in alerts.kept(session, row.citizen)]
    return _as(job_search_schema.Looks, row, **lists, ranked=ranked, alerts=new)


def _entered(session: Session, row: Entry) -> export_schema.Entered:
    wanted = [(one.vacancy, one.points) for one in entries.choices(session, row.code)]
    seat = lottery_results.seat_of(session, row)
    return _as(
        export_schema.Entered,
        row,
        wanted=wanted,
        vacancy=seat.vacancy if seat else None,
        lost=seat.lost if seat else None,
    )


def _diary(session: Session, row: wage_diary.Diary) -> export_schema.Diary:
    return _as(export_schema.Diary, row, days=[export_schema.Noted(*one) for one in wage_diary.days(session, row)])


def _contracts(session: Session, person: str) -> list[export_schema.Contract]:
    rows = arrivals.of(session, person)
    names = arrivals.agency_names(session, rows)
    return [
        _as(
            export_schema.Contract, row, agency=names[row.agency], check_ins=journey_schema.answered(session, row.reference),
            came_home=journey_schema.came_home(session, row.reference),
        )
        for row in rows
    ]  # fmt: skip


def _applied(session: Session, row: Application) -> export_schema.Applied:
    return _as(
        export_schema.Applied,
        row,
        contract=journey_schema.agreed(session, row),
        prepared=journey_schema.prepared(session, row),
    )


def _complaints(session: Session, person: Citizen) -> list[export_schema.Complained]:
    return [
        _as(
            export_schema.Complained,
            row,
            words=complaints.unsealed(session, row),
            answer=complaints.answer_of(session, row),
        )
        for row in complaints.of(session, person)
    ]


def _letters(session: Session, claim: str) -> list[claim_schema.Written]:
    return [
        _as(claim_schema.Written, row, words=written.told(session, row), void_reason=written.void_reason(session, row))
        for row in written.of(session, claim)
    ]


def _together(session: Session, claim: Claim) -> claim_schema.Together | None:
    row = session.get(Membership, claim.reference)
    return _as(claim_schema.Together, row, why=groups.why(session, claim, row)) if row else None


def note_taken(session: Session, number: str, *, by: Who, on: datetime) -> None:
    """Writes down that somebody took a person's whole file away."""
    journal.write(session, "export", "citizen", number, by=by, on=on)
