"""How a person reads a list of the desk: the columns and the density they chose."""

from collections.abc import Collection, Sequence

from sqlmodel import Field, Session, SQLModel

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Density(LabelledEnum):
    DENSE = "dense", N_("More rows on a page")
    WIDE = "wide", N_("More space between rows")


class ListSettings(SQLModel, table=True):
    """The settings of one account for one list; `columns` is empty for the usual ones."""

    __tablename__ = "list_settings"
    account: str = Field(primary_key=True, max_length=40)
    list_name: str = Field(primary_key=True, max_length=24)
    columns: str = Field(default="", max_length=400)
    density: str = Field(default=Density.DENSE.value, max_length=8)

    def chosen(self) -> list[str]:
        """Return the keys of the chosen columns."""
        return self.columns.split()


def read(session: Session, account: str, list_name: str) -> ListSettings:
    """Return an account's settings for a list, or the usual ones."""
    known = session.get(ListSettings, (account, list_name))
    return known or ListSettings(account=account, list_name=list_name)


def save(
    session: Session,
    account: str,
    list_name: str,
    columns: Sequence[str],
    density: Density,
    *,
    known: Collection[str],
) -> None:
    """Save the columns, of those that the list has, and the density; no columns: the usual ones."""
    row = read(session, account, list_name)
    row.columns = " ".join(one for one in columns if one in known)
    row.density = density.value
    session.add(row)
    session.flush()
