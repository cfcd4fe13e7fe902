"""Invented contracts for work abroad of this year and the last: in every state, confirmed by posts and by workers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import msgspec
from sqlmodel import Session

from catalog import agencies
from catalog.agencies import Agency
from catalog.ground.fields import tashkent_day
from catalog.ground.who import Role, Who
from matching import citizens, journeys, placements
from matching.citizens import Citizen
from matching.placements import NewPlacement, Placement, Why
from seed import reference
from seed.demonstration import recruiters
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import CAST, Acting, Citizens
from service import accounts

CONTRACTS = 260
# Out of a thousand, about as many as the annual report of 2019 counts; the two small countries are among its others.
_COUNTRIES = {"KR": 373, "RU": 338, "TR": 136, "LT": 87, "LV": 20, "BG": 10, "PL": 10, "KZ": 16, "DE": 10}
_POSTS = {"KR": "davron", "RU": "elyor", "TR": "otabek", "KZ": "parvina"}
_BEFORE = (Why.WITHDREW, Why.EMPLOYER_CANCELLED, Why.VISA_REFUSED, Why.UNFIT, Why.NO_SHOW, Why.EXPIRED, Why.NO_SEAT)
_MAJORS = ("7", "9", "8", "5", "6", "3")
_WORKER = Who("U-NAMUNA", Role.CITIZEN, "Namuna")


class Contracts:
    """They have dice of their own, so that everything else in the demonstration falls as it fell."""

    def __init__(self, session: Session, cast: Acting, days: Days) -> None:
        self.session, self.cast, self.dice = session, cast, Random("contracts")
        self.days, self.people = Days(days.on, self.dice), Citizens(self.dice)
        self.private = [row["id"] for row in recruiters.rows() if row["country"] == "UZ" and row["status"] == "valid"]
        self.state = next(row["id"] for row in recruiters.rows() if row["status"] == "state")
        self.firms: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in reference.rows("demo/employers.tsv"):
            self.firms[row["country"]].append((row["name"], row["city"]))

    def lives(self) -> Iterator[Life]:
        since = (self.days.today - self.days.opening.date()).days
        for number in range(CONTRACTS):
            yield self._life(number, 2 + number * (since - 10) // CONTRACTS)
        yield self._of_alisher()

    def _life(self, number: int, ago: int) -> Life:
        yield (moment := self.days.at_work(ago))
        person = citizens.record(self.session, self._invent(number), by=self.cast["farida"], on=moment)
        row = self._sign(person, f"{1000 + number}", moment)
        if number % 11 == 4:
            yield from self._ends(row, moment, ago, _BEFORE[number // 11 % len(_BEFORE)])
            return
        if (ago := ago - self.dice.randint(12, 45)) < 1:
            return
        yield (moment := self.days.at_work(ago, moment))
        day = tashkent_day(moment)
        journeys.depart(self.session, row, day, by=self.cast["farida"], on=moment, day=day)
        if number % 67 == 30:
            yield from self._ends(row, moment, ago, Why.TURNED_BACK)
        elif (ago := ago - self.dice.randint(2, 9)) > 0:
            yield from self._arrives(row, moment, number, ago)

    def _arrives(self, row: Placement, after: datetime, number: int, ago: int) -> Life:
        """A post says so where there is one, or its worker."""
        yield (moment := self.days.at_work(ago, after))
        by = self.cast[_POSTS[row.country]] if row.country in _POSTS and number % 4 else _WORKER
        came = min((row.departed_on or row.signed_on) + timedelta(days=1), tashkent_day(moment))
        journeys.arrive(self.session, row, came, by=by, on=moment, day=tashkent_day(moment))
        if number % 97 == 50 and ago > 3:
            yield (moment := self.days.at_work(ago // 2, moment))
            journeys.cancel(self.session, row, Why.MISTAKE, by=self.cast["iroda"], on=moment)

    def _ends(self, row: Placement, after: datetime, ago: int, why: Why) -> Life:
        if ago > 3:
            yield (moment := self.days.at_work(ago // 2 + 1, after))
            journeys.cancel(self.session, row, why, by=self.cast["farida"], on=moment)

    def _sign(self, person: Citizen, number: str, on: datetime, country: str = "") -> Placement:
        day = tashkent_day(on)
        country = country or self.dice.choices(list(_COUNTRIES), list(_COUNTRIES.values()))[0]
        employer, city = self.dice.choice(self.firms.get(country) or [("Namuna Group (namuna)", "")])
        agency = self._agency(country, day)
        told = NewPlacement(
            agency, f"{agency}/{number}", employer, day, country, city, occupation_major=self.dice.choice(_MAJORS)
        )
        return placements.sign(self.session, told, person, by=self.cast["farida"], on=on, day=day)

    def _agency(self, country: str, day: date) -> str:
        """Mostly the State Agency to Korea, as its programme is; else somebody who may recruit on that day."""
        if self.dice.random() < (0.9 if country == "KR" else 0.1):
            return self.state
        asked = self.dice.sample(self.private, len(self.private))
        allowed = (one for one in asked if self._may(one, day))
        return next(allowed, self.state)

    def _may(self, agency: str, day: date) -> bool:
        """Whether it stands on the register by then, and may recruit."""
        known = self.session.get(Agency, agency) is not None
        return known and agencies.standing(self.session, agency, day).may_recruit_here

    def _invent(self, number: int) -> citizens.NewCitizen:
        """With a telephone that nobody else of the demonstration has."""
        return msgspec.structs.replace(self.people.invent(), phone=f"+998 00 001 {number // 100:02} {number % 100:02}")

    def _of_alisher(self) -> Life:
        """Whoever walks as Alisher can say that he has arrived."""
        yield (moment := self.days.at_work(9))
        person = self.session.get_one(Citizen, accounts.find(self.session, CAST[0].email).citizen)
        row = self._sign(person, "999", moment, "KR")
        yield (moment := self.days.at_work(2, moment))
        day = tashkent_day(moment)
        journeys.depart(self.session, row, day, by=self.cast["farida"], on=moment, day=day)
