"""A worker keeps their wage diary on a telephone, and what is missing becomes their claim."""

import re

import pytest

from service.pages.account.my_diary import _minutes

HERE = "/en/me/diary"
TOLD = {
    "employer": "Severny Dvor Stroy",
    "country": "RU",
    "city": "Moscow",
    "wage": "130 000",
    "currency": "RUB",
    "period": "month",
    "days_a_month": "26",
}


@pytest.fixture
def diary(as_) -> str:
    done = as_("rustam").post(HERE, data=TOLD | {"once": "k" * 24})
    assert done.status_code == 303
    return done.headers["location"]


def test_days_are_noted_as_people_write_hours_and_what_is_missing_is_shown(as_, diary):
    client = as_("rustam")
    assert (
        client.post(diary, data={"day": "2026-11-02", "hours": "9:30", "paid": ""}).status_code
        == 303
    )
    assert (
        client.post(diary, data={"day": "2026-11-03", "hours": "8,5", "paid": "2 000"}).status_code
        == 303
    )
    page = client.get(diary).text
    for text in ("9:30", "8:30", "10,000", "8,000", "Turn this into a claim"):
        assert text in page, text
    assert "unpaid: " in client.get(HERE).text


def test_it_becomes_a_claim_once_and_goes_on_then(as_, diary):
    client = as_("rustam")
    client.post(diary, data={"day": "2026-11-02", "hours": "9", "paid": ""})
    for key in ("m" * 24, "m" * 24, "n" * 24):
        client.post(f"{diary}/claim", data={"once": key})
    page = client.get(diary).text
    assert "A claim has been filed from this diary." in page
    assert "Record this day" in page
    assert "Turn this into a claim" not in page
    assert client.post(diary, data={"day": "2026-11-02", "hours": "8"}).status_code == 422
    assert client.post(diary, data={"day": "2026-11-04", "hours": "9"}).status_code == 303
    number = page.split('<strong class="ref">')[1].split("<")[0]
    assert number in as_("chinora").get("/en/desk/wages?q=Severny").text


def test_the_currency_of_every_country_is_offered_and_is_the_usual_one(as_):
    client = as_("rustam")
    assert "Kazakhstani tenge (KZT)" in client.get(HERE).text
    without = TOLD | {"currency": "", "once": "k" * 24}
    diary = client.post(HERE, data=without).headers["location"]
    assert "₽130,000" in client.get(diary).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours", "25"),
        ("hours", "9:75"),
        ("hours", "many"),
        ("day", ""),
        ("day", "2027-01-01"),
        ("paid", "x"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(as_, diary, name, value):
    page = as_("rustam").post(
        diary, data={"day": "2026-11-02", "hours": "8", "paid": ""} | {name: value}
    )
    assert (page.status_code, f'id="{name}-wrong"' in page.text) == (422, True)


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_form(as_, diary):
    for day in ("2027-01-01", ""):
        typed = {"day": day, "hours": "25", "paid": "x"}
        page = as_("rustam").post(diary, data=typed).text
        assert re.findall('<li>\\s*<a href="#([a-z]+)"', page) == ["day", "hours", "paid"], day
    wrong = TOLD | {"employer": "", "country": "ZZ", "wage": "lots"}
    page = as_("rustam").post(HERE, data=wrong).text
    assert re.findall('<li>\\s*<a href="#([a-z]+)"', page) == ["employer", "country", "wage"]


def test_a_second_payment_of_a_day_replaces_the_first_only_after_a_question(as_, diary):
    client, day = as_("rustam"), {"day": "2026-11-02"}
    client.post(diary, data=day | {"hours": "9:30", "paid": "2 000"})
    assert client.post(diary, data=day | {"paid": "2 000"}).status_code == 303, "nothing changes"
    for typed, known in (({"paid": "500"}, "₽2,000"), ({"hours": "8"}, "9:30")):
        asked = client.post(diary, data=day | typed)
        assert asked.status_code == 422
        assert f"You have already recorded {known} for this day." in asked.text
    assert 'name="replace"' in asked.text
    done = client.post(diary, data=day | {"paid": "2 500", "replace": "true"})
    assert done.status_code == 303
    assert "₽2,500" in client.get(diary).text


@pytest.mark.parametrize(
    ("name", "value"),
    [("employer", ""), ("wage", "lots"), ("country", "ZZ"), ("days_a_month", "40")],
)
def test_a_diary_that_cannot_be_is_not_begun(as_, name, value):
    page = as_("rustam").post(HERE, data=TOLD | {name: value, "once": "k" * 24})
    assert (page.status_code, f'id="{name}-wrong"' in page.text) == (422, True)


def test_it_is_nobody_elses(as_, diary):
    assert as_("alisher").get(diary).status_code == 404
    assert as_("alisher").post(f"{diary}/claim", data={"once": "k" * 24}).status_code == 404
    assert "Severny" not in as_("alisher").get(HERE).text
    assert as_("farida").get(HERE).status_code == 404
    assert as_().get(HERE).status_code == 401


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("9", 540), ("9.5", 570), ("9,25", 555), ("9:30", 570), (" 24 ", 1440), ("", None), ("0", 0)],
)
def test_hours_as_people_write_them(typed, minutes):
    assert _minutes(typed) == minutes
