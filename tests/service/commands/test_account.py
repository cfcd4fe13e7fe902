"""Accounts at the command line: how the first administrator begins, and how one is let out at
once."""

import re

from sqlalchemy import select

from catalog.core import journal
from service import accounts
from service.accounts import invitations
from service.infra.database import Database
from tests.support import cast


def test_a_fresh_home_lets_nobody_in(migrated, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'home' / 'musofir.sqlite3'}")
    with database.read() as session:
        assert session.execute(select(accounts.Account)).all() == []
        assert session.execute(select(accounts.Key)).all() == []
    database.close()


def test_the_first_administrator_gets_a_code_that_opens_the_account(settled, seeded, clock):
    code, out, _ = settled(
        "account", "add", "--email", "First@musofir.example", "--role", "administrator"
    )
    assert code == 0
    typed = re.search(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}", out)[0]
    with seeded.read() as session:
        account = accounts.find(session, "first@musofir.example")
        acceptance_input = invitations.AcceptanceInput("first@musofir.example", typed, "x")
        row = invitations.get_invited_account(session, acceptance_input, on=account.opened_at)
    assert (row.role, row.password) == ("administrator", None)


def test_who_forgot_their_password_gets_a_new_code(settled):
    code, out, _ = settled("account", "invite", "--email", cast.email("barno"))
    assert (code, bool(re.search(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}", out))) == (0, True)


def test_where_nobody_can_approve_the_operator_removes_a_lost_second_factor(settled, seeded):
    with seeded.write() as session:
        accounts.find(session, cast.email("laylo")).second = b"lost"
    code, out, _ = settled("account", "remove-second-factor", "--email", cast.email("laylo"))
    assert (code, bool(re.search(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}", out))) == (0, True)
    with seeded.read() as session:
        account = accounts.find(session, cast.email("laylo"))
        found = [
            (one.act, one.account) for one in journal.history(session, "account", account.reference)
        ]
    assert (account.second, ("drop_second", "system") in found) == (None, True)


def test_an_account_is_disabled_at_once(settled, as_):
    client = as_("barno")
    assert settled("account", "disable", "--email", cast.email("barno"))[0] == 0
    assert client.get("/en/desk").status_code == 401


def test_nobody_who_is_not_here_is_invited_or_disabled(settled):
    for verb in ("invite", "disable"):
        code, _, err = settled("account", verb, "--email", "nobody@musofir.example")
        assert (code, "There is no account" in err) == (2, True)
