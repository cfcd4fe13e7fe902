"""One act for many claims against one employer: each done or refused by itself, once, and nothing
half-written."""

import re

import pytest

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.employers import employer_records, opinions
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep
from tests.service.casework.colleagues import filed
from tests.support import cast
from tests.support.cast import ELYOR, TODAY

PAGE = "/en/desk/employers/{}"
STEP = {
    "to": "acknowledged",
    "reason": "All were called",
    "next_action": "Read the papers",
    "due": "2026-12-01",
    "act": "take",
}


@pytest.fixture
def page(client) -> str:
    return PAGE.format(employer_records.number_of(opinions.employer_key(cast.SEVERNY.name, "RU")))


@pytest.fixture
def crew(seeded, clock) -> list[str]:
    """Four claims against one employer, spelt as it came."""
    with seeded.write() as session:
        names = ("Severny Dvor Stroy", "СЕВЕРНЫЙ ДВОР СТРОЙ", "severny dvor-stroy")
        more = [filed(session, "", on=clock(), employer=name).reference for name in names]
    return sorted([cast.CLAIM, *more])


def ticked(client, page) -> dict[str, str]:
    """What the form sends if nothing is changed in it."""
    shown = client.get(page).text
    boxes = dict(re.findall(r'name="(pick_[\w-]+)" value="(\d+)" checked', shown))
    return boxes | {
        "picks": "1",
        "once": re.search(r'name="once" value="([^"]*)"><input type="hidden" name="picks"', shown)[
            1
        ],
    }


def states(seeded, crew) -> list[str]:
    with seeded.read() as session:
        return [wage_claims.get(session, number, by=ELYOR).state for number in crew]


def note_texts(seeded, crew) -> list[list[str]]:
    with seeded.read() as session:
        return [
            [
                text
                for _, text in notes.list_for_claim(
                    session, wage_claims.get(session, number, by=ELYOR)
                )
            ]
            for number in crew
        ]


def acknowledge(seeded, number, clock) -> None:
    with seeded.write() as session:
        step = NewStep(ClaimState.ACKNOWLEDGED, "Called", "Read", TODAY)
        state_machine.take_step(
            session,
            wage_claims.get(session, number, by=ELYOR),
            step,
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )


def test_all_are_ticked_and_move_together_and_sent_twice_once(as_, seeded, crew, page):
    client = as_("elyor")
    sent = ticked(client, page) | STEP
    assert sorted(name[5:] for name in sent if name.startswith("pick_")) == crew
    for _ in "12":
        answer = client.post(f"{page}/steps", data=sent)
        assert answer.status_code == 200
        assert answer.text.count('<span class="stamp">done</span>') == 4
        assert "4 claims were updated." in answer.text
    assert states(seeded, crew) == ["acknowledged"] * 4
    with seeded.read() as session:
        claims = [wage_claims.get(session, number, by=ELYOR) for number in crew]
        assert [len(state_machine.history(session, one)) for one in claims] == [1] * 4


def test_a_step_is_previewed_before_any_claim_moves(as_, seeded, crew, page, clock):
    acknowledge(seeded, crew[1], clock)
    client = as_("elyor")
    sent = ticked(client, page) | STEP | {"act": "", "next_action": "", "due": ""}
    shown = client.post(f"{page}/steps", data=sent).text
    assert "3 claims will be updated." in shown
    assert "The claim already has the status “Acknowledged”." in shown
    assert set(states(seeded, crew)) == {"received", "acknowledged"}
    held = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    form = client.post(f"{page}/steps", data=held | {"act": "change"}).text
    assert 'value="All were called"' in form
    done = client.post(f"{page}/steps", data=held | {"act": "take"}).text
    assert "3 claims were updated." in done
    assert states(seeded, crew) == ["acknowledged"] * 4


def test_who_is_refused_is_named_with_the_sentence_and_stops_nobody(as_, seeded, crew, page, clock):
    acknowledge(seeded, crew[1], clock)
    client = as_("elyor")
    sent = ticked(client, page) | STEP
    for _ in "12":
        answer = client.post(f"{page}/steps", data=sent)
        assert (answer.text.count(">done<"), answer.text.count(">not done<")) == (3, 1)
        assert "The claim already has the status “Acknowledged”." in answer.text, (
            "also when it is sent again"
        )
    assert states(seeded, crew) == ["acknowledged"] * 4


def test_a_claim_that_changed_since_it_was_looked_at_is_left_alone(as_, seeded, crew, page, clock):
    client = as_("elyor")
    sent = ticked(client, page) | STEP | {"to": "screened"}
    for number in crew:
        acknowledge(seeded, number, clock)
    fresh = ticked(client, page)
    sent[f"pick_{crew[0]}"] = fresh[f"pick_{crew[0]}"]
    answer = client.post(f"{page}/steps", data=sent)
    assert answer.text.count("This record changed") == 3
    assert states(seeded, crew) == ["screened", *["acknowledged"] * 3]


def test_only_those_that_are_ticked(as_, seeded, crew, page):
    client = as_("elyor")
    sent = ticked(client, page) | STEP
    del sent[f"pick_{crew[2]}"]
    assert "3 claims were updated." in client.post(f"{page}/steps", data=sent).text
    assert states(seeded, crew) == ["acknowledged", "acknowledged", "received", "acknowledged"]


def test_one_note_for_all_once(as_, seeded, crew, page):
    client = as_("chinora")
    sent = ticked(client, page) | {"note": "The firm has moved"}
    for _ in "12":
        assert "4 claims were updated." in client.post(f"{page}/notes", data=sent).text
    assert note_texts(seeded, crew) == [["The firm has moved"]] * 4
    assert set(states(seeded, crew)) == {"received"}


@pytest.mark.parametrize(
    ("route", "change", "field"),
    [
        ("steps", {"reason": ""}, "reason"),
        ("steps", {"to": "won"}, "to"),
        ("steps", {"due": "soon"}, "due"),
        ("notes", {"note": " "}, "note"),
        ("notes", {"note": "x" * 8_001}, "note"),
    ],
)
def test_what_is_wrong_for_all_is_said_beside_it_and_the_ticks_stay(
    as_, seeded, crew, page, route, change, field
):
    client = as_("elyor")
    sent = ticked(client, page) | STEP | {"note": "Called"} | change
    del sent[f"pick_{crew[0]}"]
    answer = client.post(f"{page}/{route}", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    boxes = re.findall(r'name="pick_([\w-]+)" value="\d+" checked', answer.text)
    assert sorted(boxes) == crew[1:]
    assert (set(states(seeded, crew)), note_texts(seeded, crew)) == ({"received"}, [[]] * 4)


def test_nobody_ticked_and_too_many_are_refused(as_, seeded, crew, page):
    client = as_("elyor")
    none = client.post(f"{page}/steps", data=STEP | {"picks": "1", "once": "n" * 20})
    assert (none.status_code, "Choose at least one row." in none.text) == (422, True)
    many = {f"pick_W-{number}": "1" for number in range(employer_records.MAX_RESULTS + 1)}
    answer = client.post(f"{page}/notes", data=many | {"note": "Called", "picks": "1"})
    assert (answer.status_code, "Choose no more than 200 rows at a time." in answer.text) == (
        422,
        True,
    )


@pytest.mark.parametrize("value", ["", "-1", "9" * 5_000, "1.5", "x"])
def test_a_version_that_is_no_number_chooses_nothing(as_, crew, page, value):
    answer = as_("elyor").post(
        f"{page}/steps", data=STEP | {f"pick_{crew[0]}": value, "picks": "1"}
    )
    assert answer.status_code == 422


def test_a_claim_of_another_employer_or_post_is_as_if_it_was_not_there(
    as_, seeded, crew, page, clock
):
    with seeded.write() as session:
        other = filed(session, "", on=clock(), employer="Somebody Else").reference
        wage_claims.get(session, crew[0], by=ELYOR).post = "KR-SEOUL-EMB"
    picks = {f"pick_{number}": "1" for number in (other, crew[0], "W-NONE", "<B>")}
    answer = as_("elyor").post(f"{page}/notes", data=picks | {"note": "Called", "picks": "1"})
    assert answer.text.count("This record was deleted or moved, or you cannot open it.") == 3
    with seeded.read() as session:
        assert notes.list_for_claim(session, wage_claims.get(session, other, by=ELYOR)) == []
        assert (
            notes.list_for_claim(session, wage_claims.get(session, crew[0], by=cast.CHINORA)) == []
        )


@pytest.mark.parametrize(
    ("name", "step", "note"),
    [("davron", 404, 404), ("farida", 403, 403), ("iroda", 200, 403), ("barno", 200, 403)],
)
def test_each_may_what_their_role_may(as_, crew, page, name, step, note):
    client, picks = as_(name), {f"pick_{crew[0]}": "1", "picks": "1"}
    assert client.post(f"{page}/steps", data=picks | STEP).status_code == step
    assert client.post(f"{page}/notes", data=picks | {"note": "Called"}).status_code == note


def test_an_adviser_who_sees_none_of_these_claims_moves_none(as_, seeded, crew, page):
    picks = {f"pick_{number}": "1" for number in crew}
    answer = as_("barno").post(f"{page}/steps", data=picks | STEP | {"picks": "1"})
    assert answer.text.count("This record was deleted or moved, or you cannot open it.") == 4
    assert "Alisher" not in answer.text
    assert set(states(seeded, crew)) == {"received"}


def test_a_supervisor_is_offered_no_note(as_, crew, page):
    shown = as_("iroda").get(page).text
    assert "Confirm the step for all" in shown
    assert "Add the note to all" not in shown
