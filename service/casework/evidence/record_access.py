"""Who may read and add the documents of a record: whoever may read the record, and its officers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, require_found
from catalog.licensing import licence_applications, licences, proposals
from catalog.licensing.licences import Licence
from catalog.vacancies import agency_vacancies, vetting
from catalog.vacancies.vacancies import State as VacancyState
from i18n import N_
from matching.placements import arrivals
from service.casework.evidence import owners
from service.casework.evidence.owners import Record, RecordKind
from service.casework.scope import complaint_tables, incident_tables
from service.casework.scope.complaint_tables import Complaint
from service.casework.scope.incident_tables import Incident
from service.infra import access
from service.infra.access import Permission

# The permissions to read each kind of record and to add its documents, of officers. Those of a
# complaint are copies of the worker's receipts, to which nobody adds.
_READ = {
    RecordKind.VACANCY: Permission.VACANCIES_READ,
    RecordKind.APPLICATION: Permission.LICENCES_CONFIRM,
    RecordKind.PROPOSAL: Permission.LICENCES_CONFIRM,
    RecordKind.ORDER: Permission.LICENCES_CONFIRM,
    RecordKind.PLACEMENT: Permission.PLACEMENTS_READ,
    RecordKind.INCIDENT: Permission.INCIDENTS_READ,
    RecordKind.COMPLAINT: Permission.COMPLAINTS_READ,
}
_ADD = {
    RecordKind.VACANCY: Permission.VACANCIES_VET,
    RecordKind.APPLICATION: Permission.LICENCES_WRITE,
    RecordKind.PROPOSAL: Permission.LICENCES_WRITE,
    RecordKind.ORDER: Permission.LICENCES_WRITE,
    RecordKind.PLACEMENT: Permission.PLACEMENTS_WRITE,
    RecordKind.INCIDENT: Permission.INCIDENTS_WRITE,
}
# The tables of records whose commands are above this package, with who sees which of them.
_SCOPES: dict[RecordKind, tuple[Any, Callable[[Actor], ColumnElement[bool]]]] = {
    RecordKind.INCIDENT: (Incident, incident_tables.within),
    RecordKind.COMPLAINT: (Complaint, complaint_tables.within),
}
# The states in which an agency, and an officer, may add documents to a vacancy.
_OF_AGENCY = (VacancyState.DRAFT, VacancyState.SUBMITTED, VacancyState.RETURNED)
_IN_VETTING = (VacancyState.SUBMITTED, VacancyState.VETTING, VacancyState.POST_CHECK)


class DocumentsClosed(NotAllowed):
    slug = "documents-closed"
    sentence = N_(
        "Documents can no longer be added to this record. Open it again to see why, and what you "
        "can do."
    )


class Window(msgspec.Struct, frozen=True):
    """Whether documents may be added now, and until when, or why not and what to do."""

    is_open: bool
    sentence: str = ""


def find(session: Session, kind: RecordKind, reference: str, *, by: Actor, day: date) -> Record:
    """Return a record whose documents this person may read.

    Refuses: NotFound for what they may not see, NotAllowed, SignInNeeded."""
    if by.role is Role.AGENCY_USER:
        access.require(by, Permission.OWN_OPEN)
        _require_own(session, kind, reference, by, day)
    else:
        access.require(by, _READ[kind])
        _require_within(session, kind, reference, by)
    return owners.find_record(session, kind, reference)


def _require_own(session: Session, kind: RecordKind, reference: str, by: Actor, day: date) -> None:
    """Require a record that the agency reads at its own desk. Refuses: NotFound."""
    if kind is RecordKind.VACANCY:
        agency_vacancies.get(session, reference, by=by)
        return
    row = owners.find_row(session, kind, reference)
    if kind is RecordKind.APPLICATION and row.agency == by.agency:
        return
    # An agency reads the orders in force on its licences of the home register.
    if kind is RecordKind.ORDER and licences.in_force(row, day):
        licence = session.get_one(Licence, row.licence)
        if licence.agency == by.agency and licence.country == licences.HOME:
            return
    raise NotFound


def _require_within(session: Session, kind: RecordKind, reference: str, by: Actor) -> None:
    """Require a record within an officer's scope. Refuses: NotFound, NotAllowed."""
    if kind is RecordKind.VACANCY:
        vetting.get(session, reference, by=by)
    elif kind is RecordKind.PLACEMENT:
        if not arrivals.names_people(by):
            raise NotAllowed
        arrivals.get(session, reference, by=by)
    elif kind in _SCOPES:
        table, within = _SCOPES[kind]
        found = select(table.reference).where(table.reference == reference, within(by))
        require_found(session.execute(found).scalar())


def window(session: Session, record: Record, *, by: Actor) -> Window:
    """Return whether this person, who may read the record, may add documents to it now.

    For a person who may never add any it says nothing.
    """
    own = by.role is Role.AGENCY_USER
    needed = Permission.OWN_WRITE if own else _ADD.get(record.kind)
    if needed is None or not access.allows(by, needed):
        return Window(False)
    row = owners.find_row(session, record.kind, record.reference)
    match record.kind:
        case RecordKind.VACANCY:
            return _of_vacancy(VacancyState(row.state), own)
        case RecordKind.APPLICATION:
            return _until_decided(row.outcome == licence_applications.Outcome.WAITING)
        case RecordKind.PROPOSAL:
            return _until_decided(row.outcome == proposals.Outcome.WAITING)
        case RecordKind.INCIDENT if row.closed_on:
            return Window(False, N_("The incident is closed. Reopen it to add documents."))
    return Window(False, N_("Officers add the documents of an order.")) if own else Window(True)


def _until_decided(waits: bool) -> Window:
    if waits:
        return Window(True, N_("You can add documents until the decision."))
    return Window(False, N_("The decision has been made, so documents can no longer be added."))


def _of_vacancy(state: VacancyState, own: bool) -> Window:
    if state in vetting.ENDED_STATES:
        return Window(False, N_("This vacancy has ended, so documents can no longer be added."))
    if own:
        return _of_own_vacancy(state)
    if state in _IN_VETTING:
        return Window(True, N_("You can add documents until the vacancy is approved."))
    if state in _OF_AGENCY:
        return Window(False, N_("The agency has the vacancy now and can add documents."))
    return Window(
        False,
        N_(
            "The vacancy has been approved, so documents can no longer be added. If its terms "
            "change, it is vetted again and they can."
        ),
    )


def _of_own_vacancy(state: VacancyState) -> Window:
    if state in _OF_AGENCY:
        return Window(
            True, N_("You can add documents until an officer begins to check the vacancy.")
        )
    if state in _IN_VETTING:
        return Window(
            False,
            N_(
                "An officer is checking this vacancy, so documents cannot be added now. If one is "
                "missing, the officer can return the vacancy to you, and you can add it then."
            ),
        )
    return Window(
        False,
        N_(
            "The vacancy has been approved, so documents can no longer be added. If you change "
            "its terms, it is vetted again and you can add documents."
        ),
    )


def require_addable(
    session: Session, kind: RecordKind, reference: str, *, by: Actor, day: date
) -> Record:
    """Return a record to which this person may add documents. Refuses: as find, DocumentsClosed, NotAllowed."""
    record = find(session, kind, reference, by=by, day=day)
    added = window(session, record, by=by)
    if not added.is_open:
        raise DocumentsClosed if added.sentence else NotAllowed
    return record
