"""One's own profile as a list of tasks: told in parts, kept at once, gone on with on another
telephone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from matching.profiles import profiles
from matching.profiles.profile_edits import BasicsInput, PreferencesInput
from service import accounts
from tests.support import cast, sample_applications
from tests.support.cast import TODAY

BORN = {"born_on_day": "27", "born_on_month": "3", "born_on_year": "1998"}


@pytest.fixture
def person(seeded):
    with seeded.read() as session:
        return accounts.find(session, cast.email("alisher")).citizen


def kept(seeded, person):
    with seeded.read() as session:
        return profiles.for_person(session, person)


def mark(page) -> str:
    return page.text.split('name="mark" value="')[1].split('"')[0]


def described(seeded, clock, person, **values):
    with seeded.write() as session:
        sample_applications.described(
            session, session.get_one(sample_applications.Citizen, person), on=clock(), **values
        )


def test_whoever_has_said_nothing_sees_five_parts_to_begin(as_):
    page = as_("alisher").get("/en/me/profile").text
    assert page.count("Not started") == 5
    assert "0 of 5 parts completed" in page
    assert "Tell us what work you can do, and you will see here how many jobs suit you." in page


def test_a_part_is_kept_at_once_and_stands_there_on_another_telephone(as_, seeded, person):
    result = as_("alisher").post(
        "/en/me/profile/yourself", data=BORN | {"education": "vocational", "driving": "B, C"}
    )
    assert (result.status_code, result.headers["location"]) == (
        303,
        "/en/me/profile?saved=yourself",
    )
    row = kept(seeded, person)
    assert (row.born_on, row.education, row.driving) == (date(1998, 3, 27), "vocational", "B, C")
    other = as_("alisher").get("/en/me/profile/yourself").text
    assert 'name="born_on_year" value="1998"' in other
    assert "1 of 5 parts completed" in as_("alisher").get("/en/me/profile").text


def test_what_was_typed_is_not_lost_on_a_refusal(as_, seeded, person):
    absurd = [
        ({"born_on_day": "30", "born_on_month": "2"}, "Enter a real date"),
        ({"born_on_year": "2015"}, "18 and over"),
        ({"born_on_day": "", "born_on_month": "", "born_on_year": ""}, "Answer this question"),
        ({"born_on_day": "<b>", "born_on_year": "x" * 400}, "Enter a real date"),
        ({"born_on_year": "0"}, "Enter a real date"),
        ({"education": "doctor"}, "Choose one of the answers"),
        ({"driving": "<script>"}, "did not understand this answer"),
    ]
    client = as_("alisher")
    for wrong, why in absurd:
        page = client.post("/en/me/profile/yourself", data=BORN | {"driving": "B, C"} | wrong)
        assert (page.status_code, why in page.text) == (422, True), wrong
        assert "<script>alert" not in page.text
    page = client.post(
        "/en/me/profile/yourself", data=BORN | {"driving": "B, C", "born_on_month": "13"}
    ).text
    assert 'name="driving"' in page
    assert 'value="B, C"' in page
    assert 'value="13"' in page
    assert kept(seeded, person) is None


def test_wishes_with_countries_and_a_sum_in_words_of_people(as_, seeded, person):
    values = {
        "countries": ["", "KR", "PL"],
        "wage": "1 200",
        "currency": "USD",
        "hour": "evening",
        "looking": "true",
    }
    assert as_("alisher").post("/en/me/profile/wishes", data=values).status_code == 303
    row = kept(seeded, person)
    assert (row.countries, row.wage, row.currency) == ("KR,PL", 120000, "USD")
    assert (row.hour, row.looking, row.told_of) == ("evening", True, False)
    page = as_("alisher").get("/en/me/profile/wishes").text
    assert 'value="KR" checked' in page
    assert 'value="RU" checked' not in page
    assert 'name="wage"' in page
    assert 'value="1200"' in page


def test_no_country_is_any_country(as_, seeded, person):
    client = as_("alisher")
    client.post("/en/me/profile/wishes", data={"countries": "KR"})
    page = client.get("/en/me/profile/wishes")
    client.post("/en/me/profile/wishes", data={"countries": "", "mark": mark(page)})
    assert kept(seeded, person).countries == ""


def test_two_telephones_that_write_the_same_part_are_shown_to_each_other(as_, seeded, person):
    first, second = as_("alisher"), None
    page = first.get("/en/me/profile/yourself")
    first.post("/en/me/profile/yourself", data=BORN | {"education": "school", "mark": mark(page)})
    second = as_("alisher").post(
        "/en/me/profile/yourself", data=BORN | {"education": "higher", "mark": mark(page)}
    )
    assert second.status_code == 409
    assert "This was changed after you opened it" in second.text
    assert "Where did you study?: <strong>School</strong>" in second.text
    assert kept(seeded, person).education == "school"
    again = as_("alisher").post(
        "/en/me/profile/yourself", data=BORN | {"education": "higher", "mark": mark(second)}
    )
    assert (again.status_code, kept(seeded, person).education) == (303, "higher")


def test_a_wrong_answer_does_not_hide_that_the_other_telephone_wrote(as_, seeded, person):
    client = as_("alisher")
    page = client.get("/en/me/profile/yourself")
    client.post("/en/me/profile/yourself", data=BORN | {"education": "school", "mark": mark(page)})
    wrong = client.post(
        "/en/me/profile/yourself",
        data=BORN | {"education": "higher", "driving": "?", "mark": mark(page)},
    )
    assert wrong.status_code == 422
    right = client.post(
        "/en/me/profile/yourself", data=BORN | {"education": "higher", "mark": mark(wrong)}
    )
    assert right.status_code == 409


def test_the_same_answers_twice_and_another_part_meanwhile_are_no_conflict(as_, seeded, person):
    client = as_("alisher")
    page = client.get("/en/me/profile/yourself")
    client.post("/en/me/profile/wishes", data={"hour": "evening"})
    answers = [
        client.post("/en/me/profile/yourself", data=BORN | {"mark": mark(page)}).status_code
        for _ in range(2)
    ]
    assert answers == [303, 303]


def test_a_passport_that_runs_out_is_to_be_looked_at_again_and_the_reason_stands_there(
    as_, seeded, clock, person
):
    described(seeded, clock, person, passport_until=date(2027, 3, 20))
    page = as_("alisher").get("/en/me/profile").text
    assert "Check again" in page
    assert "Passport for travel abroad: expires on 20 March 2027" in page


def test_what_the_profile_opens_and_what_would_open_more(as_, seeded, clock, person):
    described(seeded, clock, person)
    assert (
        '<strong class="big">1</strong> of 1 job in your trades suits you'
        in as_("alisher").get("/en/me/profile").text
    )
    described(seeded, clock, person, level=None)
    assert "Korean at level A2: 1 more job" in as_("alisher").get("/en/me/profile").text


def test_an_officer_and_a_stranger_have_no_profile(as_):
    for path in ("", "/yourself", "/wishes", "/trades", "/papers"):
        assert as_("farida").get(f"/en/me/profile{path}").status_code == 404
        assert as_().get(f"/en/me/profile{path}").status_code == 401
    assert as_("alisher").get("/en/me/profile/nonsense").status_code == 404


def test_the_kept_kinds_are_those_that_are_asked(as_, seeded, person):
    asked = (
        as_("alisher").get("/en/me/profile/wishes").text
        + as_("alisher").get("/en/me/profile/yourself").text
    )
    for kind in (BasicsInput, PreferencesInput):
        for name in kind.__struct_fields__:
            assert f'name="{name}' in asked, name
    assert TODAY.isoformat() not in asked


def test_two_telephones_at_one_moment_never_overwrite_each_other_unseen(as_, seeded, person):
    client, kinds = as_("alisher"), ["school", "vocational", "higher"]
    with ThreadPoolExecutor(3) as runners:
        result = runners.map(
            lambda kind: (
                client.post("/en/me/profile/yourself", data=BORN | {"education": kind}).status_code
            ),
            kinds,
        )
        assert sorted(result) == [303, 409, 409]
    assert kept(seeded, person).education in kinds
    codes = ["ko", "ru", "en", "tr"]
    with ThreadPoolExecutor(4) as runners:
        result = runners.map(
            lambda code: (
                client.post("/en/me/profile/languages", data={"language": code}).status_code
            ),
            codes,
        )
        assert list(result) == [303] * 4
    with seeded.read() as session:
        assert len(profiles.rows(session, profiles.TongueRow, person)) == 4
