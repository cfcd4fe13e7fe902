"""The figures of an agency's month come from the records of that agency alone."""

from datetime import date

from matching.applications import transitions
from matching.applications.applications import RejectionReason
from service.reporting.figures import months
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_counts
from service.reporting.monthly.agency_counts import AgencySpan
from tests.service.casework.complained import complained
from tests.support import cast
from tests.support.cast import HAMID
from tests.support.sample_applications import applied, worker
from tests.support.sample_placements import placed

NOVEMBER = months.span("", Month(2026, 11), cast.TODAY)
COUNTED = {
    "vacancies.published": 4,
    "vacancies.open": 2,
    "vacancies.seats_open": 5,
    "candidates.applied": 1,
    "candidates.waiting": 0,
    "contracts.signed": 1,
    "contracts.departed": 1,
    "contracts.arrived": 1,
    "complaints.received": 1,
    "complaints.answered": 0,
}


def counts_of(session, agency: str, span=NOVEMBER) -> dict[tuple[str, str], int]:
    return {
        one.name: one.value
        for one in agency_counts.count_figures(session, AgencySpan(agency, span))
    }


def test_each_figure_counts_its_agencys_records(seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock())
        row = applied(session, person, on=clock())
        transitions.reject(session, row, RejectionReason.LANGUAGE, by=HAMID, on=clock())
        vacancy = cast.named(session, "published")
        vacancy.worker_fee = 50_000
        placed(
            session,
            of=person.reference,
            on=clock(),
            vacancy=vacancy.reference,
            country="KR",
            signed_on=date(2026, 11, 2),
            departed_on=date(2026, 11, 10),
            arrived_on=date(2026, 11, 11),
        )
        complained(session, clock())
        session.flush()
        found = counts_of(session, "AG-VALID")
        assert {key: found[key, ""] for key in COUNTED} == COUNTED
        assert (found["candidates.rejected", "language"], found["fees.workers", "KRW"]) == (
            1,
            50_000,
        )
        other = counts_of(session, "AG-EXPIRING")
        assert {value for (key, _), value in other.items() if not key.startswith("vacancies")} == {
            0
        }
        october = counts_of(session, "AG-VALID", months.span("", Month(2026, 10), cast.TODAY))
        assert (october["contracts.signed", ""], october["complaints.received", ""]) == (0, 0)
