"""Protected cases: opened by whoever hears of danger, read by those trained for it, and betrayed by
nothing that is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.core import journal, vault
from catalog.core.errors import NotFound
from catalog.core.journal import Entry
from matching.identity.persons import Citizen, ErasedPerson
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referrals import Consent, NewReferral, NoReason, Referral
from tests.support.cast import (
    BARNO,
    CHINORA,
    CLAIM,
    DAVRON,
    ELYOR,
    IRODA,
    JAMSHID,
    KOMILA,
    LAYLO,
    MOSCOW,
    NODIRA,
    TODAY,
)

YES = YesNoUnknown.YES
TOLD = NewReferral(CLAIM, Signs(wages=YES), reach="Zqreach at night", note="Zqnote of danger")


@pytest.fixture
def refer(ground, claim, clock):
    def referred(by=CHINORA, new_referral=TOLD) -> Referral:
        return referrals.refer(ground, new_referral, by=by, on=clock(), day=TODAY)

    return referred


def test_a_case_keeps_whom_it_is_about_sealed(ground, claim, refer):
    row = refer()
    assert referrals.unseal(ground, row, "person") == claim.citizen
    assert referrals.unseal(ground, row, "origin") == CLAIM
    assert referrals.unseal(ground, row, "reach") == "Zqreach at night"
    assert [text for _, text in referrals.acts(ground, row)] == ["Zqnote of danger"]


def test_no_row_of_it_says_in_clear_whom_it_is_about(ground, claim, refer):
    person, row = claim.citizen, refer()
    kept = " ".join(
        repr(one)
        for name in ("referrals", "referral_acts", "screenings")
        for one in ground.execute(select(Referral.metadata.tables[name])).all()
    )
    assert row.reference in kept
    assert not [
        word for word in (person, CLAIM, "Zqreach", "Zqnote", "Alisher", "wages") if word in kept
    ]


def test_the_journal_names_the_case_and_neither_person_nor_claim(ground, refer):
    row = refer()
    ground.commit()
    entries = ground.execute(select(Entry).where(Entry.noun == "case")).scalars().all()
    assert [(one.act, one.reference, one.fields) for one in entries] == [
        ("screen", row.reference, ""),
        ("refer", row.reference, ""),
    ]
    assert [one.act for one in journal.history(ground, "claim", CLAIM)] == ["file"]


@pytest.mark.parametrize(
    ("signs", "urgency", "days"),
    [
        (Signs(violence=YES), "emergency", 0),
        (Signs(wages=YES, documents=YES, threats=YES), "same_day", 0),
        (Signs(debt=YES), "look", 3),
        (Signs(), "none", 7),
    ],
)
def test_how_urgent_it_is_follows_from_the_signs_and_so_does_the_day(refer, signs, urgency, days):
    row = refer(new_referral=NewReferral(CLAIM, signs))
    assert (row.urgency, row.due) == (urgency, TODAY + timedelta(days))


def test_danger_in_the_place_of_consent_needs_its_reason(ground, refer):
    with pytest.raises(NoReason) as refused:
        refer(new_referral=NewReferral(CLAIM, consent=Consent.OVERRIDDEN))
    assert refused.value.field == "consent_reason"
    row = refer(
        new_referral=NewReferral(
            CLAIM, consent=Consent.OVERRIDDEN, consent_reason="Locked in, no water"
        )
    )
    assert b"water" not in row.consent_reason
    assert referrals.unseal(ground, row, "consent_reason") == "Locked in, no water"


def listed(session, by) -> list[Referral]:
    """The open cases as the list has them."""
    rows = select(Referral).where(referrals.open_or_over(by)).order_by(*referrals.BY_URGENCY)
    return list(session.execute(rows).scalars())


def test_protection_officers_read_all_an_attache_what_their_post_leads_and_nobody_else_any(
    ground, refer
):
    of_office, of_moscow = refer(), refer(by=ELYOR)
    assert (of_office.post, of_moscow.post) == (None, MOSCOW)
    seen = {
        by.name: {row.reference for row in listed(ground, by)}
        for by in (NODIRA, ELYOR, DAVRON, BARNO, CHINORA, IRODA, JAMSHID, KOMILA, LAYLO)
    }
    assert seen.pop("Nodira") == {of_office.reference, of_moscow.reference}
    assert seen.pop("Elyor") == {of_moscow.reference}
    assert set(map(frozenset, seen.values())) == {frozenset()}
    assert referrals.count(ground, by=IRODA) == 0
    for by in (CHINORA, DAVRON, IRODA):
        with pytest.raises(NotFound):
            referrals.get(ground, of_moscow.reference, by=by)


def test_the_most_urgent_comes_first(ground, refer):
    items = [
        Signs(debt=YES),
        Signs(),
        Signs(minor=YES),
        Signs(wages=YES, movement=YES, threats=YES),
    ]
    for signs in items:
        refer(new_referral=NewReferral(CLAIM, signs))
    assert [row.urgency for row in listed(ground, NODIRA)] == [
        "emergency",
        "same_day",
        "look",
        "none",
    ]
    assert (referrals.count(ground, by=NODIRA), referrals.count(ground, by=NODIRA, over=True)) == (
        4,
        0,
    )


def test_only_whoever_opened_it_learns_from_the_claim_that_there_is_one(ground, refer):
    row = refer()
    assert referrals.opened_from(ground, CLAIM, by=CHINORA) == [row]
    assert [referrals.opened_from(ground, CLAIM, by=by) for by in (ELYOR, NODIRA, IRODA)] == [
        [],
        [],
        [],
    ]
    assert referrals.opened_from(ground, "W-OTHER", by=CHINORA) == []


def test_the_cases_of_a_person_are_found_by_their_records_alone(ground, claim, refer):
    rows = {refer().reference, refer(by=ELYOR).reference}
    assert {
        one.reference for one in referrals.list_for_persons(ground, ["C-OTHER", claim.citizen])
    } == rows
    assert referrals.list_for_persons(ground, []) == []


def test_somebody_who_gave_no_name_can_have_a_case(ground, clock):
    asked = NewSession(Channel.HOTLINE, Topic.FORCED_LABOUR, Level.ADVICE, Outcome.OPEN)
    talk = advice_sessions.log(ground, asked, by=BARNO, on=clock(), day=TODAY)
    row = referrals.refer(ground, NewReferral(talk.reference), by=BARNO, on=clock(), day=TODAY)
    assert referrals.unseal(ground, row, "person") == talk.matter


def test_nothing_is_opened_about_whoever_was_erased(ground, claim, refer, clock):
    ground.get_one(Citizen, claim.citizen).erased_at = clock()
    with pytest.raises(ErasedPerson):
        refer()
    assert ground.execute(select(Referral)).all() == []


def test_two_cases_of_one_person_have_two_keys(ground, refer):
    first, second = refer(), refer()
    with pytest.raises(vault.BrokenSeal):
        vault.unseal(ground, second.reference, "referrals.reach", first.reach)
    assert first.person_blind == second.person_blind != first.origin_blind
