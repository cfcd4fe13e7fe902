"""Foreign employers from the register, opinions and claims, each once, within scope."""

import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import require_found
from catalog.core.fields import ALPHABET
from catalog.employers.employers import Employer
from catalog.reference.posts import Post
from i18n.scripts import fold
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.employers.opinions import EmployerKey, EmployerOpinion, employer_key
from service.casework.money.money_entries import balances_of
from service.infra import access
from service.infra.access import Permission

# The largest number of open claims to choose from at once.
MAX_RESULTS = 200


class EmployerRecord(msgspec.Struct):
    """A foreign employer within the actor's scope.

    `spelt` holds its spellings in claims, `states` the number of claims in each state."""

    country: str
    key: str
    name: str
    spelt: set[str] = msgspec.field(default_factory=set)
    states: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def known(self) -> EmployerKey:
        return self.country, self.key

    @property
    def number(self) -> str:
        return number_of(self.known)

    @property
    def open(self) -> int:
        return sum(count for state, count in self.states.items() if state != ClaimState.CLOSED)


def number_of(employer: EmployerKey) -> str:
    """Return an employer's identifier for URLs.

    It is the same for every spelling, and does not reveal the employer to a reader of the URL."""
    return _number(employer, _secret())


def _secret() -> str:
    return vault.token("employer", "number", 32)


@lru_cache(maxsize=1 << 15)
def _number(employer: EmployerKey, secret: str) -> str:
    country, key = employer
    digest = hmac.digest(secret.encode(), f"{key}/{country}".encode(), "sha256")[:8]
    return f"{country}-{''.join(ALPHABET[byte % 32] for byte in digest)}"


def find(session: Session, text: str = "", country: str = "", *, by: Actor) -> list[EmployerRecord]:
    """Return the employers whose names contain all these words, in any script, sorted by name.

    With `country`, only those of that country."""
    firms: dict[EmployerKey, EmployerRecord] = {}
    for table in (Employer, EmployerOpinion):
        land = col(table.country)
        asked = select(col(table.name), col(table.key), land).where(_within(land, country, by))
        for name, key, code in session.execute(asked.order_by(col(table.reference))):
            firms.setdefault((code, key), EmployerRecord(code, key, name))
    if access.allows(by, Permission.WAGES_READ):
        _count(session, firms, country, by)
    words = fold(text).split()
    rows = (one for one in firms.values() if one.key and all(word in one.key for word in words))
    return sorted(rows, key=lambda one: one.known[::-1])


def find_first(session: Session, text: str, *, by: Actor, limit: int) -> list[EmployerRecord]:
    """Return the first employers by name that `find` returns, without counting their claims."""
    words, firms = fold(text).split(), dict[EmployerKey, EmployerRecord]()
    sources: list[tuple[Any, Any, Any, ColumnElement[bool]]] = [
        (one.key, one.name, one.country, true()) for one in (Employer, EmployerOpinion)
    ]
    if access.allows(by, Permission.WAGES_READ):
        seen = wage_claims.within(by)
        sources.append((Claim.employer_key, Claim.employer, Claim.country, seen))
    for key, name, land, seen in sources if words else ():
        # The names are read from their index alone, and then the rows of those that match.
        named = select(key).where(*(key.contains(word, autoescape=True) for word in words))
        asked = select(func.min(name), land).where(
            key.in_(named.distinct()), _within(land, "", by), seen
        )
        rows = session.execute(asked.group_by(key, land).order_by(key, land).limit(limit))
        for spelt, code in rows:
            known = employer_key(spelt, code)
            firms.setdefault(known, EmployerRecord(*known, spelt))
    return sorted(firms.values(), key=lambda one: one.known[::-1])[:limit]


def find_by_number(
    session: Session, references: Sequence[str], register_numbers: Sequence[str], *, by: Actor
) -> list[EmployerRecord]:
    """Return the registered employers with one of these references or numbers, within scope."""
    asked = select(Employer).where(
        or_(
            col(Employer.reference).in_(references),
            col(Employer.register_no).in_([one for one in register_numbers if one]),
        ),
        _within(col(Employer.country), "", by),
    )
    rows = session.execute(asked.order_by(col(Employer.reference)).limit(MAX_RESULTS)).scalars()
    return [EmployerRecord(row.country, row.key, row.name) for row in rows]


def _within(land: Mapped[str], country: str, by: Actor) -> ColumnElement[bool]:
    """Return the condition of scope: an attaché's posts' countries; for others, all countries."""
    if by.role is Role.ATTACHE:
        mine = land.in_(select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts))))
        return mine & (land == country) if country else mine
    return land == country if country else true()


def _count(
    session: Session, firms: dict[EmployerKey, EmployerRecord], country: str, by: Actor
) -> None:
    """Add the visible claims to their employers, and the employers named only in claims."""
    asked = select(col(Claim.employer), col(Claim.country), col(Claim.state), func.count())
    asked = asked.where(wage_claims.within(by), _within(col(Claim.country), country, by))
    grouped = asked.group_by(col(Claim.employer), col(Claim.country), col(Claim.state))
    for name, code, state, count in session.execute(grouped.order_by(col(Claim.employer))):
        result = employer_key(name, code)
        one = firms.get(result) or firms.setdefault(result, EmployerRecord(*result, name))
        one.spelt.add(name)
        one.states[state] = one.states.get(state, 0) + int(count)


def get(session: Session, number: str, *, by: Actor) -> EmployerRecord:
    """Return one employer within the actor's scope by its number. Refuses: NotFound."""
    country, secret = number.partition("-")[0], _secret()
    known_here = find(session, country=country, by=by) if country else []
    return require_found(
        next((one for one in known_here if _number(one.known, secret) == number), None)
    )


def open_claims(
    session: Session, firm: EmployerRecord, *, by: Actor, limit: int = MAX_RESULTS
) -> list[tuple[Claim, str]]:
    """Return its open claims within scope with the workers' names, the soonest due first."""
    asked = select(Claim, col(Citizen.name)).where(
        *_open(firm, by), col(Citizen.reference) == col(Claim.citizen)
    )
    rows = session.execute(asked.order_by(col(Claim.due), col(Claim.reference)).limit(limit))
    return [(claim, name) for claim, name in rows]


def chosen_claims(
    session: Session, firm: EmployerRecord, numbers: Sequence[str], *, by: Actor
) -> list[tuple[Claim, str]]:
    """Return the chosen ones of its open claims, in an order that prevents deadlocks."""
    asked = select(Claim, col(Citizen.name)).where(
        *_open(firm, by), col(Citizen.reference) == col(Claim.citizen)
    )
    rows = session.execute(
        asked.where(col(Claim.reference).in_(numbers[:MAX_RESULTS])).order_by(col(Claim.reference))
    )
    return [(claim, name) for claim, name in rows]


def owed_by_currency(session: Session, firm: EmployerRecord, *, by: Actor) -> dict[str, int]:
    """Return what it still owes on its open claims, by currency."""
    mine = select(col(Claim.reference)).where(*_open(firm, by))
    numbers = session.execute(mine).scalars().all()
    sums: dict[str, int] = {}
    for start in range(0, len(numbers), 500):
        for one in (
            one
            for rows in balances_of(session, list(numbers[start : start + 500])).values()
            for one in rows
        ):
            sums[one.currency] = sums.get(one.currency, 0) + one.outstanding
    return {currency: sums[currency] for currency in sorted(sums) if sums[currency]}


def _open(firm: EmployerRecord, by: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for its open claims within the actor's scope."""
    theirs = (col(Claim.country) == firm.country, col(Claim.employer).in_(sorted(firm.spelt)))
    return (*theirs, wage_claims.within(by), wage_claims.is_open())
