"""Posts abroad (embassies, consulates, representative offices) and hotlines."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT
from catalog.reference.countries import Mark
from i18n import N_


class NotAPost(Refusal):
    slug = "not-a-post"
    sentence = N_("We do not recognise this mission.")


class Post(SQLModel, table=True):
    """One post with its own time zone; the duty phone is empty while no source gives it."""

    __tablename__ = "posts"
    code: str = Field(primary_key=True, max_length=24)
    kind: str = Field(max_length=24)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    city: str = Field(max_length=80)
    timezone: str = Field(max_length=40)
    staff_2019: int | None = None
    opened: str = Field(default="", max_length=10)
    duty_phone: str = Field(default="", max_length=40)
    source: str = Field(max_length=300)
    mark: str = Field(max_length=12)


class Hotline(SQLModel, table=True):
    """A telephone line that anybody may call, with a note of who answers it."""

    __tablename__ = "hotlines"
    id: int | None = Field(default=None, primary_key=True)
    scope: str = Field(max_length=24)
    number: str = Field(max_length=40)
    valid_from: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=300)
    en: str = Field(max_length=300)
    ru: str = Field(max_length=300)
    uz: str = Field(max_length=300)
    uz_cyrl: str = Field(max_length=300)
    kaa: str = Field(default="", max_length=300)


class NewPost(msgspec.Struct):
    code: str
    kind: str
    country: str
    city: str
    timezone: str
    source: str
    mark: Mark
    staff_2019: int | None = None
    opened: str = ""
    duty_phone: str = ""


class NewHotline(msgspec.Struct):
    scope: str
    number: str
    mark: Mark
    source: str
    en: str
    ru: str
    uz: str
    uz_cyrl: str
    kaa: str = ""
    valid_from: date | None = None


def load(session: Session, posts: Iterable[NewPost], *, by: Actor, on: datetime) -> int:
    """Import the posts that are not stored yet."""
    known = set(session.execute(select(col(Post.code))).scalars())
    fresh = [post for post in posts if post.code not in known]
    session.add_all(Post(**msgspec.structs.asdict(post)) for post in fresh)
    session.flush()
    for post in fresh:
        journal.write(session, "load", "post", post.code, by=by, on=on)
    return len(fresh)


def load_hotlines(session: Session, lines: Iterable[NewHotline], *, by: Actor, on: datetime) -> int:
    """Import new hotlines and correct the others; return how many changed.

    A hotline is identified by its number.
    """
    known = {row.number: row for row in session.execute(select(Hotline)).scalars()}
    changed = 0
    for line in lines:
        result = msgspec.structs.asdict(line) | {"mark": line.mark.value}
        row = known.get(line.number)
        wrong = tuple(name for name, value in result.items() if row and getattr(row, name) != value)
        if row is not None and not wrong:
            continue
        session.add(row := row or Hotline(**result))
        for name in wrong:
            setattr(row, name, result[name])
        session.flush()
        journal.write(session, "load", "hotline", line.number, by=by, on=on, fields=wrong)
        changed += 1
    return changed


def acting_post(session: Session, text: str | None, by: Actor) -> str | None:
    """The post that a person acts for; an attaché only for their own. Refuses: NotAPost."""
    if by.role is Role.ATTACHE:
        mine = text or next(iter(sorted(by.posts)), None)
        known = mine in by.posts
    else:
        mine, known = text, text is None or session.get(Post, text) is not None
    if not known:
        raise NotAPost("post")
    return mine


def list_for(session: Session, by: Actor) -> list[Post]:
    """The posts that this person may act for, by country: an attaché's own, else all."""
    own = [col(Post.code).in_(sorted(by.posts))] if by.role is Role.ATTACHE else []
    asked = select(Post).where(*own).order_by(col(Post.country), col(Post.code))
    return list(session.execute(asked).scalars())


def by_code(session: Session, codes: Iterable[str | None]) -> dict[str, Post]:
    """The posts of these codes, by code; unknown codes are left out."""
    asked = select(Post).where(col(Post.code).in_({code for code in codes if code}))
    return {post.code: post for post in session.execute(asked).scalars()}


def in_country(session: Session, country: str) -> list[Post]:
    """The posts of a country, embassy first."""
    rows = session.execute(select(Post).where(col(Post.country) == country)).scalars()
    return sorted(rows, key=lambda post: (post.kind != "embassy", post.city))


def hotlines(session: Session, *, staff: bool = False) -> list[Hotline]:
    """The hotlines that may be shown: those with a source; staff see all."""
    rows = session.execute(select(Hotline).order_by(col(Hotline.id))).scalars()
    return [line for line in rows if staff or line.mark != Mark.UNCONFIRMED]


# ZoneInfo itself caches eight zones and reads the files of the others again each time.
_zone = cache(ZoneInfo)


def zones(session: Session) -> dict[str | None, ZoneInfo]:
    """The time zone by which each post counts its days; without a post, that of Tashkent."""
    rows = session.execute(select(col(Post.code), col(Post.timezone)))
    return {None: TASHKENT} | {code: _zone(zone) for code, zone in rows}
