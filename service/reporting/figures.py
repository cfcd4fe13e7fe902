"""The figures of a year, each defined by a sentence, a unit and a query; unlike units are never added."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from catalog.ground.refusals import NotFound
from i18n import N_
from matching import citizens
from matching.citizens import Citizen
from service.casework import advice
from service.casework.books import Payment
from service.casework.contacts import Contact
from service.casework.gatherings import GroupSession, MassEvent
from service.casework.groups import Group, Membership
from service.casework.referrals import Referral
from service.casework.wages import Claim


class Unit(StrEnum):
    """What is counted; a contact, a session, a matter, a person and a head in a group are different things."""

    CONTACT = "contact"
    SESSION = "session"
    MATTER = "matter"
    PERSON = "person"
    GATHERING = "gathering"
    HEAD = "head"
    EVENT = "event"
    CLAIM = "claim"
    GROUP = "group"
    CASE = "case"
    RATE = "rate"
    USD = "usd_minor"
    MONEY = "minor"


class UnlikeUnits(Exception):
    """Two figures of different units were to be added: a mistake in the code."""


class Figure(msgspec.Struct, omit_defaults=True):
    """One number. Money in minor units of currency, a rate in hundredths of a percent; dimension says which part of the whole it
    is; no value: hidden as too small."""

    key: str
    value: int | None
    unit: Unit
    sentence: str = ""
    currency: str | None = None
    dimension: dict[str, str] | None = None

    def __add__(self, other: "Figure") -> "Figure":
        if (self.unit, self.currency) != (other.unit, other.currency):
            raise UnlikeUnits(f"{self.key} is in {self.unit}, {other.key} in {other.unit}")
        return Figure(self.key, (self.value or 0) + (other.value or 0), self.unit, self.sentence, self.currency)


class Definition(msgspec.Struct, frozen=True):
    """A figure as a definition: the sentence that people read and the query that counts it."""

    key: str
    sentence: str
    unit: Unit
    query: Callable[[Any], Any]
    dimension: str | None = None


def _advised(year: int) -> ColumnElement[bool]:
    return and_(_within(col(advice.Session.day), year), col(advice.Session.level) != advice.Level.INFORMATION.value)


def _within(day: Any, year: int) -> ColumnElement[bool]:
    return and_(day >= date(year, 1, 1), day <= date(year, 12, 31))


def _sessions(part: Any, year: int) -> Any:
    return select(part, func.count()).where(_advised(year)).group_by(part)


def _helped() -> ColumnElement[bool]:
    """A presumed or recognised victim whose case ended well."""
    return and_(col(Referral.helped).is_(True), col(Referral.victim) != "not_stated")


def _claims(part: Any, year: int) -> Any:
    return select(part, func.count()).where(_within(col(Claim.filed_on), year)).group_by(part)


DEFINITIONS = (
    Definition(
        "advice.sessions", N_("Advice sessions held; a session counts from the level “advice” on"), Unit.SESSION,
        lambda year: select(func.count()).select_from(advice.Session).where(_advised(year)),
    ),
    Definition(
        "advice.persons", N_("Persons who gave their name and were advised, each counted once in the year"), Unit.PERSON,
        lambda year: select(func.count(citizens.one_person().distinct())).where(
            _advised(year), col(Citizen.reference) == col(advice.Session.citizen)
        ),
    ),
    Definition(
        "advice.matters", N_("Legal problems on which advice was given"), Unit.MATTER,
        lambda year: select(func.count(col(advice.Session.matter).distinct())).where(_advised(year)),
    ),
    Definition(
        "advice.sessions_by_posts", N_("Of the advice sessions: those held by embassies, consulates and representative offices"),
        Unit.SESSION,
        lambda year: select(func.count()).where(_advised(year), col(advice.Session.post).is_not(None)),
    ),
    Definition(
        "advice.sessions_by_topic", N_("Advice sessions by topic"), Unit.SESSION,
        lambda year: _sessions(col(advice.Session.topic), year),
        dimension="topic",
    ),
    Definition(
        "advice.sessions_by_channel", N_("Advice sessions by the way they came"), Unit.SESSION,
        lambda year: _sessions(col(advice.Session.channel), year),
        dimension="channel",
    ),
    Definition(
        "advice.sessions_by_outcome", N_("Advice sessions by their outcome"), Unit.SESSION,
        lambda year: _sessions(col(advice.Session.outcome), year),
        dimension="outcome",
    ),
    Definition(
        "advice.persons_by_posts",
        N_("Of the persons advised: those advised by embassies, consulates and representative offices"), Unit.PERSON,
        lambda year: select(func.count(citizens.one_person().distinct())).where(
            _advised(year), col(advice.Session.post).is_not(None), col(Citizen.reference) == col(advice.Session.citizen)
        ),
    ),
    Definition(
        "advice.contacts", N_("Contacts: every call, visit and message, whatever became of it"), Unit.CONTACT,
        lambda year: select(func.count()).where(_within(col(Contact.day), year)),
    ),
    Definition(
        "advice.contacts_unanswered", N_("Of the contacts: calls that nobody answered"), Unit.CONTACT,
        lambda year: select(func.count()).where(_within(col(Contact.day), year), col(Contact.answered).is_(False)),
    ),
    Definition(
        "advice.groups", N_("Advice sessions held with groups, which are not among the sessions above"), Unit.GATHERING,
        lambda year: select(func.count()).where(_within(col(GroupSession.day), year)),
    ),
    Definition(
        "advice.group_heads", N_("Heads counted in group sessions; who came twice counts twice, and nobody as a person advised"),
        Unit.HEAD,
        lambda year: select(func.coalesce(func.sum(col(GroupSession.present)), 0)).where(_within(col(GroupSession.day), year)),
    ),
    Definition(
        "advice.mass_events", N_("Mass events; nobody they reached is counted as advised"), Unit.EVENT,
        lambda year: select(func.count()).where(_within(col(MassEvent.day), year)),
    ),
    Definition(
        "harm.helped_by_posts",
        N_("Victims of trafficking or forced labour whom embassies, consulates and representative offices helped, by country"),
        Unit.PERSON,
        lambda year: select(col(Referral.country), func.count(col(Referral.person_blind).distinct())).where(
            _within(col(Referral.over_on), year), _helped(), col(Referral.post).is_not(None), col(Referral.country).is_not(None)
        ).group_by(col(Referral.country)),
        dimension="country",
    ),
    Definition(
        "wages.claims_filed", N_("Wage claims filed"), Unit.CLAIM,
        lambda year: select(func.count()).select_from(Claim).where(_within(col(Claim.filed_on), year)),
    ),
    Definition(
        "wages.claims_by_country", N_("Wage claims filed, by country of the worksite"), Unit.CLAIM,
        lambda year: _claims(col(Claim.country), year),
        dimension="country",
    ),
    Definition(
        "wages.claims_by_state", N_("Wage claims filed, by their state today"), Unit.CLAIM,
        lambda year: _claims(col(Claim.state), year),
        dimension="state",
    ),
    Definition(
        "wages.groups_opened", N_("Groups of workers who claim together against one employer"), Unit.GROUP,
        lambda year: select(func.count()).select_from(Group).where(_within(col(Group.opened_on), year)),
    ),
    Definition(
        "wages.group_workers", N_("Workers in these groups, each counted once; those who left later are counted too"), Unit.PERSON,
        lambda year: select(func.count(citizens.one_person().distinct())).where(
            _within(col(Group.opened_on), year), col(Membership.group) == col(Group.reference),
            col(Claim.reference) == col(Membership.claim), col(Citizen.reference) == col(Claim.citizen),
        ),
    ),
    Definition(
        "wages.recovered", N_("Wages received for workers, in the currency of the payment"), Unit.MONEY,
        lambda year: select(col(Payment.currency), func.sum(col(Payment.amount))).where(_within(col(Payment.on), year))
        .group_by(col(Payment.currency)),
        dimension="currency",
    ),
    Definition(
        "wages.recovered_usd", N_("Wages received for workers, in US dollars by the rate frozen at each payment"), Unit.USD,
        lambda year: select(func.coalesce(func.sum(col(Payment.usd)), 0)).where(_within(col(Payment.on), year)),
    ),
    Definition(
        "wages.payments_without_usd", N_("Payments that no rate could bring to US dollars and that the line above leaves out"),
        Unit.CLAIM,
        lambda year: select(func.count(col(Payment.claim).distinct())).where(
            _within(col(Payment.on), year), col(Payment.usd).is_(None)
        ),
    ),
)  # fmt: skip


class Year(msgspec.Struct):
    year: int
    state: str
    figures: list[Figure]
    checks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]


def year(session: Session, number: int, today: date) -> Year:
    """All own figures of a year, counted from the records at this moment. Refuses: NotFound for years out of range."""
    if not 2000 <= number <= today.year:
        raise NotFound
    figures = [figure for definition in DEFINITIONS for figure in counted(session, definition, number)]
    return Year(number, "open" if number == today.year else "provisional", figures, [], [])


def counted(session: Session, definition: Definition, within: Any) -> list[Figure]:
    """One definition within what its query asks for: a single figure, or one for each part of its dimension."""
    rows = session.execute(definition.query(within)).all()
    if definition.dimension is None:
        currency = "USD" if definition.unit is Unit.USD else None
        return [Figure(definition.key, int(rows[0][0] or 0), definition.unit, definition.sentence, currency)]
    return [_part(definition, str(part), int(value)) for part, value in sorted(rows, key=lambda row: str(row[0]))]


def _part(definition: Definition, part: str, value: int) -> Figure:
    currency = part if definition.dimension == "currency" else None
    dimension = {str(definition.dimension): part}
    return Figure(definition.key, value, definition.unit, definition.sentence, currency, dimension)
