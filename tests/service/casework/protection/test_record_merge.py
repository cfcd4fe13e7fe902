"""Two records of one person: joined, parted again, and how often their protected cases count."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import VISITOR, Role
from catalog.core.errors import NotFound
from matching.identity import counted_persons, deaths
from matching.identity import persons as people
from matching.identity.persons import Citizen, ErasedPerson, NewCitizen
from service.accounts import Account, login_sessions
from service.accounts.login_sessions import SignIn
from service.casework import people_access
from service.casework.claims import wage_claims
from service.casework.protection import record_merge, referrals
from service.casework.protection.record_merge import AlreadyMerged, NotJoined, OnePerson
from service.casework.protection.referrals import NewReferral
from service.privacy import erase
from service.reporting.annual import years
from service.reporting.figures import figures
from service.reporting.figures.definitions import PROTECTION_FIGURES
from tests.support import sample_applications, sample_incidents
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, DAVRON, ELYOR, IRODA, TODAY


@pytest.fixture
def alisher(ground, claim):
    return ground.get_one(Citizen, claim.citizen)


@pytest.fixture
def write(ground, clock):
    def written(name, by=CHINORA):
        return people.record(ground, NewCitizen(name), by=by, on=clock())

    return written


@pytest.fixture
def helped(ground, clock):
    """A record of somebody whom the embassy in Moscow helped."""

    def victim(name) -> Citizen:
        result = msgspec.structs.replace(ALISHERS_CLAIM, contact=NewCitizen(name))
        claim = wage_claims.file(ground, result, by=VISITOR, on=clock(), day=TODAY).claim
        protect(claim.reference)
        return ground.get_one(Citizen, claim.citizen)

    def protect(claim: str) -> None:
        row = referrals.refer(ground, NewReferral(claim), by=ELYOR, on=clock(), day=TODAY)
        row.victim, row.helped, row.status, row.over_on = "presumed", True, "done", TODAY
        ground.flush()

    victim.again = protect
    return victim


def counted(session) -> list[int]:
    """Victims in all, and those of the one country."""
    span = years.elapsed_span(TODAY.year, TODAY)
    return [
        one.value
        for about in PROTECTION_FIGURES[:2]
        for one in figures.count_figure(session, about, span)
    ]


def test_a_victim_under_two_records_counts_once_when_they_are_joined_and_twice_when_parted(
    ground, clock, helped
):
    first, second = helped("Zqfirst Invented"), helped("Zqsecond Invented")
    assert counted(ground) == [2, 2]
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert counted(ground) == [1, 1]
    record_merge.unmerge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert counted(ground) == [2, 2]


def test_whoever_leads_those_led_before_and_a_case_opened_since_are_one_victim(
    ground, clock, helped
):
    first, second, third = (helped(f"Zq{name} Invented") for name in ("first", "second", "third"))
    record_merge.merge(ground, second.reference, third.reference, by=CHINORA, on=clock())
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert counted(ground) == [1, 1]
    (claim,) = people_access.claims(ground, [third], by=ELYOR)
    helped.again(claim.reference)
    assert counted(ground) == [1, 1], "a case opened under a record that does not lead"
    record_merge.unmerge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert counted(ground) == [2, 2], "third stays with first"


def test_each_record_finds_the_cases_of_the_person_and_which_were_opened_under_it(
    ground, clock, helped
):
    first, second = helped("Zqfirst Invented"), helped("Zqsecond Invented")
    own = [
        case.reference
        for one in (first, second)
        for case in referrals.list_for_persons(ground, [one.reference])
    ]
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    for one in (first, second):
        assert {
            case.reference for case in referrals.list_for_persons(ground, [one.reference])
        } == set(own)
    opened = [
        case.reference
        for one in (first, second)
        for case in referrals.list_for_record(ground, one.reference)
    ]
    assert opened == own
    record_merge.unmerge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert [
        case.reference
        for one in (first, second)
        for case in referrals.list_for_persons(ground, [one.reference])
    ] == own


def test_two_cases_under_joined_records_look_like_two_of_one_record(ground, clock, helped):
    """Or the few who were joined would tell from a stolen disk whose case it is."""
    first, second = helped("Zqfirst Invented"), helped("Zqsecond Invented")
    versions = [one.version for one in referrals.list_for_record(ground, second.reference)]
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    ground.expire_all()
    cases = referrals.list_for_persons(ground, [first.reference])
    assert {case.person_blind for case in cases} == {referrals.mark("person", first.reference)}
    assert [one.version for one in referrals.list_for_record(ground, second.reference)] == versions


def test_who_is_erased_alone_takes_only_the_cases_under_their_own_record_along(
    ground, clock, helped
):
    """As a restored backup is told who was erased: they may have been parted in between."""
    first, second = helped("Zqfirst Invented"), helped("Zqsecond Invented")
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    erase.erase_record(ground, second, by=IRODA, on=clock())
    assert referrals.list_for_record(ground, second.reference) == []
    assert len(referrals.list_for_record(ground, first.reference)) == 1
    assert counted(ground) == [1, 1], "what was counted is still counted"


def test_a_case_opened_while_two_records_are_joined_is_the_leading_one_s(seeded, clock):
    def refer() -> str:
        with seeded.write() as other:
            return referrals.refer(
                other, NewReferral(CLAIM), by=ELYOR, on=clock(), day=TODAY
            ).reference

    with ThreadPoolExecutor(1) as hand, seeded.write() as session:
        own = wage_claims.get(session, CLAIM, by=CHINORA).citizen
        lead = people.record(
            session, NewCitizen("Zqlead Invented"), by=CHINORA, on=clock()
        ).reference
        record_merge.merge(session, lead, own, by=CHINORA, on=clock())
        opened = hand.submit(refer)
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.3)
        session.commit()
        number = opened.result(timeout=20)
    with seeded.read() as session:
        assert session.get_one(referrals.Referral, number).person_blind == referrals.mark(
            "person", lead
        )


def test_two_records_are_one_person_until_it_is_taken_back(ground, clock, alisher, write):
    other = write("Алишер Invented", by=CHINORA)
    record_merge.merge(ground, alisher.reference, other.reference, by=CHINORA, on=clock())
    assert people_access.same_person(ground, alisher, by=CHINORA) == [other]
    assert people_access.get_leading_record(ground, other, by=CHINORA) is alisher
    record_merge.unmerge(ground, alisher.reference, other.reference, by=CHINORA, on=clock())
    ground.commit()
    assert people_access.same_person(ground, alisher, by=CHINORA) == []
    acts = [entry.act for entry in journal.history(ground, "citizen", other.reference)]
    assert acts == ["record", "merge", "part"]


def test_the_cases_of_both_belong_to_the_one_who_leads(ground, clock, alisher, write):
    result = msgspec.structs.replace(ALISHERS_CLAIM, contact=NewCitizen("Алишер Invented"))
    second = wage_claims.file(ground, result, by=VISITOR, on=clock(), day=TODAY).claim
    record_merge.merge(ground, alisher.reference, second.citizen, by=CHINORA, on=clock())
    every = [alisher, *people_access.same_person(ground, alisher, by=CHINORA)]
    assert second.reference in {
        one.reference for one in people_access.claims(ground, every, by=CHINORA)
    }
    assert people_access.claims(ground, every, by=DAVRON) == []


def test_the_main_record_stays_it_though_the_other_one_was_linked_to_a_third(ground, clock, write):
    main, joined, third, linked = (write(f"Zq{name} Invented") for name in "ABCD")
    joined.linked_to, linked.linked_to = third.reference, main.reference
    ground.flush()
    record_merge.merge(ground, main.reference, joined.reference, by=CHINORA, on=clock())
    assert (main.linked_to, third.linked_to) == (None, main.reference)
    counted_as = select(counted_persons.counted_reference()).distinct()
    own = [row.reference for row in (main, joined, third, linked)]
    leads = ground.execute(counted_as.where(col(Citizen.reference).in_(own))).scalars().all()
    assert leads == [main.reference], "one person"
    record_merge.unmerge(ground, main.reference, joined.reference, by=CHINORA, on=clock())
    assert (main.linked_to, third.linked_to) == (None, None)
    assert joined.linked_to == third.reference


def test_there_are_no_chains_of_records(ground, clock, write):
    first, second, third = (
        write(name, by=CHINORA) for name in ("A Invented", "B Invented", "C Invented")
    )
    record_merge.merge(ground, second.reference, third.reference, by=CHINORA, on=clock())
    record_merge.merge(ground, first.reference, second.reference, by=CHINORA, on=clock())
    assert (second.same_as, third.same_as) == (first.reference, first.reference)
    for kept, other in ((second, first), (first, third)):
        with pytest.raises(AlreadyMerged):
            record_merge.merge(ground, kept.reference, other.reference, by=CHINORA, on=clock())


def test_nobody_is_joined_to_themself_to_an_erased_one_or_to_somebody_elsewhere(
    ground, clock, alisher, write
):
    erased, elsewhere = write("Erased", by=CHINORA), write("Elsewhere", by=DAVRON)
    erased.erased_at = clock()
    for other, refusal in ((alisher, OnePerson), (erased, ErasedPerson), (elsewhere, NotFound)):
        with pytest.raises(refusal):
            record_merge.merge(ground, alisher.reference, other.reference, by=CHINORA, on=clock())
    with pytest.raises(NotJoined):
        record_merge.unmerge(ground, alisher.reference, erased.reference, by=CHINORA, on=clock())


def test_a_living_person_joined_by_mistake_is_not_dead_when_parted(ground, clock, claim, write):
    other = write("Zqnamesake Invented").reference
    record_merge.merge(ground, claim.citizen, other, by=CHINORA, on=clock())
    sample_incidents.died(ground, claim.citizen, on=clock())
    record_merge.unmerge(ground, claim.citizen, other, by=CHINORA, on=clock())
    assert deaths.day_of_death(ground, claim.citizen) == TODAY
    assert deaths.day_of_death(ground, other) is None


def test_a_merge_with_the_record_of_a_dead_person_ends_the_login_sessions(
    ground, clock, alisher, write
):
    account = Account(
        name="Zqname", citizen=alisher.reference, role=Role.CITIZEN.value, opened_at=clock()
    )
    ground.add(account)
    ground.flush()

    def is_signed_in() -> bool:
        own = select(SignIn).where(col(SignIn.account) == account.reference)
        return ground.execute(own).first() is not None

    login_sessions.create(ground, account, "Browser", whole=True, on=clock())
    record_merge.merge(ground, alisher.reference, write("Alive").reference, by=CHINORA, on=clock())
    assert is_signed_in()
    dead = write("Dead")
    dead.died_on = TODAY
    ground.flush()
    record_merge.merge(ground, alisher.reference, dead.reference, by=CHINORA, on=clock())
    assert not is_signed_in()


def test_a_merge_with_the_record_of_a_dead_person_withdraws_open_applications(seeded, clock):
    with seeded.write() as session:
        person = sample_applications.worker(session, on=clock())
        row = sample_applications.applied(session, person, on=clock())
        dead = people.record(session, NewCitizen("Dead"), by=CHINORA, on=clock())
        dead.died_on = TODAY
        session.flush()
        record_merge.merge_own(session, person.reference, dead.reference, by=IRODA, on=clock())
        assert row.state == "withdrawn"
