"""By which record a person is counted, and who may be counted twice."""

from sqlalchemy import func, select

from matching.identity import counted_persons, known_persons
from matching.identity.persons import Citizen, NewCitizen
from tests.support.cast import BARNO


def record(session, clock, name: str, phone: str = "90 000 00 77", **facts) -> Citizen:
    """Record somebody as any way in does."""
    return known_persons.record(session, NewCitizen(name, phone, **facts), by=BARNO, on=clock())


def test_at_most_so_many_may_be_counted_twice(session, clock):
    """Those like somebody where nobody decided, and those with nothing to compare; nobody else."""
    record(session, clock, "Rustam Sherov"), record(session, clock, "Рустам Шеров")
    unlike = record(session, clock, "Rustan Sherov")
    nameless = record(session, clock, "Dilnoza Yuldasheva", "")
    record(session, clock, "Dilnoza Yuldasheva", "", birth_year=1990, region="1718")

    def uncertain() -> set[str]:
        asked = select(Citizen.reference).where(counted_persons.possible_duplicate())
        return set(session.execute(asked).scalars())

    assert uncertain() == {unlike.reference, nameless.reference}
    known_persons.unlink(session, unlike, by=BARNO, on=clock())
    assert uncertain() == {nameless.reference}


def test_a_record_without_links_counts_by_itself(session, clock):
    record(session, clock, "Rustam Sherov"), record(session, clock, "Dilnoza Yuldasheva", "")
    counted = select(func.count(counted_persons.counted_reference().distinct()))
    assert session.execute(counted.select_from(Citizen)).scalar_one() == 2
