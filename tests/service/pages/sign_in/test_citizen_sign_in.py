"""A citizen comes in by telephone, and nobody learns whether a number is known here."""

import re

import pytest

from catalog.core import outbox
from matching.identity import persons, telephones
from matching.identity.persons import Citizen
from service.accounts import phone_login
from service.casework.incidents import death_confirmation
from service.casework.incidents.death_confirmation import TakingBack
from service.casework.scope.incident_tables import Incident
from service.web import context
from tests.support import cast, sample_incidents

PHONE = "+998 90 000 00 01"
NOBODYS = "+998 90 777 77 77"


def digits(seeded) -> str:
    """The six digits of the newest message, as its reader finds them on the telephone."""
    with seeded.read() as session:
        return re.search(r"\b(\d{6})\b", outbox.latest(session, 1)[0].words)[1]


def ask(client, phone=PHONE, **more):
    return client.post("/en/sign-in", data={"phone": phone, "channel": "sms", **more})


def come_in(client, seeded, phone=PHONE, **more):
    ask(client, phone, **more)
    return client.post("/en/sign-in/code", data={"code": digits(seeded)})


def test_the_digits_sent_to_the_number_open_its_account(client, seeded):
    answer = come_in(client, seeded)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/me")
    assert "••••••••••001" in client.get("/en/me").text


def test_whoever_comes_for_the_first_time_is_let_in_as_well(client, seeded):
    assert come_in(client, seeded, NOBODYS).status_code == 303
    assert client.get("/en/me").status_code == 200


def test_no_answer_tells_whether_a_number_is_known(client, seeded):
    answers = []
    for phone in (PHONE, NOBODYS):
        client.cookies.clear()
        first = ask(client, phone)
        wrong = client.post("/en/sign-in/code", data={"code": "abcdef"})
        answers.append(
            (first.status_code, first.headers["location"], wrong.status_code, len(wrong.text))
        )
    assert answers[0] == answers[1]


def test_whoever_holds_the_telephone_of_the_dead_gets_an_account_of_their_own(
    client, seeded, clock
):
    claim = f"/en/me/claims/{cast.CLAIM}"
    come_in(client, seeded)
    assert client.get(claim).status_code == 200
    with seeded.write() as session:
        account = phone_login.find_by_number(session, telephones.international_number(PHONE))
        former, person = account.reference, account.citizen
        incident = sample_incidents.died(session, person, on=clock())
    assert client.get("/en/me").status_code == 401
    assert come_in(client, seeded).status_code == 303
    assert client.get(claim).status_code == 404
    with seeded.write() as session:
        row = session.get_one(Incident, incident.reference)
        taking_back = TakingBack("Another person died")
        death_confirmation.take_back(session, row, taking_back, by=cast.CHINORA, on=clock())
    client.cookies.clear()
    come_in(client, seeded)
    assert client.get(claim).status_code == 404
    with seeded.read() as session:
        now = phone_login.find_by_number(session, telephones.international_number(PHONE))
        assert (now.reference == former, now.citizen == person) == (False, False)
        record = session.get_one(Citizen, person)
        assert persons.phone(session, record) == telephones.international_number(PHONE), (
            "the family's contact stays"
        )
        assert session.get_one(Citizen, now.citizen).linked_to is None


def test_digits_are_good_once(client, seeded):
    ask(client)
    code = digits(seeded)
    kept = client.cookies.get("way")
    assert client.post("/en/sign-in/code", data={"code": code}).status_code == 303
    client.cookies.clear()
    client.cookies.set("way", kept)
    assert client.post("/en/sign-in/code", data={"code": code}).status_code == 422


def test_digits_are_too_late_after_ten_minutes(client, seeded, clock):
    ask(client)
    clock.forward(minutes=9)
    code = digits(seeded)
    clock.forward(minutes=2)
    answer = client.post("/en/sign-in/code", data={"code": code})
    assert (answer.status_code, "more than 10 minutes old" in answer.text) == (422, True)
    assert client.get("/en/me").status_code == 401


def test_only_the_newest_digits_hold(client, seeded):
    ask(client)
    first = digits(seeded)
    ask(client)
    if first != digits(seeded):
        assert client.post("/en/sign-in/code", data={"code": first}).status_code == 422


def test_the_sixth_try_has_to_wait_and_then_goes_on(client, seeded, clock):
    ask(client)
    tries = [
        client.post("/en/sign-in/code", data={"code": f"{n:06d}x"}).status_code for n in range(6)
    ]
    assert tries == [422] * 5 + [429]
    clock.forward(minutes=6)
    assert client.post("/en/sign-in/code", data={"code": digits(seeded)}).status_code == 303


def test_one_number_gets_three_messages_in_ten_minutes(client):
    assert [ask(client).status_code for _ in range(4)] == [303] * 3 + [429]
    assert ask(client, NOBODYS).status_code == 303


def test_a_number_that_is_none_is_told_beside_the_field(client):
    answer = ask(client, "12")
    assert answer.status_code == 422
    assert 'href="#phone"' in answer.text
    assert 'value="12"' in answer.text


def test_the_message_is_in_the_language_of_the_page(client, seeded):
    client.post("/ru/sign-in", data={"phone": PHONE, "channel": "telegram"})
    with seeded.read() as session:
        letter = outbox.latest(session, 1)[0]
    assert (letter.channel.value, letter.number) == ("telegram", "+998900000001")


def test_without_a_number_there_are_no_digits_to_type(client):
    assert client.get("/en/sign-in/code").headers["location"] == "/en/sign-in"
    answer = client.post("/en/sign-in/code", data={"code": "123456"})
    assert (answer.status_code, "ask for a new code" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/en//evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "/en/me\r\nX: y",
        "/en/sign-in",
        "\\\\evil",
        "/ru@evil.example",
        "http:/en/me",
        " /en/me",
    ],
)
def test_nobody_is_sent_to_another_site_afterwards(client, seeded, then):
    assert come_in(client, seeded, then=then).headers["location"] == "/en/me"


def test_one_goes_on_where_one_wanted_to_go(client, seeded):
    assert (
        come_in(client, seeded, then="/ru/wages/follow").headers["location"] == "/ru/wages/follow"
    )


def test_the_cookie_somebody_planted_before_is_not_the_one_afterwards(client, seeded):
    """Session fixation."""
    client.cookies.set(context.COOKIE, "known-to-the-attacker", domain="testserver.local")
    come_in(client, seeded)
    assert client.cookies.get(context.COOKIE) not in (None, "known-to-the-attacker")
    client.cookies.clear()
    client.cookies.set(context.COOKIE, "known-to-the-attacker")
    assert client.get("/en/me").status_code == 401


def test_a_disabled_citizen_is_not_let_in_and_not_told_why(client, seeded, clock):
    come_in(client, seeded, NOBODYS)
    with seeded.write() as session:
        account = phone_login.find_by_number(session, "+998907777777")
        account.disabled_at = clock()
    client.cookies.clear()
    assert come_in(client, seeded, NOBODYS).status_code == 422


def test_who_signs_in_to_apply_finds_the_job_among_their_applications(client, seeded, clock):
    """Somebody who closes the page halfway would have to search for the job again."""
    with seeded.read() as session:
        jobs = {
            name: cast.named(session, name).reference for name in ("published", "quota", "over")
        }
    for name, kept in (("quota", 0), ("over", 0), ("published", 1), ("published", 1)):
        client.cookies.clear()
        clock.forward(hours=1)
        answer = come_in(client, seeded, NOBODYS, then=f"/en/me/apply/{jobs[name]}")
        assert answer.headers["location"] == f"/en/me/apply/{jobs[name]}"
        page = client.get("/en/me/applications").text
        assert page.count("Not submitted yet") == kept, name
