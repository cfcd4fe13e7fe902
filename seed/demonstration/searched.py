"""What people looked for this week and did not find, as the search itself says; and a name for one of these that waits."""

from collections.abc import Iterator
from datetime import time

from sqlmodel import Session

from matching.search import failed_searches, name_proposals
from matching.search.failed_searches import Why
from matching.search.name_proposals import NewName, Sort, Tongue
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, after, ago, today
from seed.reference import rows

PROPOSED = NewName("mangal ustasi", Tongue.UZ, Sort.EVERYDAY, "5120")


def scenarios(session: Session, cast: Acting, _: Days) -> Iterator[Scenario]:
    yield Scenario((today("searched", 0.9),), _searched(session))
    yield Scenario((ago("proposed", 1, time(17)), after("accepted", minutes=1)), _proposed(session, cast))


def _searched(session: Session) -> Acts:
    """Each from as many networks as the table says, and why nothing is found (to ask the search itself takes a second)."""
    moment = yield "searched"
    for row in rows("demo/searches.tsv"):
        for number in range(int(row["networks"])):
            failed_searches.note(
                session, row["typed"], Why(row["why"]), row["language"], f"network {number}", on=moment
            )


def _proposed(session: Session, cast: Acting) -> Acts:
    """Farida proposed and accepted it; it waits for the word of another."""
    moment = yield "proposed"
    row = name_proposals.propose(session, PROPOSED, by=cast["farida"], on=moment)
    moment = yield "accepted"
    name_proposals.accept(session, row.id or 0, by=cast["farida"], on=moment)
