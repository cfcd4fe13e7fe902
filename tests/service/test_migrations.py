"""What an upgrade makes of records that were kept before it."""

from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from msgspec.structs import replace
from sqlalchemy import select, text

from catalog.core.actor import VISITOR
from catalog.licensing import agencies, licence_applications
from catalog.licensing.licences import State
from catalog.reference import countries
from catalog.reference.countries import Mark
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import Check
from catalog.vacancies.vetting_points import ALL_POINTS
from i18n import Language
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.identity import duplicates
from matching.identity import persons as people
from matching.identity.persons import NewCitizen
from matching.journey.check_ins import CheckIn
from service import accounts
from service.accounts import Key
from service.casework import evidence
from service.casework.advice import contacts, questions, session_corrections
from service.casework.advice.contacts import Contact, NewContact
from service.casework.advice.questions import NewQuestion, Question
from service.casework.advice.topics import Channel, Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from service.casework.evidence import NewFile
from service.casework.groups import groups
from service.casework.groups.payment_split import GroupPayment, GroupShare
from service.casework.incidents import relatives
from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, Method, NonDeliveryReason, Payer, PayOut
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.protection import record_merge, referrals
from service.casework.protection.referrals import NewReferral, Referral
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Relative
from service.infra.database import MIGRATIONS
from tests.service.casework import crews
from tests.support import cast, sample_costs, sample_incidents, sample_money
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted
from tests.support.sample_placements import placed
from tests.support.sample_proposals import FIRM

SIX_PARTS = ["base_pay", "overtime", "night_holiday", "leave", "severance", "deduction"]


@pytest.fixture
def to(seeded):
    """Brings the tables to the shape of one revision, with all that stands in them."""

    def lead(revision: str, move=command.upgrade) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with seeded._writing.connect() as connection:
            config.attributes["connection"] = connection
            move(config, revision)
            connection.commit()

    return lead


def test_going_back_keeps_the_files_of_claims_and_no_receipt(seeded, clock, to):
    """What belongs to no claim has no place in the tables before; brought up again, both kinds can
    be kept."""
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        cost = sample_costs.visa(session, claim.citizen, clock())
        for owner, name in ((claim, "badge.jpg"), (cost, "visa.jpg")):
            evidence.register(session, owner, NewFile(name, 9), by=WORKER, on=clock())
    to("0007_editions", command.downgrade)
    to("head")
    with seeded.write() as session:
        assert [one.name for one in evidence.list_files(session, claim)] == ["badge.jpg"]
        assert evidence.list_files(session, cost) == []
        assert (
            evidence.register(session, cost, NewFile("visa.jpg", 9), by=WORKER, on=clock()).number
            == 1
        )


def test_an_application_that_was_taken_back_leaves_nothing_of_it(seeded, clock, to):
    """Before, such a firm was told as one that applies; one that waits, or that a register tells
    of, still is."""
    firms = [(None, FIRM), ("AG-EXPIRED", replace(FIRM, tax_no="300000124"))]
    with seeded.write() as session:
        rows = [
            licence_applications.file(session, values, agency=one, by=cast.FARIDA, on=clock())
            for one, values in firms
        ]
        licence_applications.withdraw(session, rows[0].reference, by=cast.FARIDA, on=clock())
    to("0008_receipts", command.downgrade)
    to("head")
    with seeded.read() as session:
        items = [
            agencies.status(session, one, cast.TODAY)
            for one in (rows[0].agency, "AG-EXPIRED", "AG-APPLIED")
        ]
    assert [one.state for one in items] == [State.NONE, State.APPLIED, State.APPLIED]


def test_moments_of_terms_become_editions(seeded, clock, to):
    """Of three vacancies one was never changed, one changed after it was published, and one was
    never published."""
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="take_offer")
        drafted(session, row, on=clock())
        signing.accept(session, row, set(), seen=1, by=WORKER, on=clock(), day=clock.today)
        names = {
            name: cast.named(session, name).reference for name in ("published", "cook", "paused")
        }
        passed = {"point": "costs", "verdict": "pass", "evidence": "x", "officer": "U-1"}
        session.add_all(Check(vacancy=one, at=clock(), **passed) for one in names.values())
        cast.named(session, "paused").published_at = None
        number = row.reference
    to("0005_search", command.downgrade)
    later = clock() + timedelta(hours=1)
    with seeded.write() as session:
        result = text("UPDATE vacancies SET terms_at = :at WHERE reference = :one")
        at = f"{later:%Y-%m-%d %H:%M:%S}.000000" if seeded.sqlite else later
        session.execute(result, {"at": at, "one": names["published"]})
    to("head")
    with seeded.read() as session:
        changed, same, never = (
            session.get_one(Vacancy, names[one]) for one in ("published", "cook", "paused")
        )
        assert [(one.edition, one.vetted_edition) for one in (changed, same, never)] == [
            (1, 0),
            (1, 1),
            (1, None),
        ]
        assert (set(changed.open_points.split()), same.open_points) == (set(ALL_POINTS), "")
        application = session.get_one(Application, number)
        contract = contracts.for_application(session, application)
        assert (contract.edition, contracts.is_outdated(session, application, contract)) == (
            0,
            True,
        )


def test_cases_of_records_joined_before_count_once_and_calls_were_written_down_when_they_came(
    seeded, clock, to
):
    with seeded.write() as session:
        claim = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=VISITOR, on=clock(), day=cast.TODAY
        ).claim
        lead = people.record(session, NewCitizen("Zqlead Invented"), by=cast.CHINORA, on=clock())
        case = referrals.refer(
            session, NewReferral(claim.reference), by=cast.ELYOR, on=clock(), day=cast.TODAY
        )
        record_merge.merge(session, lead.reference, claim.citizen, by=cast.CHINORA, on=clock())
        contacts.record(
            session, NewContact(Channel.HOTLINE), by=cast.BARNO, on=clock(), day=cast.TODAY
        )
        session.get_one(Referral, case.reference).person_blind = referrals.mark(
            "person", claim.citizen
        )
        numbers = lead.reference, claim.citizen, case.reference
    to("0005_search", command.downgrade)
    to("head")
    with seeded.read() as session:
        assert session.get_one(Referral, numbers[2]).person_blind == referrals.mark(
            "person", numbers[0]
        )
        assert [one.reference for one in referrals.list_for_record(session, numbers[1])] == [
            numbers[2]
        ]
        rows = session.execute(select(Contact)).scalars().all()
        assert rows
        assert all(one.recorded_at == one.at for one in rows)


def test_what_was_accepted_beside_other_terms_is_accepted_anew_after_going_back(seeded, clock, to):
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="take_offer")
        drafted(session, row, on=clock())
        signing.accept(session, row, set(), seen=1, by=WORKER, on=clock(), day=clock.today)
        vacancy = session.get_one(Vacancy, row.vacancy)
        vacancy.edition = vacancy.vetted_edition = 2
        number = row.reference
    to("0006_counting", command.downgrade)
    to("head")
    with seeded.read() as session:
        contract = contracts.for_application(session, session.get_one(Application, number))
        assert (contract.state, contract.accepted_at) == ("drafted", None)


def test_the_money_of_a_group_and_a_returned_pay_out_come_through_the_ledger(seeded, clock, to):
    """Tables that others refer to are extended in place, and each entry settles its own amount."""
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        common = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
        held = NewPayment(100, "RUB", Payer.EMPLOYER, cast.TODAY, Method.BANK, Hand.HELD)
        paid = payments.receive(session, claim, held, **common)
        out = payments.pay_out(
            session, claim, NewPayOut(60, "RUB", cast.TODAY, Method.BANK), **common
        )
        failed_payouts.flag(
            session, claim, NewUndelivered(NonDeliveryReason.FAILED, cast.TODAY, out.id), **common
        )
        group = groups.create(session, crews.CREW, [crews.worker("A", 100)], **common)
        whole = GroupPayment(
            group=group.reference,
            amount=100,
            currency="RUB",
            payer="employer",
            on=cast.TODAY,
            officer="U-1",
            at=clock(),
        )
        session.add(whole)
        session.flush()
        session.add(GroupShare(payment=paid.id, whole=whole.reference))
    to("0013_external", command.downgrade)
    to("head")
    with seeded.read() as session:
        (one,) = money_entries.balances(session, cast.CLAIM)
        assert (one.received, one.covered, one.in_hand, one.held, one.undelivered) == (
            100,
            100,
            0,
            40,
            60,
        )
        assert len(money_entries.list_current(session, PayOut, cast.CLAIM)[0].reference) == 10


def test_heirs_and_what_they_were_paid_come_through_their_links(seeded, clock, to):
    act = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        heir = sample_incidents.heir(session, row, on=clock())
        payments.receive(session, claim, sample_money.new_payment(100, Hand.HELD), **act)
        out = payments.pay_out(session, claim, sample_money.new_pay_out(60), **act)
        back = NewUndelivered(NonDeliveryReason.FAILED, cast.TODAY, out.id)
        number = failed_payouts.flag(session, claim, back, **act).id
        failed_payouts.deliver(session, claim, number, amount=20, **act)
        by = {"by": cast.ELYOR, "on": clock()}
        later = relatives.correct(session, row, heir.reference, sample_incidents.WIDOW, **by)
        links = (heir.reference, later.reference)
    to("0038_claim_period", command.downgrade)
    to("head")
    with seeded.read() as session:
        heir, later = (session.get_one(Relative, one) for one in links)
        paid = money_entries.list_current(session, PayOut, cast.CLAIM)
        assert {one.heir for one in paid} == {later.corrects} == {heir.reference}
        (balance,) = money_entries.balances(session, cast.CLAIM)
        assert (balance.held, balance.paid_out, balance.undelivered) == (40, 20, 40)


def test_a_claim_without_days_of_work_gets_none_by_going_back(seeded, to):
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        claim.worked_from = claim.worked_to = None
        filed_on = claim.filed_on.isoformat()
    to("0039_heir_links", command.downgrade)
    days = text("SELECT has_period, worked_from, worked_to FROM claims")
    with seeded.read() as session:
        (row,) = session.execute(days)
        assert (bool(row[0]), *map(str, row[1:])) == (False, filed_on, filed_on)
    to("head")
    with seeded.read() as session:
        assert session.get_one(Claim, cast.CLAIM).period is None


def test_limits_have_one_table_and_that_of_wages_is_one_row(seeded, clock, to):
    """Going back and forth, Russia's six rows are joined again; facts of limits are no more."""
    new_limit = NewLimit(
        "RU", "wages", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example"
    )
    appeal = replace(new_limit, component="appeal", counted_from=CountedFrom.SERVED)
    with seeded.write() as session:
        time_limits.load(session, [new_limit, appeal], by=cast.IRODA, on=clock())
        number = session.execute(text("SELECT id FROM time_limits WHERE component = 'wages'"))
        time_limits.confirm(session, number.scalar_one(), by=cast.FARIDA, on=clock())
    to("0014_ledger", command.downgrade)
    with seeded.write() as session:
        kept = session.execute(text("SELECT component FROM time_limits ORDER BY id")).scalars()
        assert sorted(kept) == sorted(SIX_PARTS)
        session.execute(text("UPDATE country_facts SET kind = 'time_limit' WHERE country = 'KR'"))
    to("head")
    with seeded.read() as session:
        rows = time_limits.list_all(session)
        assert [(row.component, row.confirmed_once_by) for row in rows] == [
            ("wages", cast.FARIDA.account)
        ]
        assert countries.facts(session, "KR", cast.TODAY, staff=True) == []
        assert countries.facts(session, "RU", cast.TODAY) != []


def test_persons_recorded_before_are_found_by_their_surname(seeded, clock, to):
    with seeded.write() as session:
        person = people.record(session, NewCitizen("Рустам Шеров"), by=cast.BARNO, on=clock())
        number = person.reference
    to("0014_ledger", command.downgrade)
    to("head")
    with seeded.read() as session:
        asked = select(people.Citizen.reference).where(duplicates.has_name("sherova"))
        assert session.execute(asked).scalars().all() == [number]


def test_going_back_forgets_corrections_and_keeps_every_session(seeded, clock, to):
    """The earlier tables cannot say that a session is void, so it counts again."""
    with seeded.write() as session:
        sessions = list(session.execute(select(advice_tables.Session)).scalars())
        session_corrections.void(session, sessions[0], "Twice", by=cast.BARNO, on=clock())
    to("0014_ledger", command.downgrade)
    to("head")
    with seeded.read() as session:
        kept = session.execute(select(advice_tables.Session)).scalars()
        assert {row.reference: (row.version, row.voided_at) for row in kept} == {
            row.reference: (1, None) for row in sessions
        }
        assert session.execute(text("SELECT count(*) FROM corrections")).scalar() == 0


def test_what_was_urgent_before_comes_first_afterwards(seeded, clock, to):
    asked = NewQuestion(Topic.CONTRACT, "Can he sign it himself?", under_18=True)
    with seeded.write() as session:
        for one in (asked, replace(asked, topic=Topic.DETENTION, under_18=False)):
            questions.ask(session, one, Language.RU, by=VISITOR, on=clock())
        questions.ask(session, replace(asked, under_18=False), Language.RU, by=VISITOR, on=clock())
        person = worker(session, on=clock()).reference
        row = placed(session, of=person, on=clock()).reference
        for day, pay in ((30, "none"), (90, "agreed")):
            session.add(CheckIn(placement=row, day=day, due_on=clock.today, pay=pay))
    to("0025_list_order", command.downgrade)
    to("head")
    with seeded.read() as session:
        priorities = session.execute(select(Question.priority)).scalars().all()
        assert sorted(priorities) == [questions.FIRST, questions.FIRST, questions.USUAL]
        calls = session.execute(select(CheckIn.day, CheckIn.needs_call)).all()
        assert set(map(tuple, calls)) == {(30, True), (90, False)}


def test_messages_to_workers_whose_death_was_recorded_before_wait_too(seeded, clock, to):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        sample_incidents.recorded(session, claim.citizen, on=clock())
        number = claim.citizen
    to("0046_document_kinds", command.downgrade)
    to("head")
    with seeded.read() as session:
        held = select(people.Citizen.reference).where(people.Citizen.death_recorded_at.is_not(None))
        assert session.execute(held).scalars().all() == [number]


def test_a_key_from_before_names_its_issuer_unless_two_issued_keys_at_that_moment(
    seeded, clock, to
):
    with seeded.write() as session:
        laylo, davron = (
            accounts.find(session, cast.email(name)).reference for name in ("laylo", "davron")
        )

        def issue(number: str, by: str) -> None:
            owner, issuer = (accounts.get(session, one) for one in (number, by))
            by_actor = accounts.actor_for(issuer)
            accounts.issue_key(session, owner, [], by=by_actor, on=clock())

        issue(laylo, laylo)
        clock.forward(hours=1)
        issue(davron, laylo)
        clock.forward(hours=1)
        issue(davron, laylo)
        issue(davron, davron)
    to("0048_name_pairs", command.downgrade)
    to("head")
    with seeded.read() as session:
        asked = select(Key.account, Key.issued_by).order_by(Key.issued_at)
        kept = [tuple(row) for row in session.execute(asked)]
        assert kept == [(laylo, laylo), (davron, laylo), (davron, ""), (davron, "")]
