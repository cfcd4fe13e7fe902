"""Activities of attachés on invented claims on the last working day, and their next hearings."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import VISITOR
from catalog.core.fields import tashkent_day
from matching.identity.persons import NewCitizen
from seed import reference
from seed.demonstration.next_actions import AFTER_ACTIVITIES, NEXT_ACTIONS
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.workflow import activities, state_machine
from service.casework.workflow.activities import Kind, NewAct, OtherParty
from service.casework.workflow.state_machine import NewStep

# Two claims of each post, the second of which goes on to court.
NEW_CLAIMS = {row["attache"]: row for row in reference.rows("demo/post_claims.tsv")}
_WORKERS = (
    NewCitizen("Sardor Namunayev", "+998 00 000 00 95", "uz"),
    NewCitizen("Zilola Namunayeva", "+998 00 000 00 96", "uz"),
)
HANDOVER_TIMELINE: Timeline = (
    working_days_ago("filed", 5),
    after(ClaimState.ACKNOWLEDGED, hours=3),
    after(ClaimState.SCREENED, days=1),
    after(ClaimState.CALCULATED, hours=1),
    after(ClaimState.ACCEPTED, days=1),
    after(ClaimState.ASSIGNED_TO_POST, hours=1),
)
_NEGOTIATION_STATES = (
    ClaimState.EMPLOYER_CONTACTED,
    ClaimState.NEGOTIATION,
    ClaimState.LABOUR_INSPECTORATE,
    ClaimState.PROSECUTOR,
)
_HEARING_STATES = (ClaimState.COURT_FILED, ClaimState.MEDIATION)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    for name in NEW_CLAIMS:
        yield Scenario(HANDOVER_TIMELINE, _hand_over_claim(session, cast, name, 0))
        yield Scenario(
            (*HANDOVER_TIMELINE, after(ClaimState.COURT_FILED, days=1)),
            _hand_over_claim(session, cast, name, 1),
        )
        yield Scenario(
            (working_days_ago("acted", 1, time(11)),), _record_activities(session, cast, days, name)
        )


def _hand_over_claim(session: Session, cast: ActorsByName, name: str, place: int) -> Actions:
    """File a claim that the claims desk checks and assigns to the post, and which may go on to
    court."""
    row = NEW_CLAIMS[name]
    moment = yield "filed"
    day = tashkent_day(moment)
    worked = (day - timedelta(days=200), day - timedelta(days=30))
    owed = [NewLine(Component.BASE_PAY, int(row["amount"]), row["currency"])]
    new_claim = NewClaim(
        row["employer"],
        row["country"],
        *worked,
        lines=owed,
        contact=_WORKERS[place],
        city=row["city"],
    )
    number = row["claims"].split()[place]
    filed = wage_claims.file(session, new_claim, by=VISITOR, on=moment, day=day, number=number)
    steps = [event.name for event in HANDOVER_TIMELINE[1:]] + ["court_filed"] * place
    for state in map(ClaimState, steps):
        moment = yield state
        day, by = tashkent_day(moment), cast[name if state is ClaimState.COURT_FILED else "chinora"]
        step = NewStep(
            state, next_action=NEXT_ACTIONS[state.value], due=day + timedelta(days=6 - place)
        )
        state_machine.take_step(session, filed.claim, step, by=by, on=moment, day=day)


def _record_activities(session: Session, cast: ActorsByName, days: Days, name: str) -> Actions:
    moment = yield "acted"
    by, day = cast[name], tashkent_day(moment)
    claims = _claims(session, cast, name, _NEGOTIATION_STATES)
    rows = zip(reference.rows("demo/activities.tsv"), AFTER_ACTIVITIES, strict=True)
    for claim, (row, next_action) in zip(claims, rows, strict=False):
        planned = (next_action, days.day(int(row["ahead"])), day)
        other = OtherParty(row["other"])
        new_act = NewAct(Kind(row["kind"]), *planned, other=other, words=row["words"])
        activities.log(session, claim, new_act, by=by, on=moment, day=day)
    for number, claim in enumerate(_claims(session, cast, name, _HEARING_STATES)):
        held = days.next_working_day(number + 1)
        at = time(10 + number % 6).isoformat("minutes")
        new_act = NewAct(Kind.HEARING, "Sud majlisida qatnashish", held, held, at)
        activities.log(session, claim, new_act, by=by, on=moment, day=day)


def _claims(
    session: Session, cast: ActorsByName, name: str, states: tuple[ClaimState, ...]
) -> list[Claim]:
    """Every other claim with a fixed reference, so that some stay late."""
    mine = (wage_claims.within(cast[name]), col(Claim.state).in_([state.value for state in states]))
    rows = select(Claim).where(*mine, col(Claim.reference).like("W-NM%"))
    return list(session.execute(rows.order_by(col(Claim.reference))).scalars())[::2]
