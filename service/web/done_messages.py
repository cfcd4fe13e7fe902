"""The sentence that a page shows once, in each language, after a form was carried out.

It travels in a signed cookie to the page to which the browser is sent, and to no other tab.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping

import msgspec

from catalog.core import vault
from i18n import PLACEHOLDER, Language, gettext

COOKIE = "done"
# How long the browser keeps it, in seconds: the page follows at once, and in another language soon.
SECONDS = 60
_PURPOSE = "done message"
_LONGEST = 2_000


class _Message(msgspec.Struct, array_like=True):
    """A sentence with its facts, for the page at a path without its language.

    `shown` are the languages in which the page has said it.
    """

    path: str
    sentence: str
    facts: dict[str, str] = {}
    shown: tuple[str, ...] = ()
    signature: str = ""


def seal(address: str, sentence: str, facts: Mapping[str, object] | None = None) -> str:
    """Return the value of the cookie for the page at an address, with an English sentence."""
    named = {name: str((facts or {}).get(name, "—")) for name in PLACEHOLDER.findall(sentence)}
    return _seal(_Message(_path(address), sentence, named))


def open_sealed(cookie: str, path: str, lang: Language) -> str:
    """Return the sentence for the page at this path, or an empty text.

    One that the page has said in this language is not said again.
    """
    message = _open(cookie)
    if message is None or message.path != _path(path) or lang.value in message.shown:
        return ""
    return gettext(lang, message.sentence, **message.facts)


def note_shown(cookie: str, lang: Language) -> str:
    """Return the value of the cookie once the page has said its sentence in a language."""
    message = _open(cookie)
    if message is None:
        return ""
    return _seal(msgspec.structs.replace(message, shown=(*message.shown, lang.value)))


def _open(cookie: str) -> _Message | None:
    if not cookie or len(cookie) > _LONGEST:
        return None
    try:
        clear = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        message = msgspec.json.decode(clear, type=_Message)
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        return None
    genuine = hmac.compare_digest(message.signature.encode(), _sign(message).encode())
    return message if genuine else None


def _seal(message: _Message) -> str:
    sealed = msgspec.structs.replace(message, signature=_sign(message))
    return base64.urlsafe_b64encode(msgspec.json.encode(sealed)).decode().rstrip("=")


def _path(address: str) -> str:
    """Return the path of an address without its first part, the language."""
    path = address.partition("#")[0].partition("?")[0]
    return path.removeprefix("/").partition("/")[2]


def _sign(message: _Message) -> str:
    clear = msgspec.json.encode(msgspec.structs.replace(message, signature=""))
    return vault.token(_PURPOSE, clear.decode())
