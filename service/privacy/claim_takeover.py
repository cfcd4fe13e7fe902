"""A claim that was filed without signing in, taken over into the account of its worker.

The proof is the secret of the claim with the telephone number that the claim gives, or a recovery
code of the earlier account that it belongs to. The secret alone shows no name, number or story.
Records are merged as by an officer who saw a passport, and an officer can undo it.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.identity import known_persons, personal_names, persons, same_person
from matching.identity.personal_names import Likeness
from matching.identity.persons import Citizen
from service.accounts import (
    Account,
    login_sessions,
    number_changes,
    opened_records,
    phone_login,
    second_factor,
)
from service.casework.advice import claim_from_session
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.protection import record_merge, referrals
from service.privacy import access_log

# The letters and digits of a recovery code; the secret of a claim has more.
RECOVERY_LENGTH = 10


class WrongClaimCode(Refusal):
    slug = "wrong-claim-code"
    sentence = N_(
        "This reference number and this code do not belong together. Check both again, letter by "
        "letter."
    )


class OtherName(Refusal):
    slug = "other-name"
    sentence = N_(
        "The name in your account is not the one in the claim. If the claim is your own, write "
        "your name in your account as you wrote it in the claim. If it is somebody else’s, follow "
        "it with its secret code."
    )


class OfficerNeeded(Refusal):
    slug = "officer-needed"
    sentence = N_(
        "Only an officer can add this claim to your account. Go to an embassy, a consulate or an "
        "office of the Agency with your passport. Until then, follow the claim with its secret code."
    )


def is_recovery_code(code: str) -> bool:
    """Return whether what was typed has the length of a recovery code."""
    return len(fields.plain_code(code)) == RECOVERY_LENGTH


def require_secret(session: Session, reference: str, secret: str) -> Claim:
    """Return the claim with this reference and secret. Refuses: WrongClaimCode."""
    try:
        return wage_claims.get_by_secret(session, reference, secret)
    except NotFound as reason:
        raise WrongClaimCode("code") from reason


def by_secret(
    session: Session, reference: str, secret: str, person: Citizen, *, by: Actor, on: datetime
) -> Claim:
    """Take over a claim by its secret; a repeated call changes nothing.

    The secret opens one claim. A record with anything else, with a sign-in or with another number
    is merged by an officer alone. Refuses: WrongClaimCode, OfficerNeeded, OtherName,
    persons.ErasedPerson."""
    claim = require_secret(session, reference, secret)
    record, lead = _lock_records(session, claim, person)
    if lead.reference in (record.reference, record.same_as):
        return claim
    _require_own_number(session, record, by)
    _require_alone(session, claim, record)
    _require_same_name(lead, record)
    record_merge.merge_own(session, lead.reference, record.reference, by=by, on=on)
    journal.write(session, "take_over", "claim", claim.reference, by=by, on=on)
    return claim


def _lock_records(session: Session, claim: Claim, person: Citizen) -> tuple[Citizen, Citizen]:
    """Return the record of a claim and the leading one of a person, locked and as they are now.

    They are locked in the order in which a merge locks them. Who presses twice waits here and
    finds the first merge."""
    session.refresh(person)
    lead = person.same_as or person.reference
    both = col(Citizen.reference).in_({claim.citizen, lead})
    asked = select(Citizen).where(both).order_by(col(Citizen.reference)).with_for_update()
    now = session.execute(asked.execution_options(populate_existing=True)).scalars()
    rows = {row.reference: row for row in now}
    return rows[claim.citizen], rows[lead]


def _require_own_number(session: Session, record: Citizen, by: Actor) -> None:
    """Require that this account is signed in to with the number that the claim gives.

    A merge shows name, number, documents and story, none of which the page of the claim shows to
    whoever found the paper with its secret. Checked first, so that they learn nothing else."""
    account, number = session.get(Account, by.account), persons.phone(session, record)
    if not number or account is None or account.phone_blind != phone_login.mark(number):
        raise OfficerNeeded


def _require_alone(session: Session, claim: Claim, record: Citizen) -> None:
    """Require that a merge of this record shows nothing but the claim and how it came about.

    A record that an officer found to be of another person is not merged again."""
    session_of_claim = claim_from_session.session_of(session, claim.reference)
    own = {record.reference, claim.reference, session_of_claim or ""}
    own |= set(access_log.related_references(session, [claim.reference]))
    if (
        record.same_as
        or opened_records.is_opened(session, record)
        or set(access_log.references(session, [record])) - own
        or len(list(session.execute(persons.same_person(record)).scalars())) > 1
        or referrals.list_for_persons(session, [record.reference])
        or record_merge.was_parted(session, record)
    ):
        raise OfficerNeeded


def _require_same_name(lead: Citizen, record: Citizen) -> None:
    """Require that nothing known shows two persons; an account may have no name yet."""
    mine, other = known_persons.facts_of_record(lead), known_persons.facts_of_record(record)
    documents = {mine.passport, other.passport} - {""}, {mine.pinfl, other.pinfl} - {""}
    if same_person.contradicts(mine, other) or any(len(known) > 1 for known in documents):
        raise OfficerNeeded
    likeness = personal_names.compare(mine.name, other.name)
    if mine.name and other.name and likeness is Likeness.OTHER:
        raise OtherName("reference")


def by_recovery_code(
    session: Session,
    reference: str,
    code: str,
    account: Account,
    *,
    site: str,
    by: Actor,
    on: datetime,
) -> Account:
    """Return the earlier account that a claim belongs to, proved by its recovery code.

    Its owner is signed in to it at once. After three days, if the old number does not stop it, it
    has the number of the present account, whose record it takes in. Refuses: WrongClaimCode,
    OfficerNeeded."""
    claim = wage_claims.find_typed(session, reference)
    record = session.get(Citizen, claim.citizen) if claim else None
    earlier = _earlier_account(session, record, code, on=on) if record else None
    if claim is None or earlier is None:
        raise WrongClaimCode("code")
    person = session.get(Citizen, account.citizen or "")
    number = persons.phone(session, person) if person else ""
    if not number or account.phone_blind != phone_login.mark(number):
        raise OfficerNeeded
    login_sessions.end_all(session, earlier.reference)
    number_changes.request_own_change(session, earlier, number, site=site, by=by, on=on)
    journal.write(session, "take_over", "claim", claim.reference, by=by, on=on)
    return earlier


def _earlier_account(
    session: Session, record: Citizen, code: str, *, on: datetime
) -> Account | None:
    """Return the enabled account of this person that has the recovery code, which is used up."""
    asked = select(Account).where(
        col(Account.citizen).in_(persons.same_person(record)),
        col(Account.role) == Role.CITIZEN.value,
        col(Account.disabled_at).is_(None),
    )
    rows: list[Account] = list(session.execute(asked.order_by(col(Account.opened_at))).scalars())
    for row in rows:
        if phone_login.is_open(session, row) and second_factor.use_recovery_code(
            session, row, code, on=on
        ):
            return row
    return None
