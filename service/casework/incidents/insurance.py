"""Insurance policies of the worker of an incident, and what the insurer answered."""

from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import CurrencyCode, Line, Minor
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import persons
from service.casework.incidents import incidents, procedure
from service.casework.incidents.procedure import ProcedureStep
from service.casework.scope.incident_tables import Incident


class InsurerAnswer(LabelledEnum):
    NONE = "none", N_("No answer yet")
    ACCEPTED = "accepted", N_("The insurer accepted the claim")
    REFUSED = "refused", N_("The insurer refused the claim")


class SumWithoutCurrency(Refusal):
    slug = "sum-without-currency"
    sentence = N_("Enter the sum insured together with its currency.")


class AnswerWithoutDay(Refusal):
    slug = "answer-without-day"
    sentence = N_("Enter the day of the insurer’s answer.")


class NotFiledYet(Refusal):
    slug = "policy-not-filed"
    sentence = N_("Enter the day on which the claim was filed with the insurer.")


class AnsweredBefore(Refusal):
    slug = "answered-before"
    sentence = N_("The insurer cannot have answered before the claim was filed.")


class InsurancePolicy(SQLModel, table=True):
    """A policy on the worker, with the claim on it; the sum insured is in minor units."""

    __tablename__ = "insurance_policies"
    id: int | None = Field(default=None, primary_key=True)
    incident: str = Field(foreign_key="incidents.reference", index=True, max_length=24)
    insurer: str = Field(max_length=200)
    policy_number: bytes | None = None
    amount: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = Field(default=None, max_length=3)
    filed_on: date | None = None
    answer: str = Field(default=InsurerAnswer.NONE.value, max_length=12)
    answered_on: date | None = None
    # The claim that holds the money.
    claim: str | None = Field(default=None, foreign_key="claims.reference", max_length=24)
    officer: str = Field(max_length=40)
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


PERSONAL = ("policy_number",)


class NewPolicy(msgspec.Struct, forbid_unknown_fields=True):
    insurer: Line
    policy_number: str = ""
    amount: Minor | None = None
    currency: CurrencyCode | None = None
    filed_on: date | None = None


class PolicyProgress(msgspec.Struct, forbid_unknown_fields=True):
    """What became of the claim on a policy, and the claim here that holds the money."""

    policy: int
    filed_on: date | None = None
    answer: InsurerAnswer = InsurerAnswer.NONE
    answered_on: date | None = None
    claim: str | None = None


def add(
    session: Session, row: Incident, new_policy: NewPolicy, *, by: Actor, on: datetime, day: date
) -> InsurancePolicy:
    """Record a policy.

    Refuses: procedure.IncidentClosed, SumWithoutCurrency, fields.InTheFuture,
    procedure.BeforeTheEvent."""
    procedure.require_open(row)
    persons.require_not_erased(session, row.citizen)
    if bool(new_policy.amount) != bool(new_policy.currency):
        raise SumWithoutCurrency("amount")
    policy = InsurancePolicy(
        incident=row.reference,
        insurer=new_policy.insurer,
        amount=new_policy.amount,
        currency=new_policy.currency,
        officer=by.account,
        at=on,
    )
    policy.policy_number = vault.seal(
        session, row.citizen, "insurance_policies.policy_number", new_policy.policy_number
    )
    session.add(policy)
    _set_filed(session, row, policy, new_policy.filed_on, by=by, on=on, day=day)
    _write(session, row, "add_policy", by=by, on=on)
    return policy


def _set_filed(
    session: Session,
    row: Incident,
    policy: InsurancePolicy,
    filed_on: date | None,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    policy.filed_on = filed_on
    if filed_on:
        procedure.require_past(filed_on, day, "filed_on")
        procedure.require_after(row, filed_on, "filed_on")
        procedure.follow(session, row, ProcedureStep.INSURANCE, filed_on, by=by, on=on)


def _write(session: Session, row: Incident, act: str, *, by: Actor, on: datetime) -> None:
    session.flush()
    journal.write(session, act, incidents.NOUN, row.reference, by=by, on=on, fields=("policy",))


def progress(
    session: Session, row: Incident, news: PolicyProgress, *, by: Actor, on: datetime, day: date
) -> None:
    """Record when the claim on a policy was filed, and what the insurer answered.

    Refuses: NotFound, procedure.IncidentClosed, AnswerWithoutDay, AnsweredBefore,
    NotFiledYet, procedure.BeforeTheEvent, fields.InTheFuture."""
    procedure.require_open(row)
    policy = incidents.find_part(session, row, InsurancePolicy, news.policy)
    answered = news.answer is not InsurerAnswer.NONE
    if answered and not news.filed_on:
        raise NotFiledYet("filed_on")
    if answered and not news.answered_on:
        raise AnswerWithoutDay("answered_on")
    if answered and news.filed_on and news.answered_on:
        procedure.require_past(news.answered_on, day, "answered_on")
        if news.answered_on < news.filed_on:
            raise AnsweredBefore("answered_on")
    if news.claim and news.claim not in procedure.claims_of_worker(session, row.citizen):
        raise NotFound("claim")
    _set_filed(session, row, policy, news.filed_on, by=by, on=on, day=day)
    policy.answer, policy.claim = news.answer.value, news.claim or None
    policy.answered_on = news.answered_on if answered else None
    _write(session, row, "answer_policy", by=by, on=on)


def withdraw(session: Session, row: Incident, number: int, *, by: Actor, on: datetime) -> None:
    """Withdraw a policy recorded by mistake. Refuses: NotFound, procedure.IncidentClosed."""
    procedure.require_open(row)
    policy = incidents.find_part(session, row, InsurancePolicy, number)
    policy.withdrawn_at, policy.withdrawn_by = on, by.account
    _write(session, row, "withdraw_policy", by=by, on=on)


def numbers(session: Session, row: Incident, rows: list[InsurancePolicy]) -> dict[int | None, str]:
    """Return the decrypted numbers of these policies."""
    place = "insurance_policies.policy_number"
    sealed = [(row.citizen, place, one.policy_number) for one in rows]
    return dict(zip([one.id for one in rows], vault.unseal_all(session, sealed), strict=True))


def forget(session: Session, citizen: str) -> None:
    """Clear the numbers of a person's policies when the file is erased."""
    own = select(col(Incident.reference)).where(col(Incident.citizen) == citizen)
    policies = update(InsurancePolicy).where(col(InsurancePolicy.incident).in_(own))
    session.execute(policies.values(policy_number=None))
