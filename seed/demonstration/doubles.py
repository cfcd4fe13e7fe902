"""The same invented people written down twice: in two alphabets, at one post or at two, to be found while typing and joined."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from catalog.ground.fields import tashkent_day
from catalog.ground.who import VISITOR, Who
from matching import citizens
from matching.citizens import AgeBand, Citizen, Documents, NewCitizen, Sex
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.casework import wages
from service.casework.wages import Component, NewClaim, NewLine


class Double(msgspec.Struct, frozen=True):
    """Somebody with two records: how each spells them, in which country the claim is, and by which number they meet."""

    number: int
    names: tuple[str, str]
    countries: tuple[str, str]
    sex: Sex = Sex.MALE


DOUBLES = (
    Double(1, ("Gʻayrat Alzinov", "Ғайрат Алзинов"), ("RU", "RU")),
    Double(2, ("Dilnoz Yoʻldosheva", "Юлдашева Дилноз"), ("KR", "KR"), Sex.FEMALE),
    # One post knows him, the other is told only that somebody may.
    Double(3, ("Jaʼfar Charosov", "Жафар Чаросов"), ("RU", "KR")),
    Double(4, ("Shohrux Oʻktamov", "Шохрух Уктамов"), ("KZ", "RU")),
)
_POSTS = {"KR": "davron", "RU": "elyor", "KZ": "parvina"}
_FIRMS = {
    "KR": ("Saebyeok Castings (namuna)", "Ansan", "KRW", 4_200_000),
    "RU": ("Severny Dvor (namuna)", "Tver", "RUB", 180_000_00),
    "KZ": ("Batys Qurylys (namuna)", "Aktau", "KZT", 900_000_00),
}


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    for one in DOUBLES:
        yield _life(session, cast, days, one)


def _life(session: Session, cast: Acting, days: Days, one: Double) -> Life:
    """First they file by telephone, weeks later somebody at a post writes them down again."""
    for place, ago in enumerate((30 + one.number, 3 + one.number)):
        officer = cast[_POSTS[one.countries[place]]]
        yield (moment := days.at_work(ago))
        claim = _file(session, one, place, by=officer if place else VISITOR, on=moment)
        yield (moment := moment + timedelta(minutes=20))
        told = Documents(f"XX000000{one.number}", f"0000000000000{one.number}")
        citizens.set_documents(session, session.get_one(Citizen, claim.citizen), told, by=officer, on=moment)


def _file(session: Session, one: Double, place: int, *, by: Who, on: datetime) -> wages.Claim:
    country, day = one.countries[place], tashkent_day(on)
    employer, city, currency, owed = _FIRMS[country]
    person = NewCitizen(
        one.names[place],
        "" if place else f"+998 00 000 00 0{one.number}",
        ("uz", "ru")[place],
        one.sex,
        AgeBand.FROM_30,
    )
    told = NewClaim(
        employer=employer, country=country, city=city, worked_from=date(day.year - 1, 3, 1),
        worked_to=day - timedelta(days=20), lines=[NewLine(Component.BASE_PAY, owed, currency)], contact=person,
    )  # fmt: skip
    return wages.file(session, told, by=by, on=on, day=day, number=f"W-NMDUP{one.number}{'AB'[place]}").claim
