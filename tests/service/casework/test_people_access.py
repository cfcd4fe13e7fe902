"""People at the desk: whom one may see, who is alike, two records of one person, and a number seen
in full."""

import msgspec
import pytest

from catalog.core import journal
from catalog.core.errors import NotFound
from matching.identity import persons as people
from matching.identity.duplicates import SearchInput
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen
from service.casework import people_access
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.people_access import ErasedPerson, NoSuchValue
from service.casework.protection import record_merge
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA, TODAY

PASSPORT, PINFL = "AA0000001", "00000000000001"
CALL = NewSession(Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.EXPLAINED)


@pytest.fixture
def alisher(ground, claim):
    """Known by a claim in Moscow."""
    return ground.get_one(Citizen, claim.citizen)


@pytest.fixture
def write(ground, clock):
    """Somebody written down by an officer."""

    def written(name, phone="", by=DAVRON, **documents):
        row = people.record(ground, NewCitizen(name, phone), by=by, on=clock())
        if documents:
            people.set_documents(ground, row, DocumentsInput(**documents), by=by, on=clock())
        return row

    return written


def may_see(session, by, row):
    try:
        return people_access.get(session, row.reference, by=by) is row
    except NotFound:
        return False


def asked(session, by, **values):
    found = people_access.find_similar(session, SearchInput(**values), by=by)
    return [(one.name, one.by) for one in found.people], found.elsewhere


def test_a_person_is_seen_by_those_with_a_case_of_theirs(ground, alisher):
    seen = {
        by.name for by in (BARNO, CHINORA, DAVRON, ELYOR, IRODA) if may_see(ground, by, alisher)
    }
    assert seen == {"Chinora", "Elyor", "Iroda"}


def test_a_person_without_a_case_is_seen_by_whoever_wrote_them_down(ground, write):
    row = write("Bobur Invented", by=DAVRON)
    assert [by.name for by in (CHINORA, DAVRON, ELYOR, IRODA) if may_see(ground, by, row)] == [
        "Davron"
    ]


def test_a_passport_of_nobody_s_case_is_found_by_a_supervisor(ground, write):
    row = write("Bobur Invented", by=DAVRON, passport=PASSPORT)
    assert [by.name for by in (CHINORA, ELYOR, IRODA) if may_see(ground, by, row)] == ["Iroda"]


def test_a_session_lets_its_post_see_the_caller(ground, write, clock):
    row = write("Bobur Invented", by=DAVRON)
    result = msgspec.structs.replace(CALL, citizen=row.reference, post="RU-MOSCOW-EMB")
    advice_sessions.log(ground, result, by=BARNO, on=clock(), day=TODAY, person=row)
    assert may_see(ground, ELYOR, row)
    assert may_see(ground, BARNO, row)


def test_nobody_is_the_same_answer_as_somebody_elsewhere(ground, alisher):
    for number in (alisher.reference, "C-NOBODY"):
        with pytest.raises(NotFound) as refused:
            people_access.get_chosen(ground, number, by=DAVRON)
        assert refused.value.field == "citizen"


def test_somebody_is_found_by_number_first_and_then_by_name(ground, alisher, write):
    write("Alisher Invented", by=ELYOR)
    assert asked(ground, ELYOR, name="Алишер Invented", phone="90 000 00 01") == (
        [("Alisher Invented", "phone"), ("Alisher Invented", "same_name")],
        False,
    )
    assert asked(ground, ELYOR, name="Alisher Invente")[0][0][1] == "name", "only similar"


@pytest.mark.parametrize(
    "values",
    [{"phone": "+998 90 000 00 01"}, {"passport": "АА0000001"}, {"pinfl": PINFL}],
    ids=lambda values: next(iter(values)),
)
def test_of_somebody_elsewhere_only_a_whole_number_tells_that_there_is_somebody(
    ground, clock, alisher, values
):
    people.set_documents(ground, alisher, DocumentsInput(PASSPORT, PINFL), by=ELYOR, on=clock())
    assert asked(ground, DAVRON, **values) == ([], True)
    assert asked(ground, DAVRON, name="Alisher Invented") == ([], False)
    assert asked(ground, DAVRON, **{kind: value[:-1] for kind, value in values.items()}) == (
        [],
        False,
    )


def test_a_person_who_was_joined_is_shown_once_and_not_elsewhere(ground, clock, alisher, write):
    other = write("Alisher Invented", "90 000 00 01", by=CHINORA)
    record_merge.merge(ground, alisher.reference, other.reference, by=CHINORA, on=clock())
    found = people_access.find_similar(
        ground, SearchInput("Alisher Invented", "90 000 00 01"), by=CHINORA
    )
    assert [one.reference for one in found.people] == [alisher.reference]
    assert (
        people_access.find_similar(ground, SearchInput(phone="90 000 00 01"), by=ELYOR).elsewhere
        is False
    )


def test_a_number_seen_in_full_is_written_down_by_its_kind(ground, clock, alisher):
    assert people_access.reveal(ground, alisher, "phone", by=ELYOR, on=clock()) == "+998900000001"
    ground.commit()
    entry = journal.history(ground, "citizen", alisher.reference)[-1]
    assert (entry.act, entry.fields, entry.account) == ("reveal", "phone", ELYOR.account)


@pytest.mark.parametrize("what", ["pinfl", "name", "phone_blind", ""])
def test_what_is_not_kept_sealed_cannot_be_revealed(ground, clock, alisher, what):
    with pytest.raises(NoSuchValue):
        people_access.reveal(ground, alisher, what, by=ELYOR, on=clock())


def test_an_erased_person_is_shown_as_erased_and_gets_no_new_case(ground, clock, alisher):
    alisher.erased_at = clock()
    ground.flush()
    assert people_access.get(ground, alisher.reference, by=ELYOR).erased_at
    with pytest.raises(ErasedPerson):
        people_access.get_chosen(ground, alisher.reference, by=ELYOR)


def test_that_somebody_was_asked_for_is_written_down_without_their_name(ground, clock):
    people_access.record_lookup(
        ground, SearchInput("Alisher Invented", passport=PASSPORT), by=DAVRON, on=clock()
    )
    ground.commit()
    (entry,) = journal.history(ground, "account", DAVRON.account)
    assert (entry.act, entry.fields) == ("alike", "name,passport")
    assert "Alisher" not in str(entry.model_dump())
