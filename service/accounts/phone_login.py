"""Login of citizens by telephone: a code sent to a number opens its account."""

import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, outbox, vault
from catalog.core.actor import SYSTEM, VISITOR, Actor, Role
from catalog.core.errors import Refusal
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from matching.identity import deaths, known_persons, persons, telephones
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import Account, actor_for, code_levels

VALID_FOR = timedelta(minutes=10)
MESSAGE_TEXT = N_(
    "Musofir: your code is %(code)s. It is valid for 10 minutes. Do not tell anyone, not even us."
)


class WrongCode(Refusal):
    slug = "wrong-code"
    sentence = N_(
        "This code is wrong or more than 10 minutes old. Check the latest message or ask for "
        "a new code."
    )


class PhoneTaken(Refusal):
    slug = "phone-taken"
    sentence = N_(
        "You cannot use this number here. Use another one, or go to an embassy or consulate "
        "with your passport."
    )


class Code(SQLModel, table=True):
    """The newest code sent to a number for one purpose.

    Number and code are stored by their keyed fingerprints."""

    __tablename__ = "codes"
    number: str = Field(primary_key=True, max_length=64)
    purpose: str = Field(primary_key=True, max_length=40)
    hash: str = Field(max_length=64)
    # When its message is sent, which may be in the future.
    at: datetime
    # How many tries are left.
    tries: int


class CodeChannel(LabelledEnum):
    """The channels by which a code can be sent."""

    SMS = Channel.SMS.value, Channel.SMS.label
    TELEGRAM = Channel.TELEGRAM.value, Channel.TELEGRAM.label


class CodeRequestInput(msgspec.Struct, forbid_unknown_fields=True):
    """The number and the channel for a code."""

    phone: str
    channel: CodeChannel = CodeChannel.SMS


def send(
    session: Session, asked: CodeRequestInput, purpose: str, lang: Language, *, on: datetime
) -> str:
    """Send a code to a number, known or not; return the number in international form.

    The number of a person who died is one like any other: whoever holds it now may sign in, and
    gets an account of their own. Refuses: NotAPhone."""
    number = telephones.international_number(asked.phone)
    digits, tries = code_levels.digits_and_tries(session, number, on=on)
    code = f"{secrets.randbelow(10**digits):0{digits}d}"
    at = code_levels.schedule_message(
        session, number, known=lambda: is_number_in_use(session, number), on=on
    )
    kept = Code(
        number=mark(number),
        purpose=purpose,
        hash=_hash_code(number, purpose, code),
        at=at,
        tries=tries,
    )
    _save(session, kept)
    words = gettext(lang, MESSAGE_TEXT, code=code)
    outbox.put(session, Channel(asked.channel.value), number, words, code=code, on=at)
    return number


def is_open(session: Session, account: Account | None) -> bool:
    """Return whether an account may be signed in to: it is not disabled, and its person lives."""
    if account is None or account.disabled_at:
        return False
    return not _has_died(session, account)


def is_number_in_use(session: Session, number: str) -> bool:
    """Return whether an account or a person's record has this number."""
    account, person = find_by_number(session, number), persons.phone_exists(session, number)
    return account is not None or person


def _save(session: Session, row: Code) -> None:
    """Store a code in place of an earlier one.

    Of two concurrent requests, as by a double tap, neither is refused."""
    mine = col(Code.number) == row.number, col(Code.purpose) == row.purpose
    renewed = update(Code).where(*mine).values(hash=row.hash, at=row.at, tries=row.tries)
    if session.execute(renewed).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        session.execute(renewed)


def count_try(session: Session, number: str, purpose: str) -> None:
    """Count a try at the code of this number, whether it is right or wrong.

    A code that was tried too often is no longer accepted."""
    left = col(Code.number) == mark(number), col(Code.purpose) == purpose, col(Code.tries) >= 0
    session.execute(update(Code).where(*left).values(tries=col(Code.tries) - 1))


def use_code(session: Session, number: str, purpose: str, code: str, *, on: datetime) -> None:
    """Consume the newest code of this number. Refuses: WrongCode."""
    kept = session.get(Code, (mark(number), purpose), with_for_update=True)
    typed = _hash_code(number, purpose, "".join(code.split()))
    if (
        kept is None
        or kept.tries < 0
        or on - kept.at > VALID_FOR
        or not secrets.compare_digest(kept.hash, typed)
    ):
        raise WrongCode("code")
    session.delete(kept)
    session.flush()


def _hash_code(number: str, purpose: str, code: str) -> str:
    return vault.blind("code", f"{number}:{purpose}:{code}")


def mark(number: str) -> str:
    """Return the fingerprint by which the account of a number is found."""
    return vault.blind("account phone", number)


def find_by_number(session: Session, number: str) -> Account | None:
    """Return the account of a number in international form, or None."""
    found = select(Account).where(col(Account.phone_blind) == mark(number))
    account: Account | None = session.execute(found).scalars().first()
    return account


def get_or_open(session: Session, number: str, lang: Language, *, on: datetime) -> Account:
    """Return the account of a number whose code was just entered; open it the first time.

    Whoever enters the code of a number of the dead is another person, who gets a new account."""
    account = find_by_number(session, number)
    if account is not None and account.citizen:
        # So that the confirmation of a death at the same time ends the session that begins here.
        session.get(Citizen, account.citizen, with_for_update={"key_share": True})
    if account is not None and not _has_died(session, account):
        return account
    if account is not None:
        _detach_from_dead(session, account, by=SYSTEM, on=on)
    new_citizen = NewCitizen("", number, language=lang.value)
    person = known_persons.record(session, new_citizen, by=VISITOR, on=on)
    row = Account(
        phone_blind=mark(number),
        citizen=person.reference,
        name="",
        role=Role.CITIZEN.value,
        opened_at=on,
    )
    session.add(row)
    session.flush()
    journal.write(session, "open", "account", row.reference, by=actor_for(row), on=on)
    return row


def _has_died(session: Session, account: Account) -> bool:
    return bool(account.citizen and deaths.day_of_death(session, account.citizen))


def _detach_from_dead(session: Session, account: Account, *, by: Actor, on: datetime) -> None:
    """Remove the number from the account of a person who has died; their records keep it.

    If the death turns out to be a mistake, the number opens nothing of theirs: an officer merges
    the new record with theirs, or two officers record another number."""
    account.phone_blind = None
    session.flush()
    journal.write(
        session, "change_number", "account", account.reference, by=by, on=on, fields=("phone",)
    )


def find_by_citizen(session: Session, citizen: str) -> Account | None:
    """Return the account of a person, or None."""
    return session.execute(select(Account).where(col(Account.citizen) == citizen)).scalars().first()


def set_name_and_language(
    session: Session, account: Account, name: str, language: str, *, by: Actor, on: datetime
) -> None:
    """Set a person's name and the language of messages to them."""
    account.name = name
    if account.citizen:
        row = session.get_one(Citizen, account.citizen)
        persons.rename(session, row, name, language)
        known_persons.relink(session, row)
    session.flush()
    journal.write(
        session, "rename", "account", account.reference, by=by, on=on, fields=("name", "language")
    )


def require_free(session: Session, account: Account, number: str, *, requester: str = "") -> None:
    """Require that a number belongs to no other account than these. Refuses: PhoneTaken."""
    taken = select(col(Account.reference)).where(col(Account.phone_blind) == mark(number))
    if session.execute(taken).scalar() not in (None, account.reference, requester or None):
        raise PhoneTaken("phone")


def change(session: Session, account: Account, number: str, *, by: Actor, on: datetime) -> None:
    """Change the number of an account after its code was entered. Refuses: PhoneTaken."""
    require_free(session, account, number)
    account.phone_blind = mark(number)
    if account.citizen:
        persons.set_phone(session, session.get_one(Citizen, account.citizen), number)
    session.flush()
    journal.write(
        session, "change_number", "account", account.reference, by=by, on=on, fields=("phone",)
    )


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` codes sent before a moment; return how many."""
    old = select(col(Code.number), col(Code.purpose)).where(col(Code.at) < before).limit(most)
    gone = session.execute(delete(Code).where(tuple_(col(Code.number), col(Code.purpose)).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
