"""Employers gathered from the register, from opinions and from claims: each once, and to each
officer their own."""

import pytest

from catalog.core.errors import NotFound
from catalog.employers import employers
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewLine
from service.casework.employers import employer_records, opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.casework.money import payments
from tests.service.casework.colleagues import filed
from tests.support import sample_money
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, FARIDA, IRODA, SEVERNY, TODAY

NAME = "Severny Dvor Stroy"


def named(session, text="", by=CHINORA) -> list[str]:
    return [one.name for one in employer_records.find(session, text, by=by)]


def only(session, by=CHINORA):
    (one,) = employer_records.find(session, by=by)
    return one


def test_an_employer_stands_once_however_it_is_spelt_and_wherever_it_comes_from(
    ground, clock, claim
):
    employers.record(ground, SEVERNY, by=FARIDA, on=clock())
    for name in ("Северный Двор Строй", "SEVERNY DVOR STROY"):
        filed(ground, "", on=clock(), employer=name)
    new_opinion = NewOpinion(Opinion.GOOD, "Pays")
    opinions.record(
        ground, "severny dvor stroy", "RU", new_opinion, by=ELYOR, on=clock(), day=TODAY
    )
    one = only(ground)
    assert (one.name, one.country, one.open, one.states) == (NAME, "RU", 3, {"received": 3})
    assert one.spelt == {NAME, "Северный Двор Строй", "SEVERNY DVOR STROY"}


@pytest.mark.parametrize("text", ["двор", "DVOR severny", "Сев. Двор", "", "%", "stroy"])
def test_it_is_found_by_some_words_in_any_script(ground, claim, text):
    assert named(ground, text) == [NAME]


@pytest.mark.parametrize("text", ["hanbit", "двор ханбит", "severnyy2", "Строитель"])
def test_what_does_not_stand_in_the_name_finds_nothing(ground, claim, text):
    assert named(ground, text) == []


def test_its_number_is_the_same_for_every_spelling_and_tells_no_name(ground, clock, claim):
    number = only(ground).number
    assert number == employer_records.number_of(opinions.employer_key("СЕВЕРНЫЙ ДВОР СТРОЙ", "RU"))
    assert number.startswith("RU-")
    assert len(number) == 11
    assert employer_records.get(ground, number, by=CHINORA).name == NAME
    assert number != employer_records.number_of(opinions.employer_key(NAME, "KR"))


@pytest.mark.parametrize("number", ["", "RU", "RU-", "RU-NONE2345", "-", "%-%", "KR-X"])
def test_what_is_no_number_is_not_there(ground, claim, number):
    with pytest.raises(NotFound):
        employer_records.get(ground, number, by=CHINORA)


def test_whom_only_claims_name_exists_for_those_who_see_such_a_claim(ground, claim):
    number = employer_records.number_of(opinions.employer_key(NAME, "RU"))
    assert named(ground, by=ELYOR) == named(ground, by=IRODA) == [NAME]
    for by in (DAVRON, BARNO, FARIDA):
        assert named(ground, by=by) == []
        with pytest.raises(NotFound):
            employer_records.get(ground, number, by=by)


def test_of_the_register_an_attache_knows_their_country_and_nobody_without_the_right_hears_of_claims(
    ground, clock, claim
):
    employers.record(ground, SEVERNY, by=FARIDA, on=clock())
    assert [(one.name, one.states) for one in employer_records.find(ground, by=FARIDA)] == [
        (NAME, {})
    ]
    assert named(ground, by=DAVRON) == []


def test_a_claim_with_another_post_is_neither_counted_nor_listed(ground, clock, claim):
    claim.post = "KR-SEOUL-EMB"
    ground.flush()
    filed(ground, "", on=clock())
    one = only(ground, by=ELYOR)
    assert one.open == 1
    assert claim.reference not in [
        row.reference for row, _ in employer_records.open_claims(ground, one, by=ELYOR)
    ]
    assert employer_records.chosen_claims(ground, one, [claim.reference], by=ELYOR) == []


def test_open_claims_come_by_their_day_and_closed_ones_not_at_all(ground, clock, claim):
    other, shut = filed(ground, "", on=clock()), filed(ground, "", on=clock())
    claim.due, shut.state = TODAY.replace(day=28), "closed"
    ground.flush()
    one = only(ground)
    assert [row.reference for row, _ in employer_records.open_claims(ground, one, by=CHINORA)] == [
        other.reference,
        claim.reference,
    ]
    assert {name for _, name in employer_records.open_claims(ground, one, by=CHINORA)} == {
        "Alisher Invented"
    }
    assert (one.open, one.states) == (2, {"received": 2, "closed": 1})
    assert len(employer_records.open_claims(ground, one, by=CHINORA, limit=1)) == 1


def test_what_is_owed_is_told_in_each_currency_without_what_came(ground, clock, claim):
    lines = [
        NewLine(Component.BASE_PAY, 100_00, "RUB"),
        NewLine(Component.TRAVEL_HOME, 50_00, "USD"),
    ]
    filed(ground, "", on=clock(), lines=lines)
    paid = sample_money.new_payment(40_000_00)
    payments.receive(ground, claim, paid, by=ELYOR, on=clock(), day=TODAY)
    assert employer_records.owed_by_currency(ground, only(ground), by=CHINORA) == {
        "RUB": 200_100_00,
        "USD": 50_00,
    }
