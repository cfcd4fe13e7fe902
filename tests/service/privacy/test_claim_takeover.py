"""A claim filed without signing in, taken over by its secret or by a recovery code, and no more."""

import msgspec
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import VISITOR
from i18n import Language
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, NewCitizen, Sex
from service import accounts
from service.accounts import login_sessions, number_changes, phone_login, second_factor
from service.accounts.login_sessions import SignIn
from service.casework.advice import advice_sessions, claim_from_session
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import follow_secret, wage_claims
from service.casework.protection import minors, record_merge
from service.casework.protection.record_merge import NotJoined
from service.pages.shared import account_tasks
from service.privacy import claim_takeover
from service.privacy.claim_takeover import OfficerNeeded, OtherName, WrongClaimCode
from tests.support.cast import ALISHERS_CLAIM, CHINORA, DAVRON, TODAY

NUMBER, OLD = "+998901112277", "+998901112266"
WORKER = NewCitizen("Botir Invented", NUMBER, sex=Sex.MALE)
CALL = NewSession(
    Channel.HOTLINE,
    Topic.UNPAID_WAGES,
    Level.ADVICE,
    Outcome.EXPLAINED,
    "RU",
    name=WORKER.name,
    phone=NUMBER,
)


@pytest.fixture
def account(ground, clock):
    row = phone_login.get_or_open(ground, NUMBER, Language.UZ, on=clock())
    named(ground, row, "Botir Invented", clock)
    return row


def named(session, account, name, clock) -> None:
    by = accounts.actor_for(account)
    phone_login.set_name_and_language(session, account, name, "uz", by=by, on=clock())


def file(session, clock, contact=WORKER, **known):
    new_claim = msgspec.structs.replace(ALISHERS_CLAIM, contact=contact)
    return wage_claims.file(session, new_claim, by=VISITOR, on=clock(), day=TODAY, **known).claim


def take(session, clock, account, claim, secret=None):
    person = session.get_one(Citizen, account.citizen)
    secret = follow_secret.secret_of(claim.reference) if secret is None else secret
    by = accounts.actor_for(account)
    return claim_takeover.by_secret(session, claim.reference, secret, person, by=by, on=clock())


def shown(session, account) -> list[str]:
    person = session.get_one(Citizen, account.citizen)
    return [one.reference for one in account_tasks.list_claims(session, person)]


def test_the_secret_brings_the_claim_into_the_account_once_and_the_journal_says_who(
    ground, clock, account
):
    claim = file(ground, clock)
    for _ in "12":
        take(ground, clock, account, claim)
    ground.commit()
    assert shown(ground, account) == [claim.reference]
    acts = {(one.act, one.account) for one in journal.history(ground, "claim", claim.reference)}
    assert ("take_over", account.reference) in acts
    merged = [
        one for one in journal.history(ground, "citizen", claim.citizen) if one.act == "merge"
    ]
    assert [one.account for one in merged] == [account.reference]


def test_a_second_press_finds_the_merge_of_the_first_and_not_a_refusal(ground, clock, account):
    claim = file(ground, clock)
    row, lead = ground.get_one(Citizen, claim.citizen), ground.get_one(Citizen, account.citizen)
    # As another connection wrote it after this one had read both records.
    done = update(Citizen).where(col(Citizen.reference) == row.reference)
    ground.execute(
        done.values(same_as=lead.reference), execution_options={"synchronize_session": False}
    )
    assert row.same_as is None
    take(ground, clock, account, claim)
    assert row.same_as == lead.reference


def test_a_wrong_secret_and_a_claim_that_does_not_exist_get_one_answer(ground, clock, account):
    claim = file(ground, clock)
    for number, secret in ((claim.reference, "A" * 24), ("W-NOSUCHXX", "A" * 24)):
        person = ground.get_one(Citizen, account.citizen)
        with pytest.raises(WrongClaimCode):
            claim_takeover.by_secret(ground, number, secret, person, by=DAVRON, on=clock())


def test_the_secret_of_one_claim_opens_nothing_else_of_its_record(ground, clock, account):
    def another_claim(claim) -> None:
        file(ground, clock, citizen=ground.get_one(Citizen, claim.citizen))

    def a_session(claim) -> None:
        person = ground.get_one(Citizen, claim.citizen)
        advice_sessions.log(ground, CALL, by=DAVRON, on=clock(), day=TODAY, person=person)

    def another_record(claim) -> None:
        other = persons.record(ground, WORKER, by=CHINORA, on=clock())
        other.same_as = claim.citizen

    def a_sign_in(claim) -> None:
        phone_login.get_or_open(ground, OLD, Language.UZ, on=clock()).citizen = claim.citizen

    for add in (another_claim, a_session, another_record, a_sign_in):
        claim = file(ground, clock)
        add(claim)
        ground.flush()
        with pytest.raises(OfficerNeeded):
            take(ground, clock, account, claim)
        assert shown(ground, account) == []


def test_a_paper_with_the_secret_does_not_show_a_stranger_name_number_and_story(
    ground, clock, account
):
    named(ground, account, "", clock)
    for number in ("+79161234567", ""):
        contact = msgspec.structs.replace(WORKER, name="Dilorom Fancied", phone=number)
        with pytest.raises(OfficerNeeded):
            take(ground, clock, account, file(ground, clock, contact))
    assert shown(ground, account) == []


def test_a_child_in_a_protected_case_is_left_to_an_officer(ground, clock, account):
    young = msgspec.structs.replace(WORKER, age_band=AgeBand.UNDER_18)
    claim = file(ground, clock, young)
    minors.refer(ground, claim.reference, by=VISITOR, on=clock(), day=TODAY)
    with pytest.raises(OfficerNeeded):
        take(ground, clock, account, claim)


def test_the_call_from_which_the_claim_came_does_not_hold_it_back(ground, clock, account):
    call = advice_sessions.log(ground, CALL, by=DAVRON, on=clock(), day=TODAY)
    claim = claim_from_session.file(
        ground, call, ALISHERS_CLAIM, by=DAVRON, on=clock(), day=TODAY
    ).claim
    take(ground, clock, account, claim)
    assert shown(ground, account) == [claim.reference]


def test_two_persons_are_not_made_one(ground, clock, account):
    claim = file(ground, clock)
    named(ground, account, "Dilorom Fancied", clock)
    with pytest.raises(OtherName):
        take(ground, clock, account, claim)
    named(ground, account, "Botir Invented", clock)
    ground.get_one(Citizen, account.citizen).sex = Sex.FEMALE.value
    with pytest.raises(OfficerNeeded):
        take(ground, clock, account, claim)


def test_an_officer_undoes_it_for_good_without_seeing_the_account(ground, clock, account):
    claim = file(ground, clock)
    row = ground.get_one(Citizen, claim.citizen)
    with pytest.raises(NotJoined):
        record_merge.unmerge_own(ground, row, by=CHINORA, on=clock())
    take(ground, clock, account, claim)
    ground.commit()
    assert record_merge.merged_by_person(ground, row)
    record_merge.unmerge_own(ground, row, by=CHINORA, on=clock())
    ground.commit()
    assert (shown(ground, account), record_merge.merged_by_person(ground, row)) == ([], False)
    with pytest.raises(OfficerNeeded):
        take(ground, clock, account, claim)


@pytest.fixture
def earlier(ground, clock):
    """An earlier account with a claim, whose number is lost."""
    row = phone_login.get_or_open(ground, OLD, Language.UZ, on=clock())
    claim = file(ground, clock, citizen=ground.get_one(Citizen, row.citizen))
    codes = second_factor.renew_codes(ground, row, by=accounts.actor_for(row), on=clock())
    return row, claim, codes


def recover(session, clock, account, claim, code):
    return claim_takeover.by_recovery_code(
        session,
        claim.reference,
        code,
        account,
        site="https://musofir.example",
        by=accounts.actor_for(account),
        on=clock(),
    )


def wait(session, clock, days=3) -> None:
    clock.forward(days=days)
    number_changes.apply_due(session, on=clock(), merge=record_merge.merge_own)


def test_a_recovery_code_opens_the_earlier_account_and_three_days_later_by_the_new_number(
    ground, clock, account, earlier
):
    row, claim, codes = earlier
    own = file(ground, clock, citizen=ground.get_one(Citizen, account.citizen))
    login_sessions.create(ground, row, "Edge", whole=True, on=clock())
    assert recover(ground, clock, account, claim, codes[0]) is row
    mine = select(SignIn).where(col(SignIn.account) == row.reference)
    assert ground.execute(mine).first() is None
    wait(ground, clock, days=2)
    assert phone_login.find_by_number(ground, NUMBER) is account
    assert shown(ground, row) == [claim.reference]
    wait(ground, clock, days=1)
    ground.commit()
    assert phone_login.find_by_number(ground, NUMBER) is row
    assert set(shown(ground, row)) == {claim.reference, own.reference}
    assert account.disabled_at
    with pytest.raises(WrongClaimCode):
        recover(ground, clock, account, claim, codes[0])


def test_the_old_number_stops_it_and_the_new_account_stays(ground, clock, account, earlier):
    row, claim, codes = earlier
    recover(ground, clock, account, claim, codes[0])
    by = accounts.actor_for(row)
    number_changes.stop_all(ground, row.citizen, by=by, on=clock())
    wait(ground, clock)
    assert phone_login.find_by_number(ground, NUMBER) is account
    assert account.disabled_at is None


def test_a_recovery_code_of_another_account_opens_nothing(ground, clock, account, earlier):
    _, claim, _ = earlier
    other = second_factor.renew_codes(ground, account, by=accounts.actor_for(account), on=clock())
    for about in (claim, file(ground, clock)):
        with pytest.raises(WrongClaimCode):
            recover(ground, clock, account, about, other[0])
