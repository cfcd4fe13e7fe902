"""A death at the desk, from the first notice until its confirmation is taken back."""

import re

from sqlalchemy import select

from catalog.core.journal import Entry
from matching.identity import deaths, telephones
from service.accounts import phone_login
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import procedure
from service.casework.incidents.procedure import StepInput, StepStatus
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.casework.scope.incident_tables import Incident
from tests.service.pages.sign_in.test_citizen_sign_in import PHONE, come_in
from tests.support import cast, sample_incidents, sample_money
from tests.support.sample_incidents import recorded

PAPER = {"death_died_on": "2026-11-20", "death_document": "Zqpaper 5"}


def death(seeded, clock) -> str:
    with seeded.write() as session:
        citizen = session.get_one(Claim, cast.CLAIM).citizen
        return recorded(session, citizen, on=clock()).reference


def send(client, path: str, data: dict[str, str]) -> str:
    """Send a form and return the page to which it leads."""
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def entry(page: str) -> dict[str, str]:
    """Return what the form holds that confirms a death."""
    return dict(re.findall(r'name="(entry)" value="([^"]*)"', page))


def confirm_death(as_, here: str) -> str:
    """Enter the document of a death, and confirm it as another officer; return the page."""
    send(as_("elyor"), f"{here}/death", PAPER)
    other = as_("chinora")
    return send(other, f"{here}/death/confirm", entry(other.get(here).text))


def test_the_page_says_what_is_next_and_that_the_family_hears_nothing_from_us(as_, seeded, clock):
    number = death(seeded, clock)
    page = as_("elyor").get(f"/en/desk/incidents/{number}").text
    assert "The family has been told, by a person" in page
    assert "The service sends the family nothing" in page
    assert as_("davron").get(f"/en/desk/incidents/{number}").status_code == 404
    with seeded.read() as session:
        asked = select(Entry).where(Entry.noun == "incident", Entry.act == "open")
        (opened,) = session.execute(asked).scalars()
        assert opened.reference == number


def test_a_death_is_confirmed_and_taken_back_by_another_officer(as_, seeded, clock):
    number = death(seeded, clock)
    here, client = f"/en/desk/incidents/{number}", as_("elyor")
    assert client.post(f"{here}/death", data={"death_died_on": "2026-11-20"}).status_code == 422
    page = send(client, f"{here}/death", PAPER)
    assert ("The worker died on" in page, "Another officer must check" in page) == (False, True)
    assert client.post(f"{here}/death/confirm", data=entry(page)).status_code in (403, 422)
    other = as_("chinora")
    assert "Deaths whose document is to be checked" in other.get("/en/desk/approvals").text
    confirmed = send(other, f"{here}/death/confirm", entry(other.get(here).text))
    assert "The worker died on 20 November 2026" in confirmed
    back = {"back_reason": "Another person"}
    assert other.post(f"{here}/death/take-back", data=back).status_code == 422
    send(as_("iroda"), f"{here}/death/take-back", back)
    with seeded.read() as session:
        row = session.get_one(Incident, number)
        assert deaths.day_of_death(session, row.citizen) is None


def test_a_worker_whose_number_another_account_has_is_not_left_locked_out(
    client, as_, seeded, clock
):
    come_in(client, seeded)
    with seeded.write() as session:
        citizen = session.get_one(Claim, cast.CLAIM).citizen
        incident = sample_incidents.died(session, citizen, on=clock())
        here = f"/en/desk/incidents/{incident.reference}"
    client.cookies.clear()
    come_in(client, seeded)
    with seeded.read() as session:
        other = phone_login.find_by_number(session, telephones.international_number(PHONE)).citizen
    back = {"back_reason": "Another person"}
    page = send(as_("chinora"), f"{here}/death/take-back", back)
    assert "signs in with this worker’s telephone now" in page
    assert (other in page, "A supervisor can compare and merge them" in page) == (False, True)
    assert f"/desk/citizens/{citizen}/merge?other={other}" in as_("iroda").get(here).text
    merged = {"leads": citizen, "other": other}
    send(as_("iroda"), f"/en/desk/citizens/{citizen}/merge", merged)
    client.cookies.clear()
    come_in(client, seeded)
    assert client.get(f"/en/me/claims/{cast.CLAIM}").status_code == 200
    assert "signs in with this worker’s telephone" not in as_("iroda").get(here).text


def test_a_finished_procedure_is_open_again_when_money_for_the_heirs_comes_back(as_, seeded, clock):
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        sample_incidents.heir(session, row, on=clock())
        sample_incidents.paid(session, row, claim, on=clock())
        by = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
        for step in (one.step for one in procedure.plan(session, row) if one.entry is None):
            entry = StepInput(step, cast.TODAY, StepStatus.NOT_NEEDED, "Zq")
            procedure.record(session, row, entry, **by)
        here = f"/en/desk/incidents/{row.reference}"
    assert "The incident can be closed" in as_("elyor").get(here).text
    with seeded.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        payments.receive(session, claim, sample_money.new_payment(7, Hand.HELD), **by)
    page = as_("elyor").get(here).text
    (again,) = re.findall(r"undelivered again in these claims:(.*?)</p>", page, re.DOTALL)
    assert f'/en/desk/wages/{cast.CLAIM}"' in again
    assert "The incident can be closed" not in page
