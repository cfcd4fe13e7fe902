"""What the page about personal data says is what the service does."""

import html
import re
from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import SYSTEM, Role
from catalog.reference.countries import Mark
from matching.search import failed_searches
from service.accounts import code_levels, login_sessions
from service.pages.public import privacy
from service.pages.sign_in import flow_cookie
from service.privacy import retention
from service.privacy.retention import NewRule
from service.web import context, done_messages
from tests.service.pages.filing.test_ask_question import ASKED

NO_PERIOD = "We have not yet decided how long to store wage claims"


def set_rule(seeded, clock, word, days, mark=Mark.SOURCED) -> None:
    rule = NewRule(word, days, clock.today, None, mark, "invented")
    with seeded.write() as session:
        retention.load(session, [rule], by=SYSTEM, on=clock())


def periods(client) -> dict[str, str]:
    """Return what the page says is deleted, and after how many days."""
    page = html.unescape(client.get("/en/privacy").text)
    part = page[page.index("How long we store it") :]
    return {what: days for days, what in re.findall(r"<dt>(\d+) days?</dt><dd>([^<]+)</dd>", part)}


def test_every_cookie_is_named_and_no_other():
    # The cookie "known" is of earlier versions: it is only deleted.
    assert {one.name for one in privacy.COOKIES} == {*context.COOKIES} - {"known"}


def test_cookies_live_as_long_as_the_page_says(client):
    hour = timedelta(hours=1)
    lives = [
        flow_cookie.VALID_FOR,
        flow_cookie.VALID_FOR + code_levels.LAST,
        login_sessions.IDLE_AT_WORK,
        login_sessions.IDLE[Role.CITIZEN],
        login_sessions.MAX_AGE,
    ]
    assert lives == [hour / 6, hour / 2, hour / 2, hour, 12 * hour]
    assert {one.name: one.lasts for one in privacy.COOKIES} == {
        "lang": "one year",
        "sid": "until you sign out or close the browser; at most twelve hours, or one hour without "
        "activity (half an hour for staff)",
        "way": "ten minutes, or half an hour when a lot of people are signing in",
        "claim": "twelve hours, or one hour once the claim has been sent",
        "question": "one hour",
        "list": "until you sign out or close the browser",
        "searches": "until you sign out or close the browser",
        "done": "one minute",
    }
    assert done_messages.SECONDS == 60
    answers = [
        client.get("/en/"),
        client.post("/en/wages/file/start", data={"anew": "1"}),
        client.post("/en/advice/ask", data=ASKED),
    ]
    sent = dict(
        re.match(r"(\w+)=.*Max-Age=(\d+)", one, re.IGNORECASE).groups()
        for answer in answers
        for one in answer.headers.get_list("set-cookie")
    )
    assert sent == {"lang": "31536000", "claim": "43200", "question": "3600"}


def test_cookies_have_the_names_that_the_browser_shows(client, app_state):
    assert "<code>sid</code>" in client.get("/en/privacy").text
    app_state.settings = msgspec.structs.replace(
        app_state.settings, public_url="https://musofir.example"
    )
    assert "<code>__Host-sid</code>" in client.get("/en/privacy?anew").text


def test_words_of_a_search_are_kept_as_the_page_says():
    networks, kept = failed_searches.SHOWN, failed_searches.RETENTION
    assert (networks, kept) == (3, timedelta(weeks=12))


def test_every_kind_of_record_with_a_period_is_explained():
    assert set(privacy.PERIODS) == set(retention.RECORD_KINDS)


def test_periods_are_those_in_force(client, seeded, clock):
    days = dict.fromkeys(retention.DELETIONS, 0)
    for number, word in enumerate(days, start=11):
        days[word] = number
        set_rule(seeded, clock, word, number)
    assert periods(client) == {privacy.PERIODS[word]: str(many) for word, many in days.items()}


def test_a_changed_period_is_shown_at_once(client, seeded, clock):
    set_rule(seeded, clock, "outbox", 30)
    assert periods(client) == {privacy.PERIODS["outbox"]: "30"}
    set_rule(seeded, clock, "outbox", 20)
    assert periods(client) == {privacy.PERIODS["outbox"]: "20"}


@pytest.mark.parametrize("word", ["codes", retention.CASES])
def test_a_period_that_nobody_confirmed_is_not_shown(client, seeded, clock, word):
    set_rule(seeded, clock, word, 1826, Mark.UNCONFIRMED)
    page = client.get("/en/privacy").text
    assert "1826" not in page
    assert NO_PERIOD in page


def test_a_persons_file_has_a_period_only_once_it_is_confirmed(client, seeded, clock):
    set_rule(seeded, clock, retention.CASES, 1826, Mark.SOURCED)
    assert NO_PERIOD in client.get("/en/privacy").text
    set_rule(seeded, clock, retention.CASES, 1826, Mark.CONFIRMED)
    assert periods(client) == {privacy.PERIODS[retention.CASES]: "1826"}
    assert NO_PERIOD not in client.get("/en/privacy").text


def test_the_smallest_published_numbers_are_those_of_the_settings(client, app_state):
    app_state.settings = msgspec.structs.replace(
        app_state.settings, smallest_people=12, smallest_placements=8
    )
    page = client.get("/en/privacy").text
    assert "any number of people from 1 to 11, any number of placements from 1 to 7" in page


def test_what_the_page_names_is_where_it_says(as_):
    mine = as_("alisher").get("/en/me/file").text
    for link in ("/en/me/file.json", "/en/me/file/erase", "/en/me/opened", "/en/me/cases"):
        assert link in mine
