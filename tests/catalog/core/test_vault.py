"""The vault: what is sealed for a person opens for nobody else, in no other place, and never again
once the key is gone."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from catalog.core import vault
from catalog.core.vault import BrokenSeal, Key


def test_it_gives_back_what_was_sealed(session):
    sealed = vault.seal(session, "C-1", "wages.story", "Oylik berilmadi")
    assert vault.unseal(session, "C-1", "wages.story", sealed) == "Oylik berilmadi"


def test_nothing_of_the_text_or_the_key_can_be_read_from_the_rows(session):
    sealed = vault.seal(session, "C-1", "wages.story", "Oylik berilmadi")
    key = vault.key_of(session, "C-1")
    session.flush()
    assert b"Oylik" not in sealed
    assert key not in session.get(Key, "C-1").wrapped


def test_the_same_text_is_sealed_differently_each_time(session):
    assert vault.seal(session, "C-1", "p", "x") != vault.seal(session, "C-1", "p", "x")


def test_a_person_has_one_key_and_each_their_own(session):
    first, other = vault.key_of(session, "C-1"), vault.key_of(session, "C-2")
    session.flush()
    assert vault.key_of(session, "C-1") == first != other
    assert len(session.execute(select(Key)).all()) == 2


@pytest.mark.parametrize(("owner", "spot"), [("C-2", "wages.story"), ("C-1", "advice.note")])
def test_a_sealed_value_moved_to_another_person_or_place_does_not_open(session, owner, spot):
    sealed = vault.seal(session, "C-1", "wages.story", "x")
    vault.key_of(session, "C-2")
    session.flush()
    with pytest.raises(BrokenSeal):
        vault.unseal(session, owner, spot, sealed)


def test_a_tampered_value_does_not_open(session):
    sealed = vault.seal(session, "C-1", "p", "Oylik")
    for at in (1, 13, len(sealed) - 1):
        spoilt = bytearray(sealed)
        spoilt[at] ^= 1
        with pytest.raises(BrokenSeal):
            vault.unseal(session, "C-1", "p", bytes(spoilt))
    with pytest.raises(BrokenSeal):
        vault.unseal(session, "C-1", "p", sealed[:5])


def test_it_says_in_front_how_it_was_sealed_and_opens_nothing_else(session):
    """The tag by which another way of sealing can follow this one (ASVS 5.0, 11.2.2)."""
    sealed = vault.seal(session, "C-1", "wages.story", "Three months")
    assert sealed[:1] == b"\x01"
    with pytest.raises(BrokenSeal):
        vault.unseal(session, "C-1", "wages.story", b"\x02" + sealed[1:])


def test_no_nonce_comes_twice():
    """ASVS 5.0, 11.3.4; twelve random bytes under a key that seals a person's few texts."""
    key, count = AESGCM(bytes(32)), 100_000
    assert len({vault._encrypt(key, b"x", "place")[1:13] for _ in range(count)}) == count


def test_another_master_key_opens_nothing(session):
    sealed = vault.seal(session, "C-1", "p", "x")
    session.flush()
    vault.open_with(b"\x07" * 32)
    with pytest.raises(BrokenSeal):
        vault.unseal(session, "C-1", "p", sealed)


def test_destroying_the_key_makes_all_of_it_empty(session):
    sealed = vault.seal(session, "C-1", "p", "x")
    session.flush()
    session.delete(session.get(Key, "C-1"))
    session.flush()
    assert vault.unseal(session, "C-1", "p", sealed) == ""


def test_nothing_is_sealed_of_nothing(session):
    assert vault.seal(session, "C-1", "p", None) is None
    assert vault.seal(session, "C-1", "p", "") is None
    assert vault.unseal(session, "C-1", "p", None) == ""


def test_equal_phones_have_one_fingerprint_that_tells_nothing(session):
    blind = vault.blind("phone", "+998900000001")
    assert (
        blind == vault.blind("phone", "+998900000001") != vault.blind("passport", "+998900000001")
    )
    vault.open_with(b"\x07" * 32)
    assert vault.blind("phone", "+998900000001") != blind


def test_a_derived_secret_is_the_same_each_time_and_can_be_read_out():
    secret = vault.token("claim", "W-1")
    assert secret == vault.token("claim", "W-1") != vault.token("claim", "W-2")
    assert len(secret) == 24
    assert not set("01IO") & set(secret)


def test_a_master_key_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        vault.open_with(b"short")


def test_a_closed_vault_opens_nothing(session):
    vault.close()
    with pytest.raises(BrokenSeal):
        vault.seal(session, "C-1", "p", "x")
    with pytest.raises(BrokenSeal):
        vault.blind("phone", "x")
