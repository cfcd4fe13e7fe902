"""A telephone, an account or a Telegram name has one key, however it is typed."""

import pytest

from matching.identity import contact_keys


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("+998 90 123-45-67", "998901234567"),
        ("(90) 123 45 67", "998901234567"),
        ("8 90 123 45 67", "998901234567"),
        ("00998 90 1234567", "998901234567"),
        ("+7 990 123 45 67", "79901234567"),
        ("8 990 123 45 67", "79901234567"),
        ("８600 1234 5678 9012", "8600123456789012"),
        ("karta: 8600123456789012, Alisher", "8600123456789012"),
        ("tr12 3456 7890 1234 5678 9012 34", "TR123456789012345678901234"),
        ("@Tez_Viza", "@tez_viza"),
        ("https://t.me/Tez_Viza?start=1", "@tez_viza"),
        ("telegram.me/tez_viza", "@tez_viza"),
        ("tez_viza", "@tez_viza"),
    ],
)
def test_one_key_for_each_way_to_type_it(typed, key):
    assert contact_keys.contact_keys(typed) == {key}


@pytest.mark.parametrize(
    "typed", ["Tez Viza", "Hanbit", "Visa 24", "someone@mail.example", "12 34", ""]
)
def test_other_words_are_no_contact(typed):
    assert contact_keys.contact_keys(typed) == set()


def test_a_name_of_an_account_in_a_sentence_is_a_whole_word():
    for typed, found in (
        ("tg namuna_tez_viza, oldindan 300$", {"@namuna_tez_viza"}),
        ("Telegram: tezviza.", {"@tezviza"}),
        ("tg namuna_tez_viza_2", {"@namuna_tez_viza_2"}),
        ("tez.viza@mail.example", set()),
        ("Visa 24, oldindan 300", set()),
    ):
        assert contact_keys.possible_handles(typed) == found, typed


def test_an_account_is_read_as_words_without_what_is_written_around_it():
    for typed in ("t.me/tez_viza", "Tez Viza telegram kanali", "@tez.viza", "телеграм Tez_Viza"):
        assert contact_keys.as_words(typed).casefold() == "tez viza", typed


def test_several_numbers_and_every_way_to_write_one_are_found():
    """Of two numbers in one text, both; separators, digits and signs of every kind."""
    first, second = "998900000001", "998905551144"
    for typed, keys in (
        ("90 000 00 01 90 555 11 44", {first, second}),
        ("90 000 00 01\n90 555 11 44", {first, second}),
        ("998900000001 998905551144", {first, second}),
        ("+998 90 000 00 01/+998 90 555 11 44", {first, second}),
        ("90 000 00 01, 90 555 11 44 (Aziza)", {first, second}),
        ("8600 1234 5678 9012 90 555 11 44", {"8600123456789012", second}),
        ("+971 50 123 4567 90 555 11 44", {"971501234567", second}),
        *(
            (one, {second})
            for one in (
                *("1) 90 555 11 44", "90 555 11 44 (2)", "8 10 998 90 555 11 44"),
                *("90‐555‑11−44", "90/555/11/44", "90,555,11,44", "90•555•11•44"),
                *("90_555_11_44", "90*555*11*44", "+998 (90) - 555 11 44", "9 0 5 5 5 1 1 4 4"),
                *("٩٠ ٥٥٥ ١١ ٤٤", "९० ५५५ ११ ४४", "90\u200b5551144", "TE90 555 11 44"),
                *("tel. +998 90 555 11 44", "wa.me/998905551144"),
            )
        ),
    ):
        assert contact_keys.number_keys(typed) == keys, typed


def test_a_telegram_name_is_one_in_every_form_of_its_address():
    for typed in (
        *(
            "tez_viza.t.me",
            "https://tez_viza.t.me",
            "x/tez_viza.t.me",
            "t.me/s/tez_viza/5",
            "t.me//tez_viza",
        ),
        *(
            "telegram.dog/tez_viza",
            "tg://resolve?domain=tez_viza",
            "tg://resolve?a=1&domain=Tez_Viza",
        ),
    ):
        assert contact_keys.handle_keys(typed) == {"@tez_viza"}, typed
