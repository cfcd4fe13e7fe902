"""What people looked for this week and did not find, as the search itself says; and a name for one of these that waits."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session

from matching import misses, naming
from matching.naming import NewName, Sort, Tongue
from matching.search import find
from matching.shelf import Shelf
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from seed.reference import rows

PROPOSED = NewName("mangal ustasi", Tongue.UZ, Sort.EVERYDAY, "5120")


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _searched(session, days)
    yield _proposed(session, cast, days)


def _searched(session: Session, days: Days) -> Life:
    """Each from as many networks as the table says."""
    yield (moment := days.on - timedelta(minutes=40))
    shelf = Shelf()
    shelf.refresh(session, days.today)
    for row in rows("demo/searches.tsv"):
        found = find(shelf.index, row["typed"])
        reason = misses.why(found.understood, found.total, shelf.index.jobs)
        for number in range(int(row["networks"])):
            if reason:
                misses.note(session, row["typed"], reason, row["language"], f"network {number}", on=moment)


def _proposed(session: Session, cast: Acting, days: Days) -> Life:
    """Farida proposed and accepted it; it waits for the word of another."""
    yield (moment := days.on - timedelta(minutes=15))
    row = naming.propose(session, PROPOSED, by=cast["farida"], on=moment)
    yield (moment := moment + timedelta(minutes=1))
    naming.accept(session, row.id or 0, by=cast["farida"], on=moment)
