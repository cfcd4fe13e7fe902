"""Sign-ins: known by a cookie, until one of their ends."""

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import Role
from catalog.core.errors import NotFound
from service import accounts
from service.accounts import Account, login_sessions
from service.accounts.login_sessions import ConfirmFirst, NotFromThisPage, SignIn
from tests.support import cast
from tests.support.cast import LAYLO, SEOUL


@pytest.fixture
def davron(session, clock) -> Account:
    cast.ground(session, on=clock())
    new_account = accounts.NewAccount("davron@musofir.example", Role.ATTACHE, "Davron", SEOUL)
    return accounts.add(session, new_account, by=LAYLO, on=clock())


def enter(session, clock, account, *, whole=True) -> str:
    return login_sessions.create(session, account, "Firefox, Android", whole=whole, on=clock())


def known(session, clock, cookie):
    session.flush()
    return login_sessions.find_by_cookie(session, cookie, clock())


def test_a_cookie_says_who_is_signed_in(session, clock, davron):
    who, seat = known(session, clock, enter(session, clock, davron))
    assert (who.account, who.role, who.posts, who.scopes) == (
        davron.reference,
        Role.ATTACHE,
        {SEOUL},
        None,
    )
    assert seat.proved_at == clock()


def test_a_sign_in_ends_after_twelve_hours_however_busy(session, clock, davron):
    cookie = enter(session, clock, davron)
    for _ in range(36):
        clock.forward(minutes=20)
        found = known(session, clock, cookie)
        assert found
        login_sessions.record_use(session, found[1], on=clock())
    clock.forward(minutes=1)
    assert known(session, clock, cookie) is None


def test_at_work_it_ends_after_half_an_hour_in_which_nothing_was_done(session, clock, davron):
    cookie = enter(session, clock, davron)
    clock.forward(minutes=30)
    assert known(session, clock, cookie)
    clock.forward(minutes=3)
    assert known(session, clock, cookie) is None


def test_a_citizens_ends_after_an_hour_in_which_nothing_was_done(session, clock):
    new_account = accounts.NewAccount("alisher@musofir.example", Role.CITIZEN, "Alisher")
    cookie = enter(session, clock, accounts.add(session, new_account, by=LAYLO, on=clock()))
    clock.forward(minutes=60)
    assert known(session, clock, cookie)
    clock.forward(minutes=3)
    assert known(session, clock, cookie) is None


def test_who_signed_out_is_known_no_more(session, clock, davron):
    cookie, other = (enter(session, clock, davron) for _ in range(2))
    login_sessions.close(session, cookie)
    login_sessions.close(session, "no such cookie")
    assert known(session, clock, cookie) is None
    assert known(session, clock, other)


def test_one_that_is_not_whole_opens_nothing_but_the_second_factor(session, clock, davron):
    cookie = enter(session, clock, davron, whole=False)
    assert known(session, clock, cookie) is None
    assert login_sessions.find_awaiting_second_factor(session, cookie, clock()) is davron
    clock.forward(minutes=11)
    assert login_sessions.find_awaiting_second_factor(session, cookie, clock()) is None
    assert (
        login_sessions.find_awaiting_second_factor(session, enter(session, clock, davron), clock())
        is None
    )


def test_a_disabled_account_is_out_at_once(session, clock, davron):
    cookie = enter(session, clock, davron)
    accounts.disable(session, davron, by=LAYLO, on=clock())
    assert known(session, clock, cookie) is None


def test_one_sees_ones_own_browsers_and_ends_one_of_them(session, clock, davron):
    first, _second = (enter(session, clock, davron) for _ in range(2))
    who, seat = known(session, clock, first)
    assert len(login_sessions.list_for_account(session, davron.reference, on=clock())) == 2
    login_sessions.end_own(session, seat.reference, by=who, on=clock())
    assert known(session, clock, first) is None
    assert len(login_sessions.list_for_account(session, davron.reference, on=clock())) == 1


def test_nobody_ends_somebody_elses(session, clock, davron):
    cookie = enter(session, clock, davron)
    _who, seat = known(session, clock, cookie)
    with pytest.raises(NotFound):
        login_sessions.end_own(session, seat.reference, by=LAYLO, on=clock())
    assert known(session, clock, cookie)


def test_all_end_at_once_but_the_one_that_is_to_stay(session, clock, davron):
    mine, other = (enter(session, clock, davron) for _ in range(2))
    login_sessions.end_all(session, davron.reference, but=known(session, clock, mine)[1].hash)
    assert known(session, clock, mine)
    assert known(session, clock, other) is None


def test_a_rotated_cookie_opens_nothing_and_the_new_one_does(session, clock, davron):
    old = enter(session, clock, davron)
    _who, seat = known(session, clock, old)
    clock.forward(minutes=20)
    new = login_sessions.rotate(session, seat, on=clock())
    assert known(session, clock, old) is None
    assert known(session, clock, new)[1].proved_at == clock()


def test_an_act_of_weight_wants_a_secret_typed_within_the_hour(session, clock, davron):
    _who, seat = known(session, clock, enter(session, clock, davron))
    login_sessions.require_fresh(seat, clock.forward(minutes=60))
    with pytest.raises(ConfirmFirst):
        login_sessions.require_fresh(seat, clock.forward(seconds=1))
    login_sessions.require_fresh(None, clock())


def test_a_form_belongs_to_its_own_sign_in(session, clock, davron):
    seats = [known(session, clock, enter(session, clock, davron))[1] for _ in range(2)]
    login_sessions.require_form(seats[0], login_sessions.form_token(seats[0]))
    for wrong in (login_sessions.form_token(seats[1]), "", "é"):
        with pytest.raises(NotFromThisPage):
            login_sessions.require_form(seats[0], wrong)


def test_no_cookie_is_kept_readable(session, clock, davron):
    cookie = enter(session, clock, davron)
    (row,) = session.execute(select(SignIn)).scalars()
    assert cookie not in {str(value) for value in row.model_dump().values()}


def test_old_ones_are_forgotten(session, clock, davron):
    enter(session, clock, davron)
    assert login_sessions.forget(session, before=clock()) == 0
    assert login_sessions.forget(session, before=clock.forward(seconds=1)) == 1


def test_the_journal_says_who_signed_in_and_who_only_half(session, clock, davron):
    enter(session, clock, davron)
    enter(session, clock, davron, whole=False)
    session.commit()
    acts = [(one.act, one.account) for one in journal.history(session, "account", davron.reference)]
    assert acts[1:] == [("sign_in", davron.reference), ("half_sign_in", davron.reference)]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605 Version/17.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 YaBrowser/24.1 Safari/537.36",
            "Yandex, Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120.0",
            "Edge, Windows",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent, name):
    assert login_sessions.browser_of(agent) == name


def test_who_was_moved_acts_at_the_new_place_from_the_next_request(session, clock, davron):
    cookie = enter(session, clock, davron)
    accounts.change_role(session, davron, accounts.RoleInput(Role.AUDITOR), by=LAYLO, on=clock())
    assert msgspec.structs.astuple(known(session, clock, cookie)[0])[1] is Role.AUDITOR
