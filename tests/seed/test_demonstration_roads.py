"""In the demonstration somebody is on every part of the road, one of them in trouble and one
silent."""

from sqlalchemy import select
from sqlmodel import col

from matching.applications.applications import Application
from matching.contracts import contracts
from matching.contracts.contracts import Contract
from matching.journey import check_in_overview, check_ins, return_migration
from matching.journey.check_ins import CheckIn
from service.casework.protection.check_in_alarms import Trouble
from tests.conftest import Clock


def test_somebody_is_on_every_part_of_the_road(shown):
    with shown.read() as session:
        states = {str(state) for state in session.execute(select(col(Application.state))).scalars()}
        assert {
            "accepted",
            "contract_signed",
            "visa_in_process",
            "arrived_confirmed",
            "working",
            "returned",
        } <= states
        rows = list(session.execute(select(CheckIn)).scalars())
        assert [check_ins.suggests_forced_labour(row) for row in rows if row.answered_at].count(
            True
        ) == 1
        assert session.execute(select(Trouble)).scalars().first()
        assert session.execute(select(return_migration.Homecoming)).scalars().first().unpaid


def test_somebody_has_a_contract_to_read_and_somebody_is_silent(shown):
    clock = Clock()
    with shown.read() as session:
        waiting = (
            session.execute(select(Contract).where(col(Contract.state) == "drafted"))
            .scalars()
            .all()
        )
        assert waiting
        for contract in waiting:
            row = session.get_one(Application, contract.application)
            assert {
                one.name
                for one in contracts.terms(session, row, contract, clock.today)
                if one.to_name
            } >= {"city"}
        late = session.execute(
            select(CheckIn).where(
                col(CheckIn.waits_since) <= clock.today - check_in_overview.SILENT
            )
        ).first()
        assert late
