"""Owners of files: a wage claim, a worker's cost, or a record with documents."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.errors import NotFound
from catalog.core.fields import MAX_INT
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Order
from catalog.licensing.proposals import Proposal
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.journey.costs import PaidCost
from matching.placements.placements import Placement
from service.casework.claims.wage_claims import Claim
from service.casework.evidence.file_states import DocumentKind
from service.casework.scope.complaint_tables import Complaint
from service.casework.scope.incident_tables import Incident


class RecordKind(LabelledEnum):
    """The kinds of record that have documents."""

    VACANCY = "vacancy", N_("Vacancy")
    APPLICATION = "application", N_("Application for a licence")
    PROPOSAL = "proposal", N_("Proposal")
    ORDER = "order", N_("Order")
    PLACEMENT = "placement", N_("Placement")
    INCIDENT = "incident", N_("Death, injury or detention")
    COMPLAINT = "complaint", N_("Complaint")


class Record(msgspec.Struct, frozen=True):
    """A record with documents; `person` is whom a record of OF_PERSONS is about, or empty."""

    kind: RecordKind
    reference: str
    person: str = ""


Owner = Claim | PaidCost | Record
# The records of one person each, whose documents go with that person.
OF_PERSONS: Mapping[RecordKind, type[Any]] = MappingProxyType(
    {
        RecordKind.PLACEMENT: Placement,
        RecordKind.INCIDENT: Incident,
        RecordKind.COMPLAINT: Complaint,
    }
)
_TABLES: Mapping[RecordKind, type[Any]] = MappingProxyType(
    {
        RecordKind.VACANCY: Vacancy,
        RecordKind.APPLICATION: Petition,
        RecordKind.PROPOSAL: Proposal,
        RecordKind.ORDER: Order,
        **OF_PERSONS,
    }
)
_D = DocumentKind
# The kinds of document of an incident and of a complaint.
_KINDS: Mapping[RecordKind, tuple[DocumentKind, ...]] = MappingProxyType(
    {
        RecordKind.INCIDENT: (
            *(_D.DEATH, _D.MEDICAL, _D.INSURANCE, _D.INHERITANCE, _D.KINSHIP, _D.INVOICE),
            *(_D.CONTRACT, _D.DECISION, _D.OTHER),
        ),
        RecordKind.COMPLAINT: (_D.RECEIPT,),
    }
)
_OF_CASES = (_D.DEATH, _D.MEDICAL, _D.INHERITANCE, _D.KINSHIP, _D.INVOICE, _D.RECEIPT)


def document_kinds(kind: RecordKind) -> tuple[DocumentKind, ...]:
    """Return the kinds of document that a record of this kind may have."""
    return _KINDS.get(kind, tuple(one for one in DocumentKind if one not in _OF_CASES))


def identity(owner: Owner) -> str:
    """Return by what an owner is known in tickets and files: its reference, with a record's kind."""
    return f"{owner.kind}/{owner.reference}" if isinstance(owner, Record) else owner.reference


def person_of(owner: Owner) -> str:
    """Return the person whom the files are about, or "" where they are about none."""
    return owner.person if isinstance(owner, Record) else owner.citizen


def key_owner(owner: Owner) -> str:
    """Return whose key encrypts the files: that of the person, or the record's own."""
    if isinstance(owner, Record) and not owner.person:
        # The numbers of orders alone would be no reference of their own.
        order = owner.kind is RecordKind.ORDER
        return f"order:{owner.reference}" if order else owner.reference
    return person_of(owner)


def find_row(session: Session, kind: RecordKind, reference: str, *, hold: bool = False) -> Any:
    """Return the row of a record; `hold` locks it until the transaction ends. Refuses: NotFound."""
    key: str | int = reference
    if "\0" in reference:
        # PostgreSQL takes no such text.
        raise NotFound
    if kind is RecordKind.ORDER:
        if not (reference.isascii() and reference.isdigit() and len(reference) < len(str(MAX_INT))):
            raise NotFound
        key = int(reference)
    row = session.get(_TABLES[kind], key, with_for_update=hold)
    if row is None or (kind is RecordKind.ORDER and str(row.id) != reference):
        raise NotFound
    return row


def find_record(session: Session, kind: RecordKind, reference: str) -> Record:
    """Return a record as the owner of its documents. Refuses: NotFound."""
    row = find_row(session, kind, reference)
    return Record(kind, reference, row.citizen if kind in OF_PERSONS else "")
