"""The whole road stands in the file about a person, and what it says of their family goes when they
are erased."""

from catalog.core.fields import tashkent_day
from matching.applications.applications import Application
from matching.journey import check_ins, pre_departure, return_migration
from matching.journey.check_ins import CheckIn
from matching.journey.return_migration import ReturnInput, ReturnReason
from service.privacy import erase, journey_schema, personal_export
from tests.support.cast import IRODA
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import GOOD, arrived, ready, signed


def gone(session, clock) -> tuple[str, str]:
    """Somebody who went, answered and came home; and the application they went by."""
    person = worker(session, on=clock())
    row = applied(session, person, on=clock(), until="take_offer")
    signed(session, row, on=clock(), hours_per_week=52)
    ready(session, row, on=clock())
    placed = arrived(session, row, on=clock())
    clock.forward(days=30)
    check, day = session.get_one(CheckIn, (placed.reference, 30)), tashkent_day(clock())
    check_ins.answer(session, check, GOOD, by=WORKER, on=clock(), day=day)
    return_input = ReturnInput(
        day, ReturnReason.FAMILY, unpaid=True, certificate=False, wants_work=False
    )
    return_migration.record(session, placed, return_input, by=WORKER, on=clock(), day=day)
    return person.reference, row.reference


def test_all_of_it_is_told(seeded, clock):
    with seeded.write() as session:
        person, _ = gone(session, clock)
    with seeded.read() as session:
        file = personal_export.export_person(session, person, now=clock())
    applied_, placed = file.applications[0], file.contracts[0]
    assert (applied_.contract.worse, applied_.contract.state) == ("hours_per_week", "signed")
    assert (applied_.prepared.visa, applied_.prepared.family) == ("work", True)
    assert [(one.day, one.pay) for one in placed.check_ins] == [(30, "agreed"), (90, None)]
    assert (placed.came_home.because, placed.came_home.unpaid) == ("family", True)


def test_erased_nothing_is_left_of_the_family_and_the_rest_is_still_counted(seeded, clock):
    with seeded.write() as session:
        person, number = gone(session, clock)
        erase.erase(session, person, by=IRODA, on=clock())
    with seeded.read() as session:
        kept = pre_departure.for_application(session, session.get_one(Application, number))
        assert (kept.family, kept.visa) == (None, "work")
        assert (
            journey_schema.contract_for(session, session.get_one(Application, number)).number
            == "XB-7/2026"
        )


def test_where_nothing_was_begun_there_is_nothing_to_tell(seeded, clock):
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock())
        assert (
            journey_schema.contract_for(session, row),
            journey_schema.pre_departure_for(session, row),
        ) == (
            None,
            None,
        )
        assert (
            journey_schema.check_ins_for(session, "P-NOBODY"),
            journey_schema.return_for(session, "P-NOBODY"),
        ) == (
            [],
            None,
        )
