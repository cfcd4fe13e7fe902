"""The second factor of staff: six digits from their telephone (RFC 6238), or a recovery code."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from service.accounts import Account, actor_for, require_other
from service.infra.lazy_imports import Library

pyotp, segno = Library("pyotp"), Library("segno")
ISSUER = "Musofir"
DIGITS, CODES = 6, 10
_STEP = 30


class WrongDigits(Refusal):
    slug = "wrong-digits"
    sentence = N_(
        "This code is not correct. Wait for the next six-digit code and enter it. Also check "
        "that your telephone shows the right time."
    )


class RecoveryCode(SQLModel, table=True):
    """A single-use code for a lost telephone, stored by its keyed fingerprint."""

    __tablename__ = "recovery_codes"
    hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    used_at: datetime | None = None


def fresh_seed() -> str:
    """Return a new TOTP seed of 160 bits."""
    return str(pyotp.random_base32())


def picture(account: Account, seed: str) -> str:
    """Return the QR code of a seed as a data URI."""
    uri = pyotp.TOTP(seed).provisioning_uri(name=account.email or account.name, issuer_name=ISSUER)
    return str(segno.make(uri, micro=False).svg_data_uri(scale=4, border=2))


def enrol(
    session: Session, account: Account, seed: str, digits: str, *, by: Actor, on: datetime
) -> list[str]:
    """Enrol a telephone as second factor once its digits are right; return new recovery codes.

    Refuses: WrongDigits."""
    step = _matching_step(seed, digits, on, after=0)
    if step is None:
        raise WrongDigits("digits")
    account.second, account.second_step = (
        vault.seal(session, account.reference, "accounts.second", seed),
        step,
    )
    session.flush()
    journal.write(
        session, "second_factor", "account", account.reference, by=by, on=on, fields=("second",)
    )
    return renew_codes(session, account, by=by, on=on)


def verify(session: Session, account: Account, digits: str, *, on: datetime) -> bool:
    """Return whether these are the current six digits or an unused recovery code.

    Digits may be one time step (30 seconds) early or late; each value is accepted once."""
    plain = "".join(digits.split())
    if len(plain) == DIGITS:
        return _take_digits(session, account, plain, on)
    return use_recovery_code(session, account, plain, on=on)


def _take_digits(session: Session, account: Account, digits: str, on: datetime) -> bool:
    seed = vault.unseal(session, account.reference, "accounts.second", account.second)
    step = _matching_step(seed, digits, on, after=account.second_step) if seed else None
    if step is None:
        return False
    return _update_once(session, account, col(Account.second_step) < step, second_step=step)


def _update_once(
    session: Session, account: Account, still: ColumnElement[bool], **values: int
) -> bool:
    """Update the account if the condition still holds; of two concurrent requests one succeeds."""
    changed = (
        update(Account).where(col(Account.reference) == account.reference, still).values(**values)
    )
    done = session.execute(changed.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    session.refresh(account)
    return bool(done)


def _matching_step(seed: str, digits: str, on: datetime, *, after: int) -> int | None:
    """Return the time step of these digits, or None.

    The step must be the current one or a neighbour, and later than the last one accepted."""
    now, totp, typed = (
        int(on.timestamp()) // _STEP,
        pyotp.TOTP(seed),
        "".join(digits.split()).encode(),
    )
    for step in (now - 1, now, now + 1):
        if step > after and secrets.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def drop(session: Session, account: Account, *, by: Actor, on: datetime) -> None:
    """Remove a lost telephone, its recovery codes and the password.

    With the password alone, anybody who knows it could enrol their own telephone. An invitation
    restores both. Refuses: OwnRights."""
    require_other(account, by)
    account.password, account.second, account.second_step = None, None, 0
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account) == account.reference))
    session.flush()
    journal.write(
        session,
        "drop_second",
        "account",
        account.reference,
        by=by,
        on=on,
        fields=("second", "password"),
    )


def renew_codes(session: Session, account: Account, *, by: Actor, on: datetime) -> list[str]:
    """Create ten new recovery codes, shown only once; the earlier ones become invalid."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account) == account.reference))
    codes = ["".join(secrets.choice(fields.ALPHABET) for _ in range(10)) for _ in range(CODES)]
    session.add_all(
        [RecoveryCode(hash=_mark(account, code), account=account.reference) for code in codes]
    )
    session.flush()
    journal.write(
        session,
        "recovery_codes",
        "account",
        account.reference,
        by=by,
        on=on,
        fields=("recovery_codes",),
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_recovery_code(session: Session, account: Account, code: str, *, on: datetime) -> bool:
    """Consume a recovery code of the account; return whether it was valid and unused."""
    mine = col(RecoveryCode.hash) == _mark(account, code), col(RecoveryCode.used_at).is_(None)
    used = (
        update(RecoveryCode)
        .where(*mine)
        .values(used_at=on)
        .execution_options(synchronize_session=False)
    )
    if not session.execute(used).rowcount:  # type: ignore[attr-defined]
        return False
    journal.write(
        session,
        "use_code",
        "account",
        account.reference,
        by=actor_for(account),
        on=on,
        fields=("recovery_codes",),
    )
    return True


def codes_left(session: Session, account: str) -> int:
    """Return how many recovery codes are unused."""
    unused = select(func.count()).where(
        col(RecoveryCode.account) == account, col(RecoveryCode.used_at).is_(None)
    )
    return session.execute(unused).scalar() or 0


def _mark(account: Account, code: str) -> str:
    return vault.blind("recovery", f"{account.reference}:{fields.plain_code(code)}")
