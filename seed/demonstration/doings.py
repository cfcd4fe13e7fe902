"""What the attachés did on invented claims on the last working day, and the hearings that lie before them."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import VISITOR
from catalog.core.fields import tashkent_day
from matching.identity.persons import NewCitizen
from seed import reference
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, Timeline, after, ago
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Component, NewClaim, NewLine
from service.casework.workflow import activities, state_machine
from service.casework.workflow.activities import Kind, NewAct, Other
from service.casework.workflow.state_machine import NewStep, State

# What was done, with whom, the words of it, what is next and in how many days.
_DONE = (
    (Kind.CALL, Other.EMPLOYER, "Hisobchi toʻlov jadvalini vaʼda qildi (namuna).", "Toʻlov jadvalini soʻrash", 1),
    (Kind.VISIT, Other.EMPLOYER, "Obyektda boʻlindi, ishchilar roʻyxati olindi (namuna).", "Roʻyxatni solishtirish", 2),
    (Kind.LETTER, Other.AUTHORITY, "Mehnat inspeksiyasiga xat yuborildi (namuna).", "Inspeksiya javobini olish", 9),
    (Kind.NOTE_VERBALE, Other.AUTHORITY, "Tashqi ishlar vazirligiga nota topshirildi (namuna).", "Javobni soʻrash", 14),
    (Kind.MEETING, Other.WORKER, "Ishchi elchixonaga keldi, guvohlar aytildi (namuna).", "Guvohlarga qoʻngʻiroq qilish", 3),
)  # fmt: skip
# Of each attaché: the claims that came to their post, the second of which went on to court; its country, city, firm, money.
CAME = {
    "davron": (("W-NMKR2N3W", "W-NMKR4C5T"), "KR", "Ulsan", "Dongbang Selin (namuna)", 4_800_000, "KRW"),
    "elyor": (("W-NMRU2N3W", "W-NMRU4C5T"), "RU", "Tver", "Tver Beton (namuna)", 150_000_00, "RUB"),
}  # fmt: skip
_WHO = (
    NewCitizen("Sardor Namunayev", "+998 00 000 00 95", "uz"), NewCitizen("Zilola Namunayeva", "+998 00 000 00 96", "uz"),
)  # fmt: skip
_ROUTE = (State.ACKNOWLEDGED, State.SCREENED, State.CALCULATED, State.ACCEPTED, State.ASSIGNED_TO_POST)
HANDED: Timeline = (
    ago("filed", 5), after(State.ACKNOWLEDGED, hours=3), after(State.SCREENED, days=1), after(State.CALCULATED, hours=1),
    after(State.ACCEPTED, days=1), after(State.ASSIGNED_TO_POST, hours=1),
)  # fmt: skip
_TALKS = (State.EMPLOYER_CONTACTED, State.NEGOTIATION, State.LABOUR_INSPECTORATE, State.PROSECUTOR)
_HEARD = (State.COURT_FILED, State.MEDIATION)


def scenarios(session: Session, cast: Acting, days: Days) -> Iterator[Scenario]:
    for name in ("davron", "elyor"):
        yield Scenario(HANDED, _handed(session, cast, name, 0))
        yield Scenario((*HANDED, after(State.COURT_FILED, days=1)), _handed(session, cast, name, 1))
        yield Scenario((ago("acted", 1, time(11)),), _acted(session, cast, days, name))


def _handed(session: Session, cast: Acting, name: str, place: int) -> Acts:
    """A claim that the claims desk looked through and handed to the post; or went on from there to court."""
    words = {row["state"]: row["next"] for row in reference.rows("demo/acts.tsv")}
    numbers, country, city, employer, amount, currency = CAME[name]
    moment = yield "filed"
    day = tashkent_day(moment)
    told = NewClaim(
        employer, country, day - timedelta(days=200), day - timedelta(days=30),
        [NewLine(Component.BASE_PAY, amount, currency)], _WHO[place], city,
    )  # fmt: skip
    claim = wage_claims.file(session, told, by=VISITOR, on=moment, day=day, number=numbers[place]).claim
    for state in (*_ROUTE, *((State.COURT_FILED,) if place else ())):
        moment = yield state
        day, by = tashkent_day(moment), cast[name if state is State.COURT_FILED else "chinora"]
        step = NewStep(state, next_action=words[state.value], due=day + timedelta(days=6 - place))
        state_machine.take(session, claim, step, by=by, on=moment, day=day)


def _acted(session: Session, cast: Acting, days: Days, name: str) -> Acts:
    moment = yield "acted"
    by, day = cast[name], tashkent_day(moment)
    for claim, (kind, other, words, action, ahead) in zip(_claims(session, cast, name, _TALKS), _DONE, strict=False):
        told = NewAct(kind, action, days.day(ahead), day, other=other, words=words)
        activities.log(session, claim, told, by=by, on=moment, day=day)
    for number, claim in enumerate(_claims(session, cast, name, _HEARD)):
        held = days.next_working_day(number + 1)
        told = NewAct(Kind.HEARING, "Sud majlisida qatnashish", held, held, time(10 + number % 6).isoformat("minutes"))
        activities.log(session, claim, told, by=by, on=moment, day=day)


def _claims(session: Session, cast: Acting, name: str, states: tuple[State, ...]) -> list[Claim]:
    """Those whose references are the same each time; every other one, so that some stay late."""
    mine = (wage_claims.within(cast[name]), col(Claim.state).in_([state.value for state in states]))
    rows = select(Claim).where(*mine, col(Claim.reference).like("W-NM%")).order_by(col(Claim.reference))
    return list(session.execute(rows).scalars())[::2]
