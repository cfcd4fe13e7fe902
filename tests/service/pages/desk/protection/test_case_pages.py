"""Protected cases on the desk: who reads them, what is done, and that every opening is written down
first."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.journal import Entry
from service import accounts
from service.casework.protection import referral_actions, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import NewConsent
from service.casework.protection.referrals import Consent, NewReferral, Referral
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads


def acting(session, name):
    return accounts.actor_for(accounts.find(session, cast.email(name)))


@pytest.fixture
def case(seeded, clock) -> str:
    """Opened by Chinora from Alisher's claim; headquarters lead it."""
    new_referral = NewReferral(
        cast.CLAIM,
        Signs(documents=YesNoUnknown.YES),
        reach="Only at night",
        note="Passport in the office",
    )
    with seeded.write() as session:
        return referrals.refer(
            session, new_referral, by=acting(session, "chinora"), on=clock(), day=cast.TODAY
        ).reference


@pytest.fixture
def led(seeded, clock) -> str:
    """Opened by Elyor: the post in Moscow leads it."""
    with seeded.write() as session:
        return referrals.refer(
            session,
            NewReferral(cast.CLAIM),
            by=acting(session, "elyor"),
            on=clock(),
            day=cast.TODAY,
        ).reference


def row(seeded, number) -> Referral:
    with seeded.read() as session:
        return session.get_one(Referral, number)


def do(client, seeded, number, act, **values):
    """Sends one of the forms of the case as it stands now."""
    version = values.pop("version", None) or str(row(seeded, number).version)
    return client.post(f"/en/desk/cases/{number}/{act}", data={"version": version} | values)


def test_the_list_names_nobody_and_opens_nothing(as_, case, seeded):
    page = as_("nodira").get("/en/desk/cases").text
    assert case in page
    assert "Alisher" not in page
    assert cast.CLAIM not in page
    assert list_reads(seeded) == []


def test_the_desk_counts_cases_for_those_who_read_them_alone(as_, case):
    assert "case is open" in as_("nodira").get("/en/desk").text
    for name in ("iroda", "chinora", "barno", "jamshid"):
        page = as_(name).get("/en/desk").text
        assert "/desk/cases" not in page
        assert "case is open" not in page


def test_a_case_shows_what_was_told_the_signs_and_how_to_reach_them(as_, case):
    page = as_("nodira").get(f"/en/desk/cases/{case}").text
    items = (
        "Alisher Invented",
        "Only at night",
        "Passport in the office",
        "They paid for three months of six.",
    )
    for text in (*items, "Somebody else is keeping their passport"):
        assert text in page
    assert "900000001" not in page
    assert "not a conclusion" in page


def test_every_opening_is_written_under_the_case_and_without_it_there_is_no_page(
    as_, case, seeded, app_state, monkeypatch
):
    client = as_("nodira")
    client.get(f"/en/desk/cases/{case}")
    client.get(f"/en/desk/cases/{case}/signs")
    assert list_reads(seeded) == [("case", "open", "")] * 2
    cannot_write(app_state.database, monkeypatch)
    for path in (f"/en/desk/cases/{case}", f"/en/desk/cases/{case}/signs"):
        lost = client.get(path)
        assert lost.status_code == 503
        assert "Alisher" not in lost.text


def test_an_attache_reads_what_their_post_leads_and_no_other_case_exists(as_, case, led):
    page = as_("elyor").get(f"/en/desk/cases/{led}").text
    assert page.count("Russia: Embassy, Moscow") == 2, "no code of ours, in the facts and the form"
    foreign, nothing = (
        as_("davron").get(f"/en/desk/cases/{number}") for number in (led, "F-22222222")
    )
    assert (
        foreign.status_code
        == nothing.status_code
        == as_("elyor").get(f"/en/desk/cases/{case}").status_code
        == 404
    )
    assert [led in as_(name).get("/en/desk/cases").text for name in ("elyor", "davron")] == [
        True,
        False,
    ]
    assert (
        as_("davron").post(f"/en/desk/cases/{led}/notes", data={"note": "Mine"}).status_code == 404
    )


@pytest.mark.parametrize(
    "name",
    ["barno", "chinora", "iroda", "jamshid", "komila", "laylo", "farida", "hamid", "alisher"],
)
def test_nobody_else_reads_a_case(as_, case, name):
    assert as_(name).get(f"/en/desk/cases/{case}").status_code == 403
    assert as_(name).post(f"/en/desk/cases/{case}/notes", data={"note": "x"}).status_code == 403


def test_from_consent_to_help(as_, case, seeded):
    client = as_("nodira")
    assert "First record the person’s consent" in client.get(f"/en/desk/cases/{case}").text
    assert do(client, seeded, case, "send", body="iom", pillar="2").status_code == 422
    assert do(client, seeded, case, "consent", consent="given").status_code == 303
    assert (
        do(client, seeded, case, "send", body="iom", pillar="2", sending="By courier").status_code
        == 303
    )
    assert do(client, seeded, case, "answer", status="accepted").status_code == 303
    assert do(client, seeded, case, "answer", status="done").status_code == 422
    assert (
        do(client, seeded, case, "answer", status="done", helped="yes", answer="Home").status_code
        == 303
    )
    page = client.get(f"/en/desk/cases/{case}").text
    for text in (
        "International Organization for Migration",
        "By courier",
        "Home",
        "Support for the person",
    ):
        assert text in page
    assert case in client.get("/en/desk/cases?over=yes").text
    assert case not in client.get("/en/desk/cases").text


def test_what_was_refused_keeps_what_was_typed(as_, case, seeded):
    page = do(as_("nodira"), seeded, case, "consent", consent="overridden", consent_reason="")
    assert page.status_code == 422
    assert "Describe the danger" in page.text
    page = do(
        as_("nodira"),
        seeded,
        case,
        "facts",
        victim="presumed",
        due="yesterday",
        reach="typed with care",
    )
    assert page.status_code == 422
    assert "typed with care" in page.text


def test_two_officers_at_once_overwrite_nothing(as_, case, seeded):
    seen = str(row(seeded, case).version)
    assert (
        do(as_("nodira"), seeded, case, "consent", consent="refused", version=seen).status_code
        == 303
    )
    late = do(as_("nodira"), seeded, case, "consent", consent="given", version=seen)
    assert late.status_code == 412
    assert row(seeded, case).consent == "refused"
    assert (
        do(
            as_("nodira"), seeded, case, "notes", note="A note needs no version", version="0"
        ).status_code
        == 303
    )


def test_a_form_sent_twice_is_done_once(as_, case, seeded):
    values = {"note": "Only once", "once": "n" * 20}
    for _ in "12":
        assert do(as_("nodira"), seeded, case, "notes", **values).status_code == 303
    assert as_("nodira").get(f"/en/desk/cases/{case}").text.count("Only once") == 1


def test_signs_are_gone_through_and_change_how_soon(as_, case, seeded):
    client = as_("nodira")
    page = client.get(f"/en/desk/cases/{case}/signs").text
    assert re.search(r'name="documents" value="yes" checked', page)
    assert page.count("<fieldset") == 13
    assert do(client, seeded, case, "signs", minor="yes").status_code == 303
    assert row(seeded, case).urgency == "emergency"


def test_another_body_gets_a_case_of_its_own(as_, case, seeded):
    client = as_("nodira")
    answer = do(client, seeded, case, "another")
    other = answer.headers["location"].rpartition("/")[2]
    assert other != case
    assert other in client.get(f"/en/desk/cases/{case}").text
    assert row(seeded, other).consent == "not_asked"


def test_an_officer_notes_that_consent_was_taken_back(as_, case, seeded):
    assert do(as_("nodira"), seeded, case, "withdraw").status_code == 303
    assert (row(seeded, case).consent, row(seeded, case).status) == ("withdrawn", "revoked")


def test_the_number_is_shown_once_and_written_under_the_case(as_, case, seeded, clock):
    client = as_("nodira")
    assert 'href="tel:+998900000001"' in client.post(f"/en/desk/cases/{case}/reveal").text
    assert ("case", "reveal", "phone") in list_reads(seeded)
    assert not [one for one in list_reads(seeded) if one[0] == "citizen"], (
        "their card would tell colleagues who looked"
    )
    for _ in range(3):
        clock.forward(minutes=25)
        client.get("/en/desk/cases")
    assert "tel:+998900000001" not in client.post(f"/en/desk/cases/{case}/reveal").text


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_no_title_betrays_it_and_no_page_is_kept(as_, case, lang):
    for path in ("desk/cases", f"desk/cases/{case}", f"desk/cases/{case}/signs"):
        page = as_("nodira").get(f"/{lang}/{path}")
        title = page.text[page.text.index("<title>") : page.text.index("</title>")]
        assert not re.search("alisher|danger|victim|protect|traffick", title, re.IGNORECASE)
        assert page.headers["cache-control"] == "no-store"
        assert "data-leave" in page.text


def test_no_entry_of_the_journal_names_the_person_or_the_claim_beside_the_case(as_, case, seeded):
    client = as_("nodira")
    client.get(f"/en/desk/cases/{case}")
    do(client, seeded, case, "consent", consent="overridden", consent_reason="Zqreason")
    with seeded.read() as session:
        entries = session.execute(select(Entry).where(col(Entry.noun) == "case")).scalars().all()
    assert {one.reference for one in entries} == {case}
    assert {one.fields for one in entries} == {""}


def test_what_is_left_of_an_erased_person_is_shown_as_that(as_, case, seeded, clock):
    with seeded.write() as session:
        referral_actions.agree(
            session,
            session.get_one(Referral, case),
            NewConsent(Consent.GIVEN),
            by=cast.NODIRA,
            on=clock(),
        )
        session.get_one(Referral, case).person = None
    page = as_("nodira").get(f"/en/desk/cases/{case}")
    assert page.status_code == 200
    assert "was erased" in page.text
    assert "/notes" not in page.text


def test_of_other_cases_of_the_person_each_is_told_those_within_their_scope(as_, case, led):
    """Two records that are joined bring cases of several offices together; a post reads those that
    it leads."""
    assert led in as_("nodira").get(f"/en/desk/cases/{case}").text
    client = as_("elyor")
    assert client.get(f"/en/desk/cases/{case}").status_code == 404
    assert case not in client.get(f"/en/desk/cases/{led}").text
