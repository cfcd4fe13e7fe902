"""Verification codes by the Telegram Gateway, which writes its own sentence around the digits."""

import re

import msgspec

from catalog.core.outbox import CODE_LASTS, OpenedMessage
from service.outside.supplier import ChannelUnavailable, NotDelivered, SupplierEndpoint

# https://core.telegram.org/gateway/api
GATEWAY = "https://gatewayapi.telegram.org"


class _GatewayResponse(msgspec.Struct):
    ok: bool
    error: str = ""


class Telegram:
    """Sender of codes by Telegram, which learns a number and a code, but not their purpose."""

    def __init__(self, token: str, gateway: str = GATEWAY) -> None:
        self._endpoint = SupplierEndpoint(f"{gateway}/sendVerificationMessage", token)

    async def send(self, letter: OpenedMessage) -> None:
        """Send a code.

        Raises ChannelUnavailable where Telegram refuses it, NotDelivered where it does not answer.
        """
        if not re.fullmatch("[0-9]{4,8}", letter.code):
            raise ChannelUnavailable("only a code can go by Telegram")
        answer = await self._endpoint.post(
            {
                "phone_number": letter.number,
                "code": letter.code,
                "ttl": int(CODE_LASTS.total_seconds()),
                "payload": letter.reference,
            }
        )
        result = _read(answer.body)
        if result is None or (result.ok and not 200 <= answer.status < 300):
            raise NotDelivered(f"status {answer.status}")
        if not result.ok:
            # Errors of the Gateway are words in capitals; any other text is not repeated.
            raise ChannelUnavailable(
                result.error if re.fullmatch("[A-Z_0-9]{1,60}", result.error) else "refused"
            )


def _read(body: bytes) -> _GatewayResponse | None:
    try:
        return msgspec.json.decode(body, type=_GatewayResponse)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
