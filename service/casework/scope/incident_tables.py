"""Tables of incidents that lower packages read: the incident, and the relatives of its worker."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, false, func, select, true, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import outbox, vault
from catalog.core.actor import Actor, Role
from catalog.core.fields import Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from i18n.scripts import tokens
from matching.applications import notices
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from service.accounts import Account, login_sessions

# The outcome of an incident that is not counted.
MISTAKE = "mistake"
# What an heir is known by: kinship, the parts of the name, and the kind and number of the document.
Identity = tuple[str, ...]


class IncidentKind(LabelledEnum):
    DEATH = "death", N_("Death of a worker")
    INJURY = "injury", N_("Injury of a worker")
    DETENTION = "detention", N_("Detention of a worker")


class Kinship(LabelledEnum):
    SPOUSE = "spouse", N_("Wife or husband")
    PARENT = "parent", N_("Parent")
    CHILD = "child", N_("Child")
    SIBLING = "sibling", N_("Brother or sister")
    OTHER = "other", N_("Another relative")


class Proof(LabelledEnum):
    INHERITANCE = "inheritance", N_("Certificate of inheritance")
    MARRIAGE = "marriage", N_("Marriage certificate")
    BIRTH = "birth", N_("Birth certificate")
    COURT = "court", N_("Court decision")
    OTHER = "other", N_("Another document")


class NoticeMethod(LabelledEnum):
    IN_PERSON = "in_person", N_("In person")
    TELEPHONE = "telephone", N_("By telephone")
    AUTHORITY = "authority", N_("Through the local authority, in person")


class NoticeConsent(LabelledEnum):
    """Whether an injured or detained worker agreed that the family is told."""

    AGREED = "agreed", N_("The worker agreed")
    CANNOT_BE_ASKED = "cannot_be_asked", N_("The worker cannot be asked")


class Incident(Versioned, SQLModel, table=True):
    """The death, injury or detention of a worker abroad.

    Its texts are encrypted with the worker's key. While it is open, next_step and due name the step
    of the procedure that is due first; both are empty once every step is taken."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_open", "closed_on", "due", "reference"),)
    reference: str = Field(default_factory=lambda: reference("J"), primary_key=True, max_length=24)
    version: int = 1
    kind: str = Field(index=True, max_length=12)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    country: str = Field(foreign_key="countries.code", max_length=2)
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    employer: str = Field(default="", max_length=200)
    happened_on: date | None = None
    # The Tashkent day on which it became known, by which it is counted.
    recorded_on: date = Field(index=True)
    recorded_at: datetime
    recorded_by: str = Field(max_length=40)
    # What happened, where the person is now, and from whom it is known.
    story: bytes | None = None
    whereabouts: bytes | None = None
    informant: bytes | None = None
    owner: str = Field(default="", index=True, max_length=40)
    next_step: str = Field(default="", max_length=16)
    due: date | None = None
    # What one officer entered of a death: another one confirms it.
    death_document: bytes | None = None
    death_day: date | None = None
    death_entered_by: str | None = Field(default=None, max_length=40)
    death_entered_at: datetime | None = None
    death_confirmed_by: str | None = Field(default=None, max_length=40)
    closed_on: date | None = None
    outcome: str = Field(default="", max_length=16)


class Relative(SQLModel, table=True):
    """A relative of the worker of an incident: next of kin, and perhaps an heir who claims."""

    __tablename__ = "relatives"
    reference: str = Field(default_factory=lambda: reference("X"), primary_key=True, max_length=24)
    incident: str = Field(foreign_key="incidents.reference", index=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    name: bytes | None = None
    phone: bytes | None = None
    kinship: str = Field(max_length=12)
    claims_as_heir: bool = False
    proof: str | None = Field(default=None, max_length=12)
    proof_number: bytes | None = None
    # The number of the document of the incident that proves it.
    proof_document: int | None = None
    # The share of an heir as a fraction, from the certificate of inheritance.
    share: str | None = Field(default=None, max_length=12)
    # The earlier record of the same relative, which this one replaced.
    corrects: str | None = Field(default=None, foreign_key="relatives.reference", max_length=24)
    recorded_by: str = Field(max_length=40)
    recorded_at: datetime
    # Proved by another officer than the one who recorded them.
    proved_by: str | None = Field(default=None, max_length=40)
    proved_at: datetime | None = None
    # The notice to the family, given by a person; never a message of the service.
    notified_on: date | None = None
    notified_by: str | None = Field(default=None, max_length=40)
    notified_how: str | None = Field(default=None, max_length=12)
    notice_consent: str | None = Field(default=None, max_length=16)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


PERSONAL = (
    *("citizen", "story", "whereabouts", "informant", "death_document"),
    *("name", "phone", "proof_number"),
)


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the incidents that this actor may see.

    An attaché sees those of their posts; claims and protection officers and supervisors see all."""
    if by.role is Role.ATTACHE:
        return col(Incident.post).in_(sorted(by.posts))
    allowed = (Role.CLAIMS_OFFICER, Role.PROTECTION_OFFICER, Role.SUPERVISOR)
    return true() if by.role in allowed else false()


def find_heir(session: Session, number: str, citizen: str) -> Relative | None:
    """Return this relative if the worker has died and their right as an heir is proved."""
    row, person = session.get(Relative, number), session.get_one(Citizen, citizen)
    if row is None or not is_proved_heir(row) or not deaths.day_of_death(session, citizen):
        return None
    own = session.execute(persons.same_person(person)).scalars()
    return row if row.citizen in {citizen, *own} else None


def proved_heirs(session: Session, citizen: str) -> list[Relative]:
    """Return the proved heirs of a worker who has died, each once, in the order of recording.

    Of several records of one heir it is the newest, or the newest with a share."""
    if not deaths.day_of_death(session, citizen):
        return []
    rows = heirs_with_proof(session, citizen)
    return _each_once(rows, _identities(session, rows))


def other_heirs(session: Session, row: Relative) -> list[Relative]:
    """Return the heirs with a confirmed proof who are not this relative, each once."""
    rows = heirs_with_proof(session, row.citizen)
    known = _identities(session, [row, *rows])
    own = known[row.reference]
    return _each_once([one for one in rows if known[one.reference] != own], known)


def same_elsewhere(session: Session, row: Relative) -> list[Relative]:
    """Return the valid records of this relative in other incidents of the worker."""
    others = _relatives_of(session, row.citizen)
    rows = [one for one in others if one.withdrawn_at is None and one.incident != row.incident]
    known = _identities(session, [row, *rows])
    return [one for one in rows if known[one.reference] == known[row.reference]]


def _each_once(rows: list[Relative], known: dict[str, Identity]) -> list[Relative]:
    found: dict[Identity, Relative] = {}
    for row in rows:
        earlier = found.get(known[row.reference])
        if row.share or earlier is None or not earlier.share:
            found[known[row.reference]] = row
    return list(found.values())


def heirs_with_proof(session: Session, citizen: str) -> list[Relative]:
    """Return all records of heirs whose proof is confirmed, whether or not the death is."""
    return [one for one in _relatives_of(session, citizen) if is_proved_heir(one)]


def _relatives_of(session: Session, citizen: str) -> list[Relative]:
    """Return the relatives in all incidents of a worker, in the order of recording."""
    own = persons.same_person(session.get_one(Citizen, citizen))
    asked = select(Relative).where(col(Relative.citizen).in_(own))
    ordered = asked.order_by(col(Relative.recorded_at), col(Relative.reference))
    return list(session.execute(ordered).scalars())


def _identities(session: Session, rows: list[Relative]) -> dict[str, Identity]:
    """Return what each of these relatives is known by: kinship, name and document.

    The name is compared in any script and order of its parts, the number by its letters and
    digits. One certificate can name several heirs, such as a wife and a daughter of one name."""
    names, numbers = (
        vault.unseal_all(
            session, [(one.citizen, f"relatives.{part}", getattr(one, part)) for one in rows]
        )
        for part in ("name", "proof_number")
    )
    return {
        row.reference: (
            row.kinship,
            *(sorted(tokens(name)) or [name]),
            row.proof or "",
            _letters(number),
        )
        for row, name, number in zip(rows, names, numbers, strict=True)
    }


def _letters(number: str) -> str:
    """Return the letters and digits of the number of a document, as they are compared."""
    return "".join(one for one in number.casefold() if one.isalnum())


def records_of_heir(session: Session, row: Relative) -> list[str]:
    """Return the references of all records of an heir, with those that a correction replaced.

    An heir may be recorded in several incidents, with one name and one document."""
    rows = _relatives_of(session, row.citizen)
    known = _identities(session, rows)
    found: list[str] = []
    for one in rows:
        if known[one.reference] != known[row.reference]:
            continue
        found.append(one.reference)
        while one.corrects:
            one = session.get_one(Relative, one.corrects)
            found.append(one.reference)
    return found


def lock_records(session: Session, person: Citizen) -> list[str]:
    """Return the references of all records of a person, locked until the transaction ends.

    Thus of two officers at once the second sees what the first did."""
    records = persons.same_person(person).order_by(col(Citizen.reference))
    return list(session.execute(records.with_for_update(key_share=True)).scalars())


def is_proved_heir(row: Relative) -> bool:
    return bool(row.claims_as_heir and row.proved_at and row.withdrawn_at is None)


def set_day_of_death(session: Session, person: Citizen, *, on: datetime) -> None:
    """Set the last confirmed day of death on all records of a person, or clear it, and since when a
    death is recorded that nobody has confirmed. What follows is in `follow_death`."""
    own = lock_records(session, person)
    confirmed = select(func.max(col(Incident.happened_on))).where(
        col(Incident.citizen).in_(own), col(Incident.death_confirmed_by).is_not(None)
    )
    recorded = select(func.min(col(Incident.recorded_at))).where(
        col(Incident.citizen).in_(own),
        col(Incident.kind) == IncidentKind.DEATH.value,
        col(Incident.death_confirmed_by).is_(None),
        col(Incident.outcome) != MISTAKE,
    )
    day, recorded_at = (session.execute(one).scalar() for one in (confirmed, recorded))
    kept = update(Citizen).where(col(Citizen.reference).in_(own), col(Citizen.erased_at).is_(None))
    session.execute(kept.values(died_on=day, death_recorded_at=recorded_at))
    session.flush()
    follow_death(session, person, on=on)


def follow_death(session: Session, person: Citizen, *, on: datetime) -> None:
    """End the login sessions of a person who has died, and delete the messages that wait for them.

    While a death is only recorded, their messages are held; without one they are released."""
    day, recorded_at = deaths.state_of(session, person.reference)
    own = list(session.execute(persons.same_person(person)).scalars())
    if day or recorded_at:
        outbox.hold(session, own)
    if day:
        end_login_sessions(session, person)
        outbox.drop_held(session, own)
    elif not recorded_at:
        outbox.release(session, own, on=notices.next_waking_time(on))


def end_login_sessions(session: Session, person: Citizen) -> None:
    """End all login sessions of a person, under any of their records."""
    own = persons.same_person(person)
    accounts = select(col(Account.reference)).where(col(Account.citizen).in_(own))
    for account in session.execute(accounts).scalars():
        login_sessions.end_all(session, account)


def relative_text(session: Session, row: Relative, name: str) -> str:
    """Return one decrypted value of a relative."""
    return vault.unseal(session, row.citizen, f"relatives.{name}", getattr(row, name))


def heir_names(session: Session, references: Collection[str]) -> dict[str, str]:
    """Return the names of these relatives by reference, in the order of recording.

    After an erasure they are empty."""
    if not references:
        return {}
    asked = select(Relative).where(col(Relative.reference).in_(references))
    ordered = asked.order_by(col(Relative.recorded_at), col(Relative.reference))
    rows = list(session.execute(ordered).scalars())
    names = vault.unseal_all(session, [(one.citizen, "relatives.name", one.name) for one in rows])
    return {one.reference: name for one, name in zip(rows, names, strict=True)}
