"""Letters of a claim: demand, complaint, claim on the insurer, power of attorney and receipt.

They go to the employer, the labour inspectorate or the insurer, or give a power of attorney, or
acknowledge money. Each is made from text encrypted with the worker's key, or for a group with its
own, so that the same file can be printed again, and carries a code by which its receiver can check
that it is genuine."""

import hashlib
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Conflict, NotFound, Refusal
from catalog.core.fields import tashkent_day
from i18n import N_
from matching.identity import persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.letters import (
    compose,
    layout,
    letter_codes,
    letter_facts,
    letter_gaps,
    letter_law,
    letter_parts,
    letter_policies,
    letter_request,
    letter_workers,
)
from service.casework.letters.layout import LetterLayout
from service.casework.letters.letter_facts import Matter
from service.casework.letters.letter_gaps import Gap
from service.casework.letters.letter_policies import Policy
from service.casework.letters.letter_request import (
    NAMES_PASSPORT,
    SENT_ABROAD,
    Kind,
    LetterRequest,
    deadline,
    require_possible,
)
from service.casework.letters.letter_workers import LetterWorker
from service.casework.letters.letter_writer import LetterWriter
from service.casework.workflow import withdrawals
from service.infra.settings import HeadOffice


class VoidAlready(Refusal):
    slug = "void-already"
    sentence = N_("This letter is already void.")


class TextErased(Refusal):
    slug = "words-erased"
    sentence = N_(
        "The text of this letter was erased together with the person’s file. It cannot be "
        "printed again."
    )


class Letter(SQLModel, table=True):
    """One letter that was made; `told` is the encrypted layout from which it is printed."""

    __tablename__ = "letters"
    number: str = Field(primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    kind: str = Field(max_length=12)
    language: str = Field(max_length=8)
    edition: str = Field(max_length=8)
    told: bytes | None = None
    sha256: str = Field(max_length=64)
    # The code itself is only on the letter.
    code_hash: str = Field(unique=True, max_length=64)
    post: str | None = Field(default=None, foreign_key="posts.code", max_length=24)
    made_by: str = Field(max_length=40)
    at: datetime
    voided_by: str | None = Field(default=None, max_length=40)
    voided_at: datetime | None = None
    void_reason: bytes | None = None


PERSONAL = ("told", "void_reason")


class Draft(msgspec.Struct, frozen=True):
    """A letter before it is made.

    It has its layout, its proposed recipient and day, the characters that cannot be printed and are
    left out, what it needs and lacks, whether it names a passport, whether there is a wage diary to
    annex, whether a worker has died of whom no heir is proved, and whether it asks an employer for
    benefits alone. For an insurer, it has the policies to choose from and the documents enclosed."""

    sheet: LetterLayout
    wish: LetterRequest
    post: str | None
    proposed: str
    until: date
    lost: str
    gaps: list[Gap] = []
    names_passport: bool = False
    has_diary: bool = False
    lacks_heirs: bool = False
    benefits_alone: bool = False
    policies: list[Policy] = []
    enclosed: str = ""
    # The day of an instalment that is due later than this letter wants the whole amount.
    instalment_due: date | None = None

    @property
    def policy(self) -> Policy | None:
        """The policy that the letter is about, if it is for an insurer."""
        return self.wish.policy_of(self.policies)

    @property
    def seal(self) -> str:
        """A hash that shows whether the letter made is the one previewed."""
        return hashlib.sha256(layout.encoded(self.sheet).encode()).hexdigest()


def draft(
    session: Session,
    claim: Claim,
    wish: LetterRequest,
    key: str,
    *,
    by: Actor,
    day: date,
    site: str,
    court_day: date | None = None,
    home: HeadOffice | None = None,
) -> Draft:
    """Return a letter as it would be made now; `court_day` is the next last day to go to court,
    `home` how head office is reached.

    Refuses: what letter_request.require_possible refuses, persons.ErasedPerson,
    withdrawals.WithdrawalOpen."""
    persons.require_not_erased(session, claim.citizen)
    _require_not_withdrawn(session, claim, wish)
    known = letter_facts.read(session, claim, by=by, day=day, home=home)
    if wish.kind is Kind.INSURER:
        policies = letter_policies.list_for_claim(session, claim, by=by)
        answer = letter_law.answer_period(session, claim.country, day)
        known = msgspec.structs.replace(known, policies=policies, insurer_answer=answer)
        wish = letter_request.without_insurer_name(wish, policies)
    pen = LetterWriter(known, wish, day, _latest_demand(session, claim.reference), court_day)
    return draft_of(pen, f"{by.account} {claim.reference} {key}", site)


def draft_of(pen: LetterWriter, key: str, site: str) -> Draft:
    """Return the draft that is written from these facts.

    Refuses: what letter_request.require_possible refuses."""
    known, wish = pen.matter, pen.wish
    require_possible(known, wish, pen.today)
    number = letter_codes.number_of(key)
    post = known.office.code if known.office else None
    sheet, proposed = compose.letter(pen, number, site), compose.default_recipient(pen)
    return Draft(
        sheet,
        wish,
        post,
        proposed,
        deadline(wish, pen.today, pen.court_day),
        _unprintable(known, wish),
        letter_gaps.find(known, wish),
        wish.kind in NAMES_PASSPORT and any(one.passport for one in known.all_workers),
        wish.kind in SENT_ABROAD and known.diary is not None,
        known.lacks_heirs,
        wish.kind in SENT_ABROAD and known.benefits_alone,
        known.policies,
        wish.enclosed or letter_parts.default_enclosed(pen),
        _later_instalment(pen) if wish.kind is Kind.DEMAND else None,
    )


def _later_instalment(pen: LetterWriter) -> date | None:
    """Return the day of the last open instalment, if it is later than what the letter demands."""
    by = deadline(pen.wish, pen.today, pen.court_day)
    later = [one.due for one in pen.matter.instalments if one.came < one.amount and one.due > by]
    return max(later, default=None)


def _unprintable(known: Matter, wish: LetterRequest) -> str:
    """Return the characters of the facts and of what was typed that cannot be printed."""
    policy = wish.policy_of(known.policies)
    items = (
        *(name for one in known.all_workers for name in (one.name, *one.heirs)),
        known.employer.name,
        known.employer.address,
        known.contact.address,
        known.place.town,
        known.officer,
        *((policy.insurer, policy.number) if policy else ()),
        wish.to,
        wish.first,
        wish.second,
        wish.enclosed,
    )
    return layout.unprintable("".join(one or "" for one in items))


def _require_not_withdrawn(session: Session, claim: Claim, wish: LetterRequest) -> None:
    """Require that a claim on hold gets no letter except a receipt for its worker."""
    if wish.kind is not Kind.RECEIPT:
        withdrawals.require_not_withdrawn(session, claim, "kind")


def number_of(drafted: Draft) -> str:
    """Return the number that a draft has when it is made."""
    return drafted.sheet.marks[0][1]


def make(
    session: Session,
    claim: Claim,
    drafted: Draft,
    printed: bytes,
    *,
    by: Actor,
    on: datetime,
    own_key: bool = False,
) -> Letter:
    """Store a letter whose file was printed, with its text encrypted.

    With `own_key`, the text does not depend on the key of the claim's person (text_owner).
    Refuses: Conflict, persons.ErasedPerson, withdrawals.WithdrawalOpen."""
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    _require_not_withdrawn(session, claim, drafted.wish)
    made, number = drafted.sheet, number_of(drafted)
    owner = number if own_key else claim.citizen
    if session.get(Letter, number) is not None:
        raise Conflict
    row = Letter(
        number=number,
        claim=claim.reference,
        kind=drafted.wish.kind.value,
        language=made.tongue,
        edition=made.edition,
        told=vault.seal(session, owner, "letters.told", layout.encoded(made)),
        post=drafted.post,
        sha256=hashlib.sha256(printed).hexdigest(),
        code_hash=letter_codes.hash_code(made.check.code),
        made_by=by.account,
        at=on,
    )
    session.add(row)
    session.flush()
    journal.write(session, "make", "letter", number, by=by, on=on)
    return row


def void(session: Session, number: str, reason: str, *, by: Actor, on: datetime) -> Letter:
    """Void a letter; anyone who checks it is then informed. Refuses: NotFound, VoidAlready."""
    row = get(session, number, by=by)
    session.refresh(row, with_for_update=True)
    if row.voided_at:
        raise VoidAlready
    owner = session.get_one(Claim, row.claim).citizen
    row.voided_by, row.voided_at = by.account, on
    row.void_reason = vault.seal(session, owner, "letters.void_reason", reason)
    session.flush()
    journal.write(session, "void", "letter", number, by=by, on=on)
    return row


def record_download(session: Session, row: Letter, *, by: Actor, on: datetime) -> None:
    """Record in the journal that the worker downloaded one of their letters."""
    journal.write(session, "fetch", "letter", row.number, by=by, on=on)


def get(session: Session, number: str, *, by: Actor) -> Letter:
    """Return one letter of a claim within the actor's scope; of a group, if all its claims are.

    Refuses: NotFound."""
    asked = select(Letter).join(Claim, col(Claim.reference) == col(Letter.claim))
    row: Letter | None = (
        session.execute(asked.where(col(Letter.number) == number, wage_claims.within(by)))
        .scalars()
        .first()
    )
    if row is None or not letter_workers.are_all(session, number, wage_claims.within(by)):
        raise NotFound
    return row


def citizens_named(session: Session, row: Letter) -> list[str]:
    """Return the references of the persons whom a letter names."""
    claims = {row.claim, *letter_workers.claims_of(session, row.number)}
    asked = select(col(Claim.citizen)).where(col(Claim.reference).in_(claims))
    return sorted(set(session.execute(asked).scalars()))


_OF_CLAIM = (
    select(Letter)
    .where(col(Letter.claim) == bindparam("claim"))
    .order_by(col(Letter.at).desc(), col(Letter.number))
)


def list_for_claim(session: Session, claim: str) -> list[Letter]:
    """Return the letters of a claim, newest first."""
    return list(session.execute(_OF_CLAIM, {"claim": claim}).scalars())


def find_by_code(session: Session, code: str) -> Letter | None:
    """Return the letter with this code, or None."""
    asked = select(Letter).where(col(Letter.code_hash) == letter_codes.hash_code(code))
    return session.execute(asked).scalars().first()


def letter_layout(session: Session, row: Letter) -> LetterLayout:
    """Return the layout from which a letter was printed. Refuses: TextErased."""
    kept = vault.unseal(session, text_owner(session, row), "letters.told", row.told)
    if not kept:
        raise TextErased
    return letter_workers.fill(session, row.number, layout.decoded(kept))


def text_owner(session: Session, row: Letter) -> str:
    """Return whose key encrypts the text of a letter: its worker's; of a letter for a group its own,
    so that it remains when one of them is erased."""
    if vault.has_key(session, row.number):
        return row.number
    return session.get_one(Claim, row.claim).citizen


def plain_text(session: Session, row: Letter) -> str:
    """Return the text of a letter line by line, without the workers of a group, who are for the
    desk alone; empty if it was erased."""
    kept = vault.unseal(session, text_owner(session, row), "letters.told", row.told)
    return layout.plain(layout.decoded(kept)) if kept else ""


def forget(session: Session, citizen: str) -> None:
    """Clear the texts of a person's letters on erasure, after their rows in letters for groups.

    A letter for a group that has a key of its own stays until no row of another worker is left."""
    theirs = select(col(Claim.reference)).where(col(Claim.citizen) == citizen)
    of_group = select(col(LetterWorker.letter)).where(col(LetterWorker.claim).in_(theirs))
    others = select(1).where(
        col(LetterWorker.letter) == col(Letter.number),
        col(LetterWorker.cells).is_not(None),
        col(vault.Key.owner) == col(Letter.number),
    )
    asked = select(col(Letter.number)).where(
        or_(col(Letter.claim).in_(theirs), col(Letter.number).in_(of_group)),
        ~others.correlate(Letter).exists(),
    )
    numbers = list(session.execute(asked).scalars())
    session.execute(update(Letter).where(col(Letter.number).in_(numbers)).values(told=None))
    for number in numbers:
        vault.destroy(session, number)


def void_reason(session: Session, row: Letter) -> str:
    owner = session.get_one(Claim, row.claim).citizen
    return vault.unseal(session, owner, "letters.void_reason", row.void_reason)


def _latest_demand(session: Session, claim: str) -> tuple[date, str] | None:
    """Return the day and number of the last valid demand to the employer, or None.

    A demand for a group is one of each worker whom it names."""
    of_group = select(col(LetterWorker.letter)).where(col(LetterWorker.claim) == claim)
    demands = select(col(Letter.at), col(Letter.number)).where(
        or_(col(Letter.claim) == claim, col(Letter.number).in_(of_group)),
        col(Letter.kind) == Kind.DEMAND.value,
        col(Letter.voided_at).is_(None),
    )
    newest = demands.order_by(col(Letter.at).desc(), col(Letter.number)).limit(1)
    found = session.execute(newest).first()
    return (tashkent_day(found.at), found.number) if found else None
