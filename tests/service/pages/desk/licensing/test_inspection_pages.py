"""Inspections from the plan to what was seen mended; fines."""

import re

import pytest

from catalog.licensing.inspections import Point

PAGE = "/en/desk/licences/AG-VALID"
FINE = {
    "fine_article": "255-1",
    "fine_number": "44-A",
    "fine_amount": "12 360 000",
    "fine_currency": "UZS",
    "fine_decided_on": "2026-11-20",
    "once": "f" * 20,
}
SEEN = {f"point_{point.value}": "fine" for point in Point} | {
    "held_on": "2026-11-25",
    "once": "h" * 20,
}


@pytest.fixture
def visit(as_):
    answer = as_("farida").post(
        f"{PAGE}/inspections", data={"visit_planned_on": "2026-11-25", "once": "v" * 20}
    )
    assert answer.status_code == 303
    return (
        "/en/desk/inspections/" + re.search(r"inspections/(I-\w+)", as_("farida").get(PAGE).text)[1]
    )


def test_a_visit_is_held_and_what_was_wrong_is_seen_mended(as_, visit):
    client = as_("farida")
    result = SEEN | {"point_fees": "to_mend", "due_on": "2026-12-10"}
    for _ in range(2):
        assert client.post(visit, data=result).status_code == 303
    assert "1 point to correct" in client.get(PAGE).text
    assert client.post(f"{visit}/points/fees").status_code == 303
    assert "corrected, checked on" in client.get(visit).text
    assert "point to correct" not in client.get(PAGE).text
    assert client.post(f"{visit}/points/fees").status_code == 422
    assert client.post(f"{visit}/points/nothing").status_code == 404
    assert client.post(visit, data=result | {"once": "z" * 20}).status_code == 422, "held already"


def test_what_is_not_whole_is_told_and_kept(as_, visit):
    client = as_("farida")
    page = client.post(
        visit, data={"point_fees": "to_mend", "held_on": "2026-11-25", "once": "a" * 20}
    )
    assert (page.status_code, 'href="#points"' in page.text) == (422, True)
    assert re.search(r'name="point_fees" value="to_mend" checked', page.text)
    for number, (wrong, field) in enumerate(
        (
            ({"point_fees": "to_mend"}, "due_on"),
            ({"held_on": ""}, "held_on"),
            ({"held_on": "2027-01-01"}, "held_on"),
            ({"point_fees": "perhaps"}, "points"),
            ({"point_fees": "to_mend", "due_on": "2020-01-01"}, "due_on"),
        )
    ):
        page = client.post(visit, data=SEEN | wrong | {"once": f"{number}" * 20})
        assert (page.status_code, f'href="#{field}"' in page.text) == (422, True), wrong


def test_a_day_that_is_over_is_not_planned(as_):
    client = as_("farida")
    for day in ("2026-11-24", "", "soon", "9999-12-31"):
        page = client.post(
            f"{PAGE}/inspections", data={"visit_planned_on": day, "once": f"{day:x<20}"}
        )
        assert (page.status_code, 'href="#visit_planned_on"' in page.text) == (422, True), day


def test_the_day_of_a_planned_visit_is_said_once(as_):
    client = as_("farida")
    client.post(f"{PAGE}/inspections", data={"visit_planned_on": "2026-12-03", "once": "p" * 20})
    visits = client.get(PAGE).text.split('id="visits"')[1].split("</ul>")[0]
    assert "planned for 3 December 2026" in visits
    assert visits.count("2026") == 1


def test_a_fine_is_written_down_and_paid(as_):
    client = as_("farida")
    assert client.post(f"{PAGE}/fines", data=FINE).status_code == 303
    page = client.get(PAGE).text
    assert "255-1" in page
    number = re.search(r"fines/(\d+)/paid", page)[1]
    assert client.post(f"/en/desk/licences/AG-EXPIRING/fines/{number}/paid").status_code == 404
    assert client.post(f"{PAGE}/fines/{number}/paid").status_code == 303
    assert "paid, recorded on" in client.get(PAGE).text
    page = client.post(f"{PAGE}/fines", data=FINE | {"fine_amount": "much", "once": "g" * 20})
    assert (page.status_code, 'href="#fine_amount"' in page.text) == (422, True)


def test_a_supervisor_reads_and_changes_nothing(as_, visit):
    client = as_("iroda")
    assert client.get(visit).status_code == 200
    assert client.post(visit, data=SEEN).status_code == 403
    assert client.get("/en/desk/inspections/I-NOBODY").status_code == 404
    assert as_("hamid").get(visit).status_code == 403
