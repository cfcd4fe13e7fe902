"""A year's monthly returns of the posts added up: what was signed, each month and post by its newest return."""

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Who
from service.reporting.figures.figures import Figure, Unit
from service.reporting.monthly import post_return
from service.reporting.monthly.post_return import PostReturn

# What stands open at the end of each month is no flow, shares of different wholes are never added, and whoever is counted
# once in a month would count again in the next.
STANDING = frozenset(
    {"claims.open", "claims.open_by_age", "claims.closed", "claims.closed_by_reason", "money.without_usd"}
)
ONCE = frozenset({Unit.RATE, Unit.PERSON, Unit.MATTER})


class Summed(msgspec.Struct):
    """How many months of posts are signed, and what they add up to by figure, part and unit."""

    months: int
    posts: int
    figures: list[Figure]


def sums(session: Session, year: int, *, by: Who) -> Summed:
    """Of the posts that this person may see."""
    codes = [post.code for post in post_return.posts(session, by=by)]
    told = select(PostReturn).where(col(PostReturn.post).in_(codes), col(PostReturn.month).startswith(f"{year:04}-"))
    rows = session.execute(told.order_by(col(PostReturn.number))).scalars()
    newest = {(row.post, row.month): row for row in rows}
    return Summed(len(newest), len(codes), added([post_return.read(row) for row in newest.values()]))


def added(told: list[list[Figure]]) -> list[Figure]:
    """Figures of one key, part and unit added up, in the order of a return."""
    found: dict[tuple[object, ...], Figure] = {}
    for one in (one for figures in told for one in figures if one.unit not in ONCE and one.key not in STANDING):
        name = (*one.name, one.unit, one.currency)
        whole = found[name] + one if name in found else one
        found[name] = msgspec.structs.replace(whole, dimension=one.dimension)
    places = {key: place for place, key in enumerate(dict.fromkeys(one.key for one in found.values()))}
    return sorted(found.values(), key=lambda one: (places[one.key], one.name))
