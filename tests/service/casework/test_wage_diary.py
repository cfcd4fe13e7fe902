"""A wage diary: days and pay as the worker notes them, what is missing by the pay agreed, and a
claim made of it once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.reference.countries import NotACountry
from matching.identity import deaths
from matching.identity.persons import Citizen, ErasedPerson
from service.casework import wage_diary
from service.casework.claims import wage_claims
from service.casework.claims.own_claims import ClaimedBefore
from service.casework.wage_diary import (
    DayInClaim,
    Diary,
    NewDiary,
    NothingMissing,
    NothingNoted,
    PayPeriod,
    TooLongADay,
    TooManyDiaries,
)
from service.privacy import erase, personal_export
from tests.support import sample_incidents
from tests.support.cast import CHINORA, IRODA, TODAY
from tests.support.sample_applications import WORKER, worker

SITE = NewDiary("Severny Dvor Stroy", "RU", 130_000_00, "RUB", city="Moscow")


@pytest.fixture
def seeded_session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def person(seeded_session, clock):
    return worker(seeded_session, on=clock())


@pytest.fixture
def diary(seeded_session, person, clock):
    return wage_diary.create(seeded_session, person, SITE, by=WORKER, on=clock())


@pytest.fixture
def note(seeded_session, diary, clock):
    def noted(day, minutes=None, paid=None):
        wage_diary.record_day(
            seeded_session,
            diary,
            day,
            minutes=minutes,
            paid=paid,
            by=WORKER,
            on=clock(),
            today=TODAY,
        )

    return noted


def summed(session, row):
    return wage_diary.totals(row, wage_diary.days(session, row))


def test_a_month_of_days_earns_its_part_of_the_months_pay(seeded_session, diary, note):
    for day in range(1, 14):
        note(date(2026, 10, day), 540)
    note(date(2026, 10, 31), paid=20_000_00)
    result = summed(seeded_session, diary)
    assert (result.days, result.minutes, result.earned, result.paid, result.missing) == (
        13,
        7020,
        65_000_00,
        20_000_00,
        45_000_00,
    )


def test_more_days_than_agreed_earn_no_more_than_the_month(seeded_session, diary, note):
    for day in range(1, 31):
        note(date(2026, 10, day), 540)
    assert summed(seeded_session, diary).earned == 130_000_00


@pytest.mark.parametrize(
    ("period", "earned"), [(PayPeriod.HOUR, 1_000 * 17 // 2), (PayPeriod.DAY, 1_000)]
)
def test_by_the_hour_and_by_the_day(seeded_session, person, clock, period, earned):
    new_diary = NewDiary("Site", "RU", 1_000, "RUB", period)
    row = wage_diary.create(seeded_session, person, new_diary, by=WORKER, on=clock())
    wage_diary.record_day(
        seeded_session, row, TODAY, minutes=510, paid=None, by=WORKER, on=clock(), today=TODAY
    )
    assert summed(seeded_session, row).earned == earned


def test_a_day_noted_again_replaces_what_was_noted_and_nought_strikes_it_out(
    seeded_session, diary, note
):
    note(TODAY, 540, 1_000)
    note(TODAY, 480)
    assert wage_diary.days(seeded_session, diary) == [(TODAY, 480, 1_000)]
    note(TODAY, 0, 0)
    assert wage_diary.days(seeded_session, diary) == []


def test_what_cannot_be_is_refused(seeded_session, person, diary, note, clock):
    for day, minutes, refusal in (
        (TODAY, 1441, TooLongADay),
        (TODAY, -1, TooLongADay),
        (TODAY, None, NothingNoted),
        (TODAY, 0, NothingNoted),
        (TODAY + timedelta(days=1), 60, InTheFuture),
        (date(1990, 1, 1), 60, TooLongAgo),
    ):
        with pytest.raises(refusal):
            note(day, minutes)
    with pytest.raises(NotACountry):
        wage_diary.create(
            seeded_session, person, NewDiary("Site", "ZZ", 1, "RUB"), by=WORKER, on=clock()
        )
    for _ in range(wage_diary.MAX_DIARIES - 1):
        wage_diary.create(seeded_session, person, SITE, by=WORKER, on=clock())
    with pytest.raises(TooManyDiaries):
        wage_diary.create(seeded_session, person, SITE, by=WORKER, on=clock())


def test_what_is_missing_becomes_a_claim_once(seeded_session, person, diary, note, clock):
    with pytest.raises(NothingMissing):
        wage_diary.file_claim(seeded_session, diary, person, by=WORKER, on=clock(), day=TODAY)
    note(date(2026, 10, 5), 540)
    note(date(2026, 11, 9), 540)
    filed = wage_diary.file_claim(seeded_session, diary, person, by=WORKER, on=clock(), day=TODAY)
    row = filed.claim
    assert (row.citizen, row.employer, row.worked_from, row.worked_to) == (
        person.reference,
        "Severny Dvor Stroy",
        date(2026, 10, 5),
        date(2026, 11, 9),
    )
    assert [
        (one.component, one.claimed) for one in wage_claims.lines(seeded_session, row.reference)
    ] == [("base_pay", 10_000_00)]
    assert wage_claims.get(seeded_session, row.reference, by=CHINORA) is row
    with pytest.raises(ClaimedBefore):
        wage_diary.file_claim(seeded_session, diary, person, by=WORKER, on=clock(), day=TODAY)


def test_nobody_files_a_claim_from_the_diary_of_the_dead(
    seeded_session, person, diary, note, clock
):
    note(TODAY, 540)
    sample_incidents.died(seeded_session, person.reference, on=clock())
    with pytest.raises(deaths.AskAnOfficer):
        wage_diary.file_claim(seeded_session, diary, person, by=WORKER, on=clock(), day=TODAY)


def test_the_diary_goes_on_after_the_claim_and_what_was_claimed_stays(
    seeded_session, person, diary, note, clock
):
    note(date(2026, 11, 9), 540)
    filed = wage_diary.file_claim(seeded_session, diary, person, by=WORKER, on=clock(), day=TODAY)
    clock.forward(hours=1)
    for minutes in (60, 0):
        with pytest.raises(DayInClaim):
            note(date(2026, 11, 9), minutes)
    note(TODAY, 480)
    note(TODAY, 490)
    note(date(2026, 11, 9), paid=1_000_00)
    found = wage_diary.for_claim(seeded_session, filed.claim)
    assert found.days == [(date(2026, 11, 9), 540, 1_000_00), (TODAY, 490, 0)]
    assert found.later.keys() == {date(2026, 11, 9), TODAY}
    assert [one.claimed for one in wage_claims.lines(seeded_session, filed.claim.reference)] == [
        5_000_00
    ], "the amount of the claim stays"


def test_two_telephones_at_once_make_one_claim(seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock()).reference
        row = wage_diary.create(
            session, session.get_one(Citizen, person), SITE, by=WORKER, on=clock()
        )
        wage_diary.record_day(
            session, row, TODAY, minutes=540, paid=None, by=WORKER, on=clock(), today=TODAY
        )
        number = row.reference

    def claim(_one: int) -> bool:
        try:
            with seeded.write() as session:
                who = session.get_one(Citizen, person)
                wage_diary.file_claim(
                    session,
                    wage_diary.get_own(session, number, who),
                    who,
                    by=WORKER,
                    on=clock(),
                    day=TODAY,
                )
        except ClaimedBefore:
            return False
        return True

    with ThreadPoolExecutor(4) as runners:
        assert sum(runners.map(claim, range(8))) == 1
    with seeded.read() as session:
        assert (
            session.execute(
                select(func.count()).where(col(wage_claims.Claim.citizen) == person)
            ).scalar()
            == 1
        )


def test_it_is_its_workers_alone_and_goes_with_their_file(
    seeded_session, person, diary, note, clock
):
    note(TODAY, 540)
    with pytest.raises(NotFound):
        wage_diary.get_own(
            seeded_session,
            diary.reference,
            worker(seeded_session, on=clock(), name="Somebody Else"),
        )
    result = personal_export.export_person(seeded_session, person.reference, now=clock()).diaries
    assert [(one.employer, one.days[0].minutes) for one in result] == [("Severny Dvor Stroy", 540)]
    erase.erase(seeded_session, person.reference, by=IRODA, on=clock())
    assert wage_diary.list_own(seeded_session, person) == []
    with pytest.raises(ErasedPerson):
        wage_diary.create(seeded_session, person, SITE, by=WORKER, on=clock())


@given(
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 1440)),
    st.sampled_from(list(PayPeriod)),
)
def test_whatever_is_noted_earns_never_less_for_more_days(days, period):
    row = Diary(employer="Site", wage=100_000, currency="RUB", period=period.value, days_a_month=26)
    noted = [(day, minutes, 0) for day, minutes in sorted(days.items())]
    sums = [wage_diary.totals(row, noted[:many]).earned for many in range(len(noted) + 1)]
    assert sums == sorted(sums)
    assert sums[0] == 0
