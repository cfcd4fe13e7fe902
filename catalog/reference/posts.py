"""Posts abroad (embassies, consulates, representative offices) and hotlines."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import TASHKENT
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from catalog.reference.countries import Mark
from i18n import N_


class NotAPost(Refusal):
    slug = "not-a-post"
    sentence = N_("We do not recognise this mission.")


class PostClosed(Refusal):
    slug = "post-closed"
    sentence = N_("This mission is not open on this day. Choose another mission.")


class TakesNoClaims(Refusal):
    slug = "takes-no-claims"
    sentence = N_("This mission does not handle claims. Choose another mission.")


class Kind(LabelledEnum):
    LABOUR_POST = "labour_post", N_("Labour attaché")
    REPRESENTATIVE = "representative", N_("Representative office of the Agency")
    EMBASSY = "embassy", N_("Embassy")
    CONSULATE = "consulate", N_("Consulate")
    HONORARY = "honorary", N_("Honorary consulate")


class Post(SQLModel, table=True):
    """One post: where it is, how to reach it, since when it works, and which cities it serves.

    What no source gives is empty. Telephones, messengers and cities are one a line. Of the posts
    that could have a claim, the one with the lowest priority gets it; one without priority
    takes no claims. The opening day and the closing day are the first and the last of its work.
    """

    __tablename__ = "posts"
    code: str = Field(primary_key=True, max_length=24)
    kind: str = Field(max_length=24)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    city: str = Field(max_length=80)
    name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=300)
    telephones: str = Field(default="", max_length=300)
    messengers: str = Field(default="", max_length=300)
    hours: str = Field(default="", max_length=300)
    timezone: str = Field(max_length=40)
    opened_on: date | None = None
    closed_on: date | None = None
    serves: str = Field(default="", max_length=2000)
    priority: int | None = None
    staff_contact: str = Field(default="", max_length=300)
    staff_2019: int | None = None
    source: str = Field(max_length=300)
    mark: str = Field(max_length=12)
    confirmed_on: date | None = None

    def is_active(self, day: date) -> bool:
        """Whether the post works on this day; an unknown opening day counts as long ago."""
        return (self.opened_on or day) <= day <= (self.closed_on or day)

    @property
    def cities(self) -> list[str]:
        """The cities that it serves: its own, and those listed."""
        return list(dict.fromkeys([self.city, *self.serves.splitlines()]))


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
    confirmed_once_by: str | None = Field(default=None, max_length=40)


# The order in which the kinds of posts of a country take claims, unless a post states its own.
PRIORITY = MappingProxyType(
    {
        Kind.LABOUR_POST.value: 10,
        Kind.REPRESENTATIVE.value: 20,
        Kind.EMBASSY.value: 30,
        Kind.CONSULATE.value: 40,
    }
)


class NewPost(msgspec.Struct):
    """A post of our own list; without a priority it has that of its kind."""

    code: str
    kind: str
    country: str
    city: str
    timezone: str
    source: str
    mark: Mark
    staff_2019: int | None = None
    name: str = ""
    address: str = ""
    telephones: str = ""
    messengers: str = ""
    hours: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    serves: str = ""
    priority: int | None = None


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
    """Import new posts and correct the others; return how many changed.

    A post whose details were confirmed here stays as it is.
    """
    known = {row.code: row for row in session.execute(select(Post)).scalars()}
    changed = 0
    for post in posts:
        order = post.priority or PRIORITY.get(post.kind)
        result = msgspec.structs.asdict(post) | {"mark": post.mark.value, "priority": order}
        row = known.get(post.code)
        wrong = tuple(name for name, value in result.items() if row and getattr(row, name) != value)
        if row is not None and (row.confirmed_on or not wrong):
            continue
        session.add(row := row or Post(**result))
        for name in wrong:
            setattr(row, name, result[name])
        session.flush()
        journal.write(session, "load", "post", post.code, by=by, on=on, fields=wrong)
        changed += 1
    return changed


def load_hotlines(session: Session, lines: Iterable[NewHotline], *, by: Actor, on: datetime) -> int:
    """Import new hotlines and correct the others; return how many changed.

    A hotline is identified by its number. One that two officers confirmed stays as they saw it.
    """
    known = {row.number: row for row in session.execute(select(Hotline)).scalars()}
    changed = 0
    for line in lines:
        result = msgspec.structs.asdict(line) | {"mark": line.mark.value}
        row = known.get(line.number)
        wrong = tuple(name for name, value in result.items() if row and getattr(row, name) != value)
        if row is not None and (not wrong or _is_confirmed(row)):
            continue
        session.add(row := row or Hotline(**result))
        row.confirmed_once_by = None
        for name in wrong:
            setattr(row, name, result[name])
        session.flush()
        journal.write(session, "load", "hotline", line.number, by=by, on=on, fields=wrong)
        changed += 1
    return changed


def _is_confirmed(row: Hotline) -> bool:
    """Whether two officers have confirmed it; it then stays as they saw it."""
    return bool(row.confirmed_once_by) and row.mark == Mark.CONFIRMED


def confirm_hotline(session: Session, number: int, *, by: Actor, on: datetime) -> Hotline:
    """Confirm a hotline; it counts as confirmed once two officers have done so.

    Refuses: NotFound, countries.SameOfficer.
    """
    row = require_found(session.get(Hotline, number, with_for_update=True))
    if countries.count_confirmation(row, by):
        session.flush()
        journal.write(session, "confirm_fact", "hotline", row.number, by=by, on=on)
    return row


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


_BY_COUNTRY = select(Post).order_by(col(Post.country), col(Post.code))


def list_for(session: Session, by: Actor) -> list[Post]:
    """The posts that this person may act for, by country: an attaché's own, else all."""
    own = col(Post.code).in_(sorted(by.posts))
    asked = _BY_COUNTRY.where(own) if by.role is Role.ATTACHE else _BY_COUNTRY
    return list(session.execute(asked).scalars())


def by_code(session: Session, codes: Iterable[str | None]) -> dict[str, Post]:
    """The posts of these codes, by code; unknown codes are left out."""
    known = sorted({code for code in codes if code})
    if not known:
        return {}
    asked = select(Post).where(col(Post.code).in_(known))
    return {post.code: post for post in session.execute(asked).scalars()}


def get(session: Session, code: str) -> Post:
    """The post with this code. Refuses: NotFound."""
    return require_found(session.get(Post, code))


def require_handling(session: Session, code: str, day: date) -> Post:
    """The post with this code, if it can be given a claim on this day.

    Refuses: NotAPost, PostClosed, TakesNoClaims.
    """
    row = session.get(Post, code)
    if row is None:
        raise NotAPost("post")
    if not row.is_active(day):
        raise PostClosed("post")
    if row.priority is None:
        raise TakesNoClaims("post")
    return row


def list_all(session: Session) -> list[Post]:
    """All posts, closed ones too, by country, the embassy first."""
    rows = session.execute(select(Post)).scalars()
    return sorted(
        rows, key=lambda post: (post.country, post.kind != Kind.EMBASSY, post.city, post.code)
    )


def list_shown(session: Session, day: date, country: str | None = None) -> list[Post]:
    """The posts with a source that work on this day, as everybody may see them, embassy first."""
    asked = select(Post).where(col(Post.mark) != Mark.UNCONFIRMED.value)
    if country is not None:
        asked = asked.where(col(Post.country) == country)
    rows = [post for post in session.execute(asked).scalars() if post.is_active(day)]
    return sorted(
        rows, key=lambda post: (post.country, post.kind != Kind.EMBASSY, post.city, post.code)
    )


def list_handling(session: Session, day: date, country: str | None = None) -> list[Post]:
    """The posts that can be given claims on this day, by country and priority."""
    asked = select(Post).where(col(Post.priority).is_not(None))
    if country is not None:
        asked = asked.where(col(Post.country) == country)
    order = (col(Post.country), col(Post.priority), col(Post.code))
    return [
        post for post in session.execute(asked.order_by(*order)).scalars() if post.is_active(day)
    ]


def hotlines(session: Session, day: date, *, staff: bool = False) -> list[Hotline]:
    """The hotlines that may be shown on this day: those with a source; staff see all."""
    rows = session.execute(select(Hotline).order_by(col(Hotline.id))).scalars()
    return [
        line
        for line in rows
        if staff or (line.mark != Mark.UNCONFIRMED and (line.valid_from or day) <= day)
    ]


# ZoneInfo itself caches eight zones and reads the files of the others again each time.
_zone = cache(ZoneInfo)
Zones = dict[str | None, ZoneInfo]


def zones(session: Session) -> Zones:
    """The time zone by which each post counts its days; without a post, that of Tashkent."""
    return zones_of(session.execute(select(col(Post.code), col(Post.timezone))))


def zones_of(rows: Iterable[tuple[str, str]]) -> Zones:
    """The time zones of these posts, or of their codes and zones, and that without a post."""
    return {None: TASHKENT} | {code: _zone(zone) for code, zone in rows}
