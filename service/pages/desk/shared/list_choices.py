"""Choices of the filters of lists that no list of labels has, in the reader's language."""

from collections.abc import Iterable, Sequence

from i18n import N_, gettext
from service.web import rendering
from service.web.list_view import Reading


def translated(reading: Reading, sentence: str) -> str:
    """Return a sentence of ours in the reader's language."""
    return gettext(reading.reader.lang, sentence)


def me(reading: Reading) -> str:
    """Return the label by which a person chooses what is their own."""
    return translated(reading, N_("Me"))


def yes_no(reading: Reading) -> list[tuple[str, str]]:
    return [("yes", translated(reading, N_("Yes"))), ("no", translated(reading, N_("No")))]


def countries(reading: Reading, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Return countries in the order in which a form offers them."""
    return rendering.country_pairs(reading.reader.lang, codes)
