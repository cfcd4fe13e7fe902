"""The figures of a year: each counted in its own unit, by the day in Tashkent, and never added to
another kind."""

from datetime import date, timedelta

import msgspec
import pytest

from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.money import payments
from service.casework.protection import record_merge, referrals
from service.casework.protection.referrals import NewReferral
from service.casework.scope import advice_tables
from service.reporting.annual import years
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Figure, Unit, UnlikeUnits
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, BARNO, CHINORA, DAVRON, ELYOR, IRODA, TODAY

ASKED = NewSession(Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU")


@pytest.fixture
def count(session, clock):
    """The value of a figure, or of its parts."""
    cast.ground(session, on=clock())

    def counted(key: str, year: int = 2026) -> int | dict[str, int]:
        found = [one for one in years.get_year(session, year, TODAY).figures if one.key == key]
        if found and found[0].dimension is None:
            return found[0].value
        return {next(iter(one.dimension.values())): one.value for one in found}

    return counted


def log(session, clock, day=TODAY, by=BARNO, **values) -> advice_tables.Session:
    return advice_sessions.log(
        session, msgspec.structs.replace(ASKED, **values), by=by, on=clock(), day=day
    )


def test_sessions_persons_and_matters_are_three_things(session, clock, count):
    first = log(session, clock, name="Alisher")
    log(session, clock, matter=first.matter)
    log(session, clock)
    assert (count("advice.sessions"), count("advice.persons"), count("advice.matters")) == (3, 1, 2)


def test_victims_helped_by_posts_are_persons_whose_case_ended_well_there(session, clock, count):
    """Neither presumed nor recognised, not helped, or led by headquarters: not counted; two cases
    of one person are one."""
    number = wage_claims.file(
        session, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY
    ).claim.reference
    for by, victim, helped in (
        (ELYOR, "presumed", True),
        (ELYOR, "official", True),
        (ELYOR, "not_stated", True),
        (ELYOR, "presumed", False),
        (CHINORA, "presumed", True),
    ):
        row = referrals.refer(session, NewReferral(number), by=by, on=clock(), day=TODAY)
        row.victim, row.helped, row.status, row.over_on = victim, helped, "done", TODAY
    session.flush()
    assert count("harm.helped_by_posts") == {"RU": 1}
    assert count("harm.helped_by_posts", 2025) == {}


def test_two_records_found_to_be_one_person_are_counted_once(session, clock, count):
    first, second = (log(session, clock, name=name).citizen for name in ("Alisher", "Алишер"))
    assert count("advice.persons") == 2
    record_merge.merge(session, first, second, by=IRODA, on=clock())
    assert (count("advice.persons"), count("advice.sessions")) == (1, 2)


def test_information_alone_is_no_session_of_advice(session, clock, count):
    log(session, clock, level=Level.INFORMATION)
    log(session, clock, level=Level.COURT)
    assert count("advice.sessions") == 1


def test_a_year_begins_and_ends_by_its_day_in_tashkent(session, clock, count):
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31)):
        log(session, clock, day=day)
    assert (count("advice.sessions", 2024), count("advice.sessions", 2025)) == (1, 2)


def test_sessions_of_posts_are_a_part_of_all(session, clock, count):
    log(session, clock, by=DAVRON)
    log(session, clock, by=BARNO)
    assert (count("advice.sessions_by_posts"), count("advice.sessions")) == (1, 2)


def test_parts_by_topic_add_up_to_the_whole(session, clock, count):
    for topic in (Topic.HOUSING, Topic.HOUSING, Topic.CONTRACT):
        log(session, clock, topic=topic)
    assert count("advice.sessions_by_topic") == {"contract": 1, "housing": 2}


def filed(session, clock, day=TODAY, country: str = "RU") -> wage_claims.Claim:
    result = msgspec.structs.replace(ALISHERS_CLAIM, country=country)
    return wage_claims.file(session, result, by=VISITOR, on=clock(), day=day).claim


def test_claims_are_counted_by_country_and_state(session, clock, count):
    for country in ("RU", "RU", "KR"):
        filed(session, clock, country=country)
    assert count("wages.claims_filed") == 3
    assert count("wages.claims_by_country") == {"KR": 1, "RU": 2}
    assert count("wages.claims_by_state") == {"received": 3}


def test_money_is_counted_by_currency_and_in_dollars_only_where_a_rate_is_known(
    session, clock, count
):
    claim = filed(session, clock)
    for amount, currency, day in (
        (90_00, "RUB", TODAY),
        (100, "PLN", TODAY),
        (90_00, "RUB", TODAY - timedelta(40)),
    ):
        new_payment = sample_money.new_payment(amount, currency=currency, on=day)
        payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    assert count("wages.recovered") == {"PLN": 100, "RUB": 180_00}
    assert (count("wages.recovered_usd"), count("wages.payments_without_usd")) == (1_10, 1)


def test_an_empty_year_is_all_noughts(count):
    assert {count(one.key, 2019) for one in DEFINITIONS if one.dimension is None} == {0}
    assert [one.key for one in DEFINITIONS if one.dimension and count(one.key, 2019) != {}] == []


@pytest.mark.parametrize("number", [1999, 2027, -1, 0])
def test_there_are_no_figures_of_a_year_out_of_range(session, number):
    with pytest.raises(NotFound):
        years.get_year(session, number, TODAY)


def test_a_year_that_is_not_over_is_open(session):
    assert years.get_year(session, 2026, TODAY).state == "open"
    assert years.get_year(session, 2025, TODAY).state == "provisional"


def test_like_figures_are_added_and_unlike_ones_never():
    one, two = Figure("a", 1, Unit.SESSION), Figure("b", 2, Unit.SESSION)
    assert (one + two).value == 3
    for other in (
        Figure("c", 2, Unit.PERSON),
        Figure("c", 2, Unit.MATTER),
        Figure("c", 2, Unit.CLAIM),
    ):
        with pytest.raises(UnlikeUnits):
            one + other
    with pytest.raises(UnlikeUnits):
        Figure("d", 1, Unit.MONEY, currency="RUB") + Figure("e", 1, Unit.MONEY, currency="USD")


def test_every_figure_has_a_name_and_sentence_of_its_own():
    assert (
        len({one.key for one in DEFINITIONS})
        == len({one.sentence for one in DEFINITIONS})
        == len(DEFINITIONS)
    )
