"""The advice desk: one form, and what becomes of it."""

import re

import pytest

NEW = {"channel": "hotline", "topic": "contract", "level": "advice", "outcome": "explained", "once": "k" * 20}


def saved(client, **told):
    answer = client.post("/en/desk/advice/new", data=NEW | told)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_session_is_saved_and_the_next_one_is_one_link_away(as_):
    client = as_("barno")
    page = client.get(saved(client, name="Caller Invented", phone="90 000 00 09", country="RU", note="Invented")).text
    assert "Saved. Its reference:" in page
    assert "Log another" in page
    assert 'name="phone" value="+998900000009"' in page
    assert "File a claim for this person" in page


def test_saving_twice_is_one_session(as_):
    client = as_("barno")
    assert saved(client) == saved(client)


def test_a_mistake_keeps_what_was_typed(as_):
    page = as_("barno").post("/en/desk/advice/new", data=NEW | {"topic": "", "note": "typed with care"})
    assert page.status_code == 422
    assert "typed with care" in page.text
    assert 'href="#topic"' in page.text


def test_a_number_without_a_name_is_not_lost_silently(as_):
    page = as_("barno").post("/en/desk/advice/new", data=NEW | {"phone": "900000009"})
    assert page.status_code == 422
    assert "how the caller wants to be called" in page.text


def test_another_post_s_session_does_not_exist(as_):
    of_seoul = saved(as_("davron"), country="KR")
    assert as_("davron").get(of_seoul).status_code == 200
    assert as_("elyor").get(of_seoul).status_code == 404
    assert as_("elyor").get("/en/desk/advice").text.count("/desk/advice/A-") == 0


def test_the_list_is_sifted_by_topic(as_):
    client = as_("barno")
    saved(client)
    assert client.get("/en/desk/advice?topic=contract").text.count("/desk/advice/A-") == 1
    assert client.get("/en/desk/advice?topic=nonsense&page=-3").status_code == 200


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("jamshid", 403), ("chinora", 403)])
def test_only_those_who_advise_may_log(as_, name, status):
    assert as_(name).post("/en/desk/advice/new", data=NEW).status_code == status


def test_the_telephone_is_for_those_who_may_file_a_claim(as_):
    path = saved(as_("barno"), name="Caller Invented", phone="90 000 00 09", region="1726")
    assert "+998900000009" not in as_("nodira").get(path).text


def test_other_words_under_the_same_key_are_kept_when_sent_again(as_):
    client = as_("barno")
    saved(client)
    page = client.post("/en/desk/advice/new", data=NEW | {"note": "typed later"})
    assert page.status_code == 422
    assert "typed later" in page.text
    fresh = re.search(r'name="once" value="([^"]*)"', page.text)[1]
    assert "typed later" in client.get(saved(client, note="typed later", once=fresh)).text
