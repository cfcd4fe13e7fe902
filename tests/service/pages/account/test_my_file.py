"""One's own file on the pages: read, taken away, opened by whom, and erased when a second person
agrees."""

import re

import pytest

from catalog.core import journal
from matching.identity.persons import Citizen
from matching.search import saved_searches
from matching.search.search_results import Query
from service import accounts
from service.accounts import Account, login_sessions
from service.casework.claims import follow_secret
from service.privacy import erasure_requests, legal_holds
from service.privacy.erasure_records import records
from service.privacy.export_schema import File
from service.web import context, rendering
from tests.service.pages.account import test_my_costs, test_my_diary
from tests.support import canary_person, cast, sample_applications
from tests.support.cast import CHINORA


@pytest.fixture
def me(client, seeded, planted, clock):
    """The person at their own browser."""
    with seeded.write() as session:
        account = session.get_one(Account, planted.account.account)
        cookie = login_sessions.create(session, account, "Firefox, Android", whole=True, on=clock())
        client.cookies.set(context.COOKIE, cookie)
        client.headers[context.TOKEN] = login_sessions.form_token(
            login_sessions.find_by_cookie(session, cookie, clock())[1]
        )
    return client


def acts(seeded, number) -> list[str]:
    with seeded.read() as session:
        return [one.act for one in journal.history(session, "citizen", number)]


def test_an_age_that_differs_from_the_stated_date_of_birth_is_explained(as_, seeded, clock):
    seen = "by the date of birth in your profile: 18 to 29."
    with seeded.write() as session:
        person = session.get_one(Citizen, accounts.find(session, cast.email("alisher")).citizen)
        person.age_band = "30_44"
    assert seen not in as_("alisher").get("/en/me/file").text
    with seeded.write() as session:
        person = session.get_one(Citizen, person.reference)
        sample_applications.described(session, person, on=clock())
    assert seen in as_("alisher").get("/en/me/file").text


def test_everything_is_readable_on_one_page(me):
    page = me.get("/en/me/file")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for text in (
        canary_person.NAMES[0],
        canary_person.NAMES[2],
        canary_person.PASSPORT,
        canary_person.PINFL,
        canary_person.STORY,
        canary_person.ADVICE,
    ):
        assert text in page.text
    assert canary_person.ACTION not in page.text, "an officer's words about what to do next"
    assert not any(
        hidden in page.text
        for hidden in (canary_person.NOTE, canary_person.REASON, canary_person.MESSAGE, "Alisher")
    )
    assert "Officers have written 1 note to each other" in page.text


def test_the_page_shows_each_part_of_the_file():
    """Matters stand in the sessions about them."""
    pages = (
        rendering.TEMPLATES / "account" / f"{name}.html" for name in ("file", "file_work", "erase")
    )
    shown = set(re.findall(r"file\.(\w+)", " ".join(page.read_text() for page in pages)))
    parts = {*File.__struct_fields__} - {"reference", "told_at", "matters", "left_out"}
    assert parts - shown == set()


def test_payments_and_wage_diaries_are_on_the_page(as_, seeded):
    me = as_("rustam")
    with seeded.read() as session:
        me.post(
            f"/en/me/money/{cast.named(session, 'published').reference}", data=test_my_costs.TOLD
        )
    me.post("/en/me/diary", data=test_my_diary.TOLD)
    page = me.get("/en/me/file").text
    for text in ("$1,200.50", "Severny Dvor Stroy", "₽130,000"):
        assert text in page, text


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_is_drawn_in_every_language(me, lang):
    assert me.get(f"/{lang}/me/file").status_code == me.get(f"/{lang}/me/opened").status_code == 200


def test_the_page_stays_light(me):
    assert len(me.get("/uz/me/file").content) < 40_000


def test_it_is_taken_away_as_one_file_and_that_is_written_down(me, planted, seeded):
    taken = me.post("/en/me/file.json")
    assert (
        taken.headers["content-disposition"]
        == f'attachment; filename="musofir-{planted.records[0]}.json"'
    )
    assert taken.headers["content-type"].startswith("application/json")
    result = taken.json()
    assert result["persons"][0]["phone"] == canary_person.PHONE
    assert result["opened"][0]["act"] == "export"
    assert result["opened"][0]["oneself"] is True
    assert acts(seeded, planted.records[0])[-1] == "export"


@pytest.mark.parametrize("path", ["file.json", "file/erase"])
def test_before_acts_of_weight_it_is_shown_once_more_who_one_is(me, clock, seeded, planted, path):
    clock.forward(minutes=50)
    me.get("/en/me/file")
    clock.forward(minutes=50)
    answer = me.post(f"/en/me/{path}", data={"sure": "yes"})
    assert answer.status_code in (303, 403)
    assert not set(acts(seeded, planted.records[0])) & {"export", "ask_erasure"}


def looks(seeded, clock, *names):
    """Officers who open the claim, one after the other."""
    with seeded.write() as session:
        for name in names:
            by = accounts.actor_for(accounts.find(session, cast.email(name)))
            journal.write(session, "open", "claim", canary_person.CLAIM, by=by, on=clock())


def test_who_opened_it_is_told_with_office_and_name(me, seeded, clock):
    looks(seeded, clock, "davron", "barno")
    page = me.get("/en/me/opened").text
    assert "Opened 2 times" in page
    assert page.index("Tashkent city · Barno") < page.index("Embassy, Seoul · Davron")
    assert f'Viewed: Wage claim</span> <span class="ref">{canary_person.CLAIM}' in page


def test_a_long_list_comes_in_pages(me, seeded, clock):
    looks(seeded, clock, *["davron"] * 25)
    first, second = (me.get(f"/en/me/opened?page={number}").text for number in (1, 2))
    assert (first.count("Davron"), second.count("Davron")) == (20, 5)
    assert "page=2" in first
    assert "page=1" in second


def test_nobody_is_said_where_nobody_looked(me):
    assert "Nobody has opened your file." in me.get("/en/me/opened").text


def test_the_worker_without_an_account_sees_offices_and_no_names(client, planted, seeded, clock):
    looks(seeded, clock, "davron")
    page = client.post(
        "/en/wages/follow",
        data={
            "reference": canary_person.CLAIM,
            "secret": follow_secret.secret_of(canary_person.CLAIM),
        },
    ).text
    assert "Embassy, Seoul" in page
    assert "Davron" not in page


def test_the_wish_to_be_erased_is_told_and_taken_back(me, seeded, planted):
    assert (
        me.post("/en/me/file/erase", data={"sure": "yes"}).headers["location"]
        == "/en/me/file#erase"
    )
    assert "A supervisor will look at it next" in me.get("/en/me/file").text
    assert me.post("/en/me/file/keep").status_code == 303
    assert acts(seeded, planted.records[0])[-2:] == ["ask_erasure", "keep_file"]
    assert me.post("/en/me/file/keep").status_code == 422


def test_the_box_has_to_be_ticked(me, seeded, planted):
    answer = me.post("/en/me/file/erase", data={})
    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert "ask_erasure" not in acts(seeded, planted.records[0])


def test_what_stands_against_it_is_said_with_its_reason(me, seeded, planted, clock):
    with seeded.write() as session:
        row = records(session, planted.records[0])[1]
        legal_holds.place(session, row, "Case 12 of the court", by=CHINORA, on=clock())
    answer = me.post("/en/me/file/erase", data={"sure": "yes"})
    assert answer.status_code == 422
    assert answer.text.count("Case 12 of the court") == 2


def test_an_answer_of_a_supervisor_is_read(me, seeded, planted, clock):
    me.post("/en/me/file/erase", data={"sure": "yes"})
    with seeded.write() as session:
        rows = records(session, planted.records[0])
        number = erasure_requests.find_undecided(session, rows).reference
        erasure_requests.decline(
            session, number, "Come to the post with your passport", by=CHINORA, on=clock()
        )
    assert "Come to the post with your passport" in me.get("/en/me/file").text


def test_an_account_of_work_has_no_file(as_):
    assert as_("barno").get("/en/me/file").status_code == 404
    assert as_("barno").post("/en/me/file/erase", data={"sure": "yes"}).status_code == 404


def test_a_stranger_and_a_key_read_nothing(as_):
    assert as_().get("/en/me/file").status_code in (303, 401)
    assert as_("alisher", key=True).get("/en/me/file").status_code in (303, 401)


def test_profile_applications_and_searches_stand_in_it_and_in_the_file_to_take_away(
    as_, seeded, clock
):
    with seeded.write() as session:
        own = session.get_one(Citizen, accounts.find(session, cast.email("alisher")).citizen)
        sample_applications.described(session, own, on=clock())
        number = sample_applications.applied(session, own, on=clock(), until="offer").reference
        new_search = saved_searches.NewSearch("Welders of mine", True)
        saved_searches.save(
            session,
            own,
            new_search,
            Query("payvandchi", "KR", meals=True),
            by=sample_applications.WORKER,
            on=clock(),
        )
    page = as_("alisher").get("/en/me/file").text
    for words in (
        "Welders",
        "Korean B1",
        number,
        "Place offered",
        "Welders of mine",
        "<span>“payvandchi”</span>",
        "<span>Meals provided</span>",
        "We have reminded you 1 time",
    ):
        assert words in page, words
    taken = as_("alisher").post("/en/me/file.json").json()
    assert [one["name"] for one in taken["searches"]] == ["Welders of mine"]
    assert [one["about"] for one in taken["notices"]] == [number]
    assert "Welders of mine" not in as_("rustam").get("/en/me/file").text
