"""The same figures are the same letters and the same hash; another letter, another hash."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure, Unit

ON = datetime(2026, 11, 25, 6, tzinfo=UTC)


def row(**changed: object) -> SimpleNamespace:
    return SimpleNamespace(**({"year": 2025, "why": "", "other": 1, "signed_at": ON} | changed))


def test_figures_are_written_with_sorted_names_and_no_spaces():
    items = [Figure("a", 1, Unit.SESSION, dimension={"topic": "housing"})]
    assert (
        report_digest.canonical_json(items)
        == '[{"dimension":{"topic":"housing"},"key":"a","unit":"session","value":1}]'
    )


def test_another_number_is_another_fingerprint_and_the_same_is_the_same():
    one, two = [Figure("a", 1, Unit.SESSION)], [Figure("a", 2, Unit.SESSION)]
    assert (
        report_digest.fingerprint(one)
        == report_digest.fingerprint(list(one))
        != report_digest.fingerprint(two)
    )


def test_the_hash_covers_what_is_named_and_the_moment_in_whatever_zone_it_is_told():
    kept = report_digest.digest(row(), ("year", "why"))
    assert report_digest.digest(row(other=2), ("year", "why")) == kept
    assert (
        report_digest.digest(
            row(signed_at=ON.astimezone(timezone(timedelta(hours=5)))), ("year", "why")
        )
        == kept
    )
    for changed in (row(year=2024), row(why="late"), row(signed_at=ON + timedelta(seconds=1))):
        assert report_digest.digest(changed, ("year", "why")) != kept
