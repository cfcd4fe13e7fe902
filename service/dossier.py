"""A person's whole file: what may not be erased yet, and what was asked to be."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from catalog.ground.fields import reference


class Hold(SQLModel, table=True):
    """A reason in law for which a person's file must stay, such as a court case; nothing is erased while one stands."""

    __tablename__ = "legal_holds"
    reference: str = Field(default_factory=lambda: reference("H"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    reason: bytes | None
    by: str = Field(max_length=40)
    at: datetime
    lifted_by: str | None = Field(default=None, max_length=40)
    lifted_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """That a person's file is to be erased, who asked for it, and who did it; kept when nothing else of them is."""

    __tablename__ = "erasures"
    reference: str = Field(default_factory=lambda: reference("E"), primary_key=True, max_length=24)
    citizen: str = Field(index=True, max_length=24)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = None
    done: bool = False


PERSONAL = ("citizen", "reason")
