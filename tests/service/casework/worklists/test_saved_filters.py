"""Saved filters are one's own: at most twenty, each with a name, with the number of claims each
finds now."""

import pytest
from sqlalchemy import event

from catalog.core import journal
from catalog.core.errors import NotFound
from service.casework.worklists import claim_list, saved_filters
from service.casework.worklists.claim_list import Filter
from service.casework.worklists.saved_filters import (
    FilterTooLong,
    NameTaken,
    NewName,
    TooManyFilters,
)
from service.input.listing import YesNo
from tests.service.casework import heap
from tests.support.cast import CHINORA, DAVRON, IRODA

OPEN = Filter()


def keep(session, clock, name, asked=OPEN, by=CHINORA):
    return saved_filters.save(session, NewName(name), claim_list.address(asked), by=by, on=clock())


def test_a_filter_is_kept_without_the_name_of_a_worker(ground, clock):
    row = keep(ground, clock, "Mine", Filter(owner="me", worker="Alisher", employer="Severny"))
    assert row.query == "owner=me&employer=Severny"
    ground.commit()
    assert [one.act for one in journal.history(ground, "saved_filter", CHINORA.account)] == [
        "record"
    ]


def test_each_finds_for_its_owner_what_it_finds_now_in_one_question(ground, clock):
    heap.heap(ground, clock, 60)
    for name, asked in (
        ("a", Filter()),
        ("b", Filter(overdue=YesNo.YES)),
        ("c", Filter(owner="me")),
        ("d", Filter(state="all")),
    ):
        for by in (IRODA, DAVRON):
            keep(ground, clock, name, asked, by)
    ground.flush()
    seen = []
    note = lambda *items: seen.append(items[2])  # noqa: E731
    event.listen(ground.get_bind(), "before_cursor_execute", note)
    live = {
        by.name: [one.claims for one in saved_filters.list_with_counts(ground, by=by, now=clock())]
        for by in (IRODA, DAVRON)
    }
    event.remove(ground.get_bind(), "before_cursor_execute", note)
    assert live == {"Iroda": [54, 18, 0, 60], "Davron": [12, 4, 6, 12]}
    assert len(seen) <= 16


def test_without_any_nothing_is_counted(ground, clock):
    assert saved_filters.list_with_counts(ground, by=CHINORA, now=clock()) == []


def test_twenty_are_enough(ground, clock):
    for at in range(20):
        keep(ground, clock, f"{at}")
    with pytest.raises(TooManyFilters):
        keep(ground, clock, "one more")
    saved_filters.drop(
        ground, saved_filters.list_own(ground, by=CHINORA)[0].id, by=CHINORA, on=clock()
    )
    assert keep(ground, clock, "one more").id


def test_two_of_one_name_are_refused_but_not_those_of_somebody_else(ground, clock):
    keep(ground, clock, "Late")
    with pytest.raises(NameTaken):
        keep(ground, clock, "LATE")
    assert keep(ground, clock, "Late", by=DAVRON).id


def test_a_filter_too_long_is_refused(ground, clock):
    with pytest.raises(FilterTooLong):
        keep(ground, clock, "Long", Filter(employer="Ж" * 100))


def test_it_is_renamed_to_what_is_free_and_to_its_own_name_again(ground, clock):
    one, _ = keep(ground, clock, "One"), keep(ground, clock, "Two")
    with pytest.raises(NameTaken):
        saved_filters.rename(ground, one.id, NewName("two"), by=CHINORA, on=clock())
    assert (
        saved_filters.rename(ground, one.id, NewName("ONE"), by=CHINORA, on=clock()).name == "ONE"
    )


def test_nobody_touches_somebody_elses(ground, clock):
    row = keep(ground, clock, "Mine")
    for action in (
        lambda: saved_filters.rename(ground, row.id, NewName("Yours"), by=DAVRON, on=clock()),
        lambda: saved_filters.drop(ground, row.id, by=IRODA, on=clock()),
    ):
        with pytest.raises(NotFound):
            action()
    assert [one.name for one in saved_filters.list_own(ground, by=CHINORA)] == ["Mine"]
    assert saved_filters.list_own(ground, by=DAVRON) == []
