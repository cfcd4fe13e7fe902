"""What is frozen of a year: counts and hashes alone, read back to the letter, and told when one of
them was changed."""

import hashlib
import re

import pytest
from sqlalchemy.exc import IntegrityError

from service.reporting.annual import frozen_year, years
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.figures import report_digest
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Unit
from tests.conftest import filled
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at
from tests.support.cast import TODAY


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR", past.world)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("figures", "[]"),
        ("meanings", "{}"),
        ("roots", "{}"),
        ("why", "x"),
        ("number", 1),
        ("year", 2024),
        ("signed_by", "U-MALLORY"),
    ],
)
def test_the_hash_tells_whatever_was_changed_since(world, name, wrong):
    row = past.propose(world)
    world.expire_all()
    assert frozen_year.is_intact(row)
    setattr(row, name, wrong)
    assert not frozen_year.is_intact(row)
    world.expunge(row)


def test_only_counts_and_hashes_stand_in_it(world):
    row = past.propose(world)
    kept = row.figures + row.meanings + row.roots
    assert not any(word in kept for word in ("Anvar", "Traveller", "Worker ", "Severny", "Hanbit"))
    assert not re.search(r"\b[A-Z]-[2-9A-HJ-NP-Z]{8,10}\b", kept), "and nobody's reference"
    assert report_digest.canonical_json(frozen_year.figures(row)) == row.figures
    assert report_digest.canonical_json(frozen_year.meanings(row)) == row.meanings
    assert report_digest.canonical_json(frozen_year.roots(row)) == row.roots


def test_every_figure_is_kept_with_what_it_means_also_where_nothing_was(world):
    row = past.propose(world)
    assert set(frozen_year.meanings(row)) == {one.key for one in DEFINITIONS}
    meant = frozen_year.meanings(row)
    assert (meant["placements.by_country"].base, meant["advice.sessions"].edition) == (
        "placements.total",
        1,
    )
    assert {one.rounding.value for one in meant.values() if one.unit is Unit.RATE} == {"half_up"}
    assert {one.rounding.value for one in meant.values() if one.unit is Unit.CLAIM} == {"none"}
    assert [key for key, one in meant.items() if one.at_the_end] == ["licences.active"]


def test_the_root_is_over_the_hashes_of_the_references_in_any_order(world):
    roots = frozen_year.compute_roots(world, years.elapsed_span(YEAR, TODAY))
    placed = [one.reference for one in (past.place(world, "K-3"), past.place(world, "K-4"))]
    now = frozen_year.compute_roots(world, years.elapsed_span(YEAR, TODAY))
    assert (roots["placements.total"].count, now["placements.total"].count) == (2, 4)
    assert now["placements.total"] == now["placements.by_country"], "the same records are behind"
    assert roots["advice.sessions"] == now["advice.sessions"]
    hashes = sorted(hashlib.sha256(one.encode()).digest() for one in placed)
    assert (
        frozen_year.hash_references(placed).sha256
        == frozen_year.hash_references(placed[::-1]).sha256
        == hashlib.sha256(b"".join(hashes)).hexdigest()
    )


def test_every_figure_but_none_has_records_behind_it(world):
    assert set(frozen_year.compute_roots(world, years.elapsed_span(YEAR, TODAY))) == {
        one.key for one in DEFINITIONS
    }


def test_a_number_stands_once(world):
    row = past.propose(world)
    twin = ReportYear(
        year=YEAR,
        number=0,
        figures="[]",
        meanings="{}",
        roots="{}",
        sha256="",
        signed_by="x",
        signed_at=at(TODAY),
    )
    world.add(twin)
    with pytest.raises(IntegrityError):
        world.flush()
    assert row.number == 0


def test_the_newest_with_two_signatures_is_the_closed_one():
    def row(number: int, second: str | None = None, out: str | None = None) -> ReportYear:
        return ReportYear(
            year=YEAR,
            number=number,
            figures="",
            meanings="",
            roots="",
            sha256="",
            signed_by="J",
            signed_at=at(TODAY),
            countersigned_by=second,
            published_by=out,
        )

    rows = [row(3), row(2, "I"), row(1, "I", "J"), row(0, "I", "J")]
    assert (frozen_year.newest_closed(rows), frozen_year.newest_published(rows)) == (
        rows[1],
        rows[2],
    )
    assert frozen_year.newest_closed(rows[:1]) is None
