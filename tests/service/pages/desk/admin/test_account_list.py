"""The list of accounts, for an administrator who opens no case."""


def test_the_list_names_who_works_here_with_role_and_state(as_):
    page = as_("laylo").get("/en/desk/accounts").text
    assert all(
        one in page
        for one in ("Davron", "Labour attaché", "Korea, Seoul", "Disabled", "No password yet")
    )
    assert "Davron" not in as_("laylo").get("/en/desk/accounts?role=auditor").text


def test_each_account_is_found_by_the_state_that_it_shows(as_):
    client = as_("laylo")
    states = {"no_password": "No password yet", "disabled": "Disabled"}
    for state, label in states.items():
        page = client.get(f"/en/desk/accounts?state={state}").text
        rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
        shown = {name for name in states.values() if f">{name}</span>" in rows}
        assert shown == {label}
