"""Work near the one that is meant: of its minor group, or of the sector that is named."""

from typing import Final

import msgspec

from matching.search.index import Index
from matching.search.query import NEARLY, ParsedQuery

NEIGHBOUR: Final = 0.6  # of the score of the work that is meant


def nearby(index: Index, understood: ParsedQuery, digits: int) -> ParsedQuery:
    """The query with the other unit groups that share the first digits with what is meant."""
    best = understood.called[0].score
    meant = {
        one.isco08[:digits]: one._replace(score=one.score * NEIGHBOUR)
        for one in reversed(understood.called)
        if one.score >= NEARLY * best
    }
    codes = {*index.body.span, *index.changed.span} - {one.isco08 for one in understood.called}
    near = [
        meant[code[:digits]]._replace(isco08=code)
        for code in sorted(codes)
        if code[:digits] in meant
    ]
    return msgspec.structs.replace(
        understood,
        neighbours=tuple(near),
        alike=digits,
        relaxed=(*understood.relaxed, "occupation"),
    )


def in_sector(index: Index, understood: ParsedQuery, groups: tuple[str, ...]) -> ParsedQuery:
    """The query with the other unit groups of these groups, without a lower bound of likeness."""
    if not understood.called:
        return understood
    best = understood.called[0]._replace(score=understood.called[0].score * NEIGHBOUR)
    codes = {*index.body.span, *index.changed.span} - {one.isco08 for one in understood.called}
    near = [best._replace(isco08=code) for code in sorted(codes) if code.startswith(groups)]
    return msgspec.structs.replace(understood, neighbours=tuple(near), alike=0)
