"""At least one row for each list of vacancies, agencies and people placed."""

from sqlmodel import Session

from catalog.vacancies import vacancies
from tests.support import cast


def fill(session: Session, clock) -> None:
    firm = cast.named(session, "cook").employer
    for number in ("J-ONE", "J-TWO"):
        job = cast.vacancy(number, title=f"Welder {number}")
        vacancies.submit(session, job, agency="AG-VALID", employer=firm, by=cast.HAMID, on=clock())
