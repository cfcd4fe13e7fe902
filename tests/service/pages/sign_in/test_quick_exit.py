"""Leaving a page of harm: by a link without scripts, by the script with the sign-in ended, and only
on such pages."""

import msgspec
import pytest
from litestar.testing import TestClient

from service import app
from service.infra.settings import Settings
from service.web import context

PAGES = ["danger", "danger?country=KR"]


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_of_harm_can_be_left_at_once_and_are_kept_by_nobody(client, lang, path):
    page = client.get(f"/{lang}/{path}")
    assert page.text.count(f'href="/{lang}/leave"') == 2, (
        "the button, and a second link at the foot"
    )
    assert "exit.js" in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["", "vacancies", "offers", "wages/file/start", "countries/KR", "report/2026"]
)
def test_other_pages_have_no_such_button(client, path):
    assert "/leave" not in client.get(f"/en/{path}").text


def test_an_advisers_page_of_a_harm_topic_has_it_and_of_another_not(as_):
    values = {"channel": "hotline", "level": "advice", "outcome": "open", "once": ""}
    for topic, there in (("forced_labour", True), ("contract", False)):
        where = (
            as_("barno")
            .post("/en/desk/advice/new", data=values | {"topic": topic})
            .headers["location"]
        )
        assert ('href="/en/leave"' in as_("barno").get(where).text) is there


def test_without_scripts_the_browser_forgets_us_and_is_sent_to_a_neutral_page(as_):
    client = as_("alisher")
    answer = client.get("/en/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, Settings().exit_url)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookies = answer.headers.get_list("set-cookie")
    assert {one.partition("=")[0] for one in cookies if "Max-Age=0" in one} >= {
        context.COOKIE,
        "claim",
    }


def test_with_the_script_the_sign_in_itself_ends(as_, client):
    client = as_("alisher")
    cookie = client.cookies[context.COOKIE]
    assert client.post("/en/leave").status_code == 204
    client.cookies.set(context.COOKIE, cookie, domain="testserver.local")
    assert client.get("/en/me").status_code == 401, "whoever copied the cookie has nothing"


def test_it_cannot_be_done_to_somebody_from_another_page(as_):
    client = as_("alisher")
    client.headers[context.TOKEN] = "another"
    assert client.post("/en/leave").status_code == 403
    assert client.get("/en/me").status_code == 200


def test_a_stranger_leaves_too_and_a_draft_of_a_claim_is_forgotten(client):
    client.post("/en/wages/file/start", data={"anew": "1"})
    assert client.cookies.get("claim")
    assert client.post("/en/leave").status_code == 204
    assert not client.cookies.get("claim")


def test_where_it_leads_is_a_setting_and_nothing_is_loaded_from_there(routes, settings, clock):
    other = msgspec.structs.replace(settings, exit_url="https://weather.example/tashkent")
    with TestClient(app.attach_state(routes, other, clock)) as elsewhere:
        elsewhere.follow_redirects = False
        assert elsewhere.get("/en/leave").headers["location"] == "https://weather.example/tashkent"
        page = elsewhere.get("/en/danger").text
    assert 'data-away="https://weather.example/tashkent"' in page
    assert not [one for one in ('src="https', "preconnect", "prefetch", "<iframe") if one in page]
