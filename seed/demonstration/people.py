"""The invented people: the cast of the demonstration, their colleagues and the citizens."""

from datetime import datetime
from random import Random

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM, Actor, Role
from matching.identity.persons import AgeBand, NewCitizen, Sex
from seed import reference
from service import accounts
from service.accounts import Account, NewAccount

SEOUL, MOSCOW, ISTANBUL, ALMATY = (
    "KR-SEOUL-LAB",
    "RU-MOSCOW-LAB",
    "TR-ISTANBUL-LAB",
    "KZ-ALMATY-CON",
)
REGIONS = tuple(row["code"] for row in reference.rows("places_uz.tsv") if row["kind"] == "region")


class Member(msgspec.Struct, frozen=True):
    """A member of the cast, and the post, region or agency for which they work."""

    name: str
    role: Role
    post: str | None = None
    region: str | None = None
    agency: str | None = None

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@demo.invalid"


CAST = (
    Member("Alisher", Role.CITIZEN),
    Member("Barno", Role.ADVISER, region="1726"),
    Member("Chinora", Role.CLAIMS_OFFICER),
    Member("Davron", Role.ATTACHE, post=SEOUL),
    Member("Elyor", Role.ATTACHE, post=MOSCOW),
    Member("Farida", Role.LICENSING_OFFICER),
    Member("Madina", Role.LICENSING_OFFICER),
    Member("Gulnora", Role.PROTECTION_OFFICER),
    Member("Hamid", Role.AGENCY_USER, agency="AG-N01"),
    Member("Iroda", Role.SUPERVISOR),
    Member("Jamshid", Role.STATISTICIAN),
    Member("Komila", Role.AUDITOR),
    Member("Laylo", Role.ADMINISTRATOR),
)
# They work at other desks; visitors cannot take their role.
COLLEAGUES = (
    Member("Nigora", Role.ADVISER, region="1718"),
    Member("Otabek", Role.ATTACHE, post=ISTANBUL),
    Member("Parvina", Role.ATTACHE, post=ALMATY),
    Member("Sabohat", Role.ATTACHE, post=MOSCOW),
)

# The attachés by the country of their post, but for Sabohat.
POSTED = {"KR": "davron", "RU": "elyor", "TR": "otabek", "KZ": "parvina"}
# The post of each of them: claims from cities whose own post has nobody here are assigned to it.
THEIR_POST = {"KR": SEOUL, "RU": MOSCOW, "TR": ISTANBUL, "KZ": ALMATY}
# A worker who has no account.
WORKER = Actor("U-NAMUNA", Role.CITIZEN, "Namuna")

ActorsByName = dict[str, Actor]


def is_set_up(session: Session) -> bool:
    """Whether the cast exists already."""
    return (
        session.execute(select(Account).where(col(Account.email) == CAST[0].email)).first()
        is not None
    )


def open_accounts(session: Session, *, on: datetime) -> ActorsByName:
    """Open the accounts and return their actors."""
    return {
        member.name.lower(): _open_account(session, member, on=on) for member in CAST + COLLEAGUES
    }


def _open_account(session: Session, member: Member, *, on: datetime) -> Actor:
    new_account = NewAccount(
        member.email, member.role, member.name, member.post, member.region, member.agency
    )
    account = accounts.add(session, new_account, by=SYSTEM, on=on).reference
    posts = frozenset({member.post} if member.post else ())
    return Actor(account, member.role, member.name, posts, member.region, member.agency)


class Citizens:
    """Citizens with invented names and impossible phone numbers (area code 00).

    Each scenario has its own thousand numbers.
    """

    def __init__(self, thousands: str) -> None:
        self._thousands = thousands
        self._names: dict[tuple[str, str], list[str]] = {}
        for row in reference.rows("demo/names.tsv"):
            self._names.setdefault((row["kind"], row["sex"]), []).append(row["name"])

    def invent(self, dice: Random, number: int, language: str = "uz") -> NewCitizen:
        sex = Sex.FEMALE if dice.random() < 0.35 else Sex.MALE
        name = " ".join(dice.choice(self._names[kind, sex.value]) for kind in ("given", "surname"))
        band = dice.choices(list(AgeBand), (0, 40, 40, 12, 8))[0]
        phone = f"+998 00 {self._thousands} {number // 100:02} {number % 100:02}"
        region = dice.choice(REGIONS) if dice.random() < 0.9 else "not_stated"
        return NewCitizen(
            name, phone, language, sex if dice.random() < 0.9 else Sex.NOT_STATED, band, region
        )
