"""The night's parts, each safe to repeat; the commands' tests run them together."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from catalog.core import journal, journal_heads
from catalog.core.actor import SYSTEM
from catalog.core.journal_heads import Damaged
from catalog.reference.countries import Mark
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications
from matching.identity.persons import Citizen
from matching.profiles import profile_edits
from matching.profiles.profiles import Paper
from matching.ranking import alerts, nightly_ranking
from matching.search import saved_searches
from matching.search.search_results import Query
from service.casework.advice import contacts
from service.casework.advice.contacts import NewContact
from service.casework.advice.topics import Channel
from service.infra.settings import DisclosureLimits
from service.operations import nightly
from service.privacy import erase, erased_list, retention
from service.privacy.retention import NewRule
from service.reporting.annual import public_year
from tests.matching import market
from tests.support import cast, sample_applications, sample_proposals
from tests.support.cast import IRODA


def test_who_was_erased_is_noted_beside_the_records(seeded, clock, tmp_path):
    with seeded.write() as session:
        number = session.execute(select(Citizen.reference).limit(1)).scalar()
        erase.erase(session, number, by=IRODA, on=clock())
    for _ in range(2):
        list(nightly.apply_retention(seeded, tmp_path, by=SYSTEM, on=clock()))
        assert erased_list.read(tmp_path / erased_list.FILE) == {number: "2026-11-25"}


def test_the_rules_are_those_of_the_day_in_tashkent(seeded, clock, tmp_path):
    rule = NewRule("once", 7, date(2026, 11, 26), None, Mark.SOURCED, "invented")
    with seeded.write() as session:
        retention.load(session, [rule], by=SYSTEM, on=clock())
    before, after = clock(), clock.forward(hours=14)  # one o'clock of the next day in Tashkent
    done = [
        {
            one.word
            for one in nightly.apply_retention(seeded, tmp_path, by=SYSTEM, on=on)
            if one.rule
        }
        for on in (before, after)
    ]
    assert done == [set(), {"once"}]


def test_a_head_is_kept_of_a_journal_that_is_sound(seeded, clock, tmp_path):
    file = tmp_path / "heads.txt"
    checked = nightly.check_journal(seeded, file)
    assert (checked.flaw, checked.heads, nightly.save_head(checked, file, on=clock())) == (
        None,
        0,
        True,
    )
    again = nightly.check_journal(seeded, file)
    assert (again.heads, nightly.save_head(again, file, on=clock())) == (1, False)
    assert [(one.day, one.position, one.hash) for one in journal_heads.read(file)] == [
        (date(2026, 11, 25), checked.position, checked.hash)
    ]


def test_no_head_is_kept_of_a_journal_that_is_wrong(seeded, clock, tmp_path):
    with seeded.write() as session:
        session.execute(text("DELETE FROM journal WHERE position = 3"))
    checked = nightly.check_journal(seeded, tmp_path / "heads.txt")
    assert checked.flaw.position == 3
    assert not nightly.save_head(checked, tmp_path / "heads.txt", on=clock())
    assert not (tmp_path / "heads.txt").exists()


def test_damaged_heads_stop_the_comparison(seeded, tmp_path):
    (tmp_path / "heads.txt").write_text("nothing\n")
    with pytest.raises(Damaged):
        nightly.check_journal(seeded, tmp_path / "heads.txt")


def test_it_is_safe_while_others_write(seeded, clock, tmp_path):
    with seeded.read() as reading:
        journal.head(reading)
        list(nightly.apply_retention(seeded, tmp_path, by=SYSTEM, on=clock()))
    with seeded.write() as session:
        journal.write(session, "amend", "agency", "AG-VALID", by=IRODA, on=clock())
    assert nightly.scrub(seeded)


@pytest.fixture
def offered(seeded, clock) -> str:
    """An offer to somebody whose passport runs out in eighty days."""
    with seeded.write() as session:
        person = sample_applications.worker(session, on=clock())
        number = sample_applications.applied(session, person, on=clock(), until="offer").reference
        held = [
            profile_edits.PaperInput(Paper.PASSPORT, expires_on=clock.today + timedelta(days=80))
        ]
        profile_edits.save_list(
            session,
            person,
            profile_edits.PaperInput,
            held,
            by=sample_applications.WORKER,
            on=clock(),
            day=clock.today,
        )
    return number


def test_offers_that_nobody_accepted_end_by_night_and_their_place_is_free(seeded, clock, offered):
    night = {"by": SYSTEM, "on": clock.forward(days=7)}
    assert nightly.expire_applications(seeded, **night) == 0, "the last day counts"
    night["on"] = clock.forward(days=1)
    assert [nightly.expire_applications(seeded, **night) for _ in range(2)] == [1, 0]
    with seeded.read() as session:
        assert session.get_one(applications.Application, offered).state == "expired"
        assert cast.named(session, "published").seats_taken == 0


def test_offers_and_papers_are_told_of_once_whatever_breaks_off(seeded, clock, offered):
    night = {"at": "https://musofir.example", "by": SYSTEM}
    assert [nightly.send_digests(seeded, on=clock(), **night) for _ in range(2)] == [1, 0], (
        "of the passport"
    )
    assert nightly.notify_expiring_offers(seeded, by=SYSTEM, on=clock()) == 0
    assert nightly.notify_expiring_offers(seeded, by=SYSTEM, on=clock.forward(days=6)) == 1, (
        "tomorrow is the last day of the offer"
    )
    assert nightly.notify_expiring_offers(seeded, by=SYSTEM, on=clock.forward(days=1)) == 0
    assert nightly.send_digests(seeded, on=clock(), **night) == 0


def test_saved_searches_are_looked_through_once_a_day(seeded, clock):
    night = {"at": "https://musofir.example", "by": SYSTEM}
    with seeded.write() as session:
        person = sample_applications.worker(session, on=clock())
        new_search = saved_searches.NewSearch("Work", True)
        saved_searches.save(
            session,
            person,
            new_search,
            Query(country="KR"),
            by=sample_applications.WORKER,
            on=clock(),
        )
    assert nightly.send_digests(seeded, on=clock(), **night) == 0
    with seeded.write() as session:
        row = cast.named(session, "published")
        row.published_at = clock.forward(minutes=1)
    assert [
        nightly.send_digests(seeded, on=clock.forward(minutes=1), **night) for _ in range(2)
    ] == [1, 0]


def test_what_is_new_is_found_before_the_ranking_of_the_night_and_told_once(seeded, clock):
    """The first night ranks; in the second what came meanwhile is an alert, then ranked, then told
    in one message."""
    with seeded.write() as session:
        people = market.people(session, "Aziz Bek", on=clock())

    def done() -> tuple[int, int, int]:
        night = {"by": SYSTEM, "on": clock()}
        return (
            nightly.create_alerts(seeded, **night),
            nightly.rank_vacancies(seeded, **night),
            nightly.send_digests(seeded, at="", **night),
        )

    assert done() == (0, 2, 0)
    with seeded.write() as session:
        new = [market.publish(session, f"J-{number}", on=clock()).reference for number in range(2)]
    clock.forward(days=1)
    assert [done(), done()] == [(4, 2, 2), (0, 0, 0)]
    with seeded.read() as session:
        ranked = nightly_ranking.list_all(session, people[0].reference)
        assert set(new) < {vacancy for vacancy, *_ in ranked}


def test_broken_off_between_two_kinds_of_work_the_rest_is_looked_at_later(
    seeded, clock, monkeypatch
):
    with seeded.write() as session:
        market.people(session, "Aziz", on=clock())
    night = {"by": SYSTEM, "on": clock()}
    nightly.create_alerts(seeded, **night)
    nightly.rank_vacancies(seeded, **night)
    with seeded.write() as session:
        market.publish(session, "J-COOK", on=clock(), isco08="5120")
        market.publish(session, "J-WELDER", on=clock())
    look = alerts.find_new

    def cut(session, kind, day):
        if kind == "72":
            raise KeyboardInterrupt
        return look(session, kind, day)

    monkeypatch.setattr(alerts, "find_new", cut)
    with pytest.raises(KeyboardInterrupt):
        nightly.create_alerts(seeded, **night)
    with seeded.read() as session:
        assert alerts.list_waiting_kinds(session, clock.today) == ["72"]
    monkeypatch.setattr(alerts, "find_new", look)
    assert nightly.create_alerts(seeded, **night) == 1


def test_killed_in_the_middle_of_the_ranking_it_goes_on(seeded, clock, monkeypatch):
    with seeded.write() as session:
        people = market.people(session, "Aziz Bek Chori", on=clock())
    monkeypatch.setattr(nightly_ranking, "CHUNK", 1)
    keep, night = nightly_ranking.save, {"by": SYSTEM, "on": clock()}

    def cut(session, done, **values):
        kept = keep(session, done, **values)
        if done.after:
            raise KeyboardInterrupt
        return kept

    monkeypatch.setattr(nightly_ranking, "save", cut)
    with pytest.raises(KeyboardInterrupt):
        nightly.rank_vacancies(seeded, **night)
    with seeded.read() as session:
        assert list(market.kept(session)) == [people[0].reference]
    monkeypatch.setattr(nightly_ranking, "save", keep)
    assert (nightly.rank_vacancies(seeded, **night), nightly.rank_vacancies(seeded, **night)) == (
        2,
        0,
    )
    with seeded.read() as session:
        assert sorted(market.kept(session)) == [one.reference for one in people]


def test_what_is_idle_is_told_of_taken_off_a_week_later_and_nothing_twice(seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        for row in session.execute(select(Vacancy)).scalars():
            row.closes_on = date(2028, 1, 1)
    clock.forward(days=84)
    done = [nightly.unlist_inactive_vacancies(seeded, by=SYSTEM, on=clock()) for _ in range(2)]
    assert done == [nightly.InactivityResult(6, 0, 0), nightly.InactivityResult(0, 0, 0)]
    clock.forward(days=7)
    assert nightly.unlist_inactive_vacancies(
        seeded, by=SYSTEM, on=clock()
    ) == nightly.InactivityResult(0, 6, 0)
    assert nightly.unlist_inactive_vacancies(
        seeded, by=SYSTEM, on=clock()
    ) == nightly.InactivityResult(0, 0, 0)


def test_the_years_of_the_report_are_counted_once_a_night_as_everybody_has_them(seeded, clock):
    def contacted() -> int | None:
        result = public_year.current_edition(seeded, 2026, DisclosureLimits(), on=clock())
        return next(one.value for one in result.year.figures if one.key == "advice.contacts")

    def call(times: int) -> None:
        with seeded.write() as session:
            for _ in range(times):
                contacts.record(
                    session, NewContact(Channel.HOTLINE), by=cast.BARNO, on=clock(), day=clock.today
                )

    call(20)
    assert nightly.count_years(seeded, DisclosureLimits(), on=clock()) == 1
    by_night = contacted()
    call(20)
    assert nightly.count_years(seeded, DisclosureLimits(), on=clock.forward(hours=1)) == 1
    assert contacted() == by_night >= 20
    nightly.count_years(seeded, DisclosureLimits(), on=clock.forward(days=1))
    assert contacted() == by_night + 20
