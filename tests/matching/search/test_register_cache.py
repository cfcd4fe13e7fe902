"""What a process keeps in memory, brought up to date when the register moves."""

import threading
from datetime import timedelta

from catalog.core import journal
from catalog.employers.blacklist import BarredName
from catalog.licensing import agencies, licences
from catalog.licensing.licences import NewOrder, OrderKind
from catalog.licensing.proposals import ProposedAction
from catalog.vacancies import vacancies
from matching.lexicon import lexicon_terms
from matching.lexicon.classifier_model import ModelTrainer
from matching.lexicon.lexicon import Name
from matching.search import search
from matching.search.index import Index
from matching.search.register_cache import RegisterCache
from tests.support import cast, sample_proposals


def found(register_cache: RegisterCache, text: str) -> list[str]:
    return search.find(register_cache.index, text).ids


def test_it_holds_what_may_be_shown_today_and_nothing_else(seeded):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        shown = {
            cast.named(session, name).reference
            for name in ("published", "unclassified", "cook", "quota")
        }
    assert set(found(register_cache, "")) == shown


def weighed(register_cache: RegisterCache) -> set[str]:
    """What is there for matching."""
    return {one.decode() for one in register_cache.columns.references()}


def test_what_is_matched_is_what_is_shown_and_has_a_trade(seeded, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        shown = {cast.named(session, name).reference for name in ("published", "cook", "quota")}
    assert weighed(register_cache) == shown
    with seeded.write() as session:
        number = cast.named(session, "published").reference
        vacancies.pause(session, number, reason="Invented", by=cast.FARIDA, on=clock())
        cast.named(session, "cook").isco08 = "9112"
        journal.write(
            session,
            "amend",
            "vacancy",
            cast.named(session, "cook").reference,
            by=cast.FARIDA,
            on=clock(),
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    assert weighed(register_cache) == shown - {number}
    assert (register_cache.columns.kinds(), register_cache.columns.kind("91").size) == (["91"], 2)


def test_a_new_vacancy_is_found_without_building_all_anew(seeded, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        row, body = cast.named(session, "published"), register_cache.index.body
    with seeded.write() as session:
        result = cast.vacancy("J-NEW", title="Rigger")
        fresh, _ = vacancies.submit(
            session, result, agency=row.agency, employer=row.employer, by=cast.FARIDA, on=clock()
        )
        fresh.state = "published"
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    assert found(register_cache, "rigger") == [fresh.reference]
    assert register_cache.index.body is body


def test_a_suspended_agencys_vacancies_leave_it(seeded, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        number = cast.named(session, "published").reference
        held = agencies.status(session, "AG-VALID", cast.TODAY).licence
    assert number in found(register_cache, "")
    with seeded.write() as session:
        licences.add_order(
            session,
            held.id,
            NewOrder(OrderKind.SUSPEND, cast.TODAY, "Invented"),
            by=cast.FARIDA,
            on=clock(),
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    assert number not in found(register_cache, "")


def test_a_day_later_what_closed_is_gone(seeded):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        register_cache.refresh(session, cast.TODAY.replace(year=2028))
    assert found(register_cache, "") == []


def test_what_opens_or_closes_overnight_moves_alone(seeded):
    """Whoever asks first on a new day does not wait until everything is laid out anew."""
    register_cache, fresh, tomorrow = (
        RegisterCache(),
        RegisterCache(),
        cast.TODAY + timedelta(days=1),
    )
    with seeded.write() as session:
        cook = cast.named(session, "cook")
        cast.named(session, "published").closes_on, cook.opens_on = cast.TODAY, tomorrow
        closing, opening = cast.named(session, "published").reference, cook.reference
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        before, body = found(register_cache, ""), register_cache.index.body
        register_cache.refresh(session, tomorrow)
        fresh.refresh(session, tomorrow)
    assert set(found(register_cache, "")) == {*before, opening} - {closing}
    assert found(register_cache, "") == found(fresh, "")
    assert weighed(register_cache) == weighed(fresh)
    assert register_cache.index.body is body


def test_a_licence_that_ends_overnight_takes_its_vacancies_along(seeded):
    register_cache = RegisterCache()
    with seeded.write() as session:
        ends = agencies.status(session, "AG-VALID", cast.TODAY).valid_to
        number = cast.named(session, "published").reference
        cast.named(session, "published").closes_on = ends + timedelta(days=9)
    with seeded.read() as session:
        register_cache.refresh(session, ends)
        assert number in found(register_cache, "")
        register_cache.refresh(session, ends + timedelta(days=1))
    assert number not in found(register_cache, "")


def test_a_bar_that_ends_overnight_brings_the_vacancies_back(seeded):
    register_cache, tomorrow = RegisterCache(), cast.TODAY + timedelta(days=1)
    with seeded.write() as session:
        row = cast.named(session, "published")
        number, bar = (
            row.reference,
            {"reason": "fraud", "number": "1", "name": "Invented", "key": "invented"},
        )
        session.add(
            BarredName(
                kind="employer",
                employer=row.employer,
                starts_on=cast.TODAY,
                until=cast.TODAY,
                **bar,
            )
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        assert number not in found(register_cache, "")
        register_cache.refresh(session, tomorrow)
        assert number in found(register_cache, "")
        register_cache.refresh(session, cast.TODAY)
    assert number not in found(register_cache, "")


def rename(seeded, clock, title: str) -> None:
    with seeded.write() as session:
        row = cast.named(session, "cook")
        row.title = title
        journal.write(session, "amend", "vacancy", row.reference, by=cast.FARIDA, on=clock())


def refresh(seeded, register_cache: RegisterCache) -> None:
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)


def test_what_changes_while_the_small_part_goes_into_the_body_is_not_lost(
    seeded, clock, monkeypatch
):
    register_cache, began, on = RegisterCache(), threading.Event(), threading.Event()
    build = Index.build

    def slowly(documents, lexicon):
        began.set()
        assert on.wait(60)
        return build(documents, lexicon)

    refresh(seeded, register_cache)
    monkeypatch.setattr("matching.search.register_cache._FOLD", 0)
    monkeypatch.setattr(Index, "build", slowly)
    body = register_cache.index.body
    rename(seeded, clock, "Rigger")
    refresh(seeded, register_cache)
    assert began.wait(60)
    rename(seeded, clock, "Scaffolder")
    refresh(seeded, register_cache)
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("5120", "title", "oshpaz", "uz")], by=cast.FARIDA, on=clock()
        )
        number = cast.named(session, "published").reference
        vacancies.pause(session, number, reason="Invented", by=cast.FARIDA, on=clock())
    refresh(seeded, register_cache)
    assert register_cache.index.body is body, "who asks meanwhile is answered from the old one"
    on.set()
    register_cache.folding.join(60)
    assert register_cache.index.body is not body
    assert found(register_cache, "rigger") == []
    assert found(register_cache, "scaffolder") == found(register_cache, "oshpaz") != []
    assert number not in found(register_cache, "")


def test_a_new_name_of_a_trade_is_known_at_once(seeded, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    assert found(register_cache, "payvandchi") == []
    body = register_cache.index.body
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        assert found(register_cache, "payvandchi") == [cast.named(session, "published").reference]
    assert register_cache.index.body is body


def test_a_new_lexicon_is_shown_once_it_knows_what_was_learnt_before(seeded, clock, monkeypatch):
    register_cache, shown, follow = RegisterCache(), [], ModelTrainer.follow
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    earlier, _ = register_cache.lexicon, register_cache.lexicon.lessons.learnt
    monkeypatch.setattr(
        ModelTrainer,
        "follow",
        lambda *items: shown.append(register_cache.lexicon) or follow(*items),
    )
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    register_cache.lexicon.lessons.learning.join(60)
    assert (
        shown == [earlier],
        len(register_cache.lexicon.lessons.learnt.likely(["payvandchi"])),
    ) == (
        True,
        1,
    )


def test_a_new_city_is_known_at_once(seeded, clock):
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        town, country = (
            cast.named(session, "published").city,
            cast.named(session, "published").country,
        )
    assert found(register_cache, "Oloytown") == []
    with seeded.write() as session:
        lexicon_terms.load_cities(
            session, [(country, town, f"{town}|Oloytown")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        assert cast.named(session, "published").reference in found(register_cache, "Oloytown")


def test_the_vacancies_of_a_barred_employer_leave_every_shelf_and_come_back(seeded, clock):
    here, there = RegisterCache(), RegisterCache()
    with seeded.read() as session:
        for register_cache in (here, there):
            register_cache.refresh(session, cast.TODAY)
        row = cast.named(session, "published")
    seen = []
    for act in (ProposedAction.BAR, ProposedAction.UNBAR):
        with seeded.write() as session:
            entry = {"entry": 1} if act is ProposedAction.UNBAR else {"code": "fraud"}
            sample_proposals.signed(session, None, act, employer=row.employer, on=clock(), **entry)
        with seeded.read() as session:
            for register_cache in (here, there):
                register_cache.refresh(session, cast.TODAY)
                seen.append(row.reference in found(register_cache, ""))
    assert seen == [False, False, True, True]


def test_a_great_change_is_read_in_one_go_and_stands(seeded, monkeypatch):
    register_cache, fresh, later = RegisterCache(), RegisterCache(), cast.TODAY + timedelta(days=1)
    with seeded.write() as session:
        cast.named(session, "cook").opens_on = later
    monkeypatch.setattr("matching.search.register_cache._ANEW", 0)
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
        old = register_cache.index
        register_cache.refresh(session, later)
        fresh.refresh(session, later)
    assert register_cache.index.body is not old.body
    assert (found(register_cache, ""), weighed(register_cache)) == (
        found(fresh, ""),
        weighed(fresh),
    )
    register_cache._fold(old)
    assert found(register_cache, "") == found(fresh, ""), (
        "a small part that was folded too late changes nothing"
    )
