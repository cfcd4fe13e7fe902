"""Proposing: from where an act follows, what it must tell, and what one officer may do alone in an
emergency."""

from datetime import date, timedelta

import pytest

from catalog.core.errors import InvalidInput, NotFound
from catalog.core.fields import TooFarAhead, TooLongAgo
from catalog.employers.blacklist import FirmBarred
from catalog.licensing import agencies, licence_applications, proposal_decisions, proposal_rules
from catalog.licensing.licences import State, WrongPeriod
from catalog.licensing.proposal_rules import (
    EmergencyBefore,
    NoDaysByLaw,
    NoEmergency,
    NoPetition,
    NotPossibleFromState,
    ProposalWaits,
)
from catalog.licensing.proposals import Outcome, ProposedAction
from tests.support import sample_proposals
from tests.support.cast import FARIDA, GULNORA, TODAY
from tests.support.sample_proposals import FIRM

DAY = timedelta(days=1)


def state(session, agency="AG-VALID", day=TODAY):
    return agencies.status(session, agency, day).state


def test_a_proposal_binds_nothing(register, clock):
    row = sample_proposals.proposed(register, on=clock())
    assert (row.outcome, row.proposed_by, state(register)) == (
        Outcome.WAITING,
        FARIDA.account,
        State.VALID,
    )


def test_what_does_not_follow_from_where_the_licence_stands_is_refused(register, clock):
    for agency, act in (
        ("AG-SUSPENDED", ProposedAction.SUSPEND),
        ("AG-REVOKED", ProposedAction.REVOKE),
        ("AG-REVOKED", ProposedAction.SURRENDER),
        ("AG-EXPIRED", ProposedAction.SUSPEND),
        ("AG-SURVEILLANCE", ProposedAction.SURVEIL),
        ("AG-APPLIED", ProposedAction.REVOKE),
        ("AG-REFUSED", ProposedAction.ANNUL),
    ):
        with pytest.raises(NotPossibleFromState):
            sample_proposals.proposed(register, agency, act, on=clock())
    for agency in ("AG-UNLICENSED", "AG-STATE", "AG-DHAKA"):
        with pytest.raises(NotFound):
            sample_proposals.proposed(register, agency, on=clock())


def test_what_is_missing_is_told_all_at_once(register, clock):
    with pytest.raises(InvalidInput) as refused:
        sample_proposals.proposed(register, "AG-APPLIED", ProposedAction.GRANT, on=clock())
    assert [one.field for one in refused.value.errors] == ["licence_no", "valid_from", "valid_to"]


def test_absurd_days_are_refused(register, clock):
    for days, kind in (
        ({"starts_on": date(1991, 9, 1)}, TooLongAgo),
        ({"starts_on": date(2199, 1, 1)}, TooFarAhead),
        ({"until": TODAY - DAY}, WrongPeriod),
        ({"starts_on": TODAY + 5 * DAY, "until": TODAY + DAY}, WrongPeriod),
        ({"until": date(9999, 12, 31)}, TooFarAhead),
    ):
        with pytest.raises(kind):
            sample_proposals.proposed(register, on=clock(), **days)


def test_nothing_is_granted_that_nobody_applied_for(register, clock):
    with pytest.raises(NoPetition):
        sample_proposals.proposed(
            register, act=ProposedAction.RENEW, valid_to=date(2032, 1, 1), on=clock()
        )
    licence_applications.file(register, FIRM, agency="AG-VALID", by=FARIDA, on=clock())
    assert sample_proposals.proposed(
        register, act=ProposedAction.RENEW, valid_to=date(2032, 1, 1), on=clock()
    ).petition


def test_neither_granted_nor_renewed_is_what_stands_on_the_black_list(register, clock):
    longer = {"valid_to": date(2032, 1, 1)}
    new = longer | {"licence_no": "XB-0777", "valid_from": TODAY}
    for agency, act, more in (
        ("AG-VALID", ProposedAction.RENEW, longer),
        ("AG-APPLIED", ProposedAction.GRANT, new),
    ):
        licence_applications.file(register, FIRM, agency=agency, by=FARIDA, on=clock())
        sample_proposals.signed(register, agency, ProposedAction.BAR, code="fraud", on=clock())
        with pytest.raises(FirmBarred):
            sample_proposals.proposed(register, agency, act, on=clock(), **more)
        assert sample_proposals.proposed(
            register, agency, ProposedAction.REFUSE, on=clock()
        ).petition, "it is refused, and told so"


def test_the_same_is_proposed_once(register, clock):
    sample_proposals.proposed(register, on=clock())
    with pytest.raises(ProposalWaits):
        sample_proposals.proposed(register, on=clock(), by=GULNORA)
    sample_proposals.proposed(register, "AG-EXPIRING", on=clock())
    sample_proposals.proposed(register, act=ProposedAction.REVOKE, on=clock())


def test_in_an_emergency_a_suspension_holds_at_once_and_ends_by_itself(register, clock):
    row = sample_proposals.proposed(register, provisional=True, on=clock())
    assert state(register) is State.SUSPENDED
    assert [state(register, day=TODAY + n * DAY) for n in (9, 10)] == [State.SUSPENDED, State.VALID]
    assert row.outcome == Outcome.WAITING


def test_only_a_suspension_from_today_holds_at_once(register, clock):
    for act, more in (
        (ProposedAction.REVOKE, {}),
        (ProposedAction.SURVEIL, {}),
        (ProposedAction.SUSPEND, {"starts_on": TODAY + DAY}),
    ):
        with pytest.raises(NoEmergency):
            sample_proposals.proposed(register, act=act, provisional=True, on=clock(), **more)
    assert state(register) is State.VALID


def test_nobody_suspends_alone_again_and_again(register, clock):
    """Ten days may not become twenty by the same hand."""
    row = sample_proposals.proposed(register, provisional=True, on=clock())
    proposal_decisions.take_back(register, row.reference, by=FARIDA, on=clock())
    with pytest.raises(EmergencyBefore):
        sample_proposals.proposed(register, provisional=True, on=clock())
    clock.forward(days=40)
    with pytest.raises(EmergencyBefore):
        sample_proposals.proposed(
            register, provisional=True, starts_on=clock.today, on=clock(), by=GULNORA
        )
    sample_proposals.proposed(register, starts_on=clock.today, on=clock())


def test_without_a_rule_nobody_suspends_alone(ground, clock):
    new_agency = agencies.NewAgency("A", "Invented", "UZ", valid_from=TODAY, licence_no="1")
    agencies.register(ground, new_agency, by=FARIDA, on=clock())
    with pytest.raises(NoDaysByLaw):
        sample_proposals.proposed(ground, "A", provisional=True, on=clock())
    assert state(ground, "A") is State.VALID


def test_only_an_order_of_this_agency_that_holds_can_be_lifted(register, clock):
    mine = sample_proposals.signed(register, on=clock()).order
    for agency, order in (("AG-SUSPENDED", mine), ("AG-VALID", None), ("AG-VALID", 999)):
        with pytest.raises(NotFound):
            sample_proposals.proposed(
                register, agency, ProposedAction.LIFT, order=order, on=clock()
            )
    sample_proposals.signed(register, act=ProposedAction.LIFT, order=mine, on=clock())
    with pytest.raises(NotFound):
        sample_proposals.proposed(register, act=ProposedAction.LIFT, order=mine, on=clock())


def test_nobody_proposes_about_a_firm_that_is_not_there(register, clock):
    with pytest.raises(NotFound):
        sample_proposals.proposed(
            register, None, ProposedAction.BAR, employer="E-NOBODY", code="fraud", on=clock()
        )
    with pytest.raises(NotFound):
        proposal_rules.propose(
            register, sample_proposals.new_proposal(), agency="AG-NOBODY", by=FARIDA, on=clock()
        )
