"""The named people of every test and their small register.

All of it is invented and made by the service's own commands.
"""

from datetime import date, datetime
from pathlib import Path

import msgspec
from sqlalchemy import select, true
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.actor import SYSTEM, VISITOR, Actor, Role
from catalog.core.exchange_rates import NewRate
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.licensing import agencies
from catalog.licensing.agencies import ImportedStatus, NewAgency
from catalog.reference import countries, occupations, posts
from catalog.reference.countries import Kind, Mark, NewCountry, NewFact
from catalog.reference.occupations import NewOccupation
from catalog.reference.posts import NewHotline, NewPost
from catalog.vacancies import seats, vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy, Payer, Period, Vacancy
from i18n.scripts import to_cyrillic
from matching.identity import persons
from matching.identity.persons import NewCitizen
from service import accounts
from service.accounts import phone_login
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, NewClaim, NewLine

TODAY = date(2026, 11, 25)
# The data folder of commands that are tried without files.
NO_FILES = Path("/nonexistent")
SEOUL, MOSCOW = "KR-SEOUL-EMB", "RU-MOSCOW-EMB"


def _who(
    name: str,
    role: Role,
    post: str | None = None,
    region: str | None = None,
    agency: str | None = None,
) -> Actor:
    return Actor(f"U-{name.upper()}", role, name, frozenset({post} if post else ()), region, agency)


ALISHER = _who("Alisher", Role.CITIZEN)
BARNO = _who("Barno", Role.ADVISER, region="1726")
CHINORA = _who("Chinora", Role.CLAIMS_OFFICER)
DAVRON = _who("Davron", Role.ATTACHE, SEOUL)
ELYOR = _who("Elyor", Role.ATTACHE, MOSCOW)
FARIDA = _who("Farida", Role.LICENSING_OFFICER)
GULNORA = _who("Gulnora", Role.LICENSING_OFFICER)
HAMID = _who("Hamid", Role.AGENCY_USER, agency="AG-VALID")
IRODA = _who("Iroda", Role.SUPERVISOR)
JAMSHID = _who("Jamshid", Role.STATISTICIAN)
KOMILA = _who("Komila", Role.AUDITOR)
LAYLO = _who("Laylo", Role.ADMINISTRATOR)
MALLORY = _who("Mallory", Role.SUPERVISOR)
NODIRA = _who("Nodira", Role.PROTECTION_OFFICER)
RUSTAM = _who("Rustam", Role.CITIZEN)
PEOPLE = {
    one.name.lower(): one
    for one in (
        ALISHER,
        BARNO,
        CHINORA,
        DAVRON,
        ELYOR,
        FARIDA,
        GULNORA,
        HAMID,
        IRODA,
        JAMSHID,
        KOMILA,
        LAYLO,
        MALLORY,
        NODIRA,
        RUSTAM,
    )
}

COUNTRIES = [
    NewCountry("UZ", "UZS", "998", False),
    NewCountry("KR", "KRW", "82", True),
    NewCountry("RU", "RUB", "7", True),
    NewCountry("TR", "TRY", "90", True),
    NewCountry("PL", "PLN", "48", True),
    NewCountry("KZ", "KZT", "7", True),
    NewCountry("BD", "BDT", "880", False),
]
POSTS = [
    NewPost(
        SEOUL,
        "embassy",
        "KR",
        "Seoul",
        "Asia/Seoul",
        "invented",
        Mark.SOURCED,
        telephones="+82 2 000 00 01",
    ),
    NewPost(MOSCOW, "embassy", "RU", "Moscow", "Europe/Moscow", "invented", Mark.SOURCED),
]
OCCUPATIONS = {
    "5120": ("Cooks", "Повара", "Oshpazlar"),
    "7112": ("Bricklayers", "Каменщики", "Gʻisht teruvchilar"),
    "7212": ("Welders", "Сварщики", "Payvandchilar"),
    "8332": ("Lorry drivers", "Водители", "Haydovchilar"),
    "9112": ("Cleaners", "Уборщики", "Farroshlar"),
}
_RATES = {
    "USD": 1_100_000,
    "KRW": 1_600_000_000,
    "RUB": 90_000_000,
    "UZS": 13_000_000_000,
    "TRY": 50_000_000,
}


def agency(
    number: str, name: str, status: ImportedStatus = ImportedStatus.VALID, **values: object
) -> NewAgency:
    facts: dict[str, object] = {
        "licence_no": number,
        "country": "UZ",
        "source": "invented",
        "valid_from": date(2025, 1, 10),
        "valid_to": date(2029, 1, 9),
    }
    kind = "AG-" + (str(values.pop("id", "")) or status.name)
    return NewAgency(external_id=kind, name=name, status=status, **(facts | values))  # type: ignore[arg-type]


# One agency for each state that can be computed; its id names the state.
AGENCIES = [
    agency("XB-0101", "Oltin Yoʻl Bandlik MCHJ", phone="+998 71 000 01 01"),
    agency("XB-0102", "Kumush Koʻprik MCHJ", id="EXPIRING", valid_to=date(2026, 12, 20)),
    agency("XB-0103", "Eski Karvon MCHJ", id="EXPIRED", valid_to=date(2026, 6, 30)),
    agency("XB-0104", "Sariq Chiroq MCHJ", ImportedStatus.SUSPENDED),
    agency("XB-0105", "Qora Bulut MCHJ", ImportedStatus.REVOKED),
    agency("XB-0106", "Oyna Savdo MCHJ", ImportedStatus.SURVEILLANCE),
    agency("XB-0107", "Yangi Tong MCHJ", ImportedStatus.GRANTED),
    agency("", "Umid Yulduzi MCHJ", ImportedStatus.APPLIED, valid_from=None, valid_to=None),
    agency("XB-0109", "Bekor Xat MCHJ", ImportedStatus.ANNULLED),
    agency("XB-0110", "Oʻz Xohishi MCHJ", ImportedStatus.SURRENDERED),
    agency("XB-0111", "Rad Etilgan MCHJ", ImportedStatus.REFUSED),
    agency("RL-0434", "Padma Delta Overseas Ltd", id="DHAKA", country="BD", authority="BMET"),
    agency(
        "",
        "State Agency for Migration",
        id="STATE",
        kind=agencies.Kind.STATE,
        valid_from=None,
        valid_to=None,
    ),
    agency("", "Nomsiz Vositachi", ImportedStatus.UNLICENSED, valid_from=None, valid_to=None),
]
HANBIT = NewEmployer("Hanbit Shipyard", "KR", "Ulsan")
SEVERNY = NewEmployer("Severny Dvor Stroy", "RU", "Moscow")


def vacancy(external_id: str = "J-1", **values: object) -> NewVacancy:
    """Return a welder's job in Ulsan, with these values changed."""
    facts: dict[str, object] = {
        "title": "Welder, MIG and TIG",
        "language": "en",
        "country": "KR",
        "city": "Ulsan",
        "isco08": "7212",
        "seats": 5,
        "wage_min": 2_900_000,
        "wage_max": 3_400_000,
        "currency": "KRW",
        "period": Period.MONTH,
        "hours_per_week": 40,
        "housing": Payer.EMPLOYER,
        "meals": Payer.EMPLOYER,
        "travel": Payer.EMPLOYER,
        "language_required": "ko:A2",
        "experience_years": 2,
        "age_min": 18,
        "age_max": 39,
        "contract_months": 36,
        "opens_on": date(2026, 10, 1),
        "closes_on": date(2027, 2, 28),
        "description": "Hull assembly.",
    }
    return NewVacancy(external_id=external_id, **(facts | values))  # type: ignore[arg-type]


_IN_RUSSIA = {
    "country": "RU",
    "city": "Moscow",
    "currency": "RUB",
    "wage_min": 90_000_00,
    "wage_max": 120_000_00,
}
# The agency, the employer and the job; all are published and then put into the state of their name.
VACANCIES: dict[str, tuple[str, NewEmployer, NewVacancy]] = {
    "published": ("AG-VALID", HANBIT, vacancy("J-PUBLISHED")),
    "paused": ("AG-VALID", HANBIT, vacancy("J-PAUSED")),
    "over": ("AG-VALID", HANBIT, vacancy("J-OVER", closes_on=date(2026, 11, 24))),
    "full": ("AG-VALID", HANBIT, vacancy("J-FULL", seats=1)),
    "of_suspended": (
        "AG-SUSPENDED",
        SEVERNY,
        vacancy("J-SUSPENDED", title="Bricklayer", isco08="7112", **_IN_RUSSIA),
    ),
    "unclassified": (
        "AG-EXPIRING",
        SEVERNY,
        vacancy("J-UNCLASSIFIED", title="Any work", isco08=None, **_IN_RUSSIA),
    ),
    "cook": (
        "AG-SURVEILLANCE",
        SEVERNY,
        vacancy("J-COOK", title="Повар", language="ru", isco08="5120", **_IN_RUSSIA),
    ),
    "quota": (
        "AG-STATE",
        HANBIT,
        vacancy("J-QUOTA", title="Work in Korea by the EPS", isco08="9112", quota=True),
    ),
}
HOME_FACT = NewFact(
    "UZ",
    Kind.WAGE_REMEDY,
    Mark.SOURCED,
    "Invented for tests",
    en="Invented: ask the inspector",
    ru="Придумано",
    uz="Oʻylab topilgan",
    uz_cyrl="Ўйлаб топилган",
)
CLAIM = "W-A2L3S4H5"
ALISHERS_CLAIM = NewClaim(
    employer="Severny Dvor Stroy",
    country="RU",
    city="Moscow",
    worked_from=date(2026, 3, 1),
    worked_to=date(2026, 8, 31),
    lines=[NewLine(Component.BASE_PAY, 240_000_00, "RUB")],
    contact=NewCitizen("Alisher Invented", "+998 90 000 00 01"),
    story="They paid for three months of six.",
)


def email(name: str) -> str:
    return f"{name.lower()}@musofir.example"


def ground(session: Session, *, on: datetime) -> None:
    """Load countries, posts, occupations and rates, on which every other record depends."""
    countries.load(session, COUNTRIES, by=SYSTEM, on=on)
    posts.load(session, POSTS, by=SYSTEM, on=on)
    occupations.load(
        session,
        [_occupation(code, *names) for code, names in OCCUPATIONS.items()],
        by=SYSTEM,
        on=on,
    )
    day = date(2026, 11, 20)
    exchange_rates.load(
        session,
        [NewRate(code, day, worth, "invented") for code, worth in _RATES.items()],
        by=SYSTEM,
        on=on,
    )


def _occupation(code: str, en: str, ru: str, uz: str) -> NewOccupation:
    result = (en, ru, uz, to_cyrillic(uz), uz)
    return NewOccupation(code, 4, code[:3], *result, *result)


def _facts(session: Session, on: datetime) -> None:
    for kind, mark in (
        (Kind.ENTRY_RULE, Mark.SOURCED),
        (Kind.MONEY_RULE, Mark.CONFIRMED),
        (Kind.WATCH_FOR, Mark.UNCONFIRMED),
    ):
        for country in ("KR", "RU"):
            text = f"Invented {kind.value} of {country}"
            new_fact = NewFact(
                country,
                kind,
                mark,
                "invented",
                text,
                text,
                text,
                to_cyrillic(text),
                value=3,
                unit="years",
            )
            fact = countries.state_fact(session, new_fact, by=SYSTEM, on=on)
            if mark is Mark.CONFIRMED and fact.id:
                countries.confirm_fact(session, fact.id, by=FARIDA, on=on)
                countries.confirm_fact(session, fact.id, by=GULNORA, on=on)
    lines = [("1000", Mark.SOURCED), ("1001", Mark.UNCONFIRMED)]
    told_lines = [
        NewHotline("UZ", number, mark, "invented", *["A line that nobody answers"] * 4)
        for number, mark in lines
    ]
    posts.load_hotlines(session, told_lines, by=SYSTEM, on=on)


def _register(session: Session, on: datetime) -> None:
    for item in AGENCIES:
        agencies.register(session, item, by=FARIDA, on=on)
    for offered_by, employer, item in VACANCIES.values():
        firm = employers.record(session, employer, by=FARIDA, on=on)
        row, _ = vacancies.submit(
            session, item, agency=offered_by, employer=firm.reference, by=FARIDA, on=on
        )
        vetting.publish_as_decided(session, row.reference, "Invented decision 1", by=GULNORA, on=on)
    vacancies.pause(
        session, named(session, "paused").reference, reason="A call to make", by=GULNORA, on=on
    )
    seats.take(session, named(session, "full").reference, by=GULNORA, on=on)


def named(session: Session, name: str) -> Vacancy:
    """Return the vacancy of this name of VACANCIES."""
    wanted = VACANCIES[name][2].external_id
    return (
        session.execute(select(Vacancy).where(col(Vacancy.external_id) == wanted)).scalars().one()
    )


def _accounts(session: Session, on: datetime) -> dict[str, Actor]:
    """Add the accounts of the cast, and return each person as an actor with their account."""
    acting = {}
    for name, one in PEOPLE.items():
        new_account = accounts.NewAccount(
            email(name), one.role, one.name, next(iter(one.posts), None), one.region, one.agency
        )
        row = accounts.add(session, new_account, by=SYSTEM, on=on)
        acting[name] = msgspec.structs.replace(one, account=row.reference)
    accounts.find(session, email("mallory")).disabled_at = on
    return acting


def settle(session: Session, *, on: datetime) -> None:
    """Make the whole test world.

    It has a register, accounts, one claim in Moscow, one advice session in Tashkent and one in
    Seoul.
    """
    ground(session, on=on)
    _facts(session, on)
    _register(session, on)
    acting = _accounts(session, on)
    filed = wage_claims.file(session, ALISHERS_CLAIM, by=VISITOR, on=on, day=TODAY, number=CLAIM)
    account = accounts.find(session, email("alisher"))
    account.citizen, account.phone_blind = filed.claim.citizen, phone_login.mark("+998900000001")
    other = persons.record(
        session, NewCitizen("Rustam Invented", "+998 90 000 00 02"), by=VISITOR, on=on
    )
    accounts.find(session, email("rustam")).citizen = other.reference
    new_session = NewSession(
        Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU", region="1726"
    )
    for name, country in (("barno", "RU"), ("davron", "KR")):
        asked = msgspec.structs.replace(
            new_session, country=country, name=f"Caller of {name}", note="Invented note"
        )
        advice_sessions.log(session, asked, by=acting[name], on=on, day=TODAY)


def seen(session: Session, *, by: Actor, state: str | None = None, limit: int = 50) -> list[Claim]:
    """Return the claims within this person's scope, the one due soonest first."""
    rows = select(Claim).where(
        wage_claims.within(by), col(Claim.state) == state if state else true()
    )
    return list(
        session.execute(rows.order_by(col(Claim.due), col(Claim.reference)).limit(limit)).scalars()
    )
