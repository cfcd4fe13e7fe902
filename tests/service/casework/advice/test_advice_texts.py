"""Advice texts: another word is another version, and what was said on a day is known for ever."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from catalog.core import journal
from catalog.reference.countries import Mark, NotACountry
from i18n import CITIZEN_LANGUAGES, Language
from service.casework.advice import advice_sessions, advice_texts
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.advice_texts import NewText, Text
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from tests.support.cast import BARNO, TODAY

FIRST = NewText(
    Topic.DISMISSAL,
    date(2026, 1, 1),
    Mark.SOURCED,
    "invented",
    "Ask for it in writing.\nKeep it.\n\nOne month.",
    "Попросите письменно.\n\nОдин месяц.",
    "Yozma soʻrang.\n\nBir oy.",
)
IN_RUSSIA = msgspec.structs.replace(FIRST, country="RU", en="Go to the post.")


@pytest.fixture
def publish(ground, clock):
    def published(new_text=FIRST, **changed) -> Text:
        return advice_texts.publish(
            ground, msgspec.structs.replace(new_text, **changed), by=BARNO, on=clock()
        )

    return published


def test_other_words_are_a_new_version_and_the_old_one_stays(ground, publish):
    old, new = publish(), publish(en="Ask for it today.", valid_from=date(2026, 6, 1))
    assert (old.version, new.version) == (1, 2)
    assert ground.get_one(Text, ("dismissal", "", 1)).en.startswith("Ask for it in writing")


def test_the_same_words_are_no_new_version(ground, publish):
    publish()
    publish()
    assert ground.execute(select(func.count()).select_from(Text)).scalar() == 1


def test_a_version_holds_from_its_day_on(ground, publish):
    publish()
    publish(en="Ask for it today.", valid_from=TODAY + timedelta(days=1))
    versions = [
        advice_texts.current(ground, "dismissal", None, TODAY + timedelta(days=n))[0].version
        for n in (0, 1)
    ]
    assert versions == [1, 2]
    assert advice_texts.current(ground, "dismissal", None, date(2025, 12, 31)) == []


def test_the_country_s_own_text_comes_after_what_holds_everywhere(ground, publish):
    publish()
    publish(IN_RUSSIA)
    assert [one.country for one in advice_texts.current(ground, "dismissal", "RU", TODAY)] == [
        "",
        "RU",
    ]
    assert [one.country for one in advice_texts.current(ground, "dismissal", "KR", TODAY)] == [""]
    assert advice_texts.countries_of(ground, "dismissal", TODAY) == ["RU"]


def test_what_no_source_bears_out_is_for_staff(ground, publish):
    publish(mark=Mark.UNCONFIRMED)
    assert advice_texts.current(ground, "dismissal", None, TODAY) == []
    assert len(advice_texts.current(ground, "dismissal", None, TODAY, staff=True)) == 1


def test_it_is_said_in_every_language_of_citizens(publish):
    values = {lang: advice_texts.localise(publish(), lang) for lang in CITIZEN_LANGUAGES}
    assert values[Language.EN].steps == ["Ask for it in writing.", "Keep it."]
    assert values[Language.EN].facts == ["One month."]
    assert values[Language.RU].steps == ["Попросите письменно."]
    assert values[Language.UZ_CYRL].steps == ["Ёзма сўранг."]
    assert (values[Language.KAA].lang, values[Language.KAA].facts) == ("uz", ["Bir oy."])


def test_a_session_remembers_the_versions_of_its_day(ground, publish, clock):
    publish()
    publish(IN_RUSSIA)
    asked = NewSession(Channel.HOTLINE, Topic.DISMISSAL, Level.ADVICE, Outcome.EXPLAINED, "RU")
    first = advice_sessions.log(ground, asked, by=BARNO, on=clock(), day=TODAY)
    publish(en="Ask for it today.", valid_from=TODAY + timedelta(days=1))
    second = advice_sessions.log(ground, asked, by=BARNO, on=clock(), day=TODAY + timedelta(days=1))
    given = advice_texts.versions_by_session(ground, [first.reference, second.reference])
    assert [(one.country, one.version) for one in given[first.reference]] == [("", 1), ("RU", 1)]
    assert [(one.country, one.version) for one in given[second.reference]] == [("", 2), ("RU", 1)]


def test_a_country_nobody_knows_has_no_text(publish):
    with pytest.raises(NotACountry):
        publish(country="ZZ")


def test_a_version_stands_in_the_journal(ground, publish):
    publish(IN_RUSSIA)
    ground.commit()
    (entry,) = journal.history(ground, "advice_text", "dismissal RU")
    assert (entry.act, entry.fields) == ("publish", "v1")
