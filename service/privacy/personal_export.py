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
from service.accounts.signins import SignIn
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
from service.dossier import asks, case, file, holds, letters, looking, opened, records, road

Told = TypeVar("Told", bound=msgspec.Struct)
_KINDS: dict[str, type[msgspec.Struct]] = {"trades": Trade, "tongues": Tongue, "papers": Held}


def _as(kind: type[Told], row: Any, **opened_: Any) -> Told:
    """What a row says under the names of a part of the file, and what was sealed in it opened."""
    return kind(**{name: getattr(row, name) for name in kind.__struct_fields__ if name not in opened_}, **opened_)


def tell(session: Session, citizen: str, *, now: datetime) -> file.File:
    """The whole file of a person, whichever of their records is named. Refuses: NotFound."""
    rows = records(session, citizen)
    own = [row.reference for row in rows]
    account = session.execute(select(Account).where(col(Account.citizen).in_(own))).scalars().first()
    oneself = account.reference if account else None
    told = letters.to(session, letters.numbers(session, rows))
    return file.File(
        reference=own[0], told_at=now, persons=[_person(session, row) for row in rows],
        account=_entrance(session, account) if account else None, matters=_matters(session, own),
        advice=_advice(session, own), claims=_claims(session, own, tashkent_day(now)),
        profiles=[_looks(session, row) for one in own if (row := profiles.of(session, one))],
        applications=[_applied(session, one) for one in applications.of(session, rows[0])],
        searches=[_as(looking.Searched, row) for one in own for row in saved_searches.of(session, one)],
        proposals=[_as(looking.Proposed, row) for row in officer_suggestions.all_of(session, rows[0])],
        notices=[_as(looking.Noticed, row) for one in own for row in notices.of(session, one)],
        rounds=[_entered(session, one) for one in entries.of(session, rows[0])],
        contracts=_contracts(session, own[0]), complaints=_complaints(session, rows[0]),
        paid=[_as(case.PaidFor, one, receipts=_enclosed(session, one)) for one in costs.of(session, rows[0])],
        diaries=[_diary(session, one) for one in wage_diary.of(session, rows[0])], messages=[_as(file.Sent, one) for one in told],
        opened=opened.of(session, opened.references(session, rows), oneself=oneself),
        holds=[_as(file.Kept, one, since=one.at) for one in holds.of(session, rows)],
        erasures=[_as(file.Asked, one, by_oneself=one.asked_by == oneself) for one in asks.of(session, rows)],
    )  # fmt: skip


def _person(session: Session, row: Citizen) -> file.Person:
    return _as(file.Person, row, **{name: persons.opened(session, row, name) for name in persons.SEALED})


def _entrance(session: Session, account: Account) -> file.Entrance:
    asked = select(SignIn).where(col(SignIn.account) == account.reference).order_by(col(SignIn.at).desc())
    return _as(file.Entrance, account, sign_ins=[_as(file.SignedIn, one) for one in session.execute(asked).scalars()])


def _matters(session: Session, own: list[str]) -> list[file.Problem]:
    in_sessions = select(col(advice_sessions.Session.matter)).where(col(advice_sessions.Session.citizen).in_(own))
    theirs = or_(col(Matter.citizen).in_(own), col(Matter.reference).in_(in_sessions))
    rows = session.execute(select(Matter).where(theirs).order_by(col(Matter.opened_at).desc())).scalars()
    return [_as(file.Problem, row) for row in rows]


def _advice(session: Session, own: list[str]) -> list[file.Talk]:
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
            file.Talk, row, note=advice_sessions.note(session, row),
            texts=[_as(file.Said, one) for one in said.get(row.reference, [])],
            called_back=[_as(file.CalledBack, one) for one in called.get(row.reference, [])],
        )
        for row in rows
    ]  # fmt: skip


def _claims(session: Session, own: list[str], day: date) -> list[case.Case]:
    asked = select(Claim).where(col(Claim.citizen).in_(own)).order_by(col(Claim.filed_at).desc())
    return [_claim(session, row, day) for row in list(session.execute(asked).scalars())]


def _claim(session: Session, row: Claim, day: date) -> case.Case:
    number = row.reference
    return _as(
        case.Case,
        row,
        came_from=claim_from_session.session_of(session, number),
        story=wage_claims.story(session, row),
        next_action=wage_claims.next_action(session, row),
        lines=[_as(case.Owed, one) for one in wage_claims.lines(session, number)],
        balances=payments.balances(session, number),
        steps=[_as(case.Moved, one) for one in state_machine.history(session, row)],
        acts=[_as(case.Doing, one) for one in activities.of(session, row)],
        payments=[_as(case.Paid, one) for one in payments.payments(session, number)],
        pay_outs=[_as(case.HandedOver, one) for one in money_entries.pay_outs(session, number)],
        instalments=instalments.of(session, [number], day)[number],
        deductions=[_as(case.Fee, one) for one in money_entries.deductions(session, number)],
        undelivered=[_as(case.Waits, one) for one in money_entries.undelivered(session, number)],
        representatives=representatives.speakers(session, row, day),
        payee=payees.destination(session, row),
        group=_together(session, row),
        closing_reason=claim_closing.told(row.closing_reason) or "",
        approvals=_decided(session, number),
        audits=[_as(case.Audited, one) for one, _ in sampling_audit.of(session, row)],
        reminders=[_as(case.Reminded, one) for one in claim_reminders.of(session, number)],
        given_on=[one.at for one in assignment.assignments(session, number)],
        letters=_letters(session, number),
        evidence=_enclosed(session, row),
        notes_of_officers=len(notes.of(session, row)),
    )


def _decided(session: Session, number: str) -> list[case.Decided]:
    """What two officers decided. That a withdrawal was not free is told by an officer who can be listened to undisturbed."""
    return [_as(case.Decided, one) for one in approvals.of(session, number) if one.asked != Ask.PRESSURE]


def _enclosed(session: Session, owner: evidence.Owner) -> list[case.Enclosed]:
    return [_as(case.Enclosed, one) for one in evidence.of(session, owner)]


def _looks(session: Session, row: profiles.LookingFor) -> looking.Looks:
    asked = {name: profiles.rows(session, table, row.citizen) for name, table in profiles.LISTS.items()}
    lists = {name: [_as(kind, one) for one in asked[name]] for name, kind in _KINDS.items()}
    ranked = [
        looking.Suits(vacancy, points, day) for vacancy, points, day in nightly_ranking.kept(session, row.citizen)
    ]
    new = [_as(looking.Suits, one) for one in alerts.kept(session, row.citizen)]
    return _as(looking.Looks, row, **lists, ranked=ranked, alerts=new)


def _entered(session: Session, row: Entry) -> file.Entered:
    wanted = [(one.vacancy, one.points) for one in entries.choices(session, row.code)]
    seat = lottery_results.seat_of(session, row)
    return _as(
        file.Entered, row, wanted=wanted, vacancy=seat.vacancy if seat else None, lost=seat.lost if seat else None
    )


def _diary(session: Session, row: wage_diary.Diary) -> file.Diary:
    return _as(file.Diary, row, days=[file.Noted(*one) for one in wage_diary.days(session, row)])


def _contracts(session: Session, person: str) -> list[file.Contract]:
    rows = arrivals.of(session, person)
    names = arrivals.agency_names(session, rows)
    return [
        _as(
            file.Contract, row, agency=names[row.agency], check_ins=road.answered(session, row.reference),
            came_home=road.came_home(session, row.reference),
        )
        for row in rows
    ]  # fmt: skip


def _applied(session: Session, row: Application) -> file.Applied:
    return _as(file.Applied, row, contract=road.agreed(session, row), prepared=road.prepared(session, row))


def _complaints(session: Session, person: Citizen) -> list[file.Complained]:
    return [
        _as(file.Complained, row, words=complaints.unsealed(session, row), answer=complaints.answer_of(session, row))
        for row in complaints.of(session, person)
    ]


def _letters(session: Session, claim: str) -> list[case.Written]:
    return [
        _as(case.Written, row, words=written.told(session, row), void_reason=written.void_reason(session, row))
        for row in written.of(session, claim)
    ]


def _together(session: Session, claim: Claim) -> case.Together | None:
    row = session.get(Membership, claim.reference)
    return _as(case.Together, row, why=groups.why(session, claim, row)) if row else None


def note_taken(session: Session, number: str, *, by: Who, on: datetime) -> None:
    """Writes down that somebody took a person's whole file away."""
    journal.write(session, "export", "citizen", number, by=by, on=on)
