"""The second factor: six digits of about now, each once; a recovery code when the telephone is
lost, once as well."""

from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.journal import Entry
from service import accounts
from service.accounts import second_factor
from service.accounts.second_factor import RecoveryCode, WrongDigits
from tests.support.cast import LAYLO

# RFC 6238, appendix B: SHA-1, of eight digits the last six.
RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


@pytest.fixture
def seed() -> str:
    return second_factor.fresh_seed()


@pytest.fixture
def codes(database, clock, komila, seed) -> list[str]:
    """Her recovery codes, told when her telephone was taken as second factor."""
    with database.write() as session:
        account = accounts.get(session, komila)
        result = second_factor.enrol(
            session, account, seed, digits(seed, clock), by=accounts.actor_for(account), on=clock()
        )
    clock.forward(seconds=90)
    return result


def digits(seed: str, clock, steps: int = 0) -> str:
    return pyotp.TOTP(seed).generate_otp(int(clock().timestamp()) // 30 + steps)


def take(database, clock, komila, typed: str) -> bool:
    with database.write() as session:
        return second_factor.verify(session, accounts.get(session, komila), typed, on=clock())


@pytest.mark.parametrize(("at", "code"), RFC)
def test_it_counts_as_every_telephone_does(session, at, code):
    account = accounts.Account(
        email="a@musofir.example", name="A", role="auditor", opened_at=datetime.now(UTC)
    )
    session.add(account)
    session.flush()
    on = datetime.fromtimestamp(at, UTC)
    assert (
        len(second_factor.enrol(session, account, RFC_SEED, code, by=LAYLO, on=on))
        == second_factor.CODES
    )


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_digits_of_now_hold_and_those_just_before_and_after(
    database, clock, komila, seed, codes, steps, fits
):
    assert take(database, clock, komila, digits(seed, clock, steps)) is fits


def test_digits_typed_in_groups_hold(database, clock, komila, seed, codes):
    code = digits(seed, clock)
    assert take(database, clock, komila, f" {code[:3]} {code[3:]} ")


def test_digits_hold_once(database, clock, komila, seed, codes):
    code = digits(seed, clock)
    assert [take(database, clock, komila, code) for _ in range(3)] == [True, False, False]


def test_after_later_digits_earlier_ones_hold_no_more(database, clock, komila, seed, codes):
    earlier, now, later = (digits(seed, clock, steps) for steps in (-1, 0, 1))
    assert [take(database, clock, komila, one) for one in (now, earlier, later, now)] == [
        True,
        False,
        True,
        False,
    ]


def test_the_digits_by_which_it_was_begun_are_used_up(database, clock, komila, seed):
    code = digits(seed, clock)
    with database.write() as session:
        account = accounts.get(session, komila)
        second_factor.enrol(
            session, account, seed, code, by=accounts.actor_for(account), on=clock()
        )
    assert not take(database, clock, komila, code)


def test_of_many_who_send_the_same_digits_at_once_one_is_let_in(
    clock, komila, seed, codes, at_once
):
    code = digits(seed, clock)
    assert (
        at_once(
            lambda session: second_factor.verify(
                session, accounts.get(session, komila), code, on=clock()
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "123456", "🔑🔑🔑🔑🔑🔑", "0" * 200],
)
def test_anything_else_is_no_second_factor(database, clock, komila, seed, codes, typed):
    if typed in {digits(seed, clock, steps) for steps in (-1, 0, 1)}:
        clock.forward(minutes=5)
    assert not take(database, clock, komila, typed)


def test_without_a_telephone_no_digits_hold(database, clock, komila, seed):
    assert not take(database, clock, komila, digits(seed, clock))


@pytest.mark.parametrize("typed", ["", "000000x", "١٢٣٤٥٦", "🔑"])
def test_a_telephone_that_shows_other_digits_is_not_taken(database, clock, komila, seed, typed):
    with database.write() as session, pytest.raises(WrongDigits):
        second_factor.enrol(
            session, accounts.get(session, komila), seed, typed, by=LAYLO, on=clock()
        )
    with database.read() as session:
        assert accounts.get(session, komila).second is None


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:3]} {code[3:]} "],
)
def test_a_recovery_code_holds_once_however_it_is_typed(database, clock, komila, codes, typed):
    assert [take(database, clock, komila, typed(codes[3])) for _ in range(2)] == [True, False]
    with database.read() as session:
        assert second_factor.codes_left(session, komila) == second_factor.CODES - 1


def test_of_many_who_send_the_same_recovery_code_at_once_one_is_let_in(
    clock, komila, codes, at_once
):
    assert (
        at_once(
            lambda session: second_factor.verify(
                session, accounts.get(session, komila), codes[0], on=clock()
            )
        )
        == 1
    )


def test_fresh_recovery_codes_end_those_before(database, clock, komila, codes):
    with database.write() as session:
        fresh = second_factor.renew_codes(
            session, accounts.get(session, komila), by=LAYLO, on=clock()
        )
    assert not take(database, clock, komila, codes[0])
    assert take(database, clock, komila, fresh[0])


def test_a_recovery_code_is_nobody_elses(database, clock, komila, codes):
    with database.write() as session:
        new_account = accounts.NewAccount("jamshid@musofir.example", accounts.Role.STATISTICIAN)
        other = accounts.add(session, new_account, by=LAYLO, on=clock()).reference
    assert not take(database, clock, other, codes[0])
    assert take(database, clock, komila, codes[0])


def test_recovery_codes_are_many_and_differ(codes):
    assert len(set(codes)) == second_factor.CODES == 10
    assert {len(code) for code in codes} == {11}


def test_a_lost_telephone_is_taken_away_by_another_with_its_codes(
    database, clock, komila, seed, codes
):
    with database.write() as session:
        account = accounts.get(session, komila)
        second_factor.drop(session, account, by=LAYLO, on=clock())
    assert not take(database, clock, komila, digits(seed, clock))
    assert not take(database, clock, komila, codes[0])


def test_neither_seed_nor_code_can_be_read(database, komila, seed, codes):
    with database.read() as session:
        rows = [
            session.execute(select(kind)).scalars().all()
            for kind in (accounts.Account, RecoveryCode, Entry)
        ]
        kept = repr([one.model_dump() for all_ in rows for one in all_])
        acts = [one.act for one in journal.history(session, "account", komila)]
    assert [
        text for text in (seed, *codes, *(code.replace("-", "") for code in codes)) if text in kept
    ] == []
    assert acts[-2:] == ["second_factor", "recovery_codes"]


def test_the_picture_is_an_image_in_the_page_itself(database, komila, seed):
    with database.read() as session:
        shown = second_factor.picture(accounts.get(session, komila), seed)
    assert shown.startswith("data:image/svg+xml")
    assert seed not in shown
