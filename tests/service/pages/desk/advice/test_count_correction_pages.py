"""Contacts, group sessions and events corrected and declared void at the desk."""

import re

import pytest

from tests.service.pages.desk.advice.test_group_session_pages import KINDS
from tests.support.correction_forms import fields, opened

WHY = {"reason": "Entered twice"}
LISTS = {
    "contacts": ("contacts", {"minutes": "4", "answered": "true"}, "No → Yes"),
    "groups": ("groups", {"present": "40"}, "24 → 40"),
    "events": ("events", {"means": "press"}, "Leaflets and posters → Press"),
}


@pytest.fixture
def path_of(as_):
    """The page of a new record, as the list leads to it."""

    def found(kind: str) -> str:
        client = as_("barno")
        assert client.post(f"/en/desk/advice/{kind}/new", data=KINDS[kind]).status_code == 303
        listed = client.get(f"/en/desk/advice/{LISTS[kind][0]}").text
        noun = {"groups": "gathering", "events": "mass_event", "contacts": "contact"}[kind]
        return re.search(rf'href="(/en/desk/advice/records/{noun}/[^"]+)"', listed)[1]

    return found


def test_each_is_corrected_and_declared_void_with_its_history(as_, path_of):
    for kind, (listed, wrong, shown) in LISTS.items():
        path, client = path_of(kind), as_("barno")
        form = opened(client, path)
        done = client.post(f"{path}/correct", data=form | WHY | wrong)
        assert done.status_code == 303, kind
        assert "The correction is saved." in client.get(done.headers["location"]).text
        page = client.get(path).text
        assert "Version 2" in page
        assert shown in re.sub(r"<[^>]*>", "", page)
        again = form | WHY | wrong | {"once": "k" * 20}
        outdated = client.post(f"{path}/correct", data=again)
        assert outdated.status_code == 412, kind
        assert client.post(f"{path}/void", data=WHY | {"version": "1"}).status_code == 412
        assert client.post(f"{path}/void", data={"version": "2"}).status_code == 422
        assert client.post(f"{path}/void", data=WHY | {"version": "2"}).status_code == 303
        assert "is void and is not counted" in client.get(path).text
        assert ">void<" in client.get(f"/en/desk/advice/{listed}").text
        assert client.get(f"{path}/correct").status_code == 422
        assert client.post(f"{path}/void", data=WHY | {"version": "3"}).status_code == 422


def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(as_, path_of):
    path, client = path_of("groups"), as_("barno")
    form = opened(client, path)
    page = client.post(f"{path}/correct", data=form | WHY | {"present": "1", "place": "Elsewhere"})
    assert page.status_code == 422
    assert 'href="#present"' in page.text
    assert fields(page.text)["place"] == "Elsewhere"


def test_the_calls_of_others_are_not_found(as_, path_of):
    path = path_of("contacts")
    assert as_("davron").get(path).status_code == 404
    number = path.rpartition("/")[2]
    for other in (
        f"0{number}",
        number.translate(dict(zip(b"0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))),
    ):
        assert as_("barno").get(path.replace(number, other)).status_code == 404, other
    assert path not in as_("davron").get("/en/desk/advice/contacts").text
    assert as_("chinora").get(f"{path}/correct").status_code == 403


def test_a_correction_names_offices_and_its_title_is_not_that_of_the_record(as_, path_of):
    path, client = path_of("contacts"), as_("barno")
    page, titles = client.get(f"{path}/correct").text, []
    office = re.search(r'<option value="(KR-[^"]+)">\s*(.+?)\s*</option>', page)
    assert office[2].startswith("South Korea, ")
    form = opened(client, path) | WHY | {"post": office[1]}
    assert client.post(f"{path}/correct", data=form).status_code == 303
    for text in (page, client.get(path).text):
        titles.append(re.search(r"<title>(.*?)</title>", text)[1])
    assert office[2] in client.get(path).text
    assert f">{office[1]}<" not in client.get(path).text
    assert titles[0].startswith("Correct the call without advice")
    assert titles[0] != titles[1]
