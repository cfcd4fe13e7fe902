"""How often a secret may be tried: exactly so often, however many try at once, from wherever, and
whoever restarts what."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from service.infra import rate_limits
from service.infra.database import Database
from service.infra.rate_limits import HOUR, LIMITS, NETWORK, Allowance, Attempt, TooManyAttempts

HOME, AWAY = "192.0.2.0/24", "198.51.100.0/24"


def tried(database, clock, kind="password", subject="a@musofir.example", network=HOME) -> bool:
    """Whether one may try."""
    try:
        with database.write() as session:
            rate_limits.count_attempt(session, kind, subject, network, on=clock())
    except TooManyAttempts:
        return False
    return True


def refused(
    session, clock, kind="password", subject="a@musofir.example", network=HOME
) -> TooManyAttempts:
    with pytest.raises(TooManyAttempts) as values:
        rate_limits.count_attempt(session, kind, subject, network, on=clock())
    return values.value


@pytest.fixture
def workers(database):
    """Two processes of the service are two of these."""
    second = Database(database.engine.url.render_as_string(hide_password=False))
    yield [database, second]
    second.close()


@pytest.mark.parametrize("kind", ["password", "second", "code", "message"])
def test_eight_at_once_at_two_workers_have_as_many_tries_as_one(workers, clock, kind):
    gate = threading.Barrier(8)

    def hammer(number: int) -> int:
        gate.wait()
        return sum(tried(workers[number % 2], clock, kind) for _ in range(4))

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(hammer, range(8))) == LIMITS[kind].tries[0].tries


def test_a_restart_gives_no_more_tries(database, clock):
    assert [tried(database, clock) for _ in range(10)] == [True] * 10
    database.close()
    again = Database(database.engine.url.render_as_string(hide_password=False))
    assert not tried(again, clock)
    again.close()


@pytest.mark.parametrize("kind", ["second", "message"])
def test_whatever_moment_one_looks_back_from_the_caps_hold(session, clock, kind):
    taken = []
    for _ in range(160):
        clock.forward(minutes=10)
        with suppress(TooManyAttempts):
            for _ in range(6):
                rate_limits.count_attempt(session, kind, "U-1", HOME, on=clock())
                taken.append(clock())
    for allowance in LIMITS[kind].tries:
        most = max(
            sum(moment - allowance.within < one <= moment for one in taken) for moment in taken
        )
        assert most <= allowance.tries
    assert most == LIMITS[kind].tries[-1].tries, "and nobody has less than that"


def test_no_limit_keeps_anybody_out_for_more_than_an_hour():
    every = {kind: (*limit.tries, *filter(None, [limit.far])) for kind, limit in LIMITS.items()}
    long = {
        kind for kind, allowances in every.items() if max(one.within for one in allowances) > HOUR
    }
    assert long == {"missed", "missed_all"}, (
        "such a search is answered all the same, and only not written down"
    )
    assert NETWORK.within <= HOUR
    assert NETWORK.tries >= 2_000, "the shared address of a mobile carrier is thousands of people"


@pytest.mark.parametrize("kind", [kind for kind, limit in LIMITS.items() if limit.far])
def test_strangers_elsewhere_use_up_nobodys_tries(session, clock, kind):
    """And many of them together leave whoever is at home one an hour."""
    most, far = LIMITS[kind].tries[0].tries, LIMITS[kind].far.tries
    for hour in range(3):
        for number in range(far):
            rate_limits.count_attempt(
                session, kind, "+998900000001", f"10.{hour}.{number // most}.0/24", on=clock()
            )
        refused(session, clock, kind=kind, subject="+998900000001", network=f"10.{hour}.0.0/24")
        rate_limits.count_attempt(session, kind, "+998900000001", HOME, on=clock())
        refused(session, clock, kind=kind, subject="+998900000001")
        clock.forward(minutes=60)


def test_many_networks_of_one_owner_are_one(session, clock):
    """Whoever rents a /48 of IPv6 has 65,536 networks of a household."""
    for number in range(5):
        rate_limits.count_attempt(
            session, "code", "+998900000001", f"2001:db8:1:{number:x}::/64", on=clock()
        )
    refused(session, clock, kind="code", subject="+998900000001", network="2001:db8:1:ffff::/64")
    rate_limits.count_attempt(session, "code", "+998900000001", "2001:db8:2:1::/64", on=clock())


def test_many_networks_of_one_owner_have_one_level(session, clock, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(2, HOUR))
    for number in (1, 2):
        rate_limits.count_network_attempt(
            session, "claims", f"2001:db8:1:{number}::/64", on=clock()
        )
    with pytest.raises(TooManyAttempts):
        rate_limits.count_network_attempt(session, "claims", "2001:db8:1:3::/64", on=clock())
    rate_limits.count_network_attempt(session, "claims", "2001:db8:2:1::/64", on=clock())


def test_a_network_is_refused_above_its_level_and_not_before(session, clock, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(20, HOUR))
    for number in range(20):
        rate_limits.count_attempt(
            session, "password", f"{number}@musofir.example", HOME, on=clock()
        )
    refused(session, clock, subject="one.more@musofir.example")
    rate_limits.count_attempt(session, "password", "one.more@musofir.example", AWAY, on=clock())


def test_a_hostel_is_not_kept_out_by_one_who_tries_too_often(session, clock):
    for _ in range(10):
        rate_limits.count_attempt(
            session, "code", "+998900000001", HOME, on=clock.forward(seconds=70)
        )
    rate_limits.count_attempt(session, "code", "+998900000002", HOME, on=clock())


def test_nobody_waits_longer_than_they_were_told(session, clock):
    for _ in range(10):
        rate_limits.count_attempt(
            session, "password", "a@musofir.example", HOME, on=clock.forward(seconds=7)
        )
    result = refused(session, clock).facts["seconds"]
    for _ in range(result - 2):
        clock.forward(seconds=1)
        refused(session, clock)
    clock.forward(seconds=2)
    rate_limits.count_attempt(session, "password", "a@musofir.example", HOME, on=clock())
    assert result == 5 * 60 - 9 * 7 + 1


def test_it_says_the_longest_wait_in_minutes_that_are_not_too_short(session, clock):
    for _ in range(20):
        rate_limits.count_attempt(session, "second", "U-1", HOME, on=clock.forward(seconds=61))
    facts = refused(session, clock, kind="second", subject="U-1").facts
    assert facts["seconds"] > 40 * 60 - 60, "not the five minutes but the hour"
    assert (facts["minutes"] - 1) * 60 < facts["seconds"] <= facts["minutes"] * 60


def test_what_is_refused_leaves_no_row(database, clock):
    for _ in range(15):
        tried(database, clock)
    with database.read() as session:
        kept = session.execute(select(func.count()).select_from(Attempt)).scalar()
    assert kept == 30, "ten at the address here, ten at it from wherever, ten of the network"


def test_one_kind_takes_nothing_from_another(session, clock):
    for _ in range(3):
        rate_limits.count_attempt(session, "message", "+998900000001", HOME, on=clock())
    refused(session, clock, kind="message", subject="+998900000001")
    rate_limits.count_attempt(session, "code", "+998900000001", HOME, on=clock())


def test_neither_account_nor_network_can_be_read(database, clock):
    tried(database, clock)
    with database.read() as session:
        kept = repr(session.execute(text("SELECT * FROM attempts")).all())
    assert [text for text in ("musofir.example", "a@", "192.0.2") if text in kept] == []


def test_old_tries_are_forgotten_some_at_a_time(session, clock):
    for _ in range(4):
        rate_limits.count_attempt(session, "password", "a@musofir.example", HOME, on=clock())
    rate_limits.count_attempt(
        session, "password", "a@musofir.example", HOME, on=clock.forward(days=2)
    )
    before = clock() - timedelta(days=1)
    assert [rate_limits.forget(session, before=before, most=5) for _ in range(3)] == [5, 5, 2]
    assert len(session.execute(select(Attempt)).all()) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("::ffff:198.51.100.9", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
        ("x" * 99, "x" * 60),
        ("1.2.3", "1.2.3"),
    ],
)
def test_neighbours_are_one_network(address, network):
    assert rate_limits.network(address) == network


def test_the_limits_are_those_of_warehouse_within_an_hour():
    minutes = {
        kind: [(one.tries, one.within // timedelta(minutes=1)) for one in limit.tries]
        for kind, limit in LIMITS.items()
    }
    assert minutes["password"] == [(10, 5)]
    assert minutes["second"] == minutes["code"] == [(5, 5), (20, 60)]
    assert minutes["message"] == [(3, 10), (5, 60)]
