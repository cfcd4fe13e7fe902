"""What every route shares: who stands before it, and in which language they are answered."""

import re

import pytest

from service.pages.public import home
from tests.support import cast
from tests.support.source_tree import TEMPLATES


@pytest.mark.parametrize(
    ("headers", "cookie", "lang"),
    [
        ({}, None, "uz"),
        ({"accept-language": "ru-RU,ru;q=0.9"}, None, "ru"),
        ({"accept-language": "fr"}, None, "uz"),
        ({"accept-language": "ru"}, "kaa", "kaa"),
        ({}, "nonsense", "uz"),
    ],
)
def test_the_way_in_leads_to_the_readers_language(client, headers, cookie, lang):
    if cookie:
        client.cookies.set("lang", cookie)
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{lang}/")


def test_a_language_we_do_not_speak_is_no_address(client):
    assert client.get("/fr/").status_code == 404


@pytest.mark.parametrize("name", sorted(set(cast.PEOPLE) - {"mallory"}))
def test_each_of_the_cast_is_known_by_cookie_and_by_key(client, as_, name):
    for key in (False, True):
        as_(name, key=key)
        assert client.get("/en/").status_code == 200
        assert client.get("/en/desk/wages").status_code in (200, 403)
    as_()
    assert client.get("/en/desk/wages").status_code in (303, 401)


def test_a_disabled_account_is_a_stranger(client, as_):
    as_("mallory", key=True)
    assert client.get("/en/desk/wages").status_code in (303, 401)


@pytest.mark.parametrize("page", ["abc", "", "-3", "0", "1e9", "9" * 50, "\u0661"])
@pytest.mark.parametrize("path", ["/ru/desk/advice", "/ru/desk/wages", "/ru/agencies"])
def test_a_page_that_has_no_number_is_the_first(as_, path, page):
    assert as_("chinora").get(path, params={"page": page}).status_code == 200


def test_what_an_address_takes_can_be_asked(client):
    answer = client.options("/ru/desk/advice")
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (
        204,
        {"GET", "HEAD", "OPTIONS"},
    )


def test_a_page_that_takes_a_name_of_every_page_is_not_drawn(client, monkeypatch):
    """Or the links to other languages would lead nowhere, and nobody would see it."""
    shown = home.context.page
    monkeypatch.setattr(
        home.context,
        "page",
        lambda request, template, **facts: shown(request, template, **facts, page_address="x"),
    )
    assert client.get("/en/").status_code == 500


SET = re.compile(
    r"{%-? *set (who|demonstration|page_address|base|lines|today|exit_url|token|city)\b"
)


def test_no_template_sets_a_name_of_every_page():
    assert [path.name for path in TEMPLATES.rglob("*.html") if SET.search(path.read_text())] == []


@pytest.mark.parametrize("asked", ["state=received", "state=received&page=2"])
def test_a_filtered_list_is_the_same_in_every_language(as_, asked):
    page = as_("chinora").get(f"/en/desk/wages?{asked}").text
    assert f'href="/ru/desk/wages?{asked.replace("&", "&amp;")}"' in page
