"""Break-glass: one case, for a reason that is typed, and that its officers and its person learn
of."""

import pytest

from catalog.core import journal
from service import accounts
from service.casework.protection import referrals
from service.casework.protection.referrals import NewReferral, Referral
from tests.support import cast
from tests.support.audit_asserts import cannot_write


@pytest.fixture
def case(seeded, clock) -> str:
    new_referral = NewReferral(cast.CLAIM, note="Passport in the office")
    with seeded.write() as session:
        by = accounts.actor_for(accounts.find(session, cast.email("chinora")))
        return referrals.refer(session, new_referral, by=by, on=clock(), day=cast.TODAY).reference


def broken(client, case, reason="A relative complained"):
    return client.post("/en/desk/glass", data={"reference": case, "reason": reason})


def acts(seeded, case) -> list[str]:
    with seeded.read() as session:
        return [one.act for one in journal.history(session, "case", case)]


def test_a_supervisor_reads_a_case_and_its_officers_see_that_and_why(as_, case, seeded):
    page = broken(as_("iroda"), case.lower())
    assert page.status_code == 200
    assert "Passport in the office" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert acts(seeded, case)[-1] == "break_glass"
    seen = as_("nodira").get(f"/en/desk/cases/{case}").text
    assert "Opened by a supervisor using emergency access" in seen
    assert "A relative complained" in seen
    assert "Iroda" in seen


def test_they_change_nothing_there_and_do_not_come_back_without_breaking_it_again(
    as_, case, seeded
):
    client = as_("iroda")
    assert "<form" not in broken(client, case).text.partition("<main")[2].partition("</main>")[0]
    assert client.get(f"/en/desk/cases/{case}").status_code == 403
    for _ in "12":
        broken(client, case)
    assert acts(seeded, case).count("break_glass") == 3


def test_it_is_written_before_the_page_leaves_or_there_is_no_page(
    as_, case, app_state, monkeypatch
):
    client = as_("iroda")
    cannot_write(app_state.database, monkeypatch)
    lost = broken(client, case)
    assert lost.status_code == 503
    assert "Passport" not in lost.text


@pytest.mark.parametrize(
    ("reference", "reason"), [("", "Because"), (None, ""), (None, "   "), ("F-22222222", "Because")]
)
def test_without_a_reason_or_a_case_nothing_opens(as_, case, seeded, reference, reason):
    answer = broken(as_("iroda"), case if reference is None else reference, reason)
    assert answer.status_code == 422
    assert "Passport in the office" not in answer.text
    assert "break_glass" not in acts(seeded, case)


def test_it_needs_a_secret_typed_lately(as_, case, seeded, clock):
    client = as_("iroda")
    for _ in range(3):
        clock.forward(minutes=25)
        client.get("/en/desk/glass")
    answer = broken(client, case)
    assert answer.status_code == 303
    assert "/me/prove" in answer.headers["location"]
    assert "break_glass" not in acts(seeded, case)


@pytest.mark.parametrize(
    "name", ["nodira", "elyor", "barno", "chinora", "komila", "jamshid", "laylo", "alisher"]
)
def test_only_a_supervisor_breaks_glass(as_, case, seeded, name):
    assert broken(as_(name), case).status_code == 403
    assert as_(name).get("/en/desk/glass").status_code == 403
    assert "break_glass" not in acts(seeded, case)


def test_the_form_lists_no_case_and_the_reason_stands_sealed(as_, case, seeded):
    assert case not in as_("iroda").get("/en/desk/glass").text
    broken(as_("iroda"), case, "Zqreason")
    with seeded.read() as session:
        kept = repr(referrals.acts(session, session.get_one(Referral, case))[0][0].text)
    assert "Zqreason" not in kept
