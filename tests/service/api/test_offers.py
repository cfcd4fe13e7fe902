"""Is it real, asked by a program; and a recruiter reported by one."""

import html
import re

from sqlalchemy import func, select

from matching.fraud.scam_reports import Report
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance
from tests.support import cast


def check(client, **values):
    return client.get("/api/v1/offers/check", params=values, headers={"accept-language": "en"})


def test_a_true_offer_is_a_genuine_match(client):
    result = check(
        client,
        agency="Oltin Yo'l Bandlik",
        country="KR",
        occupation="7212",
        wage=3_000_000,
        currency="KRW",
        employer="Hanbit Shipyard",
    ).json()
    assert (result["verdict"], result["missing"]) == ("genuine_match", [])
    assert [reason["code"] for reason in result["reasons"]] == ["vacancy_fits"]
    assert (result["agency"]["verdict"], result["vacancies"][0]["country"], result["as_of"]) == (
        "licensed",
        "KR",
        "2026-11-25",
    )


def test_a_suspended_recruiter_makes_it_false_whatever_the_job(client):
    result = check(client, agency="Sariq Chiroq", country="RU").json()
    assert (result["verdict"], result["reasons"][0]["code"]) == (
        "agency_not_valid",
        "agency_may_not_recruit",
    )


def test_a_borrowed_number_is_found_out(client):
    result = check(client, agency="Qora Bulut", licence_no="XB-0101").json()
    assert (result["verdict"], result["reasons"][0]["code"]) == (
        "agency_not_valid",
        "licence_of_another",
    )
    assert "Oltin Yoʻl" in result["reasons"][0]["sentence"]


def test_somebody_must_be_named(client):
    answer = check(client, country="KR")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/agency")


def test_page_and_api_say_the_same(client, seeded, clock):
    """The verdict, each reason and the firms that are named, whatever was told."""
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    recruiter = {"agency": "Oltin Yoʻl Bandlik"}
    welder = recruiter | {"country": "KR"}
    for values, whole in (
        (recruiter, {}),
        ({"agency": "Oltin Yul Bandik"}, {}),
        ({"agency": "Sariq Chiroq"}, {}),
        ({"agency": "Qora Bulut", "licence_no": "XB-0101"}, {}),
        (recruiter | {"licence_no": "XB-9999"}, {}),
        (welder, {"wage": 3_000_000, "currency": "KRW"}),
        (welder, {"wage": 10_000, "currency": "USD"}),
        (welder, {"wage": 10_000}),
        ({"employer": "Hanbit Shipyard"}, {"wage": 90_000, "currency": "EUR"}),
        (recruiter | {"telephone": "+998 90 000 00 00", "contact": "@somebody"}, {}),
        (welder | {"period": "hour"}, {"wage": 12, "currency": "USD"}),
    ):
        cents = (
            {"wage": whole["wage"] * (1 if whole.get("currency") == "KRW" else 100)}
            if whole
            else {}
        )
        result = check(
            client, **values | ({"occupation": "7212"} if whole else {}) | whole | cents
        ).json()
        trade = {"trade": "payvandchi"} if whole else {}
        page = client.get("/en/offers", params=values | trade | whole).text
        verdict = page.partition('role="status"')[2].partition("</ul>")[0]
        shown = [re.sub("<.*?>", "", one) for one in re.findall("<li>(.*?)</li>", verdict)]
        assert [html.unescape(one).replace("\xa0", " ") for one in shown] == [
            one["sentence"] for one in result["reasons"]
        ], values
        assert [one["name"] in page for one in result["agency"]["suggestions"]] == [True] * len(
            result["agency"]["suggestions"]
        )
        assert all(job["reference"] in page for job in result["vacancies"])


def test_a_promise_in_dollars_names_the_rate_and_its_day(client):
    result = check(
        client,
        agency="Oltin Yo'l Bandlik",
        country="KR",
        occupation="7212",
        wage=10_000_00,
        currency="USD",
    ).json()
    assert (result["verdict"], [one["code"] for one in result["reasons"]]) == (
        "likely_fraud",
        ["pay_too_high", "compared_at_rate", "agency_may_recruit"],
    )
    sentence = result["reasons"][0]["sentence"]
    assert "this agency’s checked jobs of this kind pay at most ₩3,400,000 a month" in sentence
    assert result["reasons"][1]["sentence"] == (
        "We compared the pay using the exchange rate on 20 November 2026: $1 = ₩1,455. So "
        "$10,000 is about ₩14,500,000 a month."
    )


def test_the_highest_pay_is_said_of_those_jobs_that_were_compared(client):
    """Of all jobs for a recruiter that nobody knows, of one employer where no agency is named."""
    pay = {"country": "KR", "occupation": "7212", "wage": 9_000_000, "currency": "KRW"}
    for named, jobs in (
        ({"agency": "Oltin Yoʻl Bandlik"}, "this agency’s checked jobs of this kind"),
        ({"agency": "Butunlay Notanish"}, ": checked jobs of this kind"),
        ({"employer": "Hanbit Shipyard"}, "this employer’s checked jobs of this kind"),
    ):
        sentence = check(client, **pay, **named).json()["reasons"][0]["sentence"]
        assert f"{jobs} pay at most" in sentence, named


def test_a_months_pay_promised_for_an_hour_is_refuted_without_weekly_hours(client, seeded):
    """The sentence does not say that the vetted job pays by the hour."""
    with seeded.write() as session:
        cast.named(session, "published").hours_per_week = None
    hour = {"country": "KR", "currency": "KRW", "period": "hour", "occupation": "7212"}
    agency = {"agency": "Oltin Yoʻl Bandlik"}
    result = check(client, wage=3_000_000, **hour, **agency).json()
    assert (result["verdict"], [one["code"] for one in result["reasons"][:2]]) == (
        "likely_fraud",
        ["pay_too_high", "hours_at_least"],
    )
    assert result["reasons"][1]["sentence"] == (
        "Even at only 40 hours a week, ₩3,000,000 an hour is more than ₩480,000,000 a month."
    )
    reasons = check(client, wage=18_000, **hour, **agency).json()["reasons"]
    assert "The weekly hours of the checked job are not stated" in str(reasons)


def test_a_report_sent_twice_is_kept_once(client, seeded):
    values, headers = (
        {"recruiter": "Fast Visa Group", "country": "RU", "story": "They took 500 dollars."},
        {"idempotency-key": "report-1"},
    )
    first = client.post("/api/v1/offers/reports", json=values, headers=headers)
    again = client.post("/api/v1/offers/reports", json=values, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    with seeded.read() as session:
        assert session.execute(select(func.count()).select_from(Report)).scalar() == 1


def test_the_same_key_with_another_body_is_refused(client):
    headers = {"idempotency-key": "report-1"}
    client.post("/api/v1/offers/reports", json={"recruiter": "Fast Visa"}, headers=headers)
    answer = client.post("/api/v1/offers/reports", json={"recruiter": "Slow Visa"}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/other-body")


def test_every_wrong_answer_is_told_at_once(client):
    answer = client.post(
        "/api/v1/offers/reports", json={"country": "Russia", "phone": 5, "id": "R-1"}
    )
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {
        "recruiter",
        "country",
        "phone",
        "id",
    }


def test_a_country_nobody_knows_is_refused_by_name(client):
    answer = client.post("/api/v1/offers/reports", json={"recruiter": "Fast Visa", "country": "ZZ"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not-a-country")


def test_a_crowded_network_keeps_no_citizen_with_an_account_from_reporting(as_, monkeypatch):
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(1, HOUR))
    citizen, values = as_("alisher"), {"recruiter": "Fast Visa"}
    assert [citizen.post("/api/v1/offers/reports", json=values).status_code for _ in range(3)] == [
        201
    ] * 3
    visitor = as_()
    assert [visitor.post("/api/v1/offers/reports", json=values).status_code for _ in range(2)] == [
        201,
        429,
    ]


def test_a_link_to_a_vacancy_of_this_site_is_its_number_and_of_another_leaves_doubt(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    own = {
        "agency": "Oltin Yo'l Bandlik",
        "country": "KR",
        "occupation": "7212",
        "wage": 3_000_000,
        "currency": "KRW",
    }
    host = client.base_url.host
    for site, verdict in ((host, "genuine_match"), ("evil.example", "fits_so_far")):
        link = f"https://{site}/uz/vacancies/{number}"
        assert check(client, vacancy=link, **own).json()["verdict"] == verdict, site
