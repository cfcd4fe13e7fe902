"""Posts at the desk: changed on a page by one officer, confirmed on another page by a second."""

import re

from tests.support import cast

PAGE = f"/en/desk/posts/{cast.SEOUL}"
NEW = {
    "telephones": "+82 2 000 00 02\n+82 2 000 00 03",
    "address": "1 Street, Seoul",
    "serves": "Busan",
    "timezone": "Asia/Seoul",
    "source": "A letter",
    "reason": "They have moved.",
}


def approve(as_, name: str) -> int:
    page = as_(name).get("/en/desk/approvals").text
    number = re.search(r'action="(/en/desk/approvals/Q-[^"]*)"', page)[1]
    answer = as_(name).post(number, data={"verdict": "agree", "answer": "I called."})
    return answer.status_code


def test_a_change_is_shown_to_people_when_a_second_officer_has_confirmed_it(as_, client):
    answer = as_("davron").post(PAGE, data=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "Change the details of a mission" in as_("davron").get(PAGE).text
    assert "1 Street, Seoul" not in client.get("/en/countries/KR").text
    card = as_("farida").get("/en/desk/approvals").text
    assert "+82 2 000 00 01 → +82 2 000 00 02, +82 2 000 00 03" in card
    assert approve(as_, "farida") == 303
    public = client.get("/en/countries/KR").text
    assert "1 Street, Seoul" in public
    assert 'href="tel:+8220000003"' in public
    assert "Confirmed on" in public
    past = as_("davron").get(PAGE).text
    assert "Davron → Farida" in past


def test_an_empty_field_removes_what_stood_there(as_, client):
    as_("davron").post(PAGE, data=NEW | {"telephones": ""})
    approve(as_, "iroda")
    assert "No confirmed telephone number yet" in client.get("/en/countries/KR").text


def test_a_new_mission_is_added_by_two(as_, client):
    new = {"kind": "consulate", "country": "KR", "city": "Busan", "timezone": "Asia/Seoul"}
    result = new | {"source": "A letter", "reason": "It opened."}
    assert as_("iroda").post("/en/desk/posts", data=result).status_code == 303
    assert "Busan" not in client.get("/en/countries/KR").text
    assert approve(as_, "farida") == 303
    assert "Busan" in client.get("/en/countries/KR").text
    assert "KR-BUSAN-CON" in as_("iroda").get("/en/desk/posts").text
    assert as_("iroda").post("/en/desk/posts", data=result).status_code == 422


def test_nonsense_stands_beside_its_field_with_what_was_typed(as_):
    for data in (
        {},
        NEW | {"telephones": "call"},
        NEW | {"opened": "x"},
        NEW | {"closed": "x" * 900},
    ):
        answer = as_("davron").post(PAGE, data=data)
        assert answer.status_code == 422, data
    assert "1 Street, Seoul" in as_("davron").post(PAGE, data=NEW | {"opened": "x"}).text
    assert as_("iroda").post("/en/desk/posts", data={}).status_code == 422


def test_an_attache_sees_and_changes_their_own_mission_alone(as_):
    assert cast.MOSCOW not in as_("davron").get("/en/desk/posts").text
    for name, page, status in (
        ("davron", f"/en/desk/posts/{cast.MOSCOW}", 404),
        ("davron", "/en/desk/posts/new", 403),
        ("iroda", "/en/desk/posts/new", 200),
        ("iroda", "/en/desk/posts/X", 404),
    ):
        assert as_(name).get(page).status_code == status, page
    assert as_("davron").post(f"/en/desk/posts/{cast.MOSCOW}", data=NEW).status_code == 404
