"""What people and programs send: every kind of wrong value told by its field, all of them at
once."""

import re
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.core import fields
from catalog.core.errors import InvalidInput, NotFound
from catalog.core.fields import Count, CountryCode, CurrencyCode, Line, Minor, Prose
from catalog.vacancies.vacancies import Period
from seed import reference
from service.casework.claims.wage_claims import NewClaim
from service.input import forms
from service.input.forms import read, with_minor_units
from tests.support.cast import ALISHERS_CLAIM


class Item(msgspec.Struct, forbid_unknown_fields=True):
    amount: Minor
    currency: CurrencyCode = "UZS"


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """All the kinds of answer there are."""

    name: Line
    country: CountryCode | None = None
    seats: Count = 0
    born: date | None = None
    sure: bool = False
    note: Prose | None = None
    plain: str = ""
    period: Period | None = None
    items: list[Item] = []
    contact: Item | None = None


def wrong(kind, content, **how) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidInput) as refused:
        read(kind, content, **how)
    return [(one.field, one.slug) for one in refused.value.errors]


@pytest.mark.parametrize("size", [61, 201])
def test_a_text_that_is_too_long_is_told_its_own_limit(size):
    class Numbered(msgspec.Struct):
        receipt: fields.Receipt = ""

    with pytest.raises(InvalidInput) as refused:
        read(Numbered, {"receipt": "9" * size})
    (error,) = refused.value.errors
    assert (error.slug, error.facts) == ("too-long", {"most": 60})


def test_a_form_is_read_from_what_was_typed():
    values = {
        "name": " Alisher\r\n",
        "country": "RU",
        "seats": "1 200",
        "born": "1990-02-28",
        "sure": "true",
        "period": "month",
    }
    asked = read(Asked, values | {"note": "", "plain": "  "})
    assert (asked.name, asked.country, asked.seats, asked.born) == (
        "Alisher",
        "RU",
        1200,
        date(1990, 2, 28),
    )
    assert (asked.sure, asked.note, asked.plain, asked.period) == (True, None, "", Period.MONTH)


@pytest.mark.parametrize(
    ("field", "value", "slug"),
    [
        ("name", "", "missing"),
        ("name", "   ", "missing"),
        ("name", None, "missing"),
        ("name", "x" * 201, "too-long"),
        ("name", "a\x00b", "not-text"),
        ("name", "a\ud800", "not-text"),
        ("name", 7, "not-understood"),
        ("name", ["x"], "not-understood"),
        ("name", {"x": 1}, "not-understood"),
        ("name", True, "not-understood"),
        ("country", "ru", "not-understood"),
        ("country", "RUS", "not-understood"),
        ("seats", "many", "not-a-number"),
        ("seats", "1.5", "not-a-number"),
        ("seats", 1.5, "not-a-number"),
        ("seats", "-1", "out-of-range"),
        ("seats", str(2**31), "out-of-range"),
        ("seats", "9" * 400, "out-of-range"),
        ("seats", True, "not-a-number"),
        ("seats", "١٢", "not-a-number"),
        ("seats", "1_000", "not-a-number"),
        ("seats", "0x10", "not-a-number"),
        ("seats", [], "not-a-number"),
        ("seats", float("inf"), "not-a-number"),
        ("seats", float("nan"), "not-a-number"),
        ("born", "2026-02-30", "not-a-day"),
        ("born", "yesterday", "not-a-day"),
        ("born", "31.02.1990", "not-a-day"),
        ("born", 20260101, "not-a-day"),
        ("period", "fortnight", "not-a-choice"),
        ("period", 1, "not-a-choice"),
        ("sure", "perhaps", "not-understood"),
        ("note", "x" * 8_001, "too-long"),
        ("plain", "x" * 201, "too-long"),
        ("items", "x", "not-understood"),
        ("items", [{"amount": 1}] * 201, "not-understood"),
        ("contact", "x", "not-an-object"),
        ("unknown", "x", "unexpected"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(field, value, slug):
    assert wrong(Asked, {"name": "Alisher"} | {field: value}) == [(field, slug)]


@pytest.mark.parametrize(
    ("field", "value", "slug"),
    [
        ("seats", "7", "not-a-number"),
        ("born", 5, "not-understood"),
        ("name", 5, "not-understood"),
        ("sure", "true", "not-understood"),
        ("sure", 1, "not-understood"),
        ("name", "", "not-understood"),
    ],
)
def test_a_program_must_send_the_kind_that_is_asked_for(field, value, slug):
    assert wrong(Asked, {"name": "Alisher"} | {field: value}, typed=True) == [(field, slug)]


def test_a_program_sends_numbers_as_numbers_and_may_leave_answers_out():
    asked = read(
        Asked,
        {"name": "A", "seats": 7, "sure": True, "country": None, "items": [{"amount": 5}]},
        typed=True,
    )
    assert (asked.seats, asked.sure, asked.country, asked.items[0].amount) == (7, True, None, 5)


def test_all_mistakes_are_told_at_once_each_where_it_is():
    values = {
        "seats": "x",
        "born": "x",
        "items": [{"amount": "1"}, {"amount": "-1", "currency": "soum"}],
        "contact": {},
        "so": 1,
    }
    assert sorted(wrong(Asked, values)) == [
        ("born", "not-a-day"),
        ("contact.amount", "missing"),
        ("items.1.amount", "out-of-range"),
        ("items.1.currency", "not-understood"),
        ("name", "missing"),
        ("seats", "not-a-number"),
        ("so", "unexpected"),
    ]


@pytest.mark.parametrize("content", [None, [], "x", 7])
def test_something_that_has_no_fields_is_refused(content):
    assert wrong(Asked, content) == [(None, "not-an-object")]


def test_a_claim_comes_through_as_it_was_told():
    assert read(NewClaim, msgspec.to_builtins(ALISHERS_CLAIM), typed=True) == ALISHERS_CLAIM


_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    some.dictionaries(some.sampled_from([*Asked.__struct_fields__, "other"]), _JSON),
    some.booleans(),
)
def test_nonsense_of_every_kind_is_read_or_refused_and_nothing_else(content, typed):
    try:
        outcome = read(Asked, content, typed=typed)
    except InvalidInput as refused:
        outcome = refused.errors
    assert isinstance(outcome, Asked) or [one for one in outcome if one.field]


def test_a_refusal_is_found_by_its_field():
    first, second, nowhere = NotFound("a"), NotFound("a"), NotFound()
    assert forms.errors_by_field(InvalidInput([first, second, nowhere])) == {
        "a": first,
        "": nowhere,
    }
    assert forms.errors_by_field(first) == {"a": first}


def test_what_is_wrong_is_listed_in_the_order_of_the_questions():
    assert list(
        forms.errors_by_field(InvalidInput([NotFound("a"), NotFound("b"), NotFound("c")]))
    ) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("typed", "currency", "kept"),
    [
        ("1 200,50", "RUB", 1_200_50),
        ("1200.5", "USD", 1_200_50),
        ("1\u00a0200", "UZS", 1_200_00),
        ("0", "USD", 0),
        ("1 200", "KRW", 1_200),
        ("1,234", "KWD", 1_234),
        ("7", "", 7_00),
        ("1200\t", "USD", 1_200_00),
        ("\u20091200", "USD", 1_200_00),
        ("1200\u3000", "USD", 1_200_00),
        ("1\u202f200\u00a0000", "UZS", 1_200_000_00),
        ("1,200.50", "USD", 1_200_50),
        ("1.200,5", "EUR", 1_200_50),
        ("1.200.000", "UZS", 1_200_000_00),
        ("1,200,000", "USD", 1_200_000_00),
        ("2,900,000", "KRW", 2_900_000),
        ("2.900", "KRW", 2_900),
        ("125.750", "KWD", 125_750),
        ("1200,50", "RUB", 1_200_50),
    ],
)
def test_an_amount_in_whole_units_becomes_minor_ones(typed, currency, kept):
    assert (
        with_minor_units({"amount": typed, "currency": currency}, "amount", "currency")["amount"]
        == kept
    )


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("1.200", "USD"),
        ("1,200", "UZS"),
        ("10,5", "KRW"),
        ("0,500", "KRW"),
        ("-5", "USD"),
        ("\u22125", "USD"),
        ("1,2,3", "USD"),
        ("x", "USD"),
        ("12 00", "USD"),
        ("1,200,50", "USD"),
        ("1.200 000", "USD"),
        ("1e3", "USD"),
        ("1200.505", "USD"),
        ("1200 $", "USD"),
        ("\u0661\u0662", "USD"),
        ("1_000", "USD"),
        ("5.", "USD"),
        ("9" * 400, "USD"),
    ],
)
def test_an_amount_that_could_mean_two_things_is_not_guessed(typed, currency):
    """1.200 is twelve hundred to one reader and one and a fifth to another: money is asked for
    again, never cut."""
    result = with_minor_units({"amount": typed, "currency": currency}, "amount", "currency")
    assert wrong(Item, {"amount": result["amount"], "currency": currency}) == [
        ("amount", "not-a-sum")
    ]


def test_what_an_error_recommends_is_accepted_in_the_same_currency():
    for currency in ("USD", "KRW", "KWD"):
        error = with_minor_units({"a": "x", "c": currency}, "a", "c")["a"]
        for example in re.findall(r"[0-9][0-9 ,]*[0-9]", error.sentence):
            again = with_minor_units({"a": example, "c": currency}, "a", "c")["a"]
            assert isinstance(again, int), (currency, example)


@given(
    some.text(some.sampled_from("0123456789 .,-\u00a0\t\u3000e"), max_size=12),
    some.sampled_from(["USD", "KRW", "KWD"]),
)
def test_what_was_not_understood_never_reaches_the_reader_of_numbers(typed, currency):
    result = with_minor_units({"amount": typed, "currency": currency}, "amount", "currency")[
        "amount"
    ]
    assert isinstance(result, int | forms.NotASum) or not typed.strip()


def test_a_sum_beyond_any_wage_is_too_large():
    assert (
        read(Item, with_minor_units({"amount": "100 000 000 000"}, "amount", "currency")).amount
        == 10**13
    )
    assert wrong(
        Item, with_minor_units({"amount": "100 000 000 000,01"}, "amount", "currency")
    ) == [("amount", "out-of-range")]


@pytest.mark.parametrize("code", ["AAA", "RUR", "XXX", "XAU", "usd", "USDT"])
def test_a_currency_that_is_paid_with_nowhere_is_refused(code):
    assert wrong(Item, {"amount": 1, "currency": code}, typed=True) == [
        ("currency", "not-understood")
    ]


def test_the_money_of_every_country_is_a_currency():
    assert {row["currency"] for row in reference.rows("countries.tsv")} - {""} <= fields.CURRENCIES


def test_of_two_answers_to_one_question_neither_is_guessed(client):
    sent = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post(
        "/en/offers/report", content="recruiter=Oltin&recruiter=Qora", headers=sent
    )
    assert (answer.status_code, 'href="#recruiter"' in answer.text) == (422, True)
    answer = client.get("/api/v1/vacancies?q=welder&q=cook")
    assert [one["field"] for one in answer.json()["errors"]] == ["q"]
    twice, last = client.get("/en/vacancies?q=welder&q=povar"), client.get("/en/vacancies?q=povar")
    shown = [re.findall(r"/en/vacancies/V-\w+", page.text) for page in (twice, last)]
    assert shown[0] == shown[1] != []


def test_what_a_form_carries_for_the_route_is_no_answer():
    assert read(Item, {"amount": "1", "token": "x"}).amount == 1
    assert wrong(Item, {"amount": 1, "token": "x"}, typed=True) == [("token", "unexpected")]
