"""A job seeker for tests: a profile that suits the welder's job, and an application for it."""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.fields import tashkent_day
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, NewCitizen, Sex
from matching.profiles import profile_edits
from matching.profiles.profile_edits import (
    BasicsInput,
    LanguageInput,
    PaperInput,
    PreferencesInput,
    TradeInput,
)
from matching.profiles.profiles import Paper
from matching.scoring.eligibility import Gate, Level
from tests.support import cast
from tests.support.cast import FARIDA, HAMID

WORKER = Actor("U-WORKER", Role.CITIZEN, "Worker Invented")
ALL_GATES = [Gate.HEALTH, Gate.ENTRY_BAN, Gate.LICENCE]


def described(
    session: Session, person: Citizen, *, on: datetime, isco08: str = "7212", **values: object
) -> None:
    """Save the profile of a welder of 26.

    They have Korean at B1, a passport with long validity, and no preferences but housing.
    """
    day, arguments = tashkent_day(on), {"by": WORKER, "on": on, "day": tashkent_day(on)}
    profile_edits.save_part(
        session, person, BasicsInput(values.get("born_on", date(day.year - 26, 1, 1))), **arguments
    )
    profile_edits.save_part(
        session, person, PreferencesInput(housing=True, looking=True, told_of=True), **arguments
    )
    profile_edits.save_list(
        session,
        person,
        TradeInput,
        [TradeInput(isco08, int(str(values.get("years", 4))), True)],
        **arguments,
    )
    profile_edits.save_list(
        session,
        person,
        LanguageInput,
        [LanguageInput("ko", values.get("level", Level.B1), date(2026, 1, 15))],
        **arguments,
    )
    papers = [
        PaperInput(
            Paper.PASSPORT, date(2025, 1, 1), values.get("passport_until", date(2034, 12, 31))
        )
    ]
    profile_edits.save_list(session, person, PaperInput, papers, **arguments)


def worker(
    session: Session, *, on: datetime, name: str = "Worker Invented", **values: object
) -> Citizen:
    """Return a job seeker with a profile."""
    new = NewCitizen(name, "+998 90 000 00 71", "uz", Sex.FEMALE, AgeBand.FROM_18, "1726")
    person = persons.record(session, new, by=FARIDA, on=on)
    described(session, person, on=on, **values)
    return person


def applied(
    session: Session,
    person: Citizen,
    *,
    on: datetime,
    to: str = "published",
    consent: bool = True,
    until: str = "hand_in",
) -> Application:
    """Return a person's application for a vacancy of the cast, moved to a given step.

    The steps are hand_in, offer and take_offer.
    """
    day = tashkent_day(on)
    vacancy = cast.named(session, to).reference
    row = applications.apply(session, person, vacancy, consent=consent, by=WORKER, on=on, day=day)
    transitions.move(session, row, "hand_in", by=WORKER, on=on, day=day)
    if until == "hand_in":
        return row
    recruiter = FARIDA if cast.named(session, to).agency == "AG-STATE" else HAMID
    cast.named(session, to).quota = False  # quota places are offered only by a round
    transitions.move(session, row, "find_eligible", by=recruiter, on=on, day=day)
    transitions.record_checked_gates(session, row, ALL_GATES, by=recruiter, on=on)
    transitions.move(session, row, "shortlist", by=recruiter, on=on, day=day)
    transitions.offer(session, row, by=recruiter, on=on, day=day)
    if until == "take_offer":
        transitions.move(session, row, "take_offer", by=WORKER, on=on, day=day)
    return row
