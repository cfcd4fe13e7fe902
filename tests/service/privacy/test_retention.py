"""What is old is forgotten by dated rules, and a person only when nothing of theirs runs on."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from catalog.core import journal, outbox, staff_notices
from catalog.core.actor import SYSTEM
from catalog.core.outbox import Channel, Message
from catalog.core.staff_notices import NoticeKind, StaffNotice
from catalog.core.vault import Key
from catalog.reference.countries import Mark
from i18n import Language
from matching.identity.persons import Citizen
from seed import reference
from service import accounts
from service.accounts import code_levels, invitations, login_sessions, phone_login
from service.accounts.invitations import Invitation
from service.accounts.login_sessions import SignIn
from service.accounts.phone_login import Code, CodeRequestInput
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import failed_payouts, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Hand, NonDeliveryReason
from service.casework.protection import referral_actions, referrals
from service.casework.protection.referral_actions import NewAnswer
from service.casework.protection.referrals import NewReferral, Status
from service.casework.scope import advice_tables
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.infra import drafts, idempotency, rate_limits
from service.infra.drafts import Draft, NewDraft
from service.infra.idempotency import Once
from service.infra.rate_limits import Attempt
from service.privacy import legal_holds, retention
from service.privacy.retention import (
    CASES,
    DELETIONS,
    NewRule,
    RetentionTooShort,
    UnknownRecordKind,
)
from tests.support import cast, sample_money
from tests.support.cast import CLAIM, ELYOR, IRODA

SINCE = date(2026, 1, 1)


def rule(
    word: str, days: int, mark: Mark = Mark.SOURCED, since: date = SINCE, until: date | None = None
) -> NewRule:
    return NewRule(word, days, since, until, mark, "invented")


def state(database, clock, *rules: NewRule) -> int:
    with database.write() as session:
        return retention.load(session, rules, by=SYSTEM, on=clock())


def keep(database, clock) -> dict[str, retention.RuleResult]:
    kept = retention.apply_rules(database, by=SYSTEM, on=clock(), day=clock.today)
    return {one.word: one for one in kept}


def counted(database, table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar()


# --- rules
# ---------------------------------------------------------------------------------------------------------


def test_the_rules_that_everybody_starts_out_with_name_every_word_once():
    items = [reference._rule(row) for row in reference.rows("retention.tsv")]
    assert sorted(one.word for one in items) == sorted(retention.RECORD_KINDS)
    assert {one.word for one in items if one.mark is Mark.UNCONFIRMED} == {CASES}
    assert not any(one.mark is Mark.CONFIRMED for one in items), (
        "only an order of the Agency confirms"
    )


def test_nothing_is_forgotten_that_a_limit_or_a_sign_in_still_asks_for():
    days = {
        row["word"]: timedelta(days=int(row["days"])) for row in reference.rows("retention.tsv")
    }
    levels = (*code_levels.WRONG, code_levels.WRONG_AT_NUMBER)
    assert days["attempts"] > max(
        one.within
        for limit in (*rate_limits.LIMITS.values(), rate_limits.Limit(levels))
        for one in limit.tries
    )
    assert days["sign_ins"] > login_sessions.MAX_AGE
    assert days["invitations"] > invitations.VALID_FOR
    assert days["codes"] > phone_login.VALID_FOR


def test_a_rule_is_taken_in_once_and_amended_when_it_says_something_else(database, clock):
    assert state(database, clock, rule("once", 7)) == 1
    assert state(database, clock, rule("once", 7)) == 0
    assert state(database, clock, rule("once", 9, Mark.CONFIRMED)) == 1
    with database.read() as session:
        assert retention.rules_in_force(session, clock.today)["once"].days == 9
        assert [(one.act, one.fields) for one in journal.history(session, "retention", "once")] == [
            ("load", "word,days,valid_from,valid_to,mark,source"),
            ("amend", "days,mark"),
        ]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [(rule("ships", 7), UnknownRecordKind), (rule("once", 0), RetentionTooShort)],
)
def test_a_rule_that_cannot_be_meant_is_refused(session, clock, given, refusal):
    with pytest.raises(refusal):
        retention.load(session, [given], by=SYSTEM, on=clock())


def test_the_rule_of_the_day_holds(database, clock):
    old = rule("once", 7, until=date(2026, 6, 30))
    state(
        database,
        clock,
        old,
        rule("once", 9, since=date(2026, 7, 1)),
        rule("once", 30, since=date(2027, 1, 1)),
    )
    with database.read() as session:
        days = [date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)]
        held = [retention.rules_in_force(session, day).get("once") for day in days]
    assert [one and one.days for one in held] == [None, 7, 9, 30]


# --- what is forgotten
# ---------------------------------------------------------------------------------------------


@pytest.fixture
def full(seeded, clock):
    """One record of each word, made now."""
    with seeded.write() as session:
        barno = accounts.find(session, cast.email("barno"))
        rate_limits.count_attempt(session, "code", "x", "y", on=clock())
        phone_login.send(
            session, CodeRequestInput("+998 90 000 00 77"), "sign in", Language.UZ, on=clock()
        )
        invitations.invite(session, barno, by=SYSTEM, on=clock())
        login_sessions.create(session, barno, "Firefox", whole=True, on=clock())
        idempotency.run_once(session, "k" * 20, dict, by=ELYOR, on=clock(), route="/x", body={})
        drafts.save(
            session, NewDraft("session", "", "0" * 64, {"note": "half"}), by=ELYOR, on=clock()
        )
        about, to = (NoticeKind.ASSIGNED, "claim", CLAIM), [ELYOR.account]
        staff_notices.notify(session, to, *about, by=IRODA, on=clock())
        staff_notices.mark_opened(session, "claim", [CLAIM], by=ELYOR, on=clock())
    return seeded


TABLES = {
    "attempts": Attempt,
    "codes": Code,
    "drafts": Draft,
    "invitations": Invitation,
    "once": Once,
    "outbox": Message,
    "sign_ins": SignIn,
    "staff_notices": StaffNotice,
}


@pytest.mark.parametrize("word", DELETIONS)
def test_what_is_older_than_its_rule_goes_and_nothing_younger(full, clock, word):
    state(full, clock, rule(word, 3))
    before = counted(full, TABLES[word])
    clock.forward(days=3)
    assert (keep(full, clock)[word].gone, counted(full, TABLES[word])) == (0, before)
    clock.forward(seconds=1)
    assert (keep(full, clock)[word].gone, counted(full, TABLES[word])) == (before, 0)
    assert before > 0
    with full.read() as session:
        last = journal.history(session, "retention", word)[-1]
    assert (last.act, last.account, last.fields) == ("forget", "system", f"rows:{before}")


@pytest.mark.parametrize("mark", [None, Mark.UNCONFIRMED])
def test_without_a_rule_that_somebody_stands_for_all_of_it_stays(full, clock, mark):
    state(full, clock, *([rule(word, 1, mark) for word in retention.RECORD_KINDS] if mark else []))
    clock.forward(days=999)
    assert not any(one.carried_out or one.gone for one in keep(full, clock).values())
    assert all(counted(full, table) for table in TABLES.values())


def test_many_go_in_batches_each_kept_by_itself(database, clock, monkeypatch):
    def few(session, *, before):
        return rate_limits.forget(session, before=before, most=2)

    monkeypatch.setitem(DELETIONS, "attempts", few)
    state(database, clock, rule("attempts", 1))
    with database.write() as session:
        session.add_all(
            Attempt(kind="code", subject="x", at=clock() - timedelta(days=2)) for _ in range(5)
        )
    assert keep(database, clock)["attempts"].gone == 5
    with database.read() as session:
        items = [
            one.fields
            for one in journal.history(session, "retention", "attempts")
            if one.act == "forget"
        ]
    assert items == ["rows:2", "rows:2", "rows:1"]


@pytest.mark.parametrize("word", DELETIONS)
def test_no_more_are_forgotten_at_once_than_were_asked_for(full, clock, word):
    with full.write() as session:
        assert DELETIONS[word](session, before=clock.forward(days=1), most=1) == 1


def test_a_message_takes_its_key_along(full, clock):
    with full.write() as session:
        number = outbox.put(session, Channel.SMS, "+998900000078", "words", on=clock())
    state(full, clock, rule("outbox", 1))
    clock.forward(days=2)
    keep(full, clock)
    with full.read() as session:
        assert session.get(Key, number) is None


# --- persons whose cases are over
# ----------------------------------------------------------------------------------


@pytest.fixture
def alisher(seeded, clock) -> str:
    """Alisher, whose claim was closed a day after he filed it; a confirmed rule erases after a
    hundred days."""
    state(seeded, clock, rule(CASES, 100, Mark.CONFIRMED))
    clock.forward(days=1)
    with seeded.write() as session:
        claim = session.get_one(Claim, CLAIM)
        move(session, clock, claim, ClaimState.ACKNOWLEDGED, next_action="Call", due=clock.today)
        move(session, clock, claim, ClaimState.CLOSED, closing_reason=ClosingReason.DUPLICATE)
        return claim.citizen


def move(session, clock, claim, to: ClaimState, **values) -> None:
    state_machine.take_step(
        session, claim, NewStep(to, **values), by=ELYOR, on=clock(), day=clock.today
    )


def erased(database, clock, number: str) -> bool:
    keep(database, clock)
    with database.read() as session:
        return session.get_one(Citizen, number).erased_at is not None


def test_a_person_is_erased_when_their_last_case_has_been_over_for_so_long(seeded, clock, alisher):
    clock.forward(days=100)
    assert not erased(seeded, clock, alisher)
    clock.forward(seconds=1)
    kept = keep(seeded, clock)[CASES]
    assert (kept.carried_out, kept.gone, kept.stayed) == (True, 1, 0)
    assert erased(seeded, clock, alisher)
    assert keep(seeded, clock)[CASES].gone == 0
    with seeded.read() as session:
        assert [one.fields for one in journal.history(session, "retention", CASES)][1:] == [
            "rows:1"
        ] * 3, "Alisher, and two who asked for advice"


@pytest.mark.parametrize("mark", [Mark.UNCONFIRMED, Mark.SOURCED])
def test_only_a_confirmed_rule_erases(seeded, clock, alisher, mark):
    state(seeded, clock, rule(CASES, 100, mark))
    clock.forward(days=999)
    assert not erased(seeded, clock, alisher)


def test_an_open_claim_keeps_the_file(seeded, clock, alisher):
    with seeded.write() as session:
        move(
            session,
            clock,
            session.get_one(Claim, CLAIM),
            ClaimState.REOPENED,
            next_action="Call",
            due=clock.today,
        )
    clock.forward(days=999)
    assert not erased(seeded, clock, alisher)


def test_a_later_talk_keeps_the_file(seeded, clock, alisher):
    clock.forward(days=50)
    with seeded.write() as session:
        talk = session.execute(select(advice_tables.Session)).scalars().first()
        session.add(
            advice_tables.Session(
                **talk.model_dump() | {"reference": "A-LATER", "citizen": alisher, "at": clock()}
            )
        )
    clock.forward(days=60)
    assert not erased(seeded, clock, alisher)
    clock.forward(days=41)
    assert erased(seeded, clock, alisher)


def test_a_protected_case_keeps_the_file_until_it_too_has_been_over_for_so_long(
    seeded, clock, alisher
):
    clock.forward(days=60)
    with seeded.write() as session:
        row = referrals.refer(session, NewReferral(CLAIM), by=ELYOR, on=clock(), day=clock.today)
    clock.forward(days=60)
    assert not erased(seeded, clock, alisher)
    with seeded.write() as session:
        row = referrals.get(session, row.reference, by=ELYOR)
        referral_actions.answer(
            session, row, NewAnswer(Status.REVOKED), by=ELYOR, on=clock(), day=clock.today
        )
    clock.forward(days=99)
    assert not erased(seeded, clock, alisher)
    clock.forward(days=2)
    assert erased(seeded, clock, alisher)


def test_a_hold_keeps_the_file_and_is_counted(seeded, clock, alisher):
    with seeded.write() as session:
        legal_holds.place(
            session, session.get_one(Citizen, alisher), "A court case", by=IRODA, on=clock()
        )
    clock.forward(days=101)
    assert keep(seeded, clock)[CASES].stayed == 1
    assert not erased(seeded, clock, alisher)


def test_money_still_held_for_them_keeps_the_file(seeded, clock, alisher):
    with seeded.write() as session:
        claim = session.get_one(Claim, CLAIM)
        move(session, clock, claim, ClaimState.REOPENED, next_action="Call", due=clock.today)
        new_payment = sample_money.new_payment(100, Hand.HELD, on=clock.today)
        payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=clock.today)
        new_payment = NewUndelivered(
            NonDeliveryReason.NOT_FOUND, clock.today, amount=100, currency="RUB"
        )
        failed_payouts.flag(session, claim, new_payment, by=ELYOR, on=clock(), day=clock.today)
        move(
            session,
            clock,
            claim,
            ClaimState.CLOSED,
            reason="Why",
            closing_reason=ClosingReason.OUTSIDE_COMPETENCE,
        )
    clock.forward(days=101)
    assert not erased(seeded, clock, alisher)
    with seeded.write() as session:
        failed_payouts.deliver(
            session, session.get_one(Claim, CLAIM), 1, by=ELYOR, on=clock(), day=clock.today
        )
    assert erased(seeded, clock, alisher)


def test_the_open_case_of_a_record_found_to_be_the_same_person_keeps_both(seeded, clock, alisher):
    with seeded.write() as session:
        known = session.get_one(Citizen, alisher)
        session.add(Citizen(**known.model_dump() | {"reference": "C-TWIN", "same_as": alisher}))
        session.flush()
        claim = session.get_one(Claim, CLAIM).model_dump()
        session.add(
            Claim(**claim | {"reference": "W-TWIN", "citizen": "C-TWIN", "state": "received"})
        )
    clock.forward(days=101)
    with seeded.read() as session:
        assert alisher not in retention.list_with_closed_cases(session, clock())


def test_who_came_in_by_their_account_since_keeps_their_file(seeded, clock, alisher):
    with seeded.write() as session:
        account = accounts.find(session, cast.email("alisher"))
        account.citizen = alisher
        login_sessions.create(session, account, "Firefox", whole=True, on=clock.forward(days=101))
    assert not erased(seeded, clock, alisher)


def test_a_kept_rule_tells_nothing_of_anybody(seeded, clock, alisher):
    clock.forward(days=101)
    kept = keep(seeded, clock)[CASES]
    assert alisher not in str(msgspec.structs.asdict(kept))
