"""What the API says of corrections: the versions of a record, and the answer to a correction."""

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.corrections import Reason


class CorrectedField(msgspec.Struct):
    field: str
    before: str
    after: str


class CorrectionVersion(msgspec.Struct):
    """One correction of a record; what was entered first is version 1."""

    number: int
    at: datetime
    officer: str
    reason: str
    changes: list[CorrectedField]


class CorrectionList(msgspec.Struct):
    """The corrections of a record, the newest first; empty if it was never corrected."""

    items: list[CorrectionVersion]


class Corrected(msgspec.Struct):
    """The record and its version after the correction."""

    reference: str
    version: int


class VoidReason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Reason


def versions(session: Session, noun: str, reference: str) -> CorrectionList:
    """Return the corrections of a record, newest first."""
    rows = corrections.history(session, noun, reference)
    return msgspec.convert({"items": rows}, CorrectionList, from_attributes=True)


def given(asked: msgspec.Struct, facts: msgspec.Struct) -> dict[str, Any]:
    """Return the facts that a correction names; what it leaves out stays as it is."""
    names = set(asked.__struct_fields__).intersection(facts.__struct_fields__)
    return {name: value for name in names if (value := getattr(asked, name)) is not None}
