"""A claim filed from an incident: the worker's own secret never goes to the family."""

from service.casework.claims import follow_secret
from tests.service.pages.desk.incidents.test_incident_page import confirm_death, death, send

CLAIM = {
    "claim_wages": "1 800",
    "claim_currency": "RUB",
    "claim_worked_from": "2026-01-01",
    "claim_worked_to": "2026-11-01",
}


def test_after_a_death_no_secret_is_shown_and_a_relative_acts_only_if_proved(as_, seeded, clock):
    here, client = f"/en/desk/incidents/{death(seeded, clock)}", as_("elyor")
    confirm_death(as_, here)
    page = send(client, f"{here}/claim", CLAIM)
    number = page.split("filed from here")[0].rsplit("/desk/wages/W-")[-1].split('"')[0]
    assert follow_secret.secret_of(f"W-{number}")[:6] not in page
    heir = {"heir_claim": f"W-{number}", "heir_relative": "X-NONE"}
    assert client.post(f"{here}/heir", data=heir).status_code == 422
    assert client.post(f"{here}/claim", data=CLAIM).status_code == 422


def test_nobody_claims_wages_for_days_after_the_death(as_, seeded, clock):
    here, client = f"/en/desk/incidents/{death(seeded, clock)}", as_("elyor")
    late = CLAIM | {"claim_worked_to": "2026-11-21"}
    assert client.post(f"{here}/claim", data=late).status_code == 200, "no day is known yet"
    assert "after the day of death" not in client.get(here).text
    shown = confirm_death(as_, here)
    assert "Its last day of work, 21 November 2026, is after the day of death" in shown
    number = shown.split("filed from here")[0].rsplit("/desk/wages/W-")[-1].split('"')[0]
    assert "is after the day of death" in client.get(f"/en/desk/wages/W-{number}").text
    other = late | {"claim_wages": "", "claim_compensation": "5"}
    refused = client.post(f"{here}/claim", data=other)
    assert refused.status_code == 422
    assert "The worker died on 20 November 2026" in refused.text
    assert 'href="#claim_worked_to"' in refused.text


def test_an_absurd_amount_is_filed_only_after_it_was_ticked_as_right(as_, seeded, clock):
    here, client = f"/en/desk/incidents/{death(seeded, clock)}", as_("elyor")
    absurd = CLAIM | {"claim_insurance": "999 999 999"}
    asked = client.post(f"{here}/claim", data=absurd)
    assert asked.status_code == 422
    assert 'value="999 999 999"' in asked.text
    tick = {"claim_insurance_confirm_more_than_pay": "1"}
    assert f'name="{next(iter(tick))}"' in asked.text
    assert client.post(f"{here}/claim", data=absurd | tick).status_code == 200
