"""An agency signs its month, corrects it by number, and a licensing officer takes the newest
one."""

from datetime import date

import msgspec
import pytest

from catalog.core.errors import NotAllowed, NotFound
from service.reporting.figures import report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_counts, agency_return, post_return
from service.reporting.monthly.agency_return import ReturnAlreadyAccepted
from service.reporting.monthly.post_return import (
    CorrectionReasonMissing,
    FiguresChanged,
    IdentifyingText,
    MonthNotOver,
    NothingToCorrect,
    ReturnAlreadySigned,
    ReturnCorrectedSince,
    ReturnNotSigned,
    SigningInput,
)
from tests.support import cast
from tests.support.cast import ALISHER, FARIDA, HAMID, IRODA, TODAY
from tests.support.sample_applications import applied, worker
from tests.support.sample_placements import placed

OCTOBER = Month(2026, 10)
STOPPED = msgspec.structs.replace(HAMID, agency="AG-SUSPENDED")


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def signing(session, by=HAMID, **values) -> SigningInput:
    seen = report_digest.fingerprint(
        agency_return.count_figures(session, by.agency, OCTOBER, TODAY)
    )
    return SigningInput(**{"seen": seen} | values)


def sign(session, clock, new_return=None, by=HAMID, command=agency_return.sign, month=OCTOBER):
    return command(session, month, new_return or signing(session, by), by=by, on=clock(), day=TODAY)


def test_only_who_held_a_licence_in_the_month_owes_its_return(session):
    """Who applied, was refused or never activated owes nothing; who was suspended or ended later
    does."""
    every = [one.external_id for one in agency_return.agencies(session, by=FARIDA)]
    valid = {"AG-VALID", "AG-EXPIRING", "AG-SURVEILLANCE", "AG-SUSPENDED"}
    ended_in_november = {"AG-REVOKED", "AG-ANNULLED", "AG-SURRENDERED"}
    owed = {
        Month(2024, 12): set(),
        Month(2026, 6): {*valid, *ended_in_november, "AG-EXPIRED"},
        Month(2026, 11): valid | ended_in_november,
        Month(2026, 12): valid,
        Month(2027, 1): valid - {"AG-EXPIRING"},
    }
    for month, expected in owed.items():
        assert agency_return.owing(session, every, month) == expected, month
    assert agency_return.months_owed(session, "AG-EXPIRED", list(owed)) == {Month(2026, 6)}


def test_what_is_signed_is_frozen_and_holds(session, clock):
    row = sign(session, clock)
    assert (row.number, row.agency, post_return.is_intact(row)) == (0, "AG-VALID", True)
    assert post_return.read(row) == agency_return.count_figures(session, "AG-VALID", OCTOBER, TODAY)
    row.figures = row.figures.replace("0", "9", 1)
    assert not post_return.is_intact(row)
    assert agency_return.due_date(OCTOBER) == date(2026, 11, 5)


def test_what_cannot_be_signed(session, clock):
    for values, month, refusal in (
        (signing(session, seen="x"), OCTOBER, FiguresChanged),
        (signing(session), Month(2026, 11), MonthNotOver),
        (signing(session, remarks="Call +998 90 000 00 01"), OCTOBER, IdentifyingText),
    ):
        with pytest.raises(refusal):
            sign(session, clock, values, month=month)
    with pytest.raises(ReturnNotSigned):
        sign(session, clock, signing(session, why="x"), command=agency_return.correct)
    for by in (FARIDA, IRODA, ALISHER):
        with pytest.raises(NotAllowed):
            sign(session, clock, SigningInput(seen="x"), by=by)


def test_late_entries_go_into_a_correction_with_the_next_number(session, clock):
    sign(session, clock)
    with pytest.raises(ReturnAlreadySigned):
        sign(session, clock)
    with pytest.raises(CorrectionReasonMissing):
        sign(session, clock, command=agency_return.correct)
    with pytest.raises(NothingToCorrect):
        sign(session, clock, signing(session, why="No reason"), command=agency_return.correct)
    person = session.get_one(cast.Claim, cast.CLAIM).citizen
    placed(session, of=person, on=clock(), signed_on=date(2026, 10, 7))
    row = sign(
        session, clock, signing(session, why="A contract came late"), command=agency_return.correct
    )
    assert [
        one.number
        for one in post_return.list_for_month(
            session, agency_return.AgencyReturn, "AG-VALID", OCTOBER
        )
    ] == [
        1,
        0,
    ]
    assert (
        post_return.newest_by_month(session, agency_return.AgencyReturn, ["AG-VALID"], [OCTOBER])[
            "AG-VALID", "2026-10"
        ]
        is row
    )


def test_what_only_stands_at_the_moment_of_counting_is_no_correction(session, clock):
    """Somebody applies: the month that was signed stays as it was."""
    row = sign(session, clock)
    applied(session, worker(session, on=clock()), on=clock())
    now = agency_return.count_figures(session, "AG-VALID", OCTOBER, TODAY)
    then = {one.name: one.value for one in post_return.read(row)}
    changed = {one.key for one in now if then[one.name] != one.value}
    assert changed == {"candidates.waiting"} < agency_counts.POINT_IN_TIME
    assert not agency_return.has_changed(row, now)
    with pytest.raises(NothingToCorrect):
        sign(session, clock, signing(session, why="No reason"), command=agency_return.correct)


def test_a_licensing_officer_takes_the_newest_once(session, clock):
    with pytest.raises(ReturnNotSigned):
        agency_return.accept(session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock())
    row = sign(session, clock)
    with pytest.raises(ReturnCorrectedSince):
        agency_return.accept(session, "AG-VALID", OCTOBER, 1, by=FARIDA, on=clock())
    for by in (HAMID, IRODA):
        with pytest.raises(NotAllowed):
            agency_return.accept(session, "AG-VALID", OCTOBER, 0, by=by, on=clock())
    assert (
        agency_return.accept(
            session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock()
        ).countersigned_by
        == FARIDA.account
    )
    with pytest.raises(ReturnAlreadyAccepted):
        agency_return.accept(session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock())
    assert row.countersigned_at == clock()


def test_a_suspended_agency_owes_its_own_return_and_sees_no_other(session, clock):
    assert sign(session, clock, by=STOPPED).agency == "AG-SUSPENDED"
    with pytest.raises(NotFound):
        agency_return.agency(session, "AG-VALID", by=STOPPED)
    assert [one.external_id for one in agency_return.agencies(session, by=STOPPED)] == [
        "AG-SUSPENDED"
    ]
    assert agency_return.agencies(session, by=IRODA) == []
    assert "AG-STATE" not in {one.external_id for one in agency_return.agencies(session, by=FARIDA)}
