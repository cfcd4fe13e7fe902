"""An agency signs its month, corrects it by number, and a licensing officer takes the newest one."""

from datetime import date

import msgspec
import pytest

from catalog.core.errors import NotAllowed, NotFound
from service.reporting import handed_in, recruited, seals, signed
from service.reporting.handed_in import TakenAlready
from service.reporting.months import Month
from service.reporting.signed import (
    CorrectedSince,
    FiguresMoved,
    MonthNotOver,
    NothingToCorrect,
    NotSignedYet,
    SignedAlready,
    Signing,
    TellsOfSomebody,
    WhyCorrected,
)
from tests import cast
from tests.applied import applied, worker
from tests.cast import ALISHER, FARIDA, HAMID, IRODA, TODAY
from tests.placed import placed

OCTOBER = Month(2026, 10)
STOPPED = msgspec.structs.replace(HAMID, agency="AG-SUSPENDED")


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def signing(session, by=HAMID, **told) -> Signing:
    seen = seals.fingerprint(handed_in.counted(session, by.agency, OCTOBER, TODAY))
    return Signing(**{"seen": seen} | told)


def sign(session, clock, told=None, by=HAMID, deed=handed_in.sign, month=OCTOBER):
    return deed(session, month, told or signing(session, by), by=by, on=clock(), day=TODAY)


def test_what_is_signed_is_frozen_and_holds(session, clock):
    row = sign(session, clock)
    assert (row.number, row.agency, signed.holds(row)) == (0, "AG-VALID", True)
    assert signed.read(row) == handed_in.counted(session, "AG-VALID", OCTOBER, TODAY)
    row.figures = row.figures.replace("0", "9", 1)
    assert not signed.holds(row)
    assert handed_in.due(OCTOBER) == date(2026, 11, 5)


def test_what_cannot_be_signed(session, clock):
    for told, month, refusal in (
        (signing(session, seen="x"), OCTOBER, FiguresMoved), (signing(session), Month(2026, 11), MonthNotOver),
        (signing(session, remarks="Call +998 90 000 00 01"), OCTOBER, TellsOfSomebody),
    ):  # fmt: skip
        with pytest.raises(refusal):
            sign(session, clock, told, month=month)
    with pytest.raises(NotSignedYet):
        sign(session, clock, signing(session, why="x"), deed=handed_in.correct)
    for by in (FARIDA, IRODA, ALISHER):
        with pytest.raises(NotAllowed):
            sign(session, clock, Signing(seen="x"), by=by)


def test_late_entries_go_into_a_correction_with_the_next_number(session, clock):
    sign(session, clock)
    with pytest.raises(SignedAlready):
        sign(session, clock)
    with pytest.raises(WhyCorrected):
        sign(session, clock, deed=handed_in.correct)
    with pytest.raises(NothingToCorrect):
        sign(session, clock, signing(session, why="No reason"), deed=handed_in.correct)
    person = session.get_one(cast.Claim, cast.CLAIM).citizen
    placed(session, of=person, on=clock(), signed_on=date(2026, 10, 7))
    row = sign(session, clock, signing(session, why="A contract came late"), deed=handed_in.correct)
    assert [one.number for one in handed_in.of(session, "AG-VALID", OCTOBER)] == [1, 0]
    assert handed_in.newest(session, ["AG-VALID"], [OCTOBER])["AG-VALID", "2026-10"] is row


def test_what_only_stands_at_the_moment_of_counting_is_no_correction(session, clock):
    """Somebody applies, a vacancy ends: the month that was signed stays as it was."""
    row = sign(session, clock)
    applied(session, worker(session, on=clock()), on=clock())
    cast.named(session, "published").state = "withdrawn"
    session.flush()
    now = handed_in.counted(session, "AG-VALID", OCTOBER, TODAY)
    then = {one.name: one.value for one in signed.read(row)}
    assert {one.key for one in now if then[one.name] != one.value} == recruited.MOMENT
    assert not handed_in.moved(row, now)
    with pytest.raises(NothingToCorrect):
        sign(session, clock, signing(session, why="No reason"), deed=handed_in.correct)


def test_a_licensing_officer_takes_the_newest_once(session, clock):
    with pytest.raises(NotSignedYet):
        handed_in.take(session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock())
    row = sign(session, clock)
    with pytest.raises(CorrectedSince):
        handed_in.take(session, "AG-VALID", OCTOBER, 1, by=FARIDA, on=clock())
    for by in (HAMID, IRODA):
        with pytest.raises(NotAllowed):
            handed_in.take(session, "AG-VALID", OCTOBER, 0, by=by, on=clock())
    assert handed_in.take(session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock()).countersigned_by == FARIDA.account
    with pytest.raises(TakenAlready):
        handed_in.take(session, "AG-VALID", OCTOBER, 0, by=FARIDA, on=clock())
    assert row.countersigned_at == clock()


def test_a_suspended_agency_owes_its_own_return_and_sees_no_other(session, clock):
    assert sign(session, clock, by=STOPPED).agency == "AG-SUSPENDED"
    with pytest.raises(NotFound):
        handed_in.agency(session, "AG-VALID", by=STOPPED)
    assert [one.external_id for one in handed_in.agencies(session, by=STOPPED)] == ["AG-SUSPENDED"]
    assert handed_in.agencies(session, by=IRODA) == []
    assert "AG-STATE" not in {one.external_id for one in handed_in.agencies(session, by=FARIDA)}
