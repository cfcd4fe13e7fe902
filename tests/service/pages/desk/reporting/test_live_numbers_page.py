"""The numbers page: what an address asks for, what stands beside an answer that is none, and where
each number leads."""

import html
import re

import pytest
from sqlalchemy import event

from service.reporting.figures import report_digest
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.months import Month
from service.reporting.monthly import post_return
from service.reporting.monthly.post_return import SigningInput
from tests.conftest import lived
from tests.service.reporting import post
from tests.service.reporting.post import NOV
from tests.support.cast import ELYOR, IRODA, MOSCOW, SEOUL

PAGE = "/en/desk/numbers"


@pytest.fixture
def seeded(place):
    yield from lived(
        place, "TWO_MONTHS", lambda session, _on: post.november(session, post.october(session))
    )


@pytest.fixture
def look(as_):
    """The page as a supervisor sees it, without its menu."""

    def looked(query: str = "", name: str = "iroda", lang: str = "en") -> str:
        answer = as_(name).get(f"/{lang}/desk/numbers{query}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        return html.unescape(answer.text.split("</nav>", 1)[1])

    return looked


def cells(page: str, sentence: str, heading: str) -> list[str]:
    """The numbers of the row with this sentence, under this heading."""
    row = next(one for one in page.split(heading, 1)[1].split("<tr ") if sentence in one)
    return [
        re.sub("<[^>]+>", "", one).strip()
        for one in re.findall(r'<td role="cell" class="(?:n|hides)">(.*?)</td>', row, re.DOTALL)
    ]


ADVICE, CLAIMS = "<h2>Advice</h2>", "<h2>Wage claims</h2>"


def test_this_month_of_all_stands_beside_the_same_days_of_the_month_before(look):
    page = look()
    assert "<strong>1 November 2026 to 25 November 2026</strong>" in page
    before = "the same days of the month before: 1 October 2026 to 25 October 2026"
    assert f"Compared with {before}" in page
    assert "Month before, same days" in page
    assert cells(page, "Advice sessions held; only sessions", ADVICE) == ["3", "3", "0"]
    received = page.split("<h3>Wages recovered for workers, in the currency")[1].split("</table>")[
        0
    ]
    assert "₽" in received, received


def test_a_change_is_told_in_percent_only_from_ten_up(look, seeded):
    assert "%)" not in look("?period=year").split(ADVICE)[1].split("<h3>")[0]
    with seeded.write() as session:
        for day in 10 * [NOV(2)] + 5 * [NOV(12)]:
            post.log(session, day)
    page = look("?day_from=2026-11-11&day_until=2026-11-20")
    assert cells(page, "Advice sessions held; only sessions", ADVICE) == ["5", "11", "−6 (−54.5%)"]


def test_post_country_and_topic_are_chosen_by_the_address(look):
    for query, number in (
        (f"post={MOSCOW}", "4"),
        (f"post={SEOUL}", "2"),
        ("post=not_stated", "1"),
        ("country=KR", "1"),
        ("country=ru", "6"),
        ("topic=housing", "2"),
        (f"topic=housing&post={SEOUL}", "0"),
    ):
        page = look(f"?period=year&{query}")
        assert cells(page, "Advice sessions held; only sessions", ADVICE)[0] == number, query
        assert "not stated: " in page
    assert "selected>Housing" in page


def test_figures_that_cannot_be_told_of_a_choice_are_named_with_what_is_not_told(look):
    page = look(f"?period=year&topic=housing&post={MOSCOW}")
    left = page.split("<h2>Figures not included</h2>")[1].split("</section>")[0]
    assert re.search(r"Wage claims filed <span class=\"hint\">not stated: the topic<", left)
    assert re.search(
        r"Licences granted <span class=\"hint\">not stated: the mission abroad and the topic<", left
    )
    assert (
        "Wage claims filed" not in page.split("<h2>Figures not included</h2>")[0].split(ADVICE)[1]
    )
    assert "Figures not included" not in look("?period=year")


@pytest.mark.parametrize(
    ("query", "field", "sentence", "kept"),
    [
        (
            "day_from=2026-13-40&day_until=2026-11-02",
            "day_from",
            "Enter a real date",
            'value="2026-13-40"',
        ),
        ("day_from=2026-11-02", "day_until", "Answer this question.", 'value="02.11.2026"'),
        (
            "day_from=2026-11-02&day_until=2026-11-01",
            "day_until",
            "The end date is before the start date.",
            'value="01.11.2026"',
        ),
        (
            "day_from=2026-11-26&day_until=2026-11-27",
            "day_from",
            "This date is in the future.",
            'value="26.11.2026"',
        ),
        (
            "day_from=1812-01-01&day_until=2026-11-27",
            "day_from",
            "This date is too far in the past.",
            'value="01.01.1812"',
        ),
        (
            "day_from=2019-01-01&day_until=2026-01-01",
            "day_until",
            "at most 366 days",
            'value="01.01.2019"',
        ),
        ("period=days", "day_from", "Answer this question.", 'value="days" selected'),
        ("period=fortnight", "period", "Choose one of the answers.", 'value="fortnight" selected'),
        (
            "post=XX-NOWHERE-EMB",
            "post",
            "We do not recognise this mission.",
            'value="XX-NOWHERE-EMB" selected',
        ),
        ("country=XQ", "country", "We do not recognise this country.", 'value="XQ" selected'),
        ("country=%3Cb%3E", "country", "We do not recognise this country.", "<B>"),
        ("topic=weather", "topic", "Choose one of the answers.", 'value="weather" selected'),
        ("topic=housing%00", "topic", "a character that we cannot save", ""),
        (f"post={'x' * 300}", "post", "too long", "xxx"),
    ],
)
def test_what_was_not_understood_is_said_beside_it_and_kept_and_no_numbers_of_something_else_are_shown(
    look, query, field, sentence, kept
):
    page = look(f"?{query}")
    beside = re.search(rf'id="{field}-wrong">([^<]*)<', page)
    assert beside, page
    assert sentence in beside[1]
    assert kept in page
    assert "The numbers will appear once you have corrected the answers above." in page
    assert ADVICE not in page


def test_days_that_hold_nothing_say_so(look):
    page = look("?day_from=2020-02-01&day_until=2020-02-02")
    assert "No records match your filters for these days or the previous period." in page
    assert cells(page, "Advice sessions held; only sessions", ADVICE) == ["0", "0", "0"]
    one = look("?day_from=2020-02-01&day_until=2020-02-01")
    assert "Compared with as many days before: 31 January 2020" in one


def test_numbers_of_a_whole_year_of_all_lead_to_the_lists_behind_them(look):
    page = look("?period=year")
    assert '<a href="/en/desk/report/2026/figures/advice.sessions">7</a>' in page
    assert '<a href="/en/desk/report/2026/figures/wages.claims_by_country?part=KR">1</a>' in page
    keys = set(re.findall(r"/desk/report/2026/figures/([a-z_.]+)", page))
    assert keys <= {one.key for one in DEFINITIONS}
    for query in (
        "",
        "?period=quarter",
        "?period=year&country=RU",
        "?day_from=2025-01-02&day_until=2025-12-31",
    ):
        assert "/figures/" not in look(query)


def test_what_was_entered_since_yesterday_stands_first(look, seeded):
    with seeded.write() as session:
        post.file(session, NOV(25))
    fresh = look().split('id="fresh"')[1].split("</section>")[0]
    row = next(one for one in fresh.split("<tr ") if "Wage claims filed" in one)
    # Filed today: this one and Alisher's.
    assert re.findall(r'<td role="cell" class="n">(.*?)</td>', row) == ["6", "4", "+2"]


def test_what_was_written_down_today_about_earlier_days_is_told_apart(look, seeded, clock):
    with seeded.write() as session:
        post.log(session, NOV(25))
        session.flush()
        late = post.log(session, NOV(12))
        late.recorded_at = clock()
    fresh = look().split('id="fresh"')[1].split("</section>")[0]
    row = next(one for one in fresh.split("<tr ") if "Advice sessions held; only sessions" in one)
    (change,) = re.findall(r'<td role="cell" class="n">(.*?)</td>', row)[2:]
    assert change == '+4 <span class="hint">including 1 for earlier days</span>', (
        "two of the cast, and one of today"
    )


def test_bars_have_a_name_and_are_read_out_and_carry_no_style(look):
    page = look("?period=year")
    assert '<title id="advice.sessions_by_topic-title">Advice sessions by topic</title>' in page
    assert "The longest bar: " in page
    assert " style=" not in page
    assert not re.search(r'<title id="wages.recovered', page), (
        "money is not drawn as if it were a count"
    )


def test_the_returns_of_six_months_stand_beside_each_post(look, seeded):
    with seeded.write() as session:
        for month, day in ((Month(2026, 9), NOV(1)), (Month(2026, 10), NOV(2))):
            seen = report_digest.fingerprint(
                post_return.monthly_counts.count_figures(
                    session, post_return.months.span(MOSCOW, month, day)
                )
            )
            post_return.sign(
                session, MOSCOW, month, SigningInput(seen=seen), by=ELYOR, on=post.at(day), day=day
            )
        post_return.countersign(session, MOSCOW, Month(2026, 9), 0, by=IRODA, on=post.at(NOV(3)))
    table = look().split('id="returns"')[1].split("</section>")[0]
    assert re.findall(r"returns\?month=([0-9-]+)", table) == [f"2026-{n:02}" for n in range(5, 11)]
    values = {
        (code, month): re.sub("<[^>]+>", "", text)
        for code, month, text in re.findall(r'desk/returns/([A-Z-]+)/([0-9-]+)">(.*?)</a>', table)
    }
    assert len(values) == 12
    assert (values[MOSCOW, "2026-09"], values[MOSCOW, "2026-10"]) == ("Countersigned", "Signed")
    assert {text for (code, _), text in values.items() if code == SEOUL} == {"Missing"}


def test_the_page_says_that_its_numbers_are_internal_and_hides_protected_cases_from_a_statistician(
    look,
):
    sentence, heading = "referred to an organisation", "<h2>Victims and protection cases</h2>"
    pages = [look("?period=year", name) for name in ("iroda", "jamshid")]
    assert all("so do not publish anything from this page" in page for page in pages)
    assert cells(pages[0], sentence, heading) == ["1", "0", "+1"]
    assert cells(pages[1], sentence, heading) == [
        "fewer than 10, or hidden to protect people",
        "0",
        "–",
    ]
    assert [cells(page, "Wage claims filed", CLAIMS)[0] for page in pages] == ["5", "5"]


@pytest.mark.parametrize(
    "name", ["elyor", "barno", "chinora", "nodira", "komila", "laylo", "hamid", "alisher", "farida"]
)
def test_nobody_else_sees_them(as_, name):
    assert as_(name).get(PAGE).status_code == 403
    assert "desk/numbers" not in as_(name).get("/en/desk").text


def test_a_page_is_a_few_dozen_questions_however_much_there_is(as_, seeded):
    client, found = as_("iroda"), []
    database = client.app.state.app_state.database

    def note(*items: object) -> None:
        found.append(items[2])

    def asked() -> int:
        found.clear()
        event.listen(database.engine, "before_cursor_execute", note)
        assert client.get(f"{PAGE}?period=year").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(found)

    client.get(PAGE)
    before = asked()
    with seeded.write() as session:
        for day in 20 * [NOV(2)]:
            post.log(session, day)
    assert before == asked()
    assert 40 < before <= 68


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_opens_in_every_language(look, lang):
    for query in ("?period=year", "?day_from=x", ""):
        assert 'id="returns"' in look(query, lang=lang)
