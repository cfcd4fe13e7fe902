"""The same person by program: an officer is asked, everybody else gets one and the same answer."""

import pytest
from sqlalchemy import event, func, select

from matching.identity import counted_persons
from matching.identity.persons import Citizen
from service.casework.scope import advice_tables
from tests.support import cast

ADVICE = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "name": "Rustam Sherov",
    "phone": "+998 90 000 00 77",
}
LIKE = ADVICE | {"name": "Rustan Sherov"}


def count(seeded) -> int:
    counted = select(func.count(counted_persons.counted_reference().distinct())).select_from(
        Citizen
    )
    with seeded.read() as session:
        return session.execute(counted).scalar_one()


def post(client, body, key=None, address="/api/v1/advice"):
    return client.post(address, json=body, headers={"idempotency-key": key} if key else {})


def test_three_calls_of_one_person_in_two_scripts_are_one_person(as_, seeded):
    before, client = count(seeded), as_("barno", key=True)
    for name in ("Rustam Sherov", "Рустам Шеров", "SHEROV Rustam"):
        assert post(client, ADVICE | {"name": name}).status_code == 201
    assert count(seeded) == before + 1


def test_who_may_be_known_is_asked_about_and_the_key_is_not_used_up(as_, seeded):
    client = as_("barno", key=True)
    first = post(client, ADVICE | {"birth_year": 1990}).json()["reference"]
    with seeded.read() as session:
        citizen = session.get_one(advice_tables.Session, first).citizen
    before = count(seeded)
    asked = post(client, LIKE, "key-of-a-caller")
    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/same-person")
    assert asked.json()["confirm"] == ["new_person"]
    assert asked.json()["candidates"] == [
        {"citizen": citizen, "name": "Rustam Sherov", "born": 1990}
    ]
    kept = post(client, LIKE | {"citizen": citizen}, "key-of-a-caller")
    assert kept.status_code == 201
    assert count(seeded) == before
    other = post(client, LIKE | {"confirm": ["new_person"]}, "key-of-another")
    assert other.status_code == 201
    assert count(seeded) == before + 1
    assert post(client, LIKE | {"confirm": ["nonsense"]}).status_code == 422


def test_nobody_outside_the_scope_is_named(as_):
    assert post(as_("davron", key=True), ADVICE).status_code == 201
    answer = post(as_("elyor", key=True), LIKE)
    assert answer.status_code == 201, answer.text


def claim(**contact) -> dict:
    return {
        "employer": "Invented Stroy",
        "country": "RU",
        "worked_from": "2026-01-01",
        "worked_to": "2026-03-31",
        "lines": [{"component": "base_pay", "amount": 100, "currency": "RUB"}],
        "contact": {"name": "Rustam Sherov", "phone": "900000077"} | contact,
    }


def test_a_worker_whom_an_officer_files_for_is_asked_about(as_):
    client = as_("elyor", key=True)
    assert post(client, claim(), address="/api/v1/wages").status_code == 201
    asked = post(client, claim(name="Rustan Sherov"), address="/api/v1/wages")
    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/same-person")
    citizen = asked.json()["candidates"][0]["citizen"]
    chosen = claim(name="Rustan Sherov") | {"citizen": citizen}
    assert post(client, chosen, address="/api/v1/wages").status_code == 201


def statements(seeded, client, *phones: str) -> list[int]:
    """How many statements a claim under each telephone runs, for the time that it takes."""
    numbers, run = [], []
    event.listen(seeded._writing, "before_cursor_execute", lambda *_: run.append(1))
    for phone in phones:
        run.clear()
        assert post(client, claim(phone=phone), address="/api/v1/wages").status_code == 201
        numbers.append(len(run))
    return numbers


@pytest.mark.parametrize("name", [None, "alisher"])
def test_a_stranger_and_a_citizen_get_one_answer_whether_somebody_is_known_or_not(
    as_, name, seeded
):
    assert post(as_("elyor", key=True), claim(), address="/api/v1/wages").status_code == 201
    client = as_(name, key=bool(name))
    answers = [
        post(client, claim(name=typed, phone=phone), address="/api/v1/wages")
        for typed, phone in (
            ("Rustam Sherov", "900000077"),
            ("Rustan Sherov", "900000077"),
            ("Nobody Invented", "900000078"),
        )
    ]
    assert {one.status_code for one in answers} == {201}
    assert len({tuple(one.json()) for one in answers}) == 1
    assert len(set(statements(seeded, client, "900000077", "900000079"))) == 1
    for citizen in (cast.CLAIM, "C-NOBODY"):
        refused = post(client, claim() | {"citizen": citizen}, address="/api/v1/wages")
        assert refused.status_code == 422
