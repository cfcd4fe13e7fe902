"""Idle demand and silent employers: told a week before, taken off when nothing happened, back when
somebody was reached."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotFound
from catalog.employers.blacklist import FirmBarred
from catalog.employers.employers import Employer
from catalog.licensing.proposals import ProposedAction
from catalog.vacancies import inactivity, seats, vacancies, vetting
from catalog.vacancies.inactivity import IdleNotice, InactivityRule, NothingNoticed
from catalog.vacancies.vacancies import State, Vacancy
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, GULNORA, TODAY

DAY = timedelta(days=1)
# Shown today with free places: published, of_suspended, unclassified, cook and quota.
PUBLISHED = 5


def create_notices(session, clock, why=InactivityRule.DEMAND, **more) -> int:
    return inactivity.create_notices(session, why, by=SYSTEM, on=clock(), **more)[0]


def released(session, clock) -> tuple[int, int]:
    """After all that was done before it is in the journal, as between two nights."""
    session.commit()
    return inactivity.delist_inactive(session, by=SYSTEM, on=clock())[:2]


@pytest.fixture
def quiet(register, clock):
    """The register two and three quarters of a month on: ninety days without a sign are a week
    away."""
    vacancies_closing_later(register)
    register.commit()
    clock.forward(days=84)
    return register


def vacancies_closing_later(session) -> None:
    for row in session.execute(
        select(Vacancy).where(col(Vacancy.external_id) != "J-OVER")
    ).scalars():
        row.closes_on = date(2028, 1, 1)


def test_officers_are_told_a_week_before_and_once(register, clock):
    clock.forward(days=83)
    assert create_notices(register, clock) == 0
    clock.forward(days=1)
    assert [create_notices(register, clock) for _ in range(2)] == [PUBLISHED, 0]
    one, row, firm = inactivity.upcoming(register, 0, 10)[0]
    assert (one.acts_on, one.quiet_since) == (clock.today + 7 * DAY, TODAY)
    assert (one.vacancy, row.employer) == (row.reference, firm.reference)
    assert inactivity.count_upcoming(register) == PUBLISHED


def test_on_its_day_and_not_before_it_is_taken_off(quiet, clock):
    create_notices(quiet, clock)
    clock.forward(days=6)
    assert released(quiet, clock) == (0, 0)
    clock.forward(days=1)
    assert released(quiet, clock) == (PUBLISHED, 0)
    assert released(quiet, clock) == (0, 0)
    row = cast.named(quiet, "published")
    assert (row.state, row.decision) == (State.PAUSED, "No place was taken for a long time")
    assert len(inactivity.list_delisted(quiet)) == PUBLISHED
    quiet.commit()
    assert journal.history(quiet, "vacancy", row.reference)[-1].act == "pause"
    assert journal.history(quiet, "idle", row.reference)[-1].act == "notice_idle"


def test_a_place_that_is_taken_meanwhile_keeps_it(quiet, clock):
    create_notices(quiet, clock)
    clock.forward(days=3)
    seats.take(quiet, cast.named(quiet, "published").reference, by=GULNORA, on=clock())
    clock.forward(days=4)
    assert released(quiet, clock) == (PUBLISHED - 1, 1)
    quiet.expire_all()
    assert cast.named(quiet, "published").state == State.PUBLISHED
    assert create_notices(quiet, clock) == 0, "its ninety days have begun anew"


def test_what_somebody_paused_meanwhile_is_nobody_elses_business(quiet, clock):
    create_notices(quiet, clock)
    vacancies.pause(
        quiet, cast.named(quiet, "cook").reference, reason="A call", by=GULNORA, on=clock()
    )
    clock.forward(days=7)
    assert released(quiet, clock) == (PUBLISHED - 1, 1)
    assert cast.named(quiet, "cook").decision == "A call"


def test_an_officer_who_asked_keeps_it_open(quiet, clock):
    create_notices(quiet, clock)
    mine = quiet.execute(
        select(IdleNotice).where(col(IdleNotice.vacancy) == cast.named(quiet, "cook").reference)
    ).scalar_one()
    inactivity.keep_open(quiet, mine.id, by=FARIDA, on=clock())
    with pytest.raises(NothingNoticed):
        inactivity.keep_open(quiet, mine.id, by=FARIDA, on=clock())
    with pytest.raises(NotFound):
        inactivity.keep_open(quiet, 999, by=FARIDA, on=clock())
    clock.forward(days=7)
    assert released(quiet, clock) == (PUBLISHED - 1, 0)
    assert create_notices(quiet, clock) == 0


def test_without_a_rule_nothing_is_taken_off(seeded, clock):
    clock.forward(days=500)
    with seeded.write() as session:
        assert inactivity.create_notices(session, InactivityRule.DEMAND, by=SYSTEM, on=clock()) == (
            0,
            "",
        )


def switched_off(session, clock) -> Employer:
    """Half a year without a sign: both employers are switched off."""
    session.commit()
    clock.forward(days=174)
    create_notices(session, clock, InactivityRule.EMPLOYER)
    clock.forward(days=7)
    released(session, clock)
    return session.get_one(Employer, cast.named(session, "published").employer)


def test_a_silent_employer_is_switched_off_and_on_again_when_reached(register, clock):
    vacancies_closing_later(register)
    firm = switched_off(register, clock)
    assert (firm.switched_off_on, cast.named(register, "published").state) == (
        clock.today,
        State.PAUSED,
    )
    shown = inactivity.verify(register, firm.reference, by=FARIDA, on=clock())
    assert sorted(row.external_id for row in shown) == ["J-PUBLISHED", "J-QUOTA"]
    assert (firm.switched_off_on, firm.verified_at) == (None, clock())
    assert cast.named(register, "cook").state == State.PAUSED, "of another employer"
    register.commit()
    assert create_notices(register, clock, InactivityRule.EMPLOYER) == 0
    assert inactivity.verify(register, firm.reference, by=FARIDA, on=clock()) == []
    with pytest.raises(NotFound):
        inactivity.verify(register, "E-NOBODY", by=FARIDA, on=clock())


def test_what_was_decided_on_since_stays_as_it_is(register, clock):
    vacancies_closing_later(register)
    firm = switched_off(register, clock)
    vetting.step(
        register, cast.named(register, "quota").reference, "withdraw", by=GULNORA, on=clock()
    )
    shown = inactivity.verify(register, firm.reference, by=FARIDA, on=clock())
    assert [row.external_id for row in shown] == ["J-PUBLISHED"]


def test_an_employer_reached_in_the_notice_week_is_not_switched_off(register, clock):
    vacancies_closing_later(register)
    register.commit()
    clock.forward(days=174)
    assert create_notices(register, clock, InactivityRule.EMPLOYER) == PUBLISHED
    inactivity.verify(
        register, cast.named(register, "published").employer, by=FARIDA, on=clock.forward(days=1)
    )
    clock.forward(days=6)
    assert released(register, clock) == (3, 2)
    assert cast.named(register, "published").state == State.PUBLISHED


def test_a_barred_employer_is_not_switched_on(register, clock):
    vacancies_closing_later(register)
    firm = switched_off(register, clock)
    sample_proposals.signed(
        register,
        None,
        ProposedAction.BAR,
        employer=firm.reference,
        code="fraud",
        starts_on=clock.today,
        on=clock(),
    )
    with pytest.raises(FirmBarred):
        inactivity.verify(register, firm.reference, by=FARIDA, on=clock())


def test_many_are_told_of_some_at_a_time(quiet, clock):
    count, last = inactivity.create_notices(
        quiet, InactivityRule.DEMAND, most=2, by=SYSTEM, on=clock()
    )
    assert (count, bool(last)) == (2, True)
    total = count
    while last:
        count, last = inactivity.create_notices(
            quiet, InactivityRule.DEMAND, after=last, most=2, by=SYSTEM, on=clock()
        )
        total += count
    assert total == PUBLISHED
    clock.forward(days=7)
    quiet.commit()
    done, _, after = inactivity.delist_inactive(quiet, most=2, by=SYSTEM, on=clock())
    assert (done, after > 0) == (2, True)
