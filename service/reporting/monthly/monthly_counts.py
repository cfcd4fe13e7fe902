"""Figures of a post's monthly return, each with its sentence and unit."""

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from i18n import N_
from matching.identity import counted_persons
from matching.identity.persons import Citizen
from service.casework.advice.contacts import Contact
from service.casework.advice.group_sessions import GroupSession
from service.casework.claims.wage_claims import Claim, Line
from service.casework.money.money_entries import Deduction, Payment, Undelivered
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import IncidentKind
from service.casework.workflow.state_machine import Step
from service.reporting.figures import figures, tallies
from service.reporting.figures.figures import Definition, Figure, Unit
from service.reporting.figures.months import Span

DEFINITIONS = (
    Definition(
        "advice.contacts",
        N_("Contacts: every call, visit and message, whatever the outcome"),
        Unit.CONTACT,
        lambda span: select(func.count()).where(tallies.is_contact(span)),
    ),
    Definition(
        "advice.contacts_unanswered",
        N_("Of these contacts: calls that were not answered"),
        Unit.CONTACT,
        lambda span: select(func.count()).where(
            tallies.is_contact(span), col(Contact.answered).is_(False)
        ),
    ),
    Definition(
        "advice.sessions",
        N_("Advice sessions held; only sessions at the “advice” level or above are counted"),
        Unit.SESSION,
        lambda span: (
            select(func.count()).select_from(advice_tables.Session).where(tallies.is_advice(span))
        ),
    ),
    Definition(
        "advice.persons",
        N_("People who gave their name and received advice, each counted once in the month"),
        Unit.PERSON,
        lambda span: select(func.count(counted_persons.counted_reference().distinct())).where(
            tallies.is_advice(span), col(Citizen.reference) == col(advice_tables.Session.citizen)
        ),
    ),
    Definition(
        "advice.matters",
        N_("Legal problems on which advice was given"),
        Unit.MATTER,
        lambda span: select(func.count(col(advice_tables.Session.matter).distinct())).where(
            tallies.is_advice(span)
        ),
    ),
    Definition(
        "advice.sessions_by_topic",
        N_("Advice sessions by topic"),
        Unit.SESSION,
        lambda span: tallies.count_by(col(advice_tables.Session.topic), tallies.is_advice(span)),
        dimension="topic",
    ),
    Definition(
        "advice.sessions_by_outcome",
        N_("Advice sessions by outcome"),
        Unit.SESSION,
        lambda span: tallies.count_by(col(advice_tables.Session.outcome), tallies.is_advice(span)),
        dimension="outcome",
    ),
    Definition(
        "claims.filed",
        N_("Wage claims filed"),
        Unit.CLAIM,
        lambda span: select(func.count()).where(
            tallies.recorded_in(Claim, col(Claim.filed_on), span)
        ),
    ),
    Definition(
        "claims.accepted",
        N_("Wage claims accepted for the first time"),
        Unit.CLAIM,
        tallies.count_accepted,
    ),
    Definition(
        "claims.closed",
        N_("Wage claims closed; a claim that has since been reopened is still counted"),
        Unit.CLAIM,
        lambda span: select(func.count()).select_from(tallies.last_closings(span).subquery()),
    ),
    Definition(
        "claims.closed_by_reason",
        N_("Wage claims closed, by reason for closing"),
        Unit.CLAIM,
        lambda span: tallies.count_by(
            col(Step.closing_reason), col(Step.id).in_(tallies.last_closings(span))
        ),
        dimension="closing",
    ),
    Definition(
        "claims.open",
        N_("Wage claims open at the end of the month"),
        Unit.CLAIM,
        lambda span: select(func.count()).where(tallies.is_open_at_end(span)),
    ),
    Definition(
        "claims.open_by_age",
        N_("Wage claims open at the end of the month, by number of days since filing"),
        Unit.CLAIM,
        lambda span: (
            select(tallies.age(span).label("age"), func.count())
            .where(tallies.is_open_at_end(span))
            .group_by("age")
        ),
        dimension="age",
    ),
    Definition(
        "money.received",
        N_("Wages recovered for workers, in the currency of the payment"),
        Unit.MONEY,
        lambda span: tallies.sum_by_currency(
            Payment, col(Payment.on), span, tallies.is_for_wages()
        ),
        dimension="currency",
    ),
    Definition(
        "money.other_received",
        N_("Fees, deposits and benefits received for workers, in the currency of the payment"),
        Unit.MONEY,
        lambda span: tallies.sum_by_currency(
            Payment, col(Payment.on), span, ~tallies.is_for_wages()
        ),
        dimension="currency",
    ),
    Definition(
        "money.received_usd",
        N_(
            "Wages recovered for workers, in US dollars at the exchange rate on the day of "
            "each payment"
        ),
        Unit.USD,
        tallies.received_usd,
    ),
    Definition(
        "money.without_usd",
        N_(
            "Wage claims with a payment left out of the amounts in US dollars because no exchange "
            "rate was found"
        ),
        Unit.CLAIM,
        lambda span: select(func.count(col(Payment.claim).distinct())).where(
            tallies.payments(span), col(Payment.usd).is_(None)
        ),
    ),
    Definition(
        "money.paid_out",
        N_("Money paid to workers, directly by the payer or later by us"),
        Unit.MONEY,
        tallies.sum_paid_to_workers,
        dimension="currency",
    ),
    Definition(
        "money.came_back",
        N_("Money paid out but returned undelivered"),
        Unit.MONEY,
        lambda span: tallies.sum_by_currency(
            Undelivered, col(Undelivered.since), span, col(Undelivered.pay_out).is_not(None)
        ),
        dimension="currency",
    ),
    Definition(
        "money.deducted",
        N_("Fees and taxes deducted from money held for workers"),
        Unit.MONEY,
        lambda span: tallies.sum_by_currency(Deduction, col(Deduction.on), span),
        dimension="currency",
    ),
    Definition(
        "recovery.claimed",
        N_("Amount paid to workers as a share of the amount claimed, in claims closed this month"),
        Unit.RATE,
        tallies.sum_recovered(col(Line.claimed)),
        dimension="currency",
    ),
    Definition(
        "recovery.documented",
        N_("Amounts paid to workers as a share of the amounts proved by documents in these claims"),
        Unit.RATE,
        tallies.sum_recovered(col(Line.documented)),
        dimension="currency",
    ),
    Definition(
        "recovery.agreed",
        N_("Amounts paid to workers as a share of the amounts agreed or awarded in these claims"),
        Unit.RATE,
        tallies.sum_recovered(col(Line.agreed)),
        dimension="currency",
    ),
    Definition(
        "referrals.handed_over",
        N_("Protection cases at this mission referred to an organisation that can help"),
        Unit.CASE,
        lambda span: select(func.count()).where(
            tallies.recorded_in(Referral, col(Referral.sent_on), span)
        ),
    ),
    Definition(
        "incidents.deaths",
        N_("People whose death abroad became known this month"),
        Unit.PERSON,
        tallies.count_incidents(IncidentKind.DEATH),
    ),
    Definition(
        "incidents.injuries",
        N_("People whose injury abroad became known this month"),
        Unit.PERSON,
        tallies.count_incidents(IncidentKind.INJURY),
    ),
    Definition(
        "incidents.detentions",
        N_("People whose detention abroad became known this month"),
        Unit.PERSON,
        tallies.count_incidents(IncidentKind.DETENTION),
    ),
    Definition(
        "gatherings.groups",
        N_("Group advice sessions, which are not included in the sessions above"),
        Unit.GATHERING,
        lambda span: select(func.count()).where(tallies.is_group_session(span)),
    ),
    Definition(
        "gatherings.heads",
        N_(
            "Attendances at group sessions; a person who attended twice is counted twice, and"
            " nobody is counted here as a person advised"
        ),
        Unit.HEAD,
        lambda span: select(func.coalesce(func.sum(col(GroupSession.present)), 0)).where(
            tallies.is_group_session(span)
        ),
    ),
    Definition(
        "gatherings.events",
        N_("Public events; the people they reached are not counted as people advised"),
        Unit.EVENT,
        lambda span: select(func.count()).where(tallies.is_mass_event(span)),
    ),
)


class Row(msgspec.Struct):
    """One figure as signed and as counted today.

    None means that there were no records of this kind.
    """

    about: Figure
    signed: Figure | None
    today: Figure | None
    differs: bool = False


def count_figures(session: Session, span: Span) -> list[Figure]:
    """Count all figures of a post for a span from the present records."""
    return [
        figure
        for definition in DEFINITIONS
        for figure in figures.count_figure(session, definition, span)
    ]


def compare_with_today(signed: list[Figure], today: list[Figure]) -> list[Row]:
    """Compare signed figures with those of today, in the order of the definitions."""
    then, now = ({one.name: one for one in item} for item in (signed, today))
    order = {definition.key: place for place, definition in enumerate(DEFINITIONS)}
    names = sorted(then | now, key=lambda name: (order.get(name[0], len(order)), name))
    return [
        _row((then | now)[name] if name not in then else then[name], then.get(name), now.get(name))
        for name in names
    ]


def _row(about: Figure, signed: Figure | None, today: Figure | None) -> Row:
    return Row(
        about, signed, today, (signed.value if signed else 0) != (today.value if today else 0)
    )
