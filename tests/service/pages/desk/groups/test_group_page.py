"""One group on the desk: its workers and money, somebody joining, somebody leaving."""

import re

import pytest

from service.casework.claims import follow_secret
from service.casework.groups import groups, payment_split
from service.casework.money.money_entries import Balance
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support import cast
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/groups/{NUMBER}"


@pytest.fixture
def crew(seeded, clock) -> dict[str, str]:
    """A crew of three in Moscow; the references of their claims by name."""
    with seeded.write() as session:
        items = [
            worker(name, amount)
            for name, amount in (("Anvar", 100_00), ("Botir", 200_00), ("Sardor", 300_00))
        ]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        return {one.name: one.claim.reference for one in groups.members(session, group, by=ELYOR)}


def members(seeded) -> dict[str, object]:
    with seeded.read() as session:
        group = groups.get(session, NUMBER, by=ELYOR)
        return {one.name: one.left for one in groups.members(session, group, by=ELYOR)}


def test_the_page_shows_every_worker_and_the_sums_of_each_currency(as_, crew):
    page = as_("chinora").get(PAGE).text
    assert all(f"/en/desk/wages/{number}" in page for number in crew.values())
    assert "₽600" in page
    assert f"/en/desk/groups/{NUMBER}" in as_("elyor").get(f"/en/desk/wages/{crew['Anvar']}").text


@pytest.mark.parametrize("name", ["davron", "barno"])
def test_for_another_post_or_region_it_is_not_there(as_, crew, name):
    assert as_(name).get(PAGE).status_code == 404


def test_each_of_its_workers_reads_that_the_group_was_looked_at(as_, crew):
    as_("chinora").get(PAGE)
    values = {"reference": crew["Anvar"], "secret": follow_secret.secret_of(crew["Anvar"])}
    page = as_().post("/en/wages/follow", data=values).text
    assert "Claims officer" in page
    assert f'Viewed: Group claim</span> <span class="ref">{NUMBER}' in page


def test_one_more_worker_is_entered_by_a_row(as_, crew, seeded):
    client = as_("elyor")
    sent = {"row": "Temur; 90 123 45 67; 1 000; RUB; leave; 2", "once": "k" * 20}
    for _ in "12":
        done = client.post(f"{PAGE}/workers", data=sent)
        assert done.status_code == 303
    assert re.search(r"W-\w+</a></strong>", client.get(done.headers["location"]).text)
    assert set(members(seeded)) == {"Anvar", "Botir", "Sardor", "Temur"}


def test_one_more_worker_with_an_absurd_amount_is_asked_about(as_, crew, seeded):
    client, sent = as_("elyor"), {"row": "Temur;;999 999 999;RUB"}
    asked = client.post(f"{PAGE}/workers", data=sent)
    tick = re.search(r'name="(row_confirm_\w+)"', asked.text)[1]
    assert (asked.status_code, len(members(seeded))) == (409, 3)
    assert client.post(f"{PAGE}/workers", data=sent | {tick: "1"}).status_code == 303


@pytest.mark.parametrize("row", ["", "Temur", "Temur;12;5;RUB", "A;;5;RUB\nB;;5;RUB"])
def test_a_row_that_is_no_worker_is_refused_and_kept_in_the_form(as_, crew, seeded, row):
    page = as_("elyor").post(f"{PAGE}/workers", data={"row": row})
    assert page.status_code == 422
    assert 'href="#row"' in page.text
    assert len(members(seeded)) == 3


def test_a_claim_filed_before_is_taken_in_once(as_, crew, seeded):
    client = as_("elyor")
    assert client.post(f"{PAGE}/claims", data={"claim": cast.CLAIM.lower()}).status_code == 303
    assert "Alisher Invented" in members(seeded)
    for number in (cast.CLAIM, "W-NONE", ""):
        page = client.post(f"{PAGE}/claims", data={"claim": number})
        assert page.status_code == 422
        assert 'href="#claim"' in page.text


def test_a_worker_goes_on_alone(as_, crew, seeded):
    client = as_("elyor")
    values = {"worker": crew["Botir"], "left": TODAY.isoformat(), "why": "Goes to court alone"}
    assert client.post(f"{PAGE}/leave", data=values | {"why": ""}).status_code == 422
    assert client.post(f"{PAGE}/leave", data=values | {"worker": cast.CLAIM}).status_code == 422
    assert client.post(f"{PAGE}/leave", data=values).status_code == 303
    assert members(seeded) == {"Anvar": None, "Botir": TODAY, "Sardor": None}
    page = client.get(PAGE).text
    assert "Goes to court alone" in page
    assert f'<option value="{crew["Botir"]}"' not in page


def test_the_sums_of_unlike_currencies_stay_apart():
    values = {
        "A": [Balance("RUB", 1, received=2), Balance("USD", 5)],
        "B": [Balance("RUB", 3, received=4)],
        "C": [],
    }
    assert payment_split.total_balances(values.values()) == [
        Balance("RUB", 4, received=6),
        Balance("USD", 5),
    ]
