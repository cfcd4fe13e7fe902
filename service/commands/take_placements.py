"""A register of contracts taken in: who went to work abroad through whom, and how far they came."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.core.fields import Code, CountryCode, Line, Major, Region, Town, tashkent_day
from catalog.licensing.agencies import Agency
from catalog.licensing.agencies import Kind as AgencyKind
from catalog.licensing.licences import number_key
from i18n.scripts import fold
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, Documents, ErasedPerson, NewCitizen, Sex
from matching.journey import departure_arrival
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement, Recruiters, State
from service.commands.intake import Asked, Kind, Outcome
from service.commands.take_vacancies import STATE, NoStateAgency, licensed
from service.input import cell_parsing

HEADERS = (
    *("agency", "contract", "employer", "name", "phone", "passport", "sex", "age_band", "region", "country", "city"),
    *("signed_on", "departed_on", "arrived_on", "occupation_major"),
)
REQUIRED = ("agency", "contract", "employer", "name", "signed_on")
LONGEST = cell_parsing.lengths(Placement) | {"name": 200, "employer": 200}


class Told(msgspec.Struct):
    agency: Line
    contract: Code
    employer: Line
    name: Line
    signed_on: date
    phone: str = ""
    passport: str = ""
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    country: CountryCode | None = None
    city: Town = ""
    departed_on: date | None = None
    arrived_on: date | None = None
    occupation_major: Major | None = None


READERS: dict[str, cell_parsing.Reader] = {
    **dict.fromkeys(("signed_on", "departed_on", "arrived_on"), cell_parsing.day),
    **dict.fromkeys(("sex", "age_band", "region"), cell_parsing.lower),
    "country": cell_parsing.upper,
    "phone": lambda row, name: persons.international(row[name]),
    "passport": lambda row, name: persons.passport_number(row[name]),
}


def read(row: Mapping[str, str]) -> Told:
    found = cell_parsing.read(Told, row, READERS, longest=LONGEST)
    found.contract = placements.number(found.contract)
    return found


class Held(msgspec.Struct):
    """What rows refer to, asked once for a batch."""

    recruiters: Recruiters
    agencies: dict[str, str]
    known: dict[tuple[str, str], list[tuple[Placement, Citizen]]]


def take(session: Session, batch: list[Told], asked: Asked) -> list[Outcome | Refusal]:
    """A contract of a person that is there already goes on from where it stands; nothing else of it changes."""
    held = _look_up(session, batch)
    return [_take(session, one, held, asked) for one in batch]


def _look_up(session: Session, batch: list[Told]) -> Held:
    numbers = {one.contract for one in batch}
    rows = select(Placement, Citizen).join(Citizen, col(Citizen.reference) == col(Placement.citizen))
    known: dict[tuple[str, str], list[tuple[Placement, Citizen]]] = {}
    gone = case((col(Placement.state) == State.CANCELLED.value, 1), else_=0)
    for row, person in session.execute(
        rows.where(col(Placement.contract).in_(numbers)).order_by(gone, col(Placement.reference))
    ):
        known.setdefault((row.agency, row.contract), []).append((row, person))
    return Held(Recruiters(session), _agencies(session, {one.agency for one in batch}), known)


def _agencies(session: Session, told: Iterable[str]) -> dict[str, str]:
    """The agency meant by its own number, the number of its licence, or the word “state”."""
    told = set(told)
    own = select(col(Agency.external_id)).where(col(Agency.external_id).in_(told))
    found = {str(number): str(number) for number in session.execute(own).scalars()}
    by_licence = licensed(session, {number_key(one) for one in told - set(found)})
    found |= {one: number for one in told - set(found) if isinstance(number := by_licence.get(number_key(one)), str)}
    state = select(func.min(col(Agency.external_id))).where(col(Agency.kind) == AgencyKind.STATE.value)
    return found | {one: str(session.execute(state).scalar() or "") for one in told if one.casefold() == STATE}


def _take(session: Session, one: Told, held: Held, asked: Asked) -> Outcome | Refusal:
    """In a savepoint of its own, so that a refused row leaves nobody behind."""
    try:
        one.agency = _agency(one, held)
        mine = held.known.setdefault((one.agency, one.contract), [])
        row = next((row for row, person in mine if _same(session, one, row, person)), None)
        with session.begin_nested():
            if row is not None:
                return _go_on(session, row, one, asked)
            mine.append(_sign(session, one, held, asked))
    except Refusal as refusal:
        return refusal
    return Outcome.NEW


def _agency(one: Told, held: Held) -> str:
    number = held.agencies.get(one.agency, one.agency)
    if not number:
        raise NoStateAgency("agency")
    return number


def _same(session: Session, one: Told, row: Placement, person: Citizen) -> bool:
    """Whether this row speaks of that person. Of somebody erased nothing is known but what is counted; whoever fits it is
    taken for them, so that a second run brings nobody back. Refuses: ErasedPerson."""
    if person.erased_at:
        if (row.signed_on, row.sex, row.age_band, row.region) == (one.signed_on, one.sex, one.age_band, one.region):
            raise ErasedPerson("name")
        return False
    if one.passport and person.passport_blind:
        return person.passport_blind == vault.blind("passport", one.passport)
    if one.phone and person.phone_blind and person.phone_blind != vault.blind("phone", one.phone):
        return False
    return person.name_key == fold(one.name)[:200]


def _go_on(session: Session, row: Placement, one: Told, asked: Asked) -> Outcome:
    """Refuses: WrongOrder, InTheFuture."""
    day, before = tashkent_day(asked.on), row.state
    if one.departed_on and row.state == State.SIGNED:
        departure_arrival.depart(session, row, one.departed_on, by=asked.by, on=asked.on, day=day)
    if one.arrived_on and row.state in (State.SIGNED, State.DEPARTED):
        departure_arrival.arrive(session, row, one.arrived_on, by=asked.by, on=asked.on, day=day)
    return Outcome.SAME if row.state == before else Outcome.CHANGED


def _sign(session: Session, one: Told, held: Held, asked: Asked) -> tuple[Placement, Citizen]:
    told = NewPlacement(**{name: getattr(one, name) for name in NewPlacement.__struct_fields__ if name != "vacancy"})
    person = _known(session, one) or _new(session, one, asked)
    day, recruiters = tashkent_day(asked.on), held.recruiters
    return placements.sign(session, told, person, by=asked.by, on=asked.on, day=day, recruiters=recruiters), person


def _known(session: Session, one: Told) -> Citizen | None:
    """Somebody of this passport, or of this telephone and name. Refuses: ErasedPerson."""
    named = (col(Citizen.phone_blind) == vault.blind("phone", one.phone)) & (
        col(Citizen.name_key) == fold(one.name)[:200]
    )
    marks = [col(Citizen.passport_blind) == vault.blind("passport", one.passport)] if one.passport else []
    marks += [named] if one.phone else []
    if not marks:
        return None
    rows = session.execute(select(Citizen).where(or_(*marks)).order_by(col(Citizen.recorded_at))).scalars().all()
    blind = vault.blind("passport", one.passport) if one.passport else None
    fits = [row for row in rows if not blind or row.passport_blind in (blind, None)]
    row = next((row for row in fits if row.passport_blind == blind), next(iter(fits), None)) if fits else None
    return session.get(Citizen, row.same_as) if row is not None and row.same_as else row


def _new(session: Session, one: Told, asked: Asked) -> Citizen:
    told = NewCitizen(one.name, one.phone, sex=one.sex, age_band=one.age_band, region=one.region)
    person = persons.record(session, told, by=asked.by, on=asked.on)
    if one.passport:
        persons.set_documents(session, person, Documents(passport=one.passport), by=asked.by, on=asked.on)
    return person


KIND = Kind("agency+contract+name+phone+passport", HEADERS, frozenset(REQUIRED), read, take)
