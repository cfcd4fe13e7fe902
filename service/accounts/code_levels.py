"""Thresholds that indicate an attack spread over many telephone numbers.

Above them codes become longer, and messages to unknown numbers are delayed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from matching.identity.telephones import SHORT_CODES, calling_code
from service.infra import rate_limits
from service.infra.rate_limits import DAY, HOUR, MINUTE, Allowance

log = logging.getLogger("musofir")
# The number of digits of a code, and how often it may be tried.
USUAL, LONG = (6, 10), (8, 2)
# Wrong codes over all numbers, and at one number: follows the limit of PyPI over all its accounts,
# scaled to six digits. At 500 a day one account is guessed in six years; above that, with eight
# digits, none.
WRONG = (Allowance(100, HOUR), Allowance(500, DAY))
WRONG_AT_NUMBER = Allowance(20, DAY)
# Messages to the numbers of one country per hour; Uzbekistan and Russia, where most numbers are,
# have a higher limit.
TO_COUNTRY, TO_MANY = Allowance(200, HOUR), Allowance(2_000, HOUR)
MAIN_CALLING_CODES = ("998", "7")
# Above that limit, how many messages one network may request, whichever numbers it names.
OF_NETWORK, OF_NETWORK_TO_MANY = Allowance(40, HOUR), Allowance(400, HOUR)
# Above that limit, messages to unknown numbers are sent one after another, each at least a minute
# later, and none later than `LAST`.
PACE, FIRST, LAST = timedelta(seconds=6), MINUTE, 20 * MINUTE
_SHARE = "country of"
_CODES = (
    *SHORT_CODES,
    *(f"{code}" for code in range(200, 1_000) if f"{code}"[:2] not in SHORT_CODES),
)


def digits_and_tries(session: Session, number: str, *, on: datetime) -> tuple[int, int]:
    """Return the number of digits of the next code to a number, and how often it may be tried."""
    attacked = long_codes(session, on=on) or rate_limits.has_reached(
        session, "wrong at", number, WRONG_AT_NUMBER, on=on
    )
    return LONG if attacked else USUAL


def long_codes(session: Session, *, on: datetime) -> bool:
    """Return whether so many wrong codes were entered that all new codes have eight digits."""
    return any(rate_limits.has_reached(session, "wrong code", "", level, on=on) for level in WRONG)


def note_wrong(session: Session, number: str, *, on: datetime) -> None:
    """Count a wrong code, and log a warning when the threshold is reached."""
    before = long_codes(session, on=on)
    rate_limits.record_event(session, "wrong code", "", on=on)
    rate_limits.record_event(session, "wrong at", number, on=on)
    if not before and long_codes(session, on=on):
        log.warning("very many wrong codes: new codes have eight digits")


def is_over_limit(session: Session, code: str, *, on: datetime) -> bool:
    """Return whether messages to the numbers of a country have reached their limit."""
    return rate_limits.has_reached(
        session, "to country", code, TO_MANY if code in MAIN_CALLING_CODES else TO_COUNTRY, on=on
    )


def require_share(session: Session, number: str, network: str, *, on: datetime) -> None:
    """Count a network's message to a country, and enforce its share if that is over its limit.

    Every number is treated alike, so that the answer does not reveal whether a number is known.
    Refuses: TooManyAttempts."""
    code = calling_code(number)
    subject, share = (
        f"{code} {rate_limits.wide_network(network)}",
        OF_NETWORK_TO_MANY if code in MAIN_CALLING_CODES else OF_NETWORK,
    )
    if is_over_limit(session, code, on=on):
        rate_limits.require_below(session, _SHARE, subject, share, on=on)
    rate_limits.record_event(session, _SHARE, subject, on=on)


def countries(session: Session, *, on: datetime) -> list[str]:
    """Return the calling codes whose messages have reached their limit, sorted."""
    busy = rate_limits.list_reached(session, "to country", _CODES, TO_COUNTRY, on=on)
    return sorted(code for code in busy if is_over_limit(session, code, on=on))


def schedule_message(
    session: Session, number: str, *, known: Callable[[], bool], on: datetime
) -> datetime:
    """Count a message to a number and return when to send it.

    That is now, unless the country is over its limit and the number is unknown. The page answers
    the same in both cases, so that it does not reveal whether a number is known."""
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
