"""The small kinds of value that every record is made of: text, whole numbers, codes, references, days."""

import re
import secrets
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from catalog.ground.refusals import Refusal
from i18n import N_

MAX_INT = 2**31 - 1
MAX_MINOR = 10**15
TASHKENT = ZoneInfo("Asia/Tashkent")
# No look-alikes (0/O, 1/I) and no vowel pairs that spell words: read out over a bad line, it arrives.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Line = Annotated[str, Meta(min_length=1, max_length=200)]
Prose = Annotated[str, Meta(min_length=1, max_length=8_000)]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/№-]*\Z")]
Count = Annotated[int, Meta(ge=0, le=MAX_INT)]
Minor = Annotated[int, Meta(ge=0, le=MAX_MINOR)]
CountryCode = Annotated[str, Meta(min_length=2, max_length=2, pattern=r"^[A-Z]{2}\Z")]
CurrencyCode = Annotated[str, Meta(min_length=3, max_length=3, pattern=r"^[A-Z]{3}\Z")]
Isco = Annotated[str, Meta(min_length=4, max_length=4, pattern=r"^[0-9]{4}\Z")]
# The first digit of an occupation, which is its major group.
Major = Annotated[str, Meta(min_length=1, max_length=1, pattern=r"^[0-9]\Z")]
# A region of Uzbekistan by its SOATO number, or "not_stated".
Region = Annotated[str, Meta(min_length=1, max_length=12, pattern=r"^[a-z0-9_]+\Z")]
Tongue = Annotated[str, Meta(min_length=2, max_length=8, pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")]
Town = Annotated[str, Meta(max_length=120)]
Phone = Annotated[str, Meta(max_length=60)]

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class NotText(Refusal):
    sentence = N_("This contains a character that cannot be kept. Type it again.")


class TooLong(Refusal):
    sentence = N_("This is too long. At most %(most)s characters.")


def text(value: str, *, most: int = 8_000) -> str:
    """The text as it is kept: composed (NFC), trimmed, one kind of line end. Refuses what a database would choke on."""
    if _FORBIDDEN.search(value):
        raise NotText
    kept = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def reference(prefix: str, length: int = 8) -> str:
    """A name for a record that people can read out; it does not count upwards and so tells nothing."""
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(length))


def tashkent_day(moment: datetime) -> date:
    """The calendar day in Tashkent, by which licences, closing dates and report years are counted."""
    return moment.astimezone(TASHKENT).date()


def now() -> datetime:
    """The clock, for the doors only: no deed and no rule asks it."""
    return datetime.now(UTC)
