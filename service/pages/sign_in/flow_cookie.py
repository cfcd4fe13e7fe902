"""What a sign-in carries from page to page, encrypted in the browser for ten minutes."""

import base64
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Response

from catalog.core import vault
from matching.identity import telephones
from service.accounts import code_levels
from service.web import context
from service.web.context import LANGUAGE_TAGS, Req

COOKIE = "way"
VALID_FOR = timedelta(minutes=10)


class SignInFlow(msgspec.Struct):
    """The state of a sign-in: the number to which a code was sent, and its purpose.

    `key` is the key of the form that requested the code, so that it is valid in this browser only;
    `then` is where to go afterwards; for a lost number, `old` and `recovery` are the old number and
    its recovery code.
    """

    purpose: str
    number: str
    until: datetime
    key: str = ""
    # Very many messages go to this country, so the code may take longer.
    slow: bool = False
    then: str = ""
    old: str = ""
    recovery: str = ""


def read_flow(request: Req, purpose: str) -> SignInFlow | None:
    """Return this browser's flow, if it is genuine, for this purpose and not too old."""
    try:
        sealed = base64.urlsafe_b64decode(context.cookie(request, COOKIE))
        way = msgspec.json.decode(vault.unlock("way", sealed), type=SignInFlow)
    except (ValueError, vault.BrokenSeal, msgspec.DecodeError):
        return None
    return (
        way if way.purpose == purpose and way.until >= context.app_state(request).clock() else None
    )


def set_flow(
    request: Req, answer: Response[Any], purpose: str, number: str, **more: str
) -> Response[Any]:
    """Return the response with the flow in a cookie."""
    on = context.app_state(request).clock()
    with context.reading(request) as session:
        slow = code_levels.is_over_limit(session, telephones.calling_code(number), on=on)
    lasts = VALID_FOR + code_levels.LAST if slow else VALID_FOR
    way = SignInFlow(purpose, number, on + lasts, slow=slow, **more)
    value = base64.urlsafe_b64encode(vault.lock("way", msgspec.json.encode(way))).decode()
    return context.add_cookie(request, answer, COOKIE, value, int(lasts.total_seconds()))


def next_path(asked: str, otherwise: str) -> str:
    """Return the path requested before the sign-in, or else the usual one.

    It is one of our own pages, never another site.
    """
    first = asked.removeprefix("/").partition("/")[0]
    plain = (
        asked.isascii()
        and asked.isprintable()
        and "\\" not in asked
        and "//" not in asked
        and len(asked) <= 300
    )
    return (
        asked
        if plain and asked.startswith("/") and first in LANGUAGE_TAGS and "sign-in" not in asked
        else otherwise
    )
