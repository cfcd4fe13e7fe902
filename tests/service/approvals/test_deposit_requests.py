"""Money is taken out of a deposit by two people, and never more than it holds."""

import pytest
from sqlalchemy import select

from catalog.licensing import agencies, deposits, licences
from catalog.licensing.agencies import ImportedStatus, NewAgency
from catalog.licensing.deposits import (
    Deposit,
    MoreThanDeposited,
    Movement,
    NewDeposit,
    NewWithdrawal,
)
from catalog.licensing.licences import NewLicence
from service.approvals import decisions, deposit_requests
from service.approvals.deposit_requests import ClaimNeeded
from service.approvals.request_handler import Fact, FactLabel
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, NO_FILES, TODAY
from tests.support.sample_placements import placed


@pytest.fixture
def licence(ground, clock) -> int:
    return grant(ground, clock)


def grant(session, clock) -> int:
    new_agency = NewAgency("A", "Invented", "UZ", ImportedStatus.UNLICENSED)
    agencies.register(session, new_agency, by=FARIDA, on=clock())
    held = licences.grant(session, NewLicence("A", "UZ", granted_on=TODAY), by=FARIDA, on=clock())
    deposits.deposit(session, held.id, NewDeposit("Bank", 100, "UZS"), by=FARIDA, on=clock())
    return held.id


def ask(session, clock, licence: int, number: str = "K-1"):
    new_withdrawal = NewWithdrawal(Movement.GIVEN_BACK, 60, "UZS", "Bank", number)
    return deposit_requests.request_withdrawal(
        session, licence, new_withdrawal, by=FARIDA, on=clock()
    )


def test_what_the_deposit_no_longer_holds_is_not_taken_out(ground, clock, licence):
    first, second = ask(ground, clock, licence), ask(ground, clock, licence, "K-2")
    (card, _) = decisions.cards(ground, decisions.list_waiting(ground, by=GULNORA)).values()
    assert Fact(FactLabel.BALANCE, amount=100, currency="UZS") in card.facts
    decisions.approve(
        ground, first.reference, "Yes", by=GULNORA, on=clock(), day=TODAY, home=NO_FILES
    )
    with pytest.raises(MoreThanDeposited):
        decisions.approve(
            ground, second.reference, "Yes", by=GULNORA, on=clock(), day=TODAY, home=NO_FILES
        )
    taken = select(Deposit.amount).where(Deposit.movement == Movement.GIVEN_BACK.value)
    assert list(ground.execute(taken).scalars()) == [60]


def test_money_for_workers_names_its_claim(ground, clock, licence):
    drawn = NewWithdrawal(Movement.DRAWN, 60, "UZS", "Bank", "K-1")
    with pytest.raises(ClaimNeeded):
        deposit_requests.request_withdrawal(ground, licence, drawn, by=FARIDA, on=clock())


def test_whoever_approves_reads_whether_the_agency_placed_the_worker(seeded, clock):
    """A claim names no agency, so money could be drawn for the worker of another one."""
    with seeded.write() as session:
        licence = grant(session, clock)
        claim = session.get_one(Claim, cast.CLAIM)
        drawn = NewWithdrawal(Movement.DRAWN, 60, "UZS", "Bank", "K-1", claim=claim.reference)
        deposit_requests.request_withdrawal(session, licence, drawn, by=FARIDA, on=clock())

        def answer() -> list[str]:
            (card,) = decisions.cards(session, decisions.list_waiting(session, by=GULNORA)).values()
            return [one.text for one in card.facts if one.label is FactLabel.PLACED]

        assert answer() == ["false"]
        day = claim.filed_on
        placed(
            session,
            of=claim.citizen,
            on=clock(),
            agency="A",
            country=claim.country,
            signed_on=day,
            departed_on=day,
            arrived_on=day,
        )
        assert answer() == ["true"]
