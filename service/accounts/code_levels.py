"""Levels that tell of an attack spread over many numbers. Above them codes grow longer, and
messages to strangers wait."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from service.infra import rate_limits
from service.infra.rate_limits import DAY, HOUR, MINUTE, Allowance

log = logging.getLogger("musofir")
# The digits of a code, and how often it may be tried.
USUAL, LONG = (6, 10), (8, 2)
# Wrong codes over all numbers, and at one: after the cap of PyPI over all its accounts, scaled to
# six digits. At 500 a day one account in six years is guessed; above, with eight digits, none.
WRONG = (Allowance(100, HOUR), Allowance(500, DAY))
WRONG_AT_NUMBER = Allowance(20, DAY)
# Messages to the numbers of one country in an hour; to Uzbekistan and to Russia, where most are,
# more.
TO_COUNTRY, TO_MANY = Allowance(200, HOUR), Allowance(2_000, HOUR)
MAIN_CALLING_CODES = ("998", "7")
# Above it, how many of them one network may ask for, whoever the numbers belong to.
OF_NETWORK, OF_NETWORK_TO_MANY = Allowance(40, HOUR), Allowance(400, HOUR)
# Above that, messages to numbers that nobody knows go out one after another, at least a minute
# later, and nobody's later than this.
PACE, FIRST, LAST = timedelta(seconds=6), MINUTE, 20 * MINUTE
_SHARE = "country of"
# Calling codes of fewer than three digits (ITU-T E.164).
_SHORT = frozenset(
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
    "81 82 84 86 90 91 92 93 94 95 98".split()
)
_CODES = (*_SHORT, *(f"{code}" for code in range(200, 1_000) if f"{code}"[:2] not in _SHORT))


def calling_code(number: str) -> str:
    """The country code in front of a number as dialled from abroad."""
    plain = number.removeprefix("+")
    return next((plain[:length] for length in (1, 2) if plain[:length] in _SHORT), plain[:3])


def digits_and_tries(session: Session, number: str, *, on: datetime) -> tuple[int, int]:
    """How many digits the next code to this number has, and how often it may be tried."""
    attacked = long_codes(session, on=on) or rate_limits.has_reached(
        session, "wrong at", number, WRONG_AT_NUMBER, on=on
    )
    return LONG if attacked else USUAL


def long_codes(session: Session, *, on: datetime) -> bool:
    """Whether so many wrong codes were typed that all new ones have eight digits."""
    return any(rate_limits.has_reached(session, "wrong code", "", level, on=on) for level in WRONG)


def note_wrong(session: Session, number: str, *, on: datetime) -> None:
    """Counts a wrong code; the log is told when the level is reached."""
    before = long_codes(session, on=on)
    rate_limits.record_event(session, "wrong code", "", on=on)
    rate_limits.record_event(session, "wrong at", number, on=on)
    if not before and long_codes(session, on=on):
        log.warning("very many wrong codes: new ones have eight digits")


def is_over_limit(session: Session, code: str, *, on: datetime) -> bool:
    """Whether messages to the numbers of a country have come to their level."""
    return rate_limits.has_reached(
        session, "to country", code, TO_MANY if code in MAIN_CALLING_CODES else TO_COUNTRY, on=on
    )


def require_share(session: Session, number: str, network: str, *, on: datetime) -> None:
    """Counts a message of a network to a crowded country, of which it has a share. It is asked
    alike for every number, so that it tells nobody whether one is known. Refuses: TooManyAttempts."""
    code = calling_code(number)
    subject, share = (
        f"{code} {rate_limits.wide_network(network)}",
        OF_NETWORK_TO_MANY if code in MAIN_CALLING_CODES else OF_NETWORK,
    )
    if is_over_limit(session, code, on=on):
        rate_limits.require_below(session, _SHARE, subject, share, on=on)
    rate_limits.record_event(session, _SHARE, subject, on=on)


def countries(session: Session, *, on: datetime) -> list[str]:
    """The calling codes whose messages have come to their level."""
    busy = rate_limits.list_reached(session, "to country", _CODES, TO_COUNTRY, on=on)
    return sorted(code for code in busy if is_over_limit(session, code, on=on))


def schedule_message(
    session: Session, number: str, *, known: Callable[[], bool], on: datetime
) -> datetime:
    """When a message to a number goes out, and counts it. That is now, unless very many go to its
    country and nobody knows it. The answer on the page is the same, so that it tells nobody whether
    a number is known."""
    code = calling_code(number)
    before = is_over_limit(session, code, on=on)
    rate_limits.record_event(session, "to country", code, on=on)
    if not before:
        if is_over_limit(session, code, on=on):
            log.warning(
                "very many messages to one country", extra={"facts": {"calling_code": code}}
            )
        return on
    if known():
        return on
    last = rate_limits.latest(session, "waiting", code) or on
    at = min(max(last + PACE, on + FIRST), on + LAST)
    rate_limits.record_event(session, "waiting", code, on=at)
    return at
