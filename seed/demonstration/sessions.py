"""Invented advice sessions of this year and the last: every channel, topic, level and outcome."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed import reference
from seed.demonstration.people import ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, office_hour, share_of_period
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope import advice_tables

_COUNTRIES = ("RU", "KR", "KZ", "TR", "PL", "DE", "AE", "LT", "LV", "GB", "JP")
_ABROAD = {"davron": "KR", "elyor": "RU", "otabek": "TR", "parvina": "KZ"}
# The most frequent topics by country.
_TOPICS_BY_COUNTRY = {
    "KR": (Topic.KOREA_EPS, Topic.UNPAID_WAGES, Topic.INJURY, Topic.DISMISSAL),
    "RU": (Topic.LEGAL_STAY, Topic.UNPAID_WAGES, Topic.ENTRY_BAN, Topic.DETENTION),
    "KZ": (Topic.LEGAL_STAY, Topic.DOCUMENT_KEPT, Topic.UNPAID_WAGES),
    "TR": (Topic.UNPAID_WAGES, Topic.LEGAL_STAY, Topic.FAMILY),
}
_USUAL_TOPICS = tuple(
    map(Topic, "contract agency_check agency_refund unpaid_wages housing return".split())
)
# Who holds one session after another.
_OFFICERS = "barno davron barno elyor nigora elyor barno otabek nigora parvina".split()
_CHANNELS = (18, 34, 22, 6, 6, 3, 3, 2, 4, 2)
_LEVELS = (12, 52, 16, 8, 5, 3, 4)
_OUTCOME_WEIGHTS = (4, 52, 24, 5, 4, 11)


class Sessions:
    def __init__(self, session: Session, cast: ActorsByName, days: Days, many: int) -> None:
        self.session, self.cast, self.days, self.citizens = session, cast, days, Citizens("005")
        self.many = many
        self.notes: dict[str, list[str]] = defaultdict(list)
        for row in reference.rows("demo/notes.tsv"):
            self.notes[row["topic"]].append(row["note"])

    def scenarios(self) -> Iterator[Scenario]:
        """The scenarios of legal problems: mostly one session, sometimes a second some days
        later."""
        for number in range(self.many):
            dice = Random(f"matter {number}")
            first = share_of_period(
                "asked", dice.random(), 6 if number % 8 == 5 else 1, office_hour(dice)
            )
            again = (after("asked again", days=dice.randint(3, 14)),) if number % 8 == 5 else ()
            yield Scenario((first, *again), self._acts(number, dice))

    def _acts(self, number: int, dice: Random) -> Actions:
        officer = self._officer(number)
        result = self._told(number, officer, dice)
        moment = yield "asked"
        result.outcome = self._outcome(number, moment, dice)
        result.follow_up_on = self._follow_up(result, moment, dice)
        matter = self._log(result, officer, moment).matter
        if number % 8 == 5:
            moment = yield "asked again"
            again = msgspec.structs.replace(
                result,
                channel=Channel.HOTLINE,
                level=Level.LIMITED_ACTION,
                outcome=self._outcome(number + 40, moment, dice),
                matter=matter,
                follow_up_on=None,
            )
            self._log(again, officer, moment)

    def _log(self, new_session: NewSession, by: Actor, on: datetime) -> advice_tables.Session:
        return advice_sessions.log(self.session, new_session, by=by, on=on, day=tashkent_day(on))

    def _officer(self, number: int) -> Actor:
        return self.cast[_OFFICERS[number % len(_OFFICERS)]]

    def _told(self, number: int, officer: Actor, dice: Random) -> NewSession:
        """The input of a session: first every channel, topic and level in turn, then by usual
        frequency."""
        country = (
            _ABROAD.get(officer.name.lower())
            or dice.choices(_COUNTRIES, range(len(_COUNTRIES), 0, -1))[0]
        )
        if number < 40:
            topic = list(Topic)[number % len(Topic)]
            channel, level = list(Channel)[number % len(Channel)], list(Level)[number % len(Level)]
        else:
            topic = dice.choice(_TOPICS_BY_COUNTRY.get(country, ()) * 2 + _USUAL_TOPICS)
            channel = dice.choices(list(Channel), _CHANNELS)[0]
            level = dice.choices(list(Level), _LEVELS)[0]
        person = self.citizens.invent(dice, number)
        named = number % 3 != 1
        note = dice.choice(self.notes[topic.value]) if dice.random() < 0.7 else None
        return NewSession(
            channel,
            topic,
            level,
            Outcome.OPEN,
            country if dice.random() < 0.94 else None,
            name=person.name if named else "",
            phone=person.phone if named else "",
            note=note,
            sex=person.sex,
            age_band=person.age_band,
            region=person.region,
            occupation_major=dice.choice("577788999") if dice.random() < 0.7 else None,
        )

    def _outcome(self, number: int, on: datetime, dice: Random) -> Outcome:
        if number < 36:
            return list(Outcome)[number % len(Outcome)]
        if self.days.on - on < timedelta(days=15) and dice.random() < 0.6:
            return Outcome.OPEN
        return dice.choices(list(Outcome), _OUTCOME_WEIGHTS)[0]

    def _follow_up(self, new_session: NewSession, moment: datetime, dice: Random) -> date | None:
        """The day of the follow-up: within two weeks for an open matter."""
        if new_session.outcome is not Outcome.OPEN:
            return None
        return tashkent_day(moment) + timedelta(days=dice.randint(3, 14))
