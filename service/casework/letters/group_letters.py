"""One letter for the workers of a group: a demand or a complaint with a table of them all."""

from datetime import date, datetime

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, Refusal
from catalog.core.fields import tashkent_day
from i18n import N_
from matching.identity.persons import Citizen
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Group, Membership
from service.casework.letters import Draft, Letter, letter_facts, letter_workers
from service.casework.letters.letter_request import SENT_ABROAD, Kind, LetterRequest, NothingOwed
from service.casework.letters.letter_workers import LetterWorker
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.workflow import withdrawals
from service.casework.workflow.withdrawals import Withdrawal
from service.infra.settings import HeadOffice


class NotForAGroup(Refusal):
    slug = "not-for-a-group"
    sentence = N_("For a group, only a demand or a complaint can be written.")


class NobodyLeft(Refusal):
    slug = "nobody-left"
    sentence = N_("No worker of this group still claims together with the others.")


class GroupDraft(msgspec.Struct, frozen=True):
    """A letter for a group before it is made, with the claims in the order of its table."""

    letter: Draft
    claims: list[Claim]


def draft(
    session: Session,
    group: Group,
    wish: LetterRequest,
    key: str,
    *,
    by: Actor,
    day: date,
    site: str,
    home: HeadOffice | None = None,
) -> GroupDraft:
    """Return a letter for a group as it would be made now, for all who still claim together and are
    owed something.

    Refuses: NotForAGroup, NobodyLeft, NothingOwed, and what letter_request.require_possible refuses."""
    if wish.kind not in SENT_ABROAD:
        raise NotForAGroup("kind")
    owed = _owed(session, group, by)
    known = letter_facts.read_group(session, group, owed, by=by, day=day, home=home)
    demanded = next(
        (
            (tashkent_day(row.at), row.number)
            for row in list_for_group(session, group, by=by)
            if row.kind == Kind.DEMAND and row.voided_at is None
        ),
        None,
    )
    pen = LetterWriter(known, wish, day, demanded)
    letter = letters.draft_of(pen, f"{by.account} {group.reference} {key}", site)
    return GroupDraft(letter, [claim for claim, _ in owed])


def _owed(session: Session, group: Group, by: Actor) -> list[tuple[Claim, list[Balance]]]:
    """Return the claims of the workers who are in the letter, with their balances: nobody who left,
    withdrew, was erased, or is owed nothing any more.

    Refuses: NobodyLeft, NothingOwed."""
    together = [one.claim for one in groups.members(session, group, by=by) if one.open]
    gone = _withdrawn_or_erased(session, together)
    found = [claim for claim in together if claim.reference not in gone]
    if not found:
        raise NobodyLeft("kind")
    balances = money_entries.balances_of(session, [claim.reference for claim in found])
    owed = [(claim, rows) for claim in found if _is_owed(rows := balances[claim.reference])]
    if not owed:
        raise NothingOwed("kind")
    return owed


def _is_owed(rows: list[Balance]) -> bool:
    return any(one.outstanding for one in rows)


def _withdrawn_or_erased(session: Session, claims: list[Claim]) -> set[str]:
    """Return those of these claims that are on hold or whose worker was erased."""
    on_hold = select(col(Withdrawal.claim)).where(withdrawals.is_open_withdrawal())
    asked = select(col(Claim.reference)).where(
        col(Claim.reference).in_([claim.reference for claim in claims]),
        col(Claim.citizen) == col(Citizen.reference),
        or_(col(Citizen.erased_at).is_not(None), col(Claim.reference).in_(on_hold)),
    )
    return set(session.execute(asked).scalars())


def make(
    session: Session, drafted: GroupDraft, printed: bytes, *, by: Actor, on: datetime
) -> Letter:
    """Store a letter of a group: its text with a key of its own, each row with its worker's.

    Refuses: EditConflict, and what letters.make refuses."""
    _hold_unchanged(session, drafted.claims)
    whole = drafted.letter.sheet
    bare = msgspec.structs.replace(drafted.letter, sheet=letter_workers.without_rows(whole))
    row = letters.make(session, drafted.claims[0], bare, printed, by=by, on=on, own_key=True)
    letter_workers.store(session, row.number, whole, drafted.claims)
    return row


def _hold_unchanged(session: Session, claims: list[Claim]) -> None:
    """Keep all claims with their persons until the transaction ends (wage_claims.hold_person).

    Refuses: EditConflict, if one of them may no longer be in the letter or has another person."""
    numbers = sorted(claim.reference for claim in claims)
    asked = select(col(Claim.reference), col(Claim.citizen)).where(
        col(Claim.reference).in_(numbers)
    )
    held = asked.order_by(col(Claim.reference)).with_for_update(read=True, key_share=True)
    now = {row.reference: row.citizen for row in session.execute(held)}
    before = {claim.reference: claim.citizen for claim in claims}
    if now != before or _withdrawn_or_erased(session, claims):
        raise EditConflict


def list_for_group(session: Session, group: Group, *, by: Actor) -> list[Letter]:
    """Return the letters for a group within the actor's scope, newest first."""
    theirs = select(col(LetterWorker.letter)).where(
        col(LetterWorker.claim) == col(Membership.claim), col(Membership.group) == group.reference
    )
    return _list(session, col(Letter.number).in_(theirs), wage_claims.within(by))


def list_naming(session: Session, claim: str, *, by: Actor | None = None) -> list[Letter]:
    """Return the letters for a group that name the worker of this claim, newest first.

    With an actor, those within their scope."""
    theirs = select(col(LetterWorker.letter)).where(col(LetterWorker.claim) == claim)
    terms = [wage_claims.within(by)] if by else []
    return _list(session, col(Letter.number).in_(theirs), *terms)


def _list(session: Session, *terms: object) -> list[Letter]:
    asked = select(Letter).join(Claim, col(Claim.reference) == col(Letter.claim)).where(*terms)  # type: ignore[arg-type]
    newest = asked.order_by(col(Letter.at).desc(), col(Letter.number))
    return list(session.execute(newest).scalars())


def names(session: Session, letter: str, claim: str) -> bool:
    """Return whether a letter for a group names the worker of this claim."""
    return session.get(LetterWorker, (letter, claim)) is not None
