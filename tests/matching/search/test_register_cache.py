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


def found(shelf: RegisterCache, text: str) -> list[str]:
    return search.find(shelf.index, text).ids


def test_it_holds_what_may_be_shown_today_and_nothing_else(seeded):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shown = {
            cast.named(session, name).reference
            for name in ("published", "unclassified", "cook", "quota")
        }
    assert set(found(shelf, "")) == shown


def weighed(shelf: RegisterCache) -> set[str]:
    """What is there for matching."""
    return {one.decode() for one in shelf.columns.references()}


def test_what_is_matched_is_what_is_shown_and_has_a_trade(seeded, clock):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shown = {cast.named(session, name).reference for name in ("published", "cook", "quota")}
    assert weighed(shelf) == shown
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
        shelf.refresh(session, cast.TODAY)
    assert weighed(shelf) == shown - {number}
    assert (shelf.columns.kinds(), shelf.columns.kind("91").size) == (["91"], 2)


def test_a_new_vacancy_is_found_without_building_all_anew(seeded, clock):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        row, body = cast.named(session, "published"), shelf.index.body
    with seeded.write() as session:
        result = cast.vacancy("J-NEW", title="Rigger")
        fresh, _ = vacancies.submit(
            session, result, agency=row.agency, employer=row.employer, by=cast.FARIDA, on=clock()
        )
        fresh.state = "published"
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert found(shelf, "rigger") == [fresh.reference]
    assert shelf.index.body is body


def test_a_suspended_agencys_vacancies_leave_it(seeded, clock):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        number = cast.named(session, "published").reference
        held = agencies.status(session, "AG-VALID", cast.TODAY).licence
    assert number in found(shelf, "")
    with seeded.write() as session:
        licences.add_order(
            session,
            held.id,
            NewOrder(OrderKind.SUSPEND, cast.TODAY, "Invented"),
            by=cast.FARIDA,
            on=clock(),
        )
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert number not in found(shelf, "")


def test_a_day_later_what_closed_is_gone(seeded):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shelf.refresh(session, cast.TODAY.replace(year=2028))
    assert found(shelf, "") == []


def test_what_opens_or_closes_overnight_moves_alone(seeded):
    """Whoever asks first on a new day does not wait until everything is laid out anew."""
    shelf, fresh, tomorrow = RegisterCache(), RegisterCache(), cast.TODAY + timedelta(days=1)
    with seeded.write() as session:
        cook = cast.named(session, "cook")
        cast.named(session, "published").closes_on, cook.opens_on = cast.TODAY, tomorrow
        closing, opening = cast.named(session, "published").reference, cook.reference
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        before, body = found(shelf, ""), shelf.index.body
        shelf.refresh(session, tomorrow)
        fresh.refresh(session, tomorrow)
    assert set(found(shelf, "")) == {*before, opening} - {closing}
    assert found(shelf, "") == found(fresh, "")
    assert weighed(shelf) == weighed(fresh)
    assert shelf.index.body is body


def test_a_licence_that_ends_overnight_takes_its_vacancies_along(seeded):
    shelf = RegisterCache()
    with seeded.write() as session:
        ends = agencies.status(session, "AG-VALID", cast.TODAY).valid_to
        number = cast.named(session, "published").reference
        cast.named(session, "published").closes_on = ends + timedelta(days=9)
    with seeded.read() as session:
        shelf.refresh(session, ends)
        assert number in found(shelf, "")
        shelf.refresh(session, ends + timedelta(days=1))
    assert number not in found(shelf, "")


def test_a_bar_that_ends_overnight_brings_the_vacancies_back(seeded):
    shelf, tomorrow = RegisterCache(), cast.TODAY + timedelta(days=1)
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
        shelf.refresh(session, cast.TODAY)
        assert number not in found(shelf, "")
        shelf.refresh(session, tomorrow)
        assert number in found(shelf, "")
        shelf.refresh(session, cast.TODAY)
    assert number not in found(shelf, "")


def rename(seeded, clock, title: str) -> None:
    with seeded.write() as session:
        row = cast.named(session, "cook")
        row.title = title
        journal.write(session, "amend", "vacancy", row.reference, by=cast.FARIDA, on=clock())


def refresh(seeded, shelf: RegisterCache) -> None:
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)


def test_what_changes_while_the_small_part_goes_into_the_body_is_not_lost(
    seeded, clock, monkeypatch
):
    shelf, began, on = RegisterCache(), threading.Event(), threading.Event()
    build = Index.build

    def slowly(documents, lexicon):
        began.set()
        assert on.wait(60)
        return build(documents, lexicon)

    refresh(seeded, shelf)
    monkeypatch.setattr("matching.search.register_cache._FOLD", 0)
    monkeypatch.setattr(Index, "build", slowly)
    body = shelf.index.body
    rename(seeded, clock, "Rigger")
    refresh(seeded, shelf)
    assert began.wait(60)
    rename(seeded, clock, "Scaffolder")
    refresh(seeded, shelf)
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("5120", "title", "oshpaz", "uz")], by=cast.FARIDA, on=clock()
        )
        number = cast.named(session, "published").reference
        vacancies.pause(session, number, reason="Invented", by=cast.FARIDA, on=clock())
    refresh(seeded, shelf)
    assert shelf.index.body is body, "who asks meanwhile is answered from the old one"
    on.set()
    shelf.folding.join(60)
    assert shelf.index.body is not body
    assert found(shelf, "rigger") == []
    assert found(shelf, "scaffolder") == found(shelf, "oshpaz") != []
    assert number not in found(shelf, "")


def test_a_new_name_of_a_trade_is_known_at_once(seeded, clock):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert found(shelf, "payvandchi") == []
    body = shelf.index.body
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        assert found(shelf, "payvandchi") == [cast.named(session, "published").reference]
    assert shelf.index.body is body


def test_a_new_lexicon_is_shown_once_it_knows_what_was_learnt_before(seeded, clock, monkeypatch):
    shelf, shown, follow = RegisterCache(), [], ModelTrainer.follow
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    earlier, _ = shelf.lexicon, shelf.lexicon.lessons.learnt
    monkeypatch.setattr(
        ModelTrainer, "follow", lambda *items: shown.append(shelf.lexicon) or follow(*items)
    )
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    shelf.lexicon.lessons.learning.join(60)
    assert (shown == [earlier], len(shelf.lexicon.lessons.learnt.likely(["payvandchi"]))) == (
        True,
        1,
    )


def test_a_new_city_is_known_at_once(seeded, clock):
    shelf = RegisterCache()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        town, country = (
            cast.named(session, "published").city,
            cast.named(session, "published").country,
        )
    assert found(shelf, "Oloytown") == []
    with seeded.write() as session:
        lexicon_terms.load_cities(
            session, [(country, town, f"{town}|Oloytown")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        assert cast.named(session, "published").reference in found(shelf, "Oloytown")


def test_the_vacancies_of_a_barred_employer_leave_every_shelf_and_come_back(seeded, clock):
    here, there = RegisterCache(), RegisterCache()
    with seeded.read() as session:
        for shelf in (here, there):
            shelf.refresh(session, cast.TODAY)
        row = cast.named(session, "published")
    seen = []
    for act in (ProposedAction.BAR, ProposedAction.UNBAR):
        with seeded.write() as session:
            entry = {"entry": 1} if act is ProposedAction.UNBAR else {"code": "fraud"}
            sample_proposals.signed(session, None, act, employer=row.employer, on=clock(), **entry)
        with seeded.read() as session:
            for shelf in (here, there):
                shelf.refresh(session, cast.TODAY)
                seen.append(row.reference in found(shelf, ""))
    assert seen == [False, False, True, True]


def test_a_great_change_is_read_in_one_go_and_stands(seeded, monkeypatch):
    shelf, fresh, later = RegisterCache(), RegisterCache(), cast.TODAY + timedelta(days=1)
    with seeded.write() as session:
        cast.named(session, "cook").opens_on = later
    monkeypatch.setattr("matching.search.register_cache._ANEW", 0)
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        old = shelf.index
        shelf.refresh(session, later)
        fresh.refresh(session, later)
    assert shelf.index.body is not old.body
    assert (found(shelf, ""), weighed(shelf)) == (found(fresh, ""), weighed(fresh))
    shelf._fold(old)
    assert found(shelf, "") == found(fresh, ""), (
        "a small part that was folded too late changes nothing"
    )
