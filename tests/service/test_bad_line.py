"""Work on a bad line: fifty cuts at random points of thirty deeds, and nothing is lost and nothing
doubled."""

import re
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from service.casework.advice import advice_sessions
from service.casework.claims import wage_claims
from service.casework.money import money_entries, payments
from service.casework.scope import advice_tables
from service.casework.workflow import notes, state_machine
from service.infra.drafts import Draft
from tests.support import cast, source_tree
from tests.support.flaky_network import Line, Lost, form_of, half

NEW, DRAFTS, PAGE = "/en/desk/advice/new", "/en/desk/drafts", f"/en/desk/wages/{cast.CLAIM}"
WAY = ["acknowledged", "screened", "calculated", "accepted", "employer_contacted", "negotiation"]
SESSION = {
    "channel": "hotline",
    "topic": "unpaid_wages",
    "level": "advice",
    "outcome": "explained",
    "country": "RU",
}
PAID = {
    "currency": "RUB",
    "payer": "employer",
    "method": "bank",
    "hand": "held",
    "on": "2026-11-20",
}


def deeds() -> list[tuple[str, str, dict[str, str]]]:
    """Thirty of them in the order of a day: the form's name, its route, what is typed."""
    items = []
    for n in range(12):
        items.append(("note", f"{PAGE}/notes", {"note": f"Note number {n:02}."}))
        if n < 6:
            step = {
                "to": WAY[n],
                "next_action": f"Action {n}",
                "due": "2026-12-01",
                "reason": f"Reason {n}",
            }
            items.append(("step", f"{PAGE}/steps", step))
            items.append(("session", NEW, SESSION | {"note": f"Session number {n}."}))
        if n < 3:
            items.append(("payment", f"{PAGE}/payments", PAID | {"amount": str(100 + n)}))
            items.append(
                ("sums", f"{PAGE}/amounts", {"documented_1": str(1000 + n), "agreed_1": ""})
            )
    return items


def does(line: Line, form: str, route: str, typed: dict[str, str]) -> None:
    """Types into a form and sends it, again and again, until there is an answer; sometimes by
    opening the page anew instead."""
    place = NEW if form == "session" else PAGE
    result = form_of(line.page(place), route) | typed
    while True:
        draft = result | {"form": form, "record": result.get("call", cast.CLAIM)}
        with suppress(Lost):
            line.once("POST", DRAFTS, draft)
        try:
            answer = line.once("POST", route, result)
        except Lost:
            if form != "note" or line.chance.random() < 0.5:
                continue
            page = line.page(place)
            if f">{typed['note']}</p>" in page:
                return  # It stands in the history: the deed was done, and its answer was lost.
            result = form_of(page, route) | typed
            continue
        assert (answer.status_code, form, typed) == (303, form, typed)
        assert line.page(answer.headers["location"])
        return


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.repeat) for seed in (7, 2026))]
)
def test_fifty_cuts_lose_nothing_and_double_nothing(as_, seeded, seed):
    client, asked = as_("elyor"), deeds()
    assert len(asked) == 30
    line = Line(client, seed, 50)
    for form, route, typed in asked:
        does(line, form, route, typed)
    assert line.left == 0, "all cuts were made"
    assert min(line.kinds.values()) >= 5, line.kinds
    with seeded.read() as session:
        claim = session.get_one(wage_claims.Claim, cast.CLAIM)
        assert [text for _, text in notes.list_for_claim(session, claim)] == [
            f"Note number {n:02}." for n in range(12)
        ]
        assert [move.to for move in state_machine.history(session, claim)] == WAY
        assert [paid.amount for paid in payments.payments(session, cast.CLAIM)] == [
            100_00,
            101_00,
            102_00,
        ]
        assert money_entries.balances(session, cast.CLAIM)[0].documented == 1002_00
        rows = (
            session.execute(select(advice_tables.Session).order_by(advice_tables.Session.at))
            .scalars()
            .all()
        )
        items = [advice_sessions.note(session, row) for row in rows]
        assert sorted(one for one in items if "number" in one) == [
            f"Session number {n}." for n in range(6)
        ]
        assert session.execute(select(func.count()).select_from(Draft)).scalar() == 0, (
            "nothing unsent is left over"
        )


@pytest.mark.parametrize(
    ("form", "route", "typed"),
    [
        next(one for one in deeds() if one[0] == form)
        for form in (
            "note",
            "step",
            "payment",
            "sums",
            "session",
        )
    ],
    ids=lambda value: value if isinstance(value, str) and "/" not in value else "",
)
def test_an_answer_lost_after_the_deed_is_given_again_and_shows_the_result(
    as_, seeded, form, route, typed
):
    client = as_("elyor")
    result = form_of(client.get(NEW if form == "session" else PAGE).text, route) | typed
    lost, again = (client.post(route, data=result) for _ in range(2))
    assert (lost.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == lost.headers["location"]
    page = client.get(again.headers["location"]).text
    assert {
        "note": typed.get("note", ""),
        "session": typed.get("note", ""),
        "step": "Received → Acknowledged",
        "payment": "Payment of",
        "sums": "Amounts recorded",
    }[form] in page
    with seeded.read() as session:
        claim = session.get_one(wage_claims.Claim, cast.CLAIM)
        counted = [
            notes.list_for_claim(session, claim),
            state_machine.history(session, claim),
            payments.payments(session, cast.CLAIM),
        ]
    assert sum(map(len, counted)) == (form in ("note", "step", "payment"))


def test_half_a_form_does_nothing_and_costs_nobody_the_whole(as_, seeded):
    client = as_("elyor")
    result = form_of(client.get(PAGE).text, f"{PAGE}/notes") | {
        "note": "Whole or not at all. " * 20
    }
    assert half(client, f"{PAGE}/notes", result) == 422, (
        "a line that breaks is no fault of the service"
    )
    with seeded.read() as session:
        assert notes.list_for_claim(session, session.get_one(wage_claims.Claim, cast.CLAIM)) == []
    assert client.post(f"{PAGE}/notes", data=result).status_code == 303


# Forms without a key, and why nothing is doubled when one of them comes twice.
KNOWN_OTHERWISE = {
    "report_year.html": "files taken out, written down each time",
    "body.html": "what a figure should be is one value",
    "report_sign.html": "a number of a year is signed and published once",
    "account.html": "an administrator's: the same state again; a key whose answer was lost is seen"
    " by nobody and can be revoked",
    "returned_unpaid.html": "it begins a claim, which has a key of its own when it is filed",
    "case.html": "a look",
    "case_links.html": "a new link closes the old one; its code is shown once",
    "citizens.html": "a question",
    "masked.html": "a look",
    "break_glass.html": "a look, written down each time",
    "erasure.html": "one request for a person",
    "erasure_request.html": "decided once",
    "fact.html": "confirmed once by each person, with what was read",
    "group_new.html": "a file of which nothing is kept yet",
    "hold.html": "lifted once",
    "journal.html": "a question",
    "kept.html": "thrown away once",
    "edit_conflict.html": "thrown away once",
    "phrases.html": "dropped once",
    "safety.html": "a question of which nothing is kept",
    "show.html": "out is out",
    "warning.html": "decided once",
    "return_sign.html": "countersigned once",
    "seat_round.html": "goes on with offers, each made once",
    "list_parts.html": "the choice of columns is the same again; an export is written down each time",
    "notices.html": "read once",
    "digest_choice.html": "the same choice again",
    "complaint.html": "a look",
    "own_candidate.html": "a look, written down each time",
    "inactivity.html": "kept open once",
    "inspection.html": "mended once",
    "licence_orders.html": "taken back once",
    "licence_visits.html": "paid once",
    "offer_report.html": "one confirmation of each officer",
    "own_file.html": "a file of which nothing is kept yet",
    "own_return.html": "taken once",
    "proposal.html": "signed once",
    "titles.html": "one trade of a vacancy",
    "failed_searches.html": "a name is proposed once, and accepted once by each officer",
    "box.html": "a search",
    "search.html": "a search",
    "letter_draft.html": "a draft, of which nothing is kept",
    "signatures.html": "a year or a month is countersigned once",
    "group_forms.html": "tries a step or shows shares, of which nothing is kept; the page that follows carries the key",
}


def test_every_form_of_the_desk_that_adds_something_carries_a_key():
    """Lost and sent again, it must be known again."""
    forms = [
        (path.name, form)
        for path in sorted((source_tree.TEMPLATES / "desk").rglob("*.html"))
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(), re.DOTALL)
    ]
    bare = {name for name, form in forms if 'name="once"' not in form and "carried(" not in form}
    assert len(forms) > 60
    assert bare == set(KNOWN_OTHERWISE)
