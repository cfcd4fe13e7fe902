"""Numbers of passports and personal identification numbers (PINFL), normalised for comparison."""

import re

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.core.fields import LOOK_ALIKES
from i18n import N_


class NotAPassport(Refusal):
    slug = "not-a-passport"
    sentence = N_(
        "A passport number must have two letters and seven digits, for example AA1234567."
    )


class NotAPinfl(Refusal):
    slug = "not-a-pinfl"
    sentence = N_(
        "A PINFL must have 14 digits. You can find it in the passport, at the bottom right."
    )


def passport_number(typed: str) -> str:
    """A passport number normalised for comparison: letters and digits alone. Refuses:
    NotAPassport."""
    plain = re.sub(r"[\s№-]", "", typed).upper().translate(LOOK_ALIKES)
    if not re.fullmatch(r"[A-Z]{1,3}[0-9]{6,9}", plain):
        raise NotAPassport("passport")
    return plain


def pinfl_number(typed: str) -> str:
    """A personal identification number (PINFL) normalised: fourteen digits. Refuses: NotAPinfl."""
    plain = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{14}", plain):
        raise NotAPinfl("pinfl")
    return plain


def birth_mark(passport: str, year: int) -> str:
    """The blind index of a passport number with its holder's year of birth."""
    return vault.blind("passport and birth", f"{passport} {year}")
