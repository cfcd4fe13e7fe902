"""Facts of a claim put right."""

from datetime import date, timedelta

import msgspec
import pytest

from catalog.core import corrections, journal
from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.reference import posts
from catalog.reference.countries import Mark, NotACountry
from catalog.reference.posts import NewPost
from matching.identity.persons import ErasedPerson
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.line_days import DaysOutsideWork
from service.casework.claims.wage_claims import ClaimState, NothingClaimed, WrongWorkDates
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Method, Payer
from service.casework.money.payments import ClosedClaim, NewPayment
from service.casework.workflow import claim_facts, transfers
from service.casework.workflow.claim_facts import BelowSettled, NewFacts, WorkAfterMoney
from service.casework.workflow.claim_lines import LineCorrection, LineWithMoney
from service.casework.workflow.transfers import AnswerInput
from service.input.forms import MissingAnswer
from service.privacy import erase
from tests.support import cast


def amend(session, clock, new_facts):
    claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
    return claim_facts.amend(session, claim, new_facts, by=cast.ELYOR, on=clock())


def test_it_changes_what_is_told_and_nothing_else(seeded, clock):
    with seeded.write() as session:
        claim = amend(session, clock, NewFacts(city="Tver", lines=[LineCorrection(1, agreed=700)]))
        balance = money_entries.balances(session, cast.CLAIM)[0]
        assert (claim.city, claim.employer, claim.state, claim.version) == (
            "Tver",
            "Severny Dvor Stroy",
            "received",
            2,
        )
        assert (balance.claimed, balance.documented, balance.agreed) == (24_000_000, 0, 700)


def test_it_stands_in_the_journal_with_the_names_of_the_fields(seeded, clock):
    with seeded.write() as session:
        amend(
            session,
            clock,
            NewFacts(employer="Severny OOO", lines=[LineCorrection(1, documented=5)]),
        )
    with seeded.read() as session:
        last = journal.history(session, "claim", cast.CLAIM)[-1]
    assert (last.act, last.fields, last.account) == (
        "amend",
        "lines.1.documented",
        cast.ELYOR.account,
    )


def test_what_is_already_so_is_no_new_version(seeded, clock):
    with seeded.write() as session:
        assert amend(session, clock, NewFacts(city="Moscow")).version == 1


def test_of_a_closed_claim_the_facts_are_put_right_and_the_amounts_are_not(seeded, clock):
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).state = "closed"
        assert amend(session, clock, NewFacts(city="Tver")).city == "Tver"
        with pytest.raises(ClosedClaim):
            amend(session, clock, NewFacts(lines=[LineCorrection(1, agreed=1)]))


def test_a_line_that_is_not_there_is_refused_by_its_place(seeded, clock):
    with seeded.write() as session, pytest.raises(NotFound) as refusal:
        amend(
            session,
            clock,
            NewFacts(lines=[LineCorrection(1, agreed=1), LineCorrection(2, agreed=1)]),
        )
    assert refusal.value.field == "lines.1.number"


def history(session):
    return [
        [(one.field, one.before, one.after) for one in version.changes]
        for version in corrections.history(session, "claim", cast.CLAIM)
    ]


def test_every_fact_is_put_right_and_the_history_holds_what_stood_before(seeded, clock):
    facts = NewFacts(
        "Severny OOO",
        "Tver",
        worked_from=date(2026, 2, 1),
        worked_to=date(2026, 9, 30),
        occupation_major="7",
        story="They paid half.",
        reason="The contract says so",
    )
    with seeded.write() as session:
        before = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        worked = (before.worked_from.isoformat(), before.worked_to.isoformat())
        claim = amend(session, clock, facts)
        assert (claim.version, wage_claims.story(session, claim)) == (2, "They paid half.")
        (version,) = corrections.history(session, "claim", cast.CLAIM)
        assert (version.number, version.reason) == (2, "The contract says so")
        changed = {one.field: (one.before, one.after) for one in version.changes}
        assert changed["worked_from"] == (worked[0], "2026-02-01")
        assert changed["worked_to"] == (worked[1], "2026-09-30")
        assert changed["story"][1] == "They paid half."
        assert changed["occupation_major"] == ("", "7")
        assert set(changed) == {
            "employer",
            "city",
            "worked_from",
            "worked_to",
            "occupation_major",
            "story",
        }


def test_a_sum_known_for_the_first_time_is_no_correction_and_another_one_is(seeded, clock):
    with seeded.write() as session:
        amend(session, clock, NewFacts(lines=[LineCorrection(1, agreed=700)]))
        assert history(session) == []
        amend(session, clock, NewFacts(lines=[LineCorrection(1, agreed=800)]))
        assert history(session) == [[("lines.1.agreed", "700 RUB", "800 RUB")]]


def test_a_line_is_corrected_added_and_removed_and_no_number_is_used_twice(seeded, clock):
    with seeded.write() as session:
        amend(
            session,
            clock,
            NewFacts(
                lines=[
                    LineCorrection(1, component=Component.LEAVE, amount=5, currency="USD"),
                    LineCorrection(component=Component.OVERTIME, amount=9, currency="RUB"),
                ]
            ),
        )
        amend(session, clock, NewFacts(lines=[LineCorrection(2, remove=True)]))
        new = LineCorrection(component=Component.INTEREST, amount=3, currency="RUB")
        amend(session, clock, NewFacts(lines=[new]))
        gone, added = LineCorrection(3, remove=True), msgspec.structs.replace(new, amount=4)
        with session.begin_nested() as tried:
            amend(session, clock, NewFacts(lines=[gone, added]))
            assert [row.number for row in wage_claims.lines(session, cast.CLAIM)] == [1, 4]
            tried.rollback()
        rows = wage_claims.lines(session, cast.CLAIM)
        assert [(row.number, row.component, row.claimed, row.currency) for row in rows] == [
            (1, "leave", 5, "USD"),
            (3, "interest", 3, "RUB"),
        ]
        last, removed, first = history(session)
        assert removed == [
            ("lines.2.component", "overtime", ""),
            ("lines.2.claimed", "9 RUB", ""),
        ]
        assert ("lines.1.claimed", "24000000 RUB", "5 USD") in first
        assert ("lines.3.claimed", "", "3 RUB") in last


def test_lines_that_cannot_be_are_refused_beside_their_place(seeded, clock):
    for sums, refusal, field in (
        ([LineCorrection(component=Component.LEAVE)], MissingAnswer, "lines.0.amount"),
        ([LineCorrection(1, remove=True)], NothingClaimed, "lines"),
        ([LineCorrection(1, amount=0)], NothingClaimed, "lines"),
        ([LineCorrection(7, remove=True)], NotFound, "lines.0.number"),
    ):
        with pytest.raises(refusal) as refused, seeded.write() as session:
            amend(session, clock, NewFacts(lines=sums))
        assert refused.value.field == field


PAID = NewPayment(10_000_000, "RUB", Payer.EMPLOYER, cast.TODAY, Method.BANK)


@pytest.fixture
def paid(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        payments.receive(session, claim, PAID, by=cast.ELYOR, on=clock(), day=cast.TODAY)
    return seeded


def test_no_correction_leaves_less_owed_than_money_settles(paid, clock):
    for sums, refusal, field in (
        ([LineCorrection(1, amount=9_999_999)], BelowSettled, "lines"),
        ([LineCorrection(1, currency="USD")], LineWithMoney, "lines.0.currency"),
        ([LineCorrection(1, remove=True)], LineWithMoney, "lines.0.remove"),
    ):
        with pytest.raises(refusal) as refused, paid.write() as session:
            amend(session, clock, NewFacts(lines=sums))
        assert refused.value.field == field
    with paid.write() as session:
        shown = NewFacts(lines=[LineCorrection(1, documented=9_999_999)])
        assert amend(session, clock, shown).version > 2, "papers may show less than was paid"
        amend(session, clock, NewFacts(lines=[LineCorrection(1, documented=24_000_000)]))
        wage_claims.lines(session, cast.CLAIM)[0].documented = None
        rest = LineCorrection(component=Component.INTEREST, amount=1, currency="RUB")
        amend(session, clock, NewFacts(lines=[LineCorrection(1, amount=9_999_999), rest]))
        assert money_entries.balances(session, cast.CLAIM)[0].outstanding == 0


def test_more_money_than_owed_does_not_stop_another_correction(paid, clock):
    with paid.write() as session:
        wage_claims.lines(session, cast.CLAIM)[0].claimed = 5
        new = LineCorrection(component=Component.INTEREST, amount=3, currency="RUB")
        assert amend(session, clock, NewFacts(lines=[new])).version > 1


def test_money_counts_under_the_corrected_component(paid, clock):
    with paid.write() as session:
        amend(session, clock, NewFacts(lines=[LineCorrection(1, component=Component.FEE_REFUND)]))
        (row,) = payments.payments(session, cast.CLAIM)
        assert row.purpose == "fees"


def test_the_work_cannot_begin_after_money_nor_end_before_it_began(paid, clock):
    later = cast.TODAY + timedelta(1)
    for facts, refusal, field in (
        (NewFacts(worked_from=later, worked_to=later), InTheFuture, "worked_from"),
        (NewFacts(worked_to=date(2025, 1, 1)), WrongWorkDates, "worked_to"),
        (NewFacts(worked_from=date(1900, 1, 1)), TooLongAgo, "worked_from"),
        (NewFacts(country="XX"), NotACountry, "country"),
    ):
        with pytest.raises(refusal) as refused, paid.write() as session:
            amend(session, clock, facts)
        assert refused.value.field == field
    with paid.write() as session:
        (row,) = payments.payments(session, cast.CLAIM)
        row.on = date(2026, 5, 1)
        with pytest.raises(WorkAfterMoney):
            amend(session, clock, NewFacts(worked_from=date(2026, 6, 1)))


def test_days_outside_the_work_are_refused_at_the_line_that_has_them(seeded, clock):
    early = date(2020, 1, 1)
    lines = [
        LineCorrection(component=Component.LEAVE, amount=1, currency="RUB"),
        LineCorrection(1, first_day=early),
    ]
    with pytest.raises(DaysOutsideWork) as refused, seeded.write() as session:
        amend(session, clock, NewFacts(lines=lines))
    assert refused.value.field == "lines.1.first_day"
    with seeded.write() as session:
        row = wage_claims.lines(session, cast.CLAIM)[0]
        row.first_day = early
        session.flush()
        amend(session, clock, NewFacts(city="Perm", lines=[LineCorrection(1, amount=9_999)]))
        with pytest.raises(DaysOutsideWork) as refused:
            amend(session, clock, NewFacts(worked_to=cast.TODAY))
        assert refused.value.field == "worked_from"


def offered(session, clock, **facts) -> list[tuple[str, str]]:
    """Correct facts as the desk; return the posts to which the claim was offered, with the state."""
    claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
    new_facts = NewFacts(**facts, reason="Slip")
    claim_facts.amend(session, claim, new_facts, by=cast.CHINORA, on=clock())
    clock.forward(minutes=1)
    found = transfers.list_for_claim(session, claim)
    return [(one.to, one.state.value) for one in reversed(found)]


def test_another_country_is_offered_to_its_post_and_the_old_one_stays_responsible(seeded, clock):
    with seeded.write() as session:
        claim = amend(session, clock, NewFacts(country="KR", reason="Works in Ulsan"))
        assert (claim.post, claim.owner, claim.version) == (cast.MOSCOW, cast.MOSCOW, 2)
        (one,) = transfers.list_for_claim(session, claim)
        assert (one.came_from, one.to, one.state) == (cast.MOSCOW, cast.SEOUL, "offered")
        assert one.reason == "Works in Ulsan"
        # The same again offers nothing more, and the first country again takes the offer back.
        assert offered(session, clock, employer="Other") == [(cast.SEOUL, "offered")]
        assert offered(session, clock, city="Ulsan") == [(cast.SEOUL, "offered")]
        assert offered(session, clock, country="RU") == [(cast.SEOUL, "lapsed")]
        offered(session, clock, country="KR")
        transfers.answer(session, cast.CLAIM, AnswerInput(accept=True), by=cast.DAVRON, on=clock())
        assert (claim.post, claim.owner) == (cast.SEOUL, cast.DAVRON.account)


def test_another_city_is_offered_only_to_a_post_that_is_known_to_serve_it(seeded, clock):
    with seeded.write() as session:
        posts.load(
            session,
            [
                NewPost(
                    "RU-KAZAN-CON",
                    "consulate",
                    "RU",
                    "Kazan",
                    "Europe/Moscow",
                    "invented",
                    Mark.SOURCED,
                    serves="Kazan",
                )
            ],
            by=cast.FARIDA,
            on=clock(),
        )
        assert offered(session, clock, city="Tver") == []
        assert offered(session, clock, city="Казань") == [("RU-KAZAN-CON", "offered")]
        assert wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).post == cast.MOSCOW


def test_where_nobody_has_to_accept_a_corrected_claim_moves_at_once(seeded, clock):
    with seeded.write() as session:
        assert offered(session, clock, country="TR") == []
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        assert (claim.post, claim.owner) == (None, wage_claims.DESK)
        assert offered(session, clock, country="KR") == []
        assert (claim.post, claim.owner) == (cast.SEOUL, cast.SEOUL)
        claim.state = ClaimState.CLOSED.value
        assert offered(session, clock, country="RU") == []
        assert claim.post == cast.SEOUL


def test_an_erased_person_gets_no_new_key(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        erase.erase(session, claim.citizen, by=cast.IRODA, on=clock())
        with pytest.raises(ErasedPerson):
            amend(session, clock, NewFacts(city="Tver"))
