"""Erasing a person: every word of theirs is gone, what was counted is still counted, and nobody
else has lost anything."""

import pickle
from datetime import date

import msgspec
import pytest
from sqlalchemy import inspect, select, text
from sqlmodel import col

from catalog.core import journal, vault
from catalog.core.approvals import Approval
from matching.identity import persons
from matching.identity.duplicates import SearchInput
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.search.register_cache import RegisterCache
from service.accounts import Account, login_sessions, phone_login
from service.casework import evidence, letters
from service.casework import people_access as people
from service.casework.advice import advice_sessions
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.complaints import complaints
from service.casework.evidence import Evidence, releases
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.casework.letters import letter_codes
from service.casework.protection import referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import IncidentKind
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep
from service.infra import idempotency
from service.privacy import access_log, erase, erasure_records, personal_export
from service.privacy.erasure_records import records
from service.reporting.annual import years
from tests.support import canary_person, cast, sample_documents
from tests.support.canary_person import MARKERS, READABLE
from tests.support.sample_incidents import recorded
from tests.support.sample_placements import placed


def gone(database, planted, clock) -> list[str]:
    with database.write() as session:
        return erase.erase(session, planted.records[2], by=cast.IRODA, on=clock())


def test_no_byte_of_a_person_is_left(seeded, planted, clock):
    if not seeded.sqlite:
        with seeded.write() as session:
            session.execute(text("ANALYZE"))
    assert sorted(map(str, canary_person.found(canary_person.bytes_of(seeded)))) == sorted(
        READABLE
    ), "names alone, before"
    assert set(gone(seeded, planted, clock)) == set(planted.records)
    assert erasure_records.scrub(seeded)
    left = canary_person.bytes_of(seeded)
    assert canary_person.found(left, [*MARKERS, *planted.traces]) == []


def test_erasing_without_overwriting_is_not_enough(seeded, planted, clock):
    """The law above is not blind: until the files are rewritten, the write-ahead log or the
    statistics tell the name."""
    if not seeded.sqlite:
        with seeded.write() as session:
            session.execute(text("ANALYZE"))
    gone(seeded, planted, clock)
    assert canary_person.found(canary_person.bytes_of(seeded), READABLE)


def test_every_figure_stays_as_it_was(seeded, planted, clock):
    def year():
        with seeded.read() as session:
            return years.get_year(session, clock.today.year, clock.today)

    before = year()
    gone(seeded, planted, clock)
    assert year() == before


def test_a_placement_stays_and_is_counted_and_names_nobody(seeded, planted, clock):
    with seeded.write() as session:
        number = placed(
            session, of=planted.records[2], on=clock(), arrived_on=date(2026, 9, 3)
        ).reference
        idempotency.run_once(
            session,
            "k" * 20,
            lambda: {"reference": number},
            by=cast.FARIDA,
            on=clock(),
            route="/x",
            body={},
        )
    gone(seeded, planted, clock)
    with seeded.read() as session:
        row = arrivals.get(session, number, by=cast.ELYOR)
        assert (row.state, row.employer, row.region) == (
            "arrived",
            "Severny Dvor Stroy",
            "not_stated",
        )
        assert arrivals.workers(session, [row], by=cast.ELYOR) == {number: ""}
        assert session.execute(select(idempotency.Once)).first() is None, (
            "no answer of old names it"
        )
        result = personal_export.export_person(session, planted.records[0], now=clock())
        assert [one.reference for one in result.contracts] == [number]


def test_the_documents_of_each_record_of_a_person_go_with_them(seeded, planted, clock, tmp_path):
    with seeded.write() as session:
        row = session.get_one(Citizen, planted.records[2])
        kept = {
            RecordKind.PLACEMENT: placed(session, of=row.reference, on=clock()).reference,
            RecordKind.INCIDENT: recorded(
                session, row.reference, IncidentKind.INJURY, on=clock()
            ).reference,
            RecordKind.COMPLAINT: complaints.list_own(session, row)[0].reference,
        }
    store, sent = Store(seeded, tmp_path), []
    for kind, number in kept.items():
        name = f"Zq{kind}.pdf"
        sent.append(sample_documents.attach(store, kind, number, clock(), name=name).reference)
    with seeded.write() as session:
        exported = personal_export.export_person(session, planted.records[0], now=clock())
        found = [one.documents for one in (*exported.contracts, *exported.incidents)]
        found += [one.receipts for one in exported.complaints]
        names = {file.name for files in found for file in files}
        assert names == {f"Zq{kind}.pdf" for kind in kept}
        rows = [session.get_one(Citizen, number) for number in planted.records]
        assert set(sent) <= set(access_log.references(session, rows))
        file = session.get_one(Evidence, sent[1])
        owner = evidence.owner_of(session, file)
        request = releases.request(session, file, owner, "Zqwhy", by=cast.ELYOR, on=clock())
        asked = request.reference
    gone(seeded, planted, clock)
    with seeded.read() as session:
        rows = [session.get_one(Evidence, number) for number in sent]
        assert {(row.state, row.name, row.sha256) for row in rows} == {("erased", None, None)}
        assert session.get_one(Approval, asked).reason is None


def test_nothing_sealed_can_be_opened_any_more(seeded, planted, clock):
    gone(seeded, planted, clock)
    with seeded.read() as session:
        result = personal_export.export_person(session, planted.records[0], now=clock())
        assert (
            set(planted.records) & set(session.execute(select(col(vault.Key.owner))).scalars())
            == set()
        )
    assert canary_person.found(msgspec.json.encode(result)) == []
    assert [claim.reference for claim in result.claims] == [canary_person.CLAIM]


def test_a_protected_case_is_left_without_a_word_and_still_counted(seeded, planted, clock):
    with seeded.read() as session:
        (case,) = referrals.list_for_persons(session, planted.records)
    gone(seeded, planted, clock)
    with seeded.read() as session:
        row = session.get_one(Referral, case.reference)
        assert session.get(vault.Key, case.reference) is None
        assert {
            name for name in ("person", "origin", "consent_reason", "reach") if getattr(row, name)
        } == set()
        assert {act.text for act, _ in referrals.acts(session, row)} == {None}
        assert screenings.latest(session, case.reference) == Signs()
        assert (row.status, row.country, row.body) == ("revoked", "RU", "iom")


def test_who_is_somebody_else_keeps_everything(seeded, planted, clock):
    gone(seeded, planted, clock)
    with seeded.read() as session:
        alisher = session.get_one(
            Citizen, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).citizen
        )
        notes = {
            advice_sessions.note(session, row)
            for row in session.execute(select(advice_tables.Session)).scalars().all()
        }
    assert (alisher.name, alisher.erased_at) == ("Alisher Invented", None)
    assert {canary_person.STRANGER, "Invented note"} <= notes


def test_nobody_comes_in_by_the_account(seeded, planted, clock):
    with seeded.write() as session:
        cookie = login_sessions.create(
            session, session.get_one(Account, planted.account.account), "", whole=True, on=clock()
        )
    gone(seeded, planted, clock)
    with seeded.read() as session:
        assert login_sessions.find_by_cookie(session, cookie, clock()) is None
        assert phone_login.find_by_number(session, canary_person.PHONE) is None


def test_the_secret_of_a_claim_opens_nothing_any_more(seeded, planted, clock):
    secret = follow_secret.secret_of(canary_person.CLAIM)
    with seeded.read() as session:
        assert wage_claims.get_by_secret(session, canary_person.CLAIM, secret)
    gone(seeded, planted, clock)
    with seeded.read() as session, pytest.raises(wage_claims.NotFound):
        wage_claims.get_by_secret(session, canary_person.CLAIM, secret)


def test_a_letter_out_in_the_world_is_still_known_and_says_nothing_of_anybody(
    seeded, planted, clock
):
    gone(seeded, planted, clock)
    with seeded.read() as session:
        row = letters.list_for_claim(session, canary_person.CLAIM)[0]
        assert (row.kind, row.told, row.void_reason) == ("demand", None, None)
        assert letters.find_by_code(session, letter_codes.code_of(row.number)) == row
        with pytest.raises(letters.TextErased):
            letters.letter_layout(session, row)
        assert (
            personal_export.export_person(session, planted.records[0], now=clock())
            .claims[0]
            .letters[0]
            .words
            == ""
        )


def test_answers_to_repeated_requests_go_with_the_person_they_are_about(seeded, planted, clock):
    values = {"by": cast.CHINORA, "on": clock(), "body": None}
    with seeded.write() as session:
        for number in (canary_person.CLAIM, cast.CLAIM):
            idempotency.run_once(
                session,
                "key-" + number,
                lambda n=number: {"reference": n, "story": n},
                route="/",
                **values,
            )
    gone(seeded, planted, clock)
    with seeded.read() as session:
        kept = session.execute(select(col(idempotency.Once.answer))).scalars().all()
    assert [canary_person.CLAIM.encode() in one for one in kept] == [False]


def test_nothing_new_is_written_about_who_was_erased(seeded, planted, clock):
    gone(seeded, planted, clock)
    with seeded.write() as session:
        claim = wage_claims.get(session, canary_person.CLAIM, by=cast.CHINORA)
        with pytest.raises(persons.ErasedPerson):
            notes.add(session, claim, "Something new", by=cast.CHINORA, on=clock())
        claim.state = "closed"
        new_step = NewStep(ClaimState.REOPENED, next_action="Something new", due=cast.TODAY)
        with pytest.raises(persons.ErasedPerson):
            state_machine.take_step(
                session, claim, new_step, by=cast.CHINORA, on=clock(), day=cast.TODAY
            )


def test_erased_again_it_is_the_same(seeded, planted, clock):
    gone(seeded, planted, clock)

    def rows():
        with seeded.read() as session:
            return [one.model_dump() for one in records(session, planted.records[0])]

    before = rows()
    clock.forward(days=1)
    gone(seeded, planted, clock)
    assert rows() == before
    assert all(one["erased_at"] for one in before)


def test_the_journal_keeps_references_and_is_unbroken(seeded, planted, clock):
    gone(seeded, planted, clock)
    with seeded.read() as session:
        acts = [journal.history(session, "citizen", number)[-1].act for number in planted.records]
        assert acts == ["erase"] * 3


def test_a_lost_master_key_does_not_keep_a_person(seeded, planted, clock):
    vault.open_with(bytes(32))
    gone(seeded, planted, clock)
    with seeded.read() as session:
        assert session.get_one(Citizen, planted.records[0]).name == ""


def test_every_personal_column_is_emptied_or_counted(seeded, planted, clock):
    """A column that is added to what is kept of a person has to be thought of here."""
    counted = {"sex", "age_band", "region"}
    gone(seeded, planted, clock)
    columns = set(inspect(Citizen).columns.keys()) & set(persons.PERSONAL) - counted
    with seeded.read() as session:
        rows = records(session, planted.records[0])
        assert {name for row in rows for name in columns if getattr(row, name)} == set()


def test_nobody_finds_an_erased_person_again(seeded, planted, clock):
    asked = SearchInput(
        name=canary_person.NAMES[1], phone=canary_person.PHONE, passport=canary_person.PASSPORT
    )
    with seeded.read() as session:
        assert people.find_similar(session, asked, by=cast.CHINORA).people
    gone(seeded, planted, clock)
    with seeded.read() as session:
        assert people.find_similar(session, asked, by=cast.CHINORA) == people.LookupResult(
            [], elsewhere=False
        )


def test_the_search_shelf_never_knew_them(seeded, planted, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, clock.today)
    kept = pickle.dumps([one for name, one in vars(register_cache).items() if "lock" not in name])
    assert canary_person.found(kept, [*MARKERS, b"Hanbit"]) == [b"Hanbit"]
