"""Basic field types of every record: text, whole numbers, codes, references and days."""

import re
import secrets
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, get_type_hints
from zoneinfo import ZoneInfo

from msgspec import Meta
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

from catalog.core.errors import Refusal
from i18n import N_

# Only tables derive from it and it never validates their rows, so validators are not built.
SQLModel.model_config["defer_build"] = True
# Its own annotations are texts, which would be evaluated twice for each table.
SQLModel.__annotations__.update(get_type_hints(SQLModel))


class Versioned:
    """A table with a `version`: of two changes of one row at once, the later one is refused."""

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


MAX_INT = 2**31 - 1
# More than any wage, payment or deposit; at any rate such a sum can still be converted and added
# up.
MAX_MINOR = 10**13
TASHKENT = ZoneInfo("Asia/Tashkent")
# No look-alikes (0/O, 1/I), so that a reference can be read out over a bad line.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# One letter for each random byte: 32 letters divide 256 evenly, so all are equally likely.
_LETTERS = (ALPHABET * 8).encode()
# No record is older than the independence of Uzbekistan.
FIRST_DAY = date(1991, 9, 1)
YEAR = timedelta(days=366)
# ISO 4217: currencies in use for payment, without funds, metals and test codes.
CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
        "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP "
        "GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES "
        "KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
        "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
        "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND "
        "TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR "
        "ZMW ZWG"
    ).split()
)

Line = Annotated[str, Meta(min_length=1, max_length=200)]
Prose = Annotated[str, Meta(min_length=1, max_length=8_000)]
Code = Annotated[
    str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/№-]*\Z")
]
# The regions of Uzbekistan by their SOATO numbers, or "not_stated".
REGIONS = (
    "not_stated",
    *("1703", "1706", "1708", "1710", "1712", "1714", "1718", "1722"),
    *("1724", "1726", "1727", "1730", "1733", "1735"),
)
# The number of a receipt or bank order, or nothing.
Receipt = Annotated[str, Meta(max_length=60)]
Count = Annotated[int, Meta(ge=0, le=MAX_INT)]
Minor = Annotated[int, Meta(ge=0, le=MAX_MINOR)]
# A year of birth of a person alive today.
Year = Annotated[int, Meta(ge=1900, le=2100)]
CountryCode = Annotated[str, Meta(min_length=2, max_length=2, pattern=r"^[A-Z]{2}\Z")]
CurrencyCode = Annotated[
    str, Meta(min_length=3, max_length=3, pattern=rf"^(?:{'|'.join(sorted(CURRENCIES))})\Z")
]
Isco = Annotated[str, Meta(min_length=4, max_length=4, pattern=r"^[0-9]{4}\Z")]
# An occupation code, or its first digits for a larger group.
IscoGroup = Annotated[str, Meta(min_length=1, max_length=4, pattern=r"^[0-9]+\Z")]
# The first digit of an occupation code: its ISCO major group.
Major = Annotated[str, Meta(min_length=1, max_length=1, pattern=r"^[0-9]\Z")]
Region = Annotated[str, Meta(min_length=1, max_length=12, pattern=rf"^(?:{'|'.join(REGIONS)})\Z")]
LanguageCode = Annotated[
    str, Meta(min_length=2, max_length=8, pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")
]
Town = Annotated[str, Meta(max_length=120)]
Phone = Annotated[str, Meta(max_length=60)]

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Characters of zero width or that change the writing direction: with them two names look the same,
# or a name looks empty.
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


class NotText(Refusal):
    slug = "not-text"
    sentence = N_("This contains a character that we cannot save. Type the text again.")


class TooLong(Refusal):
    slug = "too-long"
    sentence = N_("This is too long. Use %(most)s characters or fewer.")


class TooLongAgo(Refusal):
    slug = "too-long-ago"
    sentence = N_("This date is too far in the past. Check the year.")


class TooFarAhead(Refusal):
    slug = "too-far-ahead"
    sentence = N_("This date is too far in the future. Check the year.")


class AlreadyOver(Refusal):
    slug = "already-over"
    sentence = N_("This date is in the past.")


class InTheFuture(Refusal):
    slug = "in-the-future"
    sentence = N_("This date is in the future.")


def require_within(first: date, day: date, last: date, field: str) -> None:
    """Check that a day lies between two days. Refuses: TooLongAgo, TooFarAhead."""
    if day < first:
        raise TooLongAgo(field)
    if day > last:
        raise TooFarAhead(field)


def require_ahead(day: date | None, today: date, field: str) -> None:
    """Check that a planned day is today or later, and within three years.

    Refuses: AlreadyOver, TooFarAhead.
    """
    if day is not None and day < today:
        raise AlreadyOver(field)
    if day is not None:
        require_within(today, day, today + 3 * YEAR, field)


def text(value: str, *, most: int = 8_000) -> str:
    """Normalise a text for storage.

    It is composed (NFC), without invisible characters, trimmed, and with one kind of line end.
    Refuses: NotText, TooLong.
    """
    if _FORBIDDEN.search(value):
        raise NotText
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", value))
    kept = seen.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def reference(prefix: str, length: int = 8) -> str:
    """A random reference that people can read out.

    It is not sequential, so it does not show how many records there are.
    """
    return f"{prefix}-{secrets.token_bytes(length).translate(_LETTERS).decode()}"


# Cyrillic capitals that look like Latin ones: whoever copies by eye may type either.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def plain_code(typed: str) -> str:
    """The letters and digits of a typed code; dashes, gaps, case and look-alikes do not matter."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper().translate(LOOK_ALIKES))


def possible_references(typed: str, prefix: str) -> list[str]:
    """The references that may have been typed, in any spelling, the likeliest first.

    The first letter may be missing, or another one from a keyboard that lacks it.
    """
    code = plain_code(typed)
    codes = (code.removeprefix(prefix), code, code[1:])
    return list(dict.fromkeys(f"{prefix}-{one}" for one in codes))


def tashkent_day(moment: datetime) -> date:
    """The calendar day in Tashkent, by which licences, closing dates and report years are
    counted."""
    return moment.astimezone(TASHKENT).date()


def now() -> datetime:
    """The current time, for routes only: commands and rules get the time as an argument."""
    return datetime.now(UTC) + _Clock.ahead


class _Clock:
    """How far the clock of this process is ahead of the machine's clock."""

    ahead = timedelta()


def set_clock(moment: datetime) -> None:
    """Set the clock of this process to a moment, from which it runs on; for demonstrations only."""
    _Clock.ahead = moment - datetime.now(UTC)
