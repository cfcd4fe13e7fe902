"""“I was not paid”: one question a page, nothing lost, nothing sent twice."""

import random
import re

import pytest
from sqlalchemy import select

from catalog.reference import countries
from catalog.reference.countries import NewCountry
from matching.identity import persons
from matching.identity.persons import Citizen
from service import accounts
from service.casework.claims import follow_secret
from service.casework.claims.wage_claims import Claim
from service.casework.protection.referrals import Referral
from service.pages.shared import claim_draft as drafts
from tests.support import cast

ANSWERS = {
    "country": {"country": "RU"},
    "employer": {"employer": "Severny Dvor <Stroy>", "city": "Moscow"},
    "period": {"from_month": "3", "from_year": "2026", "to_month": "8", "to_year": "2026"},
    "amount": {"amount_1": "240 000", "currency_1": "RUB", "component_1": "base_pay"},
    "story": {"story": "50% was paid."},
    "contact": {"name": "Olim Invented", "phone": "90 000 00 07", "language": "ru"},
}


def tell(client, *steps, lang="en"):
    client.post(f"/{lang}/wages/file/start")
    for step in steps or ANSWERS:
        answer = client.post(f"/{lang}/wages/file/{step}", data=ANSWERS[step])
        assert answer.status_code == 303, answer.text
    return answer


def claims(seeded):
    with seeded.read() as session:
        return [(row.reference, row.employer) for row in session.execute(select(Claim)).scalars()]


def test_a_claim_is_told_question_by_question_and_sent(client, seeded):
    assert tell(client).headers["location"] == "/en/wages/file/check"
    page = client.get("/en/wages/file/check").text
    assert "Severny Dvor &lt;Stroy&gt;" in page
    assert "₽240,000" in page
    assert "We do not know this time limit." in page
    assert client.post("/en/wages/file/check").headers["location"] == "/en/wages/file/done"
    done = client.get("/en/wages/file/done").text
    number = re.search(r"W-\w{8}", done)[0]
    assert (number, "Severny Dvor <Stroy>") in claims(seeded)
    assert follow_secret.secret_of(number) == "".join(re.findall(r"<span>(\w{6})</span>", done))


def test_a_double_tap_or_a_lost_reply_is_one_claim(client, seeded):
    tell(client)
    carried = client.cookies[drafts.COOKIE]
    shown = []
    for lang in ("en", "en", "ru"):
        client.cookies.set(drafts.COOKIE, carried, domain="testserver.local", path="/")
        assert client.post(f"/{lang}/wages/file/check").status_code == 303
        shown.append(re.search(r"W-\w{8}", client.get("/en/wages/file/done").text)[0])
    assert len(set(shown)) == 1
    assert len(claims(seeded)) == 2


def test_whoever_changes_a_claim_that_had_arrived_is_told_so(client, seeded):
    tell(client)
    carried = client.cookies[drafts.COOKIE]
    client.post("/en/wages/file/check")
    client.cookies.set(drafts.COOKIE, carried, domain="testserver.local", path="/")
    client.post("/en/wages/file/employer", data={"employer": "Somebody else", "then": "check"})
    client.post("/en/wages/file/check")
    assert "We already have this claim" in client.get("/en/wages/file/done").text
    assert len(claims(seeded)) == 2


def test_only_a_claim_for_an_insurance_benefit_is_filed_without_days_of_work(client, seeded):
    tell(client)
    empty = dict.fromkeys(ANSWERS["period"], "") | {"benefit_only": "true"}
    client.post("/en/wages/file/period", data=empty)
    again = client.get("/en/wages/file/check").headers["location"]
    assert again == "/en/wages/file/period?wrong&then=check", "wages are for days of work"
    assert "something other than an insurance benefit" in client.get(again).text
    client.post("/en/wages/file/amount", data=ANSWERS["amount"] | {"component_1": "insurance"})
    assert client.get("/en/wages/file/check").status_code == 200
    assert client.post("/en/wages/file/check").headers["location"] == "/en/wages/file/done"
    with seeded.read() as session:
        rows = session.execute(select(Claim).where(Claim.reference != cast.CLAIM)).scalars()
        assert [row.period for row in rows] == [None]


def test_an_absurd_amount_is_sent_only_after_it_was_ticked_as_right(client, seeded):
    tell(client)
    absurd = ANSWERS["amount"] | {"amount_1": "999999999"}
    asked = client.post("/en/wages/file/amount", data=absurd | {"then": "check"})
    page = client.get(asked.headers["location"])
    assert "times the highest monthly pay" in page.text
    assert 'value="999999999"' in page.text
    assert client.get("/en/wages/file/check").headers["location"].endswith("?wrong&then=check")
    assert client.post("/en/wages/file/check").status_code == 303
    assert len(claims(seeded)) == 1
    tick = re.search(r'name="(amount_1_confirm_\w+)"', page.text)[1]
    client.post("/en/wages/file/amount", data=absurd | {tick: "1"})
    assert client.get("/en/wages/file/check").status_code == 200
    client.post("/en/wages/file/check")
    assert len(claims(seeded)) == 2


def test_of_two_questioned_amounts_one_stays_confirmed_while_the_other_is_asked_about(client):
    tell(client)
    line = {"currency_{}": "KRW", "component_{}": "base_pay", "amount_{}": "9000000000"}
    absurd = {name.format(n): value for n in (1, 2) for name, value in line.items()}
    tick = "amount_{}_confirm_more_than_pay"
    client.post("/en/wages/file/amount", data=absurd | {tick.format(1): "1"})
    page = client.get("/en/wages/file/amount?wrong").text
    assert f'<input type="hidden" name="{tick.format(1)}" value="1">' in page
    assert f'<input type="hidden" name="{tick.format(2)}"' not in page


def test_change_returns_straight_to_the_answers(client):
    tell(client)
    assert 'name="then" value="check"' in client.get("/en/wages/file/employer?then=check").text
    answer = client.post("/en/wages/file/employer", data={"employer": "Other", "then": "check"})
    assert answer.headers["location"] == "/en/wages/file/check"


def test_a_mistake_keeps_what_was_typed_also_in_another_language(client):
    tell(client, "country", "employer")
    answer = client.post("/en/wages/file/period", data={"from_month": "15", "from_year": "2026"})
    assert answer.headers["location"] == "/en/wages/file/period?wrong"
    page = client.get(answer.headers["location"])
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert 'href="#from_month"' in page.text
    assert 'value="15"' in client.get("/ru/wages/file/period").text


def test_a_question_left_out_is_asked_before_sending(client, seeded):
    tell(client, "country", "amount")
    assert client.post("/en/wages/file/check").headers["location"] == "/en/wages/file/employer"
    assert len(claims(seeded)) == 1


def test_the_currency_is_that_of_the_country(client):
    tell(client, "country")
    assert '<option value="RUB" selected>' in client.get("/en/wages/file/amount").text


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_every_question_can_be_read_in_every_language(client, lang):
    tell(client, lang=lang)
    for step in (*drafts.STEPS, "check", "start"):
        assert client.get(f"/{lang}/wages/file/{step}").status_code == 200


def test_without_a_draft_it_says_where_to_begin(client):
    assert client.get("/en/wages/file/amount").headers["location"] == "/en/wages/file/start?lost"
    assert "12 hours have passed" in client.get("/en/wages/file/start?lost").text
    client.cookies.set(drafts.COOKIE, "forged")
    assert client.get("/en/wages/file/check").status_code == 303
    assert client.get("/en/wages/file/nothing").status_code == 404


def test_a_story_too_long_to_carry_stays_on_the_page(client):
    tell(client, "country")
    long = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(3000))
    page = client.post("/en/wages/file/story", data={"story": long})
    assert page.status_code == 422
    assert long in page.text


def test_nothing_of_it_is_left_when_the_phone_is_cleared(client):
    tell(client)
    client.post("/en/wages/file/check")
    client.post("/en/wages/file/start", data={"clear": "1"})
    assert client.get("/en/wages/file/done").status_code == 303


def test_whose_sign_in_ended_meanwhile_goes_on_where_they_were(client, as_, clock):
    as_("alisher")
    tell(client, "country", "employer")
    clock.forward(minutes=70)
    assert client.get("/en/me").status_code == 401
    assert "Severny Dvor" in client.get("/en/wages/file/employer").text
    assert (
        tell(client, "period", "amount", "story", "contact").headers["location"]
        == "/en/wages/file/check"
    )


def test_what_is_carried_cannot_be_read_and_is_kept_by_nobody(client):
    tell(client)
    assert "Olim" not in client.cookies[drafts.COOKIE]
    answer = client.get("/en/wages/file/check")
    assert answer.headers["cache-control"] == "no-store"
    assert "httponly" in client.post("/en/wages/file/check").headers["set-cookie"].lower()


def test_a_country_nobody_knows_is_refused_at_its_question(client):
    client.post("/en/wages/file/start")
    for item in ({"country": "XX"}, {}, {"country": "nowhere"}):
        client.post("/en/wages/file/country", data=item)
        assert 'href="#country"' in client.get("/en/wages/file/country?wrong").text


def test_an_answer_that_was_never_right_is_asked_again_before_sending(client, seeded):
    tell(client)
    client.post("/en/wages/file/contact", data={"name": "Olim", "phone": "12", "then": "check"})
    assert (
        client.post("/en/wages/file/check").headers["location"]
        == "/en/wages/file/contact?wrong&then=check"
    )
    assert len(claims(seeded)) == 1


def test_an_adviser_brings_the_caller_along(as_):
    client = as_("barno")
    client.post(
        "/en/wages/file/start",
        data={"name": "Caller Invented", "phone": "900000008", "country": "RU"},
    )
    assert "Caller Invented" in client.get("/en/wages/file/contact").text
    assert cast.CLAIM not in client.get("/en/wages/file/contact").text


def test_whoever_is_signed_in_finds_their_name_and_number(as_, seeded):
    client = as_()
    tell(client, "country")  # they sign in half-way
    begun = client.cookies[drafts.COOKIE]
    client = as_("rustam")
    client.cookies.set(drafts.COOKIE, begun, domain="testserver.local", path="/")
    page = client.get("/en/wages/file/contact").text
    with seeded.read() as session:
        person = session.get_one(Citizen, accounts.find(session, cast.email("rustam")).citizen)
        assert person.name in page
        assert f'value="{persons.phone(session, person)}"' in page


def test_a_story_longer_than_said_is_refused_where_it_was_written_and_kept(client):
    tell(client, "country")
    story = "Maosh berilmadi. " * 164
    answer = client.post("/en/wages/file/story", data={"story": story})
    assert answer.headers["location"] == "/en/wages/file/story?wrong"
    page = client.get(answer.headers["location"])
    assert (page.status_code, story in page.text) == (422, True)
    assert "Use 1000 characters or fewer." in page.text
    assert "At most 1,000 characters." in page.text
    assert drafts.STORY == 1000


def test_what_cannot_be_carried_leads_back_to_the_story(client):
    tell(client, "country")
    chosen = random.Random(1)
    values, firm = (
        "".join(chr(chosen.randrange(0x10000, 0x2FFFF)) for _ in range(n)) for n in (900, 180)
    )
    assert client.post("/en/wages/file/story", data={"story": values}).status_code == 303
    page = client.post("/en/wages/file/employer", data={"employer": firm})
    assert page.status_code == 422
    assert 'action="/en/wages/file/story"' in page.text
    assert values in page.text
    assert "Use 600 characters or fewer." in page.text


@pytest.mark.parametrize(
    "part", [{"from_year": "0202612"}, {"from_month": "00199"}, {"from_day": "00199"}]
)
def test_numbers_that_only_begin_well_are_refused_beside_their_answer(client, part):
    tell(client, "country")
    result = {
        "from_day": "1",
        "from_month": "3",
        "from_year": "2026",
        "to_month": "8",
        "to_year": "2026",
    } | part
    page = client.get(client.post("/uz/wages/file/period", data=result).headers["location"])
    assert page.status_code == 422
    assert 'href="#from_' in page.text


def test_work_at_home_is_taken_and_the_page_says_who_is_responsible(client, seeded, clock):
    with seeded.write() as session:
        countries.state_fact(session, cast.HOME_FACT, by=cast.FARIDA, on=clock())
    assert (
        'value="UZ"'
        in (client.post("/en/wages/file/start"), client)[1].get("/en/wages/file/country").text
    )
    tell(client)
    client.post("/en/wages/file/country", data={"country": "UZ", "then": "check"})
    check = client.get("/en/wages/file/check").text
    assert "embassy or consulate" not in check
    assert "the State Labour Inspectorate is responsible" in " ".join(check.split())
    assert "What was sent" not in check
    client.post("/en/wages/file/check")
    done = client.get("/en/wages/file/done").text
    assert "the State Labour Inspectorate is responsible" in done
    assert "Invented: ask the inspector" in done
    assert "will talk to the employer" not in done
    assert len(claims(seeded)) == 2


def test_a_child_is_with_a_protection_officer_and_the_page_tells_nobody(client, seeded):
    tell(client)
    client.post("/en/wages/file/contact", data=ANSWERS["contact"] | {"under_18": "true"})
    assert "Under 18" in client.get("/en/wages/file/check").text
    client.post("/en/wages/file/check")
    assert "18" not in re.sub("<[^>]*>", "", client.get("/en/wages/file/done").text)
    with seeded.read() as session:
        assert [row.urgency for row in session.execute(select(Referral)).scalars()] == ["emergency"]


def test_the_summary_of_errors_says_which_amount_is_wrong(client):
    tell(client, "country", "employer", "period")
    client.post("/en/wages/file/amount", data=ANSWERS["amount"] | {"amount_2": "a lot"})
    page = client.get("/en/wages/file/amount?wrong").text
    assert '<a href="#amount_2">Amount (2): Enter' in page


def test_an_employer_of_invisible_letters_is_none(client):
    tell(client, "country")
    answer = client.post("/en/wages/file/employer", data={"employer": "\u200b\u202e"})
    assert answer.headers["location"] == "/en/wages/file/employer?wrong"


def test_who_files_for_themselves_while_signed_in_finds_the_claim_in_their_account(
    as_, seeded, clock
):
    """A new account has no name yet, and its holder would have to type reference and code."""
    with seeded.write() as session:
        person = session.get_one(Citizen, accounts.find(session, cast.email("rustam")).citizen)
        person.name, number = "", persons.phone(session, person)
    client = as_("rustam")
    contact = {"name": "Rustam Invented", "phone": "90 777 00 00", "language": "uz"}
    for phone, own in (("90 777 00 00", False), (number, True)):
        tell(client, "country", "employer", "period", "amount", "story")
        client.post("/en/wages/file/contact", data=contact | {"phone": phone})
        client.post("/en/wages/file/check")
        filed = re.search(r"W-\w{8}", client.get("/en/wages/file/done").text)[0]
        assert (f"/en/me/claims/{filed}" in client.get("/en/me").text) is own, phone
        client.post("/en/wages/file/start", data={"clear": "1"})
    with seeded.read() as session:
        assert session.get_one(Citizen, person.reference).name == "Rustam Invented"


def test_the_number_is_shown_as_it_will_be_dialled(client, seeded):
    """An officer dialled +8 916, because a worker in Russia typed 8 916."""
    for typed, shown in (("8 (916) 123-45-67", "+79161234567"), ("90 000-00-07", "+998900000007")):
        tell(client, "country", "employer", "period", "amount", "story")
        client.post("/en/wages/file/contact", data=ANSWERS["contact"] | {"phone": typed})
        assert shown in client.get("/en/wages/file/check").text, typed


def test_currencies_have_names_and_words_fit_into_the_month(client, seeded, clock):
    with seeded.write() as session:
        islands = [NewCountry(code, "NOK", "", False) for code in ("BV", "HM")]
        countries.load(session, islands, by=cast.FARIDA, on=clock())
    client.post("/en/wages/file/start")
    page = client.get("/en/wages/file/country").text
    assert [f'value="{code}"' in page for code in ("RU", "BV", "HM")] == [True, False, False]
    page = client.get("/en/wages/file/period").text
    assert re.search('name="from_month"[^>]*maxlength="12"', page)
    page = client.get("/en/wages/file/amount").text
    assert re.search('value="USD"[^>]*>[^<]*dollar', page, re.IGNORECASE)
