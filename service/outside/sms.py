"""A message to any telephone there is, through whichever supplier of SMS the Agency has a contract
with."""

from catalog.core.outbox import OpenedMessage
from service.outside.supplier import NotDelivered, SupplierEndpoint

# What the oldest telephones and the cheapest messages can say (3GPP TS 23.038, 6.2.1); the second
# row costs two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
# One of these makes a message of 160 places one of 70: Uzbek is written with the apostrophe that
# every telephone has.
_REPLACEMENTS = str.maketrans(
    dict.fromkeys("ʻʼ’‘`´", "'") | dict.fromkeys("“”„«»", '"') | {"–": "-", "—": "-", "\xa0": " "}
)


class Sms:
    """Takes each message as POST {"to", "text", "id"}; the id names it, however often it comes."""

    def __init__(self, url: str, token: str) -> None:
        self._door = SupplierEndpoint(url, token)

    async def send(self, letter: OpenedMessage) -> None:
        """Hands a message over. Raises NotDelivered."""
        body = {"to": letter.number, "text": to_basic_letters(letter.words), "id": letter.reference}
        answer = await self._door.post(body, **{"Idempotency-Key": letter.reference})
        if not 200 <= answer.status < 300:
            raise NotDelivered(f"status {answer.status}")


def to_basic_letters(words: str) -> str:
    """The words in the letters that cost least, where that changes nothing for the reader."""
    simple = words.translate(_REPLACEMENTS)
    return simple if set(simple) <= _BASIC | _EXTENDED else words


def count_segments(text: str) -> int:
    """How many messages a telephone company counts: 160 places, or 70 where a letter is not among
    the basic ones; of a longer one each part has 153 or 67."""
    if set(text) <= _BASIC | _EXTENDED:
        length, one, part = sum(2 if letter in _EXTENDED else 1 for letter in text), 160, 153
    else:
        length, one, part = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // part)
