"""Notes on a claim: for colleagues, sealed with the worker's key."""

from catalog.core import journal, vault
from service.casework.claims import wage_claims
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
