"""Notices: each once, in the person's language, with nothing of theirs in it."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal, outbox
from catalog.core.actor import SYSTEM
from i18n import Language, gettext
from matching.applications import notices
from matching.applications.notices import DueNotice, Notice
from matching.identity.persons import NewCitizen, record
from service.privacy import erase
from tests.support.cast import FARIDA, IRODA


@pytest.fixture
def person(ground, clock):
    return record(
        ground, NewCitizen("Worker Invented", "+998 90 000 00 71", "en"), by=FARIDA, on=clock()
    )


@pytest.fixture
def due(person):
    return DueNotice(person.reference, "passport", date(2027, 2, 1), 90, notices.NEWS)


WORDS = "Musofir: there is news for you about jobs or documents: https://musofir.example/en/me/news"


def letters(ground):
    return [(one.number, one.words) for one in outbox.latest(ground)]


def test_it_is_told_once_and_again_at_the_next_step(ground, clock, due):
    say = {"by": SYSTEM, "on": clock()}
    say["at"] = "https://musofir.example"
    assert [notices.notify(ground, [due], **say) for _ in range(2)] == [1, 0]
    assert notices.notify(ground, [msgspec.structs.replace(due, days=30)], **say) == 1
    assert letters(ground) == [("+998900000071", WORDS)] * 2
    assert len(notices.list_for_person(ground, due.citizen)) == 2


def test_two_papers_of_one_night_are_one_message(ground, clock, due):
    both = [due, msgspec.structs.replace(due, about="health")]
    assert notices.notify(ground, both, by=SYSTEM, on=clock()) == 1
    assert len(letters(ground)) == 1
    assert len(notices.list_for_person(ground, due.citizen)) == 2


def test_it_is_written_in_the_language_of_the_person_and_in_uzbek_where_none_is_known(
    ground, clock, due, person
):
    sentences = []
    for number, language in enumerate(("ru", "xx", *Language)):
        person.language = language
        one = msgspec.structs.replace(due, days=number, sentence=notices.OFFER)
        notices.notify(ground, [one], by=SYSTEM, on=clock.forward(minutes=1))
        sentences.append(letters(ground)[0][1])
    assert all(
        "%(day)s" not in words and words.startswith(("Musofir", "Мусофир")) for words in sentences
    )
    assert any("1 Feb 2027" in words.replace("\u00a0", " ") for words in sentences)
    assert any("01.02.2027" in words for words in sentences)


def test_whoever_has_no_number_or_was_erased_is_not_written_to(ground, clock, due):
    silent = record(ground, NewCitizen("No Number"), by=FARIDA, on=clock())
    assert (
        notices.notify(
            ground, [msgspec.structs.replace(due, citizen=silent.reference)], by=SYSTEM, on=clock()
        )
        == 0
    )
    notices.notify(ground, [due], by=SYSTEM, on=clock())
    erase.erase(ground, due.citizen, by=IRODA, on=clock())
    assert list(ground.execute(select(Notice).where(Notice.citizen == due.citizen)).scalars()) == []
    assert letters(ground) == []


def test_the_journal_names_who_was_told_and_not_of_what(ground, clock, due):
    notices.notify(ground, [due], by=SYSTEM, on=clock())
    ground.commit()
    last = list(ground.execute(select(journal.Entry)).scalars())[-1]
    assert (last.act, last.noun, last.reference, last.fields) == (
        "notify",
        "profile",
        due.citizen,
        "",
    )


def test_nothing_is_told_where_nothing_is_due(ground, clock):
    assert notices.notify(ground, [], by=SYSTEM, on=clock()) == 0


@pytest.mark.parametrize(
    ("hour", "expected"), [(1, (25, 4)), (4, (25, 4)), (12, (25, 12)), (16, (26, 4)), (22, (26, 4))]
)
def test_nobody_is_woken(hour, expected):
    """Hours of UTC; in Tashkent it is five hours later."""
    moment = notices.next_waking_time(datetime(2026, 11, 25, hour, tzinfo=UTC))
    assert (moment.day, moment.hour) == expected


def test_a_broken_seal_stops_nobody_elses_message(ground, clock, due):
    broken = record(ground, NewCitizen("Broken Seal", "+998 90 000 00 79"), by=FARIDA, on=clock())
    broken.phone = b"nothing that a key opens"
    ground.flush()
    assert not notices.queue_message(ground, broken, lambda _lang: "Words", on=clock())
    assert (
        notices.notify(
            ground,
            [msgspec.structs.replace(due, citizen=broken.reference), due],
            by=SYSTEM,
            on=clock(),
        )
        == 1
    )


def test_the_word_of_a_day_fits_into_two_messages_in_every_language():
    for lang in Language:
        words = gettext(lang, notices.NEWS, page=f"https://musofir.example.uz/{lang}/me/news")
        assert len(words) <= (306 if words.replace("ʻ", "'").isascii() else 134), words


def test_who_had_the_word_of_a_day_is_known(ground, clock, due):
    word = DueNotice(due.citizen, notices.DAILY, clock.today, 0, notices.NEWS)
    assert notices.notified_on(ground, [due.citizen], clock.today) == set()
    assert notices.notify(ground, [due, word], by=SYSTEM, on=clock()) == 1
    assert notices.notified_on(ground, [due.citizen], clock.today) == {due.citizen}


def test_nothing_is_sent_to_the_telephone_of_the_dead(ground, clock, due, person):
    person.died_on = date(2026, 11, 20)
    ground.flush()
    assert notices.notify(ground, [due], by=SYSTEM, on=clock()) == 0
    assert not notices.queue_message(ground, person, lambda lang: lang.value, on=clock())
    assert letters(ground) == []
