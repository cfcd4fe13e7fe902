"""The sentence that a page shows once after a form was carried out.

It travels in a signed cookie to the page to which the browser is sent, and to no other tab.
"""

import base64
import binascii
import hmac

import msgspec

from catalog.core import vault

COOKIE = "done"
# How long the browser keeps it, in seconds: the page follows at once.
SECONDS = 60
_PURPOSE = "done message"
_LONGEST = 2_000


class _Message(msgspec.Struct, array_like=True):
    path: str
    sentence: str
    signature: str


def seal(address: str, sentence: str) -> str:
    """Return the value of the cookie for the page at an address, with a sentence in its language."""
    path = _path(address)
    message = _Message(path, sentence, _sign(path, sentence))
    return base64.urlsafe_b64encode(msgspec.json.encode(message)).decode().rstrip("=")


def open_sealed(cookie: str, path: str) -> str:
    """Return the sentence for the page at this path, or an empty text."""
    if not cookie or len(cookie) > _LONGEST:
        return ""
    try:
        clear = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        message = msgspec.json.decode(clear, type=_Message)
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        return ""
    expected = _sign(message.path, message.sentence)
    is_genuine = hmac.compare_digest(message.signature.encode(), expected.encode())
    return message.sentence if is_genuine and message.path == path else ""


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def _sign(path: str, sentence: str) -> str:
    return vault.token(_PURPOSE, f"{path}\n{sentence}")
