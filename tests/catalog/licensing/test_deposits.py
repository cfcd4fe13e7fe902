"""Deposits: guarantee money that makes a granted licence active."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.licensing import agencies, deposits, legal_rules, licences
from catalog.licensing.agencies import ImportedStatus, NewAgency
from catalog.licensing.deposits import (
    AmountNotPositive,
    Cover,
    MoreThanDeposited,
    Movement,
    NewDeposit,
    NewWithdrawal,
)
from catalog.licensing.legal_rules import NewLaw
from catalog.licensing.licences import Licence, NewLicence, State
from catalog.reference.countries import Mark
from tests.support import sample_proposals
from tests.support.cast import FARIDA, TODAY

BEFORE = TODAY - timedelta(days=30)


def unlicensed(session, clock) -> None:
    new_agency = NewAgency("A", "Invented", "UZ", ImportedStatus.UNLICENSED)
    agencies.register(session, new_agency, by=FARIDA, on=clock())


def granted(session, clock, **values) -> Licence:
    unlicensed(session, clock)
    return licences.grant(
        session, NewLicence("A", "UZ", granted_on=BEFORE, **values), by=FARIDA, on=clock()
    )


def standing(session) -> State:
    return agencies.status(session, "A", TODAY).state


def test_a_complete_deposit_makes_a_granted_licence_active(ground, clock):
    held = granted(ground, clock)
    deposits.deposit(
        ground, held.id, NewDeposit("Bank", 10, "UZS", complete=False), by=FARIDA, on=clock()
    )
    assert standing(ground) is State.GRANTED_NOT_ACTIVE
    deposits.deposit(ground, held.id, NewDeposit("Bank", 10, "UZS"), by=FARIDA, on=clock())
    assert (standing(ground), held.activated_on) == (State.VALID, TODAY)


def test_a_second_deposit_does_not_move_the_day_of_activation(ground, clock):
    held = granted(ground, clock, activated_on=BEFORE)
    deposits.deposit(ground, held.id, NewDeposit("Bank", 10, "UZS"), by=FARIDA, on=clock())
    assert held.activated_on == BEFORE


def test_an_application_is_not_made_active_by_money(ground, clock):
    unlicensed(ground, clock)
    held = licences.grant(ground, NewLicence("A", "UZ"), by=FARIDA, on=clock())
    deposits.deposit(ground, held.id, NewDeposit("Bank", 10, "UZS"), by=FARIDA, on=clock())
    assert standing(ground) is State.APPLIED


def test_no_money_is_taken_for_a_licence_that_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        deposits.deposit(ground, 99, NewDeposit("Bank", 1, "UZS"), by=FARIDA, on=clock())


def stands(session, agency: str = "A") -> Cover:
    return deposits.covers(session, [agency], TODAY)[agency]


def test_what_stands_is_compared_with_what_the_law_wants_today(ground, clock):
    held = granted(ground, clock)
    assert stands(ground).needed is None, "where no rule is known nothing is said"
    assert not stands(ground).below
    sample_proposals.rules(ground, clock())
    assert (stands(ground).needed, stands(ground).below, stands(ground).missing) == (
        sample_proposals.WHOLE,
        True,
        sample_proposals.WHOLE,
    )
    assert (stands(ground).value, stands(ground).unit, stands(ground).mark) == (
        4_000,
        "BCA",
        "sourced",
    )
    deposits.deposit(
        ground,
        held.id,
        NewDeposit("Bank", sample_proposals.WHOLE - 1, "UZS"),
        by=FARIDA,
        on=clock(),
    )
    deposits.deposit(ground, held.id, NewDeposit("Bank", 10**6, "USD"), by=FARIDA, on=clock())
    assert stands(ground).missing == 1, "money of another currency counts for nothing here"
    deposits.deposit(ground, held.id, NewDeposit("Bank", 1, "UZS"), by=FARIDA, on=clock())
    assert not stands(ground).below


def test_an_old_rule_in_dollars_is_told_as_it_is_and_base_amounts_without_worth_are_not_guessed(
    ground, clock
):
    granted(ground, clock)
    dollars = NewLaw(
        "agency_deposit", 50_000_00, legal_rules.Unit.AMOUNT, Mark.UNCONFIRMED, "invented", "USD"
    )
    legal_rules.load(ground, [dollars], by=FARIDA, on=clock())
    assert (stands(ground).needed, stands(ground).currency, stands(ground).mark) == (
        50_000_00,
        "USD",
        "unconfirmed",
    )
    legal_rules.load(
        ground,
        [NewLaw("agency_deposit", 4_000, legal_rules.Unit.BCA, Mark.SOURCED, "x")],
        by=FARIDA,
        on=clock(),
    )
    assert (stands(ground).needed, stands(ground).value) == (None, 4_000)


def test_no_more_is_drawn_than_stands_there(ground, clock):
    held = granted(ground, clock)
    deposits.deposit(ground, held.id, NewDeposit("Bank", 100, "UZS"), by=FARIDA, on=clock())
    draw = NewWithdrawal(Movement.DRAWN, 60, "UZS", "Bank", "K-1")
    deposits.withdraw(ground, held.id, draw, by=FARIDA, on=clock())
    with pytest.raises(MoreThanDeposited):
        deposits.withdraw(ground, held.id, draw, by=FARIDA, on=clock())
    with pytest.raises(MoreThanDeposited):
        deposits.withdraw(
            ground, held.id, replace(draw, amount=1, currency="USD"), by=FARIDA, on=clock()
        )
    with pytest.raises(MoreThanDeposited):
        deposits.withdraw(
            ground,
            held.id,
            replace(draw, amount=1, movement=Movement.PUT_UP),
            by=FARIDA,
            on=clock(),
        )
    with pytest.raises(AmountNotPositive):
        deposits.withdraw(ground, held.id, replace(draw, amount=0), by=FARIDA, on=clock())
    with pytest.raises(AmountNotPositive):
        deposits.deposit(ground, held.id, NewDeposit("Bank", 0, "UZS"), by=FARIDA, on=clock())
    deposits.withdraw(
        ground,
        held.id,
        replace(draw, amount=40, movement=Movement.GIVEN_BACK),
        by=FARIDA,
        on=clock(),
    )
    assert stands(ground).stands == 0
    assert [one.movement for one in deposits.movements(ground, "A")] == [
        "given_back",
        "drawn",
        "put_up",
    ]


def test_a_draw_for_a_claim_stands_in_the_journal_of_both(ground, clock):
    held = granted(ground, clock)
    deposits.deposit(ground, held.id, NewDeposit("Bank", 100, "UZS"), by=FARIDA, on=clock())
    draw = NewWithdrawal(Movement.DRAWN, 60, "UZS", "Bank", "K-1", "W-1")
    assert deposits.withdraw(ground, held.id, draw, by=FARIDA, on=clock()).claim == "W-1"
    ground.commit()
    items = [
        journal.history(ground, noun, number)[-1].act
        for noun, number in (("licence", "A"), ("claim", "W-1"))
    ]
    assert items == ["draw_deposit", "draw_deposit"]


def test_money_of_an_earlier_licence_of_the_same_agency_stands_too(ground, clock):
    first = granted(ground, clock)
    deposits.deposit(ground, first.id, NewDeposit("Bank", 100, "UZS"), by=FARIDA, on=clock())
    second = licences.grant(ground, NewLicence("A", "UZ", number="2"), by=FARIDA, on=clock())
    deposits.withdraw(
        ground,
        second.id,
        NewWithdrawal(Movement.DRAWN, 30, "UZS", "Bank", "K-1"),
        by=FARIDA,
        on=clock(),
    )
    assert stands(ground).stands == 70
