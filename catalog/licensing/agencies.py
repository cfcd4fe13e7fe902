"""Recruitment agencies: private ones by their licence, the State Agency by law."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import require_found
from catalog.core.fields import CountryCode, Line, Versioned, tashkent_day
from catalog.employers import blacklist
from catalog.licensing import licences
from catalog.licensing.licences import HOME, Licence, NewLicence, Order, OrderKind, State
from i18n.scripts import fold


class Kind(StrEnum):
    PRIVATE = "private"
    STATE = "state"


class ImportedStatus(StrEnum):
    """The status of an agency in another register.

    Used only for import: here it becomes dates and orders.
    """

    VALID = "valid"
    APPLIED = "applied"
    GRANTED = "granted"
    SUSPENDED = "suspended"
    SURVEILLANCE = "surveillance"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    SURRENDERED = "surrendered"
    REFUSED = "refused"
    UNLICENSED = "unlicensed"


ORDERS = {
    ImportedStatus.SUSPENDED: OrderKind.SUSPEND,
    ImportedStatus.SURVEILLANCE: OrderKind.SURVEIL,
    ImportedStatus.EXPIRED: OrderKind.LAPSE,
    ImportedStatus.REVOKED: OrderKind.REVOKE,
    ImportedStatus.ANNULLED: OrderKind.ANNUL,
    ImportedStatus.SURRENDERED: OrderKind.SURRENDER,
    ImportedStatus.REFUSED: OrderKind.REFUSE,
}


class Agency(Versioned, SQLModel, table=True):
    """A recruiter under the name of its register; `key` is the folded name."""

    __tablename__ = "agencies"
    external_id: str = Field(primary_key=True, max_length=60)
    kind: str = Field(default=Kind.PRIVATE.value, max_length=8)
    name: str = Field(max_length=200)
    name_local: str = Field(default="", max_length=200)
    key: str = Field(index=True, max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    address: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=60)
    website: str = Field(default="", max_length=200)
    tax_no: str = Field(default="", max_length=20)
    director: str = Field(default="", max_length=120)
    source: str = Field(default="", max_length=200)
    version: int = 1


class PastName(SQLModel, table=True):
    """A former name of an agency, by which a closed one that returns under another name is
    found."""

    __tablename__ = "agency_past_names"
    id: int | None = Field(default=None, primary_key=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    name: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    until: date


class NewAgency(msgspec.Struct, forbid_unknown_fields=True):
    external_id: Line
    name: Line
    country: CountryCode
    status: ImportedStatus = ImportedStatus.VALID
    kind: Kind = Kind.PRIVATE
    licence_no: str = ""
    authority: str = ""
    name_local: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    phone: str = ""
    address: str = ""
    website: str = ""
    tax_no: str = ""
    director: str = ""
    source: str = ""


class AgencyStatus(msgspec.Struct, frozen=True):
    """An agency with the state of its licence today."""

    agency: Agency
    licence: Licence | None
    state: State
    valid_to: date | None
    barred: bool = False

    @property
    def may_recruit_here(self) -> bool:
        at_home = self.agency.kind == Kind.STATE or (
            self.licence is not None and self.licence.country == HOME
        )
        return at_home and self.state in licences.ACTIVE_STATES and not self.barred


class AgencySummary(msgspec.Struct, frozen=True):
    """A recruiter as it is shown beside its vacancies on one day."""

    external_id: str
    kind: str
    name: str
    state: State
    licence_no: str | None
    valid_to: date | None
    phone: str


def register(
    session: Session, agency: NewAgency, *, by: Actor, on: datetime
) -> tuple[Agency, bool]:
    """Create or update an agency with its licence; return it and whether anything changed.

    Refuses: licences.WrongPeriod, licences.NumberTaken.
    """
    if licence := _imported_licence(agency, tashkent_day(on)):
        licences.require_grantable(session, licence)
    row = session.get(Agency, agency.external_id)
    result = {name: getattr(agency, name) for name in _REGISTER_FIELDS} | {
        "kind": agency.kind.value,
        "key": fold(agency.name)[:200],
    }
    if row is None:
        row = Agency(external_id=agency.external_id, **result)
        session.add(row)
        session.flush()
        journal.write(session, "register", "agency", row.external_id, by=by, on=on)
        _record_licence(session, agency, licence, by=by, on=on)
        return row, True
    changed = tuple(name for name, value in result.items() if getattr(row, name) != value)
    if "name" in changed:
        session.add(
            PastName(agency=row.external_id, name=row.name, key=row.key, until=tashkent_day(on))
        )
    for name in changed:
        setattr(row, name, result[name])
    if changed:
        journal.write(session, "amend", "agency", row.external_id, by=by, on=on, fields=changed)
    return row, _record_licence(session, agency, licence, by=by, on=on) or bool(changed)


_REGISTER_FIELDS = (
    "name",
    "name_local",
    "country",
    "address",
    "phone",
    "website",
    "tax_no",
    "director",
    "source",
)


def _imported_licence(agency: NewAgency, day: date) -> NewLicence | None:
    """The licence that the register states; granted today if no earlier day is known."""
    if agency.kind is Kind.STATE or agency.status is ImportedStatus.UNLICENSED:
        return None
    applied, active = (
        agency.status is ImportedStatus.APPLIED,
        agency.status not in (ImportedStatus.APPLIED, ImportedStatus.GRANTED),
    )
    since = agency.valid_from or day
    return NewLicence(
        agency=agency.external_id,
        country=agency.country,
        authority=agency.authority,
        number=agency.licence_no,
        granted_on=None if applied else since,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        activated_on=since if active else None,
        source=agency.source,
    )


def _record_licence(
    session: Session, agency: NewAgency, new_licence: NewLicence | None, *, by: Actor, on: datetime
) -> bool:
    """Record the licence stated by the register, with an order and its source if it is
    restricted."""
    if new_licence is None:
        return False
    held = licences.select_not_withdrawn().where(
        col(Licence.agency) == agency.external_id, col(Licence.country) == agency.country
    )
    licence = next(reversed(session.execute(held).scalars().all()), None)
    day = tashkent_day(on)
    dates = (new_licence.number, new_licence.valid_from, new_licence.valid_to)
    if licence and (licence.number, licence.valid_from, licence.valid_to) == dates:
        return _bind(session, licence, agency, day, by=by, on=on)
    if licence and licence.number == new_licence.number and not _is_renewal(licence, new_licence):
        # Other dates of the same licence: its orders stay in force.
        licences.redate(session, licence, new_licence, by=by, on=on)
    else:
        licence = licences.grant(session, new_licence, by=by, on=on)
    return _bind(session, licence, agency, day, by=by, on=on) or True


def _is_renewal(licence: Licence, new_licence: NewLicence) -> bool:
    return bool(
        licence.valid_to and new_licence.valid_from and new_licence.valid_from > licence.valid_to
    )


def _bind(
    session: Session, licence: Licence, agency: NewAgency, day: date, *, by: Actor, on: datetime
) -> bool:
    kind = ORDERS.get(agency.status)
    if kind is None or licence.id is None:
        return False
    orders = session.execute(select(Order).where(col(Order.licence) == licence.id)).scalars()
    if any(order.kind == kind and licences.in_force(order, day) for order in orders):
        return False
    dated = agency.valid_to if kind is OrderKind.LAPSE and agency.valid_to else day
    order = licences.NewOrder(kind, min(dated, day), "as the register says", source=agency.source)
    licences.add_order(session, licence.id, order, by=by, on=on)
    return True


def may_recruit(today: date) -> ColumnElement[bool]:
    """A filter on agencies: those that may recruit in Uzbekistan on this day."""
    number = col(Agency.external_id)
    licensed = or_(col(Agency.kind) == Kind.STATE.value, licences.active_on(number, today))
    return and_(licensed, blacklist.agency_not_barred(number, today))


def list_home(session: Session) -> list[tuple[str, str]]:
    """The recruiters of the home register by name, whether or not they may recruit."""
    ours = or_(col(Agency.kind) == Kind.STATE.value, col(Agency.country) == HOME)
    asked = select(col(Agency.external_id), col(Agency.name)).where(ours).order_by(col(Agency.name))
    return [(str(number), str(name)) for number, name in session.execute(asked)]


def statuses(
    session: Session, agencies: Iterable[Agency], today: date, *, decided: bool = False
) -> list[AgencyStatus]:
    """Each agency with the licence that counts.

    A licence of the home register comes first, then an active one. With `decided`, as shown to the
    public: a new application does not hide what was decided about the agency.
    """
    rows = list(agencies)
    wanted = [agency.external_id for agency in rows]
    held: dict[str, list[Licence]] = defaultdict(list)
    for start in range(0, len(wanted), 500):
        part = licences.select_not_withdrawn().where(
            col(Licence.agency).in_(wanted[start : start + 500])
        )
        for licence in session.execute(part).scalars():
            held[licence.agency].append(licence)
    orders = _orders(
        session, [licence.id for mine in held.values() for licence in mine if licence.id]
    )
    barred = blacklist.agencies_barred(session, wanted, today)
    judged = [_status(agency, held[agency.external_id], orders, today, decided) for agency in rows]
    return [msgspec.structs.replace(one, barred=one.agency.external_id in barred) for one in judged]


def summaries(session: Session, today: date) -> dict[str, AgencySummary]:
    """Every recruiter by its number, as shown to the public on this day."""
    every = session.execute(select(Agency)).scalars()
    return {
        one.agency.external_id: AgencySummary(
            one.agency.external_id,
            one.agency.kind,
            one.agency.name,
            one.state,
            (one.licence.number or None) if one.licence else None,
            one.valid_to,
            one.agency.phone,
        )
        for one in statuses(session, every, today, decided=True)
    }


def _orders(session: Session, numbers: list[int]) -> dict[int, list[Order]]:
    found: dict[int, list[Order]] = defaultdict(list)
    for start in range(0, len(numbers), 500):
        part = select(Order).where(col(Order.licence).in_(numbers[start : start + 500]))
        for order in session.execute(part).scalars():
            found[order.licence].append(order)
    return found


def _status(
    agency: Agency, held: list[Licence], orders: dict[int, list[Order]], today: date, decided: bool
) -> AgencyStatus:
    if agency.kind == Kind.STATE:
        return AgencyStatus(agency, None, State.STATE_PROGRAMME, None)
    judged = [
        (licences.state(licence, orders.get(licence.id or 0, []), today), licence)
        for licence in held
    ]
    judged = [one for one in judged if decided and one[0] is not State.APPLIED] or judged
    best = max(
        judged,
        key=lambda one: (one[1].country == HOME, one[0] in licences.ACTIVE_STATES, one[1].id or 0),
        default=None,
    )
    if best is None:
        return AgencyStatus(agency, None, State.NONE, None)
    return AgencyStatus(agency, best[1], best[0], best[1].valid_to)


def status(
    session: Session, external_id: str, today: date, *, decided: bool = False
) -> AgencyStatus:
    """One agency with its status today; `decided` as in `statuses`. Refuses: NotFound."""
    row = require_found(session.get(Agency, external_id))
    return statuses(session, [row], today, decided=decided)[0]
