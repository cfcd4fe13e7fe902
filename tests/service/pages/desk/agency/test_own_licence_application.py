"""An agency applies for its licence itself: the deed of the licensing desk, for its own firm alone,
and two officers decide."""

import re

import pytest
from sqlalchemy import select

from catalog.licensing.licence_applications import Petition
from tests.service.pages.desk.licensing.test_licence_application_pages import FIRM
from tests.service.pages.own_desk import OWN, acts_for
from tests.support import sample_proposals

HERE = f"{OWN}/licence"


@pytest.fixture
def agency(seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
    acts_for(seeded, "AG-EXPIRING")
    return seeded


def petitions(seeded) -> list[tuple[str, str, str]]:
    with seeded.read() as session:
        return [
            (one.agency, one.asked, one.outcome)
            for one in session.execute(select(Petition)).scalars()
        ]


def test_a_renewal_begins_with_what_the_register_holds_and_waits_for_two_officers(as_, agency):
    client = as_("hamid")
    assert f'href="{HERE}"' in client.get(OWN).text
    page = client.get(HERE).text
    assert 'value="Kumush Koʻprik MCHJ"' in page
    assert "Two officers of the Agency will decide" in page
    assert [client.post(HERE, data=FIRM).status_code for _ in range(2)] == [303, 303]
    assert petitions(agency) == [("AG-EXPIRING", "renewal", "waiting")]
    page = client.get(OWN).text
    assert "Application for renewal" in page
    assert "decision due by 25 December 2026" in page
    assert f'href="{HERE}"' not in page, "one waits already"
    assert client.post(HERE, data=FIRM | {"once": "z" * 20}).status_code == 422
    assert "propose/renew" in as_("farida").get("/en/desk/licences/AG-EXPIRING").text
    for name in ("hamid", "alisher"):
        assert as_(name).get("/en/desk/licences/AG-EXPIRING/propose/renew").status_code == 403


def test_an_application_without_a_country_is_refused_beside_the_field(as_, agency):
    page = as_("hamid").post(HERE, data=FIRM | {"countries": " , "})
    assert page.status_code == 422
    assert 'id="countries-wrong"' in page.text
    assert petitions(agency) == []


def test_it_takes_its_own_back_and_no_other(as_, agency):
    client = as_("hamid")
    client.post(HERE, data=FIRM)
    number = re.search(r"own/licence/(L-\w+)", client.get(OWN).text)[1]
    acts_for(agency, "AG-VALID")
    assert client.post(f"{HERE}/{number}").status_code == 404
    assert petitions(agency)[0][2] == "waiting"
    acts_for(agency, "AG-EXPIRING")
    assert client.post(f"{HERE}/{number}").status_code == 303
    assert client.post(f"{HERE}/{number}").status_code == 404
    assert petitions(agency) == [("AG-EXPIRING", "renewal", "withdrawn")]


def test_what_is_missing_is_told_at_once_and_the_rest_kept(as_, agency):
    page = as_("hamid").post(HERE, data={"name": "Yangi <b>", "once": "k" * 20})
    assert page.status_code == 422
    for field in ("tax_no", "director", "owners", "address"):
        assert f'href="#{field}"' in page.text
    assert "Yangi &lt;b&gt;" in page.text
    assert f'action="{HERE}"' in page.text
    assert petitions(agency) == []


@pytest.mark.parametrize("which", ["AG-SUSPENDED", "AG-STATE"])
def test_as_it_stands_it_cannot_apply(as_, agency, which):
    acts_for(agency, which)
    assert f'href="{HERE}"' not in as_("hamid").get(OWN).text
    assert as_("hamid").post(HERE, data=FIRM).status_code == 422
    assert petitions(agency) == []


def test_whose_licence_was_revoked_hides_that_by_no_application(as_, agency):
    """Everybody reads what was decided until something else is; the officers see that it
    applied."""
    acts_for(agency, "AG-REVOKED")

    def revocation_shown() -> list[bool]:
        client = as_(None)
        checked = client.get("/api/v1/agencies/AG-REVOKED").json()
        assert checked["orders"]
        listed = client.get("/api/v1/agencies?status=revoked").json()
        return [
            "Licence revoked" in client.get("/en/agencies/AG-REVOKED").text,
            checked["status"] == "revoked",
            "AG-REVOKED" in [one["external_id"] for one in listed["items"]],
        ]

    assert revocation_shown() == [True] * 3
    assert as_("hamid").post(HERE, data=FIRM).status_code == 303
    assert revocation_shown() == [True] * 3
    assert "Applied for a licence" in as_("farida").get("/en/desk/licences/AG-REVOKED").text
    number = re.search(r"own/licence/(L-\w+)", as_("hamid").get(OWN).text)[1]
    assert as_("hamid").post(f"{HERE}/{number}").status_code == 303
    assert revocation_shown() == [True] * 3


def test_nobody_else_applies_here(as_, agency):
    for name, status in ((None, 401), ("farida", 403), ("iroda", 403), ("alisher", 403)):
        assert as_(name).get(HERE).status_code == status
        assert as_(name).post(HERE, data=FIRM).status_code == status
    acts_for(agency, None)
    assert as_("hamid").post(HERE, data=FIRM).status_code == 403
    assert petitions(agency) == []
