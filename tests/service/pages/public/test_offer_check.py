"""“Is my offer real?” and the warning of others."""

import re

from sqlalchemy import select

from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from service.casework.protection.referrals import Referral
from tests.support import cast


def test_it_asks_first_and_judges_nothing(client):
    assert "verdict" not in client.get("/en/offers").text


def test_a_licensed_agency_with_an_unknown_job_is_said_to_be_that(client):
    page = client.get("/en/offers?agency=Oltin Yoʻl Bandlik&employer=Nobody Ltd&country=KR").text
    assert "The agency is allowed to recruit, but we have no record of this job" in page


def test_a_vetted_job_of_that_agency_fits(client):
    page = client.get(
        "/en/offers?agency=Oltin Yoʻl Bandlik&employer=Hanbit Shipyard&country=KR"
    ).text
    assert "This offer matches a checked job" in page


def verdict_on(client, **values) -> str:
    page = client.get("/en/offers", params=values).text
    return page.partition('<div class="verdict')[2].partition("<form")[0]


def test_each_verdict_says_what_to_do_and_only_a_yes_speaks_of_paying_later(client):
    paying, later, report = (
        "until you have a contract you can read",
        "A licence could stop being valid as soon as tomorrow",
        "/en/offers/report",
    )
    yes = verdict_on(client, agency="Oltin Yoʻl Bandlik", employer="Hanbit Shipyard", country="KR")
    assert (paying in yes, later in yes) == (True, True)
    danger = [{"agency": "Qora Bulut"}, {"agency": "Qora Bulut", "licence_no": "XB-0101"}]
    unknown = [
        {"agency": "Butunlay Notanish"},
        {"agency": "Oltin Yoʻl Bandlik", "licence_no": "XB-9999"},
    ]
    known = [
        {"agency": "Oltin Yoʻl Bandlik"},
        {"agency": "Oltin Yoʻl Bandlik", "employer": "Nobody Ltd"},
    ]
    for said, values in (
        *(("Do not pay. Do not hand over your passport.", one) for one in danger),
        *(
            (
                (
                    "Do not pay until you have the recruiter’s licence number and have found it in "
                    "our register."
                ),
                one,
            )
            for one in unknown
        ),
        *(("Do not pay for a job that we have not checked.", one) for one in known),
    ):
        shown = verdict_on(client, **values)
        assert (said in shown, report in shown) == (True, True), values
        assert (paying in shown, later in shown) == (False, False), values


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
    assert "this name has been used in a confirmed fraud" in verdict_on(client, agency="ТЕЗ ВИЗА")


def test_work_that_was_not_understood_is_answered_so(client):
    shown = verdict_on(client, agency="Oltin Yoʻl Bandlik", trade="qwertyuiop")
    assert "We do not recognise “qwertyuiop” as a type of work" in shown
    assert "Tell us what the work is" not in shown


def test_an_amount_without_its_currency_is_never_green(client, seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )
    values = {
        "agency": "Oltin Yoʻl Bandlik",
        "country": "KR",
        "trade": "payvandchi",
        "wage": "3000000",
    }
    shown = verdict_on(client, **values)
    assert (shown[:6], "we could not compare the pay" in shown) == (" maybe", True)


def test_who_names_nobody_is_told_what_to_write(client):
    page = client.get("/en/offers?country=KR")
    assert page.status_code == 422
    assert "Enter the agency’s name or licence number" in page.text


def test_a_report_sent_twice_arrives_once(client, seeded):
    said = {"recruiter": "Shirin Soʻz", "story": "Paid and heard nothing.", "once": "k" * 20}
    first, second = (client.post("/uz/offers/report", data=said) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    with seeded.read() as session:
        assert len(session.execute(select(Report)).all()) == 1
    assert client.get(first.headers["location"]).status_code == 200


def test_a_report_about_a_child_at_home_is_taken_and_told_to_whom_it_belongs(client, seeded):
    said = {"recruiter": "Shirin Soʻz", "country": "UZ", "under_18": "true", "once": "k" * 20}
    answer = client.post("/en/offers/report", data=said)
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
    said = {"recruiter": "X", "once": "k" * 20}
    assert (
        client.post(
            "/uz/offers/report", data=said, headers={"sec-fetch-site": "cross-site"}
        ).status_code
        == 403
    )


def test_a_report_corrected_after_a_mistake_arrives(client):
    said = {"recruiter": "Shirin Soʻz", "story": "Paid.", "once": "k" * 20}
    client.post("/en/offers/report", data=said)
    page = client.post("/en/offers/report", data=said | {"story": "Paid and heard nothing."})
    assert "already been sent with different answers" in page.text
    fresh = re.search(r'name="once" value="([^"]*)"', page.text)[1]
    assert client.post("/en/offers/report", data=said | {"once": fresh}).status_code == 303
