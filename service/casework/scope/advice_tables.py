"""The tables of advice, which decide the claims that advisers and protection officers see."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Index
from sqlmodel import Field, SQLModel, col

from catalog.core.fields import Versioned, reference
from matching.identity.persons import AgeBand, Sex


class Matter(SQLModel, table=True):
    """One legal problem of one person, or of an anonymous caller known by a code."""

    __tablename__ = "advice_matters"
    reference: str = Field(default_factory=lambda: reference("M"), primary_key=True, max_length=24)
    citizen: str | None = Field(
        default=None, foreign_key="citizens.reference", index=True, max_length=24
    )
    topic: str = Field(max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    opened_at: datetime


class Session(Versioned, SQLModel, table=True):
    """One conversation in which advice was given.

    Its dimensions are recorded at intake, with "not stated" allowed."""

    __tablename__ = "advice_sessions"
    # For an officer's most recent entries and what they see first.
    __table_args__ = (
        Index("ix_advice_sessions_officer_at", "officer", "at"),
        # With what the scope of an officer and the count of a list read.
        Index("ix_advice_sessions_topic_at", "topic", "at", "citizen", "voided_at"),
        Index("ix_advice_sessions_country_at", "country", "at"),
        # Covers every column that figures need, so that a year is counted from the index alone.
        Index(
            "ix_advice_sessions_counted",
            *(
                "day",
                "level",
                "topic",
                "channel",
                "outcome",
                "country",
                "post",
                "matter",
                "citizen",
                "voided_at",
            ),
        ),
    )
    reference: str = Field(default_factory=lambda: reference("A"), primary_key=True, max_length=24)
    matter: str = Field(foreign_key="advice_matters.reference", index=True, max_length=24)
    citizen: str | None = Field(
        default=None, foreign_key="citizens.reference", index=True, max_length=24
    )
    at: datetime = Field(index=True)
    # When it was recorded; for an imported log this is not when it was held.
    recorded_at: datetime
    # The Tashkent day, by which it is counted.
    day: date = Field(index=True)
    channel: str = Field(max_length=12)
    topic: str = Field(max_length=16)
    level: str = Field(max_length=16)
    outcome: str = Field(max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    region: str = Field(default="not_stated", max_length=12)
    sex: str = Field(default=Sex.NOT_STATED.value, max_length=12)
    age_band: str = Field(default=AgeBand.NOT_STATED.value, max_length=12)
    occupation_major: str | None = Field(default=None, max_length=1)
    note: bytes | None = None
    officer: str = Field(max_length=40)
    # The day of a callback still to be made; empty once the call is made (callbacks).
    follow_up_on: date | None = Field(default=None, index=True)
    version: int = 1
    # When it was declared void; a void session is shown as such and counted nowhere.
    voided_at: datetime | None = None

    @property
    def has_time(self) -> bool:
        """Whether its time is known: one logged for another day has that of the entry instead."""
        moved = self.recorded_at - self.at
        return not moved or bool(moved % timedelta(days=1))


def counts() -> ColumnElement[bool]:
    """Return the SQL condition for sessions that are not void."""
    return col(Session.voided_at).is_(None)


class Origin(SQLModel, table=True):
    """The session from which a claim was made."""

    __tablename__ = "claim_origins"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    session: str = Field(foreign_key="advice_sessions.reference", index=True, max_length=24)


PERSONAL = ("citizen", "note", "sex", "age_band", "region")
