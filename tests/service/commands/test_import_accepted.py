"""A contract that is accepted while a register is being taken in: what the import changes, it
changes after that."""

import csv
from datetime import timedelta

import pytest

from catalog.core import fields
from matching.applications import applications
from matching.contracts import contracts, signing
from matching.contracts.contracts import NotAccepted
from service.commands import import_vacancies
from tests.support.cast import FARIDA, HAMID
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted


@pytest.fixture
def number(seeded):
    """Somebody whose contract waits for their word."""
    with seeded.write() as session:
        row = applied(
            session, worker(session, on=fields.now()), on=fields.now(), until="take_offer"
        )
        drafted(session, row, on=fields.now())
        return row.reference


@pytest.fixture
def changed(settled, tmp_path):
    """The register as it is, with another town of the job in it."""
    file = tmp_path / "v.csv"
    assert settled("export", "vacancies", file)[0] == 0
    with file.open(encoding="utf-8-sig", newline="") as values:
        rows = [
            row | {"city": "Geoje"}
            for row in csv.DictReader(values)
            if row["external_id"] == "J-PUBLISHED"
        ]
    with file.open("w", encoding="utf-8", newline="") as values:
        writer = csv.DictWriter(values, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_what_was_accepted_while_an_import_ran_is_accepted_anew(
    settled, seeded, number, changed, monkeypatch
):
    def meanwhile(_session, _rows, _asked):
        """A worker, whose clock may even be an hour ahead of the one that imports."""
        on = fields.now() + timedelta(hours=1)
        with seeded.write() as session:
            row = applications.get(session, number, by=FARIDA)
            signing.accept(
                session, row, set(), seen=1, by=WORKER, on=on, day=fields.tashkent_day(on)
            )

    monkeypatch.setattr(import_vacancies.KIND, "prepare", meanwhile)
    code, out, _ = settled("import", "vacancies", changed, "--published", "--decision", "Order 7")
    assert (code, "1 changed" in out) == (0, True)
    later = fields.now() + timedelta(hours=2)
    with seeded.write() as session:
        row = applications.get(session, number, by=FARIDA)
        contract = contracts.for_application(session, row)
        assert (contract.state, contracts.is_outdated(session, row, contract)) == ("accepted", True)
        assert contracts.changed_since(session, row) == ["city"]
        with pytest.raises(NotAccepted):
            signing.sign(
                session,
                row,
                fields.tashkent_day(later),
                by=HAMID,
                on=later,
                day=fields.tashkent_day(later),
            )


def test_whoever_applied_while_it_ran_is_told_of_what_it_changed(
    settled, seeded, changed, monkeypatch
):
    numbers = []

    def meanwhile(_session, _rows, _asked):
        on = fields.now() + timedelta(hours=1)
        with seeded.write() as session:
            numbers.append(applied(session, worker(session, on=on), on=on).reference)

    monkeypatch.setattr(import_vacancies.KIND, "prepare", meanwhile)
    assert settled("import", "vacancies", changed, "--published", "--decision", "Order 7")[0] == 0
    with seeded.read() as session:
        assert contracts.changed_since(
            session, applications.get(session, numbers[0], by=FARIDA)
        ) == ["city"]
