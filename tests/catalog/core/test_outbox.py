"""The outbox: a message goes out if and only if the deed stands, by one sender at a time, and not
for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from catalog.core import outbox, vault
from catalog.core.outbox import CODE_LASTS, LEASE, RETRY_DELAYS, Channel, Message
from catalog.core.vault import Key

NUMBER, WORDS, CODE = "+998900000077", "Invented: your code is 493027", "493027"
BOTH = tuple(Channel)


def put(session, clock, *, code: str = CODE, channel: Channel = Channel.SMS) -> str:
    return outbox.put(session, channel, NUMBER, WORDS, code=code, on=clock())


def take(database, clock, **values) -> list[outbox.OpenedMessage]:
    with database.write() as session:
        return outbox.lease(session, values.pop("channels", BOTH), on=clock(), **values)


def give_up(database, clock) -> None:
    """What a deed does that is refused after its message was put."""
    with database.write() as session:
        put(session, clock)
        raise ZeroDivisionError


def row(session, number: str) -> Message:
    return session.get_one(Message, number, populate_existing=True)


def test_it_says_what_was_put(session, clock):
    number = put(session, clock, channel=Channel.TELEGRAM)
    (letter,) = outbox.lease(session, BOTH, on=clock())
    assert (letter.reference, letter.channel) == (number, Channel.TELEGRAM)
    assert (letter.number, letter.words, letter.code, letter.put_at) == (
        NUMBER,
        WORDS,
        CODE,
        clock(),
    )


def test_a_message_goes_out_if_the_transaction_stands_and_only_then(database, clock):
    with pytest.raises(ZeroDivisionError):
        give_up(database, clock)
    assert take(database, clock) == []
    with database.write() as session:
        number = put(session, clock)
        with database.read() as other:
            assert not outbox.has_due(other, BOTH, on=clock()), "nobody sees it before"
    assert [one.reference for one in take(database, clock)] == [number]
    with database.read() as session:
        assert len(session.execute(select(Key)).all()) == 1, "no key is left of what was given up"


def test_neither_number_nor_word_can_be_read_in_its_row(database, clock):
    with database.write() as session:
        put(session, clock)
    with database.read() as session:
        kept = repr(
            [
                session.execute(text(f"SELECT * FROM {name}")).all()  # noqa: S608
                for name in ("outbox", "vault_keys")
            ]
        )
    assert [text for text in (NUMBER[4:], WORDS, CODE, "Invented") if text in kept] == []


def test_an_opened_one_does_not_show_itself(session, clock):
    put(session, clock)
    assert [text for text in (NUMBER, WORDS, CODE) if text in repr(outbox.latest(session))] == []


def test_what_one_sender_has_in_hand_no_other_takes(database, clock):
    with database.write() as session:
        put(session, clock)
    assert len(take(database, clock)) == 1
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert take(database, clock) == []


def test_two_senders_at_once_never_take_the_same(database, clock):
    with database.write() as session:
        numbers = {put(session, clock) for _ in range(24)}
    gate = threading.Barrier(4)

    def sender() -> list[str]:
        gate.wait()
        return [one.reference for _ in range(8) for one in take(database, clock, most=3)]

    with ThreadPoolExecutor(4) as threads:
        taken = [
            number for one in [threads.submit(sender) for _ in range(4)] for number in one.result()
        ]
    assert (len(taken), set(taken)) == (24, numbers)


def test_another_takes_over_from_a_sender_that_was_killed(database, clock):
    with database.write() as session:
        number = put(session, clock)
    take(database, clock)
    clock.forward(seconds=LEASE.total_seconds())
    (letter,) = take(database, clock)
    with database.write() as session:
        outbox.mark_sent(session, letter, on=clock())
    clock.forward(days=1)
    assert (letter.reference, take(database, clock)) == (number, [])


def test_a_slow_sender_that_comes_back_undoes_nothing(database, clock):
    with database.write() as session:
        number = put(session, clock)
    (slow,) = take(database, clock)
    clock.forward(seconds=LEASE.total_seconds())
    (quick,) = take(database, clock)
    with database.write() as session:
        outbox.mark_failed(session, slow, on=clock())
        assert row(session, number).next_at == clock() + LEASE, "another has it in hand"
        outbox.mark_sent(session, quick, on=clock())
        outbox.mark_failed(session, slow, on=clock())
        outbox.change_channel(session, slow, Channel.SMS, on=clock())
        outbox.mark_sent(session, slow, on=clock.forward(minutes=1))
        kept = row(session, number)
        assert (kept.next_at, kept.sent_at) == (None, clock() - timedelta(minutes=1))


def test_it_is_tried_again_ever_later_and_given_up_after_the_last_time(session, clock):
    number = put(session, clock, code="")
    for pause in RETRY_DELAYS:
        (letter,) = outbox.lease(session, BOTH, on=clock())
        outbox.mark_failed(session, letter, on=clock())
        assert outbox.lease(session, BOTH, on=clock() + pause - timedelta(seconds=1)) == []
        clock.forward(seconds=pause.total_seconds())
    (last,) = outbox.lease(session, BOTH, on=clock())
    outbox.mark_failed(session, last, on=clock())
    assert outbox.lease(session, BOTH, on=clock.forward(days=9)) == []
    assert (row(session, number).next_at, row(session, number).sent_at) == (None, None)


def test_one_that_kills_each_sender_is_given_up_too(session, clock):
    put(session, clock, code="")
    taken = 0
    for _ in range(20):
        taken += len(outbox.lease(session, BOTH, on=clock()))
        clock.forward(seconds=LEASE.total_seconds())
    assert taken == len(RETRY_DELAYS) + 1
    assert outbox.oldest_waiting(session) is None


def test_a_code_older_than_ten_minutes_is_not_sent_any_more(session, clock):
    put(session, clock)
    letter_without_code = put(session, clock, code="")
    clock.forward(seconds=CODE_LASTS.total_seconds())
    (letter,) = outbox.lease(session, BOTH, on=clock())
    assert letter.reference == letter_without_code
    outbox.mark_sent(session, letter, on=clock())
    assert outbox.oldest_waiting(session) is None


def test_a_code_of_just_under_ten_minutes_still_is(session, clock):
    put(session, clock)
    clock.forward(seconds=CODE_LASTS.total_seconds() - 1)
    assert len(outbox.lease(session, BOTH, on=clock())) == 1


def test_a_sender_takes_only_what_it_can_send(session, clock):
    put(session, clock, channel=Channel.TELEGRAM)
    assert not outbox.has_due(session, [Channel.SMS], on=clock())
    assert outbox.lease(session, [Channel.SMS], on=clock()) == []
    assert outbox.has_due(session, BOTH, on=clock())
    assert len(outbox.lease(session, BOTH, on=clock())) == 1


def test_where_one_way_does_not_lead_the_same_message_takes_another_at_once(session, clock):
    number = put(session, clock, channel=Channel.TELEGRAM)
    (letter,) = outbox.lease(session, BOTH, on=clock())
    outbox.change_channel(session, letter, Channel.SMS, on=clock())
    (turned,) = outbox.lease(session, [Channel.SMS], on=clock())
    assert (turned.reference, turned.channel, turned.code) == (number, Channel.SMS, CODE)


@pytest.mark.parametrize("spoilt", [b"\x01" + b"\x00" * 40, b"", None])
def test_one_that_cannot_be_opened_does_not_hold_up_the_others(session, clock, spoilt):
    broken, whole = put(session, clock), put(session, clock)
    session.execute(update(Message).where(Message.reference == broken).values(number=spoilt))
    assert [one.reference for one in outbox.lease(session, BOTH, on=clock())] == [whole]


def test_one_whose_key_is_destroyed_goes_to_nobody(session, clock):
    vault.destroy(session, put(session, clock))
    assert outbox.lease(session, BOTH, on=clock()) == []


def test_the_newest_are_shown_first_with_their_words(session, clock):
    for code in ("111111", "222222", "333333"):
        put(session, clock, code=code)
        clock.forward(seconds=1)
    assert [one.code for one in outbox.latest(session, 2)] == ["333333", "222222"]


def test_old_ones_go_with_their_keys(session, clock):
    put(session, clock)
    young = outbox.put(session, Channel.SMS, NUMBER, WORDS, on=clock.forward(days=8))
    assert outbox.forget(session, before=clock() - timedelta(days=7)) == 1
    assert [one.reference for one in outbox.latest(session)] == [young]
    assert [one.owner for one in session.execute(select(Key)).scalars()] == [young]


def test_it_says_since_when_the_oldest_waits(session, clock):
    assert outbox.oldest_waiting(session) is None
    since = clock()
    put(session, clock)
    clock.forward(minutes=1)
    put(session, clock)
    assert outbox.oldest_waiting(session) == since
