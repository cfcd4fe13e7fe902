"""What a correction changes: old and new from what was signed, whatever the records say today."""

from service.reporting.annual import correction_changes
from service.reporting.annual.frozen_year import ReportYear, Root
from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure, Meaning, Unit
from tests.service.reporting import past
from tests.support.cast import TODAY


def version(number: int, sessions: int, root: str, *, published: str = "") -> ReportYear:
    figures = [Figure("sessions", sessions, Unit.SESSION), Figure("events", 3, Unit.EVENT)]
    meanings = {one.key: Meaning(one.key, one.key, one.unit) for one in figures}
    return ReportYear(
        year=2025,
        number=number,
        figures=report_digest.canonical_json(figures),
        meanings=report_digest.canonical_json(meanings),
        roots=report_digest.canonical_json({"events": Root(3, root)}),
        sha256="",
        signed_by="U-JAMSHID",
        signed_at=past.at(TODAY),
        published_by=published or None,
    )


def test_a_correction_is_compared_with_what_was_published_last():
    rows = [version(2, 9, "b"), version(1, 7, "a"), version(0, 4, "a", published="U-JAMSHID")]
    found = correction_changes.find(rows, rows[0], set())
    assert found.earlier.number == 0
    assert [(one.figure.key, one.earlier, one.figure.value) for one in found.figures] == [
        ("sessions", 4, 9)
    ]
    assert [one.key for one in found.records] == ["events"]
    assert correction_changes.find(rows, rows[1], set()).figures[0].figure.value == 7


def test_a_correction_of_a_year_not_published_is_compared_with_the_version_before():
    rows = [version(2, 9, "a"), version(1, 7, "a"), version(0, 4, "a")]
    found = correction_changes.find(rows, rows[0], set())
    assert (found.earlier.number, found.records) == (1, [])


def test_the_first_version_changes_nothing_and_a_hidden_figure_is_not_shown():
    rows = [version(1, 7, "b"), version(0, 4, "a")]
    assert correction_changes.find(rows, rows[1], set()) is None
    assert correction_changes.find(rows, None, set()) is None
    found = correction_changes.find(rows, rows[0], {"sessions", "events"})
    assert (found.figures, found.records) == ([], [])
