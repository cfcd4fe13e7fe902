"""Activities of attachés on invented claims on the last working day, and their next hearings."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import VISITOR
from catalog.core.fields import tashkent_day
from matching.identity.persons import NewCitizen
from seed import reference
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.workflow import activities, state_machine
from service.casework.workflow.activities import Kind, NewAct, OtherParty
from service.casework.workflow.state_machine import NewStep

# Kind, other party, text, next action and days until then.
_ACTIVITIES = (
    (
        Kind.CALL,
        OtherParty.EMPLOYER,
        "Hisobchi toʻlov jadvalini vaʼda qildi (namuna).",
        "Toʻlov jadvalini soʻrash",
        1,
    ),
    (
        Kind.VISIT,
        OtherParty.EMPLOYER,
        "Obyektda boʻlindi, ishchilar roʻyxati olindi (namuna).",
        "Roʻyxatni solishtirish",
        2,
    ),
    (
        Kind.LETTER,
        OtherParty.AUTHORITY,
        "Mehnat inspeksiyasiga xat yuborildi (namuna).",
        "Inspeksiya javobini olish",
        9,
    ),
    (
        Kind.NOTE_VERBALE,
        OtherParty.AUTHORITY,
        "Tashqi ishlar vazirligiga nota topshirildi (namuna).",
        "Javobni soʻrash",
        14,
    ),
    (
        Kind.MEETING,
        OtherParty.WORKER,
        "Ishchi elchixonaga keldi, guvohlar aytildi (namuna).",
        "Guvohlarga qoʻngʻiroq qilish",
        3,
    ),
)
# For each attaché: two claims of their post, the second of which goes on to court; country, city,
# employer, amount, currency.
NEW_CLAIMS = {
    "davron": (
        ("W-NMKR2N3W", "W-NMKR4C5T"),
        "KR",
        "Ulsan",
        "Dongbang Selin (namuna)",
        4_800_000,
        "KRW",
    ),
    "elyor": (("W-NMRU2N3W", "W-NMRU4C5T"), "RU", "Tver", "Tver Beton (namuna)", 150_000_00, "RUB"),
}
_WORKERS = (
    NewCitizen("Sardor Namunayev", "+998 00 000 00 95", "uz"),
    NewCitizen("Zilola Namunayeva", "+998 00 000 00 96", "uz"),
)
_ROUTE = (
    ClaimState.ACKNOWLEDGED,
    ClaimState.SCREENED,
    ClaimState.CALCULATED,
    ClaimState.ACCEPTED,
    ClaimState.ASSIGNED_TO_POST,
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
    for name in ("davron", "elyor"):
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
    words = {row["state"]: row["next"] for row in reference.rows("demo/acts.tsv")}
    numbers, country, city, employer, amount, currency = NEW_CLAIMS[name]
    moment = yield "filed"
    day = tashkent_day(moment)
    new_claim = NewClaim(
        employer,
        country,
        day - timedelta(days=200),
        day - timedelta(days=30),
        [NewLine(Component.BASE_PAY, amount, currency)],
        _WORKERS[place],
        city,
    )
    claim = wage_claims.file(
        session, new_claim, by=VISITOR, on=moment, day=day, number=numbers[place]
    ).claim
    for state in (*_ROUTE, *((ClaimState.COURT_FILED,) if place else ())):
        moment = yield state
        day, by = tashkent_day(moment), cast[name if state is ClaimState.COURT_FILED else "chinora"]
        step = NewStep(state, next_action=words[state.value], due=day + timedelta(days=6 - place))
        state_machine.take_step(session, claim, step, by=by, on=moment, day=day)


def _record_activities(session: Session, cast: ActorsByName, days: Days, name: str) -> Actions:
    moment = yield "acted"
    by, day = cast[name], tashkent_day(moment)
    for claim, (kind, other, words, action, ahead) in zip(
        _claims(session, cast, name, _NEGOTIATION_STATES), _ACTIVITIES, strict=False
    ):
        new_act = NewAct(kind, action, days.day(ahead), day, other=other, words=words)
        activities.log(session, claim, new_act, by=by, on=moment, day=day)
    for number, claim in enumerate(_claims(session, cast, name, _HEARING_STATES)):
        held = days.next_working_day(number + 1)
        new_act = NewAct(
            Kind.HEARING,
            "Sud majlisida qatnashish",
            held,
            held,
            time(10 + number % 6).isoformat("minutes"),
        )
        activities.log(session, claim, new_act, by=by, on=moment, day=day)


def _claims(
    session: Session, cast: ActorsByName, name: str, states: tuple[ClaimState, ...]
) -> list[Claim]:
    """Every other claim with a fixed reference, so that some stay late."""
    mine = (wage_claims.within(cast[name]), col(Claim.state).in_([state.value for state in states]))
    rows = (
        select(Claim)
        .where(*mine, col(Claim.reference).like("W-NM%"))
        .order_by(col(Claim.reference))
    )
    return list(session.execute(rows).scalars())[::2]
