"""What is known of recruiters, as it is kept between two requests."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from catalog.licensing import licences
from catalog.licensing.licences import Licence, NewOrder, OrderKind
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import State, Vacancy
from matching.fraud import offer_check, recruiter_check
from matching.fraud.offer import OfferInput, RecruiterVerdict, Verdict
from matching.search.register_cache import RegisterCache
from tests.support.cast import FARIDA, TODAY


def test_a_revoked_licence_is_no_longer_valid_at_the_next_request(seeded, clock):
    """Nor is one that runs out over night, though the register has not changed."""
    register_cache = RegisterCache()

    def verdict(day=TODAY) -> RecruiterVerdict:
        with seeded.read() as session:
            register_cache.refresh(session, day)
            known = register_cache.known(session, day)
            return recruiter_check.check_agency(session, known, "Oltin Yoʻl Bandlik").verdict

    with seeded.read() as session:
        held = session.execute(select(Licence).where(Licence.agency == "AG-VALID")).scalars().one()
    assert [verdict(), verdict()] == [RecruiterVerdict.LICENSED] * 2
    assert held.valid_to is not None
    assert verdict(held.valid_to + timedelta(days=1)) is RecruiterVerdict.NOT_LICENSED
    assert verdict() is RecruiterVerdict.LICENSED
    with seeded.write() as session:
        order = NewOrder(OrderKind.REVOKE, TODAY, "Invented")
        licences.add_order(session, held.id, order, by=FARIDA, on=clock())
    assert verdict() is RecruiterVerdict.NOT_LICENSED


def test_a_request_begun_before_midnight_leaves_no_licence_of_yesterday(seeded):
    """The cache may move to the next day between the moment that a request takes and its check."""
    register_cache = RegisterCache()
    with seeded.read() as session:
        held = session.execute(select(Licence).where(Licence.agency == "AG-VALID")).scalars().one()
        assert held.valid_to is not None
        last, next_day = held.valid_to, held.valid_to + timedelta(days=1)
        register_cache.refresh(session, next_day)
        verdicts = [
            recruiter_check.check_agency(
                session, register_cache.known(session, day), "Oltin Yoʻl Bandlik"
            ).verdict
            for day in (last, next_day)
        ]
    assert verdicts == [RecruiterVerdict.LICENSED, RecruiterVerdict.NOT_LICENSED]


def test_pay_is_compared_with_the_market_of_now(seeded, clock):
    """A vacancy that is paused no longer bears a promise of the same pay by nobody known."""
    register_cache = RegisterCache()

    def judged() -> Verdict:
        with seeded.read() as session:
            register_cache.refresh(session, TODAY)
            offer = OfferInput(agency="Nomaʼlum", country="KR", wage=900_000_000, currency="KRW")
            return offer_check.check(session, register_cache.known(session, TODAY), offer).verdict

    assert [judged(), judged()] == [Verdict.LIKELY_FRAUD] * 2
    with seeded.write() as session:
        here = col(Vacancy.country) == "KR", col(Vacancy.state) == State.PUBLISHED.value
        for number in session.execute(select(Vacancy.reference).where(*here)).scalars().all():
            vacancies.pause(session, number, reason="Invented", by=FARIDA, on=clock())
    assert judged() is Verdict.NO_RECORD
