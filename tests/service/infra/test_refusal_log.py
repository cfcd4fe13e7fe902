"""Refusals in the journal: the first of an hour one by one, the rest in one entry, and none
forgotten."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from service.infra import refusal_log
from service.operations import nightly
from tests.support import cast

pytestmark = pytest.mark.usefixtures("seeded")


def refusals(database) -> list[tuple[str, str, str]]:
    with database.read() as session:
        rows = session.execute(
            select(Entry)
            .where(col(Entry.act) == "refuse", col(Entry.noun) == "access")
            .order_by(col(Entry.position))
        ).scalars()
        return [(row.account, row.reference, row.fields) for row in rows]


def test_a_client_in_a_loop_cannot_fill_the_journal_and_every_refusal_is_counted(seeded, clock):
    for number in range(50):
        with seeded.write() as session:
            refusal_log.record_refusal(session, f"/desk/{number}", by=cast.BARNO, on=clock())
    with seeded.write() as session:
        refusal_log.record_refusal(session, "/desk/other", by=cast.DAVRON, on=clock())
    assert len(refusals(seeded)) == refusal_log.MAX_SINGLE_ENTRIES + 1
    clock.forward(hours=1)
    nightly.delete_failed_searches(seeded, on=clock())
    nightly.delete_failed_searches(seeded, on=clock())
    account, reference, fields = refusals(seeded)[-1]
    assert (len(refusals(seeded)), account, reference) == (
        refusal_log.MAX_SINGLE_ENTRIES + 2,
        cast.BARNO.account,
        "more",
    )
    assert fields.startswith("more:30,since:")
