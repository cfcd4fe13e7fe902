"""A form action runs once for each form key; a refused form is shown again."""

import re

import pytest
from sqlalchemy import func, select

from catalog.core.actor import Role
from service.accounts import Account
from service.casework.advice.snippets import Phrase
from service.infra import access
from service.infra.access import Permission
from service.infra.idempotency import Once
from service.web import context

KEY = {"once": "k" * 22}
PHRASES = "/en/desk/advice/phrases"
PHRASE = {"name": "Claim", "text": "How to file a claim."} | KEY


def count(database, table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar()


def test_a_form_sent_again_runs_once(as_, seeded):
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


def test_a_form_without_a_key_runs_each_time(as_, seeded):
    client = as_("barno")
    for _ in "12":
        client.post(PHRASES, data=PHRASE | {"once": ""})
    assert (count(seeded, Phrase), count(seeded, Once)) == (2, 0)


def test_an_answer_with_a_secret_is_never_stored(as_, seeded):
    client = as_("laylo")
    values = {"email": "new@musofir.example", "name": "Ozoda", "role": "supervisor"}
    page = client.post("/en/desk/accounts/new", data=values | KEY)
    with seeded.read() as session:
        number = session.execute(
            select(Account.reference).where(Account.email == values["email"])
        ).scalar_one()
        stored = [row.answer.decode() for row in session.execute(select(Once)).scalars()]
    again = client.post(f"/en/desk/accounts/{number}/invitation", data=KEY)
    assert (page.status_code, again.status_code) == (200, 200)
    codes = [re.search(r'<strong class="ref">(.+?)</strong>', one.text)[1] for one in (page, again)]
    assert count(seeded, Once) == len(stored), "of the second form nothing is stored"
    assert not any(code in one for code in codes for one in stored)


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
def test_each_missing_field_shows_its_error(as_, name, path):
    answer = as_(name).post(path, data={})
    assert (answer.status_code, 'class="mistake"' in answer.text) == (422, True)


def test_an_answer_stored_by_an_earlier_version_still_leads_to_a_page(as_, monkeypatch):
    monkeypatch.setattr(context, "run_form_once", lambda *_: {"row": "earlier"})
    answer = as_("barno").post(PHRASES, data=PHRASE)
    seats = as_("iroda").post("/en/desk/seats", data={})
    assert (answer.status_code, answer.headers["location"]) == (303, PHRASES)
    assert (seats.status_code, seats.headers["location"]) == (303, "/en/desk/seats/")


def test_who_may_not_read_the_page_posts_none_of_its_forms(as_, monkeypatch):
    """A refused form is the page again, with all that stands on it."""
    client, rights = as_("barno"), access.ROLES[Role.ADVISER]
    path = "/en/desk/advice/records/contact/1/correct"
    assert client.post(path, data={}).status_code == 404
    monkeypatch.setitem(access.ROLES, Role.ADVISER, rights - {Permission.ADVICE_READ})
    assert client.post(path, data={}).status_code == 403
