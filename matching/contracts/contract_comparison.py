"""Comparison of a contract with the vetted vacancy: same, better, worse or not comparable."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from catalog.core.exchange_rates import RateTable
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Payer, Period


class Verdict(StrEnum):
    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    # Not worse by any measure, but not what was vetted.
    OTHER = "other"


class ContractTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one side; money in minor units of the currency."""

    employer: str
    country: str
    city: str = ""
    isco08: str | None = None
    wage: int
    currency: str
    period: str
    hours_per_week: int | None = None
    housing: str | None = None
    meals: str | None = None
    travel: str | None = None
    insurance: str | None = None
    worker_fee: int | None = None
    contract_months: int | None = None
    insured_months: int | None = None
    passport_kept: bool = False

    @property
    def month(self) -> int | None:
        return vacancies.pay_month(self.wage, self.period, self.hours_per_week)


class Law(msgspec.Struct, frozen=True):
    """What the law of the country of work allows, as far as it is known.

    The lowest pay a month and an hour, and the most a worker may be charged, each with its
    currency.
    """

    a_month: tuple[int, str] | None = None
    an_hour: tuple[int, str] | None = None
    fee: tuple[int, str] | None = None


class Term(msgspec.Struct, frozen=True):
    """One term on both sides; a refused term cannot be accepted even by countersignature."""

    name: str
    verdict: Verdict
    was: Any
    now: Any
    refused: bool = False

    @property
    def to_name(self) -> bool:
        """Whether the worker has to accept this term by name."""
        return self.verdict in (Verdict.WORSE, Verdict.OTHER) and not self.refused


# The worker's benefit: full, part or none. A term not stated is not an obligation.
_WORTH = {
    Payer.EMPLOYER: 3,
    Payer.STATE: 3,
    Payer.SHARED: 2,
    Payer.WORKER: 1,
    Payer.NONE: 0,
    None: 1,
}
PAYERS = ("housing", "meals", "travel", "insurance")
# Paid by the hour or day, a month has no certain pay.
_UNSURE = {Period.HOUR, Period.DAY}
_FULL_TIME = 40


def compare(
    signed: ContractTerms, vetted: ContractTerms, rates: RateTable, law: Law | None = None
) -> list[Term]:
    """Compare every term of a contract with the same term of the vacancy."""
    return [
        _compare_name("employer", signed, vetted),
        _country(signed, vetted),
        _compare_name("city", signed, vetted),
        _work(signed, vetted),
        _pay(signed, vetted, rates),
        _currency(signed, vetted),
        _period(signed, vetted),
        _hours(signed, vetted),
        *(_payer(name, signed, vetted) for name in PAYERS),
        _fee(signed, vetted, rates, law or Law()),
        _length(signed, vetted),
        *_contract_only_terms(signed, rates, law or Law()),
    ]


def _comparison(name: str, was: Any, now: Any, verdict: Verdict, *, refused: bool = False) -> Term:
    return Term(name, verdict, was, now, refused)


def _compare_numbers(now: int, was: int, *, less_is_better: bool = False) -> Verdict:
    if now == was:
        return Verdict.SAME
    return Verdict.BETTER if (now < was) is less_is_better else Verdict.WORSE


def _compare_name(name: str, signed: ContractTerms, vetted: ContractTerms) -> Term:
    """Compare names regardless of spacing and case.

    A place that the vacancy left open may be stated in the contract.
    """
    was, now = getattr(vetted, name), getattr(signed, name)
    same = _plain(was) == _plain(now) or not was
    return _comparison(name, was, now, Verdict.SAME if same else Verdict.OTHER)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _country(signed: ContractTerms, vetted: ContractTerms) -> Term:
    """Compare the country; another one is refused, since post and law were checked for one
    country."""
    other = signed.country != vetted.country
    return _comparison(
        "country",
        vetted.country,
        signed.country,
        Verdict.WORSE if other else Verdict.SAME,
        refused=other,
    )


def _work(signed: ContractTerms, vetted: ContractTerms) -> Term:
    same = signed.isco08 == vetted.isco08 or vetted.isco08 is None
    return _comparison(
        "isco08", vetted.isco08, signed.isco08, Verdict.SAME if same else Verdict.OTHER
    )


def _pay(signed: ContractTerms, vetted: ContractTerms, rates: RateTable) -> Term:
    """Compare pay by month if both can be converted, else as written for the same period."""
    was, now = vetted.month, signed.month
    if (was is None or now is None) and signed.period == vetted.period:
        was, now = vetted.wage, signed.wage
    here = rates.convert(now, signed.currency, vetted.currency) if now is not None else None
    verdict = Verdict.OTHER if was is None or here is None else _compare_numbers(here, was)
    return _comparison("pay", was, here, verdict)


def _currency(signed: ContractTerms, vetted: ContractTerms) -> Term:
    """Compare the currency, whatever its rate today: the worker bears the risk of another
    currency."""
    same = signed.currency == vetted.currency
    return _comparison(
        "currency", vetted.currency, signed.currency, Verdict.SAME if same else Verdict.OTHER
    )


def _period(signed: ContractTerms, vetted: ContractTerms) -> Term:
    was, now = vetted.period in _UNSURE, signed.period in _UNSURE
    verdict = Verdict.SAME if was is now else Verdict.WORSE if now else Verdict.BETTER
    return _comparison("period", vetted.period, signed.period, verdict)


def _hours(signed: ContractTerms, vetted: ContractTerms) -> Term:
    was, now = vetted.hours_per_week, signed.hours_per_week
    if was is None or now is None:
        verdict = Verdict.SAME if was is None else Verdict.WORSE
    else:
        verdict = _compare_numbers(now, was, less_is_better=True)
    return _comparison("hours_per_week", was, now, verdict)


def _payer(name: str, signed: ContractTerms, vetted: ContractTerms) -> Term:
    was, now = getattr(vetted, name), getattr(signed, name)
    verdict = _compare_numbers(_WORTH[now], _WORTH[was])
    if (
        verdict is Verdict.SAME
        and was != now
        and {was, now} != {Payer.EMPLOYER.value, Payer.STATE.value}
    ):
        verdict = Verdict.OTHER
    return _comparison(name, was, now, verdict)


def _fee(signed: ContractTerms, vetted: ContractTerms, rates: RateTable, law: Law) -> Term:
    """Compare the fee.

    A fee where the vacancy has none, or above the legal limit, is refused. Without a rate it is
    shown in its own currency.
    """
    was, now = vetted.worker_fee or 0, signed.worker_fee or 0
    here = rates.convert(now, signed.currency, vetted.currency) if now else 0
    verdict = Verdict.OTHER if here is None else _compare_numbers(here, was, less_is_better=True)
    refused = now > 0 and (was == 0 or _above(now, signed.currency, law.fee, rates))
    fee = (now, signed.currency) if here is None else here
    return _comparison(
        "worker_fee", was, fee, Verdict.WORSE if refused else verdict, refused=refused
    )


def _above(now: int, currency: str, most: tuple[int, str] | None, rates: RateTable) -> bool:
    if most is None:
        return False
    here = rates.convert(now, currency, most[1])
    return here is not None and here > most[0]


def _length(signed: ContractTerms, vetted: ContractTerms) -> Term:
    """Compare the length.

    A shorter contract is less work than promised, a longer one binds for more than agreed.
    """
    was, now = vetted.contract_months, signed.contract_months
    if was is None or was == now:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.WORSE if now is None or now < was else Verdict.OTHER
    return _comparison("contract_months", was, now, verdict)


def _contract_only_terms(signed: ContractTerms, rates: RateTable, law: Law) -> Iterator[Term]:
    """Terms that no vacancy has and no contract may have."""
    insured, months = signed.insured_months, signed.contract_months
    if insured is not None and months is not None:
        yield _comparison(
            "insured_months", months, insured, Verdict.WORSE if insured < months else Verdict.SAME
        )
    if signed.passport_kept:
        yield _comparison("passport_kept", False, True, Verdict.WORSE, refused=True)
    if lowest := _below(signed, rates, law):
        yield _comparison("minimum_wage", lowest, signed.wage, Verdict.WORSE, refused=True)


def _below(signed: ContractTerms, rates: RateTable, law: Law) -> tuple[int, str] | None:
    """The legal minimum pay that this contract does not reach, if there is one.

    By the month for a full-time week, by the hour if the hours are known.
    """
    month, hours = signed.month, signed.hours_per_week
    if month is not None and law.a_month and (hours or _FULL_TIME) >= _FULL_TIME:
        here = rates.convert(month, signed.currency, law.a_month[1])
        if here is not None and here < law.a_month[0]:
            return law.a_month
    if month is not None and law.an_hour and hours:
        here = rates.convert(month, signed.currency, law.an_hour[1])
        if here is not None and here * 12 < law.an_hour[0] * 52 * hours:
            return law.an_hour
    if signed.period == Period.HOUR and law.an_hour:
        here = rates.convert(signed.wage, signed.currency, law.an_hour[1])
        return law.an_hour if here is not None and here < law.an_hour[0] else None
    return None
