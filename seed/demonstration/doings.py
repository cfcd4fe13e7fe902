"""What the attachés did on invented claims on the last working day, and the hearings that lie before them."""

from collections.abc import Iterator
from datetime import time

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground.fields import tashkent_day
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.casework import acts, wages
from service.casework.acts import Kind, NewAct, Other
from service.casework.steps import State
from service.casework.wages import Claim

# What was done, with whom, the words of it, what is next and in how many days.
_DONE = (
    (Kind.CALL, Other.EMPLOYER, "Hisobchi toʻlov jadvalini vaʼda qildi (namuna).", "Toʻlov jadvalini soʻrash", 1),
    (Kind.VISIT, Other.EMPLOYER, "Obyektda boʻlindi, ishchilar roʻyxati olindi (namuna).", "Roʻyxatni solishtirish", 2),
    (Kind.LETTER, Other.AUTHORITY, "Mehnat inspeksiyasiga xat yuborildi (namuna).", "Inspeksiya javobini olish", 9),
    (Kind.NOTE_VERBALE, Other.AUTHORITY, "Tashqi ishlar vazirligiga nota topshirildi (namuna).", "Javobni soʻrash", 14),
    (Kind.MEETING, Other.WORKER, "Ishchi elchixonaga keldi, guvohlar aytildi (namuna).", "Guvohlarga qoʻngʻiroq qilish", 3),
)  # fmt: skip
_TALKS = (State.EMPLOYER_CONTACTED, State.NEGOTIATION, State.LABOUR_INSPECTORATE, State.PROSECUTOR)
_HEARD = (State.COURT_FILED, State.MEDIATION)


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    for name in ("davron", "elyor"):
        yield _life(session, cast, days, name)


def _life(session: Session, cast: Acting, days: Days, name: str) -> Life:
    yield (moment := days.at_work(1))
    by, day = cast[name], tashkent_day(moment)
    for claim, (kind, other, words, action, ahead) in zip(_claims(session, cast, name, _TALKS), _DONE, strict=False):
        told = NewAct(kind, action, days.day(ahead), day, other=other, words=words)
        acts.log(session, claim, told, by=by, on=moment, day=day)
    for number, claim in enumerate(_claims(session, cast, name, _HEARD)):
        held = days.day(number * 2)
        told = NewAct(Kind.HEARING, "Sud majlisida qatnashish", held, held, time(10 + number % 6).isoformat("minutes"))
        acts.log(session, claim, told, by=by, on=moment, day=day)


def _claims(session: Session, cast: Acting, name: str, states: tuple[State, ...]) -> list[Claim]:
    """Those whose references are the same each time; every other one, so that some stay late."""
    mine = (wages.within(cast[name]), col(Claim.state).in_([state.value for state in states]))
    rows = select(Claim).where(*mine, col(Claim.reference).like("W-NM%")).order_by(col(Claim.reference))
    return list(session.execute(rows).scalars())[::2]
