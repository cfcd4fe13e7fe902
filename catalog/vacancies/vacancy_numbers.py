"""The number of a vacancy as people type it: in small or Cyrillic letters, with gaps, as a link."""

import re

from catalog.core.fields import ALPHABET, LOOK_ALIKES, plain_code

_PREFIX = "V"
_NUMBER = re.compile(rf"(.*/)?[VB][\s–—−_-]*((?:[{ALPHABET}][\s-]?){{7,8}})(?:[?#].*)?", re.DOTALL)
# The address of a vacancy on this site, without the site and the number.
_PATH = re.compile(r"/?(?:[a-z]{2,3}/)?(?:vacancies/)?", re.IGNORECASE)


def read(text: str) -> str | None:
    """The number that a whole text is, as records have it; None for any other text."""
    found = _found(text)
    return f"{_PREFIX}-{plain_code(found[2])}" if found else None


def host(text: str) -> str | None:
    """The site to which a link with a number leads; None for a number, or a link without a site."""
    path = _before(text)
    if _PATH.fullmatch(path):
        return None
    return (path.partition("//")[2] or path).partition("/")[0].strip().lower() or path


def without_own_host(text: str, hosts: frozenset[str]) -> str:
    """A link to one of these sites without the site; any other text as it is."""
    site = re.match(r"\s*(?:https?://)?([^/:?#\s]+)(?::\d+)?(?=/)", text, re.IGNORECASE)
    return text[site.end() :] if site and site[1].lower() in hosts else text


def _found(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text.strip().upper().translate(LOOK_ALIKES)) if text else None


def _before(text: str) -> str:
    """What stands before the number, in the letters in which it was typed."""
    found, typed = _found(text), text.strip()
    if found is None or not found[1]:
        return ""
    return typed[: len(found[1])] if len(typed.upper()) == len(typed) else typed
