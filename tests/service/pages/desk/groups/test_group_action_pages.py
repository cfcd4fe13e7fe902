"""A step for a whole group and a payment split among it: looked at first, then done once, each
worker with a result."""

import re

import pytest

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.groups import groups
from service.casework.groups.groups import LeaveInput
from service.casework.money import money_entries
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support.cast import ELYOR, TODAY

PAGE = f"/en/desk/groups/{NUMBER}"
STEP = {
    "to": "acknowledged",
    "reason": "All were called",
    "next_action": "Read the papers",
    "due": "2026-12-01",
}
PAID = {
    "amount": "300",
    "currency": "RUB",
    "payer": "employer",
    "method": "bank",
    "hand": "held",
    "on": "2026-11-20",
}


@pytest.fixture
def crew(seeded, clock) -> dict[str, str]:
    with seeded.write() as session:
        items = [
            worker(name, amount)
            for name, amount in (("Anvar", 100_00), ("Botir", 200_00), ("Sardor", 300_00))
        ]
        group = groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        return {one.name: one.claim.reference for one in groups.members(session, group, by=ELYOR)}


def states(seeded, crew) -> dict[str, str]:
    with seeded.read() as session:
        return {
            name: wage_claims.get(session, number, by=ELYOR).state for name, number in crew.items()
        }


def received(seeded, crew) -> dict[str, int]:
    with seeded.read() as session:
        return {
            name: sum(one.received for one in money_entries.balances(session, number))
            for name, number in crew.items()
        }


def hidden(page: str) -> dict[str, str]:
    """What the form of a preview carries on, and the shares as they are proposed."""
    carried = re.findall(r'<input type="hidden" name="(\w[\w-]*)" value="([^"]*)">', page)
    shares = re.findall(r'name="(share_[\w-]+)" type="text" value="([^"]*)"', page)
    return {name: value for name, value in [*carried, *shares] if name != "token"}


def test_the_trial_says_what_would_happen_to_each_and_changes_nothing(as_, seeded, crew, clock):
    with seeded.write() as session:
        state_machine.take_step(
            session,
            wage_claims.get(session, crew["Botir"], by=ELYOR),
            _step(),
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )
    client = as_("elyor")
    page = client.post(f"{PAGE}/steps", data=STEP)
    assert page.status_code == 200
    assert (page.text.count(">will move<"), page.text.count(">unchanged<")) == (2, 1)
    assert "The claim already has the status “Acknowledged”." in page.text
    assert states(seeded, crew) == {
        "Anvar": "received",
        "Botir": "acknowledged",
        "Sardor": "received",
    }
    done = client.post(f"{PAGE}/steps", data=hidden(page.text) | {"act": "take"})
    assert done.headers["location"].endswith("?moved=2&refused=1")
    assert set(states(seeded, crew).values()) == {"acknowledged"}
    assert "2 claims were moved to the new status." in client.get(done.headers["location"]).text


def test_a_step_without_a_next_action_takes_the_usual_one_as_for_a_single_claim(as_, seeded, crew):
    client = as_("elyor")
    offered = re.findall(r'<option value="(\w+)"', client.get(PAGE).text.split('id="to"')[1])
    assert "acknowledged" in offered
    assert "judgment" not in offered
    assert "withdrawn_freely" in offered
    assert "duplicate" not in offered, "the form has no field for the other claim of each worker"
    page = client.post(f"{PAGE}/steps", data=STEP | {"next_action": "", "due": ""}).text
    assert page.count(">will move<") == 3
    back = client.post(f"{PAGE}/steps", data=hidden(page) | {"act": "change"}).text
    assert f'value="{STEP["reason"]}"' in back
    client.post(f"{PAGE}/steps", data=hidden(page) | {"act": "take"})
    with seeded.read() as session:
        claims = [wage_claims.get(session, number, by=ELYOR) for number in crew.values()]
        actions = {wage_claims.next_action(session, one) for one in claims}
    assert actions == {"Review the documents"}


def _step() -> NewStep:
    return NewStep(ClaimState.ACKNOWLEDGED, "Called", "Read", TODAY)


def test_a_claim_that_changed_after_the_trial_is_left_alone(as_, seeded, crew, clock):
    client = as_("elyor")
    result = hidden(client.post(f"{PAGE}/steps", data=STEP).text) | {"act": "take"}
    with seeded.write() as session:
        state_machine.take_step(
            session,
            wage_claims.get(session, crew["Botir"], by=ELYOR),
            _step(),
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )
    for _ in "12":
        assert (
            client.post(f"{PAGE}/steps", data=result)
            .headers["location"]
            .endswith("?moved=2&refused=1")
        )
    with seeded.read() as session:
        claims = [wage_claims.get(session, number, by=ELYOR) for number in crew.values()]
        assert [len(state_machine.history(session, one)) for one in claims] == [1, 1, 1], (
            "sent twice, done once"
        )


@pytest.mark.parametrize("name", ["to", "reason"])
def test_a_step_for_all_has_a_state_and_a_reason(as_, crew, name):
    page = as_("elyor").post(f"{PAGE}/steps", data=STEP | {name: ""})
    assert page.status_code == 422
    assert f'href="#{name}"' in page.text


def test_taking_it_without_having_looked_moves_nobody(as_, seeded, crew):
    done = as_("elyor").post(f"{PAGE}/steps", data=STEP | {"act": "take"})
    assert done.headers["location"].endswith("?moved=0&refused=3")
    assert set(states(seeded, crew).values()) == {"received"}


def test_a_payment_is_shown_in_shares_and_then_recorded_once(as_, seeded, crew):
    client = as_("elyor")
    page = client.post(f"{PAGE}/payments", data=PAID | {"amount": "100.01"})
    result = hidden(page.text)
    assert {name: result[f"share_{number}"] for name, number in crew.items()} == {
        "Anvar": "16.67",
        "Botir": "33.34",
        "Sardor": "50",
    }
    assert set(received(seeded, crew).values()) == {0}
    for _ in "12":
        assert client.post(f"{PAGE}/payments", data=result | {"act": "keep"}).status_code == 303
    assert received(seeded, crew) == {"Anvar": 16_67, "Botir": 33_34, "Sardor": 50_00}
    assert "₽100.01" in client.get(PAGE).text


def test_shares_that_do_not_add_up_are_shown_again_as_they_were_typed(as_, seeded, crew):
    client = as_("elyor")
    result = hidden(client.post(f"{PAGE}/payments", data=PAID).text) | {"act": "keep"}
    for typed in ("51", "much"):
        page = client.post(f"{PAGE}/payments", data=result | {f"share_{crew['Anvar']}": typed})
        assert page.status_code == 422
        assert f'value="{typed}"' in page.text
    assert set(received(seeded, crew).values()) == {0}
    right = result | {
        f"share_{crew['Anvar']}": "0",
        f"share_{crew['Sardor']}": "200",
        "once": "q" * 20,
    }
    assert client.post(f"{PAGE}/payments", data=right).status_code == 303
    assert received(seeded, crew) == {"Anvar": 0, "Botir": 100_00, "Sardor": 200_00}


def test_each_questioned_share_has_its_own_tick_and_one_answers_for_no_other(as_, seeded, crew):
    client = as_("elyor")
    result = hidden(client.post(f"{PAGE}/payments", data=PAID).text) | {"act": "keep"}
    more = {f"share_{number}": "5000" for number in crew.values()} | {"amount": "15000"}
    ticks = {
        name: {f"{number}_confirm_{one}": "1" for one in ("more_than_owed", "implausible")}
        for name, number in crew.items()
    }
    outcome = result | more
    for answered in ([], ["Anvar"], ["Anvar", "Botir"]):
        for name in answered:
            outcome |= ticks[name]
        page = client.post(f"{PAGE}/payments", data=outcome | {"confirm_more_than_owed": "1"})
        assert page.status_code == 422
        for name, number in crew.items():
            asked = f'id="{number}_confirm"' in page.text
            assert asked == (name not in answered), (name, answered)
        assert set(received(seeded, crew).values()) == {0}
        assert outcome.items() >= {k: v for k, v in hidden(page.text).items() if k in more}.items()
    done = client.post(f"{PAGE}/payments", data=outcome | ticks["Sardor"])
    assert done.status_code == 303
    assert set(received(seeded, crew).values()) == {5000_00}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"amount": "much"}, "amount"), ({"currency": "USD"}, "currency"), ({"on": ""}, "on")],
)
def test_what_cannot_be_split_is_said_on_the_page_of_the_group(as_, crew, values, field):
    page = as_("elyor").post(f"{PAGE}/payments", data=PAID | values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_who_left_meanwhile_has_no_share(as_, seeded, crew, clock):
    client = as_("elyor")
    result = hidden(client.post(f"{PAGE}/payments", data=PAID).text) | {"act": "keep"}
    with seeded.write() as session:
        claim = wage_claims.get(session, crew["Botir"], by=ELYOR)
        groups.leave(session, claim, LeaveInput(TODAY, "Alone"), by=ELYOR, on=clock(), day=TODAY)
    page = client.post(f"{PAGE}/payments", data=result)
    assert page.status_code == 422
    assert "Only workers in this group with an open claim get a share" in page.text
    assert set(received(seeded, crew).values()) == {0}


def test_nobody_elsewhere_moves_or_pays_the_group(as_, crew):
    for route, values, adviser in (
        ("steps", STEP, 404),
        ("payments", PAID, 403),
        ("steps", STEP | {"act": "take"}, 404),
    ):
        for name, status in (("davron", 404), ("barno", adviser)):
            assert as_(name).post(f"{PAGE}/{route}", data=values).status_code == status
