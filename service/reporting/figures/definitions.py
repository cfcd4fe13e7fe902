"""Definitions of the figures of a year: what is counted, when it counts, and what does not.

The sources are the rows of the Agency's yearly report and the field's own manuals: persons are
counted once in the year, a placement at its arrival, money when it reached the worker or a held
account.
"""

from typing import Any

from sqlalchemy import and_
from sqlmodel import col

from catalog.licensing import licences
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.identity import counted_persons
from service.casework.advice import topics
from service.casework.advice.contacts import Contact
from service.casework.advice.group_sessions import GroupSession
from service.casework.protection.referrals import Referral
from service.casework.scope.advice_tables import Session
from service.reporting.figures import sources
from service.reporting.figures.claim_definitions import CLAIM_FIGURES, OTHER_MONEY_FIGURES
from service.reporting.figures.figures import Records, Unit, count_definition

_ZRU_501 = "ZRU-501"


def _is_advice(*more: Any) -> Any:
    """Return the terms of a session that counts as advice: from the level “advice” on."""
    return lambda _span: (col(Session.level) != topics.Level.INFORMATION.value, *more)


_BY_POSTS = col(Session.post).is_not(None)
_SESSIONS = Records(sources.SESSIONS, _is_advice())
_HELPED = and_(
    col(Referral.helped).is_(True),
    col(Referral.victim) != "not_stated",
    col(Referral.post).is_not(None),
    col(Referral.country).is_not(None),
)


_PLACED_WORKERS = Records(sources.PLACEMENTS, of=sources.CONTRACT)
PLACEMENT_FIGURES = (
    count_definition(
        "placements.total",
        N_(
            "Placements: workers who have arrived abroad to work under a contract arranged "
            "through the State Agency or a licensed agency"
        ),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        origin=_ZRU_501,
    ),
    count_definition(
        "placements.by_country",
        N_("Placements by country of work"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="country",
        base="placements.total",
    ),
    count_definition(
        "placements.by_channel",
        N_("Placements by who arranged them"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="channel",
        base="placements.total",
    ),
    count_definition(
        "placements.by_sex",
        N_("Placements by sex"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="sex",
        base="placements.total",
    ),
    count_definition(
        "placements.by_age",
        N_("Placements by age"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="age_band",
        base="placements.total",
    ),
    count_definition(
        "placements.by_region",
        N_("Placements by region of origin"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="region",
        base="placements.total",
    ),
    count_definition(
        "placements.by_occupation",
        N_("Placements by type of occupation (ISCO-08 major groups)"),
        Unit.PLACEMENT,
        _PLACED_WORKERS,
        by="occupation_major",
        base="placements.total",
    ),
)

ADVICE_FIGURES = (
    count_definition(
        "advice.sessions",
        N_("Advice sessions held; only sessions at the “advice” level or above are counted"),
        Unit.SESSION,
        _SESSIONS,
    ),
    count_definition(
        "advice.persons",
        N_("People who gave their name and were advised, each counted once in the year"),
        Unit.PERSON,
        Records(sources.ADVISED_PERSONS, _is_advice(), counted_persons.counted_reference()),
    ),
    count_definition(
        "advice.matters",
        N_("Legal problems on which advice was given"),
        Unit.MATTER,
        Records(sources.SESSIONS, _is_advice(), col(Session.matter)),
    ),
    count_definition(
        "advice.sessions_by_posts",
        N_(
            "Advice sessions held by embassies, consulates and representative offices "
            "(included in the total)"
        ),
        Unit.SESSION,
        Records(sources.SESSIONS, _is_advice(_BY_POSTS)),
        base="advice.sessions",
    ),
    count_definition(
        "advice.sessions_by_topic",
        N_("Advice sessions by topic"),
        Unit.SESSION,
        _SESSIONS,
        by="topic",
        base="advice.sessions",
    ),
    count_definition(
        "advice.sessions_by_channel",
        N_("Advice sessions by channel"),
        Unit.SESSION,
        _SESSIONS,
        by="channel",
        base="advice.sessions",
    ),
    count_definition(
        "advice.sessions_by_outcome",
        N_("Advice sessions by outcome"),
        Unit.SESSION,
        _SESSIONS,
        by="outcome",
        base="advice.sessions",
    ),
    count_definition(
        "advice.sessions_by_country",
        N_("Advice sessions by country of work"),
        Unit.SESSION,
        _SESSIONS,
        by="country",
        base="advice.sessions",
    ),
    count_definition(
        "advice.persons_by_posts",
        N_(
            "Of the people advised: those advised by embassies, consulates and representative"
            " offices"
        ),
        Unit.PERSON,
        Records(
            sources.ADVISED_PERSONS, _is_advice(_BY_POSTS), counted_persons.counted_reference()
        ),
        base="advice.persons",
    ),
    count_definition(
        "advice.persons_possible_duplicates",
        N_(
            "People advised who may be counted twice: their record resembles another, or has too "
            "little in it to compare"
        ),
        Unit.PERSON,
        Records(
            sources.ADVISED_PERSONS,
            _is_advice(counted_persons.possible_duplicate()),
            counted_persons.counted_reference(),
        ),
        base="advice.persons",
    ),
    count_definition(
        "advice.contacts",
        N_("Contacts: every call, visit and message, whatever the outcome"),
        Unit.CONTACT,
        Records(sources.CONTACTS),
    ),
    count_definition(
        "advice.contacts_unanswered",
        N_("Of these contacts: calls that were not answered"),
        Unit.CONTACT,
        Records(sources.CONTACTS, lambda _span: (col(Contact.answered).is_(False),)),
        base="advice.contacts",
    ),
    count_definition(
        "advice.groups",
        N_("Group advice sessions, which are not included in the sessions above"),
        Unit.GATHERING,
        Records(sources.GROUP_SESSIONS),
    ),
    count_definition(
        "advice.group_heads",
        N_(
            "Attendances at group sessions; a person who attended twice is counted twice, and"
            " nobody is counted here as a person advised"
        ),
        Unit.HEAD,
        Records(sources.GROUP_SESSIONS, of=col(GroupSession.present), summed=True),
    ),
    count_definition(
        "advice.mass_events",
        N_("Public events; the people they reached are not counted as people advised"),
        Unit.EVENT,
        Records(sources.EVENTS),
    ),
)

_HELPS = Records(sources.REFERRALS, lambda _span: (_HELPED,), col(Referral.person_blind))

PROTECTION_FIGURES = (
    count_definition(
        "harm.helped",
        N_(
            "Victims of trafficking or forced labour helped by embassies, consulates and "
            "representative offices"
        ),
        Unit.PERSON,
        _HELPS,
    ),
    count_definition(
        "harm.helped_by_posts",
        N_(
            "Victims of trafficking or forced labour helped by embassies, consulates and "
            "representative offices, by country"
        ),
        Unit.PERSON,
        _HELPS,
        by="country",
    ),
    count_definition(
        "harm.handed_over",
        N_("Protection cases referred to an organisation that can help"),
        Unit.CASE,
        Records(sources.SENT_REFERRALS),
    ),
)

REGISTER_FIGURES = (
    count_definition(
        "licences.active",
        N_("Private agencies with a licence in force on the last day"),
        Unit.LICENCE,
        Records(
            sources.AGENCIES,
            lambda span: (licences.active_on(sources.AGENCIES.reference, span.last),),
        ),
        origin=_ZRU_501,
    ),
    count_definition(
        "licences.granted",
        N_("Licences granted"),
        Unit.LICENCE,
        Records(sources.LICENCES),
        origin=_ZRU_501,
    ),
    count_definition(
        "licences.orders",
        N_("Licences suspended, revoked or otherwise restricted, by type of order"),
        Unit.ORDER,
        Records(sources.ORDERS),
        by="order",
        origin=_ZRU_501,
    ),
    count_definition(
        "vacancies.published",
        N_("Vacancies published after vetting"),
        Unit.VACANCY,
        Records(sources.VACANCIES),
    ),
    count_definition(
        "vacancies.by_country",
        N_("Vacancies published after vetting, by country"),
        Unit.VACANCY,
        Records(sources.VACANCIES),
        by="country",
        base="vacancies.published",
    ),
    count_definition(
        "vacancies.seats",
        N_("Places in these vacancies"),
        Unit.SEAT,
        Records(sources.VACANCIES, of=col(Vacancy.seats), summed=True),
    ),
)

DEFINITIONS = (
    PLACEMENT_FIGURES
    + ADVICE_FIGURES
    + PROTECTION_FIGURES
    + CLAIM_FIGURES
    + OTHER_MONEY_FIGURES
    + REGISTER_FIGURES
)
