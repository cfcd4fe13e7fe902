"""Costs of going abroad to work: who should pay each, and what a worker paid.

A worker pays nothing for being recruited (ILO General principles for fair recruitment, 2016, and
ILO Convention 181, article 7).
"""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger, ColumnElement, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import CurrencyCode, Minor, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.vacancies.vacancies import Payer, Vacancy
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen

MOST = 200


class Cost(LabelledEnum):
    """Kinds of cost by the ILO definition of recruitment fees and related costs (2019)."""

    AGENCY_FEE = "agency_fee", N_("Agency service fee")
    MEDICAL = "medical", N_("Medical check")
    INSURANCE = "insurance", N_("Insurance")
    TEST = "test", N_("Language or skills test")
    TRAINING = "training", N_("Training before departure")
    EQUIPMENT = "equipment", N_("Tools and work clothes")
    TRAVEL = "travel", N_("Travel")
    LODGING = "lodging", N_("Housing")
    MEALS = "meals", N_("Meals")
    VISA = "visa", N_("Visa and work permit")
    PAPERS = "papers", N_("Passport, translations, certificates")
    BRIBE = "bribe", N_("Money paid to be selected or to leave sooner")
    DEPOSIT = "deposit", N_("A deposit that you are told you will get back")
    BOND = "bond", N_("Money or a signed document to stop you leaving")
    DEBT = "debt", N_("Working off a debt, or having pay withheld for one")


# Costs that nobody may charge, whatever a contract says.
NEVER_ALLOWED = frozenset({Cost.BRIBE, Cost.DEPOSIT, Cost.BOND, Cost.DEBT})
_VACANCY_TERMS = {
    Cost.INSURANCE: "insurance",
    Cost.TRAVEL: "travel",
    Cost.LODGING: "housing",
    Cost.MEALS: "meals",
}


class Recipient(LabelledEnum):
    AGENCY = "agency", N_("The recruitment agency")
    EMPLOYER = "employer", N_("The employer")
    MIDDLEMAN = "middleman", N_("An intermediary")
    STATE = "state", N_("A government office")
    OTHER = "other", N_("Somebody else")


class Verdict(LabelledEnum):
    """The verdict on a payment: in order, not for the worker by the vacancy, forbidden, or
    unknown."""

    FINE = "fine", N_("Under the terms of this vacancy, you pay this yourself. Keep the receipt.")
    NOT_YOURS = (
        "not_yours",
        N_(
            "Under the terms of this vacancy, you do not have to pay this. Ask for your money back."
        ),
    )
    NEVER = "never", N_("Nobody is allowed to ask you for this. Do not pay, and tell us about it.")
    UNKNOWN = (
        "unknown",
        N_("The vacancy does not say who pays this. Ask an adviser whether you had to pay it."),
    )


class NothingPaid(Refusal):
    slug = "nothing-paid"
    sentence = N_("Enter how much was paid.")


class TooManyPaid(Refusal):
    slug = "too-many-paid"
    sentence = N_("You cannot add any more payments here. Ask an adviser.")


class PaidCost(SQLModel, table=True):
    """One payment of a worker for going abroad, in minor units; `paper`: whether there is a
    receipt."""

    __tablename__ = "paid_costs"
    reference: str = Field(default_factory=lambda: reference("R"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    vacancy: str = Field(foreign_key="vacancies.reference", index=True, max_length=24)
    cost: str = Field(max_length=12)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    paid_on: date
    recipient: str = Field(max_length=10)
    paper: bool
    recorded_at: datetime


PERSONAL = ("citizen",)


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    cost: Cost
    amount: Minor
    currency: CurrencyCode
    paid_on: date
    recipient: Recipient
    paper: bool = False


class Line(msgspec.Struct, frozen=True):
    """One cost of a vacancy: who pays it by its terms, if stated.

    The amount is in minor units, if known.
    """

    cost: Cost
    payer: Payer | None
    amount: int | None = None
    currency: str | None = None


def lines(vacancy: Vacancy) -> list[Line]:
    """Every cost with who pays it by the vetted terms of this vacancy, without the forbidden
    ones."""
    return [_line(cost, vacancy) for cost in Cost if cost not in NEVER_ALLOWED]


def _line(cost: Cost, vacancy: Vacancy) -> Line:
    if cost is Cost.AGENCY_FEE:
        payer = (
            None
            if vacancy.worker_fee is None
            else Payer.WORKER
            if vacancy.worker_fee
            else Payer.EMPLOYER
        )
        return Line(
            cost,
            payer,
            vacancy.worker_fee or None,
            vacancy.currency if vacancy.worker_fee else None,
        )
    result = getattr(vacancy, _VACANCY_TERMS[cost]) if cost in _VACANCY_TERMS else None
    return Line(cost, Payer(result) if result else None)


class Judgement(msgspec.Struct, frozen=True):
    """The verdict on a payment, and how much of it is to be paid back, in minor units."""

    verdict: Verdict
    refund: int = 0


def judge(row: PaidCost, vacancy: Vacancy, before: int = 0) -> Judgement:
    """Judge a payment by the terms of the vacancy; a fee above the vetted one is not due.

    `before` is what was paid earlier of the same cost in the vacancy's currency."""
    if Cost(row.cost) in NEVER_ALLOWED:
        return Judgement(Verdict.NEVER, row.amount)
    line = _line(Cost(row.cost), vacancy)
    if (
        line.payer is None
        or line.payer is Payer.NONE
        or (line.amount and line.currency != row.currency)
    ):
        return Judgement(Verdict.UNKNOWN)
    if line.payer in (Payer.EMPLOYER, Payer.STATE):
        return Judgement(Verdict.NOT_YOURS, row.amount)
    more = 0 if line.amount is None else row.amount - max(line.amount - before, 0)
    return Judgement(Verdict.NOT_YOURS, more) if more > 0 else Judgement(Verdict.FINE)


def judge_all(rows: Iterable[PaidCost], vacancy: Vacancy) -> dict[str, Judgement]:
    """Judge the payments for one vacancy, the earliest first, since together they may exceed a fee."""
    result: dict[str, Judgement] = {}
    before: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda one: (one.paid_on, one.recorded_at, one.reference)):
        kind = row.cost, row.currency
        result[row.reference] = judge(row, vacancy, before.get(kind, 0))
        before[kind] = before.get(kind, 0) + row.amount
    return result


def payer(row: PaidCost, vacancy: Vacancy) -> Payer | None:
    """Return who pays such a cost by the terms of the vacancy, if stated; nobody a forbidden one."""
    return None if Cost(row.cost) in NEVER_ALLOWED else _line(Cost(row.cost), vacancy).payer


def note(
    session: Session,
    person: Citizen,
    vacancy: str,
    new_payment: NewPayment,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> PaidCost:
    """Record a payment of a worker.

    Refuses: NotFound, NothingPaid, TooManyPaid, persons.ErasedPerson, fields.TooLongAgo,
    fields.TooFarAhead.
    """
    persons.require_not_erased(session, person.reference)
    if session.get(Vacancy, vacancy) is None:
        raise NotFound
    if not new_payment.amount:
        raise NothingPaid("amount")
    fields.require_within(fields.FIRST_DAY, new_payment.paid_on, day, "paid_on")
    if len(list_for_person(session, person, vacancy)) >= MOST:
        raise TooManyPaid
    row = PaidCost(
        citizen=person.reference,
        vacancy=vacancy,
        recorded_at=on,
        **msgspec.to_builtins(new_payment, builtin_types=(date,)),
    )
    session.add(row)
    session.flush()
    journal.write(session, "note_cost", "paid_cost", row.reference, by=by, on=on)
    return row


def take_back(session: Session, person: Citizen, number: str, *, by: Actor, on: datetime) -> None:
    """Delete a payment recorded by mistake. Refuses: NotFound."""
    session.delete(get(session, person, number))
    session.flush()
    journal.write(session, "strike_cost", "paid_cost", number, by=by, on=on)


def get(session: Session, person: Citizen, number: str) -> PaidCost:
    """One payment of this person. Refuses: NotFound."""
    asked = select(PaidCost).where(col(PaidCost.reference) == number, _of_person(person))
    row: PaidCost = require_found(session.execute(asked).scalars().first())
    return row


def list_for_person(
    session: Session, person: Citizen, vacancy: str | None = None
) -> list[PaidCost]:
    """The payments of a person, for one vacancy or for all, newest first."""
    mine = select(PaidCost).where(_of_person(person))
    mine = mine.where(col(PaidCost.vacancy) == vacancy) if vacancy else mine
    return list(
        session.execute(
            mine.order_by(col(PaidCost.paid_on).desc(), col(PaidCost.reference))
        ).scalars()
    )


def _of_person(person: Citizen) -> ColumnElement[bool]:
    return col(PaidCost.citizen).in_(persons.same_person(person))


def totals(rows: list[PaidCost]) -> dict[str, int]:
    """The total paid by currency, in minor units."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.amount
    return dict(sorted(sums.items()))
