"""Acts on a claim's page, and a claim that a post accepts or returns: forms, refusals, and who may
not."""

import re
from datetime import timedelta

import pytest

from service import accounts
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import activities, state_machine
from service.casework.workflow.state_machine import NewStep
from tests.support import cast

PAGE = f"/en/desk/wages/{cast.CLAIM}"
DUE = (cast.TODAY + timedelta(days=3)).isoformat()
ACT = {"act_kind": "visit", "act_next_action": "Write to the firm", "act_due": DUE}
TAKEN = {
    "accepted": {"post_next_action": "Call", "post_due": DUE},
    "returned": {"post_reason": "No"},
}


def hidden(page):
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', page.text))


def send(client, to="acts", **values):
    return client.post(f"{PAGE}/{to}", data=hidden(client.get(PAGE)) | values)


def main(page):
    return page.text.split("<main")[1].split("</main")[0]


@pytest.fixture
def handed(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.state = ClaimState.ACCEPTED.value
        new_step = NewStep(ClaimState.ASSIGNED_TO_POST, "", "Look at it", clock.today)
        state_machine.take_step(
            session, claim, new_step, by=cast.CHINORA, on=clock(), day=clock.today
        )
    return seeded


def owner(seeded):
    with seeded.read() as session:
        return wage_claims.get(session, cast.CLAIM, by=cast.IRODA).owner


def account(seeded, name):
    with seeded.read() as session:
        return accounts.find(session, cast.email(name)).reference


def test_an_act_is_written_down_once_with_its_next_step_and_stands_in_the_history(as_, seeded):
    client = as_("elyor")
    result = (
        hidden(client.get(PAGE))
        | ACT
        | {"act_other": "employer", "act_words": "The gate was locked."}
    )
    for _ in range(2):
        assert client.post(f"{PAGE}/acts", data=result).status_code == 303
    page = main(client.get(PAGE))
    assert page.count("The gate was locked.") == 1
    assert "<strong>Visit</strong> · Employer" in page
    assert "Write to the firm" in page.split("<h2>")[0], "it is what happens next"


def test_three_answers_are_enough(as_, seeded):
    assert send(as_("chinora"), **ACT).status_code == 303
    with seeded.read() as session:
        done = activities.list_for_claim(
            session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        )
    assert [(one.kind, one.day, one.other, one.words) for one in done] == [
        ("visit", cast.TODAY, "", "")
    ]


def test_a_hearing_is_told_at_its_hour_by_the_clock_of_the_post(as_):
    client = as_("elyor")
    result = ACT | {"act_kind": "hearing", "act_day": "2026-12-03", "act_hour": "10:30"}
    assert send(client, **result).status_code == 303
    assert re.search(r"<strong>Hearing</strong> · Court, [^<]*10:30", main(client.get(PAGE)))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "act_kind"),
        ({"act_kind": "dance"}, "act_kind"),
        (ACT | {"act_due": ""}, "act_due"),
        (ACT | {"act_due": "2026-11-24"}, "act_due"),
        (ACT | {"act_day": "2026-11-26"}, "act_day"),
        (ACT | {"act_day": "1026-11-26"}, "act_day"),
        (ACT | {"act_kind": "hearing"}, "act_hour"),
        (ACT | {"act_hour": "25:61"}, "act_hour"),
        (ACT | {"act_words": "x" * 8_001}, "act_words"),
        (ACT | {"act_next_action": "x" * 201}, "act_next_action"),
        (ACT | {"act_nobody": "x"}, "act_nobody"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(as_, values, field):
    answer = send(as_("elyor"), **values)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert (
        "Write to the firm" not in values.get("act_next_action", "")
        or "Write to the firm" in answer.text
    )
    if field in ("act_day", "act_hour", "act_words"):
        assert "<details open>" in answer.text, "what is wrong is not folded away"


def test_whoever_saw_an_older_claim_changes_nothing(as_, seeded):
    client = as_("elyor")
    before = hidden(client.get(PAGE))
    assert client.post(f"{PAGE}/acts", data=before | ACT).status_code == 303
    late = before | ACT | {"once": "q" * 20, "act_next_action": "Other"}
    assert client.post(f"{PAGE}/acts", data=late).status_code == 412


@pytest.mark.parametrize(
    ("name", "status"),
    [("davron", 404), ("barno", 403), ("nodira", 403), ("iroda", 403), ("hamid", 403)],
)
def test_who_may_not_write_an_act_down(as_, name, status):
    client = as_(name)
    assert (
        client.post(f"{PAGE}/acts", data=ACT | {"version": "1", "once": "q" * 20}).status_code
        == status
    )


def test_the_form_is_not_there_for_a_closed_claim_nor_for_whoever_only_reads(as_, seeded):
    assert f'{cast.CLAIM}/acts"' in as_("elyor").get(PAGE).text
    assert f'{cast.CLAIM}/acts"' not in as_("iroda").get(PAGE).text
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.IRODA).state = "closed"
    client = as_("elyor")
    assert f'{cast.CLAIM}/acts"' not in client.get(PAGE).text
    result = {"once": "q" * 20, "version": "2"} | ACT
    assert client.post(f"{PAGE}/acts", data=result).status_code == 422


def test_the_worker_reads_which_and_when_and_no_word_of_it(as_):
    assert send(as_("elyor"), **ACT, act_words="The gate was locked.").status_code == 303
    pair = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    page = main(as_().post("/en/wages/follow", data=pair))
    assert "25 November 2026: Visit" in page
    assert "gate" not in page
    assert "Elyor" not in page
    mine = as_("alisher").get("/en/me/file").text
    assert "The gate was locked." in mine, "in their own file all of it stands"


def test_an_attache_accepts_on_the_claims_page(as_, handed):
    client = as_("elyor")
    assert "New claim at your mission" in client.get(PAGE).text
    answer = send(client, "accepted", post_next_action="Call the worker", post_due=DUE)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert owner(handed) == account(handed, "elyor")
    page = client.get(PAGE).text
    assert "New claim at your mission" not in page
    assert "Accepted by the mission" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"post_next_action": "", "post_due": DUE}, "next_action"),
        ({"post_next_action": "Call", "post_due": ""}, "due"),
    ],
)
def test_what_comes_next_is_needed_to_accept_it_there(as_, handed, values, field):
    answer = send(as_("elyor"), "accepted", **values)
    assert answer.status_code == 422
    assert f'href="#post_{field}"' in answer.text
    assert owner(handed) == cast.MOSCOW


def test_an_attache_returns_it_with_a_reason(as_, handed):
    client = as_("elyor")
    answer = send(client, "returned", post_reason="")
    assert answer.status_code == 422
    assert 'href="#post_reason"' in answer.text
    assert send(client, "returned", post_reason="Another district.").status_code == 303
    assert owner(handed) == wage_claims.DESK
    page = main(as_("chinora").get(PAGE))
    assert "Another district." in page
    assert "Read why the mission returned the claim" in page


@pytest.mark.parametrize("to", ["accepted", "returned"])
@pytest.mark.parametrize(
    ("name", "status"), [("davron", 404), ("chinora", 422), ("iroda", 422), ("nodira", 403)]
)
def test_nobody_else_accepts_or_returns_it(as_, handed, to, name, status):
    client = as_(name)
    version = hidden(as_("elyor").get(PAGE))["version"]
    client = as_(name)
    answer = client.post(f"{PAGE}/{to}", data={"once": "q" * 20, "version": version} | TAKEN[to])
    assert answer.status_code == status
    assert owner(handed) == cast.MOSCOW
    if status == 422:
        assert "This claim is not with your mission" in answer.text


@pytest.mark.parametrize("to", ["accepted", "returned"])
def test_in_another_state_it_is_refused_in_words(as_, to):
    answer = send(as_("elyor"), to, **TAKEN[to])
    assert answer.status_code == 422
    assert "is not waiting to be accepted" in answer.text
