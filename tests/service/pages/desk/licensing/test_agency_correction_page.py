"""A dossier corrected at the desk: by form, with history, and two officers at once."""

from sqlalchemy import select
from sqlmodel import col

from catalog.licensing.agencies import Agency
from tests.support.correction_forms import differences, fields, opened

WHY = {"reason": "They moved"}
PATH = "/en/desk/licences/AG-VALID"


def test_it_is_put_right_and_the_public_register_follows(as_):
    client = as_("farida")
    form = opened(client, PATH)
    sent = form | WHY | {"address": "Invented street 2", "branch_0_address": "Branch street 3"}
    done = client.post(f"{PATH}/correct", data=sent)
    assert (done.status_code, done.headers["location"]) == (303, PATH)
    page = client.get(PATH).text
    assert "They moved" in page
    assert "Branch street 3" in page
    assert "Address of the branch" in page
    assert "Invented street 2" in as_(None).get("/en/agencies/AG-VALID").text
    client = as_("farida")
    assert "<h2>1. Branch</h2>" in client.get(f"{PATH}/correct").text
    form = opened(client, PATH)
    number = next(name for name in form if name.endswith("_address") and "_0_" not in name)
    gone = {number.replace("_address", "_remove"): "true"}
    assert client.post(f"{PATH}/correct", data=form | WHY | gone).status_code == 303
    assert number not in opened(client, PATH)


def test_mistakes_are_said_beside_their_fields_and_nothing_is_saved(as_):
    client = as_("farida")
    form = opened(client, PATH)
    for wrong, field in (
        ({"reason": ""}, "reason"),
        ({"address": "x" * 301}, "address"),
        ({"phone": "x" * 61}, "phone"),
        ({"tax_no": "<b>"}, "tax_no"),
        ({"owners": "\n".join(f"Owner {n}" for n in range(21))}, "owners"),
        ({"branch_0_region": "Samarkand"}, "branch_0_address"),
        ({"branch_0_address": "x" * 301}, "branch_0_address"),
    ):
        page = client.post(f"{PATH}/correct", data=form | WHY | {"director": "typed"} | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#{field}"' in page.text, wrong
        assert 'value="typed"' in page.text
    assert opened(client, PATH) | {"once": ""} == form | {"once": ""}
    assert client.get("/en/desk/licences/AG-NOBODY/correct").status_code == 404


def test_a_tax_number_of_another_agency_is_questioned_beside_its_field(as_, seeded):
    with seeded.write() as session:
        others = select(Agency).where(col(Agency.external_id) != "AG-VALID").limit(1)
        other = session.execute(others).scalar_one()
        other.tax_no = "300000007"
        name = other.external_id
    client = as_("farida")
    sent = opened(client, PATH) | WHY | {"tax_no": "300 000 007", "once": ""}
    page = client.post(f"{PATH}/correct", data=sent)
    assert (page.status_code, f"({name}) has this tax number" in page.text) == (422, True)
    assert 'id="same_tax_no"' in page.text
    sure = sent | {"same_tax_no": "true"}
    assert client.post(f"{PATH}/correct", data=sure).status_code == 303


def test_two_at_once_see_both_sides(as_):
    client = as_("farida")
    form = opened(client, PATH)
    first = form | WHY | {"phone": "+998 71 000 09 09", "once": "q" * 20}
    assert client.post(f"{PATH}/correct", data=first).status_code == 303
    page = client.post(f"{PATH}/correct", data=form | WHY | {"director": "D. Invented"})
    assert page.status_code == 412
    assert list(differences(page.text)) == ["Director", "Telephone"]
    assert client.post(f"{PATH}/correct", data=fields(page.text) | WHY).status_code == 303


def test_only_licensing_officers_may_correct(as_):
    for name in ("iroda", "hamid", "chinora", "jamshid"):
        client = as_(name)
        sent = client.post(f"{PATH}/correct", data=WHY | {"version": "1"})
        assert (sent.status_code, client.get(f"{PATH}/correct").status_code) == (403, 403), name
