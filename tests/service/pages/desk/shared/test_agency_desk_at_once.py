"""Two of one agency at the same moment: one of them is told, and nothing is done twice or half."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlmodel import col

from catalog.licensing.licence_applications import Petition
from catalog.vacancies.vacancies import Vacancy
from matching.applications.applications import Application
from service.reporting.monthly.agency_return import AgencyReturn
from tests.service.pages.desk.agency.test_own_vacancy_form import NEW, TOLD, mine
from tests.service.pages.desk.licensing.test_licence_application_pages import FIRM
from tests.service.pages.own_desk import OWN, acts_for, candidate, hidden

RUNNERS = 4
# Whoever came later is told so, or asked to try again.
LATER = {303, 409, 412, 422}


def at_once(client, path: str, bodies: list[dict[str, str]]) -> list[int]:
    with ThreadPoolExecutor(len(bodies)) as pool:
        return [
            one.status_code for one in pool.map(lambda body: client.post(path, data=body), bodies)
        ]


def test_a_place_is_offered_or_refused_and_not_both(as_, seeded, clock):
    number, client = candidate(seeded, clock).reference, as_("hamid")
    here = f"{OWN}/candidates/{number}/steps"
    result = [
        {"version": "2", "act": "find_eligible"},
        {"version": "2", "act": "reject", "why": "trade"},
    ] * 2
    codes = at_once(
        client, here, [one | {"once": f"{place}" * 20} for place, one in enumerate(result)]
    )
    assert set(codes) <= LATER
    assert codes.count(303) == 1
    with seeded.read() as session:
        row = session.get_one(Application, number)
        assert (row.version, row.state in ("eligible", "rejected")) == (3, True)


def test_one_number_is_one_vacancy(as_, seeded):
    codes = at_once(
        as_("hamid"), NEW, [TOLD | {"once": f"{place}" * 20} for place in range(RUNNERS)]
    )
    assert set(codes) <= LATER
    assert codes.count(303) == 1
    assert len(mine(seeded)) == 1
    with seeded.read() as session:
        assert (
            len(
                session.execute(select(Vacancy).where(col(Vacancy.external_id).like("%OY-1"))).all()
            )
            == 1
        )


def test_a_month_is_signed_once(as_, seeded):
    client, here = as_("hamid"), f"{OWN}/returns/2026-10"
    seen = hidden(client.get(here), "seen")
    items = [{"seen": seen, "act": "sign", "once": f"{place}" * 20} for place in range(RUNNERS)]
    codes = at_once(client, here, items)
    assert set(codes) <= LATER
    assert codes.count(303) == 1
    with seeded.read() as session:
        assert len(session.execute(select(AgencyReturn)).all()) == 1


def test_one_application_for_a_licence_waits(as_, seeded, clock):
    acts_for(seeded, "AG-EXPIRING")
    codes = at_once(
        as_("hamid"),
        f"{OWN}/licence",
        [FIRM | {"once": f"{place}" * 20} for place in range(RUNNERS)],
    )
    assert set(codes) <= LATER
    assert codes.count(303) == 1
    with seeded.read() as session:
        assert len(session.execute(select(Petition)).all()) == 1
