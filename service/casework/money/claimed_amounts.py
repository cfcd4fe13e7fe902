"""Questions about a claimed amount far above the pay that is known for the country of the work."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session

from catalog.core import exchange_rates
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from matching.fraud import vetted_jobs
from matching.fraud.vetted_jobs import Terms
from service.casework.claims import line_days
from service.casework.claims.wage_claims import NewLine
from service.casework.money.plausibility import AmountQuestion, AmountQuestioned

# Earnings are questioned above this many times the highest pay for the time of work.
MOST_TIMES = 3
# Other money, such as a benefit, is counted as that of so many months at the least.
OTHER_MONTHS = 36
# The highest pay a month where no vetted job is known: minor units and currency.
USUAL = (5_000_00, "USD")
_DAYS_A_YEAR = 365


class FarAbovePay(AmountQuestioned):
    slug = "far-above-pay"
    sentence = N_(
        "This is %(times)s times the highest monthly pay that we expect in this country. Is it "
        "right?"
    )


def require_confirmed(
    session: Session,
    country: str,
    worked: tuple[date | None, date | None],
    lines: Mapping[str, NewLine],
    confirmed: Collection[str],
    day: date,
) -> None:
    """Require confirmation of amounts far above the highest pay for work in a country.

    `lines` are by the field of their amount. Refuses: InvalidInput with each FarAbovePay."""
    jobs = vetted_jobs.pay_ranges(session, Terms(country=country), day)
    known = [(job.highest, job.currency) for job in jobs if job.highest] or [USUAL]
    table = exchange_rates.table(session, day)
    errors: list[Refusal] = []
    for field, line in lines.items():
        here = [table.convert(*pay, line.currency) for pay in known]
        highest = max((pay for pay in here if pay), default=0)
        far = highest > 0 and line.amount > MOST_TIMES * highest * _months(line, worked)
        if far and field not in confirmed:
            times = f"{line.amount // highest:,}".replace(",", "\u202f")
            errors.append(FarAbovePay(field, confirm=(AmountQuestion.MORE_THAN_PAY,), times=times))
    if errors:
        raise InvalidInput(errors)


def _months(line: NewLine, worked: tuple[date | None, date | None]) -> float:
    """Return the months that an amount may be for, one at the least."""
    first, last = worked
    days = (last - first).days + 1 if first and last else 0
    months = max(days * 12 / _DAYS_A_YEAR, 1)
    return months if line.component in line_days.EARNINGS else max(months, OTHER_MONTHS)
