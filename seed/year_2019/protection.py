"""Victims of trafficking helped by posts in 2019, as protected cases that ended well.

Each begins with a session in which only information was given, so that it does not count as advice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.fields import tashkent_day
from seed.year_2019 import people
from seed.year_2019.people import Group
from service.casework.advice import advice_sessions, contacts
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import Call
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import referral_actions, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import (
    Body,
    Helped,
    NewAnswer,
    NewCaseFacts,
    NewSending,
    Pillar,
    Victim,
)
from service.casework.protection.referrals import Consent, NewReferral, Status
from service.infra.database import Database

_SIGNS = Signs(deception=YesNoUnknown.YES, movement=YesNoUnknown.YES, documents=YesNoUnknown.YES)


def load_cases(database: Database, group: Group, numbers: Sequence[int], _on: datetime) -> None:
    """Import cases of the post, on the days on which it would have handled them."""
    by = Actor("system", Role.ATTACHE, "Musofir", frozenset({group.post or ""}))
    with database.write() as session:
        known = contacts.already_imported(session, [group.number(one) for one in numbers])
        for one in numbers:
            if group.number(one) not in known:
                _help_victim(session, group, one, by)


def _help_victim(session: Session, group: Group, one: int, by: Actor) -> None:
    # None may end after the year in which it counts.
    at = group.moment(one) - timedelta(days=20 if group.moment(one).month > 6 else 0)
    day = tashkent_day(at)
    who = people.invent_citizen(group.dice(one))
    new_session = NewSession(
        Channel.IN_PERSON,
        Topic.FORCED_LABOUR,
        Level.INFORMATION,
        Outcome.FORWARDED,
        group.country,
        name=who.name,
        sex=who.sex,
        age_band=who.age_band,
        region=who.region,
    )
    call = Call(at, by.account, None, group.number(one))
    origin = advice_sessions.log(session, new_session, by=by, on=at, day=day, call=call).reference
    row = referrals.refer(
        session, NewReferral(origin, _SIGNS, Consent.GIVEN), by=by, on=at, day=day
    )
    referral_actions.amend(
        session, row, NewCaseFacts(Victim.PRESUMED, row.due, group.post), by=by, on=at, day=day
    )
    referral_actions.send(
        session, row, NewSending(Body.CONSULATE, Pillar.PROTECTION), by=by, on=at, day=day
    )
    referral_actions.answer(session, row, NewAnswer(Status.ACCEPTED), by=by, on=at, day=day)
    end = at + timedelta(days=15)
    referral_actions.answer(
        session, row, NewAnswer(Status.DONE, Helped.YES), by=by, on=end, day=tashkent_day(end)
    )
