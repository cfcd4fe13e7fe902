"""Invented placements of this year and the last, in every state, confirmed by posts and workers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session

from catalog.core.fields import tashkent_day
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.placements import arrivals, placements
from matching.placements.placements import CancellationReason, NewPlacement, Placement
from seed import reference
from seed.demonstration import agency_records, recruiters
from seed.demonstration.people import CAST, POSTED, WORKER, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import (
    Timeline,
    after,
    office_hour,
    share_of_period,
    working_days_ago,
)
from service import accounts

# Shares in a thousand, about as in the annual report of 2019; the two small countries are among its
# others.
_COUNTRIES = "KR RU TR LT LV BG PL KZ DE".split()
_SHARES = (373, 338, 136, 87, 20, 10, 10, 16, 10)
_CANCELLATIONS = "withdrew employer_cancelled visa_refused unfit no_show expired no_seat".split()
_MAJORS = ("7", "9", "8", "5", "6", "3")


def _timeline(number: int, part: float, dice: Random) -> Timeline:
    """The events of one contract.

    Contracts are spread from a few days ago back to the opening; the newest have not departed.
    """
    signed = share_of_period("signed", part, 2, office_hour(dice))
    if _ends_before(number):
        return (signed, after("cancelled", days=dice.randint(2, 12)))
    gone = (signed, after("departed", days=dice.randint(9, 32)))
    if _turned_back(number):
        return (*gone, after("turned back", days=1))
    there = (*gone, after("arrived", days=dice.randint(1, 6)))
    return (*there, after("cancelled", days=dice.randint(3, 12))) if _by_mistake(number) else there


def _ends_before(number: int) -> bool:
    return number % 11 == 4


def _turned_back(number: int) -> bool:
    return number % 67 == 30


def _by_mistake(number: int) -> bool:
    return number % 97 == 50


class Contracts:
    def __init__(self, session: Session, cast: ActorsByName, many: int) -> None:
        self.session, self.cast, self.people, self.many = session, cast, Citizens("001"), many
        self.private = [
            row["id"]
            for row in recruiters.rows()
            if row["country"] == "UZ" and row["status"] == "valid"
        ]
        self.state = next(row["id"] for row in recruiters.rows() if row["status"] == "state")
        self.firms: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in reference.rows("demo/employers.tsv"):
            self.firms[row["country"]].append((row["name"], row["city"]))

    def scenarios(self) -> Iterator[Scenario]:
        for number in range(self.many):
            dice = Random(f"contract {number}")
            yield Scenario(_timeline(number, number / self.many, dice), self._acts(number, dice))
        yield Scenario(
            (working_days_ago("signed", 6, time(15)), working_days_ago("departed", 2, time(15))),
            self._of_alisher(),
        )

    def _acts(self, number: int, dice: Random) -> Actions:
        moment = yield "signed"
        result = self.people.invent(dice, number)
        person = persons.record(self.session, result, by=self.cast["farida"], on=moment)
        row = self._sign(person, f"{1000 + number}", moment, dice)
        if _ends_before(number):
            moment = yield "cancelled"
            why = CancellationReason(_CANCELLATIONS[number // 11 % len(_CANCELLATIONS)])
            arrivals.cancel(self.session, row, why, by=self.cast["farida"], on=moment)
            return
        moment = yield "departed"
        day = tashkent_day(moment)
        arrivals.depart(self.session, row, day, by=self.cast["farida"], on=moment, day=day)
        if _turned_back(number):
            moment = yield "turned back"
            arrivals.cancel(
                self.session, row, CancellationReason.TURNED_BACK, by=self.cast["farida"], on=moment
            )
            return
        yield from self._arrives(row, number)

    def _arrives(self, row: Placement, number: int) -> Actions:
        """Confirm the arrival by the post of the country, if there is one, or by the worker."""
        moment = yield "arrived"
        by = self.cast[POSTED[row.country]] if row.country in POSTED and number % 4 else WORKER
        came = min((row.departed_on or row.signed_on) + timedelta(days=1), tashkent_day(moment))
        arrivals.arrive(self.session, row, came, by=by, on=moment, day=tashkent_day(moment))
        if _by_mistake(number):
            moment = yield "cancelled"
            arrivals.cancel(
                self.session, row, CancellationReason.MISTAKE, by=self.cast["iroda"], on=moment
            )

    def _sign(
        self, person: Citizen, number: str, on: datetime, dice: Random, country: str = ""
    ) -> Placement:
        day = tashkent_day(on)
        country = country or dice.choices(_COUNTRIES, _SHARES)[0]
        employer, city = dice.choice(self.firms.get(country) or [("Namuna Group (namuna)", "")])
        agency = self._agency(country, day, dice)
        signed = (agency, f"{agency}/{number}", employer, day, country, city)
        new_placement = NewPlacement(*signed, occupation_major=dice.choice(_MAJORS))
        farida = self.cast["farida"]
        return placements.sign(self.session, new_placement, person, by=farida, on=on, day=day)

    def _agency(self, country: str, day: date, dice: Random) -> str:
        """Mostly the State Agency for Korea, as in its programme; else an agency that may recruit
        that day, often one of the largest."""
        if dice.random() < (0.9 if country == "KR" else 0.1):
            return self.state
        asked = dice.sample(self.private, len(self.private))
        if dice.random() < 0.6:
            asked = [dice.choice(agency_records.LARGEST), *asked]
        allowed = (one for one in asked if self._may(one, day))
        return next(allowed, self.state)

    def _may(self, agency: str, day: date) -> bool:
        """Whether an agency is on the register by then and may recruit."""
        known = self.session.get(Agency, agency) is not None
        return known and agencies.status(self.session, agency, day).may_recruit_here

    def _of_alisher(self) -> Actions:
        """A placement of Alisher whose arrival a visitor can confirm."""
        moment = yield "signed"
        person = self.session.get_one(Citizen, accounts.find(self.session, CAST[0].email).citizen)
        row = self._sign(person, "999", moment, Random("Alisher"), "KR")
        moment = yield "departed"
        day = tashkent_day(moment)
        arrivals.depart(self.session, row, day, by=self.cast["farida"], on=moment, day=day)
