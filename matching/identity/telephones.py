"""Telephone numbers: in international format, by country, and as they are shown.

Numbers in a free text, and how they are compared, are in contact_keys.
"""

import re

from catalog.core.errors import Refusal
from i18n import N_

# Calling codes of fewer than three digits (ITU-T E.164).
SHORT_CODES = frozenset(
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
    "81 82 84 86 90 91 92 93 94 95 98".split()
)
_GROUPED = re.compile(rf"(\+(?:{'|'.join(SHORT_CODES)}|\d{{3}}))(\d{{2,6}})(\d\d)(\d\d)")


class NotAPhone(Refusal):
    slug = "not-a-phone"
    sentence = N_("Enter a phone number with its country code, for example +998 90 123 45 67.")


def international_number(typed: str, country_code: str = "") -> str:
    """A number in international format; nine digits alone are an Uzbek number.

    With the calling code of a country, a number as it is dialled there is completed. Refuses:
    NotAPhone.
    """
    digits = re.sub(r"[\s().\-–/]", "", typed)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    # In Russia and Kazakhstan 8 is dialled first; no calling code begins with 87 or 89.
    digits = "+7" + digits[1:] if re.fullmatch(r"8[79][0-9]{9}", digits) else digits
    # In Uzbekistan it was, and is still written.
    digits = "+998" + digits[1:] if re.fullmatch(r"89[0-9]{8}", digits) else digits
    if country_code and re.fullmatch(r"0[1-9][0-9]{6,11}", digits):
        digits = f"+{country_code}{digits[1:]}"
    digits = f"+998{digits}" if re.fullmatch(r"[0-9]{9}", digits) else digits
    digits = f"+{digits}" if re.fullmatch(r"[0-9]{10,15}", digits) else digits
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        raise NotAPhone("phone")
    return digits


def calling_code(number: str) -> str:
    """The country calling code of an international number."""
    plain = number.removeprefix("+")
    return next((plain[:length] for length in (1, 2) if plain[:length] in SHORT_CODES), plain[:3])


def dial(number: str) -> str:
    """A number as a telephone dials it."""
    return re.sub(r"[^0-9+]", "", number)


def format_number(number: str) -> str:
    """Format a number with its country code in groups: +998 71 200 06 00, +7 925 045 47 44.

    A foreign number that is already grouped stays as it is, in the manner of its own country.
    """
    parts = _GROUPED.fullmatch(dial(number) if number.startswith("+998") else number)
    if not parts:
        return number
    threes = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", parts[2])
    return f"{parts[1]} {threes} {parts[3]} {parts[4]}".replace(" ", "\u00a0")
