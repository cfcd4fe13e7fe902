"""The list of applications at the desk is filtered by its address, and by a worker's name."""

import pytest

from tests.support import cast
from tests.support.sample_applications import applied, worker

DESK = "/en/desk/applications"


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        cast.named(session, "quota").quota = False  # a job of the State Agency outside a round
        person = worker(session, on=clock(), name="Dilnoza Invented", isco08="9112")
        return applied(session, person, to="quota", on=clock()).reference


def test_the_list_is_filtered_by_its_address(as_, number):
    page = as_("farida").get(DESK)
    assert (page.status_code, number in page.text, "Dilnoza" in page.text) == (200, True, True)
    client = as_("farida")
    assert number in client.get(f"{DESK}?state=submitted&country=kr").text
    assert number not in client.get(f"{DESK}?state=offered").text
    assert number not in client.get(f"{DESK}?country=RU").text
    assert "Check some of your answers" in client.get(f"{DESK}?state=nonsense").text
    assert client.get(f"{DESK}?page=9999999").status_code == 200
    for name, found in (("dilnoza", True), ("Rustam", False)):
        page = client.post(
            f"{DESK}/find", data={"worker": name, "query": "state=submitted"}, follow_redirects=True
        )
        assert (number in page.text) == found, name
