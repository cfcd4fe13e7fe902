"""A list of the desk: what its address says, how far it counts, and how it is sorted."""

import re

import msgspec
import pytest
from sqlmodel import col, select

from i18n.scripts import fold
from matching.identity.persons import Citizen
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.infra import access
from service.pages.desk.advice.session_list_page import SESSIONS
from service.pages.desk.claims.claim_list_page import CLAIMS
from service.pages.desk.lists import views
from service.privacy import erase
from service.web.lists import list_view, listing
from tests.conftest import Clock, _cast, _opened, lived
from tests.service.casework import heap
from tests.service.web import list_rows, register_rows
from tests.support import cast

LIST = "/en/desk/wages"
TALK = NewSession(Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED)


def _fill(session, _on):
    clock = Clock()
    heap.heap(session, clock, 120)
    list_rows.fill(session, clock)
    register_rows.fill(session, clock)


@pytest.fixture
def seeded(request, place):
    """The cast's database, with rows of every list where a test needs them: made once for all."""
    if "full" in request.fixturenames:
        yield from lived(place, "LISTED", _fill)
        return
    with place.copied(_cast(place)) as url:
        yield from _opened(url)


@pytest.fixture
def full(seeded):
    """Rows of every list of the desk."""


def reader_of(view):
    readers = (cast.IRODA, cast.NODIRA, *cast.PEOPLE.values())
    return next(one for one in readers if access.allows(one, view.permission))


def column(page, label):
    return [fold(one) for one in re.findall(rf'<td data-label="{label}"[^>]*>(.*?)</td>', page)]


def test_a_column_sorts_both_ways_and_says_so(as_, full):
    client = as_("chinora")
    page = client.get(f"{LIST}?state=all&sort=employer").text
    assert (
        '<th scope="col" aria-sort="ascending"><a href="/en/desk/wages?state=all&amp;sort=-employer">'
        in page
    )
    up = column(page, "Employer")
    down = column(client.get(f"{LIST}?state=all&sort=-employer").text, "Employer")
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert up != down


def test_the_head_of_the_boxes_is_left_out_of_print_as_the_boxes_are(as_):
    page = as_("iroda").get(LIST).text
    assert page.count('<td class="choose">') > 0
    assert page.count('<th scope="col" class="choose">') == 1


def test_a_filter_in_force_is_taken_away_by_itself(as_):
    page = as_("chinora").get(f"{LIST}?country=RU&overdue=no&sort=state").text
    assert '<a href="/en/desk/wages?overdue=no&amp;sort=state">Country: <b>Russia</b>' in page
    assert '<a href="/en/desk/wages?country=RU&amp;sort=state">Overdue: <b>No</b>' in page


def test_a_day_may_be_typed_in_words_and_is_a_date_in_every_link(as_):
    page = as_("chinora").get(f"{LIST}?filed_from=a+week+ago&due_until=nonsense").text
    assert "Filed on or after: <b>18\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026</b>" in page
    assert 'name="filed_from" type="text" value="18.11.2026"' in page
    assert 'name="due_until" type="text" value="nonsense"' in page
    assert 'value="filed_from=2026-11-18"' in page, "what a saved filter or an export is made of"


def test_a_month_is_a_month_in_words(as_):
    page = as_("hamid").get("/ru/desk/own/contracts?month=2026-10").text
    assert "<b>октябрь 2026\N{NO-BREAK SPACE}г.</b>" in page


def test_no_list_names_a_person_who_was_erased(as_, full, seeded, clock):
    with seeded.write() as session:
        people = dict(session.execute(select(col(Citizen.reference), col(Citizen.name))).all())
        for number in people:
            erase.erase(session, number, by=cast.IRODA, on=clock())
    for view in views.VIEWS.values():
        client = as_(reader_of(view).name.lower())
        columns = {f"column_{one.key}": "true" for one in view.columns}
        client.post(f"/en/desk/lists/{view.name}/settings", data=columns)
        page = client.get(f"/en{view.path}").text
        assert [name for name in people.values() if name in page] == [], view.name
    page = as_("iroda").get("/en/desk/applications").text
    assert column(page, "Worker") == ["erased"], "as on the page of the application"


def test_a_person_s_name_comes_into_no_address_cookie_or_saved_filter(as_):
    client = as_("chinora")
    page = client.post(
        f"{LIST}/find", data={"worker": "Alisher", "query": "country=RU"}, follow_redirects=True
    )
    assert cast.CLAIM in page.text
    assert "Alisher" not in page.headers["set-cookie"]
    assert not re.search(r'href="[^"]*(Alisher|worker=)', page.text)
    values = {"worker": "Nobody", "country": "RU"}
    asked, _errors = list_view.read(CLAIMS, values)
    assert list_view.query_of(CLAIMS, asked, list_view.order_of(CLAIMS, values)) == "country=RU"


@pytest.fixture
def few_counted(monkeypatch):
    """Sessions are counted and sorted up to 3."""
    usual = SESSIONS.query.most_counted
    msgspec.structs.force_setattr(SESSIONS.query, "most_counted", 3)
    monkeypatch.setattr(listing, "MOST_SORTED", 3)
    yield
    msgspec.structs.force_setattr(SESSIONS.query, "most_counted", usual)


@pytest.mark.usefixtures("few_counted")
def test_a_long_list_says_so_and_is_sorted_by_an_index_alone(as_, seeded, clock, monkeypatch):
    with seeded.write() as session:
        for _ in range(4):
            advice_sessions.log(session, TALK, by=cast.BARNO, on=clock(), day=clock.today)
    monkeypatch.setattr(listing, "SIZE", 2)
    client = as_("iroda")
    page = client.get("/en/desk/advice?sort=channel").text
    assert "More than 3 rows." in page
    assert "too long to sort by “Channel”" in page
    second = client.get("/en/desk/advice?sort=-topic&page=2").text
    assert "too long" not in second
    assert "Page 2<" in second, "and not: of how many"
    assert "page=3" in second, "a third page may have rows"
    assert "does not have this many pages" not in client.get("/en/desk/advice?page=3").text


@pytest.mark.parametrize("view", views.VIEWS.values(), ids=lambda view: view.name)
def test_each_order_of_a_list_can_be_read_with_all_its_columns(as_, full, view):
    client = as_(reader_of(view).name.lower())
    columns = {f"column_{one.key}": "true" for one in view.columns}
    assert client.post(f"/en/desk/lists/{view.name}/settings", data=columns).status_code == 303
    for one in view.columns:
        for sign in ("", "-") if one.order else ():
            answer = client.get(f"/en{view.path}?sort={sign}{one.key}")
            assert answer.status_code == 200, one.key
            assert "<tbody>" in answer.text, "no row was tried"


def test_a_record_opened_from_a_list_leads_to_the_next_one(as_, full):
    client = as_("chinora")
    numbers = re.findall(r'href="/en/desk/wages/(W-[A-Z0-9]+)"', client.get(LIST).text)
    page = client.get(f"{LIST}/{numbers[1]}").text
    assert f'rel="prev" href="{LIST}/{numbers[0]}"' in page
    assert f'rel="next" href="{LIST}/{numbers[2]}"' in page


def test_rows_without_a_value_come_last_in_either_direction(as_, seeded, clock):
    with seeded.write() as session:
        for follow_up in (None, clock.today, None):
            new = msgspec.structs.replace(TALK, follow_up_on=follow_up)
            advice_sessions.log(session, new, by=cast.BARNO, on=clock(), day=clock.today)
    for sort in ("follow_up", "-follow_up"):
        page = as_("iroda").get(f"/en/desk/advice?sort={sort}").text
        first, *others = column(page, "Follow-up")
        assert (bool(first), len(others) >= 2, any(others)) == (True, True, False), sort
