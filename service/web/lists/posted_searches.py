"""Searches by name: posted, kept in an encrypted cookie, and repeated at an address without a name.

So the page of the results can be reloaded, and the Back button leads to it. The address has only a
random number of the search, which means nothing in another browser or to another account.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response

from catalog.core import vault
from service.input import request_limits
from service.web import context
from service.web.context import Req

COOKIE = "searches"
# The parameter of the address that names the search.
FOUND = "found"
_PURPOSE = "posted search"
# The number of searches that one can go back to, and of characters of the cookie: all cookies of a
# request together have few.
_MOST, _LONGEST = 4, 1_200


class _Search(msgspec.Struct, array_like=True):
    number: str
    account: str
    path: str
    values: dict[str, str]


def redirect(
    request: Req, path: str, typed: Mapping[str, str], query: Mapping[str, str] | None = None
) -> Response[Any]:
    """Keep what was typed and redirect to the page of its results, a path without its language.

    Refuses: FormTooLong.
    """
    values = {name: value for name, value in typed.items() if value}
    number, account = secrets.token_hex(4), context.actor(request).account
    new = _Search(number, account, path, values)
    searches = [new, *_read_all(request)][:_MOST]
    while len(cookie := _lock(searches)) > _LONGEST:
        searches.pop()
        if not searches:
            raise request_limits.FormTooLong
    lang = context.language(request).value
    address = urlencode({**(query or {}), FOUND: number})
    answer = context.see_other(f"/{lang}{path}?{address}")
    return context.add_cookie(request, answer, COOKIE, cookie)


def read(request: Req, path: str) -> dict[str, str] | None:
    """Return what was typed in the search that the address names; nothing if it is not known."""
    number, by = request.query_params.get(FOUND), context.actor(request)
    if not number:
        return None
    wanted = (number, by.account, path)
    searches = _read_all(request)
    return next(
        (one.values for one in searches if wanted == (one.number, one.account, one.path)), None
    )


def keep(request: Req, query: str) -> str:
    """Return a query of the page with the search that its address names, if it names one."""
    number = request.query_params.get(FOUND)
    return "&".join(filter(None, [query, urlencode({FOUND: number}) if number else ""]))


def _lock(searches: list[_Search]) -> str:
    return base64.urlsafe_b64encode(vault.lock(_PURPOSE, msgspec.json.encode(searches))).decode()


def _read_all(request: Req) -> list[_Search]:
    """Return the searches that this browser made last, the newest first."""
    try:
        locked = base64.urlsafe_b64decode(context.cookie(request, COOKIE))
        return msgspec.json.decode(vault.unlock(_PURPOSE, locked), type=list[_Search])
    except (ValueError, binascii.Error, vault.BrokenSeal, msgspec.MsgspecError):
        return []
