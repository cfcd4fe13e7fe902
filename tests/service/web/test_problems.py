"""What went wrong, told to programs and to people."""

import msgspec
import pytest
from litestar.exceptions import HTTPException
from sqlalchemy import select
from sqlmodel import SQLModel, col

from catalog.core import errors, journal
from catalog.core.fields import TooLong
from catalog.core.journal import Entry
from catalog.vacancies.vacancies import Vacancy
from i18n import CITIZEN_LANGUAGES, Language
from service.accounts import login_sessions
from service.casework.money import payments
from service.infra import rate_limits, settings
from service.web import problems, rendering
from tests.service.api.casework import test_wages
from tests.support import cast


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.NotFound(), 404),
        (errors.NotAllowed(), 403),
        (errors.SignInNeeded(), 401),
        (errors.Conflict(), 409),
        (errors.EditConflict(), 412),
        (errors.Unavailable(), 503),
        (errors.InvalidInput([]), 422),
        (TooLong(most=1), 422),
        (rate_limits.TooManyAttempts(minutes=1, seconds=60), 429),
        (login_sessions.ConfirmFirst(), 403),
        (login_sessions.NotFromThisPage(), 403),
        (settings.UnknownHost(), 400),
        (settings.HttpsRequired(), 403),
    ],
)
def test_a_refusal_has_the_status_of_its_kind(refusal, status):
    assert problems.status_of(refusal) == status


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_it_is_said_in_the_readers_language_with_its_facts(lang):
    assert "8000" in rendering.refusal_text(lang, TooLong(most=8000))
    assert (rendering.refusal_text(lang, errors.NotFound()) == errors.NotFound.sentence) == (
        lang is Language.EN
    )


def test_a_row_never_leaves():
    with pytest.raises(TypeError, match="Vacancy"):
        msgspec.json.encode(Vacancy(), enc_hook=lambda one: problems.forbid_table_row(one))
    assert issubclass(Vacancy, SQLModel)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/vacancies/V-NOBODY"])
def test_a_program_is_told_as_problem_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    result = answer.json()
    assert result["status"] == 404
    assert result["request_id"] == answer.headers["x-request-id"]
    assert result["type"].startswith("/problems/")


def test_a_person_is_told_on_a_page_in_their_language(client):
    answer = client.get("/ru/vacancies/V-NOBODY")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert '<html lang="ru">' in answer.text
    assert answer.headers["x-request-id"] in answer.text


def test_a_lost_database_is_a_pause_and_says_when_to_come_again(client, app_state, monkeypatch):
    monkeypatch.setattr(app_state.database.engine.pool, "connect", _lost)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_program_that_named_no_version_is_not_told_that_it_is_an_older_one(
    client, as_, monkeypatch
):
    def stale(*_told, **_named):
        raise errors.EditConflict

    monkeypatch.setattr(payments, "receive", stale)
    program, paid = as_("elyor", key=True), test_wages.PAYMENT
    answers = [
        program.post(f"/api/v1/wages/{cast.CLAIM}/payments", json=paid, headers=item)
        for item in ({}, {"if-match": "1"})
    ]
    assert [one.status_code for one in answers] == [409, 412]


def _lost(*_told: object) -> None:
    raise errors.Unavailable


def test_what_the_framework_refuses_has_a_sentence_for_each_status():
    assert HTTPException(status_code=405).status_code in problems._SENTENCES
    assert all(sentence.endswith(".") for sentence in problems._SENTENCES.values())


def test_a_refusal_to_somebody_known_is_in_the_journal_before_it_leaves(client, as_, seeded):
    assert as_("barno").get("/en/desk/journal").status_code == 403
    with seeded.read() as session:
        entry = (
            session.execute(select(Entry).order_by(col(Entry.position).desc()).limit(1))
            .scalars()
            .one()
        )
    assert (entry.act, entry.reference) == ("refuse", "/{lang}/desk/journal")


def test_a_refusal_to_a_stranger_is_not(client, seeded):
    with seeded.read() as session:
        before = journal.head(session)
    assert client.get("/en/desk/wages").status_code == 401
    with seeded.read() as session:
        assert journal.head(session) == before


@pytest.mark.parametrize("path", ["/en/", "/api/v1/agencies"])
def test_who_tried_too_often_is_told_when_to_come_again(client, monkeypatch, path):
    def refuse(*_told: object, **_more: object) -> None:
        raise rate_limits.TooManyAttempts(minutes=2, seconds=73)

    monkeypatch.setattr("service.web.context.reading", refuse)
    answer = client.get(path, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "73")
    assert "2 min" in answer.text


def test_a_program_is_told_how_to_say_who_it_is(client):
    assert client.get("/api/v1/advice").headers["www-authenticate"] == "Bearer"
    refused = client.get("/api/v1/advice", headers={"authorization": "Bearer wrong"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert "www-authenticate" not in client.get("/en/desk").headers
    assert "retry-after" not in client.get("/en/desk").headers


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("barno", "advice/phrases/{0}/drop"),
        ("farida", "licences/AG-VALID/orders/{0}/lift"),
        ("iroda", "limits/{0}/confirm"),
        ("iroda", "wages/filters/{0}/drop"),
    ],
)
@pytest.mark.parametrize("number", [10**9, 10**30])
def test_a_number_that_no_row_can_have_is_one_that_is_not_there(as_, name, path, number):
    assert as_(name).post(f"/en/desk/{path.format(number)}").status_code in (404, 422)
