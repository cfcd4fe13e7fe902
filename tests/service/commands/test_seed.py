"""`seed`: reference data, and the year 2019 as records, from the command line to what the world is
told of them."""

from sqlalchemy import func, select
from sqlmodel import col

from catalog.core import journal
from matching.identity.persons import Citizen
from tests.service.reporting import past


def people(seeded) -> int:
    with seeded.read() as session:
        return session.execute(select(func.count(col(Citizen.reference)))).scalar() or 0


def test_2019_is_made_told_and_made_once(settled, seeded, client):
    before = people(seeded)
    code, out, _ = settled("seed", "2019", "--part", "1000")
    assert (code, "All people in them are invented." in out) == (0, True)
    made = people(seeded)
    assert made > before + 500
    report = settled("report", "2019", "--exact")[1]
    assert "259 placement  Placements: workers who have arrived abroad" in report
    assert "38 placement  Placements by country of work [country: PL]" in report
    assert "530,000 USD  Wages recovered for workers, in US dollars at the exchange rate" in report
    assert (
        "430,000 USD  Wages recovered for workers, in US dollars, by country of work [country: KR]"
    ) in report
    result = client.get("/api/v1/report/2019").json()["figures"]
    found = {one["key"]: one.get("value") for one in result}
    assert (found["advice.persons"], found["wages.recovered_usd"]) == (212, 530_000_00)
    assert "./musofir seed 2019 --published" in settled("seed", "2019", "--part", "1000")[1]
    assert people(seeded) == made


def test_nobody_invented_comes_into_a_year_that_was_signed(settled, seeded):
    with seeded.write() as session:
        past.propose(session, 2019)
    with seeded.read() as session:
        before = journal.head(session)
    for words in (("--part", "1000"), ("--published",)):
        code, out, err = settled("seed", "2019", *words)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "The year 2019 is signed here already" in err
    with seeded.read() as session:
        assert journal.head(session) == before


def test_a_part_of_nothing_and_a_part_to_be_published_are_refused_in_one_sentence(migrated):
    for words in (("--part", "0"), ("--part", "2", "--published")):
        code, out, err = migrated("seed", "2019", *words)
        assert (code, out, err.count("\n")) == (2, "", 1)
