"""Payments that a worker asks back: each once, of the one who owes it, with its receipt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from catalog.core import vault
from catalog.core.errors import NotAllowed, NotFound
from i18n import Language
from matching.identity.deaths import AskAnOfficer
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.journey.costs import Cost, NewPayment, Recipient
from service.casework import evidence, refunds
from service.casework.claims import wage_claims
from service.casework.claims.own_claims import ClaimedBefore
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint, Topic
from service.casework.evidence import evidence_files, receipts, record_access
from service.casework.evidence.owners import RecordKind
from service.casework.refunds import Debtor, RefundClaim, RefundComplaint
from service.privacy import personal_export
from tests.support import cast, sample_costs, sample_files, sample_incidents
from tests.support.cast import TODAY
from tests.support.sample_applications import WORKER, worker

DAYS = RefundClaim(TODAY - timedelta(days=30), TODAY)


@pytest.fixture
def seeded_session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def person(seeded_session, clock):
    return worker(seeded_session, on=clock())


@pytest.fixture
def job(seeded_session):
    return cast.named(seeded_session, "published")


@pytest.fixture
def pay(seeded_session, person, job, clock):
    def paid(cost=Cost.DEPOSIT, recipient=Recipient.EMPLOYER, amount=200_00):
        new = NewPayment(cost, amount, "USD", TODAY, recipient)
        values = {"by": WORKER, "on": clock(), "day": TODAY}
        return costs.note(seeded_session, person, job.reference, new, **values)

    return paid


def test_whoever_owes_it_is_asked_and_nobody_where_we_know_nobody(seeded_session, person, job, pay):
    job.worker_fee = 0
    for cost, recipient, debtor in (
        (Cost.BRIBE, Recipient.AGENCY, Debtor.AGENCY),
        (Cost.TRAVEL, Recipient.AGENCY, Debtor.AGENCY),
        (Cost.BOND, Recipient.EMPLOYER, Debtor.EMPLOYER),
        (Cost.TRAVEL, Recipient.OTHER, Debtor.EMPLOYER),
        (Cost.DEBT, Recipient.OTHER, Debtor.EMPLOYER),
        (Cost.AGENCY_FEE, Recipient.MIDDLEMAN, None),
        (Cost.BRIBE, Recipient.STATE, None),
        (Cost.VISA, Recipient.EMPLOYER, None),
    ):
        row = pay(cost, recipient)
        found = {
            one.row.reference: one for one in refunds.list_payments(seeded_session, person, job)
        }
        assert found[row.reference].debtor is debtor, (cost, recipient)


def test_payments_to_the_employer_become_one_claim_and_none_of_them_another(
    seeded_session, person, job, pay, clock
):
    paid = [pay(), pay(Cost.DEBT, amount=50_00), pay(Cost.BRIBE, amount=1_00)]
    numbers, last = [row.reference for row in paid], pay(Cost.TRAVEL).reference
    values = {"by": WORKER, "on": clock(), "day": TODAY}
    arguments = (seeded_session, person, job)
    claim = refunds.file_claim(*arguments, numbers, DAYS, [], Language.EN, **values).claim
    assert [
        (one.component, one.claimed, one.first_day)
        for one in wage_claims.lines(seeded_session, claim.reference)
    ] == [("deposit", 200_00, TODAY), ("deduction", 50_00, TODAY), ("fee_refund", 1_00, TODAY)]
    assert "paid to: The employer" in wage_claims.story(seeded_session, claim)
    found = {one.row.reference: one for one in refunds.list_payments(*arguments)}
    assert {found[number].request.claim for number in numbers} == {claim.reference}
    assert found[last].is_open
    paid_costs = personal_export.export_person(seeded_session, person.reference, now=clock()).paid
    assert sorted(one.refund for one in paid_costs) == ["", *3 * [claim.reference]]
    with pytest.raises(ClaimedBefore):
        refunds.file_claim(*arguments, [last, numbers[0]], DAYS, [], Language.EN, **values)
    with pytest.raises(ClaimedBefore):
        refunds.require_unrequested(seeded_session, paid[:1])


def test_payments_to_the_agency_become_a_complaint_whose_words_fit(
    seeded_session, person, job, pay, clock
):
    most = refunds.MOST_TOGETHER
    numbers = [pay(Cost.BRIBE, Recipient.AGENCY, 99_999_999_99).reference for _ in range(most)]
    added, arguments = RefundComplaint("я" * 800), (seeded_session, person, job)
    for chosen, refusal in (([], refunds.NothingChosen), ([pay().reference], NotFound)):
        with pytest.raises(refusal):
            refunds.file_complaint(
                *arguments, chosen, added, [], Language.RU, by=WORKER, on=clock()
            )
    row = refunds.file_complaint(*arguments, numbers, added, [], Language.RU, by=WORKER, on=clock())
    words = complaints.full_text(seeded_session, row)
    assert (row.agency, row.topic, len(words) <= 4_000) == (job.agency, "fee_asked", True)
    with pytest.raises(ClaimedBefore):
        refunds.file_complaint(*arguments, numbers, added, [], Language.RU, by=WORKER, on=clock())


def test_the_subject_of_a_complaint_is_that_of_all_its_payments(pay):
    deposit, bond, fee = pay(Cost.DEPOSIT), pay(Cost.BOND), pay(Cost.AGENCY_FEE)
    for paid, topic in (
        ([deposit, bond], Topic.REFUND_REFUSED),
        ([deposit, fee], Topic.FEE_ASKED),
        ([pay(Cost.DEBT)], Topic.OTHER),
    ):
        assert refunds.topic_of(paid) is topic


def test_the_claim_has_its_own_copy_of_the_receipt(
    seeded_session, person, job, pay, clock, settings
):
    cost, content = pay(), sample_files.pdf()
    new = evidence.NewFile("slip.pdf", 1, evidence.Kind.RECEIPT)
    number = evidence.register(seeded_session, cost, new, by=WORKER, on=clock()).reference
    sample_costs.shown(seeded_session, settings.home, number, clock())
    copies = receipts.copy_files(seeded_session, settings.home, [cost], person.reference)
    values = {"by": WORKER, "on": clock(), "day": TODAY}
    arguments = (seeded_session, person, job, [cost.reference], DAYS, copies, Language.EN)
    claim = refunds.file_claim(*arguments, **values).claim
    for place in receipts.delete_files(seeded_session, cost, by=WORKER, on=clock()):
        evidence_files.delete(settings.home, place)
    (one,) = evidence.list_files(seeded_session, claim)
    row, key = evidence.get(seeded_session, claim, 1), vault.key_of(seeded_session, claim.citizen)
    assert (one.name, one.kind) == ("slip.pdf", "receipt")
    assert evidence_files.read(settings.home, row.place, key, row.kept) == content


def test_officers_read_the_receipts_of_a_complaint_and_its_agency_does_not(
    seeded_session, person, job, pay, clock, settings
):
    cost, content = pay(Cost.BRIBE, Recipient.AGENCY), sample_files.pdf()
    new = evidence.NewFile("slip.pdf", 1, evidence.Kind.OTHER)
    number = evidence.register(seeded_session, cost, new, by=WORKER, on=clock()).reference
    sample_costs.shown(seeded_session, settings.home, number, clock())
    copies = receipts.copy_files(seeded_session, settings.home, [cost], person.reference)
    arguments = (seeded_session, person, job, [cost.reference], RefundComplaint("", True, True))
    row = refunds.file_complaint(*arguments, copies, Language.EN, by=WORKER, on=clock())
    for place in receipts.delete_files(seeded_session, cost, by=WORKER, on=clock()):
        evidence_files.delete(settings.home, place)
    values = (seeded_session, RecordKind.COMPLAINT, row.reference)
    record = record_access.find(*values, by=cast.FARIDA, day=TODAY)
    (one,) = evidence.list_files(seeded_session, record)
    file, key = evidence.get(seeded_session, record, 1), vault.key_of(seeded_session, row.citizen)
    assert (one.name, one.kind, one.officer) == ("slip.pdf", "receipt", "")
    assert evidence_files.read(settings.home, file.place, key, file.kept) == content
    assert not record_access.window(seeded_session, record, by=cast.FARIDA).is_open
    agency = msgspec.structs.replace(cast.HAMID, agency=row.agency)
    for by in (agency, cast.CHINORA, cast.JAMSHID):
        with pytest.raises((NotFound, NotAllowed)):
            record_access.find(*values, by=by, day=TODAY)


def test_nobody_asks_for_money_with_the_telephone_of_a_worker_who_died(
    seeded_session, person, job, pay, clock
):
    owed, bribe = pay().reference, pay(Cost.BRIBE, Recipient.AGENCY).reference
    sample_incidents.died(seeded_session, person.reference, on=clock())
    values, arguments = {"by": WORKER, "on": clock()}, (seeded_session, person, job)
    with pytest.raises(AskAnOfficer):
        refunds.file_claim(*arguments, [owed], DAYS, [], Language.EN, day=TODAY, **values)
    with pytest.raises(AskAnOfficer):
        refunds.file_complaint(*arguments, [bribe], RefundComplaint(), [], Language.EN, **values)


def test_two_telephones_at_once_make_one_complaint(seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock()).reference
        job = cast.named(session, "published").reference
        new = NewPayment(Cost.BRIBE, 200_00, "USD", TODAY, Recipient.AGENCY)
        values = {"by": WORKER, "on": clock(), "day": TODAY}
        citizen = session.get_one(Citizen, person)
        number = costs.note(session, citizen, job, new, **values).reference

    def ask(_one: int) -> bool:
        try:
            with seeded.write() as session:
                refunds.file_complaint(
                    session,
                    session.get_one(Citizen, person),
                    cast.named(session, "published"),
                    [number],
                    RefundComplaint(),
                    [],
                    Language.UZ,
                    by=WORKER,
                    on=clock(),
                )
        except ClaimedBefore:
            return False
        return True

    with ThreadPoolExecutor(4) as runners:
        assert sum(runners.map(ask, range(8))) == 1
    with seeded.read() as session:
        made = select(func.count()).where(col(Complaint.citizen) == person)
        assert session.execute(made).scalar() == 1
