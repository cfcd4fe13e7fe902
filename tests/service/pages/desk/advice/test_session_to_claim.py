"""A session becomes a claim by one form, its person and country with it."""

import re

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from tests.support.audit_asserts import list_reads

NEW = {
    "channel": "hotline",
    "topic": "unpaid_wages",
    "level": "advice",
    "outcome": "open",
    "region": "1726",
}
OWED = {
    "employer": "Invented Works",
    "city": "Tver",
    "from_month": "3",
    "from_year": "2026",
    "to_month": "8",
    "to_year": "2026",
    "amount_1": "1 200",
    "currency_1": "USD",
    "component_1": "base_pay",
    "once": "q" * 20,
}


@pytest.fixture
def log(as_):
    def logged(**values):
        answer = as_("barno").post("/en/desk/advice/new", data=NEW | values)
        return answer.headers["location"]

    return logged


def filed(answer) -> tuple[str, str]:
    assert answer.status_code == 200, answer.text
    return re.search(r"W-[2-9A-Z]{8}", answer.text)[0], "".join(
        re.findall(r"<span>([2-9A-Z]{6})</span>", answer.text)
    )


def test_the_form_shows_the_person_and_asks_for_no_contact(as_, log):
    page = as_("barno").get(log(name="Caller Invented", country="RU") + "/claim").text
    assert "Caller Invented" in page
    assert 'name="phone"' not in page
    assert 'name="country"' not in page


def test_one_act_files_it_for_the_same_person_and_both_link_to_each_other(as_, log, seeded):
    path, client = log(name="Caller Invented", country="RU"), as_("barno")
    number, secret = filed(client.post(f"{path}/claim", data=OWED))
    assert f"/desk/wages/{number}" in client.get(path).text
    assert path in client.get(f"/en/desk/wages/{number}").text
    with seeded.read() as session:
        assert session.get_one(Claim, number).country == "RU"
        named = (
            select(func.count()).select_from(Citizen).where(col(Citizen.name) == "Caller Invented")
        )
        assert session.execute(named).scalar() == 1
    followed = as_().post("/en/wages/follow", data={"reference": number, "secret": secret})
    assert followed.status_code == 200, "the worker follows it with what was read out"


def test_an_absurd_amount_is_filed_only_after_it_was_ticked_as_right(as_, log):
    path, client = log(name="Caller Invented", country="RU"), as_("barno")
    asked = client.post(f"{path}/claim", data=OWED | {"amount_1": "999999999"})
    assert (asked.status_code, 'value="999999999"' in asked.text) == (422, True)
    tick = re.search(r'name="(amount_1_confirm_\w+)"', asked.text)[1]
    sent = OWED | {"amount_1": "999999999", tick: "1", "once": "z" * 20}
    filed(client.post(f"{path}/claim", data=sent))


def test_of_somebody_without_a_name_the_contact_and_the_country_are_asked(as_, log):
    path, client = log(), as_("barno")
    missing = client.post(f"{path}/claim", data=OWED)
    assert missing.status_code == 422
    assert all(f'href="#{field}"' in missing.text for field in ("country", "name"))
    result = OWED | {
        "country": "KR",
        "name": "Worker Invented",
        "phone": "90 000 00 55",
        "once": "z" * 20,
    }
    number, _ = filed(client.post(f"{path}/claim", data=result))
    assert client.get(f"/en/desk/wages/{number}").status_code == 200, (
        "the adviser sees what they filed"
    )


def test_no_currency_is_chosen_before_the_country_and_each_can_be(as_, log):
    def chosen(country):
        page = as_("barno").get(log(name="Caller Invented", country=country) + "/claim").text
        options = page.split('id="currency_1"')[1].split("</select>")[0]
        return "KRW" in options, re.findall(r'value="(\w+)" selected', options)

    assert chosen("") == (True, [])
    assert chosen("KR") == (True, ["KRW"])
    assert chosen("RU") == (False, ["RUB"])


def test_every_mistake_is_told_at_once_and_what_was_typed_is_kept(as_, log):
    wrong = OWED | {
        "employer": "",
        "from_month": "13",
        "amount_1": "plenty",
        "story": "typed with care",
    }
    page = as_("barno").post(log(name="Caller Invented", country="RU") + "/claim", data=wrong)
    assert page.status_code == 422
    assert all(f'href="#{field}"' in page.text for field in ("employer", "from_month", "amount_1"))
    assert "typed with care" in page.text


def test_sent_twice_it_is_one_claim_with_one_secret(as_, log):
    path, client = log(name="Caller Invented", country="RU"), as_("barno")
    assert filed(client.post(f"{path}/claim", data=OWED)) == filed(
        client.post(f"{path}/claim", data=OWED)
    )


def test_an_adviser_acknowledges_it_and_decides_nothing(as_, log):
    path, client = log(name="Caller Invented", country="RU"), as_("barno")
    number, _ = filed(client.post(f"{path}/claim", data=OWED))
    page = client.get(f"/en/desk/wages/{number}").text
    assert re.findall(
        r'<option value="(\w+)">', page.split('name="to"')[1].split("</select>")[0]
    ) == ["acknowledged"]
    step = {"to": "acknowledged", "next_action": "Call", "due": "2026-12-01", "version": "1"}
    assert client.post(f"/en/desk/wages/{number}/steps", data=step).status_code == 303
    assert (
        client.post(
            f"/en/desk/wages/{number}/steps", data=step | {"to": "screened", "version": "2"}
        ).status_code
        == 303
    )
    assert "Confirm the step" not in client.get(f"/en/desk/wages/{number}").text
    further = client.post(
        f"/en/desk/wages/{number}/steps", data=step | {"to": "calculated", "version": "3"}
    )
    assert further.status_code == 403
    assert "You do not have permission to do this" in further.text
    for act in ("payments", "pay-outs", "notes", "amounts"):
        assert client.post(f"/en/desk/wages/{number}/{act}", data={}).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("elyor", 404), ("iroda", 403), ("nodira", 403)]
)
def test_nobody_files_from_a_session_that_is_not_theirs(as_, log, name, status):
    path = log(country="RU")
    assert as_(name).get(f"{path}/claim").status_code == status
    assert as_(name).post(f"{path}/claim", data=OWED).status_code == status


def test_opening_the_form_is_opening_the_session(as_, log, seeded):
    path = log(country="RU")
    as_("barno").get(f"{path}/claim")
    assert list_reads(seeded)[-1] == ("advice", "open", "")
