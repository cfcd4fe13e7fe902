"""Small numbers: a part of a count in which one person could be known is not published, nor what would tell it by subtraction."""

from itertools import groupby

import msgspec

from service.reporting.figures import Figure, Unit

# Fewer than this in one part are not published as a number (OECD glossary and ONS practice: 3 to 10; here the higher).
THRESHOLD = 10
_COUNTS = frozenset({Unit.CLAIM, Unit.CONTACT, Unit.SESSION, Unit.MATTER, Unit.PERSON})
# Of these even the whole is hidden where it is small.
_ALWAYS = frozenset({Unit.CASE})


def public(figures: list[Figure]) -> list[Figure]:
    """The figures as anybody may read them, in every page, answer and export alike: a hidden one has no value."""
    shown: list[Figure] = []
    for _key, group in groupby(figures, key=lambda one: one.key):
        parts = list(group)
        for part, hides in zip(parts, masked(parts), strict=True):
            shown.append(msgspec.structs.replace(part, value=None) if hides else part)
    return shown


def masked(parts: list[Figure]) -> list[bool]:
    """Which parts of a count are hidden: the small ones, and then the next smallest until what they sum to,
    which anybody can subtract from the whole, no longer tells one of them."""
    if parts and parts[0].unit in _ALWAYS:
        return [0 < (part.value or 0) < THRESHOLD for part in parts]
    if not parts or parts[0].unit not in _COUNTS or parts[0].dimension is None:
        return [False] * len(parts)
    hidden = [0 < (part.value or 0) < THRESHOLD for part in parts]
    while any(hidden) and not all(hidden) and _told_by_subtraction(parts, hidden):
        open_ = [place for place, hides in enumerate(hidden) if not hides]
        hidden[min(open_, key=lambda place: parts[place].value or 0)] = True
    return hidden


def _told_by_subtraction(parts: list[Figure], hidden: list[bool]) -> bool:
    values = [part.value or 0 for part, hides in zip(parts, hidden, strict=True) if hides]
    return len(values) == 1 or sum(values) < THRESHOLD
