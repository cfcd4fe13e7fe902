"""Whatever is reported about somebody under 18 is taken, and a protection officer has it at once."""

import re

import msgspec
import pytest

from catalog.core import outbox
from catalog.core.actor import SYSTEM, VISITOR
from i18n import Language
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from matching.identity import persons
from matching.identity.persons import AgeBand, Citizen, DocumentsInput, NewCitizen
from service import accounts
from service.accounts import NewAccount
from service.casework import people_access
from service.casework.advice import advice_sessions, claim_from_session, questions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.questions import NewQuestion
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.protection import minors, referrals, screenings
from service.casework.protection.referral_actions import NewAnswer, answer
from service.casework.protection.referrals import Status
from tests.support import cast, source_tree
from tests.support.cast import BARNO, CHINORA, NODIRA, TODAY

YOUNG = NewCitizen("Young Invented", "+998 90 000 00 77", age_band=AgeBand.UNDER_18)
SESSION = NewSession(
    Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.EXPLAINED, "KR", name="Young"
)
# What takes a report from outside or from a desk, and so must tell whether it is about a child.
INTAKES = re.compile(
    r"(?:wage_claims\.file|claim_from_session\.file|wage_diary\.file_claim|advice_sessions\.log"
    r"|questions\.ask|scam_reports\.report)\("
)


@pytest.fixture
def refer(ground, clock):
    new_account = NewAccount("nodira@invented.example", NODIRA.role)
    accounts.add(ground, new_account, by=SYSTEM, on=clock())
    return lambda number, by=VISITOR: minors.refer(ground, number, by=by, on=clock(), day=TODAY)


def claim_of(session, clock, contact=YOUNG):
    new_claim = msgspec.structs.replace(cast.ALISHERS_CLAIM, contact=contact)
    return wage_claims.file(session, new_claim, by=VISITOR, on=clock(), day=TODAY).claim


def logged(session, clock, **values):
    new_session = msgspec.structs.replace(SESSION, **values)
    return advice_sessions.log(session, new_session, by=BARNO, on=clock(), day=TODAY)


def asked(session, clock, young=True):
    new_question = NewQuestion(Topic.CONTRACT, "He is 16 and works.", "KR", young)
    return questions.ask(session, new_question, Language.UZ, by=VISITOR, on=clock()).code


def reported(session, clock, young=True):
    new_report = NewReport("Zq Recruiters", "KR", story="They sent her at 16", under_18=young)
    return scam_reports.report(session, new_report, by=VISITOR, on=clock()).reference


def test_every_kind_of_report_about_a_child_is_an_emergency_of_today(ground, clock, refer):
    numbers = [
        claim_of(ground, clock).reference,
        logged(ground, clock, age_band=AgeBand.UNDER_18).reference,
        asked(ground, clock),
        reported(ground, clock),
    ]
    for many, number in enumerate(numbers, 1):
        row = refer(number)
        seen = referrals.get(ground, row.reference, by=NODIRA)
        assert (seen.urgency, seen.due, seen.status) == ("emergency", TODAY, "in_progress")
        origin = screenings.find_origin(ground, referrals.unseal(ground, row, "origin"))
        assert origin.reference == number
        assert screenings.latest(ground, row.reference).minor.value == "yes"
        letters = outbox.latest(ground)
        assert len(letters) == many
        assert not re.search(rf"{number}|Young|Zq|KR|16", letters[0].words)
    assert referrals.count_waiting_emergencies(ground, by=NODIRA) == 4


def test_nobody_else_is_referred(ground, clock, refer):
    grown = claim_of(ground, clock, msgspec.structs.replace(YOUNG, age_band=AgeBand.FROM_18))
    for number in (
        grown.reference,
        logged(ground, clock).reference,
        asked(ground, clock, young=False),
        reported(ground, clock, young=False),
        "W-NOBODY22",
    ):
        assert refer(number) is None
    assert outbox.latest(ground) == []


def test_a_second_report_about_the_same_child_brings_their_case_forward(ground, clock, refer):
    claim = claim_of(ground, clock)
    row = refer(claim.reference)
    row.due = TODAY.replace(year=TODAY.year + 1)
    person = ground.get_one(Citizen, claim.citizen)
    again = wage_claims.file(
        ground, cast.ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY, citizen=person
    ).claim
    assert refer(again.reference) is row
    assert (row.due, len(outbox.latest(ground))) == (TODAY, 2)
    answer(ground, row, NewAnswer(Status.REVOKED), by=NODIRA, on=clock(), day=TODAY)
    assert refer(again.reference) is not row, "a case that is over helps nobody"


def test_the_session_says_it_where_the_person_said_nothing(ground, clock, refer):
    held = logged(ground, clock, age_band=AgeBand.UNDER_18, name="")
    filed = claim_from_session.file(
        ground, held, cast.ALISHERS_CLAIM, by=CHINORA, on=clock(), day=TODAY
    )
    assert refer(filed.claim.reference).urgency == "emergency"


def test_whose_passport_shows_a_child_is_referred_by_what_they_reported(ground, clock, refer):
    claim = claim_of(ground, clock, msgspec.structs.replace(YOUNG, age_band=AgeBand.NOT_STATED))
    person = ground.get_one(Citizen, claim.citizen)
    for year, many in ((TODAY.year - 30, 0), (TODAY.year - 16, 1)):
        documents = DocumentsInput(passport="AA7654321", birth_year=year)
        persons.set_documents(ground, person, documents, by=CHINORA, on=clock())
        minors.refer_person(ground, person, by=CHINORA, on=clock(), day=TODAY)
        assert referrals.count_waiting_emergencies(ground, by=NODIRA) == many


def test_a_year_of_birth_says_it_where_nobody_stated_the_age(ground, clock, refer):
    row = logged(ground, clock, birth_year=TODAY.year - 13)
    assert refer(row.reference).urgency == "emergency"
    nameless = logged(ground, clock, birth_year=TODAY.year - 13, name="")
    assert refer(nameless.reference).urgency == "emergency"
    grown = logged(ground, clock, birth_year=TODAY.year - 30, name="Grown Up")
    assert refer(grown.reference) is None


def test_a_protection_officer_reads_what_is_about_a_child_and_nothing_more(ground, clock):
    young, grown = (
        claim_of(ground, clock, msgspec.structs.replace(YOUNG, name=name, age_band=band))
        for name, band in (("Young", AgeBand.UNDER_18), ("Grown", AgeBand.FROM_18))
    )
    assert wage_claims.get(ground, young.reference, by=NODIRA) is young
    assert people_access.get(ground, young.citizen, by=NODIRA).name == "Young"
    with pytest.raises(wage_claims.NotFound):
        wage_claims.get(ground, grown.reference, by=NODIRA)
    assert questions.get(ground, asked(ground, clock), by=NODIRA).under_18
    with pytest.raises(questions.NotFound):
        questions.get(ground, asked(ground, clock, young=False), by=NODIRA)
    child = logged(ground, clock, age_band=AgeBand.UNDER_18)
    assert advice_sessions.get(ground, child.reference, by=NODIRA) is child


def test_no_way_in_forgets_to_ask_whether_it_is_about_a_child():
    forgotten = [
        path.name
        for folder in ("api", "pages")
        for path in (source_tree.ROOT / "service" / folder).rglob("*.py")
        if INTAKES.search(text := path.read_text()) and "minors.refer(" not in text
    ]
    assert forgotten == []
