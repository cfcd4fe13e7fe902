"""A year is closed by two, published, corrected by number, and never changed by what comes
later."""

from datetime import date
from random import Random

import msgspec
import pytest
from sqlalchemy import select, text

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import TooLong
from catalog.core.journal import Entry
from matching.placements.placements import Placement
from service.casework.advice import session_corrections
from service.casework.advice.topics import Topic
from service.casework.scope import advice_tables
from service.infra.settings import DisclosureLimits
from service.reporting.annual import frozen_year, year_closing, years
from service.reporting.annual.year_closing import CorrectionInput
from service.reporting.figures import definitions, report_digest
from service.reporting.monthly.post_return import FiguresChanged, IdentifyingText
from tests.conftest import filled
from tests.service.reporting import later, past
from tests.service.reporting.past import YEAR, at, day
from tests.support.cast import IRODA, JAMSHID, PEOPLE, TODAY


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR", past.world)


def value(year: years.Year, key: str) -> int | None:
    return next(one.value for one in year.figures if one.key == key)


def sessions(session) -> int | None:
    return value(years.get_year(session, YEAR, TODAY), "advice.sessions")


def given(session) -> int | None:
    """What was given to everybody last."""
    return value(
        years.from_frozen(frozen_year.newest_published(frozen_year.list_for_year(session, YEAR))),
        "advice.sessions",
    )


def countersign(session, number=0, by=IRODA):
    return year_closing.countersign(session, YEAR, number, by=by, on=at(TODAY))


def publish(session, number=0, by=JAMSHID):
    return year_closing.publish(
        session, YEAR, number, smallest=DisclosureLimits(), by=by, on=at(TODAY)
    )


def test_a_year_goes_from_provisional_to_published_and_stays_as_it_was(world):
    assert years.get_year(world, YEAR, TODAY).state == "provisional"
    past.propose(world)
    assert years.get_year(world, YEAR, TODAY).state == "signed"
    past.session_of(world, day(8))
    assert sessions(world) == 5, "one signature alone freezes nothing for others"
    countersign(world)
    assert (years.get_year(world, YEAR, TODAY).state, sessions(world)) == ("closed", 4)
    publish(world)
    result = years.get_year(world, YEAR, TODAY)
    assert (result.state, result.number, value(result, "advice.sessions")) == ("published", 0, 4)
    assert value(years.count_live(world, YEAR, TODAY), "advice.sessions") == 5


def test_a_correction_is_the_next_number_signed_by_two_and_the_first_one_stays(world):
    first = past.close(world)
    publish(world)
    kept = (first.figures, first.roots, first.sha256)
    past.session_of(world, day(8))
    second = past.correct(world)
    assert (second.number, sessions(world)) == (1, 4), "until a supervisor signs it too"
    countersign(world, 1)
    assert (sessions(world), given(world)) == (5, 4), "everybody sees what was published last"
    publish(world, 1)
    assert given(world) == 5
    world.expire_all()
    assert (first.figures, first.roots, first.sha256) == kept
    assert [one.number for one in frozen_year.list_for_year(world, YEAR)] == [1, 0]
    assert all(map(frozen_year.is_intact, frozen_year.list_for_year(world, YEAR)))


def test_a_year_that_runs_is_not_signed(world):
    for act in (past.propose, past.correct):
        with pytest.raises(year_closing.YearNotOver):
            act(world, year=TODAY.year)
    for wrong in (1999, 2027):
        with pytest.raises(NotFound):
            past.taken(world, wrong)
    first = date(2026, 12, 31), date(2027, 1, 1)
    seen = report_digest.fingerprint(years.count_live(world, 2026, first[1]).figures)
    with pytest.raises(year_closing.YearNotOver):
        year_closing.count_year(world, 2026, by=JAMSHID, day=first[0])
    now = year_closing.count_year(world, 2026, by=JAMSHID, day=first[1])
    assert year_closing.propose(world, now, seen, by=JAMSHID, on=at(first[1])).number == 0


def test_figures_that_moved_since_they_were_looked_at_are_not_signed(world):
    seen = past.seen(world)
    past.session_of(world, day(8))
    for item in (seen, ""):
        with pytest.raises(FiguresChanged):
            year_closing.propose(world, past.taken(world), item, by=JAMSHID, on=at(TODAY))
    past.propose(world)
    seen = past.seen(world)
    past.session_of(world, day(9))
    with pytest.raises(FiguresChanged):
        year_closing.correct(
            world, past.taken(world), CorrectionInput("Late", seen), by=JAMSHID, on=at(TODAY)
        )


def test_a_count_from_before_somebody_elses_correction_is_not_signed_over_it(world):
    past.propose(world)
    past.session_of(world, day(8))
    early, seen = past.taken(world), past.seen(world)
    past.session_of(world, day(9))
    past.correct(world)
    with pytest.raises(year_closing.YearCorrectedSince):
        year_closing.correct(world, early, CorrectionInput("Late", seen), by=JAMSHID, on=at(TODAY))
    with pytest.raises(year_closing.YearAlreadySigned):
        year_closing.propose(world, early, seen, by=JAMSHID, on=at(TODAY))


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_a_statistician_freezes_and_publishes_and_only_a_supervisor_countersigns(world, name):
    by = PEOPLE[name]
    if by.role != JAMSHID.role:
        with pytest.raises(NotAllowed):
            past.propose(world, by=by)
    past.propose(world)
    if by.role != IRODA.role:
        with pytest.raises(NotAllowed):
            countersign(world, by=by)
    countersign(world)
    past.session_of(world, day(8))
    if by.role != JAMSHID.role:
        with pytest.raises(NotAllowed):
            past.correct(world, by=by)
        with pytest.raises(NotAllowed):
            publish(world, by=by)


def test_each_step_is_made_once_in_its_order_by_two_persons(world):
    for act in (countersign, publish, past.correct):
        with pytest.raises(year_closing.YearNotSigned):
            act(world)
    past.propose(world)
    with pytest.raises(year_closing.YearAlreadySigned):
        past.propose(world)
    with pytest.raises(year_closing.YearNotClosed):
        publish(world)
    countersign(world)
    with pytest.raises(year_closing.YearAlreadyCountersigned):
        countersign(world)
    publish(world)
    with pytest.raises(year_closing.YearAlreadyPublished):
        publish(world)


def test_what_was_corrected_meanwhile_is_neither_countersigned_nor_published_from_an_old_page(
    world,
):
    past.propose(world)
    past.session_of(world, day(8))
    past.correct(world)
    with pytest.raises(year_closing.YearCorrectedSince):
        countersign(world, 0)
    countersign(world, 1)
    with pytest.raises(year_closing.YearCorrectedSince):
        publish(world, 0)
    assert publish(world, 1).number == 1


def test_a_correction_needs_a_reason_that_names_nobody_and_something_that_differs(world):
    past.close(world)
    with pytest.raises(year_closing.YearUnchanged):
        past.correct(world)
    past.session_of(world, day(8))
    for why, refusal in (
        ("", year_closing.YearCorrectionReasonMissing),
        ("  ", year_closing.YearCorrectionReasonMissing),
        ("x" * 501, TooLong),
        ("See W-A2L3S4H5", IdentifyingText),
    ):
        with pytest.raises(refusal) as refused:
            past.correct(world, why)
        assert refused.value.field == "why"
    assert past.correct(world).number == 1


def test_one_record_for_another_is_something_that_differs(world):
    past.close(world)
    past.place(world, "K-9")
    gone = world.execute(select(Placement).where(Placement.contract == "K-1")).scalars().one()
    gone.arrived_on = day(5, year=YEAR - 1)
    world.flush()
    figures = frozen_year.figures(frozen_year.list_for_year(world, YEAR)[0])
    assert years.count_live(world, YEAR, TODAY).figures == figures
    assert past.correct(world, "One contract was entered under another person").number == 1


def test_a_definition_of_another_edition_is_something_that_differs(world, monkeypatch):
    past.close(world)
    renewed = tuple(
        msgspec.structs.replace(one, edition=2) if one.key == "advice.sessions" else one
        for one in definitions.DEFINITIONS
    )
    for module in (frozen_year, years):
        monkeypatch.setattr(module, "DEFINITIONS", renewed)
    row = past.correct(world, "The manual counts otherwise since March")
    assert frozen_year.meanings(row)["advice.sessions"].edition == 2


def test_the_journal_has_each_act_and_the_hash_for_the_auditor(world):
    row = past.close(world)
    publish(world)
    world.commit()
    entries = (
        world.execute(select(Entry).where(Entry.noun == "report_year").order_by(Entry.position))
        .scalars()
        .all()
    )
    assert [(one.act, one.reference, one.account) for one in entries] == [
        (act, row.reference, who.account)
        for act, who in (("sign", JAMSHID), ("countersign", IRODA), ("publish", JAMSHID))
    ]
    assert entries[0].fields == f"figures,sha256:{row.sha256}"


def unchanged_after(session, times: int) -> None:
    """So many deeds of all kinds, many of them within the closed year: not a byte of it moves."""
    past.close(session)
    asked = text("SELECT * FROM report_years ORDER BY number")
    before, values = (
        session.execute(asked).all(),
        report_digest.canonical_json(years.get_year(session, YEAR, TODAY)),
    )
    done = later.deeds(session, Random(2025), times)
    session.expire_all()
    assert session.execute(asked).all() == before
    assert report_digest.canonical_json(years.get_year(session, YEAR, TODAY)) == values
    assert all(map(frozen_year.is_intact, frozen_year.list_for_year(session, YEAR)))
    assert (
        years.count_live(session, YEAR, TODAY).figures
        != years.from_frozen(frozen_year.list_for_year(session, YEAR)[0]).figures
    )
    assert set(done) == set(later.DEEDS), "deeds of every kind were done"


def test_nothing_that_comes_later_changes_a_closed_year(world):
    unchanged_after(world, 60)


@pytest.mark.slow
def test_a_thousand_later_deeds_change_nothing_of_a_closed_year(world):
    unchanged_after(world, 1_000)


def test_a_corrected_record_of_a_signed_year_goes_into_a_correction_of_the_year(world):
    first = past.close(world)
    row = world.execute(
        select(advice_tables.Session).where(advice_tables.Session.level == "advice")
    ).scalars()
    held = next(one for one in row if one.day.year == YEAR)
    facts = session_corrections.current(world, held)
    other = Topic.DEATH if facts.topic is not Topic.DEATH else Topic.HOUSING
    facts = msgspec.structs.replace(facts, topic=other)
    session_corrections.correct(world, held, facts, "Wrong line", by=IRODA, on=at(TODAY), day=TODAY)
    assert sessions(world) == 4
    kept = {one.name: one.value for one in frozen_year.figures(first)}
    second = past.correct(world)
    moved = {one.name: one.value for one in frozen_year.figures(second)}
    assert moved["advice.sessions", ""] == kept["advice.sessions", ""]
    name = ("advice.sessions_by_topic", other.value)
    assert moved[name] == kept.get(name, 0) + 1
    session_corrections.void(world, held, "Never held", by=IRODA, on=at(TODAY))
    countersign(world, 1)
    assert value(years.count_live(world, YEAR, TODAY), "advice.sessions") == 3
    assert sessions(world) == 4, "until the next correction is signed by two"
