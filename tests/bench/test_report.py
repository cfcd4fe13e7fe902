"""The measured figures of the report in little: SQL written by hand counts the same, and each comes
from records. `./musofir bench report` measures what they cost."""

import pytest

from bench import plain, report
from service.reporting.figures import months
from service.reporting.figures.definitions import DEFINITIONS

PART = 50


def test_somebody_wrote_each_figure_by_hand():
    for kind in ("sqlite", "postgresql"):
        assert set(plain.of(kind)) == {one.key for one in DEFINITIONS}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_figures_are_those_counted_by_hand_and_each_traces_to_records(kind, request):
    (found,) = report.run([kind], PART, lambda: request.getfixturevalue("server"))
    print(report.summary([found]))
    assert found["ratio"] > 0
    traced, of = map(int, found["traced"].split("/"))
    assert traced == of > 50


def test_a_wrong_number_by_hand_is_seen(monkeypatch, database):
    """That both ways find the same is asked in earnest."""
    home = report.Home(database, "sqlite" if database.sqlite else "postgresql", 0, 0, 0)
    report.right(home)
    monkeypatch.setitem(plain.QUESTIONS, "advice.sessions", "SELECT 1")
    with pytest.raises(AssertionError, match=r"advice\.sessions"):
        report.right(home)


def test_it_is_the_year_of_the_printed_report():
    assert months.year(2019) == report.SPAN
