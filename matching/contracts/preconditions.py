"""Preconditions of a contract, checked again at each step towards it."""

from datetime import date

from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.employers import blacklist, employers
from catalog.licensing import recruiting_rights
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity.persons import Citizen

# States of a vacancy whose terms were vetted and are not being vetted again.
VETTED = frozenset({State.PUBLISHED, State.PAUSED, State.WITHDRAWN})


class NotVetted(Refusal):
    slug = "not-vetted"
    sentence = N_(
        "The vacancy has been changed and is being vetted. You can compare the contract with "
        "it once vetting is finished."
    )


def require_vetted(session: Session, row: Application) -> None:
    """Check that the vacancy's current terms are the vetted ones.

    A vacancy changed and then withdrawn was vetted by nobody. Refuses: NotVetted.
    """
    vacancy = session.get_one(Vacancy, row.vacancy)
    if State(vacancy.state) not in VETTED or vacancy.vetted_edition != vacancy.edition:
        raise NotVetted


def require_clear(session: Session, row: Application, employer: str, day: date) -> None:
    """Check that no party is on the black list.

    The agency, the employer of the vacancy and the employer named in the contract. Refuses:
    blacklist.FirmBarred.
    """
    vacancy = session.get_one(Vacancy, row.vacancy)
    named = {firm.reference for firm in employers.find_by_name(session, employer, vacancy.country)}
    blacklist.require_clear(session, {vacancy.agency, vacancy.employer, *named}, day)


def require(session: Session, row: Application, employer: str, *, by: Actor, day: date) -> None:
    """Check all preconditions of a contract on a day.

    A person acting for an agency needs one that may recruit. Refuses:
    recruiting_rights.MayNotRecruitNow, persons.UnderAge, countries.WorkInUzbekistan, NotVetted,
    blacklist.FirmBarred.
    """
    if by.role is Role.AGENCY_USER:
        recruiting_rights.require_allowed(session, by, day)
    person = session.get_one(Citizen, row.citizen)
    applications.require_allowed(session, person, row.vacancy, day)
    require_vetted(session, row)
    require_clear(session, row, employer, day)
