"""Corrections of placements: the contract, the place of work, the days, and facts of the intake."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.actor import Actor, Role
from catalog.core.corrections import NothingCorrected, Reason, Subject
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import Code, CountryCode, Line, Major, Region, Town
from catalog.reference import countries
from i18n import N_
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, Sex
from matching.journey import check_ins, departure_arrival, return_migration
from matching.placements import placements
from matching.placements.placements import (
    CancellationReason,
    NewPlacement,
    Placement,
    Recruiters,
    State,
    WrongOrder,
)

NOUN = "placement"
# A supervisor may also correct what an officer recorded.
_CORRECTORS = (*placements.RECORDERS, Role.SUPERVISOR)
# Facts that a step records: they are corrected here, and neither added nor removed.
_OF_STEPS = ("departed_on", "arrived_on", "why")
_ENUMS = {"sex": Sex, "age_band": AgeBand}


class FactOfStep(Refusal):
    slug = "fact-of-step"
    sentence = N_(
        "A step of the placement records this. Here you can correct it, but not add or remove it."
    )


class AgencyOfApplication(Refusal):
    slug = "agency-of-application"
    sentence = N_(
        "This placement came from application %(number)s. Its agency and its vacancy cannot be"
        " changed here."
    )


class PlacementFacts(msgspec.Struct):
    """All facts of a placement, as they should be; `why` is the reason of a cancelled one."""

    agency: Line
    contract: Code
    employer: Line
    signed_on: date
    country: CountryCode | None = None
    city: Town = ""
    vacancy: Code | None = None
    occupation_major: Major | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    why: CancellationReason | None = None
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"


def current(row: Placement) -> PlacementFacts:
    """Return the facts of a placement as they are now."""
    values = {name: getattr(row, name) for name in PlacementFacts.__struct_fields__}
    values |= {name: kind(values[name]) for name, kind in _ENUMS.items()}
    values["why"] = CancellationReason(row.why) if row.why else None
    return PlacementFacts(**values)


def may_correct(by: Actor) -> bool:
    """Return whether this person may correct placements."""
    return by.role in _CORRECTORS


def correct(
    session: Session,
    row: Placement,
    facts: PlacementFacts,
    reason: Reason,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Placement:
    """Correct the facts of a placement; figures count it as it is from now on.

    Refuses: NotAllowed, NothingCorrected, FactOfStep, AgencyOfApplication, persons.ErasedPerson,
    and what placements.sign refuses of a contract.
    """
    if not may_correct(by):
        raise NotAllowed
    persons.require_not_erased(session, row.citizen)
    facts = msgspec.structs.replace(facts, contract=placements.contract_key(facts.contract))
    before = current(row)
    changes = corrections.compare(before, facts)
    if not changes:
        raise NothingCorrected
    contract = _require_valid(session, row, before, facts, day)
    channel = row.channel
    if (facts.agency, facts.signed_on) != (before.agency, before.signed_on):
        recruiter = placements.recruiter_of(Recruiters(session), contract)
        channel = placements.channel(recruiter).value
    for name in (one.field for one in changes):
        setattr(row, name, corrections.plain(getattr(facts, name)))
    row.channel = channel
    if facts.arrived_on and before.arrived_on:
        check_ins.move(session, row, facts.arrived_on - before.arrived_on)
    subject = Subject(NOUN, row.reference, row.citizen)
    corrections.record(session, subject, changes, reason, by=by, on=on)
    return row


def _require_valid(
    session: Session, row: Placement, before: PlacementFacts, facts: PlacementFacts, day: date
) -> NewPlacement:
    """Check the facts, and return the contract that they describe."""
    for name in _OF_STEPS:
        if (getattr(facts, name) is None) != (getattr(before, name) is None):
            raise FactOfStep(name)
    if facts.age_band != before.age_band:
        persons.require_adult(facts.age_band)
    if facts.country != before.country:
        if not facts.country:
            raise countries.NotACountry("country")
        countries.require(session, facts.country)
    if (facts.country, facts.city) != (before.country, before.city):
        countries.require_abroad(facts.country, facts.city)
    contract = NewPlacement(
        facts.agency,
        facts.contract,
        facts.employer,
        facts.signed_on,
        vacancy=facts.vacancy,
        departed_on=facts.departed_on,
        arrived_on=facts.arrived_on,
    )
    placements.require_days(contract, day)
    home = return_migration.for_placement(session, row.reference)
    last = facts.arrived_on or facts.departed_on or facts.signed_on
    if home is not None and home.came_on < last:
        raise WrongOrder("arrived_on" if facts.arrived_on else "signed_on")
    _require_same_application(session, row, before, facts)
    if (facts.agency, facts.vacancy) != (before.agency, before.vacancy):
        placements.require_vacancy(session, contract)
    if (facts.agency, facts.contract) != (before.agency, before.contract):
        person = session.get_one(Citizen, row.citizen)
        if row.state != State.CANCELLED:
            placements.require_new(session, contract, person)
    return contract


def _require_same_application(
    session: Session, row: Placement, before: PlacementFacts, facts: PlacementFacts
) -> None:
    applied = departure_arrival.application(session, row)
    if applied is None:
        return
    for name in ("agency", "vacancy"):
        if getattr(facts, name) != getattr(before, name):
            raise AgencyOfApplication(name, number=applied.reference)
