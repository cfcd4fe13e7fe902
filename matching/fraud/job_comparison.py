"""What is stated of a job beside the vetted vacancies of today: what fits, and what differs."""

from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.exchange_rates import Rate, RateTable
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancy_numbers
from catalog.vacancies.vacancies import Vacancy
from matching.fraud import pay_check, vetted_jobs
from matching.fraud.known_register import KnownRegister
from matching.fraud.offer import OfferInput, Place, Reason, Trade
from matching.fraud.pay_check import Job, Money, Outcome, PayCheck
from matching.fraud.vetted_jobs import Outline, Terms


class Comparison(msgspec.Struct):
    """The vacancies that fit, the reasons why others differ, and the pay beside theirs.

    `any_shown`: whether there was any job to compare with; `trade`: the work with the unit groups of
    jobs that are called just so; `unsure`: the work fits only as it may also be meant; `neighbour`:
    only jobs of near work pay so much; `nearly`: the employer that the stated name is only like;
    `host`: the site of a link to the vacancy.
    """

    jobs: list[Job] = []
    differs: list[Reason] = []
    pay: PayCheck | None = None
    table: RateTable | None = None
    any_shown: bool = True
    unsure: bool = False
    neighbour: bool = False
    nearly: str | None = None
    host: str | None = None
    agency: str | None = None
    trade: Trade | None = None
    scope: str = ""

    @property
    def fitting(self) -> list[str]:
        """The vacancies that fit, and pay so much if that could be compared."""
        if self.pay and self.pay.fitting and self.jobs:
            return self.pay.fitting
        return [job.reference for job in self.jobs]


class _Stated(msgspec.Struct, frozen=True):
    """The scope within which jobs are compared, and what is stated of the job."""

    scope: Terms
    terms: Terms
    trade: Trade | None = None


def compare(
    session: Session,
    register: KnownRegister,
    agency: str | None,
    offer: OfferInput,
    trade: Trade | None,
) -> Comparison:
    """Compare an offer with the jobs of this agency, or of all where none is named."""
    today = register.day
    scope, owner, wrong = vacancy(session, agency, offer, today)
    if trade and not trade.groups and scope != Terms():
        titles = vetted_jobs.outlines(session, scope, today)
        called = vetted_jobs.with_titles(titles, trade.typed, ())
        trade = msgspec.structs.replace(trade, groups=called)
    closed = scope.vacancy if scope.closed else None
    employers = (
        vetted_jobs.employers(
            session, offer.employer, agency or owner, register.names.common, today, closed
        )
        if offer.employer
        else None
    )
    terms = msgspec.structs.replace(
        scope, country=offer.country, groups=groups(offer, trade), employers=employers
    )
    found = _compare_terms(session, _Stated(scope, terms, trade), offer, today)
    found.agency, found.trade = owner, trade
    found.host = vacancy_numbers.host(offer.vacancy)
    if employers:
        found.nearly = vetted_jobs.nearly_employer(session, offer.employer, employers)
    found.differs = wrong + found.differs
    if wrong:
        found.jobs = []
    if offer.wage is not None:
        _compare_pay(session, register, found, offer, _Stated(scope, terms, trade))
    return found


def _compare_pay(
    session: Session,
    register: KnownRegister,
    found: Comparison,
    offer: OfferInput,
    stated: _Stated,
) -> None:
    """Add the pay beside that of the jobs that fit, of the closed one, or else of all agencies."""
    terms, trade, today = stated.terms, stated.trade, register.day
    found.table = register.rates
    own = vetted_jobs.find(session, stated.scope, today) if stated.scope.closed else []
    jobs = found.jobs or own or _market_pay(session, register, offer, trade)
    found.scope = _scope(terms) if found.jobs else ""
    found.pay = _pay(offer, jobs, found.table) if jobs else None
    if trade and found.jobs and not trade.groups and found.scope:
        _compare_near(session, found, offer, terms, today)
    if found.pay and found.pay.outcome is Outcome.FAR_TOO_HIGH and found.jobs:
        _compare_neighbours(session, found, offer, terms, today)


def _compare_near(
    session: Session, found: Comparison, offer: OfferInput, terms: Terms, today: date
) -> None:
    """Replace the result by that of the jobs of near work if the pay is far above all of them.

    The work was not understood, so it is no more than too high.
    """
    seen = vetted_jobs.outlines(session, terms, today)
    near = vetted_jobs.near_groups(seen, found.trade) if found.trade else ()
    if not (near and found.table):
        return
    jobs = vetted_jobs.find(session, msgspec.structs.replace(terms, groups=near), today)
    pay = _pay(offer, jobs, found.table)
    above = found.pay and found.pay.outcome is Outcome.FAR_TOO_HIGH
    if pay.outcome is Outcome.FAR_TOO_HIGH and not above:
        found.pay = msgspec.structs.replace(pay, outcome=Outcome.TOO_HIGH)
        found.unsure = True


def _compare_neighbours(
    session: Session, found: Comparison, offer: OfferInput, terms: Terms, today: date
) -> None:
    """Replace the jobs by those of near work of the same agency and country that pay so much.

    People call their work by a neighbouring name, so the pay is no more than too high.
    """
    if not (terms.agency and terms.country and found.pay and found.table):
        return
    seen = vetted_jobs.outlines(session, msgspec.structs.replace(terms, groups=()), today)
    trade = found.trade or Trade("", groups(offer, None))
    near = tuple(set(vetted_jobs.near_groups(seen, trade)) - set(terms.groups))
    if not (trade.groups and near):
        return
    jobs = vetted_jobs.find(session, msgspec.structs.replace(terms, groups=near), today)
    fitting = _pay(offer, jobs, found.table)
    if fitting.outcome is Outcome.FITS:
        found.jobs = [job for job in jobs if job.reference in fitting.fitting]
        found.pay = msgspec.structs.replace(found.pay, outcome=Outcome.TOO_HIGH)
        found.neighbour = True


def _scope(terms: Terms) -> str:
    if terms.agency or terms.vacancy:
        return "agency"
    return "employer" if terms.employers else ""


def groups(offer: OfferInput, trade: Trade | None) -> tuple[str, ...]:
    """The unit groups of the stated work."""
    return trade.groups if trade else (offer.occupation,) if offer.occupation else ()


def _market_pay(
    session: Session, register: KnownRegister, offer: OfferInput, trade: Trade | None
) -> list[Job]:
    """The pay of all agencies' jobs in this country and work, for when no job is as stated."""
    stated = groups(offer, trade)
    if not (offer.country or stated):
        return []
    return register.pay_ranges(session, Terms(country=offer.country, groups=stated))


def pay_in_market(
    session: Session,
    register: KnownRegister,
    offer: OfferInput,
    trade: Trade | None,
    number: str | None,
) -> Comparison:
    """The pay that a recruiter on no register promises, beside that of all vetted jobs, or of the
    vacancy with this number."""
    found = Comparison(any_shown=False)
    if offer.wage is None:
        return found
    stated = vetted_jobs.find(session, Terms(vacancy=number), register.day) if number else []
    found.scope = "agency" if stated else ""
    if jobs := stated or _market_pay(session, register, offer, trade):
        found.table = register.rates
        found.pay = _pay(offer, jobs, found.table)
    return found


def _pay(offer: OfferInput, jobs: list[Job], table: RateTable) -> PayCheck:
    return pay_check.compare(offer.wage or 0, offer.currency, jobs, table, offer.period)


def vacancy(
    session: Session, agency: str | None, offer: OfferInput, today: date
) -> tuple[Terms, str | None, list[Reason]]:
    """The scope of the vacancy of a stated number, or else of the agency; its agency; and the
    reason why it does not fit.

    A closed vacancy is compared with the offer, but fits none.
    """
    scope = Terms(agency=agency)
    if not offer.vacancy:
        return scope, None, []
    number = vacancy_numbers.read(offer.vacancy)
    facts: dict[str, object] = {"number": number or offer.vacancy}
    asked = (
        select(col(Vacancy.agency), col(Agency.name))
        .join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        .where(col(Vacancy.reference) == number)
    )
    row = session.execute(asked).first()
    if row is None:
        return scope, None, [Reason("vacancy_unknown", facts)]
    open_now = vetted_jobs.find(session, Terms(vacancy=number), today)
    wrong = [] if open_now else [Reason("vacancy_closed", facts)]
    if agency is not None and row[0] != agency:
        another = Reason("vacancy_of_another", facts | {"name": row[1]})
        return scope, row[0], wrong or [another]
    own = Terms(agency=agency, vacancy=number, closed=not open_now)
    if not (open_now or vetted_jobs.find(session, own, today)):
        return scope, row[0], wrong
    return own, row[0], wrong


def _compare_terms(session: Session, stated: _Stated, offer: OfferInput, today: date) -> Comparison:
    scope, terms = stated.scope, stated.terms
    if jobs := vetted_jobs.find(session, terms, today):
        return Comparison(jobs)
    if scope == Terms():  # nobody's jobs in particular
        return Comparison(any_shown=False)
    seen = vetted_jobs.outlines(session, scope, today)
    if stated.trade:
        more = vetted_jobs.with_titles(seen, stated.trade.typed, terms.groups)
        terms = msgspec.structs.replace(terms, groups=more)
        if more != stated.terms.groups and (jobs := vetted_jobs.find(session, terms, today)):
            return Comparison(jobs)
        near = vetted_jobs.near_groups(seen, stated.trade)
        nearly = msgspec.structs.replace(terms, groups=near)
        if near and (jobs := vetted_jobs.find(session, nearly, today)):
            return Comparison(jobs, unsure=True)
    return Comparison(differs=_differences(seen, terms, offer), any_shown=bool(seen))


def _differences(seen: list[Outline], terms: Terms, offer: OfferInput) -> list[Reason]:
    """What differs from the job that is most nearly as stated."""
    if not seen:
        return []
    fits = max((_fits(one, terms) for one in seen), key=lambda one: (sum(one), one))
    reasons = (
        Reason("country_differs", {"country": Place(offer.country or "")}),
        Reason("employer_differs", {"name": offer.employer}),
        Reason("occupation_differs"),
    )
    return [reason for reason, fit in zip(reasons, fits, strict=True) if not fit]


def _fits(one: Outline, terms: Terms) -> tuple[bool, bool, bool]:
    return (
        not terms.country or one.country == terms.country,
        terms.employers is None or one.employer in terms.employers,
        not terms.groups or one.isco08 in terms.groups,
    )


_PAY_CODES = {
    Outcome.LOWER: "pay_lower",
    Outcome.TOO_HIGH: "pay_too_high",
    Outcome.FAR_TOO_HIGH: "pay_too_high",
    Outcome.TOO_LOW: "pay_too_low",
    Outcome.NO_CURRENCY: "currency_missing",
    Outcome.NO_HOURS: "hours_missing",
}


def pay_reasons(session: Session, offer: OfferInput, found: Comparison) -> list[Reason]:
    """What is said of the promised pay, with the rate by which it was compared."""
    if not (pay := found.pay):
        return []
    if pay.outcome is Outcome.NO_RATE:
        return [_no_rate(session, offer, found)]
    code = _PAY_CODES.get(pay.outcome)
    if code and pay.hourly and code.startswith("pay_"):
        code = f"hourly_{code}"
    facts: dict[str, object] = {"most": pay.highest, "least": pay.lowest}
    reasons = [Reason(code, facts, found.scope)] if code else []
    if pay.hours:
        hourly = Money(offer.wage or 0, offer.currency or "")
        counted = {"hours": pay.hours, "hour": hourly, "month": pay.promised}
        reasons.append(Reason("hours_at_least" if pay.least else "hours_counted", counted))
    if (exchange := pay.exchange) and not pay.hourly:
        values = {"day": exchange.day, "one": exchange.one, "worth": exchange.worth}
        sums = {"promised": exchange.promised, "here": exchange.here.rounded}
        reasons.append(Reason("compared_at_rate", values | sums))
    return reasons


def _no_rate(session: Session, offer: OfferInput, found: Comparison) -> Reason:
    """That there is no rate, or only an old one."""
    promised = Money(offer.wage or 0, offer.currency or "")
    table = found.table
    if table and promised.currency not in table.per_euro:
        asked = select(func.max(col(Rate.on))).where(
            col(Rate.currency) == promised.currency, col(Rate.on) <= table.day
        )
        if day := session.execute(asked).scalar():
            return Reason("rate_old", {"promised": promised, "day": day})
    return Reason("rate_missing", {"promised": promised})
