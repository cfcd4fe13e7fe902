"""Whoever delivers our messages is a stranger: asked over TLS, given ten seconds, and believed only
as far as 64 kB."""

import asyncio
import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from service.infra.lazy_imports import Library
from service.infra.settings import WrongSetting

httpx = Library("httpx")

# For all of it: to connect, to send, and to hear the answer to its end.
PATIENCE = 10.0
MAX_ANSWER_SIZE = 64 * 1024
# Where a supplier of one's own, on the same machine, may be asked without TLS.
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class NotDelivered(Exception):
    """The supplier did not take the message, or nobody knows; says why, in words that tell nothing
    of the person."""


class ChannelUnavailable(Exception):
    """The supplier says that this message cannot go by this way; another may be tried at once."""


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: bytes


class SupplierEndpoint:
    """Where a supplier takes messages, and the token by which it knows us; the token is shown
    nowhere."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._token = token
        self._trusted = ssl.create_default_context() if url.startswith("https:") else False

    async def post(self, body: Mapping[str, Any], **headers: str) -> Answer:
        """Sends JSON and returns the answer, whatever it is. Raises NotDelivered where there is none."""
        values = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        # Nothing packed: what is small on the line must not become large in memory.
        headers = {"Accept-Encoding": "identity", **values, **headers}
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked(msgspec.json.encode(body), headers)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError) as reason:
            # By its name alone: the rest may hold the number or the address.
            raise NotDelivered(type(reason).__name__) from None

    async def _asked(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Redirects are not followed: the number and the token are for this address and no other."""
        async with (
            httpx.AsyncClient(
                verify=self._trusted, trust_env=False, timeout=PATIENCE, follow_redirects=False
            ) as client,
            client.stream("POST", self.url, content=body, headers=headers) as answer,
        ):
            heard = bytearray()
            async for piece in answer.aiter_raw():
                heard += piece
                if len(heard) > MAX_ANSWER_SIZE:
                    raise NotDelivered("the answer is too long")
            return Answer(answer.status_code, bytes(heard))


def require_https(name: str, url: str) -> str:
    """That numbers and codes may leave to the address of this setting, of which `config` prints
    every letter. Raises WrongSetting."""
    try:
        said = urlsplit(url)
        known = bool(said.hostname) and said.port != 0
    except ValueError:
        known = False
    safe = known and (
        said.scheme == "https" or (said.scheme == "http" and said.hostname in LOOPBACK_HOSTS)
    )
    if not (safe and "@" not in said.netloc and re.fullmatch("[!-~]+", url)):
        raise WrongSetting(f"{name} must begin with https:// and hold no name or password")
    return url


def token(name: str, path: Path) -> str:
    """A supplier's token from the file that this setting names. Raises WrongSetting, which tells
    nothing of what it holds."""
    try:
        found = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"{name}: {path} cannot be read") from None
    if not re.fullmatch("[!-~]{1,500}", found):
        raise WrongSetting(f"{name}: {path} must hold one token and nothing else")
    return found
