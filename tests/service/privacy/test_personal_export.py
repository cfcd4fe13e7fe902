"""Everything about a person is told to them, and nothing about anybody else."""

from datetime import date

import msgspec
import pytest

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import CancellationReason
from matching.quota import lottery
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money.money_entries import (
    Deduction,
    Payment,
    PayOut,
    Reversal,
    Undelivered,
)
from service.casework.protection import referrals
from service.casework.workflow import notes, withdrawal_actions
from service.privacy import erasure_requests, personal_export
from tests.support import canary_person, cast, sample_applications, sample_rounds
from tests.support.cast import CHINORA, FARIDA, GULNORA
from tests.support.sample_placements import ULSAN, placed


@pytest.fixture
def exported(seeded, planted, clock):
    with seeded.read() as session:
        return personal_export.export_person(session, planted.records[1], now=clock())


def test_every_word_of_theirs_is_in_it_but_what_officers_wrote_to_each_other(exported):
    """Codes and words of messages are not repeated either, nor a number that is not theirs yet."""
    text = msgspec.json.encode(exported)
    left_out = {
        canary_person.NOTE,
        canary_person.REASON,
        canary_person.MESSAGE,
        canary_person.NEW_PHONE[1:],
        canary_person.ASKED,
        canary_person.ANSWERED,
        canary_person.CORRECTED,
        *canary_person.OF_OFFICERS,
        *canary_person.PROTECTED,
    }
    folded = set(map(canary_person.fold, canary_person.NAMES))
    assert set(canary_person.found(text)) == set(canary_person.MARKERS) - left_out - folded


def test_of_a_protected_case_nothing_is_told_but_what_is_told_to_everybody(
    seeded, exported, planted, clock
):
    """Whoever finds this document on a shared telephone learns nothing from it, not even that there
    is a case."""
    text = msgspec.json.encode(exported).decode()
    with seeded.read() as session:
        cases = [one.reference for one in referrals.list_for_persons(session, planted.records)]
        number = wage_claims.get(session, cast.CLAIM, by=CHINORA).citizen
        other = personal_export.export_person(session, number, now=clock())
    assert len(cases) == 1
    assert not [one for one in cases if one in text]
    assert exported.left_out == other.left_out


def test_it_covers_all_records_of_the_person(exported, planted):
    assert exported.reference == planted.records[0]
    assert sorted(one.reference for one in exported.persons) == sorted(planted.records)
    assert (exported.persons[0].phone, exported.persons[0].passport, exported.persons[0].pinfl) == (
        canary_person.PHONE,
        canary_person.PASSPORT,
        canary_person.PINFL,
    )


def test_a_claim_is_told_with_its_money_and_moves(exported):
    claim = exported.claims[0]
    assert (claim.story, claim.notes_of_officers) == (canary_person.STORY, 1)
    assert [(one.amount, one.currency) for one in claim.payments] == [(400_00, "RUB")]
    assert [(one.to, one.next_action) for one in claim.steps] == [
        ("acknowledged", canary_person.ACTION),
        ("closed", ""),
    ]
    assert [(one.kind, one.words, one.next_action) for one in claim.acts] == [
        ("call", canary_person.DOING, canary_person.ACTION)
    ]
    assert [(one.asked, one.state) for one in claim.approvals] == [("write_off", "declined")]
    assert (claim.group.group, claim.group.why) == ("G-ZQ", canary_person.LEFT)
    assert (claim.payee.name, claim.payee.number) == (canary_person.PAYEE, canary_person.CARD)
    assert [(one.component, one.claimed) for one in claim.lines] == [("base_pay", 1_000_00)]


def test_what_the_worker_added_stands_in_the_file_in_their_words(seeded, clock):
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        for by, text in ((VISITOR, "The foreman called."), (CHINORA, "He is afraid.")):
            notes.add(session, claim, text, by=by, on=clock())
        clock.forward(days=1)
        withdrawal_actions.request(session, claim, by=VISITOR, on=clock(), day=clock.today)
        clock.forward(days=1)
        notes.add(session, claim, "They made me withdraw it.", by=VISITOR, on=clock())
        (claim,) = personal_export.export_person(session, claim.citizen, now=clock()).claims
    assert [one.text for one in claim.notes] == ["The foreman called."]
    assert claim.notes_of_officers == 1


def test_money_that_was_reversed_stands_in_the_file_with_the_day_of_it(seeded, clock):
    values = {"claim": cast.CLAIM, "currency": "RUB", "settles_currency": "RUB", "officer": "U-X"}
    values |= {"at": clock(), "settles": 1}
    with seeded.write() as session:
        reversal = Reversal(
            claim=cast.CLAIM,
            entry="E",
            approval="Q",
            on=cast.TODAY,
            officer="U-X",
            approved_by="U-Y",
            at=clock(),
        )
        values["reversal"] = reversal.reference
        paid = {"payer": "employer", "method": "bank", "hand": "held", "on": cast.TODAY}
        session.add_all(
            [
                reversal,
                Payment(amount=1, **values, **paid),
                Payment(amount=2, **values | {"reversal": None}, **paid),
                PayOut(amount=3, **values, on=cast.TODAY),
                Deduction(amount=4, **values, fee="tax", on=cast.TODAY),
                Undelivered(amount=5, **values, hurdle="payout_failed", since=cast.TODAY),
            ]
        )
    with seeded.read() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        (claim,) = personal_export.export_person(session, person, now=clock()).claims
    rows = (*claim.payments, *claim.pay_outs, *claim.deductions, *claim.undelivered)
    assert [(one.amount, one.reversed_on) for one in rows] == [
        (1, cast.TODAY),
        (2, None),
        (3, cast.TODAY),
        (4, cast.TODAY),
        (5, cast.TODAY),
    ]


def test_money_that_waits_in_parts_is_exported_once(seeded, clock):
    values = {"claim": cast.CLAIM, "currency": "RUB", "settles_currency": "RUB", "officer": "U-X"}
    values |= {"hurdle": "payout_failed", "since": cast.TODAY, "at": clock(), "settles": 1}
    with seeded.write() as session:
        before = None
        for amount in (9, 6, 6):
            row = Undelivered(amount=amount, rest_of=before, **values)
            session.add(row)
            session.flush()
            before = row.id
        person = session.get_one(Claim, cast.CLAIM).citizen
        (claim,) = personal_export.export_person(session, person, now=clock()).claims
    assert [one.amount for one in claim.undelivered] == [3, 6]


def test_a_letter_is_told_with_all_its_words_and_why_it_is_void(exported):
    letter = exported.claims[0].letters[0]
    assert (letter.kind, letter.language, letter.void_reason) == (
        "demand",
        "en",
        canary_person.VOID,
    )
    assert letter.voided_at
    assert {
        "Demand for payment of unpaid wages",
        canary_person.LETTER,
        "Severny Dvor Stroy",
    } <= set(letter.words.split("\n")) | {
        part for line in letter.words.split("\n") for part in line.split(": ")
    }


def test_advice_account_and_messages_are_told(exported, clock):
    assert [(one.topic, one.note) for one in exported.advice] == [
        ("unpaid_wages", canary_person.ADVICE)
    ]
    assert [one.reference for one in exported.matters] == [exported.advice[0].matter]
    assert [one.browser for one in exported.account.sign_ins] == [canary_person.BROWSER]
    assert [(one.put_at, one.channel) for one in exported.messages] == [(clock(), "sms")]
    assert [one.reason for one in exported.holds] == [canary_person.HOLD] * 3


def test_contracts_for_work_abroad_are_told_with_how_far_one_came(seeded, planted, clock):
    """Under whichever of their records they stand, and why one came to nothing."""
    with seeded.write() as session:
        placed(
            session,
            of=planted.records[2],
            on=clock(),
            departed_on=date(2026, 9, 2),
            arrived_on=date(2026, 9, 3),
        )
        gone = placed(session, ULSAN, of=planted.records[0], on=clock())
        arrivals.cancel(session, gone, CancellationReason.VISA_REFUSED, by=FARIDA, on=clock())
        journal.write(session, "open", "placement", gone.reference, by=FARIDA, on=clock())
    with seeded.read() as session:
        result = personal_export.export_person(session, planted.records[1], now=clock())
    assert [
        (one.agency, one.employer, one.state, one.confirmed, one.why) for one in result.contracts
    ] == [
        ("Oltin Yoʻl Bandlik MCHJ", "Severny Dvor Stroy", "arrived", "record", None),
        ("State Agency for Migration", "Hanbit Shipyard", "cancelled", None, "visa_refused"),
    ]
    assert [(one.noun, one.reference) for one in result.opened] == [("placement", gone.reference)]


def test_looks_and_requests_are_told(seeded, planted, clock):
    with seeded.write() as session:
        journal.write(session, "open", "claim", canary_person.CLAIM, by=CHINORA, on=clock())
        erasure_requests.request_erasure(
            session, planted.records[0], by=planted.account, on=clock()
        )
    with seeded.read() as session:
        result = personal_export.export_person(session, planted.records[0], now=clock())
    assert [(one.by_oneself, one.state) for one in result.erasures] == [(True, "waiting")]
    assert [one.reference for one in result.opened] == [canary_person.CLAIM]


def test_nobody_else_is_in_it(exported):
    text = msgspec.json.encode(exported).decode()
    assert not any(
        other in text
        for other in ("Alisher", cast.CLAIM, CHINORA.account, canary_person.STRANGER, "Caller of")
    )


def test_there_is_no_file_of_nobody(seeded, clock):
    with seeded.read() as session, pytest.raises(NotFound):
        personal_export.export_person(session, "C-22222222", now=clock())


def test_a_part_taken_in_a_round_is_told_with_its_code_and_its_result_only_once_everybody_hears_it(
    seeded, planted, clock
):
    with seeded.write() as session:
        person = session.get_one(Citizen, planted.records[0])
        sample_applications.described(session, person, on=clock())
        job = sample_rounds.job(session, "J-A", on=clock())
        row = sample_rounds.opened(session, {job: 1}, on=clock())
        entry = sample_rounds.enter(session, row, person, [job], on=clock())
        sample_rounds.drawn(session, row, on=clock())
        (part,) = personal_export.export_person(session, planted.records[1], now=clock()).rounds
        assert (part.code, part.vacancy, [vacancy for vacancy, _ in part.wanted]) == (
            entry.code,
            None,
            [job],
        )
        lottery.sign(session, row.reference, by=GULNORA, on=clock())
        (part,) = personal_export.export_person(session, planted.records[1], now=clock()).rounds
        assert (part.round, part.vacancy, part.lost) == (row.reference, job, None)
