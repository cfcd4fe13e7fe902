"""Personal export: everything stored about a person, to which they have a right of access."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import corrections, journal
from catalog.core.actor import Actor
from catalog.core.approvals import ApprovalKind
from catalog.core.fields import tashkent_day
from matching.applications import applications, notices
from matching.applications.applications import Application
from matching.identity import person_corrections, persons
from matching.identity.persons import Citizen
from matching.journey import costs, placement_corrections
from matching.placements import arrivals
from matching.profiles import profiles
from matching.profiles.profile_edits import LanguageInput, PaperInput, TradeInput
from matching.quota import entries, lottery_results
from matching.quota.entries import Entry
from matching.ranking import alerts, nightly_ranking
from matching.recruiting import officer_suggestions
from matching.search import saved_searches
from service.accounts import Account
from service.accounts.login_sessions import SignIn
from service.casework import evidence, wage_diary
from service.casework import letters as written
from service.casework.advice import (
    advice_sessions,
    advice_texts,
    callbacks,
    claim_from_session,
    session_corrections,
)
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.complaints import complaints
from service.casework.groups import groups
from service.casework.groups.groups import Membership
from service.casework.money import instalments, money_entries, payees, payments
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Matter
from service.casework.workflow import (
    activities,
    assignment,
    claim_approvals,
    claim_closing,
    claim_facts,
    notes,
    representatives,
    state_machine,
    transfers,
    withdrawals,
)
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
from service.privacy.erasure_records import records

Told = TypeVar("Told", bound=msgspec.Struct)
_KINDS: dict[str, type[msgspec.Struct]] = {
    "trades": TradeInput,
    "tongues": LanguageInput,
    "papers": PaperInput,
}


def _convert(kind: type[Told], row: Any, **opened_: Any) -> Told:
    """Build an export record from a row's columns of the same names and from decrypted values."""
    return kind(
        **{name: getattr(row, name) for name in kind.__struct_fields__ if name not in opened_},
        **opened_,
    )


def _convert_all(kind: type[Told], rows: Iterable[Any]) -> list[Told]:
    return [_convert(kind, row) for row in rows]


def export_person(session: Session, citizen: str, *, now: datetime) -> export_schema.File:
    """Return the whole file of a person, given any of their records. Refuses: NotFound."""
    rows = records(session, citizen)
    own = [row.reference for row in rows]
    account = (
        session.execute(select(Account).where(col(Account.citizen).in_(own))).scalars().first()
    )
    oneself = account.reference if account else None
    result = sent_messages.list_to_numbers(session, sent_messages.numbers(session, rows))
    return export_schema.File(
        reference=own[0],
        told_at=now,
        persons=[_person(session, row) for row in rows],
        account=_account(session, account) if account else None,
        matters=_matters(session, own),
        advice=_advice(session, own),
        claims=_claims(session, own, tashkent_day(now)),
        **_job_search(session, rows[0], own),
        rounds=[_lottery_entry(session, one) for one in entries.list_for_person(session, rows[0])],
        contracts=_contracts(session, own[0]),
        complaints=_complaints(session, rows[0]),
        paid=[
            _convert(claim_schema.PaidCostRecord, one, receipts=_evidence(session, one))
            for one in costs.list_for_person(session, rows[0])
        ],
        diaries=[_diary(session, one) for one in wage_diary.list_own(session, rows[0])],
        messages=_convert_all(export_schema.MessageRecord, result),
        opened=access_log.list_entries(
            session, access_log.references(session, rows), oneself=oneself
        ),
        holds=[
            _convert(export_schema.HoldRecord, one, since=one.at)
            for one in legal_holds.list_all(session, rows)
        ],
        erasures=[
            _convert(export_schema.ErasureRecord, one, by_oneself=one.asked_by == oneself)
            for one in erasure_requests.history(session, rows)
        ],
    )


def _job_search(session: Session, person: Citizen, own: list[str]) -> dict[str, Any]:
    """Return the parts of the file on the person's job search."""
    return {
        "profiles": [
            _job_profile(session, row) for one in own if (row := profiles.for_person(session, one))
        ],
        "applications": [
            _application(session, one) for one in applications.list_for_person(session, person)
        ],
        "searches": [
            _convert(job_search_schema.SavedSearchRecord, row)
            for one in own
            for row in saved_searches.list_for_person(session, one)
        ],
        "proposals": _convert_all(
            job_search_schema.ProposalRecord, officer_suggestions.list_all(session, person)
        ),
        "notices": [
            _convert(job_search_schema.NoticeRecord, row)
            for one in own
            for row in notices.list_for_person(session, one)
        ],
    }


def _person(session: Session, row: Citizen) -> export_schema.Person:
    return _convert(
        export_schema.Person,
        row,
        corrections=_corrections(session, person_corrections.NOUN, row.reference),
        **{name: persons.unseal_value(session, row, name) for name in persons.SEALED},
    )


def _account(session: Session, account: Account) -> export_schema.AccountRecord:
    asked = (
        select(SignIn)
        .where(col(SignIn.account) == account.reference)
        .order_by(col(SignIn.at).desc())
    )
    return _convert(
        export_schema.AccountRecord,
        account,
        sign_ins=_convert_all(export_schema.SignInRecord, session.execute(asked).scalars()),
    )


def _matters(session: Session, own: list[str]) -> list[export_schema.Problem]:
    in_sessions = select(col(advice_tables.Session.matter)).where(
        col(advice_tables.Session.citizen).in_(own)
    )
    theirs = or_(col(Matter.citizen).in_(own), col(Matter.reference).in_(in_sessions))
    rows = session.execute(
        select(Matter).where(theirs).order_by(col(Matter.opened_at).desc())
    ).scalars()
    return _convert_all(export_schema.Problem, rows)


def _advice(session: Session, own: list[str]) -> list[export_schema.AdviceSessionRecord]:
    asked = (
        select(advice_tables.Session)
        .where(col(advice_tables.Session.citizen).in_(own))
        .order_by(col(advice_tables.Session.at).desc())
    )
    rows = list(session.execute(asked).scalars())
    numbers = [row.reference for row in rows]
    said, called = (
        advice_texts.versions_by_session(session, numbers),
        callbacks.by_sessions(session, numbers),
    )
    return [
        _convert(
            export_schema.AdviceSessionRecord,
            row,
            note=advice_sessions.note(session, row),
            corrections=_corrections(session, session_corrections.NOUN, row.reference),
            texts=_convert_all(export_schema.AdviceTextRecord, said.get(row.reference, [])),
            called_back=_convert_all(export_schema.CallbackRecord, called.get(row.reference, [])),
        )
        for row in rows
    ]


def _corrections(
    session: Session, noun: str, reference: str
) -> list[claim_schema.CorrectionRecord]:
    return [
        claim_schema.CorrectionRecord(
            one.number, one.at, _convert_all(claim_schema.CorrectedValue, one.changes)
        )
        for one in corrections.history(session, noun, reference)
    ]


def _claims(session: Session, own: list[str], day: date) -> list[claim_schema.ClaimRecord]:
    asked = select(Claim).where(col(Claim.citizen).in_(own)).order_by(col(Claim.filed_at).desc())
    return [_claim(session, row, day) for row in list(session.execute(asked).scalars())]


def _claim(session: Session, row: Claim, day: date) -> claim_schema.ClaimRecord:
    number, since = row.reference, withdrawals.shown_since(session, row)
    return _convert(
        claim_schema.ClaimRecord,
        row,
        state=ClaimState.CLOSED.value if since else row.state,
        came_from=claim_from_session.session_of(session, number),
        story=wage_claims.story(session, row),
        next_action="" if since else wage_claims.next_action(session, row),
        lines=_convert_all(claim_schema.LineRecord, wage_claims.lines(session, number)),
        balances=money_entries.balances(session, number),
        steps=_convert_all(claim_schema.StepRecord, state_machine.shown_history(session, row)),
        acts=_activities(session, row, since),
        payments=_convert_all(claim_schema.PaymentRecord, payments.payments(session, number)),
        pay_outs=_convert_all(claim_schema.PayOutRecord, money_entries.pay_outs(session, number)),
        instalments=instalments.by_claims(session, [number], day)[number],
        deductions=_convert_all(
            claim_schema.DeductionRecord, money_entries.deductions(session, number)
        ),
        undelivered=_convert_all(
            claim_schema.UndeliveredRecord, money_entries.undelivered(session, number)
        ),
        representatives=representatives.list_for_claim(session, row, day),
        payee=payees.destination(session, row),
        group=_group(session, row),
        closing_reason=claim_closing.shown_reason(row.closing_reason) or "",
        approvals=_approvals(session, number),
        transfers=_convert_all(claim_schema.TransferRecord, transfers.list_for_claim(session, row)),
        audits=_audits(session, row),
        reminders=_convert_all(
            claim_schema.ReminderRecord, claim_reminders.list_for_claim(session, number)
        ),
        given_on=[one.at for one in assignment.assignments(session, number)],
        letters=_letters(session, number),
        evidence=_evidence(session, row),
        corrections=_corrections(session, claim_facts.NOUN, number),
        notes_of_officers=len(notes.list_for_claim(session, row)),
    )


def _audits(session: Session, row: Claim) -> list[claim_schema.AuditRecord]:
    found = sampling_audit.list_for_claim(session, row)
    return [_convert(claim_schema.AuditRecord, one) for one, _ in found]


def _activities(
    session: Session, row: Claim, until: datetime | None
) -> list[claim_schema.ActivityRecord]:
    """Return the activities; of a claim that the person withdrew only those before that.

    An officer tells the person of later ones where they can talk undisturbed."""
    rows = activities.list_for_claim(session, row)
    shown = [one for one in rows if until is None or one.at <= until]
    return _convert_all(claim_schema.ActivityRecord, shown)


def _approvals(session: Session, number: str) -> list[claim_schema.ApprovalRecord]:
    """Return the decisions of second officers, except on withdrawals under pressure.

    An officer tells the person of those where they can talk undisturbed."""
    return [
        _convert(claim_schema.ApprovalRecord, one)
        for one in claim_approvals.history(session, number)
        if one.asked != ApprovalKind.PRESSURE
    ]


def _evidence(session: Session, owner: evidence.Owner) -> list[claim_schema.EvidenceRecord]:
    return _convert_all(claim_schema.EvidenceRecord, evidence.list_files(session, owner))


def _job_profile(session: Session, row: profiles.LookingFor) -> job_search_schema.JobProfileRecord:
    asked = {
        name: profiles.rows(session, table, row.citizen) for name, table in profiles.LISTS.items()
    }
    lists = {name: _convert_all(kind, asked[name]) for name, kind in _KINDS.items()}
    ranked = [
        job_search_schema.MatchRecord(vacancy, points, day)
        for vacancy, points, day in nightly_ranking.list_all(session, row.citizen)
    ]
    new = _convert_all(job_search_schema.MatchRecord, alerts.list_all(session, row.citizen))
    return _convert(job_search_schema.JobProfileRecord, row, **lists, ranked=ranked, alerts=new)


def _lottery_entry(session: Session, row: Entry) -> export_schema.LotteryEntryRecord:
    wanted = [(one.vacancy, one.points) for one in entries.choices(session, row.code)]
    seat = lottery_results.seat_of(session, row)
    return _convert(
        export_schema.LotteryEntryRecord,
        row,
        wanted=wanted,
        vacancy=seat.vacancy if seat else None,
        lost=seat.lost if seat else None,
    )


def _diary(session: Session, row: wage_diary.Diary) -> export_schema.Diary:
    return _convert(
        export_schema.Diary,
        row,
        days=[export_schema.DiaryDayRecord(*one) for one in wage_diary.days(session, row)],
    )


def _contracts(session: Session, person: str) -> list[export_schema.PlacementRecord]:
    rows = arrivals.list_for_person(session, person)
    names = arrivals.agency_names(session, rows)
    return [
        _convert(
            export_schema.PlacementRecord,
            row,
            agency=names[row.agency],
            corrections=_corrections(session, placement_corrections.NOUN, row.reference),
            check_ins=journey_schema.check_ins_for(session, row.reference),
            came_home=journey_schema.return_for(session, row.reference),
        )
        for row in rows
    ]


def _application(session: Session, row: Application) -> export_schema.ApplicationRecord:
    return _convert(
        export_schema.ApplicationRecord,
        row,
        contract=journey_schema.contract_for(session, row),
        prepared=journey_schema.pre_departure_for(session, row),
    )


def _complaints(session: Session, person: Citizen) -> list[export_schema.ComplaintRecord]:
    return [
        _convert(
            export_schema.ComplaintRecord,
            row,
            words=complaints.full_text(session, row),
            answer=complaints.answer_of(session, row),
        )
        for row in complaints.list_own(session, person)
    ]


def _letters(session: Session, claim: str) -> list[claim_schema.LetterRecord]:
    return [
        _convert(
            claim_schema.LetterRecord,
            row,
            words=written.plain_text(session, row),
            void_reason=written.void_reason(session, row),
        )
        for row in written.list_for_claim(session, claim)
    ]


def _group(session: Session, claim: Claim) -> claim_schema.GroupRecord | None:
    row = session.get(Membership, claim.reference)
    return (
        _convert(claim_schema.GroupRecord, row, why=groups.leaving_reason(session, claim, row))
        if row
        else None
    )


def record_export(session: Session, number: str, *, by: Actor, on: datetime) -> None:
    """Record in the journal that a person's whole file was exported."""
    journal.write(session, "export", "citizen", number, by=by, on=on)
