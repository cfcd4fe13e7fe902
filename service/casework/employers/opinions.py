"""Opinions of posts on employers in their country: dated, signed, and never a verdict alone."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

import msgspec
from sqlalchemy import UnaryExpression, bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_
from i18n.scripts import fold

# An employer in claims, vacancies and the register: its country, and its name folded from any
# script.
EmployerKey = tuple[str, str]


class Opinion(LabelledEnum):
    """The verdicts, from the least to the most worrying."""

    GOOD = "good", N_("Good")
    CAUTION = "caution", N_("Caution")
    DO_NOT_SEND = "do_not_send", N_("Do not send workers")


class OtherCountry(Refusal):
    slug = "other-country"
    sentence = N_("A mission can only give its opinion on employers in the country it covers.")


class TakenBackBefore(Refusal):
    slug = "taken-back-before"
    sentence = N_("This opinion has already been withdrawn.")


class EmployerOpinion(SQLModel, table=True):
    """What one post said of an employer on a day; `key` is the folded name, as in the register."""

    __tablename__ = "employer_opinions"
    reference: str = Field(default_factory=lambda: reference("O"), primary_key=True, max_length=24)
    name: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    verdict: str = Field(max_length=12)
    reason: str = Field(max_length=500)
    post: str = Field(foreign_key="posts.code", max_length=24)
    officer: str = Field(max_length=40)
    day: date
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


class NewOpinion(msgspec.Struct, forbid_unknown_fields=True):
    """A verdict and its reason; other offices read the reason, and it names nobody."""

    verdict: Opinion
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@lru_cache(maxsize=1 << 15)
def employer_key(name: str, country: str) -> EmployerKey:
    return country, fold(name)[:200]


def record(
    session: Session,
    name: str,
    country: str,
    new_opinion: NewOpinion,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> EmployerOpinion:
    """Record the opinion of the attaché's post from today.

    Refuses: NotAllowed, posts.NotAPost, OtherCountry."""
    if by.role is not Role.ATTACHE:
        raise NotAllowed
    code = posts.acting_post(session, None, by)
    if session.get_one(Post, code).country != country:
        raise OtherCountry
    row = EmployerOpinion(
        name=name,
        key=employer_key(name, country)[1],
        country=country,
        verdict=new_opinion.verdict.value,
        reason=new_opinion.reason,
        post=str(code),
        officer=by.account,
        day=day,
        at=on,
    )
    session.add(row)
    session.flush()
    journal.write(
        session, "say", "opinion", row.reference, by=by, on=on, fields=("verdict", "reason")
    )
    return row


def withdraw(session: Session, number: str, *, by: Actor, on: datetime) -> EmployerOpinion:
    """Withdraw an opinion: it no longer counts, but stays readable.

    Refuses: NotFound, TakenBackBefore."""
    row = session.get(EmployerOpinion, number, with_for_update=True)
    if row is None or row.post not in by.posts:
        raise NotFound
    if row.withdrawn_at:
        raise TakenBackBefore
    row.withdrawn_at, row.withdrawn_by = on, by.account
    session.flush()
    journal.write(session, "withdraw", "opinion", number, by=by, on=on)
    return row


def _newest() -> tuple[UnaryExpression[datetime], UnaryExpression[str]]:
    return col(EmployerOpinion.at).desc(), col(EmployerOpinion.reference).desc()


def history(session: Session, employer: EmployerKey) -> list[EmployerOpinion]:
    """Return all opinions on an employer, newest first."""
    country, key = employer
    asked = select(EmployerOpinion).where(
        col(EmployerOpinion.key) == key, col(EmployerOpinion.country) == country
    )
    return list(session.execute(asked.order_by(*_newest())).scalars())


def judged(session: Session) -> set[EmployerKey]:
    """Return the employers on whom there is an opinion that was not withdrawn."""
    asked = select(col(EmployerOpinion.country), col(EmployerOpinion.key)).where(
        col(EmployerOpinion.withdrawn_at).is_(None)
    )
    return {(country, key) for country, key in session.execute(asked.distinct())}


_CURRENT = (
    select(EmployerOpinion)
    .where(
        col(EmployerOpinion.key).in_(bindparam("keys", expanding=True)),
        col(EmployerOpinion.withdrawn_at).is_(None),
    )
    .order_by(*_newest())
)


def current(
    session: Session, employers: Iterable[EmployerKey]
) -> dict[EmployerKey, list[EmployerOpinion]]:
    """Return the current opinions on each of these employers, the most worrying first.

    Of every post it is the newest that was not withdrawn."""
    found: dict[EmployerKey, list[EmployerOpinion]] = {one: [] for one in employers}
    keys = sorted({key for _, key in found})
    for row in session.execute(_CURRENT, {"keys": keys}).scalars():
        mine = found.get((row.country, row.key))
        if mine is not None and row.post not in {one.post for one in mine}:
            mine.append(row)
    order = list(Opinion)
    return {
        one: sorted(rows, key=lambda row: -order.index(Opinion(row.verdict)))
        for one, rows in found.items()
        if rows
    }
