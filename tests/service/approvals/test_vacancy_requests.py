"""A vacancy is blacklisted by two people, and only from a state that allows it."""

import pytest

from catalog.core.approvals import AlreadyRequested
from catalog.employers import employers
from catalog.licensing import agencies
from catalog.licensing.agencies import ImportedStatus, NewAgency
from catalog.vacancies import vacancies
from catalog.vacancies.vetting import WrongStep
from service.approvals import decisions, vacancy_requests
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, NO_FILES, TODAY


def test_a_vacancy_is_blacklisted_once(ground, clock):
    new_agency = NewAgency("A", "Invented", "UZ", ImportedStatus.VALID)
    agencies.register(ground, new_agency, by=FARIDA, on=clock())
    firm = employers.record(ground, cast.HANBIT, by=FARIDA, on=clock())
    new = cast.vacancy("J-BAD")
    row, _ = vacancies.submit(
        ground, new, agency="A", employer=firm.reference, by=FARIDA, on=clock()
    )
    asked = vacancy_requests.request_blacklisting(ground, row, "A lie", by=FARIDA, on=clock())
    with pytest.raises(AlreadyRequested):
        vacancy_requests.request_blacklisting(ground, row, "Again", by=GULNORA, on=clock())
    decisions.approve(
        ground, asked.reference, "Yes", by=GULNORA, on=clock(), day=TODAY, home=NO_FILES
    )
    assert (row.state, row.decision) == ("blacklisted", "A lie")
    with pytest.raises(WrongStep):
        vacancy_requests.request_blacklisting(ground, row, "Again", by=FARIDA, on=clock())
