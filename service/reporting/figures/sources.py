"""Sources of figures: sessions, contacts, claims, payments, placements and others, each with its
day."""

from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Integer, String, case, cast, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from catalog.core import corrections
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import HOME, Licence, Order
from catalog.vacancies.vacancies import Vacancy
from matching.identity import counted_persons
from matching.identity.persons import Citizen
from matching.placements.placements import Placement, State
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import Contact
from service.casework.advice.group_sessions import GroupSession, MassEvent
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.groups.groups import Group, Membership
from service.casework.money.money_entries import Payment, Reversal, stands
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables
from service.casework.workflow.state_machine import Step
from service.reporting.figures.figures import Source

_SESSION_COLUMNS = (
    "topic",
    "channel",
    "outcome",
    "level",
    "country",
    "post",
    "region",
    "sex",
    "age_band",
    "occupation_major",
)

SESSIONS = Source(
    "session",
    col(advice_tables.Session.reference),
    col(advice_tables.Session.day),
    MappingProxyType(
        {name: col(getattr(advice_tables.Session, name)) for name in _SESSION_COLUMNS}
    ),
    (advice_tables.counts(),),
)
ADVISED_PERSONS = Source(
    "session",
    SESSIONS.reference,
    SESSIONS.day,
    SESSIONS.parts,
    (*SESSIONS.terms, col(Citizen.reference) == col(advice_tables.Session.citizen)),
)
CONTACTS = Source(
    "contact",
    col(Contact.id),
    col(Contact.day),
    MappingProxyType({"channel": col(Contact.channel), "post": col(Contact.post)}),
    (contacts.counts(),),
)


def sessions_before(moment: datetime) -> Source:
    """Return the sessions as they stood before a moment: what was voided later still counts."""
    later = col(advice_tables.Session.voided_at) >= moment
    return msgspec.structs.replace(SESSIONS, terms=(or_(advice_tables.counts(), later),))


def contacts_before(moment: datetime) -> Source:
    """Return the contacts as they stood before a moment: what was voided later still counts.

    A contact is void with its session, or by a correction of its own."""
    reference = cast(col(Contact.id), String)
    of_session = select(1).where(
        col(advice_tables.Session.reference) == col(Contact.session),
        col(advice_tables.Session.voided_at) >= moment,
    )
    alone = corrections.declared_void("contact", reference, since=moment)
    later = or_(of_session.correlate(Contact).exists(), alone)
    return msgspec.structs.replace(CONTACTS, terms=(or_(contacts.counts(), later),))


_GROUP_SESSION_COLUMNS = ("topic", "country", "post")
GROUP_SESSIONS = Source(
    "gathering",
    col(GroupSession.reference),
    col(GroupSession.day),
    MappingProxyType({name: col(getattr(GroupSession, name)) for name in _GROUP_SESSION_COLUMNS}),
    (group_sessions.group_counts(),),
)
EVENTS = Source(
    "mass_event",
    col(MassEvent.reference),
    col(MassEvent.day),
    MappingProxyType(
        {
            "means": col(MassEvent.means),
            **{name: col(getattr(MassEvent, name)) for name in _GROUP_SESSION_COLUMNS},
        }
    ),
    (group_sessions.event_counts(),),
)
PLACEMENTS = Source(
    "placement",
    col(Placement.reference),
    col(Placement.arrived_on),
    MappingProxyType(
        {
            name: col(getattr(Placement, name))
            for name in (
                "country",
                "channel",
                "agency",
                "post",
                "sex",
                "age_band",
                "region",
                "occupation_major",
            )
        }
    ),
    (col(Placement.state) == State.ARRIVED.value, col(Citizen.reference) == col(Placement.citizen)),
)
# One contract of one person, even if two records of them were merged and each has it.
CONTRACT = (
    counted_persons.counted_reference()
    + "/"
    + col(Placement.agency)
    + "/"
    + col(Placement.contract)
)

# Claims and money

_CLAIM_PARTS = {
    name: col(getattr(Claim, name))
    for name in ("country", "post", "state", "channel", "occupation_major")
}
CLAIMS = Source("claim", col(Claim.reference), col(Claim.filed_on), MappingProxyType(_CLAIM_PARTS))
GROUPS = Source(
    "group",
    col(Group.reference),
    col(Group.opened_on),
    MappingProxyType({"country": col(Group.country)}),
)
MEMBERS = Source(
    "group",
    col(Group.reference),
    col(Group.opened_on),
    MappingProxyType({"country": col(Group.country)}),
    (
        col(Membership.group) == col(Group.reference),
        col(Claim.reference) == col(Membership.claim),
        col(Citizen.reference) == col(Claim.citizen),
    ),
)
PAYMENTS = Source(
    "claim",
    col(Payment.claim),
    col(Payment.on),
    MappingProxyType(
        {
            "currency": col(Payment.currency),
            "payer": col(Payment.payer),
            "country": col(Claim.country),
            "post": col(Claim.post),
            "office": func.coalesce(func.nullif(col(Payment.office), ""), wage_claims.DESK),
        }
    ),
    (col(Claim.reference) == col(Payment.claim), stands(Payment)),
)


def payments_before(moment: datetime) -> Source:
    """Return the payments as they stood before a moment: what was reversed later still counts."""
    later = select(1).where(
        col(Reversal.reference) == col(Payment.reversal), col(Reversal.at) >= moment
    )
    stood = or_(stands(Payment), later.correlate(Payment).exists())
    terms = (col(Claim.reference) == col(Payment.claim), stood)
    return msgspec.structs.replace(PAYMENTS, terms=terms)


CLOSINGS = Source(
    "claim",
    col(Step.claim),
    col(Step.at),
    MappingProxyType(
        {
            "closing": col(Step.closing_reason),
            "country": col(Claim.country),
            "post": col(Claim.post),
        }
    ),
    (col(Claim.reference) == col(Step.claim), col(Step.to) == ClaimState.CLOSED.value),
    moment=True,
)


# The sums owed in a claim; the figure itself decides when a line counts.
CLAIM_LINES = Source(
    "claim", col(Line.claim), None, MappingProxyType({"currency": col(Line.currency)})
)


class HoursBetween(FunctionElement[int]):
    """SQL function for the whole hours between two moments, on either database."""

    type = Integer()
    inherit_cache = True


@compiles(HoursBetween, "sqlite")
def _hours_sqlite(element: Any, compiler: Any, **values: Any) -> str:
    begin, end = (compiler.process(one, **values) for one in element.clauses)
    return f"CAST((julianday({end}) - julianday({begin})) * 24 AS INTEGER)"


@compiles(HoursBetween, "postgresql")
def _hours_postgresql(element: Any, compiler: Any, **values: Any) -> str:
    begin, end = (compiler.process(one, **values) for one in element.clauses)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM ({end} - {begin})) / 3600) AS INTEGER)"


_WAITING_HOURS = HoursBetween(col(Claim.filed_at), col(Step.at))
# The first step of a claim after it was filed is our answer; the bands are those of the service
# levels.
ANSWERS = Source(
    "claim",
    col(Claim.reference),
    col(Claim.filed_on),
    MappingProxyType(
        _CLAIM_PARTS
        | {
            "answered": case(
                (_WAITING_HOURS < 24, "within_1_day"),
                (_WAITING_HOURS < 72, "within_3_days"),
                (_WAITING_HOURS < 240, "within_10_days"),
                else_="later",
            )
        }
    ),
    (
        col(Step.claim) == col(Claim.reference),
        col(Step.id).in_(select(func.min(col(Step.id))).group_by(col(Step.claim)).correlate(None)),
    ),
)
REFERRALS = Source(
    "referral",
    col(Referral.reference),
    col(Referral.over_on),
    MappingProxyType({name: col(getattr(Referral, name)) for name in ("country", "post", "body")}),
)
SENT_REFERRALS = Source("referral", col(Referral.reference), col(Referral.sent_on), REFERRALS.parts)

# The register

AGENCIES = Source(
    "agency", col(Agency.external_id), None, MappingProxyType({"kind": col(Agency.kind)})
)
LICENCES = Source(
    "agency",
    col(Licence.agency),
    col(Licence.granted_on),
    MappingProxyType({}),
    (col(Licence.country) == HOME,),
)
ORDERS = Source(
    "agency",
    col(Licence.agency),
    col(Order.starts_on),
    MappingProxyType({"order": col(Order.kind)}),
    (col(Licence.id) == col(Order.licence), col(Licence.country) == HOME),
)
VACANCIES = Source(
    "vacancy",
    col(Vacancy.reference),
    col(Vacancy.published_at),
    MappingProxyType({"country": col(Vacancy.country), "agency": col(Vacancy.agency)}),
    moment=True,
)
