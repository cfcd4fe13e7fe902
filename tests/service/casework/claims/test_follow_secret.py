"""The secret of a claim: told again when asked again, kept so that nobody reads it, typed any way
one likes."""

import pytest

from service.casework.claims import follow_secret


def test_it_is_the_same_whenever_it_is_told_and_another_for_another_claim():
    assert (
        follow_secret.secret_of("W-1")
        == follow_secret.secret_of("W-1")
        != follow_secret.secret_of("W-2")
    )
    assert len(follow_secret.secret_of("W-1")) == 24


def test_it_is_kept_only_hashed():
    secret = follow_secret.secret_of("W-1")
    assert secret not in follow_secret.hash_secret(secret)


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda one: " ".join(one), lambda one: one.replace("B", "В").replace("K", "К")],
)
def test_gaps_small_letters_and_look_alikes_do_not_matter(change):
    secret = "ABEKMHPCTYX23456789ABEKM"
    assert follow_secret.verify(follow_secret.hash_secret(secret), change(secret))


@pytest.mark.parametrize("wrong", ["", "A", "ABEKMHPCTYX23456789ABEKX"])
def test_another_one_does_not_fit(wrong):
    assert not follow_secret.verify(follow_secret.hash_secret("ABEKMHPCTYX23456789ABEKM"), wrong)
    assert not follow_secret.verify("", wrong)
