"""Titles without a trade: an officer names the unit group."""

import pytest
from sqlalchemy import true

from catalog.core.errors import EditConflict, NotFound
from catalog.vacancies import title_classification
from catalog.vacancies.title_classification import NotAUnitGroup
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA


def test_what_has_no_trade_waits_until_somebody_names_it(register, clock):
    row = cast.named(register, "unclassified")
    assert [
        one.reference for one in title_classification.list_unclassified(register, true(), 0, 10)
    ] == [row.reference]
    assert title_classification.count_unclassified(register, true()) == 1
    for code in ("9999", "71", ""):
        with pytest.raises(NotAUnitGroup):
            title_classification.classify(register, row.reference, code, by=FARIDA, on=clock())
    title_classification.classify(register, row.reference, "9112", by=FARIDA, on=clock())
    assert (
        row.isco08,
        row.classified,
        title_classification.count_unclassified(register, true()),
    ) == ("9112", False, 0)
    with pytest.raises(NotFound):
        title_classification.classify(register, "V-NOBODY", "9112", by=FARIDA, on=clock())


def test_what_is_named_already_or_no_longer_waits_is_left_as_it_is(register, clock):
    row = cast.named(register, "unclassified")
    title_classification.classify(register, row.reference, "9112", by=FARIDA, on=clock())
    for number in (row.reference, cast.named(register, "published").reference):
        with pytest.raises(EditConflict):
            title_classification.classify(register, number, "5120", by=GULNORA, on=clock())
    assert (row.isco08, cast.named(register, "published").isco08) == ("9112", "7212")
    row.isco08, row.state = None, "withdrawn"
    assert title_classification.count_unclassified(register, true()) == 0
    with pytest.raises(NotFound):
        title_classification.classify(register, row.reference, "9112", by=FARIDA, on=clock())
