"""The history of a claim."""

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep
from service.pages.shared import claim_records, claim_timeline
from tests.support import cast


def test_it_is_one_line_of_time_the_newest_first(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        notes.add(session, claim, "Invented", by=cast.CHINORA, on=clock.forward(hours=1))
        new_step = NewStep(ClaimState.ACKNOWLEDGED, "", "Call", clock.today)
        state_machine.take_step(
            session, claim, new_step, by=cast.BARNO, on=clock.forward(hours=1), day=clock.today
        )
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        events = claim_timeline.history(claim_records.read(session, claim))
    assert [(event.kind, event.officer) for event in events] == [
        ("step", cast.BARNO.account),
        ("note", cast.CHINORA.account),
        ("file", "visitor"),
    ]
    assert all(event.at.tzinfo for event in events)
