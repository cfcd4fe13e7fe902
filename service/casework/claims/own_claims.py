"""Wage claims made from another record of a worker: a wage diary, money they paid, an incident."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity.persons import Citizen, NewCitizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import FiledClaim, NewClaim, NewLine


class ClaimedBefore(Refusal):
    slug = "claimed-before"
    sentence = N_("A claim or complaint based on this has already been filed: %(number)s.")


class Work(msgspec.Struct, frozen=True):
    """The work that a claim is about."""

    employer: str
    country: str
    city: str
    worked_from: date | None
    worked_to: date | None


def require_unclaimed(number: str | None) -> None:
    """Require that a record, which the caller has locked, has no claim. Refuses: ClaimedBefore."""
    if number:
        raise ClaimedBefore(number=number)


def file(
    session: Session,
    person: Citizen,
    work: Work,
    lines: list[NewLine],
    story: str | None = None,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> FiledClaim:
    """File a claim of a known person. Refuses: what wage_claims.file refuses."""
    new_claim = NewClaim(
        **msgspec.structs.asdict(work),
        lines=lines,
        contact=NewCitizen(person.name or "-"),
        story=story,
    )
    return wage_claims.file(session, new_claim, by=by, on=on, day=day, citizen=person)
