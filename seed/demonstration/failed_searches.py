"""Failed searches of this week, and the proposal of a name for one of them."""

from collections.abc import Iterator
from datetime import time

from sqlmodel import Session

from matching.lexicon import name_proposals
from matching.lexicon.name_proposals import NameKind, NameLanguage, NewName
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, earlier_today, working_days_ago
from seed.reference import rows

PROPOSED = NewName("mangal ustasi", NameLanguage.UZ, NameKind.EVERYDAY, "5120")


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    yield Scenario((earlier_today("searched", 0.9),), _record_searches(session))
    yield Scenario(
        (working_days_ago("proposed", 1, time(17)), after("accepted", minutes=1)),
        _propose_name(session, cast),
    )


def _record_searches(session: Session) -> Actions:
    """Record each search from as many networks as the table says, with the reason.

    Running the search itself would take a second.
    """
    moment = yield "searched"
    for row in rows("demo/searches.tsv"):
        for number in range(int(row["networks"])):
            failed_searches.note(
                session,
                row["typed"],
                FailureReason(row["why"]),
                row["language"],
                f"network {number}",
                on=moment,
            )


def _propose_name(session: Session, cast: ActorsByName) -> Actions:
    """Propose a name as Farida, who also accepts it; a second officer's acceptance is awaited."""
    moment = yield "proposed"
    row = name_proposals.propose(session, PROPOSED, by=cast["farida"], on=moment)
    moment = yield "accepted"
    name_proposals.accept(session, row.id or 0, by=cast["farida"], on=moment)
