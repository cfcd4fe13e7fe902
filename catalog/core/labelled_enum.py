"""Enums whose members have a label."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A text enum whose members are written with their label: `OPEN = "open", N_("Open")`.

    The label is the English sentence that pages translate. A member without one is never shown.
    """

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Create a member that is the value, with its label beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Return the labels by value, in the order of the members."""
        return {one.value: one.label for one in cls if one.label}
