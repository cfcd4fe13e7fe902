"""A deed that breaks off anywhere leaves nothing: tried at every sentence that each of them says to
the database (ASVS 2.3.3)."""

import time
from contextlib import contextmanager

import msgspec
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from catalog.core import journal
from catalog.core.journal import Entry
from service import accounts
from service.privacy import erasure_requests
from tests.support import canary_person, cast
from tests.support.route_records import changed, table_fingerprints

WAGES, PAID = (
    f"/api/v1/wages/{cast.CLAIM}",
    {"payer": "employer", "on": "2026-11-20", "method": "bank", "hand": "held"},
)
ADVICE = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "name": "A",
    "note": "Said",
}
# Who does what at which route: a program's body, or a form.
DEEDS = {
    "a claim is filed": (None, "/api/v1/wages", msgspec.to_builtins(cast.ALISHERS_CLAIM)),
    "a claim moves": (
        "elyor",
        f"{WAGES}/steps",
        {"to": "acknowledged", "next_action": "Call", "due": "2026-12-01"},
    ),
    "money is received": ("elyor", f"{WAGES}/payments", PAID | {"amount": 100, "currency": "RUB"}),
    "a note is added": ("elyor", f"{WAGES}/notes", {"text": "Called"}),
    "a session is noted": ("barno", "/api/v1/advice", ADVICE),
    "an offer is reported": (None, "/api/v1/offers/reports", {"recruiter": "Soxta Firma"}),
    "somebody is written down": (
        "chinora",
        "/en/desk/citizens/new",
        {"name": "Bobur", "phone": "90 000 00 08", "language": "uz"},
    ),
    "papers are written down": (
        "chinora",
        "/en/desk/citizens/ALISHER/documents",
        {"passport": "aa 0000002"},
    ),
    "a licence is to be suspended": (
        "farida",
        "/en/desk/licences/AG-VALID/propose/suspend",
        {
            "number": "12",
            "authority": "Agency",
            "starts_on": "2026-11-25",
            "reason": "Took money",
        },
    ),
    "somebody is invited": (
        "laylo",
        "/en/desk/accounts/new",
        {"email": "n@m.uz", "name": "N", "role": "auditor"},
    ),
    "somebody is moved": ("laylo", "/en/desk/accounts/BARNO/place", {"role": "statistician"}),
    "somebody is called otherwise": ("alisher", "/en/me", {"name": "Alisher", "language": "ru"}),
    "somebody is erased": ("iroda", "/en/desk/erasures/REQUEST", {"verdict": "erase"}),
}
# Counted or noted in transactions of their own, before the deed: tries, when somebody was seen, who
# looked.
BEFORE = ("journal", "attempts", "counters", "sign_ins")


class Broken:
    """From a chosen sentence of a writing transaction on, the database is gone; its commit counts
    as the last sentence."""

    def __init__(self, database, at: int) -> None:
        self.database, self.at, self.statements = database, at, 0

    def hear(self, connection, *_told) -> None:
        if not connection.get_execution_options().get("write"):
            return
        self.statements += 1
        if self.statements >= self.at:
            raise OperationalError("a sentence", {}, Exception("the line is cut"))

    @contextmanager
    def listening(self):
        for name in ("before_cursor_execute", "commit"):
            event.listen(self.database.engine, name, self.hear)
        yield self
        for name in ("before_cursor_execute", "commit"):
            event.remove(self.database.engine, name, self.hear)


def acts(seeded) -> int:
    """How many acts stand in the journal that are no looks; they must stand in one chain."""
    with seeded.read() as session:
        assert journal.verify(session) is None
        return len(session.execute(select(Entry).where(col(Entry.act) != "open")).all())


@pytest.fixture
def named(seeded, clock) -> dict[str, str]:
    """What the addresses above stand for."""
    with seeded.write() as session:
        planted = canary_person.plant(session, on=clock())
        account = accounts.find(session, cast.email("alisher"))
        return {
            "ALISHER": account.citizen,
            "BARNO": accounts.find(session, cast.email("barno")).reference,
            "REQUEST": erasure_requests.request_erasure(
                session, planted.records[0], by=planted.account, on=clock()
            ).reference,
        }


def send(client, path: str, values: dict, named: dict[str, str]):
    for word, reference in named.items():
        path = path.replace(word, reference)
    return client.post(path, **({"json": values} if path.startswith("/api") else {"data": values}))


# An erasure says so much to the database that it is broken off at each fourth statement.
LONG = "somebody is erased"


@pytest.mark.parametrize(
    "action", [*(one for one in DEEDS if one != LONG), pytest.param(LONG, marks=pytest.mark.repeat)]
)
def test_whatever_breaks_off_leaves_nothing_behind(as_, seeded, app_state, named, action):
    name, path, values = DEEDS[action]
    client, before, written = as_(name), table_fingerprints(seeded, but=BEFORE), acts(seeded)
    for at in range(1, 400, 4 if action == LONG else 1):
        with Broken(app_state.database, at).listening() as broken:
            answer = send(client, path, values, named)
        if broken.statements < at:
            break
        assert answer.status_code == 503, at
        assert (changed(before, table_fingerprints(seeded, but=BEFORE)), acts(seeded)) == (
            [],
            written,
        ), at
    assert answer.status_code < 400
    assert at > 4, "it says several sentences at all"
    assert changed(before, table_fingerprints(seeded, but=BEFORE))
    assert acts(seeded) > written, "the deed and its entry in the journal came together"


def test_a_commit_that_fails_keeps_nobody_waiting(as_, seeded, app_state, monkeypatch):
    """The lock goes with it: the next writer is another worker's, and the one after that the same
    one again."""

    def full(_connection):
        raise app_state.database.engine.dialect.dbapi.OperationalError("disk is full")

    client, dialect = as_("elyor"), app_state.database.engine.dialect
    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", full)
        assert client.post(f"{WAGES}/notes", json={"text": "Lost"}).status_code == 503
    began = time.monotonic()
    with seeded.write() as session:
        accounts.find(session, cast.email("barno")).name = "Barno Opa"
    assert time.monotonic() - began < 2
    assert client.post(f"{WAGES}/notes", json={"text": "Kept"}).status_code == 201
    assert [one["text"] for one in client.get(WAGES).json()["notes"]] == ["Kept"]
