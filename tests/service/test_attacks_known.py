"""Is there such an account? No answer says so: not by its words, its length, its headers, its
cookies, or the work it took."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from catalog.core import outbox
from matching.identity import persons, telephones
from service import accounts
from service.accounts import code_levels, passwords, phone_login
from service.infra.rate_limits import HOUR, Allowance
from tests.support import cast, intruder
from tests.support.intruder import PASSWORD, comparable_answer, digits, totp

__all__ = ["totp"]
# Of the same length each, so that what is told back is as long.
KNOWN, UNKNOWN, DISABLED = "+998 90 000 00 01", "+998 90 777 77 77", "+998 90 000 00 02"
NEW = "+82 10 1234 5678"
ADDRESSES = {
    "known": cast.email("chinora"),
    "unknown": cast.email("chinara"),
    "disabled": cast.email("mallory"),
    "without a password": cast.email("gulnora"),
    "of a citizen": cast.email("alisher"),
}


@pytest.fixture
def people(seeded, clock, totp):
    """Chinora and Mallory have passwords, Rustam is disabled, and whoever was invited has their
    code."""
    with seeded.write() as session:
        accounts.find(session, cast.email("mallory")).password = passwords.hash_password(PASSWORD)
        rustam = accounts.find(session, cast.email("rustam"))
        rustam.phone_blind, rustam.disabled_at = phone_login.mark("+998900000002"), clock()
    return {
        name: intruder.invitation(seeded, clock, name) for name in ("chinora", "mallory", "davron")
    }


def afresh(client) -> None:
    client.cookies.clear()
    client.cookies.set("lang", "en", domain="testserver.local")
    client.headers["accept-encoding"] = "identity"


def by_password(client, email: str):
    afresh(client)
    answer = intruder.by_password(client, "wrong-secret", email)
    return comparable_answer(answer, email)


@pytest.mark.parametrize("who", [one for one in ADDRESSES if one != "unknown"])
def test_a_wrong_password_is_answered_as_an_address_of_nobody(client, people, who):
    assert by_password(client, ADDRESSES[who]) == by_password(client, ADDRESSES["unknown"])


def test_a_right_password_of_a_disabled_account_is_answered_as_a_wrong_one(client, people):
    afresh(client)
    right = comparable_answer(intruder.by_password(client, PASSWORD, ADDRESSES["disabled"]))
    assert right == comparable_answer(
        intruder.by_password(client, "wrong-secret", ADDRESSES["disabled"])
    )
    assert right[0] == 422


def by_number(client, seeded, phone: str, *, right: bool = False):
    """What the three pages of a sign-in by telephone say."""
    afresh(client)
    first = client.post("/en/sign-in", data={"phone": phone, "channel": "sms"})
    second = client.get("/en/sign-in/code")
    last = client.post("/en/sign-in/code", data={"code": digits(seeded) if right else "wrong1"})
    shown = persons.mask_number(telephones.international_number(phone))
    return [comparable_answer(one, shown) for one in (first, second, last)]


def test_a_number_is_answered_alike_whoever_has_it(client, seeded, people):
    of_nobody = by_number(client, seeded, UNKNOWN)
    assert by_number(client, seeded, KNOWN) == of_nobody
    assert by_number(client, seeded, DISABLED) == of_nobody
    assert [one[0] for one in of_nobody] == [303, 200, 422]


def test_a_disabled_citizen_with_the_right_code_is_answered_as_anybody_with_a_wrong_one(
    client, seeded, people
):
    assert by_number(client, seeded, DISABLED, right=True) == by_number(client, seeded, UNKNOWN)


def by_recovery(client, seeded, old: str, recovery: str):
    afresh(client)
    typed = {"where": "nobody", "old": old, "recovery": recovery, "phone": NEW, "channel": "sms"}
    first = client.post("/en/sign-in/lost", data=typed)
    second = client.get("/en/sign-in/lost/code")
    return [
        comparable_answer(one)
        for one in (
            first,
            second,
            client.post("/en/sign-in/lost/code", data={"code": digits(seeded)}),
        )
    ]


def test_a_lost_number_is_answered_alike_whoever_had_it(client, seeded, clock, people):
    mine = intruder.codes(seeded, clock, "rustam")[0]
    tried = [(UNKNOWN, "22222-22222"), (KNOWN, "22222-22222"), (DISABLED, mine)]
    answers = []
    for old, recovery in tried:
        answers.append(by_recovery(client, seeded, old, recovery))
        clock.forward(minutes=11)
    assert answers[1:] == answers[:1] * 2
    assert [one[0] for one in answers[0]] == [303, 200, 422]


def test_a_number_is_answered_alike_while_messages_to_its_country_wait(
    client, seeded, people, monkeypatch, clock
):
    """What nobody knows waits for its turn; the page does not say so."""
    monkeypatch.setattr(code_levels, "TO_MANY", Allowance(1, HOUR))
    by_number(client, seeded, UNKNOWN)
    values = {phone: by_number(client, seeded, phone) for phone in (UNKNOWN, KNOWN, DISABLED)}
    assert values[KNOWN] == values[UNKNOWN] == values[DISABLED]
    assert "may take up to 20 minutes" in values[KNOWN][1][1]
    with seeded.read() as session:
        waits = {one.number: one.put_at - clock() for one in outbox.latest(session, 3)}
    assert waits["+998907777777"] >= timedelta(minutes=1)
    assert waits["+998900000001"] == waits["+998900000002"] == timedelta()


def by_invitation(client, email: str, code: str):
    afresh(client)
    return comparable_answer(intruder.by_invitation(client, code, email), email, code)


def test_an_invitation_is_answered_alike_whoever_was_invited(client, people):
    """Another's code, a used up address, a disabled account with its own code: all as an address of
    nobody."""
    of_nobody = by_invitation(client, ADDRESSES["unknown"], "2222-3333-4444-5555-6666-7777")
    for email, code in (
        (ADDRESSES["known"], "2222-3333-4444-5555-6666-7777"),
        (ADDRESSES["known"], people["davron"]),
        (ADDRESSES["disabled"], people["mallory"]),
        (ADDRESSES["unknown"], people["chinora"]),
        (ADDRESSES["without a password"], people["chinora"]),
        (ADDRESSES["of a citizen"], people["chinora"]),
    ):
        assert by_invitation(client, email, code) == of_nobody, email
    assert of_nobody[0] == 422


def test_a_claim_is_answered_alike_whether_there_is_one(client):
    def follow(reference: str):
        afresh(client)
        page = client.post("/en/wages/follow", data={"reference": reference, "secret": "x" * 24})
        program = client.get(f"/api/v1/wages/{reference}", headers={"x-claim-secret": "x" * 24})
        return comparable_answer(page, reference), comparable_answer(program, reference)

    assert follow(cast.CLAIM) == follow("W-N0B0DY99")


def test_too_many_tries_are_told_alike_after_as_many(client, people):
    known, unknown = (
        [by_password(client, ADDRESSES[who]) for _ in range(11)] for who in ("known", "unknown")
    )
    assert known == unknown
    assert known[-1][0] == 429


class Watched:
    """A hasher that is counted."""

    def __init__(self, hasher) -> None:
        self.hasher, self.work = hasher, []

    def verify(self, *items):
        self.work.append("verify")
        return self.hasher.verify(*items)

    def hash(self, *items):
        self.work.append("hash")
        return self.hasher.hash(*items)

    def __getattr__(self, name):
        return getattr(self.hasher, name)


@pytest.fixture
def hasher(monkeypatch):
    passwords.verify(None, "the first time the hash of nobody's password is made")
    watched = Watched(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", watched)
    return watched


def test_as_much_is_hashed_for_nobody_as_for_anybody(client, people, hasher):
    for form, more, work in (
        (by_password, (), ["verify"]),
        (by_invitation, ("2222-3333",), ["hash"]),
    ):
        for email in ADDRESSES.values():
            hasher.work.clear()
            form(client, email, *more)
            assert hasher.work == work, (form.__name__, email)


@pytest.fixture
def asked(app_state):
    """Every question that the database is asked."""
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        questions.append(statement)

    event.listen(app_state.database.engine, "before_cursor_execute", note)
    yield questions
    event.remove(app_state.database.engine, "before_cursor_execute", note)


def test_the_database_is_asked_as_much_for_nobody_as_for_anybody(client, seeded, people, asked):
    """So much for the clock: what is asked and hashed alike takes as long."""
    work: dict[str, set[tuple[str, ...]]] = {}
    for name, tried in {
        "password": [
            lambda email=email: by_password(client, email) for email in ADDRESSES.values()
        ],
        "number": [
            lambda phone=phone: by_number(client, seeded, phone)
            for phone in (UNKNOWN, KNOWN, DISABLED)
        ],
        "invitation": [
            lambda email=email: by_invitation(client, email, "2222-3333")
            for email in ADDRESSES.values()
        ],
    }.items():
        for once in tried:
            once()
            asked.clear()
            once()
            work.setdefault(name, set()).add(tuple(one.split("VALUES")[0] for one in asked))
    assert {name: len(kinds) for name, kinds in work.items()} == dict.fromkeys(work, 1)


def test_a_key_is_answered_alike_whether_it_never_was_or_is_no_more(client, seeded, clock):
    with seeded.write() as session:
        known = {name: accounts.find(session, cast.email(name)) for name in ("elyor", "barno")}
        keys = [
            accounts.issue_key(session, one, [], by=cast.LAYLO, on=clock())
            for one in known.values()
        ]
        (row,) = accounts.keys(session, known["elyor"].reference)
        accounts.revoke_key(session, row.reference, by=cast.LAYLO, on=clock())
        accounts.disable(session, known["barno"], by=cast.LAYLO, on=clock())
    texts = []
    for key in (*keys, "msf_" + "x" * 43):
        texts.append(
            comparable_answer(
                client.get("/api/v1/advice", headers={"authorization": f"Bearer {key}"})
            )
        )
    assert texts == texts[:1] * 3
