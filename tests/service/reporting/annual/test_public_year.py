"""A year as everybody may have it: as it was published or counted today, small numbers hidden, also
in its corrections."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from catalog.core.errors import NotFound
from i18n import Language
from service.infra.settings import DisclosureLimits
from service.reporting import documents
from service.reporting.annual import daily_count, frozen_year, public_year, year_closing
from service.reporting.disclosure import public_masks
from service.reporting.documents import pdf, sheet
from tests.service.reporting import past
from tests.service.reporting.past import YEAR, at
from tests.support.cast import IRODA, JAMSHID, TODAY


@pytest.fixture
def edition_of(seeded, clock):
    return lambda number=YEAR: public_year.current_edition(
        seeded, number, DisclosureLimits(), on=clock()
    )


def value(edition: public_year.Edition, key: str = "advice.sessions") -> int | None:
    return next(one.value for one in edition.year.figures if one.key == key)


def publish(session, number: int = 0) -> None:
    year_closing.countersign(session, YEAR, number, by=IRODA, on=at(TODAY))
    year_closing.publish(
        session, YEAR, number, smallest=DisclosureLimits(), by=JAMSHID, on=at(TODAY)
    )


def log(session, many: int) -> None:
    for _ in range(many):
        past.session_of(session, past.day(8))


def test_a_year_that_nobody_signed_has_no_number_and_no_hash_and_the_day_it_was_counted(
    seeded, edition_of
):
    with seeded.write() as session:
        log(session, 12)
    edition = edition_of()
    assert (edition.year.state, edition.year.number, edition.sha256) == ("provisional", None, "")
    assert (edition.published_on, edition.counted_on) == (None, TODAY)
    assert value(edition) == 12


def test_small_numbers_have_no_value_and_nobody_learns_how_many_claims_are_behind(
    seeded, edition_of
):
    with seeded.write() as session:
        log(session, 3)
    assert value(edition_of()) is None
    assert all(one.behind is None for one in edition_of().year.figures)


def test_whoever_asks_twice_on_a_day_is_told_the_same_and_the_next_day_what_came_since(
    seeded, edition_of, clock
):
    for many, hours, seen in ((12, 0, 12), (1, 3, 12), (1, 24, 14)):
        clock.forward(hours=hours)
        with seeded.write() as session:
            log(session, many)
        assert value(edition_of()) == seen


def test_a_year_that_runs_is_counted_once_for_all_who_ask_at_once(seeded, edition_of, monkeypatch):
    counted, count = [], daily_count.count

    def slowly(*asked):
        counted.append(asked)
        return count(*asked)

    monkeypatch.setattr(daily_count, "count", slowly)
    with ThreadPoolExecutor(6) as hands:
        found = list(hands.map(lambda _: edition_of(2026).year.figures, range(6)))
    assert found == found[:1] * 6
    assert len(counted) == 1


def test_of_two_workers_who_count_at_once_one_is_believed(seeded, edition_of, clock, monkeypatch):
    """The other worker keeps its count between ours and our keeping it."""
    count = daily_count.count

    def overtaken(session, number, smallest, on):
        mine = count(session, number, smallest, on)
        with seeded.write() as other:
            log(other, 12)
            daily_count.save(other, number, count(other, number, smallest, on), on)
        return mine

    monkeypatch.setattr(daily_count, "count", overtaken)
    assert value(edition_of()) == 12
    assert value(edition_of()) == 12


def test_a_published_year_is_as_it_was_published_with_its_days_and_its_hash(seeded, edition_of):
    with seeded.write() as session:
        log(session, 12)
        row = past.propose(session)
        publish(session)
        log(session, 5)
    edition = edition_of()
    assert (edition.year.state, edition.year.number, edition.sha256) == ("published", 0, row.sha256)
    assert edition.published_on == edition.closed_on == TODAY
    assert (value(edition), edition.counted_on) == (12, None)


def test_what_an_edition_hid_is_not_found_by_laying_its_correction_beside_it(seeded, edition_of):
    with seeded.write() as session:
        log(session, 9)
        past.propose(session)
        publish(session)
    first = edition_of()
    with seeded.write() as session:
        log(session, 1)
        past.correct(session)
        publish(session, 1)
        alone = frozen_year.figures(frozen_year.list_for_year(session, YEAR)[0])
    second = edition_of()
    assert (first.year.number, second.year.number) == (0, 1)
    assert value(first) is None
    assert second.year.figures == public_masks.mask_figures(
        alone, smallest=DisclosureLimits(), before=[first.year.figures]
    )


def test_a_correction_that_is_not_published_is_told_to_nobody(seeded, edition_of):
    with seeded.write() as session:
        log(session, 12)
        past.propose(session)
        publish(session)
        log(session, 1)
        past.correct(session)
        year_closing.countersign(session, YEAR, 1, by=IRODA, on=at(TODAY))
    assert (edition_of().year.number, value(edition_of())) == (0, 12)


def test_a_correction_names_the_numbers_that_it_changed_and_none_that_is_hidden(seeded, edition_of):
    with seeded.write() as session:
        log(session, 12)
        past.propose(session)
        publish(session)
    assert edition_of().changes is None, "a first edition corrects nothing"
    with seeded.write() as session:
        log(session, 3)
        past.correct(session)
        publish(session, 1)
    edition = edition_of()
    assert (value(edition), value(edition, "wages.claims_filed")) == (15, 0)
    changed = {one.figure.name: (one.earlier, one.figure.value) for one in edition.changes}
    assert changed["advice.sessions", ""] == (12, 15)
    assert ("wages.claims_filed", "") not in changed
    assert all(None not in numbers for numbers in changed.values())
    shown = list(dict.fromkeys(one.key for one in edition.year.figures if one.name in changed))
    assert list(dict.fromkeys(key for key, _part in changed)) == shown, "a whole before its parts"
    document = documents.build_document(edition, Language.EN, TODAY)
    change = next(one for one in document.changes if one.key == "advice.sessions")
    assert (change.text, change.before, change.now) == ("12 before, 15 now.", 12, 15)
    with ZipFile(BytesIO(sheet.xlsx(document, TODAY))) as book:
        assert b"12 before, 15 now." in book.read("xl/sharedStrings.xml")
    first = pypdfium2.PdfDocument(pdf.pdf(document, TODAY))[0].get_textpage()
    assert "12 before, 15 now." in first.get_text_bounded()


@pytest.mark.parametrize("number", [1999, 2027])
def test_a_year_out_of_range_is_none(edition_of, number):
    with pytest.raises(NotFound):
        edition_of(number)


def test_what_is_told_of_the_years_has_moved_when_one_is_counted_signed_or_published(
    seeded, edition_of
):
    seen = []

    def look() -> None:
        with seeded.read() as session:
            seen.append(public_year.cache_version(session))

    def wrote(action) -> None:
        with seeded.write() as session:
            action(session)
        look()

    look()
    wrote(lambda session: log(session, 12))
    assert seen[0] == seen[1], "what is only written down is told tomorrow"
    edition_of()
    look()
    for action in (past.propose, lambda session: publish(session)):
        wrote(action)
    assert len(set(seen)) == 4
