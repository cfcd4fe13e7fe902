"""Corrections to a claim: employer, city, documented and agreed sums; never its state."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from catalog.core.fields import Count, Minor, Town
from catalog.core.fields import Line as Text
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money.payments import ClosedClaim


class NewSum(msgspec.Struct, forbid_unknown_fields=True):
    """One line of the claim by its number, in minor units of its currency; what is left out stays
    as it is."""

    number: Count
    documented: Minor | None = None
    agreed: Minor | None = None


class NewFacts(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be put right; what is left out stays as it is."""

    employer: Text | None = None
    city: Town | None = None
    lines: list[NewSum] = []


def amend(session: Session, claim: Claim, new_facts: NewFacts, *, by: Actor, on: datetime) -> Claim:
    """Puts facts right and gives the claim its next version. Refuses: payments.ClosedClaim,
    NotFound for no such line."""
    if claim.state == ClaimState.CLOSED:
        raise ClosedClaim
    rows = {line.number: line for line in wage_claims.lines(session, claim.reference)}
    changed = [name for name in ("employer", "city") if _set(claim, name, getattr(new_facts, name))]
    for place, one in enumerate(new_facts.lines):
        if one.number not in rows:
            raise NotFound(f"lines.{place}.number")
        line = rows[one.number]
        changed += [
            name for name in ("documented", "agreed") if _set(line, name, getattr(one, name))
        ]
    if changed:
        # A changed line must also give its claim a new version.
        flag_modified(claim, "employer")
        session.flush()
        journal.write(
            session,
            "amend",
            "claim",
            claim.reference,
            by=by,
            on=on,
            fields=tuple(dict.fromkeys(changed)),
        )
    return claim


def _set(row: Any, name: str, value: object) -> bool:
    if value is None or getattr(row, name) == value:
        return False
    setattr(row, name, value)
    return True
