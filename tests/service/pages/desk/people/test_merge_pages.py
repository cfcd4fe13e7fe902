"""Two records of one person: compared side by side, joined, shown as one, and taken apart again."""

import pytest

from catalog.core.actor import VISITOR
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.audit_asserts import list_reads

PEOPLE = "/en/desk/citizens"


@pytest.fixture
def both(seeded, clock):
    """The references of Alisher's first record and of a second one, with a claim in Moscow each."""
    contact = NewCitizen("Алишер Инвентед", "+998 90 000 00 01")
    with seeded.write() as session:
        new_claim = wage_claims.NewClaim(
            **{
                name: getattr(cast.ALISHERS_CLAIM, name)
                for name in wage_claims.NewClaim.__struct_fields__
            }
        )
        new_claim.contact = contact
        second = wage_claims.file(
            session, new_claim, by=VISITOR, on=clock(), day=cast.TODAY, number="W-SECOND22"
        ).claim
        return session.get_one(Claim, cast.CLAIM).citizen, second.citizen


def join(client, both, **values):
    facts = {"other": both[1], "leads": both[0], "once": "m" * 20} | values
    return client.post(f"{PEOPLE}/{both[0]}/merge", data=facts)


def led_by(seeded, number):
    with seeded.read() as session:
        return session.get_one(Citizen, number).same_as


def test_whoever_is_alike_is_offered_for_comparison(as_, both):
    page = as_("elyor").get(f"{PEOPLE}/{both[0]}/merge").text
    assert f'href="?other={both[1]}"' in page


def test_both_sides_are_shown_masked_and_count_as_opened(as_, both, seeded):
    page = as_("elyor").get(f"{PEOPLE}/{both[0]}/merge?other={both[1].lower()}").text
    for text in ("Alisher Invented", "Алишер Инвентед", "the same", "1 claim"):
        assert text in page
    assert "900000001" not in page
    assert list_reads(seeded) == [("citizen", "open", "")] * 2


def test_joined_the_card_of_the_one_who_leads_has_the_cases_of_both(as_, both, seeded):
    client = as_("elyor")
    assert join(client, both).headers["location"] == f"{PEOPLE}/{both[0]}"
    page = client.get(f"{PEOPLE}/{both[0]}").text
    assert cast.CLAIM in page
    assert "W-SECOND22" in page
    assert f'href="{PEOPLE}/{both[0]}">Alisher Invented' in client.get(f"{PEOPLE}/{both[1]}").text


def test_a_passport_seen_at_the_merge_is_stored_unless_somebody_else_has_it(
    as_, both, seeded, clock
):
    client = as_("elyor")
    assert 'name="passport"' in client.get(f"{PEOPLE}/{both[0]}/merge?other={both[1]}").text
    with seeded.write() as session:
        third = persons.record(session, NewCitizen("Third Invented"), by=cast.ELYOR, on=clock())
        taken = persons.DocumentsInput("AC7654321")
        persons.set_documents(session, third, taken, by=cast.ELYOR, on=clock())
    page = join(client, both, passport="AC7654321", once="n" * 20)
    assert (page.status_code, 'id="passport-wrong"' in page.text) == (422, True)
    assert led_by(seeded, both[1]) is None
    assert join(client, both, passport="ac 1234567").status_code == 303
    with seeded.read() as session:
        rows = [session.get_one(Citizen, one) for one in both]
        assert [persons.unseal_value(session, row, "passport") for row in rows] == ["AC1234567"] * 2


def test_a_supervisor_is_asked_about_a_passport_of_a_third_record(as_, both, seeded, clock):
    with seeded.write() as session:
        third = persons.record(session, NewCitizen("Third Invented"), by=cast.BARNO, on=clock())
        taken = persons.DocumentsInput("AC7654321")
        persons.set_documents(session, third, taken, by=cast.BARNO, on=clock())
        linked = persons.record(session, NewCitizen("Alisher I"), by=cast.BARNO, on=clock())
        linked.linked_to = both[0]
        number = linked.reference
    client = as_("iroda")
    page = join(client, both, passport="AC7654321", once="n" * 20)
    assert page.status_code == 422
    assert ("Third Invented" in page.text, 'id="second_holder"' in page.text) == (True, True)
    sure = {"passport": "AC7654321", "second_holder": "true"}
    assert join(client, both, **sure).status_code == 303
    with seeded.read() as session:
        assert session.get_one(Citizen, both[0]).linked_to is None, "it stays the main record"
        assert session.get_one(Citizen, number).linked_to == both[0]


def test_it_is_taken_back_from_the_card(as_, both, seeded):
    client = as_("chinora")
    join(client, both, leads=both[1])
    assert led_by(seeded, both[0]) == both[1]
    assert client.post(f"{PEOPLE}/{both[1]}/part", data={"other": both[0]}).status_code == 303
    assert led_by(seeded, both[0]) is None
    assert client.post(f"{PEOPLE}/{both[1]}/part", data={"other": both[0]}).status_code == 422


def test_who_leads_has_to_be_said(as_, both, seeded):
    page = join(as_("elyor"), both, leads="")
    assert page.status_code == 422
    assert 'href="#leads"' in page.text
    assert join(as_("elyor"), (both[0], both[0])).status_code == 422
    assert led_by(seeded, both[1]) is None


def test_a_record_elsewhere_is_answered_as_none_beside_its_field(as_, both, seeded, clock):
    client = as_("davron")
    mine = client.post(f"{PEOPLE}/new", data={"name": "Bobur Invented", "language": "uz"}).headers[
        "location"
    ]
    pages = [client.get(f"{mine}/merge?other={number}") for number in (both[0], "C-NOBODY")]
    assert [page.status_code for page in pages] == [422, 422]
    assert pages[0].text.replace(both[0], "C-NOBODY") == pages[1].text
    assert (
        client.post(f"{mine}/merge", data={"other": both[0], "leads": both[0]}).status_code == 404
    )


@pytest.mark.parametrize("name", ["barno", "nodira"])
def test_only_those_who_may_join_records(as_, both, name):
    assert join(as_(name), both).status_code == 403
    assert as_(name).get(f"{PEOPLE}/{both[0]}/merge").status_code == 403
