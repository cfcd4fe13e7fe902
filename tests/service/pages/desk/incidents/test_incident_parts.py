"""The forms for relatives, policies and costs: an error stands in the form that was sent."""

import re

from tests.service.pages.desk.incidents.test_incident_page import death, send


def test_money_is_typed_in_whole_units_and_totals_stand_by_payer(as_, seeded, clock):
    number = death(seeded, clock)
    here, client = f"/en/desk/incidents/{number}", as_("elyor")
    cost = {"cost_purpose": "body", "cost_amount": "1 800,50", "cost_currency": "RUB"}
    page = send(client, f"{here}/costs", cost | {"cost_payer": "employer"})
    assert "1,800.50" in page
    policy = {"policy_insurer": "Strakh", "policy_amount": "500"}
    wrong = client.post(f"{here}/policies", data=policy)
    assert wrong.status_code == 422
    assert 'id="policy_amount-wrong"' in wrong.text


def test_a_relative_is_told_by_a_person_and_proved_by_another_officer(as_, seeded, clock):
    number = death(seeded, clock)
    here, client = f"/en/desk/incidents/{number}", as_("elyor")
    kin = {"kin_name": "Zqwidow", "kin_kinship": "spouse", "kin_claims_as_heir": "true"}
    kin |= {"kin_proof": "marriage", "kin_proof_number": "77"}
    page = send(client, f"{here}/relatives", kin)
    relative = re.search(r"[?]open=(X-[A-Z0-9]+)", page)[1]
    told = {
        "notice_relative": relative,
        "notice_notified_on": "2026-11-20",
        "notice_notified_how": "in_person",
    }
    assert "Told on 20 November 2026" in send(client, f"{here}/notice", told)
    assert client.post(f"{here}/relatives/prove", data={"number": relative}).status_code == 422
    page = send(as_("chinora"), f"{here}/relatives/prove", {"number": relative})
    assert "right confirmed on" in page
