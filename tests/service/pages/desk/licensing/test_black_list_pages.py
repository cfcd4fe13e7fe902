"""The black list: proposed, signed, and felt by the very next request."""

import re

import pytest

from tests.support import cast

PAGE, QUEUE = "/en/desk/black-list", "/en/desk/proposals"
BAR = {
    "code": "unpaid_wages",
    "reason": "Forty claims",
    "number": "9-K",
    "starts_on": "2026-11-25",
    "once": "b" * 20,
}


@pytest.fixture
def employer(seeded) -> str:
    with seeded.read() as session:
        return cast.named(session, "published").employer


@pytest.fixture
def job(seeded) -> str:
    with seeded.read() as session:
        return f"/en/vacancies/{cast.named(session, 'published').reference}"


def sign(as_, name="gulnora"):
    reference = re.search(r"desk/proposals/(D-\w+)", as_(name).get(QUEUE).text)[1]
    return as_(name).post(f"{QUEUE}/{reference}", data={"verdict": "confirm"})


def test_an_employer_is_barred_by_two_and_its_jobs_vanish_and_come_back(as_, employer, job):
    assert as_("farida").post(f"{PAGE}/{employer}/bar", data=BAR).status_code == 303
    assert as_().get(job).status_code == 200
    assert sign(as_).status_code == 303
    assert as_().get(job).status_code == 404
    assert "Hanbit" not in as_().get("/en/vacancies").text
    page = as_("farida").get(PAGE).text
    assert "unpaid wages" in page
    entry = re.search(r"unbar\?entry=(\d+)", page)[1]
    values = {"reason": "All was paid", "number": "10-K", "entry": entry, "once": "u" * 20}
    assert as_("farida").post(f"{PAGE}/{employer}/unbar", data=values).status_code == 303
    sign(as_)
    assert as_().get(job).status_code == 200
    assert "The list is empty." in as_("farida").get(PAGE).text


def test_an_agency_is_barred_from_its_dossier(as_):
    place = "/en/desk/licences/AG-VALID"
    page = as_("farida").get(f"{place}/propose/bar").text
    assert "Director: " not in page, "nobody stands there"
    assert (
        as_("farida").post(f"{place}/propose/bar", data=BAR | {"barred": "agency"}).status_code
        == 303
    )
    sign(as_, "iroda")
    page = as_().get("/en/agencies/AG-VALID").text
    assert "It is on the blacklist." in page
    assert "is not allowed to recruit in Uzbekistan today" in page
    assert as_("farida").get(f"{place}/propose/bar").status_code == 200
    again = as_("farida").post(
        f"{place}/propose/bar", data=BAR | {"barred": "agency", "once": "c" * 20}
    )
    assert again.status_code == 303
    assert sign(as_).status_code == 422, "it stands there already"


def test_a_barred_vacancy_cannot_be_approved_and_the_page_says_why(as_, employer, seeded):
    as_("farida").post(f"{PAGE}/{employer}/bar", data=BAR)
    sign(as_)
    with seeded.read() as session:
        row = cast.named(session, "paused")
    values = {"act": "publish", "reason": "x", "version": str(row.version), "once": "p" * 20}
    page = as_("gulnora").post(f"/en/desk/vetting/{row.reference}/decisions", data=values)
    assert (page.status_code, "is on the blacklist. Reason: unpaid wages" in page.text) == (
        422,
        True,
    )


def test_what_is_missing_or_absurd_is_refused(as_, employer):
    client = as_("farida")
    for number, (wrong, field) in enumerate(
        (
            ({"code": ""}, "code"),
            ({"code": "envy"}, "code"),
            ({"reason": ""}, "reason"),
            ({"number": ""}, "number"),
            ({"starts_on": "1066-10-14"}, "starts_on"),
            ({"until": "2020-01-01"}, "until"),
            ({"starts_on": ""}, "starts_on"),
        )
    ):
        page = client.post(f"{PAGE}/{employer}/bar", data=BAR | wrong | {"once": f"{number}" * 20})
        assert (page.status_code, f'href="#{field}"' in page.text) == (422, True), wrong
    for place in (f"{PAGE}/E-NOBODY/bar", f"{PAGE}/{employer}/grant", f"{PAGE}/{employer}/suspend"):
        assert client.get(place).status_code == 404
        assert client.post(place, data=BAR).status_code == 404


def test_an_entry_of_another_firm_is_not_taken_off_here(as_, employer, seeded):
    as_("farida").post(f"{PAGE}/{employer}/bar", data=BAR)
    sign(as_)
    entry = re.search(r"unbar\?entry=(\d+)", as_("farida").get(PAGE).text)[1]
    values = {"reason": "x", "number": "1", "entry": entry, "once": "w" * 20}
    assert (
        as_("farida").post("/en/desk/licences/AG-VALID/propose/unbar", data=values).status_code
        == 404
    )


def test_only_the_licensing_desk_proposes(as_, employer):
    for name, status in ((None, 401), ("iroda", 403), ("hamid", 403), ("davron", 403)):
        assert as_(name).post(f"{PAGE}/{employer}/bar", data=BAR).status_code == status
    assert as_("iroda").get(PAGE).status_code == 200
