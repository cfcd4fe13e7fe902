"""Notes on a claim: for colleagues, sealed with the worker's key."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal, outbox, vault
from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import notes
from tests.support import cast


def test_a_note_is_read_again_by_colleagues_and_by_nobody_from_the_disk(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        row = notes.add(session, claim, "He called from the hostel.", by=cast.CHINORA, on=clock())
        assert b"hostel" not in row.text
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        assert [text for _, text in notes.list_for_claim(session, claim)] == [
            "He called from the hostel."
        ]
        assert journal.history(session, "claim", cast.CLAIM)[-1].fields == "notes"


def test_without_the_workers_key_nothing_is_left_of_it(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        notes.add(session, claim, "He called.", by=cast.CHINORA, on=clock())
        vault.destroy(session, claim.citizen)
        assert [text for _, text in notes.list_for_claim(session, claim)] == [""]


def test_a_workers_note_is_new_and_told_once_until_an_officer_opens_the_claim(seeded, clock):
    def write(by=VISITOR) -> int:
        with seeded.write() as session:
            claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
            notes.add_by_worker(session, claim, "He called.", by=by, on=clock())
            return len(outbox.latest(session))

    def new() -> list[str]:
        with seeded.read() as session:
            asked = select(col(Claim.reference)).where(notes.is_unread(clock()))
            return list(session.execute(asked).scalars())

    with seeded.write() as session:
        notes.add(
            session, session.get_one(Claim, cast.CLAIM), "Call him.", by=cast.ELYOR, on=clock()
        )
    assert new() == []
    note = write()
    assert (note > 0, write(), new()) == (True, note, [cast.CLAIM])
    for by, waits in ((cast.KOMILA, [cast.CLAIM]), (cast.ELYOR, [])):
        clock.forward(minutes=1)
        with seeded.write() as session:
            journal.write(session, "open", "claim", cast.CLAIM, by=by, on=clock())
        assert new() == waits
    clock.forward(minutes=1)
    assert (write() > note, new()) == (True, [cast.CLAIM])
    clock.forward(days=notes.UNREAD_WITHIN / timedelta(days=1))
    assert new() == []
