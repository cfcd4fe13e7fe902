"""Placements: contracts under which persons work abroad, of the State Agency or licensed agencies.

A placement is counted once, on the day its arrival was confirmed by a post or by the worker.
"""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Index, select, text
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import (
    Code,
    CountryCode,
    InTheFuture,
    Line,
    Major,
    Town,
    Versioned,
    reference,
)
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, Kind
from catalog.reference import countries
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen


class State(LabelledEnum):
    SIGNED = "signed", N_("Contract signed")
    DEPARTED = "departed", N_("Left for work abroad")
    ARRIVED = "arrived", N_("Arrived at the workplace")
    CANCELLED = "cancelled", N_("Did not go ahead")


class Channel(LabelledEnum):
    """The recruiter's kind: the State Agency by law, or an agency by its licence."""

    STATE_AGENCY = "state_agency", N_("The State Agency")
    LICENSED_AGENCY = "licensed_agency", N_("A licensed agency")


class ConfirmedBy(LabelledEnum):
    """Who confirmed the arrival; a record is one from an earlier register."""

    POST = "post", N_("confirmed by the embassy or consulate")
    WORKER = "worker", N_("confirmed by the worker")
    RECORD = "record", N_("copied from a register")


class CancellationReason(LabelledEnum):
    """Why a placement was cancelled.

    One of a list: free text about a person would have to be sealed and could not be counted.
    """

    WITHDREW = "withdrew", N_("The worker withdrew")
    EMPLOYER_CANCELLED = "employer_cancelled", N_("The employer withdrew the job")
    NO_SEAT = "no_seat", N_("No places were left")
    VISA_REFUSED = "visa_refused", N_("No visa or work permit")
    UNFIT = "unfit", N_("Did not pass the medical check")
    NO_SHOW = "no_show", N_("The worker did not turn up")
    EXPIRED = "expired", N_("Expired")
    TURNED_BACK = "turned_back", N_("Turned back at the border")
    MISTAKE = "mistake", N_("Recorded by mistake")


# Who may record contracts: officers, and an imported register.
RECORDERS = (Role.LICENSING_OFFICER, Role.SYSTEM)
_NOT_CANCELLED: dict[str, Any] = dict.fromkeys(
    ("sqlite_where", "postgresql_where"), text("state <> 'cancelled'")
)


class MayNotRecruit(Refusal):
    slug = "may-not-recruit"
    sentence = N_(
        "On the date of this contract the agency was not allowed to recruit. This placement "
        "cannot be recorded."
    )


class SameContract(Refusal):
    slug = "same-contract"
    sentence = N_(
        "This contract has already been recorded for this person, under number %(number)s."
    )


class WrongOrder(Refusal):
    slug = "wrong-order"
    sentence = N_(
        "The dates are in the wrong order: the contract comes first, then departure, then arrival."
    )


class OfAnotherAgency(Refusal):
    slug = "of-another-agency"
    sentence = N_("This vacancy belongs to another agency.")


class Placement(Versioned, SQLModel, table=True):
    """One contract of one person.

    The country may be missing, where the source register does not give it alone.
    """

    __tablename__ = "placements"
    # Unique unless cancelled: a contract recorded by mistake and cancelled can be recorded again.
    __table_args__ = (
        Index(
            "uq_placements_contract", "citizen", "agency", "contract", unique=True, **_NOT_CANCELLED
        ),
    )
    reference: str = Field(default_factory=lambda: reference("P"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    contract: str = Field(max_length=40)
    vacancy: str | None = Field(
        default=None, foreign_key="vacancies.reference", index=True, max_length=24
    )
    channel: str = Field(max_length=16)
    employer: str = Field(max_length=200)
    # The country of the worksite, wherever the employer has its seat.
    country: str | None = Field(
        default=None, foreign_key="countries.code", index=True, max_length=2
    )
    city: str = Field(default="", max_length=120)
    state: str = Field(default=State.SIGNED.value, index=True, max_length=12)
    version: int = 1
    signed_on: date = Field(index=True)
    departed_on: date | None = None
    arrived_on: date | None = Field(default=None, index=True)
    confirmed: str | None = Field(default=None, max_length=8)
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    why: str | None = Field(default=None, max_length=20)
    # Recorded at intake, as in every table of persons.
    sex: str = Field(default="not_stated", max_length=12)
    age_band: str = Field(default="not_stated", max_length=12)
    region: str = Field(default="not_stated", max_length=12)
    occupation_major: str | None = Field(default=None, max_length=1)
    recorded_at: datetime


PERSONAL = ("citizen", "sex", "age_band", "region")


class NewPlacement(msgspec.Struct, forbid_unknown_fields=True):
    """A contract as an officer enters it, or as a register gives it with departure and arrival."""

    agency: Line
    contract: Code
    employer: Line
    signed_on: date
    country: CountryCode | None = None
    city: Town = ""
    vacancy: Code | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    occupation_major: Major | None = None


class Recruiters(msgspec.Struct):
    """Agencies by number and day, queried once for all rows of a register."""

    session: Session
    known: dict[tuple[str, date], Agency | None] = {}

    def on(self, number: str, day: date) -> Agency:
        """The agency, if it was allowed to recruit on that day. Refuses: NotFound,
        MayNotRecruit."""
        if (number, day) not in self.known:
            standing = agencies.status(self.session, number, day)
            self.known[number, day] = standing.agency if standing.may_recruit_here else None
        found = self.known[number, day]
        if found is None:
            raise MayNotRecruit("signed_on")
        return found


def sign(
    session: Session,
    new_placement: NewPlacement,
    person: Citizen,
    *,
    by: Actor,
    on: datetime,
    day: date,
    recruiters: Recruiters | None = None,
    applied: bool = False,
) -> Placement:
    """Record the contract of one person.

    A register also gives departure and arrival; an agency may record only its own applicants.
    Refuses: NotAllowed, NotFound, MayNotRecruit, SameContract, WrongOrder, InTheFuture,
    OfAnotherAgency, countries.NotACountry, countries.WorkInUzbekistan, persons.ErasedPerson,
    persons.UnderAge, fields.TooLongAgo.
    """
    if not applied:
        require_recorder(by)
    if new_placement.arrived_on and by.role is not Role.SYSTEM:
        raise NotAllowed
    new_placement = msgspec.structs.replace(
        new_placement, contract=contract_key(new_placement.contract)
    )
    persons.require_not_erased(session, person.reference)
    countries.require_worksite(session, new_placement.country, new_placement.city)
    if not applied:
        # Who applied stated their day of birth, which decides before what was recorded earlier.
        persons.require_adult(person.age_band)
    require_days(new_placement, day)
    agency = recruiter_of(recruiters or Recruiters(session), new_placement)
    require_vacancy(session, new_placement)
    require_new(session, new_placement, person)
    row = _row(new_placement, person, agency, on)
    session.add(row)
    session.flush()
    journal.write(session, "sign", "placement", row.reference, by=by, on=on)
    return row


def require_recorder(by: Actor) -> None:
    """Check that the caller may record contracts. Refuses: NotAllowed."""
    if by.role not in RECORDERS:
        raise NotAllowed


def contract_key(contract: str) -> str:
    """A contract number normalised for comparison, regardless of spacing and case."""
    return " ".join(contract.upper().split())


def recruiter_of(recruiters: Recruiters, new_placement: NewPlacement) -> Agency:
    """The agency, which was allowed to recruit when the contract was signed. Refuses: NotFound,
    MayNotRecruit."""
    try:
        return recruiters.on(new_placement.agency, new_placement.signed_on)
    except NotFound as reason:
        raise NotFound("agency") from reason


def require_vacancy(session: Session, new_placement: NewPlacement) -> None:
    """Check that the vacancy, if one is named, is of this agency. Refuses: NotFound,
    OfAnotherAgency."""
    if new_placement.vacancy is None:
        return
    row = session.get(Vacancy, new_placement.vacancy)
    if row is None:
        raise NotFound("vacancy")
    if row.agency != new_placement.agency:
        raise OfAnotherAgency("vacancy")


def require_days(new_placement: NewPlacement, today: date) -> None:
    """Check that contract, departure and arrival are in order and not in the future."""
    days = [
        ("signed_on", new_placement.signed_on),
        ("departed_on", new_placement.departed_on),
        ("arrived_on", new_placement.arrived_on),
    ]
    before = fields.FIRST_DAY
    for name, one in days:
        if one is None:
            continue
        if one > today:
            raise InTheFuture(name)
        if name == "signed_on":
            fields.require_within(before, one, today, name)
        if one < before:
            raise WrongOrder(name)
        before = one


def of_person(person: Citizen) -> ColumnElement[bool]:
    """A filter for the placements of one person, under any of their records."""
    return col(Placement.citizen).in_(persons.same_person(person))


def require_new(session: Session, new_placement: NewPlacement, person: Citizen) -> None:
    """Check that this contract of this person is not recorded yet. Refuses: SameContract."""
    same = (
        col(Placement.agency) == new_placement.agency,
        col(Placement.contract) == new_placement.contract,
    )
    asked = select(col(Placement.reference)).where(
        *same, of_person(person), col(Placement.state) != State.CANCELLED.value
    )
    if number_ := session.execute(asked).scalars().first():
        raise SameContract("contract", number=number_)


def _row(new_placement: NewPlacement, person: Citizen, agency: Agency, on: datetime) -> Placement:
    state = (
        State.ARRIVED
        if new_placement.arrived_on
        else State.DEPARTED
        if new_placement.departed_on
        else State.SIGNED
    )
    return Placement(
        **msgspec.structs.asdict(new_placement),
        citizen=person.reference,
        state=state.value,
        channel=channel(agency).value,
        confirmed=ConfirmedBy.RECORD.value if new_placement.arrived_on else None,
        sex=person.sex,
        age_band=person.age_band,
        region=person.region,
        recorded_at=on,
    )


def channel(agency: Agency) -> Channel:
    return Channel.STATE_AGENCY if agency.kind == Kind.STATE else Channel.LICENSED_AGENCY
