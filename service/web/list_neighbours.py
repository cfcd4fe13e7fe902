"""The records of the list that a person came from, so that each leads to the next one.

They are kept in a cookie of the browser: the page of the list, its address and its references.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec

COOKIE = "list"
# A longer query is left out of the cookie, and the way back leads to the whole list.
_LONGEST_QUERY = 300
_LONGEST = 3_000


class _Remembered(msgspec.Struct, array_like=True):
    """A page of a list: its path without language, query, page number and the references shown.

    `more`: whether there is a page after it.
    """

    path: str
    query: str
    page: str
    references: list[str]
    more: bool = False


class Neighbours(msgspec.Struct, frozen=True):
    """Where a record stands on its page of the list: addresses without language, empty at its ends.

    `is_whole`: the list has no other page.
    """

    place: int
    of: int
    previous: str
    following: str
    back: str
    is_whole: bool


def remember(
    path: str, query: str, page: str, references: Sequence[str], *, more: bool = False
) -> str:
    """Return the value of the cookie for a page of a list; no page: it has no address."""
    short = query if len(query) <= _LONGEST_QUERY else ""
    kept = _Remembered(path, short, page, [*references], more)
    return base64.urlsafe_b64encode(msgspec.json.encode(kept)).decode().rstrip("=")


def find(cookie: str, path: str, reference: str) -> Neighbours | None:
    """Return the neighbours of a record in the list at this path, if the person came from there."""
    kept = _read(cookie)
    if kept is None or kept.path != path or reference not in kept.references:
        return None
    place, number = kept.references.index(reference), int(kept.page or 1)
    query = f"?{kept.query}" if kept.query else ""

    def address(at: int) -> str:
        return f"{path}/{kept.references[at]}" if 0 <= at < len(kept.references) else ""

    before = address(place - 1)
    if not before and number > 1:
        before = _page(path, query, number - 1)
    after = address(place + 1)
    if not after and kept.more:
        after = _page(path, query, number + 1)
    return Neighbours(
        place=place + 1,
        of=len(kept.references),
        previous=before,
        following=after,
        back=_page(path, query, number),
        is_whole=number == 1 and not kept.more,
    )


def _page(path: str, query: str, number: int) -> str:
    return f"{path}{query}" + (f"{'&' if query else '?'}page={number}" if number > 1 else "")


def _read(cookie: str) -> _Remembered | None:
    if not cookie or len(cookie) > _LONGEST:
        return None
    try:
        plain = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        kept = msgspec.json.decode(plain, type=_Remembered)
    except (msgspec.DecodeError, msgspec.ValidationError, binascii.Error, ValueError):
        return None
    # The parts of an address that we may redirect to, though the cookie is not signed.
    parts = (kept.path, kept.query, *kept.references)
    if not all(part.isascii() and part.isprintable() for part in parts):
        return None
    return kept if kept.page.isascii() and (kept.page.isdigit() or not kept.page) else None
