"""How long what is kept: dated rules with their source, carried out each night."""

from datetime import date

from sqlmodel import Field, SQLModel


class Rule(SQLModel, table=True):
    """That a kind of record is kept for so many days, since when, and who says so; an unconfirmed one is not carried out."""

    __tablename__ = "retention_rules"
    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(index=True, max_length=24)
    days: int
    valid_from: date
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=200)
