"""Import of a register of contracts: who went abroad through which agency, and how far."""

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
from matching.identity import document_numbers, known_persons, persons, telephones
from matching.identity.persons import (
    AgeBand,
    Citizen,
    DocumentsInput,
    ErasedPerson,
    NewCitizen,
    Sex,
)
from matching.journey import departure_arrival
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement, Recruiters, State
from service.commands.import_options import ImportContext, ImportKind, Outcome
from service.commands.import_vacancies import STATE, NoStateAgency, agencies_by_licence
from service.input import cell_parsing

HEADERS = (
    *(
        "agency",
        "contract",
        "employer",
        "name",
        "phone",
        "passport",
        "sex",
        "age_band",
        "region",
        "country",
        "city",
    ),
    *("signed_on", "departed_on", "arrived_on", "occupation_major"),
)
REQUIRED = ("agency", "contract", "employer", "name", "signed_on")
LONGEST = cell_parsing.lengths(Placement) | {"name": 200, "employer": 200}


class PlacementRow(msgspec.Struct):
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
    "phone": lambda row, name: telephones.international_number(row[name]),
    "passport": lambda row, name: document_numbers.passport_number(row[name]),
}


def read(row: Mapping[str, str]) -> PlacementRow:
    found = cell_parsing.read(PlacementRow, row, READERS, longest=LONGEST)
    found.contract = placements.contract_key(found.contract)
    return found


class Lookups(msgspec.Struct):
    """Records that rows refer to, read once for a batch."""

    recruiters: Recruiters
    agencies: dict[str, str]
    known: dict[tuple[str, str], list[tuple[Placement, Citizen]]]


def import_batch(
    session: Session, batch: list[PlacementRow], asked: ImportContext
) -> list[Outcome | Refusal]:
    """Import contracts; one that is known takes its next steps, and nothing else changes."""
    held = _look_up(session, batch)
    return [_import_row(session, one, held, asked) for one in batch]


def _look_up(session: Session, batch: list[PlacementRow]) -> Lookups:
    numbers = {one.contract for one in batch}
    rows = select(Placement, Citizen).join(
        Citizen, col(Citizen.reference) == col(Placement.citizen)
    )
    known: dict[tuple[str, str], list[tuple[Placement, Citizen]]] = {}
    gone = case((col(Placement.state) == State.CANCELLED.value, 1), else_=0)
    for row, person in session.execute(
        rows.where(col(Placement.contract).in_(numbers)).order_by(gone, col(Placement.reference))
    ):
        known.setdefault((row.agency, row.contract), []).append((row, person))
    return Lookups(Recruiters(session), _agencies(session, {one.agency for one in batch}), known)


def _agencies(session: Session, items: Iterable[str]) -> dict[str, str]:
    """Find the agency by its own number, its licence number, or the word “state”."""
    items = set(items)
    own = select(col(Agency.external_id)).where(col(Agency.external_id).in_(items))
    found = {str(number): str(number) for number in session.execute(own).scalars()}
    by_licence = agencies_by_licence(session, {number_key(one) for one in items - set(found)})
    found |= {
        one: number
        for one in items - set(found)
        if isinstance(number := by_licence.get(number_key(one)), str)
    }
    state = select(func.min(col(Agency.external_id))).where(
        col(Agency.kind) == AgencyKind.STATE.value
    )
    return found | {
        one: str(session.execute(state).scalar() or "") for one in items if one.casefold() == STATE
    }


def _import_row(
    session: Session, one: PlacementRow, held: Lookups, asked: ImportContext
) -> Outcome | Refusal:
    """Import one row in its own savepoint, so that a refused row leaves no person behind."""
    try:
        one.agency = _agency(one, held)
        mine = held.known.setdefault((one.agency, one.contract), [])
        row = next(
            (row for row, person in mine if _is_same_person(session, one, row, person)), None
        )
        with session.begin_nested():
            if row is not None:
                return _update_placement(session, row, one, asked)
            mine.append(_create_placement(session, one, held, asked))
    except Refusal as refusal:
        return refusal
    return Outcome.NEW


def _agency(one: PlacementRow, held: Lookups) -> str:
    number = held.agencies.get(one.agency, one.agency)
    if not number:
        raise NoStateAgency("agency")
    return number


def _is_same_person(session: Session, one: PlacementRow, row: Placement, person: Citizen) -> bool:
    """Return whether this row is about that person.

    Of an erased person only what is counted is known; a row that fits it is taken for them, so that
    a second run does not bring anybody back. Refuses: ErasedPerson.
    """
    if person.erased_at:
        if (row.signed_on, row.sex, row.age_band, row.region) == (
            one.signed_on,
            one.sex,
            one.age_band,
            one.region,
        ):
            raise ErasedPerson("name")
        return False
    if one.passport and person.passport_blind:
        return person.passport_blind == vault.blind("passport", one.passport)
    if one.phone and person.phone_blind and person.phone_blind != vault.blind("phone", one.phone):
        return False
    return person.name_key == fold(one.name)[:200]


def _update_placement(
    session: Session, row: Placement, one: PlacementRow, asked: ImportContext
) -> Outcome:
    """Take the placement to the row's state. Refuses: WrongOrder, InTheFuture."""
    day, before = tashkent_day(asked.on), row.state
    if one.departed_on and row.state == State.SIGNED:
        departure_arrival.depart(session, row, one.departed_on, by=asked.by, on=asked.on, day=day)
    if one.arrived_on and row.state in (State.SIGNED, State.DEPARTED):
        departure_arrival.arrive(session, row, one.arrived_on, by=asked.by, on=asked.on, day=day)
    return Outcome.SAME if row.state == before else Outcome.CHANGED


def _create_placement(
    session: Session, one: PlacementRow, held: Lookups, asked: ImportContext
) -> tuple[Placement, Citizen]:
    new_placement = NewPlacement(
        **{name: getattr(one, name) for name in NewPlacement.__struct_fields__ if name != "vacancy"}
    )
    person = _find_person(session, one) or _create_person(session, one, asked)
    day, recruiters = tashkent_day(asked.on), held.recruiters
    return placements.sign(
        session, new_placement, person, by=asked.by, on=asked.on, day=day, recruiters=recruiters
    ), person


def _find_person(session: Session, one: PlacementRow) -> Citizen | None:
    """Find a person by passport, or by telephone and name. Refuses: ErasedPerson."""
    named = (col(Citizen.phone_blind) == vault.blind("phone", one.phone)) & (
        col(Citizen.name_key) == fold(one.name)[:200]
    )
    marks = (
        [col(Citizen.passport_blind) == vault.blind("passport", one.passport)]
        if one.passport
        else []
    )
    marks += [named] if one.phone else []
    if not marks:
        return None
    rows = (
        session.execute(select(Citizen).where(or_(*marks)).order_by(col(Citizen.recorded_at)))
        .scalars()
        .all()
    )
    blind = vault.blind("passport", one.passport) if one.passport else None
    fits = [row for row in rows if not blind or row.passport_blind in (blind, None)]
    row = (
        next((row for row in fits if row.passport_blind == blind), next(iter(fits), None))
        if fits
        else None
    )
    return session.get(Citizen, row.same_as) if row is not None and row.same_as else row


def _create_person(session: Session, one: PlacementRow, asked: ImportContext) -> Citizen:
    new_citizen = NewCitizen(
        one.name, one.phone, sex=one.sex, age_band=one.age_band, region=one.region
    )
    person = known_persons.record(session, new_citizen, by=asked.by, on=asked.on)
    if one.passport:
        persons.set_documents(
            session, person, DocumentsInput(passport=one.passport), by=asked.by, on=asked.on
        )
        known_persons.relink(session, person)
    return person


KIND = ImportKind(
    "agency+contract+name+phone+passport", HEADERS, frozenset(REQUIRED), read, import_batch
)
