"""Definitions of the figures about wage claims and the money received for workers."""

from typing import Any

from sqlmodel import col

from i18n import N_
from matching.identity import counted_persons
from service.casework.claims.wage_claims import Line
from service.casework.money.money_entries import Payment, Purpose
from service.reporting.figures import sources, tallies
from service.reporting.figures.figures import Definition, Records, Unit, count_definition


def _rate(key: str, sentence: str, part: Any) -> Definition:
    """Define the share of a sum owed that was paid to workers, over claims where it is known."""
    behind = Records(sources.CLAIM_LINES, tallies.lines_with_known_sum(part))
    return Definition(key, sentence, Unit.RATE, tallies.sum_recovered(part), "currency", behind)


def _received(purpose: Purpose, amount: Any = None) -> Records:
    """Return the payments received for a purpose: their value in US dollars, or another amount."""
    summed = col(Payment.usd) if amount is None else amount
    wanted = col(Payment.purpose) == purpose.value
    return Records(sources.PAYMENTS, lambda _span: (wanted,), summed, summed=True)


def _other_money(
    key: str, sentence: str, by_office: str, purpose: Purpose
) -> tuple[Definition, ...]:
    """Define two figures of money other than wages, in US dollars: the total, and by office."""
    records = _received(purpose)
    return (
        count_definition(key, sentence, Unit.USD, records),
        count_definition(f"{key}_by_office", by_office, Unit.USD, records, by="office", base=key),
    )


CLAIM_FIGURES = (
    count_definition(
        "wages.claims_filed", N_("Wage claims filed"), Unit.CLAIM, Records(sources.CLAIMS)
    ),
    count_definition(
        "wages.claims_by_country",
        N_("Wage claims filed, by country of work"),
        Unit.CLAIM,
        Records(sources.CLAIMS),
        by="country",
        base="wages.claims_filed",
    ),
    count_definition(
        "wages.claims_by_state",
        N_("Wage claims filed, by status on the day of counting"),
        Unit.CLAIM,
        Records(sources.CLAIMS),
        by="state",
        base="wages.claims_filed",
    ),
    count_definition(
        "wages.answered",
        N_("Wage claims filed, by time taken to answer"),
        Unit.CLAIM,
        Records(sources.ANSWERS),
        by="answered",
        base="wages.claims_filed",
    ),
    count_definition(
        "wages.closed",
        N_("Wage claims closed; a claim that has since been reopened is still counted"),
        Unit.CLAIM,
        Records(sources.CLOSINGS, of=sources.CLOSINGS.reference),
    ),
    count_definition(
        "wages.groups_opened",
        N_("Groups of workers who claim together against one employer"),
        Unit.GROUP,
        Records(sources.GROUPS),
    ),
    count_definition(
        "wages.group_workers",
        N_("Workers in these groups, each counted once, including those who left later"),
        Unit.PERSON,
        Records(sources.MEMBERS, of=counted_persons.counted_reference()),
    ),
    count_definition(
        "wages.recovered",
        N_("Wages recovered for workers, in the currency of the payment"),
        Unit.MONEY,
        _received(Purpose.WAGES, col(Payment.amount)),
        by="currency",
    ),
    count_definition(
        "wages.recovered_usd",
        N_(
            "Wages recovered for workers, in US dollars at the exchange rate on the day of "
            "each payment"
        ),
        Unit.USD,
        _received(Purpose.WAGES),
    ),
    count_definition(
        "wages.recovered_by_country",
        N_("Wages recovered for workers, in US dollars, by country of work"),
        Unit.USD,
        _received(Purpose.WAGES),
        by="country",
        base="wages.recovered_usd",
    ),
    count_definition(
        "wages.recovered_by_office",
        N_("Wages recovered for workers, in US dollars, by the office responsible"),
        Unit.USD,
        _received(Purpose.WAGES),
        by="office",
        base="wages.recovered_usd",
    ),
    count_definition(
        "wages.payments_without_usd",
        N_(
            "Wage claims with a payment left out of the amounts in US dollars because no exchange "
            "rate was found"
        ),
        Unit.CLAIM,
        Records(
            sources.PAYMENTS,
            lambda _span: (col(Payment.usd).is_(None), tallies.is_for_wages()),
            col(Payment.claim),
        ),
    ),
    _rate(
        "wages.rate_claimed",
        N_("Amounts paid to workers as a share of the amounts claimed, in claims closed this year"),
        col(Line.claimed),
    ),
    _rate(
        "wages.rate_documented",
        N_("Amounts paid to workers as a share of the amounts proved by documents in these claims"),
        col(Line.documented),
    ),
    _rate(
        "wages.rate_agreed",
        N_("Amounts paid to workers as a share of the amounts agreed or awarded in these claims"),
        col(Line.agreed),
    ),
)

OTHER_MONEY_FIGURES = (
    *_other_money(
        "fees.refunded",
        N_("Recruitment fees returned to workers, in US dollars"),
        N_("Recruitment fees returned to workers, in US dollars, by the office responsible"),
        Purpose.FEES,
    ),
    *_other_money(
        "deposits.returned",
        N_("Deposits returned to workers, in US dollars"),
        N_("Deposits returned to workers, in US dollars, by the office responsible"),
        Purpose.DEPOSITS,
    ),
    *_other_money(
        "benefits.received",
        N_("Insurance and other benefits received for workers, in US dollars"),
        N_(
            "Insurance and other benefits received for workers, in US dollars, by the office "
            "responsible"
        ),
        Purpose.BENEFITS,
    ),
)
