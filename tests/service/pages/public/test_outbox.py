"""In the demonstration what would have gone to a telephone is read on a page; elsewhere there is no
such page."""

import msgspec
import pytest
from litestar.testing import TestClient

from service import app


@pytest.fixture
def walker(routes, settings, clock):
    with TestClient(
        app.attach_state(routes, msgspec.structs.replace(settings, demonstration=True), clock)
    ) as client:
        client.follow_redirects = False
        yield client


def test_the_digits_are_read_there(walker):
    walker.post("/uz/sign-in", data={"phone": "90 123 45 67", "channel": "telegram"})
    page = walker.get("/en/outbox").text
    assert "+998\N{NO-BREAK SPACE}90\N{NO-BREAK SPACE}123" in page
    assert "By Telegram" in page
    assert 'href="/en/outbox"' in walker.get("/en/sign-in/code").text


def test_elsewhere_it_does_not_exist(client):
    assert client.get("/en/outbox").status_code == 404
