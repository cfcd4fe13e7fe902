"""The number of a vacancy as people type it: in small or Cyrillic letters, with gaps, as a link."""

import re

from catalog.core.fields import ALPHABET, LOOK_ALIKES, plain_code

_PREFIX = "V"
_NUMBER = re.compile(
    rf"(?:.*/)?[VB][\s–—−_-]*((?:[{ALPHABET}][\s-]?){{7,8}})(?:[?#].*)?", re.DOTALL
)


def read(text: str) -> str | None:
    """The number that a whole text is, as records have it; None for any other text."""
    found = _NUMBER.fullmatch(text.strip().upper().translate(LOOK_ALIKES)) if text else None
    return f"{_PREFIX}-{plain_code(found[1])}" if found else None
