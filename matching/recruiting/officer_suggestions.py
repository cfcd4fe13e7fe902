"""Suggestions: an officer proposes a vacancy to a person, who decides whether to apply."""

from datetime import date, datetime

from sqlalchemy import Select, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles import profiles

# Who may propose: those who place people, and those who advise them.
PROPOSERS = (Role.LICENSING_OFFICER, Role.ADVISER, Role.ATTACHE)


class NotLookingForWork(Refusal):
    slug = "does-not-look"
    sentence = N_("According to their profile, this person has not asked for proposals.")


class ProposedAlready(Refusal):
    slug = "proposed-already"
    sentence = N_("This vacancy has already been proposed to this person.")


class Proposal(SQLModel, table=True):
    """One vacancy proposed to one person by one officer, and whether they declined it."""

    __tablename__ = "proposals"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    vacancy: str = Field(primary_key=True, foreign_key="vacancies.reference", max_length=24)
    officer: str = Field(max_length=40)
    at: datetime
    declined_at: datetime | None = None


PERSONAL = ("citizen",)


def propose(
    session: Session, person: Citizen, vacancy: str, *, by: Actor, on: datetime, day: date
) -> Proposal:
    """Propose a vacancy to a person who may apply for it.

    Refuses: NotAllowed, NotFound, NotLookingForWork, ProposedAlready, persons.ErasedPerson,
    applications.NoTradeYet, applications.GateShut, applications.AppliedAlready.
    """
    if by.role not in PROPOSERS:
        raise NotAllowed
    persons.require_not_erased(session, person.reference)
    described = profiles.for_person(session, person.reference)
    if described is None or not described.looking:
        raise NotLookingForWork
    vacancies.get_shown(session, vacancy, day)
    applications.require_suits(session, person.reference, vacancy, day)
    applications.require_first(session, person, vacancy)
    theirs = col(Proposal.citizen).in_(persons.same_person(person))
    if session.execute(select(1).where(theirs, col(Proposal.vacancy) == vacancy)).first():
        raise ProposedAlready
    row = Proposal(citizen=person.reference, vacancy=vacancy, officer=by.account, at=on)
    session.add(row)
    session.flush()
    journal.write(session, "tell_of", "vacancy", vacancy, by=by, on=on)
    return row


def list_all(session: Session, person: Citizen) -> list[Proposal]:
    """All proposals to a person, newest first."""
    theirs = select(Proposal).where(col(Proposal.citizen).in_(persons.same_person(person)))
    return list(
        session.execute(theirs.order_by(col(Proposal.at).desc(), col(Proposal.vacancy))).scalars()
    )


def list_open(session: Session, person: Citizen, day: date) -> list[Proposal]:
    """The proposals to a person that are shown today and not answered yet, newest first."""
    open_ = select(col(Vacancy.reference)).join(Agency).where(vacancies.may_be_shown(day))
    asked = select(Proposal).where(
        col(Proposal.citizen).in_(persons.same_person(person)),
        col(Proposal.declined_at).is_(None),
        col(Proposal.vacancy).in_(open_),
        col(Proposal.vacancy).not_in(_applied(person)),
    )
    return list(
        session.execute(asked.order_by(col(Proposal.at).desc(), col(Proposal.vacancy))).scalars()
    )


def _applied(person: Citizen) -> Select[str]:
    return select(col(applications.Application.vacancy)).where(applications.of_person(person))


def decline(session: Session, person: Citizen, vacancy: str, *, by: Actor, on: datetime) -> None:
    """Decline a proposal; repeating it changes nothing. Refuses: NotFound."""
    mine = select(Proposal).where(
        col(Proposal.citizen).in_(persons.same_person(person)), col(Proposal.vacancy) == vacancy
    )
    rows = list(session.execute(mine).scalars())
    if not rows:
        raise NotFound
    if waiting := [row for row in rows if row.declined_at is None]:
        for row in waiting:
            row.declined_at = on
        session.flush()
        journal.write(session, "decline_proposal", "vacancy", vacancy, by=by, on=on)
