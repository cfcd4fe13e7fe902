"""What a search of the desk found: records by kind, each with what tells it apart."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from i18n import Language
from matching.identity.name_matching import Names
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.record_search.search_text import SearchText

# The most records of one kind that are shown; one more is read, to know whether there are others.
SHOWN = 10
LIMIT = SHOWN + 1


class Search(msgspec.Struct, frozen=True):
    """One search: what was typed, by whom, and in which language the answer is."""

    session: Session
    typed: SearchText
    by: Actor
    lang: Language
    today: date
    names: Names

    def may(self, permission: Permission) -> bool:
        return access.allows(self.by, permission)


class FoundRecord(msgspec.Struct, frozen=True):
    """One record: its address without the language, its title, and what tells it apart."""

    address: str
    title: str
    reference: str = ""
    facts: tuple[str, ...] = ()


class FoundKind(msgspec.Struct, frozen=True):
    """The records of one kind that were found, and the list of all of that kind.

    `field` is the field of the list's own form, for a list whose search is in no address.
    """

    heading: str
    records: list[FoundRecord]
    more: bool = False
    own_list: str = ""
    field: str = ""


def address(pattern: str, *values: object) -> str:
    """Return an address without the language, with these values quoted."""
    return pattern.format(*(quote(str(value), safe="") for value in values))


def kind(
    heading: str, records: Sequence[FoundRecord], own_list: str = "", field: str = ""
) -> FoundKind:
    """Return the first records of a kind, of which one more than is shown was read."""
    return FoundKind(heading, list(records[:SHOWN]), len(records) > SHOWN, own_list, field)


def merge(kinds: Iterable[FoundKind]) -> list[FoundKind]:
    """Return each kind of which something was found once, with each record once."""
    merged: dict[str, FoundKind] = {}
    for one in kinds:
        before = merged.get(one.heading)
        rows = [*(before.records if before else []), *one.records]
        unique = list({row.address: row for row in rows}.values())
        more = one.more or len(unique) > SHOWN or bool(before and before.more)
        if unique:
            merged[one.heading] = msgspec.structs.replace(one, records=unique[:SHOWN], more=more)
    return list(merged.values())
