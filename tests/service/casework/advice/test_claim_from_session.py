"""A session becomes a claim: its person is not written down twice, and both know of each other."""

import msgspec
import pytest
from sqlalchemy import func, select

from catalog.core import journal
from catalog.core.errors import NotAllowed, NotFound
from matching.identity.persons import Citizen, ErasedPerson
from service.casework.advice import advice_sessions, claim_from_session
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.protection import record_merge
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep
from service.privacy import erase
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, BARNO, CHINORA, IRODA, TODAY

ASKED = NewSession(
    Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.OPEN, "RU", region="1726"
)
OTHER = msgspec.structs.replace(BARNO, account="U-NIGORA", region="1718")
COLLEAGUE = msgspec.structs.replace(BARNO, account="U-ODINA")


@pytest.fixture
def log(ground, clock):
    def logged(by=BARNO, **values):
        return advice_sessions.log(
            ground, msgspec.structs.replace(ASKED, **values), by=by, on=clock(), day=TODAY
        )

    return logged


@pytest.fixture
def turn(ground, clock):
    def turned(held, by=BARNO):
        return claim_from_session.file(
            ground, held, ALISHERS_CLAIM, by=by, on=clock(), day=TODAY
        ).claim

    return turned


def test_the_claim_is_the_session_s_person_s_and_names_it(ground, log, turn):
    held = log(name="Caller Invented")
    claim = turn(held)
    assert claim.citizen == held.citizen
    assert ground.execute(select(func.count()).select_from(Citizen)).scalar() == 1
    assert claim_from_session.claims(ground, held.reference) == [claim.reference]
    assert claim_from_session.session_of(ground, claim.reference) == held.reference


def test_of_a_caller_without_a_name_the_claim_names_its_own_contact(ground, log, turn):
    held = log()
    claim = turn(held)
    assert ground.get_one(Citizen, claim.citizen).name == "Alisher Invented"
    assert held.citizen is None


def test_the_record_that_leads_gets_the_claim(ground, log, turn, clock):
    first, second = log(name="Caller Invented"), log(name="Caller Invented")
    record_merge.merge(ground, first.citizen, second.citizen, by=IRODA, on=clock())
    assert turn(second).citizen == first.citizen


def test_nothing_is_filed_for_somebody_erased(ground, log, turn, clock):
    held = log(name="Caller Invented")
    erase.erase(ground, held.citizen, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        turn(held)


def test_an_adviser_sees_the_claims_of_the_people_of_their_region_and_no_others(
    ground, log, turn, claim
):
    named, unnamed = turn(log(name="Caller Invented")), turn(log())
    own = turn(log(region="not_stated", name="Third"))
    elsewhere = turn(log(by=OTHER, region="1718", name="Fourth"), by=OTHER)
    seen = {one.reference for one in cast.seen(ground, by=BARNO)}
    assert seen == {named.reference, unnamed.reference, own.reference}
    assert {one.reference for one in cast.seen(ground, by=COLLEAGUE)} == {
        named.reference,
        unnamed.reference,
    }
    for other in (claim, elsewhere):
        with pytest.raises(NotFound):
            wage_claims.get(ground, other.reference, by=BARNO)


def test_an_adviser_opens_and_screens_a_claim_and_goes_no_further(ground, log, turn, clock):
    claim = turn(log(name="Caller Invented"))

    def take(to, by=BARNO):
        return state_machine.take_step(
            ground, claim, NewStep(to, "", "Call", TODAY), by=by, on=clock(), day=TODAY
        )

    for to in (ClaimState.ACKNOWLEDGED, ClaimState.SCREENED):
        assert state_machine.allowed(claim.state, BARNO) == [to]
        take(to)
    assert state_machine.allowed(claim.state, BARNO) == []
    assert ClaimState.CALCULATED in state_machine.allowed(claim.state, CHINORA)
    with pytest.raises(NotAllowed):
        take(ClaimState.CALCULATED)
    take(ClaimState.CALCULATED, by=CHINORA)


def test_it_stands_in_the_journal_of_both(ground, log, turn):
    held = log(name="Caller Invented")
    claim = turn(held)
    ground.commit()
    assert [one.act for one in journal.history(ground, "advice", held.reference)] == [
        "log",
        "claim",
    ]
    assert [one.act for one in journal.history(ground, "claim", claim.reference)] == ["file"]
