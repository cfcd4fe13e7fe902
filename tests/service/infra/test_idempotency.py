"""A request repeated with its key is done once and answered twice."""

import pytest
from sqlalchemy import select

from catalog.core.actor import VISITOR
from catalog.core.errors import KeyReused
from service.infra import idempotency
from service.infra.idempotency import InvalidKey, Once
from tests.support.cast import CHINORA, DAVRON

KEY = "1b5c7a1e-0000-4000"


@pytest.fixture
def ask(session, clock):
    """Asks for a deed that counts how often it was done."""
    done = []

    def asked(
        key: str | None = KEY,
        body: object = None,
        by=CHINORA,
        route: str = "POST /wages",
        network="",
    ) -> dict:
        def action() -> dict:
            done.append(1)
            return {"reference": f"W-{len(done)}"}

        values = {"route": route, "body": body or {"amount": 1}, "network": network}
        answer = idempotency.run_once(session, key, action, by=by, on=clock(), **values)
        session.flush()
        return answer

    return asked


def test_the_second_time_gets_the_first_answer(ask):
    assert ask() == ask() == {"reference": "W-1"}


def test_without_a_key_it_is_done_each_time(ask, session):
    assert [ask(None), ask(None)] == [{"reference": "W-1"}, {"reference": "W-2"}]
    assert session.execute(select(Once)).all() == []


@pytest.mark.parametrize("other", [{"key": KEY + "x"}, {"by": DAVRON}, {"route": "POST /advice"}])
def test_another_key_person_or_route_is_another_request(ask, other):
    ask()
    assert ask(**other) == {"reference": "W-2"}


@pytest.mark.parametrize(("key", "same"), [("k" * 21, False), ("k" * 22, True)])
def test_a_visitors_key_that_may_be_guessed_counts_within_its_network(ask, key, same):
    first = ask(key, by=VISITOR, network="192.0.2.0/24")
    assert ask(key, by=VISITOR, network="192.0.2.0/24") == first
    assert (ask(key, by=VISITOR, network="198.51.100.0/24") == first) is same


def test_the_same_key_with_another_body_is_refused(ask):
    ask(body={"amount": 1})
    with pytest.raises(KeyReused):
        ask(body={"amount": 2})


def test_the_order_of_fields_does_not_matter(ask):
    assert ask(body={"a": 1, "b": 2}) == ask(body={"b": 2, "a": 1})


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "ключ-ключ-ключ", "with\nnewline"])
def test_a_key_that_is_none_is_refused(ask, key):
    with pytest.raises(InvalidKey):
        ask(key)


def test_a_key_is_not_kept_readable_nor_what_was_asked(ask, session):
    ask(body={"name": "Alisher"})
    (row,) = session.execute(select(Once)).scalars()
    assert KEY not in row.key
    assert "Alisher" not in row.body


def test_a_deed_that_fails_leaves_its_key_free(session, clock, ask):
    def fails() -> dict:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        idempotency.run_once(
            session, KEY, fails, by=CHINORA, on=clock(), route="POST /wages", body={"amount": 1}
        )
    assert ask() == {"reference": "W-1"}
