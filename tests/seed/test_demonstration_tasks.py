"""The six tasks of the demonstration's first page begin where their words say."""

import asyncio
import html
import re

import pytest
from litestar.testing import TestClient

from service import app
from service.infra.settings import Settings
from tests.conftest import write_key

# What each button leads to: a form, or a sentence, of the page on which the task begins.
SEEN = {
    "claim": 'action="/en/wages/file/start"',
    "session": 'action="/en/desk/advice/new"',
    "payment": "Partly paid",
    "order": "This is a proposal. It takes effect when a colleague has also signed it.",
    "signature": 'value="confirm">Confirm<',
    "records": 'href="/en/desk/wages/W-',
}


@pytest.fixture
def client(shown, clock, tmp_path, monkeypatch):
    write_key(tmp_path)
    url = shown.engine.url.render_as_string(hide_password=False)
    settings = Settings(
        home=tmp_path,
        database_url=url,
        allowed_hosts=("testserver.local", "testserver"),
        demonstration=True,
    )
    monkeypatch.setattr(
        app, "_start_background_tasks", lambda *_: [asyncio.ensure_future(asyncio.sleep(0))]
    )
    with TestClient(app.attach_state(app.build_routes(), settings, clock)) as client:
        yield client


def test_each_task_begins_where_its_words_say(client):
    page = client.get("/en/walk").text
    offer = html.unescape(re.search(r'href="(/en/offers\?[^"]+)"', page)[1])
    assert "This is probably a fraud." in client.get(offer).text
    assert (
        "This agency is allowed to recruit in Uzbekistan today"
        in client.get("/en/offers?agency=Namuna Silk Road Jobs").text
    )
    starts = re.findall(r'<button form="([^"]+)" name="to" value="([^"]+)">', page)
    assert [key for _, key in starts] == list(SEEN)
    for email, key in starts:
        token = re.search(r'name="token" value="([^"]+)"', client.get("/en/walk").text)
        data = {"to": key} | ({"token": token[1]} if token else {})
        answer = client.post(f"/en/walk/{email}", data=data)
        assert answer.status_code == 200, key
        assert SEEN[key] in answer.text, key
    (first,) = set(re.findall(r"AG-N\d\d", _address(client, "farida@demo.invalid", "order")))
    assert "/en/vacancies/V-" in client.get(f"/en/agencies/{first}").text


def _address(client, email, key) -> str:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/walk").text)[1]
    return str(client.post(f"/en/walk/{email}", data={"to": key, "token": token}).url)
