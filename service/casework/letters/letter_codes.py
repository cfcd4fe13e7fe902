"""The code by which a letter can be checked: sixteen letters and digits, in groups of four."""

from catalog.core import vault
from service.casework.claims import follow_secret
from service.infra.lazy_imports import Library

segno = Library("segno")
# From 32 letters and digits without look-alikes: eighty bits.
LENGTH = 16


def number_of(key: str) -> str:
    """Return the number of a letter made under this key; it is the same in preview and letter."""
    return "L-" + vault.token("letter number", key, 8)


def code_of(number: str) -> str:
    """Return the code of a letter, in groups that can be read out."""
    whole = vault.token("letter code", number, LENGTH)
    return "-".join(whole[place : place + 4] for place in range(0, LENGTH, 4))


def hash_code(code: str) -> str:
    """Return the hash under which a code is stored.

    It ignores spaces, case and Cyrillic letters that look the same."""
    return follow_secret.hash_secret(code)


def picture(opens: str) -> str:
    """Return the QR code as SVG."""
    return str(
        segno.make(opens, micro=False, error="m").svg_inline(border=0, scale=4, omitsize=True)
    )


def picture_address(opens: str) -> str:
    """Return the QR code as a data URI."""
    return str(segno.make(opens, micro=False, error="m").svg_data_uri(border=2, scale=4))
