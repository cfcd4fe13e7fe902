"""Screenings: existing information on a person's danger, and the signs that officers recorded.

The signs are encrypted with the case."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import require_found
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.identity.persons import AgeBand, Citizen
from service.casework import people_access
from service.casework.advice import advice_sessions, questions
from service.casework.advice.questions import Question
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.protection import forced_labour_indicators
from service.casework.protection.forced_labour_indicators import Signs, Suggestion
from service.casework.scope import advice_tables, claim_scope
from service.infra.access import ROLES, Permission


class Screening(SQLModel, table=True):
    """The signs of one case as one officer recorded them; a later row does not change it."""

    __tablename__ = "screenings"
    id: int | None = Field(default=None, primary_key=True)
    referral: str = Field(foreign_key="referrals.reference", index=True, max_length=24)
    answers: bytes | None
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("answers",)


class Origin(msgspec.Struct):
    """The session, claim, question or report that led to a case.

    `subject` is the person's record, or the matter or report of an anonymous person; the rest is
    what the session, claim, question or report says."""

    reference: str
    subject: str
    country: str | None
    topic: str = ""
    components: list[str] = []
    employer: str = ""
    words: str = ""
    under_18: bool = False


def get_origin(session: Session, number: str, *, by: Actor) -> Origin:
    """Return the session or claim of this number within the actor's scope. Refuses: NotFound."""
    found: Origin | None = None
    if number.startswith("A-") and Permission.ADVICE_READ in ROLES[by.role]:
        found = _session_origin(session, advice_sessions.get(session, number, by=by))
    if number.startswith("W-") and Permission.WAGES_READ in ROLES[by.role]:
        found = _claim_origin(session, wage_claims.get(session, number, by=by))
    return require_found(found)


def find_origin(session: Session, number: str) -> Origin | None:
    """Return the origin of a case for its readers, or None if it no longer exists."""
    if talk := session.get(advice_tables.Session, number):
        return _session_origin(session, talk)
    if claim := session.get(Claim, number):
        return _claim_origin(session, claim)
    if question := session.get(Question, number):
        return _question_origin(session, question)
    found = session.get(Report, number)
    return _report_origin(session, found) if found else None


def _session_origin(session: Session, row: advice_tables.Session) -> Origin:
    subject, words = row.citizen or row.matter, advice_sessions.note(session, row)
    person = session.get(Citizen, row.citizen) if row.citizen else None
    young = AgeBand.UNDER_18 in (row.age_band, person.age_band if person else "")
    return Origin(row.reference, subject, row.country, topic=row.topic, words=words, under_18=young)


def _claim_origin(session: Session, row: Claim) -> Origin:
    components, story = (
        [line.component for line in wage_claims.lines(session, row.reference)],
        wage_claims.story(session, row),
    )
    return Origin(
        row.reference,
        row.citizen,
        row.country,
        components=components,
        employer=row.employer,
        words=story,
        under_18=_is_minors_claim(session, row),
    )


def _is_minors_claim(session: Session, row: Claim) -> bool:
    young = claim_scope.under_18(col(Claim.reference), col(Claim.citizen))
    asked = select(1).where(col(Claim.reference) == row.reference, young)
    return session.execute(asked).first() is not None


def _question_origin(session: Session, row: Question) -> Origin:
    return Origin(
        row.code,
        row.matter,
        row.country,
        topic=row.topic,
        words=questions.question_and_answer(session, row)[0],
        under_18=row.under_18,
    )


def _report_origin(session: Session, row: Report) -> Origin:
    return Origin(
        row.reference,
        row.reference,
        row.country,
        employer=row.recruiter,
        words=scam_reports.story(session, row),
        under_18=row.under_18,
    )


def prefilled(session: Session, come_from: Origin, *, by: Actor) -> Signs:
    """Return the signs implied by the person's records that the actor may see."""
    person = session.get(Citizen, come_from.subject)
    talks = (
        people_access.sessions(session, [person], by=by)
        if person and Permission.ADVICE_READ in ROLES[by.role]
        else []
    )
    filed = (
        people_access.claims(session, [person], by=by)
        if person and Permission.WAGES_READ in ROLES[by.role]
        else []
    )
    owed = [line.component for one in filed for line in wage_claims.lines(session, one.reference)]
    return forced_labour_indicators.signs_from_records(
        [come_from.topic, *(one.topic for one in talks)],
        [*come_from.components, *owed],
        AgeBand.UNDER_18 if come_from.under_18 else "",
    )


def screen(session: Session, referral: str, signs: Signs, *, by: Actor, on: datetime) -> Suggestion:
    """Record the signs of a case; return what they suggest."""
    answers = vault.seal(
        session, referral, "screenings.answers", msgspec.json.encode(signs).decode()
    )
    session.add(Screening(referral=referral, answers=answers, officer=by.account, at=on))
    session.flush()
    journal.write(session, "screen", "case", referral, by=by, on=on)
    return forced_labour_indicators.suggest(signs)


def latest(session: Session, referral: str) -> Signs:
    """Return the newest signs of a case; all unknown if they cannot be decrypted."""
    newest = (
        select(Screening)
        .where(col(Screening.referral) == referral)
        .order_by(col(Screening.id).desc())
    )
    row = session.execute(newest.limit(1)).scalars().first()
    answers = vault.unseal(session, referral, "screenings.answers", row.answers) if row else ""
    return msgspec.json.decode(answers, type=Signs) if answers else Signs()
