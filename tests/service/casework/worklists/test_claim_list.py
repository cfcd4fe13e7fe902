"""The list of claims: each answer of the address narrows it exactly, within one's own scope, and
nothing absurd breaks it."""

from datetime import timedelta
from functools import partial

import msgspec
import pytest
from sqlalchemy import event, func, select
from sqlmodel import col

from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.workflow import notes
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import Filter
from service.casework.worklists.service_level_rules import Clock
from service.input import listing
from service.input.listing import YesNo
from tests.conftest import filled
from tests.service.casework import crews, heap
from tests.service.casework.heap import CODES, COUNTRIES, FIRMS, NAMES
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA, MOSCOW, SEOUL

ALL = Filter(state="all")


@pytest.fixture
def full(place):
    yield from filled(place, "HEAP120", partial(heap.standing, count=120))


def found(session, clock, asked, by=IRODA, order=()):
    times = claim_list.times(session, clock())
    counted = claim_list.count(session, asked, by=by, times=times)
    pages = [
        claim_list.read_page(
            session, asked, number, by=by, times=times, counted=counted, order=order
        )
        for number in (1, 2, 3, 4)
    ]
    rows = [row.reference for page in pages for row in page]
    assert counted.total == len(rows) == len(set(rows))
    return rows


def where(rule, count=120):
    return {heap.number(at) for at in range(count) if rule(at)}


def open_(at):
    return at % 10 != 9


def every(_at):
    return True


def none_of(_at):
    return False


EXACT = {
    "all that are open": (Filter(), open_),
    "with the closed ones": (ALL, every),
    "closed": (Filter(state="closed"), lambda at: not open_(at)),
    "one state": (Filter(state="negotiation"), lambda at: open_(at) and at % 3 == 1),
    "no such state": (Filter(state="nonsense"), open_),
    "country": (Filter(state="all", country="TR"), lambda at: COUNTRIES[at % 5] == "TR"),
    "post": (Filter(state="all", post=SEOUL), lambda at: CODES[at % 5] == SEOUL),
    "no such post": (Filter(post="NO-POST"), none_of),
    "officer": (
        Filter(state="all", owner=DAVRON.account),
        lambda at: heap.owner(at) == DAVRON.account,
    ),
    "nobody": (Filter(state="all", owner="nobody"), lambda at: heap.owner(at) is None),
    "component": (Filter(state="all", component=Component.OVERTIME), lambda at: at % 2 == 1),
    "currency": (Filter(state="all", currency="KRW"), lambda at: at % 5 == 0),
    "both of one sum": (
        Filter(state="all", component=Component.OVERTIME, currency="KRW"),
        lambda at: at % 2 == 1 and at % 5 == 0,
    ),
    "overdue": (Filter(overdue=YesNo.YES), lambda at: open_(at) and heap.due(at) < 0),
    "not overdue": (Filter(overdue=YesNo.NO), lambda at: open_(at) and heap.due(at) >= 0),
    "quiet": (Filter(quiet=YesNo.YES), lambda at: open_(at) and heap.age(at) > 14),
    "in a group": (Filter(group=YesNo.YES), none_of),
    "in none": (Filter(state="all", group=YesNo.NO), every),
}


@pytest.mark.parametrize("name", EXACT)
def test_each_answer_finds_exactly_its_claims(full, clock, name):
    asked, rule = EXACT[name]
    assert set(found(full, clock, asked)) == where(rule)


def test_days_are_taken_with_both_ends(full, clock):
    day = clock.today
    asked = msgspec.structs.replace(
        ALL, filed_from=day - timedelta(90), filed_until=day - timedelta(30)
    )
    assert set(found(full, clock, asked)) == where(lambda at: heap.age(at) in (30, 90))
    assert set(found(full, clock, Filter(state="all", due_until=day))) == where(
        lambda at: heap.due(at) <= 0
    )


def test_one_s_own_are_those_of_whoever_asks(full, clock):
    assert set(found(full, clock, Filter(state="all", owner="me"), by=DAVRON)) == where(
        lambda at: heap.owner(at) == DAVRON.account
    )


@pytest.mark.parametrize("typed", ["severny", "СЕВЕРНЫЙ", "dvor sever", "северный двор", "Stroy"])
def test_an_employer_is_found_in_any_script_by_the_beginning_of_any_word(full, clock, typed):
    rows = set(found(full, clock, Filter(state="all", employer=typed)))
    assert rows == where(lambda at: at % 4 == 0 or (at % 4 == 1 and typed != "Stroy"))


@pytest.mark.parametrize(
    ("typed", "rest"),
    [("botir", (0, 1)), ("Ботир", (0, 1)), ("oktam", (3,)), ("Ўктам Йўқов", (3,)), ("Юкова", (3,))],
)
def test_a_worker_is_found_in_any_script(full, clock, typed, rest):
    assert set(found(full, clock, Filter(state="all", worker=typed))) == where(
        lambda at: at % 4 in rest
    )


@pytest.mark.parametrize("typed", ["%", "_", "!!!", "' OR 1=1 --", "zzz", "\\"])
def test_signs_find_nobody_and_break_nothing(full, clock, typed):
    assert found(full, clock, Filter(state="all", worker=typed)) == []
    assert found(full, clock, Filter(state="all", employer=typed)) == []


def test_whoever_was_erased_is_not_found_by_name(full, clock):
    claim = wage_claims.get(full, heap.number(2), by=IRODA)
    person = full.get(wage_claims.Citizen, claim.citizen)
    person.erased_at = clock()
    assert heap.number(2) not in found(full, clock, Filter(state="all", worker="gulbahor"))


def test_another_employer_is_found_by_its_new_name(full, clock):
    claim = wage_claims.get(full, heap.number(0), by=IRODA)
    claim.employer = "Янги Ном"
    full.flush()
    assert found(full, clock, Filter(state="all", employer="yangi nom")) == [heap.number(0)]


def test_a_claim_of_before_without_a_key_is_found_as_it_is_written(full, clock):
    full.execute(
        Claim.__table__.update()
        .where(col(Claim.reference) == heap.number(2))
        .values(employer_key=None)
    )
    assert heap.number(2) in found(full, clock, Filter(state="all", employer="hanbit"))


def test_nobody_finds_what_another_post_has(full, clock):
    for asked in (
        ALL,
        Filter(state="all", post=MOSCOW),
        Filter(state="all", worker="botir"),
        Filter(owner=ELYOR.account),
    ):
        assert set(found(full, clock, asked, by=DAVRON)) <= where(lambda at: CODES[at % 5] == SEOUL)
    assert found(full, clock, ALL, by=BARNO) == []


def test_in_a_group_are_those_who_have_not_left_it(ground, clock):
    group = crews.enter(ground, clock, crews.worker("One"), crews.worker("Two"))
    members = crews.crew(ground, group)
    assert len(found(ground, clock, Filter(group=YesNo.YES))) == 2
    left = groups.LeaveInput(clock.today, "Goes on alone.")
    groups.leave(ground, members["One"].claim, left, by=ELYOR, on=clock(), day=clock.today)
    assert found(ground, clock, Filter(group=YesNo.YES)) == [members["Two"].claim.reference]


def test_a_note_breaks_the_quiet_for_fourteen_days(full, clock):
    claim = wage_claims.get(full, heap.number(1), by=CHINORA)
    wrong = notes.add(full, claim, "Of another claim.", by=CHINORA, on=clock())
    notes.withdraw(full, claim, wrong, by=CHINORA, on=clock())
    assert claim.reference in found(full, clock, Filter(quiet=YesNo.YES))
    notes.add(full, claim, "Called.", by=CHINORA, on=clock())
    assert claim.reference not in found(full, clock, Filter(quiet=YesNo.YES))
    clock.forward(days=14)
    assert claim.reference not in found(full, clock, Filter(quiet=YesNo.YES))
    clock.forward(days=1)
    assert claim.reference in found(full, clock, Filter(quiet=YesNo.YES))


def test_the_numbers_by_state_are_those_of_the_filter_chosen(full, clock):
    times = claim_list.times(full, clock())
    counted = claim_list.count(full, Filter(country="KR", state="closed"), by=IRODA, times=times)
    korean = [heap.number(at) for at in range(120) if at % 5 == 0]
    assert sum(counted.states.values()) == len(korean)
    assert (counted.total, counted.overdue) == (counted.states.get("closed", 0), 0)


def keyed(session, clock, sort, key):
    rows = [
        wage_claims.get(session, number, by=IRODA)
        for number in found(
            session, clock, Filter(state="all"), order=claim_list.SORTED_BY.get(sort, ())
        )
    ]
    items = [key(row) for row in rows]
    assert items == sorted(items)


def test_each_order_is_kept_from_page_to_page(full, clock):
    people = {
        one.reference: one.name_key for one in full.execute(select(wage_claims.Citizen)).scalars()
    }
    states = [state.value for state in claim_list.ClaimState]
    keyed(full, clock, "filed", lambda row: row.filed_at)
    keyed(full, clock, "worker", lambda row: people[row.citizen])
    keyed(full, clock, "employer", lambda row: row.employer_key)
    keyed(full, clock, "state", lambda row: states.index(row.state))
    keyed(
        full,
        clock,
        "due",
        lambda row: (row.state == "closed" or row.due >= clock.today, row.due, row.reference),
    )


def test_what_is_not_understood_is_told_and_left_out():
    values = {
        "state": "open sesame",
        "filed_from": "31.02.2026",
        "country": "Korea",
        "worker": "Alisher",
    }
    asked, errors = claim_list.read(
        values | {"overdue": "yes", "currency": "usd", "owner": "me"}, "x" * 101
    )
    assert set(errors) == {"filed_from", "country", "worker"}
    assert (asked.overdue, asked.currency, asked.owner, asked.country) == (
        YesNo.YES,
        "USD",
        "me",
        None,
    )


def test_an_address_says_no_more_than_was_asked_and_comes_back_the_same():
    asked = Filter(
        state="all",
        employer="Янги & Ном",
        overdue=YesNo.YES,
        late=Clock.SUPERVISOR,
    )
    query = listing.query_string(asked)
    assert claim_list.read(dict(listing.pairs(query))) == (asked, {})
    assert listing.query_string(Filter()) == ""
    assert "country" not in query
    named = msgspec.structs.replace(asked, worker="Alisher")
    assert claim_list.address(named) == query
    unnamed = claim_list.read({"worker": "Alisher", "country": "kr"})
    assert unnamed == (Filter(country="KR"), {})


def test_every_open_claim_is_overdue_or_not_without_a_mission_too(ground, clock):
    claim = heap.put(ground, clock, 1)
    claim.post, claim.due = None, clock.today
    ground.flush()
    for hours in range(0, 27, 3):
        clock.forward(hours=3)
        both = [one for kind in YesNo for one in found(ground, clock, Filter(overdue=kind))]
        assert sorted(both) == sorted(found(ground, clock, Filter())), hours


def test_a_page_asks_the_same_number_of_questions_however_many_claims_there_are(ground, clock):
    asked = []
    engine = ground.get_bind()
    for count in (5, 60):
        heap.heap(ground, clock, count) if count == 5 else [
            heap.put(ground, clock, at) for at in range(5, 60)
        ]
        ground.flush()
        ground.expire_all()
        seen = []
        note = lambda *items, seen=seen: seen.append(items[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        times = claim_list.times(ground, clock())
        chosen = Filter(worker="botir", employer="s")
        counted = claim_list.count(ground, chosen, by=IRODA, times=times)
        claim_list.read_page(ground, chosen, 1, by=IRODA, times=times, counted=counted)
        event.remove(engine, "before_cursor_execute", note)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 6


def test_the_count_is_the_database_s_own(full, clock):
    times = claim_list.times(full, clock())
    bare = full.execute(select(func.count()).select_from(Claim)).scalar()
    assert claim_list.count(full, ALL, by=IRODA, times=times).total == bare == 120


def test_pages_beyond_what_was_counted_are_neither_skipped_nor_shown_twice(
    full, clock, monkeypatch
):
    whole = found(full, clock, ALL)
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    claim_list._counting.cache_clear()
    times = claim_list.times(full, clock())
    counted = claim_list.count(full, ALL, by=IRODA, times=times)
    assert (counted.overdue, counted.states["closed"], counted.more) == (4, 4, True)
    pages = [
        claim_list.read_page(full, ALL, page, by=IRODA, times=times, counted=counted, most=7)
        for page in range(1, 20)
    ]
    claim_list._counting.cache_clear()
    assert [row.reference for page in pages for row in page] == whole


def test_names_are_given_with_the_rows(full, clock):
    rows = [wage_claims.get(full, heap.number(at), by=IRODA) for at in (0, 2)]
    assert claim_list.workers(full, rows) == {heap.number(0): NAMES[0], heap.number(2): NAMES[2]}
    assert FIRMS[0] == rows[0].employer
