"""What is done in a case: nothing leaves without consent, every end has its reason, and break-glass
is seen."""

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.journal import Entry
from catalog.reference.posts import NotAPost
from matching.identity.persons import ErasedPerson
from service.casework.protection import referral_actions, referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import (
    AlreadySent,
    Body,
    CaseOver,
    Helped,
    NewAnswer,
    NewCaseFacts,
    NewConsent,
    NewSending,
    NoHelpReason,
    NoHelpReasonNeeded,
    NoSuchCase,
    NotConsented,
    NotSent,
    OutcomeNeeded,
    Pillar,
    Victim,
    WrongStatus,
)
from service.casework.protection.referrals import WITHDRAWN, Consent, NewReferral, NoReason, Status
from tests.support.cast import ALISHER, CHINORA, CLAIM, ELYOR, IRODA, MOSCOW, NODIRA, SEOUL, TODAY

SENDING = NewSending(Body.CONSULATE, Pillar.PROTECTION, "Name and number")


@pytest.fixture
def case(ground, claim, clock):
    new_referral = NewReferral(CLAIM, Signs(debt=YesNoUnknown.YES), reach="By night")
    return referrals.refer(ground, new_referral, by=CHINORA, on=clock(), day=TODAY)


@pytest.fixture
def do(ground, case, clock):
    """A deed on the case, by a protection officer today."""

    def done(action, *items, by=NODIRA, dated=True):
        return action(ground, case, *items, by=by, on=clock(), **({"day": TODAY} if dated else {}))

    return done


def agreed(do, consent=Consent.GIVEN, reason=None):
    do(referral_actions.agree, NewConsent(consent, reason), dated=False)


def sent(do):
    agreed(do)
    do(referral_actions.send, SENDING)


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
def test_nothing_is_sent_without_consent(do, case, consent):
    agreed(do, consent)
    with pytest.raises(NotConsented):
        do(referral_actions.send, SENDING)
    assert case.body is None


def test_danger_may_stand_in_its_place_with_its_reason(do, case):
    with pytest.raises(NoReason):
        agreed(do, Consent.OVERRIDDEN)
    agreed(do, Consent.OVERRIDDEN, "Locked in")
    do(referral_actions.send, SENDING)
    assert (case.body, case.pillar, case.sent_on) == ("consulate", "1", TODAY)


def test_each_case_goes_to_one_body_once_and_consent_to_that_is_not_rewritten(do):
    sent(do)
    for action, values in (
        (referral_actions.send, SENDING),
        (referral_actions.agree, NewConsent(Consent.REFUSED)),
    ):
        with pytest.raises(AlreadySent):
            do(action, values, dated=action is referral_actions.send)


def test_a_body_accepts_and_helps(do, case):
    sent(do)
    do(referral_actions.answer, NewAnswer(Status.ACCEPTED))
    assert (case.status, case.over_on) == ("accepted", None)
    do(referral_actions.answer, NewAnswer(Status.DONE, Helped.YES))
    assert (case.status, case.helped, case.why_not, case.over_on) == ("done", True, None, TODAY)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (NewAnswer(Status.DONE), OutcomeNeeded),
        (NewAnswer(Status.DONE, Helped.NO), NoHelpReasonNeeded),
        (NewAnswer(Status.REJECTED), NoHelpReasonNeeded),
        (NewAnswer(Status.IN_PROGRESS), WrongStatus),
        (NewAnswer(Status.ACCEPTED), WrongStatus),
    ],
)
def test_an_end_says_whether_it_helped_and_why_not(do, case, given, refusal):
    sent(do)
    do(referral_actions.answer, NewAnswer(Status.ACCEPTED))
    with pytest.raises(refusal):
        do(referral_actions.answer, given)
    assert case.status == "accepted"


def test_a_rejection_keeps_why(do, case):
    sent(do)
    do(referral_actions.answer, NewAnswer(Status.REJECTED, why_not=NoHelpReason.CAPACITY))
    assert (case.status, case.why_not, case.helped) == ("rejected", "capacity", None)


def test_nobody_answers_what_was_not_sent_but_it_can_be_called_back(do, case):
    for item in (
        NewAnswer(Status.ACCEPTED),
        NewAnswer(Status.REJECTED, why_not=NoHelpReason.OTHER),
    ):
        with pytest.raises(NotSent):
            do(referral_actions.answer, item)
    do(referral_actions.answer, NewAnswer(Status.REVOKED))
    assert case.status == "revoked"


def test_done_is_not_reached_without_being_accepted(do):
    sent(do)
    with pytest.raises(WrongStatus):
        do(referral_actions.answer, NewAnswer(Status.DONE, Helped.YES))


def test_a_case_that_is_over_takes_notes_alone(ground, do, case):
    do(referral_actions.answer, NewAnswer(Status.REVOKED))
    late = [
        (referral_actions.agree, NewConsent(Consent.GIVEN)),
        (referral_actions.send, SENDING),
        (referral_actions.answer, NewAnswer(Status.ACCEPTED)),
        (referral_actions.amend, NewCaseFacts(Victim.PRESUMED, TODAY)),
        (referral_actions.rescreen, Signs()),
    ]
    for action, values in late:
        with pytest.raises(CaseOver):
            do(
                action,
                values,
                dated=action not in (referral_actions.agree, referral_actions.rescreen),
            )
    do(referral_actions.add_note, "Came by", dated=False)
    assert referrals.acts(ground, case)[0][1] == "Came by"


def test_facts_are_put_right_and_a_post_takes_the_lead(ground, do, case):
    do(referral_actions.amend, NewCaseFacts(Victim.PRESUMED, TODAY, MOSCOW, "By day now"))
    assert referrals.get(ground, case.reference, by=ELYOR) is case
    assert (case.victim, referrals.unseal(ground, case, "reach")) == ("presumed", "By day now")
    with pytest.raises(NotAPost):
        do(referral_actions.amend, NewCaseFacts(Victim.PRESUMED, TODAY, SEOUL), by=ELYOR)


def test_signs_written_anew_change_how_urgent_it_is(ground, do, case):
    do(referral_actions.rescreen, Signs(confined=YesNoUnknown.YES), dated=False)
    assert case.urgency == "emergency"
    assert screenings.latest(ground, case.reference).confined is YesNoUnknown.YES


def test_a_person_takes_consent_back_and_nothing_goes_on(do, case):
    sent(do)
    for _ in "12":
        do(referral_actions.withdraw, by=ALISHER)
    assert (case.consent, case.status, case.over_on) == (WITHDRAWN, "revoked", TODAY)
    with pytest.raises(CaseOver):
        do(referral_actions.answer, NewAnswer(Status.ACCEPTED))


def test_taking_it_back_changes_nothing_of_what_had_ended(do, case):
    sent(do)
    do(referral_actions.answer, NewAnswer(Status.REJECTED, why_not=NoHelpReason.CAPACITY))
    do(referral_actions.withdraw)
    assert (case.consent, case.status) == (WITHDRAWN, "rejected")


def test_another_body_is_another_case_of_the_same_person_and_consent_is_asked_anew(
    ground, do, case, claim
):
    sent(do)
    new = do(referral_actions.open_for_another_body)
    assert new.reference != case.reference
    assert (new.consent, new.body, new.status) == ("not_asked", None, "in_progress")
    assert referrals.unseal(ground, new, "person") == claim.citizen
    assert screenings.latest(ground, new.reference) == Signs(debt=YesNoUnknown.YES)
    assert referrals.unseal(ground, new, "reach") == "By night"
    assert len(referrals.list_for_persons(ground, [claim.citizen])) == 2


def test_break_glass_is_in_the_case_and_in_the_journal_with_its_reason_in_the_case_alone(
    ground, case, clock
):
    row = referral_actions.break_glass(
        ground, f" {case.reference.lower()} ", "A complaint", by=IRODA, on=clock()
    )
    assert row is case
    act, text = referrals.acts(ground, case)[0]
    assert (act.act, act.officer, text) == ("break_glass", IRODA.account, "A complaint")
    ground.commit()
    entry = journal.history(ground, "case", case.reference)[-1]
    assert (entry.act, entry.account, entry.fields) == ("break_glass", IRODA.account, "")
    assert "complaint" not in repr(ground.execute(select(Entry)).all())


def test_there_is_no_glass_to_break_where_there_is_no_case(ground, clock):
    with pytest.raises(NoSuchCase):
        referral_actions.break_glass(ground, "F-22222222", "Curious", by=IRODA, on=clock())


def test_every_change_is_one_entry_of_the_journal(ground, do, case):
    sent(do)
    do(referral_actions.answer, NewAnswer(Status.ACCEPTED))
    do(referral_actions.amend, NewCaseFacts(Victim.OFFICIAL, TODAY))
    do(referral_actions.add_note, "x", dated=False)
    do(referral_actions.withdraw)
    ground.commit()
    acts = [one.act for one in journal.history(ground, "case", case.reference)]
    assert acts == [
        "screen",
        "refer",
        "consent",
        "send",
        "answer",
        "amend",
        "note",
        "withdraw_consent",
    ]


def test_nothing_is_written_about_whoever_was_erased(do, case):
    case.person = None
    deeds = [
        (referral_actions.agree, NewConsent(Consent.GIVEN)),
        (referral_actions.add_note, "x"),
        (referral_actions.withdraw,),
        (referral_actions.open_for_another_body,),
    ]
    for action, *values in deeds:
        with pytest.raises(ErasedPerson):
            do(
                action,
                *values,
                dated=action in (referral_actions.withdraw, referral_actions.open_for_another_body),
            )
