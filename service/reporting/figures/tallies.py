"""Queries for the monthly return of a post: one query for each of its figures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from matching.identity import counted_persons
from matching.identity.persons import Citizen
from service.casework.advice import contacts, group_sessions, topics
from service.casework.advice.contacts import Contact
from service.casework.advice.group_sessions import GroupSession, MassEvent
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.incidents.incidents import IncidentOutcome
from service.casework.money.money_entries import (
    Entry,
    Hand,
    Payment,
    PayOut,
    Purpose,
    Undelivered,
    stands,
)
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident, IncidentKind
from service.casework.workflow.state_machine import Step
from service.reporting.figures.months import Span

# Days since a claim was filed, on the last day of the month.
AGES = ("under_30", "30_to_89", "90_to_180", "over_180")


def _during(day: Any, span: Span) -> ColumnElement[bool]:
    return and_(day >= span.first, day <= span.last)


def recorded_in(table: Any, day: Any, span: Span) -> ColumnElement[bool]:
    return and_(_is_of_post(col(table.post), span), _during(day, span))


def _is_of_post(post: Any, span: Span) -> ColumnElement[bool]:
    return true() if span.post is None else post == span.post


def is_advice(span: Span) -> ColumnElement[bool]:
    """The sessions of the post that were advice, as the year counts them."""
    level = col(advice_tables.Session.level) != topics.Level.INFORMATION.value
    here = recorded_in(advice_tables.Session, col(advice_tables.Session.day), span)
    return and_(here, level, advice_tables.counts())


def is_contact(span: Span) -> ColumnElement[bool]:
    """The contacts of the post, without those of void sessions."""
    return and_(recorded_in(Contact, col(Contact.day), span), contacts.counts())


def is_group_session(span: Span) -> ColumnElement[bool]:
    """The group sessions of the post, without void ones."""
    held = recorded_in(GroupSession, col(GroupSession.day), span)
    return and_(held, group_sessions.group_counts())


def is_mass_event(span: Span) -> ColumnElement[bool]:
    """The mass events of the post, without void ones."""
    return and_(recorded_in(MassEvent, col(MassEvent.day), span), group_sessions.event_counts())


def count_incidents(kind: IncidentKind) -> Callable[[Span], Any]:
    """Return the query for the people with an incident of this kind that became known in a span.

    What was recorded by mistake is not counted."""

    def query(span: Span) -> Any:
        here = recorded_in(Incident, col(Incident.recorded_on), span)
        is_own = col(Citizen.reference) == col(Incident.citizen)
        stands_ = col(Incident.outcome) != IncidentOutcome.MISTAKE.value
        people = func.count(counted_persons.counted_reference().distinct())
        return select(people).where(here, is_own, stands_, col(Incident.kind) == kind.value)

    return query


def count_by(part: Any, *terms: ColumnElement[bool]) -> Any:
    return select(part, func.count()).where(*terms).group_by(part)


def _claim_is_of_post(claim: Any, span: Span) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a claim of the post."""
    return and_(claim == col(Claim.reference), _is_of_post(col(Claim.post), span))


def _moves(to: ClaimState, span: Span) -> ColumnElement[bool]:
    """The steps of the post's claims in the month that led to a state."""
    here = and_(_claim_is_of_post(col(Step.claim), span), col(Step.to) == to.value)
    return and_(here, col(Step.at) >= span.begins, col(Step.at) < span.ends)


def count_accepted(span: Span) -> Any:
    """Return the query for claims accepted in the month and never before it."""
    earlier = aliased(Step)
    before = select(1).where(
        col(earlier.claim) == col(Step.claim), col(earlier.to) == ClaimState.ACCEPTED.value
    )
    never = ~before.where(col(earlier.at) < span.begins).correlate(Step).exists()
    return select(func.count(col(Step.claim).distinct())).where(
        _moves(ClaimState.ACCEPTED, span), never
    )


def last_closings(span: Span) -> Any:
    """Return the query for the last closing in the month of each claim closed in it."""
    return (
        select(func.max(col(Step.id)))
        .where(_moves(ClaimState.CLOSED, span))
        .group_by(col(Step.claim))
        .correlate(None)
    )


def is_open_at_end(span: Span) -> ColumnElement[bool]:
    """Return the condition for claims that were open when the month ended, whatever followed.

    It uses the state from which the first later step came, or else the present state of the claim.
    """
    since = col(Step.at) >= span.ends
    moved = select(col(Step.claim)).where(since).correlate(None)
    first = select(func.min(col(Step.id))).where(since).group_by(col(Step.claim)).correlate(None)
    closed = (
        select(col(Step.claim))
        .where(col(Step.id).in_(first), col(Step.came_from) == ClaimState.CLOSED.value)
        .correlate(None)
    )
    result = and_(_is_of_post(col(Claim.post), span), col(Claim.filed_on) <= span.last)
    number, stood = col(Claim.reference), wage_claims.is_open()
    return and_(
        result,
        or_(and_(number.in_(moved), number.not_in(closed)), and_(number.not_in(moved), stood)),
    )


def age(span: Span) -> Any:
    young = [
        (col(Claim.filed_on) > span.last - timedelta(days), word)
        for days, word in zip((30, 90, 181), AGES, strict=False)
    ]
    return case(*young, else_=AGES[-1])


def sum_by_currency(table: Any, day: Any, span: Span, *terms: ColumnElement[bool]) -> Any:
    """Return the query for the sum of a ledger of the post's claims in the month, by currency.

    A payment belongs to the post that was responsible when it was recorded."""
    claims = func.count(col(table.claim).distinct())
    asked = select(col(table.currency), func.sum(col(table.amount)), claims).group_by(
        col(table.currency)
    )
    here = (
        _is_of_post(col(Payment.office), span)
        if table is Payment
        else _claim_is_of_post(col(table.claim), span)
    )
    within = (here, _during(day, span), stands(table))
    return asked.where(*within, *terms)


def _debt_settled(claims: Any) -> Any:
    """Return the parts of the debt that are in the workers' hands, by day.

    Money that came back is subtracted.
    """
    back = _entries(Undelivered, "settles_currency", -col(Undelivered.settles), "since").where(
        col(Undelivered.claim).in_(claims), col(Undelivered.pay_out).is_not(None)
    )
    return union_all(*_to_workers(claims, "settles_currency", "settles"), back).subquery().c


def _to_workers(claims: Any, currency: str, amount: str) -> list[Any]:
    """Return the queries for money that reached the workers of these claims, or of all: directly,
    and by pay-outs."""
    direct = _entries(Payment, currency, col(getattr(Payment, amount)), "on")
    later = _entries(PayOut, currency, col(getattr(PayOut, amount)), "on")
    direct = direct.where(col(Payment.hand) == Hand.WORKER.value)
    if claims is None:
        return [direct, later]
    return [
        direct.where(col(Payment.claim).in_(claims)),
        later.where(col(PayOut.claim).in_(claims)),
    ]


def _entries(table: type[Entry], currency: str, amount: Any, day: str) -> Any:
    """Return the query for the standing entries of a table: claim, currency, amount and day."""
    return select(
        col(table.claim),
        col(getattr(table, currency)).label("currency"),
        amount.label("amount"),
        col(getattr(table, day)).label("day"),
    ).where(stands(table))


def sum_paid_to_workers(span: Span) -> Any:
    """Return the query for money paid to workers in the month, by currency.

    What the payer gave directly belongs to the post that was responsible when it was recorded, a
    pay-out to the one that has the claim."""
    own = select(col(Claim.reference)).where(_is_of_post(col(Claim.post), span))
    direct, later = _to_workers(None, "currency", "amount")
    parts = (
        direct.where(_is_of_post(col(Payment.office), span)),
        later.where(col(PayOut.claim).in_(own)),
    )
    books = union_all(*parts).subquery().c
    sums = (func.sum(books.amount), func.count(books.claim.distinct()))
    return select(books.currency, *sums).where(_during(books.day, span)).group_by(books.currency)


def sum_recovered(part: Any) -> Callable[[Span], Any]:
    """Return the query for money in the workers' hands, the sum owed, and the number of claims.

    It covers the claims closed in the month, by currency. A claim for which that sum is not known
    is left out of all of them.
    """

    def query(span: Span) -> Any:
        owed, paid = _sum_owed(part, span), _sum_paid(span)
        same = and_(paid.c.claim == owed.c.claim, paid.c.currency == owed.c.currency)
        sums = (func.coalesce(func.sum(paid.c.paid), 0), func.sum(owed.c.owed), func.count())
        asked = select(owed.c.currency, *sums)
        return asked.select_from(owed).outerjoin(paid, same).group_by(owed.c.currency)

    return query


def lines_with_known_sum(part: Any) -> Callable[[Span], tuple[ColumnElement[bool], ...]]:
    """Return the condition for lines of claims closed in a span with a known sum of this kind."""
    return lambda span: (col(Line.claim).in_(_closed_claims(span)), part > 0)


def _closed_claims(span: Span) -> Any:
    """Return the query for the claims closed in the month."""
    return select(col(Step.claim)).where(col(Step.id).in_(last_closings(span))).correlate(None)


def _sum_owed(part: Any, span: Span) -> Any:
    """Return the known sums of one kind of the claims closed in the month, by claim and
    currency."""
    by, total = (col(Line.claim), col(Line.currency)), func.sum(func.coalesce(part, 0))
    asked = select(*by, total.label("owed")).where(by[0].in_(_closed_claims(span))).group_by(*by)
    return asked.having(total > 0).subquery()


def _sum_paid(span: Span) -> Any:
    """Return the money that their workers held when the month ended, by claim and currency."""
    books = _debt_settled(_closed_claims(span))
    asked = select(books.claim, books.currency, func.sum(books.amount).label("paid")).where(
        books.day <= span.last
    )
    return asked.group_by(books.claim, books.currency).subquery()


def received_usd(span: Span) -> Any:
    """Return the query for money received in the month in US dollars, and its number of claims."""
    known = case((col(Payment.usd).is_not(None), col(Payment.claim)))
    sums = (func.coalesce(func.sum(col(Payment.usd)), 0), func.count(known.distinct()))
    return select(*sums).where(payments(span))


def is_for_wages() -> ColumnElement[bool]:
    """Return the condition for payments that are wages, not fees, deposits or benefits."""
    return col(Payment.purpose) == Purpose.WAGES.value


def payments(span: Span) -> ColumnElement[bool]:
    """Return the condition for wages received in the month, at the post then responsible."""
    here = _is_of_post(col(Payment.office), span)
    return and_(here, _during(col(Payment.on), span), stands(Payment), is_for_wages())
