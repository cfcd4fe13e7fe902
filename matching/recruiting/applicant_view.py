"""Candidates as a recruiter sees them: skills and score, without identifying data.

Only `contact` gives name and telephone, once the worker has consented.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, select, true
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from catalog.licensing import recruiting_rights
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications, transitions
from matching.applications.applications import Application, RejectionReason, State
from matching.applications.state_machine import STEPS
from matching.contracts.contracts import Contract
from matching.contracts.contracts import State as Written
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.profiles.profiles import LookingFor, TongueRow, TradeRow
from matching.ranking.pair_score import RegisterSnapshot
from matching.scoring.eligibility import Gate
from matching.scoring.score import ScoreBreakdown

# The fields of an application that a recruiter sees unchanged.
_AS_STORED = (
    "reference vacancy state version points knowable applied_at moved_at age_band"
    " interview_at held_until why"
).split()
# The steps of a recruiter; those after an accepted offer belong to the journey.
ACTS = ("find_eligible", "ask_papers", "shortlist", "invite", "offer", "reject")
# Steps that are open to an agency that may not recruit.
ALWAYS = frozenset({"reject"})
# An agency must be able to contact those with a seat or abroad, whatever became of its licence.
OFFERED_STATES = applications.PLACE_HELD | {State.DEPARTED, State.ARRIVED_CONFIRMED, State.WORKING}


class NotRevealed(Refusal):
    slug = "not-revealed"
    sentence = N_(
        "This person has not agreed to let you see their name and number. They can agree to "
        "this on their own page."
    )


class ContactOver(Refusal):
    slug = "contact-over"
    sentence = N_(
        "This application is over, so you can no longer see this person’s name and number."
    )


class MissingReason(Refusal):
    slug = "why-not-told"
    sentence = N_("Give a reason. The person will see it.")


class MissingTime(Refusal):
    slug = "when-not-told"
    sentence = N_("Enter the date and time.")


class NotForYou(Refusal):
    slug = "not-for-you"
    sentence = N_("An agency cannot take this step.")


class Candidate(msgspec.Struct):
    """An application without its person."""

    reference: str
    vacancy: str
    state: str
    version: int
    points: int | None
    knowable: int | None
    applied_at: datetime
    moved_at: datetime
    age_band: str
    education: str | None
    trades: list[tuple[str, int, bool | None]]
    tongues: list[tuple[str, str | None, date | None]]
    consent: bool
    checked: list[str]
    interview_at: datetime | None
    held_until: date | None
    why: str | None
    acts: list[str]
    sheet: ScoreBreakdown | None


class Contact(msgspec.Struct):
    name: str
    phone: str


class StepInput(msgspec.Struct):
    """The further input of a step."""

    why: RejectionReason | None = None
    at: datetime | None = None
    until: date | None = None


def count_by_state(session: Session, vacancy: str, *, by: Actor) -> dict[str, int]:
    """How many of a vacancy's candidates are in each state."""
    asked = select(col(Application.state), func.count()).where(
        applications.within(by), col(Application.vacancy) == vacancy
    )
    return {
        str(state): int(many)
        for state, many in session.execute(asked.group_by(col(Application.state)))
    }


def count(session: Session, *, by: Actor) -> dict[str, int]:
    """How many candidates each vacancy has."""
    return _by_vacancy(session, true(), by)


def count_new(session: Session, *, by: Actor) -> dict[str, int]:
    """How many new candidates wait for a first review, by vacancy."""
    return _by_vacancy(session, col(Application.state) == State.SUBMITTED.value, by)


def to_sign(session: Session, *, by: Actor) -> dict[str, int]:
    """How many accepted a seat and wait for the recruiter's contract or signature, by vacancy.

    Without those whose own answer is awaited.
    """
    read = select(col(Contract.application)).where(col(Contract.state) == Written.DRAFTED.value)
    accepted = col(Application.state) == State.ACCEPTED.value
    return _by_vacancy(session, and_(accepted, col(Application.reference).not_in(read)), by)


def _by_vacancy(session: Session, term: ColumnElement[bool], by: Actor) -> dict[str, int]:
    asked = select(col(Application.vacancy), func.count()).where(applications.within(by), term)
    return {
        str(one): int(many)
        for one, many in session.execute(asked.group_by(col(Application.vacancy)))
    }


def describe(session: Session, row: Application, *, by: Actor, day: date) -> Candidate:
    """What a recruiter sees of an application, with today's score; little is left of an erased
    person."""
    return describe_all(session, [row], by=by, day=day)[0]


def describe_all(
    session: Session, rows: Sequence[Application], *, by: Actor, day: date
) -> list[Candidate]:
    """What a recruiter sees of each application; as many queries for a hundred as for one."""
    people = sorted({row.citizen for row in rows})
    looking, trades, tongues = (
        profiles.rows_by_person(session, table, lambda citizen: citizen.in_(people))
        for table in (LookingFor, TradeRow, TongueRow)
    )
    sheets = _scores(session, rows, people, day)
    recruited = transitions.recruited_by(session, {row.vacancy for row in rows}, by)
    described = []
    for row in rows:
        same: dict[str, Any] = {name: getattr(row, name) for name in _AS_STORED}
        own = looking.get(row.citizen)
        described.append(
            Candidate(
                **same,
                education=own[0].education if own else None,
                trades=[
                    (one.isco08, one.years, one.certificate) for one in trades.get(row.citizen, ())
                ],
                tongues=[
                    (one.language, one.level, one.valid_until)
                    for one in tongues.get(row.citizen, ())
                ],
                consent=applications.consent_holds(row),
                checked=row.checked.split(),
                acts=_open_steps(row) if row.vacancy in recruited else [],
                sheet=sheets.get(row.reference),
            )
        )
    return described


def _open_steps(row: Application) -> list[str]:
    return [act for act in ACTS if State(row.state) in STEPS[act].sources]


def _scores(
    session: Session, rows: Sequence[Application], people: Sequence[str], day: date
) -> dict[str, ScoreBreakdown]:
    """Today's best score of each application, by reference; none without a trade."""
    stated = profiles.scoring_profiles_by_person(session, people, day)
    register = RegisterSnapshot(session, day)
    register.read_terms({row.vacancy for row in rows})
    return {
        row.reference: register.sheets(own, row.vacancy)[0]
        for row in rows
        if (own := stated[row.citizen])
    }


def take_step(
    session: Session,
    row: Application,
    act: str,
    step_input: StepInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Application:
    """Take one step as a recruiter.

    Refuses: NotForYou, recruiting_rights.MayNotRecruitNow, MissingReason, MissingTime, and what
    transitions.move, transitions.invite, transitions.offer and transitions.reject refuse.
    """
    if act not in ACTS:
        raise NotForYou
    if act not in ALWAYS and by.role is Role.AGENCY_USER:
        recruiting_rights.require_allowed(session, by, day)
    if act == "reject":
        if step_input.why is None:
            raise MissingReason("why")
        return transitions.reject(session, row, step_input.why, by=by, on=on)
    if act == "invite":
        if step_input.at is None:
            raise MissingTime("at")
        return transitions.invite(session, row, step_input.at, by=by, on=on, day=day)
    if act == "offer":
        return transitions.offer(session, row, until=step_input.until, by=by, on=on, day=day)
    return transitions.move(session, row, act, by=by, on=on, day=day)


def see_papers(
    session: Session, row: Application, seen: list[Gate], *, by: Actor, on: datetime, day: date
) -> None:
    """Record for which gates the recruiter saw the documents.

    Refuses: recruiting_rights.MayNotRecruitNow, transitions.StepNotPossible.
    """
    recruiting_rights.require_allowed(session, by, day)
    transitions.record_checked_gates(session, row, seen, by=by, on=on)


def contact(session: Session, row: Application, *, by: Actor, on: datetime, day: date) -> Contact:
    """Name and telephone of a candidate who consented; the access is journalled.

    An agency that may not recruit cannot contact new candidates. Refuses: ContactOver, NotRevealed,
    NotAllowed, recruiting_rights.MayNotRecruitNow.
    """
    if by.role is not Role.AGENCY_USER:
        raise NotAllowed
    if State(row.state) in applications.EXITS:
        raise ContactOver
    if not applications.names_worker(row, by):
        raise NotRevealed
    if State(row.state) not in OFFERED_STATES:
        recruiting_rights.require_allowed(session, by, day)
    person = session.get_one(Citizen, row.citizen)
    journal.write(
        session, "reveal", "application", row.reference, by=by, on=on, fields=("name", "phone")
    )
    return Contact(person.name, persons.phone(session, person))


def vacancies_of(session: Session, rows: list[str]) -> dict[str, Vacancy]:
    """These vacancies by reference."""
    asked = select(Vacancy).where(col(Vacancy.reference).in_(rows))
    return {row.reference: row for row in session.execute(asked).scalars()}
