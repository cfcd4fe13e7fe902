"""The code by which whoever holds a letter finds out whether it is ours: sixteen letters and
digits, in fours."""

from catalog.core import vault
from service.casework.claims import follow_secret
from service.infra.lazy_imports import Library

segno = Library("segno")
# 32 letters and digits without look-alikes: eighty bits.
LENGTH = 16


def number_of(key: str) -> str:
    """The number that a letter made under this key gets: shown in its preview, it is the same when
    it is made."""
    return "L-" + vault.token("letter number", key, 8)


def code_of(number: str) -> str:
    """The code of a letter, in groups that can be read out."""
    whole = vault.token("letter code", number, LENGTH)
    return "-".join(whole[place : place + 4] for place in range(0, LENGTH, 4))


def hash_code(code: str) -> str:
    """The mark under which a code is kept; gaps and small letters do not matter, nor Cyrillic
    letters that look the same."""
    return follow_secret.hash_secret(code)


def picture(opens: str) -> str:
    """The QR picture as SVG."""
    return str(
        segno.make(opens, micro=False, error="m").svg_inline(border=0, scale=4, omitsize=True)
    )


def picture_address(opens: str) -> str:
    """The QR picture as the address of an image on a page."""
    return str(segno.make(opens, micro=False, error="m").svg_data_uri(border=2, scale=4))
