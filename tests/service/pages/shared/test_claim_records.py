"""The records of a claim."""

from catalog.core import journal
from service.casework.claims import wage_claims
from service.pages.shared import claim_records
from tests.support import cast


def test_who_only_read_the_claim_is_not_among_its_entries(seeded, clock):
    with seeded.write() as session:
        for act in ("open", "reveal", "open"):
            journal.write(session, act, "claim", cast.CLAIM, by=cast.CHINORA, on=clock())
    with seeded.read() as session:
        records = claim_records.read(session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA))
    assert [entry.act for entry in records.entries] == ["file"]
