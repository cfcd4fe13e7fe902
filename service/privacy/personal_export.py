"""Personal export: everything stored about a person, to which they have a right of access."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from matching.applications import applications, notices
from matching.applications.applications import Application
from matching.identity import person_corrections, persons
from matching.identity.persons import Citizen
from matching.journey import costs, placement_corrections, return_corrections
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
from service.casework import refunds, wage_diary
from service.casework.advice import (
    advice_sessions,
    advice_texts,
    callbacks,
    session_corrections,
)
from service.casework.complaints import complaints
from service.casework.evidence import owners
from service.casework.evidence.owners import RecordKind
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Matter
from service.privacy import (
    access_log,
    claim_schema,
    erasure_requests,
    export_schema,
    incident_schema,
    job_search_schema,
    journey_schema,
    legal_holds,
    sent_messages,
)
from service.privacy.claim_export import claim_records
from service.privacy.erasure_records import records
from service.privacy.export_conversion import convert, convert_all, corrections_of, evidence_records

Told = TypeVar("Told", bound=msgspec.Struct)
_KINDS: dict[str, type[msgspec.Struct]] = {
    "trades": TradeInput,
    "tongues": LanguageInput,
    "papers": PaperInput,
}


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
        claims=claim_records(session, own, tashkent_day(now)),
        incidents=incident_schema.incident_records(session, own),
        **_job_search(session, rows[0], own),
        rounds=[_lottery_entry(session, one) for one in entries.list_for_person(session, rows[0])],
        contracts=_contracts(session, own[0]),
        complaints=_complaints(session, rows[0]),
        paid=_paid_costs(session, rows[0]),
        diaries=[_diary(session, one) for one in wage_diary.list_own(session, rows[0])],
        messages=convert_all(export_schema.MessageRecord, result),
        opened=access_log.of_person(session, rows, oneself=oneself),
        holds=[
            convert(export_schema.HoldRecord, one, since=one.at)
            for one in legal_holds.list_all(session, rows)
        ],
        erasures=[
            convert(export_schema.ErasureRecord, one, by_oneself=one.asked_by == oneself)
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
            convert(job_search_schema.SavedSearchRecord, row)
            for one in own
            for row in saved_searches.list_for_person(session, one)
        ],
        "proposals": convert_all(
            job_search_schema.ProposalRecord, officer_suggestions.list_all(session, person)
        ),
        "notices": [
            convert(job_search_schema.NoticeRecord, row)
            for one in own
            for row in notices.list_for_person(session, one)
        ],
    }


def _person(session: Session, row: Citizen) -> export_schema.Person:
    return convert(
        export_schema.Person,
        row,
        corrections=corrections_of(session, person_corrections.NOUN, row.reference),
        **{name: persons.unseal_value(session, row, name) for name in persons.SEALED},
    )


def _account(session: Session, account: Account) -> export_schema.AccountRecord:
    asked = (
        select(SignIn)
        .where(col(SignIn.account) == account.reference)
        .order_by(col(SignIn.at).desc())
    )
    return convert(
        export_schema.AccountRecord,
        account,
        sign_ins=convert_all(export_schema.SignInRecord, session.execute(asked).scalars()),
    )


def _matters(session: Session, own: list[str]) -> list[export_schema.Problem]:
    in_sessions = select(col(advice_tables.Session.matter)).where(
        col(advice_tables.Session.citizen).in_(own)
    )
    theirs = or_(col(Matter.citizen).in_(own), col(Matter.reference).in_(in_sessions))
    rows = session.execute(
        select(Matter).where(theirs).order_by(col(Matter.opened_at).desc())
    ).scalars()
    return convert_all(export_schema.Problem, rows)


def _advice(session: Session, own: list[str]) -> list[export_schema.AdviceSessionRecord]:
    asked = (
        select(advice_tables.Session)
        .where(col(advice_tables.Session.citizen).in_(own))
        .order_by(col(advice_tables.Session.at).desc())
    )
    rows = list(session.execute(asked).scalars())
    numbers = [row.reference for row in rows]
    sessions, called = (
        advice_texts.versions_by_session(session, numbers),
        callbacks.by_sessions(session, numbers),
    )
    return [
        convert(
            export_schema.AdviceSessionRecord,
            row,
            note=advice_sessions.note(session, row),
            corrections=corrections_of(session, session_corrections.NOUN, row.reference),
            texts=convert_all(export_schema.AdviceTextRecord, sessions.get(row.reference, [])),
            called_back=convert_all(export_schema.CallbackRecord, called.get(row.reference, [])),
        )
        for row in rows
    ]


def _job_profile(session: Session, row: profiles.LookingFor) -> job_search_schema.JobProfileRecord:
    asked = {
        name: profiles.rows(session, table, row.citizen) for name, table in profiles.LISTS.items()
    }
    lists = {name: convert_all(kind, asked[name]) for name, kind in _KINDS.items()}
    ranked = [
        job_search_schema.MatchRecord(vacancy, points, day)
        for vacancy, points, day in nightly_ranking.list_all(session, row.citizen)
    ]
    new = convert_all(job_search_schema.MatchRecord, alerts.list_all(session, row.citizen))
    return convert(job_search_schema.JobProfileRecord, row, **lists, ranked=ranked, alerts=new)


def _lottery_entry(session: Session, row: Entry) -> export_schema.LotteryEntryRecord:
    wanted = [(one.vacancy, one.points) for one in entries.choices(session, row.code)]
    seat = lottery_results.seat_of(session, row)
    return convert(
        export_schema.LotteryEntryRecord,
        row,
        wanted=wanted,
        vacancy=seat.vacancy if seat else None,
        lost=seat.lost if seat else None,
    )


def _paid_costs(session: Session, person: Citizen) -> list[claim_schema.PaidCostRecord]:
    paid = costs.list_for_person(session, person)
    requests = refunds.requests_by_cost(session, paid)
    return [
        convert(
            claim_schema.PaidCostRecord,
            one,
            receipts=evidence_records(session, one),
            refund=requests[one.reference].number if one.reference in requests else "",
        )
        for one in paid
    ]


def _diary(session: Session, row: wage_diary.Diary) -> export_schema.Diary:
    return convert(
        export_schema.Diary,
        row,
        days=[export_schema.DiaryDayRecord(*one) for one in wage_diary.days(session, row)],
    )


def _contracts(session: Session, person: str) -> list[export_schema.PlacementRecord]:
    rows = arrivals.list_for_person(session, person)
    names = arrivals.agency_names(session, rows)
    return [
        convert(
            export_schema.PlacementRecord,
            row,
            agency=names[row.agency],
            corrections=[
                *corrections_of(session, placement_corrections.NOUN, row.reference),
                *corrections_of(session, return_corrections.NOUN, row.reference),
            ],
            check_ins=journey_schema.check_ins_for(session, row.reference),
            came_home=journey_schema.return_for(session, row.reference),
            documents=evidence_records(
                session, owners.find_record(session, RecordKind.PLACEMENT, row.reference)
            ),
        )
        for row in rows
    ]


def _application(session: Session, row: Application) -> export_schema.ApplicationRecord:
    return convert(
        export_schema.ApplicationRecord,
        row,
        contract=journey_schema.contract_for(session, row),
        prepared=journey_schema.pre_departure_for(session, row),
    )


def _complaints(session: Session, person: Citizen) -> list[export_schema.ComplaintRecord]:
    return [
        convert(
            export_schema.ComplaintRecord,
            row,
            words=complaints.full_text(session, row),
            answer=complaints.answer_of(session, row),
            receipts=evidence_records(
                session, owners.Record(RecordKind.COMPLAINT, row.reference, row.citizen)
            ),
        )
        for row in complaints.list_own(session, person)
    ]


def record_export(session: Session, number: str, *, by: Actor, on: datetime) -> None:
    """Record in the journal that a person's whole file was exported."""
    journal.write(session, "export", "citizen", number, by=by, on=on)
