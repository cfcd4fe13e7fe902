"""Sums of the posts' monthly returns of a year, from the newest return of each month and post."""

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from service.reporting.figures.figures import Figure, Unit
from service.reporting.monthly import post_return
from service.reporting.monthly.post_return import PostReturn

# Numbers as of the end of a month cannot be summed, shares of different wholes are never added, and
# a person counted once in a month would be counted again in the next.
POINT_IN_TIME = frozenset(
    {
        "claims.open",
        "claims.open_by_age",
        "claims.closed",
        "claims.closed_by_reason",
        "money.without_usd",
    }
)
NOT_ADDITIVE_UNITS = frozenset({Unit.RATE, Unit.PERSON, Unit.MATTER})


class YearSums(msgspec.Struct):
    """How many monthly returns are signed, and their sums by figure, part and unit."""

    months: int
    posts: int
    figures: list[Figure]


def sum_returns(session: Session, year: int, *, by: Actor) -> YearSums:
    """Sum the returns of the posts that this person may see."""
    codes = [post.code for post in post_return.posts(session, by=by)]
    result = select(PostReturn).where(
        col(PostReturn.post).in_(codes), col(PostReturn.month).startswith(f"{year:04}-")
    )
    rows = session.execute(result.order_by(col(PostReturn.number))).scalars()
    newest = {(row.post, row.month): row for row in rows}
    return YearSums(
        len(newest), len(codes), sum_figures([post_return.read(row) for row in newest.values()])
    )


def sum_figures(figures_input: list[list[Figure]]) -> list[Figure]:
    """Sum figures of the same key, part and unit, in the order of a return."""
    found: dict[tuple[object, ...], Figure] = {}
    for one in (
        one
        for figures in figures_input
        for one in figures
        if one.unit not in NOT_ADDITIVE_UNITS and one.key not in POINT_IN_TIME
    ):
        name = (*one.name, one.unit, one.currency)
        whole = found[name] + one if name in found else one
        found[name] = msgspec.structs.replace(whole, dimension=one.dimension)
    places = {
        key: place for place, key in enumerate(dict.fromkeys(one.key for one in found.values()))
    }
    return sorted(found.values(), key=lambda one: (places[one.key], one.name))
