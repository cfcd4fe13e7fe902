"""A mistyped payment for a group is reversed by one request and one decision, for all or nobody."""

from dataclasses import dataclass

import msgspec
import pytest

from catalog.core import approvals, journal
from catalog.core.approvals import AlreadyRequested, DecidedAlready, RecordChanged, RequesterDecides
from catalog.core.errors import NotAllowed, NotFound
from matching.identity.persons import Citizen
from service.approvals import decisions, reversal_requests
from service.approvals.reversal_requests import MoneyTaken
from service.casework.claims.wage_claims import ClaimState
from service.casework.groups import payment_split
from service.casework.groups.groups import Group
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import ledger, reversals
from service.casework.workflow.reversals import AlreadyReversed
from service.casework.worklists.group_actions import ClaimsElsewhere, PreviewChanged
from service.privacy import erasure_requests
from service.privacy.erasure_requests import ReversalWaits
from tests.service.casework.crews import crew, enter, worker
from tests.support.cast import CHINORA, ELYOR, FARIDA, IRODA, NO_FILES, SEOUL, TODAY

ALL = list(AmountQuestion)
WHOLE = {"Anvar": 10, "Botir": 20, "Sardor": 30}
NOTHING = dict.fromkeys(WHOLE, 0)


@dataclass
class Books:
    """The money of a group, as officers and supervisors move it."""

    session: object
    clock: object
    group: Group
    number: str = ""

    def receive(self) -> str:
        rows = payment_split.propose(self.session, self.group, 60, "RUB", by=ELYOR)
        split = {one.member.claim.reference: one.amount for one in rows}
        paid = NewPayment(60, "RUB", Payer.EMPLOYER, TODAY, Method.BANK, Hand.HELD, confirm=ALL)
        whole = payment_split.receive(
            self.session, self.group, paid, split, by=ELYOR, on=self.clock(), day=TODAY
        )
        self.number = whole.reference
        return self.number

    def preview(self, by=ELYOR):
        return reversal_requests.preview(self.session, self.group, self.number, by=by)

    def ask(self, seen=None, by=ELYOR) -> str:
        return reversal_requests.request_group_reversal(
            self.session,
            self.group,
            self.number,
            "A zero too few",
            seen=seen or approvals.digest(self.preview(by).stated),
            by=by,
            on=self.clock(),
        ).reference

    def agree(self, number: str, by=IRODA) -> None:
        decisions.approve(
            self.session, number, "Seen", by=by, on=self.clock(), day=TODAY, home=NO_FILES
        )

    def claim(self, name: str):
        return crew(self.session, self.group, by=CHINORA)[name].claim

    def reverse_one(self, name: str) -> None:
        (entry,) = payments.payments(self.session, self.claim(name).reference)
        asked = reversals.request(
            self.session, self.claim(name), entry.reference, "Alone", by=ELYOR, on=self.clock()
        )
        self.agree(asked.reference)

    def pay_out(self, name: str, amount: int = 5) -> None:
        paid = NewPayOut(amount, "RUB", TODAY, Method.BANK, confirm=ALL)
        payments.pay_out(self.session, self.claim(name), paid, by=ELYOR, on=self.clock(), day=TODAY)

    @property
    def received(self) -> dict[str, int]:
        return {
            name: sum(
                row.received for row in money_entries.balances(self.session, one.claim.reference)
            )
            for name, one in crew(self.session, self.group, by=CHINORA).items()
        }


@pytest.fixture
def books(ground, clock):
    workers = (worker("Anvar", 100), worker("Botir", 200), worker("Sardor", 300))
    books = Books(ground, clock, enter(ground, clock, *workers))
    books.receive()
    return books


def test_one_decision_reverses_every_entry_as_if_each_had_been_requested(ground, books):
    number = books.ask()
    assert books.received == WHOLE
    books.agree(number)
    assert books.received == NOTHING
    ground.commit()
    for name in WHOLE:
        reversal = ledger.entries(ground, books.claim(name))[-1]
        assert (reversal.amount, reversal.reason) == (-WHOLE[name], "A zero too few")
        acts = [one.act for one in journal.history(ground, "claim", books.claim(name).reference)]
        assert acts[-2:] == ["approve", "reverse"]
    (whole,) = payment_split.list_received(ground, books.group)
    assert whole.reversed == 60


def test_it_is_requested_and_decided_once(books):
    number = books.ask()
    with pytest.raises(AlreadyRequested):
        books.ask()
    books.agree(number)
    with pytest.raises(DecidedAlready):
        books.agree(number)
    with pytest.raises(AlreadyReversed):
        books.ask()


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (ELYOR, RequesterDecides),
        (msgspec.structs.replace(IRODA, account=ELYOR.account), RequesterDecides),
        (CHINORA, NotFound),
        (FARIDA, NotFound),
    ],
)
def test_another_supervisor_decides(books, by, refusal):
    number = books.ask()
    with pytest.raises((refusal, NotAllowed) if refusal is RequesterDecides else refusal):
        books.agree(number, by)
    assert books.received == WHOLE


def test_an_entry_reversed_before_is_left_out(ground, books):
    books.reverse_one("Botir")
    refusals = {one.name: type(one.refusal) for one in books.preview().entries}
    assert refusals["Botir"] is AlreadyReversed
    (card,) = _cards(ground, books.ask())
    assert [fact.amount for fact in card.facts] == [60, None, 40]
    (row,) = decisions.list_waiting(ground, by=IRODA)
    books.agree(row.reference)
    assert books.received == NOTHING


def _cards(session, number: str):
    rows = [one for one in decisions.list_waiting(session, by=IRODA) if one.reference == number]
    return decisions.cards(session, rows).values()


def test_an_entry_of_an_erased_person_is_left_out(ground, clock, books):
    ground.get_one(Citizen, books.claim("Botir").citizen).erased_at = clock()
    books.agree(books.ask())
    assert books.received == NOTHING | {"Botir": 20}


def test_nobody_is_erased_while_the_reversal_of_their_entry_waits(ground, books):
    number, claim = books.ask(), books.claim("Botir")
    claim.state = ClaimState.CLOSED.value
    ground.flush()
    rows = [ground.get_one(Citizen, claim.citizen)]
    with pytest.raises(ReversalWaits, match=claim.reference):
        erasure_requests.require_erasable(ground, rows)
    decisions.decline(ground, number, "It is right", by=IRODA, on=books.clock())
    erasure_requests.require_erasable(ground, rows)


def test_money_that_was_paid_out_stops_the_whole(books):
    books.pay_out("Botir")
    with pytest.raises(MoneyTaken):
        books.ask()
    assert books.received == WHOLE


def test_money_paid_out_while_the_request_waits_stops_the_whole(ground, books):
    number = books.ask()
    books.pay_out("Sardor")
    with pytest.raises(MoneyTaken), ground.begin_nested():
        books.agree(number)
    assert books.received == WHOLE


def test_an_entry_reversed_while_the_request_waits_needs_a_new_request(ground, books):
    number = books.ask()
    books.reverse_one("Anvar")
    with pytest.raises(RecordChanged), ground.begin_nested():
        books.agree(number)
    decisions.decline(ground, number, "Changed", by=IRODA, on=books.clock())
    books.agree(books.ask())
    assert books.received == NOTHING


def test_a_request_for_one_entry_ends_with_that_for_all(ground, books):
    (entry,) = payments.payments(ground, books.claim("Anvar").reference)
    alone = reversals.request(
        ground, books.claim("Anvar"), entry.reference, "Alone", by=ELYOR, on=books.clock()
    )
    books.agree(books.ask())
    with pytest.raises(DecidedAlready):
        books.agree(alone.reference)


def test_entries_that_changed_since_they_were_shown_are_not_requested(books):
    seen = approvals.digest(books.preview().stated)
    books.reverse_one("Anvar")
    with pytest.raises(PreviewChanged):
        books.ask(seen)


def test_only_who_can_open_all_standing_entries_requests_it(ground, books):
    books.claim("Botir").post = SEOUL
    ground.flush()
    assert [one.name for one in books.preview().entries] == ["Anvar", "Sardor"]
    with pytest.raises(ClaimsElsewhere):
        books.ask()
    books.agree(books.ask(by=CHINORA))
    assert books.received == NOTHING


def test_a_claim_that_was_closed_on_this_money_is_reopened(ground, books):
    claim = books.claim("Anvar")
    claim.state = ClaimState.PAID_IN_FULL.value
    ground.flush()
    books.agree(books.ask())
    assert claim.state == ClaimState.REOPENED


def test_a_payment_of_another_group_is_not_found(ground, clock, books):
    other = Group(
        **books.group.model_dump(exclude={"reference"}),
        reference="G-OTHER",
    )
    ground.add(other)
    ground.flush()
    with pytest.raises(NotFound):
        reversal_requests.preview(ground, other, books.number, by=ELYOR)
