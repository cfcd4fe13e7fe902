"""Receipts of what a worker paid: theirs alone, one of each, gone when they are taken away or their
person is erased."""

import pytest
from sqlalchemy import update

from catalog.core.errors import Conflict, NotFound
from matching.identity.persons import Citizen
from matching.journey import costs
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import (
    Evidence,
    NewFile,
    State,
    evidence_files,
    file_maintenance,
    file_uploads,
    media,
    quotas,
    receipts,
)
from service.privacy import access_log, erase, erased_list, personal_export
from service.privacy.erasure_records import records
from tests.support import cast, sample_costs, sample_files
from tests.support.cast import ALISHER, IRODA


@pytest.fixture
def pay(seeded, clock):
    """pay() is another payment of Alisher's."""

    def made() -> costs.PaidCost:
        with seeded.write() as session:
            return sample_costs.visa(
                session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).citizen, clock()
            )

    return made


@pytest.fixture
def keep(store, clock):
    """keep(cost, "a.jpg", b"…") keeps a receipt of it."""

    def kept(cost, name="visa.jpg", content=None, marked=True):
        content = sample_files.photo() if content is None else content
        new = NewFile(
            name,
            len(content),
            evidence.Kind.RECEIPT,
            file_uploads.mark(content) if marked else None,
        )
        with store.database.write() as session:
            number = evidence.register(session, cost, new, by=ALISHER, on=clock()).reference
        return file_uploads.finish(store, number, cost.reference, content, by=ALISHER, on=clock())

    return kept


def test_a_receipt_belongs_to_its_payment_and_to_no_claim(pay, keep, seeded, store):
    cost = pay()
    one = keep(cost)
    assert (one.number, one.state, one.officer) == (1, State.CLEAN, "")
    with seeded.read() as session:
        assert (
            evidence.list_files(session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA))
            == []
        )
        assert receipts.count_by_cost(session, [cost]) == {cost.reference: 1}
        row = evidence.get(session, cost, 1)
        assert (row.claim, row.cost, evidence.owner_of(session, row).reference) == (
            None,
            cost.reference,
            cost.reference,
        )
    assert sample_files.MARK.encode() not in file_uploads.content_of(store, cost, row)


def test_the_same_receipt_is_there_once_for_a_payment_and_again_for_another(pay, keep, seeded):
    first, second = pay(), pay()
    assert keep(first).reference == keep(first).reference != keep(second).reference
    assert keep(first, marked=False).reason == evidence.Reason.TWICE
    with seeded.read() as session:
        assert receipts.count_by_cost(session, [first, second]) == {
            first.reference: 1,
            second.reference: 1,
        }, "a file that came twice is not saved twice"


@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [
        ("a.txt", 10, media.NotAReceipt),
        ("a.mp3", 10, media.NotAReceipt),
        ("a.exe", 10, media.NotAReceipt),
        ("a.heic", 10, media.Heic),
        ("a.jpg", 0, quotas.EmptyFile),
        ("a.pdf", quotas.MAX_FILE_BYTES + 1, quotas.FileTooLarge),
    ],
)
def test_what_is_no_picture_and_no_pdf_is_not_taken(pay, seeded, clock, name, size, refusal):
    cost = pay()
    with pytest.raises(refusal), seeded.write() as session:
        evidence.register(session, cost, NewFile(name, size), by=ALISHER, on=clock())


def test_forty_receipts_fit_over_all_payments_of_a_person(pay, seeded, clock):
    first, second = pay(), pay()
    with seeded.write() as session:
        for number in range(quotas.MAX_FILES):
            evidence.register(
                session,
                (first, second)[number % 2],
                NewFile(f"{number}.jpg", 9),
                by=ALISHER,
                on=clock(),
            )
        with pytest.raises(quotas.TooManyReceipts):
            evidence.register(session, first, NewFile("more.jpg", 9), by=ALISHER, on=clock())
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        assert (
            evidence.register(
                session, claim, NewFile("claim.jpg", 9), by=ALISHER, on=clock()
            ).number
            == 1
        )


def test_one_taken_away_leaves_the_others_and_its_number_makes_no_fault(
    pay, keep, seeded, store, clock
):
    cost = pay()
    keep(cost)
    keep(cost, "visa.pdf", sample_files.pdf())
    for gone in (1, 0):
        with seeded.write() as session:
            places = receipts.delete_files(session, cost, 1, by=ALISHER, on=clock())
        assert len(places) == gone
        for place in places:
            evidence_files.delete(store.home, place)
    assert len(list(evidence_files.list_files(store.home))) == 1
    assert keep(cost).number == 3


def test_a_payment_struck_out_takes_its_receipts_and_takes_no_more(pay, keep, seeded, clock):
    cost = pay()
    keep(cost)
    with seeded.write() as session:
        assert len(receipts.delete_files(session, cost, by=ALISHER, on=clock())) == 1
        costs.take_back(
            session, session.get_one(Citizen, cost.citizen), cost.reference, by=ALISHER, on=clock()
        )
    with pytest.raises(NotFound):
        keep(cost)
    with pytest.raises(NotFound), seeded.write() as session:
        receipts.delete_files(session, cost, by=ALISHER, on=clock())


def test_whoever_is_erased_loses_the_receipts(pay, keep, seeded, store, clock):
    cost = pay()
    number = keep(cost).reference
    with seeded.read() as session:
        (values,) = personal_export.export_person(session, cost.citizen, now=clock()).paid
        assert [one.name for one in values.receipts] == ["visa.jpg"]
        assert number in access_log.references(session, records(session, cost.citizen))
    with seeded.write() as session:
        erase.erase(session, cost.citizen, by=IRODA, on=clock())
    with seeded.read() as session:
        erased_list.update_file(session, store.home)
        row = session.get_one(Evidence, number)
        assert (row.state, row.name, row.sha256) == (State.ERASED, None, None)
    assert list(evidence_files.list_files(store.home)) == []


def test_the_night_knows_receipts(pay, keep, store, seeded, clock):
    """What waits is looked at again, and what stands there belongs to a record."""
    keep(pay(), "visa.pdf", sample_files.pdf())
    assert file_maintenance.rescan(store, by=ALISHER, on=clock()).waiting == 1
    clock.forward(hours=72)
    swept = file_maintenance.sweep(store, by=ALISHER, on=clock())
    assert (swept.halves, swept.alone, swept.lost) == (0, 0, 0)


def test_a_file_has_one_owner(pay, keep, seeded):
    keep(pay())
    with pytest.raises(Conflict), seeded.write() as session:
        session.execute(update(Evidence).values(claim=cast.CLAIM))
