"""What a person typed of their claim: read as it was meant, and carried so that nobody else can
read it."""

from datetime import date

import pytest

from catalog.core.errors import Refusal
from catalog.core.fields import TooLongAgo
from service.input import forms
from service.pages.shared import claim_draft as drafts

TODAY = date(2026, 11, 25)


def read_step(step, **typed):
    return drafts.read_step(drafts.new_draft(**typed), step, TODAY)


def wrong(step, **typed):
    with pytest.raises(Refusal) as refused:
        read_step(step, **typed)
    return set(forms.errors_by_field(refused.value))


def test_a_month_is_enough():
    typed = {"from_month": "2", "from_year": "2024", "to_month": "2", "to_year": "2024"}
    assert read_step("period", **typed) == {
        "worked_from": date(2024, 2, 1),
        "worked_to": date(2024, 2, 29),
    }


def test_a_month_typed_as_a_word_is_not_refused():
    typed = {"from_month": "iyun", "from_year": "2024", "to_month": "июль", "to_year": "2024"}
    assert read_step("period", **typed) == {
        "worked_from": date(2024, 6, 1),
        "worked_to": date(2024, 7, 31),
    }


def test_whoever_still_works_there_writes_this_month():
    typed = {
        "from_day": "7",
        "from_month": "03",
        "from_year": "2026",
        "to_month": "11",
        "to_year": "2026",
    }
    assert read_step("period", **typed) == {"worked_from": date(2026, 3, 7), "worked_to": TODAY}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "from_month"),
        ({"from_month": "13", "from_year": "2026"}, "from_month"),
        (
            {"from_month": "8", "from_year": "1991", "to_month": "2", "to_year": "2026"},
            "from_month",
        ),
        ({"from_month": "3", "from_year": "20260000"}, "from_year"),
        ({"from_month": "3", "from_year": "0202612"}, "from_year"),
        ({"from_month": "00199", "from_year": "2026"}, "from_month"),
        ({"from_month": "3", "from_year": "2026", "from_day": "00199"}, "from_day"),
        ({"from_month": "٣", "from_year": "2026"}, "from_month"),
        ({"from_month": "3", "from_year": "2026", "from_day": "²"}, "from_day"),
        ({"from_month": "2", "from_year": "2026", "from_day": "30"}, "from_day"),
        (
            {"from_month": "1", "from_year": "2027", "to_month": "2", "to_year": "2027"},
            "from_month",
        ),
        ({"from_month": "3", "from_year": "2026", "to_month": "2", "to_year": "2026"}, "to_month"),
        ({"from_month": "3", "from_year": "2026", "to_month": "12", "to_year": "2026"}, "to_month"),
    ],
)
def test_what_is_no_time_is_said_beside_its_answer(typed, field):
    assert wrong("period", **typed) == {field}


def test_a_date_in_three_fields_is_not_asked_for_in_one_nor_a_year_of_four_digits_for_digits():
    for typed, kind in (
        ({"from_day": "31"}, drafts.NoSuchDay),
        ({"from_year": "1890"}, TooLongAgo),
    ):
        period = {"from_month": "2", "from_year": "2026", "to_month": "3", "to_year": "2026"}
        with pytest.raises(kind):
            read_step("period", **period | typed)


def test_sums_are_whole_units_in_any_spelling():
    typed = {"amount_1": "1 200,50", "currency_1": "TRY", "component_1": "base_pay"}
    typed |= {"amount_3": "90000", "currency_3": "KRW", "component_3": "overtime"}
    assert [(line.amount, line.currency) for line in read_step("amount", **typed)["lines"]] == [
        (120050, "TRY"),
        (90000, "KRW"),
    ]
    with_sign = {"amount_1": "10,000 $", "currency_1": "", "component_1": "base_pay"}
    assert [(line.amount, line.currency) for line in read_step("amount", **with_sign)["lines"]] == [
        (1000000, "USD")
    ]
    assert wrong("amount", **(with_sign | {"currency_1": "TRY"})) == {"amount_1"}


def test_a_mistake_stands_beside_its_own_line():
    typed = {"amount_2": "a lot", "currency_2": "TRY", "component_2": "base_pay"}
    assert wrong("amount", **typed) == {"amount_2"}
    assert wrong("amount", amount_1="0", currency_1="TRY", component_1="base_pay") == {"amount_1"}
    assert wrong("amount") == {"amount_1"}


def test_a_phone_is_needed_and_must_be_one():
    assert wrong("contact", name="Alisher", language="uz") == {"phone"}
    assert wrong("contact", name="Alisher", phone="12", language="uz") == {"phone"}
    assert (
        read_step("contact", name="Олим", phone="90 123-45-67", language="uz-Cyrl")["contact"].name
        == "Олим"
    )


def test_the_first_open_question_is_known():
    assert drafts.new_draft().missing == "country"
    assert drafts.new_draft(name="Alisher", phone="1", country="RU").missing == "employer"


def test_a_claim_from_home_is_taken_and_so_is_one_of_somebody_under_18():
    assert read_step("country", country="UZ") == {"country": "UZ"}
    values = {"name": "Olim", "phone": "90 123-45-67", "language": "uz"}
    assert read_step("contact", **values)["contact"].age_band == "not_stated"
    assert read_step("contact", **values, under_18="true")["contact"].age_band == "under_18"


def test_the_longest_story_fits_beside_the_longest_answers(client):
    letters = "".join(chr(0x410 + (n * n * 7919 + n) % 64) for n in range(drafts.STORY + 600))
    typed = {
        "employer": letters[-200:],
        "city": letters[-400:-280],
        "name": letters[-600:-400],
        "phone": "+998 90 000 00 07",
    }
    client.post("/en/wages/file/start")
    for step, told_ in (
        ("employer", typed),
        ("story", {"story": letters[: drafts.STORY]}),
        ("contact", typed),
    ):
        answer = client.post(f"/en/wages/file/{step}", data=told_ | {"language": "uz"})
        assert answer.status_code == 303, answer.text
        assert "wrong" not in answer.headers["location"]
