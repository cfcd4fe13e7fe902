"""Proposals: what waits, for whom, and of which firm."""

from catalog.licensing import proposal_decisions, proposals
from catalog.licensing.proposals import ALLOWED_FROM, NEEDS, NewProposal, ProposedAction
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, GULNORA, IRODA


def test_what_waits_is_counted_for_whoever_may_sign_it(register, clock):
    mine = sample_proposals.proposed(register, on=clock())
    other = sample_proposals.proposed(
        register, "AG-EXPIRING", on=clock.forward(hours=1), by=GULNORA
    )
    assert [one.reference for one in proposals.list_waiting(register)] == [
        mine.reference,
        other.reference,
    ]
    assert [proposals.count_waiting(register, by=who) for who in (FARIDA, GULNORA, IRODA)] == [
        1,
        1,
        2,
    ]
    proposal_decisions.confirm(register, mine.reference, by=GULNORA, on=clock())
    assert proposals.list_waiting(register, "AG-VALID") == []
    assert [one.reference for one in proposals.list_for_agency(register, "AG-VALID")] == [
        mine.reference
    ]


def test_it_stands_in_the_journal_under_its_firm(register, clock):
    row = sample_proposals.proposed(register, on=clock())
    employer = cast.named(register, "cook").employer
    firm = sample_proposals.proposed(
        register, None, ProposedAction.BAR, employer=employer, code="fraud", on=clock()
    )
    assert [proposals.noun(one) for one in (row, firm)] == [
        ("licence", "AG-VALID"),
        ("employer", employer),
    ]


def test_every_act_says_what_it_needs_in_fields_that_there_are():
    assert set(NEEDS) <= set(ProposedAction)
    assert {name for names in NEEDS.values() for name in names} <= set(
        NewProposal.__struct_fields__
    )
    assert set(ProposedAction) - set(ALLOWED_FROM) == {
        ProposedAction.LIFT,
        ProposedAction.BAR,
        ProposedAction.UNBAR,
    }
