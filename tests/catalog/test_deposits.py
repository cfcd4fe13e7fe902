"""Deposits: guarantee money that makes a granted licence active."""

from datetime import timedelta

import pytest

from catalog import agencies, deposits, licences
from catalog.agencies import NewAgency, Status
from catalog.deposits import NewDeposit
from catalog.ground.refusals import NotFound
from catalog.licences import Licence, NewLicence, State
from tests.cast import FARIDA, TODAY

BEFORE = TODAY - timedelta(days=30)


def unlicensed(session, clock) -> None:
    told = NewAgency("A", "Invented", "UZ", Status.UNLICENSED)
    agencies.register(session, told, by=FARIDA, on=clock())


def granted(session, clock, **told) -> Licence:
    unlicensed(session, clock)
    return licences.grant(session, NewLicence("A", "UZ", granted_on=BEFORE, **told), by=FARIDA, on=clock())


def standing(session) -> State:
    return agencies.standing(session, "A", TODAY).state


def test_a_complete_deposit_makes_a_granted_licence_active(ground, clock):
    held = granted(ground, clock)
    deposits.deposit(ground, held.id, NewDeposit("Bank", 10, "UZS", complete=False), by=FARIDA, on=clock())
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
