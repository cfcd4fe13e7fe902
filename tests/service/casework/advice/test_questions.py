"""Questions in writing: asked by nobody, found again by code and secret, answered once."""

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from catalog.reference.countries import NotACountry
from i18n import Language
from matching.identity.persons import Citizen
from service.casework.advice import questions
from service.casework.advice.questions import AlreadyAnswered, NewAnswer, NewQuestion
from service.casework.advice.topics import Topic
from service.casework.scope import advice_tables
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA, NODIRA, SEOUL, TODAY

TEXT = "They keep my passport and say I owe them."


@pytest.fixture
def ask(ground, clock):
    def asked(topic=Topic.CONTRACT, country="KR"):
        return questions.ask(
            ground, NewQuestion(topic, TEXT, country), Language.RU, by=VISITOR, on=clock()
        )

    return asked


def answer(ground, clock, row, by=BARNO):
    return questions.answer(
        ground, row, NewAnswer("Call the embassy."), by=by, on=clock(), day=TODAY
    )


def test_whoever_has_code_and_secret_reads_question_and_answer(ground, ask, clock):
    row = ask()
    secret = questions.secret_of(row.code)
    assert questions.question_and_answer(
        ground, questions.get_by_secret(ground, row.code, secret)
    ) == (TEXT, "")
    answer(ground, clock, row)
    found = questions.get_by_secret(
        ground, f" {row.code.lower()} ", f"{secret[:6]} {secret[6:].lower()}"
    )
    assert questions.question_and_answer(ground, found) == (TEXT, "Call the embassy.")


def test_a_wrong_pair_never_says_which_was_wrong(ground, ask):
    one, secret, other = ask().code, questions.secret_of, ask().code
    for pair in ((one, "X" * 24), ("Q-NOBODY22", secret(one)), (one, secret(other)), ("", "")):
        with pytest.raises(NotFound):
            questions.get_by_secret(ground, *pair)


def test_nothing_tells_who_asked(ground, ask):
    row = ask()
    ground.commit()
    assert ground.execute(select(Citizen)).all() == []
    assert ground.get_one(advice_tables.Matter, row.matter).citizen is None
    (entry,) = journal.history(ground, "question", row.code)
    assert (entry.act, entry.account, entry.fields) == ("ask", "visitor", "")


def test_question_and_answer_are_sealed(ground, ask, clock):
    row = ask()
    answer(ground, clock, row)
    assert b"passport" not in row.asked
    assert b"embassy" not in row.answer


def test_an_answer_is_a_session_by_the_website_in_the_matter_that_was_opened(ground, ask, clock):
    row = ask(Topic.UNPAID_WAGES, "RU")
    held = answer(ground, clock, row)
    assert (held.channel, held.topic, held.country, held.matter) == (
        "website",
        "unpaid_wages",
        "RU",
        row.matter,
    )
    assert (row.session, held.officer, held.citizen) == (held.reference, BARNO.account, None)
    assert questions.find_by_session(ground, held.reference) is row


def test_an_attache_answers_for_their_post(ground, ask, clock):
    assert answer(ground, clock, ask(), by=DAVRON).post == SEOUL


def test_of_two_officers_the_first_answers(ground, ask, clock):
    row = ask()
    answer(ground, clock, row)
    with pytest.raises(AlreadyAnswered):
        answer(ground, clock, row, by=DAVRON)
    assert len(ground.execute(select(advice_tables.Session)).all()) == 1


def test_danger_comes_first_then_who_waits_longest(ground, ask, clock):
    first = ask()
    clock.forward(hours=1)
    second, kept = ask(), ask(Topic.DOCUMENT_KEPT)
    assert questions.queue(ground, by=BARNO)[0] is kept
    assert {one.code for one in questions.queue(ground, by=BARNO)[1:]} == {first.code, second.code}
    answer(ground, clock, kept)
    assert questions.queue(ground, by=BARNO, limit=1) == [first]
    assert questions.count_waiting(ground, by=BARNO) == 2


def test_each_sees_the_questions_that_concern_them(ground, ask):
    of_korea, of_russia, nowhere = ask(), ask(country="RU"), ask(Topic.DETENTION, None)
    assert questions.queue(ground, by=DAVRON) == [of_korea]
    assert questions.queue(ground, by=ELYOR) == [of_russia]
    assert questions.queue(ground, by=NODIRA) == [nowhere]
    assert questions.queue(ground, by=CHINORA) == []
    assert (
        questions.count_waiting(ground, by=IRODA) == questions.count_waiting(ground, by=BARNO) == 3
    )
    with pytest.raises(NotFound):
        questions.get(ground, of_korea.code, by=ELYOR)


def test_a_country_nobody_knows_is_refused(ask):
    with pytest.raises(NotACountry):
        ask(country="ZZ")
