"""Invented duplicates: one person recorded twice, in two alphabets or at two posts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from catalog.core.actor import VISITOR, Actor
from catalog.core.fields import tashkent_day
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, DocumentsInput, NewCitizen, Sex
from seed.demonstration.next_actions import NEXT_ACTIONS
from seed.demonstration.people import POSTED, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import ClaimState, NewClaim, NewLine
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep


class DuplicatePerson(msgspec.Struct, frozen=True):
    """A person with two records: both spellings, the countries of the claims, and the shared
    number."""

    number: int
    names: tuple[str, str]
    countries: tuple[str, str]
    sex: Sex = Sex.MALE


DUPLICATES = (
    DuplicatePerson(1, ("Gʻayrat Alzinov", "Ғайрат Алзинов"), ("RU", "RU")),
    DuplicatePerson(2, ("Dilnoz Yoʻldosheva", "Юлдашева Дилноз"), ("KR", "KR"), Sex.FEMALE),
    # One post knows him; the other sees only that a person may be the same.
    DuplicatePerson(3, ("Jaʼfar Charosov", "Жафар Чаросов"), ("RU", "KR")),
    DuplicatePerson(4, ("Shohrux Oʻktamov", "Шохрух Уктамов"), ("KZ", "RU")),
)
_FIRMS = {
    "KR": ("Saebyeok Castings (namuna)", "Ansan", "KRW", 4_200_000),
    "RU": ("Severny Dvor (namuna)", "Tver", "RUB", 180_000_00),
    "KZ": ("Batys Qurylys (namuna)", "Aktau", "KZT", 900_000_00),
}


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    for one in DUPLICATES:
        yield Scenario(_timeline(one), _acts(session, cast, one))


def _timeline(one: DuplicatePerson) -> Timeline:
    """The events of a person recorded twice, by telephone and at a post.

    The first claim has advanced meanwhile.
    """
    return (
        working_days_ago("filed", 19 + one.number),
        after("passport", minutes=20),
        after(ClaimState.ACKNOWLEDGED, minutes=10),
        after(ClaimState.SCREENED, days=1),
        working_days_ago(ClaimState.NEEDS_DOCUMENTS, 5 + one.number),
        working_days_ago("filed", 2),
        after("passport", minutes=20),
        after(ClaimState.ACKNOWLEDGED, minutes=10),
    )


def _acts(session: Session, cast: ActorsByName, one: DuplicatePerson) -> Actions:
    path = (ClaimState.ACKNOWLEDGED, ClaimState.SCREENED, ClaimState.NEEDS_DOCUMENTS)
    for place, states in enumerate((path, path[:1])):
        officer = cast[POSTED[one.countries[place]]]
        moment = yield "filed"
        claim = _file(session, one, place, by=officer if place else VISITOR, on=moment)
        moment = yield "passport"
        documents_input = DocumentsInput(f"XX000000{one.number}", f"0000000000000{one.number}")
        person = session.get_one(Citizen, claim.citizen)
        persons.set_documents(session, person, documents_input, by=officer, on=moment)
        for state in states:
            moment = yield state
            day = tashkent_day(moment)
            step = NewStep(state, next_action=NEXT_ACTIONS[state], due=day + timedelta(days=14))
            state_machine.take_step(session, claim, step, by=officer, on=moment, day=day)


def _file(
    session: Session, one: DuplicatePerson, place: int, *, by: Actor, on: datetime
) -> wage_claims.Claim:
    country, day = one.countries[place], tashkent_day(on)
    employer, city, currency, owed = _FIRMS[country]
    phone, language = ("", "ru") if place else (f"+998 00 000 00 0{one.number}", "uz")
    person = NewCitizen(one.names[place], phone, language, one.sex, AgeBand.FROM_30)
    worked = (date(day.year - 1, 3, 1), day - timedelta(days=20))
    lines = [NewLine(Component.BASE_PAY, owed, currency)]
    new_claim = NewClaim(employer, country, *worked, lines=lines, contact=person, city=city)
    number = f"W-NMDUP{one.number}{'AB'[place]}"
    return wage_claims.file(session, new_claim, by=by, on=on, day=day, number=number).claim
