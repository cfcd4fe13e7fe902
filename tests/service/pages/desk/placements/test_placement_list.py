"""Placements at the desk: sifted, counted, paged, and a contract written down of somebody known or
new."""

import re

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from catalog.core.journal import Entry
from matching.identity.persons import Citizen
from matching.placements.placements import Placement
from tests.support import cast
from tests.support.sample_placements import ULSAN, placed

LIST, NEW = "/en/desk/placements", "/en/desk/placements/new"
TOLD = {
    "name": "Worker Invented",
    "phone": "+998 90 000 00 71",
    "sex": "male",
    "age_band": "18_29",
    "region": "1718",
    "agency": "AG-VALID",
    "contract": "XB-9/2026",
    "employer": "Hanbit Shipyard",
    "country": "KR",
    "city": "Ulsan",
    "signed_on": "2026-11-02",
    "departed_on": "",
    "vacancy": "",
    "occupation_major": "7",
    "once": "k" * 20,
}


def every(seeded) -> list[tuple[Placement, Citizen]]:
    with seeded.read() as session:
        asked = select(Placement, Citizen).join(
            Citizen, col(Citizen.reference) == col(Placement.citizen)
        )
        return [tuple(row) for row in session.execute(asked.order_by(col(Placement.recorded_at)))]


def people(seeded) -> int:
    with seeded.read() as session:
        return session.execute(select(func.count()).select_from(Citizen)).scalar()


def numbers(page) -> list[str]:
    return re.findall(r"/en/desk/placements/(P-\w+)", page.text)


@pytest.fixture
def two(seeded, clock) -> tuple[str, str]:
    """Alisher signed for Moscow and Rustam came to Ulsan."""
    with seeded.write() as session:
        alisher, rustam = (
            session.execute(
                select(col(Citizen.reference)).where(col(Citizen.name) == f"{name} Invented")
            ).scalar()
            for name in ("Alisher", "Rustam")
        )
        moscow = placed(session, of=alisher, on=clock()).reference
        return moscow, placed(
            session, ULSAN, of=rustam, on=clock(), arrived_on=cast.date(2026, 8, 20)
        ).reference


def test_work_at_home_and_somebody_under_18_are_refused_beside_their_fields(as_, seeded):
    client, before = as_("farida"), people(seeded)
    for name, value in (("country", "UZ"), ("age_band", "under_18")):
        page = client.post(NEW, data=TOLD | {name: value, "once": name * 4})
        assert page.status_code == 422
        assert f'href="#{name}"' in page.text
    assert (every(seeded), people(seeded)) == ([], before)


def test_a_contract_of_somebody_new_is_written_down_once_however_often_it_is_sent(as_, seeded):
    client = as_("farida")
    first, again = client.post(NEW, data=TOLD), client.post(NEW, data=TOLD)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    ((row, person),) = every(seeded)
    assert (row.contract, row.state, row.country, row.occupation_major) == (
        "XB-9/2026",
        "signed",
        "KR",
        "7",
    )
    assert (person.name, row.sex, row.age_band, row.region) == (
        "Worker Invented",
        "male",
        "18_29",
        "1718",
    )
    page = client.get(first.headers["location"])
    assert "Worker Invented" in page.text
    assert "Hanbit Shipyard" in page.text


def test_somebody_known_is_offered_and_chosen_and_not_written_down_twice(as_, seeded, two):
    client, before = as_("farida"), people(seeded)
    asked = client.post(
        NEW, data=TOLD | {"name": "Rustam Invented", "phone": "+998 90 000 00 02", "know": "1"}
    )
    (chosen,) = re.findall(r'name="citizen" value="(C-\w+)"', asked.text)
    assert "the same telephone number" in asked.text
    assert client.post(NEW, data=TOLD | {"name": "", "citizen": chosen}).status_code == 303
    assert people(seeded) == before
    assert [row.citizen for row, _ in every(seeded)].count(chosen) == 2


def test_a_passport_finds_the_worker_and_a_second_record_with_it_is_not_made(as_, seeded):
    client, before = as_("farida"), people(seeded)
    first = TOLD | {"passport": "AC1234567"}
    assert client.post(NEW, data=first).status_code == 303
    again = first | {"name": "Warker Invented", "phone": "", "contract": "XB-10/2026", "once": ""}
    assert client.post(NEW, data=again).status_code == 303
    assert people(seeded) == before + 1, "known by the passport"
    confirmed = again | {"contract": "XB-11/2026", "citizen": "new_person"}
    page = client.post(NEW, data=confirmed)
    assert (page.status_code, 'id="passport-wrong"' in page.text) == (422, True)
    (_, person), _ = every(seeded)
    other = again | {"contract": "XB-12/2026", "citizen": person.reference, "passport": "AC7654321"}
    assert "another passport number" in client.post(NEW, data=other).text


def test_nobody_is_chosen_whom_this_officer_may_not_see(as_, seeded):
    with seeded.read() as session:
        someone = session.execute(select(col(Citizen.reference))).scalars().first()
    page = as_("farida").post(NEW, data=TOLD | {"citizen": someone})
    assert page.status_code == 422
    assert every(seeded) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
        ({"agency": ""}, "agency"),
        ({"agency": "AG-NOBODY"}, "agency"),
        ({"contract": ""}, "contract"),
        ({"contract": "<script>"}, "contract"),
        ({"employer": " "}, "employer"),
        ({"country": "XX"}, "country"),
        ({"signed_on": "2026-13-01"}, "signed_on"),
        ({"signed_on": "2099-01-01"}, "signed_on"),
        ({"agency": "AG-SUSPENDED", "signed_on": "2026-11-25"}, "signed_on"),
        ({"departed_on": "2026-11-01"}, "departed_on"),
        ({"vacancy": "V-NOBODY"}, "vacancy"),
        ({"occupation_major": "77"}, "occupation_major"),
        ({"city": "x" * 121}, "city"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nobody_is_left_behind(
    as_, seeded, changed, field
):
    before = people(seeded)
    page = as_("farida").post(NEW, data=TOLD | changed)
    assert page.status_code == 422
    assert f'id="{field}-wrong"' in page.text
    assert 'value="Worker Invented"' in page.text or field == "name", "what was typed is kept"
    assert (every(seeded), people(seeded)) == ([], before)


def test_an_arrival_is_not_slipped_in_with_the_contract(as_, seeded):
    assert as_("farida").post(NEW, data=TOLD | {"arrived_on": "2026-11-20"}).status_code == 303
    ((row, _),) = every(seeded)
    assert (row.state, row.arrived_on) == ("signed", None)


def test_only_a_licensing_officer_writes_contracts_down(as_):
    for name in ("elyor", "iroda", "jamshid", "chinora", "hamid"):
        assert as_(name).get(NEW).status_code == 403
        assert as_(name).post(NEW, data=TOLD).status_code == 403


def test_the_list_is_sifted_by_its_address_and_says_how_many(as_, two):
    moscow, ulsan = two
    client = as_("farida")
    assert set(numbers(client.get(LIST))) == {moscow, ulsan}
    for asked, found in (
        ("state=arrived", [ulsan]),
        ("country=ru", [moscow]),
        ("channel=state_agency", [ulsan]),
        ("arrived_from=2026-08-01&arrived_until=2026-08-31", [ulsan]),
        ("arrived_from=2026-09-01", []),
        ("state=cancelled", []),
    ):
        page = client.get(f"{LIST}?{asked}")
        assert numbers(page) == found, asked
        assert f"{len(found)} placement" in page.text


def test_what_is_not_understood_in_an_address_is_told_and_left_out(as_, two):
    page = as_("farida").get(f"{LIST}?state=flown&arrived_from=someday&country=RU&page=x")
    assert page.status_code == 200
    assert {"state-wrong", "arrived_from-wrong"} <= set(re.findall(r'id="(\w+-wrong)"', page.text))
    assert numbers(page) == [two[0]]


def test_each_sees_what_is_theirs_and_a_statistician_no_name(as_, two):
    moscow, ulsan = two
    assert (numbers(as_("elyor").get(LIST)), numbers(as_("davron").get(LIST))) == (
        [moscow],
        [ulsan],
    )
    assert "Alisher Invented" in as_("elyor").get(LIST).text
    result = as_("jamshid").get(LIST).text
    assert "2 placements" in result
    assert not [one for one in ("Alisher Invented", "Rustam", "C-", "+998 90") if one in result]


def test_a_worker_is_found_by_name_but_never_by_a_statistician(as_, two):
    moscow, _ulsan = two
    found = as_("farida").post(
        f"{LIST}/find", data={"worker": "Alisher", "query": ""}, follow_redirects=True
    )
    assert numbers(found) == [moscow]
    client = as_("jamshid")
    assert (
        len(numbers(client.post(f"{LIST}/find", data={"worker": "Alisher"}, follow_redirects=True)))
        == 2
    )
    by_name = {tuple(numbers(client.get(f"{LIST}?sort={one}"))) for one in ("worker", "-worker")}
    assert by_name == {tuple(numbers(client.get(LIST)))}


def test_whether_somebody_is_known_is_asked_by_name_of_field_alone_in_the_journal(as_, seeded):
    as_("farida").post(NEW, data=TOLD | {"know": "1"})
    with seeded.read() as session:
        entry = (
            session.execute(select(Entry).order_by(col(Entry.position).desc())).scalars().first()
        )
    assert (entry.act, "Worker" in str(entry.fields)) == ("alike", False)
