"""The way out: every message whose deed stands is sent, once if all goes well and twice at most if
a sender is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from catalog.core import outbox
from catalog.core.outbox import LEASE, RETRY_DELAYS, Channel, Message
from service import outside
from service.infra.settings import Settings, WrongSetting
from service.outside.sms import Sms
from service.outside.supplier import ChannelUnavailable, NotDelivered
from service.outside.telegram import Telegram
from tests.service.outside.fake import say
from tests.support import source_tree

NUMBER, CODE, TOKEN = "+998900000077", "493027", "invented-token-17"
NO = b'{"ok": false, "error": "PHONE_NUMBER_NOT_FOUND"}'


def put(database, clock, channel: Channel = Channel.SMS, **values) -> str:
    with database.write() as session:
        return outbox.put(
            session, channel, NUMBER, f"Invented: {CODE}", on=clock(), **({"code": CODE} | values)
        )


def kept(database, number: str) -> Message:
    with database.read() as session:
        return session.get_one(Message, number)


def ids(delivers) -> list[str]:
    return [body.get("id") or body["payload"] for _, _, body in delivers.asked]


@pytest.fixture
def by_sms(delivers):
    return {Channel.SMS: Sms(f"{delivers.url}/sms", TOKEN)}


@pytest.fixture
def by_both(delivers, by_sms):
    return by_sms | {Channel.TELEGRAM: Telegram(TOKEN, delivers.url)}


def test_what_is_due_is_sent_once(database, clock, delivers, by_sms):
    number = put(database, clock)
    assert outside.deliver(database, by_sms, clock) == 1
    assert outside.deliver(database, by_sms, clock) == 0
    clock.forward(days=1)
    assert outside.deliver(database, by_sms, clock) == 0
    assert ids(delivers) == [number]
    assert (kept(database, number).next_at, kept(database, number).sent_at is None) == (None, False)


def test_while_it_is_sent_no_transaction_is_open(database, clock):
    class Writer:
        async def send(self, _letter) -> None:
            put(database, clock)

    put(database, clock)
    assert outside.deliver(database, {Channel.SMS: Writer()}, clock) == 1
    with database.read() as session:
        assert [bool(one.sent_at) for one in session.execute(select(Message)).scalars()].count(
            True
        ) == 1


def test_a_supplier_that_is_out_of_order_is_asked_again_and_not_for_ever(
    database, clock, delivers, by_sms
):
    delivers.answer = say(500)
    number = put(database, clock, code="")
    for pause in (*RETRY_DELAYS, *RETRY_DELAYS):
        outside.deliver(database, by_sms, clock)
        clock.forward(seconds=pause.total_seconds())
    assert ids(delivers) == [number] * (len(RETRY_DELAYS) + 1)
    assert (kept(database, number).next_at, kept(database, number).sent_at) == (None, None)


def test_whoever_is_not_on_telegram_gets_the_same_message_by_sms_at_once(
    database, clock, delivers, by_both
):
    delivers.answer = lambda route: (
        say(200, NO)(route) if "Verification" in route.path else say(200)(route)
    )
    number = put(database, clock, Channel.TELEGRAM)
    assert [outside.deliver(database, by_both, clock) for _ in range(3)] == [1, 1, 0]
    assert [path for path, _, _ in delivers.asked] == ["/sendVerificationMessage", "/sms"]
    assert ids(delivers) == [number, number]


def test_a_telegram_that_is_silent_twice_is_not_waited_for(database, clock, delivers, by_both):
    delivers.answer = lambda route: (
        say(502)(route) if "Verification" in route.path else say(200)(route)
    )
    number = put(database, clock, Channel.TELEGRAM)
    for _ in range(3):
        outside.deliver(database, by_both, clock)
        clock.forward(seconds=10)
    assert [path for path, _, _ in delivers.asked] == ["/sendVerificationMessage"] * 2 + ["/sms"]
    assert kept(database, number).sent_at is not None


def test_where_there_is_no_sms_telegram_is_asked_again(database, clock, delivers, by_both):
    delivers.answer = say(200, NO)
    number = put(database, clock, Channel.TELEGRAM)
    assert outside.deliver(database, {Channel.TELEGRAM: by_both[Channel.TELEGRAM]}, clock) == 1
    assert (kept(database, number).channel, kept(database, number).next_at) == (
        "telegram",
        clock() + RETRY_DELAYS[0],
    )


def test_what_nobody_can_send_waits(database, clock, by_sms):
    put(database, clock, Channel.TELEGRAM)
    assert outside.deliver(database, by_sms, clock) == 0
    assert outside.deliver(database, {}, clock) == 0


def test_one_that_nobody_foresaw_does_not_hold_up_the_others(database, clock):
    strange = put(database, clock)
    others = {put(database, clock) for _ in range(3)}
    sent = set()

    class Choosy:
        async def send(self, letter) -> None:
            if letter.reference == strange:
                raise ZeroDivisionError(NUMBER)
            sent.add(letter.reference)

    outside.deliver(database, {Channel.SMS: Choosy()}, clock)
    assert sent == others
    assert kept(database, strange).next_at == clock() + RETRY_DELAYS[0]


def test_two_senders_at_once_send_each_once(database, clock, delivers, by_sms):
    numbers = {put(database, clock) for _ in range(30)}
    gate = threading.Barrier(3)

    def sender() -> None:
        gate.wait()
        for _ in range(12):
            outside.deliver(database, by_sms, clock)

    with ThreadPoolExecutor(3) as threads:
        for one in [threads.submit(sender) for _ in range(3)]:
            one.result()
    assert Counter(ids(delivers)) == dict.fromkeys(numbers, 1)


def roll_back(database, clock) -> None:
    with database.write() as session:
        outbox.put(session, Channel.SMS, NUMBER, "surrendered", code=CODE, on=clock())
        raise ZeroDivisionError


@pytest.mark.parametrize("after", [1, 11])
def test_after_a_kill_each_is_sent_at_least_once_and_twice_at_most(
    database, clock, delivers, by_sms, after
):
    with pytest.raises(ZeroDivisionError):
        roll_back(database, clock)
    numbers = {put(database, clock) for _ in range(14)}
    killed = sender(database, delivers)
    try:
        while len(delivers.asked) < after and killed.poll() is None:
            time.sleep(0.002)
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert len(delivers.asked) >= after, "it had begun"
    clock.forward(seconds=LEASE.total_seconds())
    while outside.deliver(database, by_sms, clock):
        """Another takes over."""
    counted = Counter(ids(delivers))
    assert (set(counted), max(counted.values()) <= 2) == (numbers, True)


def sender(database, delivers) -> subprocess.Popen:
    url = database.engine.url.render_as_string(hide_password=False)
    items = [sys.executable, "-m", "tests.service.outside.sender", url, f"{delivers.url}/sms"]
    return subprocess.Popen(items, cwd=source_tree.ROOT)


@pytest.mark.parametrize(
    "trouble",
    [NotDelivered("status 500"), ChannelUnavailable("REFUSED"), ValueError(f"{NUMBER} {CODE}")],
)
def test_logs_name_the_message_and_nobody(database, clock, caplog, trouble):
    class Failing:
        async def send(self, _letter) -> None:
            raise trouble

    number = put(database, clock)
    outside.deliver(database, {Channel.SMS: Failing()}, clock)
    text = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)
    assert number in text
    assert [secret for secret in (NUMBER, CODE, TOKEN) if secret in text] == []


def test_a_request_leaves_no_line_with_its_address(database, clock, delivers, by_sms, caplog):
    caplog.set_level("INFO")
    put(database, clock)
    outside.deliver(database, by_sms, clock)
    assert [one.getMessage() for one in caplog.records if delivers.url in one.getMessage()] == []


@pytest.fixture
def file(tmp_path):
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    return tmp_path / "token"


def test_who_delivers_follows_from_the_settings(tmp_path, file):
    sms, telegram = (
        {"sms_url": "https://sms.example/in", "sms_token_file": file},
        {"telegram_token_file": file},
    )
    assert outside.make_senders(Settings(home=tmp_path)) == {}
    assert outside.make_senders(Settings(home=tmp_path, **telegram)).keys() == {Channel.TELEGRAM}
    only = outside.make_senders(Settings(home=tmp_path, **sms))
    assert only[Channel.SMS] is only[Channel.TELEGRAM]
    both = outside.make_senders(Settings(home=tmp_path, **sms, **telegram))
    assert [type(both[one]) for one in (Channel.SMS, Channel.TELEGRAM)] == [Sms, Telegram]
    mail = {"mail_url": "https://mail.example/in", "mail_token_file": file}
    assert outside.make_senders(Settings(home=tmp_path, **mail)).keys() == {Channel.EMAIL}
    assert (
        outside.make_senders(Settings(home=tmp_path, **sms, **mail))[Channel.EMAIL]
        is not only[Channel.SMS]
    )
    assert (
        outside.make_senders(Settings(home=tmp_path, demonstration=True, **sms, **telegram)) == {}
    ), "nothing leaves a demonstration"


def test_half_a_supplier_is_told(tmp_path, file):
    for half in (
        {"sms_url": "https://sms.example/in"},
        {"sms_token_file": file},
        {"mail_token_file": file},
    ):
        with pytest.raises(WrongSetting, match="belong together"):
            outside.make_senders(Settings(home=tmp_path, **half))


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.example/in",
        "http://127.0.0.1.sms.example/",
        "ftp://127.0.0.1/",
        "https://",
        "https://u:p@sms.example/",
        "https://sms.example/a b",
        "https://sms.example:0/",
        "https://sms.example:port/",
        "https://[::1",
        "sms.example",
        "https://sms.example/\n",
        "http://localhost@sms.example/",
    ],
)
def test_numbers_leave_only_sealed(tmp_path, file, url):
    with pytest.raises(WrongSetting, match="MUSOFIR_SMS_URL must begin with https://"):
        outside.make_senders(Settings(home=tmp_path, sms_url=url, sms_token_file=file))


@pytest.mark.parametrize(
    "url", ["https://sms.example:8443/in?from=4546", "http://127.0.0.1:9/", "http://[::1]:9/"]
)
def test_or_not_off_this_machine(tmp_path, file, url):
    assert Channel.SMS in outside.make_senders(
        Settings(home=tmp_path, sms_url=url, sms_token_file=file)
    )


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"two tokens", b"one\ntwo", "тайна".encode(), b"\xff\xfe", b"x" * 501]
)
def test_a_file_that_holds_no_token_is_told_without_what_it_holds(tmp_path, file, content):
    file.write_bytes(content)
    with pytest.raises(WrongSetting, match="MUSOFIR_TELEGRAM_TOKEN_FILE") as values:
        outside.make_senders(Settings(home=tmp_path, telegram_token_file=file))
    assert not content.strip() or content.decode(errors="replace") not in str(values.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WrongSetting, match=r"MUSOFIR_TELEGRAM_TOKEN_FILE: .*gone cannot be read"):
        outside.make_senders(Settings(home=tmp_path, telegram_token_file=tmp_path / "gone"))
