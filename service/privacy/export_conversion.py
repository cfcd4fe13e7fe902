"""Rows of the database turned into records of a personal export."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from sqlmodel import Session

from catalog.core import corrections
from service.casework import evidence
from service.casework.evidence.owners import Owner
from service.casework.workflow import claim_facts
from service.privacy import (
    claim_schema,
)

Exported = TypeVar("Exported", bound=msgspec.Struct)


def convert(kind: type[Exported], row: Any, **opened_: Any) -> Exported:
    """Build an export record from a row's columns of the same names and from decrypted values."""
    return kind(
        **{name: getattr(row, name) for name in kind.__struct_fields__ if name not in opened_},
        **opened_,
    )


def convert_all(kind: type[Exported], rows: Iterable[Any]) -> list[Exported]:
    return [convert(kind, row) for row in rows]


def corrections_of(
    session: Session, noun: str, reference: str
) -> list[claim_schema.CorrectionRecord]:
    return [
        claim_schema.CorrectionRecord(
            one.number, one.at, convert_all(claim_schema.CorrectedValue, one.changes)
        )
        for one in corrections.history(session, noun, reference)
        if [change.field for change in one.changes] != [claim_facts.PERSON]
    ]


def evidence_records(session: Session, owner: Owner) -> list[claim_schema.EvidenceRecord]:
    return convert_all(claim_schema.EvidenceRecord, evidence.list_files(session, owner))
