"""A worker follows their claim: what it says, and what it never says."""

import contextlib
import json
import re

import pytest

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.errors import Refusal
from i18n import Language
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.incidents import incident_claims
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.casework.workflow import claim_closing, notes, state_machine, withdrawal_actions
from service.casework.workflow.state_machine import NewStep
from service.pages.filing.follow_claim import VIEWS_SHOWN, next_actor
from service.web import rendering
from tests.support import cast, sample_incidents, sample_money


def ask(client, number=cast.CLAIM, secret=None, lang="en"):
    return client.post(
        f"/{lang}/wages/follow",
        data={"reference": number, "secret": secret or follow_secret.secret_of(cast.CLAIM)},
    )


def test_it_shows_the_state_the_next_act_and_its_day(client):
    page = ask(client).text
    assert "An officer will read it and call you" in page
    assert "An officer will read your claim and call you" in page
    assert "Acknowledge the claim" not in page, "a task of an officer’s is none of the worker’s"
    assert "26 November 2026" in page, "the day that was promised when the claim was sent"
    assert "₽240,000" in page


def test_an_heir_does_not_read_that_they_were_paid_what_another_heir_was(client, seeded, clock):
    act = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        payments.receive(session, claim, sample_money.new_payment(100, Hand.HELD), **act)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        heir = sample_incidents.heir(session, row, on=clock())
        named = incident_claims.name_heir(session, row, claim, heir.reference, **act)
        payments.pay_out(session, claim, sample_money.new_pay_out(100), **act)
    page = " ".join(ask(client, secret=named.secret).text.split())
    assert "Paid out to the worker or their heirs" in page
    assert "You are following this claim as an heir. The worker died on" in page
    assert "₽1 · To an heir" in page
    assert "call the family" in page
    for words in (
        "Paid out to you",
        "Claimed by you",
        "our claim",
        "for the worker",
        "the worker can",
    ):
        assert words not in page, words


def test_whoever_is_signed_in_reads_that_other_claims_are_opened_with_their_code(as_):
    words = "Claims that were sent without signing in are not listed here."
    shown = {name: words in as_(name).get("/en/wages/follow").text for name in ("alisher", None)}
    assert shown == {"alisher": True, None: False}


def test_the_switch_of_language_keeps_an_opened_claim_open(client):
    page = ask(client).text
    nav, form = page.partition("<nav")[2].partition("</nav>")[0], page.partition('id="reopen"')[2]
    assert "href=" not in nav
    address = re.search('formaction="(/uz/[^"]*)"', nav)[1]
    sent = dict(re.findall('name="([^"]+)" value="([^"]*)"', form.partition("</form>")[0]))
    again = client.post(address, data=sent)
    assert (again.status_code, cast.CLAIM in again.text) == (200, True)


def test_gaps_and_small_letters_do_not_matter(client):
    secret = follow_secret.secret_of(cast.CLAIM).lower()
    assert ask(client, cast.CLAIM.lower(), f"{secret[:6]} {secret[6:]}").status_code == 200


def test_the_reference_is_taken_in_any_spelling(client):
    for typed in (cast.CLAIM.replace("-", ""), f" {cast.CLAIM[:4]} {cast.CLAIM[4:]}", "А2L3S4Н5"):
        assert ask(client, typed).status_code == 200, typed


def test_page_and_program_are_told_the_same_day_and_the_same_next_step(client):
    """A worker who was promised a call by one day and reads another believes neither."""
    sent = {
        "X-Claim-Secret": follow_secret.secret_of(cast.CLAIM),
        "Accept-Language": "en",
    }
    record = client.get(f"/api/v1/wages/{cast.CLAIM}", headers=sent).json()
    assert record["due"] == "2026-11-26"
    assert record["next_action"] == "An officer will read your claim and call you"


@pytest.mark.parametrize(
    ("number", "secret"), [(cast.CLAIM, "A" * 24), ("W-22222222", None), ("W-'; --", "x")]
)
def test_a_wrong_pair_never_says_which(client, number, secret):
    page = ask(client, number, secret)
    assert page.status_code == 422
    assert "We could not find a claim with this reference number and secret code" in page.text
    assert follow_secret.secret_of(cast.CLAIM) not in page.text


def test_payments_and_steps_are_shown_but_no_officer_and_no_note(client, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        new_step = NewStep(ClaimState.ACKNOWLEDGED, "INTERNAL", "Call at 50% of noon", clock.today)
        state_machine.take_step(
            session, claim, new_step, by=cast.CHINORA, on=clock(), day=clock.today
        )
        notes.add(session, claim, "SECRET NOTE", by=cast.CHINORA, on=clock())
        paid = sample_money.new_payment(50_000_00, Hand.WORKER, on=clock.today)
        payments.receive(session, claim, paid, by=cast.CHINORA, on=clock(), day=clock.today)
    page = ask(client).text
    assert "₽50,000" in page
    assert "Acknowledged" in page
    assert "An officer will read your claim and tell you what is missing" in page
    for hidden in ("INTERNAL", "SECRET NOTE", "Call at 50", "Chinora", cast.CHINORA.account):
        assert hidden not in page, hidden


# Whoever stands beside a worker and makes them open their claim must not read these.
BETRAYS = re.compile("pressure|police|prosecut", re.IGNORECASE)


def followed(client):
    """The claim as its secret opens it: on the page, and for programs with its history."""
    key = {"x-claim-secret": follow_secret.secret_of(cast.CLAIM)}
    record = client.get(f"/api/v1/wages/{cast.CLAIM}", headers=key).json()
    history = client.get(f"/api/v1/wages/{cast.CLAIM}/history", headers=key).json()["items"]
    return ask(client).text.split("<main")[1].split("</main")[0], record, history


def move(seeded, clock, to, reason=None):
    clock.forward(
        minutes=15
    )  # so that whoever follows it again and again is not taken for a guesser
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.state = next(state for state in ClaimState if to in state_machine.ALLOWED[state])
        new_step = NewStep(
            to,
            "Pressure",
            "Tell the police" if to in state_machine.HIDDEN_STATES else "Go on",
            clock.today,
            reason,
        )
        with contextlib.suppress(Refusal):
            state_machine.take_step(
                session, claim, new_step, by=cast.CHINORA, on=clock(), day=clock.today
            )
        claim.state, claim.closing_reason = to.value, reason.value if reason else ""
        claim.next_action = wage_claims.seal_next(
            session, claim, new_step.next_action
        )  # which a step refused here has not changed


def test_no_reason_for_closing_betrays_the_worker_to_whoever_looks_on(client, seeded, clock, as_):
    values = {}
    for reason in claim_closing.ClosingReason:
        move(seeded, clock, ClaimState.CLOSED, reason)
        page, record, history = followed(client)
        assert not BETRAYS.search(page + json.dumps([record, history])), reason
        assert record["closing_reason"] == (None if "withdrawn" in reason else reason.value), reason
        assert rendering.label(Language.EN, "closing_told", reason.value) in page, reason
        values[reason] = re.search('<div class="verdict.*?</div>', page, re.DOTALL)[0]
        desk = as_("chinora", key=True).get(f"/api/v1/wages/{cast.CLAIM}").json()
        assert desk["closing_reason"] == reason.value, "officers see it all"
    assert (
        values[claim_closing.ClosingReason.WITHDRAWN_FREELY]
        == values[claim_closing.ClosingReason.WITHDRAWN_UNDER_PRESSURE]
    )


def test_no_step_betrays_the_worker_to_whoever_looks_on(client, seeded, clock, as_):
    for to in sorted(set(ClaimState) - {ClaimState.RECEIVED, ClaimState.CLOSED}):
        move(seeded, clock, to)
        page, record, history = followed(client)
        assert not BETRAYS.search(page + json.dumps([record, history])), to
        assert record["state"] == ("accepted" if to is ClaimState.PROSECUTOR else to.value), to
    desk = as_("chinora", key=True).get(f"/api/v1/wages/{cast.CLAIM}/history").json()["items"]
    assert "prosecutor" in {step["to"] for step in desk}, "officers see it all"


def test_every_state_says_who_acts_and_what_it_means(client):
    for state in ClaimState:
        assert next_actor(state) in ("us", "post", "you", "employer", "body", "nobody")
    assert next_actor(ClaimState.SETTLEMENT_OFFERED) == "you"


def test_an_empty_form_is_asked_again(client):
    assert client.get("/uz/wages/follow").status_code == 200
    assert client.post("/uz/wages/follow", data={}).status_code == 422
    page = client.post("/en/wages/follow", data={"reference": cast.CLAIM})
    assert page.status_code == 422
    assert "Enter the secret code." in page.text, "only who is signed in needs none"


def test_who_opened_it_after_it_was_withdrawn_is_not_shown(client, seeded, clock):
    """Whoever looks on would see that officers still act on the claim."""

    def opened(by):
        clock.forward(minutes=15)
        with seeded.write() as session:
            journal.write(session, "open", "claim", cast.CLAIM, by=by, on=clock())

    opened(cast.CHINORA)
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        withdrawal_actions.request(session, claim, by=VISITOR, on=clock(), day=clock.today)
    for _ in range(VIEWS_SHOWN):
        opened(cast.IRODA)
    looks = ask(client).text.partition("Who has opened your claim")[2].partition("</main")[0]
    assert looks.count("<li>") == 1
