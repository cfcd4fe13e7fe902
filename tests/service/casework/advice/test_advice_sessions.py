"""Legal advice: sessions and matters kept apart, each seen only by those it concerns."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from catalog.core.fields import AlreadyOver, TooFarAhead
from catalog.reference.countries import NotACountry
from catalog.reference.posts import NotAPost
from matching.identity.persons import AgeBand, Citizen, Sex
from matching.identity.telephones import NotAPhone
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Matter
from tests.support import cast
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA, MOSCOW, NODIRA, SEOUL, TODAY

ASKED = NewSession(Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU")


@pytest.fixture
def log(ground, clock):
    def logged(by=BARNO, **values) -> advice_tables.Session:
        return advice_sessions.log(
            ground, msgspec.structs.replace(ASKED, **values), by=by, on=clock(), day=TODAY
        )

    return logged


def test_a_caller_who_gives_no_name_is_a_matter_and_no_person(ground, log):
    row = log()
    assert row.citizen is None
    assert ground.get(Matter, row.matter).topic == "unpaid_wages"
    assert ground.execute(select(Citizen)).all() == []


def test_a_caller_with_a_name_is_a_person_with_what_was_noted_at_intake(ground, log):
    row = log(
        name="Alisher", phone="90 000 00 01", sex=Sex.MALE, age_band=AgeBand.FROM_18, region="1726"
    )
    person = ground.get(Citizen, row.citizen)
    assert (person.name, person.sex, person.region) == ("Alisher", "male", "1726")
    assert (row.sex, row.age_band, row.region) == ("male", "18_29", "1726")


def test_a_second_session_continues_the_matter_of_the_first(ground, log):
    first = log(name="Alisher")
    second = log(matter=first.matter, topic=Topic.CONTRACT, name="somebody else")
    assert (second.matter, second.citizen) == (first.matter, first.citizen)
    assert len(ground.execute(select(Matter)).all()) == 1


def test_nobody_continues_a_matter_that_is_not_there(log):
    with pytest.raises(NotFound) as refused:
        log(matter="M-NOBODY")
    assert refused.value.field == "matter"


def test_an_attache_cannot_continue_the_matter_of_another_post(log):
    of_seoul = log(by=DAVRON)
    with pytest.raises(NotFound):
        log(by=ELYOR, matter=of_seoul.matter)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"country": "ZZ"}, NotACountry),
        ({"post": "NO-POST"}, NotAPost),
        ({"name": "A", "phone": "x"}, NotAPhone),
    ],
)
def test_what_is_not_known_is_refused(log, values, refusal):
    with pytest.raises(refusal):
        log(**values)


def test_a_session_belongs_to_the_post_of_its_attache(log):
    assert log(by=DAVRON).post == SEOUL
    assert log(by=BARNO).post is None
    assert log(by=BARNO, post=MOSCOW).post == MOSCOW
    with pytest.raises(NotAPost):
        log(by=DAVRON, post=MOSCOW)


def test_a_note_is_sealed_and_read_again(ground, log):
    for name in ("Alisher", ""):
        row = log(name=name, note="He has no contract.")
        assert b"contract" not in row.note
        assert advice_sessions.note(ground, row) == "He has no contract."
    assert advice_sessions.note(ground, log()) == ""


def seen(session, by) -> set[str]:
    return {row.officer for row in advice_sessions.latest(session, by=by)}


def test_each_sees_only_what_concerns_them(ground, log):
    log(by=BARNO, region="1726")
    log(by=DAVRON)
    log(by=ELYOR)
    log(by=CHINORA, region="1703")
    assert seen(ground, DAVRON) == {DAVRON.account}
    assert seen(ground, ELYOR) == {ELYOR.account}
    assert seen(ground, BARNO) == {BARNO.account}
    assert len(seen(ground, IRODA)) == 4
    assert seen(ground, NODIRA) == seen(ground, CHINORA) == set()


def test_a_protection_officer_sees_what_tells_of_danger_and_the_claims_of_those_people(
    ground, log, clock
):
    result = log(by=BARNO, name="Alisher", topic=Topic.DOCUMENT_KEPT)
    assert advice_sessions.latest(ground, by=NODIRA) == [result]
    claim = wage_claims.file(ground, cast.ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY).claim
    assert cast.seen(ground, by=NODIRA) == []
    claim.citizen = result.citizen
    ground.flush()
    assert cast.seen(ground, by=NODIRA) == [claim]


def test_a_claims_officer_sees_the_sessions_of_people_with_a_claim(ground, log, clock):
    result = log(by=BARNO, name="Alisher")
    assert advice_sessions.latest(ground, by=CHINORA) == []
    wage_claims.file(
        ground, cast.ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY
    ).claim.citizen = result.citizen
    ground.flush()
    assert advice_sessions.latest(ground, by=CHINORA) == [result]


def test_an_adviser_sees_the_sessions_of_their_region_too(ground, log):
    log(by=CHINORA, region="1726")
    assert seen(ground, BARNO) == {CHINORA.account}


def test_another_posts_session_is_not_there(ground, log):
    of_seoul = log(by=DAVRON)
    assert advice_sessions.get(ground, of_seoul.reference, by=DAVRON) is of_seoul
    for reference in (of_seoul.reference, "A-NOBODY"):
        with pytest.raises(NotFound):
            advice_sessions.get(ground, reference, by=ELYOR)


def test_the_newest_come_first_page_by_page_and_are_counted(ground, log, clock):
    rows = []
    for topic in (Topic.HOUSING, Topic.CONTRACT, Topic.HOUSING):
        clock.forward(hours=1)
        rows.insert(0, log(topic=topic))
    assert advice_sessions.latest(ground, by=IRODA, limit=2) == rows[:2]
    assert advice_sessions.latest(ground, by=IRODA, limit=2, offset=2) == rows[2:]
    assert advice_sessions.count(ground, by=IRODA) == 3
    assert advice_sessions.count(ground, by=IRODA, topic=Topic.HOUSING) == 2
    assert advice_sessions.count(ground, by=DAVRON) == 0


def test_the_journal_names_nobody(ground, log):
    row = log(name="Alisher", note="He has no contract.")
    ground.commit()
    (entry,) = journal.history(ground, "advice", row.reference)
    assert (entry.act, entry.account, entry.fields) == ("log", BARNO.account, "")


@pytest.mark.parametrize(("days", "refusal"), [(-1, AlreadyOver), (3 * 366 + 1, TooFarAhead)])
def test_somebody_is_called_again_on_a_day_that_can_come(log, days, refusal):
    with pytest.raises(refusal) as refused:
        log(follow_up_on=TODAY + timedelta(days))
    assert refused.value.field == "follow_up_on"
    assert log(follow_up_on=TODAY).follow_up_on == TODAY
