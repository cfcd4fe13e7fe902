"""In the demonstration somebody is on every part of the road, one of them in trouble and one silent."""

from sqlalchemy import select
from sqlmodel import col

from matching import checkins, contracts, homecomings, watching
from matching.applications import Application
from matching.checkins import CheckIn
from matching.contracts import Contract
from service.casework.troubles import Trouble
from tests.conftest import Clock


def test_somebody_is_on_every_part_of_the_road(shown):
    with shown.read() as session:
        states = {str(state) for state in session.execute(select(col(Application.state))).scalars()}
        assert {"accepted", "contract_signed", "visa_in_process", "arrived_confirmed", "working", "returned"} <= states
        rows = list(session.execute(select(CheckIn)).scalars())
        assert [checkins.grave(row) for row in rows if row.answered_at].count(True) == 1
        assert session.execute(select(Trouble)).scalars().first()
        assert session.execute(select(homecomings.Homecoming)).scalars().first().unpaid


def test_somebody_has_a_contract_to_read_and_somebody_is_silent(shown):
    clock = Clock()
    with shown.read() as session:
        waiting = session.execute(select(Contract).where(col(Contract.state) == "drafted")).scalars().all()
        assert waiting
        for contract in waiting:
            row = session.get_one(Application, contract.application)
            assert {one.name for one in contracts.terms(session, row, contract, clock.today) if one.to_name} >= {"city"}
        late = session.execute(select(CheckIn).where(col(CheckIn.waits_since) <= clock.today - watching.SILENT)).first()
        assert late
