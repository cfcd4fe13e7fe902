"""Drafts of the desk: what the script sends is offered again to its writer, and goes when the form
is sent."""

import re

import pytest
from sqlalchemy import select

from service.infra.drafts import Draft
from service.pages.desk.shared import draft_forms
from tests.support import cast

DRAFTS, NEW = "/en/desk/drafts", "/en/desk/advice/new"
PAGE = f"/en/desk/wages/{cast.CLAIM}"
NOTE = {"form": "note", "record": cast.CLAIM, "note": "He called & said <so>"}
PAID = {
    "amount": "500",
    "currency": "RUB",
    "payer": "employer",
    "method": "bank",
    "hand": "held",
    "on": "2026-11-20",
}
SESSION = {
    "channel": "hotline",
    "topic": "unpaid_wages",
    "level": "advice",
    "outcome": "explained",
    "note": "Half a note",
}


def form_of(page: str, route: str) -> dict[str, str]:
    """What a browser finds unseen in one form of a page."""
    form = re.search(rf'<form method="post" action="{route}".*?</form>', page, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def kept(seeded) -> list[tuple[str, str]]:
    with seeded.read() as session:
        return [(row.form, row.record) for row in session.execute(select(Draft)).scalars()]


def typed(client, form: str, **values):
    """What the script sends while a form of the claim is typed."""
    route = draft_forms.FORMS[form].path.format(record=cast.CLAIM)
    carried = form_of(client.get(PAGE).text, f"/en{route}")
    assert (
        client.post(
            DRAFTS, data=carried | {"form": form, "record": cast.CLAIM} | values
        ).status_code
        == 204
    )
    return carried


def test_what_was_typed_stands_in_the_form_again_with_its_time(as_):
    client = as_("elyor")
    typed(client, "note", note="He called & said <so>")
    page = client.get(PAGE).text
    assert "He called &amp; said &lt;so&gt;</textarea>" in page
    assert re.search("Saved at [^;]*2026, 09:00; not sent yet", page), "by the clock of the post"
    assert re.search(r'<details class="again" open><summary[^>]*>Add a note', page)


def test_it_is_thrown_away_by_its_button(as_, seeded):
    client = as_("elyor")
    typed(client, "note", note="He called.")
    route = form_of(client.get(PAGE).text, f"{DRAFTS}/drop")
    answer = client.post(f"{DRAFTS}/drop", data=route)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "He called." not in client.get(PAGE).text
    assert kept(seeded) == []


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("note", {"note": "He called."}),
        ("step", {"to": "acknowledged", "next_action": "Call them", "due": "27.11.2026"}),
        ("payment", PAID),
        ("sums", {"documented_1": "200 000", "agreed_1": ""}),
        ("second", {"second_asked": "decline", "second_reason": "Nothing shows it."}),
    ],
)
def test_a_form_that_is_sent_takes_its_draft_along(as_, seeded, form, values):
    client = as_("elyor")
    carried = typed(client, form, **values)
    other = "step" if form == "note" else "note"
    typed(client, other, note="Kept", reason="Kept")
    route = draft_forms.FORMS[form].path.format(record=cast.CLAIM)
    page = client.get(PAGE).text
    assert all(f'value="{value}"' in page or f">{value}<" in page for value in values.values())
    assert client.post(f"/en{route}", data=carried | values).status_code == 303, (
        "a form that was open meanwhile"
    )
    assert kept(seeded) == [(other, cast.CLAIM)], "another form's draft stays"
    late = client.post(DRAFTS, data=carried | {"form": form, "record": cast.CLAIM} | values)
    assert late.status_code == 204
    assert len(kept(seeded)) == 1, "the line held it back until the form was sent"


def test_a_refused_form_keeps_its_draft_and_shows_what_was_sent(as_, seeded):
    client = as_("elyor")
    carried = typed(client, "step", to="calculated", reason="as kept")
    page = client.post(f"{PAGE}/steps", data=carried | {"to": "calculated", "reason": "as sent"})
    assert page.status_code == 422
    assert "as sent" in page.text
    assert "as kept" not in page.text
    assert kept(seeded) == [("step", cast.CLAIM)]


def test_a_draft_of_an_older_claim_meets_the_other_s_words_when_it_is_sent(as_):
    client = as_("chinora")
    typed(client, "step", to="acknowledged", next_action="Mine", due="2026-11-27")
    as_("elyor").post(
        f"{PAGE}/steps",
        data=form_of(client.get(PAGE).text, f"{PAGE}/steps")
        | {
            "to": "acknowledged",
            "next_action": "Theirs",
            "due": "2026-11-28",
        },
    )
    client = as_("chinora")
    again = form_of(client.get(PAGE).text, f"{PAGE}/steps")
    page = client.post(
        f"{PAGE}/steps",
        data=again | {"to": "acknowledged", "next_action": "Mine", "due": "2026-11-27"},
    )
    assert page.status_code == 412
    assert "Theirs" in page.text.split('role="alert"')[1].split("Send mine")[0]


def test_a_session_is_kept_and_goes_when_it_is_logged(as_, seeded):
    client = as_("barno")
    carried = form_of(client.get(NEW).text, NEW)
    result = carried | SESSION | {"name": "Caller Invented"}
    draft = result | {"form": "session", "record": carried["call"]}
    assert client.post(DRAFTS, data=draft).status_code == 204
    page = client.get(f"{NEW}?draft={carried['call']}").text
    assert "Half a note</textarea>" in page
    assert 'value="Caller Invented"' in page
    assert "not sent yet" in page
    assert (
        client.post(NEW, data=form_of(page, NEW) | result | {"once": "s" * 20}).status_code == 303
    )
    assert kept(seeded) == []
    assert "Half a note" not in client.get(NEW).text


def test_a_draft_of_one_call_never_fills_the_form_of_the_next(as_):
    """It is offered in one line, with whom and when, to be continued or deleted."""
    client = as_("barno")
    call = form_of(client.get(NEW).text, NEW)["call"]
    words = {"name": "Caller Invented", "phone": "+998901234567", "note": "Half a note"}
    client.post(DRAFTS, data=SESSION | words | {"form": "session", "record": call})
    page = client.get(NEW).text
    assert 'value="Caller Invented"' not in page
    assert "Half a note" not in page
    assert re.search(r"Draft of 25 November 2026, 11:00 for: Caller Invented, •+567", page)
    assert f"{NEW}?draft={call}" in page
    assert form_of(page, NEW)["call"] != call
    gone = client.post(f"{DRAFTS}/drop", data={"form": "session", "record": call})
    assert gone.headers["location"] == NEW
    assert "Caller Invented" not in client.get(NEW).text


def test_only_the_newest_drafts_of_calls_are_stored(as_, seeded, monkeypatch, clock):
    monkeypatch.setattr(draft_forms, "MOST_CALLS", 2)
    client = as_("barno")
    for number in range(4):
        clock.forward(minutes=1)
        client.post(DRAFTS, data={"form": "session", "record": f"N-{number}", "note": "x"})
    assert sorted(kept(seeded)) == [("session", "N-2"), ("session", "N-3")]


def test_a_session_on_an_earlier_problem_has_a_draft_of_its_own(as_):
    client = as_("barno")
    client.post(DRAFTS, data={"form": "session", "record": "L-OTHER", "note": "Of the other"})
    assert "Of the other" not in client.get(NEW).text
    assert "Of the other" in client.get(f"{NEW}?matter=L-OTHER").text
    gone = client.post(f"{DRAFTS}/drop", data={"form": "session", "record": "L-OTHER"})
    assert gone.headers["location"] == f"{NEW}?matter=L-OTHER"


def test_nobody_else_is_shown_it(as_):
    typed(as_("chinora"), "note", note="Between me and my screen")
    for name in ("elyor", "iroda", "nodira"):
        assert "Between me" not in as_(name).get(PAGE).text
    assert "Between me" in as_("chinora").get(PAGE).text


@pytest.mark.parametrize(
    ("name", "form", "status"),
    [
        ("davron", NOTE, 404),
        ("davron", {"form": "session", "record": "", "note": "x"}, 204),
        ("chinora", {"form": "session", "record": "", "note": "x"}, 403),
        ("nodira", NOTE, 403),
        ("jamshid", NOTE, 403),
        ("chinora", NOTE | {"form": "password"}, 404),
        ("chinora", NOTE | {"form": ""}, 404),
        ("chinora", NOTE | {"record": "W-NOBODY"}, 404),
        ("chinora", NOTE | {"record": "../x"}, 404),
        ("chinora", NOTE | {"note": "x" * 8_001}, 422),
        ("chinora", NOTE | {"note": "a\x00b"}, 422),
        ("alisher", NOTE, 403),
        (None, NOTE, 303),
    ],
)
def test_a_draft_is_kept_only_for_whoever_may_send_its_form(as_, seeded, name, form, status):
    answer = as_(name).post(DRAFTS, data=form)
    assert answer.status_code in ({status} if name else {303, 401})
    assert len(kept(seeded)) == (status == 204)


def test_no_secret_and_no_number_of_a_document_is_ever_kept(as_, seeded):
    """Only the named fields are taken, whatever a form or a script may send; nothing is readable in
    the row."""
    client = as_("elyor")
    secrets = {
        "password": "tall-horse-9",
        "code": "123456",
        "secret": "ABCDEF",
        "payee_number": "8600",
        "speaker_document": "AA1",
    }
    client.post(DRAFTS, data=NOTE | secrets)
    with seeded.read() as session:
        row = session.execute(select(Draft)).scalars().one()
        assert set(draft_forms.drafts._unseal_answers(session, row)[0]) == {"note"}
    taken = [kind.fields.fullmatch(name) for kind in draft_forms.FORMS.values() for name in secrets]
    assert not any(taken)


def test_a_form_from_elsewhere_keeps_nothing(as_, seeded):
    client = as_("chinora")
    client.headers.pop("x-form-token")
    assert client.post(DRAFTS, data=NOTE).status_code == 403
    assert kept(seeded) == []


def test_every_watched_form_is_known_and_sent_where_it_says(as_):
    """The pages say which form is which: the script sends what they say, and the draft goes with
    that very form."""
    found = set()
    for name, address in (("elyor", PAGE), ("elyor", f"{PAGE}/correct"), ("elyor", NEW)):
        for route, form, record in re.findall(
            r'<form method="post" action="/en([^"]+)" data-draft="(\w+)" data-record="([^"]*)"',
            as_(name).get(address).text,
        ):
            assert draft_forms.FORMS[form].path.format(record=record) == route
            assert draft_forms.form_of(route) == ("" if form == "session" else form)
            found.add(form)
    assert found == set(draft_forms.FORMS)
