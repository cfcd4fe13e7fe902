"""The file of the demonstration's citizen: his claim, who worked on it, and who read it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.fields import tashkent_day
from matching.identity.persons import AgeBand, NewCitizen, Sex
from seed.demonstration.next_actions import NEXT_ACTIONS
from seed.demonstration.people import CAST, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service import accounts
from service.accounts import phone_login
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import ClaimState, NewClaim, NewLine
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep

NUMBER, PHONE = "W-NMA22SH", "+998000000099"
TIMELINE: Timeline = (
    working_days_ago("filed", 8),
    after(ClaimState.ACKNOWLEDGED, hours=3),
    after(ClaimState.SCREENED, days=2),
)


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _acts(session, cast))


def _acts(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "filed"
    day = tashkent_day(moment)
    worked = (day - timedelta(days=300), day - timedelta(days=40))
    owed = [NewLine(Component.BASE_PAY, 240_000_00, "RUB")]
    contact = NewCitizen("Alisher Namunayev", PHONE, "uz", Sex.MALE, AgeBand.FROM_30)
    story = "Oxirgi uch oylik maosh berilmadi, ish boshligʻi telefonini oʻchirib qoʻygan."
    new_claim = NewClaim(
        "Severny Dvor (namuna)",
        "RU",
        *worked,
        lines=owed,
        contact=contact,
        city="Tver",
        story=story,
    )
    filed = wage_claims.file(session, new_claim, by=VISITOR, on=moment, day=day, number=NUMBER)
    claim = filed.claim
    account = accounts.find(session, CAST[0].email)
    account.citizen, account.phone_blind = claim.citizen, phone_login.mark(PHONE)
    moment = yield ClaimState.ACKNOWLEDGED
    elyor, chinora = cast["elyor"], cast["chinora"]
    journal.write(session, "open", "claim", NUMBER, by=chinora, on=moment)
    due, call = day + timedelta(days=9), "Call the worker"
    step = NewStep(ClaimState.ACKNOWLEDGED, next_action=call, due=due)
    state_machine.take_step(session, claim, step, by=chinora, on=moment, day=tashkent_day(moment))
    moment = yield ClaimState.SCREENED
    journal.write(session, "open", "claim", NUMBER, by=elyor, on=moment)
    journal.write(
        session, "reveal", "citizen", claim.citizen, by=elyor, on=moment, fields=("phone",)
    )
    step = NewStep(
        ClaimState.SCREENED, next_action=NEXT_ACTIONS["screened"], due=day + timedelta(days=16)
    )
    state_machine.take_step(session, claim, step, by=elyor, on=moment, day=tashkent_day(moment))
