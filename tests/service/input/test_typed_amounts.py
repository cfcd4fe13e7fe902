"""Amounts as citizens type them."""

from service.input import forms, typed_amounts


def read(typed: str, currency: str) -> tuple[object, str]:
    values = typed_amounts.with_minor_units(
        {"wage": typed, "currency": currency}, "wage", "currency"
    )
    return values["wage"], values["currency"]


def test_an_amount_with_a_sign_or_with_marks_of_thousands_is_read():
    for typed, chosen, amount, currency in (
        ("10,000 $", "USD", 10_000_00, "USD"),
        ("10000$", "", 10_000_00, "USD"),
        ("$ 900", "CAD", 900_00, "CAD"),
        ("10,000", "USD", 10_000_00, "USD"),
        ("10.000", "EUR", 10_000_00, "EUR"),
        ("450,000", "UZS", 450_000_00, "UZS"),
        ("450,000", "", 450_000_00, ""),
        ("1 200,50", "RUB", 1_200_50, "RUB"),
        ("1,200.50", "USD", 1_200_50, "USD"),
        ("5 000 000 soʻm", "", 5_000_000_00, "UZS"),
        ("5000000 сум", "UZS", 5_000_000_00, "UZS"),
        ("3.000.000 ₩", "KRW", 3_000_000, "KRW"),
        ("3000 usd", "", 3_000_00, "USD"),
        ("125.750", "KWD", 125_750, "KWD"),
        ("800 zł", "PLN", 800_00, "PLN"),
        ("200 тыс", "UZS", 200_000_00, "UZS"),
        ("200К", "RUB", 200_000_00, "RUB"),
        ("1,5 млн сум", "", 1_500_000_00, "UZS"),
        ("2.55 mln", "KRW", 2_550_000, "KRW"),
        ("3 ming $", "", 3_000_00, "USD"),
        ("12 тысяч", "RUB", 12_000_00, "RUB"),
    ):
        assert read(typed, chosen) == (amount, currency), typed


def test_an_amount_that_means_nothing_is_never_guessed():
    for typed in ("lots", "900 apples", "0,500", "1,2,3", "-5", "1.200,5 $ 7", "9" * 400, "$"):
        assert isinstance(read(typed, "USD")[0], forms.NotASum), typed
    for typed in ("1 200 тыс", "1,500 млн", "200000 тыс", "200 тыс 500", "200 кг", "5 тыс в день"):
        assert isinstance(read(typed, "USD")[0], forms.NotASum), typed


def test_a_currency_beside_the_amount_that_is_not_the_chosen_one_is_said():
    for typed in ("10,000 $", "900 usd", "900 dollar"):
        assert isinstance(read(typed, "KRW")[0], typed_amounts.OtherCurrency), typed
