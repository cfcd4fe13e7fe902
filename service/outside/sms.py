"""SMS to any telephone, through the supplier with which the Agency has a contract."""

from catalog.core.outbox import OpenedMessage
from service.outside.supplier import NotDelivered, SupplierEndpoint

# The basic character set of SMS (3GPP TS 23.038, 6.2.1); a character of the extension table takes
# two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
# One of these characters shortens a message from 160 to 70 places, so Uzbek is sent with the plain
# apostrophe that every telephone has.
_REPLACEMENTS = str.maketrans(
    dict.fromkeys("ʻʼ’‘`´", "'") | dict.fromkeys("“”„«»", '"') | {"–": "-", "—": "-", "\xa0": " "}
)


class Sms:
    """Sender of SMS: posts {"to", "text", "id"}; repeated requests for one message have the same
    id."""

    def __init__(self, url: str, token: str) -> None:
        self._endpoint = SupplierEndpoint(url, token)

    async def send(self, letter: OpenedMessage) -> None:
        """Hand over a message. Raises NotDelivered."""
        body = {"to": letter.number, "text": to_basic_letters(letter.words), "id": letter.reference}
        answer = await self._endpoint.post(body, **{"Idempotency-Key": letter.reference})
        if not 200 <= answer.status < 300:
            raise NotDelivered(f"status {answer.status}")


def to_basic_letters(words: str) -> str:
    """Return the text in the cheapest characters, if that changes nothing for the reader."""
    simple = words.translate(_REPLACEMENTS)
    return simple if set(simple) <= _BASIC | _EXTENDED else words
