"""Corrections of returns home, and returns that were reported by mistake."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core import corrections, fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import InTheFuture
from i18n import N_
from matching.identity import persons
from matching.journey import check_ins, departure_arrival, return_migration
from matching.journey.check_ins import AnsweredBy
from matching.journey.return_migration import (
    INSURANCES,
    HasArrived,
    Homecoming,
    NotAnInsurance,
    ReturnReason,
)
from matching.placements.placements import Placement, WrongOrder

NOUN = "homecoming"


class ReportAgain(Refusal):
    slug = "report-again"
    sentence = N_(
        "Whether somebody was turned back at the border cannot be corrected here. Take this report "
        "back, then report the return again."
    )


class ReturnFacts(msgspec.Struct):
    """All facts of a return, as they should be; an insurance is true if it is not claimed yet."""

    came_on: date
    because: ReturnReason
    unpaid: bool
    certificate: bool
    wants_work: bool
    departure_guarantee: bool = False
    return_cost: bool = False
    wage_guarantee: bool = False
    accident: bool = False


_PLAIN = ("came_on", "unpaid", "certificate", "wants_work")


def current(row: Homecoming) -> ReturnFacts:
    """Return the facts of a return as they are now."""
    due = row.insurances.split()
    return ReturnFacts(
        row.came_on,
        ReturnReason(row.because),
        row.unpaid,
        row.certificate,
        row.wants_work,
        **{name: name in due for name in INSURANCES},
    )


def version(session: Session, row: Homecoming) -> int:
    """Return the number of the current version of a return."""
    return corrections.newest(session, NOUN, row.placement)


def may_correct_own(session: Session, row: Homecoming) -> bool:
    """Return whether the worker may correct a return: they reported it, and no officer corrected it."""
    since_report: list[str] = []
    for entry in journal.history(session, NOUN, row.placement):
        since_report = [entry.role] if entry.act == "tell" else [*since_report, entry.role]
    return row.told == AnsweredBy.WORKER and set(since_report) <= {Role.CITIZEN.value}


def correct(
    session: Session,
    placed: Placement,
    row: Homecoming,
    facts: ReturnFacts,
    reason: Reason,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Homecoming:
    """Correct what was reported of a return, as an officer, or as the worker who reported it.

    The caller checks that it is the worker's own. A worker need not give a reason.
    Refuses: NotAllowed, NothingCorrected, NotAnInsurance, InTheFuture, WrongOrder, HasArrived,
    ReportAgain, persons.ErasedPerson.
    """
    _require_corrector(session, row, by)
    persons.require_not_erased(session, placed.citizen)
    before = current(row)
    changes = corrections.compare(before, facts)
    if not changes:
        raise NothingCorrected
    _require_valid(session, placed, before, facts, day)
    for name in _PLAIN:
        setattr(row, name, getattr(facts, name))
    row.because = facts.because.value
    row.insurances = " ".join(sorted(name for name in INSURANCES if getattr(facts, name)))
    corrections.record(
        session, Subject(NOUN, row.placement, placed.citizen), changes, reason, by=by, on=on
    )
    return row


def void(
    session: Session, placed: Placement, row: Homecoming, reason: Reason, *, by: Actor, on: datetime
) -> None:
    """Take back a return that did not happen: the worker is abroad as before, and it can be reported.

    As an officer, or as the worker who reported it; then the caller checks that it is their own,
    and no reason is needed. What was reported stays in the history. An arrival that was recorded
    with the return goes back too, unless something confirmed it since. Refuses: NotAllowed,
    persons.ErasedPerson, and what departure_arrival.undo_return refuses.
    """
    _require_corrector(session, row, by)
    persons.require_not_erased(session, placed.citizen)
    if _has_only_its_arrival(session, placed):
        departure_arrival.undo_arrival(session, placed, by=by, on=on)
    departure_arrival.undo_return(session, placed, by=by, on=on)
    facts = current(row)
    changes = [Change(corrections.VOIDED, "", fields.tashkent_day(on).isoformat())] + [
        Change(name, text, "")
        for name in facts.__struct_fields__
        if (text := corrections.as_text(getattr(facts, name)))
    ]
    return_migration.remove(session, row)
    corrections.record(
        session,
        Subject(NOUN, placed.reference, placed.citizen),
        changes,
        reason,
        by=by,
        on=on,
        act="void",
    )


def _has_only_its_arrival(session: Session, placed: Placement) -> bool:
    """Return whether only the report of the return says that the worker arrived.

    An officer may have corrected the arrival since, or the worker have answered a check-in."""
    reports = [one for one in journal.history(session, NOUN, placed.reference) if one.act == "tell"]
    if not reports or return_migration.ARRIVAL not in reports[-1].fields.split(","):
        return False
    is_corrected = any(
        one.position > reports[-1].position and return_migration.ARRIVAL in one.fields.split(",")
        for one in journal.history(session, "placement", placed.reference)
    )
    asked = check_ins.list_for_placements(session, [placed.reference])
    return not is_corrected and not any(one.answered_at for one in asked)


def _require_corrector(session: Session, row: Homecoming, by: Actor) -> None:
    """Check that this officer may reach the worker, or that it is the worker's to correct.

    Refuses: NotAllowed."""
    if by.role is Role.CITIZEN:
        allowed = may_correct_own(session, row)
    else:
        allowed = return_migration.may_record_for_worker(by)
    if not allowed:
        raise NotAllowed


def _require_valid(
    session: Session, placed: Placement, before: ReturnFacts, facts: ReturnFacts, today: date
) -> None:
    turned_back = ReturnReason.TURNED_BACK
    if facts.because is turned_back and placed.arrived_on:
        raise HasArrived("because")
    if (facts.because is turned_back) != (before.because is turned_back):
        raise ReportAgain("because")
    if facts.came_on != before.came_on:
        if facts.came_on > today:
            raise InTheFuture("came_on")
        if facts.came_on < (placed.arrived_on or placed.departed_on or placed.signed_on):
            raise WrongOrder("came_on")
    known = return_migration.insurances(session, placed.country, today)
    for name in INSURANCES:
        if getattr(facts, name) and not getattr(before, name) and name not in known:
            raise NotAnInsurance(name)
