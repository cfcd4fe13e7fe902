"""What was typed with the wrong keyboard switched on: ghjuhfvvbcn for программист."""

from typing import Final

from i18n.scripts import has_cyrillic

# The same keys of a Latin and a Russian keyboard, the second of each with the shift key.
_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TO_RUSSIAN: Final = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN: Final = str.maketrans(_RUSSIAN, _LATIN)


def with_other_layout(typed: str) -> str:
    """Return what the same keys write on the other keyboard."""
    return typed.translate(_TO_LATIN if has_cyrillic(typed) else _TO_RUSSIAN)
