"""A question without a name: asked, written down, read again, and nobody the wiser who asked."""

import html
import re

import pytest
from sqlalchemy import func, select

from catalog.core import journal
from service.casework.advice.questions import Question
from service.casework.claims import follow_secret
from service.casework.protection.referrals import Referral
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance
from tests.support import cast

ASKED = {
    "topic": "document_kept",
    "country": "KR",
    "text": "They keep my passport. What shall I do?",
    "once": "k" * 20,
}


@pytest.fixture
def send(client):
    def sent(**values):
        answer = client.post("/en/advice/ask", data=ASKED | values)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == "/en/advice/asked"
        page = client.get("/en/advice/asked").text
        return re.search(r"Q-[2-9A-Z]{8}", page)[0], "".join(
            re.findall(r"<span>([2-9A-Z]{6})</span>", page)
        )

    return sent


def test_safety_comes_before_the_question(client):
    page = client.get("/en/advice/ask?topic=contract&country=KR").text
    assert page.index("Numbers to call now") < page.index('name="text"')
    assert page.index("Leave this page") < page.index("<h1>")
    assert 'value="contract" selected' in page
    assert 'name="name"' not in page


def test_code_and_secret_show_the_question_and_once_answered_the_answer(client, send, as_):
    code, secret = send()
    pair = {"code": code, "secret": secret}
    page = client.post("/en/advice/answer", data=pair).text
    assert "There is no answer yet" in page
    assert ASKED["text"] in page
    answer = {
        "answer": "Call the embassy today.",
        "level": "advice",
        "outcome": "explained",
        "once": "q" * 20,
    }
    assert as_("davron").post(f"/en/desk/advice/questions/{code}", data=answer).status_code == 303
    page = as_().post("/en/advice/answer", data=pair).text
    assert "Call the embassy today." in page
    assert "Davron" not in page, "an answer is the Agency's"


def test_sent_twice_it_is_one_question_under_one_code(client, send, seeded):
    assert send() == send()
    with seeded.read() as session:
        assert session.execute(select(func.count()).select_from(Question)).scalar() == 1


def test_a_mistake_keeps_what_was_typed(client):
    page = client.post("/en/advice/ask", data=ASKED | {"topic": "", "country": "ZZ"})
    assert page.status_code == 422
    assert ASKED["text"] in page.text
    assert 'href="#topic"' in page.text
    assert client.post("/en/advice/ask", data=ASKED | {"text": "Help"}).status_code == 422
    assert client.post("/en/advice/ask", data=ASKED | {"text": "x" * 4_001}).status_code == 422


def test_whoever_is_signed_in_asks_as_a_stranger(as_, seeded):
    client = as_("alisher")
    assert client.post("/en/advice/ask", data=ASKED).status_code == 303
    with seeded.read() as session:
        entries = session.execute(select(journal.Entry)).scalars().all()
        assert {one.account for one in entries if one.noun == "question"} == {"visitor"}


def test_code_and_secret_are_gone_once_the_phone_is_cleared(client, send):
    send()
    assert "no-store" in client.get("/en/advice/asked").headers["cache-control"]
    client.post("/en/advice/asked")
    client.cookies.clear()
    assert client.get("/en/advice/asked").headers["location"] == "/en/advice/ask"


def test_leaving_by_the_button_forgets_the_question(client, send):
    number, secret = send()
    pair = {"code": number, "secret": secret}
    for page in (client.get("/en/advice/ask"), client.post("/en/advice/answer", data=pair)):
        button = re.search(r'<a class="button leave" href="([^"]+)"', page.text)[1]
        assert button == "/en/leave"
    assert client.get("/en/advice/asked").status_code == 200
    client.get(button)
    assert client.get("/en/advice/asked").headers["location"] == "/en/advice/ask"


def test_the_cookie_of_somebody_else_s_making_shows_nothing(client):
    for value in ("", "x", "AAAA" * 20):
        client.cookies.set("question", value, domain="testserver.local")
        assert client.get("/en/advice/asked").status_code == 303


def test_a_wrong_pair_never_says_which_was_wrong_and_keeps_nobody_out(client, send, monkeypatch):
    """A wrong secret is counted of its network; the right one passes even there."""
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(4, HOUR))
    code, secret = send()
    pairs = [(code, "X" * 24), ("Q-22222222", secret)] * 3
    tries = [
        client.post("/en/advice/answer", data={"code": one, "secret": other})
        for one, other in pairs
    ]
    assert all(
        "We could not find a question with this code and secret code" in page.text
        for page in tries[:4]
    )
    assert [page.status_code for page in tries] == [422] * 4 + [429] * 2
    assert (
        client.post("/en/advice/answer", data={"code": code, "secret": secret}).status_code == 200
    )


@pytest.mark.parametrize("path", ["ask", "answer"])
def test_it_is_asked_in_every_language(client, path):
    for lang in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
        page = client.get(f"/{lang}/advice/{path}")
        assert (page.status_code, 'name="robots" content="noindex"' in page.text) == (200, True)


def test_whoever_is_told_to_write_to_us_gets_a_form_that_takes_it(client, as_):
    """From a claim, a letter, a mistake and one's own file; a link to nowhere would leave them with
    nobody."""
    pair = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    pages = {
        "lost secret": client.get("/en/wages/follow"),
        "lost answers": client.get("/en/wages/file/start?lost"),
        "claim": client.post("/en/wages/follow", data=pair),
        "mistake": client.get("/en/nowhere"),
        "unclaimed": client.post(
            "/en/wages/unclaimed", data={"passport": "AA0000001", "birth_year": "1990"}
        ),
    } | {path: as_("alisher").get(f"/en/me/{path}") for path in ("file", "opened", "sign-ins")}
    links = {
        name: re.findall('href="(/en/advice/ask[^"]*)">Write to us', page.text)
        for name, page in pages.items()
    }
    assert [name for name, found in links.items() if not found] == []
    for link in {html.unescape(one) for found in links.values() for one in found}:
        form = as_("alisher").get(link)
        assert (form.status_code, 'name="text"' in form.text) == (200, True), link
        topic = re.search("topic=([a-z_]+)", link)
        assert topic is None or f'value="{topic[1]}" selected' in form.text, link


def test_a_question_about_a_child_at_home_is_taken_and_told_to_whom_it_belongs(
    client, send, seeded
):
    assert (
        "the State Labour Inspectorate is responsible"
        not in (send(once="n" * 20), client)[1].get("/en/advice/asked").text
    )
    code, _ = send(country="UZ", under_18="true")
    assert "the State Labour Inspectorate is responsible" in client.get("/en/advice/asked").text
    with seeded.read() as session:
        assert session.get_one(Question, code).under_18
        (case,) = session.execute(select(Referral)).scalars()
        assert (case.urgency, case.country) == ("emergency", "UZ")
    page = client.post("/en/advice/ask", data=ASKED | {"under_18": "perhaps", "once": "z" * 20})
    assert (page.status_code, 'href="#under_18"' in page.text) == (422, True)
