"""A payment for a group reversed at the desk: each entry shown, one request, one decision."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from service.casework.groups import groups, payment_split
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import NewPayment, NewPayOut
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support.cast import ELYOR, TODAY

GROUP = f"/en/desk/groups/{NUMBER}"
NAMES = ("Anvar", "Botir")


@pytest.fixture
def crew(seeded, clock) -> dict[str, str]:
    with seeded.write() as session:
        items = [worker(name, 100_00) for name in NAMES]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        numbers = {
            one.name: one.claim.reference for one in groups.members(session, group, by=ELYOR)
        }
        paid = NewPayment(100_00, "RUB", Payer.EMPLOYER, TODAY, Method.BANK, Hand.HELD)
        shares = dict.fromkeys(numbers.values(), 50_00)
        payment_split.receive(session, group, paid, shares, by=ELYOR, on=clock(), day=TODAY)
        return numbers


@pytest.fixture
def page(seeded, crew) -> str:
    with seeded.read() as session:
        number = session.execute(select(payment_split.GroupPayment.reference)).scalar()
        return f"{GROUP}/received/{number}/reversal"


def received(seeded, crew) -> list[int]:
    with seeded.read() as session:
        return [
            sum(one.received for one in money_entries.balances(session, number))
            for number in crew.values()
        ]


def filled(text: str, reason: str = "A zero too few") -> dict[str, str]:
    form = text.split('<form method="post"')[-1]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    return {"once": found["once"], "seen": found["seen"], "reason": reason}


def waiting(as_) -> list[str]:
    return re.findall(
        r'action="/en/desk/approvals/([\w-]+)"', as_("iroda").get("/en/desk/approvals").text
    )


def test_one_request_and_one_decision_reverse_the_entries_of_all(as_, seeded, crew, page):
    client = as_("elyor")
    assert f'href="{page}"' in client.get(GROUP).text
    shown = client.get(page).text
    assert shown.count(">will be reversed<") == 2
    done = client.post(page, data=filled(shown))
    assert (done.status_code, done.headers["location"]) == (303, GROUP)
    assert "Reverse a payment for a group" in client.get(GROUP).text
    assert "waits for a second person’s decision" in client.get(page).text
    assert received(seeded, crew) == [50_00, 50_00]
    claim = client.get(f"/en/desk/wages/{crew['Anvar']}").text
    assert re.search(rf'waiting for a second person</span>\s*<a href="{page}">', claim)
    (number,) = waiting(as_)
    assert f'href="{page}"' in client.get("/en/desk/approvals").text
    verdict = {"verdict": "agree", "answer": "Seen"}
    assert client.post(f"/en/desk/approvals/{number}", data=verdict).status_code == 303
    assert received(seeded, crew) == [0, 0]
    client = as_("elyor")
    assert f'href="{page}"' not in client.get(GROUP).text
    notice = re.search(r'href="(/en/desk/notices/\d+)"', client.get("/en/desk/notices").text)[1]
    assert client.get(notice).headers["location"] == GROUP
    assert "A zero too few" in client.get(f"/en/desk/wages/{crew['Anvar']}").text


def test_money_paid_out_is_named_and_nothing_can_be_sent(as_, seeded, clock, crew, page):
    client = as_("elyor")
    form = filled(client.get(page).text)
    with seeded.write() as session:
        group = groups.get(session, NUMBER, by=ELYOR)
        claim = next(one.claim for one in groups.members(session, group, by=ELYOR))
        paid = NewPayOut(10_00, "RUB", TODAY, Method.BANK)
        payments.pay_out(session, claim, paid, by=ELYOR, on=clock(), day=TODAY)
    shown = client.get(page).text
    assert "Have that entry reversed on the worker’s claim first" in shown
    assert '<textarea id="reason"' not in shown
    assert "will be reversed" not in shown
    refused = client.post(page, data=form)
    assert refused.status_code == 422
    assert "Have that entry reversed on the worker’s claim first" in refused.text


def test_sent_without_a_reason_or_by_two_at_once_it_is_one_request(as_, crew, page):
    client = as_("elyor")
    form = filled(client.get(page).text)
    empty = client.post(page, data=form | {"reason": " "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    sent = [form | {"once": f"{place:020d}"} for place in range(2)]
    with ThreadPoolExecutor(2) as both:
        send = lambda data: client.post(page, data=data).status_code  # noqa: E731
        assert sorted(both.map(send, sent)) == [303, 422]
    assert len(waiting(as_)) == 1


@pytest.mark.parametrize(
    ("name", "reads", "sends"),
    [("davron", 404, 404), ("barno", 404, 403), ("iroda", 200, 403), ("farida", 403, 403)],
)
def test_nobody_elsewhere_and_no_other_role_requests_it(as_, page, name, reads, sends):
    client = as_(name)
    assert client.get(page).status_code == reads
    assert client.post(page, data={"reason": "Mine", "seen": "x"}).status_code == sends


def test_a_payment_that_is_not_of_this_group_is_not_found(as_, page):
    wrong = page.replace("/P-", "/P-0")
    assert as_("elyor").get(wrong).status_code == 404
    assert as_("elyor").post(wrong, data={"reason": "Mine", "seen": "x"}).status_code == 404
