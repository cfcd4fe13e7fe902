"""Signing: the worker accepts or refuses a contract; an accepted one is signed."""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import EditConflict, NotAllowed
from catalog.licensing.agencies import Agency, Kind
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.applications.state_machine import Side
from matching.applications.transitions import StepNotPossible
from matching.contracts import contracts, preconditions
from matching.contracts.contracts import (
    BeforeAcceptance,
    Contract,
    NotAccepted,
    NotEachNamed,
    State,
    Unlawful,
)
from matching.identity.persons import Citizen
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement
from matching.profiles import profiles


def _contract_as_seen(
    session: Session, row: Application, seen: int, by: Actor, *states: State
) -> Contract:
    """The contract as the worker saw it, waiting for their answer.

    Refuses: NotAllowed, StepNotPossible, EditConflict.
    """
    if transitions.side_of(by) is not Side.WORKER:
        raise NotAllowed
    contract = contracts.for_application(session, row)
    if contract is None or row.state != applications.State.ACCEPTED:
        raise StepNotPossible(state=row.state)
    if contract.version != seen or contract.state not in states:
        raise EditConflict
    return contract


def accept(
    session: Session,
    row: Application,
    named: set[str],
    *,
    seen: int,
    by: Actor,
    on: datetime,
    day: date,
) -> Contract:
    """Accept a contract as the worker saw it, each worse or different term by name.

    Terms that the law refuses today cannot be accepted. Refuses: NotAllowed, StepNotPossible,
    EditConflict, what preconditions.require refuses, NotEachNamed, Unlawful.
    """
    contract = _contract_as_seen(session, row, seen, by, State.DRAFTED)
    preconditions.require(session, row, contract.employer, by=by, day=day)
    terms = contracts.terms(session, row, contract, day)
    if any(term.refused for term in terms):
        raise Unlawful
    worse = [term.name for term in terms if term.to_name]
    if set(worse) - named:
        raise NotEachNamed("worse")
    contract.edition = session.get_one(Vacancy, row.vacancy).edition
    contract.state, contract.worse, contract.accepted_at = State.ACCEPTED.value, " ".join(worse), on
    contract.countersigned_at = on if worse else None
    session.flush()
    journal.write(session, "agree", "contract", row.reference, by=by, on=on, fields=tuple(worse))
    return contract


def refuse(session: Session, row: Application, *, seen: int, by: Actor, on: datetime) -> Contract:
    """Refuse a contract; the worker keeps the seat, and other terms can be drafted.

    Refuses: NotAllowed, StepNotPossible, EditConflict.
    """
    contract = _contract_as_seen(session, row, seen, by, State.DRAFTED, State.ACCEPTED)
    contract.state, contract.worse, contract.countersigned_at = State.REFUSED.value, "", None
    session.flush()
    journal.write(session, "refuse", "contract", row.reference, by=by, on=on)
    return contract


def sign(
    session: Session, row: Application, signed_on: date, *, by: Actor, on: datetime, day: date
) -> Placement:
    """Sign the accepted contract and begin the placement. Refuses: NotAllowed, StepNotPossible,
    NotAccepted, BeforeAcceptance, and what preconditions.require and placements.sign refuse."""
    transitions.require_recruiter(session, row, by)
    contract = contracts.for_application(session, row)
    if contract is None or contract.state != State.ACCEPTED or contract.accepted_at is None:
        raise NotAccepted
    preconditions.require(session, row, contract.employer, by=by, day=day)
    if contracts.is_outdated(session, row, contract):
        raise NotAccepted
    if signed_on < fields.tashkent_day(contract.accepted_at):
        raise BeforeAcceptance("signed_on")
    vacancy = session.get_one(Vacancy, row.vacancy)
    new_placement = NewPlacement(
        vacancy.agency,
        contract.number,
        contract.employer,
        signed_on,
        contract.country,
        contract.city,
        row.vacancy,
        occupation_major=contract.isco08[0] if contract.isco08 else None,
    )
    person = session.get_one(Citizen, row.citizen)
    placement = placements.sign(session, new_placement, person, by=by, on=on, day=day, applied=True)
    placement.age_band = profiles.band(session, person, signed_on)
    row.placement = placement.reference
    contract.state, contract.signed_on = State.SIGNED.value, signed_on
    if (
        session.get_one(Agency, vacancy.agency).kind == Kind.STATE.value
        and by.role is Role.LICENSING_OFFICER
    ):
        contract.officer = by.account
    transitions.take_step(session, row, "sign", by=by, on=on, names=("placement",))
    journal.write(session, "sign", "contract", row.reference, by=by, on=on, fields=("signed_on",))
    return placement
