"""A frozen year is proved: by its hash, by the journal, and by the records behind it."""

import pytest
from sqlmodel import col, select

from catalog.core.errors import NotFound
from catalog.core.journal import Entry
from service.infra.settings import DisclosureLimits
from service.privacy import erase
from service.reporting.annual import frozen_year, verification, year_closing
from service.reporting.figures import report_digest
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at, day
from tests.support import cast
from tests.support.cast import IRODA, JAMSHID, TODAY


@pytest.fixture
def world(session, clock):
    cast.ground(session, on=clock())
    cast._register(session, clock())
    session.info["claims"] = past.lived(session)
    return session


def proof(session) -> verification.YearVerification:
    session.commit()
    return verification.verify_year(session, YEAR, TODAY)[0]


def test_a_year_that_nobody_touched_is_good(world):
    past.close(world)
    result = proof(world)
    assert (result.good, result.moved) == (True, [])


def test_a_person_who_is_erased_breaks_nothing(world):
    past.close(world)
    for claim in world.info["claims"].values():
        erase.erase(world, claim.citizen, by=IRODA, on=at(TODAY))
    result = proof(world)
    assert (result.good, result.moved) == (True, [])


def test_late_records_are_told_by_the_figures_they_stand_behind(world):
    past.close(world)
    past.place(world, "K-9")
    result = proof(world)
    assert result.good, "what was signed is still what was signed"
    moved = {one.key: (one.then, one.now) for one in result.moved}
    assert moved["placements.total"] == (2, 3)
    assert {key.split(".")[0] for key in moved} == {"placements"}


def test_a_changed_number_is_told_and_so_is_one_with_a_hash_made_to_fit(world):
    row = past.close(world)
    world.commit()
    row.figures = row.figures.replace('"value":4', '"value":5')
    assert (proof(world).holds, proof(world).journaled) == (False, True)
    row.sha256 = frozen_year.digest(row)
    assert not proof(world).holds, "the hash over all that followed has the first one in it"
    row.sealed = frozen_year.seal(row)
    assert (proof(world).holds, proof(world).journaled, proof(world).good) == (True, False, False)


def test_a_second_signature_or_a_publication_that_nobody_gave_is_told(world):
    row = past.propose(world)
    world.commit()
    assert proof(world).good
    row.countersigned_by, row.countersigned_at = IRODA.account, at(TODAY)
    assert (proof(world).holds, proof(world).good) == (True, False)
    row.countersigned_by = row.countersigned_at = None
    year_closing.countersign(world, YEAR, 0, by=IRODA, on=at(TODAY))
    world.commit()
    assert proof(world).good
    row.published_by, row.published_at = JAMSHID.account, at(TODAY)
    assert not proof(world).good


def test_what_was_published_cannot_be_told_otherwise_later(world):
    row = past.close(world)
    year_closing.publish(world, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY))
    world.commit()
    assert proof(world).good
    row.told = report_digest.canonical_json([])
    assert not proof(world).good


CHANGED = {
    "countersigned_by": "U-MALLORY",
    "countersigned_at": at(day(3)),
    "published_by": "U-MALLORY",
    "published_at": at(day(3)),
    "told": "[]",
    "external": "[]",
}


@pytest.fixture
def published(world):
    past.close(world)
    year_closing.publish(world, YEAR, 0, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY))
    assert proof(world).good
    return frozen_year.list_for_year(world, YEAR)[0]


@pytest.mark.parametrize("name", CHANGED)
def test_a_hash_covers_the_second_signature_the_publication_and_what_was_told(
    world, published, name
):
    setattr(published, name, CHANGED[name])
    result = proof(world)
    assert (result.holds, result.good) == (False, False)
    for mark in (frozen_year.seal(published), ""):
        published.sealed = mark
        result = proof(world)
        assert (result.holds, result.journaled, verification.is_verified(world, published)) == (
            True,
            False,
            False,
        )


def test_a_year_closed_before_there_was_such_a_hash_is_good_and_still_told_by_the_journal(
    world, published
):
    """Its entries named the hash of the figures alone; the chain is written as it stood then."""
    published.sealed = ""
    world.flush()
    entries = select(Entry).where(col(Entry.noun) == "report_year", col(Entry.act) != "sign")
    for entry in world.execute(entries).scalars():
        entry.fields = entry.fields.partition("sealed")[0].rstrip(",")
    assert proof(world).good
    published.countersigned_by = "U-MALLORY"
    assert not proof(world).good


def test_every_number_of_a_year_is_proved(world):
    past.close(world)
    past.session_of(world, day(8))
    past.correct(world)
    world.commit()
    found = verification.verify_year(world, YEAR, TODAY)
    assert [(one.row.number, one.good, bool(one.moved)) for one in found] == [
        (1, True, False),
        (0, True, True),
    ]


def test_of_a_year_that_nobody_signed_there_is_nothing_to_prove(world):
    assert verification.verify_year(world, 2024, TODAY) == []
    with pytest.raises(NotFound):
        verification.verify_year(world, 2030, TODAY)
