"""Who may read and add the documents of a record: whoever may read the record, and its officers."""

from datetime import date

from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound
from catalog.licensing import licence_applications, licences, proposals
from catalog.licensing.licences import Licence
from catalog.vacancies import agency_vacancies, vetting
from catalog.vacancies.vacancies import State as VacancyState
from matching.placements import arrivals
from service.casework.evidence import owners
from service.casework.evidence.owners import Record, RecordKind
from service.infra import access
from service.infra.access import Permission

# The permissions to read each kind of record and to add its documents, of officers.
_READ = {
    RecordKind.VACANCY: Permission.VACANCIES_READ,
    RecordKind.APPLICATION: Permission.LICENCES_CONFIRM,
    RecordKind.PROPOSAL: Permission.LICENCES_CONFIRM,
    RecordKind.ORDER: Permission.LICENCES_CONFIRM,
    RecordKind.PLACEMENT: Permission.PLACEMENTS_READ,
}
_ADD = {
    RecordKind.VACANCY: Permission.VACANCIES_VET,
    RecordKind.APPLICATION: Permission.LICENCES_WRITE,
    RecordKind.PROPOSAL: Permission.LICENCES_WRITE,
    RecordKind.ORDER: Permission.LICENCES_WRITE,
    RecordKind.PLACEMENT: Permission.PLACEMENTS_WRITE,
}
# The states in which an agency, and an officer, may add documents to a vacancy.
_OF_AGENCY = (VacancyState.DRAFT, VacancyState.SUBMITTED, VacancyState.RETURNED)
_IN_VETTING = (VacancyState.SUBMITTED, VacancyState.VETTING, VacancyState.POST_CHECK)


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


def may_add(session: Session, record: Record, *, by: Actor) -> bool:
    """Return whether this person, who may read the record, may add documents to it now."""
    if by.role is Role.AGENCY_USER:
        permission = Permission.OWN_WRITE
    else:
        permission = _ADD[record.kind]
    return access.allows(by, permission) and _is_open(session, record, by)


def _is_open(session: Session, record: Record, by: Actor) -> bool:
    row = owners.find_row(session, record.kind, record.reference)
    own = by.role is Role.AGENCY_USER
    match record.kind:
        case RecordKind.VACANCY:
            return row.state in (_OF_AGENCY if own else _IN_VETTING)
        case RecordKind.APPLICATION:
            return bool(row.outcome == licence_applications.Outcome.WAITING)
        case RecordKind.PROPOSAL:
            return bool(row.outcome == proposals.Outcome.WAITING)
    return not own


def require_addable(
    session: Session, kind: RecordKind, reference: str, *, by: Actor, day: date
) -> Record:
    """Return a record to which this person may add documents. Refuses: as find, NotAllowed."""
    record = find(session, kind, reference, by=by, day=day)
    if not may_add(session, record, by=by):
        raise NotAllowed
    return record
