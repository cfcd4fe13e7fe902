"""The lists of what is counted beside sessions: each alone, within its reader's scope."""

from tests.service.pages.desk.advice.test_group_session_pages import KINDS

SHOWN = {"contacts": "Hotline", "groups": "Station, invented", "events": "3,000"}


def test_each_is_in_its_own_list_and_in_no_other(as_):
    client = as_("barno")
    for kind, form in KINDS.items():
        saved = client.post(f"/en/desk/advice/{kind}/new", data=form).headers["location"]
        assert kind == "contacts" or saved == f"/en/desk/advice/{kind}"
    for kind in KINDS:
        rows = client.get(f"/en/desk/advice/{kind}").text.partition("<tbody>")[2]
        found = {name for name, text in SHOWN.items() if text in rows.partition("</tbody>")[0]}
        assert found == {kind}
    client = as_("elyor")
    assert not any("<tbody>" in client.get(f"/en/desk/advice/{kind}").text for kind in KINDS)


def test_a_void_record_says_so_and_can_be_left_out(as_):
    client = as_("barno")
    client.post("/en/desk/advice/groups/new", data=KINDS["groups"])
    page = client.get("/en/desk/advice/groups").text
    path = page.split('href="/en/desk/advice/records/gathering/')[1].split('"')[0]
    path = f"/en/desk/advice/records/gathering/{path}"
    version = client.get(path).text.split('name="version" value="')[1].split('"')[0]
    values = {"version": version, "reason": "Entered twice"}
    assert client.post(f"{path}/void", data=values).status_code == 303
    assert '<span class="stamp no">void</span>' in client.get("/en/desk/advice/groups").text
    assert "<tbody>" not in client.get("/en/desk/advice/groups?void=no").text
