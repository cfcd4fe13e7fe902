"""A case of a person whom an officer chose: shown by sign-in only if the passport was seen."""

import msgspec
import pytest

from catalog.core import journal
from i18n import Language
from matching.identity import known_persons, persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import opened_records, phone_login
from service.casework import people_access
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.protection import record_merge
from tests.support.cast import ELYOR, IRODA, TODAY

NUMBER = "+998901112277"
CALL = NewSession(Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.EXPLAINED, "RU")


@pytest.fixture
def signs_in(ground, clock) -> Citizen:
    """The record of somebody who signs in, and whom Elyor knows."""
    account = phone_login.get_or_open(ground, NUMBER, Language.UZ, on=clock())
    row = ground.get_one(Citizen, account.citizen)
    row.name, row.region, row.recorded_by = "Botir Invented", "1726", ELYOR.account
    return row


def log(session, clock, chosen, **values):
    asked = msgspec.structs.replace(CALL, citizen=chosen.reference, **values)
    person = people_access.choose_caller(session, asked, by=ELYOR, on=clock())
    return advice_sessions.log(session, asked, by=ELYOR, on=clock(), day=TODAY, person=person)


def test_without_a_passport_the_case_is_linked_and_not_opened_by_sign_in(ground, clock, signs_in):
    row = ground.get_one(Citizen, log(ground, clock, signs_in, phone="+998901112278").citizen)
    assert row.reference != signs_in.reference
    assert (row.linked_to, row.same_as, row.name) == (signs_in.reference, None, "Botir Invented")
    assert (row.region, persons.phone(ground, row)) == ("1726", "+998901112278")
    assert persons.phone(ground, signs_in) == NUMBER
    assert not opened_records.is_opened(ground, row)
    assert people_access.linked(ground, signs_in, by=ELYOR) == [row]


def test_with_the_passport_seen_the_case_is_theirs_and_the_journal_says_so(ground, clock, signs_in):
    assert log(ground, clock, signs_in, passport_seen=True).citizen == signs_in.reference
    ground.commit()
    last = journal.history(ground, "citizen", signs_in.reference)[-1]
    assert (last.act, last.fields, last.account) == ("see_papers", "passport", ELYOR.account)


def test_where_nobody_signs_in_the_chosen_record_has_the_case(ground, clock, signs_in):
    row = persons.record(ground, NewCitizen("Anvar Invented"), by=ELYOR, on=clock())
    assert log(ground, clock, row).citizen == row.reference
    # A record that was merged with one that is signed in to is opened as well.
    signs_in.recorded_by = IRODA.account
    record_merge.merge(ground, row.reference, signs_in.reference, by=IRODA, on=clock())
    assert opened_records.is_opened(ground, row)
    third = persons.record(ground, NewCitizen("Anvar I."), by=IRODA, on=clock())
    record_merge.merge(ground, row.reference, third.reference, by=IRODA, on=clock())
    assert opened_records.is_opened(ground, third)
    assert log(ground, clock, row).citizen != row.reference


def test_a_linked_record_is_counted_with_the_one_that_leads(ground, clock, signs_in):
    first = known_persons.record_linked(ground, NewCitizen("A"), signs_in, by=ELYOR, on=clock())
    second = known_persons.record_linked(ground, NewCitizen("B"), first, by=ELYOR, on=clock())
    assert second.linked_to == signs_in.reference
