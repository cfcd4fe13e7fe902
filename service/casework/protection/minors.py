"""Reports about people under 18: whoever reports, a protection officer has the case at once."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.protection import emergencies, forced_labour_indicators, referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs, Urgency
from service.casework.protection.referrals import OPEN, Referral
from service.casework.protection.screenings import Origin
from service.casework.scope.advice_tables import Session as Advice


def refer(session: Session, number: str, *, by: Actor, on: datetime, day: date) -> Referral | None:
    """Open an emergency case for a claim, session, question or report about somebody under 18.

    An open case about the same person becomes an emergency of today instead. Return None for
    everybody else. Refuses: persons.ErasedPerson."""
    come_from = screenings.find_origin(session, number)
    if come_from is None or not come_from.under_18:
        return None
    known = referrals.list_for_persons(session, [come_from.subject])
    row = next((one for one in known if one.status in OPEN), None)
    if row is not None:
        return _bring_forward(session, row, by=by, on=on, day=day)
    row = referrals.open_case(session, come_from, _signs(come_from), by=by, on=on, day=day)
    referrals.add_act(session, row, "open", row.consent, officer=by.account, at=on)
    return row


def refer_person(
    session: Session, person: Citizen, *, by: Actor, on: datetime, day: date
) -> Referral | None:
    """Refer somebody whose documents show that they are under 18, by their latest claim or session.

    Return None for everybody else. Refuses: persons.ErasedPerson."""
    own = persons.same_person(person)
    asked = (
        select(col(Claim.reference))
        .where(col(Claim.citizen).in_(own))
        .order_by(col(Claim.filed_at).desc()),
        select(col(Advice.reference))
        .where(col(Advice.citizen).in_(own))
        .order_by(col(Advice.recorded_at).desc()),
    )
    for latest in asked:
        if found := session.execute(latest.limit(1)).scalar():
            return refer(session, found, by=by, on=on, day=day)
    return None


def _bring_forward(
    session: Session, row: Referral, *, by: Actor, on: datetime, day: date
) -> Referral:
    """Make a case urgent today, and notify staff even if it was an emergency before."""
    row.urgency, row.due = Urgency.EMERGENCY.value, day
    referrals.add_act(session, row, "screen", row.urgency, officer=by.account, at=on)
    emergencies.notify_staff(session, row.reference, by=by, on=on)
    return row


def _signs(come_from: Origin) -> Signs:
    return forced_labour_indicators.signs_from_records(
        [come_from.topic], come_from.components, "under_18"
    )
