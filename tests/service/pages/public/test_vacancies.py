"""Jobs abroad as a citizen sees them."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog.licensing import agencies, licences
from catalog.licensing.licences import NewOrder, OrderKind
from catalog.reference.occupations import Occupation
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.lexicon.lexicon_terms import City
from matching.search import index
from tests.support import cast


def test_it_finds_a_job_by_a_word_of_its_title(client):
    page = client.get("/en/vacancies?q=welder").text
    assert "Welder, MIG and TIG" in page
    assert "2,900,000" in page


def test_it_finds_a_russian_title_typed_in_latin_letters(client):
    assert "Повар" in client.get("/uz/vacancies?q=povar").text


def test_the_way_back_from_a_job_leads_to_the_search_that_found_it(client):
    for query in ("", "?q=welder&country=KR&sort=pay"):
        page = client.get(f"/en/vacancies{query}").text
        job = unescape(re.search(r'href="(/en/vacancies/V-[^"]+)"', page)[1])
        page = client.get(job).text
        back = unescape(re.search(r'class="back" href="([^"]+)"', page)[1])
        assert back.partition("?")[0] == "/en/vacancies"
        assert parse_qs(urlsplit(back).query) == parse_qs(query[1:])
        assert "?" not in re.search('rel="canonical" href="([^"]+)"', page)[1]
    number = job.partition("?")[0]
    assert client.get(f"{number}?q=%ED%A0%80%FF%00&q=").status_code == 200


def test_it_shows_neither_paused_nor_full_nor_past_jobs_nor_those_of_a_suspended_agency(
    client, seeded
):
    page = client.get("/en/vacancies").text
    with seeded.read() as session:
        for name in ("paused", "over", "full", "of_suspended"):
            assert cast.named(session, name).reference not in page
        assert cast.named(session, "published").reference in page


def test_a_suspension_hides_an_agencys_jobs_from_the_very_next_request(client, seeded, clock):
    with seeded.read() as session:
        number, agency = cast.named(session, "published").reference, "AG-VALID"
    assert number in client.get("/en/vacancies").text
    with seeded.write() as session:
        held = agencies.status(session, agency, clock.today).licence
        licences.add_order(
            session,
            held.id,
            NewOrder(OrderKind.SUSPEND, clock.today, "Invented"),
            by=cast.FARIDA,
            on=clock(),
        )
    assert number not in client.get("/en/vacancies").text
    assert client.get(f"/en/vacancies/{number}").status_code == 404


def test_a_country_narrows_the_list(client):
    assert "Welder" not in client.get("/en/vacancies?country=RU").text


def test_pay_in_another_currency_is_compared_by_todays_rate(client):
    assert "Welder" in client.get("/en/vacancies?wage_min=1000&currency=USD").text
    assert "Welder" not in client.get("/en/vacancies?wage_min=5000&currency=USD").text


def test_a_wage_that_is_no_number_is_told_beside_the_list(client):
    page = client.get("/ru/vacancies?q=сварщик&wage_min=мало&country=KR")
    assert page.status_code == 422
    assert '<a href="#wage_min">Зарплата' in page.text, "named, and led to"
    assert 'id="wage_min"' in page.text
    assert 'value="сварщик"' in page.text, "what was looked for stays"
    assert re.search("<details open><summary>", page.text)
    assert "Южная Корея" in re.search('class="chips".*?</ul>', page.text, re.S)[0]


def test_pay_is_in_soum_first_and_its_currency_has_a_name(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    for address in ("vacancies?q=welder", f"vacancies/{number}"):
        page = client.get(f"/en/{address}").text
        assert re.search(r"from 2\d,\d00,000\xa0soum a month", page), address
        assert "2,900,000–3,400,000\xa0won" in page


def test_the_order_can_be_chosen_and_goes_on_to_the_next_page(client):
    page = client.get("/en/vacancies?sort=pay").text
    assert "<strong>highest pay</strong>" in page
    assert 'name="sort" value="pay"' in page, "and into the next search"


def test_no_mistake_in_an_address_is_told_without_its_field(client):
    for query in ("offset=-1", "offset=two", "sort=beauty", f"offset={'9' * 40}"):
        page = client.get(f"/en/vacancies?q=welder&{query}")
        assert (page.status_code, 'class="wrong"' in page.text) == (200, False), query
        assert "Welder" in page.text
    for name in ("country", "language_not", "insurance", "months_max"):
        page = client.get(f"/en/vacancies?{name}=-1")
        assert page.status_code == 422
        assert re.search(f'<a href="#{name}">[^<:]+: ', page.text), name
        assert f'id="{name}"' in page.text


def test_a_region_is_called_by_its_name_with_its_countries_behind_it(client):
    page = client.get("/ru/vacancies?q=сварщик Европа").text
    stated = re.search('class="chips stated".*?</ul>', page, re.S)[0]
    assert "<li>Европа</li>" in stated
    folded = re.search('<details class="hint">(.*?)</details>', page, re.S)[1]
    assert "Европа: 32 страны" in folded
    assert "Германия" in folded
    page = client.get("/en/vacancies?q=welder Baltic").text
    left_out = page.partition("we left out:")[2].partition("</p>")[0]
    assert ("the Baltic countries" in left_out, "Latvia" in left_out) == (True, False)


def test_who_typed_on_the_wrong_keyboard_is_led_to_what_they_meant(client, seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "welder", "en")], by=cast.FARIDA, on=clock()
        )
    page = client.get("/en/vacancies", params={"q": "цудвук"}).text
    meant = page.partition("You may have meant:")[2].partition("</p>")[0]
    assert 'href="/en/vacancies?q=welder"' in meant


def test_cities_of_which_any_will_do_are_named(client, seeded, clock):
    with seeded.write() as session:
        for country, name, names in (("KR", "Ulsan", "Ульсан"), ("RU", "Moscow", "Москва")):
            session.add(City(country=country, name=name, names=f"{name}|{names}"))
        lexicon_terms.load(
            session, [Name("7212", "title", "сварщик", "ru")], by=cast.FARIDA, on=clock()
        )
    page = client.get("/ru/vacancies?q=сварщик Москва или Ульсан").text
    stated = re.search('class="chips stated".*?</ul>', page, re.S)[0]
    assert "<li>Москва или Ульсан</li>" in stated


def test_what_the_words_state_is_shown_and_what_was_left_out_is_named(client):
    page = client.get("/en/vacancies?q=welder in Korea with housing for women").text
    stated = re.search('class="chips stated".*?</ul>', page, re.S)[0]
    assert "South Korea" in stated
    assert "Housing provided" in stated
    assert "For women or men: every job is open to both" in page
    page = client.get("/en/vacancies?q=welder in Russia").text
    assert "we left out:" in page
    found = client.get("/api/v1/vacancies?q=welder in Russia").json()
    assert (found["total"] > 0, found["relaxed"]) == (True, ["country"])


STATED = (
    "сварщик Корея или Япония",
    "сварщик не Турция",
    "сварщик не Россия и не Казахстан",
    "Европа",
    "сварщик без английского",
    "сварщик от 2000 долларов",
    "сварщик 40 часов в неделю",
    "сварщик контракт 6 месяцев",
    "сварщик без опыта с жильём",
    "Сеул не сварщик",
)


def test_every_kind_of_condition_has_its_chip(client):
    """What only such a chip uses is missed by searches without conditions."""
    pages = {typed: client.get("/ru/vacancies", params={"q": typed}) for typed in STATED}
    assert {typed for typed, page in pages.items() if page.status_code != 200} == set()
    assert "Корея или Япония" in pages[STATED[0]].text


def test_what_is_done_without_and_similar_work_are_said_in_sentences(client, seeded, clock):
    names = [
        Name("7212", "title", "payvandchi", "uz"),
        Name("7213", "title", "tunukachi", "uz"),
    ]
    with seeded.write() as session:
        beside = session.get_one(Occupation, "7212").model_dump() | {"code": "7213"}
        session.add(Occupation(**beside))
        session.flush()
        lexicon_terms.load(session, names, by=cast.FARIDA, on=clock())
    for name in index.FLAGS:
        chip = re.findall(
            r'rel="nofollow">\s*([^<]*?) <span', client.get(f"/en/vacancies?{name}=0").text
        )
        assert chip[0].startswith(("with", "not")) or chip[0].endswith("not paid"), name
    page = client.get("/en/vacancies?q=tunukachi&country=KR").text
    assert "There is no open job of exactly this work now, so similar work is shown." in page
    assert "so we left out" not in page


def test_a_filter_is_removed_by_its_chip_without_the_others(client):
    page = client.get("/en/vacancies?country=KR&hours_max=48&sort=pay").text
    chips = re.findall(r'<a href="([^"]*)"', re.search('class="chips".*?</ul>', page, re.S)[0])
    assert [parse_qs(urlsplit(chip.replace("&amp;", "&")).query) for chip in chips] == [
        {"hours_max": ["48"], "sort": ["pay"]},
        {"country": ["KR"], "sort": ["pay"]},
    ]


def test_a_page_says_its_number_and_one_past_the_end_leads_back(client):
    past = client.get("/en/vacancies?offset=1480")
    assert past.status_code == 200
    assert 'href="/en/vacancies?"' in past.text
    assert "page 75" not in past.text
    assert "page" not in re.search("<title>.*?</title>", client.get("/en/vacancies").text)[0]


def test_a_text_in_another_language_says_which(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    page = client.get(f"/ru/vacancies/{number}").text
    assert re.search('class="tongue">[^<]*английский', page)
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    "q", ["%00", "%F0%9F%98%80" * 50, "a" * 4_000, "%25%25__'\"<script>", "   ", "\\", "🧱"]
)
def test_nonsense_is_no_error(client, q):
    page = client.get(f"/uz/vacancies?q={q}")
    assert page.status_code in (200, 422)
    assert "<script>" not in page.text


def test_a_filtered_list_is_the_same_page_for_search_engines(client):
    page = client.get("/ru/vacancies?q=svarshik&country=KR").text
    assert '<link rel="canonical" href="http://127.0.0.1:8000/ru/vacancies">' in page


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_an_unknown_number_is_a_page_in_the_readers_language(client, lang):
    page = client.get(f"/{lang}/vacancies/V-NOTHING")
    assert page.status_code == 404
    assert f'<html lang="{lang}">' in page.text


def test_what_is_not_stated_is_said_to_be_so(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    assert "Not stated" in client.get(f"/en/vacancies/{number}").text


def test_trades_that_begin_as_it_is_typed_are_offered_below_the_field(client, seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    for page in ("", "/vacancies"):
        assert 'list="words" data-words="/uz/vacancies/words"' in client.get(f"/uz{page}").text
    assert client.get("/uz/vacancies/words?q=payv").json() == ["payvandchi"]
    assert client.get("/uz-Cyrl/vacancies/words?q=пайв").json() == ["пайвандчи"]
    for nothing in ("", "?q=", "?q=p", f"?q={'x' * 1_000}", "?q=%00", "?q=<script>"):
        assert client.get(f"/uz/vacancies/words{nothing}").json() == []


def test_who_misspells_is_told_what_may_be_meant(client, seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    page = client.get("/en/vacancies?q=payvanchi").text
    assert "You may have meant:" in page
    assert '<a href="/en/vacancies?q=payvandchi" lang="uz">payvandchi</a>' in page
    assert "Welder, MIG and TIG" in page
    assert "You may have meant" not in client.get("/en/vacancies?q=payvandchi").text


def test_where_nothing_is_found_it_says_what_there_is_instead(client, seeded, clock):
    with seeded.write() as session:
        named = [Name("7212", "title", "welder", "en"), Name("7213", "title", "tinsmith", "en")]
        lexicon_terms.load(session, named, by=cast.FARIDA, on=clock())
    page = client.get("/en/vacancies?q=welder&country=DE").text
    assert "No checked jobs match this at the moment" in page
    assert '<a href="/en/vacancies?q=welder">Remove these filters to see 1 job</a>' in page
    near = client.get("/en/vacancies?q=tinsmith").text
    assert "There are jobs in similar trades:" in near
    assert '<a href="/en/vacancies?q=welder">welder</a>, 1 job' in near


def test_past_its_end_a_list_says_so_and_leads_back(client):
    page = client.get("/en/vacancies?offset=1480")
    assert page.status_code == 200
    assert "The list does not have this many pages" in page.text
    assert "No checked jobs match this at the moment" not in page.text
    assert client.get("/en/vacancies?q=welder&offset=60").status_code == 200
