"""The facts of a group corrected at the desk: one form, a preview of each claim, then all at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from service.casework.claims import wage_claims
from service.casework.groups import groups
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import NewFacts
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support.cast import ELYOR, TODAY
from tests.support.correction_forms import opened

PAGE = f"/en/desk/groups/{NUMBER}"
WHY = {"reason": "The contract says so"}
NEW = WHY | {"employer": "Severny OOO", "worked_from": "2026-02-01"}


@pytest.fixture
def crew(seeded, clock) -> dict[str, str]:
    with seeded.write() as session:
        items = [worker(name, city=CREW.city) for name in ("Anvar", "Botir", "Sardor")]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        return {one.name: one.claim.reference for one in groups.members(session, group, by=ELYOR)}


def amend(seeded, clock, number: str, **facts: object) -> None:
    with seeded.write() as session:
        claim = wage_claims.get(session, number, by=ELYOR)
        claim_facts.amend(session, claim, NewFacts(**facts), by=ELYOR, on=clock())


def employers(seeded, crew) -> dict[str, str]:
    with seeded.read() as session:
        return {
            name: wage_claims.get(session, number, by=ELYOR).employer
            for name, number in crew.items()
        }


def hidden(page: str) -> dict[str, str]:
    """What the preview carries on."""
    form = page.split('<form method="post"')[-1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: value.replace("&#34;", '"') for name, value in found if name != "token"}


def test_the_preview_names_each_claim_and_saves_nothing_until_it_is_sent(as_, seeded, clock, crew):
    amend(seeded, clock, crew["Botir"], employer="Yuzhny Dvor")
    amend(seeded, clock, crew["Sardor"], worked_from=date(2026, 5, 1))
    client = as_("elyor")
    assert f'href="{PAGE}/correct"' in client.get(PAGE).text
    page = client.post(f"{PAGE}/correct", data=opened(client, PAGE) | NEW)
    assert page.status_code == 200
    assert "3 claims will be corrected." in page.text
    assert page.text.count("keeps its own:") == 2
    assert employers(seeded, crew)["Anvar"] == CREW.employer
    done = client.post(f"{PAGE}/correct", data=hidden(page.text) | {"act": "keep"})
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert employers(seeded, crew) == {
        "Anvar": "Severny OOO",
        "Botir": "Yuzhny Dvor",
        "Sardor": "Severny OOO",
    }
    shown = client.get(PAGE).text
    assert "The contract says so" in shown
    assert "<h1>Severny OOO</h1>" in shown


def test_the_form_comes_back_from_the_preview_as_it_was_typed(as_, crew):
    client = as_("elyor")
    page = client.post(f"{PAGE}/correct", data=opened(client, PAGE) | NEW).text
    back = client.post(f"{PAGE}/correct", data=hidden(page) | {"act": "change"}).text
    assert all(f'value="{NEW[name]}"' in back for name in ("employer", "worked_from"))
    assert NEW["reason"] in back


@pytest.mark.parametrize("act", [{}, {"act": "keep"}])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"employer": ""}, "employer"),
        ({"country": "XX"}, "country"),
        ({"worked_to": "2026-01-01"}, "worked_to"),
        ({"worked_from": "tomorrow?"}, "worked_from"),
        ({"employer_number": "7" * 41}, "employer_number"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_mistake_is_said_beside_its_field(as_, seeded, crew, act, wrong, field):
    client = as_("elyor")
    page = client.post(f"{PAGE}/correct", data=opened(client, PAGE) | NEW | wrong | act)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert set(employers(seeded, crew).values()) == {CREW.employer}


def test_a_claim_changed_since_the_preview_is_shown_in_a_new_one(as_, seeded, clock, crew):
    client = as_("elyor")
    seen = hidden(client.post(f"{PAGE}/correct", data=opened(client, PAGE) | NEW).text)
    amend(seeded, clock, crew["Botir"], employer="Yuzhny Dvor")
    page = client.post(f"{PAGE}/correct", data=seen | {"act": "keep"})
    assert page.status_code == 409
    assert "Something has changed since this preview" in page.text
    assert employers(seeded, crew)["Anvar"] == CREW.employer
    done = client.post(f"{PAGE}/correct", data=hidden(page.text) | {"act": "keep"})
    assert done.status_code == 303
    assert employers(seeded, crew)["Botir"] == "Yuzhny Dvor"


def test_a_fact_that_a_colleague_corrected_meanwhile_is_not_put_back(as_, seeded, crew):
    client = as_("elyor")
    form = opened(client, PAGE)
    other = client.post(f"{PAGE}/correct", data=form | WHY | {"city": "Tver"}).text
    client.post(f"{PAGE}/correct", data=hidden(other) | {"act": "keep"})
    page = client.post(f"{PAGE}/correct", data=form | NEW).text
    client.post(f"{PAGE}/correct", data=hidden(page) | {"act": "keep"})
    with seeded.read() as session:
        claim = wage_claims.get(session, crew["Anvar"], by=ELYOR)
        assert (claim.employer, claim.city) == ("Severny OOO", "Tver")


def test_sent_twice_or_by_two_at_once_it_is_one_version(as_, seeded, crew):
    client = as_("elyor")
    seen = hidden(client.post(f"{PAGE}/correct", data=opened(client, PAGE) | NEW).text)
    sent = [seen | {"act": "keep", "once": f"{place:020d}"} for place in range(2)]
    with ThreadPoolExecutor(2) as both:
        send = lambda data: client.post(f"{PAGE}/correct", data=data).status_code  # noqa: E731
        statuses = sorted(both.map(send, sent))
    assert statuses[0] == 303
    assert statuses[1] in (409, 422), "there is nothing left to correct"
    assert client.post(f"{PAGE}/correct", data=sent[0]).status_code in (303, 409, 422)
    with seeded.read() as session:
        claims = [wage_claims.get(session, number, by=ELYOR) for number in crew.values()]
        assert {one.version for one in claims} == {2}


def test_a_group_that_leaves_the_scope_with_its_country_leads_back_to_the_list(as_, crew):
    client = as_("elyor")
    new = WHY | {"country": "TR", "city": ""}
    page = client.post(f"{PAGE}/correct", data=opened(client, PAGE) | new).text
    done = client.post(f"{PAGE}/correct", data=hidden(page) | {"act": "keep"})
    assert done.headers["location"] == "/en/desk/groups"


@pytest.mark.parametrize(
    ("name", "status"), [("davron", 404), ("barno", 403), ("iroda", 403), ("farida", 403)]
)
def test_nobody_elsewhere_and_no_other_role_corrects_the_group(as_, crew, name, status):
    client = as_(name)
    assert client.get(f"{PAGE}/correct").status_code == status
    for act in ({}, {"act": "keep"}, {"act": "change"}):
        assert client.post(f"{PAGE}/correct", data=NEW | act).status_code == status
