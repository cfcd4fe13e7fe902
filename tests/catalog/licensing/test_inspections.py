"""Inspections: planned ahead, held once on every point, what was wrong seen mended; fines."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from catalog.core.errors import NotFound
from catalog.core.fields import AlreadyOver, InTheFuture, TooFarAhead, TooLongAgo
from catalog.licensing import inspections
from catalog.licensing.inspections import (
    AlreadyInspected,
    FindingsInput,
    NewFine,
    NothingSeen,
    NothingToRemedy,
    Point,
    RemedyDayMissing,
    Verdict,
)
from tests.support.cast import FARIDA, GULNORA, TODAY

DAY = timedelta(days=1)
FINE = dict.fromkeys(Point, Verdict.FINE)
WRONG = FINE | {Point.FEES: Verdict.TO_MEND, Point.PREMISES: Verdict.NOT_SEEN}


def plan(session, clock, planned_on=TODAY + DAY, agency="AG-VALID"):
    return inspections.plan(session, agency, planned_on, by=FARIDA, on=clock())


def hold(session, clock, row, points=None, held_on=TODAY, due_on=None):
    findings_input = FindingsInput(held_on, points or FINE, due_on)
    return inspections.record_findings(
        session, row.reference, findings_input, by=GULNORA, on=clock()
    )


def test_a_visit_is_planned_held_and_seen_mended(register, clock):
    row = hold(register, clock, plan(register, clock), WRONG, due_on=TODAY + 14 * DAY)
    assert (row.inspector, row.due_on) == (GULNORA.account, TODAY + 14 * DAY)
    found = inspections.list_for_agency(register, "AG-VALID")[0][1]
    assert [one.point for one in found] == [one.value for one in Point]
    mended = inspections.record_remedy(register, row.reference, "fees", by=FARIDA, on=clock())
    assert (mended.mended_on, mended.seen_by) == (TODAY, FARIDA.account)
    for point in ("fees", "premises"):
        with pytest.raises(NothingToRemedy):
            inspections.record_remedy(register, row.reference, point, by=FARIDA, on=clock())
    for number, point in ((row.reference, "nothing"), ("I-NOBODY", "fees")):
        with pytest.raises(NotFound):
            inspections.record_remedy(register, number, point, by=FARIDA, on=clock())


def test_it_is_planned_ahead_of_us(register, clock):
    for day, kind in ((TODAY - DAY, AlreadyOver), (TODAY + 5_000 * DAY, TooFarAhead)):
        with pytest.raises(kind):
            plan(register, clock, day)
    with pytest.raises(NotFound):
        plan(register, clock, agency="AG-NOBODY")


def test_it_is_held_once_on_days_that_make_sense_and_on_every_point(register, clock):
    row = plan(register, clock)
    for values, kind in (
        ({"held_on": TODAY + DAY}, InTheFuture),
        ({"held_on": TODAY - 400 * DAY}, TooLongAgo),
        ({"points": {Point.FEES: Verdict.FINE}}, NothingSeen),
        ({"points": dict.fromkeys(Point, Verdict.NOT_SEEN)}, NothingSeen),
        ({"points": WRONG}, RemedyDayMissing),
        ({"points": WRONG, "due_on": TODAY - DAY}, AlreadyOver),
    ):
        with pytest.raises(kind):
            hold(register, clock, row, **values)
    hold(register, clock, row)
    with pytest.raises(AlreadyInspected):
        hold(register, clock, row)


FINED = NewFine("255-1", "44-A", 30 * 412_000_00, "UZS", TODAY - DAY)


def test_a_fine_is_written_down_as_it_was_decided_and_paid_once(register, clock):
    row = inspections.record_fine(register, "AG-VALID", FINED, by=FARIDA, on=clock())
    inspections.record_payment(register, row.id, by=FARIDA, on=clock())
    clock.forward(days=3)
    assert inspections.record_payment(register, row.id, by=FARIDA, on=clock()).paid_on == TODAY
    assert [one.article for one in inspections.fines(register, "AG-VALID")] == ["255-1"]
    with pytest.raises(NotFound):
        inspections.record_payment(register, 999, by=FARIDA, on=clock())
    with pytest.raises(NotFound):
        inspections.record_fine(register, "AG-NOBODY", FINED, by=FARIDA, on=clock())
    for day, kind in ((TODAY + 9 * DAY, InTheFuture), (TODAY - 9_000 * DAY, TooLongAgo)):
        with pytest.raises(kind):
            inspections.record_fine(
                register, "AG-VALID", replace(FINED, decided_on=day), by=FARIDA, on=clock()
            )
