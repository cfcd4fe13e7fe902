"""The secret of a claim: told again when asked again, kept so that nobody reads it, typed any way one likes."""

import pytest

from service.casework import follow


def test_it_is_the_same_whenever_it_is_told_and_another_for_another_claim():
    assert follow.secret_of("W-1") == follow.secret_of("W-1") != follow.secret_of("W-2")
    assert len(follow.secret_of("W-1")) == 24


def test_it_is_kept_only_hashed():
    secret = follow.secret_of("W-1")
    assert secret not in follow.hashed(secret)


@pytest.mark.parametrize(
    "change", [str.lower, lambda one: " ".join(one), lambda one: one.replace("B", "В").replace("K", "К")]
)
def test_gaps_small_letters_and_look_alikes_do_not_matter(change):
    secret = "ABEKMHPCTYX23456789ABEKM"
    assert follow.fits(follow.hashed(secret), change(secret))


@pytest.mark.parametrize("wrong", ["", "A", "ABEKMHPCTYX23456789ABEKX"])
def test_another_one_does_not_fit(wrong):
    assert not follow.fits(follow.hashed("ABEKMHPCTYX23456789ABEKM"), wrong)
    assert not follow.fits("", wrong)
