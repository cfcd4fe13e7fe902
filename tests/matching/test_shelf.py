"""What a process keeps in memory, brought up to date when the register moves."""

from catalog import agencies, licences, vacancies
from catalog.ground import journal
from catalog.licences import NewOrder, OrderKind
from catalog.proposals import Act
from matching import search, terms
from matching.lexicon import Name
from matching.shelf import Shelf
from tests import cast, licensed


def found(shelf: Shelf, text: str) -> list[str]:
    return search.find(shelf.index, text).ids


def test_it_holds_what_may_be_shown_today_and_nothing_else(seeded):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shown = {cast.named(session, name).reference for name in ("published", "unclassified", "cook", "quota")}
    assert set(found(shelf, "")) == shown


def weighed(shelf: Shelf) -> set[str]:
    """What is there for matching."""
    return {one.decode() for one in shelf.columns.references()}


def test_what_is_matched_is_what_is_shown_and_has_a_trade(seeded, clock):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shown = {cast.named(session, name).reference for name in ("published", "cook", "quota")}
    assert weighed(shelf) == shown
    with seeded.write() as session:
        number = cast.named(session, "published").reference
        vacancies.pause(session, number, reason="Invented", by=cast.FARIDA, on=clock())
        cast.named(session, "cook").isco08 = "9112"
        journal.write(session, "amend", "vacancy", cast.named(session, "cook").reference, by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert weighed(shelf) == shown - {number}
    assert (shelf.columns.kinds(), shelf.columns.kind("91").size) == (["91"], 2)


def test_a_new_vacancy_is_found_without_building_all_anew(seeded, clock):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        row, body = cast.named(session, "published"), shelf.index.body
    with seeded.write() as session:
        told = cast.vacancy("J-NEW", title="Rigger")
        fresh, _ = vacancies.submit(session, told, agency=row.agency, employer=row.employer, by=cast.FARIDA, on=clock())
        fresh.state = "published"
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert found(shelf, "rigger") == [fresh.reference]
    assert shelf.index.body is body


def test_a_suspended_agencys_vacancies_leave_it(seeded, clock):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        number = cast.named(session, "published").reference
        held = agencies.standing(session, "AG-VALID", cast.TODAY).licence
    assert number in found(shelf, "")
    with seeded.write() as session:
        licences.order(
            session, held.id, NewOrder(OrderKind.SUSPEND, cast.TODAY, "Invented"), by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert number not in found(shelf, "")


def test_a_day_later_what_closed_is_gone(seeded):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        shelf.refresh(session, cast.TODAY.replace(year=2028))
    assert found(shelf, "") == []


def test_a_new_name_of_a_trade_is_known_at_once(seeded, clock):
    shelf = Shelf()
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
    assert found(shelf, "payvandchi") == []
    with seeded.write() as session:
        terms.load(session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        shelf.refresh(session, cast.TODAY)
        assert found(shelf, "payvandchi") == [cast.named(session, "published").reference]


def test_the_vacancies_of_a_barred_employer_leave_every_shelf_and_come_back(seeded, clock):
    here, there = Shelf(), Shelf()
    with seeded.read() as session:
        for shelf in (here, there):
            shelf.refresh(session, cast.TODAY)
        row = cast.named(session, "published")
    seen = []
    for act in (Act.BAR, Act.UNBAR):
        with seeded.write() as session:
            entry = {"entry": 1} if act is Act.UNBAR else {"code": "fraud"}
            licensed.signed(session, None, act, employer=row.employer, on=clock(), **entry)
        with seeded.read() as session:
            for shelf in (here, there):
                shelf.refresh(session, cast.TODAY)
                seen.append(row.reference in found(shelf, ""))
    assert seen == [False, False, True, True]
