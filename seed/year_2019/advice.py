"""Persons advised in 2019: one invented person, problem and session each, like a telephone log.

The report does not give topic, channel or outcome: all of these are invented, and none suggests
danger.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from seed.year_2019 import people
from seed.year_2019.people import Group
from service.casework.advice import contacts, session_import
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import Call
from service.casework.advice.session_import import ImportedSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope.claim_scope import HARM
from service.infra.database import Database

_TOPICS = [one for one in Topic if one.value not in HARM and one is not Topic.DEATH]
_CHANNELS = (
    (Channel.HOTLINE, Channel.IN_PERSON, Channel.TELEGRAM, Channel.WEBSITE),
    (55, 25, 15, 5),
)
_LEVELS = (
    (Level.ADVICE, Level.LIMITED_ACTION, Level.NEGOTIATED, Level.ADMINISTRATIVE),
    (80, 15, 3, 2),
)
_OUTCOMES = ((Outcome.EXPLAINED, Outcome.SATISFIED, Outcome.FORWARDED), (75, 20, 5))
_COUNTRIES = (("RU", "KZ", "KR", "TR", "PL", None), (66, 13, 6, 6, 3, 6))


def load_sessions(database: Database, group: Group, numbers: Sequence[int], on: datetime) -> None:
    with database.write() as session:
        known = contacts.already_imported(session, [group.number(one) for one in numbers])
        held = [_session_to_import(group, one) for one in numbers if group.number(one) not in known]
        for done in session_import.log_many(session, held, by=SYSTEM, on=on):
            if isinstance(done, Refusal):
                raise done


def _session_to_import(group: Group, one: int) -> ImportedSession:
    dice, at = group.dice(one), group.moment(one)
    call = Call(at, SYSTEM.account, dice.randrange(3, 25), group.number(one))
    return ImportedSession(_session_input(group, dice), call, tashkent_day(at))


def _session_input(group: Group, dice: Random) -> NewSession:
    who = people.invent_citizen(dice)
    country = group.country or dice.choices(*_COUNTRIES)[0]
    channel = Channel.IN_PERSON if group.post else dice.choices(*_CHANNELS)[0]
    return NewSession(
        channel,
        dice.choice(_TOPICS),
        dice.choices(*_LEVELS)[0],
        dice.choices(*_OUTCOMES)[0],
        country,
        name=who.name,
        post=group.post,
        sex=who.sex,
        age_band=who.age_band,
        region=who.region,
    )
