"""Records that a sign-in opens, and the record to which a case of a known person belongs."""

from datetime import datetime

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import known_persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import Account


class NumberOfAccount(Refusal):
    slug = "number-of-account"
    sentence = N_(
        "This person signs in with this number, so it cannot be changed here. They change it "
        "in their account. If they have lost it, two officers can replace it."
    )


def require_unproved_number(session: Session, row: Citizen) -> None:
    """Require that nobody signs in to this person's records. Refuses: NumberOfAccount."""
    if is_opened(session, row):
        raise NumberOfAccount("phone")


def is_opened(session: Session, row: Citizen) -> bool:
    """Return whether somebody signs in to this record, or to one that was merged with it."""
    lead = row.same_as or row.reference
    own = select(col(Citizen.reference)).where(
        or_(col(Citizen.reference) == lead, col(Citizen.same_as) == lead)
    )
    asked = select(col(Account.reference)).where(col(Account.citizen).in_(own))
    return session.execute(asked.limit(1)).first() is not None


def record_of_case(
    session: Session,
    chosen: Citizen,
    new_citizen: NewCitizen,
    passport_seen: bool,
    *,
    by: Actor,
    on: datetime,
) -> Citizen:
    """Return the record to which a new case of a person belongs whom an officer chose.

    A sign-in shows everything of its record, so that a case belongs to a record with a sign-in only
    if the officer saw the person's passport. Otherwise it belongs to a new record that is linked to
    the chosen one without proof, for officers and figures alone. Refuses: telephones.NotAPhone."""
    if passport_seen:
        journal.write(
            session, "see_papers", "citizen", chosen.reference, by=by, on=on, fields=("passport",)
        )
        return chosen
    if not is_opened(session, chosen):
        return chosen
    named = msgspec.structs.replace(new_citizen, name=new_citizen.name or chosen.name)
    return known_persons.record_linked(session, named, chosen, by=by, on=on)
