"""The messages to a person's number, and to no other."""

from catalog.core import outbox, vault
from catalog.core.outbox import Channel
from service.privacy import sent_messages
from service.privacy.erasures import records
from tests import marked


def test_only_messages_to_the_persons_own_numbers_are_found(seeded, planted, clock):
    with seeded.write() as session:
        outbox.put(session, Channel.SMS, marked.NEW_PHONE, "Not theirs", on=clock())
        numbers = sent_messages.numbers(session, records(session, planted.records[0]))
        assert numbers == {marked.PHONE}
        assert [
            outbox.open_message(session, one).words
            for one in sent_messages.list_to_numbers(session, numbers)
        ] == [marked.MESSAGE]


def test_a_broken_message_hides_no_other(seeded, planted, clock):
    with seeded.write() as session:
        broken = outbox.put(session, Channel.SMS, marked.PHONE, "Broken", on=clock())
        session.get_one(vault.Key, broken).wrapped = b"\x01" + bytes(60)
        session.flush()
        assert len(sent_messages.list_to_numbers(session, {marked.PHONE})) == 1


def test_without_a_number_there_are_none(seeded, planted):
    with seeded.read() as session:
        assert sent_messages.list_to_numbers(session, set()) == []
