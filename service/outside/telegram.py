"""A code to whoever has Telegram under their number: by its Gateway, which writes its own sentence around the digits."""

import re

import msgspec

from catalog.core.outbox import CODE_LASTS, Letter
from service.outside.supplier import Door, NotTaken, NoWay

# https://core.telegram.org/gateway/api
GATEWAY = "https://gatewayapi.telegram.org"


class _Told(msgspec.Struct):
    ok: bool
    error: str = ""


class Telegram:
    """Telegram's own people deliver it; they learn a number and a code, and nothing of who asks for what."""

    def __init__(self, token: str, gateway: str = GATEWAY) -> None:
        self._door = Door(f"{gateway}/sendVerificationMessage", token)

    async def send(self, letter: Letter) -> None:
        """Hands a code over. Raises NoWay where Telegram does not take this one, NotTaken where it does not answer."""
        if not re.fullmatch("[0-9]{4,8}", letter.code):
            raise NoWay("only a code can go by Telegram")
        answer = await self._door.post({
            "phone_number": letter.number, "code": letter.code, "ttl": int(CODE_LASTS.total_seconds()),
            "payload": letter.reference,
        })  # fmt: skip
        told = _read(answer.body)
        if told is None or (told.ok and not 200 <= answer.status < 300):
            raise NotTaken(f"status {answer.status}")
        if not told.ok:
            # Its errors are words in capitals; whatever else it may write there is not repeated.
            raise NoWay(told.error if re.fullmatch("[A-Z_0-9]{1,60}", told.error) else "refused")


def _read(body: bytes) -> _Told | None:
    try:
        return msgspec.json.decode(body, type=_Told)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
