"""Titles that are held out are known to nobody who is asked."""

import pytest

from bench import titles
from i18n.scripts import fold


@pytest.mark.slow
def test_a_third_is_held_out_and_nothing_of_it_is_known():
    held = titles.held_out(heads=True, seed=7)
    known = titles.known(held)
    assert 1_000 < len(held) < 1_300
    assert {language for _, language, _ in held.values()} == {"en", "ru"}
    assert not {fold(name.name) for name in (*known.names, *known.titles)} & held.keys()
    assert len(known.titles) > 45_000


def test_what_is_nearly_the_same_can_be_held_out_as_well():
    titles_ = ["plumber", "plumbers", "plumbing teacher", "cook"]
    assert set(titles._near(["plumber"], titles_)) == {"plumber", "plumbers"}


def test_a_share_is_told_of_what_was_asked():
    result = titles._share([])
    assert (result["asked"], result["first"]) == (0, 0.0)
