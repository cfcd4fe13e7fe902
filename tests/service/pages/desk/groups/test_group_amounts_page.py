"""The documented and agreed amounts of a group, recorded on one page: all or none, once."""

import re

import pytest

from service.casework.claims import wage_claims
from service.casework.groups import groups
from service.input import request_limits
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/groups/{NUMBER}/amounts"


@pytest.fixture
def crew(seeded, clock) -> dict[str, str]:
    with seeded.write() as session:
        items = [worker(name, city=CREW.city) for name in ("Anvar", "Botir")]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        return {one.name: one.claim.reference for one in groups.members(session, group, by=ELYOR)}


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'name="(once|W-\w+)" value="([^"]*)"', page)
    return dict(found)


def amounts(seeded, crew) -> dict[str, tuple[int | None, int | None]]:
    with seeded.read() as session:
        lines = {name: wage_claims.lines(session, number)[0] for name, number in crew.items()}
    return {name: (line.documented, line.agreed) for name, line in lines.items()}


def test_amounts_of_all_are_filled_in_by_two_buttons_and_saved_at_once(as_, seeded, crew):
    client = as_("elyor")
    assert f'href="{PAGE}"' in client.get(f"/en/desk/groups/{NUMBER}").text
    filled = fields(client.get(PAGE).text)
    for column in ("documented", "agreed"):
        filled = fields(client.post(PAGE, data=filled | {"fill": column}).text)
    assert set(amounts(seeded, crew).values()) == {(None, None)}, "nothing is saved by filling in"
    claimed = filled[f"{crew['Botir']}_documented_1"]
    less = filled | {f"{crew['Botir']}_agreed_1": "0.50"}
    assert client.post(PAGE, data=less).status_code == 303
    whole = int(claimed) * 100
    assert amounts(seeded, crew) == {"Anvar": (whole, whole), "Botir": (whole, 50)}


def test_a_group_of_200_is_saved_page_by_page_within_the_fields_of_a_request(
    as_, seeded, crew, clock
):
    with seeded.write() as session:
        items = [worker(f"Worker {number}", city=CREW.city) for number in range(200)]
        groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number="G-LARGE2")
    client, page, saved = as_("elyor"), "/en/desk/groups/G-LARGE2/amounts", 0
    for address in (page, *(f"{page}?page={number}" for number in (2, 3, 4))):
        shown = client.get(address).text
        filled = fields(client.post(address, data=fields(shown) | {"fill": "documented"}).text)
        assert len(filled) < request_limits.MOST_FIELDS_AT_WORK
        assert client.post(address, data=filled).status_code == 303
        saved += len(filled) // 3
    assert 'rel="next"' not in shown
    assert saved == 200


def test_a_mistake_or_a_change_in_between_saves_none_and_keeps_what_was_typed(
    as_, seeded, crew, clock
):
    client = as_("elyor")
    typed = fields(client.get(PAGE).text) | {
        f"{crew['Anvar']}_agreed_1": "1000",
        f"{crew['Botir']}_agreed_1": "much",
    }
    answer = client.post(PAGE, data=typed)
    assert answer.status_code == 422
    assert f'id="{crew["Botir"]}_agreed_1-wrong"' in answer.text
    assert 'value="much"' in answer.text
    with seeded.write() as session:
        wage_claims.get(session, crew["Anvar"], by=ELYOR).city = "Tver"
    answer = client.post(PAGE, data=typed | {f"{crew['Botir']}_agreed_1": ""})
    assert "This record changed" in answer.text
    assert set(amounts(seeded, crew).values()) == {(None, None)}


def test_an_unlikely_amount_is_questioned_beside_its_worker(as_, seeded, crew):
    client = as_("elyor")
    typed = fields(client.get(PAGE).text) | {f"{crew['Anvar']}_documented_1": "999999999"}
    answer = client.post(PAGE, data=typed)
    tick = f'name="{crew["Anvar"]}_confirm_implausible"'
    assert tick in answer.text
    assert f'id="{crew["Anvar"]}_amount"' in answer.text, "the summary leads there"
    confirmed = typed | {f"{crew['Anvar']}_confirm_implausible": "1"}
    assert client.post(PAGE, data=confirmed).status_code == 303
    assert amounts(seeded, crew)["Anvar"] == (999_999_999_00, None)
