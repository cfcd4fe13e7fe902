"""Screenings: filled in from what was told, within one's own scope, and sealed with the case."""

import pytest
from sqlalchemy import select

from catalog.core.errors import NotFound
from matching.identity.persons import AgeBand
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs, Urgency, YesNoUnknown
from service.casework.protection.referrals import NewReferral
from service.casework.protection.screenings import Screening
from service.casework.scope import advice_tables
from tests.support.cast import BARNO, CHINORA, CLAIM, DAVRON, ELYOR, NODIRA, TODAY

YES = YesNoUnknown.YES


@pytest.fixture
def log(ground, clock):
    def logged(by=BARNO, topic=Topic.CONTRACT, **values) -> advice_tables.Session:
        asked = NewSession(Channel.HOTLINE, topic, Level.ADVICE, Outcome.OPEN, "RU", **values)
        return advice_sessions.log(ground, asked, by=by, on=clock(), day=TODAY)

    return logged


def test_a_claim_tells_that_wages_are_withheld(ground, claim):
    come_from = screenings.get_origin(ground, CLAIM, by=CHINORA)
    assert (come_from.subject, come_from.country, come_from.employer) == (
        claim.citizen,
        "RU",
        "Severny Dvor Stroy",
    )
    assert screenings.prefilled(ground, come_from, by=CHINORA) == Signs(wages=YES)


def test_a_session_tells_of_papers_and_of_age(ground, log):
    row = log(topic=Topic.DOCUMENT_KEPT, name="A", age_band=AgeBand.UNDER_18)
    come_from = screenings.get_origin(ground, row.reference, by=BARNO)
    assert screenings.prefilled(ground, come_from, by=BARNO) == Signs(documents=YES, minor=YES)
    unnamed = screenings.get_origin(ground, log(age_band=AgeBand.UNDER_18).reference, by=BARNO)
    assert unnamed.subject.startswith("M-")
    assert screenings.prefilled(ground, unnamed, by=BARNO) == Signs(minor=YES)


def test_only_what_one_may_see_is_filled_in(ground, claim, log):
    """Whoever works at another post is not told by a ticked box that somewhere there is a claim."""
    talk = log(topic=Topic.DOCUMENT_KEPT)
    talk.citizen = claim.citizen
    ground.flush()
    come_from = screenings.get_origin(ground, talk.reference, by=CHINORA)
    found = {
        by.name: screenings.prefilled(ground, come_from, by=by) for by in (DAVRON, BARNO, CHINORA)
    }
    whole = Signs(documents=YES, wages=YES)
    assert found == {"Davron": Signs(documents=YES), "Barno": whole, "Chinora": whole}


@pytest.mark.parametrize("by", [DAVRON, BARNO])
def test_a_claim_outside_ones_scope_is_not_there(ground, claim, by):
    with pytest.raises(NotFound):
        screenings.get_origin(ground, CLAIM, by=by)


def test_a_session_of_another_post_is_not_there(ground, log):
    row = log(by=DAVRON)
    assert screenings.get_origin(ground, row.reference, by=DAVRON).reference == row.reference
    for number in (row.reference, "A-NOBODY", "W-NOBODY", "C-NOBODY", ""):
        with pytest.raises(NotFound):
            screenings.get_origin(ground, number, by=ELYOR)


def test_the_answers_are_sealed_and_the_last_ones_count(ground, claim, clock):
    row = referrals.refer(
        ground, NewReferral(CLAIM, Signs(debt=YES)), by=ELYOR, on=clock(), day=TODAY
    )
    kept = ground.execute(select(Screening)).scalars().one()
    assert b"debt" not in kept.answers
    assert screenings.latest(ground, row.reference) == Signs(debt=YES)
    suggested = screenings.screen(ground, row.reference, Signs(violence=YES), by=NODIRA, on=clock())
    assert suggested.urgency is Urgency.EMERGENCY
    assert screenings.latest(ground, row.reference) == Signs(violence=YES)
    assert len(ground.execute(select(Screening)).all()) == 2


def test_what_was_told_is_read_again_in_the_case(ground, claim, log):
    row = log(note="They took it")
    assert screenings.find_origin(ground, row.reference).words == "They took it"
    assert screenings.find_origin(ground, CLAIM).components == ["base_pay"]
    assert screenings.find_origin(ground, "A-GONE") is None
