"""Contracts of employment, compared with the vetted terms before the worker accepts them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel

from catalog.core import exchange_rates, journal
from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import (
    Code,
    Count,
    CountryCode,
    CurrencyCode,
    Isco,
    Line,
    Minor,
    Town,
    Versioned,
)
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers.employers import Employer
from catalog.reference import countries
from catalog.reference.countries import Fact, Kind
from catalog.vacancies.vacancies import Payer, Period, Vacancy
from i18n import N_
from matching.applications import applications, notices, transitions
from matching.applications.applications import Application
from matching.applications.transitions import StepNotPossible
from matching.contracts import contract_comparison, preconditions
from matching.contracts.contract_comparison import ContractTerms, Law, Term
from matching.identity.persons import Citizen

# The contract must be in one of these languages, or in the worker's own.
READABLE_LANGUAGES = ("uz", "ru", "kaa")
LanguageCodes = Annotated[
    str, Meta(min_length=2, max_length=40, pattern=r"^[a-z]{2,3}(,[a-z]{2,3})*\Z")
]
Hours = Annotated[int, Meta(ge=1, le=168)]
Months = Annotated[int, Meta(ge=1, le=120)]


class State(LabelledEnum):
    DRAFTED = "drafted", N_("Waiting for the worker")
    ACCEPTED = "accepted", N_("Accepted by the worker")
    REFUSED = "refused", N_("Refused by the worker")
    SIGNED = "signed", N_("Signed")


class CannotBeRead(Refusal):
    slug = "cannot-be-read"
    sentence = N_(
        "The worker cannot read this. The contract must also be in Uzbek, Karakalpak or Russian."
    )


class FeeRefused(Refusal):
    slug = "fee-refused"
    sentence = N_(
        "This fee is not allowed: either the vacancy says that the worker pays nothing, or "
        "the law sets a lower limit."
    )


class BelowMinimum(Refusal):
    slug = "below-minimum"
    sentence = N_("This pay is below the country’s minimum wage.")


class PassportWithheld(Refusal):
    slug = "passport-kept"
    sentence = N_("Nobody is allowed to keep a worker’s passport. This term is not allowed.")


class AnotherCountry(Refusal):
    slug = "another-country"
    sentence = N_("The vacancy was vetted for another country.")


class Unlawful(Refusal):
    slug = "unlawful"
    sentence = N_(
        "The law or the vacancy does not allow one of these terms. Enter different terms."
    )


class NotEachNamed(Refusal):
    slug = "not-each-named"
    sentence = N_(
        "Each term that is worse than in the vacancy, or different from it, must be"
        " accepted separately."
    )


class NotAccepted(Refusal):
    slug = "not-accepted"
    sentence = N_(
        "The worker has not accepted this version of the contract, so it cannot be signed."
    )


class BeforeAcceptance(Refusal):
    slug = "before-acceptance"
    sentence = N_("The worker had not yet accepted the contract on this date.")


def _refusal(name: str) -> Refusal:
    """The refusal for a term, on the form field that states it."""
    if name == "country":
        return AnotherCountry("country")
    if name == "worker_fee":
        return FeeRefused("worker_fee")
    return PassportWithheld("passport_kept") if name == "passport_kept" else BelowMinimum("wage")


class Contract(Versioned, SQLModel, table=True):
    """The contract of one application.

    Money is in minor units; `worse` names the terms that the worker accepted one by one against
    that `edition` of the vacancy; `officer` is the one responsible for a placement of the State
    Agency itself.
    """

    __tablename__ = "contracts"
    application: str = Field(primary_key=True, foreign_key="applications.reference", max_length=24)
    version: int = 1
    state: str = Field(default=State.DRAFTED.value, max_length=12)
    number: str = Field(max_length=40)
    employer: str = Field(max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    city: str = Field(default="", max_length=120)
    isco08: str | None = Field(default=None, foreign_key="occupations.code", max_length=4)
    wage: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    period: str = Field(max_length=8)
    hours_per_week: int | None = None
    housing: str | None = Field(default=None, max_length=10)
    meals: str | None = Field(default=None, max_length=10)
    travel: str | None = Field(default=None, max_length=10)
    insurance: str | None = Field(default=None, max_length=10)
    worker_fee: int | None = Field(default=None, sa_type=BigInteger)
    contract_months: int | None = None
    insured_months: int | None = None
    passport_kept: bool = False
    languages: str = Field(max_length=40)
    worse: str = Field(default="", max_length=200)
    drafted_at: datetime
    accepted_at: datetime | None = None
    edition: int | None = None
    countersigned_at: datetime | None = None
    signed_on: date | None = None
    officer: str | None = Field(default=None, max_length=40)


class NewContract(msgspec.Struct, forbid_unknown_fields=True):
    number: Code
    employer: Line
    country: CountryCode
    wage: Minor
    currency: CurrencyCode
    period: Period
    languages: LanguageCodes
    city: Town = ""
    isco08: Isco | None = None
    hours_per_week: Hours | None = None
    housing: Payer | None = None
    meals: Payer | None = None
    travel: Payer | None = None
    insurance: Payer | None = None
    worker_fee: Minor | None = None
    contract_months: Months | None = None
    insured_months: Count | None = None
    passport_kept: bool = False


def for_application(session: Session, row: Application) -> Contract | None:
    """The contract of an application, if one was drafted."""
    return session.get(Contract, row.reference)


def law(session: Session, country: str, day: date) -> Law:
    """The known law of a country on a day, from confirmed or sourced facts only."""
    known = {
        (fact.kind, fact.component, fact.unit): fact
        for fact in countries.facts(session, country, day)
    }
    lowest = Kind.MINIMUM_WAGE, "gross"
    caps = [
        known.get((Kind.MONEY_RULE, name, "person")) for name in ("worker_fee_cap", "fee_total")
    ]
    return Law(
        _sum(known.get((*lowest, "month"))),
        _sum(known.get((*lowest, "hour"))),
        next((_sum(cap) for cap in caps if cap), None),
    )


def _sum(fact: Fact | None) -> tuple[int, str] | None:
    return (
        (fact.value, fact.currency) if fact and fact.value is not None and fact.currency else None
    )


def _contract_terms(row: Any, employer: str) -> ContractTerms:
    names = [
        field.name for field in msgspec.structs.fields(ContractTerms) if hasattr(row, field.name)
    ]
    return ContractTerms(**{name: getattr(row, name) for name in names} | {"employer": employer})


def vetted_terms(session: Session, row: Application) -> ContractTerms:
    """The terms of the vacancy; its pay is the lowest that it promises."""
    vacancy = session.get_one(Vacancy, row.vacancy)
    firm = session.get_one(Employer, vacancy.employer)
    values = {
        name: getattr(vacancy, name)
        for name in ContractTerms.__struct_fields__
        if hasattr(vacancy, name)
    }
    return ContractTerms(**values | {"wage": vacancy.wage_min, "employer": firm.name})


def terms(
    session: Session, row: Application, contract: Contract | NewContract, day: date
) -> list[Term]:
    """Each term of a contract compared with the vacancy, by the law and exchange rates of the
    day."""
    known, allowed = exchange_rates.table(session, day), law(session, contract.country, day)
    return contract_comparison.compare(
        _contract_terms(contract, contract.employer), vetted_terms(session, row), known, allowed
    )


def changed_since(session: Session, row: Application) -> list[str]:
    """The terms of the vacancy that changed after the application, against which the contract is
    compared."""
    own, entries = (
        journal.history(session, *one)
        for one in (("application", row.reference), ("vacancy", row.vacancy))
    )
    applied = next((one.position for one in own if one.act == "apply"), 0)
    later = [
        one.fields.split(",") for one in entries if one.act == "amend" and one.position > applied
    ]
    return sorted(
        {
            name
            for names in later
            for name in names
            if name in ContractTerms.__struct_fields__ or "wage" in name
        }
    )


def is_outdated(session: Session, row: Application, contract: Contract) -> bool:
    """Whether the vacancy was changed, and so vetted again, after the worker accepted.

    Decided by edition and not by time, since an import writes older statements together with later
    acceptances.
    """
    return contract.edition not in (None, session.get_one(Vacancy, row.vacancy).edition)


def _columns(new_contract: NewContract) -> dict[str, Any]:
    """The terms as columns of a contract row."""
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in msgspec.structs.asdict(new_contract).items()
    }


def draft(
    session: Session,
    row: Application,
    new_contract: NewContract,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Contract:
    """Record the terms of a contract, or new terms, which the worker then has to accept again.

    Refuses: NotAllowed, StepNotPossible, CannotBeRead, FeeRefused, BelowMinimum, PassportWithheld,
    AnotherCountry, and what preconditions.require and countries.require_worksite refuse.
    """
    transitions.require_recruiter(session, row, by)
    if row.state != applications.State.ACCEPTED:
        raise StepNotPossible(state=row.state)
    preconditions.require(session, row, new_contract.employer, by=by, day=day)
    countries.require_worksite(session, new_contract.country, new_contract.city)
    _require_lawful(session, row, new_contract, day)
    known = _columns(new_contract)
    contract = for_application(session, row)
    same = contract and all(getattr(contract, name) == value for name, value in known.items())
    if contract and same and not is_outdated(session, row, contract):
        return contract
    contract = contract or Contract(application=row.reference, drafted_at=on, **known)
    fresh = {
        "state": State.DRAFTED.value,
        "worse": "",
        "accepted_at": None,
        "countersigned_at": None,
        "edition": None,
    }
    for name, value in (known | fresh | {"drafted_at": on}).items():
        setattr(contract, name, value)
    session.add(contract)
    session.flush()
    journal.write(session, "draft", "contract", row.reference, by=by, on=on)
    notices.notify_waiting(session, row.citizen, row.reference, by=by, on=on, day=day)
    return contract


def _require_lawful(
    session: Session, row: Application, new_contract: NewContract, day: date
) -> None:
    """Refuse all terms that no countersignature can make valid, each on its form field."""
    errors = [
        _refusal(term.name) for term in terms(session, row, new_contract, day) if term.refused
    ]
    person = session.get_one(Citizen, row.citizen)
    if not {*READABLE_LANGUAGES, person.language.split("-")[0]} & set(
        new_contract.languages.split(",")
    ):
        errors.append(CannotBeRead("languages"))
    if errors:
        raise InvalidInput(errors)
