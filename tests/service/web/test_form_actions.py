"""Form actions: done once under the key of the form, and shown again where they were refused."""

import pytest
from sqlalchemy import func, select

from service.accounts import Account
from service.casework.advice.snippets import Phrase
from service.infra.idempotency import Once

KEY = {"once": "k" * 22}
PHRASES = "/en/desk/advice/phrases"
PHRASE = {"name": "Claim", "text": "How to file a claim."} | KEY


def count(database, table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar()


def test_a_form_that_is_sent_again_is_done_once(as_, seeded):
    client = as_("barno")
    answers = [client.post(PHRASES, data=PHRASE) for _ in "12"]
    assert [one.status_code for one in answers] == [303, 303]
    assert {one.headers["location"] for one in answers} == {PHRASES}
    assert count(seeded, Phrase) == 1


def test_other_answers_under_the_same_key_are_refused_and_stay_in_the_form(as_, seeded):
    client = as_("barno")
    client.post(PHRASES, data=PHRASE)
    page = client.post(PHRASES, data=PHRASE | {"text": "Something else."})
    assert (page.status_code, "Something else." in page.text) == (422, True)
    assert count(seeded, Phrase) == 1


def test_a_form_without_a_key_is_done_each_time(as_, seeded):
    client = as_("barno")
    for _ in "12":
        client.post(PHRASES, data=PHRASE | {"once": ""})
    assert (count(seeded, Phrase), count(seeded, Once)) == (2, 0)


def test_an_answer_with_a_secret_is_never_stored(as_, seeded):
    values = {"email": "new@musofir.example", "name": "Ozoda", "role": "supervisor"} | KEY
    before = count(seeded, Account)
    assert as_("laylo").post("/en/desk/accounts/new", data=values).status_code == 200
    assert (count(seeded, Account), count(seeded, Once)) == (before + 1, 0)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("barno", PHRASES),
        ("laylo", "/en/desk/accounts/new"),
        ("iroda", "/en/desk/glass"),
        ("iroda", "/en/desk/seats"),
        ("jamshid", "/en/desk/report/2019/checks"),
    ],
)
def test_a_form_without_its_fields_is_refused_beside_them(as_, name, path):
    answer = as_(name).post(path, data={})
    assert (answer.status_code, "Answer this question." in answer.text) == (422, True)
