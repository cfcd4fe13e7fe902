"""A form that was sent after the login session had ended comes back to its sender, and to nobody
else."""

import html
import re

from sqlalchemy import func, select

from service.casework.workflow.notes import Note
from service.casework.worklists.saved_filters import SavedFilter
from service.web import context, interrupted_forms
from tests.service.pages.sign_in.test_staff_sign_in import (  # noqa: F401 (a fixture)
    PASSWORD,
    SECOND,
    WORK,
    totp,
)
from tests.support import cast

PAGE = f"/en/desk/wages/{cast.CLAIM}"
TEXT = "He called & said <so>, in the last second"


def carried(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([\w.]+)"\s+value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def note_form(client) -> dict[str, str]:
    """The note form of a claim as a browser would send it, with its token."""
    page = client.get(PAGE).text
    form = re.search(rf'<form method="post" action="{PAGE}/notes".*?</form>', page, re.DOTALL)[0]
    client.headers.pop(context.TOKEN)
    return carried(form) | {"note": TEXT}


def interrupted(client) -> str:
    """A note sent without a login session; the answer is the page to sign in."""
    sent = note_form(client)
    client.cookies.clear()
    page = client.post(f"{PAGE}/notes", data=sent)
    assert page.status_code == 401
    assert "What you typed is not lost" in page.text
    return carried(page.text)["kept"]


def notes(seeded) -> int:
    with seeded.read() as session:
        return session.execute(select(func.count()).select_from(Note)).scalar()


def test_after_sign_in_the_form_opens_with_all_that_was_typed(as_, seeded, clock, totp):  # noqa: F811
    client = as_("chinora")
    before, kept = notes(seeded), interrupted(client)
    assert TEXT not in kept
    first = {"email": cast.email("chinora"), "password": PASSWORD, "kept": kept}
    kept = carried(client.post(WORK, data=first).text)["kept"]
    page = client.post(SECOND, data={"digits": totp.at(clock()), "kept": kept}).text
    assert f'action="{PAGE}/notes"' in page
    again = client.post(f"{PAGE}/notes", data=carried(page))
    assert html.escape(TEXT) in again.text
    assert "not saved yet" in again.text
    assert notes(seeded) == before, "nothing is saved until it is sent again"
    form = re.search(rf'action="{PAGE}/notes".*?</form>', again.text, re.DOTALL)[0]
    token = carried(again.text)["token"]
    sent = carried(form) | {"token": token, "note": TEXT}
    assert client.post(f"{PAGE}/notes", data=sent).status_code == 303
    assert notes(seeded) == before + 1


def test_another_person_who_signs_in_does_not_get_it(as_, seeded, clock, totp):  # noqa: F811
    kept = interrupted(as_("elyor"))
    client = as_()
    client.post(WORK, data={"email": cast.email("chinora"), "password": PASSWORD, "kept": kept})
    answer = client.post(SECOND, data={"digits": totp.at(clock()), "kept": kept})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk")


def test_a_form_of_an_earlier_session_comes_back_and_one_of_another_person_does_not(as_):
    client = as_("chinora")
    sent = note_form(client)
    as_("chinora").headers.pop(context.TOKEN)
    page = client.post(f"{PAGE}/notes", data=sent)
    assert html.escape(TEXT) in page.text
    assert f'action="{PAGE}/notes"' in page.text
    as_("elyor").headers.pop(context.TOKEN)
    refused = client.post(f"{PAGE}/notes", data=sent)
    assert refused.status_code == 403
    assert "He called" not in refused.text


def test_secrets_old_forms_and_long_ones_are_not_carried(as_, client, clock):
    sent = note_form(as_("chinora"))
    client.cookies.clear()
    secret = {"password": "tall-horse-9", "digits": "123456", "act_passport": "AA1", "code": "x"}
    page = client.post(f"{PAGE}/notes", data=sent | secret)
    request = type("Request", (), {"app": client.app})
    form = interrupted_forms.unlock(request, carried(page.text)["kept"])
    assert not secret.keys() & form.fields.keys()
    assert form.fields["note"] == [TEXT]
    clock.forward(hours=2)
    assert interrupted_forms.unlock(request, carried(page.text)["kept"]) is None
    for more in ({"note": "ҳ" * 40_000}, {"token": ""}):
        assert 'name="kept"' not in client.post(f"{PAGE}/notes", data=sent | more).text


def test_a_page_that_needs_a_sign_in_says_what_to_do_and_leads_back(client):
    page = client.get(f"{PAGE}?tab=money").text
    assert "After you sign in, this page opens" in page
    assert f'href="{PAGE}?tab=money"' in page


def own_filter(client, seeded) -> str:
    client.post("/en/desk/lists/wages/filters", data={"query": "state=all", "filter_name": "All"})
    with seeded.read() as session:
        (number,) = session.execute(select(SavedFilter.id)).scalars()
    return f"/en/desk/lists/wages/filters/{number}"


def test_a_form_shown_again_changes_nothing_whatever_its_action_reads(as_, seeded):
    client = as_("chinora")
    path = own_filter(client, seeded)
    token = client.headers.pop(context.TOKEN)
    sent = {"token": token, "query": "", "resumed": "1"}
    assert client.post(f"{path}/drop", data=sent).status_code == 422
    assert own_filters(seeded) == 1
    assert client.post(f"{path}/drop", data=sent | {"resumed": ""}).status_code == 303
    assert own_filters(seeded) == 0


def own_filters(seeded) -> int:
    with seeded.read() as session:
        return session.execute(select(func.count()).select_from(SavedFilter)).scalar()


def test_what_another_site_sends_is_not_carried_and_neither_is_a_mere_button(as_, client):
    sent = note_form(as_("chinora"))
    client.cookies.clear()
    for path, data, headers in (
        (f"{PAGE}/notes", sent, {"sec-fetch-site": "cross-site"}),
        (f"{PAGE}/notes", sent, {"origin": "https://elsewhere.example"}),
        ("/en/desk/lists/wages/filters/1/drop", {"token": sent["token"], "query": ""}, {}),
    ):
        page = client.post(path, data=data, headers=headers)
        assert page.status_code == 401
        assert 'name="kept"' not in page.text
