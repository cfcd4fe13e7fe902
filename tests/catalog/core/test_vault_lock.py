"""What travels in somebody's own browser comes back as it went, or not at all."""

import pytest

from catalog.core import vault


def test_it_comes_back_for_the_same_purpose_only():
    sealed = vault.lock("draft", b"clear")
    assert b"clear" not in sealed
    assert vault.unlock("draft", sealed) == b"clear"
    for purpose, given in (
        ("other", sealed),
        ("draft", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        ("draft", b""),
        ("draft", b"x" * 40),
    ):
        with pytest.raises(vault.BrokenSeal):
            vault.unlock(purpose, given)
