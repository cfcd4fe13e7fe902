"""The messages to a person's number, and to no other."""

from catalog.core import outbox, vault
from catalog.core.outbox import Channel
from service.privacy import sent_messages
from service.privacy.erasure_records import records
from tests.support import canary_person


def test_only_messages_to_the_persons_own_numbers_are_found(seeded, planted, clock):
    with seeded.write() as session:
        outbox.put(session, Channel.SMS, canary_person.NEW_PHONE, "Not theirs", on=clock())
        numbers = sent_messages.numbers(session, records(session, planted.records[0]))
        assert numbers == {canary_person.PHONE}
        assert [
            outbox.open_message(session, one).words
            for one in sent_messages.list_to_numbers(session, numbers)
        ] == [canary_person.MESSAGE]


def test_a_broken_message_hides_no_other(seeded, planted, clock):
    with seeded.write() as session:
        broken = outbox.put(session, Channel.SMS, canary_person.PHONE, "Broken", on=clock())
        session.get_one(vault.Key, broken).wrapped = b"\x01" + bytes(60)
        session.flush()
        assert len(sent_messages.list_to_numbers(session, {canary_person.PHONE})) == 1


def test_without_a_number_there_are_none(seeded, planted):
    with seeded.read() as session:
        assert sent_messages.list_to_numbers(session, set()) == []
