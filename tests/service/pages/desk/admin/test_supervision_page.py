"""The supervisor's page: exact numbers that lead into the list, what waits, and what to look at
today."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from catalog.core.approvals import ApprovalKind
from service.casework.claims import wage_claims
from service.casework.workflow import claim_approvals
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.state_machine import Step
from service.casework.worklists import sampling_audit
from tests.service.casework import heap
from tests.support import cast

PAGE = "/en/desk/supervision"


@pytest.fixture
def full(seeded, clock):
    with seeded.write() as session:
        heap.heap(session, clock, 60)
    return seeded


@pytest.fixture
def closed(seeded, clock):
    with seeded.write() as session:
        for at in range(7):
            on = clock() - timedelta(days=2 + at)
            row = wage_claims.file(
                session,
                cast.ALISHERS_CLAIM,
                by=cast.CHINORA,
                on=on,
                day=clock.today,
                number=f"W-SHUT{at}",
            )
            row.claim.state, row.claim.closing_reason = "closed", "paid_in_full"
            session.add(
                Step(
                    claim=f"W-SHUT{at}",
                    came_from="received",
                    to="closed",
                    officer="U-CHINORA",
                    at=on,
                )
            )
    return seeded


def test_every_number_leads_to_as_many_claims(as_, full):
    client = as_("iroda")
    page = client.get(PAGE).text
    links = re.findall(r'<td class="n"[^>]*><a href="(/en/desk/wages\?[^"]*)">([\d,]+)</a>', page)
    assert len(links) > 40
    assert "A reopened claim counts as open again, but not as filed again." in page
    for address, count in links[::4]:
        shown = client.get(html.unescape(address)).text
        assert re.search(rf"<p>{count} claims?\b", shown), address
    assert "55 claims are open" in page


def test_the_bars_are_read_out_and_carry_no_style_of_their_own(as_, full):
    page = as_("iroda").get(PAGE).text.split("<main")[1].split("</main>")[0]
    assert 'role="img" aria-labelledby="post-title post-desc"' in page
    assert '<title id="post-title">Open claims by mission</title>' in page
    assert "Longest bar: " in page
    assert " style=" not in page
    assert "<script" not in page
    widths = [
        int(wide)
        for wide in re.findall(r'<rect class="age \w+" x="\d+" y="\d+" width="(\d+)"', page)
    ]
    assert len(widths) >= 20
    assert max(widths) <= 260


def test_what_waits_for_a_second_person_stands_there(as_, seeded, clock):
    assert "No requests are waiting." in as_("iroda").get(PAGE).text
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim_approvals.request_approval(
            session,
            claim,
            NewApproval(ApprovalKind.DECLINE, "Unfounded."),
            by=cast.CHINORA,
            on=clock(),
        )
    page = as_("iroda").get(PAGE).text
    assert "1 request is waiting for a second approval" in page
    assert f'/desk/wages/{cast.CLAIM}">Severny Dvor Stroy</a>' in page
    assert f'<span class="ref">{cast.CLAIM}</span>' in page
    assert "Unfounded." not in page


def form(page, number):
    return re.search(rf'supervision/{number}".*?name="once" value="([^"]+)"', page, re.DOTALL)


def test_a_verdict_is_written_once_and_stands_in_the_history_of_the_claim(as_, closed):
    client = as_("iroda")
    page = client.get(PAGE).text
    drawn = re.findall(r"/desk/supervision/(W-SHUT\d)", page)
    assert len(drawn) == 5
    values = {
        "once": form(page, drawn[0])[1],
        "verdict": "look_again",
        "words": "No receipt is there.",
    }
    for _ in range(2):
        assert client.post(f"{PAGE}/{drawn[0]}", data=values).status_code == 303
    page = client.get(PAGE).text
    assert re.findall(r"/desk/supervision/(W-SHUT\d)", page) == drawn[1:]
    history = as_("chinora").get(f"/en/desk/wages/{drawn[0]}").text
    assert "Reviewed by a supervisor:" in history
    assert "No receipt is there." in history


def test_what_is_missing_is_told_beside_the_field_and_what_was_typed_is_kept(as_, closed):
    client = as_("iroda")
    drawn = re.findall(r"/desk/supervision/(W-SHUT\d)", client.get(PAGE).text)
    for at, (values, sentence) in enumerate(
        (
            ({"verdict": "look_again"}, "Enter what needs to be checked again."),
            ({"verdict": "fine"}, "Choose one"),
            ({"words": "Kept words"}, "Kept words"),
        )
    ):
        answer = client.post(f"{PAGE}/{drawn[0]}", data={"once": "k" * 12 + str(at)} | values)
        assert answer.status_code == 422
        assert sentence in answer.text
    with closed.read() as session:
        assert session.execute(sampling_audit.Audit.__table__.select()).all() == []


def test_what_was_not_drawn_gets_no_verdict(as_, closed):
    client = as_("iroda")
    drawn = set(re.findall(r"/desk/supervision/(W-SHUT\d)", client.get(PAGE).text))
    other = next(f"W-SHUT{at}" for at in range(7) if f"W-SHUT{at}" not in drawn)
    answer = client.post(f"{PAGE}/{other}", data={"once": "k" * 12, "verdict": "in_order"})
    assert "not among those selected" in answer.text
    assert (
        client.post(f"{PAGE}/W-NOBODY", data={"once": "q" * 12, "verdict": "in_order"}).status_code
        == 404
    )


@pytest.mark.parametrize(
    "name", ["chinora", "elyor", "barno", "nodira", "jamshid", "komila", "laylo", "alisher"]
)
def test_it_is_the_supervisors_alone(as_, name):
    assert as_(name).get(PAGE).status_code == 403
    assert as_(name).post(f"{PAGE}/{cast.CLAIM}", data={"verdict": "in_order"}).status_code == 403
    assert "/desk/supervision" not in as_(name).get("/en/desk").text.split("<main")[-1]


@pytest.mark.parametrize("address", [PAGE, "/en/desk/wages?employer=s&overdue=no", "/en/desk"])
def test_a_page_asks_the_same_number_of_questions_however_much_there_is(
    as_, seeded, clock, app_state, address
):
    def asked():
        client, seen = as_("iroda"), []
        note = lambda *items: seen.append(items[2])  # noqa: E731
        client.get(address)
        for engine in {app_state.database.engine, *app_state.database.__dict__.values()}:
            if hasattr(engine, "dialect"):
                event.listen(engine, "before_cursor_execute", note)
        assert client.get(address).status_code == 200
        for engine in {app_state.database.engine, *app_state.database.__dict__.values()}:
            if hasattr(engine, "dialect"):
                event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    with seeded.write() as session:
        heap.heap(session, clock, 10)
    few = asked()
    with seeded.write() as session:
        for at in range(10, 90):
            heap.put(session, clock, at)
    assert few == asked()
    assert few > 10
