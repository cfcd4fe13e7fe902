"""The worker's refusal of a settlement offer, after which negotiation goes on."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import deaths
from service.casework.claims import responsible_officers
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine, withdrawals
from service.casework.workflow.state_machine import NewStep, Step

REFUSED_ACTION = N_("The worker does not accept the amount. Talk to the employer again")
# The time within which an officer takes it up.
REFUSED_PERIOD = timedelta(days=3)


class NoOffer(Refusal):
    slug = "no-offer"
    sentence = N_("There is currently no amount on offer for this claim.")


def refuse(session: Session, claim: Claim, why: str, *, by: Actor, on: datetime, day: date) -> Step:
    """Takes the claim back to the talks; it stays with the officer who has it. Refuses: NoOffer,
    deaths.AskAnOfficer, persons.ErasedPerson."""
    deaths.require_living(session, claim.citizen, by)
    open_withdrawal = withdrawals.find_open(session, claim.reference)
    if claim.state != ClaimState.SETTLEMENT_OFFERED or open_withdrawal:
        raise NoOffer
    new_step = NewStep(ClaimState.NEGOTIATION, why, REFUSED_ACTION, day + REFUSED_PERIOD)
    row = state_machine.take_step(session, claim, new_step, by=by, on=on, day=day)
    responsible_officers.notify(session, claim, NoticeKind.SETTLEMENT_REFUSED, by=by, on=on)
    return row
