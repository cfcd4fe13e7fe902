"""Levels over all numbers: whoever nobody knows waits a little while very many messages go to their
country."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from catalog.core import outbox
from i18n import Language
from service.accounts import code_levels, phone_login
from service.accounts.phone_login import CodeRequestInput, WrongCode
from service.infra import rate_limits
from service.infra.rate_limits import Allowance, TooManyAttempts
from service.operations import metrics

IN = "sign_in"


@pytest.fixture
def crowded(database, clock, monkeypatch, caplog):
    """Two messages an hour are many to a country, and three went to the United Kingdom."""
    monkeypatch.setattr(code_levels, "TO_COUNTRY", Allowance(2, rate_limits.HOUR))
    for number in range(3):
        send(database, clock, f"+4477009001{number}0")
    items = [
        one.facts for one in caplog.records if one.message == "very many messages to one country"
    ]
    assert items == [{"calling_code": "44"}], "the operator is told once"


def send(database, clock, phone: str) -> outbox.OpenedMessage:
    with database.write() as session:
        phone_login.send(session, CodeRequestInput(phone), IN, Language.EN, on=clock())
        sent = [one for one in outbox.latest(session) if one.number == phone]
        return sent[0]


def test_strangers_wait_one_after_another_and_others_do_not(database, clock, crowded):
    with database.write() as session:
        phone_login.get_or_open(session, "+447700900999", Language.EN, on=clock())
    waits = [send(database, clock, f"+4477009002{n:02}").put_at - clock() for n in range(3)]
    assert waits == [timedelta(seconds=one) for one in (66, 72, 78)]
    assert send(database, clock, "+447700900999").put_at == clock(), "who is known is served"
    assert send(database, clock, "+821000000001").put_at == clock(), "and who is elsewhere"


def test_a_code_that_waits_holds_ten_minutes_from_when_it_goes_out(database, clock, crowded):
    for late in (0, 1):
        letter = send(database, clock, f"+44770090030{late}")
        clock.now = letter.put_at + phone_login.VALID_FOR + timedelta(seconds=late)
        with database.write() as session:
            if late:
                with pytest.raises(WrongCode):
                    phone_login.use_code(session, letter.number, IN, letter.code, on=clock())
            else:
                phone_login.use_code(session, letter.number, IN, letter.code, on=clock())


def test_nobody_waits_longer_than_twenty_minutes(database, clock, crowded):
    with database.write() as session:
        rate_limits.record_event(session, "waiting", "44", on=clock() + timedelta(hours=5))
    assert send(database, clock, "+447700900400").put_at == clock() + code_levels.LAST


def test_who_watches_sees_both_levels(database, clock, crowded, monkeypatch, tmp_path):
    monkeypatch.setattr(code_levels, "WRONG", (Allowance(1, rate_limits.HOUR),))
    with database.write() as session:
        code_levels.note_wrong(session, "+447700900100", on=clock())
        result = metrics.render_metrics(session, clock(), tmp_path).decode()
    assert "musofir_long_codes 1.0" in result
    assert "musofir_busy_countries 1.0" in result


def test_one_network_is_not_sent_more_than_its_share_to_a_crowded_country(
    database, clock, crowded, monkeypatch
):
    monkeypatch.setattr(code_levels, "OF_NETWORK", Allowance(2, rate_limits.HOUR))
    for network, number, refused in (
        ("2001:db8:1:1::/64", "+447700900501", False),
        ("2001:db8:1:2::/64", "+447700900502", False),
        ("2001:db8:1:3::/64", "+447700900503", True),
        ("192.0.2.0/24", "+447700900503", False),
        ("2001:db8:1:1::/64", "+821000000001", False),
    ):
        with (
            database.write() as session,
            pytest.raises(TooManyAttempts) if refused else nullcontext(),
        ):
            code_levels.require_share(session, number, network, on=clock())
