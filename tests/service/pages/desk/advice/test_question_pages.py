"""The questions that wait at the desk, and how they are answered."""

import pytest

from catalog.core.actor import VISITOR
from i18n import Language
from service.casework.advice import questions
from service.casework.advice.questions import NewQuestion
from service.casework.advice.topics import Topic
from tests.support.audit_asserts import cannot_write, list_reads

ANSWER = {
    "answer": "Call the embassy today.",
    "level": "advice",
    "outcome": "explained",
    "once": "k" * 20,
}


@pytest.fixture
def code(seeded, clock):
    new_question = NewQuestion(Topic.CONTRACT, "The contract is in Korean only.", "KR")
    with seeded.write() as session:
        return questions.ask(session, new_question, Language.RU, by=VISITOR, on=clock()).code


def test_it_waits_for_advisers_and_the_country_s_post_and_for_nobody_else(as_, code):
    seen = {
        name: code in as_(name).get("/en/desk/advice/questions").text
        for name in ("barno", "davron", "elyor", "chinora")
    }
    assert seen == {"barno": True, "davron": True, "elyor": False, "chinora": False}
    assert "question is waiting" in as_("barno").get("/en/desk").text


def test_it_is_answered_once_and_becomes_a_session(as_, code):
    client = as_("barno")
    assert (
        client.post(f"/en/desk/advice/questions/{code}", data=ANSWER)
        .headers["location"]
        .endswith("questions")
    )
    page = client.get(f"/en/desk/advice/questions/{code}").text
    assert "Call the embassy today." in page
    assert 'name="answer"' not in page
    path = page.split("/desk/advice/A-")[1].split('"')[0]
    session = client.get(f"/en/desk/advice/A-{path}").text
    assert f"question {code}" in session
    assert "no name given" in session
    assert client.get("/en/desk/advice/questions").text.count(code) == 0


def test_a_second_answer_is_refused_and_what_was_typed_is_kept(as_, code):
    as_("barno").post(f"/en/desk/advice/questions/{code}", data=ANSWER)
    page = as_("davron").post(f"/en/desk/advice/questions/{code}", data=ANSWER | {"once": "q" * 20})
    assert page.status_code == 422
    assert "Somebody has already answered this question" in page.text
    again = as_("barno").post(f"/en/desk/advice/questions/{code}", data=ANSWER)
    assert again.status_code == 303, "a lost reply is no second answer"


def test_an_empty_answer_is_none(as_, code):
    page = as_("barno").post(f"/en/desk/advice/questions/{code}", data=ANSWER | {"answer": " "})
    assert page.status_code == 422
    assert 'href="#answer"' in page.text


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("iroda", 403), ("elyor", 404), ("hamid", 403)]
)
def test_only_whoever_sees_it_and_advises_answers(as_, code, name, status):
    assert as_(name).post(f"/en/desk/advice/questions/{code}", data=ANSWER).status_code == status


def test_opening_it_stands_in_the_journal_or_there_is_no_page(
    as_, seeded, app_state, code, monkeypatch
):
    client = as_("barno")
    client.get(f"/en/desk/advice/questions/{code}")
    assert list_reads(seeded)[-1] == ("question", "open", "")
    cannot_write(app_state.database, monkeypatch)
    lost = client.get(f"/en/desk/advice/questions/{code}")
    assert (lost.status_code, "in Korean only" in lost.text) == (503, False)
