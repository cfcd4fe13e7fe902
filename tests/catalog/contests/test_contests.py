"""A contest is announced five working days before it is opened, and every agency that may recruit
is told."""

import msgspec
import pytest
from sqlalchemy import select

from catalog.contests import contests
from catalog.contests.contests import Criterion, NewContest, NoCriteria, Notice, TooShortNotice
from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import TooFarAhead
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.reference.countries import Mark, WorkInUzbekistan
from tests.support import cast
from tests.support.cast import FARIDA, HAMID, TODAY

# Announced on Wednesday, 25 November: five whole working days end on 2 December.
CONTEST = NewContest("Welders for Ulsan", "KR", "7212", 30, cast.date(2026, 12, 3))
WEIGHTS = {Criterion.NO_FEE: 40, Criterion.FEW_COMPLAINTS: 60, Criterion.DEPOSIT: 0}


def announced(session, clock, **changed):
    result = msgspec.structs.replace(CONTEST, **changed)
    return contests.announce(session, result, WEIGHTS, by=FARIDA, on=clock(), day=TODAY)


def test_agencies_that_may_recruit_are_told_on_their_desk(seeded, clock):
    with seeded.write() as session:
        row = announced(session, clock)
        result = set(session.execute(select(Notice.agency)).scalars())
        assert result == {"AG-VALID", "AG-EXPIRING", "AG-SURVEILLANCE"}
        assert contests.count_notified(session, row.reference) == 3
        assert [(one.criterion, one.most) for one in contests.weights(session, row.reference)] == [
            ("few_complaints", 60),
            ("no_fee", 40),
        ]
        for _ in range(2):
            contests.record_viewed(session, row.reference, by=HAMID, on=clock())
        seen = session.get_one(Notice, (row.reference, "AG-VALID")).seen_at
        assert seen == clock()
        contests.record_viewed(
            session,
            row.reference,
            by=msgspec.structs.replace(HAMID, agency="AG-EXPIRED"),
            on=clock(),
        )


def test_no_contest_is_about_places_in_uzbekistan(seeded, clock):
    with seeded.write() as session, pytest.raises(WorkInUzbekistan) as refused:
        announced(session, clock, country="UZ")
    assert refused.value.field == "country"


def test_notice_is_five_whole_working_days(seeded, clock):
    with seeded.write() as session:
        for day in (
            cast.date(2026, 12, 2),
            cast.date(2026, 11, 25),
            cast.date(2026, 12, 5),
            cast.date(2020, 1, 1),
        ):
            with pytest.raises(TooShortNotice):
                announced(session, clock, opens_on=day)
        with pytest.raises(TooFarAhead):
            announced(session, clock, opens_on=cast.date(2028, 12, 4))
        with pytest.raises(NoCriteria):
            contests.announce(
                session, CONTEST, {Criterion.DEPOSIT: 0}, by=FARIDA, on=clock(), day=TODAY
            )


def test_only_a_licensing_officer_announces(seeded, clock):
    with seeded.write() as session:
        for by in (HAMID, cast.IRODA, cast.ALISHER):
            with pytest.raises(NotAllowed):
                contests.announce(session, CONTEST, WEIGHTS, by=by, on=clock(), day=TODAY)
        with pytest.raises(NotFound):
            contests.get(session, "Q-NONE")
        assert contests.list_recent(session) == []


def test_a_public_holiday_is_no_day_of_the_notice(seeded, clock):
    with seeded.write() as session:
        holiday = NewLaw("holiday_x", 1201, Unit.MONTH_DAY, Mark.SOURCED, "invented")
        legal_rules.load(session, [holiday], by=FARIDA, on=clock())
        with pytest.raises(TooShortNotice) as refused:
            announced(session, clock)
        assert refused.value.facts == {"day": cast.date(2026, 12, 4)}
        assert announced(session, clock, opens_on=cast.date(2026, 12, 4)).state == "announced"
