"""“Is my offer real?” and the warning of others."""

import html
import re

import pytest
from sqlalchemy import select

from catalog.licensing.agencies import Agency
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.casework.protection.referrals import Referral
from tests.support import cast

WHOLE = {
    "agency": "Oltin Yoʻl Bandlik",
    "country": "KR",
    "trade": "payvandchi",
    "wage": "3 000 000",
    "currency": "KRW",
    "employer": "Hanbit Shipyard",
}


@pytest.fixture
def welders(seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )


def answered(page: str) -> dict[str, str]:
    """What a page would send: its hidden answers."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_one_question_a_page_leads_to_the_answer_and_loses_nothing(client, welders):
    """The recruiter first; each page carries what was answered before."""
    assert "Who offers you the job?" in client.get("/en/offers").text
    page = client.get("/en/offers", params={"step": "country", "agency": WHOLE["agency"]}).text
    sent = answered(page)
    assert (sent, 'value="work"' in page) == ({"agency": WHOLE["agency"]}, True)
    page = client.get("/en/offers", params=sent | {"step": "work", "country": "KR"}).text
    sent = answered(page) | {"trade": WHOLE["trade"]}
    page = client.get("/en/offers", params=sent | {"step": "pay"}).text
    sent = answered(page) | {name: WHOLE[name] for name in ("wage", "currency")}
    page = client.get("/en/offers", params=sent | {"step": "job", "period": "month"}).text
    sent = answered(page) | {"employer": WHOLE["employer"]}
    assert (sent, 'name="step"' in page) == (WHOLE | {"period": "month"}, False)
    shown = client.get("/en/offers", params=sent).text
    assert "You can go on with this offer" in shown


def test_who_walks_through_is_told_of_danger_at_once_and_of_a_mistake_at_its_question(client):
    page = client.get("/en/offers", params={"step": "country", "agency": "Qora Bulut"}).text
    assert ("Do not pay. Choose another agency." in page, "Question" in page) == (True, False)
    mistaken = {"agency": "Oltin Yoʻl Bandlik", "wage": "lots", "step": "job"}
    page = client.get("/en/offers", params=mistaken)
    assert (page.status_code, "What pay were you promised?" in page.text) == (422, True)
    assert "Enter an amount in digits" in page.text
    page = client.get("/en/offers", params={"step": "work", "country": "KR"})
    assert (page.status_code, "What work were you promised?" in page.text) == (200, True)
    assert client.get("/en/offers?step=nothing&agency=Qora Bulut").status_code == 200


def test_a_page_with_all_questions_judges_nothing(client):
    page = client.get("/en/offers?all=1").text
    assert ('class="verdict' in page, page.count("<form"), 'name="vacancy"' in page) == (
        False,
        1,
        True,
    )


def verdict_on(client, **values) -> str:
    page = client.get("/en/offers", params=values).text
    return page.partition('<div class="verdict')[2].partition("<form")[0]


def test_each_verdict_begins_with_what_to_do(client, welders, seeded, clock):
    _confirmed(seeded, clock, "Tez Viza")
    later, report = "A licence could stop being valid as soon as tomorrow", "/en/offers/report"
    agency = {"agency": "Oltin Yoʻl Bandlik"}
    for text, values in (
        ("You can go on with this offer", WHOLE),
        ("Do not pay or sign yet: find out the rest", agency),
        ("Do not sign: ask the agency first", agency | {"employer": "Nobody Ltd"}),
        ("Do not pay. Choose another agency.", {"agency": "Qora Bulut"}),
        ("Do not pay. Choose another agency.", {"agency": "Qora Bulut", "licence_no": "XB-0101"}),
        ("Do not pay. Ask for the licence number.", {"agency": "Butunlay Notanish"}),
        ("Do not pay. There is no such licence.", agency | {"licence_no": "XB-9999"}),
        ("Do not pay. There is no such licence.", {"agency": "Nobody", "licence_no": "XB-9999"}),
        ("Do not sign: ask the agency first", agency | {"vacancy": "V-2222222"}),
        ("Do not pay. Do not hand over your passport.", {"agency": "tez visa"}),
        ("Do not pay. Do not hand over your passport.", {"agency": "tez viza"}),
    ):
        shown = verdict_on(client, **values)
        assert shown.partition("<h2>")[2].startswith(f"{text}</h2>"), values
        assert "before you pay" not in shown, values
        assert (report in shown, later in shown) == (True, text.startswith("You can")), values


def test_what_is_missing_is_named_below_an_offer_that_fits_so_far(client):
    shown = verdict_on(client, agency="Oltin Yoʻl Bandlik", country="KR")
    assert re.findall(r"step=\w+[^>]*>(the .*?)</a></li>", shown) == [
        "the work",
        "the pay",
        "the employer, or the number of the job on this site",
    ]


def test_the_page_to_print_has_the_verdict_and_no_form(client, welders):
    page = client.get("/en/offers", params=WHOLE).text
    address = html.unescape(re.search(r'href="(/en/offers/print[^"]*)"', page)[1])
    printed = client.get(address).text
    assert ("<form" in printed, "You can go on with this offer" in printed) == (False, True)
    assert "payvandchi" in printed
    dead = ("/offers/report", "/advice", "/danger")
    printed = client.get("/en/offers/print?agency=Qora Bulut&wage=0&currency=USD").text
    paper = re.sub(
        r'(?s)<(p|li) class="unprinted">.*?</\1>|<nav.*?</nav>|<header.*?</header>', "", printed
    )
    assert [one for one in dead if f'href="/en{one}"' in paper] == []
    assert "$0" in paper.partition("You asked about")[2], "a sum keeps its currency"
    empty = client.get("/en/offers/print?country=KR", follow_redirects=False)
    assert (empty.status_code, empty.headers["location"]) == (303, "/en/offers?country=KR")


def test_no_other_firm_is_named_under_a_danger(client, seeded, clock):
    _confirmed(seeded, clock, "Oltin Yoʻl Karvon Trans")
    for item in ({"agency": "Oltin Yol Karvan Trans"}, {"agency": "Oltin Yoʻl Karvon Trans"}):
        shown = verdict_on(client, **item)
        assert "Oltin Yoʻl Karvon Trans" in shown
        assert ("Bandlik" in shown, "Did you mean" in shown) == (False, False)


def _confirmed(seeded, clock, name: str) -> None:
    with seeded.write() as session:
        number = scam_reports.report(
            session, scam_reports.NewReport(name), by=cast.BARNO, on=clock()
        ).reference
        scam_reports.confirm(session, number, by=cast.FARIDA, on=clock())
        scam_reports.confirm(session, number, by=cast.GULNORA, on=clock())


def test_a_fraud_is_a_danger_from_the_moment_it_is_confirmed(client, seeded, clock):
    assert "fraud" not in verdict_on(client, agency="tez visa")
    _confirmed(seeded, clock, "Tez Viza")
    assert "looks like “Tez Viza”" in verdict_on(client, agency="tez visa")
    assert "This is a confirmed fraud." in verdict_on(client, agency="ТЕЗ ВИЗА")


def test_work_that_was_not_understood_is_answered_so(client):
    shown = verdict_on(client, agency="Oltin Yoʻl Bandlik", trade="qwertyuiop")
    assert "We do not recognise “qwertyuiop” as a type of work" in shown
    assert "Tell us what the work is" not in shown


def test_an_amount_without_its_currency_is_never_green(client, welders):
    shown = verdict_on(client, **(WHOLE | {"currency": ""}))
    assert (shown[:6], "the currency of the pay" in shown) == (" maybe", True)


def test_pay_as_people_type_it_is_read(client, welders):
    """With marks of thousands and a sign, which chooses the currency if nobody chose it."""
    for wage, currency in (("3,000,000", "KRW"), ("3 000 000 ₩", ""), ("2,300 $", "")):
        shown = verdict_on(client, **(WHOLE | {"wage": wage, "currency": currency}))
        assert "You can go on with this offer" in shown, wage
    page = client.get("/en/offers", params=WHOLE | {"wage": "2,300 $"})
    assert (page.status_code, "is not the one that you chose" in page.text) == (422, True)


def test_a_telephone_that_is_none_is_said_beside_its_field_unless_there_is_danger(client):
    named = {"agency": "Oltin Yoʻl Bandlik", "telephone": "qora bulut"}
    page = client.get("/en/offers", params=named)
    assert (page.status_code, 'id="telephone-wrong"' in page.text) == (422, True)
    page = client.get("/en/offers", params=named | {"step": "work"})
    assert (page.status_code, "Who offers you the job?" in page.text) == (422, True)
    danger = client.get("/en/offers", params=named | {"agency": "Qora Bulut"})
    assert (danger.status_code, "Choose another agency" in danger.text) == (200, True)


def test_a_telephone_in_a_reason_can_be_called_and_an_amount_can_be_read(client, welders):
    named = WHOLE | {"contact": "@somebody", "wage": "3000000", "telephone": "+998 90 000 00 00"}
    shown = verdict_on(client, **named)
    assert shown.count('<a class="tel" href="tel:+998710000101">') == 2
    assert "who writes under this Telegram name" in shown
    assert "₩3,000,000" in shown.partition("You asked about")[2]
    assert "whose account this is" in verdict_on(client, **(named | {"contact": "8600 1111 2222"}))


def test_a_telephone_that_is_not_the_agencys_comes_before_all_that_fits(client, welders, seeded):
    """Whoever uses the name of a real firm has everything right but the number to call."""
    with seeded.write() as session:
        session.get_one(Agency, "AG-EXPIRING").phone = "+998 71 000 09 09"
    for telephone, text in (
        ("+7 999 123-45-67", "is not on our register for this agency"),
        ("71 000-09-09", "belongs to another agency"),
    ):
        shown = verdict_on(client, **(WHOLE | {"telephone": telephone}))
        assert shown.partition("<h2>")[2].startswith("This is not the agency’s telephone number")
        first = shown.partition("<li>")[2].partition("</li>")[0]
        assert (text in first, "tel:+998710000101" in first) == (True, True), telephone
        assert "Nothing you entered is wrong" not in shown


def test_no_telephone_is_called_another_where_none_of_the_agency_is_known(client, welders, seeded):
    with seeded.write() as session:
        session.get_one(Agency, "AG-VALID").phone = ""
    shown = verdict_on(client, **(WHOLE | {"telephone": "+7 999 123-45-67"}))
    assert "We have no telephone number of this agency" in shown
    assert "This is not the agency’s telephone number" not in shown, "it may well be"
    for contact in ("@somebody", "a friend of a friend", "@somebody +7 999 123-45-67"):
        shown = verdict_on(client, **(WHOLE | {"contact": contact}))
        assert "Ask at the agency’s office before you pay" in shown, contact
        assert "Call the agency at —" not in shown, contact


def test_who_names_nobody_is_told_what_to_write(client):
    page = client.get("/en/offers?country=KR")
    assert page.status_code == 422
    assert "Enter what you know of the recruiter" in page.text


def test_an_empty_first_question_is_not_shown_again_without_a_word(client):
    """The first visit is no mistake, nor is going on to the next question; a Telegram name is
    enough."""
    empty = {"agency": "", "licence_no": "", "telephone": "", "contact": ""}
    for params, status, text in (
        ({}, 200, False),
        (empty | {"step": "country"}, 200, False),
        (empty, 422, True),
        (empty | {"country": "", "vacancy": ""}, 422, True),
        (empty | {"contact": "@namuna_ish"}, 200, False),
    ):
        page = client.get("/en/offers", params=params)
        assert (page.status_code, 'id="agency-wrong"' in page.text) == (status, text), params
    assert 'class="verdict' in page.text


def test_a_report_sent_twice_arrives_once(client, seeded):
    form = {"recruiter": "Shirin Soʻz", "story": "Paid and heard nothing.", "once": "k" * 20}
    first, second = (client.post("/uz/offers/report", data=form) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    with seeded.read() as session:
        assert len(session.execute(select(Report)).all()) == 1
    assert client.get(first.headers["location"]).status_code == 200


def test_a_report_about_a_child_at_home_is_taken_and_told_to_whom_it_belongs(client, seeded):
    form = {"recruiter": "Shirin Soʻz", "country": "UZ", "under_18": "true", "once": "k" * 20}
    answer = client.post("/en/offers/report", data=form)
    assert (
        "the State Labour Inspectorate is responsible"
        in client.get(answer.headers["location"]).text
    )
    with seeded.read() as session:
        assert [row.urgency for row in session.execute(select(Referral)).scalars()] == ["emergency"]


def test_a_report_without_a_name_keeps_what_was_typed(client):
    page = client.post(
        "/en/offers/report",
        data={"recruiter": " ", "story": "They asked 500 dollars", "once": "k" * 20},
    )
    assert page.status_code == 422
    assert "They asked 500 dollars" in page.text


def test_another_sites_form_cannot_send_one(client):
    form = {"recruiter": "X", "once": "k" * 20}
    assert (
        client.post(
            "/uz/offers/report", data=form, headers={"sec-fetch-site": "cross-site"}
        ).status_code
        == 403
    )


def test_a_report_corrected_after_a_mistake_arrives(client):
    form = {"recruiter": "Shirin Soʻz", "story": "Paid.", "once": "k" * 20}
    client.post("/en/offers/report", data=form)
    page = client.post("/en/offers/report", data=form | {"story": "Paid and heard nothing."})
    assert "already been sent with different answers" in page.text
    fresh = re.search(r'name="once" value="([^"]*)"', page.text)[1]
    assert client.post("/en/offers/report", data=form | {"once": fresh}).status_code == 303
