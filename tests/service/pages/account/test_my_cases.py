"""One's own protected cases: in words that betray nothing, with the way to take consent back in
three taps."""

import pytest

from catalog.core import journal
from service import accounts
from service.casework.protection import referral_actions, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import Body, NewConsent, NewSending, Pillar
from service.casework.protection.referrals import Consent, NewReferral, Referral
from tests.support import cast


@pytest.fixture
def case(seeded, clock) -> str:
    """Sent to the consulate, with Alisher's consent."""
    new_referral = NewReferral(
        cast.CLAIM, Signs(violence=YesNoUnknown.YES), reach="Zqreach", note="Zqnote"
    )
    with seeded.write() as session:
        by = accounts.actor_for(accounts.find(session, cast.email("elyor")))
        row = referrals.refer(session, new_referral, by=by, on=clock(), day=cast.TODAY)
        referral_actions.agree(session, row, NewConsent(Consent.GIVEN), by=by, on=clock())
        referral_actions.send(
            session,
            row,
            NewSending(Body.INTERIOR, Pillar.REDRESS),
            by=by,
            on=clock(),
            day=cast.TODAY,
        )
        return row.reference


def test_it_is_told_that_there_is_one_and_how_it_stands_and_nothing_that_betrays_it(as_, case):
    page = as_("alisher").get("/en/me/cases")
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert case in main
    assert "An officer is looking into this." in main
    betraying = (
        "Zqreach",
        "Zqnote",
        "Ministry",
        "Interior",
        "victim",
        "traffick",
        "protect",
        "danger",
        "Emergency",
        "consulate",
    )
    assert not [word for word in betraying if word.lower() in main.lower()]
    assert page.headers["cache-control"] == "no-store"
    assert "<title>What else is stored" in page.text


def test_whoever_has_none_sees_the_same_page(as_, case):
    page = as_("rustam").get("/en/me/cases").text
    assert "No information about you is stored here." in page
    assert case not in page
    links = ["/en/me/cases" in as_(name).get("/en/me/file").text for name in ("alisher", "rustam")]
    assert links == [True, True], "that the link is there tells nothing"


def test_consent_is_taken_back_in_three_taps_from_ones_own_file(as_, case, seeded):
    client = as_("alisher")
    assert 'href="/en/me/cases"' in client.get("/en/me/file").text
    page = client.get("/en/me/cases").text
    assert "<summary>I do not want this any more</summary>" in page
    assert f'action="/en/me/cases/{case}/withdraw"' in page
    for _ in "12":
        assert client.post(f"/en/me/cases/{case}/withdraw").status_code == 303
    with seeded.read() as session:
        row = session.get_one(Referral, case)
        assert (row.consent, row.status) == ("withdrawn", "revoked")
    page = client.get("/en/me/cases").text
    assert "Nothing more will be passed on." in page
    assert "/withdraw" not in page
    assert "Consent withdrawn" in as_("elyor").get(f"/en/desk/cases/{case}").text


def test_of_two_cases_only_the_one_named_ends(as_, case, seeded, clock):
    with seeded.write() as session:
        by = accounts.actor_for(accounts.find(session, cast.email("chinora")))
        other = referrals.refer(
            session, NewReferral(cast.CLAIM), by=by, on=clock(), day=cast.TODAY
        ).reference
    assert as_("alisher").post("/en/me/cases/F-22222222/withdraw").status_code == 404
    for number in (other, case):
        assert as_("alisher").post(f"/en/me/cases/{number}/withdraw").status_code == 303
        with seeded.read() as session:
            assert session.get_one(Referral, number).status == "revoked"
            assert session.get_one(Referral, case).status == (
                "in_progress" if number == other else "revoked"
            )


def test_nobody_takes_back_the_consent_of_somebody_else(as_, case, seeded):
    for name in ("rustam", "chinora", "nodira"):
        assert as_(name).post(f"/en/me/cases/{case}/withdraw").status_code == 404
    assert as_().post(f"/en/me/cases/{case}/withdraw").status_code == 401
    with seeded.read() as session:
        assert session.get_one(Referral, case).consent == "given"


def test_the_person_sees_that_it_was_opened_also_by_break_glass_but_not_by_whom(as_, case):
    assert "Nobody has opened it yet." in as_("alisher").get("/en/me/cases").text
    as_("nodira").get(f"/en/desk/cases/{case}")
    as_("iroda").post("/en/desk/glass", data={"reference": case, "reason": "A complaint"})
    page = as_("alisher").get("/en/me/cases").text
    assert "Officers have opened it 2 times" in page
    assert not [name for name in ("Nodira", "Iroda", "Protection", "Supervisor") if name in page]


def test_the_file_and_its_document_say_the_same_to_everybody_and_leave_it_out(as_, case):
    client = as_("alisher")
    as_("nodira").get(f"/en/desk/cases/{case}")
    client = as_("alisher")
    taken, page = client.post("/en/me/file.json"), client.get("/en/me/file").text
    assert "store separately" in taken.json()["left_out"]
    for text in (taken.text, page, client.get("/en/me/opened").text):
        assert not [word for word in (case, "Zqnote", "Zqreach") if word in text]


def test_who_opened_my_file_does_not_say_that_a_protection_officer_looked(as_, seeded, clock):
    """Whoever holds the telephone reads that page too."""
    with seeded.write() as session:
        by = accounts.actor_for(accounts.find(session, cast.email("nodira")))
        journal.write(session, "open", "claim", cast.CLAIM, by=by, on=clock())
    page = as_("alisher").get("/en/me/opened").text
    assert "An officer of the Agency" in page
    assert "Protection officer" not in page


def test_an_officer_has_no_such_page_of_their_own(as_):
    assert as_("nodira").get("/en/me/cases").status_code == 404
