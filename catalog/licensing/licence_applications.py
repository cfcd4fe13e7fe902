"""Applications for a licence or its renewal: what the firm states and when a decision is due."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Mistakes, NotFound, Refusal
from catalog.core.fields import Line, Phone, reference, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import blacklist
from catalog.licensing import agencies, branches, legal_rules, owners
from catalog.licensing.agencies import Agency, ImportedStatus, NewAgency
from catalog.licensing.branches import Branch, NewBranch
from catalog.licensing.licences import HOME, Licence, State
from catalog.reference import countries
from i18n import N_

# The rule of law that says within how many days an application is decided.
CLOCK = "licence_decision"
# The states from which a firm can apply for a new licence, and for a renewal.
REAPPLICABLE = frozenset(
    {State.NONE, State.EXPIRED, State.REVOKED, State.ANNULLED, State.SURRENDERED, State.REFUSED}
)
RENEWABLE = frozenset({State.VALID, State.EXPIRING, State.SURVEILLANCE})


class ApplicationKind(LabelledEnum):
    LICENCE = "licence", N_("Application for a licence")
    RENEWAL = "renewal", N_("Application for renewal")


class Outcome(LabelledEnum):
    WAITING = "waiting", N_("waiting for a decision")
    GRANTED = "granted", N_("granted")
    REFUSED = "refused", N_("refused")
    WITHDRAWN = "withdrawn", N_("withdrawn by the firm")


class NotAFirmName(Refusal):
    slug = "not-a-firm-name"
    sentence = N_("Enter the name of the firm in letters.")


class NoCountries(Refusal):
    slug = "no-countries"
    sentence = N_("Enter at least one country where the firm wants to place people.")


class TooFewDigits(Refusal):
    slug = "too-few-digits"
    sentence = N_("Enter a telephone number of at least seven digits, or leave it empty.")


class NotATaxNumber(Refusal):
    slug = "not-a-tax-number"
    sentence = N_("A tax number (STIR) must have nine digits.")


class AlreadyRegistered(Refusal):
    slug = "known-firm"
    sentence = N_(
        "A firm with this tax number is already on the register: %(name)s. Apply from that "
        "firm’s page."
    )


class CannotApply(Refusal):
    slug = "cannot-apply"
    sentence = N_("This firm cannot apply now. Its licence status is “%(state)s”.")
    coded: ClassVar = {"state": "licence_state"}


class PetitionWaits(Refusal):
    slug = "petition-waits"
    sentence = N_("This firm already has an application waiting for a decision.")


class Petition(SQLModel, table=True):
    """An application as the firm filed it.

    Lists are stored one item to a line; changes in a renewal take effect once it is granted.
    """

    __tablename__ = "licence_petitions"
    reference: str = Field(default_factory=lambda: reference("L"), primary_key=True, max_length=24)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    licence: int = Field(foreign_key="licences.id", index=True)
    asked: str = Field(max_length=8)
    outcome: str = Field(default=Outcome.WAITING.value, index=True, max_length=10)
    name: str = Field(max_length=200)
    tax_no: str = Field(max_length=20)
    director: str = Field(max_length=120)
    owners: str = Field(max_length=4_200)
    address: str = Field(max_length=300)
    phone: str = Field(default="", max_length=60)
    branches: str = Field(default="", max_length=2_000)
    countries: str = Field(default="", max_length=200)
    partners: str = Field(default="", max_length=2_000)
    filed_on: date
    due_on: date | None = None
    decided_on: date | None = None
    filed_by: str = Field(max_length=40)


class NewPetition(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of an application: owners, branches and partners one on a line, countries by
    code."""

    name: Line
    tax_no: str
    director: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    owners: Annotated[str, msgspec.Meta(min_length=1, max_length=4_200)]
    address: Line
    phone: Phone = ""
    countries: Annotated[str, msgspec.Meta(max_length=200)] = ""
    branches: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    partners: Annotated[str, msgspec.Meta(max_length=2_000)] = ""


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def file(
    session: Session,
    new_petition: NewPetition,
    *,
    agency: str | None = None,
    by: Actor,
    on: datetime,
) -> Petition:
    """File an application of a new firm or of one in the register.

    It is filed by the firm itself or by an officer. Refuses: NotFound, NotAFirmName, TooFewDigits,
    NotATaxNumber, NoCountries, InvalidInput, AlreadyRegistered, CannotApply, PetitionWaits,
    countries.NotACountry, owners.TooManyOwners, blacklist.FirmBarred.
    """
    if by.role is Role.AGENCY_USER and (agency is None or agency != by.agency):
        raise NotFound
    new_petition = _validated(session, new_petition, agency)
    day = tashkent_day(on)
    asked, held = _licence_of(session, agency, day) if agency else (ApplicationKind.LICENCE, None)
    number = agency or _enter(session, new_petition, by=by, on=on)
    if held is None:
        session.add(held := Licence(agency=number, country=HOME))
        session.flush()
    days = legal_rules.days(session, CLOCK, day)
    row = Petition(
        agency=number,
        licence=held.id or 0,
        asked=asked.value,
        filed_on=day,
        filed_by=by.account,
        due_on=day + timedelta(days=days) if days is not None else None,
        **msgspec.structs.asdict(new_petition),
    )
    session.add(row)
    session.flush()
    journal.write(session, "apply_licence", "licence", number, by=by, on=on, fields=(asked.value,))
    return row


def may_apply(session: Session, standing: agencies.AgencyStatus) -> bool:
    """Whether this firm can apply: its state allows it and no application of it is waiting.

    The black list is checked by the command.
    """
    private = standing.agency.kind == agencies.Kind.PRIVATE and standing.agency.country == HOME
    return (
        private
        and standing.state in REAPPLICABLE | RENEWABLE | {State.APPLIED}
        and not list_waiting(session, standing.agency.external_id)
    )


def _validated(session: Session, new_petition: NewPetition, agency: str | None) -> NewPetition:
    """The application with its values normalised for storage."""
    tax_no = new_petition.tax_no.replace(" ", "")
    _require_plausible(new_petition, tax_no)
    same = select(Agency).where(col(Agency.tax_no) == tax_no, col(Agency.country) == HOME)
    for known in session.execute(same).scalars():
        if known.external_id != agency:
            raise AlreadyRegistered("tax_no", name=known.name)
    codes = list(dict.fromkeys(new_petition.countries.upper().replace(",", " ").split()))
    for code in codes:
        countries.require(session, code, "countries")
    listed = "\n".join(owners.parse_names(new_petition.owners))
    return msgspec.structs.replace(
        new_petition, tax_no=tax_no, countries=",".join(codes), owners=listed
    )


def _require_plausible(new_petition: NewPetition, tax_no: str) -> None:
    """Require a name in letters, numbers with digits and a country; all mistakes at once.

    Refuses: InvalidInput, or the only mistake itself."""
    mistakes = Mistakes()
    with mistakes.noted():
        if sum(map(str.isalpha, new_petition.name)) < 2:
            raise NotAFirmName("name")
    with mistakes.noted():
        if new_petition.phone.strip() and sum(map(str.isdigit, new_petition.phone)) < 7:
            raise TooFewDigits("phone")
    with mistakes.noted():
        if len(tax_no) != 9 or not (tax_no.isascii() and tax_no.isdecimal()):
            raise NotATaxNumber("tax_no")
    with mistakes.noted():
        if not new_petition.countries.replace(",", " ").strip():
            raise NoCountries("countries")
    mistakes.require_none()


def _licence_of(session: Session, agency: str, day: date) -> tuple[ApplicationKind, Licence | None]:
    """The kind of application, and the licence to renew or already applied for elsewhere, if
    any."""
    standing = agencies.status(session, agency, day)
    # Concurrent applications wait for each other here, so that the second sees the first.
    session.execute(select(Agency).where(col(Agency.external_id) == agency).with_for_update())
    blacklist.require_clear(session, {agency}, day)
    if list_waiting(session, agency):
        raise PetitionWaits
    if standing.agency.kind != agencies.Kind.PRIVATE or standing.agency.country != HOME:
        raise CannotApply(state=standing.state.value)
    if standing.state in REAPPLICABLE:
        return ApplicationKind.LICENCE, None
    if standing.state is State.APPLIED:
        return ApplicationKind.LICENCE, standing.licence
    if standing.state not in RENEWABLE:
        raise CannotApply(state=standing.state.value)
    return ApplicationKind.RENEWAL, standing.licence


def _enter(session: Session, new_petition: NewPetition, *, by: Actor, on: datetime) -> str:
    """Register a new firm with its owners and branches, so that it is found by all its names."""
    new = NewAgency(
        external_id=reference("AG"),
        name=new_petition.name,
        country=HOME,
        status=ImportedStatus.UNLICENSED,
        address=new_petition.address,
        phone=new_petition.phone,
        tax_no=new_petition.tax_no,
        director=new_petition.director,
    )
    row, _ = agencies.register(session, new, by=by, on=on)
    _record_owners_and_branches(
        session, row.external_id, new_petition.owners, new_petition.branches, by=by, on=on
    )
    return row.external_id


def _record_owners_and_branches(
    session: Session, agency: str, owned: str, places: str, *, by: Actor, on: datetime
) -> None:
    owners.record(session, agency, owners.parse_names(owned), by=by, on=on)
    known = set(
        session.execute(select(col(Branch.address)).where(col(Branch.agency) == agency)).scalars()
    )
    for place in lines(places):
        if place[:300] not in known:
            branches.open_(session, agency, NewBranch(place[:300]), by=by, on=on)


def apply_changes(session: Session, row: Petition, *, by: Actor, on: datetime) -> None:
    """Apply the details in an application to the agency's record, when its renewal is granted."""
    agency = session.get_one(Agency, row.agency)
    new_agency = NewAgency(
        external_id=row.agency,
        name=row.name,
        country=agency.country,
        status=ImportedStatus.UNLICENSED,
        address=row.address,
        phone=row.phone,
        tax_no=row.tax_no,
        director=row.director,
        name_local=agency.name_local,
        website=agency.website,
        source=agency.source,
    )
    agencies.register(session, new_agency, by=by, on=on)
    _record_owners_and_branches(session, row.agency, row.owners, row.branches, by=by, on=on)


def withdraw(session: Session, number: str, *, by: Actor, on: datetime) -> Petition:
    """Withdraw an application; a licence that was only applied for is withdrawn too. Refuses:
    NotFound."""
    row = session.get(Petition, number, with_for_update=True)
    foreign = row is not None and by.role is Role.AGENCY_USER and row.agency != by.agency
    if row is None or foreign or row.outcome != Outcome.WAITING:
        raise NotFound
    if row.asked == ApplicationKind.LICENCE:
        session.get_one(Licence, row.licence).withdrawn_on = tashkent_day(on)
    return decide(session, row, Outcome.WITHDRAWN, by=by, on=on)


def decide(
    session: Session, row: Petition, outcome: Outcome, *, by: Actor, on: datetime
) -> Petition:
    """Record the outcome of an application."""
    row.outcome, row.decided_on = outcome.value, tashkent_day(on)
    session.flush()
    journal.write(
        session, "decide_petition", "licence", row.agency, by=by, on=on, fields=(outcome.value,)
    )
    return row


def list_waiting(session: Session, agency: str = "") -> list[Petition]:
    """The waiting applications of one firm or of all, earliest due first."""
    asked = select(Petition).where(col(Petition.outcome) == Outcome.WAITING.value)
    if agency:
        asked = asked.where(col(Petition.agency) == agency)
    return list(
        session.execute(asked.order_by(col(Petition.due_on), col(Petition.reference))).scalars()
    )


def list_for_agency(session: Session, agency: str) -> list[Petition]:
    """All applications of a firm, newest first."""
    asked = select(Petition).where(col(Petition.agency) == agency)
    return list(
        session.execute(
            asked.order_by(col(Petition.filed_on).desc(), col(Petition.reference))
        ).scalars()
    )
