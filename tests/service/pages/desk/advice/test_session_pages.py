"""The advice desk: one form, and what becomes of it."""

import re

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from catalog.reference.countries import Mark
from matching.identity.persons import Citizen
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import NewText
from service.casework.advice.topics import Topic
from service.casework.claims.wage_claims import Claim
from service.infra import hotlines
from service.pages.desk.advice import session_pages
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads

NEW = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "once": "k" * 20,
}


def saved(client, **values):
    answer = client.post("/en/desk/advice/new", data=NEW | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_session_is_saved_and_the_next_one_is_one_link_away(as_):
    client = as_("barno")
    page = client.get(
        saved(client, name="Caller Invented", phone="90 000 00 09", country="RU", note="Invented")
    ).text
    assert re.search(r"Session A-\w+ is saved\.", page)
    assert "Log another session" in page
    assert "900000009" not in page
    assert "File a claim for this person" in page


def test_of_the_caller_only_what_was_stated_is_shown(as_):
    client = as_("barno")
    page = client.get(saved(client, name="Caller Invented", sex="female")).text
    assert "· Woman" in page
    assert "Not stated" not in page


def test_saving_twice_is_one_session(as_):
    client = as_("barno")
    assert saved(client) == saved(client)


def test_a_mistake_keeps_what_was_typed(as_):
    page = as_("barno").post(
        "/en/desk/advice/new", data=NEW | {"topic": "", "note": "typed with care"}
    )
    assert page.status_code == 422
    assert "typed with care" in page.text
    assert 'href="#topic"' in page.text


def test_a_number_without_a_name_is_not_lost_silently(as_):
    page = as_("barno").post("/en/desk/advice/new", data=NEW | {"phone": "900000009"})
    assert page.status_code == 422
    assert "what the caller wants to be called" in page.text


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


def test_the_telephone_is_shown_once_to_those_who_may(as_):
    client = as_("barno")
    path = saved(client, name="Caller Invented", phone="90 000 00 09")
    shown = client.post(f"{path}/reveal").text
    assert 'href="tel:+998900000009"' in shown
    assert "900000009" not in client.get(path).text
    assert as_("nodira").post(f"{path}/reveal").status_code == 403
    assert as_("elyor").post(f"{path}/reveal").status_code == 404


def test_every_opening_is_in_the_journal_and_without_it_there_is_no_page(
    as_, seeded, app_state, monkeypatch
):
    client = as_("barno")
    path = saved(client, note="Invented note")
    assert list_reads(seeded) == []
    client.get(path)
    assert list_reads(seeded) == [("advice", "open", "")]
    cannot_write(app_state.database, monkeypatch)
    lost = client.get(path)
    assert lost.status_code == 503
    assert "Invented note" not in lost.text


KNOWN = {"name": "Caller Invented", "phone": "90 000 00 09"}


def test_a_caller_known_already_is_chosen_and_not_written_down_twice(as_, seeded):
    client = as_("barno")
    saved(client, **KNOWN)
    page = client.post(
        "/en/desk/advice/new",
        data=NEW | KNOWN | {"know": "1", "note": "typed with care", "topic": ""},
    )
    assert page.status_code == 200
    assert "typed with care" in page.text
    number = re.search(r'name="citizen" value="(C-[A-Z0-9]+)"', page.text)[1]
    again = client.get(saved(client, once="q" * 20, citizen=number, phone="90 000 00 09")).text
    assert f"/desk/citizens/{number}" in again
    with seeded.read() as session:
        named = (
            select(func.count()).select_from(Citizen).where(col(Citizen.name) == "Caller Invented")
        )
        assert session.execute(named).scalar() == 1


def test_a_mistake_elsewhere_keeps_the_person_who_was_chosen(as_):
    client = as_("barno")
    number = re.search(r"citizens/(C-[A-Z0-9]+)", client.get(saved(client, **KNOWN)).text)[1]
    assert f'value="{number}" checked' in client.get(f"/en/desk/advice/new?citizen={number}").text
    page = client.post("/en/desk/advice/new", data=NEW | {"citizen": number, "topic": ""})
    assert page.status_code == 422
    assert f'value="{number}" checked' in page.text


def test_nobody_of_another_post_can_be_chosen(as_, seeded):
    client = as_("davron")
    with seeded.read() as session:
        alisher = session.get_one(Claim, cast.CLAIM).citizen
    answers = [
        client.post("/en/desk/advice/new", data=NEW | {"citizen": one})
        for one in (alisher, "C-NOBODY")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (
        "Alisher" not in answers[0].text + client.get(f"/en/desk/advice/new?citizen={alisher}").text
    )


def test_other_words_under_the_same_key_are_kept_when_sent_again(as_):
    client = as_("barno")
    saved(client)
    page = client.post("/en/desk/advice/new", data=NEW | {"note": "typed later"})
    assert page.status_code == 422
    assert "typed later" in page.text
    fresh = re.search(r'name="once" value="([^"]*)"', page.text)[1]
    assert "typed later" in client.get(saved(client, note="typed later", once=fresh)).text


def publish(seeded, clock, **values):
    given = {"en": "Ask for it in writing.", "ru": "Попросите письменно.", "uz": "Yozma soʻrang."}
    text = NewText(Topic.DISMISSAL, cast.TODAY, Mark.SOURCED, "invented", **given | values)
    with seeded.write() as session:
        advice_texts.publish(session, text, by=cast.IRODA, on=clock())


def test_what_to_say_stands_beside_the_form_and_the_session_remembers_its_version(
    as_, seeded, clock
):
    publish(seeded, clock)
    client = as_("barno")
    page = client.post(
        "/en/desk/advice/new",
        data=NEW | {"topic": "dismissal", "look": "1", "note": "typed with care"},
    )
    assert (page.status_code, "typed with care" in page.text) == (200, True)
    assert "Ask for it in writing." in page.text
    beside = client.get("/en/desk/advice/texts?topic=dismissal&country=RU").text
    assert "Ask for it in writing." in beside
    with seeded.read() as session:
        lines = hotlines.read(session, cast.TODAY)
    code = next(one for one in lines if one != "UZ")
    beside = client.get(f"/en/desk/advice/texts?topic=dismissal&country={code}").text
    for line in lines[code]:
        assert f'href="tel:{line["dial"]}"' in beside
    path = saved(client, topic="dismissal")
    publish(seeded, clock, en="Ask for it today.")
    assert "General: version 1" in client.get(path).text
    assert "General: version 2" in client.get(saved(client, topic="dismissal", once="q" * 20)).text


def test_an_untouched_form_counts_no_session_and_names_what_to_choose(as_):
    client = as_("barno")
    saved(client, topic="injury", country="KR", channel="telegram")
    page = client.get("/en/desk/advice/new").text
    chosen = re.findall(r'value="(\w+)" selected', page)
    assert chosen == ["telegram", "advice"]
    untouched = {"topic": "", "outcome": "", "country": "", "channel": "telegram"}
    answer = client.post("/en/desk/advice/new", data=NEW | untouched | {"once": "u" * 20})
    assert answer.status_code == 422
    for field, sentence in (("topic", "Choose a topic."), ("outcome", "Choose an outcome.")):
        assert re.search(rf'id="{field}-wrong">\s*{re.escape(sentence)}', answer.text)


def test_a_referral_is_offered_where_there_is_its_form(as_, client, monkeypatch):
    path = saved(as_("barno"))
    assert "/desk/referrals/new" not in as_("barno").get(path).text or _has_referrals(client)
    monkeypatch.setattr(session_pages, "REFERRAL_PATH", "/{lang:str}/desk")
    assert "/desk/referrals/new?session=A-" in as_("barno").get(path).text


def _has_referrals(client):
    return any(route.path == session_pages.REFERRAL_PATH for route in client.app.routes)


def test_the_keys_are_listed(as_):
    page = as_("barno").get("/en/desk/advice/new").text
    assert page.index('href="/en/desk/keys"') > page.index("<form")
    assert all(f'accesskey="{key}"' in page for key in "nstcobq")


@pytest.mark.parametrize(
    "query", ["topic=gold", "day_from=x", "country=%00", "officer=" + "x" * 99, "level=&page=-1"]
)
def test_the_list_stands_whatever_its_address_asks(as_, query):
    answer = as_("barno").get(f"/en/desk/advice?{query}")
    assert answer.status_code == 200
    assert ("wrong" in answer.text) == (query != "level=&page=-1")


def test_what_is_asked_of_sessions_stands_in_the_form(as_):
    page = as_("barno").get("/en/desk/advice?channel=email&day_from=2026-11-01&officer=me").text
    assert '<option value="email" selected>' in page
    assert 'value="01.11.2026"' in page
    assert '<option value="me" selected>' in page
    assert "Channel: <b>Email</b>" in page


def test_a_year_of_birth_gives_the_age_group_and_two_digits_a_clear_sentence(as_):
    client = as_("barno")
    page = client.get(saved(client, birth_year=str(cast.TODAY.year - 41))).text
    assert "30 to 44" in page
    for wrong in ("85", "12345"):
        page = client.post(
            "/en/desk/advice/new", data=NEW | {"birth_year": wrong, "once": "w" * 20}
        ).text
        assert re.search(
            r'id="birth_year-wrong">\s*Enter a year after 1900 in four digits, such as 1985\.', page
        )


def test_all_mistakes_of_a_session_are_shown_at_once(as_):
    wrong = {"phone": "12", "follow_up_on": "2020-01-01"}
    page = as_("barno").post("/en/desk/advice/new", data=wrong).text
    summary = page.split('id="wrong"')[1].split("</div>")[0]
    for field in ("channel", "topic", "level", "outcome", "name", "phone", "follow_up_on"):
        assert f'href="#{field}"' in summary, field


def test_a_call_back_on_a_day_off_says_so(as_):
    client = as_("barno")
    words = {"channel": "hotline", "topic": "contract", "level": "advice", "outcome": "open"}
    sunday = {"follow_up_on": "якшанба"}
    path = client.post("/en/desk/advice/new", data=words | sunday).headers["location"]
    assert "29 November 2026, Sunday" in client.get(path).text


def test_an_adviser_with_many_calls_saves_and_is_on_the_form_of_the_next(as_):
    client = as_("barno")
    answer = client.post("/en/desk/advice/new", data=NEW | {"then": "new"})
    assert answer.headers["location"] == "/en/desk/advice/new"
    page = client.get("/en/desk/advice/new").text
    assert re.search(r"Session A-\w+ is saved\.", page)


def test_a_usual_call_is_filled_in_by_one_button_also_without_a_script(as_):
    client = as_("barno")
    for key, topic in enumerate(("housing", "contract", "housing")):
        saved(client, topic=topic, country="RU", outcome="explained", once=f"{key}" * 20)
    page = client.get("/en/desk/advice/new").text
    first = page.split('name="usual" value="housing/RU/explained"')[1].split("</button>")[0]
    assert 'data-topic="housing"' in first
    again = client.post(
        "/en/desk/advice/new", data={"usual": "housing/RU/explained", "note": "Typed", "topic": ""}
    ).text
    assert '<option value="housing" selected>' in again
    assert '<option value="explained" selected>' in again
    assert "Typed" in again


def test_a_session_saved_once_more_after_the_back_button_is_questioned(as_):
    client = as_("barno")
    saved(client, note="Told how to file", once="a" * 20)
    again = NEW | {"note": "Told how to file", "once": "b" * 20}
    asked = client.post("/en/desk/advice/new", data=again)
    assert asked.status_code == 422
    assert "You saved the same session as A-" in asked.text
    assert client.post("/en/desk/advice/new", data=again | {"again": "true"}).status_code == 303
