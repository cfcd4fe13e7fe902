"""Passwords: long and not common is enough, everything may be typed, and nobody learns whether
there is one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from service.accounts import passwords
from service.accounts.passwords import TooCommon, TooLongPassword, TooShort

GOOD = "tulpor bulut qayiq 7 sadaf"


@pytest.fixture(scope="module")
def kept() -> str:
    return passwords.hash_password(GOOD)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "парус телега вишня сорок",
        "q7#Vx!2p_Zd",
        "x" * 20 + " and then some words",
        "e" + "\u0301" + " mosh qovun tarvuz",
        "🦙 lama 🌵 kaktus 🎻",
        "correct horse battery staple",
        "       y9 spaces count too",
    ],
)
def test_whatever_is_long_and_not_common_is_good(password):
    passwords.require_good(password)


@pytest.mark.parametrize("password", ["", "x", "q7#Vx!2"])
def test_a_short_one_is_refused_with_the_number_needed(password):
    with pytest.raises(TooShort, match="at least 8"):
        passwords.require_good(password)


def test_administrators_need_fifteen():
    passwords.require_good("q7#Vx!2p_Zd", least=8)
    with pytest.raises(TooShort, match="at least 15"):
        passwords.require_good("q7#Vx!2p_Zd", least=15)


def test_it_may_be_128_long_and_no_longer():
    long = "tulpor bulut qayiq 7 sadaf " * 5
    passwords.require_good(long[:128])
    with pytest.raises(TooLongPassword, match="128 characters or fewer"):
        passwords.require_good(long[:129])


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "12345678",
        "qwertyuiop",
        "iloveyou1",
        "Password1!",
        "11111111",
        "aaaaaaaaaaaaaaaa",
        "abcdefgh",
        "1q2w3e4r5t",
        "musofir2026",
        "Toshkent123",
        "uzbekistan1",
        "migratsiya1",
        "пароль12",
        "P@ssw0rd",
        "20261125",
        "asdfghjkl",
    ],
)
def test_one_that_everybody_tries_is_refused(password):
    with pytest.raises(TooCommon):
        passwords.require_good(password)


def test_the_three_thousand_that_leaked_most_often_are_refused():
    """Out of a list that lies here: nobody outside is asked about a password."""
    leaked = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= passwords.SHORTEST][:3_000]
    assert len(leaked) == 3_000
    assert [one for one in leaked if _is_good(one)] == []


def _is_good(password: str) -> bool:
    try:
        passwords.require_good(password)
    except TooCommon:
        return False
    return True


@pytest.mark.parametrize("password", ["komila1990", "KomilaInvented", "komila.inv1"])
def test_one_made_of_what_is_known_of_the_person_is_refused(password):
    with pytest.raises(TooCommon):
        passwords.require_good(
            password, known=("KomilaInvented", "Komila", "Invented", "komila.inv")
        )


def test_the_longest_is_judged_at_once():
    began = time.monotonic()
    for password in ("abcabc" * 30, "qwertyuiop" * 12, "Zo" * 64):
        try:
            passwords.require_good(password[:128], known=("abc",) * 20)
        except TooCommon:
            continue
    assert time.monotonic() - began < 3


def test_it_holds_and_nothing_else_does(kept):
    assert passwords.verify(kept, GOOD)
    for other in ("", GOOD + " ", GOOD.upper(), GOOD[:-1], " " + GOOD, "x" * 10_000):
        assert not passwords.verify(kept, other)


def test_what_is_longer_than_a_password_is_not_cut_until_it_fits():
    whole = (GOOD * 6)[:128]
    assert passwords.verify(passwords.hash_password(whole), whole)
    assert not passwords.verify(passwords.hash_password(whole), whole + "x")


def test_it_is_kept_slowly_hashed_and_each_time_differently(kept):
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in kept
    assert passwords.hash_password(GOOD) != kept
    assert len(kept) <= 200, "its column"


def test_a_weaker_hash_is_hashed_anew(kept):
    weaker = passwords.PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(GOOD)
    assert passwords.needs_rehash(weaker)
    assert passwords.verify(weaker, GOOD)
    assert not passwords.needs_rehash(kept)


class Counting:
    """A hasher that notes what it is asked, and how many ask at once."""

    def __init__(self, real) -> None:
        self.real, self.asked, self.inside, self.most, self.lock = real, [], 0, 0, threading.Lock()

    def verify(self, kept: str, password: str) -> bool:
        with self.lock:
            self.asked.append(kept.rpartition("$")[0].rpartition("$")[0])
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            return self.real.verify(kept, password)
        finally:
            with self.lock:
                self.inside -= 1


@pytest.fixture
def counting(monkeypatch) -> Counting:
    passwords.verify(None, "so that nobody's is there already")
    hasher = Counting(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    return hasher


def test_nobodys_password_costs_as_much_as_somebodys(kept, counting):
    assert [passwords.verify(kept, "wrong"), passwords.verify(None, "wrong")] == [False, False]
    known, unknown = counting.asked
    assert known == unknown, "the same work by the same parameters"


@pytest.mark.parametrize("nothing", [None, ""])
def test_where_there_is_no_password_none_holds_not_even_that_of_nobody(nothing):
    assert not passwords.verify(nothing, "nobody has this password")
    assert not passwords.verify(nothing, "")


@pytest.mark.parametrize("spoilt", ["x", "$argon2id$v=19$m=19456,t=2,p=1$short", "$2b$12$notargon"])
def test_a_spoilt_hash_holds_nothing(spoilt):
    assert not passwords.verify(spoilt, GOOD)


def test_never_more_than_two_are_hashed_at_once(kept, counting):
    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(lambda _: passwords.verify(kept, GOOD), range(24))) == 24
    assert counting.most <= 2
