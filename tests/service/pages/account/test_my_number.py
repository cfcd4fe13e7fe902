"""Another number for one's own account: its code, a proof that does not lie in the telephone just
held, and three days."""

import pytest

from catalog.core import outbox
from service import accounts
from service.accounts import number_changes, phone_login, second_factor
from service.casework.protection import record_merge
from tests.support import cast, intruder

OLD, NEW = "+998900000001", "+821012345678"
ASKED = {"phone": "+82 10 1234 5678", "channel": "sms"}


def sent(seeded) -> list[tuple[str, str]]:
    """To whom messages went, and the code in each."""
    with seeded.read() as session:
        return [(one.number, one.code) for one in outbox.latest(session)]


def holds(seeded, clock) -> bool:
    """Whether the new number opens the account once three days are over."""
    clock.forward(days=3)
    with seeded.write() as session:
        number_changes.apply_due(session, on=clock(), merge=record_merge.merge_own)
        return phone_login.find_by_number(session, NEW) is not None


def test_the_new_number_and_the_old_one_show_their_codes(as_, seeded, clock):
    client = as_("alisher")
    codes = intruder.new_number(client, seeded)
    for wrong in (
        {"code": codes["code"]},
        {"code": codes["code"], "old_code": "000000x"},
        {"old_code": codes["old_code"]},
    ):
        assert client.post("/en/me/number/code", data=wrong).status_code == 422
    assert client.post("/en/me/number/code", data=codes).status_code == 303
    assert sent(seeded)[0] == (OLD, ""), "one message to the old number, and no code in it"
    assert holds(seeded, clock)


def test_a_recovery_code_takes_the_place_of_the_old_number_and_nothing_else_does(
    as_, seeded, clock
):
    client, recovery = as_("alisher"), intruder.codes(seeded, clock, "alisher")[0]
    for typed, opens in (("22222-22222", 422), (recovery, 303)):
        client.post("/en/me/number", data=ASKED | {"proof": "recovery_code", "recovery": typed})
        assert (
            client.post("/en/me/number/code", data={"code": sent(seeded)[0][1]}).status_code
            == opens
        )
    with seeded.read() as session:
        assert (
            second_factor.codes_left(
                session, accounts.find(session, cast.email("alisher")).reference
            )
            == 9
        )
    assert holds(seeded, clock)


@pytest.mark.parametrize("proof", ["", "none", "recovery_code"])
def test_without_a_proof_nothing_is_sent(as_, seeded, proof):
    assert as_("alisher").post("/en/me/number", data=ASKED | {"proof": proof}).status_code == 422
    assert sent(seeded) == []


def test_what_cannot_work_is_refused_before_a_code_is_sent(as_, seeded, clock):
    client, by_code = as_("alisher"), {"proof": "recovery_code", "recovery": "22222-22222"}
    page = client.post("/en/me/number", data=ASKED | by_code)
    assert (page.status_code, 'value="recovery_code"' in page.text) == (422, False)
    intruder.codes(seeded, clock, "alisher")
    for wrong, field in (
        (by_code | {"recovery": "wrong"}, "recovery"),
        ({"proof": "old_number", "phone": OLD}, "phone"),
    ):
        page = as_("alisher").post("/en/me/number", data=ASKED | wrong)
        assert (page.status_code, f'id="{field}-wrong"' in page.text) == (422, True)
    assert sent(seeded) == []


def test_where_somebody_else_has_the_old_telephone_two_officers_decide_and_nothing_is_sent(
    as_, seeded
):
    page = as_("alisher").post("/en/me/number", data=ASKED | {"proof": "officers"})
    assert (page.status_code, "Two officers" in page.text) == (200, True)
    assert sent(seeded) == []


def begun(client, seeded) -> None:
    codes = intruder.new_number(client, seeded)
    assert client.post("/en/me/number/code", data=codes).status_code == 303


def test_whoever_sits_here_sees_what_was_asked_for_and_stops_it(as_, seeded, clock):
    client = as_("alisher")
    begun(client, seeded)
    client = as_("alisher")
    assert "Stop this change" in client.get("/en/me/number").text
    assert client.post("/en/me/number/stop").status_code == 303
    assert "Stop this change" not in client.get("/en/me/number").text
    assert not holds(seeded, clock)


def test_a_number_of_another_account_cannot_be_taken(as_, seeded):
    with seeded.write() as session:
        accounts.find(session, cast.email("barno")).phone_blind = phone_login.mark(NEW)
    client = as_("alisher")
    assert (
        client.post("/en/me/number/code", data=intruder.new_number(client, seeded)).status_code
        == 422
    )


def test_an_officer_has_no_such_page(as_):
    assert as_("chinora").get("/en/me/number").status_code == 404
    assert as_("chinora").post("/en/me/number", data=ASKED).status_code == 404
