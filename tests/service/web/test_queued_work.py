"""Which queue slow work waits in, and what strangers' files may cost."""

import asyncio
from types import SimpleNamespace

import pytest

from catalog.core.actor import VISITOR
from service.casework.claims import follow_secret
from service.casework.evidence import sandbox
from service.infra import counters
from service.web import context, queued_work
from tests.service.api.casework.test_evidence import AT, file_body
from tests.service.pages.filing.test_send_evidence import FORM, rows, ticket
from tests.support import cast, sample_files
from tests.support.cast import ELYOR


@pytest.mark.parametrize(
    ("by", "dear", "name"),
    [(VISITOR, False, "files"), (ELYOR, False, "desk"), (ELYOR, True, "dear")],
)
def test_files_of_strangers_do_not_wait_in_the_queue_of_staff(monkeypatch, by, dear, name):
    state = SimpleNamespace(memory={})
    monkeypatch.setattr(context, "actor", lambda _request: by)
    monkeypatch.setattr(context, "network", lambda _request: "192.0.2.0/24")
    monkeypatch.setattr(context, "app_state", lambda _request: state)
    found = asyncio.run(queued_work.run(lambda _request, number: number, None, 7, dear=dear))
    assert (found, [*state.memory]) == (7, [f"queue {name}"])


@pytest.fixture
def spent(monkeypatch):
    """Files that each take fifty seconds of the processor."""
    # Asked before and after a file, and once by the sandbox itself.
    taken = iter(range(0, 10_000, 25))
    monkeypatch.setattr(sandbox, "seconds", lambda: float(next(taken)))


def shown(client) -> str:
    from_page = client.post("/en/wages/follow", data={"reference": cast.CLAIM, "secret": secret()})
    return ticket(from_page.text)


def secret() -> str:
    return follow_secret.secret_of(cast.CLAIM)


def send(client, page, content):
    return client.post(FORM, data={"ticket": page}, files={"file": ("badge.jpg", content)})


def test_a_claim_whose_files_took_a_minute_waits_for_the_next_hour(client, seeded, clock, spent):
    page = shown(client)
    assert [send(client, page, sample_files.photo(400 + n)).status_code for n in range(3)] == [
        200,
        200,
        429,
    ]
    assert len(rows(seeded)) == 2
    clock.forward(seconds=counters.seconds_left(clock()))
    assert send(client, page, sample_files.photo(500)).status_code == 200


def test_a_network_waits_only_far_above_and_whoever_works_here_never(
    client, as_, monkeypatch, spent
):
    monkeypatch.setattr(queued_work, "_OF_ONE", 10**9)
    monkeypatch.setattr(queued_work, "_OF_NETWORK", 90_000)
    page = shown(client)
    assert [send(client, page, sample_files.photo(400 + n)).status_code for n in range(3)] == [
        200,
        200,
        429,
    ]
    client = as_("elyor")
    assert send(client, shown(client), sample_files.photo(410)).status_code == 200


def test_a_file_sent_again_under_its_key_is_answered_though_the_time_is_used_up(
    client, monkeypatch, spent
):
    monkeypatch.setattr(queued_work, "_OF_ONE", 1)
    answers = []
    for number in (1, 1, 2):
        headers = {"x-claim-secret": secret(), "idempotency-key": f"a-key-of-mine-{number}"}
        answers.append(
            client.post(
                AT, json=file_body("a.jpg", sample_files.photo(400 + number)), headers=headers
            )
        )
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[2].json()["errors"][0]["field"] == "content"
