"""A home full of invented cases, by seed: people, advice sessions, wage claims, evidence rows.

Every worker with a claim has a key of their own, and all text about them is really encrypted.
People who were only advised have no key: the notes of their sessions are random bytes of the same
length, which nothing that is measured opens.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from catalog.core import vault
from catalog.core.actor import SYSTEM
from i18n.scripts import fold
from matching.identity import name_index
from matching.identity.name_index import NamePair, NamePart
from matching.identity.persons import Citizen
from seed import reference
from service.casework import evidence
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.money.money_entries import Payment, PayOut
from service.casework.scope import advice_tables
from service.casework.workflow.notes import Note
from service.casework.workflow.state_machine import ALLOWED, Step
from service.infra.database import Database

ON = datetime(2026, 11, 25, 6, tzinfo=UTC)
BATCH = 5_000
OFFICERS = [f"U-BENCH{number:02d}" for number in range(40)]
ACTION = "Call the accountant and ask for the statement of wages of the last three months"
COUNTRIES = {
    "RU": ("RUB", 60),
    "KZ": ("KZT", 14),
    "KR": ("KRW", 12),
    "TR": ("TRY", 8),
    "PL": ("PLN", 6),
}
# The last post in the list for each country: in Russia and Kazakhstan posts are in several time
# zones.
POSTS = {row["country"]: row["code"] for row in reference.rows("posts.tsv")}
FIRMS = (
    "Invented Stroy",
    "Invented Shipyard",
    "Invented Tekstil",
    "Invented Logistics",
    "Invented Farm",
    "Invented Sklad",
)
REGIONS = tuple(row["code"] for row in reference.rows("places_uz.tsv") if row["kind"] == "region")

Row = dict[str, Any]
Rows = dict[type[SQLModel], list[Row]]


class Size(msgspec.Struct, frozen=True):
    """The number of records of each kind.

    The first people, as many as there are claims, have one claim each.
    """

    sessions: int = 213_371
    claims: int = 20_000
    files: int = 110_000
    people: int = 100_000

    def part(self, of: int) -> "Size":
        return Size(*(count // of for count in msgspec.structs.astuple(self)))


def fill(database: Database, size: Size, seed: int = 777) -> None:
    """Fill an empty database, writing directly to its tables."""
    chance = random.Random(seed)
    with database.write() as session:
        reference.load_claim_basics(session, by=SYSTEM, on=ON)
    for numbers in _batches(size.people):
        with database.write() as session:
            _write(session, _people(session, chance, numbers, size))
    for numbers in _batches(size.sessions):
        with database.write() as session:
            _write(session, _sessions(chance, numbers, size))
    for numbers in _batches(size.claims):
        with database.write() as session:
            _write(session, _claims(session, chance, numbers, size))


def _batches(count: int) -> Iterator[range]:
    return (range(begin, min(begin + BATCH, count)) for begin in range(0, count, BATCH))


def _write(session: Session, rows: Rows) -> None:
    for table, some in rows.items():
        if some:
            session.execute(insert(table), some)


def _people(session: Session, chance: random.Random, numbers: Iterable[int], size: Size) -> Rows:
    rows = []
    for number in numbers:
        name, own = _name(chance), f"C-{number:08d}"
        phone = f"+99890{number:07d}"
        sealed = _sealer(session, own)("citizens.phone", phone) if number < size.claims else None
        rows.append(
            {
                "reference": own,
                "name": name,
                "name_key": fold(name),
                "phone": sealed,
                "recorded_at": ON,
                "phone_blind": vault.blind("phone", phone) if sealed else None,
                "region": chance.choice(REGIONS),
            }
        )
    names = [(str(row["reference"]), str(row["name"])) for row in rows]
    return {
        Citizen: rows,
        NamePart: name_index.rows(names),
        NamePair: name_index.pair_rows(names),
    }


_NAMES = list(reference.rows("demo/names.tsv"))
_GIVEN = [row["name"] for row in _NAMES if row["kind"] == "given"]
_SURNAMES = [row["name"] for row in _NAMES if row["kind"] == "surname"]


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_SURNAMES)} {chance.choice(_GIVEN)}"


def _sealer(session: Session, owner: str) -> Any:
    """Return a function that encrypts text with this person's key, by the name of its column."""
    with session.no_autoflush:
        seal, _ = vault.sealer(vault.key_of(session, owner))
    return lambda place, clear: seal(clear.encode(), f"{owner}:{place}")


def _sessions(chance: random.Random, numbers: Iterable[int], size: Size) -> Rows:
    matters, rows = [], []
    topics, countries = list(Topic), list(COUNTRIES)
    for number in numbers:
        at = ON - timedelta(minutes=chance.randrange(7 * 365 * 24 * 60))
        person = f"C-{chance.randrange(size.people):08d}" if chance.random() < 0.45 else None
        about = {
            "citizen": person,
            "topic": chance.choice(topics).value,
            "country": chance.choice(countries),
        }
        matters.append({"reference": f"M-{number:08d}", "opened_at": at, **about})
        rows.append(
            {
                "reference": f"A-{number:08d}",
                "matter": f"M-{number:08d}",
                "at": at,
                "day": at.date(),
                **about,
                "channel": chance.choice(list(Channel)).value,
                "level": chance.choice(list(Level)).value,
                "outcome": chance.choice(list(Outcome)).value,
                "region": chance.choice(REGIONS),
                "note": chance.randbytes(150),
                "officer": chance.choice(OFFICERS),
            }
        )
    return {advice_tables.Matter: matters, advice_tables.Session: rows}


def _claims(session: Session, chance: random.Random, numbers: range, size: Size) -> Rows:
    rows: Rows = {
        table: [] for table in (Claim, Line, Step, Note, Payment, PayOut, evidence.Evidence)
    }
    for number in numbers:
        _one(session, chance, number, rows)
        # The files are divided among all claims so that their total is as requested.
        held = range(number * size.files // size.claims, (number + 1) * size.files // size.claims)
        rows[evidence.Evidence] += [
            _file(chance, number, place) for place, _ in enumerate(held, start=1)
        ]
    return rows


def _one(session: Session, chance: random.Random, number: int, rows: Rows) -> None:
    own, seal = f"W-{number:08d}", _sealer(session, f"C-{number:08d}")
    country = chance.choices(list(COUNTRIES), [weight for _, weight in COUNTRIES.values()])[0]
    # Seven in ten claims are closed; open ones had their last step within ten weeks, most of them
    # within two.
    closed, last = chance.random() < 0.7, ON - timedelta(hours=int(chance.expovariate(1 / 170)) + 1)
    last -= timedelta(days=chance.randrange(60, 1_500)) if closed else timedelta()
    path = _path(chance, closed)
    begun = last - timedelta(days=4 * len(path))
    due = last.date() + timedelta(days=chance.randrange(3, 40))
    accepted = [
        begun + timedelta(days=4 * place)
        for place, to in enumerate(path)
        if to is ClaimState.ACCEPTED
    ]
    rows[Step] += _steps(chance, own, path, begun, due, seal)
    rows[Claim].append(
        {
            "reference": own,
            "citizen": f"C-{number:08d}",
            "state": path[-1].value,
            "version": len(path),
            **_employer(chance),
            "country": country,
            "worked_from": (begun - timedelta(days=300)).date(),
            "worked_to": (begun - timedelta(days=30)).date(),
            "story": seal("claims.story", "They paid for three months of six. " * 8),
            "secret_hash": "",
            "post": POSTS.get(country),
            "filed_at": begun,
            "filed_on": begun.date(),
            "owner": chance.choice(OFFICERS),
            "due": due,
            "next_action": seal("claims.next_action", ACTION),
            "moved_at": begun + timedelta(days=4 * (len(path) - 1)),
            "accepted_at": accepted[-1] if accepted else None,
            "closing_reason": "paid_in_full" if path[-1] is ClaimState.CLOSED else "",
        }
    )
    _beside(chance, own, country, last, seal, rows)


def _employer(chance: random.Random) -> Row:
    name = chance.choice(FIRMS)
    return {"employer": name, "employer_key": fold(name)}


def _steps(
    chance: random.Random, own: str, path: list[ClaimState], begun: datetime, due: date, seal: Any
) -> list[Row]:
    """Return every step of a claim along its path, four days apart."""
    return [
        {
            "claim": own,
            "came_from": before.value,
            "to": to.value,
            "due": due,
            "officer": chance.choice(OFFICERS),
            "reason": seal("claim_steps.reason", "As the papers show"),
            "at": begun + timedelta(days=4 * place),
            "next_action": seal("claim_steps.next_action", ACTION),
        }
        for place, (before, to) in enumerate(pairwise(path), start=1)
    ]


def _path(chance: random.Random, closed: bool) -> list[ClaimState]:
    """A life by the allowed steps, from the first to a last one that is open or closed."""
    path, length = [ClaimState.RECEIVED], chance.randrange(9)
    while len(path) <= length or (closed and path[-1] is not ClaimState.CLOSED):
        after = sorted(ALLOWED[path[-1]])
        ends = closed and len(path) >= length and ClaimState.CLOSED in after
        path.append(
            ClaimState.CLOSED
            if ends
            else chance.choice([to for to in after if to is not ClaimState.CLOSED] or after)
        )
    return path


def _beside(
    chance: random.Random, own: str, country: str, last: datetime, seal: Any, rows: Rows
) -> None:
    """Add the lines of a claim, payments on it, and notes of officers."""
    currency, owed = COUNTRIES[country][0], chance.randrange(1_000, 900_000) * 100
    officer = chance.choice(OFFICERS)
    for place, component in enumerate(
        ("base_pay", "overtime", "leave")[: chance.randrange(1, 4)], start=1
    ):
        papers = owed if chance.random() < 0.5 else None
        line = {
            "component": component,
            "currency": currency,
            "claimed": owed,
            "documented": papers,
            "agreed": papers,
        }
        rows[Line].append({"claim": own, "number": place, **line})
    money = {
        "claim": own,
        "currency": currency,
        "amount": owed // 2,
        "officer": officer,
        "on": last.date(),
        "at": last,
    }
    for _ in range(chance.randrange(3)):
        rows[Payment].append(money | {"payer": "employer", "method": "bank", "hand": "held"})
    if chance.random() < 0.2:
        rows[PayOut].append(money | {"amount": owed // 4})
    for _ in range(chance.randrange(4)):
        rows[Note].append(
            {
                "claim": own,
                "text": seal("claims.note", "The accountant called back"),
                "officer": officer,
                "at": last,
            }
        )


def _file(chance: random.Random, claim: int, place: int) -> Row:
    return {
        "reference": f"D-{claim:08d}-{place:02d}",
        "claim": f"W-{claim:08d}",
        "number": place,
        "kind": "payslip",
        "name": None,
        "size": 200_000,
        "arrived": 200_000,
        "kept": 200_000,
        "sha256": f"{chance.getrandbits(256):064x}",
        "media": "image/jpeg",
        "pages": 1,
        "state": "clean",
        "place": f"{chance.getrandbits(128):032x}",
        "at": ON - timedelta(days=9),
    }
