"""What an upgrade makes of records that were kept before it."""

from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from catalog.points import EVERY
from catalog.vacancies import Vacancy
from catalog.vetting import Check
from matching import contracts, signing
from matching.applications import Application
from service.casework import evidence
from service.casework.evidence import NewFile
from service.casework.wages import Claim
from service.database import MIGRATIONS
from tests import cast, paid
from tests.applied import WORKER, applied, worker
from tests.travelled import drafted


@pytest.fixture
def to(seeded):
    """Brings the tables to the shape of one revision, with all that stands in them."""

    def lead(revision: str, move=command.upgrade) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with seeded._writing.connect() as connection:
            config.attributes["connection"] = connection
            move(config, revision)
            connection.commit()

    return lead


def test_going_back_keeps_the_files_of_claims_and_no_receipt(seeded, clock, to):
    """What belongs to no claim has no place in the tables before; brought up again, both kinds can be kept."""
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        cost = paid.visa(session, claim.citizen, clock())
        for owner, name in ((claim, "badge.jpg"), (cost, "visa.jpg")):
            evidence.begin(session, owner, NewFile(name, 9), by=WORKER, on=clock())
    to("0007_editions", command.downgrade)
    to("head")
    with seeded.write() as session:
        assert [one.name for one in evidence.of(session, claim)] == ["badge.jpg"]
        assert evidence.of(session, cost) == []
        assert evidence.begin(session, cost, NewFile("visa.jpg", 9), by=WORKER, on=clock()).number == 1


def test_moments_of_terms_become_editions(seeded, clock, to):
    """Of three vacancies one was never changed, one changed after it was published, and one was never published."""
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="take_offer")
        drafted(session, row, on=clock())
        signing.accept(session, row, set(), seen=1, by=WORKER, on=clock(), day=clock.today)
        names = {name: cast.named(session, name).reference for name in ("published", "cook", "paused")}
        for number in names.values():
            session.add(Check(vacancy=number, point="costs", verdict="pass", evidence="x", officer="U-1", at=clock()))
        cast.named(session, "paused").published_at = None
        number = row.reference
    to("0005_search", command.downgrade)
    later = clock() + timedelta(hours=1)
    with seeded.write() as session:
        told = text("UPDATE vacancies SET terms_at = :at WHERE reference = :one")
        session.execute(
            told, {"at": f"{later:%Y-%m-%d %H:%M:%S}.000000" if seeded.sqlite else later, "one": names["published"]}
        )
    to("head")
    with seeded.read() as session:
        changed, same, never = (session.get_one(Vacancy, names[one]) for one in ("published", "cook", "paused"))
        assert [(one.edition, one.vetted_edition) for one in (changed, same, never)] == [(1, 0), (1, 1), (1, None)]
        assert (set(changed.open_points.split()), same.open_points) == (set(EVERY), "")
        application = session.get_one(Application, number)
        contract = contracts.of(session, application)
        assert (contract.edition, contracts.outlived(session, application, contract)) == (0, True)
