"""Another number for an account: its owner's own, which the old number can stop for three days, or
by two officers."""

import pytest
from sqlalchemy import select

from catalog.core import outbox
from catalog.core.errors import NotAllowed, NotFound
from i18n import Language
from matching.identity import persons
from matching.identity.persons import Citizen
from service import accounts
from service.accounts import login_sessions, number_changes, phone_login
from service.accounts.login_sessions import SignIn
from service.accounts.number_changes import NotYet, NumberChange, TooLate
from service.accounts.phone_login import PhoneTaken
from service.casework.protection import record_merge
from tests.support.cast import BARNO, CHINORA, DAVRON

PHONE, OTHER = "+998900000077", "+821000000078"


def opened(database, clock, phone: str = PHONE) -> str:
    with database.write() as session:
        return phone_login.get_or_open(session, phone, Language.RU, on=clock()).reference


@pytest.fixture
def person(database, clock) -> str:
    reference = opened(database, clock)
    with database.read() as session:
        return accounts.get(session, reference).citizen


@pytest.fixture
def asked(database, clock, person) -> str:
    """A change that Davron, who saw the passport, has asked for."""
    with database.write() as session:
        row = number_changes.request_change(
            session, session.get_one(Citizen, person), "+82 10 0000 0078", by=DAVRON, on=clock()
        )
        return row.reference


def confirm(database, clock, asked: str, by) -> str:
    with database.write() as session:
        return number_changes.confirm_change(
            session, session.get_one(NumberChange, asked), by=by, on=clock()
        ).reference


def test_two_officers_give_a_new_number(database, clock, person, asked):
    mine = opened(database, clock)
    assert confirm(database, clock, asked, CHINORA) == mine
    assert opened(database, clock, OTHER) == mine
    with database.read() as session:
        assert number_changes.list_waiting(session, person, on=clock()) == []
        assert session.get_one(NumberChange, asked).number is None, (
            "the number is kept in one place"
        )


def test_it_is_done_once(database, clock, asked):
    confirm(database, clock, asked, CHINORA)
    with pytest.raises(NotAllowed):
        confirm(database, clock, asked, BARNO)


@pytest.mark.parametrize(("hours", "holds"), [(72, True), (73, False)])
def test_it_waits_three_days_for_the_second_officer(database, clock, person, asked, hours, holds):
    clock.forward(hours=hours)
    with database.read() as session:
        assert bool(number_changes.list_waiting(session, person, on=clock())) is holds
    if not holds:
        with pytest.raises(NotAllowed):
            confirm(database, clock, asked, CHINORA)


def test_a_number_that_was_taken_meanwhile_is_refused(database, clock, asked):
    opened(database, clock, OTHER)
    with pytest.raises(PhoneTaken):
        confirm(database, clock, asked, CHINORA)


def test_whoever_has_no_account_has_no_number_to_change(database, clock):
    with database.write() as session:
        new_citizen = persons.NewCitizen("Invented Without", OTHER)
        row = persons.record(session, new_citizen, by=BARNO, on=clock())
        with pytest.raises(NotFound):
            number_changes.request_change(session, row, PHONE, by=DAVRON, on=clock())


def test_the_number_asked_for_is_sealed(database, asked):
    with database.read() as session:
        assert b"0000078" not in session.get_one(NumberChange, asked).number


@pytest.fixture
def begun(database, clock, person) -> str:
    """A change that its owner asked for, in a browser where they are signed in."""
    return begin(database, clock, person)


def begin(database, clock, person) -> str:
    with database.write() as session:
        account = phone_login.find_by_citizen(session, person)
        login_sessions.create(session, account, "Edge", whole=True, on=clock())
        values = {
            "site": "https://musofir.example",
            "by": accounts.actor_for(account),
            "on": clock(),
        }
        return number_changes.request_own_change(session, account, OTHER, **values).reference


def days(database, clock, **passed) -> str | None:
    """Whose account the new number opens after so long."""
    clock.forward(**passed)
    with database.write() as session:
        number_changes.apply_due(session, on=clock(), merge=record_merge.merge_own)
        account = phone_login.find_by_number(session, OTHER)
        return account.citizen if account else None


def test_ones_own_change_holds_after_three_days_and_not_before(database, clock, person, begun):
    assert days(database, clock, hours=71) is None
    with database.read() as session:
        assert phone_login.find_by_number(session, PHONE).citizen == person, (
            "the old number opens until then"
        )
    assert days(database, clock, hours=1) == person
    with database.read() as session:
        assert phone_login.find_by_number(session, PHONE) is None
        assert session.execute(select(SignIn)).all() == [], "and whoever sat there is out"


def test_a_change_that_is_refused_at_its_time_is_in_the_log_of_the_operator(
    database, clock, person, begun, caplog
):
    opened(database, clock, OTHER)
    days(database, clock, days=3)
    (line,) = [one for one in caplog.records if one.msg == number_changes.NOT_GIVEN]
    assert line.facts == {"change": begun, "person": person, "refused": "phone-taken"}


def test_whoever_speaks_a_language_that_the_service_does_not_have_changes_it_too(
    database, clock, person
):
    with database.write() as session:
        session.get_one(Citizen, person).language = "tr"
    assert begin(database, clock, person)
    with database.read() as session:
        assert "/uz/stop/" in outbox.latest(session)[0].words


def test_the_old_number_gets_one_message_and_no_fact(database, begun):
    with database.read() as session:
        (letter,) = outbox.latest(session)
    assert letter.number == PHONE
    text = letter.words.replace(
        f"https://musofir.example/ru/stop/{begun}/{number_changes.secret_of(begun)}", ""
    )
    assert not any(one.isdigit() and one != "3" for one in text), text


def test_the_old_number_stops_it_and_gets_nothing_for_it(database, clock, begun):
    secret = number_changes.secret_of(begun)
    with database.write() as session:
        number_changes.stop_by_secret(session, begun, secret.lower(), by=BARNO, on=clock())
        number_changes.stop_by_secret(session, begun, secret, by=BARNO, on=clock())
    assert days(database, clock, days=4) is None
    with database.read() as session:
        assert session.execute(select(SignIn)).all() == [], "whoever asked for it is out"
        assert session.get_one(NumberChange, begun).number is None


@pytest.mark.parametrize("secret", ["", "x" * 24, "2" * 24, "\u0421" * 24])
def test_another_secret_stops_nothing(database, clock, begun, secret):
    with pytest.raises(NotFound), database.write() as session:
        number_changes.stop_by_secret(session, begun, secret, by=BARNO, on=clock())
    assert days(database, clock, days=3)


def test_after_three_days_it_cannot_be_stopped(database, clock, begun):
    clock.forward(days=3)
    with pytest.raises(TooLate), database.write() as session:
        number_changes.stop_by_secret(
            session, begun, number_changes.secret_of(begun), by=BARNO, on=clock()
        )


def test_what_waits_for_an_officer_is_not_stopped_by_a_secret_nor_confirmed_by_time(
    database, clock, asked
):
    with pytest.raises(NotFound), database.write() as session:
        number_changes.stop_by_secret(
            session, asked, number_changes.secret_of(asked), by=BARNO, on=clock()
        )
    assert days(database, clock, days=4) is None


def test_an_officer_does_not_confirm_what_its_owner_asked_for(database, clock, begun):
    with pytest.raises(NotAllowed):
        confirm(database, clock, begun, CHINORA)


def test_a_later_change_takes_the_place_of_the_first_and_two_officers_that_of_both(
    database, clock, person, begun
):
    with database.write() as session:
        account = phone_login.find_by_citizen(session, person)
        values = {"site": "", "by": accounts.actor_for(account), "on": clock()}
        second = number_changes.request_own_change(
            session, account, "+821000000079", **values
        ).reference
        assert [bool(session.get_one(NumberChange, one).stopped_at) for one in (begun, second)] == [
            True,
            False,
        ]
        row = number_changes.request_change(
            session, session.get_one(Citizen, person), "+7 900 000 00 80", by=DAVRON, on=clock()
        )
        asked = row.reference
    confirm(database, clock, asked, CHINORA)
    assert days(database, clock, days=4) is None
    with database.read() as session:
        assert phone_login.find_by_number(session, "+79000000080").citizen == person


def test_the_new_number_opens_no_second_account_meanwhile(database, clock, begun):
    with database.write() as session, pytest.raises(NotYet):
        number_changes.require_no_wait(session, OTHER)
    with database.write() as session:
        number_changes.require_no_wait(session, PHONE)


def test_a_number_of_somebody_else_is_refused_at_once_and_on_the_day(
    database, clock, person, begun
):
    opened(database, clock, OTHER)
    assert days(database, clock, days=3) != person
    with database.write() as session:
        account = phone_login.find_by_citizen(session, person)
        with pytest.raises(PhoneTaken):
            number_changes.request_own_change(
                session, account, OTHER, site="", by=accounts.actor_for(account), on=clock()
            )
        assert phone_login.find_by_number(session, PHONE).citizen == person, "nothing was lost"
