"""Questions about a claimed amount far above the pay that is known for the country of the work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import msgspec
from sqlmodel import Session

from catalog.core import exchange_rates
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.exchange_rates import RateTable
from i18n import N_
from matching.fraud import vetted_jobs
from matching.fraud.vetted_jobs import Terms
from service.casework.claims import line_days
from service.casework.claims.wage_claims import NewClaim, NewLine
from service.casework.money.plausibility import AmountQuestion, AmountQuestioned

# Earnings are questioned above this many times the highest pay for the time of work.
MOST_TIMES = 3
# Other money, such as a benefit, is counted as that of so many months at the least.
OTHER_MONTHS = 36
# The highest pay a month where no vetted job is known: minor units and currency.
USUAL = (5_000_00, "USD")
_DAYS_A_YEAR = 365
# The most workers that a question names.
MOST_NAMES = 10
# The first and the last day of work, if they are known.
WorkDays = tuple[date | None, date | None]


class FarAbovePay(AmountQuestioned):
    slug = "far-above-pay"
    sentence = N_(
        "This is %(times)s times the highest monthly pay that we expect in this country. Is it "
        "right?"
    )


class ClaimsFarAbovePay(AmountQuestioned):
    slug = "claims-far-above-pay"
    sentence = N_(
        "These workers claim far more than work in this country pays for this time: %(names)s. "
        "Nothing has been saved yet. Are the amounts right?"
    )


class AmountsFarAbovePay(AmountQuestioned):
    """Amounts of one claim that are questioned together, with one answer for all of them."""

    slug = "amounts-far-above-pay"
    sentence = N_(
        "The claim is for far more than work in this country pays for this time. Nothing has been "
        "saved yet. Are the amounts right?"
    )

    def __init__(self, lines: Sequence[Refusal] = ()) -> None:
        field = lines[0].field if lines else None
        super().__init__(field, confirm=(AmountQuestion.MORE_THAN_PAY,))
        self.lines = list(lines)

    @property
    def errors(self) -> list[Refusal]:
        return self.lines


class KnownPay(msgspec.Struct, frozen=True):
    """The highest pay a month of each vetted job of a country, and the rates to compare it."""

    highest: list[tuple[int, str]]
    table: RateTable

    def times(self, line: NewLine, worked: WorkDays) -> int | None:
        """Return how often an amount far above it has the highest pay a month; None for others."""
        here = [self.table.convert(*pay, line.currency) for pay in self.highest]
        highest = max((pay for pay in here if pay), default=0)
        far = highest > 0 and line.amount > MOST_TIMES * highest * _months(line, worked)
        return line.amount // highest if far else None


def known_pay(session: Session, country: str, day: date) -> KnownPay:
    """Return the pay that is known for work in a country, or else the usual one."""
    jobs = vetted_jobs.pay_ranges(session, Terms(country=country), day)
    known = [(job.highest, job.currency) for job in jobs if job.highest] or [USUAL]
    return KnownPay(known, exchange_rates.table(session, day))


def require_confirmed(
    session: Session,
    country: str,
    worked: WorkDays,
    lines: Mapping[str, NewLine],
    confirmed: Collection[str],
    day: date,
) -> None:
    """Require confirmation of amounts far above the highest pay for work in a country.

    `lines` are by the field of their amount. Refuses: InvalidInput with each FarAbovePay."""
    pay = known_pay(session, country, day)
    errors: list[Refusal] = []
    for field, line in lines.items():
        times = pay.times(line, worked)
        if times and field not in confirmed:
            shown = f"{times:,}".replace(",", "\u202f")
            errors.append(FarAbovePay(field, confirm=(AmountQuestion.MORE_THAN_PAY,), times=shown))
    if errors:
        raise InvalidInput(errors)


def require_confirmed_together(
    session: Session,
    country: str,
    worked: WorkDays,
    lines: Mapping[int, NewLine],
    confirmed: Collection[str],
    day: date,
) -> None:
    """Require confirmation, once for all, of such amounts; `lines` are by their place in the input.

    Refuses: AmountsFarAbovePay with each FarAbovePay."""
    if AmountQuestion.MORE_THAN_PAY in confirmed:
        return
    named = {f"lines.{place}.amount": line for place, line in lines.items()}
    try:
        require_confirmed(session, country, worked, named, (), day)
    except InvalidInput as questions:
        raise AmountsFarAbovePay(questions.errors) from questions


def require_confirmed_claims(
    session: Session,
    country: str,
    claims: Sequence[NewClaim],
    field: str,
    confirmed: Collection[str],
    day: date,
) -> None:
    """Require confirmation, once for all, of such amounts of workers who claim together.

    Refuses: ClaimsFarAbovePay."""
    pay = known_pay(session, country, day)
    names = [
        one.contact.name or ""
        for one in claims
        if any(pay.times(line, (one.worked_from, one.worked_to)) for line in one.lines)
    ]
    if names and field not in confirmed:
        shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        raise ClaimsFarAbovePay(field, confirm=(AmountQuestion.MORE_THAN_PAY,), names=shown)


def _months(line: NewLine, worked: WorkDays) -> float:
    """Return the months that an amount may be for, one at the least."""
    first, last = worked
    days = (last - first).days + 1 if first and last else 0
    months = max(days * 12 / _DAYS_A_YEAR, 1)
    return months if line.component in line_days.EARNINGS else max(months, OTHER_MONTHS)
