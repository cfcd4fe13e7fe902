"""Time on the invented claims: some given to officers, one forgotten, one near its last day, reminders of the last night."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground.fields import tashkent_day
from catalog.ground.who import SYSTEM, VISITOR
from matching.citizens import NewCitizen
from seed import reference
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.casework import limits, owners, reminders, saved, steps, wages
from service.casework.limits import TimeLimit
from service.casework.lists import Filter, Sort
from service.casework.saved import NewName
from service.casework.sifting import Said
from service.casework.steps import NewStep, State
from service.casework.wages import Claim, Component, NewClaim, NewLine

FORGOTTEN, NEAR = "W-NMF2GT6Y", "W-NMNE4R7L"
_TOLD = {
    FORGOTTEN: ("Osiyo Qurilish (namuna)", "Kazan", "+998 00 000 00 97", "Bobur Namunayev"),
    NEAR: ("Volga Sklad (namuna)", "Samara", "+998 00 000 00 98", "Dilnoza Namunayeva"),
}

# What three of them ask of the list of claims every morning.
_ASKED = (
    ("iroda", "Muddati oʻtgan, xodimsiz", Filter(owner="nobody", overdue=Said.YES)),
    ("iroda", "Россия: 14 дней без записей", Filter(country="RU", quiet=Said.YES)),
    ("chinora", "Mening arizalarim", Filter(owner="me")),
    ("elyor", "Суд и исполнение", Filter(state="court_filed", sort=Sort.FILED)),
)


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _one(session, cast, days, FORGOTTEN, 63, days.day(-100))
    # The year of its last month's pay is over in nine days.
    yield _one(session, cast, days, NEAR, 5, days.day(9 - 365))
    yield _given(session, cast, days)
    yield _night(session, cast, days)


def _one(session: Session, cast: Acting, days: Days, number: str, ago: int, worked_to: date) -> Life:
    """Filed and acknowledged on the same day; nothing has happened since."""
    yield (moment := days.at_work(ago))
    employer, city, phone, name = _TOLD[number]
    told = NewClaim(
        employer=employer, country="RU", city=city, worked_from=worked_to - timedelta(days=80), worked_to=worked_to,
        lines=[NewLine(Component.BASE_PAY, 180_000_00, "RUB"), NewLine(Component.FEE_REFUND, 40_000_00, "RUB")],
        contact=NewCitizen(name, phone, "uz"),
    )  # fmt: skip
    day = tashkent_day(moment)
    claim = wages.file(session, told, by=VISITOR, on=moment, day=day, number=number).claim
    yield (moment := moment + timedelta(minutes=40))
    act = next(row for row in reference.rows("demo/acts.tsv") if row["state"] == "acknowledged")
    step = NewStep(State.ACKNOWLEDGED, next_action=act["next"], due=day + timedelta(days=3))
    steps.take(session, claim, step, by=cast["chinora"], on=moment, day=day)


def _given(session: Session, cast: Acting, days: Days) -> Life:
    """Claims that lie with an office are given to the officers who have them in hand."""
    yield (moment := days.at_work(1))
    lying = select(Claim).where(col(Claim.state).in_(["received", "assigned_to_post"])).order_by(col(Claim.reference))
    for claim in list(session.execute(lying).scalars())[::4]:
        officer = owners.officers(session, claim)[0].reference
        if officer != claim.owner:
            owners.assign(session, claim, officer, by=cast["iroda"], on=moment)
    for name, called, asked in _ASKED:
        saved.save(session, NewName(called), asked, by=cast[name], on=moment)


def _night(session: Session, cast: Acting, days: Days) -> Life:
    """After the last working day: the reminders; and Farida and Madina have read the limit of Korea."""
    yield (moment := days.at_work(1))
    korea = session.execute(select(TimeLimit).where(col(TimeLimit.country) == "KR")).scalars().first()
    for name in ("farida", "madina"):
        if korea and korea.id:
            limits.confirm(session, korea.id, by=cast[name], on=moment)
    yield days.on - timedelta(hours=2)
    session.flush()
    reminders.write(session, reminders.waiting(session, most=10_000), by=SYSTEM, on=days.on - timedelta(hours=2))
