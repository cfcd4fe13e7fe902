"""One placement at the desk: who, what and when, its departure, its arrival and its end, each by
whoever may."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from matching.identity.persons import Citizen
from matching.placements.placements import Placement
from service.privacy import erase
from tests.support.cast import IRODA
from tests.support.sample_placements import placed


@pytest.fixture
def number(seeded, clock) -> str:
    """Alisher's contract in Moscow."""
    with seeded.write() as session:
        person = session.execute(
            select(col(Citizen.reference)).where(col(Citizen.name) == "Alisher Invented")
        ).scalar()
        return placed(session, of=person, on=clock()).reference


@pytest.fixture
def act(as_, number):
    """Does something with it as the page that this person sees offers it."""

    def do(name, what, version="1", once="", **values):
        return as_(name).post(
            f"/en/desk/placements/{number}/{what}", data={"version": version, "once": once} | values
        )

    return do


def kept(seeded, number) -> Placement:
    with seeded.read() as session:
        return session.get_one(Placement, number)


def test_from_contract_to_arrival(act, as_, seeded, number):
    assert act("farida", "depart", departed_on="2026-09-05").status_code == 303
    assert act("elyor", "arrive", "2", arrived_on="2026-09-06").status_code == 303
    row = kept(seeded, number)
    assert (row.state, row.confirmed, row.post) == ("arrived", "post", "RU-MOSCOW-EMB")
    page = as_("elyor").get(f"/en/desk/placements/{number}").text
    assert "confirmed by the embassy or consulate" in page
    assert "Alisher Invented" in page


def test_confirmed_twice_it_counts_once_whether_sent_again_or_anew(act, seeded, number):
    values = {"arrived_on": "2026-09-06", "once": "k" * 20}
    assert [act("elyor", "arrive", **values).status_code for _ in range(2)] == [303, 303]
    again = act("elyor", "arrive", "2", once="n" * 20, arrived_on="2026-09-09")
    assert again.status_code == 422
    assert "has already been confirmed" in again.text
    assert (kept(seeded, number).version, str(kept(seeded, number).arrived_on)) == (2, "2026-09-06")


@pytest.mark.parametrize(
    ("name", "what", "values", "field"),
    [
        ("farida", "depart", {"departed_on": "2026-08-31"}, "departed_on"),
        ("farida", "depart", {"departed_on": "2099-01-01"}, "departed_on"),
        ("farida", "depart", {"departed_on": ""}, "departed_on"),
        ("elyor", "arrive", {"arrived_on": "2026-08-31"}, "arrived_on"),
        ("elyor", "arrive", {"arrived_on": "soon"}, "arrived_on"),
        ("farida", "cancel", {"why": ""}, "why"),
        ("farida", "cancel", {"why": "because they were ill"}, "why"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(act, seeded, number, name, what, values, field):
    page = act(name, what, **values)
    assert page.status_code == 422
    assert f'id="{field}-wrong"' in page.text
    assert kept(seeded, number).state == "signed"


def test_two_at_once_the_second_sees_how_it_stands_now(act, seeded, number):
    assert act("farida", "cancel", why="no_show").status_code == 303
    late = act("elyor", "arrive", arrived_on="2026-09-06")
    assert late.status_code == 412
    assert "The worker did not turn up" in late.text
    assert "Confirm the arrival" not in late.text
    assert kept(seeded, number).state == "cancelled"


def test_an_arrival_is_cancelled_by_a_supervisor_alone(act, seeded, number):
    act("elyor", "arrive", arrived_on="2026-09-06")
    assert act("farida", "cancel", "2", why="mistake").status_code == 403
    assert act("iroda", "cancel", "2", why="mistake").status_code == 303
    assert kept(seeded, number).state == "cancelled"


def test_what_is_another_posts_is_not_there(act, as_, number):
    assert as_("davron").get(f"/en/desk/placements/{number}").status_code == 404
    assert act("davron", "arrive", arrived_on="2026-09-06").status_code == 404
    assert as_("elyor").get("/en/desk/placements/P-NOBODY").status_code == 404


def test_who_may_not_is_refused_whatever_they_send(act, seeded, number):
    for name, what in (
        ("farida", "arrive"),
        ("iroda", "arrive"),
        ("iroda", "depart"),
        ("elyor", "depart"),
        ("elyor", "cancel"),
        ("jamshid", "cancel"),
        ("hamid", "arrive"),
        ("chinora", "arrive"),
    ):
        values = {"departed_on": "2026-09-05", "arrived_on": "2026-09-06", "why": "mistake"}
        assert act(name, what, **values).status_code == 403, (name, what)
    assert kept(seeded, number).state == "signed"


def test_only_what_one_may_do_is_offered(as_, number):
    def offered(name):
        page = as_(name).get(f"/en/desk/placements/{number}").text
        return sorted(set(re.findall(rf"{number}/(\w+)", page)))

    assert [offered(name) for name in ("farida", "elyor", "iroda", "jamshid")] == [
        ["cancel", "correct", "depart"],
        ["arrive"],
        ["cancel", "correct"],
        [],
    ]


def test_a_statistician_sees_neither_name_nor_number(as_, seeded, number):
    page = as_("jamshid").get(f"/en/desk/placements/{number}").text
    assert "Severny Dvor Stroy" in page
    assert not [one for one in ("Alisher", kept(seeded, number).citizen, "+998 90") if one in page]


def test_who_looked_is_written_down(as_, seeded, number):
    as_("elyor").get(f"/en/desk/placements/{number}")
    with seeded.read() as session:
        entries = session.execute(
            select(Entry).where(col(Entry.reference) == number).order_by(col(Entry.position))
        ).scalars()
        assert [one.act for one in entries] == ["sign", "open"]


def test_an_erased_worker_has_no_name_there(as_, seeded, clock, number):
    with seeded.write() as session:
        erase.erase(session, kept(seeded, number).citizen, by=IRODA, on=clock())
    page = as_("farida").get(f"/en/desk/placements/{number}")
    assert page.status_code == 200
    assert "Alisher" not in page.text
    assert "No name" in page.text
