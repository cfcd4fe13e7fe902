"""A change of number is stopped from the old number: by a button behind an address, which opens and
shows nothing."""

import re

from catalog.core import outbox
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance
from tests.service.pages.account.test_my_number import begun, holds


def address_of(seeded) -> str:
    with seeded.read() as session:
        return re.search(r"(/en|/uz)(/stop/\S+)", outbox.latest(session, 1)[0].words)[2]


def test_the_old_number_stops_it_by_a_button_and_comes_in_nowhere(as_, client, seeded, clock):
    begun(as_("alisher"), seeded)
    address = "/en" + address_of(seeded)
    client.cookies.clear()
    client.headers.clear()
    assert client.get(address).text.count("<button") == 1, "looking stops nothing"
    page = client.post(address)
    assert "The change has been stopped" in page.text
    assert not client.cookies.get("sid")
    assert not holds(seeded, clock)
    clock.forward(days=1)
    assert client.post(address).status_code == 200


def test_a_wrong_address_stops_nothing_and_looks_like_a_right_one(client, as_, seeded, clock):
    begun(as_("alisher"), seeded)
    right = "/en" + address_of(seeded)
    wrong = right[:-4] + "2222"
    client.cookies.clear()
    client.headers.clear()
    assert (client.get(wrong).status_code, client.post(wrong).status_code) == (200, 404)
    assert holds(seeded, clock)


def test_whoever_tries_addresses_keeps_nobody_from_stopping(
    as_, client, seeded, clock, monkeypatch
):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(2, HOUR))
    begun(as_("alisher"), seeded)
    right = "/en" + address_of(seeded)
    client.cookies.clear()
    client.headers.clear()
    assert [client.post(right[:-4] + f"222{n}").status_code for n in range(2, 6)] == [
        404,
        404,
        429,
        429,
    ]
    assert client.post(right).status_code == 200


def test_after_three_days_it_says_where_to_go(as_, client, seeded, clock):
    begun(as_("alisher"), seeded)
    address = "/en" + address_of(seeded)
    assert holds(seeded, clock)
    client.cookies.clear()
    client.headers.clear()
    page = client.post(address)
    assert (page.status_code, "two officers will help you" in page.text) == (422, True)
