"""At least one row for each list of vacancies, agencies and people placed."""

from sqlmodel import Session

from catalog.vacancies import vacancies
from tests.support import cast
from tests.support.sample_applications import applied, worker
from tests.support.sample_placements import placed


def fill(session: Session, clock) -> None:
    firm = cast.named(session, "cook").employer
    for number in ("J-ONE", "J-TWO"):
        job = cast.vacancy(number, title=f"Welder {number}")
        vacancies.submit(session, job, agency="AG-VALID", employer=firm, by=cast.HAMID, on=clock())
    applied(session, worker(session, on=clock()), on=clock())
    placed(session, of=worker(session, on=clock(), name="Placed Invented").reference, on=clock())
