"""Invented contacts, group sessions and anonymous questions, so that every role sees some."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import VISITOR, Actor
from catalog.core.fields import tashkent_day
from i18n import Language
from matching.identity.persons import Citizen, NewCitizen
from seed import reference
from seed.demonstration.people import MOSCOW, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, working_days_ago, working_days_in
from seed.reference import Row
from service.casework.advice import (
    callbacks,
    claim_from_session,
    contacts,
    group_sessions,
    questions,
    snippets,
)
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import Means, NewEvent, NewGroupSession
from service.casework.advice.questions import NewAnswer, NewQuestion
from service.casework.advice.snippets import NewPhrase
from service.casework.advice.topics import Channel, Topic
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewClaim, NewLine
from service.casework.scope.advice_tables import Session as Advice
from service.infra import drafts, idempotency
from service.infra.drafts import NewDraft

# How many calls of each officer still wait.
_WAIT = 3


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    for row in reference.rows("demo/questions.tsv"):
        events = (
            working_days_ago("asked", working_days_in(int(row["ago"])), time(12)),
            after("answered", days=1),
        )
        yield Scenario(events[: 2 if row["answer"] else 1], _question(session, cast["barno"], row))
    for number in range(1, 15):
        event = working_days_ago("called", number, time(14, number))
        yield Scenario(
            (event,), _leave_questions(session, cast["barno" if number % 2 else "nigora"])
        )
    yield Scenario((working_days_ago("held", 9, time(15)),), _gatherings(session, cast))
    yield Scenario((working_days_ago("kept", 8, time(16)),), _texts(session, cast["barno"]))
    yield Scenario(
        (working_days_ago("called", 1, time(17)),), _record_follow_ups(session, cast, days)
    )
    yield Scenario(
        (working_days_ago("filed", 1, time(17, 20)),), _file_claim(session, cast["barno"])
    )
    yield Scenario(
        (working_days_ago("typed", 1, time(17, 50)),), _save_draft(session, cast["nigora"])
    )


def _question(session: Session, officer: Actor, row: Row) -> Actions:
    moment = yield "asked"
    new_question = NewQuestion(Topic(row["topic"]), row["question"], row["country"])
    asked = questions.ask(session, new_question, Language(row["language"]), by=VISITOR, on=moment)
    if row["answer"]:
        moment = yield "answered"
        answer = NewAnswer(row["answer"])
        questions.answer(session, asked, answer, by=officer, on=moment, day=tashkent_day(moment))


def _leave_questions(session: Session, officer: Actor) -> Actions:
    moment = yield "called"
    contacts.record(
        session, NewContact(Channel.HOTLINE), by=officer, on=moment, day=tashkent_day(moment)
    )


def _gatherings(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "held"
    day = tashkent_day(moment)
    place = "Temir yoʻl vokzali (namuna)"
    station = NewGroupSession(
        Topic.CONTRACT, place, 24, day, Channel.OUTREACH, "RU", held_in="1726"
    )
    group_sessions.record_group_session(session, station, by=cast["barno"], on=moment, day=day)
    hostel = NewGroupSession(
        Topic.UNPAID_WAGES, "Хостел, Москва (пример)", 11, day, Channel.IN_PERSON, "RU", MOSCOW
    )
    group_sessions.record_group_session(session, hostel, by=cast["elyor"], on=moment, day=day)
    airport = NewEvent(
        Means.LEAFLETS, "Toshkent aeroporti (namuna)", 3_000, day, Topic.LEGAL_STAY, held_in="1726"
    )
    group_sessions.record_mass_event(session, airport, by=cast["barno"], on=moment, day=day)


def _texts(session: Session, officer: Actor) -> Actions:
    moment = yield "kept"
    for row in reference.rows("demo/phrases.tsv"):
        snippets.save(session, NewPhrase(row["name"], row["text"]), by=officer, on=moment)


def _record_follow_ups(session: Session, cast: ActorsByName, days: Days) -> Actions:
    """Record the calls that each officer had to make by now, except the last few."""
    moment = yield "called"
    for officer in cast.values():
        mine = (col(Advice.officer) == officer.account, col(Advice.follow_up_on) <= days.today)
        ordered = select(Advice).where(*mine).order_by(col(Advice.follow_up_on))
        rows = session.execute(ordered.order_by(col(Advice.reference))).scalars().all()
        for row in rows[:-_WAIT]:
            due = row.follow_up_on or days.today
            callbacks.record_call(session, row, due, by=officer, on=moment)


def _file_claim(session: Session, officer: Actor) -> Actions:
    """File a claim from one of the adviser's own sessions about pay."""
    moment = yield "filed"
    day = tashkent_day(moment)
    mine = select(Advice).where(
        col(Advice.officer) == officer.account,
        col(Advice.topic) == Topic.UNPAID_WAGES.value,
        col(Advice.citizen).is_not(None),
        col(Advice.country).is_not(None),
    )
    held = session.execute(mine.order_by(col(Advice.at).desc())).scalars().first()
    if held is None or held.country is None:
        return
    person = session.get_one(Citizen, held.citizen)
    employer, story = "Nomsiz qurilish firmasi (namuna)", "Namuna: ikki oylik maosh berilmagan."
    worked = (day - timedelta(days=200), day - timedelta(days=30))
    owed, contact = [NewLine(Component.BASE_PAY, 1_200_00, "USD")], NewCitizen(person.name)
    new_claim = NewClaim(employer, held.country, *worked, lines=owed, contact=contact, story=story)
    claim_from_session.file(session, held, new_claim, by=officer, on=moment, day=day)


def _save_draft(session: Session, officer: Actor) -> Actions:
    """Save a draft of a session that an adviser lost the connection in; the form restores it."""
    moment = yield "typed"
    typed = {
        "channel": "hotline",
        "topic": "unpaid_wages",
        "country": "RU",
        "level": "advice",
        "outcome": "explained",
        "note": "Haydovchi, uch oylik oylikni olmagan. Shartnomasi bor, lekin",
    }
    key = idempotency.storage_key("", by=officer, route="/uz/desk/advice/new")
    drafts.save(session, NewDraft("session", "", key, typed), by=officer, on=moment)
