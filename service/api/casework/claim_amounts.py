"""Questions of the API about claimed amounts far above the pay in the country of the work."""

from datetime import date

from sqlmodel import Session

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, NewClaim
from service.casework.money import claimed_amounts
from service.casework.workflow import claim_lines
from service.casework.workflow.claim_facts import NewFacts


def require_confirmed(session: Session, new_claim: NewClaim, *, day: date) -> None:
    """Require confirmation of amounts of a new claim. Refuses: AmountsFarAbovePay."""
    claimed_amounts.require_confirmed_together(
        session,
        new_claim.country,
        (new_claim.worked_from, new_claim.worked_to),
        dict(enumerate(new_claim.lines)),
        new_claim.confirm,
        day,
    )


def require_correction_confirmed(
    session: Session, claim: Claim, new_facts: NewFacts, *, day: date
) -> None:
    """Require confirmation of the amounts that a correction changes. Refuses: AmountsFarAbovePay."""
    rows = wage_claims.lines(session, claim.reference)
    if changed := claim_lines.changed_amounts(rows, new_facts.lines):
        claimed_amounts.require_confirmed_together(
            session,
            new_facts.country or claim.country,
            (new_facts.worked_from or claim.worked_from, new_facts.worked_to or claim.worked_to),
            changed,
            new_facts.confirm,
            day,
        )
