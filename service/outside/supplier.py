"""HTTP client for suppliers, which are not trusted: TLS, ten seconds, at most 64 kB of answer."""

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

# For the whole request: to connect, to send and to read the answer to its end; in seconds.
PATIENCE = 10.0
MAX_ANSWER_SIZE = 64 * 1024
# Hosts on the same machine, where the operator's own supplier may be called without TLS.
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class NotDelivered(Exception):
    """The supplier did not accept the message, or the outcome is unknown.

    The reason names nothing of the person.
    """


class ChannelUnavailable(Exception):
    """The supplier says that this message cannot use this channel; another may be tried at once."""


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: bytes


class SupplierEndpoint:
    """The URL where a supplier accepts messages, and our token for it, which is never shown."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._token = token
        self._trusted = ssl.create_default_context() if url.startswith("https:") else False

    async def post(self, body: Mapping[str, Any], **headers: str) -> Answer:
        """Post JSON and return the answer, whatever its status.

        Raises NotDelivered if there is none.
        """
        values = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        # No compression: a small answer must not become large in memory.
        headers = {"Accept-Encoding": "identity", **values, **headers}
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked(msgspec.json.encode(body), headers)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError) as reason:
            # Only the name of the error, because its message may hold the number or the URL.
            raise NotDelivered(type(reason).__name__) from None

    async def _asked(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send the request without following redirects: number and token are for this URL only."""
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
    """Require that a setting holds an https URL, or an http URL of this machine, without
    credentials.

    Numbers and codes are sent to it, and `config` prints it in full. Raises WrongSetting.
    """
    try:
        parts = urlsplit(url)
        known = bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    safe = known and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    )
    if not (safe and "@" not in parts.netloc and re.fullmatch("[!-~]+", url)):
        raise WrongSetting(f"{name} must begin with https:// and hold no name or password")
    return url


def token(name: str, path: Path) -> str:
    """Read a supplier's token from the file that a setting names.

    Raises WrongSetting, which reveals nothing of the content.
    """
    try:
        found = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"{name}: {path} cannot be read") from None
    if not re.fullmatch("[!-~]{1,500}", found):
        raise WrongSetting(f"{name}: {path} must hold one token and nothing else")
    return found
