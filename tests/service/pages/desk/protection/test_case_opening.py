"""From a session or a claim to a protected case: three questions, a suggestion, and then it is out
of one's hands."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import outbox
from catalog.core.journal import Entry
from catalog.core.outbox import Channel
from service.casework.protection import referrals, screenings
from service.casework.protection.forced_labour_indicators import YesNoUnknown
from service.casework.protection.referrals import Referral
from service.casework.scope.advice_tables import Session as Advice
from tests.support import cast


@pytest.fixture
def talk(seeded) -> str:
    """Barno's session."""
    with seeded.read() as session:
        rows = select(col(Advice.reference)).where(
            col(Advice.region) == "1726", col(Advice.country) == "RU"
        )
        return session.execute(rows).scalars().one()


def cases(seeded) -> list[Referral]:
    with seeded.read() as session:
        return list(session.execute(select(Referral)).scalars())


def ask(client, origin, **values):
    return client.post("/en/desk/cases/safety", data={"origin": origin} | values)


def open_(client, origin, **values):
    return client.post("/en/desk/cases/new", data={"origin": origin, "once": "k" * 20} | values)


@pytest.mark.parametrize(
    ("name", "path"), [("barno", "advice"), ("chinora", "wages"), ("elyor", "wages")]
)
def test_the_three_questions_are_on_the_page_of_the_session_and_of_the_claim(as_, talk, name, path):
    page = as_(name).get(f"/en/desk/{path}/{talk if path == 'advice' else cast.CLAIM}").text
    for question in (
        "Can they leave",
        "Is anybody hurting or threatening them",
        "Who holds their passport",
    ):
        assert question in page


@pytest.mark.parametrize("name", ["iroda", "nodira"])
def test_whoever_only_reads_is_not_asked(as_, name, talk):
    page = as_(name).get(f"/en/desk/advice/{talk}")
    assert page.status_code == 404 or "Ask three questions" not in page.text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"leaving": "confined"}, "Emergency: get help now"),
        ({"harmed": "hurt"}, "Emergency: get help now"),
        ({"papers": "kept", "harmed": "threatened"}, "Act today, with a supervisor"),
        ({"papers": "kept"}, "should see this"),
    ],
)
def test_the_answers_suggest_and_decide_nothing(as_, values, text):
    """Alisher's claim has told before that wages are withheld."""
    page = ask(as_("chinora"), cast.CLAIM, **values)
    assert page.status_code == 200
    assert f"Suggested action: {text}" in re.sub(
        r"A protection officer should", "should", page.text
    )
    assert "not a conclusion" in page.text


def test_nothing_is_kept_of_answers_from_which_no_case_came(as_, talk, seeded):
    ask(as_("barno"), talk, harmed="hurt")
    assert cases(seeded) == []
    with seeded.read() as session:
        assert session.execute(select(Entry).where(col(Entry.noun) == "case")).all() == []


def test_an_adviser_opens_a_case_and_cannot_read_it_again(as_, talk, seeded):
    client = as_("barno")
    answer = open_(client, talk, documents="yes", reach="Only at night", note="Said more than that")
    assert answer.headers["location"] == f"/en/desk/advice/{talk}"
    number = cases(seeded)[0].reference
    page = client.get(f"/en/desk/advice/{talk}").text
    assert f"You opened case {number} from here." in page
    assert "An officer is looking into this." in page
    assert not [word for word in ("Only at night", "Said more", "In progress") if word in page]
    assert client.get(f"/en/desk/cases/{number}").status_code == 403
    assert client.get("/en/desk/cases").status_code == 403


def test_nobody_else_learns_from_that_page_that_there_is_a_case(as_, talk):
    open_(as_("barno"), talk)
    for name in ("iroda", "chinora"):
        assert "opened case" not in as_(name).get(f"/en/desk/advice/{talk}").text


def test_whoever_may_read_it_is_led_into_it(as_, seeded):
    answer = open_(as_("elyor"), cast.CLAIM, consent="given")
    number = cases(seeded)[0].reference
    assert answer.headers["location"] == f"/en/desk/cases/{number}"
    assert as_("elyor").get(answer.headers["location"]).status_code == 200


def test_sent_twice_it_is_one_case(as_, seeded):
    client = as_("chinora")
    assert [open_(client, cast.CLAIM).status_code for _ in "12"] == [303, 303]
    assert len(cases(seeded)) == 1


def test_a_mistake_keeps_what_was_typed(as_, seeded):
    page = open_(
        as_("chinora"), cast.CLAIM, consent="overridden", reach="typed with care", violence="yes"
    )
    assert page.status_code == 422
    assert "typed with care" in page.text
    assert 'href="#consent_reason"' in page.text
    assert "Emergency: get help now" in page.text
    assert cases(seeded) == []


def test_absurd_answers_are_told_beside_their_field(as_):
    page = open_(as_("chinora"), cast.CLAIM, consent="perhaps", minor="maybe")
    assert page.status_code == 422
    assert 'href="#consent"' in page.text or 'href="#minor"' in page.text


def test_the_signs_are_kept_as_they_were_answered(as_, seeded):
    open_(as_("chinora"), cast.CLAIM, documents="yes", threats="no")
    with seeded.read() as session:
        known = screenings.latest(session, cases(seeded)[0].reference)
    assert (known.documents, known.threats, known.debt) == (
        YesNoUnknown.YES,
        YesNoUnknown.NO,
        YesNoUnknown.UNKNOWN,
    )


@pytest.mark.parametrize("name", ["davron", "barno"])
def test_a_claim_out_of_scope_is_as_none_at_all(as_, name, seeded):
    client = as_(name)
    for origin in (cast.CLAIM, "W-22222222", "", "nonsense/../x"):
        assert ask(client, origin).status_code == 404
    assert open_(client, cast.CLAIM).status_code == open_(client, "W-22222222").status_code == 404
    assert cases(seeded) == []


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("alisher", 403), ("iroda", 403), ("komila", 403), ("laylo", 403)],
)
def test_only_those_who_speak_with_people_open_cases(as_, name, status):
    assert open_(as_(name), cast.CLAIM).status_code == status


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_the_page_betrays_nothing_in_its_title_and_is_kept_by_nobody(as_, lang):
    page = as_("chinora").post(f"/{lang}/desk/cases/safety", data={"origin": cast.CLAIM})
    title = page.text[page.text.index("<title>") : page.text.index("</title>")]
    assert not re.search("danger|victim|protect|traffick|forced", title, re.IGNORECASE)
    assert page.headers["cache-control"] == "no-store"
    assert 'autocomplete="off"' in page.text
    assert "data-leave" in page.text


def test_a_case_from_a_claim_is_in_none_of_its_lists_and_notices(as_, seeded):
    open_(as_("elyor"), cast.CLAIM, note="Zqsecret")
    number = cases(seeded)[0].reference
    with seeded.read() as session:
        person = referrals.unseal(session, session.get_one(Referral, number), "person")
    client = as_("chinora")
    pages = ["wages", f"wages/{cast.CLAIM}", f"citizens/{person}", "advice", ""]
    shown = " ".join(client.get(f"/en/desk/{one}".rstrip("/")).text for one in pages)
    found = client.post("/en/desk/citizens", data={"name": "Alisher"}, follow_redirects=True).text
    alike = client.post("/en/desk/citizens/alike", data={"phone": "+998 90 000 00 01"}).text
    assert "Alisher Invented" in shown + found
    assert not [
        word for word in (number, "Zqsecret", "/desk/cases/F-") if word in shown + found + alike
    ]


def test_an_emergency_is_at_once_on_two_desks_and_calls_them_without_a_word_of_it(as_, seeded):
    """A sign that is noted later does so too; a case that is not so urgent calls nobody."""
    open_(as_("chinora"), cast.CLAIM, wages=YesNoUnknown.YES.value)
    assert messages(seeded) == []
    assert not re.search("needs? a response", as_("nodira").get("/en/desk").text)
    (case,) = cases(seeded)
    again = {"version": str(case.version), "once": "r" * 20, "violence": YesNoUnknown.YES.value}
    assert (
        as_("nodira").post(f"/en/desk/cases/{case.reference}/signs", data=again).status_code == 303
    )
    for name, there in (
        ("nodira", r"cases\?urgency=emergency&amp;referred=no"),
        ("iroda", "glass"),
    ):
        page = as_(name).get("/en/desk").text
        assert re.search(
            f'href="/en/desk/{there}"><strong><span class="big">1</span> emergency needs a response',
            page,
        ), name
    assert not re.search("needs? a response", as_("chinora").get("/en/desk").text)
    result = messages(seeded)
    assert {(one.channel, one.number) for one in result} == {
        (Channel.EMAIL, cast.email(name)) for name in ("nodira", "iroda")
    }
    for one in result:
        assert "Something under “My desk” needs your attention now. Open Musofir." in one.words
        assert not re.search(r"[0-9]|Alisher|Severny|Russia", one.words)


def messages(seeded):
    with seeded.read() as session:
        return outbox.latest(session)
