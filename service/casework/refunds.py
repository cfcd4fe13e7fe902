"""Refund requests: money that a worker paid for going abroad and that others owe them back.

What an agency took becomes a complaint about it, what the employer owes a wage claim; each payment
is asked for once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger, CheckConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.employers.employers import Employer
from catalog.vacancies.vacancies import Payer, Vacancy
from i18n import N_, Language, formats, gettext
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.journey.costs import Cost, Judgement, PaidCost, Recipient, Verdict
from service.casework import evidence
from service.casework.claims import own_claims
from service.casework.claims.components import Component
from service.casework.claims.own_claims import Work
from service.casework.claims.wage_claims import Claim, FiledClaim, NewLine
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint, NewComplaint, Topic
from service.casework.evidence import receipts
from service.casework.evidence.owners import Record, RecordKind
from service.casework.evidence.receipts import ReceiptCopy

# With this many payments and words the text of a complaint stays within its limit.
MOST_TOGETHER = 16
Words = Annotated[str, Meta(max_length=800)]
_COMPONENTS: Mapping[Cost, Component] = MappingProxyType(
    {
        Cost.DEPOSIT: Component.DEPOSIT,
        Cost.BOND: Component.DEPOSIT,
        Cost.PAPERS: Component.DEPOSIT,
        Cost.DEBT: Component.DEDUCTION,
        Cost.LODGING: Component.DEDUCTION,
        Cost.MEALS: Component.DEDUCTION,
        Cost.EQUIPMENT: Component.DEDUCTION,
    }
)
# The subjects of a complaint about such a payment; what none of them fits was asked for as a fee.
TOPICS = (Topic.FEE_ASKED, Topic.REFUND_REFUSED, Topic.OTHER)
_TOPICS: Mapping[Cost, Topic] = MappingProxyType(
    {
        Cost.DEPOSIT: Topic.REFUND_REFUSED,
        Cost.BOND: Topic.REFUND_REFUSED,
        Cost.DEBT: Topic.OTHER,
    }
)
_BEGINNING = N_("I paid this money to go abroad to work, and I ask for it back:")
_LINE = N_(
    "%(cost)s: %(paid)s; paid on %(day)s; paid to: %(recipient)s; to be returned: %(refund)s"
)


class Debtor(StrEnum):
    """Who owes the money: the agency of the vacancy, or its employer."""

    AGENCY = "agency"
    EMPLOYER = "employer"


class NothingChosen(Refusal):
    slug = "no-payment-chosen"
    sentence = N_("Choose at least one payment that you want back.")


class TooManyChosen(Refusal):
    slug = "too-many-payments-chosen"
    sentence = N_("Choose at most %(most)s payments. You can ask for the others afterwards.")


class RefundRequest(SQLModel, table=True):
    """The claim or complaint by which a worker asked for a payment back, in minor units."""

    __tablename__ = "refund_requests"
    __table_args__ = (CheckConstraint("(claim IS NULL) <> (complaint IS NULL)", name="one_case"),)
    cost: str = Field(primary_key=True, foreign_key="paid_costs.reference", max_length=24)
    amount: int = Field(sa_type=BigInteger)
    claim: str | None = Field(
        default=None, foreign_key="claims.reference", index=True, max_length=24
    )
    complaint: str | None = Field(
        default=None, foreign_key="agency_complaints.reference", index=True, max_length=24
    )
    requested_at: datetime

    @property
    def number(self) -> str:
        """The reference of the claim or complaint."""
        return self.claim or self.complaint or ""


class PaymentRefund(msgspec.Struct, frozen=True):
    """What becomes of a payment: its verdict, who owes what of it, and the request made for it.

    `debtor` is None where nothing is owed, or nobody whom we know owes it. `own`: the claim of the
    request is still the person's."""

    row: PaidCost
    verdict: Verdict
    amount: int
    debtor: Debtor | None
    request: RefundRequest | None = None
    own: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the person can ask for this money now."""
        return self.debtor is not None and self.request is None


def list_payments(session: Session, person: Citizen, vacancy: Vacancy) -> list[PaymentRefund]:
    """Return a person's payments for a vacancy, newest first, and what is owed back of each."""
    paid = costs.list_for_person(session, person, vacancy.reference)
    judged = costs.judge_all(paid, vacancy)
    asked = requests_by_cost(session, paid)
    own = _own_claims(session, person, list(asked.values()))
    result = []
    for row in paid:
        request, judgement = asked.get(row.reference), judged[row.reference]
        is_own = request is not None and (request.claim is None or request.claim in own)
        debtor = _debtor(row, judgement, vacancy)
        verdict, refund = judgement.verdict, judgement.refund
        result.append(PaymentRefund(row, verdict, refund, debtor, request, is_own))
    return result


def requests_by_cost(session: Session, paid: Sequence[PaidCost]) -> dict[str, RefundRequest]:
    """Return the requests made for these payments, by payment."""
    numbers = [row.reference for row in paid]
    found = select(RefundRequest).where(col(RefundRequest.cost).in_(numbers))
    return {row.cost: row for row in session.execute(found).scalars()}


def _own_claims(session: Session, person: Citizen, requests: list[RefundRequest]) -> set[str]:
    """Return those of these claims that are the person's; an officer may have moved one."""
    own = select(col(Claim.reference)).where(
        col(Claim.reference).in_([row.claim for row in requests if row.claim]),
        col(Claim.citizen).in_(persons.same_person(person)),
    )
    return set(session.execute(own).scalars())


def _debtor(row: PaidCost, judgement: Judgement, vacancy: Vacancy) -> Debtor | None:
    """Return who owes a payment back, if we know.

    What was paid to others than agency and employer is the employer's where the terms of the
    vacancy make it pay, and where it withholds wages for a debt."""
    if not judgement.refund:
        return None
    if row.recipient == Recipient.AGENCY:
        return Debtor.AGENCY
    if row.recipient == Recipient.EMPLOYER or row.cost == Cost.DEBT:
        return Debtor.EMPLOYER
    by_terms = costs.payer(row, vacancy) is Payer.EMPLOYER
    return Debtor.EMPLOYER if by_terms and row.recipient != Recipient.MIDDLEMAN else None


def require_unrequested(session: Session, paid: Sequence[PaidCost]) -> None:
    """Lock these payments and require that nobody asked for them, also in a concurrent request.

    Refuses: own_claims.ClaimedBefore, NotFound for a payment that was removed."""
    for row in sorted(paid, key=lambda one: (one.citizen, one.reference)):
        evidence.lock(session, row)
    for request in requests_by_cost(session, paid).values():
        own_claims.require_unclaimed(request.number)


class RefundComplaint(msgspec.Struct, forbid_unknown_fields=True):
    """What a worker adds to a complaint, and what the agency may see of it.

    Without a topic, it is that of the payments."""

    words: Words = ""
    words_shown: bool = False
    contact_shown: bool = False
    topic: Topic | None = None


def file_complaint(
    session: Session,
    person: Citizen,
    vacancy: Vacancy,
    chosen: Sequence[str],
    added: RefundComplaint,
    copies: Sequence[ReceiptCopy],
    language: Language,
    *,
    by: Actor,
    on: datetime,
) -> Complaint:
    """File one complaint about the agency of a vacancy, which took these payments, with their receipts.

    Officers read the receipts; the agency does not, whatever else the worker lets it see.
    Refuses: NotFound, NothingChosen, TooManyChosen, own_claims.ClaimedBefore, deaths.AskAnOfficer, and
    what complaints.file_complaint refuses."""
    deaths.require_living(session, person.reference, by)
    due = _hold(session, person, vacancy, Debtor.AGENCY, chosen)
    new_complaint = NewComplaint(
        agency=vacancy.agency,
        topic=added.topic or topic_of([one.row for one in due]),
        words=_text(language, due, added.words),
        words_shown=added.words_shown,
        contact_shown=added.contact_shown,
    )
    row = complaints.file_complaint(session, new_complaint, person, by=by, on=on)
    record = Record(RecordKind.COMPLAINT, row.reference, row.citizen)
    receipts.attach(session, record, copies, by=by, on=on)
    _record(session, due, complaint=row.reference, by=by, on=on)
    return row


def topic_of(paid: Sequence[PaidCost]) -> Topic:
    """Return the subject that fits all these payments, or that they were asked for money."""
    topics = {_TOPICS.get(Cost(one.cost), Topic.FEE_ASKED) for one in paid}
    return topics.pop() if len(topics) == 1 else Topic.FEE_ASKED


class RefundClaim(msgspec.Struct, forbid_unknown_fields=True):
    """The days of the work that a claim is about, and what the worker adds."""

    worked_from: date
    worked_to: date
    words: Words = ""


def file_claim(
    session: Session,
    person: Citizen,
    vacancy: Vacancy,
    chosen: Sequence[str],
    added: RefundClaim,
    copies: Sequence[ReceiptCopy],
    language: Language,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> FiledClaim:
    """File one wage claim for payments that the employer of a vacancy owes, with their receipts.

    Refuses: NotFound, NothingChosen, TooManyChosen, own_claims.ClaimedBefore, deaths.AskAnOfficer, and
    what wage_claims.file refuses."""
    deaths.require_living(session, person.reference, by)
    due = _hold(session, person, vacancy, Debtor.EMPLOYER, chosen)
    work = Work(
        employer=session.get_one(Employer, vacancy.employer).name,
        country=vacancy.country,
        city=vacancy.city,
        worked_from=added.worked_from,
        worked_to=added.worked_to,
    )
    lines, story = [_claim_line(one) for one in due], _text(language, due, added.words)
    filed = own_claims.file(session, person, work, lines, story, by=by, on=on, day=day)
    receipts.attach(session, filed.claim, copies, by=by, on=on)
    _record(session, due, claim=filed.claim.reference, by=by, on=on)
    return filed


def choose(
    payments: Sequence[PaymentRefund], debtor: Debtor, chosen: Sequence[str]
) -> list[PaymentRefund]:
    """Return the chosen payments, which must be this debtor's to return, whether asked for or not.

    Refuses: NotFound, NothingChosen, TooManyChosen."""
    if not chosen:
        raise NothingChosen("payments")
    if len(chosen) > MOST_TOGETHER:
        raise TooManyChosen("payments", most=MOST_TOGETHER)
    known = {one.row.reference: one for one in payments if one.debtor is debtor}
    return [require_found(known.get(number)) for number in dict.fromkeys(chosen)]


def _hold(
    session: Session, person: Citizen, vacancy: Vacancy, debtor: Debtor, chosen: Sequence[str]
) -> list[PaymentRefund]:
    """Return the chosen payments, locked and not asked for before."""
    due = choose(list_payments(session, person, vacancy), debtor, chosen)
    require_unrequested(session, [one.row for one in due])
    return due


def _claim_line(one: PaymentRefund) -> NewLine:
    component = _COMPONENTS.get(Cost(one.row.cost), Component.FEE_REFUND)
    return NewLine(component, one.amount, one.row.currency, one.row.paid_on, one.row.paid_on)


def _text(language: Language, due: Sequence[PaymentRefund], words: str) -> str:
    """Return the payments in the worker's language, and what the worker adds."""
    lines = [
        gettext(
            language,
            _LINE,
            cost=gettext(language, Cost(one.row.cost).label),
            paid=formats.money(language, one.row.amount, one.row.currency),
            day=formats.date(language, one.row.paid_on),
            recipient=gettext(language, Recipient(one.row.recipient).label),
            refund=formats.money(language, one.amount, one.row.currency),
        )
        for one in due
    ]
    added = ["", words] if words else []
    return "\n".join([gettext(language, _BEGINNING), *lines, *added])


def _record(
    session: Session,
    due: Sequence[PaymentRefund],
    *,
    claim: str | None = None,
    complaint: str | None = None,
    by: Actor,
    on: datetime,
) -> None:
    for one in due:
        session.add(
            RefundRequest(
                cost=one.row.reference,
                amount=one.amount,
                claim=claim,
                complaint=complaint,
                requested_at=on,
            )
        )
    session.flush()
    numbers = [one.row.reference for one in due]
    journal.write_many(session, "ask_refund", "paid_cost", numbers, by=by, on=on)
