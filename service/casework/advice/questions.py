"""Anonymous written questions, found by a code and a secret, and answered as a session."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Index, false, func, select, text, true, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import CountryCode, Prose, possible_references, reference
from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import N_, Language
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import follow_secret
from service.casework.scope import advice_tables, claim_scope
from service.casework.scope.advice_tables import Matter


class AlreadyAnswered(Refusal):
    slug = "already-answered"
    sentence = N_("Somebody has already answered this question.")


FIRST, USUAL = 0, 1
_WAITS = "waits_since IS NOT NULL"


class Question(SQLModel, table=True):
    """One question and its answer, both encrypted with the key of their matter.

    Nothing in it identifies who asked."""

    __tablename__ = "advice_questions"
    __table_args__ = (
        # Questions that wait, in the order of their list.
        Index(
            "ix_advice_questions_waiting",
            "priority",
            "asked_at",
            sqlite_where=text(_WAITS),
            postgresql_where=text(_WAITS),
        ),
    )
    code: str = Field(primary_key=True, max_length=24)
    matter: str = Field(foreign_key="advice_matters.reference", unique=True, max_length=24)
    secret_hash: str = Field(max_length=64)
    topic: str = Field(max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    language: str = Field(max_length=8)
    # Whether it is about somebody under 18, as whoever asked it stated.
    under_18: bool = False
    # FIRST for danger and for somebody under 18: the order of the answers.
    priority: int = USUAL
    asked: bytes | None
    asked_at: datetime
    # Empty once it is answered, so that waiting questions are found by an index.
    waits_since: datetime | None = Field(default=None, index=True)
    answer: bytes | None = None
    answered_at: datetime | None = None
    session: str | None = Field(
        default=None, foreign_key="advice_sessions.reference", max_length=24
    )


PERSONAL = ("asked", "answer")
QuestionText = Annotated[str, Meta(min_length=10, max_length=4_000)]


class NewQuestion(msgspec.Struct, forbid_unknown_fields=True):
    topic: Topic
    text: QuestionText
    country: CountryCode | None = None
    under_18: bool = False


class NewAnswer(msgspec.Struct, forbid_unknown_fields=True):
    answer: Prose
    level: Level = Level.ADVICE
    outcome: Outcome = Outcome.EXPLAINED


def ask(
    db: Session, new_question: NewQuestion, lang: Language, *, by: Actor, on: datetime
) -> Question:
    """Store a question under a new code. Refuses: countries.NotACountry."""
    countries.require(db, new_question.country)
    code = reference("Q")
    is_first = new_question.topic in claim_scope.HARM or new_question.under_18
    matter = Matter(topic=new_question.topic.value, country=new_question.country, opened_at=on)
    db.add(matter)
    db.flush()
    row = Question(
        code=code,
        matter=matter.reference,
        secret_hash=follow_secret.hash_secret(secret_of(code)),
        topic=new_question.topic.value,
        country=new_question.country,
        language=lang.value,
        under_18=new_question.under_18,
        priority=FIRST if is_first else USUAL,
        asked_at=on,
        waits_since=on,
        asked=vault.seal(db, matter.reference, "advice_questions.asked", new_question.text),
    )
    db.add(row)
    db.flush()
    journal.write(db, "ask", "question", code, by=by, on=on)
    return row


def secret_of(code: str) -> str:
    """Return the secret of a question.

    It is derived from the code, so that a repeated submission gets the same one."""
    return vault.token("question", code)


def get_by_secret(db: Session, code: str, secret: str) -> Question:
    """Return the question with this code and secret.

    The answer never reveals which of the two was wrong. Refuses: NotFound."""
    found = [db.get(Question, one) for one in possible_references(code, "Q")]
    row = next((one for one in found if one is not None), None)
    if not follow_secret.verify(row.secret_hash if row else "", secret) or row is None:
        raise NotFound
    return row


def answer(
    db: Session, row: Question, new_answer: NewAnswer, *, by: Actor, on: datetime, day: date
) -> advice_tables.Session:
    """Answer a question, recorded as a website session in its matter.

    Of two concurrent officers the first succeeds. Refuses: AlreadyAnswered."""
    waits = update(Question).where(
        col(Question.code) == row.code, col(Question.answered_at).is_(None)
    )
    taken = db.execute(waits.values(answered_at=on, waits_since=None))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyAnswered
    db.refresh(row)
    session = NewSession(
        Channel.WEBSITE, Topic(row.topic), new_answer.level, new_answer.outcome, row.country
    )
    held = advice_sessions.log(
        db, session, by=by, on=on, day=day, opened=db.get_one(Matter, row.matter)
    )
    row.session, row.answer = (
        held.reference,
        vault.seal(db, row.matter, "advice_questions.answer", new_answer.answer),
    )
    db.flush()
    journal.write(db, "answer", "question", row.code, by=by, on=on)
    return held


def question_and_answer(db: Session, row: Question) -> tuple[str, str]:
    """Return the decrypted question and answer."""
    sealed = [
        (row.matter, f"advice_questions.{name}", getattr(row, name)) for name in ("asked", "answer")
    ]
    asked, answered = vault.unseal_all(db, sealed)
    return asked, answered


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the questions that this actor may see.

    A question has no region, so every adviser sees it; an attaché sees those of their posts'
    countries, a protection officer those on topics of danger and about people under 18."""
    if by.role is Role.ATTACHE:
        return col(Question.country).in_(
            select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts)))
        )
    if by.role is Role.PROTECTION_OFFICER:
        return in_danger()
    return true() if by.role in (Role.ADVISER, Role.SUPERVISOR) else false()


def in_danger() -> ColumnElement[bool]:
    """Return the SQL condition for questions about danger or about somebody under 18."""
    return col(Question.priority) == FIRST


def get(db: Session, code: str, *, by: Actor) -> Question:
    """Return one question within the actor's scope. Refuses: NotFound."""
    row: Question | None = (
        db.execute(select(Question).where(col(Question.code) == code, within(by))).scalars().first()
    )
    if row is None:
        raise NotFound
    return row


def find_by_session(db: Session, number: str) -> Question | None:
    """Return the question that a session answered, or None."""
    found: Question | None = (
        db.execute(select(Question).where(col(Question.session) == number)).scalars().first()
    )
    return found


def queue(db: Session, *, by: Actor, limit: int = 50, offset: int = 0) -> list[Question]:
    """The questions that wait for an answer, those of danger first, then the one that waits
    longest."""
    rows = select(Question).where(col(Question.waits_since).is_not(None), within(by))
    ordered = rows.order_by(col(Question.priority), col(Question.asked_at), col(Question.code))
    return list(db.execute(ordered.limit(limit).offset(offset)).scalars())


def count_waiting(db: Session, *, by: Actor) -> int:
    """Return the number of unanswered questions within the actor's scope."""
    waits = (
        select(func.count())
        .select_from(Question)
        .where(col(Question.waits_since).is_not(None), within(by))
    )
    return db.execute(waits).scalar() or 0
