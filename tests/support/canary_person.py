"""A person with a unique word wherever personal data can be, and the search for those words."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import select, text
from sqlmodel import Session, SQLModel, col

from catalog.core import outbox, vault
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.approvals import ApprovalKind
from catalog.core.outbox import Channel
from catalog.licensing import agencies
from i18n import Language
from i18n.scripts import fold
from i18n.tongues import LetterLanguage
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen
from service.accounts import Account, login_sessions, number_changes, phone_login, second_factor
from service.casework import evidence, letters
from service.casework.advice import advice_sessions, topics
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import ClaimState, NewClaim, NewLine
from service.casework.complaints import complaint_decisions, complaints
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import NewComplaint
from service.casework.evidence import Evidence, NewFile
from service.casework.groups import groups
from service.casework.groups.groups import Group, LeaveInput
from service.casework.incidents import incidents, insurance, procedure, relatives
from service.casework.incidents.incidents import NewIncident
from service.casework.incidents.procedure import StepInput
from service.casework.incidents.relatives import NewRelative
from service.casework.letters.letter_request import Kind as LetterKind
from service.casework.letters.letter_request import LetterRequest
from service.casework.money import payees, payments
from service.casework.money.money_entries import Hand
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from service.casework.protection import referral_actions, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import Body, NewAnswer, NewSending, Pillar
from service.casework.protection.referrals import Consent, NewReferral, Status
from service.casework.scope.incident_tables import IncidentKind, Kinship, Proof
from service.casework.workflow import (
    activities,
    claim_approvals,
    claim_facts,
    notes,
    representatives,
    state_machine,
)
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.representatives import Kind, NewRepresentative
from service.casework.workflow.state_machine import NewStep
from service.infra import drafts
from service.infra.database import Database
from service.infra.drafts import Draft, NewDraft
from service.privacy import legal_holds
from tests.support import sample_money
from tests.support.cast import AGENCIES, BARNO, CHINORA, HAMID, IRODA, TODAY

CLAIM = "W-ZQMARKED"
PHONE, PASSPORT, PINFL, NEW_PHONE = "+998907312645", "ZQ8813579", "50718293645012", "+821044556677"
NAMES = ("Zqfirstname Invented", "Zqsecondname Invented", "Zqthirdname Invented")
ACCOUNT, BROWSER, STORY, NOTE, REASON = (
    "Zqaccountname",
    "Zqbrowser",
    "Zqstory",
    "Zqclaimnote",
    "Zqstepreason",
)
ACTION, ADVICE, HOLD, MESSAGE, PAPER = (
    "Zqnextaction",
    "Zqadvicenote",
    "Zqholdreason",
    "Zqmessage",
    "Zqpaper",
)
# Words of a protected case, which is never disclosed in writing.
REACH, DANGER, HANDED = "Zqreach", "Zqdanger", "Zqhandedover"
SPEAKER, SPEAKERS_PHONE, DOCUMENT = "Zqspeaker", "+821099887766", "Zqdocument"
PAYEE, CARD, LEFT, ASKED, ANSWERED = (
    "Zqpayee",
    "8600441177553399",
    "Zqleftwhy",
    "Zqaskedwhy",
    "Zqanswered",
)
LETTER, VOID, DOING = "Zqletterwords", "Zqvoidreason", "Zqactwords"
MISTYPED, CORRECTED = "Zqmistypedstory", "Zqcorrectedwhy"
COMPLAINT, REPLY = "Zqcomplaint", "Zqreply"
# Words of an incident; what officers noted and the paper of a relative are in no export.
INCIDENT = ("Zqincident", "Zqwhereabouts", "Zqinformant", "Zqrelative", "Zqpolicynumber")
OF_OFFICERS = ("Zqincidentnote", "Zqproofnumber", "Zqincidentwhy")
PROTECTED = (REACH, DANGER, HANDED)
# Words readable while the person is in the records: names, which officers search, and browsers.
READABLE = (*NAMES, *map(fold, NAMES), ACCOUNT, BROWSER)
SEALED = (
    PHONE[1:],
    PASSPORT,
    PINFL,
    NEW_PHONE[1:],
    STORY,
    NOTE,
    REASON,
    ACTION,
    ADVICE,
    HOLD,
    MESSAGE,
    PAPER,
    SPEAKER,
    SPEAKERS_PHONE[1:],
    DOCUMENT,
    PAYEE,
    CARD,
    LEFT,
    ASKED,
    ANSWERED,
    LETTER,
    VOID,
    DOING,
    MISTYPED,
    CORRECTED,
    COMPLAINT,
    REPLY,
    *INCIDENT,
    *OF_OFFICERS,
    *PROTECTED,
)
MARKERS = READABLE + SEALED
# What an officer has typed and not sent, which nobody else is shown.
UNSENT = "Zqunsent"
# In a matter of a person who gave no name, and who is not this person.
STRANGER = "Znobody"


class Planted(NamedTuple):
    """The planted person: records, the leading one first; the account; and traces.

    Traces are what else must be erased: fingerprints, encrypted values, keys.
    """

    records: list[str]
    account: Actor
    traces: list[bytes]


def keep(session: Session, on: datetime, beside: Path) -> None:
    """Plant the person, and store their marks in this file beside the database."""
    beside.write_bytes(msgspec.json.encode(plant(session, on=on)))


def of(beside: Path) -> Planted:
    return msgspec.json.decode(beside.read_bytes(), type=Planted)


def plant(session: Session, *, on: datetime) -> Planted:
    """Record a person three times: with an account, with a claim, and for advice.

    The claim was paid in part and closed.
    """
    outbox.put(session, Channel.SMS, PHONE, MESSAGE, on=on)
    account = phone_login.get_or_open(session, PHONE, Language.UZ, on=on)
    who = Actor(account.reference, Role.CITIZEN)
    phone_login.set_name_and_language(session, account, NAMES[0], "uz", by=who, on=on)
    account.name = ACCOUNT
    login_sessions.create(session, account, BROWSER, whole=True, on=on)
    second_factor.renew_codes(session, account, by=who, on=on)
    rows = [
        session.get_one(Citizen, one)
        for one in (str(account.citizen), _claim(session, on), _advised(session, on))
    ]
    persons.set_documents(
        session, rows[0], DocumentsInput(PASSPORT, PINFL, 1987), by=CHINORA, on=on
    )
    number_changes.request_change(session, rows[0], NEW_PHONE, by=CHINORA, on=on)
    _protected(session, on)
    _detained(session, rows[1], on)
    _complained(session, rows[0], who, on)
    for row in rows:
        row.same_as = None if row is rows[0] else rows[0].reference
        held = legal_holds.place(session, row, HOLD, by=CHINORA, on=on)
        legal_holds.lift(session, [row], held.reference, by=CHINORA, on=on)
    session.flush()
    return Planted([row.reference for row in rows], who, list(_traces(session, account, rows)))


def _claim(session: Session, on: datetime) -> str:
    new_claim = NewClaim(
        "Severny Dvor Stroy",
        "RU",
        date(2026, 3, 1),
        date(2026, 8, 31),
        lines=[NewLine(Component.BASE_PAY, 1_000_00, "RUB")],
        contact=NewCitizen(NAMES[1], PHONE, region="1726"),
        story=MISTYPED,
    )
    claim = wage_claims.file(session, new_claim, by=VISITOR, on=on, day=TODAY, number=CLAIM).claim
    new_facts = NewFacts(story=STORY, reason=CORRECTED)
    claim_facts.amend(session, claim, new_facts, by=CHINORA, on=on)
    step = NewStep(ClaimState.ACKNOWLEDGED, REASON, ACTION, TODAY)
    state_machine.take_step(session, claim, step, by=CHINORA, on=on, day=TODAY)
    notes.add(session, claim, NOTE, by=CHINORA, on=on)
    done = activities.NewAct(activities.Kind.CALL, ACTION, TODAY, words=DOING)
    activities.log(session, claim, done, by=CHINORA, on=on, day=TODAY)
    evidence.register(
        session, claim, NewFile(f"{PAPER}.pdf", 9, sha256="5a" * 32), by=VISITOR, on=on
    )
    _add_related_records(session, claim, on)
    paid = sample_money.new_payment(400_00, Hand.WORKER)
    payments.receive(session, claim, paid, by=CHINORA, on=on, day=TODAY)
    _letter(session, claim, on)
    closing = NewStep(ClaimState.CLOSED, REASON, closing_reason=ClosingReason.SETTLED_DIRECTLY)
    state_machine.take_step(session, claim, closing, by=CHINORA, on=on, day=TODAY)
    return claim.citizen


def _protected(session: Session, on: datetime) -> None:
    """Open a protected case from the claim, send it to a body and revoke it."""
    new_referral = NewReferral(
        CLAIM, Signs(debt=YesNoUnknown.YES), Consent.OVERRIDDEN, DANGER, REACH
    )
    row = referrals.refer(session, new_referral, by=CHINORA, on=on, day=TODAY)
    referral_actions.send(
        session, row, NewSending(Body.IOM, Pillar.SUPPORT, HANDED), by=CHINORA, on=on, day=TODAY
    )
    referral_actions.answer(session, row, NewAnswer(Status.REVOKED), by=CHINORA, on=on, day=TODAY)


def _detained(session: Session, person: Citizen, on: datetime) -> None:
    """Record a detention with a step, a relative and a policy, and correct it."""
    story, whereabouts, informant, relative, policy = INCIDENT
    note, proof, why = OF_OFFICERS
    by = {"by": CHINORA, "on": on}
    found = NewIncident(IncidentKind.DETENTION, "RU", story, "", None, None, "-", informant)
    row = incidents.record(session, person, found, **by, day=TODAY)
    facts = msgspec.structs.replace(incidents.current(session, row), whereabouts=whereabouts)
    incidents.correct(session, row, facts, why, **by, day=TODAY)
    step = StepInput(procedure.ProcedureStep.VISIT, TODAY, note=note)
    procedure.record(session, row, step, **by, day=TODAY)
    kin = NewRelative(relative, Kinship.PARENT, "", True, Proof.BIRTH, proof)
    relatives.add(session, row, kin, **by)
    insurance.add(session, row, insurance.NewPolicy("Strakh", policy), **by, day=TODAY)
    row.closed_on = TODAY


def _letter(session: Session, claim: wage_claims.Claim, on: datetime) -> None:
    letter_request = LetterRequest(LetterKind.DEMAND, LetterLanguage.EN, first=LETTER)
    drafted = letters.draft(
        session,
        claim,
        letter_request,
        "k" * 20,
        by=CHINORA,
        day=TODAY,
        site="https://musofir.example",
    )
    made = letters.make(session, claim, drafted, b"%PDF", by=CHINORA, on=on)
    letters.void(session, made.number, VOID, by=CHINORA, on=on)


def _add_related_records(session: Session, claim: wage_claims.Claim, on: datetime) -> None:
    """Add a representative, a payee, a group that was left, and a second approval."""
    speaker = NewRepresentative(Kind.ATTORNEY, SPEAKER, SPEAKERS_PHONE, DOCUMENT, TODAY)
    representatives.appoint(
        session, claim, speaker, by=CHINORA, on=on, day=TODAY, number="R-ZQMARKED"
    )
    payees.set_payee(
        session,
        claim,
        NewPayee(PayeeMethod.RELATIVE, PAYEE, CARD, TODAY),
        by=CHINORA,
        on=on,
        day=TODAY,
    )
    group = Group(
        reference="G-ZQ",
        employer=claim.employer,
        country="RU",
        worked_from=claim.worked_from,
        worked_to=claim.worked_to,
        opened_at=on,
        opened_on=TODAY,
        officer=CHINORA.account,
    )
    session.add(group)
    session.flush()
    groups.add_claim(session, group, claim, by=CHINORA, on=on, day=TODAY)
    groups.leave(session, claim, LeaveInput(TODAY, LEFT), by=CHINORA, on=on, day=TODAY)
    typed = NewDraft("note", CLAIM, "0" * 64, {"note": UNSENT}, citizen=claim.citizen)
    drafts.save(session, typed, by=CHINORA, on=on)
    asked = claim_approvals.request_approval(
        session, claim, NewApproval(ApprovalKind.WRITE_OFF, ASKED), by=CHINORA, on=on
    )
    claim_approvals.decline(session, asked.reference, ANSWERED, by=IRODA, on=on)


def _complained(session: Session, person: Citizen, who: Actor, on: datetime) -> None:
    """File a complaint about an agency, and its answer."""
    recruiter, _ = agencies.register(session, AGENCIES[0], by=CHINORA, on=on)
    new_complaint = NewComplaint(
        recruiter.external_id, complaints.Topic.OTHER, COMPLAINT, contact_shown=True
    )
    complaint_decisions.answer(
        session,
        complaints.file_complaint(session, new_complaint, person, by=who, on=on),
        AnswerInput(REPLY),
        by=HAMID,
        on=on,
    )


def _advised(session: Session, on: datetime) -> str:
    items = (
        topics.Channel.HOTLINE,
        Topic.UNPAID_WAGES,
        Level.ADVICE,
        Outcome.EXPLAINED,
        "RU",
    )
    advice_sessions.log(session, NewSession(*items, note=STRANGER), by=BARNO, on=on, day=TODAY)
    row = advice_sessions.log(
        session, NewSession(*items, name=NAMES[2], note=ADVICE), by=BARNO, on=on, day=TODAY
    )
    assert row.citizen
    return row.citizen


def _traces(session: Session, account: Account, rows: list[Citizen]) -> Iterable[bytes]:
    claim = session.get_one(wage_claims.Claim, CLAIM)
    yield from (account.phone_blind.encode(), claim.secret_hash.encode(), claim.story)
    for case in referrals.list_for_persons(session, [row.reference for row in rows]):
        yield from (session.get_one(vault.Key, case.reference).wrapped, case.person, case.origin)
    paper = session.execute(select(Evidence).where(col(Evidence.claim) == CLAIM)).scalars().one()
    yield from (paper.name or b"", (paper.sha256 or "").encode())
    done = (
        session.execute(select(activities.ClaimAct).where(col(activities.ClaimAct.claim) == CLAIM))
        .scalars()
        .one()
    )
    yield from (done.words, done.next_action)
    speaker = session.get_one(representatives.Representative, "R-ZQMARKED")
    yield from (speaker.secret_hash.encode(), speaker.name, speaker.phone, speaker.document)
    yield rows[0].birth_blind.encode()
    yield (
        session.execute(select(Draft.typed).where(col(Draft.record) == CLAIM)).scalars().one()
        or b""
    )
    for row in rows:
        yield session.get_one(vault.Key, row.reference).wrapped
        items = [
            getattr(row, name)
            for name in (*persons.SEALED, *(f"{name}_blind" for name in persons.SEALED))
        ]
        yield from (one.encode() if isinstance(one, str) else one for one in items if one)


def bytes_of(database: Database) -> bytes:
    """Return all bytes of the database: SQLite's files, or PostgreSQL's rows and statistics.

    Binary values are as they are or in hexadecimal digits.
    """
    if database.sqlite:
        path = Path(str(database.engine.url.database))
        return b"".join(
            path.with_name(path.name + end).read_bytes()
            for end in ("", "-wal", "-shm")
            if _is(path, end)
        )
    with database.read() as session:
        tables = [f'SELECT t::text FROM "{name}" t' for name in SQLModel.metadata.tables]  # noqa: S608
        rows = [
            row
            for one in (*tables, "SELECT s::text FROM pg_stats s")
            for row in session.execute(text(one)).scalars()
        ]
    return "\n".join(rows).encode()


def _is(path: Path, end: str) -> bool:
    return path.with_name(path.name + end).exists()


def found(within: bytes, markers: Iterable[str | bytes] = MARKERS) -> list[str | bytes]:
    """Return which of these words or values occur, as they are or in hexadecimal digits."""
    plain = [(one, one.encode() if isinstance(one, str) else one) for one in markers]
    return [one for one, value in plain if value in within or value.hex().encode() in within]
