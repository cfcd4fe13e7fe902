"""A session corrected and declared void at the desk: its page, its form, and two at once."""

import re

from tests.service.pages.desk.advice.test_session_pages import saved
from tests.support.correction_forms import differences, fields, opened

WHY = {"reason": "Chose the wrong line"}


def path_of(client, **values) -> str:
    return saved(client, **values)


def test_a_wrong_topic_and_a_forgotten_note_are_put_right_with_their_history(as_):
    client = as_("barno")
    path = path_of(client, topic="contract")
    form = opened(client, path)
    done = client.post(
        f"{path}/correct", data=form | WHY | {"topic": "housing", "note": "Added", "minutes": "9"}
    )
    assert (done.status_code, done.headers["location"]) == (303, f"{path}")
    page = client.get(f"{path}").text
    assert "The correction is saved." in page
    assert "Version 2" in page
    assert "Terms of the contract → Housing" in page
    assert "Chose the wrong line" in page
    assert "Added" in page
    assert opened(client, path)["topic"] == "housing"


def test_missions_stand_in_the_order_of_their_countries_names(as_):
    client = as_("iroda")
    page = client.get(f"{path_of(as_('barno'))}/correct").text
    names = re.findall(r"<option[^>]*>([^<]*)", page.split('name="post"')[1].split("</select>")[0])
    assert [*map(str.strip, names[1:])] == sorted(map(str.strip, names[1:]))


def test_mistakes_are_said_beside_their_fields_and_what_was_typed_stays(as_):
    client = as_("barno")
    path = path_of(client)
    form = opened(client, path)
    for wrong, field in (
        ({"reason": ""}, "reason"),
        ({"topic": ""}, "topic"),
        ({"day": "2030-01-01"}, "day"),
        ({"day": "31 Foo"}, "day"),
        ({"minutes": "many"}, "minutes"),
        ({"country": "XX"}, "country"),
        ({"post": "NOWHERE"}, "post"),
        ({"region": "<b>"}, "region"),
    ):
        page = client.post(f"{path}/correct", data=form | WHY | {"note": "typed"} | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#{field}"' in page.text, wrong
        assert ">typed</textarea>" in page.text
    same = client.post(f"{path}/correct", data=form | WHY)
    assert "You have not changed anything" in same.text


def test_two_at_once_see_both_sides_and_the_untouched_follows_the_first(as_):
    client = as_("barno")
    path = path_of(client, topic="contract")
    form = opened(client, path)
    first = form | WHY | {"topic": "housing", "once": "q" * 20}
    assert client.post(f"{path}/correct", data=first).status_code == 303
    page = client.post(f"{path}/correct", data=form | WHY | {"outcome": "open"})
    assert page.status_code == 412
    assert differences(page.text) == {
        "Topic": [
            "Terms of the contract",
            "Housing",
            "you did not change it; it stays as it is now",
        ],
        "Outcome": ["Explained", "Explained", "Open"],
    }
    form = fields(page.text)
    assert (form["topic"], form["outcome"], form["version"]) == ("housing", "open", "2")
    assert client.post(f"{path}/correct", data=form | WHY).status_code == 303


def test_a_session_declared_void_says_so_and_leaves_the_list(as_):
    client = as_("barno")
    path = path_of(client)
    version = {"version": "1"}
    assert client.post(f"{path}/void", data=version).status_code == 422
    assert client.post(f"{path}/void", data=version | WHY).status_code == 303
    page = client.get(path).text
    assert "Void since" in page
    assert "/correct" not in page
    assert path not in client.get("/en/desk/advice").text
    assert path in client.get("/en/desk/advice?void=yes").text
    assert client.get(f"{path}/correct").status_code == 422
    assert client.post(f"{path}/correct", data={"version": "2"} | WHY).status_code == 422


def test_a_second_press_says_that_the_session_is_void(as_):
    client = as_("barno")
    path = path_of(client)
    opened_before = {"version": "1"} | WHY
    assert client.post(f"{path}/void", data=opened_before).status_code == 303
    again = client.post(f"{path}/void", data=opened_before)
    assert again.status_code == 422
    assert "This session is void." in again.text
    assert "changed" not in again.text.split("<main")[1].split("</h2>")[0]


def test_an_attache_moves_no_session_to_a_post_of_others(as_):
    client = as_("davron")
    path = path_of(client)
    posts = opened(client, path)
    assert posts["post"] == "KR-SEOUL-EMB"
    other = client.post(f"{path}/correct", data=posts | WHY | {"post": "RU-MOSCOW-EMB"})
    assert other.status_code == 422, "an attaché writes for their own post alone"


def test_only_those_who_advise_may_correct(as_):
    path = path_of(as_("barno"))
    for name, status in (("elyor", 404), ("nodira", 403), ("chinora", 403), ("jamshid", 403)):
        for route in ("correct", "void"):
            sent = as_(name).post(f"{path}/{route}", data={"version": "1"} | WHY)
            assert sent.status_code == status, (name, route)
