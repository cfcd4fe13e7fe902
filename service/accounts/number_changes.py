"""Changes of the telephone number of a citizen's account.

The owner proves the new number, and the old number can stop the change for three days; or two
officers make the change."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Select, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, outbox, vault
from catalog.core.actor import SYSTEM, Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotAllowed, NotFound, Refusal, require_found
from catalog.core.fields import reference
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from matching.identity import persons, telephones
from matching.identity.persons import Citizen
from service.accounts import Account, actor_for, login_sessions, phone_login

log = logging.getLogger("musofir")
# Nobody waits at a page when this happens, so the operator is asked to pass it on.
NOT_GIVEN = "a person did not get the new number they requested: ask an officer to call them"


class MergeRecords(Protocol):
    """A command that merges a record of a person into the one to keep."""

    def __call__(
        self, session: Session, kept: str, other: str, *, by: Actor, on: datetime
    ) -> object: ...


# For this long the old number can stop a change; a change requested at a post waits no longer than
# this for the second officer.
WAITING_PERIOD = timedelta(days=3)
MESSAGE_TEXT = N_(
    "Musofir: someone asked for a change to your account. If this was not you, stop it within"
    " 3 days: %(address)s"
)


class SecondOfficer(Refusal):
    slug = "second-officer"
    sentence = N_("Another officer must confirm this: two people must see the passport.")


class NotYet(Refusal):
    slug = "not-yet"
    sentence = N_(
        "You can sign in with this number from %(day)s. Until then, use your old number or a "
        "recovery code."
    )


class TooLate(Refusal):
    slug = "too-late"
    sentence = N_(
        "You can no longer stop this here. Go to an embassy or consulate with your passport: "
        "two officers will help you."
    )


class NumberChange(SQLModel, table=True):
    """A request for a new number for an account.

    With `due_at`, the owner requested it, and it takes effect then; without, an officer who saw the
    passport requested it, for another officer to confirm."""

    __tablename__ = "number_changes"
    reference: str = Field(default_factory=lambda: reference("N"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    number: bytes | None
    phone_blind: str | None = Field(default=None, index=True, max_length=64)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    confirmed_by: str | None = Field(default=None, max_length=40)
    confirmed_at: datetime | None = None
    stopped_at: datetime | None = None


PERSONAL = ("citizen", "number", "phone_blind")


def request_change(
    session: Session, citizen: Citizen, phone: str, *, by: Actor, on: datetime
) -> NumberChange:
    """Request a new number as the first officer, who has seen the passport.

    Refuses: NotAPhone, NotFound without an account."""
    number = telephones.international_number(phone)
    if phone_login.find_by_citizen(session, citizen.reference) is None:
        raise NotFound("phone")
    row = _add_request(session, citizen.reference, number, by=by, on=on)
    journal.write(
        session, "ask_number", "citizen", citizen.reference, by=by, on=on, fields=("phone",)
    )
    return row


def confirm_change(session: Session, row: NumberChange, *, by: Actor, on: datetime) -> Account:
    """Confirm a change as the second officer; the account has its new number at once.

    A change requested by the owner is stopped. Refuses: SecondOfficer, NotAllowed when it was done
    or waited too long, PhoneTaken."""
    require_other_person(by, SecondOfficer, row.asked_by)
    account = phone_login.find_by_citizen(session, row.citizen)
    if row.due_at or row.confirmed_at or on - row.asked_at > WAITING_PERIOD or account is None:
        raise NotAllowed
    stop_all(session, row.citizen, by=by, on=on)
    _apply(session, row, account, by=by, on=on)
    return account


def request_own_change(
    session: Session, account: Account, number: str, *, site: str, by: Actor, on: datetime
) -> NumberChange:
    """Request a verified new number as the proven owner; it takes effect after three days.

    The old number gets one message without any personal data, and can stop the change until then.
    The number may be that of the account that requests the change (`by`), which is then closed.
    Refuses: PhoneTaken, NotFound."""
    phone_login.require_free(session, account, number, requester=by.account)
    citizen = require_found(session.get(Citizen, account.citizen or ""))
    stop_all(session, citizen.reference, by=by, on=on)
    row = _add_request(session, citizen.reference, number, by=by, on=on)
    row.phone_blind, row.due_at = phone_login.mark(number), on + WAITING_PERIOD
    session.flush()
    journal.write(
        session, "ask_number", "account", account.reference, by=by, on=on, fields=("phone",)
    )
    old, lang = persons.phone(session, citizen), Language.of(citizen.language)
    if old and old != number:
        address = f"{site}/{lang.value}/stop/{row.reference}/{secret_of(row.reference)}"
        outbox.put(session, Channel.SMS, old, gettext(lang, MESSAGE_TEXT, address=address), on=on)
    return row


def _add_request(
    session: Session, citizen: str, number: str, *, by: Actor, on: datetime
) -> NumberChange:
    row = NumberChange(citizen=citizen, number=None, asked_by=by.account, asked_at=on)
    row.number = vault.seal(session, citizen, f"number_changes.{row.reference}", number)
    session.add(row)
    session.flush()
    return row


def secret_of(number: str) -> str:
    """Return the secret that stops a change and gives access to nothing."""
    return vault.token("stop number", number)


def stop_by_secret(session: Session, number: str, secret: str, *, by: Actor, on: datetime) -> None:
    """Stop a change from the old number, and end the account's login sessions.

    Nothing is opened or given back. Refuses: NotFound, TooLate."""
    row = session.get(NumberChange, number, with_for_update=True, populate_existing=True)
    fits = secrets.compare_digest(secret_of(number).encode(), secret.strip().upper().encode())
    if not fits or row is None or row.due_at is None:
        raise NotFound
    if row.stopped_at:
        return
    if row.confirmed_at or row.due_at <= on:
        raise TooLate
    stop_all(session, row.citizen, by=by, on=on)
    account = phone_login.find_by_citizen(session, row.citizen)
    if account:
        login_sessions.end_all(session, account.reference)


def stop_all(session: Session, citizen: str, *, by: Actor, on: datetime) -> None:
    """Stop the changes that this person requested and that are not yet in effect."""
    for row in list(session.execute(_open().where(col(NumberChange.citizen) == citizen)).scalars()):
        _stop(session, row, by=by, on=on)


def _stop(session: Session, row: NumberChange, *, by: Actor, on: datetime) -> None:
    row.stopped_at, row.number, row.phone_blind = on, None, None
    session.flush()
    journal.write(session, "stop_number", "citizen", row.citizen, by=by, on=on, fields=("phone",))


def apply_due(session: Session, *, on: datetime, merge: MergeRecords) -> int:
    """Apply changes that nobody stopped within three days; return how many were due.

    `merge` joins the record of an account that its owner gave up for an earlier one."""
    rows = list(
        session.execute(_open().where(col(NumberChange.due_at) <= on).with_for_update()).scalars()
    )
    for row in rows:
        account = phone_login.find_by_citizen(session, row.citizen)
        try:
            if account is None:
                raise phone_login.PhoneTaken
            with session.begin_nested():
                _close_later_account(session, row, account, merge, by=SYSTEM, on=on)
                _apply(session, row, account, by=SYSTEM, on=on)
        except Refusal as refusal:
            _stop(session, row, by=SYSTEM, on=on)
            facts = {"change": row.reference, "person": row.citizen, "refused": refusal.slug}
            log.warning(NOT_GIVEN, extra={"facts": facts})
        else:
            login_sessions.end_all(session, account.reference)
    return len(rows)


def _close_later_account(
    session: Session,
    row: NumberChange,
    account: Account,
    merge: MergeRecords,
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Close the account that has the number and requested it for an earlier account of its owner.

    Its record is merged into that of the earlier account. Refuses what `merge` refuses."""
    later = session.get(Account, row.asked_by)
    if later is None or later is account or later.phone_blind != row.phone_blind:
        return
    later.phone_blind, later.disabled_at = None, on
    session.flush()
    login_sessions.end_all(session, later.reference)
    changed = ("phone", "disabled_at")
    journal.write(session, "disable", "account", later.reference, by=by, on=on, fields=changed)
    merge(session, row.citizen, later.citizen or "", by=actor_for(later), on=on)


def _apply(
    session: Session, row: NumberChange, account: Account, *, by: Actor, on: datetime
) -> None:
    phone_login.change(session, account, requested_number(session, row), by=by, on=on)
    row.confirmed_by, row.confirmed_at, row.number, row.phone_blind = by.account, on, None, None
    session.flush()


def _open() -> Select[Any]:
    """Select owners' requests that are neither in effect nor stopped."""
    undecided = col(NumberChange.confirmed_at).is_(None), col(NumberChange.stopped_at).is_(None)
    return select(NumberChange).where(col(NumberChange.due_at).is_not(None), *undecided)


def pending(session: Session, citizen: str) -> NumberChange | None:
    """Return the change that this person requested and can still stop, or None."""
    found: NumberChange | None = (
        session.execute(_open().where(col(NumberChange.citizen) == citizen)).scalars().first()
    )
    return found


def require_no_wait(session: Session, number: str) -> None:
    """Require that a new number is not still waiting to become valid. Refuses: NotYet."""
    asked = _open().where(col(NumberChange.phone_blind) == phone_login.mark(number))
    row: NumberChange | None = session.execute(asked).scalars().first()
    if row is not None and row.due_at and phone_login.find_by_number(session, number) is None:
        raise NotYet("code", day=f"{fields.tashkent_day(row.due_at):%d.%m.%Y}")


def requested_number(session: Session, row: NumberChange) -> str:
    """Return the requested number, for the second officer to compare."""
    return vault.unseal(session, row.citizen, f"number_changes.{row.reference}", row.number)


def list_waiting(session: Session, citizen: str, *, on: datetime) -> list[NumberChange]:
    """Return the changes of this person's number that wait for a second officer."""
    asked = col(NumberChange.citizen) == citizen, col(NumberChange.due_at).is_(None)
    rows = select(NumberChange).where(*asked, col(NumberChange.confirmed_at).is_(None))
    return [row for row in session.execute(rows).scalars() if on - row.asked_at <= WAITING_PERIOD]
