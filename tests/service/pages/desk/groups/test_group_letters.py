"""The letter of a group at the desk: from the group's page to a letter that each claim leads to."""

import re

import pytest

from service.casework.groups import groups
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/groups/{NUMBER}/letters"
WISH = {"kind": "demand", "language": "ru"}


@pytest.fixture
def crew(seeded, clock):
    with seeded.write() as session:
        items = [worker(name, 100_00) for name in ("Anvar", "Botir")]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        return [one.claim.reference for one in groups.members(session, group, by=ELYOR)]


def test_a_letter_is_previewed_made_and_opens_from_each_claim(as_, crew):
    client = as_("elyor")
    assert PAGE in client.get(f"/en/desk/groups/{NUMBER}").text
    seen = client.post(f"{PAGE}/preview", data=WISH | {"once": "k" * 20})
    assert seen.status_code == 200
    assert "Анвар" in seen.text
    assert f"/en/desk/wages/{crew[0]}/correct" in seen.text, "where the employer is completed"
    hidden = dict(re.findall(r'name="(once|seen|kind|language)" value="([^"]*)"', seen.text))
    answer = client.post(PAGE, data=hidden)
    assert answer.status_code == 303
    made = answer.headers["location"]
    assert "Ботир" in client.get(made).text
    assert client.get(f"{made}/pdf").content.startswith(b"%PDF")
    number = made.rpartition("/")[2]
    assert number in client.get(PAGE).text
    for claim in crew:
        assert number in client.get(f"/en/desk/wages/{claim}/letters").text
        assert client.get(f"/en/desk/wages/{claim}/letters/{number}").status_code == 200


def test_another_post_neither_reads_nor_writes_it(as_, crew):
    client = as_("davron")
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}/preview", data=WISH).status_code == 404
    assert client.post(PAGE, data=WISH).status_code == 404


def test_a_receipt_for_a_group_is_refused_beside_its_field(as_, crew):
    answer = as_("elyor").post(f"{PAGE}/preview", data=WISH | {"kind": "receipt"})
    assert answer.status_code == 422
    assert "only a demand or a complaint" in answer.text
