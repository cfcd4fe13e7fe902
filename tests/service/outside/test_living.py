"""T-37: whoever delivers our messages may be dead, and the pages are there all the same."""

import time

import msgspec
import pytest
from litestar.testing import TestClient

from catalog.core import outbox
from catalog.core.outbox import Channel
from service import app, outside
from service.infra.settings import WrongSetting


@pytest.fixture
def with_sms(settings, delivers, tmp_path):
    (tmp_path / "token").write_text("invented-token-17")
    return msgspec.structs.replace(
        settings, sms_url=f"{delivers.url}/sms", sms_token_file=tmp_path / "token"
    )


def put(database, clock, most: int) -> None:
    with database.write() as session:
        for _ in range(most):
            outbox.put(
                session, Channel.SMS, "+998900000077", "Invented: 493027", code="493027", on=clock()
            )


def test_the_service_sends_what_is_put(routes, with_sms, seeded, clock, delivers):
    with TestClient(app.attach_state(routes, with_sms, clock)):
        put(seeded, clock, 1)
        until = time.monotonic() + 10
        while not delivers.asked and time.monotonic() < until:
            time.sleep(0.02)
    assert [body["text"] for _, _, body in delivers.asked] == ["Invented: 493027"]
    with seeded.read() as session:
        assert outbox.oldest_waiting(session) is None, "noted before the service closed"


def test_pages_are_answered_while_the_supplier_is_silent(
    routes, with_sms, seeded, clock, delivers, impatient
):
    delivers.answer = delivers.silence
    put(seeded, clock, outside.BATCH_SIZE)
    with TestClient(app.attach_state(routes, with_sms, clock)) as client:
        while not delivers.asked and impatient() < 20:
            time.sleep(0.02)
        for page in ("/uz/", "/ru/vacancies", "/health/ready"):
            began = time.monotonic()
            assert client.get(page).status_code == 200
            assert time.monotonic() - began < 2
    assert delivers.asked


def test_a_setting_that_cannot_be_meant_is_told_before_the_first_request(routes, settings, clock):
    with pytest.raises(WrongSetting, match="belong together"):
        app.attach_state(
            routes, msgspec.structs.replace(settings, sms_url="https://sms.example/in"), clock
        )
