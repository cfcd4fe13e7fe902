"""A register of contracts taken in: each contract of a person once, every mistake by its line and
column."""

import csv
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from catalog.licensing import agencies
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import CancellationReason, Placement
from service.input import spreadsheets
from service.privacy import erase
from tests.support import cast

ROW = {
    "agency": "xb 0101",
    "contract": "XB-1/2026",
    "employer": "Severny Dvor Stroy",
    "name": "Worker Invented",
    "phone": "90 000 00 81",
    "passport": "AA 1234567",
    "sex": "Male",
    "age_band": "30_44",
    "region": "1718",
    "country": "ru",
    "city": "Moscow",
    "signed_on": "01.09.2026",
    "departed_on": "",
    "arrived_on": "",
    "occupation_major": "7",
}
OTHER = ROW | {
    "agency": "state",
    "contract": "EPS-2",
    "name": "Another Invented",
    "phone": "",
    "passport": "",
    "sex": "",
    "country": "KR",
    "arrived_on": "2026-10-01",
}


@pytest.fixture
def table(tmp_path):
    def write(*rows, headers=tuple(ROW)):
        with (tmp_path / "contracts.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(headers), restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / "contracts.csv"

    return write


@pytest.fixture
def taken_in(settled, table):
    """Takes rows in and says what was printed."""
    return lambda *rows: settled("import", "placements", table(*rows))[1]


def taken(seeded) -> list[tuple[Placement, Citizen]]:
    with seeded.read() as session:
        asked = select(Placement, Citizen).join(
            Citizen, col(Citizen.reference) == col(Placement.citizen)
        )
        return [
            tuple(row)
            for row in session.execute(
                asked.order_by(col(Placement.contract).desc(), col(Citizen.name))
            )
        ]


def people(seeded) -> int:
    with seeded.read() as session:
        return session.execute(select(func.count()).select_from(Citizen)).scalar()


def test_a_row_becomes_a_person_and_a_placement_as_far_as_they_came(taken_in, seeded):
    assert "2 new" in taken_in(ROW, OTHER)
    (row, person), (came, other) = taken(seeded)
    assert (row.agency, row.state, row.country, row.signed_on) == (
        "AG-VALID",
        "signed",
        "RU",
        date(2026, 9, 1),
    )
    assert (person.name, row.sex, row.age_band, row.region) == (
        "Worker Invented",
        "male",
        "30_44",
        "1718",
    )
    assert (came.agency, came.channel, came.state, came.confirmed) == (
        "AG-STATE",
        "state_agency",
        "arrived",
        "record",
    )
    assert (other.name, came.sex) == ("Another Invented", "not_stated")
    with seeded.read() as session:
        kept = session.get_one(Citizen, person.reference)
        assert (persons.phone(session, kept), persons.unseal_value(session, kept, "passport")) == (
            "+998900000081",
            "AA1234567",
        )


def test_a_second_run_changes_nothing_and_brings_nobody_twice(taken_in, seeded):
    taken_in(ROW, OTHER)
    before = people(seeded)
    again = taken_in(ROW | {"contract": "xb-1/2026", "name": "WORKER invented"}, OTHER)
    assert "0 new, 0 changed, 2 unchanged" in again
    assert (len(taken(seeded)), people(seeded)) == (2, before)


def test_a_later_file_tells_how_far_they_came_meanwhile_and_that_counts_once(taken_in, seeded):
    taken_in(ROW)
    assert "1 changed" in taken_in(ROW | {"departed_on": "2026-09-10"})
    came = ROW | {"departed_on": "2026-09-10", "arrived_on": "2026-09-11"}
    assert "1 changed" in taken_in(came)
    assert "1 unchanged" in taken_in(came | {"arrived_on": "2026-09-12"})
    ((row, _),) = taken(seeded)
    assert (row.state, row.confirmed, row.arrived_on) == ("arrived", "record", date(2026, 9, 11))


def test_what_was_cancelled_here_is_not_recorded_again_by_the_same_file(taken_in, seeded, clock):
    taken_in(ROW)
    with seeded.write() as session:
        row = session.get_one(Placement, taken(seeded)[0][0].reference)
        arrivals.cancel(session, row, CancellationReason.NO_SHOW, by=cast.FARIDA, on=clock())
    assert "1 unchanged" in taken_in(ROW | {"arrived_on": "2026-09-11"})
    assert [row.state for row, _ in taken(seeded)] == ["cancelled"]


def test_one_contract_may_name_several_workers_and_one_worker_have_several(taken_in, seeded):
    several = [
        ROW | {"name": f"Worker {one}", "phone": "", "passport": ""} for one in ("One", "Two")
    ]
    assert "2 new" in taken_in(*several)
    assert "1 new" in taken_in(ROW)
    assert "1 new" in taken_in(ROW | {"contract": "XB-2/2026", "name": "Worker I.", "phone": ""})
    mine = [row.citizen for row, person in taken(seeded) if person.passport_blind]
    assert (len(mine), len(set(mine))) == (2, 1), "the passport says who it is"


def test_somebody_known_by_telephone_and_name_is_found(taken_in, seeded):
    before = people(seeded)
    assert "1 new" in taken_in(
        ROW | {"name": "alisher INVENTED", "phone": "+998 90 000 00 01", "passport": ""}
    )
    assert people(seeded) == before
    assert taken(seeded)[0][1].name == "Alisher Invented"


def test_another_passport_is_another_person(taken_in, seeded):
    taken_in(ROW)
    assert "1 new" in taken_in(ROW | {"passport": "AB7654321"})
    assert len({row.citizen for row, _ in taken(seeded)}) == 2


def test_a_register_brings_nobody_back_who_was_erased(taken_in, seeded, clock):
    taken_in(ROW)
    with seeded.write() as session:
        erase.erase(session, taken(seeded)[0][0].citizen, by=cast.IRODA, on=clock())
    before = people(seeded)
    assert "line 2, name: This person’s file has been erased" in taken_in(ROW)
    assert (people(seeded), len(taken(seeded))) == (before, 1)


WRONG = [
    ({"agency": "XB-9999"}, "agency: "),
    ({"agency": ""}, "agency: This cell is empty"),
    ({"contract": "<1>"}, "contract: We did not understand this answer"),
    ({"name": "x" * 201}, "name: This is too long"),
    ({"phone": "x"}, "phone: Enter a phone number"),
    ({"passport": "x"}, "passport: A passport number must have two letters"),
    ({"sex": "perhaps"}, "sex: Enter one of these words"),
    ({"age_band": "12"}, "age_band: Enter one of these words"),
    ({"country": "ZZ"}, "country: We do not recognise this country"),
    ({"country": "uz"}, "country: This service is for work abroad"),
    ({"age_band": "under_18"}, "age_band: This person is recorded as under 18"),
    ({"signed_on": "31.02.2026"}, "signed_on: Enter a real date"),
    ({"signed_on": "2199-01-01"}, "signed_on: This date is in the future"),
    ({"signed_on": "2024-06-01"}, "signed_on: On the date of this contract"),
    ({"departed_on": "2026-08-31"}, "departed_on: The dates are in the wrong order"),
    ({"arrived_on": "2026-08-31"}, "arrived_on: The dates are in the wrong order"),
    ({"occupation_major": "welder"}, "occupation_major: We did not understand this answer"),
    ({"employer": ""}, "employer: This cell is empty"),
]


@pytest.mark.parametrize(("values", "text"), WRONG, ids=[text[:24] for _, text in WRONG])
def test_a_row_that_cannot_be_is_named_stops_no_other_and_leaves_nobody_behind(
    taken_in, seeded, values, text
):
    before = people(seeded)
    out = taken_in(ROW | values, OTHER)
    assert f"line 2, {text}" in out
    assert "1 new" in out
    assert (len(taken(seeded)), people(seeded)) == (1, before + 1)


def test_all_mistakes_of_a_row_are_told_at_once(taken_in):
    out = taken_in(ROW | {"phone": "x", "sex": "y", "signed_on": ""})
    assert [f"line 2, {name}:" in out for name in ("phone", "sex", "signed_on")] == [True] * 3


def test_the_same_row_twice_in_one_file_is_named(taken_in, seeded):
    assert "line 3, agency: This record is already on line 2" in taken_in(ROW, ROW)
    assert len(taken(seeded)) == 1


def test_a_later_day_that_does_not_fit_is_named_and_nothing_of_the_row_is_kept(taken_in, seeded):
    taken_in(ROW)
    assert "line 2, arrived_on: The dates are in the wrong order" in taken_in(
        ROW | {"departed_on": "2026-09-10", "arrived_on": "2026-09-09"}
    )
    ((row, _),) = taken(seeded)
    assert (row.state, row.departed_on) == ("signed", None)


def test_a_dry_run_writes_nothing(settled, seeded, table):
    assert "Would be imported: 1 new" in settled("import", "placements", table(ROW), "--dry-run")[1]
    assert taken(seeded) == []


def test_what_may_be_absent_is_absent_and_what_is_needed_is_not(settled, seeded, table):
    needed = ("agency", "contract", "employer", "name", "signed_on")
    assert "1 new" in settled("import", "placements", table(ROW, headers=needed))[1]
    ((row, _),) = taken(seeded)
    assert (row.country, row.region, row.state) == (None, "not_stated", "signed")
    code, _, err = settled("import", "placements", table(ROW, headers=needed[:-1]))
    assert (code, "signed_on" in err) == (2, True)


def test_a_workbook_is_read_as_well(settled, seeded, tmp_path):
    spreadsheets.write_xlsx(
        tmp_path / "contracts.xlsx", list(ROW), [list(ROW.values()), list(OTHER.values())]
    )
    assert "2 new" in settled("import", "placements", tmp_path / "contracts.xlsx")[1]


def test_a_batch_asks_about_each_agency_and_day_once(taken_in, seeded, monkeypatch):
    asked, standing = [], agencies.status
    monkeypatch.setattr(
        agencies, "status", lambda *items: asked.append(items[1:]) or standing(*items)
    )
    taken_in(
        *(
            ROW | {"contract": f"XB-{one}", "name": f"W {one}", "phone": "", "passport": ""}
            for one in range(20)
        )
    )
    assert (len(taken(seeded)), asked) == (20, [("AG-VALID", date(2026, 9, 1))])
