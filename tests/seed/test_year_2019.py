"""The year 2019 as records: what the printed report counts comes out of them, whatever was broken
off or repeated."""

from itertools import islice

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from catalog.core import journal
from catalog.licensing.agencies import Agency
from matching.identity.persons import Citizen
from matching.placements.placements import Placement
from seed import year_2019
from seed.year_2019 import people, publication
from service import accounts
from service.casework.advice import topics
from service.casework.advice.contacts import Contact
from service.casework.claims.wage_claims import Claim
from service.casework.money.money_entries import Payment
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.reporting.annual import public_year, years
from service.reporting.figures import months
from tests.conftest import Clock, _opened
from tests.service.reporting import past

# What the printed report says, and what a hundredth of it is: what is few stays whole.
FULL = {
    "placements.total": 3_938,
    "placements.by_country": {
        "KR": 1_470,
        "RU": 1_334,
        "TR": 535,
        "LT": 342,
        "LV": 80,
        "BG": 38,
        "PL": 38,
        "not_stated": 101,
    },
    "advice.persons": 213_371,
    "advice.sessions": 213_371,
    "advice.matters": 213_371,
    "advice.persons_by_posts": 21_764,
    "advice.sessions_by_posts": 21_764,
    "harm.helped_by_posts": {"KZ": 16, "RU": 15, "TH": 5, "AE": 2, "IN": 2},
    "wages.recovered": {"USD": 530_000_00},
    "wages.recovered_usd": 530_000_00,
    "wages.recovered_by_country": {"RU": 100_000_00, "KR": 430_000_00},
    "wages.recovered_by_office": {"RU-MOSCOW-REP": 100_000_00, "KR-GWANGJU-REP": 430_000_00},
}
_BY_COUNTRY = {
    "KR": 14,
    "RU": 13,
    "TR": 5,
    "LT": 3,
    "LV": 80,
    "BG": 38,
    "PL": 38,
    "not_stated": 101,
}
LITTLE = FULL | {
    "placements.total": 292,
    "placements.by_country": _BY_COUNTRY,
    "advice.persons": 2_133,
    "advice.sessions": 2_133,
    "advice.matters": 2_133,
    "advice.persons_by_posts": 217,
    "advice.sessions_by_posts": 217,
}
TABLES = (
    Agency,
    Citizen,
    Placement,
    advice_tables.Matter,
    advice_tables.Session,
    Contact,
    Referral,
    Claim,
    Payment,
    journal.Entry,
)


def _fill(database: Database) -> None:
    list(year_2019.load(database, Clock().now, 100))


@pytest.fixture
def little(place):
    """A home with a hundredth of the year in it, made once for all tests."""
    empty = place.template("EMPTY", Database.migrate)
    with place.copied(place.template("YEAR_2019", _fill, empty)) as url:
        yield from _opened(url)


def figures_of(database: Database, year: int = 2019) -> dict[str, object]:
    """The figures of the year: the number, or the parts by name."""
    found: dict[str, object] = {}
    with database.read() as session:
        for one in years.get_year(session, year, Clock().today).figures:
            if one.dimension is None:
                found[one.key] = one.value
            else:
                found.setdefault(one.key, {})[next(iter(one.dimension.values()))] = one.value
    return found


def counted(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {table.__tablename__: _count(session, table) for table in TABLES}


def _count(session, table: type[SQLModel]) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar() or 0


def test_the_report_computes_what_the_printed_one_says(little):
    found = figures_of(little)
    assert {key: found[key] for key in LITTLE} == LITTLE


def test_no_other_year_has_any_of_it(little):
    for year in (2018, 2020, 2026):
        found = figures_of(little, year)
        assert [key for key in LITTLE if found.get(key)] == []


def test_a_second_run_changes_nothing(little):
    before = counted(little)
    list(year_2019.load(little, Clock().now, 100))
    assert counted(little) == before


def test_what_was_broken_off_goes_on(database, little):
    list(islice(year_2019.load(database, Clock().now, 100), 9))
    assert counted(database) != counted(little)
    list(year_2019.load(database, Clock().now, 100))
    assert counted(database) == counted(little)


def test_a_year_that_is_signed_while_it_is_made_stays_as_it_was_signed(database):
    made = year_2019.load(database, Clock().now, 100)
    next(made)
    with database.write() as session:
        past.close(session, 2019)
    before = counted(database)
    with pytest.raises(year_2019.YearAlreadySigned):
        next(made)
    assert counted(database) == before


def test_every_change_stands_in_an_unbroken_chain(little):
    with little.read() as session:
        assert journal.verify(session) is None
        for noun, table in (
            ("citizen", Citizen),
            ("advice", advice_tables.Session),
            ("placement", Placement),
            ("case", Referral),
        ):
            result = select(col(journal.Entry.reference)).where(col(journal.Entry.noun) == noun)
            rows = (
                select(func.count()).select_from(table).where(col(table.reference).not_in(result))
            )
            assert session.execute(rows).scalar() == 0, noun


def test_everybody_in_it_is_marked_as_invented(little):
    with little.read() as session:
        plain = select(col(Citizen.name)).where(col(Citizen.name).not_like(f"%{people.MARK}"))
        assert session.execute(plain).first() is None


def test_no_claim_waits_and_no_case_is_open(little):
    """It may stand beside the work of a home in use: nobody is told to do anything."""
    with little.read() as session:
        assert session.execute(select(Claim).where(col(Claim.state) != "closed")).first() is None
        assert (
            session.execute(select(Referral).where(col(Referral.status) != "done")).first() is None
        )
        assert (
            session.execute(
                select(advice_tables.Session).where(
                    col(advice_tables.Session.follow_up_on).is_not(None)
                )
            ).first()
            is None
        )


def test_who_was_advised_told_of_no_danger(little):
    with little.read() as session:
        danger = (
            col(advice_tables.Session.topic).in_(("detention", "document_kept", "forced_labour")),
            col(advice_tables.Session.level) != topics.Level.INFORMATION.value,
        )
        assert session.execute(select(advice_tables.Session).where(*danger)).first() is None


def test_arrivals_and_advice_are_spread_over_the_year(little):
    with little.read() as session:
        for day in (col(Placement.arrived_on), col(advice_tables.Session.day)):
            by_month = {
                months.month_of_day(one).number
                for one in session.execute(select(day).distinct()).scalars()
            }
            assert by_month == set(range(1, 13))


def test_the_state_agency_that_is_there_already_is_the_one(seeded):
    before = counted(seeded)["agencies"]
    list(year_2019.load(seeded, Clock().now, 1_000))
    assert counted(seeded)["agencies"] == before
    with seeded.read() as session:
        assert set(session.execute(select(col(Placement.agency))).scalars()) == {"AG-STATE"}


def test_figures_that_are_not_the_printed_ones_are_not_signed(little):
    """A home that has records of its own of 2019, or a part of the year, publishes nothing as the
    printed report."""
    publication.enter_figures(little, Clock().now)
    with pytest.raises(publication.OtherFigures, match="was printed as"):
        publication.sign(little, DisclosureLimits(), Clock().now)
    with little.read() as session:
        assert publication.newest_signed(session) is None


def test_two_invented_people_sign_what_was_broken_off_and_a_second_run_changes_nothing(
    little, monkeypatch
):
    monkeypatch.setattr(publication, "_require_as_printed", lambda _session, _now: None)
    on = Clock().now
    publication.enter_figures(little, on)
    with monkeypatch.context() as broken:
        broken.setattr(publication.year_closing, "publish", _break)
        with pytest.raises(RuntimeError):
            publication.sign(little, DisclosureLimits(), on)
    publication.sign(little, DisclosureLimits(), on)
    with little.read() as session:
        row = publication.newest_signed(session)
        signers = {
            one.reference: one for one in session.execute(select(accounts.Account)).scalars()
        }
        first, second = (signers[one] for one in (row.signed_by, row.countersigned_by))
        assert all(
            people.MARK in one.name and one.disabled_at and not one.password
            for one in (first, second)
        )
        assert (row.published_by, journal.verify(session)) == (first.reference, None)
    result = public_year.current_edition(little, 2019, DisclosureLimits(), on=on).year
    assert {
        one.name[1]: one.value for one in result.figures if one.key == "harm.helped_by_posts"
    } == {
        "KZ": 16,
        "RU": 15,
        "TH": 5,
        "AE": 2,
        "IN": 2,
    }
    assert (result.state, len(result.checks), result.remarks[0].en) == (
        "published",
        66,
        publication.INVENTED_REMARK.en,
    )


def _break(*_words, **_facts):
    raise RuntimeError


def test_nobody_invented_signs_beside_those_who_work_here(database):
    with database.write() as session:
        past.close(session, 2019)
    with database.read() as session, pytest.raises(publication.SignedBySomebodyElse):
        publication.newest_signed(session)


@pytest.mark.slow
def test_the_whole_year_is_the_printed_one(database):
    list(year_2019.load(database, Clock().now))
    found = figures_of(database)
    assert {key: found[key] for key in FULL} == FULL
    publication.enter_figures(database, Clock().now)
    publication.sign(database, DisclosureLimits(), Clock().now)
    edition = public_year.current_edition(database, 2019, DisclosureLimits(), on=Clock().now)
    assert (edition.year.state, [one for one in edition.year.figures if one.value is None]) == (
        "published",
        [],
    )
    with database.read() as session:
        assert journal.verify(session) is None
