"""Where to get advice."""

import msgspec
import pytest

from catalog.reference.countries import Mark
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import NewText
from service.casework.advice.topics import Topic
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from tests.support import cast


def test_it_names_lines_with_a_source_and_posts_by_country(client):
    page = client.get("/en/advice").text
    assert 'href="tel:1000"' in page
    assert "1001" not in page
    assert 'href="tel:+8220000001"' in page
    assert page.index("Russia</a>") < page.index("South Korea</a>")
    assert "You do not have to give your name" in page


@pytest.fixture
def published_texts(seeded, clock):
    words = {"en": "Write it down.", "ru": "Запишите.", "uz": "Yozib qoʻying."}
    general = NewText(Topic.DISMISSAL, cast.TODAY, Mark.SOURCED, "invented", **words)
    here = msgspec.structs.replace(general, country="RU", en="Go to the post.\n\nOne month.")
    with seeded.write() as session:
        for one in (
            general,
            here,
            msgspec.structs.replace(general, topic=Topic.INJURY, mark=Mark.UNCONFIRMED),
        ):
            advice_texts.publish(session, one, by=cast.IRODA, on=clock())


def test_a_topic_on_which_something_is_said_has_its_page(client, published_texts):
    assert 'href="/en/advice/dismissal"' in client.get("/en/advice").text
    page = client.get("/en/advice/dismissal").text
    assert "Write it down." in page
    assert "Go to the post." not in page
    assert 'href="/en/advice/dismissal?country=RU"' in page


def test_of_a_country_its_own_text_is_shown_too_with_version_and_source(client, published_texts):
    page = client.get("/en/advice/dismissal?country=RU").text
    assert page.index("Write it down.") < page.index("Go to the post.") < page.index("One month.")
    assert "Version 1, in use since" in page
    assert "Source: invented" in page
    assert client.get("/en/advice/dismissal?country=ZZ").text.count("Write it down.") == 1


def test_beside_the_text_stand_the_time_limits_of_the_country(
    client, published_texts, seeded, clock
):
    words = dict.fromkeys(("en", "ru", "uz", "uz_cyrl", "kaa"), "First the commission.")
    new_limit = NewLimit(
        "RU", "wages", 3, Unit.MONTHS, CountedFrom.LEARNED, Mark.SOURCED, "invented", **words
    )
    with seeded.write() as session:
        time_limits.load(session, [new_limit], by=cast.IRODA, on=clock())
    page = client.get("/en/advice/dismissal?country=RU").text
    assert "3 months, counted from the day the worker found out" in page
    assert "First the commission." in page
    assert "3 months" not in client.get("/en/advice/dismissal").text


def test_it_is_said_in_the_reader_s_language_and_in_karakalpak_in_uzbek(client, published_texts):
    assert "Запишите." in client.get("/ru/advice/dismissal").text
    assert "Ёзиб қўйинг." in client.get("/uz-Cyrl/advice/dismissal").text
    page = client.get("/kaa/advice/dismissal").text
    assert '<div lang="uz">' in page
    assert "Yozib qoʻying." in page


@pytest.mark.parametrize("topic", ["injury", "weather", "contract"])
def test_what_has_no_source_and_what_is_no_topic_has_no_page(client, published_texts, topic):
    assert client.get(f"/en/advice/{topic}").status_code == 404


def test_without_a_line_of_our_own_pages_offer_writing(client):
    for page in ("/en/advice", "/en/", "/en/danger"):
        text = client.get(page).text
        assert "We have no telephone line of our own yet." in text, page
        assert "/en/advice/ask" in text


def test_our_own_line_is_shown_and_an_invented_one_cannot_be_dialled(client, app_state, settings):
    line = "+998 00 000 00 00; day and night; free; Telegram @namuna"
    for demonstration, link in ((False, True), (True, False)):
        app_state.settings = msgspec.structs.replace(
            settings, line=line, demonstration=demonstration
        )
        app_state.memory.pop("pages", None)
        text = client.get("/en/wages/follow").text
        assert ("tel:+998000000000" in text) is link
        assert ("invented: nobody can call it" in text) is not link
        assert "day and night · free · Telegram @namuna" in text


def test_the_administrator_is_told_that_there_is_no_line(as_):
    assert "MUSOFIR_LINE" in as_("laylo").get("/en/desk").text
    assert "MUSOFIR_LINE" not in as_("iroda").get("/en/desk").text
