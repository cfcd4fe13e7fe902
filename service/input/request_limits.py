"""Limits on the size of one request, checked before anything in it is parsed."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from i18n import N_

# Of path and query together, and of all cookies, in bytes.
LONGEST_ADDRESS = LONGEST_COOKIES = 4_096
MOST_COOKIES = 50
# Fields of a form, names of a query or of one JSON object.
MOST_FIELDS = 200
# A form of staff: 200 records may be ticked at once, with the action for them.
MOST_FIELDS_AT_WORK = 250
# Values and names of a JSON body together; 200 lines of money have fewer.
_MOST_VALUES = 8_000
# Bytes of a form from a visitor or citizen: several times the longest story, with six bytes for
# each letter.
_LONGEST_FORM = 250_000
# A string, or the start of another value; matched in one pass, whether or not the body is JSON.
_VALUE = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[,\[{]', re.DOTALL)


class AddressTooLong(Refusal):
    slug = "address-too-long"
    sentence = N_("This web address is too long. Request fewer items at a time.")


class TooManyCookies(Refusal):
    slug = "too-many-cookies"
    sentence = N_(
        "Your browser is sending too many cookies. Delete this site’s cookies and try again."
    )


class TooManyFields(Refusal):
    slug = "too-many-fields"
    sentence = N_("This request has more than %(most)s fields. Send only the fields requested.")


class FormTooLong(Refusal):
    slug = "form-too-long"
    sentence = N_("Your text is too long. Go back in your browser, shorten it and send it again.")


def require_short_head(scope: Mapping[str, Any]) -> None:
    """Check the size of address, cookies and query.

    Refuses: AddressTooLong, TooManyCookies, TooManyFields.
    """
    query = scope["query_string"]
    # Some servers include the query in the path.
    path = (scope.get("raw_path") or b"").partition(b"?")[0]
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise AddressTooLong
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    if (
        sum(map(len, cookies)) > LONGEST_COOKIES
        or sum(one.count(b";") + 1 for one in cookies) > MOST_COOKIES
    ):
        raise TooManyCookies
    if query.count(b"&") >= MOST_FIELDS:
        raise TooManyFields(most=MOST_FIELDS)


def form(body: bytes, by: Actor) -> dict[str, Any]:
    """Parse the fields of a form in UTF-8, percent-encoded or not.

    A field that occurs several times has all its values. Litestar's own parser has no limits and
    caches the last thousand forms. Refuses: TooManyFields, FormTooLong.
    """
    stranger = by.role in (Role.VISITOR, Role.CITIZEN)
    if len(body) > _LONGEST_FORM and stranger:
        raise FormTooLong
    most = MOST_FIELDS if stranger else MOST_FIELDS_AT_WORK
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most
        )
    except ValueError as reason:
        raise TooManyFields(most=most) from reason
    values: dict[str, Any] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name: sent if len(sent) > 1 else sent[0] for name, sent in values.items()}


def require_few_values(body: bytes) -> None:
    """Require that a JSON body has no more names and values than any of ours.

    Refuses: TooManyFields.
    """
    if next(islice(_VALUE.finditer(body), _MOST_VALUES, None), None):
        raise TooManyFields(most=MOST_FIELDS)


def require_few_names(names: int) -> None:
    """Require that an object has no more names than any of ours. Refuses: TooManyFields."""
    if names > MOST_FIELDS:
        raise TooManyFields(most=MOST_FIELDS)
