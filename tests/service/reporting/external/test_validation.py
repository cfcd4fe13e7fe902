"""What a figure must be to be taken in: every fault at its row and column, and what adds up or not
is no fault."""

from datetime import date

import msgspec
import pytest

from seed import report_2019
from service.reporting.external import validation
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import About, NewFigure, NewReturn
from tests.support.cast import TODAY

CASES = NewFigure("courts.cases", 109, 2019)


def errors_of(known, *figures, **more) -> list[tuple[str, str | None]]:
    letter = NewReturn(Body.COURTS, 2019, "1", date(2020, 2, 5), "A. Aliyev", figures=list(figures))
    return [
        (type(one).__name__, one.field)
        for one in validation.find_return_errors(
            known, msgspec.structs.replace(letter, **more), TODAY
        )
    ]


def test_a_figure_in_order_gets_its_unit_and_currency(known):
    bare = NewFigure("courts.compensation", 1, 2019)
    assert errors_of(known, bare) == []
    assert (bare.unit, bare.currency) == ("minor", "UZS")


def test_what_does_not_add_up_is_no_fault(known):
    parts = [
        NewFigure("courts.sentences", 10**6, 2019, part) for part in ("imprisonment", "conditional")
    ]
    assert errors_of(known, NewFigure("courts.persons", 0, 2019), *parts) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"key": "courts.nothing"}, ("UnknownFigure", "7.key")),
        ({"part": "x"}, ("UnknownFigure", "7.key")),
        ({"key": "crimes.registered"}, ("FigureOfOtherBody", "7.body")),
        ({"unit": "person"}, ("WrongUnit", "7.unit")),
        ({"currency": "UZS"}, ("WrongCurrency", "7.currency")),
        ({"year": 2020}, ("WrongYear", "7.year")),
        ({"year": 2017}, ("WrongYear", "7.year")),
        ({"value": -1}, ("NegativeNumber", "7.value")),
        ({"value": 2**31}, ("ImplausibleNumber", "7.value")),
        ({"printed": "9" * 61}, ("TooLong", "7.printed")),
        ({"line": "L" * 21}, ("TooLong", "7.line")),
    ],
)
def test_each_fault_names_row_and_column(known, more, fault):
    assert errors_of(known, msgspec.structs.replace(CASES, at="7", **more)) == [fault]


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("courts.compensation", 10**17),
        ("cotton.forced_share", 100_000),
        ("wages.recovered_usd", 10**15),
    ],
)
def test_money_and_shares_have_their_own_bounds(known, key, most):
    unit = known.find(key, "").unit
    validation.require_plausible(most, unit, "value")
    with pytest.raises(validation.ImplausibleNumber):
        validation.require_plausible(most + 1, unit, "value")


def test_the_same_figure_twice_is_named_and_of_two_years_is_not_the_same(known):
    assert errors_of(known, CASES, msgspec.structs.replace(CASES, year=2018)) == []
    assert errors_of(known, CASES, msgspec.structs.replace(CASES, key="courts.cases.again")) == []
    assert errors_of(known, CASES, msgspec.structs.replace(CASES, value=3, at="9")) == [
        ("DuplicateFigure", "9.key")
    ]


def test_a_letter_has_its_own_faults_all_at_once(known):
    assert errors_of(known, CASES, letter_on=date(2026, 11, 26)) == [("InTheFuture", "letter_on")]
    assert errors_of(known, CASES, letter_on=date(2018, 12, 31)) == [("TooLongAgo", "letter_on")]
    assert errors_of(known) == [("NoFigures", "figures")]
    assert errors_of(known, CASES, remarks="x" * 2001) == [("TooLong", "remarks")]
    assert (
        errors_of(known, CASES, year=2027)
        == errors_of(known, CASES, year=1999)
        == [("YearOutOfRange", "year")]
    )
    bad = msgspec.structs.replace(CASES, value=-1, unit="person")
    assert errors_of(known, bad, letter_on=date(2027, 1, 1)) == [
        ("InTheFuture", "letter_on"),
        ("WrongUnit", "figures.0.unit"),
        ("NegativeNumber", "figures.0.value"),
    ]


BREAKS = {
    "key": "crimes.unknown",
    "part": "nobody",
    "year": 2016,
    "value": -1,
    "unit": "heap",
    "currency": "EUR",
    "printed": "9" * 61,
    "line": "9" * 21,
}


@pytest.mark.parametrize("name", BREAKS)
def test_no_printed_figure_can_be_broken_unseen(known, name):
    """Every one of the report's own figures, with one thing of it spoilt, is refused; unspoilt,
    none is."""
    for body, figures in report_2019.returns().items():
        assert validation.find_figure_errors(known, body, 2019, figures) == []
        for one in figures:
            spoilt = msgspec.structs.replace(one, at="4", **{name: BREAKS[name]})
            assert validation.find_figure_errors(known, body, 2019, [spoilt]) != [], (one, name)
    assert About.EXACT in About
