"""Check-ins at the desk: trouble first, answers taken down by telephone, signs of forced labour
suggested and never judged."""

import pytest

from matching.journey.check_ins import CheckIn
from service.casework.protection import check_in_alarms
from tests.service.pages.account.test_my_check_ins import FINE, GRAVE
from tests.support.sample_applications import worker
from tests.support.sample_placements import arrived_today


@pytest.fixture
def number(seeded, clock) -> str:
    """Somebody came to Ulsan forty days ago and has said nothing since."""
    with seeded.write() as session:
        person = worker(session, on=clock(), name="Silent Invented")
        one = arrived_today(session, person.reference, on=clock())
        number = one.reference
    clock.forward(days=40)
    return number


def answer(client, number, form, once=""):
    return client.post(f"/en/desk/check-ins/{number}/30", data=form | {"once": once})


def test_silence_stands_on_the_posts_morning_list(as_, number):
    page = as_("davron").get("/en/desk/morning").text
    assert "Silent Invented" in page
    assert f"/desk/check-ins/{number}/30" in page
    assert "Silent Invented" not in as_("elyor").get("/en/desk/morning").text
    assert "no reply" not in as_("chinora").get("/en/desk/morning").text


def test_taken_down_by_telephone_and_suggested_never_judged(as_, seeded, number):
    client = as_("davron")
    assert answer(client, number, GRAVE).status_code == 303
    page = client.get(f"/en/desk/check-ins/{number}/30").text
    assert "not a conclusion" in page
    assert "/en/desk/advice/A-" in page
    assert "to the embassy or consulate, by telephone" in page
    assert "Needs a call" in client.get("/en/desk/check-ins").text
    assert "Needs a call" in as_("farida").get("/en/desk/check-ins").text
    with seeded.read() as session:
        assert session.get_one(CheckIn, (number, 30)).told == "post"


def test_whoever_makes_the_call_reads_why(as_, seeded, number):
    answer(as_("davron"), number, GRAVE)
    with seeded.read() as session:
        call = check_in_alarms.session_for_check_in(session, session.get_one(CheckIn, (number, 30)))
    for name in ("davron", "barno"):
        page = as_(name).get(f"/en/desk/advice/{call}").text
        assert "Somebody is keeping it and will not give it back" in page, name
    assert as_("elyor").get(f"/en/desk/advice/{call}").status_code == 404


def test_another_post_and_whoever_recruits_see_nothing(as_, seeded, number):
    assert as_("elyor").get(f"/en/desk/check-ins/{number}/30").status_code == 404
    assert answer(as_("elyor"), number, FINE).status_code == 404
    for name in ("hamid", "barno", "jamshid", "alisher"):
        client = as_(name)
        assert client.get("/en/desk/check-ins").status_code == 403
        assert client.get(f"/en/desk/check-ins/{number}/30").status_code == 403
        assert answer(client, number, FINE).status_code == 403
    assert as_("iroda").get(f"/en/desk/check-ins/{number}/30").status_code == 200
    assert answer(as_("iroda"), number, FINE).status_code == 403


def test_twice_and_wrong_answers(as_, number):
    client = as_("farida")
    assert answer(client, number, {"pay": "gold"}).status_code == 422
    assert [answer(client, number, FINE, "k" * 20).status_code for _ in range(2)] == [303, 303]
    assert answer(client, number, GRAVE).status_code == 422
